//! In JSON: what is wrong with a rule book or its report template, and where.

use serde::Serialize;

use crate::problem::Severity;
use crate::rulebook::{Finding, FindingLevel, Place};

/// A finding.
#[derive(Serialize)]
pub struct FindingItem<'f> {
    severity: Severity,
    /// `severity` as users see it.
    label: &'static str,
    /// The file, or the rule book or template.
    source: &'f str,
    /// Where, in words.
    place: String,
    sheet: Option<String>,
    cell: Option<String>,
    /// Of a text file, 1-based.
    line: Option<usize>,
    message: &'f str,
    hint: Option<&'f str>,
}

impl<'f> FindingItem<'f> {
    /// Of a finding.
    pub fn of(finding: &'f Finding) -> FindingItem<'f> {
        let severity = match finding.level {
            FindingLevel::Error => Severity::Error,
            FindingLevel::Warning => Severity::Warning,
        };
        let (sheet, cell, line) = match finding.at.place() {
            Place::Text(line, _) => (None, None, Some(line)),
            Place::Cell(cell) => (
                Some(cell.sheet.to_string()),
                Some(cell.at.to_string()),
                None,
            ),
            Place::Workbook => (None, None, None),
        };
        FindingItem {
            severity,
            label: severity.label(),
            source: &finding.at.source.name,
            place: place(finding),
            sheet,
            cell,
            line,
            message: &finding.message,
            hint: finding.hint.as_deref(),
        }
    }
}

/// Where a finding is, in words.
pub fn place(finding: &Finding) -> String {
    match finding.at.place() {
        Place::Text(line, _) => format!("第 {line} 行"),
        Place::Cell(cell) => format!("“{}”表 {}", cell.sheet, cell.at),
        Place::Workbook => "工作簿".into(),
    }
}
