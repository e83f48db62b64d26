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
//! | [`notes`] | 对比说明 |
//!
//! [`cells`] writes a formula with its result, [`charts`] are the native charts.

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
mod scores;
mod trend;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use crate::analysis::Comparison;
use crate::analysis::comparison::Alias;
use crate::analysis::comparison::change::Standing;
use crate::sheets::properties::properties;
use crate::sheets::style::Style;
use cells::Formats;
use layout::Layout;

pub use layout::OVERVIEW;

/// What every sheet is written from.
struct Source<'a> {
    comparison: &'a Comparison<'a>,
    aliases: &'a [Alias],
    layout: &'a Layout,
    style: &'a Style,
    formats: &'a Formats,
}

/// Why there is no workbook.
#[derive(Debug, thiserror::Error)]
pub enum ComparisonError {
    /// A sheet would have more rows than a spreadsheet takes.
    #[error(
        "部门太多：一张工作表放不下 {departments} 个部门的 {indicators} 项指标。请分成几份，分别对比"
    )]
    TooMany {
        departments: usize,
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
    let layout = Layout::new(comparison).ok_or(ComparisonError::TooMany {
        departments: comparison.departments.len(),
        indicators: comparison.indicators.len(),
    })?;
    let style = Style::new();
    let formats = Formats::new(&style, comparison.decimals());
    let source = Source {
        comparison,
        aliases,
        layout: &layout,
        style: &style,
        formats: &formats,
    };
    Ok(write(&source)?)
}

fn write(source: &Source) -> Result<Vec<u8>, XlsxError> {
    let (comparison, layout) = (source.comparison, source.layout);
    let mut workbook = Workbook::new();
    let book = comparison.latest().evaluation.book;
    workbook.set_properties(&properties(book, "部门整体支出绩效年度对比")?);
    let mut add = |name: &str, fill: &dyn Fn(&mut Worksheet) -> Result<(), XlsxError>| {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        sheet.set_formula_result_default("");
        fill(sheet)
    };
    add(layout::OVERVIEW, &|sheet| overview::write(sheet, source))?;
    add(layout::MOVERS, &|sheet| movers::write(sheet, source))?;
    add(layout::INDICATORS, &|sheet| {
        indicators::write(sheet, source)
    })?;
    add(layout::FIGURES, &|sheet| figures::write(sheet, source))?;
    add(layout::GRADES, &|sheet| grades::write(sheet, source))?;
    if !comparison.groups.is_empty() {
        add(layout::GROUPS, &|sheet| groups::write(sheet, source))?;
    }
    if comparison.years.len() > 2 {
        add(layout::TREND, &|sheet| trend::write(sheet, source))?;
    }
    add(layout::FATES, &|sheet| fates::write(sheet, source))?;
    for year in 0..comparison.years.len() {
        let name = layout.scores_name(year);
        add(&name, &|sheet| scores::write_year(sheet, source, year))?;
    }
    for (step, rescored) in comparison.steps.iter().enumerate() {
        if !rescored.rescored.has_same_rules() {
            let name = layout.again_name(step);
            add(&name, &|sheet| scores::write_again(sheet, source, step))?;
        }
    }
    add(layout::NOTES, &|sheet| notes::write(sheet, source))?;
    crate::sheets::saved(&mut workbook)
}
