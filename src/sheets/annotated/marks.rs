//! The problems as marks on the input's cells.

use std::collections::{BTreeMap, HashMap};

use crate::address::Address;
use crate::problem::{Problem, Severity};

/// So many cells of a sheet get notes, and so many where there are many departments: a spreadsheet draws each as a shape,
/// and takes long to open thousands of them. The problem list has all.
const MOST_NOTES: usize = 5_000;
const MOST_NOTES_OF_MANY: usize = 500;

/// The problems by sheet and cell.
pub struct Marks {
    by_sheet: HashMap<String, BTreeMap<Address, Mark>>,
    /// How many cells of a sheet get notes.
    pub notes: usize,
}

/// What is to be seen at one cell.
#[derive(Clone)]
pub struct Mark {
    /// The worst.
    pub severity: Severity,
    /// All of them, one a line.
    pub text: String,
}

impl Marks {
    /// Gathers the problems that have a cell, for a result that is streamed or not.
    pub fn new(problems: &[Problem], streamed: bool) -> Marks {
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
        Marks {
            by_sheet: marks,
            notes: match streamed {
                true => MOST_NOTES_OF_MANY,
                false => MOST_NOTES,
            },
        }
    }

    /// Whether some cells of a sheet have their problems in the list alone.
    pub fn exceed_notes(&self) -> bool {
        let mut sheets = self.by_sheet.values();
        sheets.any(|marks| marks.len() > self.notes)
    }

    /// The marks of one sheet.
    pub fn of(&self, sheet: &str) -> BTreeMap<Address, Mark> {
        self.by_sheet.get(sheet).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Code, Place};

    /// Cells with a problem each, down a column.
    fn marked(cells: u32, streamed: bool) -> Marks {
        let problem = |row| {
            let place = Place::new("基础数据", Some(Address::new(row, 3)));
            Problem::new(Severity::Error, Code::Unreadable, place, "不是数", "请填数")
        };
        let problems: Vec<Problem> = (0..cells).map(problem).collect();
        Marks::new(&problems, streamed)
    }

    #[test]
    fn cells_beyond_those_that_get_notes_are_known() {
        for (cells, streamed, exceed) in [
            (500, true, false),
            (501, true, true),
            (501, false, false),
            (5_000, false, false),
            (5_001, false, true),
        ] {
            assert_eq!(
                marked(cells, streamed).exceed_notes(),
                exceed,
                "{cells} {streamed}"
            );
        }
    }
}
