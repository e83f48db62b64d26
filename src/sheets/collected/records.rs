//! A sheet of what was collected: a header, then every cell as it was typed.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use crate::forms::Entry;
use crate::sheets::layer::{Cell, Page, STYLE, Written, own_format};
use crate::sheets::style;
use crate::workbook::{self, Sheet};

/// The longest text that a cell takes.
const WIDEST: usize = 30;
const NARROWEST: usize = 10;
/// A text up to this stands in the middle of its column.
const SHORT: usize = 16;

/// Writes the sheet. Every cell of a row has its border, and every column one alignment.
pub fn write(sheet: &mut Worksheet, typed: &Sheet) -> Written {
    let columns = Columns::of(typed);
    let mut formats: BTreeMap<(Option<&str>, bool), Format> = BTreeMap::new();
    let width = columns.0.len() as u16;
    for row in &typed.rows {
        for column in 0..width {
            let own = columns.0.get(usize::from(column));
            let centred = own.is_some_and(|own| own.centred);
            let cell = row.cells.iter().find(|cell| cell.column == column);
            let number = cell.and_then(|cell| own_format(&cell.value, cell.format.as_deref()));
            let format = match row.index {
                0 => &STYLE.header,
                _ => formats.entry((number, centred)).or_insert_with(|| {
                    let format = style::source(number);
                    match centred {
                        true => format.set_align(FormatAlign::Center),
                        false => format,
                    }
                }),
            };
            let content: Cell = match cell {
                Some(cell) => Cell::typed(&cell.value, || shown(cell)),
                None => "".into(),
            };
            sheet.write_with_format(row.index, column, content, format)?;
        }
    }
    for (column, own) in (0..).zip(&columns.0) {
        sheet.set_column_width(column, own.width as f64)?;
    }
    let last_row = typed.rows.last().map_or(0, |row| row.index);
    let last_column = width.max(1) - 1;
    sheet.set_row_height(0, 48)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_repeat_columns(0, 1)?;
    Page::landscape((0, 0), (last_row, last_column))
        .wide(columns.0.iter().map(|own| own.width as f64))
        .tiled(columns.0.iter().take(2).map(|own| own.width as f64))
        .set_up(sheet)
}

/// How a column is shown.
#[derive(Clone, Copy)]
struct Column {
    width: usize,
    /// Where all of it is short, and no money, which keeps its right edge.
    centred: bool,
}

/// The columns, from the left.
struct Columns(Vec<Column>);

impl Columns {
    fn of(typed: &Sheet) -> Columns {
        let mut columns: Vec<Column> = Vec::new();
        for row in &typed.rows {
            for cell in &row.cells {
                let column = usize::from(cell.column);
                let fresh = Column {
                    width: NARROWEST,
                    centred: true,
                };
                columns.resize(columns.len().max(column + 1), fresh);
                let width = style::width(&shown(cell)) + 2;
                let own = &mut columns[column];
                // Headers wrap: half of their width is enough.
                let wanted = if row.index == 0 { width / 2 + 2 } else { width };
                own.width = own.width.max(wanted.min(WIDEST));
                let is_money = cell.format.as_deref().is_some_and(|own| own.contains(','));
                own.centred &= row.index == 0 || (width <= SHORT && !is_money);
            }
        }
        Columns(columns)
    }
}

fn shown(cell: &workbook::Cell) -> String {
    Entry::of(cell).map_or_else(String::new, |entry| entry.shown())
}
