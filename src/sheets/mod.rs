//! Workbooks, as bytes. Sheets show; what they show was decided before. Nothing here touches a disk, and
//! the same evaluation gives the same bytes.
//!
//! * [`annotated`]: the scored workbook that recalculates, the main result;
//! * [`scorecard`]: the official score table of each department, to print and sign;
//! * [`ledger`]: what lost points, to be worked through.
//!
//! Shared: [`style`] and [`page`] are how sheets look on screen and paper, [`reference`] how cells are
//! referred to, [`formula`] what several workbooks calculate alike, [`properties`] what the file says of itself.

pub mod annotated;
mod formula;
pub mod ledger;
mod page;
mod properties;
mod reference;
pub mod scorecard;
mod style;

pub use annotated::annotated;
pub use ledger::ledger;
pub use scorecard::scorecards;
