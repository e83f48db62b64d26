//! The columns of a table: header, width, format, and what stands in the cell of a row. A sheet is mostly a list
//! of them.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Worksheet};

use super::cell::Cell;
use super::rows::{Rows, Written};
use crate::sheets::style::{self, STYLE};

/// What stands over a column: bands that it shares with its neighbours, its name, and what can be got in it.
#[derive(Clone, Debug)]
pub struct Header<'c> {
    /// From the top.
    pub bands: Vec<Cow<'c, str>>,
    pub name: Cow<'c, str>,
    pub points: Option<Decimal>,
    /// Whether it is a part of something, though no band says of what.
    pub part: bool,
}

impl<'c> Header<'c> {
    /// The same over what can be got in the column.
    pub fn points(mut self, points: Decimal) -> Header<'c> {
        self.points = Some(points);
        self
    }

    /// The header of a part.
    pub fn part(mut self) -> Header<'c> {
        self.part = true;
        self
    }

    fn is_part(&self) -> bool {
        self.part || !self.bands.is_empty()
    }

    fn rows(&self) -> u32 {
        self.bands.len() as u32 + 1 + u32::from(self.points.is_some())
    }

    /// What begins in a row of a header of `rows` rows: its text, over how many rows, in which format.
    fn label(&self, row: u32, rows: u32) -> Option<(Cell<'_>, u32, &'static Format)> {
        let bands = self.bands.len() as u32;
        let points = u32::from(self.points.is_some());
        let own = match self.is_part() {
            true => &STYLE.subheader,
            false => &STYLE.header,
        };
        if let Some(band) = self.bands.get(row as usize) {
            let format = if row == 0 { &STYLE.header } else { own };
            Some((band.as_ref().into(), 1, format))
        } else if row == bands {
            Some((self.name.as_ref().into(), rows - bands - points, own))
        } else if row + 1 == rows {
            Some((self.points?.into(), 1, &STYLE.subheader))
        } else {
            None
        }
    }
}

impl<'c> From<Cow<'c, str>> for Header<'c> {
    fn from(name: Cow<'c, str>) -> Header<'c> {
        Header {
            bands: Vec::new(),
            name,
            points: None,
            part: false,
        }
    }
}

impl<'c> From<&'c str> for Header<'c> {
    fn from(name: &'c str) -> Header<'c> {
        Cow::from(name).into()
    }
}

impl From<String> for Header<'_> {
    fn from(name: String) -> Self {
        Cow::from(name).into()
    }
}

/// A name under a band.
impl<'c, N: Into<Header<'c>>> From<(String, N)> for Header<'c> {
    fn from((band, name): (String, N)) -> Header<'c> {
        let mut header = name.into();
        header.bands.insert(0, band.into());
        header
    }
}

impl<'c, N: Into<Header<'c>>> From<(&'c str, N)> for Header<'c> {
    fn from((band, name): (&'c str, N)) -> Header<'c> {
        (band.to_string(), name).into()
    }
}

/// What stands in a row's cell: of the item, and the sheet's row that it is written into.
type Content<'c, T> = Box<dyn for<'r> Fn(&'r T, u32) -> Cell<'r> + Sync + 'c>;

/// One column; `T` is what a row is of.
pub struct Column<'c, T> {
    header: Header<'c>,
    /// Its width as it is set, and as texts are measured by; a hidden column has none.
    pub width: Option<f64>,
    /// How many of the sheet's columns it takes, merged; their widths are set elsewhere.
    pub span: u16,
    pub format: &'c Format,
    /// Whether rows are as high as its texts need.
    pub wraps: bool,
    pub content: Content<'c, T>,
}

/// The columns of a table, from the left. Those of which the user sees nothing stand last.
pub struct Columns<'c, T> {
    pub columns: Vec<Column<'c, T>>,
    /// Heights of the header's rows, counted from 0.
    pub header_heights: Vec<(u32, f64)>,
    /// How high a row is at least; nothing where rows keep the usual height.
    pub least: Option<f64>,
    /// Air above and below the texts of a row.
    pub air: f64,
    /// Which rows are hidden, as a filter hides them.
    pub hides: Option<Hides<'c, T>>,
}

/// Whether the row of an item is hidden.
type Hides<'c, T> = Box<dyn Fn(&T) -> bool + Sync + 'c>;

/// Columns in the formats that sheets share.
macro_rules! usual_formats {
    ($($format:ident)*) => {
        impl<'c, T> Columns<'c, T> {
            $(
                #[doc = concat!("Adds a column in the format `", stringify!($format), "`.")]
                pub fn $format(
                    &mut self,
                    header: impl Into<Header<'c>>,
                    width: f64,
                    content: impl for<'r> Fn(&'r T) -> Cell<'r> + Sync + 'c,
                ) -> &mut Columns<'c, T> {
                    self.add(header, width, &STYLE.$format, content)
                }
            )*
        }
    };
}

