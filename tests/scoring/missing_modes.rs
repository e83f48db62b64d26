//! The three ways to go on without data, shape by shape.

use jixiao::scoring::{Missing, Source};
use rust_decimal::Decimal;

use super::{check, check_as};
use crate::support::scored::told;
use crate::support::{Department, Input, Run};

const NAME: &str = "示例市教育局";

#[test]
fn under_zero_only_the_item_that_lacks_data_scores_nothing() {
    for (indicator, cases) in [
        (
            "预算编制合理性",
            &[
                (
                    "one judgement blank",
                    "预算分配不固化=空",
                    "4.00; warning V01 预算分配不固化",
                ),
                (
                    "one unreadable, one out of range",
                    "预算分配不固化=不清楚; 资金按重点合理分配=2",
                    "3.00; error V02 预算分配不固化; error V03 资金按重点合理分配",
                ),
            ][..],
        ),
        (
            "预算编制规范性",
            &[(
                "faults blank",
                "预算编制不符合项数=空",
                "0.00; warning V01 预算编制不符合项数",
            )],
        ),
        (
            "政府采购执行情况",
            &[(
                "the rate lacks its plan",
                "政府采购计划金额=空",
                "1.00; warning V01 政府采购计划金额",
            )],
        ),
        (
            "财务合规性",
            &[
                (
                    "adjustments blank",
                    "调整调剂资金累计=空",
                    "2.00; warning V01 调整调剂资金累计",
                ),
                (
                    "a budget of 0",
                    "部门预算总规模=0",
                    "2.00; error V03 部门预算总规模",
                ),
                (
                    "violations blank count as 否",
                    "存在违规支出=空",
                    "3.00; warning V01 存在违规支出",
                ),
                (
                    "violations unreadable count as 否",
                    "存在违规支出=待查",
                    "3.00; error V02 存在违规支出",
                ),
            ],
        ),
        (
            "预决算信息公开",
            &[
                (
                    "one choice blank",
                    "决算公开情况=空",
                    "1.50; warning V01 决算公开情况",
                ),
                (
                    "an unreadable exemption counts as 否",
                    "涉密部门=保密; 预算公开情况=未公开",
                    "1.50; error V02 涉密部门",
                ),
            ],
        ),
        (
            "项目监管",
            &[
                (
                    "checks blank",
                    "检查监控督促整改=空",
                    "1.00; warning V01 检查监控督促整改",
                ),
                (
                    "an unreadable finding counts as 否",
                    "缺少监督证明材料=未定",
                    "2.00; error V02 缺少监督证明材料",
                ),
            ],
        ),
        (
            "固定资产利用率",
            &[(
                "use blank",
                "在用固定资产总额=空",
                "0.00; warning V01 在用固定资产总额",
            )],
        ),
        (
            "编外人员控制率",
            &[(
                "outside staff blank",
                "编外人员数=空",
                "0.00; warning V01 编外人员数",
            )],
        ),
        (
            "公用经费控制率",
            &[(
                "三公 blank, 日常 not",
                "三公经费实际支出=空",
                "3.00; warning V01 三公经费实际支出",
            )],
        ),
        (
            "预算执行率",
            &[
                // r = 1, 1, 0, 1: 3 + 2 × 3 ÷ 4
                (
                    "a blank quarter has r = 0, in the mean too",
                    "三季度末支出进度=空",
                    "4.50; warning V01 三季度末支出进度",
                ),
                (
                    "all quarters blank",
                    "一季度末支出进度=空; 二季度末支出进度=空; 三季度末支出进度=空; 四季度末支出进度=空",
                    "0.00; warning V01 一季度末支出进度; warning V01 二季度末支出进度; warning V01 三季度末支出进度; warning V01 四季度末支出进度",
                ),
                (
                    "an unreadable quarter is the same",
                    "三季度末支出进度=进行中",
                    "4.50; error V02 三季度末支出进度",
                ),
            ],
        ),
        (
            "重点工作完成情况",
            &[
                (
                    "total blank",
                    "重点工作总数=空",
                    "0.00; warning V01 重点工作总数",
                ),
                (
                    "data that cannot be used",
                    "重点工作总数=0",
                    "0.00; error V06 重点工作完成数; error K102 重点工作完成数",
                ),
            ],
        ),
        (
            "项目完成及时性",
            &[(
                "part blank",
                "按时完成项目数=空",
                "0.00; warning V01 按时完成项目数",
            )],
        ),
        (
            "社会效益、经济效益、生态效益及可持续影响等",
            &[(
                "no rows and no points",
                "效果性评定分=空",
                "0.00; warning V01 效果性评定分",
            )],
        ),
        (
            "群众信访办理情况",
            &[
                (
                    "answers blank",
                    "信访回复件数=空",
                    "2.00; warning V01 信访回复件数",
                ),
                (
                    "petitions blank",
                    "信访总件数=空",
                    "1.00; warning V01 信访总件数",
                ),
                (
                    "answers beside no petitions",
                    "信访总件数=0; 信访按期回复件数=0",
                    "2.00; error V06 信访回复件数; error K103 信访回复件数",
                ),
            ],
        ),
        (
            "公众或服务对象满意度",
            &[(
                "satisfaction blank",
                "满意度=空",
                "0.00; warning V01 满意度",
            )],
        ),
    ] {
        check_as(Missing::Zero, indicator, cases);
    }
}

