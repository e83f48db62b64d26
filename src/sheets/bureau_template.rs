//! The wide workbook for bureaus that key in themselves: the sheets that scoring reads, one row a department,
//! names filled in, with the drop-downs and validation of the form, and a sheet that says what each column means.

use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, Format, FormatBorder, Worksheet, XlsxError,
};

use super::form::Question;
use crate::address::column_letters;
use crate::expr::Kind;
use crate::forms::collected::{declared_headers, header, identity, outcome_headers};
use crate::forms::matching::Taken;
use crate::forms::{OutcomeColumn, Who};
use crate::intake::value::wanted;
use crate::rulebook::outcomes::Outcomes;
use crate::rulebook::{Metric, Role, RuleBook};
use crate::sheets::layer::{Book, Columns, Page, Rows, STYLE, Written};
use crate::sheets::{palette, style};
use crate::workbook::CellValue;

/// The sheet that explains the columns.
const HELP_SHEET: &str = "填写说明";
/// How many rows can be keyed in where nobody is listed, and below the last department.
const SPARE_ROWS: u32 = 200;
/// The widest that a column gets for what is known already.
const WIDEST: f64 = 34.0;
/// How wide a telephone number is with its area code and an extension.
const TELEPHONE: f64 = 17.0;
/// The same for the name of a department that others are under.
const GROUP: f64 = 22.0;
/// How many outcome indicators a department has at most, for the rows that are validated.
const OUTCOMES_EACH: u32 = 8;

/// The wide workbook.
///
/// # Errors
/// The writing library refuses something, which a tested workbook never makes it do.
pub fn wide(rules: &RuleBook, year: u32, departments: &[Who]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new(rules, "部门整体支出绩效填报宽表")?;
    data(
        book.sheet(&rules.sheets.data.name)?,
        rules,
        year,
        departments,
    )?;
    let rows = departments.len() as u32 + SPARE_ROWS;
    if let Some(outcome_rules) = &rules.outcomes {
        let sheet = book.sheet(&rules.sheets.outcomes.name)?;
        outcomes(sheet, outcome_rules, rows * OUTCOMES_EACH, year)?;
    }
    declared(book.sheet(&rules.sheets.declared.name)?, rules, rows, year)?;
    help(book.sheet(HELP_SHEET)?, rules)?;
    book.saved()
}

