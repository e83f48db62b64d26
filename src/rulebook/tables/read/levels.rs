//! 指标: the framework's two upper levels, each where its name first appears.

use super::tables;
use crate::rulebook::tables::layout::{self, INDICATORS};
use crate::rulebook::tables::sheet::{Faults, Line};
use crate::rulebook::tree::{Node, SheetCell, Table};

/// A second-level indicator: its name, its keys, its cell.
type Second = (String, Table, SheetCell);

/// The levels while 指标 is read.
#[derive(Default)]
pub(super) struct FoundLevels {
    first: Vec<(String, Table, SheetCell, Vec<Second>)>,
    above: (Option<Node>, Option<Node>),
}

impl FoundLevels {
    /// The levels of a row, which a blank cell takes from the row above; new ones are added.
    pub fn line(&mut self, line: &Line, faults: &Faults) -> Option<(Node, Node)> {
        if let Some(first) = line.value("first", faults) {
            let same = self
                .above
                .0
                .as_ref()
                .is_some_and(|above| above.value == first.value);
            if !same {
                self.above = (Some(first), None);
            }
        }
        if let Some(second) = line.value("second", faults) {
            self.above.1 = Some(second);
        }
        let (Some(first), Some(second)) = self.above.clone() else {
            let lacking = if self.above.0.is_none() {
                "first"
            } else {
                "second"
            };
            let word = layout::header(INDICATORS.name, lacking).unwrap_or_default();
            faults.error(&line.place(lacking), format!("没有填{word}"));
            return None;
        };
        let (first_name, second_name) =
            (first.as_text()?.to_string(), second.as_text()?.to_string());
        let place = self.first.iter().position(|(name, ..)| *name == first_name);
        let place = place.unwrap_or_else(|| {
            let table = level(&first, line.place("first.points"));
            self.first
                .push((first_name, table, line.place("first"), Vec::new()));
            self.first.len() - 1
        });
        let (_, table, _, seconds) = &mut self.first[place];
        points(table, line, "first.points", faults);
        let place = seconds.iter().position(|(name, ..)| *name == second_name);
        let place = place.unwrap_or_else(|| {
            let table = level(&second, line.place("second.points"));
            seconds.push((second_name, table, line.place("second")));
            seconds.len() - 1
        });
        points(&mut seconds[place].1, line, "second.points", faults);
        Some((first, second))
    }

    pub fn node(self) -> Option<Node> {
        let first = self.first.into_iter().map(|(_, mut table, cell, second)| {
            let second = second.into_iter().map(|(_, table, cell)| (table, cell));
            table.set("second", tables(second.collect()));
            (table, cell)
        });
        let first: Vec<(Table, SheetCell)> = first.collect();
        (!first.is_empty()).then(|| tables(first))
    }
}

fn level(name: &Node, points: SheetCell) -> Table {
    let mut table = Table::default();
    table.set("name", name.clone());
    table.cells.push(("points", points));
    table
}

/// A level's points, which may stand in several of its rows where they say the same.
fn points(table: &mut Table, line: &Line, key: &str, faults: &Faults) {
    let Some(points) = line.value(key, faults) else {
        return;
    };
    match table.get("points") {
        None => {
            table.cells.clear();
            if let Some(cell) = &points.cell {
                table.cells.push(("points", cell.clone()));
            }
            table.set("points", points);
        }
        Some(known) if known.value == points.value => {}
        Some(_) => {
            let name = table.text("name").unwrap_or_default();
            let message = format!("“{name}”的分值与前面填的不同");
            faults.error(&line.place(key), message);
        }
    }
}
