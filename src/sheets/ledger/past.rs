//! 以往条目: last round's entries whose loss is none any more, or that have no place among this round's. They
//! are kept as they were written, with why they stand here.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Content, HEADER_ROW, finish, hand, text, write_header};
use crate::analysis::ledger::Past;
use crate::intake::ledger::{FATE, INDICATOR, MEASURE, PAST_LOST, Written};
use crate::sheets::page;
use crate::sheets::reference::number;
use crate::sheets::style;

const HAND: u16 = 7;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, content: &Content) -> Result<(), XlsxError> {
    let (past, style) = (&content.ledger.past, content.style);
    let [code, name, _] = content.identity_headers();
    let mut headers = vec![
        ("序号", 5.0),
        (code, 9.5),
        (name, 20.0),
        (INDICATOR, 20.0),
        (PAST_LOST, 8.0),
        (FATE, 24.0),
        (MEASURE, 36.0),
    ];
    headers.extend(hand::HEADERS);
    let last_column = headers.len() as u16 - 1;
    let note = "上次台账里有、本次没有对应失分的条目，原样保留；“情况”一列说明原因。";
    page::title(
        sheet,
        &content.title("整改以往条目"),
        note,
        last_column,
        style,
    )?;
    write_header(sheet, HEADER_ROW, &headers, style)?;
    let first = HEADER_ROW + 1;
    for (place, one) in past.iter().enumerate() {
        write_past(
            sheet,
            first + place as u32,
            place + 1,
            one,
            content,
            &headers,
        )?;
    }
    let last = first + past.len().max(1) as u32 - 1;
    finish(sheet, HAND, (last, last_column), 3)
}

fn write_past(
    sheet: &mut Worksheet,
    row: u32,
    number_of: usize,
    past: &Past,
    content: &Content,
    headers: &[(&str, f64)],
) -> Result<(), XlsxError> {
    let (style, entry) = (content.style, &past.entry);
    let known = |text: &'_ Option<String>| text.clone().unwrap_or_default();
    sheet.write_number_with_format(row, 0, number_of as f64, &style.integer)?;
    text(sheet, row, 1, &known(&entry.code), &style.center)?;
    text(sheet, row, 2, &known(&entry.name), &style.wrapped)?;
    text(sheet, row, 3, &known(&entry.indicator), &style.wrapped)?;
    match entry.lost {
        Some(lost) => sheet.write_number_with_format(row, 4, number(lost), &style.score)?,
        None => sheet.write_blank(row, 4, &style.score)?,
    };
    text(sheet, row, 5, past.fate.label(), &style.wrapped)?;
    hand::written(sheet, row, 6, entry.hand.measure.as_ref(), &style.wrapped)?;
    hand::write_as_it_was(sheet, row, HAND, &entry.hand, style)?;
    let measure = entry.hand.measure.as_ref().map_or("", Written::text);
    let texts = [
        (2, known(&entry.name)),
        (3, known(&entry.indicator)),
        (5, past.fate.label().to_string()),
        (6, measure.to_string()),
    ];
    let heights = texts
        .iter()
        .map(|(column, text)| style::height(text, headers[*column].1));
    sheet.set_row_height(
        row,
        heights.fold(hand::height(&entry.hand), f64::max) + super::AIR,
    )?;
    Ok(())
}
