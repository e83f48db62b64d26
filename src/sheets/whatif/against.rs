//! 换规则的影响: everybody by the rule book that scores and by another; behind it 规则变化, what the two say otherwise.

use rust_xlsxwriter::Worksheet;

use super::ranked;
use crate::analysis::Evaluation;
use crate::intake::Record;
use crate::questions::against::told::{self, PURPOSE};
use crate::questions::against::{Against, Department};
use crate::scoring::{PENDING, Scorecard};
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Written, or};
use crate::sheets::reference::cell;
use crate::sheets::rule_changes;
use crate::sheets::style;

pub const SHEET: &str = "换规则的影响";

/// The columns that formulas refer to, and those of grades.
const WAS: u16 = 4;
const IS: u16 = 5;
const GRADES: [u16; 2] = [7, 8];

/// A department by both.
struct Row<'e> {
    evaluation: &'e Evaluation<'e>,
    against: &'e Against<'e>,
    place: usize,
}

impl Row<'_> {
    fn record(&self) -> &Record {
        &self.evaluation.dataset.records[self.place]
    }

    fn own(&self) -> &Department {
        &self.against.departments[self.place]
    }

    fn cards(&self) -> (&Scorecard, Option<&Scorecard>) {
        (
            &self.evaluation.cards[self.place],
            self.against.card(self.own()),
        )
    }

    fn change(&self, row: u32) -> Cell<'_> {
        let (was, is) = self.cards();
        let change = is.and_then(|is| is.total?.checked_sub(was.total?));
        match change {
            Some(change) => {
                Cell::from(change).by(format!("ROUND({}-{},4)", cell(row, IS), cell(row, WAS)))
            }
            None => Cell::from("—").with(&STYLE.center),
        }
    }
}

/// Writes both sheets.
pub fn write(sheet: &mut Worksheet, evaluation: &Evaluation, against: &Against) -> Written {
    let grade = |card: Option<&Scorecard>| {
        let grade = card.and_then(|card| card.grade.clone());
        Cell::from(grade.unwrap_or_else(|| PENDING.into()))
    };
    let mut columns = Columns::<Row>::new();
    columns
        .integer("原名次", 7.0, |row| {
            ranked(row.evaluation.ranking.ranks[row.place])
        })
        .integer("现名次", 7.0, |row| ranked(row.against.rank(row.own())))
        .center("部门编码", 9.0, |row| {
            row.record().code.as_deref().into()
        })
        .wrapped("部门名称", 26.0, |row| (&row.record().name).into())
        .add("原总分", 8.0, &STYLE.total, |row| {
            or(row.cards().0.total, PENDING)
        })
        .add("现总分", 8.0, &STYLE.total, |row| {
            or(row.cards().1.and_then(|card| card.total), PENDING)
        })
        .live("变动", 8.0, &STYLE.score, |row, at| row.change(at))
        .add("原等级", 7.0, &STYLE.grade, move |row| {
            grade(Some(row.cards().0))
        })
        .add("现等级", 7.0, &STYLE.grade, move |row| {
            grade(row.cards().1)
        })
        .wrapped("得分不同的指标", 60.0, |row| {
            told::why(row.own(), row.evaluation, row.against).into()
        });
    let (totals, grades, ranks) = told::counts(evaluation, against);
    let note = format!(
        "原：{}；现：{}。总分不同的 {totals} 个部门，等级不同的 {grades} 个，名次不同的 {ranks} 个。{PURPOSE}",
        told::called(evaluation.book),
        told::called(against.other.book)
    );
    let last = (columns.last(), columns.width());
    let mut rows = Rows::explained(sheet, SHEET, &note, last)?;
    let items = evaluation.ranking.order.iter().map(|place| Row {
        evaluation,
        against,
        place: *place,
    });
    let table = rows.table(&columns, items)?;
    for (column, book) in GRADES
        .into_iter()
        .zip([evaluation.book, against.other.book])
    {
        style::colour_grades(sheet, book, (table.first, table.last), column)?;
    }
    table.finish(sheet, 4)
}

/// Writes 规则变化.
pub fn write_changes(sheet: &mut Worksheet, evaluation: &Evaluation, against: &Against) -> Written {
    let changes = against.changes.iter().map(|change| rule_changes::Row {
        between: None,
        change: change.clone(),
    });
    let note = format!(
        "{} 与 {} 的不同之处，共 {} 处，逐条列出原来、现在和影响。",
        told::called(evaluation.book),
        told::called(against.other.book),
        against.changes.len()
    );
    rule_changes::write(sheet, changes.collect(), &note)
}
