//! The rule book's cross-footing checks (勾稽校验), run over every record. They flag; they change no score.

use std::collections::HashMap;

use super::dataset::{Dataset, Record};
use super::last_year;
use crate::expr::Variable;
use crate::expr::told::figure;
use crate::problem::{Place, Problem};
use crate::rulebook::RuleBook;
use crate::rulebook::check::Check;
use crate::rulebook::naming::plain;

/// Runs every check over every record; one that lacks a figure, or divides by 0, is skipped.
pub fn run(dataset: &Dataset, book: &RuleBook, problems: &mut Vec<Problem>) {
    let metrics = book.metrics.iter().map(|metric| &*metric.variable);
    let last_year = book.last_year.iter().map(|one| &*one.variable);
    let by_name: HashMap<String, &Variable> = metrics
        .chain(last_year)
        .map(|variable| (plain(&variable.name), variable))
        .collect();
    for record in &dataset.records {
        for check in &book.checks {
            if check.test.truth(record) == Ok(false) {
                let teller = Teller {
                    by_name: &by_name,
                    sheet: &dataset.data.sheet.name,
                };
                problems.push(teller.problem(check, record));
            }
        }
    }
}

/// Words what a check found.
struct Teller<'a> {
    by_name: &'a HashMap<String, &'a Variable>,
    /// The data sheet.
    sheet: &'a str,
}

impl Teller<'_> {
    fn problem(&self, check: &Check, record: &Record) -> Problem {
        let mut cells: Vec<Place> = Vec::new();
        check.test.variables(&mut |variable| {
            let cell = record.field(variable.figure_id()).cell;
            let place = Place::new(last_year::sheet_of(variable.year, self.sheet), cell);
            if cell.is_some() && !cells.contains(&place) {
                cells.push(place);
            }
        });
        let sentence = check.told(|name| {
            self.by_name
                .get(&plain(name))
                .map_or_else(|| name.to_string(), |variable| figure(variable, record))
        });
        let sheet = Place::new(self.sheet, None);
        Problem::new(check.severity, &check.code, sheet, sentence, &check.advice)
            .of(record.concerns())
            .over(cells)
    }
}
