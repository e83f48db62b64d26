//! 汇总: how many entries stand where, by status and by department. Live: it follows what people fill in.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Formula, Worksheet, XlsxError};

use super::{Content, HEADER_ROW, SPARE_ROWS, entries, hand, pending, text, write_header};
use crate::expr::excel::literal;
use crate::intake::ledger::{Handwork, LOSSES_SHEET, LOST, PENDING_SHEET, STATUS};
use crate::sheets::page::{self, Page};
use crate::sheets::reference::{cell, fixed, fixed_column, sheet as quoted_sheet};
use crate::sheets::{formula, style};

const COUNT: u16 = 2;
const LOST_COLUMN: u16 = 3;
/// The first status of the table by department; in the table by status, the pending ones.
const STATUSES: u16 = 4;
const LAST: u16 = STATUSES + hand::STATUSES.len() as u16;
/// The column of the indicator, on both sheets.
const INDICATOR: u16 = 4;
const ROW_HEIGHT: f64 = 20.0;
const OTHER: &str = "其他或未填";

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, content: &Content) -> Result<(), XlsxError> {
    let style = content.style;
    let mut note = "随“整改台账”和“待补数据”里填写的内容自动更新。".to_string();
    if !content.ledger.past.is_empty() {
        note += &format!(
            "“以往条目”另有 {} 条，不在其中。",
            content.ledger.past.len()
        );
    }
    page::title(sheet, &content.title("问题整改汇总"), &note, LAST, style)?;
    let totals = Totals::new(content);
    let by_department = totals.by_status(sheet)? + 2;
    let last = totals.by_department(sheet, by_department)?;
    sheet.set_freeze_panes(HEADER_ROW, 0)?;
    page::set_up(
        sheet,
        &Page::portrait((by_department, by_department), (last, LAST)),
    )
}

/// The ranges that formulas count in, and what they find there now.
struct Totals<'p> {
    content: &'p Content<'p>,
    entries: Ranges,
    /// Where there are indicators without a score.
    pending: Option<Ranges>,
    score: Format,
}

/// The columns of one sheet, with its name, over all its rows and some spare ones.
struct Ranges {
    code: String,
    name: String,
    indicator: String,
    status: String,
    lost: String,
}

/// What one entry counts as.
struct Counted {
    department: (Option<String>, String),
    status: String,
    lost: Decimal,
}

