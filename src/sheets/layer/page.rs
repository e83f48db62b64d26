//! How a sheet prints: A4, the header on every page, page numbers.

use rust_xlsxwriter::Worksheet;

use super::rows::Written;

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
    /// Whether rows that people add print, too.
    grows: bool,
}

impl Page {
    /// A sheet across the paper, all its columns on one page.
    pub fn landscape(header: (u32, u32), last: (u32, u16)) -> Page {
        Page {
            paper: Paper::Landscape,
            header,
            last,
            fit_width: true,
            grows: false,
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

    /// The same of a sheet to which people add rows: those print, too.
    pub fn growing(self) -> Page {
        Page {
            grows: true,
            ..self
        }
    }

    /// Sets up printing.
    pub fn set_up(&self, sheet: &mut Worksheet) -> Written {
        let (last_row, last_column) = self.last;
        match self.paper {
            Paper::Landscape => sheet.set_landscape(),
            Paper::Portrait => sheet.set_portrait(),
        };
        sheet
            .set_paper_size(A4)
            .set_margins(0.45, 0.45, 0.55, 0.6, 0.3, 0.3)
            .set_print_center_horizontally(true)
            .set_footer("&C&\"宋体\"&9第 &P 页，共 &N 页&R&\"宋体\"&9&A");
        if self.fit_width {
            sheet.set_print_fit_to_pages(1, 0);
        }
        sheet.set_repeat_rows(self.header.0, self.header.1)?;
        if !self.grows {
            sheet.set_print_area(0, 0, last_row, last_column)?;
        }
        Ok(())
    }
}
