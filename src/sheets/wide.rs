//! The wide workbook for bureaus that key in themselves: the sheets that scoring reads, one row a department,
//! names filled in, with the drop-downs and validation of the form, and a sheet that says what each column means.

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::form::Question;
use super::page::{self, Page};
use super::properties::properties;
use super::style::{self, Style};
use crate::expr::Kind;
use crate::forms::collected::{declared_headers, header, identity, outcome_headers};
use crate::forms::matching::Taken;
use crate::forms::{OutcomeColumn, Who};
use crate::intake::value::wanted;
use crate::rulebook::outcomes::{Outcomes, RowFigure};
use crate::rulebook::{Metric, RuleBook};
use crate::workbook::CellValue;

/// The sheet that explains the columns.
const HELP_SHEET: &str = "填写说明";
/// How many rows can be keyed in where nobody is listed, and below the last department.
const SPARE_ROWS: u32 = 200;
/// How many outcome indicators a department has at most, for the rows that are validated.
const OUTCOMES_EACH: u32 = 8;

/// The wide workbook.
///
/// # Errors
/// The writing library refuses something, which a tested workbook never makes it do.
pub fn wide(book: &RuleBook, year: u32, departments: &[Who]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(book, "部门整体支出绩效填报宽表")?);
    let sheet = workbook.add_worksheet().set_name(&book.sheets.data.name)?;
    data(sheet, book, year, departments)?;
    let rows = departments.len() as u32 + SPARE_ROWS;
    if let Some(rules) = &book.outcomes {
        let sheet = workbook
            .add_worksheet()
            .set_name(&book.sheets.outcomes.name)?;
        outcomes(sheet, rules, rows * OUTCOMES_EACH)?;
    }
    let sheet = workbook
        .add_worksheet()
        .set_name(&book.sheets.declared.name)?;
    declared(sheet, book, rows)?;
    let sheet = workbook.add_worksheet().set_name(HELP_SHEET)?;
    help(sheet, book, &Style::new())?;
    crate::sheets::saved(&mut workbook)
}

fn data(
    sheet: &mut Worksheet,
    book: &RuleBook,
    year: u32,
    departments: &[Who],
) -> Result<(), XlsxError> {
    let last = (departments.len() as u32).max(1) + SPARE_ROWS;
    let headers: Vec<String> = book.metrics.iter().map(header).collect();
    write_headers(sheet, &headers, departments.len() as u32)?;
    for (column, metric) in (0..).zip(&book.metrics) {
        let question = Question::metric(metric.name(), metric.kind());
        validate(sheet, column, last, &question)?;
        let format = style::source(None).set_num_format(question.number_format());
        sheet.set_column_format(column, &plain(&question))?;
        for (row, who) in (1..).zip(departments) {
            match given(metric, who, year) {
                Some(text) if metric.role == Some(crate::rulebook::Role::Year) => {
                    let year: f64 = text.parse().unwrap_or_default();
                    sheet.write_number_with_format(row, column, year, &style::source(None))?
                }
                Some(text) => sheet.write_string_with_format(row, column, text, &format)?,
                None => sheet.write_blank(row, column, &format)?,
            };
        }
    }
    Ok(())
}

/// What is known of a department already.
fn given(metric: &Metric, who: &Who, year: u32) -> Option<String> {
    let nobody = Taken {
        who: who.clone(),
        year,
        ..Taken::default()
    };
    identity(&nobody, metric).map(|entry| match entry.value {
        // Whole, however long.
        CellValue::Text(text) => text.to_string(),
        _ => entry.shown(),
    })
}

/// The number format alone: whole columns have no borders.
fn plain(question: &Question) -> rust_xlsxwriter::Format {
    rust_xlsxwriter::Format::new().set_num_format(question.number_format())
}

fn write_headers(sheet: &mut Worksheet, headers: &[String], rows: u32) -> Result<(), XlsxError> {
    let format = style::header();
    for (column, text) in (0..).zip(headers) {
        sheet.write_string_with_format(0, column, text, &format)?;
        let width = match column {
            1 => 28.0,
            _ => (style::width(text) as f64 / 2.0 + 3.0).clamp(11.0, 20.0),
        };
        sheet.set_column_width(column, width)?;
    }
    sheet.set_row_height(0, 48)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_repeat_columns(0, 1)?;
    let last_column = headers.len().max(1) as u16 - 1;
    page::set_up(
        sheet,
        &Page::landscape((0, 0), (rows.max(1), last_column)).fit_width(last_column < 12),
    )
}

