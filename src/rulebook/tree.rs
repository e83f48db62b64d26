//! A rule book's keys and values apart from how they are written: what TOML and a workbook have in common.
//!
//! A TOML file and the built-in ones that it extends become one [`Table`]; so does a workbook, where every value
//! also knows its cell. [`meaning`] is what two rule books share that score alike.

use std::sync::Arc;

use rust_decimal::Decimal;
use sha2::{Digest, Sha256};
use toml::de::{DeTable, DeValue};

use super::raw::Layers;
use crate::address::Address;

/// A cell of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetCell {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// Where in it.
    pub at: Address,
    /// What its column is called; empty where it has none.
    pub header: &'static str,
}

/// What a key holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A text, also a percentage such as `10%`.
    Text(String),
    /// A number.
    Number(Decimal),
    /// True or false.
    Flag(bool),
    /// Several values.
    List(Vec<Node>),
    /// Keys of its own.
    Table(Table),
}

/// A value and the cell that it came from, if it came from one.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Its cell.
    pub cell: Option<SheetCell>,
}

/// One key of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Where the key itself stands, where keys are names: the choices that have a score.
    pub key_cell: Option<SheetCell>,
    /// What it holds.
    pub node: Node,
}

/// Keys and values, in the order written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The keys.
    pub entries: Vec<Entry>,
    /// Where keys stand or would stand: a finding about a key that is missing is told there.
    pub cells: Vec<(&'static str, SheetCell)>,
}

impl Node {
    /// A value without a place.
    pub fn new(value: Value) -> Node {
        Node { value, cell: None }
    }

    /// A text without a place.
    pub fn text(text: impl Into<String>) -> Node {
        Node::new(Value::Text(text.into()))
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The tables, if it is a list of nothing else.
    pub fn as_tables(&self) -> Option<Vec<&Table>> {
        let Value::List(list) = &self.value else {
            return None;
        };
        let tables = list.iter().map(|node| match &node.value {
            Value::Table(table) => Some(table),
            _ => None,
        });
        tables.collect()
    }

    /// Puts it, and all that is in it, at a cell.
    pub(super) fn stand_at(&mut self, cell: &SheetCell) {
        self.cell = Some(cell.clone());
        match &mut self.value {
            Value::List(list) => list.iter_mut().for_each(|node| node.stand_at(cell)),
            Value::Table(table) => {
                let nodes = table.entries.iter_mut().map(|entry| &mut entry.node);
                nodes.for_each(|node| node.stand_at(cell));
            }
            Value::Text(_) | Value::Number(_) | Value::Flag(_) => {}
        }
    }

    fn of(value: &DeValue) -> Node {
        let table = |table| Value::Table(Table::of(table));
        Node::new(match value {
            DeValue::String(text) => Value::Text(text.to_string()),
            DeValue::Boolean(flag) => Value::Flag(*flag),
            DeValue::Integer(number) => number_or_text(number.as_str()),
            DeValue::Float(number) => number_or_text(number.as_str()),
            DeValue::Datetime(date) => Value::Text(date.to_string()),
            DeValue::Array(list) => {
                Value::List(list.iter().map(|one| Node::of(one.get_ref())).collect())
            }
            DeValue::Table(entries) => table(entries),
        })
    }
}

fn number_or_text(text: &str) -> Value {
    match text.parse() {
        Ok(number) => Value::Number(number),
        Err(_) => Value::Text(text.into()),
    }
}

impl Table {
    /// A parsed TOML table.
    pub(super) fn of(table: &DeTable) -> Table {
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let entries = entries.into_iter().map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_cell: None,
            node: Node::of(value.get_ref()),
        });
        Table {
            entries: entries.collect(),
            cells: Vec::new(),
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        let entry = self.entries.iter().find(|entry| entry.key == key)?;
        Some(&entry.node)
    }

    /// The text of a key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_text()
    }

    /// The tables of a list, none where it is no list of tables.
    pub fn tables(&self, key: &str) -> Vec<&Table> {
        let tables = self.get(key).and_then(Node::as_tables);
        tables.unwrap_or_default()
    }

    /// Takes a key away.
    pub fn take(&mut self, key: &str) -> Option<Node> {
        let place = self.entries.iter().position(|entry| entry.key == key)?;
        Some(self.entries.remove(place).node)
    }

    /// Adds a key.
    pub fn set(&mut self, key: impl Into<String>, node: Node) {
        self.entries.push(Entry {
            key: key.into(),
            key_cell: None,
            node,
        });
    }

    /// The list of a key, which is added where it is not there.
    pub fn list(&mut self, key: &str) -> &mut Vec<Node> {
        let place = self.entries.iter().position(|entry| entry.key == key);
        let place = place.unwrap_or_else(|| {
            self.set(key, Node::new(Value::List(Vec::new())));
            self.entries.len() - 1
        });
        let node = &mut self.entries[place].node;
        if !matches!(node.value, Value::List(_)) {
            node.value = Value::List(Vec::new());
        }
        match &mut node.value {
            Value::List(list) => list,
            _ => unreachable!("it was made a list"),
        }
    }

    /// The table of a key, which is added where it is not there.
    pub fn table(&mut self, key: &str) -> &mut Table {
        let place = self.entries.iter().position(|entry| entry.key == key);
        let place = place.unwrap_or_else(|| {
            self.set(key, Node::new(Value::Table(Table::default())));
            self.entries.len() - 1
        });
        let node = &mut self.entries[place].node;
        if !matches!(node.value, Value::Table(_)) {
            node.value = Value::Table(Table::default());
        }
        match &mut node.value {
            Value::Table(table) => table,
            _ => unreachable!("it was made a table"),
        }
    }
}

