//! The sample city: what sample-data/README.md says was planted between 2020 and 2021, the scores that the
//! generator expects, and a change of the edition between the years.

use std::collections::HashMap;

use jixiao::analysis::Comparison;
use jixiao::analysis::comparison::Continuity;
use jixiao::decimal::fixed;
use jixiao::rulebook::RuleBook;
use jixiao::workbook::{self, Bounds, CellValue};
use rust_decimal::Decimal;

use super::{Table, compared, department, indicator_told, told, workbook_of};
use crate::support::recalculate::compare;
use crate::support::{Cell, Edition, Grid, Input, rule_book, sample_path};

const FILES: [(u32, &str); 2] = [(2020, "示例市-2020.xlsx"), (2021, "示例市-2021.xlsx")];

fn sample(year: u32, rules: &'static RuleBook) -> Table {
    let (_, file) = FILES
        .into_iter()
        .find(|(of, _)| *of == year)
        .expect("a sample");
    let bytes = std::fs::read(sample_path(file)).expect("the sample");
    Table::of(year, rules, &bytes)
}

/// The sample with one more column, which the other edition asks for, and nothing but values.
fn with_assessment(year: u32) -> Table {
    let (_, file) = FILES
        .into_iter()
        .find(|(of, _)| *of == year)
        .expect("a sample");
    let read = workbook::open(&sample_path(file), &Bounds::default()).expect("the sample");
    let sheets = read.sheets.into_iter().map(|sheet| {
        let last = sheet
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| cell.column)
            .max();
        let rows = sheet.rows.iter().map(|row| {
            let mut cells = vec![Cell::Blank; usize::from(last.unwrap_or_default()) + 1];
            for cell in &row.cells {
                cells[usize::from(cell.column)] = match &cell.value {
                    CellValue::Text(text) => Cell::Text(text.to_string()),
                    CellValue::Number(number) => match &cell.format {
                        Some(format) if format.contains('%') => Cell::Formatted(*number, "0.00%"),
                        _ => Cell::Number(*number),
                    },
                    _ => Cell::Blank,
                };
            }
            if sheet.name == "基础数据" {
                let is_header = cells.contains(&Cell::text("部门名称"));
                let is_department = matches!(&cells[0], Cell::Text(code) if code.len() == 6);
                cells.push(match (is_header, is_department) {
                    (true, _) => Cell::text("预算编制规范性评定分"),
                    (_, true) => Cell::Number(4.0),
                    _ => Cell::Blank,
                });
            }
            cells
        });
        Grid {
            name: sheet.name.clone(),
            rows: rows.collect(),
            ..Grid::default()
        }
    });
    let bytes = Input {
        sheets: sheets.collect(),
    }
    .bytes();
    Table::of(year, rule_book(Edition::A), &bytes)
}

fn two_years() -> Comparison<'static> {
    let book = rule_book(Edition::Default);
    compared(&[sample(2020, book), sample(2021, book)], &[])
}

#[test]
fn renames_closings_and_new_departments_are_found_as_planted() {
    let comparison = two_years();
    let of = |wanted: Continuity| -> Vec<&str> {
        let all = 0..comparison.departments.len();
        let found = all.filter(|one| comparison.fate(*one, 0) == Some(wanted));
        let mut names: Vec<&str> = found
            .map(|one| comparison.newest(one).name.as_str())
            .collect();
        names.sort_unstable();
        names
    };
    assert_eq!(
        of(Continuity::Renamed),
        [
            "示例市公路事务中心",
            "示例市卫生监督支队",
            "示例市智慧教育中心"
        ]
    );
    assert_eq!(
        of(Continuity::Closed),
        [
            "示例市价格监督检查所",
            "示例市标准化研究所",
            "示例市民政培训中心"
        ]
    );
    assert_eq!(
        of(Continuity::New),
        ["示例市停车管理中心", "示例市标准化研究院"]
    );
    // Two departments share a code in 2021.
    assert_eq!(
        of(Continuity::Unmatched),
        ["示例市乡村振兴服务中心", "示例市农村经济服务中心"]
    );
    let suggested: Vec<(&str, &str)> = comparison
        .suggestions
        .iter()
        .map(|one| {
            (
                comparison.newest(one.old).name.as_str(),
                comparison.newest(one.new).name.as_str(),
            )
        })
        .collect();
    assert_eq!(suggested, [("示例市标准化研究所", "示例市标准化研究院")]);
    let renamed = department(&comparison, "示例市智慧教育中心");
    let before = comparison.record(renamed, 0).map(|one| one.name.as_str());
    assert_eq!(before, Some("示例市电化教育馆"));
    // Nothing is lost: 61 + 62 rows are 58 departments of both years, 3 and 4 of one.
    assert_eq!(comparison.departments.len(), 65);
    assert_eq!(comparison.steps[0].changes.iter().flatten().count(), 58);
}

