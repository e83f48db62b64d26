//! How much room the cells of a copied sheet want: widths, heights, and which texts run over what is beside them.

use std::collections::{BTreeMap, BTreeSet};

use super::{Copier, Part};
use crate::decimal;
use crate::intake::value::is_blank;
use crate::questions::verify::content::NO_RESULT;
use crate::sheets::style;
use crate::workbook::{Cell, CellValue, Row, Sheet};

/// A text wider than this is a note that may run over its neighbours.
const OVERFLOWING: usize = 44;
/// How wide the column of a sheet that is nothing but text is at most: a page of A4 along the paper.
const PROSE_WIDTH: f64 = 100.0;
/// What a file adds to the width that a person sets: five pixels of seven.
const WIDTH_PADDING: f64 = 5.0 / 7.0;
/// Rows looked at for widths.
const ROWS_MEASURED: usize = 400;

impl Copier<'_> {
    /// How high a row is that holds a title, headers or running text.
    pub fn height(&self, row: &Row) -> Option<f64> {
        match self.part(row.index, &row.cells) {
            Part::Prose => {
                let cells = row.cells.iter();
                let heights = cells.map(|cell| style::height(&shown(cell), PROSE_WIDTH));
                Some(heights.fold(18.0, f64::max))
            }
            part => height(part, &row.cells),
        }
    }

    /// Widths that fit the content: the user's own where they are wide enough.
    pub fn widths(&self) -> BTreeMap<u16, f64> {
        let mut widths: BTreeMap<u16, f64> = BTreeMap::new();
        for row in self.source.rows.iter().take(ROWS_MEASURED) {
            let part = self.part(row.index, &row.cells);
            for cell in &row.cells {
                let text = style::width(&shown(cell)) as f64;
                let wanted = match part {
                    Part::Title | Part::AboveHeader => 0.0,
                    // A header wraps into about three lines.
                    Part::Header => (text / 3.0).ceil() + 3.0,
                    Part::Body | Part::Note if text > OVERFLOWING as f64 => 0.0,
                    Part::Body | Part::Note => text + 3.0,
                    Part::Prose => PROSE_WIDTH,
                };
                let most = if part == Part::Prose {
                    PROSE_WIDTH
                } else {
                    34.0
                };
                let width = widths.entry(cell.column).or_insert(8.5);
                *width = width.max(wanted.min(most));
            }
        }
        for (column, width) in &self.source.column_widths {
            let own = widths.entry(*column).or_default();
            *own = own.max((width - WIDTH_PADDING).clamp(1.0, 60.0));
        }
        widths
    }
}

/// Whether a text is a note that may run over its neighbours.
pub fn is_long(cell: &Cell) -> bool {
    matches!(&cell.value, CellValue::Text(text) if style::width(text) > OVERFLOWING)
}

/// Whether a row's only text is such a note.
pub fn is_note(cells: &[Cell]) -> bool {
    let mut filled = cells.iter().filter(|cell| !is_blank(cell));
    matches!((filled.next(), filled.next()), (Some(only), None) if is_long(only))
}

/// Whether a sheet is nothing but text, one cell under the other, some of it long.
pub fn is_prose(source: &Sheet) -> bool {
    let cells = || source.rows.iter().flat_map(|row| &row.cells);
    let mut written = cells().filter(|cell| !is_blank(cell));
    let Some(first) = written.next().map(|cell| cell.column) else {
        return false;
    };
    let is_text = |cell: &Cell| matches!(cell.value, CellValue::Text(_));
    source.merges.is_empty()
        && cells().any(is_long)
        && written.all(|cell| cell.column == first && is_text(cell))
}

/// How high a row is that holds a title or headers.
fn height(part: Part, cells: &[Cell]) -> Option<f64> {
    let height = match part {
        Part::Title => 30.0,
        Part::Header => cells
            .iter()
            .map(|cell| {
                let text = shown(cell);
                let width = (style::width(&text) as f64 / 3.0).ceil().max(7.0) + 1.5;
                style::height(&text, width)
            })
            .fold(30.0, f64::max),
        Part::AboveHeader | Part::Body | Part::Note | Part::Prose => return None,
    };
    Some(height.min(120.0))
}

/// The columns whose every text is short: choices and codes rather than names.
pub fn centred_columns(source: &Sheet, header_row: Option<u32>) -> BTreeSet<u16> {
    const SHORT: usize = 10;
    let mut columns: BTreeMap<u16, bool> = BTreeMap::new();
    let body = source
        .rows
        .iter()
        .filter(|row| header_row.is_none_or(|header| row.index > header));
    for cell in body.take(ROWS_MEASURED).flat_map(|row| &row.cells) {
        let short = match &cell.value {
            CellValue::Text(text) => {
                style::width(text) <= SHORT || style::width(text) > OVERFLOWING
            }
            // Money keeps its right edge.
            CellValue::Number(_) => cell.format.is_none() || cell.is_percent(),
            _ => true,
        };
        *columns.entry(cell.column).or_insert(true) &= short;
    }
    columns
        .into_iter()
        .filter_map(|(column, short)| short.then_some(column))
        .collect()
}

/// A cell's text as it will roughly show.
pub fn shown(cell: &Cell) -> String {
    match &cell.value {
        CellValue::Text(text) => text.to_string(),
        CellValue::Number(number) if cell.is_percent() => format!("{:.2}%", number * 100.0),
        CellValue::Number(number) => decimal::from_f64(*number)
            .map_or_else(|| number.to_string(), |number| number.to_string()),
        CellValue::DateTime(_) => "2021-12-31".into(),
        CellValue::Bool(_) => "FALSE".into(),
        CellValue::Error(error) => error.to_string(),
        CellValue::NoStoredValue => NO_RESULT.into(),
    }
}
