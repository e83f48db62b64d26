//! The sheet of outcome indicators (个性化指标): rows that belong to departments.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::column::{Column, ColumnCell};
use super::dataset::{Field, OutcomeRow, Record, Table};
use super::identity::Keys;
use super::outcome_units::{self, lacks};
use super::report::Report;
use super::side_sheet::{FIRST_OWN, SideSheet};
use super::unmatched::{Absent, Need, Unmatched, words};
use super::value::{self, CellFinding, ColumnSense, Units};
use crate::address::Address;
use crate::expr::Figure;
use crate::expr::evaluate::row_values;
use crate::problem::{Code, Concerns, Problem, Severity};
use crate::rulebook::RuleBook;
use crate::rulebook::metric::Choice;
use crate::rulebook::naming::{Named, plain};
use crate::rulebook::outcomes::{Outcomes, RowFigure};
use crate::visible_text::shortened;
use crate::workbook::{CellValue, Row, Sheet};

/// The columns of the sheet's own, in the order that the header is searched for.
const CATEGORY: usize = FIRST_OWN;
const TITLE: usize = FIRST_OWN + 1;
const FIRST_FIGURE: usize = FIRST_OWN + 2;

/// Reads the sheet and gives each department its rows. `None` where the sheet has no header.
pub fn read(
    mut sheet: Sheet,
    rules: &Outcomes,
    book: &RuleBook,
    keys: &Keys,
    records: &mut [Record],
    problems: &mut Vec<Problem>,
) -> Option<Table> {
    drop_generated(&mut sheet);
    let names = names(rules);
    let mut report = Report {
        sheet: &sheet.name,
        problems,
    };
    let side = SideSheet::find(&sheet, &names, &book.sheets.data.name, &mut report)?;
    let reader = Reader {
        side: &side,
        rules,
        directions: rules
            .directions
            .iter()
            .map(|direction| Choice::new(&direction.name, direction.aliases.clone()))
            .collect(),
        categories: rules.categories.iter().map(|one| plain(one)).collect(),
    };
    let owned = side.owned_rows(keys, &mut report);
    let senses = reader.senses(&owned, records, &mut report);
    for (row, owners) in &owned {
        for owner in owners {
            let record = &mut records[*owner];
            let concerns = record.concerns();
            side.report_hidden(row, &concerns, &mut report);
            record
                .outcomes
                .push(reader.row(row, &senses, &concerns, &mut report));
        }
    }
    for (owner, row) in side.refused(keys) {
        reader.withhold(&sheet, &mut records[owner], row, &mut report);
    }
    let need = |place| match place < FIRST_FIGURE {
        true => Need::Optional,
        false => Need::Required,
    };
    let unmatched = side.unmatched(&owned, need);
    reader.report_unmatched(records, &unmatched, &mut report);
    for record in records.iter() {
        reader.check(record, book, &mut report);
    }
    let header = &side.header;
    let (header_row, columns) = (header.last_row, header.columns[FIRST_FIGURE..].to_vec());
    Some(Table {
        header_row,
        columns,
        unmatched,
        sheet,
    })
}

/// Every column's name and aliases.
pub(super) fn names(rules: &Outcomes) -> Vec<Vec<String>> {
    let all = |named: &&Named| named.all().map(str::to_string).collect();
    columns(rules).iter().map(all).collect()
}

/// The name of every column: code, name, then in the order of the constants above.
fn columns(rules: &Outcomes) -> [&Named; 9] {
    let columns = &rules.columns;
    [
        &columns.code,
        &columns.name,
        &columns.category,
        &columns.title,
        &columns.direction,
        &columns.target,
        &columns.actual,
        &columns.weight,
        &columns.assessed,
    ]
}

