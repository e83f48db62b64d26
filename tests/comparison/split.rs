//! Each expected part is worked by hand from the rule: total(this figures, this rules) − total(last figures,
//! last rules), with total(last figures, this rules) between them.

use jixiao::scoring::Missing;

use jixiao::analysis::comparison::IndicatorSeries;

use crate::support::{Department, Edition, Input, rule_book};

use super::{HEADER, Table, compared, compared_as, indicator_told, plain, rules, told};

#[test]
fn under_the_same_rules_all_of_the_change_is_performance() {
    let years = [
        Table::new(2020, plain(), &[HEADER, "1 甲 局 80 50"]),
        Table::new(2021, plain(), &[HEADER, "1 甲 局 70 90"]),
    ];
    let comparison = compared(&years, &[]);
    // 48 + 20 = 68; 42 + 36 = 78.
    assert_eq!(
        told(&comparison, "甲"),
        "10.00 = 规则 0.00 + 表现 10.00 + 不能拆分 0.00"
    );
    assert_eq!(
        indicator_told(&comparison, "甲", "完成率"),
        "规则 0.00 + 表现 -6.00 + 不能拆分 0.00；完成数 80.00 → 70.00"
    );
}

#[test]
fn the_same_figures_under_other_rules_are_all_rules() {
    let stricter = rules(
        "stricter",
        &["完成数", "回复数"],
        &[
            ("完成率", 60, "完成数 / 200 * 60"),
            ("回复率", 40, "回复数 / 100 * 40"),
        ],
    );
    let lines = [HEADER, "1 甲 局 80 50"];
    let comparison = compared(
        &[
            Table::new(2020, plain(), &lines),
            Table::new(2021, stricter, &lines),
        ],
        &[],
    );
    // 48 becomes 24.
    assert_eq!(
        told(&comparison, "甲"),
        "-24.00 = 规则 -24.00 + 表现 0.00 + 不能拆分 0.00"
    );
    assert_eq!(
        indicator_told(&comparison, "甲", "回复率"),
        "规则 0.00 + 表现 0.00 + 不能拆分 0.00；"
    );
}

#[test]
fn where_both_changed_last_years_figures_under_this_years_rules_stand_between() {
    let other = rules(
        "other-points",
        &["完成数", "回复数"],
        &[
            ("完成率", 50, "完成数 / 100 * 50"),
            ("回复率", 50, "回复数 / 100 * 50"),
        ],
    );
    let comparison = compared(
        &[
            Table::new(2020, plain(), &[HEADER, "1 甲 局 80 50"]),
            Table::new(2021, other, &[HEADER, "1 甲 局 60 50"]),
        ],
        &[],
    );
    // 48 + 20 = 68; again 40 + 25 = 65; new 30 + 25 = 55.
    assert_eq!(
        told(&comparison, "甲"),
        "-13.00 = 规则 -3.00 + 表现 -10.00 + 不能拆分 0.00"
    );
    assert_eq!(
        indicator_told(&comparison, "甲", "完成率"),
        "规则 -8.00 + 表现 -10.00 + 不能拆分 0.00；完成数 80.00 → 60.00"
    );
    assert_eq!(
        indicator_told(&comparison, "甲", "回复率"),
        "规则 5.00 + 表现 0.00 + 不能拆分 0.00；"
    );
}

#[test]
fn an_indicator_that_needs_what_was_not_asked_is_not_divided() {
    let asks_more = rules(
        "asks-more",
        &["完成数", "回复数", "满意数"],
        &[
            ("完成率", 60, "完成数 / 100 * 60"),
            ("回复率", 40, "(回复数 + 满意数) / 200 * 40"),
        ],
    );
    let years = || {
        [
            Table::new(2020, plain(), &[HEADER, "1 甲 局 80 50"]),
            Table::new(
                2021,
                asks_more,
                &[&format!("{HEADER} 满意数"), "1 甲 局 70 50 90"],
            ),
        ]
    };
    // 20 becomes 28, and nobody knows by what; the other indicator fell by 6.
    for missing in [Missing::Hold, Missing::Zero, Missing::Declared] {
        let comparison = compared_as(missing, &years(), &[]);
        assert_eq!(
            told(&comparison, "甲"),
            "2.00 = 规则 0.00 + 表现 -6.00 + 不能拆分 8.00"
        );
        assert_eq!(
            indicator_told(&comparison, "甲", "回复率"),
            "规则 0.00 + 表现 0.00 + 不能拆分 8.00；上年没有填报“满意数”"
        );
    }
}

#[test]
fn an_indicator_that_only_this_year_has_counts_from_zero_and_one_that_is_gone_to_zero() {
    let newer = rules(
        "newer",
        &["完成数", "回复数"],
        &[
            ("完成率", 60, "完成数 / 100 * 60"),
            ("回复及时率", 40, "回复数 / 100 * 40"),
        ],
    );
    let comparison = compared(
        &[
            Table::new(2020, plain(), &[HEADER, "1 甲 局 80 50"]),
            Table::new(2021, newer, &[HEADER, "1 甲 局 80 60"]),
        ],
        &[],
    );
    // 回复率 20 is gone; 回复及时率 would have been 20 and is 24.
    assert_eq!(
        told(&comparison, "甲"),
        "4.00 = 规则 0.00 + 表现 4.00 + 不能拆分 0.00"
    );
    assert_eq!(
        indicator_told(&comparison, "甲", "回复率"),
        "规则 -20.00 + 表现 0.00 + 不能拆分 0.00；"
    );
    assert_eq!(
        indicator_told(&comparison, "甲", "回复及时率"),
        "规则 20.00 + 表现 4.00 + 不能拆分 0.00；回复数 50.00 → 60.00"
    );
}

