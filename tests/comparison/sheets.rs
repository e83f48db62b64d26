use std::collections::BTreeSet;

use jixiao::analysis::Comparison;
use jixiao::workbook::CellValue;

use super::{HEADER, Table, compared, plain, rules, with_a_gap, workbook_of};
use crate::support::recalculate::{Edit, Value, compare, formulas, recalculate, recalculate_with};
use crate::support::written::{read, whole_as_text};

fn two_years() -> Comparison<'static> {
    compared(
        &[
            Table::new(
                2020,
                plain(),
                &[
                    HEADER,
                    "1 甲 东局 80 50",
                    "2 乙 西局 100 100",
                    "3 丙 西局 0 100",
                ],
            ),
            Table::new(
                2021,
                plain(),
                &[
                    HEADER,
                    "1 甲 东局 70 90",
                    "2 乙 西局 90 空",
                    "4 丁 西局 50 50",
                ],
            ),
        ],
        &[],
    )
}

#[test]
fn every_formula_recalculates_to_what_is_stored() {
    let workbook = workbook_of(&two_years());
    let comparison = compare(&workbook);
    comparison.assert_equal();
    // 4 departments of 12 formulas and more.
    assert!(comparison.compared > 100, "{}", comparison.compared);
}

/// Past a thousand departments the long sheets are streamed: each row is there, and is what its formulas give.
#[test]
fn many_departments_stand_in_every_sheet() {
    const MANY: usize = 1_001;
    let lines = |each: &dyn Fn(usize) -> usize| -> Vec<String> {
        let lines = (0..MANY).map(|place| format!("{place} 第{place}局 东局 {} 50", each(place)));
        std::iter::once(HEADER.to_string()).chain(lines).collect()
    };
    let table = |year, lines: Vec<String>| {
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        Table::new(year, plain(), &lines)
    };
    let (last, this) = (
        lines(&|place| place % 100),
        lines(&|place| (place * 7) % 100),
    );
    let comparison = compared(&[table(2020, last), table(2021, this)], &[]);
    let workbook = workbook_of(&comparison);
    compare(&workbook).assert_equal();
    let sheets = read(&workbook);
    let rows = |name: &str| -> Vec<String> {
        let sheet = sheets.sheets.iter().find(|sheet| sheet.name == name);
        let rows = sheet.expect("the sheet").rows.iter();
        let named = rows.filter_map(|row| match &row.cell(1)?.value {
            CellValue::Text(text) if text.starts_with('第') => Some(text.to_string()),
            _ => None,
        });
        named.collect()
    };
    let (indicators, figures) = (comparison.indicators.len(), comparison.metrics.len());
    for (sheet, each) in [
        ("指标对比", indicators),
        ("原始数据同比", figures),
        ("2020年得分", 1),
        ("2021年得分", 1),
    ] {
        let found = rows(sheet);
        assert_eq!(found.len(), MANY * each, "{sheet}");
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), MANY, "{sheet}");
    }
}

#[test]
fn the_workbook_as_text() {
    insta::assert_snapshot!(whole_as_text(&workbook_of(&two_years())));
}

#[test]
fn the_overview_says_what_changed_and_why_there_is_no_change() {
    let book = recalculate(&workbook_of(&two_years()));
    let sheet = "年度对比总表";
    // 甲 is first: the only one with a change. Totals 68 and 78.
    assert_eq!(book.text(sheet, "B5"), "甲");
    assert_eq!(book.number(sheet, "D5"), 68.0);
    assert_eq!(book.number(sheet, "E5"), 78.0);
    assert_eq!(book.number(sheet, "F5"), 10.0);
    assert_eq!(book.number(sheet, "G5"), 0.0);
    assert_eq!(book.number(sheet, "H5"), 10.0);
    assert_eq!(book.number(sheet, "I5"), 0.0);
    assert_eq!(book.text(sheet, "J5"), "良");
    // Rank 2 of 3, then 1 of 2.
    assert_eq!(book.number(sheet, "N5"), 1.0);
    assert_eq!(book.text(sheet, "B6"), "乙");
    assert_eq!(book.text(sheet, "E6"), "待定");
    assert_eq!(book.text(sheet, "F6"), "—");
    assert_eq!(
        book.text(sheet, "O6"),
        "2021 年待定（已评 54.00），缺：回复数"
    );
    assert_eq!(book.text(sheet, "B7"), "丁");
    assert_eq!(book.text(sheet, "D7"), "无");
    assert_eq!(book.text(sheet, "O7"), "2021 年新增");
    assert_eq!(book.text(sheet, "B8"), "丙");
    assert_eq!(book.text(sheet, "E8"), "无");
    assert_eq!(book.text(sheet, "O8"), "2021 年没有这个部门");
}

#[test]
fn a_corrected_score_changes_everything_that_hangs_on_it() {
    let workbook = workbook_of(&two_years());
    // 甲's 完成率 of 2021.
    let edits = [("2021年得分", "D5", Edit::Number(48.0))];
    let book = recalculate_with(&workbook, &edits);
    assert_eq!(book.number("年度对比总表", "E5"), 84.0);
    assert_eq!(book.number("年度对比总表", "F5"), 16.0);
    assert_eq!(book.number("年度对比总表", "H5"), 16.0);
    assert_eq!(book.number("指标对比", "H5"), 0.0);
    assert_eq!(book.number("主管部门对比", "G5"), 84.0);
}

