//! A rule workbook's sheets as they are shown to somebody who changes them cell by cell.

use std::ops::RangeInclusive;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::layout::{Column, SHEETS, SheetShape};
use super::sheet::{Faults, Rows};
use crate::address::Address;
use crate::decimal::{self, trimmed};
use crate::rulebook::finding::{Findings, Source};
use crate::workbook::{Cell, CellValue, Sheet, Workbook};

/// Rows under the last one, where more may be written.
const MORE: u32 = 3;
/// A cell holds some seventeen digits.
const DIGITS: u32 = 15;

/// One sheet.
#[derive(Debug)]
pub struct Shown {
    /// Which one it is.
    pub shape: &'static SheetShape,
    /// Its name in the workbook.
    pub name: String,
    /// Its columns, in the workbook's order.
    pub columns: Vec<&'static Column>,
    /// The rows under the header, and some blank ones.
    pub rows: Vec<Vec<ShownCell>>,
}

/// One cell.
#[derive(Debug)]
pub struct ShownCell {
    /// Where it stands.
    pub at: Address,
    /// What it shows.
    pub text: String,
    /// Whether it is a part of a cell above or beside it, and cannot be written into.
    pub covered: bool,
}

/// The sheets of a rule book that a workbook has; one whose header is not found is left out, as a finding says.
pub fn shown(workbook: &Workbook) -> Vec<Shown> {
    let unheard = Findings::default();
    let nowhere = Arc::new(Source {
        name: String::new(),
        text: String::new(),
        cells: None,
    });
    let faults = Faults {
        source: &nowhere,
        findings: &unheard,
        found: false.into(),
    };
    let sheets = SHEETS.into_iter().filter_map(|shape| {
        let rows = Rows::find(workbook, shape, &faults)?;
        let last = rows.sheet.rows.last().map_or(0, |row| row.index);
        let lines = rows.header + 1..=last.max(rows.header) + MORE;
        Some(Shown {
            shape,
            name: rows.sheet.name.clone(),
            columns: rows.columns.iter().map(|(column, _)| *column).collect(),
            rows: cells(&rows, lines),
        })
    });
    sheets.collect()
}

fn cells(rows: &Rows, lines: RangeInclusive<u32>) -> Vec<Vec<ShownCell>> {
    let cell = |at: Address| ShownCell {
        at,
        text: rows.sheet.cell(at).map(text).unwrap_or_default(),
        covered: is_covered(rows.sheet, at),
    };
    let line = |row| {
        let columns = rows.columns.iter();
        columns
            .map(|(_, column)| cell(Address::new(row, *column)))
            .collect()
    };
    lines.map(line).collect()
}

fn is_covered(sheet: &Sheet, at: Address) -> bool {
    sheet.merges.iter().any(|(from, to)| {
        let within =
            (from.row..=to.row).contains(&at.row) && (from.column..=to.column).contains(&at.column);
        within && *from != at
    })
}

fn text(cell: &Cell) -> String {
    match &cell.value {
        CellValue::Text(text) | CellValue::Error(text) => text.to_string(),
        CellValue::Bool(flag) => if *flag { "是" } else { "否" }.into(),
        CellValue::Number(number) | CellValue::DateTime(number) => {
            let exact = decimal::from_f64(*number);
            let percent = exact.filter(|_| cell.is_percent());
            let points = percent.and_then(|ratio| ratio.checked_mul(Decimal::ONE_HUNDRED));
            match (points, exact) {
                (Some(points), _) => format!("{}%", trimmed(points, DIGITS)),
                (None, Some(exact)) => trimmed(exact, DIGITS),
                (None, None) => number.to_string(),
            }
        }
        CellValue::NoStoredValue => String::new(),
    }
}
