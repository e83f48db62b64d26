//! 整改台账: one row a department and indicator on which points were lost.

use rust_xlsxwriter::{Color, Format, Worksheet, XlsxError};

use super::{Content, HEADER_ROW, finish, hand, identity, write_header};
use crate::analysis::ledger::Entry;
use crate::intake::ledger::{INDICATOR, LOST, MEASURE, Written};
use crate::sheets::formula;
use crate::sheets::page;
use crate::sheets::reference::number;
use crate::sheets::style::{self, Style};

pub const CODE: u16 = 1;
pub const NAME: u16 = 2;
/// 失分.
pub const LOST_COLUMN: u16 = 7;
const REASON: u16 = 8;
const MEASURE_COLUMN: u16 = 9;
/// The first column that people fill in.
pub const HAND: u16 = 10;
const LAST_LOST: u16 = 14;
const CHANGE: u16 = 15;
/// The fill of what was said to be mended and is not.
const DOUBTFUL_FILL: u32 = 0xFFC7CE;
/// The first row of entries.
pub const FIRST: u32 = HEADER_ROW + 1;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, content: &Content) -> Result<(), XlsxError> {
    let (ledger, style) = (content.ledger, content.style);
    let headers = headers(content);
    let last_column = headers.len() as u16 - 1;
    let mut note = "每个部门、每项失分的指标一行。整改措施由规则书建议，仅供参考，可以改写；责任人、期限、状态、备注由各部门填写。".to_string();
    if ledger.compared {
        note += "上次填“已整改”而本次仍有失分的，“变化”一格涂了颜色，请复核。";
    }
    page::title(
        sheet,
        &content.title("问题整改台账"),
        &note,
        last_column,
        style,
    )?;
    write_header(sheet, HEADER_ROW, &headers, style)?;
    for (place, entry) in ledger.entries.iter().enumerate() {
        write_entry(sheet, FIRST + place as u32, place + 1, entry, content)?;
    }
    let last = last_row(content);
    if ledger.entries.is_empty() {
        let text = "所评的指标没有失分，没有需要整改的事项。";
        sheet.merge_range(FIRST, 0, FIRST, last_column, text, &style.center)?;
        sheet.set_row_height(FIRST, 30)?;
    }
    finish(sheet, HAND, (last, last_column), NAME + 1)
}

/// The last row of the table.
pub fn last_row(content: &Content) -> u32 {
    FIRST + (content.ledger.entries.len() as u32).max(1) - 1
}

fn headers<'p>(content: &'p Content) -> Vec<(&'p str, f64)> {
    let [code, name, group] = content.identity_headers();
    let mut headers = vec![
        ("序号", 5.0),
        (code, 9.5),
        (name, 16.0),
        (group, 14.0),
        (INDICATOR, 15.0),
        ("分值", 6.0),
        ("得分", 7.5),
        (LOST, 7.5),
        ("失分依据", 34.0),
        (MEASURE, 28.0),
    ];
    headers.extend(hand::HEADERS);
    if content.ledger.compared {
        headers.extend([("上次失分", 7.5), ("变化", 8.0)]);
    }
    headers
}

fn write_entry(
    sheet: &mut Worksheet,
    row: u32,
    number_of: usize,
    entry: &Entry,
    content: &Content,
) -> Result<(), XlsxError> {
    let style = content.style;
    let record = content.record(entry.department);
    let indicator = &content.book().indicators[entry.loss.indicator];
    let reason = &content.evaluation.cards[entry.department].indicators[entry.loss.indicator];
    let score = style
        .score
        .clone()
        .set_num_format(formula::pattern(content.book().decimals));
    sheet.write_number_with_format(row, 0, number_of as f64, &style.integer)?;
    content.write_identity(sheet, row, CODE, identity(record))?;
    sheet.write_string_with_format(row, 4, &indicator.name, &style.wrapped)?;
    sheet.write_number_with_format(row, 5, number(indicator.points), &style.points)?;
    sheet.write_number_with_format(row, 6, number(entry.loss.score), &score)?;
    sheet.write_number_with_format(row, LOST_COLUMN, number(entry.loss.lost), &score)?;
    sheet.write_string_with_format(row, REASON, &reason.explanation, &style.wrapped)?;
    let advice = Written::Text(match indicator.advice.is_empty() {
        true => "（规则书没有建议，请自行填写）".to_string(),
        false => indicator.advice.clone(),
    });
    // What people made of the suggestion stays.
    let measure = entry.hand.measure.as_ref().unwrap_or(&advice);
    hand::written(sheet, row, MEASURE_COLUMN, Some(measure), &style.wrapped)?;
    hand::write(sheet, row, HAND, &entry.hand, style)?;
    write_change(sheet, row, entry, &score, style)?;
    let texts = [
        (NAME, record.name.as_str()),
        (3, record.group.as_deref().unwrap_or_default()),
        (4, &indicator.name),
        (REASON, &reason.explanation),
        (MEASURE_COLUMN, measure.text()),
    ];
    let headers = headers(content);
    let heights = texts
        .iter()
        .map(|(column, text)| style::height(text, headers[usize::from(*column)].1));
    let height = heights.fold(hand::height(&entry.hand), f64::max) + super::AIR;
    sheet.set_row_height(row, height)?;
    Ok(())
}

/// How the loss compares with last round's, where there was one.
fn write_change(
    sheet: &mut Worksheet,
    row: u32,
    entry: &Entry,
    score: &Format,
    style: &Style,
) -> Result<(), XlsxError> {
    if let Some(change) = entry.change {
        match entry.last_lost {
            Some(lost) => sheet.write_number_with_format(row, LAST_LOST, number(lost), score)?,
            None => sheet.write_blank(row, LAST_LOST, score)?,
        };
        // Said to be mended last round, and lost again.
        let mended = entry.hand.status == Some(Written::Text(hand::STATUSES[2].into()));
        let format = match mended {
            true => style
                .center
                .clone()
                .set_background_color(Color::RGB(DOUBTFUL_FILL)),
            false => style.center.clone(),
        };
        sheet.write_string_with_format(row, CHANGE, change.label(), &format)?;
    }
    Ok(())
}
