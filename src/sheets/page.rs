//! How a sheet prints: A4, the header on every page, page numbers.

use rust_xlsxwriter::Worksheet;

use super::rows::Written;
use super::style::Style;

const A4: u8 = 9;

/// Which way the paper lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paper {
    Landscape,
    Portrait,
}

/// What a sheet prints of itself.
pub struct Page {
    paper: Paper,
    /// The rows that every page repeats.
    header: (u32, u32),
    /// The last row and column of what is printed.
    last: (u32, u16),
    /// Whether all columns fit on one page.
    fit_width: bool,
}

impl Page {
    /// A sheet across the paper, all its columns on one page.
    pub fn landscape(header: (u32, u32), last: (u32, u16)) -> Page {
        Page {
            paper: Paper::Landscape,
            header,
            last,
            fit_width: true,
        }
    }

    /// A sheet along the paper, all its columns on one page.
    pub fn portrait(header: (u32, u32), last: (u32, u16)) -> Page {
        Page {
            paper: Paper::Portrait,
            ..Page::landscape(header, last)
        }
    }

    /// The same, with all columns on one page or at their own size.
    pub fn fit_width(self, fit_width: bool) -> Page {
        Page { fit_width, ..self }
    }
}

/// Sets up printing.
pub fn set_up(sheet: &mut Worksheet, page: &Page) -> Written {
    let (last_row, last_column) = page.last;
    match page.paper {
        Paper::Landscape => sheet.set_landscape(),
        Paper::Portrait => sheet.set_portrait(),
    };
    sheet
        .set_paper_size(A4)
        .set_margins(0.45, 0.45, 0.55, 0.6, 0.3, 0.3)
        .set_print_center_horizontally(true)
        .set_footer("&C&\"宋体\"&9第 &P 页，共 &N 页&R&\"宋体\"&9&A");
    if page.fit_width {
        sheet.set_print_fit_to_pages(1, 0);
    }
    sheet.set_repeat_rows(page.header.0, page.header.1)?;
    sheet.set_print_area(0, 0, last_row, last_column)?;
    Ok(())
}

/// Writes a title over some columns and the note under it.
pub fn title(
    sheet: &mut Worksheet,
    text: &str,
    note: &str,
    last_column: u16,
    style: &Style,
) -> Written {
    sheet.set_row_height(0, 32)?;
    sheet.set_row_height(1, 18)?;
    if last_column == 0 {
        sheet.write_string_with_format(0, 0, text, &style.title)?;
        sheet.write_string_with_format(1, 0, note, &style.note)?;
    } else {
        sheet.merge_range(0, 0, 0, last_column, text, &style.title)?;
        sheet.merge_range(1, 0, 1, last_column, note, &style.note)?;
    }
    Ok(())
}

/// Writes a table's header, and sets its columns' widths.
pub fn header(sheet: &mut Worksheet, row: u32, headers: &[(&str, f64)], style: &Style) -> Written {
    for (column, (header, width)) in (0..).zip(headers) {
        sheet.write_string_with_format(row, column, *header, &style.header)?;
        sheet.set_column_width(column, *width)?;
    }
    Ok(())
}
