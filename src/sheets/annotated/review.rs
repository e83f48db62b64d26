//! 自评复核: declared against computed scores: a summary a department, then every indicator.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatFormula, Format,
    Worksheet, XlsxError,
};

use crate::analysis::Evaluation;
use crate::analysis::review::{Review, Verdict};
use crate::scoring::PENDING;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::number;
use crate::sheets::style::{self, Style};

const WIDTHS: [f64; 9] = [11.0, 26.0, 24.0, 9.0, 10.0, 10.0, 10.0, 16.0, 78.0];
const LAST: u16 = 8;
/// What stands where nothing was declared.
const UNDECLARED: &str = "未填";
const SUMMARY_HEADERS: [&str; 9] = [
    "部门编码",
    "部门名称",
    "自评各项之和",
    "自评总分",
    "核算总分",
    "差异",
    "自评等级",
    "核算等级",
    "不一致的指标",
];
const HEADERS: [&str; 9] = [
    "部门编码",
    "部门名称",
    "三级指标",
    "分值",
    "自评得分",
    "核算得分",
    "差异",
    "结论",
    "核算依据",
];

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    style: &Style,
) -> Result<(), XlsxError> {
    let differing = evaluation
        .reviews
        .iter()
        .filter(|review| review.differing().next().is_some())
        .count();
    let note = format!(
        "{} 个部门有自评，其中 {differing} 个与核算不一致。差异＝自评−核算，0.005 以内视为一致。上表是总分，下表是各项指标。",
        evaluation.reviews.len()
    );
    page::title(sheet, "自评复核", &note, LAST, style)?;
    for (column, width) in WIDTHS.into_iter().enumerate() {
        sheet.set_column_width(column as u16, width)?;
    }
    headers(sheet, 2, &SUMMARY_HEADERS, style)?;
    let mut row = 3;
    for review in &evaluation.reviews {
        summary(sheet, row, review, evaluation, style)?;
        row += 1;
    }
    let header_row = row + 1;
    headers(sheet, header_row, &HEADERS, style)?;
    row = header_row + 1;
    let first = row;
    for review in &evaluation.reviews {
        for index in 0..review.items.len() {
            item(sheet, row, review, index, evaluation, style)?;
            row += 1;
        }
    }
    let last = row.max(first + 1) - 1;
    // A declared grade that is not the computed one, where both are there.
    let differs = ConditionalFormatFormula::new()
        .set_rule(format!("=AND($G4<>$H4,$G4<>\"{UNDECLARED}\",$H4<>\"{PENDING}\")").as_str())
        .set_format(Format::new().set_background_color(Color::RGB(0xFFC7CE)));
    if !evaluation.reviews.is_empty() {
        sheet.add_conditional_format(3, 6, header_row - 2, 7, &differs)?;
    }
    for verdict in [Verdict::TooHigh, Verdict::TooLow] {
        let fill = if verdict == Verdict::TooHigh {
            0xFFC7CE
        } else {
            0xFFEB9C
        };
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(verdict.label()))
            .set_format(Format::new().set_background_color(Color::RGB(fill)));
        sheet.add_conditional_format(first, 7, last, 7, &rule)?;
    }
    sheet.autofilter(header_row, 0, last, LAST)?;
    sheet.set_freeze_panes(2, 2)?;
    page::set_up(sheet, &Page::landscape((0, 1), (last, LAST)))
}

fn headers(
    sheet: &mut Worksheet,
    row: u32,
    headers: &[&str],
    style: &Style,
) -> Result<(), XlsxError> {
    for (column, header) in headers.iter().enumerate() {
        sheet.write_string_with_format(row, column as u16, *header, &style.header)?;
    }
    sheet.set_row_height(row, 24)?;
    Ok(())
}

fn summary(
    sheet: &mut Worksheet,
    row: u32,
    review: &Review,
    evaluation: &Evaluation,
    style: &Style,
) -> Result<(), XlsxError> {
    let record = &evaluation.dataset.records[review.department];
    let difference = review
        .declared_total
        .zip(review.computed_total)
        .map(|(declared, computed)| declared - computed);
    let named = told(review, evaluation);
    sheet.write_string_with_format(
        row,
        0,
        record.code.as_deref().unwrap_or_default(),
        &style.center,
    )?;
    sheet.write_string_with_format(row, 1, &record.name, &style.text)?;
    score(sheet, row, 2, Some(review.declared_sum), "", style)?;
    score(sheet, row, 3, review.declared_total, UNDECLARED, style)?;
    score(sheet, row, 4, review.computed_total, PENDING, style)?;
    score(sheet, row, 5, difference, "—", style)?;
    sheet.write_string_with_format(
        row,
        6,
        review.declared_grade.as_deref().unwrap_or(UNDECLARED),
        &style.center,
    )?;
    sheet.write_string_with_format(
        row,
        7,
        review.computed_grade.as_deref().unwrap_or(PENDING),
        &style.center,
    )?;
    sheet.write_string_with_format(row, 8, &named, &style.wrapped)?;
    sheet.set_row_height(row, style::height(&named, WIDTHS[8]).max(18.0))?;
    Ok(())
}

/// Which indicators differ, and how many could not be compared.
fn told(review: &Review, evaluation: &Evaluation) -> String {
    let names: Vec<&str> = review
        .differing()
        .map(|item| evaluation.book.indicators[item.indicator].name.as_str())
        .collect();
    let pending = review
        .items
        .iter()
        .filter(|item| item.verdict == Verdict::NotComputed)
        .count();
    let mut parts = Vec::new();
    if !names.is_empty() {
        parts.push(format!("{} 项：{}", names.len(), names.join("、")));
    }
    if pending > 0 {
        parts.push(format!("{pending} 项缺数据，无法核算"));
    }
    if parts.is_empty() {
        "无".into()
    } else {
        parts.join("；")
    }
}

fn item(
    sheet: &mut Worksheet,
    row: u32,
    review: &Review,
    index: usize,
    evaluation: &Evaluation,
    style: &Style,
) -> Result<(), XlsxError> {
    let record = &evaluation.dataset.records[review.department];
    let item = &review.items[index];
    let indicator = &evaluation.book.indicators[index];
    let why = &evaluation.cards[review.department].indicators[index].explanation;
    sheet.write_string_with_format(
        row,
        0,
        record.code.as_deref().unwrap_or_default(),
        &style.center,
    )?;
    sheet.write_string_with_format(row, 1, &record.name, &style.text)?;
    sheet.write_string_with_format(row, 2, &indicator.name, &style.wrapped)?;
    sheet.write_number_with_format(row, 3, number(indicator.points), &style.points)?;
    score(sheet, row, 4, item.declared, UNDECLARED, style)?;
    score(sheet, row, 5, item.computed, PENDING, style)?;
    score(sheet, row, 6, item.difference(), "—", style)?;
    sheet.write_string_with_format(row, 7, item.verdict.label(), &style.center)?;
    sheet.write_string_with_format(row, 8, why, &style.wrapped)?;
    let tallest = style::height(why, WIDTHS[8]).max(style::height(&indicator.name, WIDTHS[2]));
    sheet.set_row_height(row, tallest.max(18.0))?;
    Ok(())
}

/// A score, or a word where there is none.
fn score(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    value: Option<Decimal>,
    otherwise: &str,
    style: &Style,
) -> Result<(), XlsxError> {
    match value {
        Some(value) => sheet.write_number_with_format(row, column, number(value), &style.score)?,
        None => sheet.write_string_with_format(row, column, otherwise, &style.center)?,
    };
    Ok(())
}
