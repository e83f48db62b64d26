//! Putting problems together: the sheet is known for a whole table, the department for a whole row.

use crate::address::Address;
use crate::problem::{Code, Concerns, Place, Problem, Severity};

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
}
