//! 名次把握: how far judgements may move every total, rank and grade, in numbers, one sentence, and a chart of ranks.

use rust_xlsxwriter::{Chart, ChartFormat, ChartSolidFill, ChartType, Color, Worksheet, XlsxError};

use super::top;
use crate::analysis::Evaluation;
use crate::problem::Severity;
use crate::questions::certainty::draw::DRAWS;
use crate::questions::certainty::{Certainty, told};
use crate::sheets::layer::{Page, number};
use crate::sheets::style::{self, Style};

pub const SHEET: &str = "名次把握";

/// The columns before the grades.
const HEADERS: [(&str, f64); 10] = [
    ("名次", 6.0),
    ("部门编码", 10.0),
    ("部门名称", 26.0),
    ("总分", 8.0),
    ("等级", 6.0),
    ("最低总分", 8.0),
    ("最高总分", 8.0),
    ("最宽的名次", 13.0),
    ("九成的名次：最好", 9.0),
    ("九成的名次：最差", 9.0),
];
const AFTER: [(&str, f64); 3] = [
    ("在下一名之前的把握", 10.0),
    ("分不清的一组", 8.0),
    ("一句话", 90.0),
];
const FIRST_ROW: u32 = 3;
/// Of more departments a chart of ranks cannot be read.
const MOST_CHARTED: usize = 120;

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    certainty: &Certainty,
    style: &Style,
) -> Result<(), XlsxError> {
    let grades: Vec<&str> = evaluation
        .book
        .grades
        .iter()
        .map(|grade| &*grade.name)
        .collect();
    let heads: Vec<String> = grades
        .iter()
        .map(|grade| format!("得{grade}的可能"))
        .collect();
    let headers: Vec<(&str, f64)> = HEADERS
        .into_iter()
        .chain(heads.iter().map(|head| (head.as_str(), 9.0)))
        .chain(AFTER)
        .collect();
    let (after, last) = (
        (HEADERS.len() + grades.len()) as u16,
        headers.len() as u16 - 1,
    );
    let note = format!(
        "评定的分数换一个人可能略有不同。设想{}：最低、最高总分和最宽的名次是精确的界限；可能和九成的名次来自 {DRAWS} 次抽签（每次所有部门的评定同时变动），误差约 {}。已得满分的评定只会往下变，所以满分多的部门，可能偏低。",
        told::tolerance(certainty.tolerance),
        told::error()
    );
    top::title(sheet, SHEET, &note, last)?;
    top::header(sheet, FIRST_ROW - 1, &headers)?;
    sheet.set_row_height(FIRST_ROW - 1, 46)?;
    let tier = |place: usize| {
        certainty
            .tiers
            .iter()
            .position(|tier| tier.contains(&place))
    };
    let unsure = style
        .grade
        .clone()
        .set_background_color(style::problem_fill(Severity::Warning));
    let chance = style.center.clone().set_num_format("0%;;–");
    let mut row = FIRST_ROW;
    for place in &evaluation.ranking.order {
        let (Some(bounds), Some(total)) =
            (&certainty.bounds[*place], evaluation.cards[*place].total)
        else {
            continue;
        };
        let (record, card) = (
            &evaluation.dataset.records[*place],
            &evaluation.cards[*place],
        );
        let said = told::sentence(certainty, evaluation, *place, bounds);
        let texts = [
            (1, record.code.clone().unwrap_or_default(), &style.center),
            (2, record.name.clone(), &style.shrunk),
            (
                4,
                card.grade.clone().unwrap_or_default(),
                if bounds.is_sure() {
                    &style.grade
                } else {
                    &unsure
                },
            ),
            (
                7,
                bounds.ranks.map_or("—".into(), told::ranks),
                &style.center,
            ),
            (
                after,
                told::before_next(certainty, *place).unwrap_or_else(|| "—".into()),
                &style.center,
            ),
            (last, said.clone(), &style.wrapped),
        ];
        for (column, text, format) in texts {
            sheet.write_string_with_format(row, column, text, format)?;
        }
        let drawn = certainty.drawn.ranks[*place];
        let ranks = [
            (0, evaluation.ranking.ranks[*place]),
            (8, drawn.map(|(best, _)| best)),
            (9, drawn.map(|(_, worst)| worst)),
            (
                after + 1,
                tier(*place).and_then(|tier| u32::try_from(tier + 1).ok()),
            ),
        ];
        for (column, rank) in ranks {
            match rank {
                Some(rank) => {
                    sheet.write_number_with_format(row, column, f64::from(rank), &style.integer)?
                }
                None => sheet.write_string_with_format(row, column, "—", &style.center)?,
            };
        }
        sheet.write_number_with_format(row, 3, number(total), &style.total)?;
        sheet.write_number_with_format(row, 5, number(bounds.lowest), &style.score)?;
        sheet.write_number_with_format(row, 6, number(bounds.highest), &style.score)?;
        for (column, count) in (HEADERS.len() as u16..).zip(&certainty.drawn.grades[*place]) {
            let share = f64::from(*count) / f64::from(DRAWS);
            sheet.write_number_with_format(row, column, share, &chance)?;
        }
        // Hidden: how long the bar of ranks is, and where it begins.
        if let Some((best, worst)) = drawn {
            sheet.write_number(row, last + 1, f64::from(best - 1))?;
            sheet.write_number(row, last + 2, f64::from(worst - best + 1))?;
        }
        sheet.set_row_height(row, style::height(&said, 70.0).max(18.0))?;
        row += 1;
    }
    let last_row = row.max(FIRST_ROW + 1) - 1;
    for column in [last + 1, last + 2] {
        sheet.set_column_hidden(column)?;
    }
    let ranked = evaluation.ranking.ranks.iter().flatten().count();
    if (1..=MOST_CHARTED).contains(&ranked) {
        chart(sheet, (FIRST_ROW, FIRST_ROW + ranked as u32 - 1), last)?;
    }
    sheet.set_freeze_panes(FIRST_ROW, 3)?;
    Page::landscape((FIRST_ROW - 1, FIRST_ROW - 1), (last_row, last)).set_up(sheet)
}

/// The ranks as bars, the best at the top.
fn chart(sheet: &mut Worksheet, (first, last): (u32, u32), column: u16) -> Result<(), XlsxError> {
    let mut chart = Chart::new(ChartType::BarStacked);
    let names = (SHEET, first, 2, last, 2);
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
                .set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(0x5B9BD5))),
        )
        .set_gap(40);
    chart.title().set_name("十次里九次的名次");
    chart.legend().set_hidden();
    chart.x_axis().set_reverse();
    chart.show_hidden_data();
    let height = 120 + 18 * (last - first + 1);
    chart.set_width(620).set_height(height);
    sheet.insert_chart(FIRST_ROW - 1, column + 3, &chart)?;
    Ok(())
}
