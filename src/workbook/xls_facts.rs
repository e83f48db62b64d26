//! Owns what calamine does not tell of an xls workbook: number formats, hidden
//! rows, column widths, and which cells are formulas. (Its formula text is wrong
//! and is never asked for.)
//!
//! Also looks at the size each sheet claims, for calamine would reserve memory
//! by the claim, and by the box around the cells.

use std::collections::{HashMap, HashSet};

use super::biff::{self, Record};
use super::bounds::Limit;
use super::budget::Budget;
use super::cfb::{CompoundFile, u16_at, u32_at};
use super::error::Fault;
use super::format;
use super::number_format::NumberFormat;
use crate::address::{Address, MAX_COLUMNS};

/// An xls sheet has no more rows than this.
const MAX_ROWS: u32 = 65_536;
/// An xls sheet has no more columns than this.
const SHEET_COLUMNS: u32 = 256;

/// A shared text takes at least three bytes, and calamine keeps each as a string.
const PER_TEXT_BYTE: usize = size_of::<String>() / 3 + 1;

/// What calamine reserves for a cell that a sheet claims.
const CLAIMED_CELL: usize = size_of::<calamine::Cell<calamine::Data>>();

/// What an xls workbook says beside its values.
pub(super) struct Facts {
    /// Whether texts are UTF-16, as since Excel 97 (BIFF8).
    pub(super) wide: bool,
    /// The number format behind each cell style.
    pub(super) formats: Vec<Option<NumberFormat>>,
    /// In the file's order, which is also calamine's.
    pub(super) sheets: Vec<SheetFacts>,
    /// Where the sheets' records start in the stream.
    pub(super) starts: Vec<usize>,
}

/// What one sheet says beside its values.
#[derive(Default)]
pub(super) struct SheetFacts {
    pub(super) hidden_rows: HashSet<u32>,
    pub(super) column_widths: Vec<(u16, f64)>,
    /// The style of each cell that holds something.
    pub(super) styles: HashMap<Address, u16>,
    pub(super) formulas: HashSet<Address>,
}

/// The stream that holds the workbook.
pub(super) fn stream(file: &CompoundFile) -> Result<Vec<u8>, Fault> {
    ["Workbook", "Book"]
        .into_iter()
        .find_map(|name| file.stream(name))
        .ok_or_else(|| Fault::damaged("no workbook stream"))
}

/// Reads the facts, and refuses what calamine must not be given.
pub(super) fn read(stream: &[u8], budget: &mut Budget<'_>) -> Result<Facts, Fault> {
    // The file that we make of it is there at the same time as calamine's copies of file and stream.
    budget.memory(stream.len().saturating_mul(3))?;
    let most_cells = budget.bounds().cells;
    let wide = u16_at(stream, 4) == Some(0x0600);
    let mut codes = HashMap::new();
    let mut styles = Vec::new();
    let mut starts = Vec::new();
    let mut in_texts = false;
    for record in biff::part(stream) {
        in_texts = record.kind == biff::TEXTS || in_texts && record.kind == biff::CONTINUE;
        if in_texts {
            budget.memory(record.data.len() * PER_TEXT_BYTE)?;
        }
        match record.kind {
            biff::FILE_PASS => return Err(Fault::Encrypted),
            biff::FORMAT => codes.extend(biff::number_format(record.data, wide)),
            biff::XF => styles.push(u16_at(record.data, 2).unwrap_or_default()),
            biff::BOUND_SHEET => starts.push(biff::sheet_start(record.data)),
            _ => {}
        }
    }
    let formats = styles
        .iter()
        .map(|id| match codes.get(id) {
            Some(code) => code.clone(),
            None => format::builtin(*id).map(NumberFormat::from),
        })
        .collect();
    let mut cells = 0;
    let mut sheets = Vec::with_capacity(starts.len());
    for start in &starts {
        let part = start
            .and_then(|start| stream.get(start..))
            .unwrap_or_default();
        let mut sheet = SheetFacts::default();
        for record in biff::part(part) {
            sheet.take(&record, budget.bounds().memory)?;
            if cells + sheet.styles.len() > most_cells {
                return Err(Fault::TooLarge(Limit::Cells(most_cells)));
            }
        }
        cells += sheet.styles.len();
        budget.memory(sheet.memory())?;
        sheets.push(sheet);
    }
    Ok(Facts {
        wide,
        formats,
        sheets,
        starts: starts.into_iter().flatten().collect(),
    })
}

impl SheetFacts {
    /// What calamine will take: the boxes around all cells, twice, and around the formulas.
    fn memory(&self) -> usize {
        let values = area(self.styles.keys()) * 2 * size_of::<calamine::Data>();
        let formulas = area(self.formulas.iter()) * size_of::<String>();
        values + formulas + self.styles.len() * 2 * size_of::<(Address, u16)>()
    }

    /// The formulas in order, so that the same file always gives the same rows.
    pub(super) fn formulas_in_order(&self) -> Vec<Address> {
        let mut formulas: Vec<_> = self.formulas.iter().copied().collect();
        formulas.sort_unstable();
        formulas
    }

