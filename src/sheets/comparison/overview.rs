//! 年度对比总表: each department's total, grade and rank by year, how they changed, and by what.

use rust_decimal::Decimal;
use rust_xlsxwriter::{ChartEmptyCells, Format, Sparkline, Worksheet, XlsxError};

use super::Source;
use super::cells::{ABSENT, NOTHING, Shown, colour_changes, difference, formula, identity};
use super::layout::{CODE, FIRST_ROW, GROUP, HEADER_ROWS, NAME, OVERVIEW};
use crate::analysis::comparison::{Fate, Split};
use crate::decimal::fixed;
use crate::scoring::PENDING;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::cell;
use crate::sheets::style;

const REMARK_WIDTH: f64 = 40.0;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, layout, style) = (source.comparison, source.layout, source.style);
    let years: Vec<String> = comparison
        .years
        .iter()
        .map(|year| year.year.to_string())
        .collect();
    let step = comparison.steps.len() - 1;
    let both = comparison.steps[step].changes.iter().flatten().count();
    let compared = (0..comparison.departments.len())
        .filter(|department| comparison.change(*department, step).is_some())
        .count();
    let note = format!(
        "共 {} 个部门，后两年都有的 {both} 个，都有总分、可以对比的 {compared} 个。按对比时总分变动从高到低排列，可以另行排序；变动 = 规则影响 + 表现影响 + 不能拆分。",
        comparison.departments.len(),
    );
    let title = format!("{} 年度部门整体支出绩效对比", years.join("、"));
    page::title(sheet, &title, &note, layout.remark(), style)?;
    header(sheet, source)?;
    for department in 0..comparison.departments.len() {
        Row {
            source,
            department,
            row: layout.overview_row(department),
        }
        .write(sheet)?;
    }
    colour(sheet, source)?;
    widths(sheet, source)?;
    let (_, last) = layout.overview_rows();
    sheet.set_freeze_panes(FIRST_ROW, GROUP)?;
    sheet.autofilter(HEADER_ROWS.1, CODE, last, layout.remark())?;
    page::set_up(
        sheet,
        &Page::landscape(HEADER_ROWS, (last, layout.remark())),
    )
}

fn header(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, layout, style) = (source.comparison, source.layout, source.style);
    let (top, low) = HEADER_ROWS;
    for (column, text) in [
        (CODE, "部门编码"),
        (NAME, "部门名称"),
        (GROUP, "主管部门"),
        (layout.remark(), "备注"),
    ] {
        sheet.merge_range(top, column, low, column, text, &style.header)?;
    }
    let count = comparison.years.len();
    let band = |sheet: &mut Worksheet, first: u16, last: u16, text: &str| {
        match first == last {
            true => sheet.write_string_with_format(top, first, text, &style.header)?,
            false => sheet.merge_range(top, first, top, last, text, &style.header)?,
        };
        Ok::<(), XlsxError>(())
    };
    band(sheet, layout.overview_total(0), layout.sparkline(), "总分")?;
    sheet.write_string_with_format(low, layout.sparkline(), "走势", &style.subheader)?;
    band(
        sheet,
        layout.overview_grade(0),
        layout.overview_grade(count - 1),
        "等级",
    )?;
    band(
        sheet,
        layout.overview_rank(0),
        layout.rank_change(count - 2),
        "名次",
    )?;
    for (place, year) in comparison.years.iter().enumerate() {
        let text = format!("{} 年", year.year);
        for column in [
            layout.overview_total(place),
            layout.overview_grade(place),
            layout.overview_rank(place),
        ] {
            sheet.write_string_with_format(low, column, &text, &style.subheader)?;
        }
        sheet.write_string(low, layout.plotted(place), &text)?;
    }
    for step in 0..comparison.steps.len() {
        let first = layout.overview_change(step);
        let (from, to) = (comparison.years[step].year, comparison.years[step + 1].year);
        let text = format!("总分变动（{from} → {to}）");
        band(sheet, first, first + 3, &text)?;
        for (offset, text) in ["变动", "规则影响", "表现影响", "不能拆分"]
            .into_iter()
            .enumerate()
        {
            sheet.write_string_with_format(low, first + offset as u16, text, &style.subheader)?;
        }
        let text = if comparison.steps.len() == 1 {
            "升降".to_string()
        } else {
            format!("{to} 升降")
        };
        sheet.write_string_with_format(low, layout.rank_change(step), &text, &style.subheader)?;
    }
    sheet.set_row_height(top, 24)?;
    sheet.set_row_height(low, 24)?;
    Ok(())
}

