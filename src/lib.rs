//! Jixiao (绩效): scores the overall expenditure performance of many departments at once.
//!
//! ```text
//! bytes ─ workbook ─▶ sheets of cells ─ intake ─▶ Dataset + Problems ─ scoring ─▶ Scorecards ─ analysis ─▶ Evaluation ─ sheets ─▶ bytes
//!                                                         ▲                          ▲
//!                                                    rulebook (metrics, checks) rulebook (items as expressions)
//! ```

pub mod address;
pub mod analysis;
#[cfg(feature = "cli")]
pub mod cli;
pub mod decimal;
pub mod encoding;
pub mod expr;
pub mod file_names;
pub mod forms;
pub mod intake;
pub mod json;
pub mod problem;
pub mod questions;
pub mod reports;
pub mod rulebook;
pub mod scoring;
pub mod sheets;
pub mod tasks;
pub mod unseen;
pub mod workbook;
mod zip_origin;