impl<'p> Totals<'p> {
    fn new(content: &'p Content<'p>) -> Totals<'p> {
        let ranges = |name: &str, (first, last): (u32, u32), [code, department, hand]: [u16; 3]| {
            let of = |column: u16| {
                let range = fixed(column, first, last + SPARE_ROWS);
                format!("{}!{range}", quoted_sheet(name))
            };
            Ranges {
                code: of(code),
                name: of(department),
                indicator: of(INDICATOR),
                status: of(hand + hand::STATUS_PLACE),
                lost: of(entries::LOST_COLUMN),
            }
        };
        let rows = (entries::FIRST, entries::last_row(content));
        let columns = [entries::CODE, entries::NAME, entries::HAND];
        let pending_rows = (pending::FIRST, pending::last_row(content));
        let pending_columns = [pending::CODE, pending::NAME, pending::HAND];
        let pattern = formula::pattern(content.book().decimals);
        Totals {
            entries: ranges(LOSSES_SHEET, rows, columns),
            pending: (!content.ledger.pending.is_empty())
                .then(|| ranges(PENDING_SHEET, pending_rows, pending_columns)),
            score: content.style.score.clone().set_num_format(pattern),
            content,
        }
    }

    /// The table by status; gives back its last row.
    fn by_status(&self, sheet: &mut Worksheet) -> Result<u32, XlsxError> {
        let style = self.content.style;
        let (entries, pending) = (self.counted(), self.counted_pending());
        sheet.set_row_height(HEADER_ROW, 24)?;
        sheet.merge_range(HEADER_ROW, 0, HEADER_ROW, 1, STATUS, &style.header)?;
        for (column, header) in [(COUNT, "条数"), (LOST_COLUMN, LOST)] {
            sheet.write_string_with_format(HEADER_ROW, column, header, &style.header)?;
        }
        if self.pending.is_some() {
            sheet.write_string_with_format(HEADER_ROW, STATUSES, PENDING_SHEET, &style.header)?;
        }
        let first = HEADER_ROW + 1;
        for (row, status) in (first..).zip(hand::STATUSES) {
            let has = |one: &&Counted| one.status == status;
            let lost: Decimal = entries.iter().filter(has).map(|one| one.lost).sum();
            let own = fixed_column(row, 0);
            sheet.set_row_height(row, ROW_HEIGHT)?;
            sheet.merge_range(row, 0, row, 1, status, &style.center)?;
            let count = format!("COUNTIF({},{own})", self.entries.status);
            self.write_count(
                sheet,
                (row, COUNT),
                count,
                entries.iter().filter(has).count(),
            )?;
            let sum = format!(
                "SUMIFS({},{},{own})",
                self.entries.lost, self.entries.status
            );
            self.write_lost(sheet, row, &sum, lost)?;
            if let Some(ranges) = &self.pending {
                let count = format!("COUNTIF({},{own})", ranges.status);
                self.write_count(
                    sheet,
                    (row, STATUSES),
                    count,
                    pending.iter().filter(has).count(),
                )?;
            }
        }
        let other = first + hand::STATUSES.len() as u32;
        self.write_rest(sheet, (first, other), &entries, &pending)?;
        Ok(other + 1)
    }

    /// The last two lines of the table by status: what has none of them, and all.
    fn write_rest(
        &self,
        sheet: &mut Worksheet,
        (first, other): (u32, u32),
        entries: &[Counted],
        pending: &[Counted],
    ) -> Result<(), XlsxError> {
        let (style, all) = (self.content.style, other + 1);
        sheet.set_row_height(other, ROW_HEIGHT)?;
        sheet.set_row_height(all, ROW_HEIGHT)?;
        sheet.merge_range(other, 0, other, 1, OTHER, &style.center)?;
        sheet.merge_range(all, 0, all, 1, "合计", &style.grade)?;
        let rest = |column: u16| {
            let statuses = format!("{}:{}", cell(first, column), cell(other - 1, column));
            format!("{}-SUM({statuses})", cell(all, column))
        };
        let is_other = |one: &&Counted| !hand::STATUSES.contains(&one.status.as_str());
        let others = |counted: &[Counted]| counted.iter().filter(is_other).count();
        let sum = |counted: &mut dyn Iterator<Item = &Counted>| counted.map(|one| one.lost).sum();
        self.write_count(sheet, (other, COUNT), rest(COUNT), others(entries))?;
        self.write_lost(
            sheet,
            other,
            &rest(LOST_COLUMN),
            sum(&mut entries.iter().filter(is_other)),
        )?;
        let count = format!("COUNTA({})", self.entries.indicator);
        self.write_count(sheet, (all, COUNT), count, entries.len())?;
        let total = format!("SUM({})", self.entries.lost);
        self.write_lost(sheet, all, &total, sum(&mut entries.iter()))?;
        if let Some(ranges) = &self.pending {
            self.write_count(sheet, (other, STATUSES), rest(STATUSES), others(pending))?;
            let count = format!("COUNTA({})", ranges.indicator);
            self.write_count(sheet, (all, STATUSES), count, pending.len())?;
        }
        Ok(())
    }

    /// The table by department, from a header row on; gives back its last row.
    fn by_department(&self, sheet: &mut Worksheet, header: u32) -> Result<u32, XlsxError> {
        let (content, style) = (self.content, self.content.style);
        let [code, name, _] = content.identity_headers();
        let mut headers = vec![(code, 11.0), (name, 30.0), ("条数", 8.0), (LOST, 9.0)];
        headers.extend(hand::STATUSES.map(|status| (status, 9.5)));
        headers.push((PENDING_SHEET, 10.0));
        write_header(sheet, header, &headers, style)?;
        let (entries, pending) = (self.counted(), self.counted_pending());
        let mut row = header;
        for department in self.departments() {
            row += 1;
            let own: Vec<&Counted> = of_department(&entries, &department).collect();
            text(
                sheet,
                row,
                0,
                department.0.as_deref().unwrap_or_default(),
                &style.center,
            )?;
            text(sheet, row, 1, &department.1, &style.wrapped)?;
            let whose = criteria(&self.entries, row, department.0.is_some());
            self.write_count(sheet, (row, COUNT), format!("COUNTIFS({whose})"), own.len())?;
            let sum = format!("SUMIFS({},{whose})", self.entries.lost);
            self.write_lost(sheet, row, &sum, own.iter().map(|one| one.lost).sum())?;
            for (column, status) in (STATUSES..).zip(hand::STATUSES) {
                let count = own.iter().filter(|one| one.status == status).count();
                let at = format!("{},\"{status}\"", self.entries.status);
                self.write_count(
                    sheet,
                    (row, column),
                    format!("COUNTIFS({whose},{at})"),
                    count,
                )?;
            }
            match &self.pending {
                Some(ranges) => {
                    let whose = criteria(ranges, row, department.0.is_some());
                    let count = of_department(&pending, &department).count();
                    self.write_count(sheet, (row, LAST), format!("COUNTIFS({whose})"), count)?;
                }
                None => {
                    sheet.write_number_with_format(row, LAST, 0, &style.integer)?;
                }
            }
            sheet.set_row_height(
                row,
                style::height(&department.1, headers[1].1).max(ROW_HEIGHT),
            )?;
        }
        Ok(row)
    }

    fn write_count(
        &self,
        sheet: &mut Worksheet,
        (row, column): (u32, u16),
        formula: String,
        count: usize,
    ) -> Result<(), XlsxError> {
        let formula = Formula::new(formula).set_result(count.to_string());
        sheet.write_formula_with_format(row, column, formula, &self.content.style.integer)?;
        Ok(())
    }

    fn write_lost(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        formula: &str,
        lost: Decimal,
    ) -> Result<(), XlsxError> {
        let decimals = self.content.book().decimals;
        let formula =
            Formula::new(format!("ROUND({formula},{decimals})")).set_result(literal(lost));
        sheet.write_formula_with_format(row, LOST_COLUMN, formula, &self.score)?;
        Ok(())
    }

    /// The departments, each once, in order.
    fn departments(&self) -> Vec<(Option<String>, String)> {
        let mut seen = std::collections::HashSet::new();
        let departments = self.content.departments.iter();
        let named = departments.map(|department| self.department(*department));
        named
            .filter(|department| seen.insert(department.clone()))
            .collect()
    }

    fn department(&self, department: usize) -> (Option<String>, String) {
        let record = self.content.record(department);
        (record.code.clone(), record.name.clone())
    }

    fn counted(&self) -> Vec<Counted> {
        let entries = self.content.ledger.entries.iter();
        let counted = entries.map(|entry| Counted {
            department: self.department(entry.department),
            status: status(&entry.hand),
            lost: entry.loss.lost,
        });
        counted.collect()
    }

    fn counted_pending(&self) -> Vec<Counted> {
        let pending = self.content.ledger.pending.iter();
        let counted = pending.map(|entry| Counted {
            department: self.department(entry.department),
            status: status(&entry.hand),
            lost: Decimal::ZERO,
        });
        counted.collect()
    }
}

fn of_department<'c>(
    counted: &'c [Counted],
    department: &'c (Option<String>, String),
) -> impl Iterator<Item = &'c Counted> {
    counted.iter().filter(|one| one.department == *department)
}

/// The criteria that a row of the table by department counts by: its name and, where it has one, its code.
fn criteria(ranges: &Ranges, row: u32, has_code: bool) -> String {
    let name = format!("{},\"=\"&{}", ranges.name, fixed_column(row, 1));
    match has_code {
        true => format!("{name},{},\"=\"&{}", ranges.code, fixed_column(row, 0)),
        false => name,
    }
}

/// The status that stands in an entry's cell, as a formula compares it.
fn status(hand: &Handwork) -> String {
    let begun = || hand::STATUSES[0].to_string();
    hand.status
        .as_ref()
        .map_or_else(begun, |status| status.text().to_string())
}
