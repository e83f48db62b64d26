//! 部门决策: judged points and deductions for each fault.

use super::check;
use crate::support::{Department, Edition, Input, Run};

#[test]
fn reasonable_budgeting_is_the_sum_of_five_judgements() {
    check(
        "预算编制合理性",
        &[
            ("all five met", "", "5.00"),
            ("one not met", "预算分配不固化=否", "4.00"),
            (
                "none met",
                "预算编制符合职责和政策=否; 资金按重点合理分配=否; 专项资金编制细化合理=否; 分类编制准确无频繁调剂=否; 预算分配不固化=否",
                "0.00",
            ),
            ("points between", "资金按重点合理分配=0.35", "4.35"),
            ("nearly all points", "资金按重点合理分配=0.999", "5.00"),
            ("a half cent rounds up", "资金按重点合理分配=0.345", "4.35"),
            (
                "two half cents are rounded together",
                "资金按重点合理分配=0.345; 预算分配不固化=0.345",
                "3.69",
            ),
            ("exactly the maximum", "资金按重点合理分配=1", "5.00"),
            (
                "just above the maximum",
                "资金按重点合理分配=1.01",
                "待定; error V03 资金按重点合理分配",
            ),
            (
                "negative points",
                "资金按重点合理分配=-0.1",
                "待定; error V03 资金按重点合理分配",
            ),
            ("zero points", "资金按重点合理分配=0", "4.00"),
            (
                "blank",
                "资金按重点合理分配=空",
                "待定; error V01 资金按重点合理分配",
            ),
            (
                "no judgement at all",
                "资金按重点合理分配=不清楚",
                "待定; error V02 资金按重点合理分配",
            ),
        ],
    );
}

#[test]
fn budgeting_to_the_rules_loses_a_point_for_each_fault() {
    check(
        "预算编制规范性",
        &[
            ("no fault", "预算编制不符合项数=0", "5.00"),
            ("one fault", "预算编制不符合项数=1", "4.00"),
            ("four faults", "预算编制不符合项数=4", "1.00"),
            ("five faults", "预算编制不符合项数=5", "0.00"),
            ("six faults are not below 0", "预算编制不符合项数=6", "0.00"),
            (
                "half a fault",
                "预算编制不符合项数=0.5",
                "待定; error V03 预算编制不符合项数",
            ),
            (
                "less than no fault",
                "预算编制不符合项数=-1",
                "待定; error V03 预算编制不符合项数",
            ),
            (
                "blank is not zero",
                "预算编制不符合项数=空",
                "待定; error V01 预算编制不符合项数",
            ),
        ],
    );
}

#[test]
fn complete_targets_lose_a_point_for_each_fault() {
    check(
        "绩效目标完整性",
        &[
            ("no target missing", "绩效目标不符合项数=0", "3.00"),
            ("two targets missing", "绩效目标不符合项数=2", "1.00"),
            ("three targets missing", "绩效目标不符合项数=3", "0.00"),
            ("four are not below 0", "绩效目标不符合项数=4", "0.00"),
            (
                "targets left blank",
                "绩效目标不符合项数=空",
                "待定; error V01 绩效目标不符合项数",
            ),
        ],
    );
}

#[test]
fn clear_indicators_are_two_judgements_of_two_points_and_three_of_one() {
    check(
        "绩效指标明确性",
        &[
            ("all clear", "", "7.00"),
            ("no benefit indicator", "包含效益指标=否", "5.00"),
            ("not measurable", "指标值清晰可衡量=否", "6.00"),
            (
                "a number is always points: 1 of 2",
                "目标细化为具体任务=1",
                "6.00",
            ),
            (
                "the number 2 is both points",
                "目标细化为具体任务=2",
                "7.00",
            ),
            (
                "a text number is points too",
                "目标细化为具体任务='1",
                "6.00; info V05 目标细化为具体任务",
            ),
            (
                "three of two",
                "目标细化为具体任务=3",
                "待定; error V03 目标细化为具体任务",
            ),
            (
                "a percentage of points is not understood",
                "目标细化为具体任务='50%",
                "待定; error V02 目标细化为具体任务",
            ),
        ],
    );
}

#[test]
fn edition_a_judges_budgeting_to_the_rules_by_points() {
    let score = |cell: &str| {
        let mut input =
            Input::of(
                [Department::new("示例市教育局").with(&format!("预算编制不符合项数={cell}"))],
            );
        input
            .data()
            .rename("预算编制不符合项数", "预算编制规范性评定分");
        let run = Run {
            edition: Edition::A,
            ..Run::default()
        };
        input.score_as(&run).score("示例市教育局", "预算编制规范性")
    };
    assert_eq!(score("5"), "5.00");
    assert_eq!(score("是"), "5.00");
    assert_eq!(score("否"), "0.00");
    assert_eq!(score("1"), "1.00");
    assert_eq!(score("4.5"), "4.50");
    assert_eq!(score("5.01"), "待定");
    assert_eq!(score("空"), "待定");
}

#[test]
fn edition_a_without_its_own_column_leaves_the_indicator_open() {
    let run = Run {
        edition: Edition::A,
        ..Run::default()
    };
    let scored = Input::of([Department::new("示例市教育局")]).score_as(&run);
    assert_eq!(scored.score("示例市教育局", "预算编制规范性"), "待定");
    assert_eq!(
        scored.score("示例市教育局", "社会效益、经济效益、生态效益等"),
        "25.00"
    );
    assert!(
        scored
            .problems()
            .contains(&"error H01 基础数据".to_string())
    );
}
