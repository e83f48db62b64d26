//! 待补数据: indicators that cannot be scored yet. They have lost nothing so far; their data are wanted.

use rust_xlsxwriter::Worksheet;

use super::{AIR, Content, HEADER_HEIGHT, HEADER_ROW, finish, follow_up};
use crate::analysis::ledger::Pending;
use crate::intake::Record;
use crate::intake::ledger::{FollowUp, INDICATOR, LAST_LOST, MEASURE, RECOGNIZED};
use crate::rulebook::Indicator;
use crate::sheets::layer::{Cell, Columns, Rows, Written};

/// The first column that people fill in.
pub const HAND: u16 = 7;
/// The first row of entries.
pub const FIRST: u32 = HEADER_ROW + 1;

/// An indicator without a score.
struct Row<'a> {
    number: usize,
    pending: &'a Pending,
    record: &'a Record,
    indicator: &'a Indicator,
    wanted: String,
}

impl AsRef<Record> for Row<'_> {
    fn as_ref(&self) -> &Record {
        self.record
    }
}

impl AsRef<FollowUp> for Row<'_> {
    fn as_ref(&self) -> &FollowUp {
        &self.pending.hand
    }
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, content: &Content) -> Written {
    let pending = &content.ledger.pending;
    // What stood in last round's ledger of an indicator that has no score now comes along.
    let had_measures = pending.iter().any(|one| one.hand.measure.is_some());
    let had_losses = pending.iter().any(|one| one.last_lost.is_some());
    let wanted = if had_measures { 36.0 } else { 45.0 };
    let mut columns = Columns::<Row>::new();
    columns.integer("序号", 5.0, |row| row.number.into());
    content.identity(&mut columns, [9.5, 20.0, 18.0]);
    columns
        .wrapped(INDICATOR, 20.0, |row| (&row.indicator.name).into())
        .points("分值", 6.0, |row| row.indicator.points.into())
        .wrapped("缺少的数据", wanted, |row| (&row.wanted).into());
    follow_up::columns(&mut columns, true, 16.0);
    if had_measures {
        columns.wrapped(MEASURE, 26.0, |row| {
            Cell::by_hand(&row.pending.hand.measure)
        });
    }
    if had_losses {
        columns.score(LAST_LOST, 8.5, |row| row.pending.last_lost.into());
    }
    let opinions = &content.evaluation.opinions;
    if opinions.adjusted() > 0 {
        columns.score(RECOGNIZED, 8.5, |row| {
            let given = opinions.of(row.pending.department, row.pending.indicator);
            given.and_then(|given| given.adjusted).into()
        });
    }
    columns.header_height(0, HEADER_HEIGHT).air(AIR);
    let note = format!(
        "这些指标缺少数据，还不能评分，不算失分。括号里的单元格在评分的工作簿的“{}”表里。补齐数据后请重新评分，重新生成台账。",
        content.evaluation.dataset.data.sheet.name
    );
    let mut rows = Rows::titled(sheet, &content.title("待补数据"), &note, columns.last())?;
    let items = pending.iter().enumerate().map(|(place, pending)| Row {
        number: place + 1,
        pending,
        record: content.record(pending.department),
        indicator: &content.book().indicators[pending.indicator],
        wanted: content
            .evaluation
            .explanation(pending.department, pending.indicator),
    });
    let table = rows.table(&columns, items)?;
    finish(sheet, &table, HAND)
}

/// The last row of the table.
pub fn last_row(content: &Content) -> u32 {
    FIRST + (content.ledger.pending.len() as u32).max(1) - 1
}
