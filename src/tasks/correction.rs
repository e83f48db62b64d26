//! Cells typed over in a copy of what was read: a figure on trial, a rule book that is changed in the page.

use rust_decimal::Decimal;

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
        let cell = Cell {
            column,
            value,
            format: None,
            formula: false,
        };
        match place {
            Ok(place) => cells[place] = cell,
            Err(place) => cells.insert(place, cell),
        }
    }
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
        _ => CellValue::Text(text.to_string()),
    })
}
