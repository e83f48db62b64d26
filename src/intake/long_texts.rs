//! Texts longer than a cell of a spreadsheet holds, as other programs' files have them: what is read, and stands
//! in every result, is their beginning, which is told at their cells.

use super::dataset::{Dataset, Record};
use super::report::Report;
use super::value::LONGEST_NAME;
use crate::address::Address;
use crate::problem::{Code, Concerns, Problem, Severity};
use crate::rulebook::RuleBook;
use crate::workbook::{CellValue, LONGEST_TEXT, Sheet};

/// Tells of every text that was cut, in all sheets, and of names whose beginning alone is taken.
pub(super) fn report(dataset: &Dataset, book: &RuleBook, problems: &mut Vec<Problem>) {
    let tables = [
        dataset.outcomes.as_ref(),
        dataset.declared.as_ref(),
        dataset.last_year.as_ref().map(|last| &last.table),
    ];
    let tables = tables.into_iter().flatten().map(|table| &table.sheet);
    report_sheet(&dataset.data.sheet, Some(dataset), problems);
    for sheet in tables.chain(&dataset.others) {
        report_sheet(sheet, None, problems);
    }
    report_names(dataset, book, problems);
}

/// Tells of texts that are far longer than a name and stand where one is asked for.
fn report_names(dataset: &Dataset, book: &RuleBook, problems: &mut Vec<Problem>) {
    let texts = book.metrics.iter().filter(|metric| metric.role.is_some());
    let columns: Vec<u16> = texts
        .filter_map(|metric| dataset.data.columns[metric.variable.id])
        .collect();
    for record in &dataset.records {
        let own = columns.iter().map(|column| {
            let at = Address::new(record.row, *column);
            (&dataset.data.sheet, at)
        });
        let titles = dataset.outcomes.iter().flat_map(|table| {
            let cells = record.outcomes.iter().filter_map(|row| row.title_cell);
            cells.map(|at| (&table.sheet, at))
        });
        for (sheet, at) in own.chain(titles) {
            let length = match sheet.cell(at).map(|cell| &cell.value) {
                Some(CellValue::Text(text)) => text.chars().count(),
                _ => continue,
            };
            if length <= LONGEST_NAME || sheet.cut.iter().any(|(cut, _)| *cut == at) {
                continue;
            }
            let mut report = Report {
                sheet: &sheet.name,
                problems,
            };
            report.add(
                Severity::Warning,
                Code::TextTooLong,
                Some(&record.concerns()),
                Some(at),
                format!("名称有 {length} 个字，只取了前 {LONGEST_NAME} 个字"),
                "请核对是不是填错了格子，名称请写简短",
            );
        }
    }
}

/// Tells of the texts of one sheet; in the data sheet also whose row it is.
fn report_sheet(sheet: &Sheet, rows_of: Option<&Dataset>, problems: &mut Vec<Problem>) {
    let mut report = Report {
        sheet: &sheet.name,
        problems,
    };
    for (at, length) in &sheet.cut {
        let mut records = rows_of.into_iter().flat_map(|dataset| &dataset.records);
        let concerns = records.find(|record| record.row == at.row);
        add(&mut report, concerns.map(Record::concerns), *at, *length);
    }
}

/// Tells of the texts of a sheet of its own, such as a ledger's.
pub(super) fn report_alone(sheet: &Sheet, report: &mut Report) {
    for (at, length) in &sheet.cut {
        add(report, None, *at, *length);
    }
}

fn add(report: &mut Report, concerns: Option<Concerns>, at: Address, length: usize) {
    let (message, advice) = told(length);
    report.add(
        Severity::Warning,
        Code::TextTooLong,
        concerns.as_ref(),
        Some(at),
        message,
        advice,
    );
}

/// What is said of a text of so many characters, and what to do.
pub fn told(length: usize) -> (String, &'static str) {
    (
        format!(
            "文字有 {length} 个字，超过一格最多能放的 {LONGEST_TEXT} 个字，只取了前 {LONGEST_TEXT} 个字"
        ),
        "请缩短这一格的文字，长的材料请另附文件",
    )
}
