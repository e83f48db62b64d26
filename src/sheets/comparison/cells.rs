//! Cells of a comparison: a formula with its exact result, and the formats of changes.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Formula, Worksheet, XlsxError};

use super::layout::{CODE, NAME};
use crate::expr::excel::literal;
use crate::intake::Record;
use crate::sheets::reference::{cell, number};
use crate::sheets::style::Style;

/// What stands where a year has no such department.
pub const ABSENT: &str = "无";
/// What stands where a year's rules have no such indicator.
pub const NOT_ASKED: &str = "无此指标";
/// What stands where there is nothing to compare.
pub const NOTHING: &str = "—";
/// What stands where last year's figures have no score under this year's rules.
pub const NOT_SCORED: &str = "不能评";

const RISE: u32 = 0x2E7D32;
const FALL: u32 = 0xC00000;

/// What a cell shows.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    Number(Decimal),
    Text(String),
}

impl Shown {
    /// A number, or the words for none.
    pub fn or(number: Option<Decimal>, words: &str) -> Shown {
        number.map_or_else(|| Shown::Text(words.into()), Shown::Number)
    }
}

/// The formats that a comparison adds.
pub struct Formats {
    pub score: Format,
    pub total: Format,
    /// A change of scores, with an arrow.
    pub change: Format,
    /// The same, in bold on the colour of totals.
    pub total_change: Format,
    /// A part of a change, with its sign.
    pub part: Format,
    /// A change of ranks or counts, with an arrow.
    pub places: Format,
    /// A change of a share, with its sign.
    pub rate: Format,
}

impl Formats {
    /// The formats of scores with so many decimals.
    pub fn new(style: &Style, decimals: u32) -> Formats {
        let plain = match decimals {
            0 => "0".to_string(),
            places => format!("0.{}", "0".repeat(places as usize)),
        };
        let arrows = |plain: &str| format!("\"▲\" {plain};\"▼\" {plain};{plain};@");
        let signs = |plain: &str| format!("+{plain};-{plain};{plain};@");
        Formats {
            score: style.score.clone().set_num_format(&plain),
            total: style.total.clone().set_num_format(&plain),
            change: style.score.clone().set_num_format(arrows(&plain)),
            total_change: style.total.clone().set_num_format(arrows(&plain)),
            part: style.score.clone().set_num_format(signs(&plain)),
            places: style.integer.clone().set_num_format(arrows("0")),
            rate: style.percent.clone().set_num_format(signs("0.00%")),
        }
    }
}

/// Writes who a department is: its code and its name.
pub fn identity(
    sheet: &mut Worksheet,
    row: u32,
    record: &Record,
    style: &Style,
) -> Result<(), XlsxError> {
    let code = record.code.as_deref().unwrap_or_default();
    sheet.write_string_with_format(row, CODE, code, &style.center)?;
    sheet.write_string_with_format(row, NAME, &record.name, &style.shrunk)?;
    Ok(())
}

/// Writes a number or text.
pub fn value(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    shown: &Shown,
    format: &Format,
) -> Result<(), XlsxError> {
    match shown {
        Shown::Number(value) => {
            sheet.write_number_with_format(row, column, number(*value), format)?
        }
        Shown::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
    };
    Ok(())
}

/// Writes a formula with its result.
pub fn formula(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    formula: impl Into<String>,
    shown: &Shown,
    format: &Format,
) -> Result<(), XlsxError> {
    let result = match shown {
        Shown::Number(value) => literal(*value),
        Shown::Text(text) => text.clone(),
    };
    let formula = Formula::new(formula.into()).set_result(result);
    sheet.write_formula_with_format(row, column, formula, format)?;
    Ok(())
}

/// Rises in green, falls in red, in a column of changes; texts compare as greater than any number.
pub fn colour_changes(
    sheet: &mut Worksheet,
    (first, last): (u32, u32),
    column: u16,
) -> Result<(), XlsxError> {
    let at = cell(first, column);
    for (comparison, color) in [(">", RISE), ("<", FALL)] {
        let rule = ConditionalFormatFormula::new()
            .set_rule(format!("=AND(ISNUMBER({at}),{at}{comparison}0)").as_str())
            .set_format(Format::new().set_font_color(Color::RGB(color)));
        sheet.add_conditional_format(first, column, last, column, &rule)?;
    }
    Ok(())
}

/// The formula of a difference that is there where both cells hold numbers.
pub fn difference(before: &str, after: &str, places: u32) -> String {
    format!(
        "IF(AND(ISNUMBER({before}),ISNUMBER({after})),ROUND({after}-{before},{places}),\"{NOTHING}\")"
    )
}
