//! The library without a sheet: departments as typed values are scored as the same ones in a workbook are.

use jixiao::expr::{Figure, Year};
use jixiao::problem::Problem;
use jixiao::scoring::Source;
use jixiao::{Batch, BatchError, Bounds, Decimal, Evaluation, Missing, RuleBook, Workbook};

use crate::support::recalculate::compare;
use crate::support::{Edition, rule_book, sample_path};

/// The rule book that uses figures of the year before.
fn with_last_year() -> RuleBook {
    let text = include_str!("rulebooks/good/上年数据.toml");
    RuleBook::from_toml("上年数据.toml", text).expect("a sound rule book")
}

fn sample(missing: Missing) -> Evaluation<'static> {
    let bytes = std::fs::read(sample_path("示例市-2021.xlsx")).expect("the sample");
    let workbook = Workbook::read("示例市-2021.xlsx", bytes, &Bounds::STANDARD);
    let workbook = workbook.expect("a workbook");
    let scored = workbook.scored(rule_book(Edition::Default), None, missing);
    scored.expect("something to score")
}

/// The same departments, by their figures alone.
fn typed(sample: &Evaluation<'static>) -> Batch<'static> {
    let mut batch = Batch::new(sample.book).year(2021);
    for record in &sample.dataset.records {
        let department = batch.department(&record.name);
        if let Some(code) = &record.code {
            department.code(code);
        }
        for metric in sample.book.metrics.iter().filter(|one| one.role.is_none()) {
            let figure = &record.fields[metric.variable.id].figure;
            if *figure != Figure::Unreadable {
                let set = department.set(metric.name(), figure.clone());
                set.expect("a figure that intake allows");
            }
        }
    }
    batch
}

#[test]
fn typed_departments_score_as_those_of_a_workbook_do() {
    for missing in [Missing::Hold, Missing::Zero] {
        let sample = sample(missing);
        let scored = typed(&sample).scored(missing).expect("departments");
        let mut compared = 0;
        let pairs = sample.departments().zip(scored.departments());
        for ((record, of_sheet), (own, of_values)) in pairs {
            // Rows of outcomes are not given here, and what cannot be read is blank.
            let is_whole = |field: &jixiao::intake::Field| field.figure != Figure::Unreadable;
            if !record.outcomes.is_empty() || !record.fields.iter().all(is_whole) {
                continue;
            }
            assert_eq!((&record.name, &record.code), (&own.name, &own.code));
            let scores = of_sheet.indicators.iter().zip(&of_values.indicators);
            for (place, (sheet, values)) in scores.enumerate() {
                assert_eq!(sheet.score, values.score, "{}", record.name);
                if sheet.source == Source::Computed {
                    assert_eq!(
                        of_sheet.explanation(place, record, sample.book),
                        of_values.explanation(place, own, scored.book)
                    );
                    compared += 1;
                }
            }
            assert_eq!(of_sheet.total, of_values.total);
        }
        assert!(compared > 100, "{compared}");
    }
}

#[test]
fn its_workbook_recalculates_and_reads_as_the_same_again() {
    for missing in Missing::ALL {
        let sample = sample(Missing::Hold);
        let scored = typed(&sample).scored(missing).expect("departments");
        let bytes = scored.annotated().expect("a workbook");
        compare(&bytes).assert_equal();
        let again = Workbook::read("评分结果.xlsx", bytes, &Bounds::STANDARD).expect("a workbook");
        let again = again
            .scored(scored.book, None, missing)
            .expect("departments");
        assert_eq!(scored.cards, again.cards);
    }
}

#[test]
fn figures_of_the_year_before_are_given_beside_this_years() {
    let book = with_last_year();
    let mut batch = Batch::new(&book).year(2021);
    let department = batch.department("示例市教育局");
    department
        .set("三公经费实际支出", Decimal::new(102, 1))
        .expect("a figure");
    department
        .last_year("三公经费实际支出", 10)
        .expect("a figure");
    department.set("日常公用经费决算", 300).expect("a figure");
    department
        .last_year("上年·日常公用经费决算", 100)
        .expect("a figure");
    batch
        .department("示例市文化局")
        .set("三公经费实际支出", 5)
        .expect("a figure");

    let scored = batch.scored(Missing::Hold).expect("departments");
    let place = book.indicator("三公经费变动率").expect("the indicator");
    let score = |department: usize| scored.cards[department].indicators[place].score;
    assert_eq!((score(0), score(1)), (Some(Decimal::new(440, 2)), None));
    compare(&scored.annotated().expect("a workbook")).assert_equal();

    let check = scored.problems.iter().find(|one| one.code == "K301");
    let check = check.expect("the check between years");
    let sheets: Vec<&str> = check.cells.iter().map(|cell| cell.sheet.as_str()).collect();
    assert_eq!(sheets, ["基础数据", "上年数据"]);
    insta::assert_snapshot!(check.message(), @"日常公用经费决算 300.00 超过上年 100.00 的两倍（F2、上年数据!D2）");
}

#[test]
fn what_is_not_given_is_blank_and_no_zero() {
    let book = rule_book(Edition::Default);
    let mut batch = Batch::new(book);
    batch
        .department("甲")
        .set("编制数", 10)
        .map(drop)
        .unwrap_or_default();
    batch.department("甲");
    let scored = batch.scored(Missing::Hold).expect("departments");
    assert!(scored.cards.iter().all(|card| card.total.is_none()));
    let codes = |code: &str| -> Vec<&Problem> {
        scored
            .problems
            .iter()
            .filter(|one| one.code == code)
            .collect()
    };
    // The same name twice, and figures that nobody gave.
    assert_eq!(codes("R04").len(), 2);
    assert!(codes("H01")[0].message().starts_with("缺少 "));
    assert_eq!(
        Batch::new(book).scored(Missing::Hold).err(),
        Some(BatchError::Empty)
    );
}

#[test]
fn a_value_that_is_not_taken_says_why() {
    let book = with_last_year();
    let mut batch = Batch::new(&book);
    let mut told = |name: &str, value: Figure| {
        let set = batch.department("甲").set(name, value).map(drop);
        set.expect_err(name).to_string()
    };
    let errors = [
        told("实际采购金颌", 1.into()),
        told("部门名称", "甲".into()),
        told("实际采购金额", Decimal::NEGATIVE_ONE.into()),
        told("实际采购金额", true.into()),
        told("存在违规支出", 1.into()),
        batch
            .department("甲")
            .last_year("满意度", 1)
            .map(drop)
            .expect_err("none")
            .to_string(),
    ];
    insta::assert_snapshot!(errors.join("\n"), @r#"
    规则书“last-year”里没有数据项“实际采购金颌”，是不是“实际采购金额”？
    规则书“last-year”里没有数据项“部门名称”
    “实际采购金额”应是不小于 0 的数，不能是“-1”
    “实际采购金额”应是不小于 0 的数，不能是“是”
    “存在违规支出”应是“是”或“否”，不能是“1”
    规则书“last-year”里没有数据项“上年·满意度”
    "#);
    // An alias will do, and a reviewer's 是 is the most points.
    let department = batch.department("乙");
    department.set("采购计划金额", 3).expect("an alias");
    department
        .set("采购政策功能落实", true)
        .expect("a reviewer's word");
    assert!(
        book.last_year
            .iter()
            .all(|one| one.variable.year == Year::Last)
    );
}
