//! Tables that stand one beneath the other in a sheet. One header is read; a table under another one, whose
//! columns may mean something else, is refused and told.

use std::collections::HashMap;

use super::header::Header;
use super::header_block::is_of_texts;
use super::header_names::Names;
use super::report::Report;
use super::value::{is_blank, text_of};
use crate::address::Address;
use crate::problem::{Code, Severity};
use crate::rulebook::naming::split_unit;
use crate::workbook::{Cell, CellValue, Row, Sheet};

/// How many columns' names make a row a header: a row of data may hold one or two by chance.
const LEAST_NAMES: usize = 3;
/// The longest text, in bytes, that is worth remembering, and how many.
const LONGEST_SEEN: usize = 30;
const MOST_SEEN: usize = 10_000;
/// How many cells a row of a table has at least: titles and notes have one.
const LEAST_CELLS: usize = 2;

/// A table under a header that is not the one that is read. Rows are 0-based.
#[derive(Debug)]
pub(super) struct OtherTable {
    header: u32,
    first: u32,
    last: u32,
    /// Whether figures stand in it.
    has_figures: bool,
    /// Which column holds each wanted name.
    columns: Vec<Option<u16>>,
}

impl OtherTable {
    /// Whether a row belongs to it.
    fn holds(&self, row: u32) -> bool {
        (self.header..=self.last).contains(&row)
    }

    /// Whether it is nothing but titles right above the header, such as groups that are called like columns.
    fn is_part_of(&self, header: &Header) -> bool {
        !self.has_figures && self.last + 1 == header.first_row && self.last - self.header < 2
    }

    /// The cell of a row under a wanted name.
    pub fn place(&self, row: &Row, wanted: usize) -> Option<Address> {
        Some(Address::new(row.index, self.columns[wanted]?))
    }

    /// Reports that its rows are not read.
    fn report(&self, header: &Header, report: &mut Report) {
        let rows = match (self.first + 1, self.last + 1) {
            (first, last) if first == last => format!("第 {first} 行"),
            (first, last) => format!("第 {first} 至 {last} 行"),
        };
        let (own, other) = (header.last_row + 1, self.header + 1);
        let message = if self.header < header.first_row {
            format!("{rows}在采用的表头（第 {own} 行）上面，没有采用")
        } else {
            format!(
                "第 {other} 行又是一个表头，各列与第 {own} 行的表头不同，它下面的{rows}没有采用"
            )
        };
        report.add(
            Severity::Error,
            Code::HeaderOther,
            None,
            Some(Address::new(self.first, 0)),
            message,
            "请把几张表合并到同一个表头下面，各列与表头一致",
        );
    }
}

/// What of a sheet is read: the rows below its header, without those that stand under another one.
pub(super) struct Body<'a> {
    sheet: &'a Sheet,
    /// The last row of the header.
    header_row: u32,
    header_rows: HeaderRows<'a>,
    others: Vec<OtherTable>,
}

impl<'a> Body<'a> {
    /// Tells the tables of a sheet apart, whose header was found by these names.
    pub fn of(sheet: &'a Sheet, header: &Header, wanted: &[Vec<String>]) -> Body<'a> {
        let header_rows = HeaderRows::of(sheet, header);
        let own = Own {
            names: Names::new(wanted),
            header,
            rows: &header_rows,
        };
        Body {
            sheet,
            header_row: header.last_row,
            others: others(sheet, &own),
            header_rows,
        }
    }

    /// The rows that are read.
    pub fn rows(&self) -> impl Iterator<Item = &'a Row> {
        let below = self
            .sheet
            .rows
            .iter()
            .filter(|row| row.index > self.header_row);
        below.filter(|row| self.other_of(row.index).is_none())
    }

    /// The rows that are not read, each with the table that it stands in.
    pub fn refused(&self) -> impl Iterator<Item = (&'a Row, &OtherTable)> {
        let rows = self.sheet.rows.iter();
        rows.filter_map(|row| Some((row, self.other_of(row.index)?)))
    }

    /// Whether a row says the header again, cell by cell.
    pub fn repeats_header(&self, row: &Row) -> bool {
        self.header_rows.are_said_by(row)
    }

    /// Reports the tables that are not read.
    pub fn report(&self, header: &Header, report: &mut Report) {
        for other in &self.others {
            other.report(header, report);
        }
    }

    fn other_of(&self, row: u32) -> Option<&OtherTable> {
        let behind = self.others.partition_point(|table| table.header <= row);
        let table = self.others.get(behind.checked_sub(1)?)?;
        table.holds(row).then_some(table)
    }
}

