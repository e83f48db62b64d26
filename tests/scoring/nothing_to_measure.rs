//! Nothing to measure: a total of 0, and what stands beside it. Each such score says so.

use super::check;
use crate::support::{Department, Input};

#[test]
fn no_purchases() {
    check(
        "政府采购执行情况",
        &[
            (
                "planned 0, bought 0",
                "政府采购计划金额=0; 实际采购金额=0",
                "2.00",
            ),
            (
                "planned 0, bought something",
                "政府采购计划金额=0; 实际采购金额=0.01",
                "1.00",
            ),
            (
                "planned 0, bought blank",
                "政府采购计划金额=0; 实际采购金额=空",
                "2.00; info V01 实际采购金额",
            ),
            (
                "planned 0, bought unreadable",
                "政府采购计划金额=0; 实际采购金额=很少",
                "待定; error V02 实际采购金额",
            ),
        ],
    );
}

#[test]
fn no_running_costs() {
    check(
        "公用经费控制率",
        &[
            ("no 三公", "三公经费预算=0; 三公经费实际支出=0", "6.00"),
            (
                "三公 without a budget",
                "三公经费预算=0; 三公经费实际支出=1",
                "3.00",
            ),
            (
                "三公 blank beside 0",
                "三公经费预算=0; 三公经费实际支出=空",
                "6.00; info V01 三公经费实际支出",
            ),
            (
                "三公 unreadable beside 0",
                "三公经费预算=0; 三公经费实际支出=-1",
                "待定; error V03 三公经费实际支出",
            ),
            (
                "no 日常",
                "日常公用经费调整预算=0; 日常公用经费决算=0",
                "6.00",
            ),
            (
                "日常 without a budget",
                "日常公用经费调整预算=0; 日常公用经费决算=1",
                "3.00",
            ),
            (
                "日常 blank beside 0",
                "日常公用经费调整预算=0; 日常公用经费决算=空",
                "6.00; info V01 日常公用经费决算",
            ),
            (
                "both blank",
                "日常公用经费调整预算=空; 日常公用经费决算=空",
                "待定; error V01 日常公用经费调整预算; error V01 日常公用经费决算",
            ),
        ],
    );
}

#[test]
fn no_fixed_assets() {
    check(
        "固定资产利用率",
        &[
            ("no assets", "固定资产总额=0; 在用固定资产总额=0", "1.00"),
            (
                "use blank beside 0",
                "固定资产总额=0; 在用固定资产总额=空",
                "1.00; info V01 在用固定资产总额",
            ),
            (
                "use unreadable beside 0",
                "固定资产总额=0; 在用固定资产总额=无此项",
                "待定; error V02 在用固定资产总额",
            ),
            (
                "use above 0 beside 0",
                "固定资产总额=0; 在用固定资产总额=5",
                "待定; error V06 在用固定资产总额; error K105 在用固定资产总额",
            ),
        ],
    );
}

#[test]
fn no_posts() {
    check(
        "财政供养人员控制率",
        &[
            (
                "no posts, nobody in one",
                "核定编制数=0; 在编人数=0; 编外人员数=3",
                "1.00",
            ),
            (
                "no posts, somebody in one",
                "核定编制数=0; 在编人数=1",
                "0.00",
            ),
            // 在编人数 is needed by 编外人员控制率, so its blank is an error all the same.
            (
                "no posts, blank beside",
                "核定编制数=0; 在编人数=空",
                "1.00; error V01 在编人数",
            ),
        ],
    );
}

#[test]
fn no_staff_at_all() {
    check(
        "编外人员控制率",
        &[
            ("nobody", "在编人数=0; 核定编制数=0; 编外人员数=0", "1.00"),
            (
                "nobody inside, outside blank",
                "在编人数=0; 核定编制数=0; 编外人员数=空",
                "待定; error V01 编外人员数",
            ),
        ],
    );
}

