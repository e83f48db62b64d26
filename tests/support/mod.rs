//! Help for the tests.

/// A cell of an input, in a few characters.
pub mod cell;
/// A department with full marks, to be spoiled.
pub mod department;
/// An input workbook made of departments.
pub mod input;
/// The binary, run in a temporary folder.
pub mod program;
/// Recalculating an annotated workbook with an independent engine, from poisoned stored values.
pub mod recalculate;
/// A scored workbook and what tests ask of it.
pub mod scored;
/// Word documents as another library reads them.
pub mod word;
/// A workbook that was written, read back.
pub mod written;

pub use cell::Cell;
pub use department::{COLUMNS, Department, INDICATORS, column};
pub use input::{Grid, Input};
pub use program::{Folder, sample_path, subcommands};
pub use scored::{Edition, Run, Scored, rule_book};
pub use word::Word;
