//! What the department declared beside what was computed, and how the two differ.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::columns::Columns;
use super::format::Formats;
use crate::analysis::review::differs;
use crate::decimal;
use crate::expr::excel::literal;
use crate::sheets::reference::{cell, number};

/// What stands where nothing was declared.
pub const UNDECLARED: &str = "未填";
/// What stands where the two cannot be compared.
const INCOMPARABLE: &str = "—";
/// A difference is shown to so many places, like the scores; cells hold a few more.
const PLACES: u32 = 4;

/// Writes a declared score, in `format`, and its difference, where the table has columns for them; what
/// differs is filled.
pub fn write(
    sheet: &mut Worksheet,
    row: u32,
    columns: &Columns,
    declared: Option<Decimal>,
    difference: Option<Decimal>,
    (format, formats): (&Format, &Formats),
) -> Result<(), XlsxError> {
    let (Some(own), Some(column)) = (columns.declared, columns.difference) else {
        return Ok(());
    };
    let marked = |format: &Format| match difference.is_some_and(differs) {
        true => Formats::differing(format),
        false => format.clone(),
    };
    let format = marked(format);
    match declared {
        Some(score) => sheet.write_number_with_format(row, own, number(score), &format)?,
        None => sheet.write_string_with_format(row, own, UNDECLARED, &format)?,
    };
    let format = marked(&formats.difference);
    match difference {
        Some(difference) => {
            let (own, computed) = (cell(row, own), cell(row, columns.score));
            let formula = Formula::new(format!("ROUND({own}-{computed},{PLACES})"))
                .set_result(literal(decimal::round(difference, PLACES)));
            sheet.write_formula_with_format(row, column, formula, &format)?
        }
        None => sheet.write_string_with_format(row, column, INCOMPARABLE, &format)?,
    };
    Ok(())
}