/// One department.
struct Row<'a> {
    source: &'a Source<'a>,
    department: usize,
    row: u32,
}

impl Row<'_> {
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let Source {
            comparison,
            layout,
            style,
            ..
        } = self.source;
        let record = comparison.newest(self.department);
        identity(sheet, self.row, record, style)?;
        let group = record.group.as_deref().unwrap_or_default();
        sheet.write_string_with_format(self.row, GROUP, group, &style.shrunk)?;
        for year in 0..comparison.years.len() {
            self.year(sheet, year)?;
        }
        sheet.write_blank(self.row, layout.sparkline(), &style.text)?;
        self.sparkline(sheet)?;
        for step in 0..comparison.steps.len() {
            self.step(sheet, step)?;
        }
        let remark = self.remark();
        sheet.write_string_with_format(self.row, layout.remark(), &remark, &style.wrapped)?;
        sheet.set_row_height(self.row, style::height(&remark, REMARK_WIDTH).max(20.0))?;
        Ok(())
    }

    fn year(&self, sheet: &mut Worksheet, year: usize) -> Result<(), XlsxError> {
        let Source {
            comparison,
            layout,
            style,
            formats,
            ..
        } = self.source;
        let card = comparison.card(self.department, year);
        let none = if card.is_some() { PENDING } else { ABSENT };
        let total = card.and_then(|card| card.total);
        let grade = comparison.grade(self.department, year).unwrap_or(ABSENT);
        let rank = comparison.rank(self.department, year).map(Decimal::from);
        for (column, from, shown, format) in [
            (
                layout.overview_total(year),
                layout.total(year),
                Shown::or(total, none),
                &formats.total,
            ),
            (
                layout.overview_grade(year),
                layout.grade(year),
                Shown::Text(grade.into()),
                &style.grade,
            ),
            (
                layout.overview_rank(year),
                layout.rank(year),
                Shown::or(rank, NOTHING),
                &style.integer,
            ),
        ] {
            let from = layout.score_cell(year, self.department, from);
            formula(sheet, self.row, column, from, &shown, format)?;
        }
        if let Some(total) = total {
            let from = cell(self.row, layout.overview_total(year));
            let shown = Shown::Number(total);
            // Some programs print signs of a column that is hidden for being too narrow.
            let unseen = Format::new().set_num_format(";;;");
            formula(sheet, self.row, layout.plotted(year), from, &shown, &unseen)?;
        }
        Ok(())
    }

    fn step(&self, sheet: &mut Worksheet, step: usize) -> Result<(), XlsxError> {
        let Source {
            comparison,
            layout,
            formats,
            ..
        } = self.source;
        let first = layout.overview_change(step);
        let at = |column: u16| cell(self.row, column);
        let change = comparison.change(self.department, step);
        let totals = (
            at(layout.overview_total(step)),
            at(layout.overview_total(step + 1)),
        );
        let text = difference(&totals.0, &totals.1, comparison.decimals());
        let shown = Shown::or(change, NOTHING);
        formula(sheet, self.row, first, text, &shown, &formats.total_change)?;
        let split = comparison.steps[step].changes[self.department].as_ref();
        let split: Option<Split> = split.and_then(|change| change.split());
        let parts = [
            split.map(|split| split.rules),
            split.map(|split| split.performance),
            split.map(|split| split.undivided),
        ];
        for (offset, part) in (1..).zip(parts) {
            // Change, rate, then the parts.
            let column = layout.detail_change(step) + 1 + offset;
            let shown = Shown::or(part, NOTHING);
            let sum = layout.detail_sum(self.department, column, comparison.decimals());
            let text = match sum {
                Some(sum) => format!("IF(ISNUMBER({}),{sum},\"{NOTHING}\")", at(first)),
                None => format!("\"{NOTHING}\""),
            };
            formula(sheet, self.row, first + offset, text, &shown, &formats.part)?;
        }
        let ranks = (
            at(layout.overview_rank(step)),
            at(layout.overview_rank(step + 1)),
        );
        let rank = |year| comparison.rank(self.department, year).map(Decimal::from);
        let rise = rank(step)
            .zip(rank(step + 1))
            .map(|(last, this)| last - this);
        let text = difference(&ranks.1, &ranks.0, 0);
        let shown = Shown::or(rise, NOTHING);
        formula(
            sheet,
            self.row,
            layout.rank_change(step),
            text,
            &shown,
            &formats.places,
        )
    }

    /// A line over the years, where there are two totals at least. A text would be drawn as 0: where one
    /// stands among the totals, the line is that of the hidden columns, with a gap.
    fn sparkline(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let Source {
            comparison, layout, ..
        } = self.source;
        let years = comparison.years.len();
        let has_total = |year: &usize| {
            let card = comparison.card(self.department, *year);
            card.is_some_and(|card| card.total.is_some())
        };
        let columns = match (0..years).filter(has_total).count() {
            count if count == years => (layout.overview_total(0), layout.overview_total(years - 1)),
            count if count >= 2 => (layout.plotted(0), layout.plotted(years - 1)),
            _ => return Ok(()),
        };
        let line = Sparkline::new()
            .set_range((OVERVIEW, self.row, columns.0, self.row, columns.1))
            .show_markers(true)
            .set_line_weight(1.5)
            .show_hidden_data(true)
            .show_empty_cells_as(ChartEmptyCells::Gaps);
        sheet.add_sparkline(self.row, layout.sparkline(), &line)?;
        Ok(())
    }

    /// What became of the department, and why there is no change.
    fn remark(&self) -> String {
        let comparison = self.source.comparison;
        let mut parts = Vec::new();
        for step in 0..comparison.steps.len() {
            let (last, this) = (&comparison.years[step], &comparison.years[step + 1]);
            let old = comparison.record(self.department, step);
            match comparison.fate(self.department, step) {
                Some(Fate::Renamed) => {
                    let old = old.map_or("", |record| record.name.as_str());
                    parts.push(format!("{} 年名为“{old}”", last.year));
                }
                Some(Fate::Recoded) => {
                    let old = old.and_then(|record| record.code.as_deref()).unwrap_or("");
                    parts.push(format!("{} 年编码为 {old}", last.year));
                }
                Some(Fate::New) => parts.push(format!("{} 年新增", this.year)),
                Some(Fate::Returned) => parts.push(format!("{} 年重新出现", this.year)),
                Some(Fate::Closed) => parts.push(format!("{} 年没有这个部门", this.year)),
                Some(Fate::Unmatched) => parts.push("同年有重复，无法对应".to_string()),
                Some(Fate::Kept) | None => {}
            }
        }
        for (place, year) in comparison.years.iter().enumerate() {
            if let Some(card) = comparison.card(self.department, place)
                && card.total.is_none()
            {
                let places = year.evaluation.book.decimals;
                let scored = fixed(card.scored_total, places);
                let lacking = card.lacking.join("、");
                parts.push(format!(
                    "{} 年待定（已评 {scored}），缺：{lacking}",
                    year.year
                ));
            }
        }
        parts.dedup();
        parts.join("；")
    }
}

