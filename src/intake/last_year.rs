//! 上年数据: figures of the year before, where the rule book's expressions use them. They stand in a sheet of
//! their own beside the data sheet: the program writes it from last year's workbook, an annotated workbook
//! keeps it, and a person may fill it in.

use std::collections::HashMap;
use std::sync::Arc;

use super::dataset::{Before, Dataset, Field, LastYear, Record};
use super::departments;
use super::identity::key;
use super::report::Report;
use crate::expr::cells::Literal;
use crate::expr::{Figure, Kind, Year};
use crate::problem::{Code, Problem, Severity};
use crate::rulebook::naming::plain;
use crate::rulebook::{Role, RuleBook};
use crate::workbook::{Cell, CellValue, Row, Sheet, Workbook};

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
    workbook.sheets.push(sheet(last, book));
}

/// The sheet of last year's figures: who, of which year, and what the rule book asks for.
fn sheet(last: &Dataset, book: &RuleBook) -> Sheet {
    let roles = [Role::Code, Role::Name, Role::Year];
    let roles: Vec<(Role, usize)> = roles
        .into_iter()
        .filter_map(|role| Some((role, book.role(role)?.variable.id)))
        .collect();
    let metrics: Vec<usize> = book.last_year.iter().map(|one| one.variable.id).collect();
    let columns = roles.iter().map(|(_, id)| id).chain(&metrics);
    let header = columns.map(|id| Some(text(book.metrics[*id].name())));
    let header = row(0, header.collect());
    let records = (1..).zip(&last.records).map(|(index, record)| {
        let who = roles.iter().map(|(role, _)| match role {
            Role::Code => record.code.as_deref().map(text),
            Role::Year => last
                .year
                .map(|year| CellValue::Number(f64::from(year)).into()),
            _ => Some(text(&record.name)),
        });
        let figures = metrics.iter().map(|id| {
            let is_percent = matches!(book.metrics[*id].kind(), Kind::Percent { .. });
            figure(&record.fields[*id], is_percent)
        });
        row(index, who.chain(figures).collect())
    });
    Sheet {
        name: SHEET.into(),
        rows: std::iter::once(header).chain(records).collect(),
        ..Sheet::default()
    }
}

/// A cell before it has a column.
struct Loose {
    value: CellValue,
    format: Option<Arc<str>>,
}

impl From<CellValue> for Loose {
    fn from(value: CellValue) -> Loose {
        Loose {
            value,
            format: None,
        }
    }
}

fn text(text: &str) -> Loose {
    CellValue::Text(text.to_string()).into()
}

fn row(index: u32, cells: Vec<Option<Loose>>) -> Row {
    let cells = (0..).zip(cells).filter_map(|(column, cell)| {
        let Loose { value, format } = cell?;
        Some(Cell {
            column,
            value,
            format,
            formula: false,
        })
    });
    Row {
        index,
        hidden: false,
        cells: cells.collect(),
    }
}

/// A figure as a cell that is read as the same again.
fn figure(field: &Field, is_percent: bool) -> Option<Loose> {
    use rust_decimal::prelude::ToPrimitive;
    let number = |number: f64| Loose {
        value: CellValue::Number(number),
        // A percentage says itself that it is one.
        format: is_percent.then(|| Arc::from("0.00##%")),
    };
    Some(match &field.figure {
        Figure::Blank => return None,
        Figure::Number(figure) => number(figure.to_f64()?),
        Figure::Truth(truth) => text(if *truth { "是" } else { "否" }),
        Figure::Text(choice) => text(choice),
        // As it came, to be found unreadable once more.
        Figure::Unreadable => match &field.understood {
            Some((Literal::Text(own), _)) => text(own),
            Some((Literal::Number(own), _)) => number(own.to_f64()?),
            Some((Literal::Truth(own), _)) => CellValue::Bool(*own).into(),
            None => text("无法识别"),
        },
    })
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
                let advice = "请按基础数据的样子整理这张表，或用 --last-year 指定上年的工作簿";
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
