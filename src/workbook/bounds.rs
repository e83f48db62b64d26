//! Owns how much a file may hold, and the running count while it is read.
//!
//! A workbook of a few kilobytes can describe gigabytes. The bounds stop such a
//! file while it streams; they are far above any real table of departments.

use super::error::Fault;
use super::sheet::Cell;

/// How much a workbook may hold before it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Cells that hold something, over all sheets.
    pub cells: usize,
    /// Sheets, hidden ones included.
    pub sheets: usize,
    /// Bytes of memory that what is read takes, about.
    pub memory: usize,
    /// Bytes of the file on disk.
    pub file_bytes: u64,
    /// Bytes of all parts of a package together, once unpacked.
    pub unpacked_bytes: u64,
    /// How many times its packed size a part may be once unpacked, where it is
    /// larger than [`UNPACKED_FREELY`].
    pub ratio: u64,
}

/// A part of at most so many bytes may be packed as tightly as it likes.
pub const UNPACKED_FREELY: u64 = 16 << 20;

impl Bounds {
    /// Room for 100,000 departments; what goes beyond is refused within 512 MB
    /// of memory and a few seconds.
    pub const STANDARD: Bounds = Bounds {
        cells: 8_000_000,
        sheets: 1_000,
        memory: 400 << 20,
        file_bytes: 256 << 20,
        unpacked_bytes: 512 << 20,
        ratio: 200,
    };

    /// For those who know what they read, and have the memory and the time.
    pub const LARGE: Bounds = Bounds {
        cells: 80_000_000,
        sheets: 10_000,
        memory: 8 << 30,
        file_bytes: 4 << 30,
        unpacked_bytes: 16 << 30,
        ratio: 1_100,
    };
}

impl Default for Bounds {
    fn default() -> Self {
        Self::STANDARD
    }
}

/// Which of the bounds a file went beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// More populated cells than this.
    Cells(usize),
    /// More sheets than this.
    Sheets(usize),
    /// More memory than this, in bytes.
    Memory(usize),
    /// A larger file than this, in bytes.
    FileBytes(u64),
    /// The parts of the package, unpacked, are larger than this, in bytes.
    UnpackedBytes(u64),
    /// A part of the package unpacks to more than so many times its size.
    Ratio(u64),
    /// One single text in the file is longer than this, in bytes.
    OneText(usize),
}

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
