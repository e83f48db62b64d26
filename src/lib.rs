//! Jixiao (绩效): scores the overall expenditure performance of many departments at once.
//!
//! ```text
//! bytes ─ workbook ─▶ sheets of cells ─ intake ─▶ Dataset + Problems ─ scoring ─▶ Scorecards ─ analysis ─▶ Findings ─ sheets ─▶ bytes
//!                                                         ▲                          ▲
//!                                                    rulebook (metrics, checks) rulebook (items as expressions)
//! ```

pub mod address;
pub mod analysis;
pub mod cli;
pub mod decimal;
pub mod expr;
pub mod forms;
pub mod intake;
pub mod problem;
pub mod reports;
pub mod rulebook;
pub mod scoring;
pub mod sheets;
pub mod unseen;
pub mod workbook;
mod zip_origin;