    fn take(&mut self, record: &Record<'_>, most_memory: usize) -> Result<(), Fault> {
        let data = record.data;
        match record.kind {
            biff::DIMENSIONS => check_dimensions(data, most_memory)?,
            biff::ROW if u16_at(data, 12).is_some_and(|flags| flags & 0x20 != 0) => {
                self.hidden_rows.extend(u16_at(data, 0).map(u32::from));
            }
            biff::COLUMN => self.widths(data),
            biff::FORMULA => {
                if let Some(at) = self.style(data, 2, 4)? {
                    self.formulas.insert(at);
                }
            }
            biff::MUL_RK => {
                // Row, first column, then a style and a number for each cell.
                let cells = data.len().saturating_sub(6) / 6;
                let first = u16_at(data, 2).unwrap_or_default();
                for (cell, column) in (0..cells).zip(first..) {
                    let style = u16_at(data, 4 + cell * 6).unwrap_or_default();
                    let row = u16_at(data, 0).unwrap_or_default();
                    self.styles.insert(place(row, column)?, style);
                }
            }
            kind if biff::CELLS.contains(&kind) => {
                self.style(data, 2, 4)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Notes the style of the cell a record is about.
    fn style(
        &mut self,
        data: &[u8],
        column: usize,
        style: usize,
    ) -> Result<Option<Address>, Fault> {
        let (Some(row), Some(column), Some(style)) =
            (u16_at(data, 0), u16_at(data, column), u16_at(data, style))
        else {
            return Ok(None);
        };
        let at = place(row, column)?;
        self.styles.insert(at, style);
        Ok(Some(at))
    }

    fn widths(&mut self, data: &[u8]) {
        let (Some(first), Some(last), Some(width)) =
            (u16_at(data, 0), u16_at(data, 2), u16_at(data, 4))
        else {
            return;
        };
        let room = usize::from(MAX_COLUMNS).saturating_sub(self.column_widths.len());
        // Stored in 256ths of a character.
        let width = f64::from(width) / 256.0;
        let columns = first..=last.min(255);
        self.column_widths
            .extend(columns.map(|column| (column, width)).take(room));
    }
}

/// How many cells the box around some has.
fn area<'a>(cells: impl Iterator<Item = &'a Address> + Clone) -> usize {
    let side = |of: fn(&Address) -> usize| {
        let least = cells.clone().map(of).min();
        let most = cells.clone().map(of).max();
        most.zip(least).map_or(0, |(most, least)| most - least + 1)
    };
    side(|at| at.row as usize) * side(|at| usize::from(at.column))
}

/// A cell's place, refused outside of what an xls sheet can have: calamine makes
/// room for the box around all cells.
fn place(row: u16, column: u16) -> Result<Address, Fault> {
    if u32::from(column) < SHEET_COLUMNS {
        Ok(Address::new(u32::from(row), column))
    } else {
        Err(Fault::damaged(format!("cell in column {column}")))
    }
}

/// The claim about the sheet's size; the record has two layouts.
fn check_dimensions(data: &[u8], most_memory: usize) -> Result<(), Fault> {
    let (first, last, columns) = if data.len() >= 14 {
        (u32_at(data, 0), u32_at(data, 4), u16_at(data, 10))
    } else {
        let row = |at| u16_at(data, at).map(u32::from);
        (row(0), row(2), u16_at(data, 6))
    };
    match (first, last, columns) {
        (Some(first), Some(last), Some(columns))
            // calamine subtracts the first row from the last.
            if first > last || last > MAX_ROWS || u32::from(columns) > SHEET_COLUMNS =>
        {
            Err(Fault::damaged("sheet claims impossible dimensions"))
        }
        // calamine reserves room for every cell of the claim; where it cannot, the process ends.
        (Some(first), Some(last), Some(columns))
            if (last - first) as usize * usize::from(columns) * CLAIMED_CELL > most_memory =>
        {
            Err(Fault::TooLarge(Limit::Memory(most_memory)))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u8]) -> Record<'_> {
        Record { kind, data }
    }

    #[test]
    fn cells_rows_and_columns() {
        let mut sheet = SheetFacts::default();
        let mut row = [0; 16];
        row[0] = 4;
        row[12] = 0x20;
        for (kind, data) in [
            (biff::ROW, &row[..]),
            (biff::COLUMN, &[1, 0, 2, 0, 0, 10][..]),
            (biff::FORMULA, &[4, 0, 3, 0, 17, 0]),
            (
                biff::MUL_RK,
                &[5, 0, 1, 0, 7, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 2, 0],
            ),
        ] {
            assert!(sheet.take(&record(kind, data), 0).is_ok());
        }
        assert!(sheet.hidden_rows.contains(&4));
        assert_eq!(sheet.column_widths, [(1, 10.0), (2, 10.0)]);
        assert!(sheet.formulas.contains(&Address::new(4, 3)));
        assert_eq!(sheet.styles.get(&Address::new(5, 1)), Some(&7));
        assert_eq!(sheet.styles.get(&Address::new(5, 2)), Some(&8));
        assert_eq!(sheet.styles.len(), 3);
    }

    #[test]
    fn impossible_claims_are_refused() {
        let huge = [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0x7F, 0, 0, 1, 0, 0, 0];
        assert!(check_dimensions(&huge, usize::MAX).is_err());
        let backwards = [5, 0, 0, 0, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        assert!(check_dimensions(&backwards, usize::MAX).is_err());
        let usual = [0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 1, 0, 0, 0];
        assert!(check_dimensions(&usual, 1 << 20).is_ok());
        let whole = [0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0];
        assert!(matches!(
            check_dimensions(&whole, 400 << 20),
            Err(Fault::TooLarge(_))
        ));
        assert!(place(0, 256).is_err());
    }
}
