//! A sheet of what was collected: a header, then every cell as it was typed.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Worksheet};

use crate::forms::Entry;
use crate::sheets::layer::{Cell, Page, Written, own_format};
use crate::sheets::style;
use crate::workbook::Sheet;

/// The longest text that a cell takes.
const WIDEST: usize = 30;
const NARROWEST: usize = 10;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, typed: &Sheet) -> Written {
    let header = style::header();
    let mut formats: BTreeMap<Option<&str>, Format> = BTreeMap::new();
    let mut widths: BTreeMap<u16, usize> = BTreeMap::new();
    for row in &typed.rows {
        for cell in &row.cells {
            let shown = || Entry::of(cell).map_or_else(String::new, |entry| entry.shown());
            let width = Entry::of(cell).map_or(0, |entry| style::width(&entry.shown()) + 2);
            let widest = widths.entry(cell.column).or_insert(NARROWEST);
            // Headers wrap: half of their width is enough.
            let wanted = if row.index == 0 { width / 2 + 2 } else { width };
            *widest = (*widest).max(wanted.min(WIDEST));
            let format = match row.index {
                0 => &header,
                _ => formats
                    .entry(own_format(&cell.value, cell.format.as_deref()))
                    .or_insert_with_key(|own| style::source(*own)),
            };
            let typed = Cell::typed(&cell.value, shown);
            sheet.write_with_format(row.index, cell.column, typed, format)?;
        }
    }
    for (column, width) in &widths {
        sheet.set_column_width(*column, *width as f64)?;
    }
    let last_row = typed.rows.last().map_or(0, |row| row.index);
    let last_column = widths.keys().next_back().copied().unwrap_or_default();
    sheet.set_row_height(0, 48)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_repeat_columns(0, 1)?;
    Page::landscape((0, 0), (last_row, last_column))
        .fit_width(last_column < 12)
        .set_up(sheet)
}
