//! The sheet of declared scores (自评得分): what each department gave itself.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::dataset::{Declared, Field, Record, Table};
use super::identity::Keys;
use super::report::Report;
use super::side_sheet::{FIRST_OWN, SideSheet, names_of};
use super::unmatched::Need;
use super::value::{self, ColumnSense, Units};
use crate::address::Address;
use crate::expr::{Figure, Kind};
use crate::problem::{Code, Concerns, Problem, Severity};
use crate::rulebook::naming::plain;
use crate::rulebook::{Role, RuleBook};
use crate::visible_text::shortened;
use crate::workbook::{Row, Sheet};

/// How far a declared total may be from the sum of the declared scores.
const TOLERANCE: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

/// Reads the sheet and gives each department what it declared. `None` where the sheet has no header.
pub fn read(
    sheet: Sheet,
    book: &RuleBook,
    keys: &Keys,
    records: &mut [Record],
    problems: &mut Vec<Problem>,
) -> Option<Table> {
    let names = names(book);
    let mut report = Report {
        sheet: &sheet.name,
        problems,
    };
    let side = SideSheet::find(&sheet, &names, &book.sheets.data.name, &mut report)?;
    let reader = Reader { side: &side, book };
    let mut owners: HashMap<usize, u32> = HashMap::new();
    let owned = side.owned_rows(keys, &mut report);
    // Any of it may be left out.
    let unmatched = side.unmatched(&owned, |_| Need::Optional);
    unmatched.report(|absent| absent.wanted < FIRST_OWN, false, &mut report);
    for (row, found) in owned {
        for owner in found {
            let record = &mut records[owner];
            let concerns = record.concerns();
            side.report_hidden(row, &concerns, &mut report);
            if let Some(first) = owners.insert(owner, row.index) {
                record.declared = None;
                report.add(
                    Severity::Error,
                    Code::Duplicate,
                    Some(&concerns),
                    Some(Address::new(row.index, 0)),
                    format!(
                        "第 {} 行和第 {} 行都是这个部门的自评，都没有采用",
                        first + 1,
                        row.index + 1
                    ),
                    "请只保留一行",
                );
                continue;
            }
            let declared = reader.declared(row, &concerns, &mut report);
            let grade = side.address(row, FIRST_OWN + book.indicators.len() + 1);
            check(&declared, grade, book, &concerns, &mut report);
            record.declared = Some(declared);
        }
    }
    let (header_row, columns) = (
        side.header.last_row,
        side.header.columns[FIRST_OWN..].to_vec(),
    );
    Some(Table {
        header_row,
        columns,
        unmatched,
        sheet,
    })
}

/// The headers: code, name, the indicators, total, grade; each with its aliases.
pub(super) fn names(book: &RuleBook) -> Vec<Vec<String>> {
    let mut columns = Vec::from([Role::Code, Role::Name].map(|role| names_of(book, role)));
    for indicator in &book.indicators {
        columns.push(
            std::iter::once(indicator.name.clone())
                .chain(indicator.aliases.clone())
                .collect(),
        );
    }
    for named in [&book.sheets.declared_total, &book.sheets.declared_grade] {
        columns.push(named.all().map(str::to_string).collect());
    }
    columns
}

struct Reader<'a> {
    side: &'a SideSheet<'a>,
    book: &'a RuleBook,
}

impl<'a> Reader<'a> {
    fn declared(&self, row: &'a Row, concerns: &Concerns, report: &mut Report) -> Declared {
        let mut score = |column: usize, name: &str| {
            let Some(address) = self.side.address(row, column) else {
                return Field::absent();
            };
            let kind = Kind::Amount { positive: false };
            let cell = self.side.cell(row, column);
            let (mut field, finding) = value::read(
                cell,
                address,
                &kind,
                &[],
                &ColumnSense::plain(Units::Points),
            );
            if let Some(finding) = self
                .side
                .refuse_merged(address, cell, &mut field)
                .or(finding)
            {
                report.found(finding, concerns, address, name);
            }
            field
        };
        let indicators = &self.book.indicators;
        let scores = indicators
            .iter()
            .enumerate()
            .map(|(index, indicator)| score(FIRST_OWN + index, &indicator.name))
            .collect();
        let total = score(
            FIRST_OWN + indicators.len(),
            &self.book.sheets.declared_total.name,
        );
        Declared {
            row: row.index,
            scores,
            total,
            grade: self
                .side
                .text(row, FIRST_OWN + indicators.len() + 1)
                .map(|grade| grade.to_string()),
        }
    }
}

/// What contradicts itself in a declaration; `grade_cell` is where its grade stands.
fn check(
    declared: &Declared,
    grade_cell: Option<Address>,
    book: &RuleBook,
    concerns: &Concerns,
    report: &mut Report,
) {
    let mut sum = Decimal::ZERO;
    let mut open = Decimal::ZERO;
    for (indicator, field) in book.indicators.iter().zip(&declared.scores) {
        match field.number() {
            Some(score) => {
                // A figure may be as large as a decimal can be; sums of such must not overflow.
                sum = sum.saturating_add(score);
                if score > indicator.points {
                    report.add(
                        Severity::Warning,
                        Code::DeclaredAbove,
                        Some(concerns),
                        field.cell,
                        format!(
                            "“{}”自评 {score} 分，超过分值 {}",
                            indicator.name, indicator.points
                        ),
                        "请核对自评得分",
                    );
                }
            }
            None => open += indicator.points,
        }
    }
    let Some(total) = declared.total.number() else {
        return;
    };
    let most = sum.saturating_add(open + TOLERANCE);
    if total < sum - TOLERANCE || total > most {
        let message = if open.is_zero() {
            format!("自评总分 {total}，各项之和是 {sum}")
        } else {
            format!("自评总分 {total}，已填各项之和是 {sum}，未填各项最多 {open} 分，对不上")
        };
        report.add(
            Severity::Warning,
            Code::DeclaredTotal,
            Some(concerns),
            declared.total.cell,
            message,
            "请核对自评总分和各项得分",
        );
    }
    if let (Some(grade), true) = (&declared.grade, declared.total.figure != Figure::Blank) {
        let due = book.grades.of(total);
        if plain(grade) != plain(&due.name) {
            report.add(
                Severity::Warning,
                Code::DeclaredGrade,
                Some(concerns),
                grade_cell,
                format!(
                    "自评等级“{}”，而自评总分 {total} 应为“{}”",
                    shortened(grade),
                    due.name
                ),
                "请核对自评等级和自评总分",
            );
        }
    }
}
