//! Exact midpoints and exact thresholds: where binary floating point, or a quotient that is cut off,
//! would land on the wrong side.

use std::sync::Arc;

use jixiao::expr::{Figure, Figures, Kind, Scope, Variable, Year, compile_condition};
use rust_decimal::Decimal;

use super::check;
use crate::support::{Department, Input};

/// Every one of these is an exact half cent, reached through a quotient that repeats for ever.
#[test]
fn midpoints_through_repeating_quotients_round_up() {
    check(
        "项目完成及时性",
        &[
            // n ÷ 1200 × 6 = n × 0.005
            (
                "1 of 1200 is 0.005",
                "计划完成项目数=1200; 按时完成项目数=1",
                "0.01",
            ),
            (
                "7 of 1200 are 0.035",
                "计划完成项目数=1200; 按时完成项目数=7",
                "0.04",
            ),
            (
                "671 of 1200 are 3.355",
                "计划完成项目数=1200; 按时完成项目数=671",
                "3.36",
            ),
            (
                "1199 of 1200 are 5.995",
                "计划完成项目数=1200; 按时完成项目数=1199",
                "6.00",
            ),
        ],
    );
    check(
        "预算执行率",
        &[
            // 6 p1 + 3 p2 + 2 p3 + 1.5 p4, and p3 ÷ 75% repeats.
            (
                "0.6 + 0.6 + 0.665 + 0.75 = 2.615",
                "一季度末支出进度=10%; 二季度末支出进度=20%; 三季度末支出进度=33.25%; 四季度末支出进度=50%",
                "2.62",
            ),
            (
                "0.3 + 0.45 + 0.655 + 0.6 = 2.005",
                "一季度末支出进度=5%; 二季度末支出进度=15%; 三季度末支出进度=32.75%; 四季度末支出进度=40%",
                "2.01",
            ),
        ],
    );
}

#[test]
fn midpoints_of_plain_quotients_round_up() {
    check(
        "政府采购执行情况",
        &[
            (
                "0.335 of the plan",
                "政府采购计划金额=3; 实际采购金额=1.005",
                "1.34",
            ),
            // 1.005 as a binary number lies below 1.005.
            (
                "0.005 of the plan",
                "政府采购计划金额=200; 实际采购金额=1",
                "1.01",
            ),
            (
                "0.675 of the plan",
                "政府采购计划金额=1000; 实际采购金额=675",
                "1.68",
            ),
            (
                "just below a half cent",
                "政府采购计划金额=1000; 实际采购金额=674.99",
                "1.67",
            ),
        ],
    );
}

#[test]
fn an_outcome_on_a_midpoint_rounds_up() {
    // 3 × 223 ÷ 600 + 22 = 23.115, and 223 ÷ 600 repeats.
    let department = Department::new("示例市教育局")
        .outcome("方向=正向; 目标值=600; 完成值=223; 分值=3")
        .outcome("方向=正向; 目标值=1; 完成值=1; 分值=22; 效益类别=经济效益");
    let scored = Input::of([department]).score();
    assert_eq!(
        scored.score("示例市教育局", "社会效益、经济效益、生态效益及可持续影响等"),
        "23.12"
    );
}

/// 10% of a budget in cents is a threshold that 123.43 ÷ 1234.3 misses in binary.
#[test]
fn rates_on_a_threshold_are_on_it_whatever_the_figures() {
    let mut departments = Vec::new();
    for step in 1..=120_i64 {
        let adjusted = Decimal::new(step * 12_343 + 7, 2);
        let budget = adjusted * Decimal::TEN;
        let spent = Decimal::new(step * 63 + 9, 2) * Decimal::from(9);
        let running = spent / Decimal::from(9) * Decimal::TEN;
        departments.push(Department::new(&format!("部门{step}")).with(&format!(
            "调整调剂资金累计={adjusted}; 部门预算总规模={budget}; \
             三公经费实际支出={spent}; 三公经费预算={running}; \
             在用固定资产总额={spent}; 固定资产总额={running}"
        )));
    }
    let scored = Input::of(departments).score();
    for step in 1..=120 {
        let name = format!("部门{step}");
        assert_eq!(scored.score(&name, "财务合规性"), "3.00", "{name}: 10%");
        // Exactly 90% is no longer below 90%, and is at least 90%.
        assert_eq!(scored.score(&name, "公用经费控制率"), "5.00", "{name}: 90%");
        assert_eq!(scored.score(&name, "固定资产利用率"), "1.00", "{name}: 90%");
    }
}

/// Two figures by name, for an expression alone.
struct Two(Decimal, Decimal);

impl Scope for Two {
    fn find(&self, name: &str) -> Option<Arc<Variable>> {
        let id = ["甲", "乙"].iter().position(|known| *known == name)?;
        Some(Arc::new(Variable {
            id,
            year: Year::This,
            name: name.into(),
            kind: Kind::Amount { positive: false },
        }))
    }

    fn nearest(&self, _: &str) -> Option<String> {
        None
    }
}