#[test]
fn every_change_is_the_difference_of_the_expected_scores() {
    let text = std::fs::read_to_string(sample_path("expected.csv")).expect("expected.csv");
    let mut lines = text
        .lines()
        .map(|line| line.split(',').collect::<Vec<&str>>());
    let header = lines.next().expect("a header");
    let expected: HashMap<(&str, &str), Vec<&str>> =
        lines.map(|line| ((line[0], line[1]), line)).collect();
    let comparison = two_years();
    let mut seen = 0;
    for (one, change) in comparison.steps[0].changes.iter().enumerate() {
        let Some(change) = change else { continue };
        let code = comparison.newest(one).code.as_deref().expect("a code");
        let [last, this] = FILES.map(|(_, file)| &expected[&(file, code)]);
        let difference = |column: &str| -> Option<Decimal> {
            let place = header
                .iter()
                .position(|name| *name == column)
                .expect("a column");
            Some(this[place].parse::<Decimal>().ok()? - last[place].parse::<Decimal>().ok()?)
        };
        assert_eq!(change.total(), difference("total"), "{code}");
        for indicator in &change.indicators {
            let name = &comparison.indicators[indicator.indicator].name;
            let change = indicator.split.map(|split| split.change());
            assert_eq!(change, difference(name), "{code} {name}");
        }
        seen += usize::from(change.total().is_some());
    }
    assert_eq!(seen, 46);
}

#[test]
fn the_parts_sum_to_the_change_of_every_department_under_another_edition_too() {
    let default = rule_book(Edition::Default);
    let years = [
        [with_assessment(2020), sample(2021, default)],
        [sample(2020, default), with_assessment(2021)],
    ];
    for years in years {
        let comparison = compared(&years, &[]);
        let mut with_rules = 0;
        for change in comparison.steps[0].changes.iter().flatten() {
            let split = change.split();
            assert_eq!(split.map(|split| split.change()), change.total());
            with_rules += usize::from(split.is_some_and(|split| !split.rules.is_zero()));
            let cents = |part: Decimal| fixed(part, 2).parse::<Decimal>() == Ok(part);
            assert!(split.is_none_or(|one| cents(one.rules) && cents(one.performance)));
        }
        assert_eq!(with_rules > 0, years[0].rules.id == "shenzhen-2021a");
    }
}

#[test]
fn a_change_of_edition_is_told_apart_from_performance() {
    // 2020 by edition a: 示例市教育局 was assessed 4 points; by this year's rules its 0 items give 5.
    let years = [
        with_assessment(2020),
        sample(2021, rule_book(Edition::Default)),
    ];
    let comparison = compared(&years, &[]);
    assert_eq!(
        indicator_told(&comparison, "示例市教育局", "预算编制规范性"),
        "规则 1.00 + 表现 0.00 + 不能拆分 0.00；"
    );
    // Its total was 97.18 under the default rules, so 96.18, and is 98.52.
    assert_eq!(
        told(&comparison, "示例市教育局"),
        "2.34 = 规则 1.00 + 表现 1.34 + 不能拆分 0.00"
    );
    // The indicator of outcomes goes by another name in edition a, which is an alias.
    assert_eq!(comparison.indicators.len(), 21);
    let outcome = compare(&workbook_of(&comparison));
    outcome.assert_equal();
    // 58 departments of 21 indicators with two scores and four parts.
    assert!(outcome.compared > 58 * 21 * 6, "{}", outcome.compared);
}

#[test]
fn what_this_years_edition_asks_for_and_last_year_did_not_is_not_divided() {
    let years = [
        sample(2020, rule_book(Edition::Default)),
        with_assessment(2021),
    ];
    let comparison = compared(&years, &[]);
    assert_eq!(
        indicator_told(&comparison, "示例市教育局", "预算编制规范性"),
        "规则 0.00 + 表现 0.00 + 不能拆分 -1.00；上年没有填报“预算编制规范性评定分”"
    );
    assert_eq!(
        told(&comparison, "示例市教育局"),
        "0.34 = 规则 0.00 + 表现 1.34 + 不能拆分 -1.00"
    );
}
