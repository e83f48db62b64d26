//! 名次把握: how far judgements may move every total, rank and grade, in numbers, one sentence, and a chart of ranks.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartSolidFill, ChartType, Color, Format, Worksheet, XlsxError,
};

use super::ranked;
use crate::analysis::{Evaluation, Part};
use crate::intake::Record;
use crate::problem::Severity;
use crate::questions::certainty::draw::DRAWS;
use crate::questions::certainty::{Bounds, Certainty, told};
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Value, Written};
use crate::sheets::palette;
use crate::sheets::style;

pub const SHEET: &str = Part::Certainty.name();
pub const SQUARES: &str = "等级百格";

const NAME: u16 = 2;
/// Of more departments a chart of ranks cannot be read.
const MOST_CHARTED: usize = 120;

/// A department that has a total.
struct Row<'e> {
    evaluation: &'e Evaluation<'e>,
    certainty: &'e Certainty,
    place: usize,
    bounds: &'e Bounds,
    unsure: &'e Format,
}

impl Row<'_> {
    fn record(&self) -> &Record {
        &self.evaluation.dataset.records[self.place]
    }

    fn grade(&self) -> Cell<'_> {
        let grade = Cell::from(self.evaluation.cards[self.place].grade.as_deref());
        match self.bounds.is_sure() {
            true => grade,
            false => grade.with(self.unsure),
        }
    }

    /// The best and the worst rank in nine draws of ten.
    fn drawn(&self) -> Option<(u32, u32)> {
        self.certainty.drawn.ranks[self.place]
    }

    fn share(&self, grade: usize) -> Cell<'_> {
        let count = self.certainty.drawn.grades[self.place][grade];
        Value::Binary(f64::from(count) / f64::from(DRAWS)).into()
    }

    /// The group that it cannot be told apart from, counted from 1.
    fn tier(&self) -> Option<u32> {
        let mut tiers = self.certainty.tiers.iter();
        let tier = tiers.position(|tier| tier.contains(&self.place))?;
        u32::try_from(tier + 1).ok()
    }

    fn sentence(&self) -> String {
        told::sentence(self.certainty, self.evaluation, self.place, self.bounds)
    }
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, evaluation: &Evaluation, certainty: &Certainty) -> Written {
    let unsure = STYLE
        .grade
        .clone()
        .set_background_color(style::problem_fill(Severity::Warning));
    let chance = STYLE
        .center
        .clone()
        .set_num_format("[=0]\"–\";[<0.005]\"不到 1%\";0%");
    let plain = Format::new();
    let mut columns = Columns::<Row>::new();
    columns
        .integer("名次", 6.0, |row| {
            ranked(row.evaluation.ranking.ranks[row.place])
        })
        .center("部门编码", 9.0, |row| {
            row.record().code.as_deref().into()
        })
        .shrunk("部门名称", 24.0, |row| (&row.record().name).into())
        .add("总分", 8.0, &STYLE.total, |row| {
            row.evaluation.cards[row.place].total.into()
        })
        .add("等级", 6.0, &STYLE.grade, |row| row.grade())
        .score("最低总分", 8.0, |row| row.bounds.lowest.into())
        .score("最高总分", 8.0, |row| row.bounds.highest.into())
        .center("最宽的名次", 12.0, |row| {
            row.bounds.ranks.map_or("—".into(), told::ranks).into()
        })
        .integer("九成的名次：最好", 9.0, |row| {
            ranked(row.drawn().map(|(best, _)| best))
        })
        .integer("九成的名次：最差", 9.0, |row| {
            ranked(row.drawn().map(|(_, worst)| worst))
        });
    for (place, grade) in evaluation.book.grades.iter().enumerate() {
        let head = format!("得{}的可能", grade.name);
        columns.add(head, 8.5, &chance, move |row| row.share(place));
    }
    columns
        .center("在下一名之前的把握", 10.0, |row| {
            let before = told::before_next(row.certainty, row.place);
            before.unwrap_or_else(|| "—".into()).into()
        })
        .integer("主管部门一起从严：名次", 10.0, |row| {
            ranked(row.bounds.together.map(|(worst, _)| worst))
        })
        .integer("主管部门一起从宽：名次", 10.0, |row| {
            ranked(row.bounds.together.map(|(_, best)| best))
        })
        .integer("分不清的一组", 8.0, |row| ranked(row.tier()))
        .wrapped("一句话", 95.0, |row| row.sentence().into())
        // How long the bar of ranks is, and where it begins.
        .add("", 8.0, &plain, |row| {
            row.drawn().map(|(best, _)| best as usize - 1).into()
        })
        .hidden()
        .add("", 8.0, &plain, |row| {
            let length = row.drawn().map(|(best, worst)| worst - best + 1);
            length.map(|length| length as usize).into()
        })
        .hidden()
        .header_height(0, 46.0);
    let note = told::note(certainty, evaluation.book);
    let mut rows = Rows::explained(sheet, SHEET, &note, (columns.last(), columns.width()))?;
    let items = evaluation.ranking.order.iter().filter_map(|place| {
        evaluation.cards[*place].total?;
        Some(Row {
            evaluation,
            certainty,
            place: *place,
            bounds: certainty.bounds[*place].as_ref()?,
            unsure: &unsure,
        })
    });
    let table = rows.table(&columns, items)?;
    let count = evaluation.ranking.ranks.iter().flatten().count();
    if (1..=MOST_CHARTED).contains(&count) {
        let last = table.first + count as u32 - 1;
        let chart = chart((table.first, last), table.last_column)?;
        sheet.insert_chart(table.header.1, table.last_column + 3, &chart)?;
    }
    table.freeze(sheet, 3)?;
    table.landscape().set_up(sheet)
}