impl Figures for Two {
    fn figure(&self, variable: &Variable) -> Figure {
        Figure::Number([self.0, self.1][variable.id])
    }
}

#[test]
fn growth_of_exactly_ten_percent_is_within_ten_percent() {
    for cents in 1..=2_000_i64 {
        let before = Decimal::new(cents * 10, 2);
        let after = Decimal::new(cents * 11, 2);
        let holds = |after: Decimal, text: &str| {
            let figures = Two(after, before);
            let condition = compile_condition(text, &figures).expect("a condition");
            condition.truth(&figures).expect("a truth")
        };
        let more = after + Decimal::new(1, 2);
        assert!(holds(after, "甲 / 乙 - 1 <= 0.1"), "{after} ÷ {before}");
        assert!(!holds(after, "(甲 - 乙) / 乙 < 10%"), "{after} ÷ {before}");
        assert!(!holds(more, "甲 / 乙 - 1 <= 0.1"), "{more} ÷ {before}");
    }
}

/// Totals are sums of rounded indicators, never rounded again.
#[test]
fn a_total_is_the_sum_of_rounded_indicators() {
    // 4.335 → 4.34 and 1.335 → 1.34: 5.68, where the exact sum, 5.67, would be a cent less.
    let department = Department::new("示例市教育局")
        .with("预算分配不固化=0.335; 政府采购计划金额=3; 实际采购金额=1.005");
    let scored = Input::of([department]).score();
    assert_eq!(scored.score("示例市教育局", "预算编制合理性"), "4.34");
    assert_eq!(scored.score("示例市教育局", "政府采购执行情况"), "1.34");
    assert_eq!(scored.total("示例市教育局"), "98.68");
}

/// Figures in explanations are rounded as tables round them, and rounding hides no side of a threshold.
#[test]
fn explanations_round_but_not_over_a_threshold() {
    let told = |indicator: &str, figures: &str| {
        let scored = Input::of([Department::new("甲局").with(figures)]).score();
        scored.explanation("甲局", indicator)
    };
    let satisfaction = |figure: &str| told("公众或服务对象满意度", &format!("满意度={figure}"));
    for (figure, explanation) in [
        ("79.99997%", "满意度 79.99997%，低于 80%（< 80%） → 1"),
        ("79.99%", "满意度 79.99%（< 80%） → 1"),
        ("80%", "满意度 80%（≥ 80% 且 < 90%） → 2"),
        (
            "80.00003%",
            "满意度 80.00003%，高于 80%（≥ 80% 且 < 90%） → 2",
        ),
        ("84.99997%", "满意度 85.00%（≥ 80% 且 < 90%） → 2"),
        (
            "89.9996%",
            "满意度 89.9996%，低于 90%（≥ 80% 且 < 90%） → 2",
        ),
    ] {
        assert_eq!(satisfaction(figure), explanation);
    }
    // No threshold stands at 80%, one at 100%.
    let purchases = |figure: &str| told("政府采购执行情况", &format!("实际采购金额={figure}"));
    for (figure, start) in [
        ("79.99997", "79.99997 ÷ 100.00 = 80.00% → 0.8；"),
        ("99.99997", "99.99997 ÷ 100.00 = 99.99997%，低于 100% → 1；"),
        ("100", "100.00 ÷ 100.00 = 100% → 1；"),
        ("100.00003", "100.00003 ÷ 100.00 = 100.00003%，高于 100%"),
    ] {
        let found = purchases(figure);
        assert!(found.contains(start), "{figure}: {found}");
    }
    let moved = told("财务合规性", "调整调剂资金累计=100.00003");
    assert!(
        moved.contains("10.000003%，高于 10%，超出部分 0.000003 个百分点"),
        "{moved}"
    );
}

/// Parts that are told rounded may add up to another sum than the whole; then it is said why.
#[test]
fn parts_that_seem_not_to_add_up_are_explained() {
    let told = |quarters: [&str; 4]| {
        let [first, second, third, fourth] = quarters;
        let figures = format!(
            "一季度末支出进度={first}; 二季度末支出进度={second}; 三季度末支出进度={third}; 四季度末支出进度={fourth}"
        );
        let scored = Input::of([Department::new("甲局").with(&figures)]).score();
        (
            scored.score("甲局", "预算执行率"),
            scored.explanation("甲局", "预算执行率"),
        )
    };
    let note = "→ 1.97；以上得分舍入到 2 位小数显示，按未舍入的相加；合计 5.9";
    // 4 × 0.984 + 1.968 = 5.904, and 4 × 0.98 + 1.97 = 5.89.
    let (score, explanation) = told(["24.6%", "49.2%", "73.8%", "98.4%"]);
    assert_eq!(score, "5.90");
    assert!(explanation.ends_with(note), "{explanation}");
    // 4 × 0.98 + 1.96 = 5.88 either way.
    let (score, explanation) = told(["24.5%", "49%", "73.5%", "98%"]);
    assert_eq!(score, "5.88");
    assert!(!explanation.contains("舍入"), "{explanation}");
}
