//! 2020年得分 and its like: each year's scores as values, from which every change is worked out; and
//! 2020数据按2021规则: the same figures under the next year's rules.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Source;
use super::cells::{self, ABSENT, NOT_SCORED, NOTHING, Shown, formula, value};
use super::layout::{CODE, FIRST_ROW, GROUP, HEADER_ROWS, NAME};
use crate::scoring::PENDING;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::{cell, number};
use crate::sheets::style;

/// Writes a year's scores.
pub fn write_year(sheet: &mut Worksheet, source: &Source, year: usize) -> Result<(), XlsxError> {
    let (comparison, layout) = (source.comparison, source.layout);
    let of = &comparison.years[year];
    let note = format!(
        "来自“{}”，规则书：{}（{} 版本 {}）。各项得分、等级、名次是评分结果的数值；总分是各项之和。“{ABSENT}”表示当年没有这个部门。",
        of.file, of.evaluation.book.name, of.evaluation.book.id, of.evaluation.book.version
    );
    let title = format!("{} 年度得分", of.year);
    header(sheet, source, year, &title, &note, true)?;
    for department in 0..comparison.departments.len() {
        let row = layout.score_row(department);
        identity(sheet, source, department, Some(year))?;
        let Some(card) = comparison.card(department, year) else {
            for column in layout.indicator(0)..=layout.rank(year) {
                let shown = if column == layout.total(year) {
                    ABSENT
                } else {
                    ""
                };
                sheet.write_string_with_format(row, column, shown, &source.style.center)?;
            }
            sheet.write_string_with_format(row, layout.grade(year), ABSENT, &source.style.grade)?;
            sheet.write_string_with_format(
                row,
                layout.rank(year),
                NOTHING,
                &source.style.integer,
            )?;
            continue;
        };
        let scores: Vec<Option<Decimal>> = card.indicators.iter().map(|one| one.score).collect();
        write_scores(sheet, source, year, row, &scores, PENDING)?;
        let grade = card.grade.as_deref().unwrap_or(PENDING);
        sheet.write_string_with_format(row, layout.grade(year), grade, &source.style.grade)?;
        let rank = comparison.rank(department, year).map(Decimal::from);
        let rank = Shown::or(rank, NOTHING);
        value(sheet, row, layout.rank(year), &rank, &source.style.integer)?;
    }
    finish(sheet, source, layout.rank(year))
}

/// Writes the scores of a step's earlier figures under its later rules.
pub fn write_again(sheet: &mut Worksheet, source: &Source, step: usize) -> Result<(), XlsxError> {
    let (comparison, layout) = (source.comparison, source.layout);
    let (last, this) = (&comparison.years[step], &comparison.years[step + 1]);
    let note = format!(
        "{} 年的数据（“{}”）按 {} 年的规则书（{}）重新评分，用来分清变动中有多少来自规则、多少来自表现。“{NOT_SCORED}”表示上年的数据不够评这一项。",
        last.year, last.file, this.year, this.evaluation.book.id
    );
    let title = format!("{} 年的数据按 {} 年的规则评分", last.year, this.year);
    header(sheet, source, step + 1, &title, &note, false)?;
    let rescored = &comparison.steps[step].rescored;
    for (department, followed) in comparison.departments.iter().enumerate() {
        let row = layout.score_row(department);
        identity(sheet, source, department, Some(step))?;
        let Some(place) = followed.places[step] else {
            for column in layout.indicator(0)..=layout.total(step + 1) {
                let shown = if column == layout.total(step + 1) {
                    ABSENT
                } else {
                    ""
                };
                sheet.write_string_with_format(row, column, shown, &source.style.center)?;
            }
            continue;
        };
        let indicators = this.evaluation.book.indicators.len();
        let scores: Vec<Option<Decimal>> = (0..indicators)
            .map(|indicator| rescored.score(place, indicator).as_ref().ok().copied())
            .collect();
        write_scores(sheet, source, step + 1, row, &scores, NOT_SCORED)?;
    }
    finish(sheet, source, layout.total(step + 1))
}

