//! The annotated workbook: one file a sheet, in the order of [`annotated`]. Sheets show; what they show was
//! decided before. Every formula asks [`layout`] where things are, and is written with its exact result.
//!
//! | file | sheet |
//! |---|---|
//! | [`ranking`] | 排名 |
//! | [`scores`] | 评分结果 |
//! | [`details`] | 得分说明 |
//! | [`review`] | 自评复核, where scores were declared or opinions given |
//! | [`opinion`] | 以往意见, where opinions have no place any more |
//! | [`problems`] | 问题清单 |
//! | [`statistics`] | 统计分析 |
//! | [`peers`] | 同类比较, where departments are compared |
//! | [`source`] | 基础数据, 个性化指标, 自评得分, 上年数据 and the input's other sheets, as they came |
//! | [`rules`] | 评价规则 |
//!
//! [`layout`] says which row and column holds what, [`record_cells`] where a department's figures are;
//! [`copier`] copies a sheet of the input, with the problems as [`marks`].

mod charts;
mod copier;
mod details;
mod layout;
pub(in crate::sheets) mod marks;
mod opinion;
mod peers;
pub(in crate::sheets) mod problems;
mod ranking;
mod record_cells;
mod review;
mod rules;
mod scores;
pub(in crate::sheets) mod source;
mod statistics;

use rust_xlsxwriter::XlsxError;

use crate::analysis::Evaluation;
use crate::intake::GENERATED_SHEETS;
use crate::problem::Problem;
use crate::questions::seal;
use crate::sheets::layer::{Book, Size};
use layout::Layout;
use marks::Marks;

/// The annotated workbook's bytes. The same evaluation gives the same bytes.
///
/// # Errors
/// The writing library refuses something, which a tested sheet never makes it do.
pub fn annotated(evaluation: &Evaluation) -> Result<Vec<u8>, XlsxError> {
    annotated_on(evaluation, Size::A3)
}

/// The annotated workbook's bytes, its 评分结果 set up for this paper: one page of A3 wide, or two of A4.
///
/// # Errors
/// As [`annotated`].
pub fn annotated_on(evaluation: &Evaluation, size: Size) -> Result<Vec<u8>, XlsxError> {
    let (dataset, layout) = (&evaluation.dataset, Layout::new(evaluation));
    let mut book = Book::new(evaluation.book, "部门整体支出绩效评分结果")?;
    let [
        ranking,
        scores,
        details,
        review,
        rest,
        problems,
        statistics,
        compared,
        rules,
    ] = GENERATED_SHEETS;
    ranking::write(book.sheet(ranking)?, evaluation, &layout)?;
    scores::write(book.sheet(scores)?, evaluation, &layout, size)?;
    details::write(book.sheet(details)?, evaluation)?;
    if dataset.declared.is_some() || !evaluation.opinions.is_empty() {
        review::write(book.sheet(review)?, evaluation, &layout)?;
    }
    if !evaluation.opinions.rest.is_empty() {
        opinion::write_rest(book.sheet(rest)?, evaluation)?;
    }
    let listed: Vec<&Problem> = evaluation.problems.iter().collect();
    problems::write(book.sheet(problems)?, &listed)?;
    statistics::write(book.sheet(statistics)?, evaluation, &layout)?;
    if peers::has_any(evaluation) {
        peers::write(book.sheet(compared)?, evaluation, &layout)?;
    }
    let marks = Marks::new(&evaluation.problems);
    let data = &dataset.data;
    source::write_table(book.sheet(&data.sheet.name)?, data, 3, &marks)?;
    if let Some(table) = &dataset.outcomes {
        let sheet = book.sheet(&table.sheet.name)?;
        source::write_outcomes(sheet, table, evaluation, &layout, &marks)?;
    }
    let last_year = dataset.last_year.as_ref().map(|last| &last.table);
    for table in dataset.declared.iter().chain(last_year) {
        source::write_table(book.sheet(&table.sheet.name)?, table, 2, &marks)?;
    }
    let others = dataset.others.iter().map(|sheet| sheet.name.as_str());
    let data = seal::data(dataset, &book.names_like(rules, others));
    rules::write(book.sheet(rules)?, evaluation, &data)?;
    // One of the user's that is called as a generated sheet is given a suffix.
    for other in &dataset.others {
        source::write_other(book.sheet_like(&other.name)?, other, &marks)?;
    }
    book.saved()
}

/// What titles begin with: `2021 年度`, where the data say the year.
fn year(evaluation: &Evaluation) -> String {
    let year = evaluation.dataset.year;
    year.map_or_else(String::new, |year| format!("{year} 年度"))
}
