//! What the program does with the files that it is handed: which year is meant, whose figures are last year's, what a
//! mistaken file is, what becomes of many. The command line and the page call the same functions, with a
//! [`Source`](crate::workbook::Source) for every file; neither paths nor options nor fields of a screen are known here.
//!
//! * [`reading`] reads a workbook and last year's; [`mistaken`] tells what a workbook is that is something else;
//! * [`roster`] reads the list of departments, [`aliases`] the renamed ones;
//! * [`forms_out`] makes the forms, [`collecting`] takes them back, [`archive`] unpacks them;
//! * [`disputes`] takes the figures that two sides state otherwise;
//! * [`correction`] types over cells of what was read; [`trial`] scores again with figures corrected;
//! * [`comparing`] puts years side by side;
//! * [`rule_books`] checks a rule book that somebody hands in, and changes it; [`verifying`] tells whether a result was changed;
//! * [`papers`] makes what is handed out of an evaluation, under the names that it goes by;
//! * [`TaskError`] is why something was not done, [`Notice`] what is to be said beside a result; both are worded here alone, for
//!   the [`Audience`] that is spoken to.

pub mod aliases;
pub mod archive;
pub mod collecting;
pub mod comparing;
pub mod correction;
pub mod disputes;
mod failure;
pub mod forms_out;
pub mod mistaken;
mod notice;
pub mod papers;
pub mod reading;
pub mod roster;
pub mod rule_books;
pub mod trial;
pub mod verifying;

pub use failure::{Audience, TaskError};
pub use notice::Notice;
pub use reading::Input;
