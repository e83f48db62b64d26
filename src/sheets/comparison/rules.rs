//! 规则变化: what one rule book says otherwise than the one before, and what that does.

use rust_xlsxwriter::Worksheet;

use super::Source;
use crate::sheets::layer::Written;
use crate::sheets::rule_changes::{self, Row};

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Written {
    let comparison = source.comparison;
    let mut changes: Vec<Row> = Vec::new();
    for (step, of) in comparison.steps.iter().enumerate() {
        if of.rescored.has_same_rules() {
            continue;
        }
        let [was, is] = [step, step + 1].map(|year| comparison.years[year].evaluation.book);
        let between = source.between(step);
        changes.extend(was.changes_to(is).into_iter().map(|change| Row {
            between: Some(between.clone()),
            change,
        }));
    }
    let note = format!(
        "规则书的不同之处，共 {} 处，逐条列出原来、现在和影响。",
        changes.len()
    );
    rule_changes::write(sheet, changes, &note)
}
