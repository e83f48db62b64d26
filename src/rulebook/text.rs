//! A rule book's tree as the text of a TOML file, with the cells that stretches of it came from.
//!
//! A workbook is read as the text that it says, so that every check of rule books, and every finding, is the same for
//! both; a finding's stretch of text leads back to its cell.

use std::ops::Range;

use super::tree::{Entry, Node, SheetCell, Table, Value};

/// Where the keys of a table stand or would stand.
type Keys = Vec<(&'static str, SheetCell)>;

/// Which cells the stretches of a text came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cells {
    stretches: Vec<(Range<usize>, SheetCell)>,
    tables: Vec<(Range<usize>, Keys)>,
}

impl Cells {
    /// The cell of a stretch: that of the shortest known stretch around it.
    pub fn of(&self, range: &Range<usize>) -> Option<&SheetCell> {
        let around = |known: &&(Range<usize>, SheetCell)| {
            known.0.start <= range.start && range.end <= known.0.end
        };
        let known = self.stretches.iter().filter(around);
        let nearest = known.min_by_key(|(known, _)| known.len());
        nearest.map(|(_, cell)| cell)
    }

    /// Notes which cell a stretch came from.
    pub fn add(&mut self, stretch: Range<usize>, cell: SheetCell) {
        self.stretches.push((stretch, cell));
    }

    /// Where a key of the table at a stretch stands or would stand.
    pub fn of_key(&self, table: &Range<usize>, key: &str) -> Option<&SheetCell> {
        let (_, keys) = self.tables.iter().find(|(range, _)| range == table)?;
        let found = keys.iter().find(|(known, _)| *known == key);
        found.map(|(_, cell)| cell)
    }
}

/// The text of a whole rule book.
pub fn written(table: &Table) -> (String, Cells) {
    let mut writer = Writer::default();
    let (sections, values): (Vec<&Entry>, Vec<&Entry>) = table
        .entries
        .iter()
        .partition(|entry| is_section(&entry.node));
    writer.cells.tables.push((0..0, table.cells.clone()));
    for entry in values {
        writer.line(entry);
    }
    for entry in sections {
        match &entry.node.value {
            Value::Table(table) => writer.section(&entry.key, table, &entry.node, ("[", "]")),
            Value::List(list) => {
                for node in list {
                    if let Value::Table(table) = &node.value {
                        writer.section(&entry.key, table, node, ("[[", "]]"));
                    }
                }
            }
            _ => {}
        }
    }
    (writer.text, writer.cells)
}

/// A table's keys as they stand between the brackets of an inline table.
pub fn inline(entries: &[Entry]) -> String {
    let mut writer = Writer::default();
    writer.pairs(entries);
    writer.text
}

/// Whether a value is written under a header of its own.
fn is_section(node: &Node) -> bool {
    match &node.value {
        Value::Table(_) => true,
        Value::List(list) => !list.is_empty() && node.as_tables().is_some(),
        _ => false,
    }
}

#[derive(Default)]
struct Writer {
    text: String,
    cells: Cells,
}

impl Writer {
    /// `[[indicators]]` with its keys; the items of an indicator each under a header of their own.
    fn section(&mut self, key: &str, table: &Table, node: &Node, brackets: (&str, &str)) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let start = self.text.len();
        self.text.push_str(brackets.0);
        self.text.push_str(&key_text(key));
        self.text.push_str(brackets.1);
        self.mark(start, node.cell.as_ref(), Some(table));
        self.text.push('\n');
        let items = |entry: &&Entry| key == "indicators" && entry.key == "items";
        let is_items = |entry: &&Entry| items(entry) && is_section(&entry.node);
        for entry in table.entries.iter().filter(|entry| !is_items(entry)) {
            self.line(entry);
        }
        for entry in table.entries.iter().filter(is_items) {
            let Value::List(list) = &entry.node.value else {
                continue;
            };
            for node in list {
                if let Value::Table(table) = &node.value {
                    self.item(table, node);
                }
            }
        }
    }

    fn item(&mut self, table: &Table, node: &Node) {
        self.text.push('\n');
        let start = self.text.len();
        self.text.push_str("[[indicators.items]]");
        self.mark(start, node.cell.as_ref(), Some(table));
        self.text.push('\n');
        for entry in &table.entries {
            self.line(entry);
        }
    }

    fn line(&mut self, entry: &Entry) {
        self.pair(entry, true);
        self.text.push('\n');
    }

    fn pair(&mut self, entry: &Entry, own_lines: bool) {
        let start = self.text.len();
        self.text.push_str(&key_text(&entry.key));
        let cell = entry.key_cell.as_ref().or(entry.node.cell.as_ref());
        self.mark(start, cell, None);
        self.text.push_str(" = ");
        self.value(&entry.node, own_lines);
    }

    fn pairs(&mut self, entries: &[Entry]) {
        for (place, entry) in entries.iter().enumerate() {
            if place > 0 {
                self.text.push_str(", ");
            }
            self.pair(entry, false);
        }
    }

    fn value(&mut self, node: &Node, own_lines: bool) {
        let start = self.text.len();
        let mut known = None;
        match &node.value {
            Value::Text(text) => self.text.push_str(&quoted(text)),
            Value::Number(number) => self.text.push_str(&number.normalize().to_string()),
            Value::Flag(flag) => self.text.push_str(&flag.to_string()),
            Value::List(list) => {
                let in_lines = own_lines && is_section(node);
                self.text.push('[');
                for (place, one) in list.iter().enumerate() {
                    match (in_lines, place) {
                        (true, _) => self.text.push_str("\n  "),
                        (false, 0) => {}
                        (false, _) => self.text.push_str(", "),
                    }
                    self.value(one, false);
                    if in_lines {
                        self.text.push(',');
                    }
                }
                if in_lines {
                    self.text.push('\n');
                }
                self.text.push(']');
            }
            Value::Table(table) => {
                self.text.push_str("{ ");
                self.pairs(&table.entries);
                self.text.push_str(" }");
                known = Some(table);
            }
        }
        self.mark(start, node.cell.as_ref(), known);
    }

    fn mark(&mut self, start: usize, cell: Option<&SheetCell>, table: Option<&Table>) {
        let range = start..self.text.len();
        if let Some(cell) = cell {
            self.cells.stretches.push((range.clone(), cell.clone()));
        }
        if let Some(table) = table.filter(|table| !table.cells.is_empty()) {
            self.cells.tables.push((range, table.cells.clone()));
        }
    }
}

fn key_text(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    match !key.is_empty() && key.chars().all(is_bare) {
        true => key.to_string(),
        false => quoted(key),
    }
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
