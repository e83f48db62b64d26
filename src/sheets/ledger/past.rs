//! 以往条目: last round's entries whose loss is none any more, or that have no place among this round's. They
//! are kept as they were written, with why they stand here.

use rust_xlsxwriter::Worksheet;

use super::{AIR, Content, HEADER_HEIGHT, finish, follow_up};
use crate::analysis::ledger::Past;
use crate::intake::ledger::{FATE, FollowUp, INDICATOR, LastEntry, MEASURE, PAST_LOST};
use crate::sheets::layer::{Cell, Columns, Rows, Written};

/// The first column that people fill in.
const HAND: u16 = 7;

/// An entry with its number.
struct Row<'a>(usize, &'a Past);

impl AsRef<FollowUp> for Row<'_> {
    fn as_ref(&self) -> &FollowUp {
        &self.entry().hand
    }
}

impl Row<'_> {
    fn entry(&self) -> &LastEntry {
        &self.1.entry
    }
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, content: &Content) -> Written {
    let [code, name, _] = content.identity_headers();
    let [fate, measure, note] = match content.is_long() {
        true => [32.0, 56.0, 33.0],
        false => [24.0, 31.0, 16.0],
    };
    let mut columns = Columns::<Row>::new();
    columns
        .integer("序号", 5.0, |row| row.0.into())
        .center(code, 9.5, |row| row.entry().code.as_ref().into())
        .wrapped(name, 20.0, |row| row.entry().name.as_ref().into())
        .wrapped(INDICATOR, 20.0, |row| row.entry().indicator.as_ref().into())
        .score(PAST_LOST, 8.0, |row| row.entry().lost.into())
        .wrapped(FATE, fate, |row| row.1.fate.label().into())
        .wrapped(MEASURE, measure, |row| {
            Cell::by_hand(&row.entry().hand.measure)
        });
    follow_up::columns(&mut columns, false, note);
    columns.header_height(0, HEADER_HEIGHT).air(AIR);
    let about = "上次台账里有、本次没有对应失分的条目，原样保留；“情况”一列说明原因。";
    let mut rows = Rows::titled(sheet, &content.title("整改以往条目"), about, columns.last())?;
    let past = content.ledger.past.iter().enumerate();
    let table = rows.table(&columns, past.map(|(place, past)| Row(place + 1, past)))?;
    finish(sheet, &table, HAND)
}
