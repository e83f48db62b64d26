//! Finding the header: the row that names the most known columns, wherever it stands, with the rows
//! beside it where a header takes two; and telling what of it is doubled.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::header_block::{self, Level, is_of_texts, is_under_groups};
use super::header_names::{Found, Names, Place, SpanningName};
use super::report::Report;
use super::value::is_blank;
use crate::address::Address;
use crate::problem::{Code, Severity};
use crate::rulebook::naming::unit_alone;
use crate::visible_text::shortened;
use crate::workbook::{Cell, CellValue, Row, Sheet};

/// How many rows from the top may hold the header.
const ROWS_SEARCHED: usize = 60;
/// How far above or below the row with the most names a header may reach.
const MOST_BESIDE: u32 = 2;

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
    /// Wanted names that stand over several columns, so that none of them is it.
    pub groups: Vec<SpanningName>,
    /// Columns whose headers name nothing that is wanted, from left to right.
    pub strays: Vec<Stray>,
}

/// A column whose header names nothing that is wanted.
#[derive(Debug)]
pub struct Stray {
    /// Its column.
    pub column: u16,
    /// The lowest cell that stands over this column.
    pub at: Address,
    /// What stands over it, from the top down; titles of the whole table left out.
    pub texts: Vec<String>,
}

/// Finds the header. `wanted` gives the plain spellings of each name, the name itself first.
///
/// `None` where no row names at least two of them.
pub fn find(sheet: &Sheet, wanted: &[Vec<String>]) -> Option<Header> {
    // A rule book without such a sheet wants nothing of it.
    if wanted.is_empty() {
        return None;
    }
    let names = Names::new(wanted);
    let rows: Vec<&Row> = sheet.rows.iter().take(ROWS_SEARCHED).collect();
    let known: Vec<BTreeSet<usize>> = rows
        .iter()
        .map(|row| {
            names
                .in_row(row)
                .into_iter()
                .map(|(_, wanted)| wanted)
                .collect()
        })
        .collect();
    // The first row of those with the most names.
    let best = (0..rows.len())
        .rev()
        .max_by_key(|place| known[*place].len())?;
    if known[best].len() < 2.min(wanted.len()) {
        return None;
    }
    let block = block(sheet, &names, &rows, &known, best);
    let mut header = Header {
        last_row: rows[block.end - 1].index,
        first_row: rows[block.start].index,
        columns: vec![None; wanted.len()],
        cells: vec![None; wanted.len()],
        units: vec![None; wanted.len()],
        twice: Vec::new(),
        passed_over: Vec::new(),
        groups: Vec::new(),
        strays: Vec::new(),
    };
    // A title above may be said together with what stands under it.
    let start = above(&rows, block.start, best);
    let (mut places, mut grouped) = (Vec::new(), Vec::new());
    let columns = header_block::columns(sheet, &rows[start..block.end]);
    let strays = Strays::of(sheet, header.first_row, columns.len());
    for (column, levels) in columns {
        match names.over_column(column, &levels, |title| {
            is_alone(sheet, title, header.last_row)
        }) {
            Some(Found::Place(place)) => places.push(place),
            Some(Found::SpanningName(group)) => {
                let stray = strays.stray(column, &levels);
                grouped.extend(stray.map(|stray| (group.wanted, stray)));
                header.add_group(group);
            }
            None => header.strays.extend(strays.stray(column, &levels)),
        }
    }
    for wanted in 0..wanted.len() {
        let places: Vec<&Place> = places
            .iter()
            .filter(|place| place.wanted == wanted)
            .collect();
        header.settle(wanted, &places);
    }
    header
        .groups
        .retain(|group| header.columns[group.wanted].is_none());
    // Under a name whose own column was found there may be others, which nobody uses.
    let found = grouped
        .into_iter()
        .filter(|(wanted, _)| header.columns[*wanted].is_some());
    header.strays.extend(found.map(|(_, stray)| stray));
    header.take_unit_row(sheet);
    Some(header)
}

/// The rows that the header takes besides the one with the most names: those beside it with further names, those
/// that its cells are merged down to, and one of nothing but what stands under its group titles.
fn block(
    sheet: &Sheet,
    names: &Names,
    rows: &[&Row],
    known: &[BTreeSet<usize>],
    best: usize,
) -> Range<usize> {
    let near = |place: usize| {
        let row = rows.get(place)?;
        (row.index.abs_diff(rows[best].index) <= MOST_BESIDE).then_some(*row)
    };
    let mut found = known[best].clone();
    let mut has_more = |place: usize| {
        let more = known[place].difference(&found).next().is_some();
        found.extend(&known[place]);
        more
    };
    let mut block = best..best + 1;
    for place in (best.saturating_sub(2)..best).rev() {
        if !near(place).is_some_and(is_of_texts) {
            break;
        }
        if has_more(place) {
            block.start = place;
        }
    }
    let merged_down = merged_down(sheet, rows[best], names);
    for place in [best + 1, best + 2] {
        let Some(row) = near(place).filter(|row| is_of_texts(row)) else {
            break;
        };
        let merged = row.index <= merged_down;
        let further = place == best + 1 && has_more(place);
        let below = block.end == place && is_under_groups(rows[place - 1], row);
        if merged || further || below {
            block.end = place + 1;
        }
    }
    block
}

/// The first of the rows above that may hold group titles.
fn above(rows: &[&Row], start: usize, best: usize) -> usize {
    (best.saturating_sub(2)..start)
        .rev()
        .take_while(|place| {
            rows[best].index - rows[*place].index <= MOST_BESIDE && is_of_texts(rows[*place])
        })
        .last()
        .unwrap_or(start)
}

