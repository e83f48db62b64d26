//! 主管部门对比: averages by year and their changes, best and worst movers.

use rust_decimal::Decimal;
use rust_xlsxwriter::Worksheet;

use super::Source;
use super::cells::{NOTHING, colour_changes, difference};
use super::charts;
use super::layout::{FIRST_ROW, GROUP};
use crate::analysis::comparison::SupervisorYears;
use crate::analysis::comparison::cause::signed;
use crate::decimal;
use crate::sheets::formula::is_pattern;
use crate::sheets::layer::{Cell, Columns, Page, Rows, STYLE, Written, or};
use crate::sheets::reference::{cell, fixed_column};

const NAME: u16 = 0;
/// The columns of a year: departments, with a total, mean.
const YEAR: u16 = 3;
/// The columns of a step: change of the mean, compared departments, their mean change, best, worst.
const STEP: u16 = 5;
const WIDTH: f64 = 10.0;
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
pub fn write(sheet: &mut Worksheet, source: &Source) -> Written {
    let (comparison, formats) = (source.comparison, source.formats);
    let (layout, years) = (source.layout, comparison.years.len());
    let mut columns = Columns::<Row>::new();
    columns.shrunk("主管部门", 28.0, |row| (&row.group.name).into());
    for year in 0..years {
        let band = source.year(year);
        let scored = move |row: &Row| (row.group.years[year].scored, row.group.years[year].sum);
        let totals = layout.overview_column(layout.overview_total(year));
        let mean_of = totals.clone();
        columns
            .integer((band.clone(), "部门数"), WIDTH, move |row| {
                row.group.years[year].departments.into()
            })
            .live(
                (band.clone(), "有总分的"),
                WIDTH,
                &STYLE.integer,
                move |row, at| row.count(at, &totals, "0", scored(row).0),
            )
            .live(
                (band, "平均分"),
                WIDTH,
                &formats.score,
                move |row, at| row.mean(at, &mean_of, mean(year) - 1, scored(row)),
            );
    }
    for step in 0..comparison.steps.len() {
        let band = source.between(step);
        let first = step_column(years, step);
        let compared = move |row: &Row| (row.group.steps[step].compared, row.group.steps[step].sum);
        let changes = layout.overview_column(layout.overview_change(step));
        let mean_of = changes.clone();
        columns
            .live(
                (band.clone(), "平均分变动"),
                WIDTH,
                &formats.change,
                move |row, at| row.change(at, step),
            )
            // No change is so great a fall.
            .live(
                (band.clone(), "可比部门"),
                WIDTH,
                &STYLE.integer,
                move |row, at| row.count(at, &changes, "-1000000", compared(row).0),
            )
            .live(
                (band.clone(), "可比部门平均变动"),
                WIDTH,
                &formats.change,
                move |row, at| row.mean(at, &mean_of, first + 1, compared(row)),
            )
            .add(
                (band.clone(), "上升最多"),
                MOVER_WIDTH,
                &STYLE.wrapped,
                move |row| row.mover(row.group.steps[step].best),
            )
            .add(
                (band, "下降最多"),
                MOVER_WIDTH,
                &STYLE.wrapped,
                move |row| row.mover(row.group.steps[step].worst),
            );
    }
    columns.header_height(1, 32.0).least(32.0);
    let note = "各部门归入最近一年的主管部门。平均分是当年有总分的部门的平均；可比部门是两年都有总分的部门。";
    let mut rows = Rows::titled(sheet, "主管部门对比", note, columns.last())?;
    let groups = comparison.groups.iter();
    let table = rows.table(&columns, groups.map(|group| Row { source, group }))?;
    let (first, last) = (table.first, table.last);
    for step in 0..comparison.steps.len() {
        for column in [step_column(years, step), step_column(years, step) + 2] {
            colour_changes(sheet, (first, last), column)?;
        }
    }
    table.freeze(sheet, 1)?;
    let means = (0..years).map(mean);
    let below = last + 2;
    let covered = charts::groups(sheet, source, (first, last), means, (below, 0))?;
    Page::landscape(table.header, (below + covered, table.last_column)).set_up(sheet)
}

fn step_column(years: usize, step: usize) -> u16 {
    1 + YEAR * years as u16 + STEP * step as u16
}

struct Row<'a> {
    source: &'a Source<'a>,
    group: &'a SupervisorYears,
}

impl Row<'_> {
    fn places(&self) -> u32 {
        self.source.comparison.decimals()
    }

    /// A figure with its formula over the departments of the group; a name with a wildcard would match
    /// others, too.
    fn over<'c>(&self, figure: Cell<'c>, formula: String) -> Cell<'c> {
        match is_pattern(&self.group.name) {
            true => figure,
            false => figure.by(formula),
        }
    }

    /// The ranges and criteria that find the group's departments.
    fn own(&self, at: u32) -> String {
        let groups = self.source.layout.overview_column(GROUP);
        format!("{groups},{}", fixed_column(at, NAME))
    }

    /// How many departments have a number in a column of the overview.
    fn count<'c>(&self, at: u32, values: &str, least: &str, count: usize) -> Cell<'c> {
        let own = self.own(at);
        self.over(
            count.into(),
            format!("COUNTIFS({own},{values},\">={least}\")"),
        )
    }

    /// The mean of a column of the overview, from the count in another column.
    fn mean<'c>(
        &self,
        at: u32,
        values: &str,
        counted: u16,
        (count, sum): (usize, Decimal),
    ) -> Cell<'c> {
        let (own, places) = (self.own(at), self.places());
        let mean = average(sum, count, places);
        let formula = format!(
            "IF({0}=0,\"{NOTHING}\",ROUND(ROUND(SUMIFS({values},{own}),{places})/{0},{places}))",
            cell(at, counted)
        );
        self.over(or(mean, NOTHING), formula)
    }

    /// The change of the mean over a step.
    fn change<'c>(&self, at: u32, step: usize) -> Cell<'c> {
        let shown = |year: usize| {
            let of = &self.group.years[year];
            average(of.sum, of.scored, self.places())
        };
        let change = shown(step).zip(shown(step + 1));
        let (before, after) = (cell(at, mean(step)), cell(at, mean(step + 1)));
        or(change.map(|(last, this)| this - last), NOTHING).by(difference(
            &before,
            &after,
            self.places(),
        ))
    }

    fn mover<'c>(&self, mover: Option<(usize, Decimal)>) -> Cell<'c> {
        let Some((department, change)) = mover else {
            return NOTHING.into();
        };
        let name = &self.source.comparison.newest(department).name;
        format!("{name} {}", signed(change, self.places())).into()
    }
}

/// A mean as it is shown.
pub fn average(sum: Decimal, count: usize, places: u32) -> Option<Decimal> {
    let mean = sum.checked_div(Decimal::from(count))?;
    Some(decimal::round(mean, places))
}
