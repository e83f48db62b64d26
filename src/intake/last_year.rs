//! 上年数据: figures of the year before, where the rule book's expressions use them. They stand in a sheet of
//! their own beside the data sheet: the program writes it from last year's workbook, an annotated workbook
//! keeps it, and a person may fill it in.

use super::dataset::{Before, Dataset, LastYear, Record};
use super::identity::Index;
use super::report::Report;
use super::{departments, laid_out};
use crate::expr::Year;
use crate::problem::{Code, Problem, Severity};
use crate::rulebook::naming::plain;
use crate::rulebook::{Role, RuleBook};
use crate::workbook::{Sheet, Workbook};

/// What the sheet is called.
pub const SHEET: &str = "上年数据";

/// The sheet that a figure of a year stands in, where the data sheet is called so.
pub fn sheet_of(year: Year, data_sheet: &str) -> &str {
    match year {
        Year::Last => SHEET,
        Year::This => data_sheet,
    }
}

/// Whether a workbook has the sheet.
pub fn is_in(workbook: &Workbook) -> bool {
    workbook
        .sheets
        .iter()
        .any(|sheet| plain(&sheet.name) == SHEET)
}

/// Puts last year's figures into this year's workbook, in place of any that it has.
pub fn supply(workbook: &mut Workbook, last: &Dataset, book: &RuleBook) {
    let is_it = |sheet: &Sheet| plain(&sheet.name) == SHEET;
    workbook.sheets.retain(|sheet| !is_it(sheet));
    let metrics = book.last_year.iter().map(|one| one.variable.id);
    let table = laid_out::Records {
        sheet: SHEET,
        roles: &[Role::Code, Role::Name, Role::Year],
        metrics: &metrics.collect::<Vec<usize>>(),
        year: last.year,
    };
    workbook
        .sheets
        .push(table.sheet(&last.records, |record| &record.fields, book));
}

/// Reads the sheet and gives every record its figures of the year before, typed like its own; without a sheet, none.
pub(super) fn read(
    sheet: Option<Sheet>,
    book: &RuleBook,
    records: &mut [Record],
    problems: &mut Vec<Problem>,
) -> Option<LastYear> {
    let read = sheet.and_then(
        |sheet| match departments::read(sheet, book, None, problems) {
            Ok(read) => Some(read),
            Err(cause) => {
                let mut report = Report {
                    sheet: SHEET,
                    problems,
                };
                let advice =
                    "请按基础数据的样子整理这张表，或另选上年的工作簿（命令行用 --last-year）";
                let message = format!("上年数据没有采用：{cause}");
                report.add(
                    Severity::Error,
                    Code::LastYearAbsent,
                    None,
                    None,
                    message,
                    advice,
                );
                None
            }
        },
    );
    if let Some((table, _)) = &read {
        let mut report = Report {
            sheet: SHEET,
            problems,
        };
        let is_used = |metric| book.last_year.iter().any(|one| one.variable.id == metric);
        table.unmatched.report_doubts(is_used, &mut report);
    }
    let (table, last) = read?;
    let whose = last.taken.iter();
    let index = Index::new(whose.map(|last| (last.code.as_deref(), last.name.as_str())));
    for record in records.iter_mut() {
        if let Some(place) = index.find(record.code.as_deref(), &record.name) {
            record.before = Before {
                year: last.year,
                fields: last.taken[place].fields.clone(),
            };
        }
    }
    Some(LastYear {
        table,
        year: last.year,
    })
}
