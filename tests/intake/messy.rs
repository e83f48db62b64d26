//! Workbooks as people send them, each saved by a real program: they score as their clean twin, or what
//! cannot be read is told. `tests/fixtures/make_messy.py` makes them.

use std::path::PathBuf;

use jixiao::scoring::Scorecard;

use crate::support::{Folder, Run, Scored};

/// What a fixture must come to.
enum Comes {
    /// The same scores as the clean table, with problems of these codes and no others.
    Clean(&'static [&'static str]),
    /// Other scores, with problems of these codes at these cells.
    Told(&'static [&'static str]),
    /// Nothing to score, with a word that the message holds.
    Refused(&'static str),
}

use Comes::{Clean, Refused, Told};

const FIXTURES: &[(&str, Comes)] = &[
    ("clean.xlsx", Clean(&[])),
    ("title-rows-unit-line-and-notes.xlsx", Clean(&["info R01"])),
    ("header-of-two-rows.xlsx", Clean(&[])),
    ("header-of-three-rows.xlsx", Clean(&[])),
    ("header-of-three-rows-names-first.xlsx", Clean(&[])),
    ("columns-moved-added-hidden.xlsx", Clean(&["info H09"])),
    ("headers-with-units-breaks-and-brackets.xlsx", Clean(&[])),
    ("one-column-in-yuan.xlsx", Clean(&["info H04"])),
    ("numbers-as-text.xlsx", Clean(&["info V05"])),
    (
        "percentages-in-all-forms.xlsx",
        Clean(&["info H05", "info V05"]),
    ),
    ("yes-and-no-in-all-forms.xlsx", Clean(&["info V05"])),
    ("supervisors-merged-down.xlsx", Clean(&[])),
    (
        "rows-blank-hidden-and-summed.xlsx",
        Clean(&["info R01", "info R03"]),
    ),
    (
        "data-sheet-found-by-its-header.xlsx",
        Clean(&["warning H07"]),
    ),
    ("links-colours-and-notes.xlsx", Clean(&[])),
    ("formulas-saved-by-libreoffice.xlsx", Clean(&[])),
    ("formulas-saved-by-libreoffice.ods", Clean(&[])),
    ("formulas-saved-by-libreoffice.xls", Clean(&[])),
    ("formulas-saved-by-libreoffice.et", Clean(&[])),
    ("formulas-saved-by-sheetjs.xlsb", Clean(&[])),
    ("supervisors-merged-down.xlsb", Clean(&[])),
    (
        "percentages-in-all-forms.xlsb",
        Clean(&["info H05", "info V05"]),
    ),
    ("macros-are-left-alone.xlsm", Clean(&[])),
    ("header-nearly-known.xlsx", Told(&["error H01"])),
    ("accounting-brackets.xlsx", Told(&["error V03 基础数据!V2"])),
    (
        "figures-merged-over-departments.xlsx",
        Told(&[
            "error V06 基础数据!AA2",
            "error V06 基础数据!AA3",
            "error V06 基础数据!AL4",
            "error V06 基础数据!AM4",
            "error V06 基础数据!U2",
            "error V06 基础数据!U3",
        ]),
    ),
    (
        "dates-and-errors.xlsx",
        Told(&[
            "error V02 基础数据!AK3",
            "error V02 基础数据!AL2",
            "error V02 基础数据!BI3",
            "error V02 基础数据!U3",
        ]),
    ),
    (
        "formulas-without-results.xlsx",
        Told(&["error V04 基础数据!U2"]),
    ),
    (
        "numbers-shown-smaller.xlsx",
        Told(&["error V02 基础数据!U2", "error V02 基础数据!U3"]),
    ),
    (
        "struck-through.xlsx",
        Told(&["error V02 基础数据!U2", "error V02 基础数据!U3"]),
    ),
    (
        "two-sheets-like-the-data.xlsx",
        Refused("初稿、个性化指标、定稿"),
    ),
    // Saved in an encoding that has no Chinese: every sign of its header is a question mark.
    ("text-named-as-a-workbook.xls", Refused("没有找到表头")),
    ("web-page-named-as-a-workbook.xls", Refused("网页格式")),
    ("one-xml-file-named-as-a-workbook.ods", Refused("XML 格式")),
];

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/messy")
        .join(name)
}

