//! A rule book's tree laid out in rows. What has no column, or does not fit into its column, is kept in the column
//! 其他 as it stands, so that nothing is lost.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::cells::filled;
use super::edges;
use super::layout::{self, CONFIRMED, Column, Holds, READ_FROM, REST, SheetShape, measured_by};
use super::levels;
use crate::rulebook::text;
use crate::rulebook::tree::{Node, Table, Value};

/// What a cell is filled with.
#[derive(Clone, Debug, PartialEq)]
pub enum Filled {
    /// Nothing.
    Blank,
    /// A text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// A ratio that is shown as a percentage.
    Percent(Decimal),
}

/// One sheet's rows.
#[derive(Debug)]
pub struct Grid {
    /// Which sheet.
    pub shape: &'static SheetShape,
    /// Its columns.
    pub columns: Vec<&'static Column>,
    /// The rows under the header.
    pub rows: Vec<Vec<Filled>>,
    /// Cells that hang together: the column, the first and the last row.
    pub merged: Vec<(usize, usize, usize)>,
}

impl Grid {
    fn new(shape: &'static SheetShape) -> Grid {
        Grid {
            shape,
            columns: shape.columns.iter().chain(shape.more).collect(),
            rows: Vec::new(),
            merged: Vec::new(),
        }
    }

    /// Adds a row: cells that are given, and what the table has; what is left over goes to 其他.
    pub(super) fn push(&mut self, given: &[(&str, Filled)], mut table: Table) {
        let mut row: Vec<Filled> = Vec::new();
        for column in &self.columns {
            let own = given.iter().find(|(key, _)| *key == column.key);
            row.push(match own {
                Some((_, cell)) => cell.clone(),
                None => taken(column, &mut table).unwrap_or(Filled::Blank),
            });
        }
        if !table.entries.is_empty() {
            let kept = Filled::Text(text::inline(&table.entries));
            let place = self.extra(&REST);
            row.resize(self.columns.len(), Filled::Blank);
            row[place] = kept;
        }
        self.rows.push(row);
    }

    /// The place of a column that a sheet has only where it is needed.
    pub(super) fn extra(&mut self, column: &'static Column) -> usize {
        let place = self
            .columns
            .iter()
            .position(|known| known.key == column.key);
        place.unwrap_or_else(|| {
            self.columns.push(column);
            for row in &mut self.rows {
                row.push(Filled::Blank);
            }
            self.columns.len() - 1
        })
    }

    /// Whether a column is seldom used, and is not here either.
    pub fn is_idle(&self, place: usize) -> bool {
        let own = self.shape.columns.len();
        let seldom = own..own + self.shape.more.len();
        seldom.contains(&place) && self.rows.iter().all(|row| row[place] == Filled::Blank)
    }
}

/// A column's cell of a table, whose key is taken away where the cell says it.
fn taken(column: &Column, table: &mut Table) -> Option<Filled> {
    if column.key.is_empty() {
        return None;
    }
    match column.key.split_once('.') {
        None => {
            let cell = filled(table.get(column.key)?, column.holds)?;
            table.take(column.key);
            Some(cell)
        }
        Some((outer, inner)) => {
            let Value::Table(within) = &mut table
                .entries
                .iter_mut()
                .find(|entry| entry.key == outer)?
                .node
                .value
            else {
                return None;
            };
            let cell = filled(within.get(inner)?, column.holds)?;
            within.take(inner);
            if within.entries.is_empty() {
                table.take(outer);
            }
            Some(cell)
        }
    }
}

