//! The ledger (整改台账): what lost points, to be worked through and signed off. Same ledger, same bytes.
//!
//! | file | sheet |
//! |---|---|
//! | [`totals`] | 汇总: counts by status and by department, live |
//! | [`entries`] | 整改台账: one row a loss |
//! | [`pending`] | 待补数据: indicators without a score, where there are any |
//! | [`past`] | 以往条目: last round's entries that have no place above, where there are any |
//!
//! [`hand`] is what people fill in, alike on all of them.

mod entries;
mod hand;
mod past;
mod pending;
mod totals;

use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use crate::analysis::Evaluation;
use crate::analysis::ledger::Ledger;
use crate::intake::Record;
use crate::intake::ledger::{LOSSES_SHEET, PAST_SHEET, PENDING_SHEET, TOTALS_SHEET};
use crate::rulebook::{Role, RuleBook};
use crate::sheets::page::{self, Page};
use crate::sheets::properties::properties;
use crate::sheets::style::Style;

/// The row of every sheet's header; a title and a note stand above it.
const HEADER_ROW: u32 = 2;
/// Air above and below the texts of a row, in points.
const AIR: f64 = 5.0;
/// Rows below the last that formulas and drop-downs reach, for entries that people add.
const SPARE_ROWS: u32 = 100;

/// The ledger's bytes.
///
/// # Errors
/// The writing library refuses something, which a tested sheet never makes it do.
pub fn ledger(
    evaluation: &Evaluation,
    departments: &[usize],
    ledger: &Ledger,
) -> Result<Vec<u8>, XlsxError> {
    let style = Style::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(
        evaluation.book,
        "部门整体支出绩效问题整改台账",
    )?);
    let page = Content {
        evaluation,
        departments,
        ledger,
        style: &style,
    };
    totals::write(workbook.add_worksheet().set_name(TOTALS_SHEET)?, &page)?;
    entries::write(workbook.add_worksheet().set_name(LOSSES_SHEET)?, &page)?;
    if !ledger.pending.is_empty() {
        pending::write(workbook.add_worksheet().set_name(PENDING_SHEET)?, &page)?;
    }
    if !ledger.past.is_empty() {
        past::write(workbook.add_worksheet().set_name(PAST_SHEET)?, &page)?;
    }
    crate::sheets::saved(&mut workbook)
}

/// What every sheet is written from.
struct Content<'a> {
    evaluation: &'a Evaluation<'a>,
    departments: &'a [usize],
    ledger: &'a Ledger,
    style: &'a Style,
}

impl Content<'_> {
    fn book(&self) -> &RuleBook {
        self.evaluation.book
    }

    fn record(&self, department: usize) -> &Record {
        &self.evaluation.dataset.records[department]
    }

    /// `部门整体支出绩效问题整改台账（2021 年度）` and the like.
    fn title(&self, of: &str) -> String {
        let year = self.evaluation.dataset.year.unwrap_or(self.book().year);
        format!("部门整体支出绩效{of}（{year} 年度）")
    }

    /// The headers of 部门编码, 部门名称 and 主管部门, as the rule book has them.
    fn identity_headers(&self) -> [&str; 3] {
        let header = |role, otherwise: &'static str| {
            let metric = self.book().role(role);
            metric.map_or(otherwise, |metric| metric.name())
        };
        [
            header(Role::Code, "部门编码"),
            header(Role::Name, "部门名称"),
            header(Role::Group, "主管部门"),
        ]
    }

    /// Writes whose a row is, into three columns from one on.
    fn write_identity(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        column: u16,
        [code, name, group]: [&str; 3],
    ) -> Result<(), XlsxError> {
        let (center, wrapped) = (&self.style.center, &self.style.wrapped);
        text(sheet, row, column, code, center)?;
        text(sheet, row, column + 1, name, wrapped)?;
        text(sheet, row, column + 2, group, wrapped)
    }
}

/// A text, or an empty cell.
fn text(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    text: &str,
    format: &rust_xlsxwriter::Format,
) -> Result<(), XlsxError> {
    match text.is_empty() {
        true => sheet.write_blank(row, column, format)?,
        false => sheet.write_string_with_format(row, column, text, format)?,
    };
    Ok(())
}

/// Whose a row is, as texts.
fn identity(record: &Record) -> [&str; 3] {
    [
        record.code.as_deref().unwrap_or_default(),
        &record.name,
        record.group.as_deref().unwrap_or_default(),
    ]
}

/// Writes a sheet's header and its columns' widths.
fn write_header(
    sheet: &mut Worksheet,
    row: u32,
    headers: &[(&str, f64)],
    style: &Style,
) -> Result<(), XlsxError> {
    page::header(sheet, row, headers, style)?;
    sheet.set_row_height(row, 32)?;
    Ok(())
}

/// Sets up what people fill in, from a column on, the filter, and the printing of a sheet that ends with this row
/// and column.
fn finish(
    sheet: &mut Worksheet,
    hand: u16,
    (last, last_column): (u32, u16),
    frozen_columns: u16,
) -> Result<(), XlsxError> {
    let first = HEADER_ROW + 1;
    hand::set_up(sheet, first, last, hand)?;
    sheet.autofilter(HEADER_ROW, 0, last, last_column)?;
    sheet.set_freeze_panes(first, frozen_columns)?;
    page::set_up(
        sheet,
        &Page::landscape((HEADER_ROW, HEADER_ROW), (last, last_column)),
    )
}
