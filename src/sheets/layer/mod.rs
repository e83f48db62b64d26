//! The sheet layer: what all sheets are written with. A sheet is mostly a list of columns.
//!
//! * [`Book`]: a workbook, to which sheets are added;
//! * [`Large`]: a sheet that may be large: the rows of a long table ([`RowXml`], their formats numbered by [`Formats`]) are
//!   streamed (`stream`), compressed as they come (`pieces`), wait in a [`Store`], and are put into the package at the end
//!   (`splice`); [`continued`]: what one sheet cannot hold;
//! * [`Rows`]: a sheet from the top to the bottom, row by row, so that large ones can be streamed;
//! * [`Columns`]: the columns of a table, each with header, width, format, and what stands in a row's cell;
//! * [`Cell`]: what a cell holds: a text, a number, a score or a word ([`or`]), a formula with its result, a link;
//! * [`Table`]: where a table stands, to freeze, filter and print it; [`Page`]: how a sheet prints.

mod book;
mod cell;
mod columns;
mod continued;
mod formats;
mod page;
mod pieces;
mod row_xml;
mod rows;
mod splice;
mod store;
mod stream;

pub use super::style::STYLE;
pub use book::{Book, Flow, Large, Package, Streaming};
pub use cell::{Cell, DATE, Value, number, or, own_format};
pub use columns::{Columns, Header};
pub use continued::continued;
pub use formats::Formats;
pub use page::{PADDING, Page, Parted, Size};
pub use row_xml::RowXml;
pub use rows::{FIRST_OWN, LAST_OWN, Rows, Table, Written};
pub use store::{Scratch, Store};
