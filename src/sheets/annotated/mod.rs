//! The annotated workbook: one file a sheet, in the order of [`annotated`]. Sheets show; what they show was
//! decided before. Every formula asks [`layout`] where things are, and is written with its exact result.
//!
//! | file | sheet |
//! |---|---|
//! | [`ranking`] | 排名 |
//! | [`scores`] | 评分结果 |
//! | [`details`] | 得分说明 |
//! | [`review`] | 自评复核, where scores were declared |
//! | [`problems`] | 问题清单 |
//! | [`statistics`] | 统计分析 |
//! | [`source`] | 基础数据, 个性化指标, 自评得分, 上年数据 and the input's other sheets, as they came |
//! | [`rules`] | 评价规则 |
//!
//! [`layout`] says which row and column holds what, [`record_cells`] where a department's figures are;
//! [`score_header`] is the head of 评分结果, [`copier`] copies a sheet of the input, with the problems as [`marks`].

mod charts;
mod copier;
mod details;
mod layout;
pub(in crate::sheets) mod marks;
pub(in crate::sheets) mod problems;
mod ranking;
mod record_cells;
mod review;
mod rules;
mod score_header;
mod scores;
pub(in crate::sheets) mod source;
mod statistics;

use rust_xlsxwriter::{Workbook, XlsxError};

use crate::analysis::Evaluation;
use crate::intake::GENERATED_SHEETS;
use crate::problem::Problem;
use crate::questions::seal;
use crate::sheets::properties::properties;
use crate::sheets::reference;
use crate::sheets::style::Style;
use layout::Layout;

/// The annotated workbook's bytes. The same evaluation gives the same bytes.
///
/// # Errors
/// The writing library refuses something, which a tested sheet never makes it do.
pub fn annotated(evaluation: &Evaluation) -> Result<Vec<u8>, XlsxError> {
    let layout = Layout::new(evaluation);
    let style = Style::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(evaluation.book, "部门整体支出绩效评分结果")?);
    let names = sheet_names(evaluation);
    let mut sheets = names.iter();
    let mut add =
        |write: &mut dyn FnMut(&mut rust_xlsxwriter::Worksheet) -> Result<(), XlsxError>| {
            let sheet = workbook.add_worksheet();
            if let Some(name) = sheets.next() {
                sheet.set_name(name)?;
            }
            write(sheet)
        };
    add(&mut |sheet| ranking::write(sheet, evaluation, &layout, &style))?;
    add(&mut |sheet| scores::write(sheet, evaluation, &layout, &style))?;
    add(&mut |sheet| details::write(sheet, evaluation, &layout, &style))?;
    if evaluation.dataset.declared.is_some() {
        add(&mut |sheet| review::write(sheet, evaluation, &style))?;
    }
    let listed: Vec<&Problem> = evaluation.problems.iter().collect();
    add(&mut |sheet| problems::write(sheet, &listed, &style))?;
    add(&mut |sheet| statistics::write(sheet, evaluation, &layout, &style))?;
    let marks = marks::Marks::new(&evaluation.problems);
    add(&mut |sheet| source::write_data(sheet, evaluation, &marks))?;
    if evaluation.dataset.outcomes.is_some() {
        add(&mut |sheet| source::write_outcomes(sheet, evaluation, &layout, &marks))?;
    }
    if evaluation.dataset.declared.is_some() {
        add(&mut |sheet| source::write_declared(sheet, evaluation, &marks))?;
    }
    if let Some(last) = &evaluation.dataset.last_year {
        add(&mut |sheet| source::write_last_year(sheet, &last.table, &marks))?;
    }
    let others = &names[names.len() - evaluation.dataset.others.len()..];
    let data = seal::data(&evaluation.dataset, others);
    add(&mut |sheet| rules::write(sheet, evaluation, &data, &style))?;
    for other in &evaluation.dataset.others {
        add(&mut |sheet| source::write_other(sheet, other, &marks))?;
    }
    crate::sheets::saved(&mut workbook)
}

/// The sheets' names, in order. One of the user's that a generated sheet needs is given a suffix.
fn sheet_names(evaluation: &Evaluation) -> Vec<String> {
    let dataset = &evaluation.dataset;
    let [
        ranking,
        scores,
        details,
        review,
        problems,
        statistics,
        rules,
    ] = GENERATED_SHEETS;
    let mut names: Vec<String> = [ranking, scores, details].map(String::from).into();
    if dataset.declared.is_some() {
        names.push(review.into());
    }
    names.extend([problems, statistics].map(String::from));
    names.push(dataset.data.sheet.name.clone());
    names.extend(
        dataset
            .outcomes
            .iter()
            .map(|table| table.sheet.name.clone()),
    );
    names.extend(
        dataset
            .declared
            .iter()
            .map(|table| table.sheet.name.clone()),
    );
    names.extend(
        dataset
            .last_year
            .iter()
            .map(|last| last.table.sheet.name.clone()),
    );
    names.push(rules.into());
    for other in &dataset.others {
        let name = reference::unused_name(&other.name, &names);
        names.push(name);
    }
    names
}
