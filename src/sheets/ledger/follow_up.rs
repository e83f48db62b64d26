//! What people fill in: 责任人, 整改期限, 整改状态 with a drop-down, 备注; and what they wrote last round.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, Worksheet};

use super::SPARE_ROWS;
pub use crate::intake::ledger::STATUSES;
use crate::intake::ledger::{DEADLINE, FollowUp, NOTE, PERSON, STATUS};
use crate::sheets::layer::{Cell, Columns, STYLE, Written};
use crate::sheets::palette;
use crate::sheets::style;

/// The status among the columns.
pub const STATUS_PLACE: u16 = 2;

/// Adds the four columns; 备注 is so wide. Where an entry without a status has yet to `begin`, it stands where all begin.
pub fn columns<T: AsRef<FollowUp>>(columns: &mut Columns<T>, begin: bool, note: f64) {
    let center = &STYLE.wrapped_center;
    columns
        .add(PERSON, 8.0, center, |row| {
            Cell::by_hand(&row.as_ref().person)
        })
        .wrapping()
        .add(DEADLINE, 11.0, center, |row| {
            Cell::by_hand(&row.as_ref().deadline)
        })
        .wrapping()
        .add(STATUS, 8.5, center, move |row| match &row.as_ref().status {
            None if begin => STATUSES[0].into(),
            status => Cell::by_hand(status),
        })
        .wrapping()
        .wrapped(NOTE, note, |row| Cell::by_hand(&row.as_ref().note));
}

/// Sets up the drop-down and the colours of the status, for the rows from `first_row` to `last_row` and some
/// below.
pub fn set_up(sheet: &mut Worksheet, first_row: u32, last_row: u32, first: u16) -> Written {
    let (column, last_row) = (first + STATUS_PLACE, last_row + SPARE_ROWS);
    let list = DataValidation::new()
        .allow_list_strings(&STATUSES)?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("整改状态")?
        .set_error_message("请从下拉列表中选择，汇总表按这几种状态统计。")?;
    sheet.add_data_validation(first_row, column, last_row, column, &list)?;
    let fills = [palette::CAREFUL, palette::GOOD, palette::NEUTRAL];
    for (status, fill) in STATUSES.into_iter().skip(1).zip(fills) {
        style::fill_where(sheet, (first_row, last_row), column, status, fill)?;
    }
    Ok(())
}