/// A rule book's sheets, also those without rows, so that whoever wants to add something finds the place. 表名 without
/// rows would say that nothing has a name, and is left out.
pub fn grids(book: &Table) -> Vec<Grid> {
    let mut book = book.clone();
    let mut out = Sheets {
        levels: levels::Levels::take(&mut book),
        ..Sheets::default()
    };
    out.levels.declare(&mut out.indicators);
    let names = names(&mut book);
    let metrics = taken_tables(&mut book, "metrics");
    for metric in metrics {
        out.metric(metric);
    }
    for indicator in taken_tables(&mut book, "indicators") {
        out.indicator(indicator);
    }
    out.other_readings();
    let checks = plain_grid(&mut book, "checks", &layout::CHECKS);
    let grades = plain_grid(&mut book, "grades", &layout::GRADES);
    let head = head(book);
    let mut grids = vec![head];
    grids.extend(out.into_grids());
    grids.extend([checks, grades, names]);
    let place = |grid: &Grid| {
        let name = grid.shape.name;
        layout::SHEETS.iter().position(|shape| shape.name == name)
    };
    grids.sort_by_key(place);
    grids.retain(|grid| grid.shape.name != layout::NAMES.name || !grid.rows.is_empty());
    grids
}

/// A list of tables, taken away; nothing where it is anything else.
pub(super) fn taken_tables(table: &mut Table, key: &str) -> Vec<Table> {
    let tables: Option<Vec<Table>> = table
        .get(key)
        .and_then(Node::as_tables)
        .map(|tables| tables.into_iter().cloned().collect());
    if tables.is_some() {
        table.take(key);
    }
    tables.unwrap_or_default()
}

fn plain_grid(book: &mut Table, key: &str, shape: &'static SheetShape) -> Grid {
    let mut grid = Grid::new(shape);
    for table in taken_tables(book, key) {
        grid.push(&[], table);
    }
    grid
}

/// 说明: a line a key.
fn head(mut book: Table) -> Grid {
    let mut grid = Grid::new(&layout::HEAD);
    for line in layout::HEAD_LINES {
        let cell = taken(line, &mut book).unwrap_or(Filled::Blank);
        let told = Filled::Text(line.note.into());
        grid.rows
            .push(vec![Filled::Text(line.header.into()), cell, told]);
    }
    if !book.entries.is_empty() {
        let kept = Filled::Text(text::inline(&book.entries));
        let told = Filled::Text(REST.note.into());
        grid.rows
            .push(vec![Filled::Text(REST.header.into()), kept, told]);
    }
    grid
}

/// 表名: what sheets and columns are called.
fn names(book: &mut Table) -> Grid {
    let mut grid = Grid::new(&layout::NAMES);
    let purpose = |key: &str| {
        let found = layout::PURPOSES.iter().find(|(known, _)| *known == key);
        found.map(|(_, word)| ("purpose", Filled::Text(word.to_string())))
    };
    if let Some(Value::Table(sheets)) = book.get("sheets").map(|node| node.value.clone()) {
        let mut sheets = sheets;
        for key in ["data", "outcomes", "declared"] {
            let Some(Value::Table(mut named)) = sheets.get(key).map(|node| node.value.clone())
            else {
                continue;
            };
            sheets.take(key);
            let mut columns = Vec::new();
            if key == "declared" {
                for (name, aliases) in [("total", "total_aliases"), ("grade", "grade_aliases")] {
                    let mut column = Table::default();
                    for (from, to) in [(name, "name"), (aliases, "aliases")] {
                        if let Some(node) = named.take(from) {
                            column.set(to, node);
                        }
                    }
                    columns.push((format!("declared.{name}"), column));
                }
            }
            grid.push(purpose(key).as_slice(), named);
            for (key, column) in columns {
                grid.push(purpose(&key).as_slice(), column);
            }
        }
        match sheets.entries.is_empty() {
            true => drop(book.take("sheets")),
            false => book.table("sheets").entries = sheets.entries,
        }
    }
    let Some(Value::Table(mut outcomes)) = book.get("outcomes").map(|node| node.value.clone())
    else {
        return grid;
    };
    for mut column in taken_tables(&mut outcomes, "columns") {
        let role = column.text("role").map(|role| format!("column.{role}"));
        let own = role.and_then(|role| purpose(&role));
        match own {
            Some(own) => {
                column.take("role");
                grid.push(&[own], column);
            }
            // A role that is not known is told as what it says.
            None => {
                let said = column.take("role");
                let said = said.as_ref().and_then(Node::as_text).unwrap_or_default();
                grid.push(&[("purpose", Filled::Text(said.into()))], column);
            }
        }
    }
    for direction in taken_tables(&mut outcomes, "directions") {
        grid.push(purpose("direction").as_slice(), direction);
    }
    book.take("outcomes");
    if !outcomes.entries.is_empty() {
        book.table("outcomes").entries = outcomes.entries;
    }
    grid
}

