//! The formulas of a workbook and the values stored beside them.

use std::fmt;

use super::cells::{XmlCell, formula_cells};
use super::package::Package;

/// A cell that holds a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaCell {
    /// The name of the sheet.
    pub sheet: String,
    /// The address, such as `B7`.
    pub cell: String,
    /// The formula without the leading equals sign.
    pub formula: String,
    /// The value a reader sees that does not calculate.
    pub stored: Stored,
}

/// The value stored beside a formula.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// A number, as it is written.
    Number(String),
    /// A text, which may be the empty one.
    Text(String),
    /// TRUE or FALSE.
    Bool(bool),
    /// An error such as `#DIV/0!`.
    Error(String),
    /// Nothing is stored.
    Empty,
}

/// Every formula cell of the workbook, sheet by sheet and row by row.
///
/// A shared formula, which `rust_xlsxwriter` does not write, has its text in
/// its first cell only; the other cells are listed with an empty formula.
pub fn formulas(xlsx: &[u8]) -> Vec<FormulaCell> {
    let package = Package::open(xlsx);
    let mut found = Vec::new();
    for sheet in package.sheets() {
        for cell in formula_cells(package.text(&sheet.part)) {
            found.push(FormulaCell {
                sheet: sheet.name.clone(),
                stored: stored(&cell),
                cell: cell.address,
                formula: cell.formula.unwrap_or_default(),
            });
        }
    }
    found
}

/// The value stored in a cell.
fn stored(cell: &XmlCell) -> Stored {
    let value = cell.value.clone().unwrap_or_default();
    match cell.kind.as_str() {
        "str" => Stored::Text(value),
        _ if value.is_empty() => Stored::Empty,
        "" | "n" => Stored::Number(value),
        "b" => Stored::Bool(value == "1"),
        "e" => Stored::Error(value),
        other => panic!("{}: a formula cell of type {other}", cell.address),
    }
}

impl fmt::Display for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => f.write_str(number),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Bool(true) => f.write_str("TRUE"),
            Self::Bool(false) => f.write_str("FALSE"),
            Self::Error(error) => f.write_str(error),
            Self::Empty => f.write_str("nothing"),
        }
    }
}
