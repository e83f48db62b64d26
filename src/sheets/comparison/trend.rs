//! 走势: averages and totals over more than two years, as lines. A year without the department, or without
//! a total, is shown in words and leaves a gap in the line.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Source;
use super::cells::{ABSENT, NOTHING, Shown, colour_changes, difference, formula};
use super::charts;
use super::groups;
use super::layout::GROUPS;
use crate::decimal;
use crate::scoring::PENDING;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::cell;

const NAME: u16 = 0;
/// The years' columns begin here.
const FIRST: u16 = 1;
/// How many departments' lines one chart can show and still be read.
const MOST_LINES: usize = 8;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, style) = (source.comparison, source.style);
    let years = comparison.years.len();
    let last_column = FIRST + years as u16;
    let note = format!("“{ABSENT}”表示当年没有这个部门。各数随各年得分自动重算。");
    page::title(sheet, "走势", &note, last_column, style)?;
    sheet.set_column_width(NAME, 34)?;
    sheet.set_column_range_width(FIRST, last_column, 12)?;
    let mut tables = Tables {
        sheet,
        source,
        row: 2,
    };
    let averages = tables.averages()?;
    tables.departments()?;
    let last = tables.row - 1;
    colour_changes(tables.sheet, (2, last), last_column)?;
    let at = last_column + 2;
    charts::averages(sheet, averages, years as u16, (2, at))?;
    charts::lines(sheet, source, &furthest(source), (22, at))?;
    sheet.set_freeze_panes(2, 1)?;
    page::set_up(sheet, &Page::landscape((0, 1), (last.max(44), at + 9)))
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

struct Tables<'a> {
    sheet: &'a mut Worksheet,
    source: &'a Source<'a>,
    row: u32,
}

impl Tables<'_> {
    fn header(&mut self, title: &str, first: &str) -> Result<(), XlsxError> {
        let Source {
            comparison, style, ..
        } = self.source;
        self.sheet.set_row_height(self.row, 24)?;
        self.sheet
            .write_string_with_format(self.row, 0, title, &style.section)?;
        self.row += 1;
        self.sheet
            .write_string_with_format(self.row, NAME, first, &style.header)?;
        let years = comparison
            .years
            .iter()
            .map(|year| format!("{} 年", year.year));
        for (column, text) in (FIRST..).zip(years.chain(["首末变动".to_string()])) {
            self.sheet
                .write_string_with_format(self.row, column, &text, &style.header)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A row of one number a year, and what changed from the first to the last.
    fn row(&mut self, name: &str, years: &[(String, Shown)]) -> Result<(), XlsxError> {
        let Source {
            comparison,
            style,
            formats,
            ..
        } = self.source;
        self.sheet
            .write_string_with_format(self.row, NAME, name, &style.shrunk)?;
        for (column, (text, shown)) in (FIRST..).zip(years) {
            formula(
                self.sheet,
                self.row,
                column,
                text.clone(),
                shown,
                &formats.score,
            )?;
        }
        let last = FIRST + years.len() as u16 - 1;
        let ends = (cell(self.row, FIRST), cell(self.row, last));
        let change = match (years.first(), years.last()) {
            (Some((_, Shown::Number(first))), Some((_, Shown::Number(last)))) => Some(last - first),
            _ => None,
        };
        let text = difference(&ends.0, &ends.1, comparison.decimals());
        let shown = Shown::or(change, NOTHING);
        formula(
            self.sheet,
            self.row,
            last + 1,
            text,
            &shown,
            &formats.change,
        )?;
        self.row += 1;
        Ok(())
    }

    /// The averages; the header's and the last row are given back.
    fn averages(&mut self) -> Result<(u32, u32), XlsxError> {
        let Source {
            comparison, layout, ..
        } = self.source;
        let places = comparison.decimals();
        self.header("一、平均分", "范围")?;
        let first = self.row - 1;
        let all: Vec<(String, Shown)> = (0..comparison.years.len())
            .map(|year| {
                let range = layout.overview_column(layout.overview_total(year));
                let text = format!("IF(COUNT({range})=0,\"{NOTHING}\",ROUND(ROUND(SUM({range}),{places})/COUNT({range}),{places}))");
                let cards = comparison.years[year].evaluation.cards.iter();
                let totals: Vec<Decimal> = cards.filter_map(|card| card.total).collect();
                let sum: Decimal = totals.iter().sum();
                let mean = sum.checked_div(Decimal::from(totals.len()));
                (text, Shown::or(mean.map(|mean| decimal::round(mean, places)), NOTHING))
            })
            .collect();
        self.row("全部部门", &all)?;
        for (place, group) in comparison.groups.iter().enumerate() {
            let years: Vec<(String, Shown)> = group
                .years
                .iter()
                .enumerate()
                .map(|(year, of)| {
                    let mean = of.sum.checked_div(Decimal::from(of.scored));
                    let mean = mean.map(|mean| decimal::round(mean, places));
                    let from = format!("{GROUPS}!{}", cell(groups::row(place), groups::mean(year)));
                    (from, Shown::or(mean, NOTHING))
                })
                .collect();
            self.row(&group.name, &years)?;
        }
        let last = self.row - 1;
        self.row += 1;
        Ok((first, last))
    }

    fn departments(&mut self) -> Result<(), XlsxError> {
        let Source {
            comparison, layout, ..
        } = self.source;
        self.header("二、各部门总分", "部门名称")?;
        for department in &layout.order {
            let years: Vec<(String, Shown)> = (0..comparison.years.len())
                .map(|year| {
                    let card = comparison.card(*department, year);
                    let none = if card.is_some() { PENDING } else { ABSENT };
                    let from = layout.score_cell(year, *department, layout.total(year));
                    (from, Shown::or(card.and_then(|card| card.total), none))
                })
                .collect();
            self.row(&comparison.newest(*department).name, &years)?;
        }
        Ok(())
    }
}
