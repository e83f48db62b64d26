//! The problems as marks on the input's cells.

use std::collections::{BTreeMap, HashMap};

use crate::address::Address;
use crate::problem::{Problem, Severity};

/// So many cells of a sheet get notes: a spreadsheet draws each as a shape, and takes long to open thousands of them.
pub const MOST_NOTES: usize = 1_000;

/// The problems by sheet and cell.
pub struct Marks(HashMap<String, BTreeMap<Address, Mark>>);

/// What is to be seen at one cell.
#[derive(Clone)]
pub struct Mark {
    /// The worst.
    pub severity: Severity,
    /// All of them, one a line.
    pub text: String,
}

impl Marks {
    /// Gathers the problems that have a cell.
    pub fn new(problems: &[Problem]) -> Marks {
        let mut marks: HashMap<String, BTreeMap<Address, Mark>> = HashMap::new();
        for problem in problems {
            let Some(cell) = problem.place.cell else {
                continue;
            };
            let told = format!(
                "{} {}：{}。{}",
                problem.severity.label(),
                problem.code,
                problem.message(),
                problem.advice
            );
            marks
                .entry(problem.place.sheet.clone())
                .or_default()
                .entry(cell)
                .and_modify(|mark| {
                    mark.severity = mark.severity.min(problem.severity);
                    mark.text = format!("{}\n{told}", mark.text);
                })
                .or_insert(Mark {
                    severity: problem.severity,
                    text: told,
                });
        }
        Marks(marks)
    }

    /// Whether some cells of a sheet have their problems in the list alone.
    pub fn exceed_notes(&self) -> bool {
        self.0.values().any(|marks| marks.len() > MOST_NOTES)
    }

    /// The marks of one sheet.
    pub fn of(&self, sheet: &str) -> BTreeMap<Address, Mark> {
        self.0.get(sheet).cloned().unwrap_or_default()
    }
}
