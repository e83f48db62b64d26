//! The data sheet (基础数据): one record for each department. `people` tells whose rows there are.

mod people;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use people::Person;

use super::IntakeError;
use super::column::{Column, ColumnCell};
use super::dataset::{Before, Field, Record, Table};
use super::having;
use super::header::{self, Header};
use super::report::Report;
use super::table_reader::TableReader;
use super::unit_line::unit_line;
use super::unmatched::{self, Need, Unmatched, Wanted};
use super::value::{self, ColumnSense, Units, text_of};
use super::year::choose_year;

use crate::address::Address;
use crate::expr::{Figure, Kind};
use crate::problem::{Code, Concerns, Problem, Severity};
use crate::rulebook::naming::plain;
use crate::rulebook::{Metric, Role, RuleBook};
use crate::visible_text::shortened;
use crate::workbook::{Row, Sheet};

/// The departments of the year that is scored, and who else stands in the sheet.
pub struct Departments {
    /// In the order of the sheet.
    pub taken: Vec<Record>,
    /// Departments of other years.
    pub other_years: Vec<Concerns>,
    /// 年度, where the sheet says one.
    pub year: Option<u32>,
    /// Rows, 0-based, that were taken for sums, notes and the like.
    pub left_out: Vec<u32>,
    /// Rows, 0-based, of departments that have a code and no name; the code stands for it.
    pub unnamed: Vec<u32>,
}

/// Reads the data sheet.
///
/// # Errors
/// There is no header, no department, or no single year.
pub fn read(
    sheet: Sheet,
    book: &RuleBook,
    year: Option<u32>,
    problems: &mut Vec<Problem>,
) -> Result<(Table, Departments), IntakeError> {
    let wanted = wanted(book);
    let name_metric = book.role(Role::Name);
    let name_header = name_metric.map_or("部门名称", Metric::name).to_string();
    let header = header::find(&sheet, &wanted).ok_or_else(|| IntakeError::NoHeader {
        sheet: sheet.name.clone(),
        name: name_header.clone(),
    })?;
    let is_figure = |metric: usize| book.metrics[metric].role.is_none();
    let reader = Reader {
        book,
        table: TableReader::of(&sheet, header, &wanted, is_figure),
    };
    let header = &reader.header;
    if reader.column(Role::Name).is_none() {
        return Err(no_name_column(&sheet, header, name_metric, name_header));
    }
    let mut report = Report {
        sheet: &sheet.name,
        problems,
    };
    let name = |index: usize| book.metrics[index].name();
    header.report(name, &mut report);
    report_own_headers(&sheet, header, book, &mut report);
    reader.body.report(header, &mut report);
    let (found, left_out) = reader.departments(&name_header, &mut report);
    if found.is_empty() {
        return Err(IntakeError::NoDepartments {
            sheet: sheet.name.clone(),
        });
    }
    let years: BTreeSet<u32> = found.iter().filter_map(|person| person.year).collect();
    let several_years = years.len() > 1;
    let chosen = choose_year(years.into_iter().collect(), year)?;
    let rows = found.iter().map(|person| person.row);
    let unmatched = Unmatched::of(&sheet, header, &named(book), &wanted, rows);
    let departments = Departments {
        left_out,
        ..reader.of_year(chosen, several_years, found, &unmatched, &mut report)
    };
    let table = Table {
        columns: header.columns.clone(),
        header_row: header.last_row,
        unmatched,
        sheet,
    };
    Ok((table, departments))
}

