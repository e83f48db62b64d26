//! Years side by side: one file a sheet, in the order of [`comparison`]. Each year's scores stand in a sheet
//! of their own as values; every change is a live formula over them, written with its exact result. Every
//! formula asks [`layout`] where things are.
//!
//! | file | sheet |
//! |---|---|
//! | [`overview`] | 年度对比总表 |
//! | [`movers`] | 升降榜 |
//! | [`indicators`] | 指标对比 |
//! | [`figures`] | 原始数据同比 |
//! | [`grades`] | 等级变动 |
//! | [`groups`] | 主管部门对比 |
//! | [`trend`] | 走势, of more than two years |
//! | [`fates`] | 新增撤并 |
//! | [`scores`] | 2020年得分, …; 2020数据按2021规则, … where the rules changed |
//! | [`rules`] | 规则变化, where the rules changed |
//! | [`notes`] | 对比说明 |
//!
//! [`cells`] is what they share, [`charts`] are the native charts.

mod cells;
mod charts;
mod fates;
mod figures;
mod grades;
mod groups;
mod indicators;
mod layout;
mod movers;
mod notes;
mod overview;
mod rules;
mod scores;
mod trend;

use rust_xlsxwriter::XlsxError;

use crate::analysis::Comparison;
use crate::analysis::comparison::{Alias, Attribution};
use crate::analysis::extent::MOST_HELD;
use crate::sheets::layer::{Book, Package, Store};
use cells::Formats;
use layout::Layout;

pub use layout::OVERVIEW;

/// What every sheet is written from.
struct Source<'a> {
    comparison: &'a Comparison<'a>,
    aliases: &'a [Alias],
    layout: &'a Layout,
    formats: &'a Formats,
}

impl Source<'_> {
    /// A year, as headers say it.
    fn year(&self, year: usize) -> String {
        self.comparison.years[year].told()
    }

    /// The two years of a step.
    fn between(&self, step: usize) -> String {
        let [from, to] = [step, step + 1].map(|year| self.comparison.years[year].short());
        format!("{from} → {to}")
    }

    /// What the change of a department's total over a step is made of.
    fn split(&self, department: usize, step: usize) -> Option<Attribution> {
        self.comparison.steps[step].changes[department]
            .as_ref()?
            .split()
    }

    /// The sum of a part of the changes of a department's indicators over a step.
    fn part_sum(&self, department: usize, step: usize, part: usize) -> Option<String> {
        // Change, rate, then the parts.
        let column = self.layout.detail_change(step) + 2 + part as u16;
        self.layout
            .detail_sum(department, column, self.comparison.decimals())
    }
}

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum ComparisonError {
    /// A sheet would have more rows than a spreadsheet takes.
    #[error(
        "部门太多：一张工作表放不下 {departments} 个部门的 {indicators} 项指标。请分成几份，分别对比"
    )]
    TooMany {
        /// How many departments there are.
        departments: usize,
        /// How many indicators there are.
        indicators: usize,
    },
    /// The writing library refuses something.
    #[error(transparent)]
    Written(#[from] XlsxError),
}

/// The comparison workbook's bytes. The same comparison gives the same bytes.
///
/// # Errors
/// There are more departments than a sheet holds, or the writing library refuses something.
pub fn comparison(comparison: &Comparison, aliases: &[Alias]) -> Result<Vec<u8>, ComparisonError> {
    Ok(made(comparison, aliases, Store::default())?.saved()?)
}

/// The same, ready to be written; where it is large its rows wait in the store.
///
/// # Errors
/// As [`comparison`]; a failure of the store.
pub fn comparison_package(
    comparison: &Comparison,
    aliases: &[Alias],
    store: Store,
) -> Result<Package, ComparisonError> {
    Ok(made(comparison, aliases, store)?.finished()?)
}

fn made(comparison: &Comparison, aliases: &[Alias], store: Store) -> Result<Book, ComparisonError> {
    let layout = Layout::new(comparison).ok_or(ComparisonError::TooMany {
        departments: comparison.departments.len(),
        indicators: comparison.indicators.len(),
    })?;
    let source = Source {
        comparison,
        aliases,
        layout: &layout,
        formats: &Formats::new(comparison.decimals()),
    };
    Ok(write(&source, store)?)
}

fn write(source: &Source, store: Store) -> Result<Book, XlsxError> {
    let (comparison, layout) = (source.comparison, source.layout);
    let rules = comparison.latest().evaluation.book;
    let mut book = Book::new(rules, "部门整体支出绩效年度对比")?;
    if comparison.departments.len() > MOST_HELD {
        book.with_streams(store);
    }
    overview::write(book.sheet(layout::OVERVIEW)?, source)?;
    movers::write(book.sheet(layout::MOVERS)?, source)?;
    indicators::write(book.large(layout::INDICATORS)?, source)?;
    figures::write(book.large(layout::FIGURES)?, source)?;
    grades::write(book.sheet(layout::GRADES)?, source)?;
    if !comparison.groups.is_empty() {
        groups::write(book.sheet(layout::GROUPS)?, source)?;
    }
    if comparison.years.len() > 2 {
        trend::write(book.sheet(layout::TREND)?, source)?;
    }
    fates::write(book.sheet(layout::FATES)?, source)?;
    for year in 0..comparison.years.len() {
        scores::write_year(book.large(&layout.scores_name(year))?, source, year)?;
    }
    for (step, of) in comparison.steps.iter().enumerate() {
        if !of.rescored.has_same_rules() {
            scores::write_again(book.large(&layout.again_name(step))?, source, step)?;
        }
    }
    if comparison
        .steps
        .iter()
        .any(|of| !of.rescored.has_same_rules())
    {
        rules::write(book.sheet(layout::RULES)?, source)?;
    }
    notes::write(book.sheet(layout::NOTES)?, source)?;
    Ok(book)
}