#[test]
fn under_zero_what_nothing_to_measure_gives_is_kept() {
    check_as(
        Missing::Zero,
        "固定资产利用率",
        &[(
            "blank beside 0",
            "固定资产总额=0; 在用固定资产总额=空",
            "1.00; info V01 在用固定资产总额",
        )],
    );
}

#[test]
fn under_zero_scores_count_as_computed_and_the_department_is_ranked() {
    let scored =
        Input::of([Department::new(NAME).with("满意度=空")]).score_as(&Run::missing(Missing::Zero));
    let satisfaction = scored.indicator(NAME, "公众或服务对象满意度");
    assert_eq!(satisfaction.source, Source::Computed);
    assert_eq!(scored.total(NAME), "94.00");
    assert_eq!(scored.rank(NAME), Some(1));
}

#[test]
fn held_departments_show_what_was_scored_of_what_could_be() {
    let scored = Input::of([
        Department::new(NAME).with("满意度=空; 检查监控督促整改=空"),
        Department::new("示例市卫生局"),
    ])
    .score();
    let (_, card) = scored.department(NAME);
    assert_eq!(card.total, None);
    assert_eq!(card.grade, None);
    assert_eq!(card.scored_total, Decimal::from(92));
    assert_eq!(card.scored_points, Decimal::from(92));
    // 部门决策 is complete; 部门管理 and 部门绩效 are not.
    let known: Vec<bool> = card.subtotals.iter().map(Option::is_some).collect();
    assert_eq!(known, [true, false, false]);
    assert_eq!(scored.rank(NAME), None);
    assert_eq!(scored.evaluation.ranking.order, [1, 0]);
    assert_eq!(
        scored.evaluation.cards[0].lacking,
        ["检查监控督促整改", "满意度"]
    );
}

