//! Workbooks, as bytes. Sheets show; what they show was decided before. Nothing here touches a disk, and
//! the same evaluation gives the same bytes.
//!
//! * [`annotated`]: the scored workbook that recalculates, the main result;
//! * [`comparison`]: years side by side.
//!
//! Shared: [`style`] and [`page`] are how sheets look on screen and paper, [`reference`] how cells are
//! referred to, [`properties`] what the file says of itself.

pub mod annotated;
pub mod comparison;
mod page;
mod properties;
mod reference;
mod style;

pub use annotated::annotated;
pub use comparison::comparison;
