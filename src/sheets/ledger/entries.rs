//! 整改台账: one row a department and indicator on which points were lost.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, Worksheet};

use super::{AIR, Content, HEADER_HEIGHT, HEADER_ROW, finish, follow_up};
use crate::analysis::ledger::{Entry, LossChange};
use crate::analysis::losses::basis;
use crate::intake::Record;
use crate::intake::ledger::{
    FollowUp, HandCell as Entered, INDICATOR, LAST_LOST, LOST, MEASURE, RECOGNIZED,
};
use crate::rulebook::Indicator;
use crate::sheets::formula;
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Written};
use crate::sheets::palette;

pub const CODE: u16 = 1;
pub const NAME: u16 = 2;
/// 失分.
pub const LOST_COLUMN: u16 = 7;
/// The first column that people fill in.
pub const HAND: u16 = 10;
/// The first row of entries.
pub const FIRST: u32 = HEADER_ROW + 1;

/// A loss.
struct Row<'a> {
    number: usize,
    entry: &'a Entry,
    record: &'a Record,
    indicator: &'a Indicator,
    reason: String,
    /// The score that the bureau recognizes, where another than the computed one.
    recognized: Option<Decimal>,
}

impl AsRef<Record> for Row<'_> {
    fn as_ref(&self) -> &Record {
        self.record
    }
}

impl AsRef<FollowUp> for Row<'_> {
    fn as_ref(&self) -> &FollowUp {
        &self.entry.hand
    }
}

impl Row<'_> {
    /// What people made of the suggestion stays.
    fn measure(&self) -> Cell<'_> {
        match (&self.entry.hand.measure, self.indicator.advice.as_str()) {
            (measure @ Some(_), _) => Cell::by_hand(measure),
            (None, "") => "（规则书没有建议，请自行填写）".into(),
            (None, advice) => advice.into(),
        }
    }

    /// Whether it was said to be mended last round, and is lost again.
    fn is_doubtful(&self) -> bool {
        self.entry.hand.status == Some(Entered::Text(follow_up::STATUSES[2].into()))
    }
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, content: &Content) -> Written {
    let (ledger, book) = (content.ledger, content.book());
    let score = STYLE
        .score
        .clone()
        .set_num_format(formula::pattern(book.decimals));
    let doubtful = STYLE
        .center
        .clone()
        .set_background_color(Color::RGB(palette::BAD));
    let mut columns = Columns::<Row>::new();
    columns.integer("序号", 5.0, |row| row.number.into());
    let [name, group, indicator, reason, measure, note] = match content.is_long() {
        true => [19.0, 15.0, 19.0, 61.0, 42.0, 24.0],
        false => [15.0, 12.0, 14.0, 29.0, 23.0, 14.0],
    };
    content.identity(&mut columns, [8.5, name, group]);
    columns
        .wrapped(INDICATOR, indicator, |row| (&row.indicator.name).into())
        .points("分值", 5.5, |row| row.indicator.points.into())
        .add("得分", 7.0, &score, |row| row.entry.loss.score.into())
        .add(LOST, 7.0, &score, |row| row.entry.loss.lost.into())
        .wrapped("失分依据", reason, |row| row.reason.as_str().into())
        .wrapped(MEASURE, measure, Row::measure);
    follow_up::columns(&mut columns, true, note);
    let mut note = "每个部门、每项失分的指标一行。整改措施由规则书建议，仅供参考，可以改写；责任人、期限、状态、备注由各部门填写。".to_string();
    if ledger.compared {
        note += "上次填“已整改”而本次仍有失分的，“变化”一格涂了颜色，请复核。";
        columns
            .add(LAST_LOST, 8.5, &score, |row| row.entry.last_lost.into())
            .center("变化", 6.5, |row| {
                let change = Cell::from(row.entry.change.map(LossChange::label));
                if row.is_doubtful() {
                    change.with(&doubtful)
                } else {
                    change
                }
            });
    }
    if content.evaluation.opinions.adjusted() > 0 {
        note += "复核认定的得分另列，失分仍按核算得分计算。";
        columns.add(RECOGNIZED, 7.0, &score, |row| row.recognized.into());
    }
    columns.header_height(0, HEADER_HEIGHT).air(AIR);
    let mut rows = Rows::titled(sheet, &content.title("问题整改台账"), &note, columns.last())?;
    let items = ledger.entries.iter().enumerate().map(|(place, entry)| Row {
        number: place + 1,
        entry,
        record: content.record(entry.department),
        indicator: &book.indicators[entry.loss.indicator],
        reason: basis(
            content.record(entry.department),
            &content.evaluation.cards[entry.department],
            entry.loss.indicator,
            book,
        ),
        recognized: content
            .evaluation
            .opinions
            .of(entry.department, entry.loss.indicator)
            .and_then(|given| given.adjusted),
    });
    let table = rows.table(&columns, items)?;
    if ledger.entries.is_empty() {
        let text = "所评的指标没有失分，没有需要整改的事项。";
        rows.over((0, columns.last()), text, &STYLE.center)?;
        rows.height(30.0)?;
    }
    finish(sheet, &table, HAND)
}

/// The last row of the table.
pub fn last_row(content: &Content) -> u32 {
    FIRST + (content.ledger.entries.len() as u32).max(1) - 1
}
