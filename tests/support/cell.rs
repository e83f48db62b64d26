//! A cell of an input workbook, written in a few characters so that a table of cases reads well.

use jixiao::workbook::{self, CellValue};

/// What a test puts into a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Blank,
    Text(String),
    Number(f64),
    /// A number with its number format.
    Formatted(f64, &'static str),
    Truth(bool),
    /// A date-formatted number.
    Date(f64),
    /// A formula with this result stored.
    Formula(f64),
    /// A formula whose stored result is an error.
    ErrorFormula,
    /// A formula without a stored result.
    UnsavedFormula,
}

impl Cell {
    /// `空` is blank, `95%` a number with a percent format, `95` a number, anything else text;
    /// a leading `'` makes text of a number, as in a spreadsheet.
    pub fn parse(text: &str) -> Cell {
        let text = text.trim();
        if text == "空" {
            return Cell::Blank;
        }
        if let Some(literal) = text.strip_prefix('\'') {
            return Cell::Text(literal.to_string());
        }
        if let Some(points) = text.strip_suffix('%')
            && let Ok(points) = points.parse::<rust_decimal::Decimal>()
        {
            let fraction = points / rust_decimal::Decimal::ONE_HUNDRED;
            let number: f64 = fraction.to_string().parse().expect("a decimal is a number");
            return Cell::Formatted(number, "0.00##%");
        }
        match text.parse::<f64>() {
            Ok(number) => Cell::Number(number),
            Err(_) => Cell::Text(text.to_string()),
        }
    }

    /// The cell as the reader of files would give it; `None` where there is nothing in it.
    pub fn held(&self, column: u16) -> Option<workbook::Cell> {
        let (value, format) = match self {
            Cell::Blank => return None,
            Cell::Text(text) if text.is_empty() => return None,
            Cell::Text(text) => (CellValue::Text(text.as_str().into()), None),
            Cell::Number(number) | Cell::Formula(number) => (CellValue::Number(*number), None),
            Cell::Formatted(number, format) => (CellValue::Number(*number), Some(*format)),
            Cell::Date(number) => (CellValue::DateTime(*number), Some("yyyy-mm-dd")),
            Cell::Truth(truth) => (CellValue::Bool(*truth), None),
            Cell::ErrorFormula => (CellValue::Error("#DIV/0!".into()), None),
            Cell::UnsavedFormula => (CellValue::NoStoredValue, None),
        };
        Some(workbook::Cell {
            column,
            value,
            format: format.map(Into::into),
            formula: matches!(
                self,
                Cell::Formula(_) | Cell::ErrorFormula | Cell::UnsavedFormula
            ),
        })
    }

    /// A text.
    pub fn text(text: &str) -> Cell {
        Cell::Text(text.to_string())
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::parse(text)
    }
}

impl From<f64> for Cell {
    fn from(number: f64) -> Cell {
        Cell::Number(number)
    }
}

/// The settings of `列=值; 列=值`, in order.
pub fn settings(text: &str) -> Vec<(String, Cell)> {
    text.split(['；', ';'])
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            let (column, cell) = part
                .split_once('=')
                .unwrap_or_else(|| panic!("“{part}” is no 列=值"));
            (column.trim().to_string(), Cell::parse(cell))
        })
        .collect()
}
