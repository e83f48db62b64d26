//! Analysis: what the scorecards say together.
//!
//! * [`ranking`]: who stands where;
//! * [`statistics`]: by indicator, by grade, by 主管部门;
//! * [`mod@losses`]: which indicators cost a department points;
//! * [`ledger`]: the losses as a list to put right, with what last round's list said;
//! * [`review`]: declared against computed scores;
//! * [`evaluation`]: all of it in one value, which sheets, JSON and terminal only render;
//! * [`extent`]: how much of it a result shows;
//! * [`revision`]: what a corrected workbook changed;
//! * [`comparison`]: years side by side.

pub mod comparison;
pub mod evaluation;
pub mod extent;
pub mod ledger;
pub mod losses;
pub mod opinions;
pub mod ranking;
pub mod review;
pub mod revision;
pub mod statistics;

pub use comparison::{Comparison, compare};
pub use evaluation::{Evaluation, evaluate};
pub use extent::{Extent, Part, Wanted};
pub use losses::{Loss, losses};
