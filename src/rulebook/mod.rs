//! The rule book: everything that a regulation decides, as data.
//!
//! * [`document`] reads TOML with the place of every value (`toml_words`: what the parser says), [`finding`] says what is wrong with it;
//! * [`raw`] is the shape of the file, and how one file extends another;
//! * [`tree`] is what it says apart from how it is written, [`text`] that as TOML, [`tables`] as the sheets of a workbook;
//! * [`framework`] (its first two levels), [`metric`], [`indicator`], [`outcomes`], [`grade`], [`check`] and
//!   [`naming`] are its checked parts, each with how it is read;
//! * [`own_headers`] is how a table of other headers is read by it;
//! * [`usual`] is what figures usually are, by which money in the wrong unit is recognised;
//! * [`scope`] is the names that expressions use, [`last_year`] how they use figures of the year before;
//! * [`shapes`] are the scoring shapes, one file each, lowered to expressions;
//! * [`wording`] is the scoring standard in print, made of the shapes; [`printed`] holds the numbers in sentences
//!   against those that are scored with;
//! * [`lint`] looks at the whole: points that do not add up, metrics that nothing uses (whatever one table
//!   shows by itself is looked at where it is read);
//! * [`codes`] says what each problem code means;
//! * [`library`] finds rule books, built in or in files;
//! * [`draft`] reads a proposal from an authority's table;
//! * [`difference`] tells what changed from one to another;
//! * [`build`] puts the parts together to a [`book`]: a [`RuleBook`] only holds what makes sense.

mod alternative;
pub mod book;
mod build;
pub mod check;
pub mod codes;
mod companion;
pub mod difference;
pub mod document;
pub mod draft;
pub mod finding;
pub mod framework;
pub mod grade;
pub mod indicator;
pub mod last_year;
pub mod latitude;
pub mod library;
mod lint;
pub mod metric;
pub mod naming;
pub mod outcomes;
pub mod own_headers;
mod printed;
mod raw;
mod scope;
pub mod shapes;
pub mod tables;
pub(crate) mod text;
mod toml_words;
pub mod tree;
pub mod usual;
mod wording;

pub use alternative::Alternative;
pub use book::RuleBook;
pub use finding::{Finding, Level as FindingLevel, Place};
pub use indicator::Indicator;
pub use last_year::LastYear;
pub use metric::{Metric, Role};
pub use own_headers::OwnHeaders;
