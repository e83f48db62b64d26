//! 争议数据: what each dispute decides, whichever figure is believed; 争议范围: where everybody may stand over all of them.

use rust_xlsxwriter::Worksheet;

use super::ranked;
use crate::analysis::Evaluation;
use crate::intake::Record;
use crate::intake::disputes::SIDES;
use crate::questions::disputes::{Disputes, Effect, Standing, told};
use crate::questions::readings::{Range, told as ranges};
use crate::scoring::PENDING;
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Written, or};
use crate::sheets::style;

pub const SHEET: &str = "争议数据";
pub const RANGES: &str = "争议范围";

/// The columns of both sides' grades.
const GRADES: [u16; 2] = [5, 9];
/// 争议范围: the column of the grade.
const GRADE: u16 = 4;

/// A dispute.
struct Row<'e> {
    evaluation: &'e Evaluation<'e>,
    effect: &'e Effect,
}

impl Row<'_> {
    fn record(&self) -> &Record {
        &self.evaluation.dataset.records[self.effect.dispute.department]
    }

    fn standing(&self, side: usize) -> &Standing {
        &self.effect.standing[side]
    }

    fn moved(&self) -> Cell<'_> {
        let [first, second] = &self.effect.standing;
        let moved = first.total.zip(second.total);
        or(moved.map(|(first, second)| second - first), "—")
    }
}

/// Writes 争议数据.
pub fn write(sheet: &mut Worksheet, evaluation: &Evaluation, disputes: &Disputes) -> Written {
    let book = evaluation.book;
    let difference = STYLE.score.clone().set_num_format("+0.00;-0.00;0");
    let mut columns = Columns::<Row>::new();
    columns
        .center("部门编码", 10.0, |row| {
            row.record().code.as_deref().into()
        })
        .wrapped("部门名称", 24.0, |row| (&row.record().name).into())
        .wrapped("数据项", 22.0, |row| {
            book.metrics[row.effect.dispute.metric].name().into()
        });
    for side in [0, 1] {
        columns
            .add(SIDES[side], 13.0, &STYLE.wrapped_center, move |row| {
                told::figure(&row.effect.dispute, side, book).into()
            })
            .wrapping();
    }
    // Each side's figure stands before what it gives.
    let figures = columns.columns.split_off(3);
    for (side, figure) in figures.into_iter().enumerate() {
        columns.columns.push(figure);
        columns
            .add(
                format!("信{}：总分", SIDES[side]),
                9.0,
                &STYLE.total,
                move |row| or(row.standing(side).total, PENDING),
            )
            .add("等级", 6.0, &STYLE.grade, move |row| {
                let grade = row.standing(side).grade.as_deref();
                grade.unwrap_or(PENDING).into()
            })
            .integer("名次", 6.0, move |row| ranked(row.standing(side).rank));
    }
    columns
        .add("总分变动（A→B）", 9.0, &difference, |row| {
            row.moved()
        })
        .wrapped("指标得分（A→B）", 30.0, |row| {
            told::scores(row.effect, book).into()
        })
        .wrapped("其他部门的名次（A→B）", 36.0, |row| {
            told::neighbours(row.effect, evaluation).into()
        })
        .wrapped("说明", 22.0, |row| {
            row.effect.dispute.note.as_deref().into()
        })
        .header_height(0, 46.0);
    let note = format!(
        "同一个数两方各有说法时，分别按两个数评分：每次只看一处争议，其余按基础数据。得分是精确算出的，不是估计{}。",
        told::unmoved_others(book)
    );
    let mut rows = Rows::explained(sheet, SHEET, &note, (columns.last(), columns.width()))?;
    let items = disputes
        .effects
        .iter()
        .map(|effect| Row { evaluation, effect });
    let table = rows.table(&columns, items)?;
    for column in GRADES {
        style::colour_grades(sheet, book, (table.first, table.last), column)?;
    }
    table.freeze(sheet, 3)?;
    table.landscape().set_up(sheet)
}

/// A department that the disputes move.
struct Moving<'e> {
    evaluation: &'e Evaluation<'e>,
    place: usize,
    range: &'e Range,
}

impl Moving<'_> {
    fn record(&self) -> &Record {
        &self.evaluation.dataset.records[self.place]
    }
}

/// Writes 争议范围.
pub fn write_ranges(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    disputes: &Disputes,
) -> Written {
    let mut columns = Columns::<Moving>::new();
    columns
        .integer("名次", 6.0, |row| {
            ranked(row.evaluation.ranking.ranks[row.place])
        })
        .center("部门编码", 10.0, |row| {
            row.record().code.as_deref().into()
        })
        .text("部门名称", 30.0, |row| (&row.record().name).into())
        .add("总分", 9.0, &STYLE.total, |row| {
            or(row.evaluation.cards[row.place].total, PENDING)
        })
        .add("等级", 7.0, &STYLE.grade, |row| {
            let grade = row.evaluation.cards[row.place].grade.as_deref();
            grade.unwrap_or(PENDING).into()
        })
        .score("最低总分", 10.0, |row| {
            or(row.range.total.map(|span| span.least), "—")
        })
        .score("最高总分", 10.0, |row| {
            or(row.range.total.map(|span| span.most), "—")
        })
        .center("等级范围", 14.0, |row| ranges::grades(row.range).into())
        .center("名次范围", 16.0, |row| {
            row.range
                .rank
                .map_or_else(|| "—".into(), ranges::ranks)
                .into()
        })
        .header_height(0, 24.0);
    let note = format!(
        "几处争议放在一起，总分或名次可能不同的部门。{}。没有列出的部门不受影响。",
        told::how(disputes, evaluation.book)
    );
    let mut rows = Rows::explained(sheet, RANGES, &note, (columns.last(), columns.width()))?;
    let items = disputes.moving(evaluation).map(|place| Moving {
        evaluation,
        place,
        range: &disputes.ranges[place],
    });
    let table = rows.table(&columns, items)?;
    style::colour_grades(sheet, evaluation.book, (table.first, table.last), GRADE)?;
    table.finish(sheet, 3)
}
