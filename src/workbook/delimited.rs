//! Owns tables that are plain text: CSV, as finance systems export it, with its encoding and its delimiter
//! found out. Each is one sheet of texts.
//!
//! A text says little of itself, so whatever would put a figure into another column without a word is refused:
//! quotes that do not match (see `quotes`), and rows that are not as long as the header.

use std::collections::HashSet;
use std::fmt;
use std::io::{BufReader, Read};
use std::path::Path;

use csv::{ByteRecord, ReaderBuilder, Terminator};

use super::budget::Budget;
use super::build::SheetBuilder;
use super::error::Fault;
use super::quotes::Checked;
use super::sheet::{CellValue, Sheet};
use super::source::Source;
use crate::address::Address;
use crate::encoding::{self, Decoded, Encoding, NoText};

/// What may stand between cells.
const DELIMITERS: [(u8, &str); 4] = [
    (b',', "逗号"),
    (b';', "分号"),
    (b'\t', "制表符"),
    (b'|', "竖线"),
];
/// So many bytes at the beginning tell what stands between cells.
const SAMPLE: usize = 256 << 10;
/// How such files are called.
const NAMES: [&str; 4] = ["csv", "tsv", "txt", "tab"];

/// How a table that is plain text was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delimited {
    /// What its text was read as.
    pub encoding: Encoding,
    /// What stands between cells, in a word; nothing where a row has but one cell.
    pub delimiter: Option<&'static str>,
    /// Whether the file's name says so, too.
    pub named_so: bool,
}

impl fmt::Display for Delimited {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "编码 {}，", self.encoding)?;
        match self.delimiter {
            Some(delimiter) => write!(f, "分隔符为{delimiter}"),
            None => f.write_str("每行一格，没有见到逗号、分号、制表符或竖线"),
        }
    }
}

/// Why a text is no table that can be read for certain. Displayed as the end of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoTable {
    /// It is no text that can be read.
    #[error(transparent)]
    Text(#[from] NoText),
    /// Nobody knows what separates its cells.
    #[error("按逗号、分号、制表符、竖线中的两种分隔都读得通，无法确定是哪一种")]
    Delimiter,
    /// A quote is not closed.
    #[error("第 {row} 行有一格的引号没有配对，后面的各行会并进这一格")]
    OpenQuote {
        /// The row, counted from 1.
        row: u64,
    },
    /// Something stands beside the quotes of a cell.
    #[error("第 {row} 行有一格在引号的前面或后面还有别的内容")]
    StrayQuote {
        /// The row, counted from 1.
        row: u64,
    },
    /// A row has more cells than the header.
    #[error(
        "第 {row} 行有 {cells} 格，而表头（第 {header} 行）有 {wanted} 格，各格对不齐。多半是数里的千位逗号没有放在引号里，或少写了分隔符"
    )]
    Ragged {
        /// The row, counted from 1.
        row: u64,
        /// How many cells it has.
        cells: usize,
        /// The header's row, counted from 1.
        header: u64,
        /// How many cells the header has.
        wanted: usize,
    },
    /// A row has more cells than any spreadsheet.
    #[error("第 {row} 行的格数超过表格的上限")]
    Columns {
        /// The row, counted from 1.
        row: u64,
    },
}

/// How long the rows of a text may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lengths {
    /// As long as the header: a figure in another column would be scored.
    AsHeader,
    /// Shorter, too: a table of texts, which somebody goes through.
    Shorter,
}

/// Reads the only sheet of a text.
pub(super) fn read(
    source: &Source,
    lengths: Lengths,
    budget: &mut Budget<'_>,
) -> Result<(Sheet, Delimited), Fault> {
    let encoding = encoding::detect(&mut source.stream()?).map_err(Fault::from_text)?;
    let mut shape = Shape::of(&sample(Decoded::new(source.stream()?, encoding))?)?;
    shape.lengths = lengths;
    budget.sheet()?;
    let text = Checked::new(Decoded::new(source.stream()?, encoding), shape.delimiter);
    let name = source.file_name();
    let path = Path::new(&name);
    let sheet = cells(text, &shape, path, budget)?;
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    let delimited = Delimited {
        encoding,
        delimiter: DELIMITERS
            .iter()
            .find(|(delimiter, _)| shape.header.is_some() && *delimiter == shape.delimiter)
            .map(|(_, word)| *word),
        named_so: NAMES.contains(&extension.to_lowercase().as_str()),
    };
    Ok((sheet, delimited))
}