fn scored(name: &str) -> Result<Scored, String> {
    Scored::of_file(&path(name), &Run::default())
}

/// All of them have no columns for 填报人 and 联系电话, which is told as it should be.
fn problems(scored: &Scored) -> Vec<String> {
    let mut problems = scored.problems();
    problems.retain(|told| told != "info H01 基础数据");
    problems
}

fn scores(scored: &Scored) -> Vec<(String, Vec<String>)> {
    let of = |card: &Scorecard| {
        let one = card.indicators.iter().map(|one| format!("{:?}", one.score));
        one.chain([format!("{:?} {:?}", card.total, card.grade)])
            .collect()
    };
    let departments = scored.evaluation.departments();
    departments
        .map(|(record, card)| (record.name.clone(), of(card)))
        .collect()
}

#[test]
fn every_fixture_does_what_its_name_says() {
    let clean = scores(&scored("clean.xlsx").expect("the clean table"));
    assert!(clean.len() == 3 && clean.iter().all(|(_, of)| !of.concat().contains("None")));
    for (name, comes) in FIXTURES {
        match (comes, scored(name)) {
            (Clean(codes), Ok(scored)) => {
                let mut found = problems(&scored);
                found
                    .iter_mut()
                    .for_each(|told| *told = told.rsplit_once(' ').expect("a place").0.into());
                found.sort();
                found.dedup();
                assert_eq!(found, *codes, "{name}: {:?}", scored.problems());
                assert_eq!(scores(&scored), clean, "{name}");
            }
            (Told(expected), Ok(scored)) => {
                let mut found = problems(&scored);
                found.sort();
                for told in *expected {
                    assert!(
                        found.iter().any(|one| one.starts_with(told)),
                        "{name}: {told} in {found:?}"
                    );
                }
                let own = |one: &&String| !one.contains(" V01 ");
                assert_eq!(
                    found.iter().filter(own).count(),
                    expected.len(),
                    "{name}: {found:?}"
                );
                assert_ne!(scores(&scored), clean, "{name}");
            }
            (Refused(word), Err(error)) => assert!(error.contains(word), "{name}: {error}"),
            (Clean(_) | Told(_), Err(error)) => panic!("{name}: {error}"),
            (Refused(_), Ok(_)) => panic!("{name} was read"),
        }
    }
}

#[test]
fn every_file_among_the_fixtures_is_tried() {
    let folder = std::fs::read_dir(path("")).expect("the folder of fixtures");
    for file in folder {
        let name = file
            .expect("an entry")
            .file_name()
            .to_string_lossy()
            .into_owned();
        assert!(FIXTURES.iter().any(|(known, _)| *known == name), "{name}");
    }
}

/// Java programs of old write Excel 97 files that claim a Western code page besides, and texts as ever.
#[test]
fn an_xls_is_read_whatever_code_page_it_claims() {
    let clean = scores(&scored("clean.xlsx").expect("the clean table"));
    let mut bytes = std::fs::read(path("formulas-saved-by-libreoffice.xls")).expect("the fixture");
    let record = [0x42, 0x00, 0x02, 0x00, 0xB0, 0x04];
    let at = bytes
        .windows(record.len())
        .position(|window| window == record)
        .expect("the code page");
    for code_page in [1252_u16, 936, 8001] {
        bytes[at + 4..at + 6].copy_from_slice(&code_page.to_le_bytes());
        let folder = Folder::new();
        folder.put("旧.xls", &bytes);
        let read = Scored::of_file(&folder.path("旧.xls"), &Run::default());
        assert_eq!(scores(&read.expect("the table")), clean, "{code_page}");
    }
}

#[test]
fn a_name_merged_down_is_that_of_every_row() {
    for name in [
        "supervisors-merged-down.xlsx",
        "supervisors-merged-down.xlsb",
    ] {
        let scored = scored(name).expect("the table");
        let mut groups = scored
            .evaluation
            .dataset
            .records
            .iter()
            .map(|record| record.group.as_deref());
        assert!(groups.all(|group| group == Some("示例市教育局")), "{name}");
    }
}