fn data(sheet: &mut Worksheet, book: &RuleBook, year: u32, departments: &[Who]) -> Written {
    let last = (departments.len() as u32).max(1) + SPARE_ROWS;
    let headers: Vec<String> = book.metrics.iter().map(header).collect();
    let widths = headers.iter().zip(&book.metrics).enumerate();
    let widths = widths.map(|(column, (header, metric))| {
        let texts = departments.iter().map(|who| given(metric, who, year));
        let widest = texts.flatten().map(|text| style::width(&text) as f64 + 2.0);
        let least = match metric.role {
            Some(Role::Phone) => TELEPHONE,
            Some(Role::Group) => GROUP,
            _ => header_width(column, header),
        };
        widest.fold(least, f64::max).min(WIDEST)
    });
    let widths: Vec<f64> = widths.collect();
    write_headers(sheet, &headers, &widths, departments.len() as u32)?;
    around(sheet, &headers, last, year)?;
    let questions: Vec<Question> = book
        .metrics
        .iter()
        .map(|metric| Question::metric(metric.name(), metric.kind()))
        .collect();
    let mut formats = Vec::new();
    for (column, question) in (0..).zip(&questions) {
        validate(sheet, column, last, question)?;
        sheet.set_column_format(column, &plain(question))?;
        formats.push(style::source(Some(question.number_format())));
    }
    let mut rows = Rows::from(sheet, 1);
    for who in departments {
        for (column, (metric, format)) in (0..).zip(book.metrics.iter().zip(&formats)) {
            match given(metric, who, year) {
                Some(text) if metric.role == Some(Role::Year) => {
                    let year: usize = text.parse().unwrap_or_default();
                    rows.put(column, year, &style::source(None))?;
                }
                given => rows.put(column, given, format)?,
            }
        }
        rows.next();
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
fn plain(question: &Question) -> Format {
    Format::new().set_num_format(question.number_format())
}

/// How wide a column is that nothing stands in yet: its header wraps.
fn header_width(column: usize, text: &str) -> f64 {
    match column {
        1 => 28.0,
        _ => (style::width(text) as f64 / 2.0 + 3.0).clamp(11.0, 20.0),
    }
}

fn header_widths(headers: &[String]) -> Vec<f64> {
    let headers = headers.iter().enumerate();
    headers
        .map(|(column, text)| header_width(column, text))
        .collect()
}

fn write_headers(sheet: &mut Worksheet, headers: &[String], widths: &[f64], rows: u32) -> Written {
    for (column, (text, width)) in (0..).zip(headers.iter().zip(widths)) {
        sheet.write_with_format(0, column, text, &STYLE.header)?;
        sheet.set_column_width(column, *width)?;
    }
    sheet.set_row_height(0, 48)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_repeat_columns(0, 1)?;
    let last_column = headers.len().max(1) as u16 - 1;
    Page::landscape((0, 0), (rows.max(1), last_column))
        .wide(widths.iter().copied())
        .tiled(widths.iter().copied().take(2))
        .growing()
        .set_up(sheet)
}

/// What rows have that are yet to be filled in: lines where something stands, and the year on paper.
fn around(sheet: &mut Worksheet, headers: &[String], last: u32, year: u32) -> Written {
    let last_column = headers.len().max(1) as u16 - 1;
    let row = format!("$A2:${}2", column_letters(last_column));
    let lines = Format::new()
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(palette::LINE));
    let filled = ConditionalFormatFormula::new()
        .set_rule(format!("=COUNTA({row})>0").as_str())
        .set_format(lines);
    sheet.add_conditional_format(1, 0, last, last_column, &filled)?;
    // A header is scaled with its sheet.
    sheet.set_header(format!(
        "&L&\"宋体\"&11 {year} 年度部门整体支出绩效填报宽表"
    ));
    Ok(())
}

fn validate(sheet: &mut Worksheet, column: u16, last: u32, question: &Question) -> Written {
    if let Some(validation) = question.validation()? {
        sheet.add_data_validation(1, column, last, column, &validation)?;
    }
    Ok(())
}

fn outcomes(sheet: &mut Worksheet, rules: &Outcomes, rows: u32, year: u32) -> Written {
    let headers = outcome_headers(rules);
    write_headers(sheet, &headers, &header_widths(&headers), 20)?;
    around(sheet, &headers, rows, year)?;
    for (column, wanted) in (2..).zip(OutcomeColumn::IN_SHEET) {
        let question = Question::outcome(wanted, rules);
        validate(sheet, column, rows, &question)?;
        sheet.set_column_format(column, &plain(&question))?;
    }
    sheet.set_column_width(3, 28)?;
    Ok(())
}

fn declared(sheet: &mut Worksheet, book: &RuleBook, rows: u32, year: u32) -> Written {
    let headers = declared_headers(book);
    write_headers(sheet, &headers, &header_widths(&headers), 20)?;
    around(sheet, &headers, rows, year)?;
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

fn help(sheet: &mut Worksheet, book: &RuleBook) -> Written {
    let mut columns = Columns::<[String; 5]>::new();
    let headers = ["列", "单位", "填什么", "说明", "材料"];
    for (place, (header, width)) in headers
        .into_iter()
        .zip([30.0, 8.0, 34.0, 60.0, 36.0])
        .enumerate()
    {
        columns.wrapped(header, width, move |texts| (&texts[place]).into());
    }
    let note = format!(
        "{}。一行一个部门；“{}”“{}”不填的可以删除整张表。填好后可直接评分。",
        book.name, book.sheets.outcomes.name, book.sheets.declared.name
    );
    let mut rows = Rows::titled(sheet, HELP_SHEET, &note, columns.last())?;
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
    let outcomes = book.outcomes.iter();
    let outcomes = outcomes.flat_map(|rules| outcome_help(book, rules));
    let table = rows.table(&columns, metrics.chain(outcomes))?;
    table.freeze(sheet, 0)?;
    table.landscape().set_up(sheet)
}
