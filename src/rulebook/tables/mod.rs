//! A rule book as sheets: one row a thing, plain headers, for people who know Excel and no TOML.
//!
//! * [`layout`] is the one description: which sheets there are, what their columns are called, which key of the rule
//!   book each holds, and how; both directions and the messages ask it;
//! * [`cells`] are values as they stand in cells, and back;
//! * [`rows`] lays a rule book's tree out in rows; [`levels`] those of the framework;
//! * [`read`] takes a workbook's rows as a tree, in which every value knows its cell; [`sheet`] finds header and rows;
//! * [`shown`] gives a workbook's rows to be changed cell by cell;
//! * [`edges`] says bands by one edge each, so that a bound stands in one cell.

mod cells;
mod edges;
pub mod layout;
mod levels;
mod read;
pub mod rows;
mod sheet;
pub mod shown;

pub use edges::Band;
pub use read::{FINDINGS_SHEET, GUIDE_SHEET, is_rules, read};
pub use rows::{Filled, Grid, grids};
