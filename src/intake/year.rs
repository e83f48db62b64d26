//! The year that a row says it is of, and the one that is scored.

use super::IntakeError;
use super::number::{fold, hides_digit};
use super::value::text_of;
use crate::rulebook::naming::plain;
use crate::workbook::Cell;

/// A year such as 2021, `2021年` or `2021年度`.
pub(super) fn year_of(cell: &Cell) -> Option<u32> {
    let text = text_of(cell)?;
    // `202①` is no year.
    if fold(&text).chars().any(hides_digit) {
        return None;
    }
    let plain = plain(&text);
    let digits = plain.trim_end_matches("度").trim_end_matches('年');
    let year: u32 = digits.parse().ok()?;
    is_year(year).then_some(year)
}

/// Whether a number can be a year that figures are of.
pub fn is_year(number: u32) -> bool {
    (1900..=2999).contains(&number)
}

/// The year to score: the one asked for, or the only one.
pub(super) fn choose_year(years: Vec<u32>, asked: Option<u32>) -> Result<Option<u32>, IntakeError> {
    match (asked, years.as_slice()) {
        (Some(wanted), known) if !known.is_empty() && !known.contains(&wanted) => {
            Err(IntakeError::NoSuchYear { wanted, years })
        }
        (Some(wanted), _) => Ok(Some(wanted)),
        (None, []) => Ok(None),
        (None, [only]) => Ok(Some(*only)),
        (None, _) => Err(IntakeError::SeveralYears { years }),
    }
}
