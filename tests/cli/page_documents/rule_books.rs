//! A rule book that somebody hands in or changes cell by cell.

use jixiao::address::Address;
use jixiao::json;
use jixiao::rulebook::Place;
use jixiao::rulebook::tables::shown::Shown;
use jixiao::tasks::correction::Correction;
use jixiao::tasks::rule_books::{Checked, exported};
use serde_json::{Value, json};

use super::held;

#[test]
fn a_rule_book_that_somebody_hands_in() {
    let bytes = exported("shenzhen-2021")
        .expect("a workbook")
        .expect("a rule book");
    let checked = Checked::of("本局规则.xlsx", bytes.into()).expect("a rule book");
    let beside = checked.beside(None);
    let document = |checked: &Checked, beside: Option<&jixiao::tasks::rule_books::Beside>| {
        held(
            "rule-check",
            &json::rule_check(&json::RuleCheck {
                file: &checked.name,
                book: checked.loaded.book.as_ref(),
                findings: &checked.loaded.findings,
                template: &checked.template,
                marked: checked.can_be_marked(),
                sheets: &checked.sheets(),
                beside: beside.map(|one| (&one.was, one.changes.as_slice())),
            }),
        )
    };
    let sound = document(&checked, beside.as_ref());
    assert_eq!(
        (&sound["errors"], &sound["marked"]),
        (&json!(0), &json!(true))
    );
    assert_eq!(sound["changes"]["changes"], json!([]));
    assert_eq!(sound["changes"]["was"]["id"], "shenzhen-2021");
    assert_eq!(sound["sheets"][0]["name"], "说明");
    let faulty = b"extends = \"shenzhen-2021\"\nid = 5\n";
    let faulty = Checked::of("坏的.toml", faulty.to_vec().into()).expect("a text");
    let faulty = document(&faulty, None);
    assert_eq!(faulty["book"], Value::Null);
    let findings = faulty["findings"].as_array().expect("findings");
    assert!(findings.iter().any(|one| one["line"] == 2), "{findings:?}");
    assert_eq!(faulty["marked"], false);
    assert_eq!(faulty["sheets"], json!([]));
}

/// The cell of a sheet of a rule book that shows a text, with the one beside it by so many columns.
fn cell_beside(sheets: &[Shown], sheet: &str, text: &str, by: usize) -> (String, String) {
    let sheet = sheets.iter().find(|one| one.name == sheet);
    let mut rows = sheet.expect("a sheet").rows.iter();
    let found = rows.find_map(|row| {
        let at = row.iter().position(|cell| cell.text == text)?;
        row.get(at + by)
    });
    let found = found.expect("a cell");
    (found.at.a1(), found.text.clone())
}

#[test]
fn a_built_in_rule_book_is_changed_cell_by_cell() {
    let built_in = Checked::built_in("shenzhen-2021").expect("a workbook");
    let built_in = built_in.expect("a rule book");
    let (cell, edge) = cell_beside(&built_in.sheets(), "等级", "良", 1);
    assert_eq!(edge, "80");
    let typed = |sheet: &str, cell: &str, text: &str| Correction {
        sheet: sheet.into(),
        cell: Address::parse_a1(cell).expect("a cell"),
        text: text.into(),
    };
    let (version, _) = cell_beside(&built_in.sheets(), "说明", "版本", 1);
    let corrections = [
        typed("等级", &cell, "75"),
        typed("说明", &version, "本局 1"),
    ];
    let changed = built_in.corrected(&corrections);
    assert_eq!(changed.loaded.findings, Vec::new());
    let changes = changed.beside(None).expect("a built-in one").changes;
    let told: Vec<_> = changes
        .iter()
        .map(|one| (one.was.as_deref(), one.is.as_deref()))
        .collect();
    assert!(told.contains(&(Some("80"), Some("75"))), "{told:?}");
    // What is saved says the same.
    let saved = changed.saved().expect("a workbook").expect("it scores");
    let again = Checked::of("本局规则.xlsx", saved.into()).expect("a rule book");
    assert_eq!(
        again.loaded.book.expect("it scores").digest,
        changed.loaded.book.as_ref().expect("it scores").digest
    );
    // What makes no sense is found at its cell, and nothing is saved; emptied, the grade is one that lacks its bound.
    let slip = changed.corrected(&[typed("等级", &cell, "七十五")]);
    let mut places = slip.loaded.findings.iter().map(|one| one.at.place());
    let at_cell = |place: Place| matches!(place, Place::Cell(found) if found.at.a1() == cell);
    assert!(places.any(at_cell), "{:?}", slip.loaded.findings);
    assert_eq!(slip.saved().expect("nothing to write"), None);
    assert!(slip.can_be_marked());
}