fn validate(
    sheet: &mut Worksheet,
    column: u16,
    last: u32,
    question: &Question,
) -> Result<(), XlsxError> {
    if let Some(validation) = question.validation()? {
        sheet.add_data_validation(1, column, last, column, &validation)?;
    }
    Ok(())
}

fn outcomes(sheet: &mut Worksheet, rules: &Outcomes, rows: u32) -> Result<(), XlsxError> {
    write_headers(sheet, &outcome_headers(rules), 20)?;
    let own = [
        OutcomeColumn::Category,
        OutcomeColumn::Title,
        OutcomeColumn::Figure(RowFigure::Direction),
        OutcomeColumn::Figure(RowFigure::Target),
        OutcomeColumn::Figure(RowFigure::Actual),
        OutcomeColumn::Figure(RowFigure::Weight),
        OutcomeColumn::Figure(RowFigure::Assessed),
    ];
    for (column, wanted) in (2..).zip(own) {
        let question = Question::outcome(wanted, rules);
        validate(sheet, column, rows, &question)?;
        sheet.set_column_format(column, &plain(&question))?;
    }
    sheet.set_column_width(3, 28)?;
    Ok(())
}

fn declared(sheet: &mut Worksheet, book: &RuleBook, rows: u32) -> Result<(), XlsxError> {
    write_headers(sheet, &declared_headers(book), 20)?;
    for (column, indicator) in (2..).zip(&book.indicators) {
        let question = Question::declared(&indicator.name, indicator.points);
        validate(sheet, column, rows, &question)?;
    }
    Ok(())
}

/// The columns of the outcome indicators, as the help explains them.
fn outcome_help<'b>(
    book: &'b RuleBook,
    rules: &'b Outcomes,
) -> impl Iterator<Item = [String; 5]> + 'b {
    OutcomeColumn::ALL.into_iter().map(|column| {
        let question = Question::outcome(column, rules);
        [
            format!("{}·{}", book.sheets.outcomes.name, column.name(rules)),
            String::new(),
            match question.kind {
                Kind::Text => "文字".into(),
                kind => wanted(&kind),
            },
            question.prompt.unwrap_or_default(),
            String::new(),
        ]
    })
}

fn help(sheet: &mut Worksheet, book: &RuleBook, style: &Style) -> Result<(), XlsxError> {
    const WIDTHS: [f64; 5] = [30.0, 8.0, 34.0, 60.0, 36.0];
    let note = format!(
        "{}。一行一个部门；“{}”“{}”不填的可以删除整张表。填好后可直接评分。",
        book.name, book.sheets.outcomes.name, book.sheets.declared.name
    );
    page::title(sheet, HELP_SHEET, &note, 4, style)?;
    for (column, (text, width)) in (0..).zip(
        ["列", "单位", "填什么", "说明", "材料"]
            .into_iter()
            .zip(WIDTHS),
    ) {
        sheet.write_string_with_format(2, column, text, &style.header)?;
        sheet.set_column_width(column, width)?;
    }
    let mut row = 3;
    let metrics = book.metrics.iter().map(|metric| {
        let content = match metric.role {
            Some(_) => "—".into(),
            None => wanted(metric.kind()),
        };
        [
            metric.name().to_string(),
            metric.unit.clone().unwrap_or_default(),
            content,
            metric.help.clone(),
            metric.evidence.clone().unwrap_or_default(),
        ]
    });
    let outcomes = book
        .outcomes
        .iter()
        .flat_map(|rules| outcome_help(book, rules));
    for texts in metrics.chain(outcomes) {
        let mut tallest: f64 = 18.0;
        for (column, (text, width)) in (0..).zip(texts.iter().zip(WIDTHS)) {
            sheet.write_string_with_format(row, column, text, &style.wrapped)?;
            tallest = tallest.max(style::height(text, width));
        }
        sheet.set_row_height(row, tallest)?;
        row += 1;
    }
    sheet.set_freeze_panes(3, 0)?;
    page::set_up(sheet, &Page::landscape((2, 2), (row - 1, 4)))
}
