//! A sheet beside the data sheet: its rows belong to departments, by code or by name.

use std::collections::BTreeMap;
use std::ops::Deref;

use super::header::{self, Header};
use super::identity::{Keys, Owner};
use super::report::Report;
use super::rows::RowKind;
use super::table_reader::TableReader;
use super::unmatched::{Need, Unmatched, Wanted};
use crate::address::Address;
use crate::problem::{Code, Concerns, Severity};
use crate::rulebook::naming::plain;
use crate::rulebook::{Metric, Role, RuleBook};
use crate::visible_text::shortened;
use crate::workbook::{Row, Sheet};

/// The place of 部门编码 among the names that the header is searched for.
const CODE: usize = 0;
/// The place of 部门名称.
const NAME: usize = 1;
/// The place of the first column that is not about who.
pub(super) const FIRST_OWN: usize = 2;

/// The plain spellings of columns' names.
pub(super) fn spellings(names: &[Vec<String>]) -> Vec<Vec<String>> {
    let plain = |names: &Vec<String>| names.iter().map(|name| plain(name)).collect();
    names.iter().map(plain).collect()
}

/// What the column of a role may be called: its name, then its aliases.
pub(super) fn names_of(book: &RuleBook, role: Role) -> Vec<String> {
    let all = |metric: &Metric| [&[metric.name().to_string()], &*metric.aliases].concat();
    book.role(role).map(all).unwrap_or_default()
}

/// The name itself, before its aliases.
fn first(names: &[String]) -> Option<&str> {
    names
        .first()
        .map(String::as_str)
        .filter(|name| !name.is_empty())
}

/// A sheet with its header found.
pub(super) struct SideSheet<'a> {
    table: TableReader<'a>,
    /// The names that the header was searched for, with their aliases.
    names: &'a [Vec<String>],
    /// What the name column is called.
    name_header: &'a str,
    /// What the data sheet is called.
    data_sheet: &'a str,
}

impl<'a> Deref for SideSheet<'a> {
    type Target = TableReader<'a>;

    fn deref(&self) -> &TableReader<'a> {
        &self.table
    }
}

