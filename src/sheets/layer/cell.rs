//! What a cell holds: a text, a number, a score or a word for none, a formula with its exact result, a link. One
//! way to write them all.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{Format, Formula, IntoExcelData, Note, Url, Worksheet, XlsxError};

use crate::expr::excel::literal;
use crate::intake::ledger::HandCell;
use crate::sheets::style::STYLE;
use crate::workbook::CellValue;

/// The number format of a date that has none of its own.
pub const DATE: &str = "yyyy-mm-dd";

/// The number format that tells what a user's number is; a date without one is one all the same.
pub fn own_format<'f>(value: &CellValue, format: Option<&'f str>) -> Option<&'f str> {
    match (format, value) {
        (None, CellValue::DateTime(_)) => Some(DATE),
        (own, _) => own,
    }
}

/// What a cell shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'c> {
    /// Nothing is the empty text.
    Text(Cow<'c, str>),
    Number(Decimal),
    /// A number as a file holds it, dates too.
    Binary(f64),
    Truth(bool),
}

/// Where a value comes from.
#[derive(Clone, Debug)]
pub enum Origin {
    Written,
    Formula(String),
    Link(String),
}

/// What is to be written into a cell.
#[derive(Clone)]
pub struct Cell<'c> {
    pub value: Value<'c>,
    pub origin: Origin,
    /// Where it is another than that of its column.
    pub format: Option<&'c Format>,
    pub note: Option<Box<Note>>,
}

/// A number, or the words for none.
pub fn or<'c>(number: Option<Decimal>, words: &'c str) -> Cell<'c> {
    number.map_or_else(|| words.into(), Cell::from)
}

impl<'c> Cell<'c> {
    /// The formula that gives this value: viewers that do not recalculate show it all the same.
    pub fn by(mut self, formula: impl Into<String>) -> Cell<'c> {
        self.origin = Origin::Formula(formula.into());
        self
    }

    /// The same as a value, where it is not to be a formula.
    pub fn valued(mut self, values: bool) -> Cell<'c> {
        if values && matches!(self.origin, Origin::Formula(_)) {
            self.origin = Origin::Written;
        }
        self
    }

    /// A link from this value to a cell of a sheet.
    pub fn linked(mut self, sheet: &str, cell: impl std::fmt::Display) -> Cell<'c> {
        let sheet = sheet.replace('\'', "''");
        self.origin = Origin::Link(format!("internal:'{sheet}'!{cell}"));
        self
    }

    /// The same in another format than its column's.
    pub fn with(mut self, format: &'c Format) -> Cell<'c> {
        self.format = Some(format);
        self
    }

    /// The same with a note beside it.
    pub fn noted(mut self, note: Note) -> Cell<'c> {
        self.note = Some(Box::new(note));
        self
    }

    /// The text, if it is one.
    pub fn text(&self) -> &str {
        match &self.value {
            Value::Text(text) => text,
            _ => "",
        }
    }

    /// What somebody wrote into a cell of ours, as it was.
    pub fn by_hand(content: &'c Option<HandCell>) -> Cell<'c> {
        match content {
            Some(HandCell::Text(text)) => text.into(),
            Some(HandCell::Number(figure)) => (*figure).into(),
            Some(HandCell::Date(days)) => {
                Cell::from(Value::Binary(f64::from(*days))).with(&STYLE.date)
            }
            None => "".into(),
        }
    }

    /// What a user's cell holds, as it was typed; `otherwise` says what no cell of ours can hold.
    pub fn typed(value: &'c CellValue, otherwise: impl FnOnce() -> String) -> Cell<'c> {
        match value {
            CellValue::Text(text) => text.as_str().into(),
            CellValue::Number(number) | CellValue::DateTime(number) if number.is_finite() => {
                Value::Binary(*number).into()
            }
            CellValue::Bool(truth) => Value::Truth(*truth).into(),
            _ => otherwise().into(),
        }
    }
}

impl<'c> From<Value<'c>> for Cell<'c> {
    fn from(value: Value<'c>) -> Cell<'c> {
        Cell {
            value,
            origin: Origin::Written,
            format: None,
            note: None,
        }
    }
}

/// What a cell can be made of, and how.
macro_rules! cells_from {
    ($($value:ty: $made:expr;)*) => {
        $(impl<'c> From<$value> for Cell<'c> {
            fn from(value: $value) -> Cell<'c> {
                let made: fn($value) -> Value<'c> = $made;
                made(value).into()
            }
        })*
    };
}

cells_from! {
    &'c str: |text| Value::Text(text.into());
    &'c String: |text| Value::Text(text.into());
    String: |text| Value::Text(text.into());
    Decimal: Value::Number;
    usize: |count| Value::Number(count.into());
}

/// Nothing leaves the cell blank.
impl<'c, C: Into<Cell<'c>>> From<Option<C>> for Cell<'c> {
    fn from(cell: Option<C>) -> Cell<'c> {
        cell.map_or_else(|| "".into(), Into::into)
    }
}

impl IntoExcelData for Cell<'_> {
    fn write(
        self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
    ) -> Result<&mut Worksheet, XlsxError> {
        self.write_with_format(sheet, row, column, &Format::default())
    }

    fn write_with_format<'a>(
        self,
        sheet: &'a mut Worksheet,
        row: u32,
        column: u16,
        format: &Format,
    ) -> Result<&'a mut Worksheet, XlsxError> {
        let format = self.format.unwrap_or(format);
        if let Some(note) = &self.note {
            sheet.insert_note(row, column, note)?;
        }
        match (self.origin, self.value) {
            (Origin::Formula(formula), value) => {
                let formula = Formula::new(formula).set_result(value.result());
                sheet.write_formula_with_format(row, column, formula, format)
            }
            (Origin::Link(target), Value::Text(text)) => {
                let link = Url::new(target).set_text(text);
                sheet.write_url_with_format(row, column, link, format)
            }
            (Origin::Link(target), value) => {
                sheet.write_url_with_format(row, column, Url::new(target), format)?;
                value.write(sheet, row, column, format)
            }
            (Origin::Written, value) => value.write(sheet, row, column, format),
        }
    }
}

impl Value<'_> {
    fn write<'a>(
        self,
        sheet: &'a mut Worksheet,
        row: u32,
        column: u16,
        format: &Format,
    ) -> Result<&'a mut Worksheet, XlsxError> {
        match self {
            Value::Text(text) => sheet.write_with_format(row, column, text, format),
            Value::Number(value) => sheet.write_with_format(row, column, number(value), format),
            Value::Binary(value) => sheet.write_with_format(row, column, value, format),
            Value::Truth(truth) => sheet.write_with_format(row, column, truth, format),
        }
    }

    /// The value as a formula's stored result.
    fn result(self) -> String {
        match self {
            Value::Text(text) => text.into_owned(),
            Value::Number(value) => literal(value),
            Value::Binary(value) => value.to_string(),
            Value::Truth(truth) => truth.to_string(),
        }
    }
}

/// A decimal for a cell or an axis: sheets hold binary numbers.
pub fn number(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}
