//! A record with some of its figures changed, to be scored by the same tree.

use crate::expr::peers::{PeerRule, Standing};
use crate::expr::{Figure, Figures, Variable};
use crate::intake::{OutcomeRow, Record};
use crate::scoring::Missing;

/// Which figure of a record is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// A metric of the year that is scored, by its place.
    Metric(usize),
    /// A figure of an outcome row: the row's place in the record, the figure's id.
    Row(usize, usize),
}

/// A record, some of whose figures are others.
#[derive(Clone)]
pub struct Changed<'r> {
    record: &'r Record,
    missing: Missing,
    metrics: Vec<(usize, Figure)>,
    rows: Vec<ChangedRow<'r>>,
}

#[derive(Clone)]
struct ChangedRow<'r> {
    row: &'r OutcomeRow,
    figures: Vec<(usize, Figure)>,
}

impl<'r> Changed<'r> {
    /// The record as it is, under the run's rule for missing data.
    pub fn new(record: &'r Record, missing: Missing) -> Changed<'r> {
        let rows = record.outcomes.iter().map(|row| ChangedRow {
            row,
            figures: Vec::new(),
        });
        Changed {
            record,
            missing,
            metrics: Vec::new(),
            rows: rows.collect(),
        }
    }

    /// Changes a figure.
    pub fn set(&mut self, spot: Spot, figure: Figure) {
        match spot {
            Spot::Metric(place) => put(&mut self.metrics, place, figure),
            Spot::Row(row, id) => {
                if let Some(row) = self.rows.get_mut(row) {
                    put(&mut row.figures, id, figure);
                }
            }
        }
    }

    /// The record with one more figure changed.
    pub fn with(&self, spot: Spot, figure: Figure) -> Changed<'r> {
        let mut changed = self.clone();
        changed.set(spot, figure);
        changed
    }
}

fn put(figures: &mut Vec<(usize, Figure)>, id: usize, figure: Figure) {
    match figures.iter_mut().find(|(known, _)| *known == id) {
        Some((_, known)) => *known = figure,
        None => figures.push((id, figure)),
    }
}

fn find(figures: &[(usize, Figure)], id: usize) -> Option<Figure> {
    let found = figures.iter().find(|(known, _)| *known == id);
    found.map(|(_, figure)| figure.clone())
}

impl Figures for Changed<'_> {
    fn figure(&self, variable: &Variable) -> Figure {
        let own = match variable.is_last_year() {
            true => None,
            false => find(&self.metrics, variable.id),
        };
        own.unwrap_or_else(|| self.record.figure(variable))
    }

    fn rows(&self) -> Vec<&dyn Figures> {
        self.rows.iter().map(|row| row as &dyn Figures).collect()
    }

    fn standing(&self, rule: &PeerRule) -> Option<&Standing> {
        self.record.standing(rule)
    }

    fn lacking_as_zero(&self) -> bool {
        self.missing == Missing::Zero
    }
}

impl Figures for ChangedRow<'_> {
    fn figure(&self, variable: &Variable) -> Figure {
        find(&self.figures, variable.id).unwrap_or_else(|| self.row.figure(variable))
    }
}
