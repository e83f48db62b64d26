//! A table that is plain text, such as CSV: its only sheet has no name of its own, how it was read is told, and
//! what are numbers in a workbook are texts in it.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::report::Report;
use super::{departments, header};
use crate::address::Address;
use crate::decimal;
use crate::expr::Kind;
use crate::problem::{Code, Problem, Severity};
use crate::rulebook::RuleBook;
use crate::workbook::{Cell, CellValue, Delimited, NumberFormat, Sheet, Workbook};

/// Takes the only sheet of a text for the data sheet, and tells how it was read.
pub(super) fn take(workbook: &mut Workbook, book: &RuleBook, problems: &mut Vec<Problem>) {
    if let (Some(text), Some(sheet)) = (workbook.text, workbook.sheets.first_mut()) {
        sheet.name.clone_from(&book.sheets.data.name);
        numbers(sheet, book);
        tell(text, &sheet.name, problems);
    }
}

/// Tells how a text was read.
pub(super) fn tell(text: Delimited, sheet: &str, problems: &mut Vec<Problem>) {
    let mut report = Report { sheet, problems };
    let (severity, what) = match text.named_so {
        true => (Severity::Info, "文件是 CSV 文本"),
        false => (
            Severity::Warning,
            "文件名像工作簿，内容其实是 CSV 文本，已按文本读取",
        ),
    };
    report.add(
        severity,
        Code::PlainText,
        None,
        Some(Address::new(0, 0)),
        format!("{what}：{text}"),
        "请核对；文字或列不对的，用 Excel 或 WPS 打开核对后另存为 xlsx 文件",
    );
}

/// Makes numbers of the texts that are written as plain numbers, in the columns of figures: a text has no
/// other way to hold them. Codes and names stay as they are, with their zeros.
fn numbers(sheet: &mut Sheet, book: &RuleBook) {
    let Some(header) = header::find(sheet, &departments::wanted(book)) else {
        return;
    };
    let metrics = book.metrics.iter();
    let figures: Vec<u16> = metrics
        .filter(|metric| metric.role.is_none() && !matches!(metric.variable.kind, Kind::Text))
        .filter_map(|metric| header.columns[metric.variable.id])
        .collect();
    let rows = sheet.rows.iter_mut();
    let cells = rows
        .filter(|row| row.index > header.last_row)
        .flat_map(|row| &mut row.cells);
    let mut formats = Formats::default();
    for cell in cells.filter(|cell| figures.contains(&cell.column)) {
        if let Some(number) = number(cell, &mut formats) {
            *cell = number;
        }
    }
}

/// The formats of numbers that were read, by their decimals and their sign: all cells of one share it.
#[derive(Default)]
struct Formats(HashMap<(usize, &'static str), NumberFormat>);

impl Formats {
    fn of(&mut self, decimals: usize, percent: &'static str) -> Option<NumberFormat> {
        let code = || match decimals {
            0 => format!("0{percent}"),
            _ => format!("0.{}{percent}", "0".repeat(decimals)),
        };
        if (decimals, percent) == (0, "") {
            return None;
        }
        let known = self.0.entry((decimals, percent));
        Some(known.or_insert_with(|| code().as_str().into()).clone())
    }
}

/// The number or percentage that a cell's text is, with its decimals; nothing where it is written in any other
/// way, or has more digits than a cell holds.
fn number(cell: &Cell, formats: &mut Formats) -> Option<Cell> {
    let CellValue::Text(text) = &cell.value else {
        return None;
    };
    let (text, percent) = match text.trim().strip_suffix('%') {
        Some(points) => (points, "%"),
        None => (text.trim(), ""),
    };
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || digits.ends_with('.') || !are_digits(whole) || !are_digits(decimals) {
        return None;
    }
    let exact: Decimal = text.parse().ok()?;
    let exact = match percent {
        "" => exact,
        _ => exact.checked_div(Decimal::ONE_HUNDRED)?,
    };
    let number: f64 = exact.to_string().parse().ok()?;
    let format = formats.of(decimals.len(), percent);
    (decimal::from_f64(number) == Some(exact)).then(|| Cell {
        value: CellValue::Number(number),
        format,
        ..cell.clone()
    })
}
