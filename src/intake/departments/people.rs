//! Who stands in the rows under the header: departments, told from everything else that stands there.

use std::sync::Arc;

use super::Reader;
use crate::address::Address;
use crate::intake::headings::{Named, headings};
use crate::intake::report::Report;
use crate::intake::rows::{RowKind, is_numbering};
use crate::intake::table_reader::Line;
use crate::intake::value::{is_blank, text_of};
use crate::intake::year::year_of;
use crate::problem::{Code, Concerns, Severity};
use crate::rulebook::Role;
use crate::visible_text::shortened;
use crate::workbook::Row;

/// A department before its figures are read.
pub(super) struct Person<'a> {
    pub row: &'a Row,
    pub code: Option<String>,
    pub name: String,
    /// Its code stands for its name.
    pub unnamed: bool,
    pub year: Option<u32>,
    /// 年度 holds something that is no year, which has been reported.
    pub unclear_year: bool,
}

impl Person<'_> {
    pub fn concerns(&self) -> Concerns {
        Concerns {
            code: self.code.clone(),
            name: self.name.clone(),
        }
    }
}

impl<'a> Reader<'a> {
    /// The departments, and the rows that are none.
    pub(super) fn departments(
        &self,
        name_header: &str,
        report: &mut Report,
    ) -> (Vec<Person<'a>>, Vec<u32>) {
        let (mut candidates, mut named, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        let (code, name) = (self.place(Role::Code), self.place(Role::Name));
        for line in self.lines(code, name, name_header) {
            let Line {
                row,
                code,
                name,
                filled,
                ..
            } = line;
            // Mostly the first text tells that it is none.
            let texts = filled.iter().filter_map(|cell| text_of(cell));
            let kind = match is_numbering(texts) {
                true => RowKind::HeaderAgain,
                false => line.kind,
            };
            match kind {
                RowKind::Empty => {}
                RowKind::Department => {
                    named.push(Named {
                        name: name.as_ref().or(code.as_ref()).cloned().unwrap_or_default(),
                        is_code: name.is_none(),
                        group: self.group(row),
                        first: line.first,
                        filled: filled.len(),
                        has_figures: line.has_figures,
                    });
                    candidates.push((row, code, name));
                }
                other => {
                    left_out.push(row.index);
                    self.report_row(row, other, &line.first, report);
                }
            }
        }
        let headings = headings(&named);
        let mut found = Vec::new();
        for (place, (row, code, name)) in candidates.into_iter().enumerate() {
            if headings.contains(&place) {
                left_out.push(row.index);
                self.report_row(row, RowKind::Heading, &named[place].name, report);
            } else {
                found.push(self.person(row, code, name, report));
            }
        }
        left_out.sort_unstable();
        (found, left_out)
    }

    fn report_row(&self, row: &Row, kind: RowKind, first: &str, report: &mut Report) {
        let at = Some(Address::new(row.index, 0));
        let line = row.index + 1;
        match kind {
            RowKind::Unnamed => report.add(
                Severity::Error,
                Code::RowUnnamed,
                None,
                at,
                format!("第 {line} 行有数据而没有部门名称，没有评分"),
                "请补填部门名称；如果是多余的行，请删除",
            ),
            _ => {
                let what = match kind {
                    RowKind::Sum => "合计行",
                    RowKind::Heading => "下面各部门的小标题",
                    RowKind::HeaderAgain => "重复的表头或栏次",
                    RowKind::Example => "填写示例",
                    _ => "说明文字",
                };
                report.add(
                    Severity::Info,
                    Code::RowSkipped,
                    None,
                    at,
                    format!("第 {line} 行“{}”是{what}，没有参加评分", shortened(first)),
                    "请核对；如果它是一个部门，请改正部门名称",
                );
            }
        }
    }

    fn person(
        &self,
        row: &'a Row,
        code: Option<Arc<str>>,
        name: Option<Arc<str>>,
        report: &mut Report,
    ) -> Person<'a> {
        let mut person = Person {
            row,
            name: name
                .as_deref()
                .or(code.as_deref())
                .unwrap_or_default()
                .to_string(),
            code: code.map(|code| code.to_string()),
            unnamed: name.is_none(),
            year: None,
            unclear_year: false,
        };
        if person.unnamed {
            report.add(
                Severity::Error,
                Code::RowUnnamed,
                Some(&person.concerns()),
                self.place(Role::Name)
                    .and_then(|name| self.address(row, name)),
                "有部门编码而没有部门名称，以编码代替名称",
                "请补填部门名称",
            );
        }
        if row.hidden {
            report.add(
                Severity::Info,
                Code::RowHidden,
                Some(&person.concerns()),
                Some(Address::new(row.index, 0)),
                format!("第 {} 行是隐藏的，照常参加评分", row.index + 1),
                "如不应参加评分，请删除该行",
            );
        }
        if let Some(year) = self.place(Role::Year) {
            let cell = self.cell(row, year).filter(|cell| !is_blank(cell));
            person.year = cell.and_then(year_of);
            if let (Some(cell), None) = (cell, person.year) {
                person.unclear_year = true;
                report.add(
                    Severity::Error,
                    Code::YearUnclear,
                    Some(&person.concerns()),
                    Some(Address::new(row.index, cell.column)),
                    "年度无法识别；表中有几个年度时，这一行不评分",
                    "请填写四位数的年份，如 2021",
                );
            }
        }
        person
    }
}
