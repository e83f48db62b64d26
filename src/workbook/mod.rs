//! Reading workbooks: the only place in the project that knows calamine.
//!
//! [`read`] turns a file or bytes into a [`Workbook`]: sheets of cells with addresses,
//! number formats and formula facts, whatever the format of the file. It knows
//! nothing of departments or indicators. Everything it promises is bounded
//! ([`Bounds`]) and every failure is a sentence for the user ([`OpenError`]).
//!
//! | file | owns |
//! |---|---|
//! | `address` | where a cell is: `T5`, `$T$5` |
//! | `bounds` | how much a file may hold |
//! | `budget` | the running count of it |
//! | `sheet` | the types handed to the rest of the project |
//! | `text` | the texts of cells, kept once however often they are said |
//! | `format` | what a number format code says (percent, General) |
//! | `number_format` | such a code as cells share it, read once |
//! | `format_tokens` | its parts: texts, brackets, signs |
//! | `section` | what a number format code writes around a number, and how much smaller it shows it |
//! | `error` | the failures, as sentences, and the internal fault they come from |
//! | `source` | where the bytes come from: a file, or memory |
//! | `open` | the entrance: checks the file, picks the reader, catches panics |
//! | `kind` | what a file is, by its content, never by its extension |
//! | `build` | collects cells in any order into ordered rows, counting |
//! | `serial` | ISO dates and durations as spreadsheet serial numbers |
//! | `package` | parts of a zip package, read with limits; XML attribute helpers |
//! | `xlsx` | xlsx and xlsm: values and formats, streamed through calamine |
//! | `xlsx_parts` | which part of the package holds which sheet |
//! | `xlsx_facts` | what calamine does not tell: hidden rows, widths, merges, formulas |
//! | `xlsx_strikes` | what is struck through in its texts |
//! | `xlsb` | xlsb, all our own: sheets, shared texts, styles |
//! | `xlsb_sheet` | one xlsb sheet: cells, hidden rows, merges |
//! | `xlsb_records` | the records that xlsb is made of |
//! | `xls` | xls and et: values through calamine |
//! | `xls_facts` | xls's own pass: number formats, hidden rows, formulas |
//! | `xls_plain` | what calamine is handed of an xls: no formulas, no other streams |
//! | `biff` | the record stream that `xls_facts` reads |
//! | `cfb` | the compound file around an xls workbook |
//! | `delimited` | tables as plain text, such as CSV: encoding, delimiter, rows |
//! | `quotes` | what the csv crate would let pass in them |
//! | `ods` | ods: its own streaming reader |
//! | `ods_cell` | one ods cell: its value from attributes and text |
//! | `word` | the tables of a Word document |
//!
//! ## What each format can tell
//!
//! | | percent format | other formats | formula | hidden rows | merges | widths |
//! |---|---|---|---|---|---|---|
//! | xlsx, xlsm | yes | yes | yes | yes | yes | yes |
//! | xls, et | yes | yes | yes | yes | yes | yes |
//! | xlsb | yes | yes | yes | yes | yes | no |
//! | ods | yes, as `0.00%` | no | yes | yes | yes | no |
//! | text | no | no | no | no | no | no |

mod biff;
mod bounds;
mod budget;
mod build;
mod cfb;
mod delimited;
mod error;
mod format;
mod format_tokens;
mod kind;
mod number_format;
mod ods;
mod ods_cell;
mod open;
mod package;
mod quotes;
mod section;
mod serial;
mod sheet;
mod source;
mod text;
mod word;
mod xls;
mod xls_facts;
mod xls_plain;
mod xlsb;
mod xlsb_records;
mod xlsb_sheet;
mod xlsx;
mod xlsx_facts;
mod xlsx_parts;
mod xlsx_strikes;

pub use crate::address::{Address, column_letters};
pub use bounds::{Bounds, Limit};
pub use delimited::{Delimited, NoTable};
pub(crate) use error::too_large;
pub use error::{LooksLike, OpenError};
pub use format::is_percent_format;
pub use number_format::NumberFormat;
pub use open::{is_opening, open, read, read_tables};
pub use section::Section;
pub use serial::date_of;
pub use sheet::{Cell, CellValue, LONGEST_TEXT, Row, Sheet, Workbook};
pub use source::Source;
pub use text::Text;
