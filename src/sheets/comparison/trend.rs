//! 走势: averages and totals over more than two years, as lines. A year without the department, or without
//! a total, is shown in words and leaves a gap in the line.

use rust_decimal::Decimal;
use rust_xlsxwriter::Worksheet;

use super::Source;
use super::cells::{ABSENT, NOTHING, colour_changes, difference};
use super::charts;
use super::groups;
use super::layout::GROUPS;
use crate::scoring::PENDING;
use crate::sheets::layer::{Cell, Columns, Page, Rows, Value, Written, or};
use crate::sheets::reference::cell;

/// The years' columns begin here.
const FIRST: u16 = 1;
/// How many departments' lines one chart can show and still be read.
const MOST_LINES: usize = 8;

/// A name with one number a year.
type Row<'a> = (&'a str, Vec<Cell<'a>>);

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Written {
    let years = source.comparison.years.len() as u16;
    let last_column = FIRST + years;
    let note = format!("“{ABSENT}”表示当年没有这个部门。各数随各年得分自动重算。");
    let mut rows = Rows::titled(sheet, "走势", &note, last_column)?;
    rows.section("一、平均分")?;
    let averages = rows.table(&columns(source, "范围"), averages(source))?;
    rows.next();
    rows.section("二、各部门总分")?;
    rows.table(&columns(source, "部门名称"), totals(source))?;
    let last = rows.row() - 1;
    colour_changes(sheet, (2, last), last_column)?;
    let at = last_column + 2;
    charts::averages(sheet, (averages.header.1, averages.last), years, (2, at))?;
    charts::lines(sheet, source, &furthest(source), (22, at))?;
    sheet.set_freeze_panes(2, 1)?;
    Page::landscape((0, 1), (last.max(44), at + 9)).set_up(sheet)
}

/// The departments whose totals went furthest from the first year to the last.
fn furthest(source: &Source) -> Vec<usize> {
    let comparison = source.comparison;
    let last = comparison.years.len() - 1;
    let mut moved: Vec<(Decimal, usize)> = (0..comparison.departments.len())
        .filter_map(|department| {
            let total = |year| comparison.card(department, year)?.total;
            Some(((total(last)? - total(0)?).abs(), department))
        })
        .collect();
    moved.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    moved
        .into_iter()
        .take(MOST_LINES)
        .map(|(_, department)| department)
        .collect()
}

/// A column a year, and what changed from the first to the last.
fn columns<'a>(source: &'a Source, name: &'static str) -> Columns<'a, Row<'a>> {
    let (comparison, formats) = (source.comparison, source.formats);
    let years = comparison.years.len();
    let mut columns = Columns::<Row>::new();
    columns.shrunk(name, 34.0, |row| row.0.into());
    for year in 0..years {
        columns.add(source.year(year), 12.0, &formats.score, move |row| {
            row.1[year].clone()
        });
    }
    columns.live("首末变动", 12.0, &formats.change, move |row, at| {
        let change = match (&row.1[0].value, &row.1[years - 1].value) {
            (Value::Number(first), Value::Number(last)) => Some(last - first),
            _ => None,
        };
        let (first, last) = (cell(at, FIRST), cell(at, FIRST + years as u16 - 1));
        or(change, NOTHING).by(difference(&first, &last, comparison.decimals()))
    });
    columns
}

/// The averages of all and of each group.
fn averages<'a>(source: &'a Source) -> impl Iterator<Item = Row<'a>> {
    let (comparison, layout) = (source.comparison, source.layout);
    let places = comparison.decimals();
    let all = comparison.years.iter().enumerate().map(|(year, of)| {
        let range = layout.overview_column(layout.overview_total(year));
        let totals = of.evaluation.cards.iter().filter_map(|card| card.total);
        let mean = groups::average(totals.clone().sum(), totals.count(), places);
        or(mean, NOTHING).by(format!("IF(COUNT({range})=0,\"{NOTHING}\",ROUND(ROUND(SUM({range}),{places})/COUNT({range}),{places}))"))
    });
    let of_groups = comparison
        .groups
        .iter()
        .enumerate()
        .map(move |(place, group)| {
            let years = group.years.iter().enumerate().map(|(year, of)| {
                let from = cell(groups::row(place), groups::mean(year));
                or(groups::average(of.sum, of.scored, places), NOTHING)
                    .by(format!("{GROUPS}!{from}"))
            });
            (group.name.as_str(), years.collect())
        });
    std::iter::once(("全部部门", all.collect())).chain(of_groups)
}

fn totals<'a>(source: &'a Source) -> impl Iterator<Item = Row<'a>> {
    let (comparison, layout) = (source.comparison, source.layout);
    layout.order.iter().map(|department| {
        let years = (0..comparison.years.len()).map(|year| {
            let card = comparison.card(*department, year);
            let none = if card.is_some() { PENDING } else { ABSENT };
            or(card.and_then(|card| card.total), none).by(layout.score_cell(
                year,
                *department,
                layout.total(year),
            ))
        });
        (
            comparison.newest(*department).name.as_str(),
            years.collect(),
        )
    })
}
