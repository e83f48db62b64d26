//! 差距与余量: how far each department is from the next grades, and the smallest change that gives one; 差距明细: every
//! answer, a row for each figure.

use rust_xlsxwriter::{Color, Format, Worksheet};

use super::ranked;
use crate::analysis::{Evaluation, Part};
use crate::intake::Record;
use crate::problem::Severity;
use crate::questions::headroom::told::{self, NEAR, PURPOSE};
use crate::questions::headroom::{Answer, Direction, Headroom, OtherFigure, Side};
use crate::scoring::{PENDING, Scorecard};
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Written, or};
use crate::sheets::palette;
use crate::sheets::style;

const GRADE: u16 = 4;

/// A department with its way up and down.
struct Row<'e> {
    evaluation: &'e Evaluation<'e>,
    place: usize,
    headroom: &'e Headroom,
    look: &'e Look,
}

/// The formats of this sheet alone.
struct Look {
    near: Format,
    quiet: Format,
}

impl Row<'_> {
    fn record(&self) -> &Record {
        &self.evaluation.dataset.records[self.place]
    }

    fn card(&self) -> &Scorecard {
        &self.evaluation.cards[self.place]
    }

    fn side(&self, direction: Direction) -> &Side {
        match direction {
            Direction::Up => &self.headroom.up,
            Direction::Down => &self.headroom.down,
        }
    }

    fn points(&self, direction: Direction) -> Cell<'_> {
        match self.side(direction).points {
            Some(points) if points < NEAR => Cell::from(points).with(&self.look.near),
            Some(points) => points.into(),
            None => Cell::from("—").with(&STYLE.center),
        }
    }

    /// The smallest change, or why there is none.
    fn smallest(&self, direction: Direction) -> Cell<'_> {
        let side = self.side(direction);
        match side.answers.first() {
            Some(first) => told::answer(first, self.evaluation.book).into(),
            None => Cell::from(told::silence(side, direction)).with(&self.look.quiet),
        }
    }
}

/// Writes 差距与余量.
pub fn write(sheet: &mut Worksheet, evaluation: &Evaluation, answers: &[Headroom]) -> Written {
    let grade = |row: &Row, direction| {
        let grade = row.side(direction).grade.as_deref();
        Cell::from(grade.unwrap_or("—").to_string())
    };
    let look = Look {
        near: STYLE
            .score
            .clone()
            .set_background_color(style::problem_fill(Severity::Warning)),
        quiet: STYLE
            .wrapped
            .clone()
            .set_font_color(Color::RGB(palette::GREY)),
    };
    let mut columns = Columns::<Row>::new();
    columns
        .integer("名次", 6.0, |row| {
            ranked(row.evaluation.ranking.ranks[row.place])
        })
        .center("部门编码", 9.0, |row| {
            row.record().code.as_deref().into()
        })
        .shrunk("部门名称", 26.0, |row| (&row.record().name).into())
        .add("总分", 8.0, &STYLE.total, |row| {
            or(row.card().total, PENDING)
        })
        .add("等级", 6.0, &STYLE.grade, |row| {
            row.card().grade.as_deref().unwrap_or(PENDING).into()
        })
        .center("上一等级", 8.0, move |row| grade(row, Direction::Up))
        .score("还差（分）", 10.0, |row| row.points(Direction::Up))
        .wrapped("最小的变动，够上一等级", 49.0, |row| {
            row.smallest(Direction::Up)
        })
        .center("下一等级", 8.0, move |row| grade(row, Direction::Down))
        .score("余量（分）", 10.0, |row| row.points(Direction::Down))
        .wrapped("最小的变动，掉到下一等级", 49.0, |row| {
            row.smallest(Direction::Down)
        })
        .header_height(0, 32.0);
    let note = format!("还差、余量不到 {NEAR} 分的标了颜色。{PURPOSE}");
    let mut rows = Rows::titled(sheet, Part::Headroom.name(), &note, columns.last())?;
    let items = evaluation.ranking.order.iter().map(|place| Row {
        evaluation,
        place: *place,
        headroom: &answers[*place],
        look: &look,
    });
    let table = rows.table(&columns, items)?;
    style::colour_grades(sheet, evaluation.book, (table.first, table.last), GRADE)?;
    table.finish(sheet, 3)
}

/// A figure of an answer.
struct Detail<'e> {
    evaluation: &'e Evaluation<'e>,
    place: usize,
    /// The how-manieth answer of its direction it is, from 1.
    way: usize,
    answer: &'e Answer,
    change: &'e OtherFigure,
}

impl Detail<'_> {
    fn record(&self) -> &Record {
        &self.evaluation.dataset.records[self.place]
    }

    fn card(&self) -> &Scorecard {
        &self.evaluation.cards[self.place]
    }

    fn direction(&self) -> &'static str {
        match self.answer.direction {
            Direction::Up => "够上一等级",
            Direction::Down => "掉到下一等级",
        }
    }

    fn cell(&self) -> String {
        let dataset = &self.evaluation.dataset;
        let table = match self.change.in_outcomes {
            true => dataset.outcomes.as_ref(),
            false => Some(&dataset.data),
        };
        let cell = self.change.cell.map(|cell| cell.to_string());
        let cell = cell.unwrap_or_default();
        match table {
            Some(table) => format!("{}!{cell}", table.sheet.name),
            None => cell,
        }
    }
}

/// Writes 差距明细.
pub fn write_details(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    answers: &[Headroom],
) -> Written {
    const OWN_GRADE: u16 = 3;
    let mut columns = Columns::<Detail>::new();
    columns
        .center("部门编码", 10.0, |row| {
            row.record().code.as_deref().into()
        })
        .wrapped("部门名称", 26.0, |row| (&row.record().name).into())
        .score("总分", 8.0, |row| row.card().total.into())
        .add("等级", 6.0, &STYLE.grade, |row| {
            row.card().grade.as_deref().unwrap_or(PENDING).into()
        })
        .center("方向", 14.0, |row| row.direction().into())
        .integer("办法", 6.0, |row| row.way.into())
        .wrapped("数据", 40.0, |row| (&row.change.metric).into())
        .center("单元格", 16.0, |row| row.cell().into())
        .center("现为", 18.0, |row| (&row.change.from).into())
        .center("如为", 18.0, |row| (&row.change.to).into())
        .add("即得总分", 9.0, &STYLE.total, |row| {
            row.answer.total.into()
        })
        .add("即为等级", 9.0, &STYLE.grade, |row| {
            (&row.answer.grade).into()
        });
    let note =
        format!("“办法”相同的几行要一起改。按变动大小排列，每个办法都经重新评分核对。{PURPOSE}");
    let mut rows = Rows::titled(sheet, "差距明细", &note, columns.last())?;
    let sides = evaluation.ranking.order.iter().flat_map(|place| {
        let headroom = &answers[*place];
        [(*place, &headroom.up), (*place, &headroom.down)]
    });
    let items = sides.flat_map(|(place, side)| {
        (1..).zip(&side.answers).flat_map(move |(way, answer)| {
            answer.changes.iter().map(move |change| Detail {
                evaluation,
                place,
                way,
                answer,
                change,
            })
        })
    });
    let table = rows.table(&columns, items)?;
    for column in [OWN_GRADE, table.last_column] {
        style::colour_grades(sheet, evaluation.book, (table.first, table.last), column)?;
    }
    table.finish(sheet, 2)
}
