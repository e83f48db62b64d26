//! A sheet written from the top to the bottom, row by row: what stands above is never touched again, so that
//! large sheets can be streamed.

use std::collections::VecDeque;

use rayon::prelude::*;
use rust_xlsxwriter::{FilterCondition, Format, Worksheet, XlsxError};

use super::book::{Flow, Streaming};
use super::cell::Cell;
use super::columns::Columns;
use super::page::Page;
use super::row_xml::RowXml;
use crate::sheets::style::{self, STYLE};

/// What writing gives.
pub type Written = Result<(), XlsxError>;

/// So many rows of a table, at its top, are always the writing library's own; charts show them.
pub const FIRST_OWN: usize = 200;
/// And so many at its end: the sheet's dimension reaches to them.
pub const LAST_OWN: usize = 20;
/// What stands in so many streamed rows is made at once, on all cores, before it is written.
const AT_ONCE: usize = 128;

/// The row that is written now.
pub struct Rows<'s> {
    pub sheet: &'s mut Worksheet,
    row: u32,
    flow: Flow<'s>,
}

impl<'s> Rows<'s> {
    /// Begins in a row.
    pub fn from(sheet: &'s mut Worksheet, row: u32) -> Rows<'s> {
        Rows {
            sheet,
            row,
            flow: Flow::default(),
        }
    }

    /// Begins with a title over the columns to the `last` one, and a note under it.
    pub fn titled(
        sheet: &'s mut Worksheet,
        title: &str,
        note: &str,
        last: u16,
    ) -> Result<Rows<'s>, XlsxError> {
        let mut rows = Rows::from(sheet, 0);
        rows.banner(last, title, &STYLE.title, 32.0)?;
        rows.banner(last, note, &STYLE.note, 18.0)?;
        Ok(rows)
    }

