//! Owns the types handed to the rest of the project: a workbook's sheets, rows
//! and cells. No calamine in here.

use super::delimited::Delimited;
use super::number_format::NumberFormat;
use super::text::Text;
use crate::address::Address;

/// The longest text that a cell holds, in UTF-16 units, as spreadsheets count them. Formats and programs that
/// hold longer ones exist.
pub const LONGEST_TEXT: usize = 32_767;

/// A workbook as read: its sheets in the file's order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Workbook {
    /// Sheets of cells, hidden ones included; chart sheets and macro sheets are not.
    pub sheets: Vec<Sheet>,
    /// How the file was read, where it is plain text.
    pub text: Option<Delimited>,
}

/// One sheet of cells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The name on its tab.
    pub name: String,
    /// Whether the tab is hidden (or "very hidden").
    pub hidden: bool,
    /// Rows in ascending order; only those with at least one cell.
    pub rows: Vec<Row>,
    /// Merged regions as their top left and bottom right cells.
    pub merges: Vec<(Address, Address)>,
    /// Widths of columns, in characters, where the file states them; ascending,
    /// none beyond the last column that holds something.
    pub column_widths: Vec<(u16, f64)>,
    /// Cells whose text is longer than [`LONGEST_TEXT`] in the file and was cut to it, each with the text's
    /// length there.
    pub cut: Vec<(Address, usize)>,
}

/// One row that holds something.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// Its place, the first row being 0.
    pub index: u32,
    /// Whether the row is hidden, by hand or by a filter.
    pub hidden: bool,
    /// Cells in ascending order of column; only those that hold something.
    pub cells: Vec<Cell>,
}

/// One cell that holds something.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its column, `A` being 0.
    pub column: u16,
    /// What it holds.
    pub value: CellValue,
    /// Its number format code, when that is not General and the file tells it.
    /// From ods only a percentage is known, and always as `0.00%`.
    pub format: Option<NumberFormat>,
    /// Whether the value is the stored result of a formula.
    pub formula: bool,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum CellValue {
    /// A number, as stored: 7.5% is 0.075.
    Number(f64),
    /// A text, never empty; white space in it is kept as it is.
    Text(Text),
    /// A truth value.
    Bool(bool),
    /// A date, a time or a duration as a serial number: days since 1899-12-30,
    /// also where the file counts from 1904.
    DateTime(f64),
    /// An error as users see it: `#DIV/0!`.
    Error(Text),
    /// A formula whose result was not stored in the file.
    NoStoredValue,
}

impl CellValue {
    /// Cuts a text to what a cell holds; gives back how long it was, where that was longer.
    pub(super) fn cut(&mut self) -> Option<usize> {
        let (CellValue::Text(whole) | CellValue::Error(whole)) = self else {
            return None;
        };
        let text = whole.as_str();
        // No text has more UTF-16 units than bytes.
        if text.len() <= LONGEST_TEXT {
            return None;
        }
        let mut units = 0;
        let mut end = text.len();
        for (at, c) in text.char_indices() {
            units += c.len_utf16();
            if units > LONGEST_TEXT {
                end = end.min(at);
            }
        }
        let longer = units > LONGEST_TEXT;
        if longer {
            *whole = text[..end].into();
        }
        longer.then_some(units)
    }
}

impl Sheet {
    /// The cell at an address, if it holds something.
    pub fn cell(&self, at: Address) -> Option<&Cell> {
        self.row(at.row)?.cell(at.column)
    }

    /// The row at an index counted from zero, if it holds something.
    pub fn row(&self, index: u32) -> Option<&Row> {
        let found = self.rows.binary_search_by_key(&index, |row| row.index);
        self.rows.get(found.ok()?)
    }
}

impl Row {
    /// The cell in a column counted from zero, if it holds something.
    pub fn cell(&self, column: u16) -> Option<&Cell> {
        let found = self.cells.binary_search_by_key(&column, |cell| cell.column);
        self.cells.get(found.ok()?)
    }
}

impl Cell {
    /// Whether its number format shows it as a percentage.
    pub fn is_percent(&self) -> bool {
        self.format.as_ref().is_some_and(NumberFormat::is_percent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(column: u16, format: Option<&str>) -> Cell {
        Cell {
            column,
            value: CellValue::Number(1.0),
            format: format.map(NumberFormat::from),
            formula: false,
        }
    }

    #[test]
    fn a_cell_takes_little_room() {
        // A country's tables are tens of millions of them.
        assert!(size_of::<Cell>() <= 32);
    }

    #[test]
    fn finds_cells_by_address() {
        let sheet = Sheet {
            rows: vec![
                Row {
                    index: 2,
                    hidden: false,
                    cells: vec![cell(1, None), cell(7, None)],
                },
                Row {
                    index: 9,
                    hidden: true,
                    cells: vec![cell(0, None)],
                },
            ],
            ..Sheet::default()
        };
        assert_eq!(sheet.cell(Address::new(2, 7)).map(|c| c.column), Some(7));
        assert_eq!(sheet.cell(Address::new(2, 2)), None);
        assert_eq!(sheet.cell(Address::new(3, 0)), None);
        assert!(sheet.row(9).is_some_and(|row| row.hidden));
    }

    #[test]
    fn texts_are_cut_to_what_a_cell_holds() {
        let cut = |text: String| {
            let mut value = CellValue::Text(text.into());
            let length = value.cut();
            let CellValue::Text(text) = value else {
                unreachable!("a text stays one")
            };
            (text.encode_utf16().count(), length)
        };
        assert_eq!(cut("长".repeat(32_766)), (32_766, None));
        assert_eq!(cut("长".repeat(32_767)), (32_767, None));
        assert_eq!(cut("长".repeat(32_768)), (32_767, Some(32_768)));
        // A character of two units is not cut in half.
        assert_eq!(cut("𠮷".repeat(16_383)), (32_766, None));
        assert_eq!(cut("𠮷".repeat(16_384)), (32_766, Some(32_768)));
    }

    #[test]
    fn percent_by_format() {
        assert!(cell(0, Some("0.00%")).is_percent());
        assert!(!cell(0, Some("0.00")).is_percent());
        assert!(!cell(0, None).is_percent());
    }
}
