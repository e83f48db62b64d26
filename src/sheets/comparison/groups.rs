//! 主管部门对比: averages by year and their changes, best and worst movers.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Source;
use super::cells::{NOTHING, Shown, colour_changes, difference, formula, value};
use super::charts;
use super::layout::{FIRST_ROW, GROUP, HEADER_ROWS};
use crate::analysis::comparison::Group;
use crate::analysis::comparison::cause::signed;
use crate::decimal;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::cell;

const NAME: u16 = 0;
/// The columns of a year: departments, with a total, mean.
const YEAR: u16 = 3;
/// The columns of a step: change of the mean, compared departments, their mean change, best, worst.
const STEP: u16 = 5;
const MOVER_WIDTH: f64 = 30.0;

/// The column of a year's mean.
pub fn mean(year: usize) -> u16 {
    1 + YEAR * year as u16 + 2
}

/// The row of a group.
pub fn row(group: usize) -> u32 {
    FIRST_ROW + group as u32
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, style) = (source.comparison, source.style);
    let years = comparison.years.len();
    let last_column = step_column(years, comparison.steps.len()) - 1;
    let note = "各部门归入最近一年的主管部门。平均分是当年有总分的部门的平均；可比部门是两年都有总分的部门。";
    page::title(sheet, "主管部门对比", note, last_column, style)?;
    header(sheet, source)?;
    for (place, group) in comparison.groups.iter().enumerate() {
        let row = row(place);
        Row { source, group, row }.write(sheet)?;
    }
    let last = FIRST_ROW + comparison.groups.len() as u32 - 1;
    sheet.set_column_width(NAME, 28)?;
    sheet.set_column_range_width(1, last_column, 10)?;
    for step in 0..comparison.steps.len() {
        let first = step_column(years, step);
        sheet.set_column_range_width(first + 3, first + 4, MOVER_WIDTH)?;
        for column in [first, first + 2] {
            colour_changes(sheet, (FIRST_ROW, last), column)?;
        }
    }
    sheet.set_freeze_panes(FIRST_ROW, 1)?;
    let means = (0..years).map(mean);
    charts::groups(sheet, source, (FIRST_ROW, last), means, (last + 2, 0))?;
    page::set_up(
        sheet,
        &Page::landscape(HEADER_ROWS, (last + 22, last_column)),
    )
}

fn step_column(years: usize, step: usize) -> u16 {
    1 + YEAR * years as u16 + STEP * step as u16
}

fn header(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, style) = (source.comparison, source.style);
    let (top, low) = HEADER_ROWS;
    sheet.merge_range(top, NAME, low, NAME, "主管部门", &style.header)?;
    let mut band = |first: u16, title: &str, names: &[&str]| {
        let last = first + names.len() as u16 - 1;
        sheet.merge_range(top, first, top, last, title, &style.header)?;
        for (column, text) in (first..).zip(names) {
            sheet.write_string_with_format(low, column, *text, &style.subheader)?;
        }
        Ok::<(), XlsxError>(())
    };
    for (place, year) in comparison.years.iter().enumerate() {
        let names = ["部门数", "有总分的", "平均分"];
        band(mean(place) - 2, &format!("{} 年", year.year), &names)?;
    }
    for step in 0..comparison.steps.len() {
        let (from, to) = (comparison.years[step].year, comparison.years[step + 1].year);
        let names = [
            "平均分变动",
            "可比部门",
            "可比部门平均变动",
            "上升最多",
            "下降最多",
        ];
        let first = step_column(comparison.years.len(), step);
        band(first, &format!("{from} → {to}"), &names)?;
    }
    sheet.set_row_height(low, 32)?;
    Ok(())
}

struct Row<'a> {
    source: &'a Source<'a>,
    group: &'a Group,
    row: u32,
}

