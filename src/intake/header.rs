//! Finding the header: the row that names the most known columns, wherever it stands, with the rows
//! beside it where a header takes two; and telling what of it is doubled or only nearly known.

use std::collections::HashMap;

use super::report::Report;
use crate::address::Address;
use crate::problem::{Code, Severity};
use crate::rulebook::naming::{split_unit, unit_alone};
use crate::unseen::shortened;
use crate::workbook::{CellValue, Row, Sheet};

/// How many rows from the top may hold the header.
const ROWS_SEARCHED: usize = 60;
/// How alike an unknown header must be to a missing column to be worth a hint.
const LIKENESS: f64 = 0.7;

/// A header that was found.
#[derive(Debug)]
pub struct Header {
    /// Its last row, 0-based.
    pub last_row: u32,
    /// Its first row, 0-based.
    pub first_row: u32,
    /// The column of each wanted name.
    pub columns: Vec<Option<u16>>,
    /// The cell of each wanted name.
    pub cells: Vec<Option<Address>>,
    /// The unit behind each name.
    pub units: Vec<Option<String>>,
    /// Wanted names that stand more than once; their columns are not used.
    pub twice: Vec<(usize, Vec<Address>)>,
    /// Other names of what its own name was found for: the wanted name and the columns passed over.
    pub passed_over: Vec<(usize, Vec<Address>)>,
    /// Headers that are nearly a wanted name that was not found: the cell, its text, the wanted one.
    pub near: Vec<(Address, String, usize)>,
}

/// Finds the header. `wanted` gives the plain spellings of each name, the name itself first.
///
/// `None` where no row names at least two of them.
pub fn find(sheet: &Sheet, wanted: &[Vec<String>]) -> Option<Header> {
    let spellings: HashMap<&str, usize> = wanted
        .iter()
        .enumerate()
        .flat_map(|(index, names)| names.iter().map(move |name| (name.as_str(), index)))
        .collect();
    let rows: Vec<&Row> = sheet.rows.iter().take(ROWS_SEARCHED).collect();
    let matches: Vec<Vec<Match>> = rows
        .iter()
        .map(|row| matches_in(row, &spellings, wanted))
        .collect();
    // The first row of those with the most names.
    let best = (0..rows.len())
        .rev()
        .max_by_key(|place| distinct(&matches[*place]))?;
    if distinct(&matches[best]) < 2.min(wanted.len()) {
        return None;
    }
    let mut header = Header {
        last_row: rows[best].index,
        first_row: rows[best].index,
        columns: vec![None; wanted.len()],
        cells: vec![None; wanted.len()],
        units: vec![None; wanted.len()],
        twice: Vec::new(),
        passed_over: Vec::new(),
        near: Vec::new(),
    };
    let mut found: Vec<&Match> = matches[best].iter().collect();
    let merged_down = merged_down(sheet, &matches[best]);
    for place in [
        best.wrapping_sub(1),
        best.wrapping_sub(2),
        best + 1,
        best + 2,
    ] {
        let Some(row) = rows.get(place) else { continue };
        if place == best + 2 && row.index > merged_down {
            continue;
        }
        let distance = row.index.abs_diff(rows[best].index);
        let more: Vec<&Match> = matches[place]
            .iter()
            .filter(|new| {
                !found
                    .iter()
                    .any(|old| old.column == new.column || old.wanted == new.wanted)
            })
            .collect();
        if more.is_empty() || distance > 2 {
            continue;
        }
        header.first_row = header.first_row.min(row.index);
        header.last_row = header.last_row.max(row.index);
        found.extend(more);
    }
    for wanted in 0..wanted.len() {
        let places: Vec<&Match> = found
            .iter()
            .filter(|found| found.wanted == wanted)
            .copied()
            .collect();
        header.settle(wanted, &places);
    }
    header.take_unit_row(sheet);
    header.near = near_misses(rows[best], &spellings, wanted, &header);
    Some(header)
}

/// The last row that header cells are merged down to: a header of three rows may have most of its names in
/// the first.
fn merged_down(sheet: &Sheet, found: &[Match]) -> u32 {
    let starts_at = |first: &Address| {
        let here = |found: &Match| (found.row, found.column) == (first.row, first.column);
        found.iter().any(here)
    };
    let reached = sheet.merges.iter().filter(|(first, _)| starts_at(first));
    reached.map(|(_, last)| last.row).max().unwrap_or_default()
}

