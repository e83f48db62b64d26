//! Owns how much a file may hold, and the running count while it is read.
//!
//! A workbook of a few kilobytes can describe gigabytes. The bounds stop such a
//! file while it streams; they are far above any real table of departments.

use super::error::Fault;

/// How much a workbook may hold before it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Cells that hold something, over all sheets.
    pub cells: usize,
    /// Sheets, hidden ones included.
    pub sheets: usize,
    /// Bytes of text (UTF-8) over all cells.
    pub text_bytes: usize,
    /// Bytes of the file on disk.
    pub file_bytes: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            cells: 20_000_000,
            sheets: 1_000,
            text_bytes: 1 << 30,
            file_bytes: 1 << 30,
        }
    }
}

/// Which of the bounds a file went beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// More populated cells than this.
    Cells(usize),
    /// More sheets than this.
    Sheets(usize),
    /// More bytes of text than this.
    TextBytes(usize),
    /// A larger file than this, in bytes.
    FileBytes(u64),
    /// A part of the package, unpacked, is larger than this, in bytes.
    PartBytes(u64),
    /// One single text in the file is longer than this, in bytes.
    OneText(usize),
}

/// What is left of the bounds while a workbook is read.
pub(super) struct Budget<'a> {
    bounds: &'a Bounds,
    cells: usize,
    sheets: usize,
    text_bytes: usize,
}

impl<'a> Budget<'a> {
    pub(super) fn new(bounds: &'a Bounds) -> Self {
        Self {
            bounds,
            cells: bounds.cells,
            sheets: bounds.sheets,
            text_bytes: bounds.text_bytes,
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

    /// Counts one populated cell with so many bytes of text in it.
    pub(super) fn cell(&mut self, text_bytes: usize) -> Result<(), Fault> {
        match self.cells.checked_sub(1) {
            Some(left) => self.cells = left,
            None => return Err(Fault::TooLarge(Limit::Cells(self.bounds.cells))),
        }
        match self.text_bytes.checked_sub(text_bytes) {
            Some(left) => self.text_bytes = left,
            None => return Err(Fault::TooLarge(Limit::TextBytes(self.bounds.text_bytes))),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_down_and_refuses() {
        let bounds = Bounds {
            cells: 2,
            sheets: 1,
            text_bytes: 5,
            file_bytes: 0,
        };
        let mut budget = Budget::new(&bounds);
        assert!(budget.sheet().is_ok());
        assert!(matches!(
            budget.sheet(),
            Err(Fault::TooLarge(Limit::Sheets(1)))
        ));
        assert!(budget.cell(5).is_ok());
        assert!(matches!(
            budget.cell(1),
            Err(Fault::TooLarge(Limit::TextBytes(5)))
        ));
        assert!(matches!(
            budget.cell(0),
            Err(Fault::TooLarge(Limit::Cells(2)))
        ));
    }
}
