//! 名次把握: how far judgements may move every total, rank and grade, in numbers, one sentence, and a chart of ranks.

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartSolidFill, ChartType, Color, Format, Worksheet, XlsxError,
};

use super::ranked;
use crate::analysis::Evaluation;
use crate::intake::Record;
use crate::problem::Severity;
use crate::questions::certainty::draw::DRAWS;
use crate::questions::certainty::{Bounds, Certainty, told};
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Value, Written};
use crate::sheets::palette;
use crate::sheets::style;

pub const SHEET: &str = "名次把握";

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
    let chance = STYLE.center.clone().set_num_format("0%;;–");
    let plain = Format::new();
    let mut columns = Columns::<Row>::new();
    columns
        .integer("名次", 6.0, |row| {
            ranked(row.evaluation.ranking.ranks[row.place])
        })
        .center("部门编码", 10.0, |row| {
            row.record().code.as_deref().into()
        })
        .shrunk("部门名称", 26.0, |row| (&row.record().name).into())
        .add("总分", 8.0, &STYLE.total, |row| {
            row.evaluation.cards[row.place].total.into()
        })
        .add("等级", 6.0, &STYLE.grade, |row| row.grade())
        .score("最低总分", 8.0, |row| row.bounds.lowest.into())
        .score("最高总分", 8.0, |row| row.bounds.highest.into())
        .center("最宽的名次", 13.0, |row| {
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
        columns.add(head, 9.0, &chance, move |row| row.share(place));
    }
    columns
        .center("在下一名之前的把握", 10.0, |row| {
            let before = told::before_next(row.certainty, row.place);
            before.unwrap_or_else(|| "—".into()).into()
        })
        .integer("分不清的一组", 8.0, |row| ranked(row.tier()))
        .wrapped("一句话", 90.0, |row| row.sentence().into())
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
    let note = format!(
        "评定的分数换一个人可能略有不同。设想{}：最低、最高总分和最宽的名次是精确的界限；可能和九成的名次来自 {DRAWS} 次抽签（每次所有部门的评定同时变动），误差约 {}。已得满分的评定只会往下变，所以满分多的部门，可能偏低。",
        told::tolerance(certainty.tolerance),
        told::error()
    );
    let mut rows = Rows::titled(sheet, SHEET, &note, columns.last())?;
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