impl Header {
    /// Reports doubled and nearly known headers.
    pub(super) fn report<'n>(&self, name: impl Fn(usize) -> &'n str, report: &mut Report) {
        for (index, cells) in &self.twice {
            let places: Vec<String> = cells.iter().map(Address::to_string).collect();
            report.add(
                Severity::Error,
                Code::ColumnTwice,
                None,
                cells.first().copied(),
                format!(
                    "“{}”一列出现在 {}，不知道该用哪一列，都没有采用",
                    name(*index),
                    places.join("、")
                ),
                "请只保留一列，或改正其中一列的表头",
            );
        }
        for (index, cells) in &self.passed_over {
            let places: Vec<String> = cells.iter().map(Address::to_string).collect();
            report.add(
                Severity::Warning,
                Code::ColumnTwice,
                None,
                cells.first().copied(),
                format!(
                    "{0} 的表头也是“{1}”的一种写法；已采用名为“{1}”的一列，没有采用它",
                    places.join("、"),
                    name(*index)
                ),
                "请核对；多余的一列请删除或改名",
            );
        }
        for (cell, text, index) in &self.near {
            report.add(
                Severity::Warning,
                Code::HeaderUnknown,
                None,
                Some(*cell),
                format!(
                    "表头“{}”与“{}”相近，但不是已知的写法，没有采用",
                    shortened(text),
                    name(*index)
                ),
                format!("如果就是“{}”，请照此改正表头", name(*index)),
            );
        }
    }

    /// How many of the wanted names were found.
    pub fn found(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// A row of nothing but units under the names belongs to the header.
    fn take_unit_row(&mut self, sheet: &Sheet) {
        let Some(row) = sheet.rows.iter().find(|row| row.index > self.last_row) else {
            return;
        };
        let units: Vec<(u16, Option<String>)> = row
            .cells
            .iter()
            .map(|cell| match &cell.value {
                CellValue::Text(text) => (cell.column, unit_alone(text)),
                _ => (cell.column, None),
            })
            .collect();
        let money = units
            .iter()
            .flat_map(|(_, unit)| unit)
            .any(|unit| unit.contains('元'));
        if units.len() < 2 || !money || units.iter().any(|(_, unit)| unit.is_none()) {
            return;
        }
        self.last_row = row.index;
        for (column, unit) in units {
            let wanted = self.columns.iter().position(|known| *known == Some(column));
            if let Some(wanted) = wanted.filter(|wanted| self.units[*wanted].is_none()) {
                self.units[wanted] = unit;
            }
        }
    }

    /// Decides which of the cells that name a wanted column is it: the only one, or the only one under
    /// the name itself.
    fn settle(&mut self, wanted: usize, places: &[&Match]) {
        let address = |place: &Match| Address::new(place.row, place.column);
        let own: Vec<&&Match> = places.iter().filter(|place| place.own_name).collect();
        let chosen = match (places, own.as_slice()) {
            ([], _) => return,
            ([only], _) => only,
            (_, [only]) => only,
            (several, _) => {
                let cells = several.iter().map(|place| address(place)).collect();
                self.twice.push((wanted, cells));
                return;
            }
        };
        self.columns[wanted] = Some(chosen.column);
        self.cells[wanted] = Some(address(chosen));
        self.units[wanted] = chosen.unit.clone();
        let others: Vec<Address> = places
            .iter()
            .filter(|place| place.column != chosen.column)
            .map(|place| address(place))
            .collect();
        if !others.is_empty() {
            self.passed_over.push((wanted, others));
        }
    }
}

/// A cell that names a wanted column.
struct Match {
    row: u32,
    column: u16,
    wanted: usize,
    /// Whether by its own name rather than by an alias.
    own_name: bool,
    unit: Option<String>,
}

fn matches_in(row: &Row, spellings: &HashMap<&str, usize>, wanted: &[Vec<String>]) -> Vec<Match> {
    row.cells
        .iter()
        .filter_map(|cell| {
            let CellValue::Text(text) = &cell.value else {
                return None;
            };
            let (name, unit) = split_unit(text);
            let index = *spellings.get(name.as_str())?;
            Some(Match {
                row: row.index,
                column: cell.column,
                wanted: index,
                own_name: wanted[index].first() == Some(&name),
                unit,
            })
        })
        .collect()
}

fn distinct(matches: &[Match]) -> usize {
    let mut wanted: Vec<usize> = matches.iter().map(|found| found.wanted).collect();
    wanted.sort_unstable();
    wanted.dedup();
    wanted.len()
}

fn near_misses(
    row: &Row,
    spellings: &HashMap<&str, usize>,
    wanted: &[Vec<String>],
    header: &Header,
) -> Vec<(Address, String, usize)> {
    let missing: Vec<usize> = (0..wanted.len())
        .filter(|index| {
            header.columns[*index].is_none()
                && !header.twice.iter().any(|(twice, _)| twice == index)
        })
        .collect();
    row.cells
        .iter()
        .filter_map(|cell| {
            let CellValue::Text(text) = &cell.value else {
                return None;
            };
            let (name, _) = split_unit(text);
            if spellings.contains_key(name.as_str()) {
                return None;
            }
            let likeness = |index: &usize| {
                wanted[*index]
                    .iter()
                    .map(|spelling| strsim::normalized_damerau_levenshtein(spelling, &name))
                    .fold(0.0, f64::max)
            };
            let nearest = missing
                .iter()
                .map(|index| (likeness(index), *index))
                .max_by(|a, b| a.0.total_cmp(&b.0))?;
            (nearest.0 >= LIKENESS).then(|| {
                (
                    Address::new(row.index, cell.column),
                    text.trim().to_string(),
                    nearest.1,
                )
            })
        })
        .collect()
}