/// The last row that a row's names are merged down to: a header of three rows may have most of its names in the
/// first.
fn merged_down(sheet: &Sheet, row: &Row, names: &Names) -> u32 {
    let named: BTreeSet<u16> = names
        .in_row(row)
        .into_iter()
        .map(|(column, _)| column)
        .collect();
    let regions = sheet.merges.iter();
    regions
        .filter(|(first, _)| first.row == row.index && named.contains(&first.column))
        .map(|(_, last)| last.row)
        .max()
        .unwrap_or_default()
}

/// Whether of the columns that a title stands over only the first holds anything under the header.
fn is_alone(sheet: &Sheet, title: &Level, last_row: u32) -> bool {
    let first = title.at.column;
    let last = usize::from(first) + title.over;
    let body = sheet.rows.iter().filter(|row| row.index > last_row);
    let mut cells = body.take(ROWS_SEARCHED).flat_map(|row| &row.cells);
    !cells.any(|cell| cell.column > first && usize::from(cell.column) < last && !is_blank(cell))
}

impl Header {
    /// Reports doubled headers.
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
        for group in &self.groups {
            report.add(
                Severity::Error,
                Code::ColumnTwice,
                None,
                Some(group.at),
                match group.under.as_slice() {
                    [] => format!(
                        "“{}”的表头占了几列，不知道该用哪一列，都没有采用",
                        name(group.wanted)
                    ),
                    under => format!(
                        "“{}”的表头下面有几列（{}），不知道该用哪一列，都没有采用",
                        name(group.wanted),
                        shortened(&under.join("、"))
                    ),
                },
                format!(
                    "请把要评的那一列的表头写成“{}”，其他各列改用别的名称",
                    name(group.wanted)
                ),
            );
        }
    }

    /// Whether a wanted name is there, but not which column it is.
    pub fn is_unclear(&self, wanted: usize) -> bool {
        self.twice.iter().any(|(twice, _)| *twice == wanted)
            || self.groups.iter().any(|group| group.wanted == wanted)
    }

    /// How many of the wanted names were found.
    pub fn found(&self) -> usize {
        self.columns.iter().flatten().count()
    }

    /// Notes a title over several columns, with one more thing that stands under it.
    fn add_group(&mut self, group: SpanningName) {
        match self.groups.iter_mut().find(|known| known.at == group.at) {
            Some(known) => known.under.extend(group.under),
            None => self.groups.push(group),
        }
    }

    /// A row of nothing but units under the names belongs to the header.
    fn take_unit_row(&mut self, sheet: &Sheet) {
        let Some(row) = sheet.rows.iter().find(|row| row.index > self.last_row) else {
            return;
        };
        let labels = ["计量单位", "金额单位", "单位"];
        let is_label = |cell: &&Cell| match &cell.value {
            // A dash stands where there is no unit.
            CellValue::Text(text) => {
                let is_dash = !text.contains(char::is_alphanumeric) && text != "%";
                is_dash || labels.contains(&text.trim())
            }
            _ => false,
        };
        let units: Vec<(u16, Option<String>)> = row
            .cells
            .iter()
            .filter(|cell| !is_label(cell))
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
    fn settle(&mut self, wanted: usize, places: &[&Place]) {
        let own: Vec<&&Place> = places.iter().filter(|place| place.own_name).collect();
        let chosen = match (places, own.as_slice()) {
            ([], _) => return,
            ([only], _) => only,
            (_, [only]) => only,
            (several, _) => {
                let cells = several.iter().map(|place| place.at).collect();
                self.twice.push((wanted, cells));
                return;
            }
        };
        self.columns[wanted] = Some(chosen.column);
        self.cells[wanted] = Some(chosen.at);
        self.units[wanted] = chosen.unit.clone();
        let others: Vec<Address> = places
            .iter()
            .filter(|place| place.column != chosen.column)
            .map(|place| place.at)
            .collect();
        if !others.is_empty() {
            self.passed_over.push((wanted, others));
        }
    }
}

/// Tells the columns of a header that name nothing.
struct Strays {
    first_row: u32,
    /// Cells above the header that are merged down into it.
    reaching: HashSet<Address>,
    /// A title over more columns than this is the table's, and no part of a column's name.
    most_columns: usize,
}

impl Strays {
    fn of(sheet: &Sheet, first_row: u32, columns: usize) -> Strays {
        let regions = sheet.merges.iter();
        let reaching =
            regions.filter(|(first, last)| first.row < first_row && last.row >= first_row);
        Strays {
            first_row,
            reaching: reaching.map(|(first, _)| *first).collect(),
            most_columns: columns / 2,
        }
    }

    /// A column by what stands over it, where that is more than a title above the header.
    fn stray(&self, column: u16, levels: &[Level]) -> Option<Stray> {
        let is_in =
            |level: &Level| level.at.row >= self.first_row || self.reaching.contains(&level.at);
        let mut levels_from_below = levels.iter().rev();
        let lowest = levels_from_below.find(|level| level.at.column == column && is_in(level));
        let at = lowest?.at;
        let texts = levels
            .iter()
            .filter(|level| level.at == at || is_in(level) || level.over <= self.most_columns);
        let (units, names): (Vec<String>, Vec<String>) = texts
            .map(|level| level.text.trim().to_string())
            .partition(|text| unit_alone(text).is_some());
        Some(Stray {
            column,
            at,
            texts: if names.is_empty() { units } else { names },
        })
    }
}
