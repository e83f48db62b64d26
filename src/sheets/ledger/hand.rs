//! What people fill in: 责任人, 整改期限, 整改状态 with a drop-down, 备注; and what they wrote last round.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, DataValidation,
    DataValidationErrorStyle, Format, FormatAlign, Worksheet, XlsxError,
};

use super::SPARE_ROWS;
pub use crate::intake::ledger::STATUSES;
use crate::intake::ledger::{DEADLINE, Handwork, NOTE, PERSON, STATUS, Written};
use crate::sheets::reference::number;
use crate::sheets::style::{self, Style};

/// The columns' headers and widths.
pub const HEADERS: [(&str, f64); 4] = [
    (PERSON, 9.0),
    (DEADLINE, 12.0),
    (STATUS, 10.0),
    (NOTE, 14.0),
];
/// The status among them.
pub const STATUS_PLACE: u16 = 2;

/// Writes the four columns of an entry that is to be worked on, from a column on: one without a status
/// stands where all begin.
pub fn write(
    sheet: &mut Worksheet,
    row: u32,
    first: u16,
    hand: &Handwork,
    style: &Style,
) -> Result<(), XlsxError> {
    let begun = Handwork {
        status: Some(
            hand.status
                .clone()
                .unwrap_or_else(|| Written::Text(STATUSES[0].into())),
        ),
        ..hand.clone()
    };
    write_as_it_was(sheet, row, first, &begun, style)
}

/// Writes the four columns of an entry as it was left.
pub fn write_as_it_was(
    sheet: &mut Worksheet,
    row: u32,
    first: u16,
    hand: &Handwork,
    style: &Style,
) -> Result<(), XlsxError> {
    let center = style.center.clone().set_text_wrap();
    for (column, content, format) in [
        (first, hand.person.as_ref(), &center),
        (first + 1, hand.deadline.as_ref(), &center),
        (first + STATUS_PLACE, hand.status.as_ref(), &center),
        (first + 3, hand.note.as_ref(), &style.wrapped),
    ] {
        written(sheet, row, column, content, format)?;
    }
    Ok(())
}

/// Writes what somebody wrote, as it was.
pub fn written(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    content: Option<&Written>,
    format: &Format,
) -> Result<(), XlsxError> {
    match content {
        Some(Written::Text(text)) => sheet.write_string_with_format(row, column, text, format)?,
        Some(Written::Number(figure)) => {
            sheet.write_number_with_format(row, column, number(*figure), format)?
        }
        Some(Written::Date(days)) => {
            let date = format.clone().set_num_format("yyyy-mm-dd");
            let date = date.set_align(FormatAlign::Center);
            sheet.write_number_with_format(row, column, f64::from(*days), &date)?
        }
        None => sheet.write_blank(row, column, format)?,
    };
    Ok(())
}

/// How high a row must be for what stands in the four columns.
pub fn height(hand: &Handwork) -> f64 {
    let texts = [&hand.person, &hand.deadline, &hand.status, &hand.note];
    let heights = texts.into_iter().zip(HEADERS).map(|(content, (_, width))| {
        style::height(content.as_ref().map_or("", Written::text), width)
    });
    heights.fold(0.0, f64::max)
}

/// Sets up the drop-down and the colours of the status, for the rows from `first_row` to `last_row` and some
/// below.
pub fn set_up(
    sheet: &mut Worksheet,
    first_row: u32,
    last_row: u32,
    first: u16,
) -> Result<(), XlsxError> {
    let (column, last_row) = (first + STATUS_PLACE, last_row + SPARE_ROWS);
    let list = DataValidation::new()
        .allow_list_strings(&STATUSES)?
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("整改状态")?
        .set_error_message("请从下拉列表中选择，汇总表按这几种状态统计。")?;
    sheet.add_data_validation(first_row, column, last_row, column, &list)?;
    let fills = [0xFFEB9C, 0xC6EFCE, 0xEDEDED];
    for (status, fill) in STATUSES.into_iter().skip(1).zip(fills) {
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(status))
            .set_format(Format::new().set_background_color(Color::RGB(fill)));
        sheet.add_conditional_format(first_row, column, last_row, column, &rule)?;
    }
    Ok(())
}
