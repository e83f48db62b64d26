//! What stands over every sheet of this workbook: a title with a note under it, and a table's header.

use rust_xlsxwriter::Worksheet;

use crate::sheets::layer::{Rows, STYLE, Written};

/// Writes a title over the columns to the `last` one, and a note under it.
pub fn title(sheet: &mut Worksheet, title: &str, note: &str, last: u16) -> Written {
    Rows::titled(sheet, title, note, last).map(|_| ())
}

/// Writes a table's header, and sets its columns' widths.
pub fn header(sheet: &mut Worksheet, row: u32, headers: &[(&str, f64)]) -> Written {
    for (column, (header, width)) in (0..).zip(headers) {
        sheet.write_string_with_format(row, column, *header, &STYLE.header)?;
        sheet.set_column_width(column, *width)?;
    }
    Ok(())
}