#[test]
fn an_indicator_by_another_name_is_the_same_where_the_rules_say_so() {
    let bytes = Input::of([Department::new("甲")]).bytes();
    let table = |year, edition| Table::of(year, rule_book(edition), &bytes);
    let years = [table(2020, Edition::Default), table(2021, Edition::A)];
    let comparison = compared(&years, &[]);
    let named = |one: &&IndicatorSeries| one.name == "社会效益、经济效益、生态效益等";
    let thread = comparison.indicators.iter().find(named);
    let places = &thread.expect("the indicator of outcomes").places;
    assert!(places.iter().all(Option::is_some), "{places:?}");
    assert_eq!(comparison.indicators.len(), 21);
}

#[test]
fn a_department_without_a_total_in_a_year_is_not_compared_but_its_indicators_are() {
    let comparison = compared(
        &[
            Table::new(2020, plain(), &[HEADER, "1 甲 局 80 空"]),
            Table::new(2021, plain(), &[HEADER, "1 甲 局 70 90"]),
        ],
        &[],
    );
    assert_eq!(told(&comparison, "甲"), "不能对比");
    assert_eq!(
        indicator_told(&comparison, "甲", "完成率"),
        "规则 0.00 + 表现 -6.00 + 不能拆分 0.00；完成数 80.00 → 70.00"
    );
    assert_eq!(indicator_told(&comparison, "甲", "回复率"), "不能对比");
}

#[test]
fn the_figure_that_alone_moves_the_score_furthest_its_way_is_named() {
    let book = rules(
        "two-figures",
        &["实际数", "计划数"],
        &[("完成率", 100, "实际数 / 计划数 * 100")],
    );
    let header = "部门编码 部门名称 实际数 计划数";
    let cases = [
        // 90/100 → 60/120: alone 60/100 = 60 against 90/120 = 75.
        ("90 100", "60 120", "实际数 90.00 → 60.00"),
        // 90/100 → 91/182: 实际数 alone raises, so 计划数 it is.
        ("90 100", "91 182", "计划数 100.00 → 182.00"),
        // 50/100 → 80/100.
        ("50 100", "80 100", "实际数 50.00 → 80.00"),
    ];
    for (last, this, expected) in cases {
        let comparison = compared(
            &[
                Table::new(2020, book, &[header, &format!("1 甲 {last}")]),
                Table::new(2021, book, &[header, &format!("1 甲 {this}")]),
            ],
            &[],
        );
        let told = indicator_told(&comparison, "甲", "完成率");
        assert!(told.ends_with(expected), "{told}");
    }
}

#[test]
fn last_years_workbook_that_this_years_rules_cannot_read_is_not_divided() {
    let elsewhere = rules("elsewhere", &["完成数"], &[("完成率", 100, "完成数")]);
    let text_of_other_sheet = {
        let text = "id = \"moved\"\nname = \"新\"\nversion = \"1\"\nyear = 2021\npoints = 100\n\
            framework = [{ name = \"一级\", points = 100, second = [{ name = \"二级\", points = 100 }] }]\n\
            [[grades]]\nname = \"差\"\nmin = 0\n\
            [sheets]\ndata = { name = \"新表\" }\noutcomes = { name = \"个性化指标\" }\n\
            declared = { name = \"自评得分\", total = \"总分\", grade = \"等级\" }\n\
            [[metrics]]\nname = \"部门名称\"\ntype = \"text\"\nrole = \"name\"\n\
            [[metrics]]\nname = \"办结数\"\ntype = \"amount\"\n\
            [[indicators]]\nname = \"完成率\"\nunder = [\"一级\", \"二级\"]\npoints = 100\n\
            [[indicators.items]]\nshape = \"formula\"\npoints = 100\nvalue = \"办结数\"\n";
        super::rules_of("moved", text)
    };
    let mut moved = crate::support::Input::of([]);
    moved.sheets[0].name = "新表".into();
    moved.sheets[0].rows = ["部门名称 办结数", "甲 70"]
        .iter()
        .map(|line| line.split(' ').map(crate::support::Cell::parse).collect())
        .collect();
    let comparison = compared(
        &[
            Table::new(2020, elsewhere, &["部门名称 完成数", "甲 80"]),
            Table::of(2021, text_of_other_sheet, &moved.bytes()),
        ],
        &[],
    );
    assert_eq!(
        told(&comparison, "甲"),
        "-10.00 = 规则 0.00 + 表现 0.00 + 不能拆分 -10.00"
    );
    let why = indicator_told(&comparison, "甲", "完成率");
    assert!(why.contains("不能按今年的规则书读取"), "{why}");
}