/// The sheets that metrics and indicators fill.
struct Sheets {
    indicators: Grid,
    metrics: Grid,
    choices: Grid,
    items: Grid,
    bands: Grid,
    periods: Grid,
    nothing: Grid,
    decided: Grid,
    readings: Grid,
    alternatives: Grid,
    /// Other readings with their indicators, which are written last.
    others: Vec<((&'static str, Filled), Table)>,
    levels: levels::Levels,
}

impl Default for Sheets {
    fn default() -> Sheets {
        Sheets {
            indicators: Grid::new(&layout::INDICATORS),
            metrics: Grid::new(&layout::METRICS),
            choices: Grid::new(&layout::CHOICES),
            items: Grid::new(&layout::ITEMS),
            bands: Grid::new(&layout::BANDS),
            periods: Grid::new(&layout::PERIODS),
            nothing: Grid::new(&layout::NOTHING),
            decided: Grid::new(&layout::DECIDED),
            readings: Grid::new(&layout::READINGS),
            alternatives: Grid::new(&layout::ALTERNATIVES),
            others: Vec::new(),
            levels: levels::Levels::default(),
        }
    }
}

impl Sheets {
    fn into_grids(mut self) -> Vec<Grid> {
        self.levels.merge(&mut self.indicators);
        vec![
            self.indicators,
            self.metrics,
            self.choices,
            self.items,
            self.bands,
            self.periods,
            self.nothing,
            self.decided,
            self.readings,
            self.alternatives,
        ]
    }

    fn metric(&mut self, mut metric: Table) {
        let of = of(&metric);
        for choice in taken_tables(&mut metric, "choices") {
            self.choices.push(std::slice::from_ref(&of), choice);
        }
        self.metrics.push(&[], metric);
    }

    fn indicator(&mut self, mut indicator: Table) {
        let of = of(&indicator);
        for reading in taken_tables(&mut indicator, "readings") {
            self.readings.push(std::slice::from_ref(&of), reading);
        }
        self.decisions(
            std::slice::from_ref(&of),
            &mut indicator,
            &["veto", "exempt"],
        );
        self.scored(std::slice::from_ref(&of), &mut indicator);
        let others = named_alternatives(&mut indicator).into_iter();
        self.others
            .extend(others.map(|alternative| (of.clone(), alternative)));
        let levels = self.levels.of(&mut indicator);
        self.indicators.push(&levels, indicator);
    }

    /// The other readings, below all that scores.
    fn other_readings(&mut self) {
        for (of, mut alternative) in std::mem::take(&mut self.others) {
            let name = alternative.text("name").unwrap_or_default();
            let own = [of.clone(), ("alternative", Filled::Text(name.into()))];
            self.scored(&own, &mut alternative);
            self.alternatives
                .push(std::slice::from_ref(&of), alternative);
        }
    }

    fn decisions(&mut self, of: &[(&'static str, Filled)], table: &mut Table, kinds: &[&str]) {
        for kind in kinds {
            let word = layout::word("kind", kind).into_owned();
            for row in taken_tables(table, kind) {
                let mut given = of.to_vec();
                given.push(("kind", Filled::Text(word.clone())));
                self.decided.push(&given, row);
            }
        }
    }

    /// The items of an indicator, or of another reading of it, which `of` names.
    fn scored(&mut self, of: &[(&'static str, Filled)], table: &mut Table) {
        let items = taken_tables(table, "items");
        for (place, item) in items.into_iter().enumerate() {
            let mut given = of.to_vec();
            given.push(("number", Filled::Number((place + 1).into())));
            self.item(&given, item);
        }
    }

    fn item(&mut self, given: &[(&'static str, Filled)], mut item: Table) {
        self.decisions(given, &mut item, &["veto"]);
        let shape = item.text("shape").unwrap_or_default().to_string();
        if shape == "choice" {
            self.scores(given, &mut item);
        } else {
            let cases = taken_tables(&mut item, "cases");
            for case in cases {
                let mut given = given.to_vec();
                if case.get("when").is_none() {
                    given.push(("when", Filled::Text(edges::OTHERWISE.into())));
                }
                self.bands.push(&given, case);
            }
            let mut bands = taken_tables(&mut item, "bands");
            shorten(&mut bands);
            for band in bands {
                self.bands.push(given, band);
            }
        }
        for period in taken_tables(&mut item, "periods") {
            self.periods.push(given, period);
        }
        if let Some(Value::Table(rule)) = item.get("nothing").map(|node| node.value.clone()) {
            item.take("nothing");
            self.nothing.push(given, rule);
        }
        // The measure's key is told by the shape; both are taken for their columns.
        let measure = measured_by(&shape);
        let holds = match measure {
            "metrics" => Holds::Texts,
            _ => Holds::Text,
        };
        let measured = item.get(measure).and_then(|node| filled(node, holds));
        if measured.is_some() {
            item.take(measure);
        }
        let mut given = given.to_vec();
        given.push(("measured", measured.unwrap_or(Filled::Blank)));
        if let Some(words) = item.take(READ_FROM.key) {
            // A draft's: somebody confirms it, or it does not score.
            self.items.extra(&CONFIRMED);
            self.items.extra(&READ_FROM);
            let words = words.as_text().unwrap_or_default();
            given.push((READ_FROM.key, Filled::Text(words.into())));
        }
        self.items.push(&given, item);
    }

    /// What each choice scores, where every score is a number.
    fn scores(&mut self, given: &[(&'static str, Filled)], item: &mut Table) {
        let Some(Value::Table(scores)) = item.get("scores").map(|node| node.value.clone()) else {
            return;
        };
        let rows: Option<Vec<(String, Filled)>> = scores
            .entries
            .iter()
            .map(|entry| Some((entry.key.clone(), filled(&entry.node, Holds::Number)?)))
            .collect();
        let Some(rows) = rows else {
            return;
        };
        item.take("scores");
        for (choice, points) in rows {
            let mut given = given.to_vec();
            given.extend([("when", Filled::Text(choice)), ("points", points)]);
            self.bands.push(&given, Table::default());
        }
    }
}

/// The other readings of an indicator, where each has a name of its own by which rows can refer to it.
fn named_alternatives(indicator: &mut Table) -> Vec<Table> {
    let tables = indicator.tables("alternatives");
    let names: BTreeSet<&str> = tables
        .iter()
        .filter_map(|table| table.text("name"))
        .filter(|name| !name.is_empty() && name.trim() == *name)
        .collect();
    match names.len() == tables.len() {
        true => taken_tables(indicator, "alternatives"),
        false => Vec::new(),
    }
}

/// The cell that names the indicator or metric that a row belongs to.
fn of(table: &Table) -> (&'static str, Filled) {
    let name = table.text("name").unwrap_or_default();
    ("of", Filled::Text(name.into()))
}

/// Bands by one edge each, where that says the same; a first `=` would make a formula of a cell.
fn shorten(bands: &mut [Table]) {
    let whens: Option<Vec<String>> = bands
        .iter()
        .map(|band| band.text("when").map(str::to_string))
        .collect();
    let Some(whens) = whens else {
        return;
    };
    let plain: Vec<&str> = whens.iter().map(String::as_str).collect();
    let short = edges::short(&plain).unwrap_or_else(|| {
        let told = whens
            .iter()
            .map(|when| match when.trim().strip_prefix('=') {
                Some(value) if edges::plain(when).starts_with("= ") => {
                    format!("等于 {}", value.trim())
                }
                _ => when.clone(),
            });
        told.collect()
    });
    for (band, when) in bands.iter_mut().zip(short) {
        if let Some(entry) = band.entries.iter_mut().find(|entry| entry.key == "when") {
            entry.node = Node::text(when);
        }
    }
}
