//! How a sheet prints: its paper, the header on every page, page numbers. All its columns stand on one page; where
//! that would make its letters too small on A4, it takes A3.

use rust_xlsxwriter::Worksheet;

use super::rows::Written;

/// How many units of columns' widths fit the paper, on its side, before the body of 10.5 points prints smaller than
/// 8: a unit is seven pixels of three quarters of a point.
const A4_UNITS: f64 = 194.0;
/// The same of A4 along the paper.
const A4_PORTRAIT_UNITS: f64 = 132.0;
const A3_UNITS: f64 = 281.0;
/// How many fit A4 at their own size; fonts differ a little from machine to machine.
const A4_WIDE: f64 = 136.0;
/// What a sheet of more columns than a page holds is scaled to, in percent: its body prints at 8 points.
const TILE_SCALE: u16 = 76;
/// How many units of columns and how many rows of the usual height a page of A3 holds at that scale, on its side and
/// along the paper. A header and a title take some rows more.
const TILE: (f64, u32) = (265.0, 58);
const TILE_UPRIGHT: (f64, u32) = (180.0, 86);
/// What a file adds to the width of a column: five pixels of seven.
pub const PADDING: f64 = 5.0 / 7.0;

/// The paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// A3.
    A3,
    /// A4.
    A4,
}

impl Size {
    /// Its number in files.
    fn number(self) -> u8 {
        match self {
            Size::A3 => 8,
            Size::A4 => 9,
        }
    }
}

/// Which way the paper lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paper {
    Landscape,
    Portrait,
    /// A3 along the paper.
    Upright,
    /// As the columns' widths want it.
    Either,
}

/// How a sheet of many columns is parted into two pages of A4 that stand side by side.
#[derive(Clone, Copy, Debug)]
pub struct Parted {
    /// The first column of the second page.
    pub at: u16,
    /// How wide the wider page is, with the columns that both begin with.
    pub widest: f64,
}

/// What a sheet prints of itself.
pub struct Page {
    paper: Paper,
    /// How wide the columns are together, with their padding, where that is known.
    width: f64,
    /// The rows that every page repeats.
    header: Option<(u32, u32)>,
    /// The last row and column of what is printed.
    last: (u32, u16),
    /// Where columns that one page does not hold go on beside it: how wide those are that every page begins with.
    tiled: Option<f64>,
    /// Where columns go on beside the page on A4: behind this one, after so many that every page repeats.
    parted: Option<Parted>,
    /// Whether rows that people add print, too.
    grows: bool,
}

impl Page {
    /// A sheet across the paper, all its columns on one page.
    pub fn landscape(header: (u32, u32), last: (u32, u16)) -> Page {
        Page {
            paper: Paper::Landscape,
            width: 0.0,
            header: Some(header),
            last,
            tiled: None,
            parted: None,
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

    /// A sheet without a header, along the paper where its columns find room there.
    pub fn whole(last: (u32, u16)) -> Page {
        Page {
            paper: Paper::Either,
            header: None,
            ..Page::landscape((0, 0), last)
        }
    }

    /// The same of columns of these widths: it takes the paper that they need.
    pub fn wide(self, widths: impl IntoIterator<Item = f64>) -> Page {
        let width = widths.into_iter().map(|width| width + PADDING).sum();
        Page { width, ..self }
    }

    /// The same of a list of many columns: those that one page does not hold go on beside it, behind columns of these
    /// widths that every page begins with. It lies as takes fewer pages.
    pub fn tiled(self, repeated: impl IntoIterator<Item = f64>) -> Page {
        let repeated = repeated.into_iter().map(|width| width + PADDING).sum();
        let mut page = Page {
            tiled: Some(repeated),
            ..self
        };
        let pages = |paper| page.tiles(repeated, paper);
        if page.width > A3_UNITS && pages(TILE_UPRIGHT) < pages(TILE) {
            page.paper = Paper::Upright;
        }
        page
    }

    /// Whether its columns go on beside the first page.
    pub fn goes_on_beside(&self) -> bool {
        self.tiled.is_some() && self.width > A3_UNITS
    }

    /// How many pages of A3 its columns and rows take, of pages that hold so many units and rows.
    fn tiles(&self, repeated: f64, (units, rows): (f64, u32)) -> u32 {
        let beside = (self.width - repeated) / (units - repeated).max(1.0);
        let below = (self.last.0 + 1).div_ceil(rows);
        beside.ceil().max(1.0) as u32 * below
    }

    /// The same on A4, in two pages side by side.
    pub fn parted(self, parted: Parted) -> Page {
        Page {
            parted: Some(parted),
            ..self
        }
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
        let paper = match self.paper {
            Paper::Either if self.width > A4_PORTRAIT_UNITS => Paper::Landscape,
            Paper::Either => Paper::Portrait,
            given => given,
        };
        match paper {
            Paper::Landscape => sheet.set_landscape(),
            Paper::Portrait | Paper::Upright | Paper::Either => sheet.set_portrait(),
        };
        let size = match paper {
            Paper::Upright => Size::A3,
            Paper::Landscape if self.width > A4_UNITS && self.parted.is_none() => Size::A3,
            _ => Size::A4,
        };
        sheet
            .set_paper_size(size.number())
            .set_margins(0.45, 0.45, 0.55, 0.6, 0.3, 0.3)
            .set_print_center_horizontally(true)
            .set_footer("&C&\"宋体\"&9第 &P 页，共 &N 页&R&\"宋体\"&9&A");
        match self.parted {
            // Breaks hold where nothing is fitted.
            Some(parted) => {
                let scale = (A4_WIDE / parted.widest * 100.0).floor();
                sheet
                    .set_vertical_page_breaks(&[u32::from(parted.at)])?
                    .set_print_scale(scale.clamp(10.0, 100.0) as u16);
            }
            None if self.goes_on_beside() => {
                sheet.set_print_scale(TILE_SCALE);
            }
            None => {
                sheet.set_print_fit_to_pages(1, 0);
            }
        }
        if let Some((first, last)) = self.header {
            sheet.set_repeat_rows(first, last)?;
        }
        if !self.grows {
            sheet.set_print_area(0, 0, last_row, last_column)?;
        }
        Ok(())
    }
}
