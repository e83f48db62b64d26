//! The annotated workbook: its contract, its formulas, what a correction does to it, and feeding it back.

/// Sheets, headers, links and notes are where they are promised; user text is never a formula.
mod contract;
/// Every formula, recalculated from poisoned values by an independent engine, gives the stored result.
mod formulas;
/// A corrected raw cell changes the recalculated scores as scoring the corrected input would.
mod live;
/// An annotated workbook, scored again, gives the same scores.
mod round_trip;

use jixiao::address::Address;
use jixiao::sheets;
use jixiao::workbook::{Bounds, CellValue, Workbook, open};

use crate::support::{Run, Scored, sample_path};

/// The annotated workbook of a scored input.
fn annotated(scored: &Scored) -> Vec<u8> {
    sheets::annotated(&scored.evaluation).expect("the workbook is written")
}

/// A sample, scored.
fn sample(name: &str, run: &Run) -> Scored {
    Scored::of_file(&sample_path(name), run).expect("the sample can be scored")
}

/// Reads a workbook back.
fn read(bytes: &[u8]) -> Workbook {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("结果.xlsx");
    std::fs::write(&path, bytes).expect("the folder can be written");
    open(&path, &Bounds::default()).expect("the workbook opens")
}

/// A cell's stored content as text; empty where there is nothing.
fn stored(workbook: &Workbook, sheet: &str, cell: &str) -> String {
    let sheet = workbook
        .sheets
        .iter()
        .find(|known| known.name == sheet)
        .unwrap_or_else(|| panic!("no sheet {sheet}"));
    let at = Address::parse_a1(cell).expect("an address");
    match sheet.cell(at).map(|cell| &cell.value) {
        Some(CellValue::Text(text)) => text.clone(),
        Some(CellValue::Number(number)) => number.to_string(),
        Some(other) => format!("{other:?}"),
        None => String::new(),
    }
}
