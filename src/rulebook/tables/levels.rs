//! The framework's two upper levels in the rows of 指标: a name and its points stand where they first appear.

use super::cells::filled;
use super::layout::Holds;
use super::rows::{Filled, Grid, taken_tables};
use crate::rulebook::tree::{Node, Table, Value};

/// A level's name, its points, and the levels under it.
struct Level {
    name: String,
    points: Filled,
    second: Vec<(String, Filled)>,
}

/// The framework while it is written.
#[derive(Default)]
pub(super) struct Levels {
    framework: Vec<Level>,
    /// Whether rows of their own say all levels first: their order is not that of the indicators.
    declared: bool,
    written: Vec<(String, String)>,
    /// The levels of each row.
    rows: Vec<(String, String)>,
}

impl Levels {
    /// Takes the framework out of a rule book, where it is one.
    pub(super) fn take(book: &mut Table) -> Levels {
        let Some(framework) = read(book) else {
            return Levels::default();
        };
        taken_tables(book, "framework");
        let listed: Vec<(String, String)> = framework
            .iter()
            .flat_map(|first| {
                let names = first.second.iter();
                names.map(|(second, _)| (first.name.clone(), second.clone()))
            })
            .collect();
        let mut seen: Vec<(String, String)> = Vec::new();
        for indicator in book.tables("indicators") {
            if let Some(under) = under(indicator)
                && !seen.contains(&under)
            {
                seen.push(under);
            }
        }
        Levels {
            declared: seen != listed,
            framework,
            ..Levels::default()
        }
    }

    /// Writes the levels in rows of their own, where indicators do not tell their order.
    pub(super) fn declare(&mut self, grid: &mut Grid) {
        if !self.declared {
            return;
        }
        let paths: Vec<(String, String)> = self
            .framework
            .iter()
            .flat_map(|first| {
                let second = first.second.iter();
                second.map(|(second, _)| (first.name.clone(), second.clone()))
            })
            .collect();
        for path in paths {
            let cells = self.cells(path);
            grid.push(&cells, Table::default());
        }
    }

    /// The level cells of an indicator's row; its `under` is taken away.
    pub(super) fn of(&mut self, indicator: &mut Table) -> Vec<(&'static str, Filled)> {
        let Some(path) = under(indicator) else {
            self.rows.push(Default::default());
            return Vec::new();
        };
        indicator.take("under");
        self.cells(path)
    }

    fn cells(&mut self, path: (String, String)) -> Vec<(&'static str, Filled)> {
        let known = self.framework.iter().find(|first| first.name == path.0);
        let first = match self.written.iter().any(|(first, _)| *first == path.0) {
            true => None,
            false => known.map(|known| known.points.clone()),
        };
        let second = known.and_then(|known| {
            let mut found = known.second.iter().filter(|(name, _)| *name == path.1);
            found.next().map(|(_, points)| points.clone())
        });
        let second = second.filter(|_| !self.written.contains(&path));
        let cells = vec![
            ("first", Filled::Text(path.0.clone())),
            ("first.points", first.unwrap_or(Filled::Blank)),
            ("second", Filled::Text(path.1.clone())),
            ("second.points", second.unwrap_or(Filled::Blank)),
        ];
        self.written.push(path.clone());
        self.rows.push(path);
        cells
    }

    /// Joins the cells of rows that follow each other under the same level.
    pub(super) fn merge(&self, grid: &mut Grid) {
        let same_first = |a: &(String, String), b: &(String, String)| a.0 == b.0;
        let same_second = |a: &(String, String), b: &(String, String)| a == b;
        join(grid, &self.rows, 0, same_first);
        join(grid, &self.rows, 2, same_second);
    }
}

fn join(
    grid: &mut Grid,
    rows: &[(String, String)],
    column: usize,
    same: impl Fn(&(String, String), &(String, String)) -> bool,
) {
    let mut from = 0;
    for run in rows.chunk_by(same) {
        let last = from + run.len() - 1;
        if last > from && !run[0].0.is_empty() {
            for column in [column, column + 1] {
                grid.merged.push((column, from, last));
                for row in &mut grid.rows[from + 1..=last] {
                    row[column] = Filled::Blank;
                }
            }
        }
        from = last + 1;
    }
}

/// The names of the levels that an indicator stands under.
fn under(indicator: &Table) -> Option<(String, String)> {
    let Value::List(list) = &indicator.get("under")?.value else {
        return None;
    };
    match list.iter().map(Node::as_text).collect::<Option<Vec<_>>>()?[..] {
        [first, second] => Some((first.into(), second.into())),
        _ => None,
    }
}

/// The framework, where all of it fits into columns.
fn read(book: &Table) -> Option<Vec<Level>> {
    let first = book.get("framework")?.as_tables()?;
    first
        .into_iter()
        .map(|first| {
            let (name, points, others) = level(first)?;
            let second = first.get("second")?.as_tables()?;
            let second: Option<Vec<(String, Filled)>> = second
                .into_iter()
                .map(|second| {
                    let (name, points, others) = level(second)?;
                    (others == 0).then_some((name, points))
                })
                .collect();
            let second = second.filter(|second| others == 1 && !second.is_empty())?;
            Some(Level {
                name,
                points,
                second,
            })
        })
        .collect()
}

/// A level's name and points, and how many other keys it has.
fn level(table: &Table) -> Option<(String, Filled, usize)> {
    let name = table.text("name").filter(|name| !name.trim().is_empty())?;
    let points = match table.get("points") {
        Some(node) => filled(node, Holds::Number)?,
        None => Filled::Blank,
    };
    let own = |key: &str| usize::from(table.get(key).is_some());
    let others = table.entries.len() - own("name") - own("points");
    Some((name.into(), points, others))
}
