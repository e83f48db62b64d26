//! Cells of our own in a copied sheet, one a row at most. They are made some hundreds at once on all cores where the rows
//! are written: of many rows they would take as much room as the sheet.

use std::collections::VecDeque;

use rayon::prelude::*;

use super::Looks;
use crate::sheets::layer;

/// A cell of our own: its column, what it holds, how it looks.
pub type Added<'a> = (u16, layer::Cell<'a>, Looks);

/// So many are made at once.
const AT_ONCE: usize = 512;

/// The cells of some rows.
#[derive(Default)]
pub struct AddedCells<'a> {
    header: Option<(u32, Added<'a>)>,
    rows: Vec<u32>,
    make: Option<Make<'a>>,
    /// The first row that is not made, and those that are and were not taken.
    next: usize,
    made: VecDeque<(u32, Added<'a>)>,
}

/// Gives the cell of a row by its place among the rows.
type Make<'a> = Box<dyn Fn(usize) -> Added<'a> + Sync + 'a>;

impl<'a> AddedCells<'a> {
    /// The cell of the header's row, and those of rows in ascending order.
    pub fn new(
        header: (u32, Added<'a>),
        rows: Vec<u32>,
        make: impl Fn(usize) -> Added<'a> + Sync + 'a,
    ) -> AddedCells<'a> {
        AddedCells {
            header: Some(header),
            rows,
            make: Some(Box::new(make)),
            ..AddedCells::default()
        }
    }

    /// Every row that has one.
    pub fn rows(&self) -> impl Iterator<Item = u32> {
        let header = self.header.iter().map(|(row, _)| *row);
        header.chain(self.rows.iter().copied())
    }

    /// The cell of a row, where it has one; rows are asked for in ascending order, each once.
    pub fn take(&mut self, row: u32) -> Option<Added<'a>> {
        if let Some((_, cell)) = self.header.take_if(|(header, _)| *header == row) {
            return Some(cell);
        }
        if self.made.is_empty()
            && let Some(make) = &self.make
        {
            let end = self.rows.len().min(self.next + AT_ONCE);
            let places = (self.next..end).into_par_iter();
            let made = places.map(|place| (self.rows[place], make(place)));
            self.made = made.collect::<Vec<(u32, Added)>>().into();
            self.next = end;
        }
        let is_own = self.made.front().is_some_and(|(own, _)| *own == row);
        is_own.then(|| self.made.pop_front())?.map(|(_, cell)| cell)
    }
}