impl Row<'_> {
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let Source {
            comparison, style, ..
        } = self.source;
        sheet.write_string_with_format(self.row, NAME, &self.group.name, &style.shrunk)?;
        for year in 0..comparison.years.len() {
            self.year(sheet, year)?;
        }
        for step in 0..comparison.steps.len() {
            self.step(sheet, step)?;
        }
        sheet.set_row_height(self.row, 32)?;
        Ok(())
    }

    /// Count and mean of a column of the overview over the group's departments.
    fn mean(
        &self,
        sheet: &mut Worksheet,
        (from, column): (u16, u16),
        (count, sum): (usize, Decimal),
        least: &str,
        format: &rust_xlsxwriter::Format,
    ) -> Result<(), XlsxError> {
        let Source {
            comparison,
            layout,
            style,
            ..
        } = self.source;
        let places = comparison.decimals();
        let counted = Shown::Number(Decimal::from(count));
        let mean = sum
            .checked_div(Decimal::from(count))
            .map(|mean| decimal::round(mean, places));
        let mean = Shown::or(mean, NOTHING);
        let name = &self.group.name;
        // A name with a wildcard would match others, too.
        if name.contains(['*', '?', '~']) || name.starts_with(['=', '<', '>']) {
            value(sheet, self.row, column, &counted, &style.integer)?;
            return value(sheet, self.row, column + 1, &mean, format);
        }
        let (groups, values) = (layout.overview_column(GROUP), layout.overview_column(from));
        let own = format!("${}", cell(self.row, NAME));
        let text = format!("COUNTIFS({groups},{own},{values},\">={least}\")");
        formula(sheet, self.row, column, text, &counted, &style.integer)?;
        let text = format!(
            "IF({0}=0,\"{NOTHING}\",ROUND(ROUND(SUMIFS({values},{groups},{own}),{places})/{0},{places}))",
            cell(self.row, column)
        );
        formula(sheet, self.row, column + 1, text, &mean, format)
    }

    fn year(&self, sheet: &mut Worksheet, year: usize) -> Result<(), XlsxError> {
        let Source {
            layout,
            style,
            formats,
            ..
        } = self.source;
        let of = &self.group.years[year];
        let first = mean(year) - 2;
        let departments = Shown::Number(Decimal::from(of.departments));
        value(sheet, self.row, first, &departments, &style.integer)?;
        let columns = (layout.overview_total(year), first + 1);
        self.mean(sheet, columns, (of.scored, of.sum), "0", &formats.score)
    }

    fn step(&self, sheet: &mut Worksheet, step: usize) -> Result<(), XlsxError> {
        let Source {
            comparison,
            layout,
            style,
            formats,
            ..
        } = self.source;
        let places = comparison.decimals();
        let first = step_column(comparison.years.len(), step);
        let of = &self.group.steps[step];
        let shown = |year: usize| {
            let of = &self.group.years[year];
            let mean = of.sum.checked_div(Decimal::from(of.scored))?;
            Some(decimal::round(mean, places))
        };
        let change = shown(step)
            .zip(shown(step + 1))
            .map(|(last, this)| this - last);
        let text = difference(
            &cell(self.row, mean(step)),
            &cell(self.row, mean(step + 1)),
            places,
        );
        formula(
            sheet,
            self.row,
            first,
            text,
            &Shown::or(change, NOTHING),
            &formats.change,
        )?;
        let columns = (layout.overview_change(step), first + 1);
        // No change is so great a fall.
        self.mean(
            sheet,
            columns,
            (of.compared, of.sum),
            "-1000000",
            &formats.change,
        )?;
        for (column, mover) in [(first + 3, of.best), (first + 4, of.worst)] {
            let text = mover.map_or_else(
                || NOTHING.to_string(),
                |(department, change)| {
                    let name = &comparison.newest(department).name;
                    format!("{name} {}", signed(change, places))
                },
            );
            sheet.write_string_with_format(self.row, column, &text, &style.wrapped)?;
        }
        Ok(())
    }
}
