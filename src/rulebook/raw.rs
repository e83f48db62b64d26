//! The file as written, and `extends`: a rule book laid over another.
//!
//! A top-level key of the extending file takes the place of the base's; metrics, indicators and checks
//! are replaced one by one, by name or by what `replaces` names.

use std::sync::Arc;

use toml::de::DeTable;

use super::document::{Findings, Located, Section, Source, Span, nearest, parse};

/// One parsed file.
pub struct Document<'t> {
    /// Its name and text.
    pub source: Arc<Source>,
    /// Its outermost table.
    pub entries: DeTable<'t>,
}

impl<'t> Document<'t> {
    /// Parses a file.
    pub fn parse(name: &str, text: &'t str, findings: &Findings) -> Option<Document<'t>> {
        let source = Arc::new(Source {
            name: name.to_string(),
            text: text.to_string(),
            cells: None,
        });
        Document::of(source, text, findings)
    }

    /// Parses a source whose text this is.
    pub fn of(source: Arc<Source>, text: &'t str, findings: &Findings) -> Option<Document<'t>> {
        let entries = parse(text, &source, findings)?;
        Some(Document { source, entries })
    }

    /// The outermost table.
    pub fn table<'d>(&'d self, findings: &'d Findings) -> Section<'d>
    where
        't: 'd,
    {
        let at = Span {
            source: self.source.clone(),
            range: 0..0,
            cell: None,
        };
        Section::new(&self.entries, at, findings)
    }
}

/// The files of a rule book, the extending one first.
pub struct Layers<'d>(pub Vec<Section<'d>>);

impl<'d> Layers<'d> {
    /// The extending file's outermost table.
    pub fn top(&self) -> &Section<'d> {
        &self.0[0]
    }

    /// The layer that decides a key: the uppermost that has it, or the lowest.
    pub fn deciding(&self, key: &'static str) -> &Section<'d> {
        self.0
            .iter()
            .find(|layer| layer.has(key))
            .unwrap_or(&self.0[self.0.len() - 1])
    }

    /// The tables of a list, with those of upper layers in the places of what they replace.
    pub fn merged(&self, list: &'static str, key: &'static str) -> Merged<'d> {
        let mut merged = Merged {
            tables: Vec::new(),
            complete: true,
        };
        for (height, layer) in self.0.iter().rev().enumerate() {
            let base = merged.tables.len();
            for table in layer.tables(list) {
                let Some(name) = table.required_text(key) else {
                    merged.complete = false;
                    continue;
                };
                let replaces = table.text("replaces");
                let target = replaces.as_ref().unwrap_or(&name);
                let place = merged.tables[..base]
                    .iter()
                    .position(|(old, _)| old.value == target.value);
                match (place, &replaces) {
                    (Some(place), _) => merged.tables[place] = (name, table),
                    (None, None) => merged.tables.push((name, table)),
                    (None, Some(target)) => {
                        merged.complete = false;
                        let known: Vec<&str> = merged.tables[..base]
                            .iter()
                            .map(|(old, _)| old.as_str())
                            .collect();
                        report_target(target, height, &known, layer.findings());
                    }
                }
            }
        }
        merged
    }
}

/// The tables of one list over all layers.
pub struct Merged<'d> {
    /// Each with its identifying text.
    pub tables: Vec<(Located<String>, Section<'d>)>,
    /// Whether none had to be left out.
    pub complete: bool,
}

fn report_target(target: &Located<String>, height: usize, known: &[&str], findings: &Findings) {
    if height == 0 {
        let message = "只有扩展（extends）另一规则书时才能用“replaces”";
        findings.error(&target.at, message);
        return;
    }
    let message = format!("被扩展的规则书里没有“{}”", target.value);
    match nearest(target, known.iter().copied()) {
        Some(near) => findings.error_with(&target.at, message, format!("是不是“{near}”？")),
        None => findings.error(&target.at, message),
    }
}
