//! Owns which part of an xlsx (or xlsb) package holds what. calamine knows this
//! too but does not tell, and our own passes need the parts by name.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::error::Fault;
use super::package::{Package, SMALL_PART_BYTES, attribute};

/// The folder of a workbook part, with its slash: `xl/`.
pub(super) fn folder(part: &str) -> &str {
    part.rfind('/')
        .map_or("", |at| part.get(..=at).unwrap_or_default())
}

/// The part that holds the workbook: `xl/workbook.xml`, as a rule. `None` where
/// the package is not of Office.
pub(super) fn workbook_part(package: &mut Package) -> Result<Option<String>, Fault> {
    let found = relationships(package, "_rels/.rels")?
        .into_values()
        .find(|(kind, _)| kind.ends_with("/relationships/officeDocument"));
    Ok(found.map(|(_, target)| target.trim_start_matches('/').to_owned()))
}

/// The part of each sheet, by the sheet's name.
pub(super) fn sheet_parts(package: &mut Package) -> Result<HashMap<String, String>, Fault> {
    let workbook = workbook_part(package)?.ok_or_else(|| Fault::damaged("no workbook part"))?;
    let targets = targets(package, &workbook)?;
    let mut parts = HashMap::new();
    let mut xml = package
        .xml(&workbook, SMALL_PART_BYTES)?
        .ok_or_else(|| Fault::damaged(format!("{workbook} is missing")))?;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "sheet" => {
                let name = attribute(&element, "name").unwrap_or_default();
                let target = attribute(&element, "id").and_then(|id| targets.get(&id));
                if let Some(target) = target {
                    // Names are unique; should they not be, calamine takes the first.
                    parts.entry(name).or_insert_with(|| target.part.clone());
                }
            }
            Event::Eof => return Ok(parts),
            _ => {}
        }
    }
}

/// Where a relationship leads.
pub(super) struct Target {
    /// What is there, as an address.
    kind: String,
    /// The whole name of the part.
    pub(super) part: String,
}

impl Target {
    /// Whether it is a sheet of cells, not one of a chart, dialog or macros.
    pub(super) fn is_sheet_of_cells(&self) -> bool {
        let kind = self.kind.to_ascii_lowercase();
        !["/chartsheet", "/dialogsheet", "macrosheet"]
            .iter()
            .any(|other| kind.ends_with(other))
    }
}

/// The targets of a workbook's relationships by their id.
pub(super) fn targets(
    package: &mut Package,
    workbook: &str,
) -> Result<HashMap<String, Target>, Fault> {
    let folder = folder(workbook);
    let name = workbook.get(folder.len()..).unwrap_or_default();
    let relationships = relationships(package, &format!("{folder}_rels/{name}.rels"))?;
    Ok(relationships
        .into_iter()
        .map(|(id, (kind, target))| {
            let part = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("{folder}{target}"),
            };
            (id, Target { kind, part })
        })
        .collect())
}

/// The relationships in a part: id to type and target. None if it is missing.
fn relationships(
    package: &mut Package,
    part: &str,
) -> Result<HashMap<String, (String, String)>, Fault> {
    let mut found = HashMap::new();
    let Some(mut xml) = package.xml(part, SMALL_PART_BYTES)? else {
        return Ok(found);
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "Relationship" => {
                let id = attribute(&element, "Id").unwrap_or_default();
                let kind = attribute(&element, "Type").unwrap_or_default();
                let target = attribute(&element, "Target").unwrap_or_default();
                found.insert(id, (kind, target));
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders() {
        assert_eq!(folder("xl/workbook.xml"), "xl/");
        assert_eq!(folder("workbook.xml"), "");
    }
}
