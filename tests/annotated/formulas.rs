//! Every formula, recalculated from poisoned values by an independent engine, gives the stored result.

use jixiao::scoring::Missing;

use super::{annotated, sample};
use crate::support::recalculate::compare;
use crate::support::{Cell, Department, Edition, Input, Run};

const MODES: [Missing; 3] = [Missing::Hold, Missing::Zero, Missing::Declared];

#[test]
fn the_sample_city_in_every_mode() {
    for missing in MODES {
        let scored = sample("示例市-2021.xlsx", &Run::missing(missing));
        let comparison = compare(&annotated(scored));
        comparison.assert_equal();
        // 62 departments of 21 scores, 3 subtotals, total, grade, rank; 排名; 统计分析; 个性化指标.
        assert!(comparison.compared > 62 * 26 + 62 * 7);
    }
}

#[test]
fn the_published_cases() {
    let school = sample("公开案例-艺术学校.xlsx", &Run::missing(Missing::Declared));
    compare(&annotated(school)).assert_equal();
    let centre = Run {
        edition: Edition::A,
        ..Run::default()
    };
    compare(&annotated(sample(
        "公开案例-教育信息技术中心.xlsx",
        &centre,
    )))
    .assert_equal();
}

#[test]
fn what_cannot_be_used_is_refused_by_the_formulas_too() {
    let odd = [
        ("在编人数", Cell::Number(1e29)),
        ("在编人数", Cell::Number(1e-20)),
        ("政府采购计划金额", Cell::Number(2.2737367544323206e-13)),
        ("实际采购金额", Cell::Number(-2.2737367544323206e-13)),
        ("重点工作总数", Cell::Number(1e300)),
        ("满意度", Cell::Number(1e-16)),
        ("采购政策功能落实", Cell::Number(1e29)),
        ("涉密部门", Cell::Number(1e29)),
        ("部门预算总规模", Cell::Formatted(3_016_100.0, "#,##0.00,")),
        ("部门预算总规模", Cell::Formatted(3_016_100.0, "0!.0000")),
        ("计划完成项目数", Cell::Formatted(3000.0, "0,")),
    ];
    let departments = odd.into_iter().enumerate().map(|(index, (column, cell))| {
        Department::new(&format!("部门{index}"))
            .with_cell("部门编码", Cell::text(&format!("A{index:03}")))
            .with_cell(column, cell)
    });
    let mut input = Input::of(departments);
    // One figure for two departments, one of them with a default, and one for two columns.
    for (row, column, last_row, last_column) in [(1, 22, 2, 22), (3, 28, 4, 28), (5, 39, 5, 40)] {
        let (text, first) = (
            "否",
            input.data().rows[row as usize][column as usize].clone(),
        );
        input.data().rows[last_row as usize][last_column as usize] = Cell::Blank;
        input.data().rows[row as usize][column as usize] = Cell::Blank;
        let text = match first {
            Cell::Text(text) => text,
            _ => text.to_string(),
        };
        input
            .data()
            .merges
            .push((row, column, last_row, last_column, text));
    }
    for missing in MODES {
        let scored = input.score_as(&Run::missing(missing));
        compare(&annotated(&scored)).assert_equal();
        if missing == Missing::Hold {
            assert!(scored.evaluation.ranking.ranks.iter().all(Option::is_none));
        }
    }
}