fn colour(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, layout) = (source.comparison, source.layout);
    let rows = layout.overview_rows();
    for (place, year) in comparison.years.iter().enumerate() {
        let column = layout.overview_grade(place);
        style::colour_grades(sheet, year.evaluation.book, rows, column)?;
    }
    for step in 0..comparison.steps.len() {
        colour_changes(sheet, rows, layout.overview_change(step))?;
        colour_changes(sheet, rows, layout.rank_change(step))?;
    }
    Ok(())
}

fn widths(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, layout) = (source.comparison, source.layout);
    let names = (0..comparison.departments.len())
        .map(|department| style::width(&comparison.newest(department).name))
        .max()
        .unwrap_or_default();
    sheet.set_column_width(CODE, 10)?;
    sheet.set_column_width(NAME, (names as f64 + 2.0).clamp(16.0, 34.0))?;
    sheet.set_column_width(GROUP, 22)?;
    for year in 0..comparison.years.len() {
        sheet.set_column_width(layout.overview_total(year), 9)?;
        sheet.set_column_width(layout.overview_grade(year), 8)?;
        sheet.set_column_width(layout.overview_rank(year), 8)?;
        sheet.set_column_hidden(layout.plotted(year))?;
    }
    sheet.set_column_width(layout.sparkline(), 10)?;
    for step in 0..comparison.steps.len() {
        for column in layout.overview_change(step)..layout.overview_change(step + 1) {
            sheet.set_column_width(column, 10)?;
        }
        sheet.set_column_width(layout.rank_change(step), 9)?;
    }
    sheet.set_column_width(layout.remark(), REMARK_WIDTH)?;
    Ok(())
}
