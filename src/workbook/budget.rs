//! Owns the running count of what a file holds while it is read, against the bounds.

use super::bounds::{Bounds, Limit};
use super::error::Fault;
use super::sheet::{Cell, Row};

/// What is left of the bounds while a workbook is read.
pub(super) struct Budget<'a> {
    bounds: &'a Bounds,
    cells: usize,
    sheets: usize,
    memory: usize,
}

impl<'a> Budget<'a> {
    pub(super) fn new(bounds: &'a Bounds) -> Self {
        Self {
            bounds,
            cells: bounds.cells,
            sheets: bounds.sheets,
            memory: bounds.memory,
        }
    }

    /// The bounds that are being counted down.
    pub(super) fn bounds(&self) -> &'a Bounds {
        self.bounds
    }

    /// Counts one sheet.
    pub(super) fn sheet(&mut self) -> Result<(), Fault> {
        match self.sheets.checked_sub(1) {
            Some(left) => self.sheets = left,
            None => return Err(Fault::TooLarge(Limit::Sheets(self.bounds.sheets))),
        }
        Ok(())
    }

    /// Counts a populated row of a sheet that has so many already.
    pub(super) fn row(&mut self, before: usize) -> Result<(), Fault> {
        if before >= self.bounds.rows {
            return Err(Fault::TooLarge(Limit::Rows(self.bounds.rows)));
        }
        self.memory(size_of::<Row>() + ALLOCATION)
    }

    /// Counts one populated cell with so many bytes of text in it.
    pub(super) fn cell(&mut self, text_bytes: usize) -> Result<(), Fault> {
        match self.cells.checked_sub(1) {
            Some(left) => self.cells = left,
            None => return Err(Fault::TooLarge(Limit::Cells(self.bounds.cells))),
        }
        self.memory(size_of::<Cell>())?;
        match text_bytes {
            0 => Ok(()),
            _ => self.memory(text_bytes.saturating_add(ALLOCATION)),
        }
    }

    /// Counts memory of other kinds, in bytes.
    pub(super) fn memory(&mut self, bytes: usize) -> Result<(), Fault> {
        match self.memory.checked_sub(bytes) {
            Some(left) => self.memory = left,
            None => return Err(Fault::TooLarge(Limit::Memory(self.bounds.memory))),
        }
        Ok(())
    }
}

/// What memory of its own costs beyond its bytes.
pub(super) const ALLOCATION: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_down_and_refuses() {
        let bounds = Bounds {
            cells: 2,
            sheets: 1,
            memory: 2 * size_of::<Cell>() + ALLOCATION + 5,
            ..Bounds::STANDARD
        };
        let mut budget = Budget::new(&bounds);
        assert!(budget.sheet().is_ok());
        assert!(matches!(
            budget.sheet(),
            Err(Fault::TooLarge(Limit::Sheets(1)))
        ));
        assert!(budget.cell(5).is_ok());
        let most = Bounds::STANDARD.rows;
        assert!(matches!(
            budget.row(most),
            Err(Fault::TooLarge(Limit::Rows(rows))) if rows == most
        ));
        assert!(matches!(
            budget.cell(1),
            Err(Fault::TooLarge(Limit::Memory(_)))
        ));
        assert!(matches!(
            budget.cell(0),
            Err(Fault::TooLarge(Limit::Cells(2)))
        ));
    }
}
