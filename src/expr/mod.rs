//! Expressions: one typed [`tree`] with three readings.
//!
//! * [`evaluate`]: the exact decimal value over a department's figures, or what it [lacks](Lack), with the way there;
//! * [`excel`]: the same as an Excel formula over cell references, where a lack is `#N/A`;
//! * [`explain`]: the same as a Chinese sentence with the figures in place; [`told`] rounds them.
//!
//! What they are read over is a [`figure`] for each variable of a record.
//!
//! Trees come from text ([`syntax`] parses, [`mod@compile`] checks names and types) and from the scoring
//! shapes of the rule book, which build them directly. Nothing here knows of rule books or sheets.

pub mod cells;
pub mod compile;
pub mod evaluate;
pub mod excel;
mod excel_cell;
pub mod explain;
pub mod figure;
pub mod operator;
pub mod peers;
pub mod print;
pub mod syntax;
pub mod told;
pub mod tree;
pub mod variable;
mod words;

pub use compile::{ExprError, Scope, compile, compile_condition, compile_number};
pub use evaluate::{Evaluated, Fault, Lack, Value};
pub use figure::{Figure, Figures};
pub use operator::{Comparison, Function, Operator};
pub use tree::{Band, Expr, Item, RowRule, Style, Type};
pub use variable::{FigureId, Kind, Variable, Year};