#[test]
fn no_key_tasks() {
    check(
        "重点工作完成情况",
        &[
            ("no tasks", "重点工作总数=0; 重点工作完成数=0", "8.00"),
            (
                "no tasks, blank beside",
                "重点工作总数=0; 重点工作完成数=空",
                "8.00; info V01 重点工作完成数",
            ),
            (
                "no tasks, some done",
                "重点工作总数=0; 重点工作完成数=1",
                "待定; error V06 重点工作完成数; error K102 重点工作完成数",
            ),
            (
                "total blank, part 0",
                "重点工作总数=空; 重点工作完成数=0",
                "待定; error V01 重点工作总数",
            ),
        ],
    );
}

#[test]
fn no_projects_due() {
    check(
        "项目完成及时性",
        &[
            ("no projects", "计划完成项目数=0; 按时完成项目数=0", "6.00"),
            (
                "no projects, blank beside",
                "计划完成项目数=0; 按时完成项目数=空",
                "6.00; info V01 按时完成项目数",
            ),
            (
                "no projects, some in time",
                "计划完成项目数=0; 按时完成项目数=6",
                "待定; error V06 按时完成项目数; error K101 按时完成项目数",
            ),
            (
                "no projects, unreadable beside",
                "计划完成项目数=0; 按时完成项目数=1.5",
                "待定; error V03 按时完成项目数",
            ),
        ],
    );
}

#[test]
fn no_petitions() {
    check(
        "群众信访办理情况",
        &[
            (
                "no petitions",
                "信访总件数=0; 信访回复件数=0; 信访按期回复件数=0",
                "3.00",
            ),
            (
                "no petitions, no channel",
                "信访总件数=0; 信访回复件数=0; 信访按期回复件数=0; 信访反映渠道和回复机制=否",
                "2.00",
            ),
            (
                "no petitions, blanks beside",
                "信访总件数=0; 信访回复件数=空; 信访按期回复件数=空",
                "3.00; info V01 信访回复件数; info V01 信访按期回复件数",
            ),
            (
                "no petitions, one answered",
                "信访总件数=0; 信访回复件数=1; 信访按期回复件数=0",
                "待定; error V06 信访回复件数; error K103 信访回复件数",
            ),
            (
                "no petitions, one unreadable",
                "信访总件数=0; 信访回复件数=没有; 信访按期回复件数=0",
                "待定; error V02 信访回复件数",
            ),
        ],
    );
}

#[test]
fn the_explanation_says_that_there_was_nothing_to_measure() {
    let overrides = "政府采购计划金额=0; 实际采购金额=0; 三公经费预算=0; 三公经费实际支出=0; \
        固定资产总额=0; 在用固定资产总额=0; 核定编制数=0; 在编人数=0; 重点工作总数=0; \
        重点工作完成数=0; 计划完成项目数=0; 按时完成项目数=0; 信访总件数=0; 信访回复件数=0; \
        信访按期回复件数=0";
    let scored = Input::of([Department::new("示例市教育局").with(overrides)]).score();
    assert_eq!(scored.total("示例市教育局"), "100.00");
    for (indicator, note) in [
        ("政府采购执行情况", "没有采购计划也没有采购"),
        ("公用经费控制率", "没有“三公”经费预算也没有支出"),
        ("固定资产利用率", "没有固定资产"),
        ("财政供养人员控制率", "没有核定编制也没有在编人员"),
        ("编外人员控制率", "没有在编和编外人员"),
        ("重点工作完成情况", "没有重点工作任务"),
        ("项目完成及时性", "没有计划完成的项目"),
        ("群众信访办理情况", "当年没有信访"),
    ] {
        let told = scored.explanation("示例市教育局", indicator);
        assert!(told.contains(note), "{indicator}: {told}");
    }
}

/// A part left blank beside a total of 0 counts as 0, and this is said; one beside a veto does not matter, and that is.
#[test]
fn what_a_blank_counted_as_is_told() {
    let told = |overrides: &str| {
        let scored = Input::of([Department::new("甲").with(overrides)]).score();
        let problems = scored.evaluation.problems.iter();
        let blanks = problems.filter(|one| one.code == "V01");
        blanks
            .map(|one| one.message().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        told("固定资产总额=0; 在用固定资产总额=空"),
        ["“在用固定资产总额”没有填写，总数为 0，按 0 计"]
    );
    assert_eq!(
        told("存在违规支出=是; 会计核算规范性=空"),
        ["“会计核算规范性”没有填写，不影响得分"]
    );
}
