//! 待补数据: indicators that cannot be scored yet. They have lost nothing so far; their data are wanted.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::{Content, HEADER_ROW, finish, hand, identity, write_header};
use crate::intake::ledger::INDICATOR;
use crate::sheets::page;
use crate::sheets::reference::number;
use crate::sheets::style;

pub const CODE: u16 = 1;
pub const NAME: u16 = 2;
const WANTED: u16 = 6;
/// The first column that people fill in.
pub const HAND: u16 = 7;
/// The first row of entries.
pub const FIRST: u32 = HEADER_ROW + 1;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, content: &Content) -> Result<(), XlsxError> {
    let (pending, style) = (&content.ledger.pending, content.style);
    let [code, name, group] = content.identity_headers();
    let mut headers = vec![
        ("序号", 5.0),
        (code, 9.5),
        (name, 20.0),
        (group, 18.0),
        (INDICATOR, 20.0),
        ("分值", 6.0),
        ("缺少的数据", 50.0),
    ];
    headers.extend(hand::HEADERS);
    let last_column = headers.len() as u16 - 1;
    let note = "这些指标缺少数据，还不能评分，不算失分。补齐数据后请重新评分，重新生成台账。";
    page::title(sheet, &content.title("待补数据"), note, last_column, style)?;
    write_header(sheet, HEADER_ROW, &headers, style)?;
    for (place, entry) in pending.iter().enumerate() {
        let row = FIRST + place as u32;
        let record = content.record(entry.department);
        let indicator = &content.book().indicators[entry.indicator];
        let wanted = &content.evaluation.cards[entry.department].indicators[entry.indicator];
        sheet.write_number_with_format(row, 0, (place + 1) as f64, &style.integer)?;
        content.write_identity(sheet, row, CODE, identity(record))?;
        sheet.write_string_with_format(row, 4, &indicator.name, &style.wrapped)?;
        sheet.write_number_with_format(row, 5, number(indicator.points), &style.points)?;
        sheet.write_string_with_format(row, WANTED, &wanted.explanation, &style.wrapped)?;
        hand::write(sheet, row, HAND, &entry.hand, style)?;
        let texts = [
            (2, &record.name),
            (4, &indicator.name),
            (6, &wanted.explanation),
        ];
        let heights = texts.map(|(column, text)| style::height(text, headers[column].1));
        let height = heights
            .into_iter()
            .fold(hand::height(&entry.hand), f64::max);
        sheet.set_row_height(row, height + super::AIR)?;
    }
    let last = last_row(content);
    finish(sheet, HAND, (last, last_column), NAME + 1)
}

/// The last row of the table.
pub fn last_row(content: &Content) -> u32 {
    FIRST + (content.ledger.pending.len() as u32).max(1) - 1
}
