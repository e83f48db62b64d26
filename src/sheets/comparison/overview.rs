//! 年度对比总表: each department's total, grade and rank by year, how they changed, and by what.

use rust_decimal::Decimal;
use rust_xlsxwriter::{ChartEmptyCells, Format, Sparkline, Worksheet};

use super::Source;
use super::cells::{ABSENT, NOTHING, PARTS, colour_changes, difference, identity, parts};
use super::layout::{GROUP, OVERVIEW};
use crate::analysis::comparison::Continuity;
use crate::decimal::fixed;
use crate::intake::Record;
use crate::scoring::PENDING;
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Written, or};
use crate::sheets::reference::cell;
use crate::sheets::style;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Written {
    let (comparison, layout) = (source.comparison, source.layout);
    let years = comparison.years.iter();
    let years: Vec<String> = years.map(|year| year.year.to_string()).collect();
    let same_year = comparison.is_same_year();
    let step = comparison.steps.len() - 1;
    let departments = 0..comparison.departments.len();
    let has_change = |one: &usize| comparison.change(*one, step).is_some();
    let note = format!(
        "共 {} 个部门，后两年都有的 {} 个，都有总分、可以对比的 {} 个。按对比时总分变动从高到低排列，可以另行排序；变动 = 规则影响 + 表现影响 + 不能拆分。",
        departments.len(),
        comparison.steps[step].changes.iter().flatten().count(),
        departments.filter(has_change).count(),
    );
    let title = match same_year {
        true => format!("{} 年度部门整体支出绩效：两本规则书对比", years[0]),
        false => format!("{} 年度部门整体支出绩效对比", years.join("、")),
    };
    let columns = columns(source);
    let mut rows = Rows::titled(sheet, &title, &note, columns.last())?;
    let table = rows.begin(&columns)?;
    // Some programs print signs of a column that is hidden for being too narrow.
    let unseen = Format::new().set_num_format(";;;");
    for year in 0..comparison.years.len() {
        rows.sheet.set_column_hidden(layout.plotted(year))?;
        let name = source.year(year);
        rows.sheet
            .write_string(table.header.1, layout.plotted(year), name)?;
    }
    for department in &layout.order {
        let row = Row {
            source,
            department: *department,
        };
        for year in 0..comparison.years.len() {
            if let Some(total) = row.total_of(year) {
                let from = cell(rows.row(), layout.overview_total(year));
                rows.put(layout.plotted(year), Cell::from(total).by(from), &unseen)?;
            }
        }
        row.sparkline(&mut rows)?;
        rows.item(&columns, &row)?;
    }
    let table = rows.end(table);
    colour(sheet, source, (table.first, table.last))?;
    table.finish(sheet, GROUP)
}

fn columns<'a>(source: &'a Source) -> Columns<'a, Row<'a>> {
    let (comparison, formats) = (source.comparison, source.formats);
    let (years, steps) = (comparison.years.len(), comparison.steps.len());
    let names = (0..comparison.departments.len())
        .map(|department| style::width(&comparison.newest(department).name))
        .max();
    let names = names.unwrap_or_default() as f64 + 2.0;
    let mut columns = Columns::<Row>::new();
    identity(&mut columns, names.clamp(16.0, 27.0));
    columns.shrunk("主管部门", 18.0, |row| {
        row.as_ref().group.as_deref().into()
    });
    for year in 0..years {
        columns.add(
            ("总分", source.year(year)),
            8.0,
            &formats.total,
            move |row| row.total(year),
        );
    }
    if source.layout.sparkline().is_some() {
        columns.text(("总分", "走势"), 8.0, |_| "".into());
    }
    for step in 0..steps {
        let band = format!("总分变动（{}）", source.between(step));
        let change = (band.clone(), "变动");
        columns.live(change, 9.0, &formats.total_change, move |row, at| {
            row.change(at, step)
        });
        for (part, name) in PARTS.into_iter().enumerate() {
            let header = (band.clone(), name);
            columns.live(header, 8.5, &formats.part, move |row, at| {
                row.part(at, step, part)
            });
        }
    }
    for year in 0..years {
        columns.add(
            ("等级", source.year(year)),
            8.0,
            &STYLE.grade,
            move |row| row.grade(year),
        );
    }
    for year in 0..years {
        columns.integer(("名次", source.year(year)), 7.0, move |row| {
            row.rank(year)
        });
    }
    for step in 0..steps {
        let name = match steps {
            1 => "升降".to_string(),
            _ => format!("{} 升降", comparison.years[step + 1].short()),
        };
        columns.live(("名次", name), 8.0, &formats.places, move |row, at| {
            row.rise(at, step)
        });
    }
    columns
        .wrapped("备注", 28.0, |row| row.remark().into())
        .header_height(0, 24.0)
        .header_height(1, 24.0)
        .least(20.0);
    columns
}

/// One department.
struct Row<'a> {
    source: &'a Source<'a>,
    department: usize,
}

