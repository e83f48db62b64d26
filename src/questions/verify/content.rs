//! What a cell holds, whichever program saved it: styles, shared texts and the last digits of a recalculated number
//! are no difference.

use rust_decimal::Decimal;

use crate::decimal;
use crate::intake::value::is_blank;
use crate::workbook::{Cell, CellValue};

/// What stands in a copied sheet in the place of a formula that has no stored result.
pub const NO_RESULT: &str = "（公式没有结果）";

/// Numbers that differ by less are the same: a recalculation may move a sum's last binary digits.
const NEAR: f64 = 1e-9;

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A number or a date, and whether its format shows it as a percentage.
    Number(f64, bool),
    /// A text.
    Text(String),
    /// A truth value.
    Truth(bool),
}

impl Content {
    /// What a cell holds; `None` where it counts as blank.
    pub fn of(cell: &Cell) -> Option<Content> {
        if is_blank(cell) {
            return None;
        }
        Some(match &cell.value {
            // Beyond what a decimal holds, as it is copied: as a text.
            CellValue::Number(number) if decimal::from_f64(*number).is_none() => {
                Content::Text(number.to_string())
            }
            CellValue::Number(number) => Content::Number(*number, cell.is_percent()),
            CellValue::DateTime(serial) => Content::Number(*serial, false),
            CellValue::Bool(truth) => Content::Truth(*truth),
            CellValue::Text(text) | CellValue::Error(text) => Content::Text(one_break(text)),
            CellValue::NoStoredValue => Content::Text(NO_RESULT.into()),
        })
    }

    /// Whether two cells hold the same.
    pub fn same(&self, other: &Content) -> bool {
        match (self, other) {
            (Content::Number(one, _), Content::Number(other, _)) => {
                (one - other).abs() <= NEAR * one.abs().max(1.0)
            }
            _ => self == other,
        }
    }

    /// As people read it.
    pub fn shown(&self) -> String {
        match self {
            Content::Number(number, percent) => match decimal::from_f64(*number) {
                Some(number) if *percent => decimal::percent(number),
                Some(number) => number.normalize().to_string(),
                None => number.to_string(),
            },
            Content::Text(text) => text.clone(),
            Content::Truth(true) => "TRUE".into(),
            Content::Truth(false) => "FALSE".into(),
        }
    }

    /// As it goes into a digest.
    pub fn sealed(&self) -> String {
        match self {
            Content::Number(number, percent) => {
                let number = decimal::from_f64(*number).map(|number| number.normalize());
                let number = number.unwrap_or(Decimal::ZERO);
                format!("{}{number}", if *percent { '%' } else { '#' })
            }
            Content::Text(text) => format!("'{text}"),
            Content::Truth(truth) => format!("?{truth}"),
        }
    }
}

/// A text whose lines end in one way.
pub fn one_break(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recalculated_number_is_the_same_and_a_changed_cent_is_not() {
        let number = |number| Content::Number(number, false);
        assert!(number(0.1 + 0.2).same(&number(0.3)));
        assert!(number(98.52).same(&number(98.52000000000001)));
        assert!(!number(98.52).same(&number(98.53)));
        assert!(!number(0.0).same(&number(0.000001)));
        assert!(!number(5.0).same(&Content::Text("5".into())));
    }
}