    /// Begins with a title and a long note under it, over columns that are as wide as this together: the note gets the
    /// lines that it needs.
    pub fn explained(
        sheet: &'s mut Worksheet,
        title: &str,
        note: &str,
        (last, width): (u16, f64),
    ) -> Result<Rows<'s>, XlsxError> {
        let mut rows = Rows::from(sheet, 0);
        let height = style::height(note, width).max(18.0);
        rows.banner(last, title, &STYLE.title, 32.0)?;
        rows.banner(last, note, &STYLE.long_note, height)?;
        Ok(rows)
    }

    /// The same, its rows written as those of a sheet that may be large.
    pub fn flowing(self, flow: Flow<'s>) -> Rows<'s> {
        Rows { flow, ..self }
    }

    /// The row that is written now.
    pub fn row(&self) -> u32 {
        self.row
    }

    /// Sets the columns' widths, from the first on.
    pub fn widths(&mut self, widths: &[f64]) -> Written {
        for (column, width) in (0..).zip(widths) {
            self.sheet.set_column_width(column, *width)?;
        }
        Ok(())
    }

    /// Goes on to the next row.
    pub fn next(&mut self) {
        self.row += 1;
    }

    /// Sets the row's height.
    pub fn height(&mut self, height: f64) -> Written {
        self.sheet.set_row_height(self.row, height)?;
        Ok(())
    }

    /// Writes a cell.
    pub fn put<'c>(&mut self, column: u16, cell: impl Into<Cell<'c>>, format: &Format) -> Written {
        let cell = cell.into().valued(self.flow.values);
        self.sheet
            .write_with_format(self.row, column, cell, format)?;
        Ok(())
    }

    /// Writes a cell over some columns.
    pub fn over<'c>(
        &mut self,
        columns: (u16, u16),
        cell: impl Into<Cell<'c>>,
        format: &Format,
    ) -> Written {
        self.block(1, columns, cell, format)
    }

    /// Writes a cell over some columns of this row and those below.
    pub fn block<'c>(
        &mut self,
        rows: u32,
        (first, last): (u16, u16),
        cell: impl Into<Cell<'c>>,
        format: &Format,
    ) -> Written {
        let cell = cell.into();
        if rows > 1 || first < last {
            let format = cell.format.unwrap_or(format);
            let end = self.row + rows - 1;
            self.sheet
                .merge_range(self.row, first, end, last, "", format)?;
        }
        self.put(first, cell, format)
    }

    /// Writes a text over the columns to the `last` one, as a row of its own.
    pub fn banner(&mut self, last: u16, text: &str, format: &Format, height: f64) -> Written {
        self.over((0, last), text, format)?;
        self.height(height)?;
        self.next();
        Ok(())
    }

    /// Writes the title of a part of the sheet.
    pub fn section(&mut self, title: &str) -> Written {
        self.banner(0, title, &STYLE.section, 24.0)
    }

    /// Writes a table: its header, and a row for each item.
    pub fn table<T: Sync>(
        &mut self,
        columns: &Columns<T>,
        items: impl IntoIterator<Item = T>,
    ) -> Result<Table, XlsxError> {
        let table = self.begin(columns)?;
        let plain = columns.columns.iter().all(|column| column.span == 1);
        let streams = plain && self.flow.streaming.is_some();
        let mut items = items.into_iter();
        let own = if streams { FIRST_OWN } else { usize::MAX };
        for item in items.by_ref().take(own) {
            self.item(columns, &item)?;
        }
        // Those at the end are not known to be before there are none behind them.
        let mut held = VecDeque::with_capacity(AT_ONCE + LAST_OWN);
        let mut numbers = Vec::new();
        for item in items {
            held.push_back(item);
            if held.len() == AT_ONCE + LAST_OWN {
                let ready: Vec<T> = held.drain(..AT_ONCE).collect();
                self.streamed(columns, &ready, &mut numbers)?;
            }
        }
        let ready: Vec<T> = held.drain(..held.len().saturating_sub(LAST_OWN)).collect();
        self.streamed(columns, &ready, &mut numbers)?;
        for item in held {
            self.item(columns, &item)?;
        }
        Ok(self.end(table))
    }

    /// Writes rows of a table past the writing library; `numbers` are those of the columns' formats.
    fn streamed<T: Sync>(
        &mut self,
        columns: &Columns<T>,
        items: &[T],
        numbers: &mut Vec<u32>,
    ) -> Written {
        let Some(Streaming { stream, formats }) = &mut self.flow.streaming else {
            return items.iter().try_for_each(|item| self.item(columns, item));
        };
        if numbers.is_empty() {
            let own = columns.columns.iter().map(|column| column.format);
            numbers.extend(own.map(|format| formats.number(format)));
        }
        let values = self.flow.values;
        let rows: Vec<(u32, &T)> = (self.row..).zip(items).collect();
        let made = rows.par_iter();
        let made = made.map(|(row, item)| columns.cells(item, *row, values));
        let made: Vec<Vec<Cell>> = made.collect();
        // Numbers are given in the order of the rows, so that they are the same whoever made them.
        let mut numbered: Vec<Vec<u32>> = Vec::with_capacity(made.len());
        for ((row, _), cells) in rows.iter().zip(&made) {
            let own = cells.iter().zip(&*numbers);
            let own = own.map(|(cell, number)| match cell.format {
                Some(format) => formats.number(format),
                None => *number,
            });
            numbered.push(own.collect());
            for (place, cell) in (0..).zip(cells) {
                if let Some(note) = &cell.note {
                    self.sheet.insert_note(*row, place, note)?;
                }
            }
        }
        let written = rows.par_iter().zip(&made).zip(numbered);
        let written = written.map(|(((row, item), cells), numbers)| {
            let xml = RowXml::of(*row, cells.iter().zip(numbers))?;
            Ok((xml, columns.row_height(cells), columns.hides(item)))
        });
        for row in written.collect::<Vec<Result<_, XlsxError>>>() {
            let (xml, height, is_hidden) = row?;
            stream.row(&xml, height, is_hidden)?;
        }
        self.row += items.len() as u32;
        Ok(())
    }

    /// Begins a table: writes its header.
    pub fn begin<T>(&mut self, columns: &Columns<T>) -> Result<Table, XlsxError> {
        let top = self.row;
        columns.write_header(self)?;
        Ok(Table {
            header: (top, self.row - 1),
            first: self.row,
            last: self.row,
            last_column: columns.last(),
            widths: columns.widths(),
        })
    }

    /// Writes a row of a table.
    pub fn item<T>(&mut self, columns: &Columns<T>, item: &T) -> Written {
        let cells = columns.cells(item, self.row, false);
        if let Some(height) = columns.row_height(&cells) {
            self.height(height)?;
        }
        for ((place, column), cell) in columns.placed().zip(cells) {
            self.over((place, place + column.span - 1), cell, column.format)?;
        }
        if columns.hides(item) {
            self.sheet.set_row_hidden(self.row)?;
        }
        self.next();
        Ok(())
    }

    /// Ends a table above the row that is written now.
    pub fn end(&self, table: Table) -> Table {
        Table {
            last: self.row.max(table.first + 1) - 1,
            ..table
        }
    }
}

/// Where a table stands.
pub struct Table {
    /// The rows of its header.
    pub header: (u32, u32),
    /// The first row of its items, and the last; one that is blank where there are none.
    pub first: u32,
    pub last: u32,
    pub last_column: u16,
    /// Of the columns that are seen.
    pub widths: Vec<f64>,
}

impl Table {
    /// Keeps the header and the first columns in sight.
    pub fn freeze(&self, sheet: &mut Worksheet, columns: u16) -> Written {
        sheet.set_freeze_panes(self.first, columns)?;
        Ok(())
    }

    /// Lets rows be filtered.
    pub fn filter(&self, sheet: &mut Worksheet) -> Written {
        sheet.autofilter(self.header.1, 0, self.last, self.last_column)?;
        Ok(())
    }

    /// Lets rows be filtered, and sets a filter. Which rows it hides is said by the columns: see
    /// [`Columns::hiding`].
    pub fn filter_by(&self, sheet: &mut Worksheet, column: u16, by: &FilterCondition) -> Written {
        self.filter(sheet)?;
        // The writing library would look at what it knows of the cells, which is not all.
        sheet.filter_automatic_off().filter_column(column, by)?;
        Ok(())
    }

    /// The page of a sheet of this table alone.
    pub fn landscape(&self) -> Page {
        Page::landscape(self.header, (self.last, self.last_column))
            .wide(self.widths.iter().copied())
    }

    /// Finishes a sheet of this table alone: columns kept in sight, a filter, pages.
    pub fn finish(&self, sheet: &mut Worksheet, frozen: u16) -> Written {
        self.freeze(sheet, frozen)?;
        self.filter(sheet)?;
        self.landscape().set_up(sheet)
    }
}
