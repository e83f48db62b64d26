//! The sheet of declared scores (自评得分): what each department gave itself.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::dataset::{Declared, Field, Record, Table};
use super::departments::{merged_cells, report_header};
use super::header;
use super::identity::{Keys, Owner};
use super::outcomes::report_unknown;
use super::report::Report;
use super::rows::{Clues, RowKind, classify};
use super::value::{self, ColumnSense, is_blank, shortened, text_of};
use crate::address::Address;
use crate::expr::{Figure, Kind};
use crate::problem::{Code, Concerns, Problem, Severity};
use crate::rulebook::naming::plain;
use crate::rulebook::{Role, RuleBook};
use crate::workbook::{Cell, Row, Sheet};

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
    let names = columns(book);
    let wanted: Vec<Vec<String>> = names
        .iter()
        .map(|names| names.iter().map(|name| plain(name)).collect())
        .collect();
    let mut report = Report {
        sheet: &sheet.name,
        problems,
    };
    let Some(header) = header::find(&sheet, &wanted) else {
        report.add(
            Severity::Error,
            Code::ColumnAbsent,
            None,
            None,
            "没有找到表头，整张表没有采用",
            "表头应有部门编码或部门名称，以及各三级指标的名称",
        );
        return None;
    };
    report_header(
        &header,
        |index| names[index].first().map_or("", String::as_str),
        &mut report,
    );
    let merged = merged_cells(&sheet);
    let reader = Reader {
        sheet: &sheet,
        book,
        columns: &header.columns,
        merged: &merged,
    };
    let mut owners: HashMap<usize, u32> = HashMap::new();
    for row in sheet.rows.iter().filter(|row| row.index > header.last_row) {
        let Some(found) = reader.owner(row, keys, &mut report) else {
            continue;
        };
        for owner in found {
            let record = &mut records[owner];
            let concerns = record.concerns();
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
            let grade = reader.address(row, 3 + book.indicators.len());
            check(&declared, grade, book, &concerns, &mut report);
            record.declared = Some(declared);
        }
    }
    Some(Table {
        header_row: header.last_row,
        columns: header.columns[2..].to_vec(),
        sheet,
    })
}

/// The headers: code, name, the indicators, total, grade; each with its aliases.
fn columns(book: &RuleBook) -> Vec<Vec<String>> {
    let identity = |role| {
        book.role(role).map_or_else(Vec::new, |metric| {
            std::iter::once(metric.name().to_string())
                .chain(metric.aliases.clone())
                .collect()
        })
    };
    let mut columns = vec![identity(Role::Code), identity(Role::Name)];
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
    sheet: &'a Sheet,
    book: &'a RuleBook,
    columns: &'a [Option<u16>],
    merged: &'a HashMap<(u32, u16), Address>,
}

impl<'a> Reader<'a> {
    fn cell(&self, row: &'a Row, column: usize) -> Option<&'a Cell> {
        let column = self.columns[column]?;
        let place = row
            .cells
            .binary_search_by_key(&column, |cell| cell.column)
            .ok()?;
        Some(&row.cells[place])
    }

    fn address(&self, row: &Row, column: usize) -> Option<Address> {
        Some(Address::new(row.index, self.columns[column]?))
    }

    fn text(&self, row: &'a Row, column: usize) -> Option<String> {
        let own = self.cell(row, column).and_then(text_of);
        own.or_else(|| {
            let region = self.merged.get(&(row.index, self.columns[column]?))?;
            text_of(self.sheet.cell(*region)?)
        })
        .map(|text| text.to_string())
    }

    fn owner(&self, row: &'a Row, keys: &Keys, report: &mut Report) -> Option<Vec<usize>> {
        let filled: Vec<&Cell> = row.cells.iter().filter(|cell| !is_blank(cell)).collect();
        let (code, name) = (self.text(row, 0), self.text(row, 1));
        let first = filled
            .iter()
            .find_map(|cell| text_of(cell))
            .unwrap_or_default();
        let figures = self.columns[2..].iter().flatten();
        let kind = classify(&Clues {
            code: code.as_deref().unwrap_or_default(),
            name: name.as_deref().unwrap_or_default(),
            first: &first,
            name_header: self
                .book
                .role(Role::Name)
                .map_or("", |metric| metric.name()),
            has_figures: figures
                .clone()
                .any(|column| filled.iter().any(|cell| cell.column == *column)),
            has_anything: !filled.is_empty(),
        });
        match kind {
            RowKind::Department => match keys.owner(code.as_deref(), name.as_deref()) {
                Owner::Records(records) => return Some(records),
                Owner::OtherYear => {}
                Owner::Unknown => {
                    report_unknown(code.as_deref(), name.as_deref(), row.index, report)
                }
            },
            RowKind::Unnamed => report.add(
                Severity::Error,
                Code::RowUnnamed,
                None,
                Some(Address::new(row.index, 0)),
                format!("第 {} 行有分数而没有部门，没有采用", row.index + 1),
                "请补填部门编码或部门名称",
            ),
            RowKind::Empty => {}
            RowKind::Sum | RowKind::Note | RowKind::HeaderAgain => report.add(
                Severity::Info,
                Code::RowSkipped,
                None,
                Some(Address::new(row.index, 0)),
                format!(
                    "第 {} 行“{}”不是数据，没有采用",
                    row.index + 1,
                    shortened(&first)
                ),
                "请核对",
            ),
        }
        None
    }

    fn declared(&self, row: &'a Row, concerns: &Concerns, report: &mut Report) -> Declared {
        let mut score = |column: usize, name: &str| {
            let Some(address) = self.address(row, column) else {
                return Field::absent();
            };
            let kind = Kind::Amount { positive: false };
            let (field, finding) = value::read(
                self.cell(row, column),
                address,
                &kind,
                &[],
                &ColumnSense::plain(),
            );
            if let Some(finding) = finding {
                report.found(finding, concerns, address, name);
            }
            field
        };
        let indicators = &self.book.indicators;
        let scores = indicators
            .iter()
            .enumerate()
            .map(|(index, indicator)| score(2 + index, &indicator.name))
            .collect();
        let total = score(2 + indicators.len(), &self.book.sheets.declared_total.name);
        Declared {
            row: row.index,
            scores,
            total,
            grade: self.text(row, 3 + indicators.len()),
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
