//! Which row of one sheet is which of another. A row is known by what its first cells say, so that one that is gone
//! does not make all below it strange, and rows may stand in another order.

use std::collections::HashMap;

use super::content::Content;
use crate::workbook::Row;

/// So many columns say what a row is about.
const TELLING: u16 = 4;
/// So many comparisons are made to find what became of rows that say something else now.
const MOST_COMPARED: usize = 4_000_000;

/// A row as it was and as it is; one of them is missing where it is gone, or new.
pub type Pair<'w> = (Option<&'w Row>, Option<&'w Row>);

/// The rows of two sheets, in the order of the first; new ones follow.
pub fn pairs<'w>(was: &'w [Row], is: &'w [Row]) -> Vec<Pair<'w>> {
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, row) in is.iter().enumerate().rev() {
        known.entry(key(row)).or_default().push(place);
    }
    // Rows that say the same are taken in order.
    let mut found: Vec<Option<usize>> = was
        .iter()
        .map(|row| known.get_mut(&key(row)).and_then(Vec::pop))
        .collect();
    let mut free: Vec<usize> = known.into_values().flatten().collect();
    free.sort_unstable();
    rename(was, is, &mut found, &mut free);
    let mut pairs: Vec<Pair> = was
        .iter()
        .zip(found)
        .map(|(row, place)| (Some(row), place.map(|place| &is[place])))
        .collect();
    pairs.extend(free.into_iter().map(|place| (None, Some(&is[place]))));
    // A row of which nothing is left to see is no row.
    pairs.retain(|(was, is)| [was, is].iter().any(|row| row.is_some_and(holds_any)));
    pairs
}

/// Gives rows that say something else now the row that they are most like, where half of it is still the same.
fn rename(was: &[Row], is: &[Row], found: &mut [Option<usize>], free: &mut Vec<usize>) {
    let lost: Vec<usize> = (0..was.len()).filter(|row| found[*row].is_none()).collect();
    if lost.len().saturating_mul(free.len()) > MOST_COMPARED {
        return;
    }
    for row in lost {
        let alike = free
            .iter()
            .enumerate()
            .map(|(place, other)| (alike(&was[row], &is[*other]), std::cmp::Reverse(place)))
            .max();
        let most = was[row].cells.len();
        if let Some((alike, place)) = alike.filter(|(alike, _)| alike * 2 >= most.max(1)) {
            debug_assert!(alike <= most);
            found[row] = Some(free.remove(place.0));
        }
    }
}

/// How many cells two rows have in common.
fn alike(one: &Row, other: &Row) -> usize {
    let same = |cell: &&crate::workbook::Cell| {
        let other = other.cell(cell.column).and_then(Content::of);
        match (Content::of(cell), other) {
            (Some(one), Some(other)) => one.same(&other),
            (None, None) => true,
            _ => false,
        }
    };
    one.cells.iter().filter(same).count()
}

/// What a row is about: what stands in its first cells and is no formula's result.
fn key(row: &Row) -> String {
    let telling = row
        .cells
        .iter()
        .filter(|cell| cell.column < TELLING && !cell.formula);
    let said = telling.filter_map(|cell| Some((cell.column, Content::of(cell)?)));
    said.map(|(column, content)| format!("{column}\t{}\n", content.shown()))
        .collect()
}

fn holds_any(row: &Row) -> bool {
    row.cells.iter().any(|cell| Content::of(cell).is_some())
}
