//! The annotated workbook: its contract, its formulas, what a correction does to it, and feeding it back.

/// Sheets, headers, links and notes are where they are promised; user text is never a formula.
mod contract;
/// Every formula, recalculated from poisoned values by an independent engine, gives the stored result.
mod formulas;
/// Many departments, and results that do not show all.
mod large;
/// A corrected raw cell changes the recalculated scores as scoring the corrected input would.
mod live;
/// What many departments cost in memory.
mod memory;
/// What people write into 自评复核 is kept.
mod opinions;
/// An annotated workbook, scored again, gives the same scores.
mod round_trip;
/// The rows of long tables are streamed.
mod streamed;

use jixiao::sheets;

use crate::support::written::{read, stored};
use crate::support::{Run, Scored};

/// The annotated workbook of a scored input.
fn annotated(scored: &Scored) -> Vec<u8> {
    sheets::annotated(&scored.evaluation).expect("the workbook is written")
}

/// A sample, scored.
fn sample(name: &str, run: &Run) -> &'static Scored {
    Scored::of_sample(name, run)
}
