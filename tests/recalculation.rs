//! The recalculation support itself: that it reads what was stored, that a
//! check which recalculates nothing would fail, and that edits reach totals.

use crate::support::recalculate::{
    Edit, POISON_NUMBER, POISON_TEXT, Stored, Value, compare, formulas, poison, recalculate,
    recalculate_with,
};
use rust_xlsxwriter::{Formula, Workbook};

const RAW: &str = "原始 数据";
const SCORES: &str = "评分表(2025年)";

/// Two raw numbers, and on another sheet a total stored as `total`, a text, an
/// empty text, a comparison and an error.
fn workbook(total: &str) -> Vec<u8> {
    let mut book = Workbook::new();
    let scores = book.add_worksheet();
    scores.set_name(SCORES).unwrap();
    scores.set_formula_result_default("");
    let results = [
        ("SUM('原始 数据'!A1:A3)", total),
        (
            "\"他说\"\"好\"\"，得\"&'原始 数据'!A1&\"分<&>\n\"",
            "他说\"好\"，得4.5分<&>\n",
        ),
        ("IF('原始 数据'!A1>0,\"\",1)", ""),
        ("'原始 数据'!A1>4", "TRUE"),
        ("1/'原始 数据'!B9", "#DIV/0!"),
    ];
    for (row, (formula, result)) in (0..).zip(results) {
        let mut formula = Formula::new(formula);
        if !result.is_empty() {
            formula = formula.set_result(result);
        }
        scores.write(row, 0, formula).unwrap();
    }
    let raw = book.add_worksheet();
    raw.set_name(RAW).unwrap();
    raw.write(0, 0, 4.5).unwrap();
    raw.write(1, 0, 3).unwrap();
    book.save_to_buffer().unwrap()
}

#[test]
fn formulas_come_with_the_values_stored_beside_them() {
    let cells = formulas(&workbook("7.5"));
    let stored: Vec<_> = cells.iter().map(|cell| cell.stored.clone()).collect();
    assert_eq!(
        stored,
        [
            Stored::Number("7.5".into()),
            Stored::Text("他说\"好\"，得4.5分<&>\n".into()),
            Stored::Text(String::new()),
            Stored::Bool(true),
            Stored::Error("#DIV/0!".into()),
        ]
    );
    assert_eq!(
        (cells[1].sheet.as_str(), cells[1].cell.as_str()),
        (SCORES, "A2")
    );
    assert_eq!(
        cells[1].formula,
        "\"他说\"\"好\"\"，得\"&'原始 数据'!A1&\"分<&>\n\""
    );
}

#[test]
fn poison_replaces_every_stored_value_and_nothing_else() {
    let original = workbook("7.5");
    let poisoned = formulas(&poison(&original));
    let stored: Vec<_> = poisoned.iter().map(|cell| cell.stored.clone()).collect();
    assert_eq!(
        stored,
        [
            Stored::Number(POISON_NUMBER.to_string()),
            Stored::Text(POISON_TEXT.into()),
            Stored::Text(POISON_TEXT.into()),
            Stored::Bool(false),
            Stored::Error("#NULL!".into()),
        ]
    );
    for (before, after) in formulas(&original).iter().zip(&poisoned) {
        assert_eq!(before.formula, after.formula);
    }
    let raw = recalculate(&poison(&original));
    assert_eq!(raw.value(RAW, "A1"), Value::Number(4.5));
}

#[test]
fn a_right_workbook_agrees_with_its_recalculation() {
    let comparison = compare(&workbook("7.5"));
    assert_eq!(comparison.compared, 5);
    comparison.assert_equal();
}

#[test]
fn a_wrong_stored_value_is_found_and_told() {
    let comparison = compare(&workbook("7.51"));
    assert_eq!(comparison.differences.len(), 1);
    assert!(
        comparison.to_string().contains(
            "评分表(2025年)!A1: stored 7.51, recalculated 7.5, by =SUM('原始 数据'!A1:A3)"
        )
    );
    // A fraction of a cent is a difference, too; what binary arithmetic is off is none.
    assert_eq!(compare(&workbook("7.504")).differences.len(), 1);
    compare(&workbook("7.5000000001")).assert_equal();
}

/// Were the poison left in place, a check that recalculates nothing would see
/// five differences; the same values unpoisoned would look right.
#[test]
fn a_workbook_stored_as_poison_disagrees_everywhere_it_can() {
    let comparison = compare(&poison(&workbook("7.5")));
    assert_eq!(comparison.differences.len(), 5);
}

#[test]
#[should_panic(expected = "no formula")]
fn a_workbook_without_formulas_is_no_check() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, 1).unwrap();
    compare(&book.save_to_buffer().unwrap()).assert_equal();
}

#[test]
fn edits_of_raw_cells_reach_the_total() {
    let bytes = workbook("7.5");
    let total = |edits: &[(&str, &str, Edit)]| recalculate_with(&bytes, edits).number(SCORES, "A1");
    assert_eq!(total(&[]), 7.5);
    assert_eq!(total(&[(RAW, "A1", Edit::Number(10.0))]), 13.0);
    assert_eq!(total(&[(RAW, "A1", Edit::Text("12"))]), 3.0);
    assert_eq!(total(&[(RAW, "A1", Edit::Empty)]), 3.0);
    assert_eq!(total(&[(RAW, "A3", Edit::Number(1.0))]), 8.5);
    let edited = recalculate_with(&bytes, &[(RAW, "B9", Edit::Number(4.0))]);
    assert_eq!(edited.value(SCORES, "A5"), Value::Number(0.25));
    assert_eq!(edited.text(SCORES, "A3"), "");
    assert_eq!(edited.value(RAW, "B8"), Value::Empty);
}
