//! The rows of a header, column by column: what stands over each column, from the top down. Group titles stand
//! over several columns, merged or with blanks beside them.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::value::is_blank;
use crate::address::Address;
use crate::workbook::{Cell, CellValue, Row, Sheet};

/// One text over a column.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Level<'s> {
    /// Its cell.
    pub at: Address,
    /// The text.
    pub text: Cow<'s, str>,
    /// How many columns it stands over.
    pub over: usize,
}

/// A text of a header with the columns that it stands over, in ascending order.
struct Title<'s> {
    at: Address,
    text: Cow<'s, str>,
    columns: Vec<u16>,
}

/// What stands over each column that has a text in these rows of a sheet, from the top down.
pub(super) fn columns<'s>(sheet: &Sheet, rows: &[&'s Row]) -> Vec<(u16, Vec<Level<'s>>)> {
    let merged: HashMap<Address, Address> = sheet.merges.iter().copied().collect();
    let titles: Vec<Vec<Title>> = (0..rows.len())
        .map(|place| titles(rows[place], &rows[place + 1..], &merged))
        .collect();
    let own: BTreeSet<u16> = rows
        .iter()
        .flat_map(|row| texts(row))
        .map(|(at, _)| at)
        .collect();
    let over = |column: u16| {
        let levels = titles.iter().filter_map(move |titles| {
            let behind = titles.partition_point(|title| title.at.column <= column);
            let title = titles.get(behind.checked_sub(1)?)?;
            title.columns.binary_search(&column).ok()?;
            Some(Level {
                at: title.at,
                text: title.text.clone(),
                over: title.columns.len(),
            })
        });
        (column, levels.collect())
    };
    own.into_iter().map(over).collect()
}

/// The titles of a row. A merged one stands over the columns of its region; any other over its own and, where
/// something stands under it, over the blanks beside it that have something under them, too.
fn titles<'s>(row: &'s Row, below: &[&Row], merged: &HashMap<Address, Address>) -> Vec<Title<'s>> {
    let below: BTreeSet<u16> = below
        .iter()
        .flat_map(|row| texts(row))
        .map(|(at, _)| at)
        .collect();
    let own: Vec<(u16, Cow<str>)> = texts(row).collect();
    let ends = own.iter().skip(1).map(|(column, _)| *column);
    let ends = ends.chain([u16::MAX]);
    own.iter()
        .cloned()
        .zip(ends)
        .map(|((column, text), end)| {
            let at = Address::new(row.index, column);
            let columns = match merged.get(&at) {
                Some(last) => (column..=last.column).collect(),
                None if below.contains(&column) => below.range(column..end).copied().collect(),
                None => vec![column],
            };
            Title { at, text, columns }
        })
        .collect()
}

/// The texts of a row, with their columns.
fn texts(row: &Row) -> impl Iterator<Item = (u16, Cow<'_, str>)> {
    let cells = row.cells.iter();
    cells.filter_map(|cell| Some((cell.column, said(cell)?)))
}

/// What a cell of a header says: a text, or a year, which is often a number.
fn said(cell: &Cell) -> Option<Cow<'_, str>> {
    match &cell.value {
        CellValue::Text(text) if !is_blank(cell) => Some(Cow::Borrowed(text)),
        CellValue::Number(year) if year.fract() == 0.0 && (1990.0..=2100.0).contains(year) => {
            Some(Cow::Owned(year.to_string()))
        }
        _ => None,
    }
}

/// Whether a row can belong to a header: texts and years, and nothing else.
pub(super) fn is_of_texts(row: &Row) -> bool {
    let is_said = |cell: &Cell| is_blank(cell) || said(cell).is_some();
    texts(row).next().is_some() && row.cells.iter().all(is_said)
}

/// Whether a row holds nothing but texts under the group titles of the row above: what stands there would be
/// figures, and somebody's, were it a row of the table.
pub(super) fn is_under_groups(above: &Row, row: &Row) -> bool {
    let titles = titles(above, &[row], &HashMap::new());
    let groups = titles.iter().filter(|title| title.columns.len() > 1);
    let under: BTreeSet<u16> = groups
        .flat_map(|title| title.columns.iter().copied())
        .collect();
    is_of_texts(row) && texts(row).all(|(column, _)| under.contains(&column))
}