/// The rows, each of them held against the header.
fn cells(
    text: impl Read,
    shape: &Shape,
    path: &Path,
    budget: &mut Budget<'_>,
) -> Result<Sheet, Fault> {
    let mut reader = builder(shape.delimiter).from_reader(BufReader::new(text));
    let mut builder = SheetBuilder::new();
    let mut record = ByteRecord::new();
    let mut row = 0_u32;
    while reader.read_byte_record(&mut record).map_err(of_csv)? {
        shape.hold(u64::from(row) + 1, &record)?;
        for (column, cell) in record.iter().enumerate() {
            let column = u16::try_from(column).map_err(|_| Fault::damaged("too many columns"))?;
            let text = literal(&String::from_utf8_lossy(cell));
            let at = Address::new(row, column);
            let value = CellValue::Text(builder.text(&text));
            builder.push(at, value, None, false, budget)?;
        }
        row = row
            .checked_add(1)
            .ok_or_else(|| Fault::damaged("too many rows"))?;
    }
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(builder.finish(name.into(), false, &HashSet::new(), Vec::new(), Vec::new()))
}

/// A text that was written as the formula `="00123"`, so that Excel keeps its zeros, is that text.
fn literal(text: &str) -> String {
    let inner = text
        .strip_prefix("=\"")
        .and_then(|text| text.strip_suffix('"'));
    match inner {
        Some(inner) if !inner.contains('"') => inner.to_string(),
        _ => text.to_string(),
    }
}

fn builder(delimiter: u8) -> ReaderBuilder {
    let mut builder = ReaderBuilder::new();
    builder
        .has_headers(false)
        .flexible(true)
        .terminator(Terminator::Any(b'\n'))
        .delimiter(delimiter);
    builder
}

fn of_csv(error: csv::Error) -> Fault {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => Fault::from_text(error),
        other => Fault::damaged(format!("{other:?}")),
    }
}

/// The beginning of a text, up to the end of a line.
fn sample(text: impl Read) -> Result<Vec<u8>, Fault> {
    let mut sample = Vec::new();
    let most = SAMPLE as u64;
    text.take(most)
        .read_to_end(&mut sample)
        .map_err(Fault::from_text)?;
    if sample.len() == SAMPLE
        && let Some(end) = sample.iter().rposition(|byte| *byte == b'\n')
    {
        sample.truncate(end);
    }
    Ok(sample)
}

/// What stands between cells, and how many there should be.
struct Shape {
    delimiter: u8,
    /// The header: the first row that has more than half as many cells as any.
    header: Option<Header>,
    lengths: Lengths,
}

#[derive(Clone, Copy)]
struct Header {
    /// Counted from 1.
    row: u64,
    cells: usize,
    /// Without the blank ones at its end.
    filled: usize,
}

impl Shape {
    /// The delimiter by which most rows are as long as the header.
    fn of(sample: &[u8]) -> Result<Shape, Fault> {
        let mut found: Vec<(usize, u8, Header)> = Vec::new();
        for (delimiter, _) in DELIMITERS {
            let mut reader = builder(delimiter).from_reader(sample);
            let records: Vec<ByteRecord> = reader.byte_records().map_while(Result::ok).collect();
            let most = records
                .iter()
                .map(ByteRecord::len)
                .max()
                .unwrap_or_default();
            let is_header = |record: &ByteRecord| record.len() * 2 > most;
            let Some(place) = records.iter().position(is_header).filter(|_| most > 1) else {
                continue;
            };
            let header = Header {
                row: place as u64 + 1,
                cells: records[place].len(),
                filled: filled(&records[place]),
            };
            let fits = |record: &&ByteRecord| record.len() == header.cells;
            found.push((records.iter().filter(fits).count(), delimiter, header));
        }
        found.sort_by_key(|(fitting, ..)| std::cmp::Reverse(*fitting));
        match found.as_slice() {
            [] => Ok(Shape {
                delimiter: DELIMITERS[0].0,
                header: None,
                lengths: Lengths::AsHeader,
            }),
            [first, second, ..] if first.0 == second.0 => Err(Fault::NoTable(NoTable::Delimiter)),
            [(_, delimiter, header), ..] => Ok(Shape {
                delimiter: *delimiter,
                header: Some(*header),
                lengths: Lengths::AsHeader,
            }),
        }
    }

    /// Refuses a row under the header that has cells beyond it, or lacks some of it: they stand in other
    /// columns than they should. One of few cells is a note.
    fn hold(&self, row: u64, record: &ByteRecord) -> Result<(), Fault> {
        let Some(header) = self.header.filter(|header| row > header.row) else {
            return Ok(());
        };
        let is_longer = filled(record) > header.cells;
        let is_shorter = self.lengths == Lengths::AsHeader
            && record.len() < header.filled
            && record.len() * 2 > header.cells;
        match is_longer || is_shorter {
            true => Err(Fault::NoTable(NoTable::Ragged {
                row,
                cells: record.len(),
                header: header.row,
                wanted: header.cells,
            })),
            false => Ok(()),
        }
    }
}

/// How many cells a row has, without the blank ones at its end.
fn filled(record: &ByteRecord) -> usize {
    let is_filled = |cell: &[u8]| !cell.iter().all(u8::is_ascii_whitespace);
    let cells: Vec<&[u8]> = record.iter().collect();
    cells
        .iter()
        .rposition(|cell| is_filled(cell))
        .map_or(0, |last| last + 1)
}