/// Nobody knows which column says who.
fn no_name_column(
    sheet: &Sheet,
    header: &Header,
    metric: Option<&Metric>,
    name: String,
) -> IntakeError {
    let sheet = sheet.name.clone();
    let id = metric.map(|metric| metric.variable.id);
    let twice = header.twice.iter().find(|(twice, _)| Some(*twice) == id);
    match twice {
        Some((_, cells)) => IntakeError::NameColumnTwice {
            sheet,
            name,
            cells: cells.iter().map(Address::to_string).collect(),
        },
        None => IntakeError::NoNameColumn {
            sheet,
            row: header.last_row + 1,
            name,
            others: metric
                .map(|metric| metric.aliases.clone())
                .unwrap_or_default()
                .into(),
            near: metric
                .map(|metric| unmatched::like(header, &spellings(metric)))
                .unwrap_or_default()
                .into(),
        },
    }
}

/// Reports the columns that are what they are because a file of own headers says so, and the headers of that file that are not there.
fn report_own_headers(sheet: &Sheet, header: &Header, book: &RuleBook, report: &mut Report) {
    for own in book.own_headers.all() {
        let name = book.metrics[own.metric].name();
        let text_at = |at: Address| sheet.cell(at).and_then(text_of);
        let cell = header.cells[own.metric]
            .filter(|at| text_at(*at).is_some_and(|text| own.ends_in(&text)));
        let (message, advice) = match cell {
            Some(_) => (
                format!(
                    "按表头对应文件，把“{}”一列当作“{name}”",
                    shortened(&own.header)
                ),
                "请核对；不对的，请改正对应文件",
            ),
            None => (
                format!(
                    "表头对应文件里的“{}”（对应“{name}”）没有用上：表头里没有它，或“{name}”另有一列",
                    shortened(&own.header)
                ),
                "请核对表头和对应文件；不再需要的一行可以删去",
            ),
        };
        report.add(Severity::Info, Code::OwnHeader, None, cell, message, advice);
    }
}

/// The names that the header is searched for, by metric.
pub(super) fn wanted(book: &RuleBook) -> Vec<Vec<String>> {
    book.metrics.iter().map(spellings).collect()
}

/// What the columns are called, and what becomes of one that is not there, by metric.
pub(super) fn named(book: &RuleBook) -> Vec<Wanted<'_>> {
    let need = |metric: &Metric| match metric.role {
        // A form asks for the year; a table can do without.
        Some(role) if role != Role::Name => Need::Optional,
        _ if metric.optional => Need::Optional,
        _ => Need::of(metric.kind()),
    };
    let metrics = book.metrics.iter();
    metrics
        .map(|metric| Wanted {
            name: metric.name(),
            need: need(metric),
        })
        .collect()
}

/// The plain spellings of a metric's header, its name first.
fn spellings(metric: &Metric) -> Vec<String> {
    std::iter::once(metric.name())
        .chain(metric.aliases.iter().map(String::as_str))
        .map(plain)
        .collect()
}

struct Reader<'a> {
    book: &'a RuleBook,
    table: TableReader<'a>,
}

impl<'a> Deref for Reader<'a> {
    type Target = TableReader<'a>;

    fn deref(&self) -> &TableReader<'a> {
        &self.table
    }
}

impl<'a> Reader<'a> {
    /// The wanted name of a role.
    fn place(&self, role: Role) -> Option<usize> {
        Some(self.book.role(role)?.variable.id)
    }

    fn column(&self, role: Role) -> Option<u16> {
        self.header.columns[self.place(role)?]
    }

    /// 主管部门.
    fn group(&self, row: &'a Row) -> Option<Arc<str>> {
        self.text(row, self.place(Role::Group)?)
    }