usual_formats! { text shrunk center integer score points }

impl<'c, T> Columns<'c, T> {
    /// No columns yet.
    pub fn new() -> Columns<'c, T> {
        Columns {
            columns: Vec::new(),
            header_heights: Vec::new(),
            least: None,
            air: 0.0,
            hides: None,
        }
    }

    /// Adds a column.
    pub fn add(
        &mut self,
        header: impl Into<Header<'c>>,
        width: f64,
        format: &'c Format,
        content: impl for<'r> Fn(&'r T) -> Cell<'r> + Sync + 'c,
    ) -> &mut Columns<'c, T> {
        self.live(header, width, format, move |item, _| content(item))
    }

    /// Adds a column of formulas that refer to cells of their own row.
    pub fn live(
        &mut self,
        header: impl Into<Header<'c>>,
        width: f64,
        format: &'c Format,
        content: impl for<'r> Fn(&'r T, u32) -> Cell<'r> + Sync + 'c,
    ) -> &mut Columns<'c, T> {
        self.columns.push(Column {
            header: header.into(),
            width: Some(width),
            span: 1,
            format,
            wraps: false,
            content: Box::new(content),
        });
        self
    }

    /// Adds a column of texts that may be long: rows are as high as they need.
    pub fn wrapped(
        &mut self,
        header: impl Into<Header<'c>>,
        width: f64,
        content: impl for<'r> Fn(&'r T) -> Cell<'r> + Sync + 'c,
    ) -> &mut Columns<'c, T> {
        self.add(header, width, &STYLE.wrapped, content).wrapping()
    }

    /// Makes rows as high as the texts of the last column need; its format must wrap.
    pub fn wrapping(&mut self) -> &mut Columns<'c, T> {
        self.least.get_or_insert(18.0);
        self.change_last(|column| column.wraps = true)
    }

    /// Hides the last column, which is for formulas alone.
    pub fn hidden(&mut self) -> &mut Columns<'c, T> {
        self.change_last(|column| column.width = None)
    }

    /// Lets the last column take several of the sheet's, which are as wide as it together.
    pub fn spanning(&mut self, span: u16) -> &mut Columns<'c, T> {
        self.change_last(|column| column.span = span)
    }

    fn change_last(&mut self, change: impl FnOnce(&mut Column<'c, T>)) -> &mut Columns<'c, T> {
        if let Some(column) = self.columns.last_mut() {
            change(column);
        }
        self
    }

    /// Sets the height of a row of the header, counted from 0.
    pub fn header_height(&mut self, row: u32, height: f64) -> &mut Columns<'c, T> {
        self.header_heights.push((row, height));
        self
    }

    /// Sets how high rows are at least.
    pub fn least(&mut self, height: f64) -> &mut Columns<'c, T> {
        self.least = Some(height);
        self
    }

    /// Sets the air above and below the texts of a row.
    pub fn air(&mut self, air: f64) -> &mut Columns<'c, T> {
        (self.least, self.air) = (Some(0.0), air);
        self
    }

    /// Sets which rows are hidden, as a filter that is set on the sheet hides them.
    pub fn hiding(&mut self, hides: impl Fn(&T) -> bool + Sync + 'c) -> &mut Columns<'c, T> {
        self.hides = Some(Box::new(hides));
        self
    }

    /// The last column that the user sees.
    pub fn last(&self) -> u16 {
        let seen = self.columns.iter().filter(|column| column.width.is_some());
        seen.map(|column| column.span).sum::<u16>().max(1) - 1
    }

    /// The columns with the sheet's columns that they begin in.
    pub fn placed(&self) -> impl Iterator<Item = (u16, &Column<'c, T>)> {
        let mut next = 0;
        self.columns.iter().map(move |column| {
            let place = next;
            next += column.span;
            (place, column)
        })
    }

    /// The widths of those that the user sees.
    pub fn widths(&self) -> Vec<f64> {
        self.columns
            .iter()
            .filter_map(|column| column.width)
            .collect()
    }

    /// How wide all of them are together.
    pub fn width(&self) -> f64 {
        self.columns.iter().filter_map(|column| column.width).sum()
    }
}

