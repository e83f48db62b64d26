//! Tables one beneath the other in one sheet, each with a header of its own: only what stands under the header
//! that was found, or under one that is like it, is read.

use super::header::Header;
use super::header_names::Names;
use super::report::Report;
use super::value::is_blank;
use crate::address::Address;
use crate::problem::{Code, Severity};
use crate::workbook::{CellValue, Row, Sheet};

/// The rows of a sheet that stand under another header.
#[derive(Debug, Default)]
pub(super) struct Stacked(Vec<Other>);

/// Another header, and what stands under it.
#[derive(Debug)]
struct Other {
    /// Its row.
    row: u32,
    /// The rows under it that hold something.
    first: Option<u32>,
    last: u32,
    /// Whether one of them holds figures.
    has_figures: bool,
    /// A column that the header that was found has elsewhere or not at all: its cell, and what it names.
    differs: Option<(Address, usize)>,
}

impl Stacked {
    /// Looks for other headers above and below the one that was found.
    pub fn of(sheet: &Sheet, header: &Header, names: &Names) -> Stacked {
        let mut others: Vec<Other> = Vec::new();
        let mut under_other = false;
        for row in &sheet.rows {
            if (header.first_row..=header.last_row).contains(&row.index) {
                under_other = false;
                continue;
            }
            let named = names.in_row(row);
            if is_header(&named, header) {
                let differs = named
                    .iter()
                    .find(|(column, wanted)| header.columns[*wanted] != Some(*column))
                    .map(|(column, wanted)| (Address::new(row.index, *column), *wanted));
                under_other = differs.is_some() || row.index < header.first_row;
                if under_other {
                    others.push(Other {
                        row: row.index,
                        first: None,
                        last: row.index,
                        has_figures: false,
                        differs,
                    });
                }
            } else if let Some(other) = others.last_mut().filter(|_| under_other) {
                other.take(row);
            }
        }
        // Two rows of one header, or titles: nothing is lost with them.
        others.retain(|other| other.has_figures);
        Stacked(others)
    }

    /// Whether a row stands under another header, or is one.
    pub fn holds(&self, row: u32) -> bool {
        let before = self.0.partition_point(|other| other.row <= row);
        let other = before.checked_sub(1).and_then(|place| self.0.get(place));
        other.is_some_and(|other| row <= other.last)
    }

    /// Tells which rows were not read.
    pub fn report<'n>(
        &self,
        header: &Header,
        name: impl Fn(usize) -> &'n str,
        report: &mut Report,
    ) {
        for other in &self.0 {
            let found = header.last_row + 1;
            let how = match other.differs {
                Some((cell, wanted)) => match header.columns[wanted] {
                    Some(column) => format!(
                        "与第 {found} 行的表头列次不同（“{}”在 {cell}，不在 {} 列）",
                        name(wanted),
                        crate::address::column_letters(column)
                    ),
                    None => format!("与第 {found} 行的表头不同（它有“{}”一列）", name(wanted)),
                },
                None => format!("而各列按第 {found} 行的表头读取"),
            };
            report.add(
                Severity::Error,
                Code::HeaderOther,
                None,
                Some(
                    other
                        .differs
                        .map_or(Address::new(other.row, 0), |(cell, _)| cell),
                ),
                format!(
                    "第 {} 行另有一个表头，{how}，它下面第 {} 行的数据都没有读取",
                    other.row + 1,
                    rows(other.first.unwrap_or(other.row), other.last)
                ),
                "请把几段数据合到同一个表头下面，各列对齐后再试",
            );
        }
    }
}

impl Other {
    fn take(&mut self, row: &Row) {
        if row.cells.iter().all(is_blank) {
            return;
        }
        self.first.get_or_insert(row.index);
        self.last = row.index;
        self.has_figures |= row
            .cells
            .iter()
            .any(|cell| !matches!(cell.value, CellValue::Text(_)));
    }
}

/// Whether a row with these names is a header: it has at least half of what the header has, or three.
fn is_header(named: &[(u16, usize)], header: &Header) -> bool {
    let mut wanted: Vec<usize> = named.iter().map(|(_, wanted)| *wanted).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted.len() >= 2 && wanted.len() >= (header.found() / 2).min(3)
}

fn rows(first: u32, last: u32) -> String {
    match first == last {
        true => (first + 1).to_string(),
        false => format!("{}—{}", first + 1, last + 1),
    }
}