impl AsRef<Record> for Row<'_> {
    fn as_ref(&self) -> &Record {
        self.source.comparison.newest(self.department)
    }
}

impl<'a> Row<'a> {
    /// A cell that is taken from a column of a year's scores.
    fn taken(&self, cell: Cell<'a>, year: usize, column: u16) -> Cell<'a> {
        cell.by(self.source.layout.score_cell(year, self.department, column))
    }

    fn total_of(&self, year: usize) -> Option<Decimal> {
        self.source.comparison.card(self.department, year)?.total
    }

    fn rank_of(&self, year: usize) -> Option<Decimal> {
        let rank = self.source.comparison.rank(self.department, year)?;
        Some(rank.into())
    }

    fn total(&self, year: usize) -> Cell<'a> {
        let card = self.source.comparison.card(self.department, year);
        let none = if card.is_some() { PENDING } else { ABSENT };
        self.taken(
            or(self.total_of(year), none),
            year,
            self.source.layout.total(year),
        )
    }

    fn grade(&self, year: usize) -> Cell<'a> {
        let grade = self.source.comparison.grade(self.department, year);
        self.taken(
            grade.unwrap_or(ABSENT).into(),
            year,
            self.source.layout.grade(year),
        )
    }

    fn rank(&self, year: usize) -> Cell<'a> {
        self.taken(
            or(self.rank_of(year), NOTHING),
            year,
            self.source.layout.rank(year),
        )
    }

    fn change(&self, at: u32, step: usize) -> Cell<'a> {
        let (comparison, layout) = (self.source.comparison, self.source.layout);
        let total = |year| cell(at, layout.overview_total(year));
        or(comparison.change(self.department, step), NOTHING).by(difference(
            &total(step),
            &total(step + 1),
            comparison.decimals(),
        ))
    }

    fn part(&self, at: u32, step: usize, part: usize) -> Cell<'a> {
        let split = self.source.split(self.department, step);
        let change = cell(at, self.source.layout.overview_change(step));
        let sum = self.source.part_sum(self.department, step, part);
        or(split.map(|split| parts(split)[part]), NOTHING).by(match sum {
            Some(sum) => format!("IF(ISNUMBER({change}),{sum},\"{NOTHING}\")"),
            None => format!("\"{NOTHING}\""),
        })
    }

    /// By how many places it rose.
    fn rise(&self, at: u32, step: usize) -> Cell<'a> {
        let rank = |year| cell(at, self.source.layout.overview_rank(year));
        let ranks = self.rank_of(step).zip(self.rank_of(step + 1));
        or(ranks.map(|(last, this)| last - this), NOTHING).by(difference(
            &rank(step + 1),
            &rank(step),
            0,
        ))
    }

    /// A line over the years, where there are two totals at least. A text would be drawn as 0: where one
    /// stands among the totals, the line is that of the hidden columns, with a gap.
    fn sparkline(&self, rows: &mut Rows) -> Written {
        let (layout, years) = (self.source.layout, self.source.comparison.years.len());
        let Some(column) = layout.sparkline() else {
            return Ok(());
        };
        let totals = (0..years).filter(|year| self.total_of(*year).is_some());
        let (first, last) = match totals.count() {
            count if count == years => (layout.overview_total(0), layout.overview_total(years - 1)),
            count if count >= 2 => (layout.plotted(0), layout.plotted(years - 1)),
            _ => return Ok(()),
        };
        let row = rows.row();
        let line = Sparkline::new()
            .set_range((OVERVIEW, row, first, row, last))
            .show_markers(true)
            .set_line_weight(1.5)
            .show_hidden_data(true)
            .show_empty_cells_as(ChartEmptyCells::Gaps);
        rows.sheet.add_sparkline(row, column, &line)?;
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
                Some(Continuity::Renamed) => {
                    let old = old.map_or("", |record| record.name.as_str());
                    parts.push(format!("{}名为“{old}”", last.told()));
                }
                Some(Continuity::Recoded) => {
                    let old = old.and_then(|record| record.code.as_deref()).unwrap_or("");
                    parts.push(format!("{}编码为 {old}", last.told()));
                }
                Some(Continuity::New) => parts.push(format!("{}新增", this.told())),
                Some(Continuity::Returned) => parts.push(format!("{}重新出现", this.told())),
                Some(Continuity::Closed) => parts.push(format!("{}没有这个部门", this.told())),
                Some(Continuity::Unmatched) => parts.push("同年有重复，无法对应".to_string()),
                Some(Continuity::Kept) | None => {}
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
                    "{}待定（已评 {scored}），缺：{lacking}",
                    year.told()
                ));
            }
        }
        parts.dedup();
        parts.join("；")
    }
}

fn colour(sheet: &mut Worksheet, source: &Source, rows: (u32, u32)) -> Written {
    let (comparison, layout) = (source.comparison, source.layout);
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
