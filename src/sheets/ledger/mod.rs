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
mod follow_up;
mod past;
mod pending;
mod totals;

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::analysis::Evaluation;
use crate::analysis::ledger::Ledger;
use crate::intake::Record;
use crate::intake::ledger::{LOSSES_SHEET, PAST_SHEET, PENDING_SHEET, TOTALS_SHEET};
use crate::rulebook::{Role, RuleBook};
use crate::sheets::layer::{Book, Columns, Table, Written};

/// The row of every sheet's header; a title and a note stand above it.
const HEADER_ROW: u32 = 2;
/// How high a header is.
const HEADER_HEIGHT: f64 = 32.0;
/// Air above and below the texts of a row, in points.
const AIR: f64 = 5.0;
/// A ledger of more entries prints on A3, with room for long texts: it would take three times as many pages of A4.
const MOST_ON_A4: usize = 60;
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
    let mut book = Book::new(evaluation.book, "部门整体支出绩效问题整改台账")?;
    let content = Content {
        evaluation,
        departments,
        ledger,
    };
    totals::write(book.sheet(TOTALS_SHEET)?, &content)?;
    entries::write(book.sheet(LOSSES_SHEET)?, &content)?;
    if !ledger.pending.is_empty() {
        pending::write(book.sheet(PENDING_SHEET)?, &content)?;
    }
    if !ledger.past.is_empty() {
        past::write(book.sheet(PAST_SHEET)?, &content)?;
    }
    book.saved()
}

/// What every sheet is written from.
struct Content<'a> {
    evaluation: &'a Evaluation<'a>,
    departments: &'a [usize],
    ledger: &'a Ledger,
}

impl Content<'_> {
    fn book(&self) -> &RuleBook {
        self.evaluation.book
    }

    /// Whether it prints on A3.
    fn is_long(&self) -> bool {
        self.ledger.entries.len().max(self.ledger.past.len()) > MOST_ON_A4
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

    /// Adds the columns that say whose a row is, in these widths.
    fn identity<'c, T: AsRef<Record>>(&'c self, columns: &mut Columns<'c, T>, widths: [f64; 3]) {
        let [code, name, group] = self.identity_headers();
        columns
            .center(code, widths[0], |row| row.as_ref().code.as_deref().into())
            .wrapped(name, widths[1], |row| (&row.as_ref().name).into())
            .wrapped(group, widths[2], |row| row.as_ref().group.as_deref().into());
    }
}

/// Sets up what people fill in, from a column on, and finishes the sheet.
fn finish(sheet: &mut Worksheet, table: &Table, hand: u16) -> Written {
    follow_up::set_up(sheet, table.first, table.last, hand)?;
    table.finish(sheet, entries::NAME + 1)
}
