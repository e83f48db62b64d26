//! The rows of a rule book's sheet by what they are about, so that those of two rule books can be held against each
//! other; also where an indicator or a metric got another name and kept the old one as an alias.

use rust_decimal::Decimal;

use crate::decimal;
use crate::rulebook::tables::layout::{self, SheetShape};
use crate::rulebook::tables::{Filled, Grid};
use crate::rulebook::tree::{Node, Table, Value};

/// A row's cells under their headers, without the blank ones.
pub(super) type Cells = Vec<(&'static str, Filled)>;

/// What rows are about, with its rows.
pub(super) struct Thing {
    pub subject: String,
    /// Whether it belongs to another reading of its indicator, by which nothing is scored.
    pub is_reading: bool,
    pub rows: Vec<Cells>,
}

/// Adds a row to the thing that it is about.
fn add_row(things: &mut Vec<Thing>, subject: String, is_reading: bool, cells: Cells) {
    match things.iter_mut().find(|thing| thing.subject == subject) {
        Some(thing) => thing.rows.push(cells),
        None => things.push(Thing {
            subject,
            is_reading,
            rows: vec![cells],
        }),
    }
}

/// A sheet's rows by what they are about.
pub(super) fn things(grid: &Grid, shape: &SheetShape, renamed: &Renamed) -> Vec<Thing> {
    let renamed = renamed.of(shape);
    let mut things = Vec::new();
    let place = |key: &str| grid.columns.iter().position(|column| column.key == key);
    let is = |one: &SheetShape| one.name == shape.name;
    let of = match is(&layout::INDICATORS) {
        true => place("name"),
        false => place("of"),
    };
    let (of, number) = (of.unwrap_or(0), place("number"));
    let reading = match is(&layout::ALTERNATIVES) {
        true => place("name"),
        false => place("alternative"),
    };
    let mut rows = grid.rows.clone();
    let mut left_out = vec![Some(of), number, reading];
    if is(&layout::INDICATORS) {
        levels(grid, &mut things);
        // The levels' points are told of the levels.
        left_out.extend([place("first.points"), place("second.points")]);
        let names = [place("first"), place("second")].map(Option::unwrap_or_default);
        let mut above = [Filled::Blank, Filled::Blank];
        for row in &mut rows {
            for (name, above) in names.into_iter().zip(&mut above) {
                match &row[name] {
                    Filled::Blank => row[name] = above.clone(),
                    own => *above = own.clone(),
                }
            }
        }
    }
    // An item is called by its number where there are several.
    let several = |row: &[Filled]| {
        let same = |other: &&Vec<Filled>| {
            other[of] == row[of] && reading.is_none_or(|place| other[place] == row[place])
        };
        number.is_some_and(|number| {
            let mut rows = grid.rows.iter().filter(same);
            rows.any(|row| ![Filled::Number(Decimal::ONE), Filled::Blank].contains(&row[number]))
        })
    };
    for row in &rows {
        let Some(thing) = told(&row[of]) else {
            continue;
        };
        let own_reading = reading.and_then(|place| told(&row[place]));
        let old = renamed.iter().find(|(new, _)| *new == thing);
        let mut subject = old.map_or(&thing, |(_, old)| old).clone();
        if let Some(name) = &own_reading {
            subject.push_str(&format!("（读法“{name}”）"));
        }
        if let Some(number) = number.and_then(|number| told(&row[number]))
            && several(row)
        {
            subject.push_str(&format!("（第 {number} 项）"));
        }
        let cells = grid.columns.iter().zip(row).enumerate();
        let cells = cells
            .filter(|(place, (_, cell))| {
                !left_out.contains(&Some(*place)) && **cell != Filled::Blank
            })
            .map(|(_, (column, cell))| (column.header, cell.clone()));
        let mut cells: Cells = cells.collect();
        let is_name = grid.columns[of].key == "name";
        if is_name
            && renamed
                .iter()
                .any(|(new, old)| [new, old].contains(&&thing))
        {
            cells.push((grid.columns[of].header, row[of].clone()));
        }
        add_row(&mut things, subject, own_reading.is_some(), cells);
    }
    things
}

/// The two upper levels, each with its points.
fn levels(grid: &Grid, things: &mut Vec<Thing>) {
    let place = |key: &str| grid.columns.iter().position(|column| column.key == key);
    let mut above = String::new();
    for row in &grid.rows {
        let cell = |key: &str| place(key).map_or(Filled::Blank, |place| row[place].clone());
        if let Some(first) = told(&cell("first")) {
            above = first;
        }
        for (points, header, subject) in [
            ("first.points", "一级分值", Some(above.clone())),
            (
                "second.points",
                "二级分值",
                told(&cell("second")).map(|second| format!("{above}／{second}")),
            ),
        ] {
            if let (Some(subject), points) = (subject, cell(points))
                && points != Filled::Blank
            {
                add_row(things, subject, false, vec![(header, points)]);
            }
        }
    }
}

/// A cell as it is read.
pub(super) fn told(cell: &Filled) -> Option<String> {
    match cell {
        Filled::Blank => None,
        Filled::Text(text) => Some(text.clone()),
        Filled::Number(number) => Some(number.normalize().to_string()),
        Filled::Percent(ratio) => Some(decimal::percent(*ratio)),
    }
}

/// A new name and the old one.
type Rename = (String, String);

/// What goes by another name, and says so by an alias.
pub(super) struct Renamed {
    indicators: Vec<Rename>,
    metrics: Vec<Rename>,
}

impl Renamed {
    /// What one rule book calls otherwise than the other.
    pub fn between(was: &Table, is: &Table) -> Renamed {
        Renamed {
            indicators: renames(was, is, "indicators"),
            metrics: renames(was, is, "metrics"),
        }
    }

    /// Those whose names stand in a column of a sheet.
    fn of(&self, shape: &SheetShape) -> &[Rename] {
        match [layout::METRICS.name, layout::CHOICES.name].contains(&shape.name) {
            true => &self.metrics,
            false => &self.indicators,
        }
    }
}

/// Indicators, or metrics, that are gone under their name and there under another, one of which is an alias of the other.
fn renames(was: &Table, is: &Table, list: &str) -> Vec<Rename> {
    let names = |book: &Table| -> Vec<(String, Vec<String>)> {
        let tables = book.tables(list).into_iter();
        let named = tables.filter_map(|table| {
            let aliases = table.get("aliases").map(|node| &node.value);
            let aliases = match aliases {
                Some(Value::List(list)) => list.iter().filter_map(Node::as_text).collect(),
                _ => Vec::new(),
            };
            let aliases = aliases.into_iter().map(str::to_string).collect();
            Some((table.text("name")?.to_string(), aliases))
        });
        named.collect()
    };
    let (was, is) = (names(was), names(is));
    let new: Vec<_> = is
        .iter()
        .filter(|(name, _)| was.iter().all(|(old, _)| old != name))
        .collect();
    let gone: Vec<_> = was
        .iter()
        .filter(|(name, _)| is.iter().all(|(new, _)| new != name))
        .collect();
    let same = |new: &(String, Vec<String>), old: &(String, Vec<String>)| {
        new.1.contains(&old.0) || old.1.contains(&new.0)
    };
    let renames = new.iter().filter_map(|one| {
        let olds: Vec<_> = gone.iter().filter(|old| same(one, old)).collect();
        let [old] = olds[..] else { return None };
        let only = new.iter().filter(|other| same(other, old)).count() == 1;
        only.then(|| (one.0.clone(), old.0.clone()))
    });
    renames.collect()
}