#[test]
fn under_declared_the_declared_score_is_taken_and_marked() {
    let department = Department::new(NAME)
        .with("满意度=空; 检查监控督促整改=空; 编外人员数=空; 信访总件数=0")
        .declares("公众或服务对象满意度=4; 项目监管=2.5; 群众信访办理情况=1.5");
    let scored = Input::of([department]).score_as(&Run::missing(Missing::Declared));
    for (indicator, score, source) in [
        ("公众或服务对象满意度", "4.00", Source::Declared),
        // 2.5 of 2 is held at the points.
        ("项目监管", "2.00", Source::Declared),
        // Nothing was declared.
        ("编外人员控制率", "待定", Source::Missing),
        // Data that cannot be used count as lacking, too.
        ("群众信访办理情况", "1.50", Source::Declared),
        // What can be computed is computed.
        ("财务合规性", "3.00", Source::Computed),
    ] {
        assert_eq!(scored.score(NAME, indicator), score, "{indicator}");
        let found = scored.indicator(NAME, indicator);
        assert_eq!(found.source, source, "{indicator}");
        let explanation = scored.explanation(NAME, indicator);
        let marked = explanation.contains("采用自评");
        assert_eq!(marked, source == Source::Declared, "{explanation}");
    }
    let problems = scored.problems();
    for problem in [
        "warning V01 基础数据!BK2",
        "warning V01 基础数据!AG2",
        "error V06 基础数据!BI2",
        "warning Z03 自评得分!K2",
    ] {
        assert!(
            problems.contains(&problem.to_string()),
            "{problem} in {problems:?}"
        );
    }
}

#[test]
fn a_declared_score_is_rounded_like_any_other() {
    let department = Department::new(NAME)
        .with("满意度=空")
        .declares("公众或服务对象满意度=4.345");
    let scored = Input::of([department]).score_as(&Run::missing(Missing::Declared));
    assert_eq!(scored.score(NAME, "公众或服务对象满意度"), "4.35");
}

/// At the points and just above: never more than the rules give, and the reason says so. What is below 0 declares nothing.
#[test]
fn a_declared_score_beyond_the_points_counts_as_the_points() {
    for (declared, counted, told) in [
        ("6", "6.00", false),
        ("6.01", "6.00", true),
        ("-1", "待定", false),
    ] {
        let department = Department::new(NAME)
            .with("满意度=空")
            .declares(&format!("公众或服务对象满意度={declared}"));
        let scored = Input::of([department]).score_as(&Run::missing(Missing::Declared));
        assert_eq!(scored.score(NAME, "公众或服务对象满意度"), counted);
        let explanation = scored.explanation(NAME, "公众或服务对象满意度");
        assert_eq!(explanation.contains("自评超过分值"), told, "{explanation}");
    }
}

#[test]
fn a_declared_score_does_not_count_while_missing_data_are_held() {
    let department = Department::new(NAME)
        .with("满意度=空")
        .declares("公众或服务对象满意度=4");
    assert_eq!(
        Input::of([department])
            .score()
            .score(NAME, "公众或服务对象满意度"),
        "待定"
    );
}

#[test]
fn held_is_the_default_and_asks_for_all_that_is_missing_at_once() {
    check(
        "政府采购执行情况",
        &[(
            "plan, purchases and policy blank",
            "政府采购计划金额=空; 实际采购金额=空; 采购政策功能落实=空",
            "待定; error V01 政府采购计划金额; error V01 实际采购金额; error V01 采购政策功能落实",
        )],
    );
}

/// Blank, unreadable, and no such column: three things that a reader does three things about.
#[test]
fn an_indicator_without_data_says_what_is_the_matter_with_each_figure() {
    let mut input =
        Input::of([Department::new("甲").with("政府采购计划金额=空; 实际采购金额=约三千")]);
    input.data().drop_column("采购政策功能落实");
    let scored = input.score();
    let explanation = scored.explanation("甲", "政府采购执行情况");
    for told in ["空白）", "无法使用）", "采购政策功能落实（没有这一列）"] {
        assert!(explanation.contains(told), "{explanation}");
    }
}

#[test]
fn a_column_that_is_not_there_is_asked_for_as_one_and_several_as_several() {
    for (columns, them) in [
        (&["采购政策功能落实"][..], "这一列"),
        (&["采购政策功能落实", "满意度"], "这几列"),
    ] {
        let mut input = Input::of([Department::new("甲")]);
        for column in columns {
            input.data().drop_column(column);
        }
        let scored = input.score();
        let mut problems = scored.evaluation.problems.iter();
        let absent = problems.find(|one| told(one) == "error H01 基础数据");
        let advice = &absent.expect("a problem of the columns").advice;
        assert!(advice.contains(them), "{advice}");
    }
}