/// Finds the tables above the header, and those below that repeat it otherwise.
fn others(sheet: &Sheet, own: &Own) -> Vec<OtherTable> {
    let header = own.header;
    let mut seen = Seen::default();
    let mut tables = Vec::new();
    let mut open: Option<OtherTable> = None;
    for (place, row) in sheet.rows.iter().enumerate() {
        let is_header = seen.names_in(row, &own.names) >= LEAST_NAMES;
        if is_in(header, row) || is_header {
            tables.extend(open.take());
        }
        if is_in(header, row) {
            continue;
        }
        if is_header {
            let is_above = row.index < header.first_row;
            // A header of several rows is repeated with all of them.
            let further = sheet.rows[place + 1..].iter();
            let further = further
                .take(own.rows.0.len().saturating_sub(1))
                .take_while(|further| is_of_texts(further));
            let agrees = own.agree(row) && further.into_iter().all(|row| own.agree(row));
            open = (is_above || !agrees).then_some(OtherTable {
                header: row.index,
                first: row.index,
                last: row.index,
                has_figures: false,
                columns: own.columns(row),
            });
        } else if let Some(table) = open.as_mut().filter(|_| is_of_table(row)) {
            if table.first == table.header {
                table.first = row.index;
            }
            table.last = row.index;
            table.has_figures |= has_figures(row);
        }
    }
    tables.extend(open);
    tables.retain(|table| table.first > table.header && !table.is_part_of(header));
    tables
}

/// Whether a row can be one of a table: titles and notes have a single cell.
fn is_of_table(row: &Row) -> bool {
    row.cells.iter().filter(|cell| !is_blank(cell)).count() >= LEAST_CELLS
}

/// Whether a row holds figures, be they written as texts.
fn has_figures(row: &Row) -> bool {
    let mut filled = row.cells.iter().filter(|cell| !is_blank(cell));
    filled.any(|cell| match &cell.value {
        CellValue::Text(text) => text.contains(char::is_numeric),
        _ => true,
    })
}

fn is_in(header: &Header, row: &Row) -> bool {
    (header.first_row..=header.last_row).contains(&row.index)
}

/// What short texts name: a table says 是 and 否 thousands of times.
#[derive(Default)]
struct Seen<'a>(HashMap<&'a str, Option<usize>>);

impl<'a> Seen<'a> {
    /// How many different columns a row names.
    fn names_in(&mut self, row: &'a Row, names: &Names) -> usize {
        let mut wanted: Vec<usize> = Vec::new();
        for cell in &row.cells {
            let CellValue::Text(text) = &cell.value else {
                continue;
            };
            let name = match self.0.get(text.as_str()) {
                Some(name) => *name,
                None => {
                    let name = names.of_text(text);
                    if text.len() <= LONGEST_SEEN && self.0.len() < MOST_SEEN {
                        self.0.insert(text, name);
                    }
                    name
                }
            };
            wanted.extend(name);
        }
        wanted.sort_unstable();
        wanted.dedup();
        wanted.len()
    }
}

/// What the header's columns are called.
struct Own<'a> {
    names: Names<'a>,
    header: &'a Header,
    rows: &'a HeaderRows<'a>,
}

/// The rows of the header that is read.
struct HeaderRows<'a>(Vec<&'a Row>);

impl<'a> HeaderRows<'a> {
    fn of(sheet: &'a Sheet, header: &Header) -> HeaderRows<'a> {
        HeaderRows(sheet.rows.iter().filter(|row| is_in(header, row)).collect())
    }

    /// Whether a row says again, cell by cell, what the header says.
    fn are_said_by(&self, row: &Row) -> bool {
        is_of_texts(row)
            && row
                .cells
                .iter()
                .all(|cell| is_blank(cell) || self.say(cell))
    }

    /// Whether the header says in its column what a cell says.
    fn say(&self, cell: &Cell) -> bool {
        let said = |cell: &Cell| text_of(cell).map(|text| split_unit(&text));
        self.0.iter().any(|header| {
            let place = header
                .cells
                .binary_search_by_key(&cell.column, |own| own.column);
            place.is_ok_and(|place| said(&header.cells[place]) == said(cell))
        })
    }
}

impl Own<'_> {
    /// Where a row names each column, first of all.
    fn columns(&self, row: &Row) -> Vec<Option<u16>> {
        let mut columns = vec![None; self.header.columns.len()];
        for (column, wanted) in self.names.in_row(row) {
            columns[wanted].get_or_insert(column);
        }
        columns
    }

    /// Whether a row that is a header says the same of every column as the header that is read.
    fn agree(&self, row: &Row) -> bool {
        row.cells.iter().all(|cell| {
            let Some(text) = text_of(cell) else {
                return true;
            };
            let (name, unit) = split_unit(&text);
            if self.rows.say(cell) {
                return true;
            }
            let here = Some(cell.column);
            match self.names.known(&name) {
                Some(wanted) => {
                    self.header.columns[wanted] == here
                        && is_percent(&unit) == is_percent(&self.header.units[wanted])
                }
                None => !self.header.columns.contains(&here),
            }
        })
    }
}

fn is_percent(unit: &Option<String>) -> bool {
    unit.as_deref().is_some_and(|unit| unit.contains('%'))
}