impl<'a> SideSheet<'a> {
    /// Finds the header by the names of its columns with their aliases: code, name, then the sheet's own.
    /// Without one the whole sheet cannot be used, which is reported.
    pub fn find(
        sheet: &'a Sheet,
        names: &'a [Vec<String>],
        data_sheet: &'a str,
        report: &mut Report,
    ) -> Option<SideSheet<'a>> {
        let Some(header) = header::find(sheet, &spellings(names)) else {
            let columns: Vec<&str> = names.iter().filter_map(|names| first(names)).collect();
            report.add(
                Severity::Error,
                Code::ColumnAbsent,
                None,
                None,
                "没有找到表头，整张表没有采用",
                format!("表头应有：{}", columns.join("、")),
            );
            return None;
        };
        Some(SideSheet::under(sheet, header, names, data_sheet, report))
    }

    /// A sheet under a header that was found by these names.
    pub fn under(
        sheet: &'a Sheet,
        header: Header,
        names: &'a [Vec<String>],
        data_sheet: &'a str,
        report: &mut Report,
    ) -> SideSheet<'a> {
        let wanted = spellings(names);
        let table = TableReader::of(sheet, header, &wanted, |place| place >= FIRST_OWN);
        let name = |place: usize| first(&names[place]).unwrap_or_default();
        table.report(name, report);
        SideSheet {
            table,
            names,
            name_header: name(NAME),
            data_sheet,
        }
    }

    /// The columns that nobody uses and those that are not there, by the rows that are read. Who a row is about may
    /// be said by code or by name; of the sheet's own columns this says what becomes of them.
    pub fn unmatched(
        &self,
        rows: &[(&Row, Vec<usize>)],
        need: impl Fn(usize) -> Need,
    ) -> Unmatched {
        let wanted: Vec<Wanted> = (0..self.names.len())
            .map(|place| Wanted {
                name: first(&self.names[place]).unwrap_or_default(),
                need: match place < FIRST_OWN {
                    true => Need::Optional,
                    false => need(place),
                },
            })
            .collect();
        let rows = rows.iter().map(|(row, _)| *row);
        let spellings = spellings(self.names);
        Unmatched::of(self.sheet, &self.header, &wanted, &spellings, rows)
    }

    /// Whose rows stand under another header and are not read, with the first of each.
    pub fn refused(&self, keys: &Keys) -> BTreeMap<usize, u32> {
        let mut refused = BTreeMap::new();
        for (row, table) in self.body.refused() {
            let text = |wanted| self.text_at(table.place(row, wanted)?);
            let (code, name) = (text(CODE), text(NAME));
            if let Owner::Records(owners) = keys.owner(code.as_deref(), name.as_deref()) {
                for owner in owners {
                    refused.entry(owner).or_insert(row.index);
                }
            }
        }
        refused
    }

    /// The rows that belong to departments, with whose they are; the others are reported.
    pub fn owned_rows(&self, keys: &Keys, report: &mut Report) -> Vec<(&'a Row, Vec<usize>)> {
        let mut owned = Vec::new();
        for line in self.lines(Some(CODE), Some(NAME), self.name_header) {
            let (row, code, name) = (line.row, line.code, line.name);
            if line.kind != RowKind::Department {
                report_row(line.kind, row.index, &line.first, report);
                continue;
            }
            match keys.owner(code.as_deref(), name.as_deref()) {
                Owner::Records(records) => {
                    if let (Some(code), Some(name)) = (&code, &name) {
                        self.compare_name(row, code, name, keys, &records, report);
                    }
                    owned.push((row, records));
                }
                Owner::OtherYear => {}
                Owner::Unknown => {
                    let who: Vec<&str> = [code.as_deref(), name.as_deref()]
                        .into_iter()
                        .flatten()
                        .collect();
                    self.report_unknown(&who.join(" "), row.index, report);
                }
            }
        }
        owned
    }

    /// Tells of a hidden row, which counts all the same.
    pub fn report_hidden(&self, row: &Row, concerns: &Concerns, report: &mut Report) {
        if !row.hidden {
            return;
        }
        report.add(
            Severity::Info,
            Code::RowHidden,
            Some(concerns),
            Some(Address::new(row.index, 0)),
            format!("第 {} 行是隐藏的，照常采用", row.index + 1),
            "如不应采用，请删除该行",
        );
    }

    /// The code decides whose a row is; a name that says otherwise is told.
    fn compare_name(
        &self,
        row: &Row,
        code: &str,
        name: &str,
        keys: &Keys,
        owners: &[usize],
        report: &mut Report,
    ) {
        let Some(other) = keys.other_name(owners, name) else {
            return;
        };
        report.add(
            Severity::Warning,
            Code::UnknownDepartment,
            None,
            self.address(row, NAME),
            format!(
                "编码 {} 在{}里是“{}”，这里写的是“{}”；已按编码归属",
                shortened(code),
                self.data_sheet,
                shortened(other),
                shortened(name)
            ),
            "请核对这一行是哪个部门的",
        );
    }

    /// Reports a row whose department is not in the data sheet.
    fn report_unknown(&self, who: &str, row: u32, report: &mut Report) {
        let data = self.data_sheet;
        report.add(
            Severity::Error,
            Code::UnknownDepartment,
            None,
            Some(Address::new(row, 0)),
            format!("“{}”与{data}里的部门对不上，本行没有采用", shortened(who)),
            format!("请核对部门编码和名称，使其与{data}一致"),
        );
    }
}

fn report_row(kind: RowKind, row: u32, first: &str, report: &mut Report) {
    let line = row + 1;
    let (severity, code, message, advice) = match kind {
        RowKind::Empty | RowKind::Department => return,
        RowKind::Unnamed => (
            Severity::Error,
            Code::RowUnnamed,
            format!("第 {line} 行有数据而没有部门，没有采用"),
            "请补填部门编码或部门名称",
        ),
        RowKind::Sum
        | RowKind::Note
        | RowKind::Heading
        | RowKind::HeaderAgain
        | RowKind::Example => (
            Severity::Info,
            Code::RowSkipped,
            format!("第 {line} 行“{}”不是数据，没有采用", shortened(first)),
            "请核对",
        ),
    };
    report.add(
        severity,
        code,
        None,
        Some(Address::new(row, 0)),
        message,
        advice,
    );
}