/// Takes out the column that an annotated workbook adds.
fn drop_generated(sheet: &mut Sheet) {
    let generated = sheet
        .rows
        .iter()
        .take(60)
        .flat_map(|row| &row.cells)
        .find_map(|cell| match &cell.value {
            CellValue::Text(text) if text == super::COMPLETION_HEADER => Some(cell.column),
            _ => None,
        });
    if let Some(column) = generated {
        for row in &mut sheet.rows {
            row.cells.retain(|cell| cell.column != column);
        }
        sheet.rows.retain(|row| !row.cells.is_empty());
        sheet.column_widths.retain(|(known, _)| *known != column);
    }
}

struct Reader<'a> {
    side: &'a SideSheet<'a>,
    rules: &'a Outcomes,
    directions: Vec<Choice>,
    /// The listed categories, as they are compared.
    categories: Vec<String>,
}

impl<'a> Reader<'a> {
    fn senses(
        &self,
        owned: &[(&'a Row, Vec<usize>)],
        records: &[Record],
        report: &mut Report,
    ) -> Vec<ColumnSense> {
        RowFigure::ALL
            .into_iter()
            .map(|figure| {
                let index = FIRST_FIGURE + figure as usize;
                let variable = self.rules.variable(figure);
                let cells: Vec<ColumnCell> = owned
                    .iter()
                    .filter_map(|(row, owners)| {
                        let owner = &records[*owners.first()?];
                        Some(ColumnCell {
                            cell: self.side.cell(row, index)?,
                            address: self.side.address(row, index)?,
                            code: owner.code.as_deref(),
                            name: &owner.name,
                        })
                    })
                    .collect();
                Column {
                    name: &variable.name,
                    kind: &variable.kind,
                    unit: None,
                    units: Units::Any,
                    header_unit: self.side.header.units[index].as_deref(),
                    header: self.side.header.cells[index],
                    unit_line: None,
                }
                .sense(&cells, report)
            })
            .collect()
    }

    fn row(
        &self,
        row: &'a Row,
        senses: &[ColumnSense],
        concerns: &Concerns,
        report: &mut Report,
    ) -> OutcomeRow {
        let mut fields = Vec::with_capacity(RowFigure::ALL.len());
        let mut findings: Vec<(RowFigure, CellFinding, Address)> = Vec::new();
        for figure in RowFigure::ALL {
            let index = FIRST_FIGURE + figure as usize;
            let variable = self.rules.variable(figure);
            let Some(address) = self.side.address(row, index) else {
                fields.push(Field::absent());
                continue;
            };
            let sense = &senses[figure as usize];
            let cell = self.side.cell(row, index);
            let (mut field, finding) =
                value::read(cell, address, &variable.kind, &self.directions, sense);
            let finding = self
                .side
                .refuse_merged(address, cell, &mut field)
                .or(finding);
            findings.extend(finding.map(|finding| (figure, finding, address)));
            fields.push(field);
        }
        let mut outcome = OutcomeRow {
            row: row.index,
            title: self.side.text(row, TITLE).unwrap_or_default().to_string(),
            category: self.category(row, concerns, report),
            title_cell: self.side.address(row, TITLE),
            category_cell: self.side.address(row, CATEGORY),
            fields,
        };
        let cell = |figure: RowFigure| self.side.cell(row, FIRST_FIGURE + figure as usize);
        if let Some(written) = cell(RowFigure::Target).zip(cell(RowFigure::Actual)) {
            outcome_units::compare(self.rules, written, &mut outcome, concerns, report);
        }
        self.report_row(&outcome, findings, concerns, report);
        outcome
    }

    /// A department with a row that could not be read is not scored by the others alone.
    fn withhold(&self, sheet: &Sheet, record: &mut Record, refused: u32, report: &mut Report) {
        let concerns = record.concerns();
        let mut first = None;
        for row in &mut record.outcomes {
            let weight = &mut row.fields[RowFigure::Weight as usize];
            if let Some(cell) = weight.cell.and_then(|at| sheet.cell(at)) {
                value::refuse(weight, cell);
                first = first.or(weight.cell);
            }
        }
        if first.is_some() {
            report.add(
                Severity::Error,
                Code::Unusable,
                Some(&concerns),
                first,
                format!(
                    "第 {} 行也是这个部门的个性化指标，没有采用；余下的不全，相应指标不能评分",
                    refused + 1
                ),
                "请把几张表合并到同一个表头下面",
            );
        }
    }

    /// Reports the columns that are not there, once for all rows that need them, and those that nobody uses.
    fn report_unmatched(&self, records: &[Record], unmatched: &Unmatched, report: &mut Report) {
        let rows = || records.iter().flat_map(|record| &record.outcomes);
        let is_absent = |figure: &RowFigure| {
            let place = FIRST_FIGURE + *figure as usize;
            unmatched.absent.iter().any(|absent| absent.wanted == place)
        };
        let absent = RowFigure::ALL.into_iter().filter(is_absent);
        let (needed, spare): (Vec<RowFigure>, Vec<RowFigure>) =
            absent.partition(|figure| rows().any(|row| lacks(self.rules, row, *figure)));
        let is_lacking = |row: &&OutcomeRow| {
            let mut needed = needed.iter();
            needed.any(|figure| lacks(self.rules, row, *figure))
        };
        let lacking = rows().filter(is_lacking).count();
        let lack = format!("，{lacking} 行个性化指标因此不能评分");
        self.report_absent(Severity::Error, &needed, &lack, unmatched, report);
        // What the unused columns probably mean is told once.
        let told = Unmatched::default();
        let rest = if needed.is_empty() { unmatched } else { &told };
        self.report_absent(Severity::Warning, &spare, "", rest, report);
        let is_mapped = !needed.is_empty() || !spare.is_empty();
        let is_told = |absent: &Absent| absent.wanted < FIRST_OWN || absent.need != Need::Optional;
        unmatched.report(is_told, is_mapped, report);
    }

    fn report_absent(
        &self,
        severity: Severity,
        figures: &[RowFigure],
        lack: &str,
        unmatched: &Unmatched,
        report: &mut Report,
    ) {
        let names = figures.iter().map(|figure| {
            let place = FIRST_FIGURE + *figure as usize;
            columns(self.rules)[place].name.as_str()
        });
        let names: Vec<&str> = names.collect();
        if names.is_empty() {
            return;
        }
        let at = self.side.header.cells.iter().flatten().min().copied();
        report.add(
            severity,
            Code::ColumnAbsent,
            None,
            at,
            format!("{}{lack}", words::lacking(&names)),
            unmatched.advice(names.len() > 1),
        );
    }

    /// Reports what the row needs and does not have; a column that is not there is told once. What a 定性 row's 目标值 says does not matter.
    fn report_row(
        &self,
        outcome: &OutcomeRow,
        findings: Vec<(RowFigure, CellFinding, Address)>,
        concerns: &Concerns,
        report: &mut Report,
    ) {
        let lack = row_values(&self.rules.rule, outcome)
            .err()
            .unwrap_or_default();
        for (figure, finding, address) in findings {
            let column = self.rules.variable(figure);
            if finding.severity != Severity::Error || lack.variables.contains(&figure.figure_id()) {
                report.found(finding, concerns, address, &column.name);
            } else if figure == RowFigure::Assessed {
                let unused = CellFinding {
                    severity: Severity::Info,
                    code: Code::Unused,
                    ..finding
                };
                report.found(unused, concerns, address, &column.name);
            }
        }
        for figure in RowFigure::ALL {
            let field = &outcome.fields[figure as usize];
            let is_blank = field.figure == Figure::Blank && field.cell.is_some();
            if is_blank && lack.variables.contains(&figure.figure_id()) {
                let column = self.rules.variable(figure);
                report.add(
                    Severity::Error,
                    Code::Blank,
                    Some(concerns),
                    field.cell,
                    format!(
                        "个性化指标“{}”缺少“{}”，相应指标不能评分",
                        shortened(&outcome.title),
                        column.name
                    ),
                    format!("请填写{}", value::wanted(&column.kind)),
                );
            }
        }
        for fault in &lack.faults {
            let target = &outcome.fields[RowFigure::Target as usize];
            report.add(
                Severity::Error,
                Code::Unusable,
                Some(concerns),
                target.cell,
                format!(
                    "个性化指标“{}”不能计算：{}为 0（{fault}），相应指标不能评分",
                    shortened(&outcome.title),
                    self.rules.columns.target.name
                ),
                "请改正目标值，或把该项改为定性指标",
            );
        }
    }

    fn category(&self, row: &'a Row, concerns: &Concerns, report: &mut Report) -> Option<Arc<str>> {
        let Some(text) = self.side.text(row, CATEGORY) else {
            self.report_uncategorised(row, concerns, report);
            return None;
        };
        let written = plain(&text);
        let mut known = self.categories.iter().zip(&self.rules.categories);
        let known = known.find(|(known, _)| **known == written);
        let known = known.map(|(_, category)| category);
        if known.is_none() {
            report.add(
                Severity::Error,
                Code::Unreadable,
                Some(concerns),
                self.side.address(row, CATEGORY),
                format!(
                    "“{}”：“{}”不是规定的类别",
                    self.rules.columns.category.name,
                    shortened(&text)
                ),
                format!("请填写：{}", self.rules.categories.join("、")),
            );
        }
        known.map(|known| known.as_str().into())
    }

    /// A row without a category is scored all the same, but counts towards no category.
    fn report_uncategorised(&self, row: &Row, concerns: &Concerns, report: &mut Report) {
        if let Some(address) = self.side.address(row, CATEGORY) {
            report.add(
                Severity::Warning,
                Code::Blank,
                Some(concerns),
                Some(address),
                format!(
                    "没有填“{}”，这一行不计入任何类别",
                    self.rules.columns.category.name
                ),
                format!("请填写：{}", self.rules.categories.join("、")),
            );
        }
    }

    /// Weights that should add up, kinds of benefit that should be covered.
    fn check(&self, record: &Record, book: &RuleBook, report: &mut Report) {
        let Some(first) = record.outcomes.first() else {
            return;
        };
        let concerns = record.concerns();
        let weights: Option<Vec<_>> = record
            .outcomes
            .iter()
            .map(|row| row.fields[RowFigure::Weight as usize].number())
            .collect();
        if let (Some(weights), Some(wanted)) = (weights, self.rules.weights_total) {
            let total = weights
                .iter()
                .fold(Decimal::ZERO, |sum, weight| sum.saturating_add(*weight));
            if total.is_zero() {
                report.add(
                    Severity::Error,
                    Code::Unusable,
                    Some(&concerns),
                    first.fields[RowFigure::Weight as usize].cell,
                    format!(
                        "个性化指标的{}合计为 0，相应指标不能评分",
                        self.rules.columns.weight.name
                    ),
                    "请填写各项指标的分值",
                );
            } else if total != wanted {
                report.add(
                    Severity::Warning,
                    Code::OutcomeWeights,
                    Some(&concerns),
                    first.fields[RowFigure::Weight as usize].cell,
                    format!(
                        "个性化指标的{}合计 {}，不是 {wanted}；已按比例折算",
                        self.rules.columns.weight.name,
                        total.normalize()
                    ),
                    format!("请核对各项分值，使合计为 {wanted}"),
                );
            }
        }
        if let Some(least) = book.least_categories {
            let mut covered: Vec<&str> = record
                .outcomes
                .iter()
                .filter_map(|row| row.category.as_deref())
                .collect();
            covered.sort_unstable();
            covered.dedup();
            if covered.len() < least {
                report.add(
                    Severity::Warning,
                    Code::OutcomeCategories,
                    Some(&concerns),
                    self.side.header.columns[CATEGORY]
                        .map(|column| Address::new(first.row, column)),
                    format!(
                        "个性化指标只涉及 {} 个效益类别，应至少 {least} 个",
                        covered.len()
                    ),
                    format!("请从{}中补充", self.rules.categories.join("、")),
                );
            }
        }
    }
}
