//! 等级变动: how many departments have each grade by year; from which grade to which they went; who moved.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::Source;
use super::cells::{Shown, formula, value};
use super::charts;
use crate::analysis::comparison::cause::signed;
use crate::expr::excel::quoted;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::cell;
use crate::sheets::style;

const WIDTH: f64 = 12.0;
/// The last column, at least; so that the reasons of moves have room.
const LEAST_COLUMNS: u16 = 10;
/// The first of the columns that a reason stands over.
const WHY: u16 = 4;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let comparison = source.comparison;
    // A matrix has a column for its labels, one a grade, and one for sums.
    let columns = (0..comparison.years.len()).map(|year| comparison.grades(year).len() + 1);
    let last_column = columns
        .max()
        .map_or(LEAST_COLUMNS, |columns| LEAST_COLUMNS.max(columns as u16));
    let note = "部门数随“年度对比总表”自动重算。矩阵只计两年都有的部门；“待定”是没有总分的。";
    page::title(sheet, "等级变动", note, last_column, source.style)?;
    sheet.set_column_width(0, 28)?;
    sheet.set_column_range_width(1, last_column, WIDTH)?;
    let mut tables = Tables {
        sheet,
        source,
        row: 2,
        last_column,
    };
    let counts = tables.counts()?;
    for step in (0..comparison.steps.len()).rev() {
        tables.matrix(step)?;
        tables.movers(step)?;
    }
    let last = tables.row - 1;
    charts::grades(
        sheet,
        counts,
        comparison.years.len() as u16,
        (2, last_column + 2),
    )?;
    sheet.set_freeze_panes(2, 1)?;
    page::set_up(sheet, &Page::landscape((0, 1), (last, last_column)))
}

struct Tables<'a> {
    sheet: &'a mut Worksheet,
    source: &'a Source<'a>,
    row: u32,
    last_column: u16,
}

