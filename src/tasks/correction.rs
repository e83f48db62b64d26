//! Cells typed over in a copy of what was read: a figure on trial, a rule book that is changed in the page.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::address::Address;
use crate::workbook::{Cell, CellValue, Row, Sheet, Workbook};

/// What is typed into a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The sheet's name.
    pub sheet: String,
    /// The cell.
    pub cell: Address,
    /// As it was typed; blank empties the cell.
    pub text: String,
}

impl Correction {
    /// Types all of them into a workbook, in order; those of sheets that it has not are left out.
    pub fn type_all(corrections: &[Correction], workbook: &mut Workbook) {
        for correction in corrections {
            let mut sheets = workbook.sheets.iter_mut();
            if let Some(sheet) = sheets.find(|sheet| sheet.name == correction.sheet) {
                correction.type_into(sheet);
            }
        }
    }

    fn type_into(&self, sheet: &mut Sheet) {
        let Address { row, column } = self.cell;
        let at = match sheet.rows.binary_search_by_key(&row, |row| row.index) {
            Ok(at) => at,
            Err(at) => {
                let fresh = Row {
                    index: row,
                    ..Row::default()
                };
                sheet.rows.insert(at, fresh);
                at
            }
        };
        let cells = &mut sheet.rows[at].cells;
        let place = cells.binary_search_by_key(&column, |cell| cell.column);
        let Some(value) = typed(&self.text) else {
            if let Ok(place) = place {
                cells.remove(place);
            }
            return;
        };
        let before = place.ok().and_then(|place| cells[place].format.as_deref());
        let is_text = before == Some(TEXT_FORMAT);
        let percent = percent(&self.text).filter(|_| !is_text);
        let cell = Cell {
            column,
            format: percent.map(|_| PERCENT_FORMAT.into()),
            value: percent.map_or(value, CellValue::Number),
            formula: false,
        };
        match place {
            Ok(place) => cells[place] = cell,
            Err(place) => cells.insert(place, cell),
        }
    }
}

/// The format of cells in which everything is a text.
const TEXT_FORMAT: &str = "@";
/// The format that a cell takes when a percentage is typed into it.
const PERCENT_FORMAT: &str = "0.00%";

/// A plain percentage, as spreadsheets take it that is typed: 24% is 0.24.
fn percent(text: &str) -> Option<f64> {
    let points: Decimal = text.trim().strip_suffix('%')?.trim().parse().ok()?;
    points.checked_div(Decimal::ONE_HUNDRED)?.to_f64()
}

/// A plain number is one, as in a cell of no format; all else is understood as a text is.
fn typed(text: &str) -> Option<CellValue> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    // A cell holds binary numbers, as the file would.
    let is_plain = text.parse::<Decimal>().is_ok();
    Some(match text.parse::<f64>() {
        Ok(number) if is_plain => CellValue::Number(number),
        _ => CellValue::Text(text.into()),
    })
}
