//! What the department declared beside what was computed, and how the two differ.

use rust_decimal::Decimal;
use rust_xlsxwriter::Format;

use super::columns::CardColumns;
use super::format::Formats;
use crate::analysis::review::differs;
use crate::decimal;
use crate::sheets::layer::{Cell, Rows, Written, or};
use crate::sheets::reference::cell;

/// What stands where nothing was declared.
pub const UNDECLARED: &str = "未填";
/// What stands where the two cannot be compared.
pub const INCOMPARABLE: &str = "—";
/// A difference is shown to so many places, like the scores; cells hold a few more.
const PLACES: u32 = 4;

/// Writes a declared score, in `format`, and its difference, where the table has columns for them; what
/// differs is filled.
pub fn write(
    rows: &mut Rows,
    columns: &CardColumns,
    declared: Option<Decimal>,
    difference: Option<Decimal>,
    (format, formats): (&Format, &Formats),
) -> Written {
    let (Some(own), Some(column)) = (columns.declared, columns.difference) else {
        return Ok(());
    };
    let marked = |format: &Format| match difference.is_some_and(differs) {
        true => Formats::differing(format),
        false => format.clone(),
    };
    rows.put(own, or(declared, UNDECLARED), &marked(format))?;
    let at = |column| cell(rows.row(), column);
    let formula = format!("ROUND({}-{},{PLACES})", at(own), at(columns.score));
    let difference = match difference {
        Some(difference) => Cell::from(decimal::round(difference, PLACES)).by(formula),
        None => INCOMPARABLE.into(),
    };
    rows.put(column, difference, &marked(&formats.difference))
}
