//! Tables that stand one beneath the other in a sheet. One header is read; a table under another one, whose
//! columns may mean something else, is refused and told.

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
    pub fn holds(&self, row: u32) -> bool {
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
    pub fn report(&self, header: &Header, report: &mut Report) {
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

/// Finds the tables above the header, and those below that repeat it otherwise.
pub(super) fn find(sheet: &Sheet, header: &Header, wanted: &[Vec<String>]) -> Vec<OtherTable> {
    let names = Own {
        names: Names::new(wanted),
        header,
        own: HeaderRows::of(sheet, header),
    };
    let mut tables = Vec::new();
    let mut open: Option<OtherTable> = None;
    for (place, row) in sheet.rows.iter().enumerate() {
        let is_header = names.known_in(row) >= LEAST_NAMES;
        if is_in(header, row) || is_header {
            tables.extend(open.take());
        }
        if is_in(header, row) {
            continue;
        }
        let filled = row.cells.iter().filter(|cell| !is_blank(cell)).count();
        if is_header {
            let is_above = row.index < header.first_row;
            // A header of several rows is repeated with all of them.
            let further = sheet.rows[place + 1..].iter();
            let further = further
                .take(names.own.0.len().saturating_sub(1))
                .take_while(|further| is_of_texts(further));
            let agrees = names.agree(row) && further.into_iter().all(|row| names.agree(row));
            open = (is_above || !agrees).then_some(OtherTable {
                header: row.index,
                first: row.index,
                last: row.index,
                has_figures: false,
                columns: names.columns(row),
            });
        } else if let Some(table) = open.as_mut().filter(|_| filled >= LEAST_CELLS) {
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

/// The table that a row stands in.
pub(super) fn table_of(tables: &[OtherTable], row: u32) -> Option<&OtherTable> {
    let behind = tables.partition_point(|table| table.header <= row);
    let table = tables.get(behind.checked_sub(1)?)?;
    table.holds(row).then_some(table)
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

/// What the header's columns are called.
struct Own<'a> {
    names: Names<'a>,
    header: &'a Header,
    own: HeaderRows<'a>,
}

/// The rows of the header that is read.
pub(super) struct HeaderRows<'a>(Vec<&'a Row>);

impl<'a> HeaderRows<'a> {
    pub fn of(sheet: &'a Sheet, header: &Header) -> HeaderRows<'a> {
        HeaderRows(sheet.rows.iter().filter(|row| is_in(header, row)).collect())
    }

    /// Whether a row says again, cell by cell, what the header says.
    pub fn are_said_by(&self, row: &Row) -> bool {
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

    /// How many different columns a row names.
    fn known_in(&self, row: &Row) -> usize {
        self.columns(row).iter().flatten().count()
    }

    /// Whether a row that is a header says the same of every column as the header that is read.
    fn agree(&self, row: &Row) -> bool {
        row.cells.iter().all(|cell| {
            let Some(text) = text_of(cell) else {
                return true;
            };
            let (name, unit) = split_unit(&text);
            if self.own.say(cell) {
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