    /// Reads those of the chosen year, and lists those of others.
    fn of_year(
        &self,
        chosen: Option<u32>,
        several_years: bool,
        found: Vec<Person>,
        unmatched: &Unmatched,
        report: &mut Report,
    ) -> Departments {
        let senses = self.senses(&found, report);
        let mut of_other_years = 0;
        let mut departments = Departments {
            taken: Vec::new(),
            other_years: Vec::new(),
            year: chosen,
            left_out: Vec::new(),
            unnamed: Vec::new(),
        };
        for person in found {
            if person.unnamed {
                departments.unnamed.push(person.row.index);
            }
            match (person.year, chosen) {
                (Some(own), Some(chosen)) if own != chosen => {
                    of_other_years += 1;
                    departments.other_years.push(person.concerns());
                }
                // Where years differ, a row without one belongs to none of them.
                (None, Some(_)) if several_years => {
                    self.report_yearless(&person, report);
                    departments.other_years.push(person.concerns());
                }
                _ => departments
                    .taken
                    .push(self.record(person, &senses, unmatched, report)),
            }
        }
        if let (Some(chosen), 1..) = (chosen, of_other_years) {
            report.add(
                Severity::Info,
                Code::RowSkipped,
                None,
                None,
                format!("只评 {chosen} 年，另有 {of_other_years} 行是其他年度的数据"),
                "如要评其他年度，请选那个年度（命令行用 --year）",
            );
        }
        departments
    }

    /// Reports a row without a year among rows of several.
    fn report_yearless(&self, person: &Person, report: &mut Report) {
        if person.unclear_year {
            return;
        }
        let place = self.place(Role::Year);
        report.add(
            Severity::Error,
            Code::YearUnclear,
            Some(&person.concerns()),
            place.and_then(|year| self.address(person.row, year)),
            "没有填年度，而表中有几个年度的数据，没有评分",
            "请补填年度",
        );
    }

    fn senses(&self, people: &[Person], report: &mut Report) -> Vec<ColumnSense> {
        let unit_line = unit_line(self.sheet, self.book, report);
        self.book
            .metrics
            .iter()
            .map(|metric| {
                let id = metric.variable.id;
                if self.header.columns[id].is_none() || metric.role.is_some() {
                    return ColumnSense::plain(Units::OfKind);
                }
                let cells: Vec<ColumnCell> = people
                    .iter()
                    .filter_map(|person| {
                        Some(ColumnCell {
                            cell: self.cell(person.row, id)?,
                            address: self.address(person.row, id)?,
                            code: person.code.as_deref(),
                            name: &person.name,
                        })
                    })
                    .collect();
                Column {
                    name: metric.name(),
                    kind: metric.kind(),
                    unit: metric.unit.as_deref(),
                    units: Units::OfKind,
                    header_unit: self.header.units[id].as_deref(),
                    header: self.header.cells[id],
                    unit_line: unit_line.as_ref(),
                }
                .sense(&cells, report)
            })
            .collect()
    }

    fn record(
        &self,
        person: Person,
        senses: &[ColumnSense],
        unmatched: &Unmatched,
        report: &mut Report,
    ) -> Record {
        let concerns = person.concerns();
        let mut fields = Vec::with_capacity(self.book.metrics.len());
        for metric in &self.book.metrics {
            let id = metric.variable.id;
            let Some(address) = self.address(person.row, id) else {
                let mut field = Field::absent();
                // A column that stands twice, or nobody knows where, cannot be read at all; the default of
                // one that may be there under another name does not count.
                if self.header.is_unclear(id) || unmatched.is_doubtful(id) {
                    field.figure = Figure::Unreadable;
                }
                fields.push(field);
                continue;
            };
            let cell = self.cell(person.row, id);
            let kind = if metric.role.is_some() {
                &Kind::Text
            } else {
                metric.kind()
            };
            let (mut field, finding) =
                value::read(cell, address, kind, &metric.choices, &senses[id]);
            let finding = finding.map(|finding| having::doubted(finding, metric.name(), cell));
            let finding = self.refuse_merged(address, cell, &mut field).or(finding);
            if let Some(finding) = finding.filter(|_| metric.role.is_none()) {
                report.found(finding, &concerns, address, metric.name());
            }
            fields.push(field);
        }
        Record {
            row: person.row.index,
            group: self.group(person.row).map(|group| group.to_string()),
            code: person.code,
            name: person.name,
            duplicate: false,
            fields,
            outcomes: Vec::new(),
            declared: None,
            before: Before::default(),
            standings: Vec::new(),
        }
    }
}
