//! Recalculates a written workbook with an independent spreadsheet engine
//! (ironcalc), so that every formula can be checked against the value stored
//! beside it.
//!
//! A check that silently recalculates nothing would always agree with itself.
//! [`compare`] therefore destroys the stored values first ([`poison`]) and
//! only then recalculates: whatever still agrees was really calculated.
//!
//! Everything here takes the bytes of a workbook and panics with a sentence
//! when they are not one; it is meant for tests only.
//!
//! - `package`: the parts inside the zip container
//! - `cells`: the cells inside one worksheet part
//! - `stored`: formulas and the values stored beside them
//! - `poisoned`: stored values replaced by wrong ones
//! - `engine`: recalculation, with edits if wanted
//! - `comparison`: stored against recalculated

mod cells;
pub mod comparison;
pub mod engine;
pub mod package;
pub mod poisoned;
pub mod stored;

pub use comparison::compare;
pub use engine::{Edit, Value, recalculate, recalculate_with};
pub use poisoned::{POISON_NUMBER, POISON_TEXT, poison};
pub use stored::{Stored, formulas};
