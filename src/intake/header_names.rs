//! Which wanted column a header's texts name: by a text of its own, or by a group title together with what stands
//! under it, such as 三公经费 over 预算. Only known spellings count; whatever is left open is told.

use std::collections::HashMap;

use super::header_block::Level;
use crate::address::Address;
use crate::rulebook::naming::{split_unit, unit_alone};
use crate::workbook::{CellValue, Row};

/// The names that are searched for: the plain spellings of each, the name itself first.
pub(super) struct Names<'w> {
    wanted: &'w [Vec<String>],
    spellings: HashMap<&'w str, usize>,
}

/// A column that is a wanted one.
pub(super) struct Place {
    /// The cell that says so.
    pub at: Address,
    pub column: u16,
    pub wanted: usize,
    /// Whether by its own name rather than by an alias.
    pub own_name: bool,
    pub unit: Option<String>,
}

/// A wanted name over several columns.
#[derive(Debug)]
pub struct SpanningName {
    pub at: Address,
    pub wanted: usize,
    /// What stands under it.
    pub under: Vec<String>,
}

/// What stands over a column.
pub(super) enum Found {
    Place(Place),
    SpanningName(SpanningName),
}

impl<'w> Names<'w> {
    pub fn new(wanted: &'w [Vec<String>]) -> Names<'w> {
        let spelled = wanted.iter().enumerate();
        Names {
            wanted,
            spellings: spelled
                .flat_map(|(index, names)| names.iter().map(move |name| (name.as_str(), index)))
                .collect(),
        }
    }

    /// The cells of a row that are wanted names: columns and what they name.
    pub fn in_row(&self, row: &Row) -> Vec<(u16, usize)> {
        let cells = row.cells.iter();
        cells
            .filter_map(|cell| match &cell.value {
                CellValue::Text(text) => Some((cell.column, self.of_text(text)?)),
                _ => None,
            })
            .collect()
    }

    /// What a text names, whatever its unit.
    pub fn of_text(&self, text: &str) -> Option<usize> {
        self.known(&split_unit(text).0)
    }

    /// What a column is, by what stands over it from the top down.
    ///
    /// `is_alone` says of a title without anything under it whether only its first column holds something.
    pub fn over_column(
        &self,
        column: u16,
        levels: &[Level],
        is_alone: impl Fn(&Level) -> bool,
    ) -> Option<Found> {
        // A unit belongs to the name above it.
        let unit_below = |level: &Level| {
            let below = levels.iter().filter(|below| below.at.row > level.at.row);
            below.filter_map(|below| unit_alone(&below.text)).next()
        };
        let named: Vec<&Level> = levels
            .iter()
            // A column may be called like a unit.
            .filter(|level| {
                unit_alone(&level.text).is_none() || self.of_text(&level.text).is_some()
            })
            .collect();
        let (leaf, above) = named.split_last()?;
        let place = |level: &Level, name: &str, wanted: usize, unit: Option<String>| {
            Found::Place(Place {
                at: level.at,
                column,
                wanted,
                own_name: self.wanted[wanted].first().is_some_and(|own| own == name),
                unit: unit.or_else(|| unit_below(level)),
            })
        };
        let group = |level: &Level, wanted: usize, under: Vec<String>| {
            Found::SpanningName(SpanningName {
                at: level.at,
                wanted,
                under,
            })
        };
        let lowest = |name: &str, wanted: usize, unit: Option<String>| match leaf.over == 1
            || is_alone(leaf)
        {
            true => place(leaf, name, wanted, unit),
            false => group(leaf, wanted, Vec::new()),
        };
        // What stands lowest says most; with the titles above it may be a name.
        let (name, unit) = split_unit(&leaf.text);
        if let Some(wanted) = self.known(&name) {
            return Some(lowest(&name, wanted, unit));
        }
        if let Some((name, wanted, unit)) = self.joined(above, leaf) {
            return Some(lowest(&name, wanted, unit));
        }
        (0..above.len()).rev().find_map(|at| {
            let level = above[at];
            let (name, unit) = split_unit(&level.text);
            let alone = self.known(&name).map(|wanted| (name, wanted, unit));
            let (name, wanted, unit) = alone.or_else(|| self.joined(&above[..at], level))?;
            Some(match level.over {
                1 => place(level, &name, wanted, unit),
                _ => group(level, wanted, vec![leaf.text.trim().to_string()]),
            })
        })
    }

    /// A name that titles above and the text under them say together, in either order.
    fn joined(&self, above: &[&Level], leaf: &Level) -> Option<(String, usize, Option<String>)> {
        let (own, unit) = split_unit(&leaf.text);
        let titles: Vec<String> = above
            .iter()
            .map(|level| split_unit(&level.text).0)
            .collect();
        let all = titles.concat();
        let uppers = titles
            .iter()
            .rev()
            .chain((titles.len() > 1).then_some(&all));
        uppers
            .flat_map(|upper| [format!("{upper}{own}"), format!("{own}{upper}")])
            .find_map(|name| Some((self.known(&name)?, name)))
            .map(|(wanted, name)| (name, wanted, unit))
    }

    /// What a plain name stands for, also with a number before it: 12.三公经费预算.
    pub fn known(&self, name: &str) -> Option<usize> {
        let exact = self.spellings.get(name);
        exact
            .or_else(|| self.spellings.get(without_number(name)?))
            .copied()
    }
}

/// A name without the number of its column: `12.`, `(12)`, `12、`.
fn without_number(name: &str) -> Option<&str> {
    let digits = |text: &'_ str| text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let open = name.strip_prefix('(').unwrap_or(name);
    let rest = &open[open.len() - digits(open)..];
    if rest.len() == open.len() {
        return None;
    }
    let behind = rest
        .strip_prefix([')', '.', '、', ','])
        .filter(|rest| !rest.is_empty())?;
    Some(behind)
}
