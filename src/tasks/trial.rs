//! 试算: what a corrected figure would give. The correction is made in a copy of what was read, which is read and scored again as
//! any workbook is: what is said of it is what would be said of the corrected file.

use rust_decimal::Decimal;

use super::{Input, TaskError};
use crate::address::Address;
use crate::analysis::{Evaluation, evaluate};
use crate::intake::Dataset;
use crate::workbook::{Cell, CellValue, Row, Sheet, Workbook};

/// What is typed into a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The sheet, by the name that it has in the result.
    pub sheet: String,
    /// The cell.
    pub cell: Address,
    /// As it was typed; blank empties the cell.
    pub text: String,
}

/// Scores the workbook of an evaluation again with corrections; `input` is what it was read from.
///
/// # Errors
/// Last year's workbook cannot be read again, or nothing is left to score.
pub fn trial<'b>(
    input: &Input,
    evaluation: &Evaluation<'b>,
    corrections: &[Correction],
) -> Result<Evaluation<'b>, TaskError> {
    let mut workbook = as_read(&evaluation.dataset, input.last_year.is_none());
    for correction in corrections {
        let mut sheets = workbook.sheets.iter_mut();
        if let Some(sheet) = sheets.find(|sheet| sheet.name == correction.sheet) {
            correct(sheet, correction);
        }
    }
    let (dataset, problems) = input.understood(workbook, evaluation.book)?;
    let missing = evaluation.missing;
    Ok(evaluate(
        dataset,
        evaluation.book,
        missing,
        problems,
        &|| {},
    ))
}

/// The workbook that a dataset was read from, as far as it was used.
fn as_read(dataset: &Dataset, with_last_year: bool) -> Workbook {
    let tables = dataset.tables().filter(|table| {
        let last_year = dataset.last_year.as_ref();
        let is_last_year =
            last_year.is_some_and(|last| std::ptr::eq(&raw const last.table, *table));
        with_last_year || !is_last_year
    });
    Workbook {
        sheets: tables.map(|table| table.sheet.clone()).collect(),
        text: None,
    }
}

fn correct(sheet: &mut Sheet, correction: &Correction) {
    let Address { row, column } = correction.cell;
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
    let Some(value) = typed(&correction.text) else {
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
