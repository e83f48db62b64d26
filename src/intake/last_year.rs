//! 上年数据: figures of the year before, where the rule book's expressions use them. They stand in a sheet of
//! their own beside the data sheet: the program writes it from last year's workbook, an annotated workbook
//! keeps it, and a person may fill it in.

use std::collections::HashMap;

use super::dataset::{Before, Dataset, LastYear, Record};
use super::identity::key;
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
    let index = Index::new(&last.taken);
    for record in records.iter_mut() {
        if let Some(place) = index.find(record) {
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

/// Last year's departments by code and by name; none where several are the same.
pub(super) struct Index {
    by_code: HashMap<String, Option<usize>>,
    by_name: HashMap<String, Option<usize>>,
}

impl Index {
    pub(super) fn new(records: &[Record]) -> Index {
        let mut index = Index {
            by_code: HashMap::new(),
            by_name: HashMap::new(),
        };
        let mut put =
            |map: fn(&mut Index) -> &mut HashMap<String, Option<usize>>, text: &str, place| {
                map(&mut index)
                    .entry(key(text))
                    .and_modify(|one| *one = None)
                    .or_insert(Some(place));
            };
        for (place, record) in records.iter().enumerate() {
            if let Some(code) = &record.code {
                put(|index| &mut index.by_code, code, place);
            }
            put(|index| &mut index.by_name, &record.name, place);
        }
        index
    }

    /// By code, else by name, as years are compared.
    pub(super) fn find(&self, record: &Record) -> Option<usize> {
        let code = record
            .code
            .as_deref()
            .and_then(|code| self.by_code.get(&key(code)));
        match code {
            Some(found) => *found,
            None => self.by_name.get(&key(&record.name)).copied().flatten(),
        }
    }
}