impl Tables<'_> {
    fn title(&mut self, title: &str) -> Result<(), XlsxError> {
        self.sheet.set_row_height(self.row, 24)?;
        let format = &self.source.style.section;
        self.sheet
            .write_string_with_format(self.row, 0, title, format)?;
        self.row += 1;
        Ok(())
    }

    fn header(&mut self, texts: &[String]) -> Result<(), XlsxError> {
        for (column, text) in (0..).zip(texts) {
            let format = &self.source.style.header;
            self.sheet
                .write_string_with_format(self.row, column, text, format)?;
        }
        self.row += 1;
        Ok(())
    }

    fn count(&mut self, column: u16, text: String, count: usize) -> Result<(), XlsxError> {
        let format = &self.source.style.integer;
        let shown = Shown::Number(Decimal::from(count));
        // A grade with a wildcard in its name would count others, too.
        if text.contains(['*', '?', '~']) {
            return value(self.sheet, self.row, column, &shown, format);
        }
        formula(self.sheet, self.row, column, text, &shown, format)
    }

    /// By grade of any year and by year; the header's and the last grade's row are given back.
    fn counts(&mut self) -> Result<(u32, u32), XlsxError> {
        let Source {
            comparison,
            layout,
            style,
            ..
        } = self.source;
        let mut grades: Vec<String> = Vec::new();
        for year in (0..comparison.years.len()).rev() {
            let more = comparison.grades(year).into_iter();
            let more: Vec<String> = more.filter(|grade| !grades.contains(grade)).collect();
            // 待定 stays last.
            let end = grades.len().saturating_sub(1);
            grades.splice(end..end, more);
        }
        self.title("一、各年等级")?;
        let years = comparison
            .years
            .iter()
            .map(|year| format!("{} 年", year.year));
        let header: Vec<String> = ["等级".to_string()].into_iter().chain(years).collect();
        let first = self.row;
        self.header(&header)?;
        for grade in &grades {
            self.sheet
                .write_string_with_format(self.row, 0, grade, &style.grade)?;
            for year in 0..comparison.years.len() {
                let departments = 0..comparison.departments.len();
                let count = departments
                    .filter(|one| comparison.grade(*one, year) == Some(grade))
                    .count();
                let range = layout.overview_column(layout.overview_grade(year));
                let text = format!("COUNTIF({range},{})", quoted(grade));
                self.count(1 + year as u16, text, count)?;
            }
            self.row += 1;
        }
        let last = self.row - 1;
        self.row += 1;
        Ok((first, last))
    }

    fn matrix(&mut self, step: usize) -> Result<(), XlsxError> {
        let Source {
            comparison,
            layout,
            style,
            ..
        } = self.source;
        let (from, to) = (comparison.years[step].year, comparison.years[step + 1].year);
        let matrix = comparison.matrix(step);
        self.title(&format!("{from} → {to} 等级变动（部门数）"))?;
        let mut header = vec![format!("{from} 年（行）＼{to} 年（列）")];
        header.extend(matrix.after.iter().cloned());
        header.push("合计".into());
        self.header(&header)?;
        let ranges =
            [step, step + 1].map(|year| layout.overview_column(layout.overview_grade(year)));
        for (old, counts) in matrix.before.iter().zip(&matrix.counts) {
            self.sheet
                .write_string_with_format(self.row, 0, old, &style.grade)?;
            for (column, (new, count)) in (1..).zip(matrix.after.iter().zip(counts)) {
                let (old, new) = (quoted(old), quoted(new));
                let text = format!("COUNTIFS({},{old},{},{new})", ranges[0], ranges[1]);
                self.count(column, text, *count)?;
            }
            let last = matrix.after.len() as u16;
            let text = format!("SUM({}:{})", cell(self.row, 1), cell(self.row, last));
            self.count(last + 1, text, counts.iter().sum())?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }

    fn movers(&mut self, step: usize) -> Result<(), XlsxError> {
        let Source {
            comparison, style, ..
        } = self.source;
        let movers = comparison.grade_movers(step);
        let (from, to) = (comparison.years[step].year, comparison.years[step + 1].year);
        self.title(&format!("{from} → {to} 等级有变的部门（对比时）"))?;
        if movers.is_empty() {
            self.sheet
                .write_string_with_format(self.row, 0, "没有。", &style.note)?;
            self.row += 2;
            return Ok(());
        }
        let mut header: Vec<String> = ["部门名称", "原等级", "现等级", "总分变动"]
            .map(String::from)
            .into();
        header.push(String::new());
        self.header(&header)?;
        let (row, last) = (self.row - 1, self.last_column);
        let why = "影响最大的指标";
        self.sheet
            .merge_range(row, WHY, row, last, why, &style.header)?;
        let places = comparison.decimals();
        for department in movers {
            let grade = |year| {
                comparison
                    .grade(department, year)
                    .unwrap_or_default()
                    .to_string()
            };
            let change = comparison.change(department, step);
            let why: Vec<String> = comparison
                .causes(department, step)
                .into_iter()
                .map(|cause| comparison.told(cause))
                .collect();
            let why = match change {
                Some(_) => why.join("；"),
                None => self.source.pending(department, [step, step + 1]),
            };
            let texts = [
                (0, comparison.newest(department).name.clone(), &style.shrunk),
                (1, grade(step), &style.grade),
                (2, grade(step + 1), &style.grade),
                (
                    3,
                    change.map_or_else(|| "—".into(), |change| signed(change, places)),
                    &style.center,
                ),
            ];
            for (column, text, format) in texts {
                self.sheet
                    .write_string_with_format(self.row, column, &text, format)?;
            }
            let last = self.last_column;
            self.sheet
                .merge_range(self.row, WHY, self.row, last, &why, &style.wrapped)?;
            let height = style::height(&why, WIDTH * f64::from(last - WHY + 1)).max(18.0);
            self.sheet.set_row_height(self.row, height)?;
            self.row += 1;
        }
        self.row += 1;
        Ok(())
    }
}

impl Source<'_> {
    /// What keeps a department from a total in some years.
    pub fn pending(&self, department: usize, years: impl IntoIterator<Item = usize>) -> String {
        let told = years.into_iter().filter_map(|year| {
            let card = self.comparison.card(department, year)?;
            let year = self.comparison.years[year].year;
            let lacking = card.lacking.join("、");
            card.total
                .is_none()
                .then(|| format!("{year} 年待定，缺：{lacking}"))
        });
        told.collect::<Vec<String>>().join("；")
    }
}
