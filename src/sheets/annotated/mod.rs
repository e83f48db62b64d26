//! The annotated workbook: one file a sheet, in the order of [`annotated`]. Sheets show; what they show was
//! decided before. Every formula asks [`layout`] where things are, and is written with its exact result.
//!
//! | file | sheet |
//! |---|---|
//! | [`ranking`], [`most_lost`] | 排名, and its last column |
//! | [`scores`] | 评分结果 |
//! | [`details`] | 得分说明 |
//! | [`review`] | 自评复核, where scores were declared or opinions given |
//! | [`opinion`] | 以往意见, where opinions have no place any more |
//! | [`problems`] | 问题清单 |
//! | [`statistics`] | 统计分析 |
//! | [`peers`] | 同类比较, where departments are compared |
//! | [`whatif`](super::whatif) | 差距与余量, 名次把握 and 争议读法, where they are asked for |
//! | [`source`] | 基础数据, 个性化指标, 自评得分, 上年数据 and the input's other sheets, as they came |
//! | [`rules`] | 评价规则 |
//!
//! Which of them there are, and whether they hold formulas, the [`Extent`] says; what one sheet cannot hold goes on in the
//! next, 得分说明 (2). [`layout`] says which row and column holds what, [`formulas`] how a score comes of them ([`record_cells`]);
//! [`copier`] copies a sheet of the input, with the problems as [`marks`].

mod charts;
mod copier;
mod details;
mod formulas;
mod layout;
pub(in crate::sheets) mod marks;
mod most_lost;
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

use crate::analysis::{Evaluation, Extent, Part};
use crate::intake::GENERATED_SHEETS;
use crate::problem::Problem;
use crate::questions::seal;
use crate::sheets::layer::{Book, Package, Size, Store, continued};
use crate::sheets::whatif;
use layout::Layout;
use marks::Marks;
use source::{OF_DATA, OF_OTHERS};

/// The annotated workbook's bytes, with what is usual for its size. The same evaluation gives the same bytes.
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
    annotated_as(evaluation, &Extent::usual(evaluation), size)
}

/// The bytes of the annotated workbook, or of as much of it as is wanted. The same evaluation, extent and paper give the
/// same bytes.
///
/// # Errors
/// As [`annotated`].
pub fn annotated_as(
    evaluation: &Evaluation,
    extent: &Extent,
    size: Size,
) -> Result<Vec<u8>, XlsxError> {
    made(evaluation, extent, size, Store::default())?.saved()
}

/// The same, ready to be written; where it is large its rows wait in the store, whose failures are errors, too.
///
/// # Errors
/// As [`annotated`].
pub fn annotated_package(
    evaluation: &Evaluation,
    extent: &Extent,
    size: Size,
    store: Store,
) -> Result<Package, XlsxError> {
    made(evaluation, extent, size, store)?.finished()
}

fn made(
    evaluation: &Evaluation,
    extent: &Extent,
    size: Size,
    store: Store,
) -> Result<Book, XlsxError> {
    let layout = Layout::new(evaluation, extent);
    let mut book = Book::new(evaluation.book, "部门整体支出绩效评分结果")?;
    if !extent.formulas {
        book.with_values();
    }
    if extent.streamed {
        book.with_streams(store);
    }
    let marks = Marks::new(&evaluation.problems, extent.streamed);
    added_sheets(&mut book, evaluation, (&layout, &marks), size)?;
    let going_on = book.names().iter();
    let going_on = going_on.filter(|name| !GENERATED_SHEETS.contains(&name.as_str()));
    let going_on: Vec<String> = going_on.cloned().collect();
    if extent.has(Part::Raw) {
        known_sheets(&mut book, evaluation, &layout, &marks)?;
    }
    let rules = Part::Rules.name();
    let unknown = &evaluation.dataset.others;
    let others = unknown.iter().map(|sheet| sheet.name.as_str());
    let data = seal::data(&evaluation.dataset, &book.names_like(rules, others));
    let run = rules::Run {
        evaluation,
        extent,
        data: &data,
        continued: &going_on,
    };
    rules::write(book.sheet(rules)?, &run)?;
    if extent.has(Part::Raw) {
        // One of the user's that is called as a generated sheet is given a suffix.
        for other in unknown {
            source::write_other(book.large_like(&other.name)?, other, &marks)?;
        }
    }
    Ok(book)
}

/// Writes the sheets that stand before the input's.
fn added_sheets(
    book: &mut Book,
    evaluation: &Evaluation,
    (layout, marks): (&Layout, &Marks),
    size: Size,
) -> Result<(), XlsxError> {
    let (extent, departments) = (&layout.extent, evaluation.cards.len());
    if extent.has(Part::Ranking) {
        ranking::write(book.large(Part::Ranking.name())?, evaluation, layout)?;
    }
    if extent.has(Part::Scores) {
        scores::write(book.large(Part::Scores.name())?, evaluation, layout, size)?;
    }
    if extent.has(Part::Details) {
        let each = details::departments_a_sheet(evaluation.book, extent.rows);
        for (name, part) in continued(Part::Details.name(), departments, each) {
            details::write(book.large(&name)?, evaluation, part)?;
        }
    }
    if extent.has(Part::Review) {
        let each = review::departments_a_sheet(evaluation.book, extent.rows);
        for (name, part) in continued(Part::Review.name(), departments, each) {
            review::write(book.large(&name)?, evaluation, layout, part)?;
        }
    }
    if extent.has(Part::Rest) {
        opinion::write_rest(book.sheet(Part::Rest.name())?, evaluation)?;
    }
    if extent.has(Part::Problems) {
        let listed: Vec<&Problem> = evaluation.problems.iter().collect();
        let marks = Some(marks).filter(|_| extent.has(Part::Raw));
        problems::write_all(book, &listed, extent.rows, marks)?;
    }
    if extent.has(Part::Statistics) {
        statistics::write(book.large(Part::Statistics.name())?, evaluation, layout)?;
    }
    if extent.has(Part::Compared) {
        peers::write(book, evaluation, layout)?;
    }
    whatif::write_asked(book, evaluation, extent)
}

/// Writes the input's sheets that the program knows.
fn known_sheets(
    book: &mut Book,
    evaluation: &Evaluation,
    layout: &Layout,
    marks: &Marks,
) -> Result<(), XlsxError> {
    let dataset = &evaluation.dataset;
    let data = &dataset.data;
    source::write_table(book.large(&data.sheet.name)?, data, OF_DATA, marks)?;
    if let Some(table) = &dataset.outcomes {
        let large = book.large(&table.sheet.name)?;
        source::write_outcomes(large, table, evaluation, layout, marks)?;
    }
    if let Some(table) = &dataset.declared {
        source::write_table(book.large(&table.sheet.name)?, table, OF_OTHERS, marks)?;
    }
    if let Some(last) = &dataset.last_year {
        let table = &last.table;
        source::write_table(book.large(&table.sheet.name)?, table, OF_DATA, marks)?;
    }
    Ok(())
}

/// What titles begin with: `2021 年度`, where the data say the year.
fn year(evaluation: &Evaluation) -> String {
    let year = evaluation.dataset.year;
    year.map_or_else(String::new, |year| format!("{year} 年度"))
}
