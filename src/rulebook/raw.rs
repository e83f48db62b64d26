//! The file as written, and `extends`: a rule book laid over another.
//!
//! A top-level key of the extending file takes the place of the base's; metrics, indicators and checks
//! are replaced one by one, by name or by what `replaces` names.

use std::sync::Arc;

use toml::de::DeTable;

use super::document::{Findings, Located, Source, Span, Table, parse};

/// One parsed file.
pub struct Document<'t> {
    pub source: Arc<Source>,
    pub entries: DeTable<'t>,
}

impl<'t> Document<'t> {
    /// Parses a file.
    pub fn parse(name: &str, text: &'t str, findings: &Findings) -> Option<Document<'t>> {
        let source = Arc::new(Source {
            name: name.to_string(),
            text: text.to_string(),
        });
        let entries = parse(text, &source, findings)?;
        Some(Document { source, entries })
    }

    /// The outermost table.
    pub fn table<'d>(&'d self, findings: &'d Findings) -> Table<'d>
    where
        't: 'd,
    {
        let at = Span {
            source: self.source.clone(),
            range: 0..0,
        };
        Table::new(&self.entries, at, findings)
    }
}

/// The files of a rule book, the extending one first.
pub struct Layers<'d>(pub Vec<Table<'d>>);

impl<'d> Layers<'d> {
    /// The extending file's outermost table.
    pub fn top(&self) -> &Table<'d> {
        &self.0[0]
    }

    /// The layer that decides a key: the uppermost that has it, or the lowest.
    pub fn deciding(&self, key: &str) -> &Table<'d> {
        self.0
            .iter()
            .find(|layer| layer.has(key))
            .unwrap_or(&self.0[self.0.len() - 1])
    }

    /// The tables of a list, with those of upper layers in the places of what they replace.
    /// Each comes with its identifying text, the value of `key`.
    pub fn merged(
        &self,
        list: &'static str,
        key: &'static str,
    ) -> Vec<(Located<String>, Table<'d>)> {
        let mut merged: Vec<(Located<String>, Table<'d>)> = Vec::new();
        for (height, layer) in self.0.iter().rev().enumerate() {
            let base = merged.len();
            for table in layer.tables(list) {
                let Some(name) = table.required_text(key) else {
                    continue;
                };
                let replaces = table.text("replaces");
                let target = replaces.as_ref().unwrap_or(&name);
                let place = merged[..base]
                    .iter()
                    .position(|(old, _)| old.value == target.value);
                match (place, &replaces) {
                    (Some(place), _) => merged[place] = (name, table),
                    (None, Some(target)) => {
                        let message = if height == 0 {
                            "只有扩展（extends）另一规则书时才能用“replaces”".to_string()
                        } else {
                            format!("被扩展的规则书里没有“{}”", target.value)
                        };
                        layer.findings().error(&target.at, message);
                    }
                    (None, None) => merged.push((name, table)),
                }
            }
        }
        merged
    }
}