/// 等级百格: a department whose grade is not sure, and its hundred squares.
struct Squares<'e> {
    evaluation: &'e Evaluation<'e>,
    place: usize,
    /// How many squares of each grade.
    counts: Vec<usize>,
    fills: &'e [Format],
}

impl Squares<'_> {
    /// The grade of one of the squares.
    fn square(&self, number: usize) -> Cell<'_> {
        let mut left = number;
        let grade = self.counts.iter().position(|count| {
            let is_it = left < *count;
            left = left.saturating_sub(*count);
            is_it
        });
        let Some(grade) = grade else { return "".into() };
        let name = self.evaluation.book.grades.iter().nth(grade);
        let name = name.map_or("", |grade| grade.name.as_str());
        Cell::from(name).with(&self.fills[grade])
    }
}

/// So many squares as there are chances in a hundred; what came at all has one, and all together are a hundred.
fn hundred(counts: &[u32]) -> Vec<usize> {
    let all = u64::from(DRAWS);
    let mut squares: Vec<usize> = counts
        .iter()
        .map(|count| match *count {
            0 => 0,
            count => ((u64::from(count) * 100 / all) as usize).max(1),
        })
        .collect();
    // What is left over goes to those with the largest rest, and what is too much is taken from the largest.
    let rest = |place: usize| u64::from(counts[place]) * 100 % all;
    let mut order: Vec<usize> = (0..counts.len()).filter(|one| counts[*one] > 0).collect();
    order.sort_by_key(|place| std::cmp::Reverse(rest(*place)));
    let mut next = order.iter().cycle();
    while squares.iter().sum::<usize>() < 100 {
        let Some(place) = next.next() else { break };
        squares[*place] += 1;
    }
    while squares.iter().sum::<usize>() > 100 {
        let largest = (0..squares.len()).max_by_key(|place| squares[*place]);
        let Some(largest) = largest else { break };
        squares[largest] -= 1;
    }
    squares
}

/// Writes 等级百格.
pub fn write_squares(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    certainty: &Certainty,
) -> Written {
    let grades = evaluation.book.grades.iter();
    let fills: Vec<Format> = grades
        .map(|grade| {
            // As large as a square holds, which the paper prints at eight points.
            let small = STYLE.center.clone().set_font_size(10);
            small.set_background_color(Color::RGB(grade.color))
        })
        .collect();
    let mut columns = Columns::<Squares>::new();
    columns
        .shrunk("部门名称", 22.0, |row| {
            (&row.evaluation.dataset.records[row.place].name).into()
        })
        .add("总分", 8.0, &STYLE.total, |row| {
            row.evaluation.cards[row.place].total.into()
        })
        .add("等级", 6.0, &STYLE.grade, |row| {
            row.evaluation.cards[row.place].grade.as_deref().into()
        });
    for number in 0..100 {
        // Ten squares together have one header that is wide enough to read.
        let ten = number / 10 * 10;
        let head = (format!("{}–{}", ten + 1, ten + 10), "");
        columns.add(head, 1.5, &STYLE.center, move |row| row.square(number));
    }
    columns
        .header_height(0, 20.0)
        .header_height(1, 6.0)
        .least(18.0);
    let note = format!(
        "等级不确定的部门，每个一行一百格：把 {DRAWS} 次抽签看成一百次，一格是一次，颜色和字是那一次得的等级。没有列出的部门，等级是确定的。"
    );
    let mut rows = Rows::titled(sheet, SQUARES, &note, columns.last())?;
    let unsure = evaluation.ranking.order.iter().filter(|place| {
        let bounds = certainty.bounds[**place].as_ref();
        bounds.is_some_and(|bounds| !bounds.is_sure())
    });
    let table = rows.table(
        &columns,
        unsure.map(|place| Squares {
            evaluation,
            place: *place,
            counts: hundred(&certainty.drawn.grades[*place]),
            fills: &fills,
        }),
    )?;
    style::colour_grades(sheet, evaluation.book, (table.first, table.last), 2)?;
    table.freeze(sheet, 3)?;
    table.landscape().set_up(sheet)
}

/// The ranks as bars, the best at the top; behind a column stand where each begins and how long it is.
fn chart((first, last): (u32, u32), column: u16) -> Result<Chart, XlsxError> {
    let mut chart = Chart::new(ChartType::BarStacked);
    let names = (SHEET, first, NAME, last, NAME);
    chart
        .add_series()
        .set_categories(names)
        .set_values((SHEET, first, column + 1, last, column + 1))
        .set_format(ChartFormat::new().set_no_fill().set_no_border());
    chart
        .add_series()
        .set_categories(names)
        .set_values((SHEET, first, column + 2, last, column + 2))
        .set_format(
            ChartFormat::new()
                .set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(palette::BAR))),
        )
        .set_gap(40);
    chart.title().set_name("十次里九次的名次");
    chart.legend().set_hidden();
    chart.x_axis().set_reverse();
    chart.show_hidden_data();
    let height = 120 + 18 * (last - first + 1);
    chart.set_width(620).set_height(height);
    Ok(chart)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hundred_squares_are_a_hundred_and_what_came_has_one() {
        for (counts, squares) in [
            (vec![0, 1_700, 8_300, 0], vec![0, 17, 83, 0]),
            (vec![0, 1, 9_999, 0], vec![0, 1, 99, 0]),
            (vec![3_333, 3_333, 3_334, 0], vec![33, 33, 34, 0]),
            (vec![10_000, 0], vec![100, 0]),
            (vec![1, 1, 9_998], vec![1, 1, 98]),
            (vec![9_950, 50], vec![99, 1]),
        ] {
            assert_eq!(hundred(&counts), squares, "{counts:?}");
        }
    }
}
