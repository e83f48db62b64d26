//! Putting problems together: the sheet is known for a whole table, the department for a whole row.

use super::value::{is_blank, text_of};
use crate::address::Address;
use crate::problem::{Code, Concerns, Place, Problem, Severity};
use crate::visible_text::shortened;
use crate::workbook::Row;

/// Collects the problems of one sheet.
pub(super) struct Report<'p> {
    pub sheet: &'p str,
    pub problems: &'p mut Vec<Problem>,
}

impl Report<'_> {
    /// Adds a problem.
    pub fn add(
        &mut self,
        severity: Severity,
        code: Code,
        department: Option<&Concerns>,
        cell: Option<Address>,
        message: impl Into<String>,
        advice: impl Into<String>,
    ) {
        let place = Place::new(self.sheet, cell);
        let problem = Problem::new(severity, code, place, message, advice);
        self.problems.push(problem.of(department.cloned()));
    }

    /// Adds what reading a cell found.
    pub fn found(
        &mut self,
        finding: super::value::CellFinding,
        department: &Concerns,
        cell: Address,
        column: &str,
    ) {
        self.add(
            finding.severity,
            finding.code,
            Some(department),
            Some(cell),
            format!("“{column}”：{}", finding.message),
            finding.advice,
        );
    }
    /// Adds a row that is none of the table's, by the first of its texts; a row without any is not told of. `why` ends
    /// the sentence.
    pub fn skipped_row(&mut self, row: &Row, why: &str) {
        let filled = row.cells.iter().find(|cell| !is_blank(cell));
        let Some(text) = filled.and_then(text_of) else {
            return;
        };
        self.add(
            Severity::Info,
            Code::RowSkipped,
            None,
            Some(Address::new(row.index, 0)),
            format!("第 {} 行“{}”{why}", row.index + 1, shortened(&text)),
            "请核对",
        );
    }
}