/// What goes with a built-in rule book of this id for questions about a score.
pub(super) type Companion = (&'static str, Table);

/// The whole rule book of its layers: what is extended laid under what extends it, with what goes with the built-in ones
/// among them. `None` where a part of a list is without the name by which it takes another's place.
pub(super) fn merged(layers: &Layers, companions: &[Companion]) -> Option<Table> {
    let mut whole = Table::default();
    for layer in &layers.0 {
        for entry in layer.tree().entries {
            let is_list = LISTS.iter().any(|(list, _)| *list == entry.key);
            if is_list || entry.key == "extends" || whole.get(&entry.key).is_some() {
                continue;
            }
            whole.entries.push(entry);
        }
    }
    for (list, key) in LISTS {
        let merged = layers.merged(list, key);
        if !merged.complete {
            return None;
        }
        let nodes = merged.tables.into_iter().map(|(name, section)| {
            let mut table = section.tree();
            table.take("replaces");
            for (of, companion) in companions {
                if section.at.source.name == *of {
                    go_with(&mut table, companion, list, &name.value);
                }
            }
            Node::new(Value::Table(table))
        });
        let nodes: Vec<Node> = nodes.collect();
        if !nodes.is_empty() {
            whole.set(list, Node::new(Value::List(nodes)));
        }
    }
    Some(whole)
}

/// Adds what goes with a metric or an indicator of this name.
fn go_with(table: &mut Table, companion: &Table, list: &str, name: &str) {
    let own = companion.tables(list).into_iter();
    for more in own.filter(|more| more.text("name") == Some(name)) {
        for entry in &more.entries {
            match &entry.node.value {
                Value::List(nodes) => table.list(&entry.key).extend(nodes.iter().cloned()),
                _ if table.get(&entry.key).is_none() => {
                    table.set(entry.key.as_str(), entry.node.clone());
                }
                _ => {}
            }
        }
    }
}

/// The lists that are replaced one by one, with the key that says which one it is.
const LISTS: [(&str, &str); 3] = [
    ("metrics", "name"),
    ("indicators", "name"),
    ("checks", "code"),
];

/// SHA-256 of what a rule book says, however it is written: comments, the order of keys, spaces around a text, `1.50`
/// for `1.5` and keys that say nothing (`aliases = []`) make no difference.
pub fn meaning(table: &Table) -> String {
    let mut told = String::new();
    tell_table(table, false, &mut told);
    let bytes = Sha256::digest(told.as_bytes());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The keys that only answer questions about a score.
const QUESTIONS: [(&str, &[&str]); 2] = [
    ("metrics", &["fixed", "moves", "step", "tolerance"]),
    ("indicators", &["alternatives"]),
];

/// The same of what scores, is asked for and is printed: without what only answers questions about a score, so that a
/// rule book is the same one with and without it.
pub fn meaning_of_rules(table: &Table) -> String {
    let mut table = table.clone();
    for (list, keys) in QUESTIONS {
        let nodes = table.entries.iter_mut().find(|entry| entry.key == list);
        let Some(Value::List(nodes)) = nodes.map(|entry| &mut entry.node.value) else {
            continue;
        };
        for node in nodes {
            if let Value::Table(one) = &mut node.value {
                one.entries
                    .retain(|entry| !keys.contains(&entry.key.as_str()));
            }
        }
    }
    meaning(&table)
}

fn tell_table(table: &Table, in_order: bool, told: &mut String) {
    let mut entries: Vec<&Entry> = table.entries.iter().collect();
    if !in_order {
        entries.sort_by(|a, b| a.key.cmp(&b.key));
    }
    told.push('{');
    for entry in entries.into_iter().filter(|entry| says_something(entry)) {
        told.push_str(&format!("{:?}=", entry.key));
        // Choices are told in the order in which their scores stand.
        tell(&entry.node.value, entry.key == "scores", told);
    }
    told.push('}');
}

fn says_something(entry: &Entry) -> bool {
    match &entry.node.value {
        Value::Text(text) => !text.is_empty(),
        Value::Flag(flag) => *flag,
        Value::List(list) => !list.is_empty(),
        Value::Number(_) | Value::Table(_) => true,
    }
}

fn tell(value: &Value, in_order: bool, told: &mut String) {
    match value {
        Value::Text(text) => told.push_str(&format!("{:?};", plain_percent(text.trim()))),
        Value::Number(number) => told.push_str(&format!("{};", number.normalize())),
        Value::Flag(flag) => told.push_str(&format!("{flag};")),
        Value::List(list) => {
            told.push('[');
            for node in list {
                tell(&node.value, false, told);
            }
            told.push(']');
        }
        Value::Table(table) => tell_table(table, in_order, told),
    }
}

/// `10.0 %` as `10%`; any other text as it is.
pub(super) fn plain_percent(text: &str) -> String {
    let number = text.trim().strip_suffix('%').map(str::trim);
    match number.and_then(|number| number.parse::<Decimal>().ok()) {
        Some(number) => format!("{}%", number.normalize()),
        None => text.to_string(),
    }
}