/// One department's scores and their sum.
fn write_scores(
    sheet: &mut Worksheet,
    source: &Source,
    year: usize,
    row: u32,
    scores: &[Option<Decimal>],
    none: &str,
) -> Result<(), XlsxError> {
    let (layout, formats) = (source.layout, source.formats);
    for (indicator, score) in scores.iter().enumerate() {
        let column = layout.indicator(indicator);
        value(sheet, row, column, &Shown::or(*score, none), &formats.score)?;
    }
    let (first, last) = layout.indicator_columns(year);
    let range = format!("{}:{}", cell(row, first), cell(row, last));
    let sum = format!(
        "IF(COUNT({range})={},ROUND(SUM({range}),{}),\"{none}\")",
        scores.len(),
        source.comparison.decimals()
    );
    let total = Shown::or(scores.iter().copied().sum(), none);
    formula(sheet, row, layout.total(year), sum, &total, &formats.total)
}

/// Code, name and 主管部门: as the year had them, else as the department last had them.
fn identity(
    sheet: &mut Worksheet,
    source: &Source,
    department: usize,
    year: Option<usize>,
) -> Result<(), XlsxError> {
    let (comparison, style) = (source.comparison, source.style);
    let row = source.layout.score_row(department);
    let of_year = year.and_then(|year| comparison.record(department, year));
    let record = of_year.unwrap_or_else(|| comparison.newest(department));
    cells::identity(sheet, row, record, style)?;
    let group = record.group.as_deref().unwrap_or_default();
    sheet.write_string_with_format(row, GROUP, group, &style.shrunk)?;
    Ok(())
}

fn header(
    sheet: &mut Worksheet,
    source: &Source,
    year: usize,
    title: &str,
    note: &str,
    standing: bool,
) -> Result<(), XlsxError> {
    let (layout, style) = (source.layout, source.style);
    let book = source.comparison.years[year].evaluation.book;
    let last = if standing {
        layout.rank(year)
    } else {
        layout.total(year)
    };
    page::title(sheet, title, note, last, style)?;
    let (names, points) = HEADER_ROWS;
    let mut tall = vec![(CODE, "部门编码"), (NAME, "部门名称"), (GROUP, "主管部门")];
    if standing {
        tall.extend([(layout.grade(year), "等级"), (layout.rank(year), "名次")]);
    }
    for (column, text) in tall {
        sheet.merge_range(names, column, points, column, text, &style.header)?;
    }
    let mut tallest: f64 = 45.0;
    for (place, indicator) in book.indicators.iter().enumerate() {
        let column = layout.indicator(place);
        sheet.write_string_with_format(names, column, &indicator.name, &style.subheader)?;
        let most = number(indicator.points);
        sheet.write_number_with_format(points, column, most, &style.subheader)?;
        sheet.set_column_width(column, 7)?;
        tallest = tallest.max(style::height(&indicator.name, 7.0));
    }
    let total = layout.total(year);
    sheet.write_string_with_format(names, total, "总分", &style.header)?;
    let most: f64 = number(book.points);
    sheet.write_number_with_format(points, total, most, &style.subheader)?;
    sheet.set_column_width(total, 9)?;
    sheet.set_row_height(names, tallest.min(130.0))?;
    if standing {
        sheet.set_column_width(layout.grade(year), 6)?;
        sheet.set_column_width(layout.rank(year), 6)?;
    }
    Ok(())
}

fn finish(sheet: &mut Worksheet, source: &Source, last: u16) -> Result<(), XlsxError> {
    let departments = source.comparison.departments.len() as u32;
    let last_row = FIRST_ROW + departments.max(1) - 1;
    sheet.set_column_width(CODE, 10)?;
    sheet.set_column_width(NAME, 26)?;
    sheet.set_column_width(GROUP, 22)?;
    sheet.set_freeze_panes(FIRST_ROW, GROUP)?;
    page::set_up(sheet, &Page::landscape(HEADER_ROWS, (last_row, last)))
}
