//! Jixiao (绩效): scores the overall expenditure performance of many departments at once.
//!
//! ```text
//! bytes ─ workbook ─▶ sheets of cells ─ intake ─▶ Dataset + Problems ─ scoring ─▶ Scorecards ─ analysis ─▶ Evaluation ─ sheets ─▶ bytes
//!                                                         ▲                          ▲
//!                                                    rulebook (metrics, checks) rulebook (items as expressions)
//! ```

//!
//! What other programs need stands here at the root; a rule book, departments, an evaluation, and files as bytes:
//!
//! ```
//! use jixiao::{Batch, Decimal, Missing, RuleBook};
//!
//! let book = RuleBook::built_in("shenzhen-2021")?;
//! let mut batch = Batch::new(&book).year(2021);
//! batch
//!     .department("示例市教育局")
//!     .code("101")
//!     .set("政府采购计划金额", Decimal::new(307_043, 2))?
//!     .set("实际采购金额", Decimal::new(301_610, 2))?
//!     .set("采购政策功能落实", true)?;
//! let scored = batch.scored(Missing::Hold)?;
//! for (department, card) in scored.departments() {
//!     println!("{}：{} 分（满分 {}）", department.name, card.scored_total, card.scored_points);
//! }
//! std::fs::write(std::env::temp_dir().join("评分结果.xlsx"), scored.annotated()?)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! [`Workbook::read`] takes a workbook's bytes instead, and [`RuleBook::from_toml`] rules of one's own. The rooms below
//! do everything else; ARCHITECTURE.md is their map.

#![warn(missing_docs)]
// The head of a room is the map of its files, private ones too: for whoever reads the source.
#![allow(rustdoc::private_intra_doc_links)]

pub mod address;
pub mod analysis;
// The program itself; what it shares with others is in `tasks`.
#[cfg(feature = "cli")]
#[allow(missing_docs)]
pub mod cli;
pub mod decimal;
pub mod encoding;
pub mod expr;
mod facade;
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
pub mod visible_text;
pub mod workbook;
mod zip_origin;

pub use rust_decimal::Decimal;

pub use analysis::Evaluation;
pub use facade::OutputError;
pub use intake::{Batch, BatchError, Department};
pub use rulebook::RuleBook;
pub use scoring::{Missing, Scorecard};
pub use workbook::{Bounds, Workbook};
