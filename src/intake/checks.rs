//! The rule book's cross-footing checks (勾稽校验), run over every record. They flag; they change no score.

use std::collections::HashMap;

use super::dataset::{Dataset, Record};
use crate::address::Address;
use crate::expr::Variable;
use crate::expr::explain::figure;
use crate::problem::{Place, Problem};
use crate::rulebook::RuleBook;
use crate::rulebook::check::Check;
use crate::rulebook::naming::plain;

/// Runs every check over every record; one that lacks a figure, or divides by 0, is skipped.
pub fn run(dataset: &Dataset, book: &RuleBook, problems: &mut Vec<Problem>) {
    let by_name: HashMap<String, &Variable> = book
        .metrics
        .iter()
        .map(|metric| (plain(metric.name()), &*metric.variable))
        .collect();
    for record in &dataset.records {
        for check in &book.checks {
            if check.test.truth(record) == Ok(false) {
                problems.push(problem(check, record, &by_name, &dataset.data.sheet.name));
            }
        }
    }
}

fn problem(
    check: &Check,
    record: &Record,
    by_name: &HashMap<String, &Variable>,
    sheet: &str,
) -> Problem {
    let mut cells: Vec<Address> = Vec::new();
    check.test.variables(&mut |variable| {
        let cell = record.fields.get(variable.id).and_then(|field| field.cell);
        if let Some(cell) = cell.filter(|cell| !cells.contains(cell)) {
            cells.push(cell);
        }
    });
    let told = check.told(|name| {
        by_name
            .get(&plain(name))
            .map_or_else(|| name.to_string(), |variable| figure(variable, record))
    });
    let places: Vec<String> = cells.iter().map(Address::to_string).collect();
    let message = if places.len() > 1 {
        format!("{told}（{}）", places.join("、"))
    } else {
        told
    };
    Problem {
        severity: check.severity,
        code: check.code.clone(),
        department: Some(record.concerns()),
        place: Place {
            sheet: sheet.to_string(),
            cell: cells.first().copied(),
        },
        message,
        advice: check.advice.clone(),
    }
}