#[test]
fn figures_are_not_divided_by_zero_or_by_nothing() {
    let book = rules(
        "figures",
        &["金额", "件数:count", "比例:percent", "是否:yes_no", "空数"],
        &[(
            "得分",
            100,
            "MIN(金额, 100) * IF(是否, 1, 1) + 0 * 件数 + 0 * 比例 + 0 * 空数",
        )],
    );
    let header = "部门名称 金额 件数 比例 是否 空数";
    let comparison = compared(
        &[
            Table::new(
                2020,
                book,
                &[header, "甲 80 0 90% 是 空", "乙 0 5 50% 是 1"],
            ),
            Table::new(
                2021,
                book,
                &[header, "甲 100 4 95% 否 3", "乙 0 空 50% 是 空"],
            ),
        ],
        &[],
    );
    let workbook = workbook_of(&comparison);
    compare(&workbook).assert_equal();
    let recalculated = recalculate(&workbook);
    let row = |row: u32| {
        ["C", "E", "F", "G", "H"].map(|column| {
            recalculated
                .value("原始数据同比", &format!("{column}{row}"))
                .to_string()
                .replace('"', "")
        })
    };
    assert_eq!(row(5), ["金额", "80", "100", "20", "0.25"]);
    assert_eq!(row(6), ["件数", "0", "4", "4", "上年是 0"]);
    assert_eq!(row(7), ["比例", "0.9", "0.95", "0.05", "0.0555555556"]);
    assert_eq!(row(8), ["是否", "是", "否", "有变", "—"]);
    assert_eq!(row(9), ["空数", "空白", "3", "—", "上年没有数据"]);
    assert_eq!(row(10), ["金额", "0", "0", "0", "两年都是 0"]);
    assert_eq!(row(11), ["件数", "5", "空白", "—", "本年没有数据"]);
    assert_eq!(row(13), ["是否", "是", "是", "未变", "—"]);
    assert_eq!(row(14), ["空数", "1", "空白", "—", "本年没有数据"]);
}

#[test]
fn the_rate_is_compared_where_the_points_changed() {
    let other = rules(
        "rate-other-points",
        &["完成数", "回复数"],
        &[
            ("完成率", 50, "完成数 / 100 * 50"),
            ("回复率", 40, "回复数 / 100 * 40"),
            ("新指标", 10, "回复数 / 10"),
        ],
    );
    let comparison = compared(
        &[
            Table::new(2020, plain(), &[HEADER, "1 甲 局 80 50"]),
            Table::new(2021, other, &[HEADER, "1 甲 局 60 50"]),
        ],
        &[],
    );
    let workbook = workbook_of(&comparison);
    compare(&workbook).assert_equal();
    let book = recalculate(&workbook);
    // 48 of 60 is 80%, 30 of 50 is 60%.
    assert_eq!(book.text("指标对比", "C5"), "完成率");
    assert_eq!(book.number("指标对比", "H5"), -18.0);
    assert_eq!(book.number("指标对比", "I5"), -0.2);
    assert_eq!(book.number("指标对比", "J5"), -8.0);
    assert_eq!(book.number("指标对比", "K5"), -10.0);
    assert_eq!(book.value("指标对比", "I6"), Value::Empty);
    assert_eq!(book.text("指标对比", "E7"), "无此指标");
    assert_eq!(book.number("指标对比", "H7"), 5.0);
    assert_eq!(book.number("指标对比", "J7"), 5.0);
    // Where the rules changed, their scores stand in a sheet of their own.
    assert_eq!(book.number("2020数据按2021规则", "D5"), 40.0);
}

#[test]
fn grades_are_counted_in_a_matrix() {
    let comparison = two_years();
    let matrix = comparison.matrix(0);
    assert_eq!(matrix.before, ["优", "良", "差", "待定"]);
    // 甲 良 → 良, 乙 优 → 待定.
    assert_eq!(
        matrix.counts,
        [[0, 0, 0, 1], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    );
    let movers: Vec<&str> = comparison
        .grade_movers(0)
        .into_iter()
        .map(|one| comparison.newest(one).name.as_str())
        .collect();
    assert_eq!(movers, ["乙"]);
}

#[test]
fn three_years_have_a_trend_with_gaps() {
    let years = with_a_gap();
    let comparison = compared(&years, &[]);
    let workbook = workbook_of(&comparison);
    compare(&workbook).assert_equal();
    let book = recalculate(&workbook);
    // The averages of all: 68, 62, 56.
    assert_eq!(book.text("走势", "A5"), "全部部门");
    assert_eq!(book.number("走势", "B5"), 68.0);
    assert_eq!(book.number("走势", "C5"), 62.0);
    assert_eq!(book.number("走势", "E5"), -12.0);
    let row = |name: &str| {
        let found = (9..12).find(|row| book.text("走势", &format!("A{row}")) == name);
        found.expect("the department")
    };
    let absent = row("甲");
    assert_eq!(book.text("走势", &format!("C{absent}")), "无");
    assert_eq!(book.number("走势", &format!("E{absent}")), -12.0);
}

#[test]
fn the_same_comparison_gives_the_same_bytes() {
    assert_eq!(workbook_of(&two_years()), workbook_of(&two_years()));
}

#[test]
fn sorting_the_overview_moves_no_formula_to_another_department() {
    let workbook = workbook_of(&two_years());
    for cell in formulas(&workbook) {
        // A relative reference to another sheet would move with its row.
        let relative = cell
            .formula
            .split('!')
            .skip(1)
            .any(|rest| !rest.starts_with('$'));
        assert!(!relative, "{} {}: {}", cell.sheet, cell.cell, cell.formula);
        // A reference to one row of the overview would find another department there.
        for rest in cell.formula.split("年度对比总表!").skip(1) {
            let at: String = rest
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || *c == '$')
                .collect();
            let is_range = rest[at.len()..].starts_with(':');
            assert!(is_range, "{} {}: {}", cell.sheet, cell.cell, cell.formula);
        }
    }
}