impl<T> Columns<'_, T> {
    /// What stands in a row, by column; formulas as their values, if so.
    pub fn cells<'i>(&'i self, item: &'i T, row: u32, values: bool) -> Vec<Cell<'i>> {
        let cells = self.columns.iter();
        let cells = cells.map(|column| (column.content)(item, row).valued(values));
        cells.collect()
    }

    /// How high a row of these cells is; nothing where it keeps the usual height.
    pub fn row_height(&self, cells: &[Cell]) -> Option<f64> {
        let wrapped = self.columns.iter().zip(cells);
        let wrapped = wrapped.filter(|(column, _)| column.wraps);
        let needed = wrapped.filter_map(|(column, cell)| {
            let width = column.width?;
            Some(style::height(cell.text(), width))
        });
        let least = self.least?;
        Some(needed.fold(least, f64::max) + self.air)
    }

    /// Whether the row of an item is hidden.
    pub fn hides(&self, item: &T) -> bool {
        self.hides.as_ref().is_some_and(|hides| hides(item))
    }

    /// Sets the widths of the sheet's columns.
    pub fn set_widths(&self, sheet: &mut Worksheet) -> Written {
        for (place, column) in self.placed() {
            match column.width {
                Some(width) if column.span == 1 => sheet.set_column_width(place, width)?,
                Some(_) => continue,
                None => sheet.set_column_hidden(place)?,
            };
        }
        Ok(())
    }

    /// Writes the header and sets the widths. Bands that neighbours share are merged.
    pub fn write_header(&self, rows: &mut Rows) -> Written {
        self.set_widths(rows.sheet)?;
        let placed: Vec<(u16, &Column<T>)> = self.placed().collect();
        let high = placed.iter().map(|(_, column)| column.header.rows()).max();
        let high = high.unwrap_or(1);
        for level in 0..high {
            let shared = |(_, one): &(u16, &Column<T>), (_, next): &(u16, &Column<T>)| {
                let bands = one.header.bands.get(..=level as usize);
                bands.is_some() && bands == next.header.bands.get(..=level as usize)
            };
            for group in placed.chunk_by(shared) {
                let ((first, column), (last, end)) = (group[0], group[group.len() - 1]);
                if let Some((cell, over, format)) = column.header.label(level, high) {
                    rows.block(over, (first, last + end.span - 1), cell, format)?;
                }
            }
            if level + 2 == high
                && self
                    .columns
                    .iter()
                    .any(|column| column.header.points.is_some())
            {
                rows.height(self.names_height())?;
            }
            if let Some((_, height)) = self.header_heights.iter().find(|(row, _)| *row == level) {
                rows.height(*height)?;
            }
            rows.next();
        }
        Ok(())
    }

    /// How high a row of names over points must be: names stand in narrow columns.
    fn names_height(&self) -> f64 {
        let parts = self.columns.iter().filter(|column| column.header.is_part());
        let heights = parts
            .map(|column| style::height(&column.header.name, column.width.unwrap_or_default()));
        heights.fold(45.0, f64::max).min(130.0)
    }
}