/// One department for each form in which a figure can come.
fn every_form() -> Input {
    let forms = [
        "预算编制符合职责和政策=√; 资金按重点合理分配=×; 专项资金编制细化合理=Y; 分类编制准确无频繁调剂=n; 预算分配不固化=0.5",
        "目标细化为具体任务=有; 包含效益指标=无; 指标值清晰可衡量='1; 包含可量化指标=1分; 目标值测算有依据= 是 ",
        "政府采购计划金额='3,070.43; 实际采购金额=３０１６．１０",
        "政府采购计划金额=2000万元; 实际采购金额=19800000元",
        "政府采购计划金额=约三千; 实际采购金额=-5",
        "部门预算总规模=0; 调整调剂资金累计=(100)",
        "调整调剂资金累计=600; 部门预算总规模=3000",
        "存在违规支出=有; 资金支出规范性=空",
        "存在违规支出=空",
        "存在违规支出=也许",
        "涉密部门=是; 预算公开情况=空; 决算公开情况=空",
        "涉密部门=空; 预算公开情况=已公开; 决算公开情况=公开 但不符合要求",
        "缺少监督证明材料=是; 专项资金评价结果为差=不清楚; 检查监控督促整改=空",
        "缺少监督证明材料=空; 专项资金评价结果为差=不清楚",
        "在用固定资产总额=0; 固定资产总额=0",
        "在用固定资产总额=空; 固定资产总额=0",
        "在用固定资产总额=5; 固定资产总额=0",
        "在编人数=0; 核定编制数=0; 编外人员数=0",
        "在编人数=12.5; 编外人员数=3人",
        "三公经费预算=0; 三公经费实际支出=1; 日常公用经费调整预算=0; 日常公用经费决算=空",
        "一季度末支出进度=15.09%; 二季度末支出进度='31.75%; 三季度末支出进度=空; 四季度末支出进度=97.71%",
        "重点工作总数=0; 重点工作完成数=0; 计划完成项目数=0; 按时完成项目数=3",
        "重点工作总数=3; 重点工作完成数=4; 计划完成项目数=7; 按时完成项目数=3",
        "效果性评定分=空",
        "信访总件数=0; 信访回复件数=0; 信访按期回复件数=空; 满意度=150%",
        "满意度=94.999999%; 管理制度有效执行=1.5; 管理制度已制定=1",
    ];
    let departments = forms.iter().enumerate().map(|(index, form)| {
        let department = Department::new(&format!("部门{index}")).with(form);
        let department = department.with_cell("部门编码", Cell::text(&format!("A{index:03}")));
        if index % 2 == 0 {
            department.declares("财务合规性=3; 项目监管=9; 固定资产利用率=0.7; 总分=90; 等级=优")
        } else {
            department
        }
    });
    let odd = Department::new("其他")
        .with_cell("部门编码", Cell::text("B001"))
        .with_cell("三公经费实际支出", Cell::Date(44_000.0))
        .with_cell("日常公用经费决算", Cell::Truth(true))
        .with_cell("资产配置保管账实相符", Cell::Truth(true))
        .with_cell("核定编制数", Cell::ErrorFormula)
        .with_cell("固定资产总额", Cell::UnsavedFormula)
        .with_cell("重点工作总数", Cell::Number(1e300))
        .with_cell("专项资金编制细化合理", Cell::text("说“是”\"或\"否"));
    let outcomes = Department::new("有个性化指标")
        .with_cell("部门编码", Cell::text("B002"))
        .outcome("方向=正向; 目标值=100; 完成值=92; 分值=10")
        .outcome("方向=逆向; 目标值=3; 完成值=0; 分值=5")
        .outcome("方向=反向; 目标值=3; 完成值=7; 分值='5")
        .outcome("方向=定性; 评定比例=80%; 分值=5");
    let faulty = Department::new("个性化指标有误")
        .with_cell("部门编码", Cell::text("B003"))
        .outcome("方向=正向; 目标值=0; 完成值=92; 分值=10")
        .outcome("方向=空; 目标值=3; 完成值=0; 分值=空");
    Input::of(departments.chain([odd, outcomes, faulty]))
}

#[test]
fn every_form_of_a_figure_in_every_mode() {
    for missing in MODES {
        let scored = every_form().score_as(&Run::missing(missing));
        compare(&annotated(&scored)).assert_equal();
    }
}

#[test]
fn a_department_that_cannot_be_scored_is_pending_by_formula_too() {
    let scored = Input::of([
        Department::new("甲").with("满意度=空"),
        Department::new("乙").with_cell("部门编码", Cell::text("2")),
    ])
    .score();
    let bytes = annotated(&scored);
    compare(&bytes).assert_equal();
    let recalculated = crate::support::recalculate::recalculate(&bytes);
    assert_eq!(recalculated.text("评分结果", "X7"), "待定");
    assert_eq!(recalculated.text("评分结果", "AA7"), "待定");
    assert_eq!(recalculated.text("评分结果", "AB7"), "94.00／94");
    assert_eq!(recalculated.text("评分结果", "AC7"), "待定");
    assert_eq!(recalculated.number("评分结果", "AB8"), 100.0);
    assert_eq!(recalculated.text("排名", "B4"), "乙");
    assert_eq!(recalculated.text("排名", "B5"), "甲");
}

#[test]
fn points_in_a_percent_column_and_yuan_in_a_money_column() {
    let mut input = Input::of([
        Department::new("甲").with("满意度=95.5; 四季度末支出进度=97.71; 实际采购金额=9800000"),
        Department::new("乙")
            .with_cell("部门编码", Cell::text("2"))
            .with("满意度=89.99; 四季度末支出进度=100; 实际采购金额=9123400"),
    ]);
    input.data().rename("实际采购金额", "实际采购金额（元）");
    let scored = input.score();
    assert_eq!(scored.score("甲", "公众或服务对象满意度"), "6.00");
    assert_eq!(scored.score("乙", "公众或服务对象满意度"), "2.00");
    compare(&annotated(&scored)).assert_equal();
}
