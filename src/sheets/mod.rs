//! Workbooks, as bytes. Sheets show; what they show was decided before. Nothing here touches a disk, and
//! the same evaluation gives the same bytes.
//!
//! * [`mod@annotated`]: the scored workbook that recalculates, the main result;
//! * [`problem_list`]: what is wrong with the data, before anything is scored;
//! * [`form`]: the form that a department fills in, and the one that goes back to be mended;
//! * [`collected`]: the bureau workbook that returned forms become;
//! * [`wide`]: the same sheets to be keyed in by the bureau;
//! * [`scorecard`]: the official score table of each department, to print and sign;
//! * [`mod@ledger`]: what lost points, to be worked through;
//! * [`mod@comparison`]: years side by side;
//! * [`mod@rules`]: a rule book, to be changed in Excel;
//! * [`mod@whatif`]: what directors ask about a score;
//! * [`bar_chart`]: a chart with its figures, for Word reports to take over.
//!
//! All are written with the sheet [`layer`]. Shared besides: [`palette`], [`style`] and [`chart_style`] are how sheets and charts look,
//! [`mod@reference`] how cells are referred to, [`formula`] what several workbooks calculate alike.

pub mod annotated;
mod bar_chart;
mod bureau_template;
mod chart_style;
mod collected;
pub mod comparison;
mod form;
mod formula;
mod layer;
pub mod ledger;
mod palette;
mod problem_list;
mod reference;
mod rule_changes;
mod rules;
pub mod scorecard;
mod sentences;
mod style;
mod whatif;

pub use rust_xlsxwriter::XlsxError as WriteError;

pub use annotated::{annotated, annotated_as, annotated_on, annotated_package};
pub use bar_chart::{BarChart, bar_chart};
pub use bureau_template::wide;
pub use collected::{STATUS_SHEET as COLLECTED_SHEET, collected};
pub use comparison::{OVERVIEW as COMPARISON_SHEET, comparison, comparison_package};
pub use form::{form, return_pack};
pub use layer::{Package, Scratch, Size as Paper, Store};
pub use ledger::ledger;
pub use problem_list::problem_list;
pub use rules::{marked as marked_rules, rules};
pub use scorecard::{TITLE as SCORECARD_TITLE, scorecards};
pub use sentences::{Sentences, sentences};
pub use whatif::whatif;
