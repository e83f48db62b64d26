//! 等级变动: how many departments have each grade by year; from which grade to which they went; who moved.

use rust_xlsxwriter::Worksheet;

use super::Source;
use super::charts;
use crate::analysis::comparison::cause::signed;
use crate::expr::excel::quoted;
use crate::sheets::formula::is_pattern;
use crate::sheets::layer::{Cell, Columns, Page, Rows, STYLE, Table, Written};
use crate::sheets::reference::range;

const LABELS: f64 = 28.0;
const WIDTH: f64 = 12.0;
/// The last column, at least; so that the reasons of moves have room.
const LEAST_COLUMNS: u16 = 10;
/// The first of the columns that a reason stands over.
const WHY: u16 = 4;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Written {
    let comparison = source.comparison;
    // A matrix has a column for its labels, one a grade, and one for sums.
    let columns = (0..comparison.years.len()).map(|year| comparison.grades(year).len() + 1);
    let last_column = LEAST_COLUMNS.max(columns.max().unwrap_or_default() as u16);
    let note = "部门数随“年度对比总表”自动重算。矩阵只计两年都有的部门；“待定”是没有总分的。";
    let mut rows = Rows::titled(sheet, "等级变动", note, last_column)?;
    rows.sheet.set_column_width(0, LABELS)?;
    rows.sheet.set_column_range_width(1, last_column, WIDTH)?;
    let counts = counts(&mut rows, source)?;
    for step in (0..comparison.steps.len()).rev() {
        matrix(&mut rows, source, step)?;
        movers(&mut rows, source, step, last_column)?;
    }
    let last = rows.row() - 1;
    let drawn = (counts.header.1, counts.last);
    charts::grades(
        sheet,
        drawn,
        comparison.years.len() as u16,
        (2, last_column + 2),
    )?;
    sheet.set_freeze_panes(2, 1)?;
    Page::landscape((0, 1), (last, last_column)).set_up(sheet)
}

/// A count with its formula. A grade with a wildcard in its name would count others, too.
fn count<'c>(count: usize, grades: &[&str], formula: String) -> Cell<'c> {
    match grades.iter().any(|grade| is_pattern(grade)) {
        true => count.into(),
        false => Cell::from(count).by(formula),
    }
}

/// By grade of any year and by year.
fn counts(rows: &mut Rows, source: &Source) -> Result<Table, rust_xlsxwriter::XlsxError> {
    let (comparison, layout) = (source.comparison, source.layout);
    let mut grades: Vec<String> = Vec::new();
    for year in (0..comparison.years.len()).rev() {
        let more = comparison.grades(year).into_iter();
        let more: Vec<String> = more.filter(|grade| !grades.contains(grade)).collect();
        // 待定 stays last.
        let end = grades.len().saturating_sub(1);
        grades.splice(end..end, more);
    }
    let mut columns = Columns::<String>::new();
    columns.add("等级", LABELS, &STYLE.grade, |grade| grade.into());
    for year in 0..comparison.years.len() {
        columns.integer(source.year(year), WIDTH, move |grade| {
            let departments = 0..comparison.departments.len();
            let has = |one: &usize| comparison.grade(*one, year) == Some(grade);
            let range = layout.overview_column(layout.overview_grade(year));
            let formula = format!("COUNTIF({range},{})", quoted(grade));
            count(departments.filter(has).count(), &[grade], formula)
        });
    }
    rows.section("一、各年等级")?;
    let table = rows.table(&columns, grades)?;
    rows.next();
    Ok(table)
}

/// From which grade to which the departments went over a step.
fn matrix(rows: &mut Rows, source: &Source, step: usize) -> Written {
    let (comparison, layout) = (source.comparison, source.layout);
    let matrix = comparison.matrix(step);
    let [from, to] = [step, step + 1].map(|year| source.year(year));
    let ranges = [step, step + 1].map(|year| layout.overview_column(layout.overview_grade(year)));
    let mut columns = Columns::<(&String, &Vec<usize>)>::new();
    columns.add(
        format!("{from}（行）＼{to}（列）"),
        LABELS,
        &STYLE.grade,
        |row| row.0.into(),
    );
    for (place, new) in matrix.after.iter().enumerate() {
        let ranges = &ranges;
        columns.integer(new.as_str(), WIDTH, move |(old, counts)| {
            let (from, to) = (quoted(old), quoted(new));
            let formula = format!("COUNTIFS({},{from},{},{to})", ranges[0], ranges[1]);
            count(counts[place], &[old, new], formula)
        });
    }
    let last = matrix.after.len() as u16;
    columns.live("合计", WIDTH, &STYLE.integer, move |(_, counts), at| {
        let sum: usize = counts.iter().sum();
        Cell::from(sum).by(format!("SUM({})", range(at, 1, at, last)))
    });
    rows.section(&format!("{} 等级变动（部门数）", source.between(step)))?;
    rows.table(&columns, matrix.before.iter().zip(&matrix.counts))?;
    rows.next();
    Ok(())
}

/// Whose grade changed over a step, and why.
fn movers(rows: &mut Rows, source: &Source, step: usize, last_column: u16) -> Written {
    let comparison = source.comparison;
    rows.section(&format!(
        "{} 等级有变的部门（对比时）",
        source.between(step)
    ))?;
    let movers = comparison.grade_movers(step);
    if movers.is_empty() {
        rows.put(0, "没有。", &STYLE.note)?;
        rows.next();
    } else {
        let grade = |one: &usize, year| comparison.grade(*one, year).unwrap_or_default();
        let span = last_column - WHY + 1;
        let mut columns = Columns::<usize>::new();
        columns
            .shrunk("部门名称", LABELS, |one| {
                comparison.newest(*one).name.clone().into()
            })
            .add("原等级", WIDTH, &STYLE.grade, |one| {
                grade(one, step).to_string().into()
            })
            .add("现等级", WIDTH, &STYLE.grade, |one| {
                grade(one, step + 1).to_string().into()
            })
            .center("总分变动", WIDTH, |one| {
                match comparison.change(*one, step) {
                    Some(change) => signed(change, comparison.decimals()).into(),
                    None => "—".into(),
                }
            })
            .wrapped("影响最大的指标", WIDTH * f64::from(span), |one| {
                why(source, *one, step).into()
            })
            .spanning(span);
        rows.table(&columns, movers)?;
    }
    rows.next();
    Ok(())
}

/// The indicators that moved a total most, or what keeps it from being one.
fn why(source: &Source, department: usize, step: usize) -> String {
    let comparison = source.comparison;
    if comparison.change(department, step).is_none() {
        return source.pending(department, [step, step + 1]);
    }
    let causes = comparison.causes(department, step).into_iter();
    let causes: Vec<String> = causes.map(|cause| comparison.told(cause)).collect();
    causes.join("；")
}

impl Source<'_> {
    /// What keeps a department from a total in some years.
    pub fn pending(&self, department: usize, years: impl IntoIterator<Item = usize>) -> String {
        let told = years.into_iter().filter_map(|year| {
            let card = self.comparison.card(department, year)?;
            let year = self.comparison.years[year].told();
            let lacking = card.lacking.join("、");
            card.total
                .is_none()
                .then(|| format!("{year}待定，缺：{lacking}"))
        });
        told.collect::<Vec<String>>().join("；")
    }
}
