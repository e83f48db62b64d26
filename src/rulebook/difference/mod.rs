//! What changed between two rule books, cell by cell of their workbooks, and what each change does.
//!
//! Rows are told by what they are about: an indicator, an item's number, a metric, a code. Bands, choices' scores, vetoes
//! and the like belong to one item and change together; of bands it is told which values score otherwise.
//!
//! * [`things`] puts the rows of a sheet together by what they are about, and follows what was renamed;
//! * [`effect`] says what a change does.

mod effect;
mod things;

use effect::effect;
pub use effect::{Effect, Shift};
use things::{Cells, Renamed, Thing, things, told};

use super::tables::layout::{self, SheetShape};
use super::tables::{Filled, Grid, grids};
use super::tree::Table;

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleChange {
    /// The sheet of the rule workbook that it stands on.
    pub sheet: &'static str,
    /// What it is about: an indicator, a metric, a check's code.
    pub subject: String,
    /// Which part of it: a header; nothing where all of it is new or gone.
    pub what: String,
    /// What it was; `None` where it was not there.
    pub was: Option<String>,
    /// What it is; `None` where it is there no more.
    pub is: Option<String>,
    /// What it does.
    pub effect: Effect,
}
/// What changed from one rule book to another, in the order of the sheets.
pub fn changes(was: &Table, is: &Table) -> Vec<RuleChange> {
    let renamed = Renamed::between(was, is);
    let (was, is) = (grids(was), grids(is));
    let mut changes = Vec::new();
    for shape in layout::SHEETS {
        let rows = |grids: &[Grid], of: &Renamed| {
            let grid = grids.iter().find(|grid| grid.shape.name == shape.name);
            grid.map(|grid| things(grid, shape, of)).unwrap_or_default()
        };
        let (was, is) = (rows(&was, &renamed), rows(&is, &renamed));
        compare(shape, &was, &is, &mut changes);
    }
    changes
}
fn compare(shape: &'static SheetShape, was: &[Thing], is: &[Thing], changes: &mut Vec<RuleChange>) {
    let find =
        |things: &[Thing], subject: &str| things.iter().position(|thing| thing.subject == subject);
    let mut add = |thing: &Thing, what: &str, values: [Option<String>; 2], own: Effect| {
        let [was, is] = values;
        changes.push(RuleChange {
            sheet: shape.name,
            subject: thing.subject.clone(),
            what: what.into(),
            was,
            is,
            effect: match thing.is_reading {
                true => Effect::Questions,
                false => own,
            },
        });
    };
    let many = [
        &layout::BANDS,
        &layout::PERIODS,
        &layout::DECIDED,
        &layout::CHOICES,
        &layout::READINGS,
        &layout::NAMES,
    ];
    let many = many.iter().any(|one| one.name == shape.name);
    for thing in was {
        let Some(now) = find(is, &thing.subject).map(|place| &is[place]) else {
            let told = joined(&thing.rows, many);
            add(thing, "", [Some(told), None], effect(shape, ""));
            continue;
        };
        if many {
            if thing.rows != now.rows {
                let bands = shape.name == layout::BANDS.name;
                let shifts = bands
                    .then(|| effect::shifts(&thing.rows, &now.rows))
                    .flatten();
                let own = shifts.map_or_else(|| effect(shape, ""), Effect::Bands);
                let values = [&thing.rows, &now.rows].map(|rows| Some(joined(rows, many)));
                add(thing, shape.name, values, own);
            }
            continue;
        }
        let (Some(before), Some(after)) = (thing.rows.first(), now.rows.first()) else {
            continue;
        };
        for header in headers(shape, before, after) {
            let cell = |cells: &Cells| {
                let found = cells.iter().find(|(one, _)| *one == header);
                found.map_or(Filled::Blank, |(_, cell)| cell.clone())
            };
            let (before, after) = (cell(before), cell(after));
            if before == after {
                continue;
            }
            let points = header.ends_with("分值") || header == "总分";
            let own = match (&before, &after) {
                (Filled::Number(was), Filled::Number(is)) if points => {
                    Effect::Points { was: *was, is: *is }
                }
                _ => effect(shape, header),
            };
            add(thing, header, [told(&before), told(&after)], own);
        }
    }
    for thing in is
        .iter()
        .filter(|thing| find(was, &thing.subject).is_none())
    {
        let told = joined(&thing.rows, many);
        add(thing, "", [None, Some(told)], effect(shape, ""));
    }
}

/// The headers of two rows, in the order of the sheet.
fn headers(shape: &SheetShape, one: &Cells, other: &Cells) -> Vec<&'static str> {
    let mut headers: Vec<&'static str> = Vec::new();
    for (header, _) in one.iter().chain(other) {
        if !headers.contains(header) {
            headers.push(header);
        }
    }
    let columns = || shape.columns.iter().chain(shape.more);
    headers.sort_by_key(|header| {
        let place = columns().position(|column| column.header == *header);
        place.unwrap_or(usize::MAX)
    });
    headers
}

/// Texts that are not told of a thing that is new or gone.
const LONG: [&str; 4] = ["指标说明", "改进建议", "别名", "佐证材料"];

/// Rows in one line: the cells of each, with their headers where a thing has but one row.
fn joined(rows: &[Cells], many: bool) -> String {
    let rows = rows.iter().map(|cells| {
        let cells = cells.iter().filter_map(|(header, cell)| {
            let told = told(cell)?;
            let is_long = !many && LONG.contains(header);
            (!is_long).then(|| match many {
                true => told,
                false => format!("{header} {told}"),
            })
        });
        let cells: Vec<String> = cells.collect();
        cells.join(if many { " " } else { "，" })
    });
    let rows: Vec<String> = rows.collect();
    rows.join("；")
}
