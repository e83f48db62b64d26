//! Papers to sign and to work through.

/// The ledger: every loss once, last round's entries carried over, nothing dropped without a word.
mod ledger;
/// Score tables: the published cases as golden text, formulas, pages, files.
mod scorecard;

use crate::support::{Run, Scored};

/// A sample, scored.
fn sample(name: &str, run: &Run) -> &'static Scored {
    Scored::of_sample(name, run)
}

/// The places of all departments.
fn all(scored: &Scored) -> Vec<usize> {
    (0..scored.evaluation.cards.len()).collect()
}
