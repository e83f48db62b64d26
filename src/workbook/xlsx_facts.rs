//! Owns what calamine does not tell of an xlsx sheet, in one pass over its XML:
//! hidden rows, column widths, merged regions, and which cells are formulas.
//!
//! Values and formats come from calamine (`xlsx`). It cannot give formulas in
//! the same pass, and the rest not at all or only by passes of its own; reading
//! them all here costs one pass. The two passes meet by counting cells: the
//! n-th `<c>` here is the n-th cell there.

use std::collections::HashSet;

use quick_xml::events::{BytesStart, Event};

use super::budget::Budget;
use super::error::Fault;
use super::package::{PartXml, attribute, is_true};
use super::xlsx_strikes::Strikes;
use crate::address::{Address, MAX_COLUMNS};

/// A list that grows takes up to twice its memory.
const GROWTH: usize = 2;

/// What one sheet's XML says beside the values.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Facts {
    pub(super) hidden_rows: HashSet<u32>,
    pub(super) column_widths: Vec<(u16, f64)>,
    pub(super) merges: Vec<(Address, Address)>,
    /// The texts of which a part is struck through, without and with marks.
    pub(super) struck: Strikes,
    /// Which cells, counted from zero in the order of the file, are formulas.
    pub(super) formulas: Vec<u64>,
    /// Which cells are typed as errors, and where: calamine stops at an error
    /// that it does not know (`#SPILL!`) without telling the place.
    pub(super) errors: Vec<(u64, Address)>,
}

/// Reads the facts of a sheet.
pub(super) fn read(xml: &mut PartXml<'_>, budget: &mut Budget<'_>) -> Result<Facts, Fault> {
    let mut facts = Facts::default();
    let mut buffer = Vec::new();
    let mut row = 0_u32;
    let mut column = 0_u32;
    let mut ordinal = 0_u64;
    let mut in_cell = false;
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "c" => {
                    let at = cell_address(&element, row, column)?;
                    column = u32::from(at.column);
                    in_cell = true;
                    if is_error(&element) {
                        budget.memory(size_of::<(u64, Address)>() * GROWTH)?;
                        facts.errors.push((ordinal, at));
                    }
                }
                // A text that stands in its cell rather than among the shared ones.
                "is" if in_cell => facts.struck.take(xml, "is", budget)?,
                "f" if in_cell && facts.formulas.last() != Some(&ordinal) => {
                    budget.memory(size_of::<u64>() * GROWTH)?;
                    facts.formulas.push(ordinal);
                }
                "row" => {
                    row = row_index(&element)?.unwrap_or(row);
                    if is_hidden(&element) {
                        budget.memory(size_of::<u32>() * GROWTH)?;
                        facts.hidden_rows.insert(row);
                    }
                }
                "col" => widths(&element, &mut facts.column_widths),
                "mergeCell" => {
                    budget.memory(size_of::<(Address, Address)>() * GROWTH)?;
                    facts.merges.extend(merge(&element));
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "c" => {
                    in_cell = false;
                    ordinal += 1;
                    column += 1;
                }
                "row" => {
                    row = row.saturating_add(1);
                    column = 0;
                }
                _ => {}
            },
            Event::Eof => return Ok(facts),
            _ => {}
        }
    }
}

/// A cell's place; where it is not said, the next in its row.
fn cell_address(element: &BytesStart<'_>, row: u32, column: u32) -> Result<Address, Fault> {
    let outside = || {
        Fault::damaged(format!(
            "cell outside the sheet near row {}",
            u64::from(row) + 1
        ))
    };
    match raw(element, "r") {
        Some(reference) => Address::parse_a1(reference).ok_or_else(outside),
        None => Address::checked(row, column).ok_or_else(outside),
    }
}

fn is_error(element: &BytesStart<'_>) -> bool {
    raw(element, "t") == Some("e")
}

/// A row's place, if it is said.
fn row_index(element: &BytesStart<'_>) -> Result<Option<u32>, Fault> {
    let Some(text) = raw(element, "r") else {
        return Ok(None);
    };
    text.parse::<u32>()
        .ok()
        .and_then(|number| Address::checked(number.checked_sub(1)?, 0))
        .map(|at| Some(at.row))
        .ok_or_else(|| Fault::damaged(format!("row number {text}")))
}

/// Hidden by hand, by a filter, or with no height at all.
fn is_hidden(element: &BytesStart<'_>) -> bool {
    raw(element, "hidden").is_some_and(is_true)
        || raw(element, "ht").is_some_and(|height| height.parse() == Ok(0.0))
}

fn widths(element: &BytesStart<'_>, widths: &mut Vec<(u16, f64)>) {
    let number = |name| attribute(element, name).and_then(|text| text.parse::<u16>().ok());
    let width = attribute(element, "width").and_then(|text| text.parse::<f64>().ok());
    let (Some(first), Some(last), Some(width)) = (number("min"), number("max"), width) else {
        return;
    };
    // A file may say the same columns any number of times; a sheet has so many.
    let room = usize::from(MAX_COLUMNS).saturating_sub(widths.len());
    let columns = first.max(1)..=last.min(MAX_COLUMNS);
    widths.extend(columns.map(|column| (column - 1, width)).take(room));
}

fn merge(element: &BytesStart<'_>) -> Option<(Address, Address)> {
    let reference = attribute(element, "ref")?;
    let (first, last) = reference.split_once(':')?;
    let (first, last) = (Address::parse_a1(first)?, Address::parse_a1(last)?);
    (first.row <= last.row && first.column <= last.column).then_some((first, last))
}

/// An attribute's text as it stands: these hold no entities, and copying each
/// would be felt over millions of cells.
fn raw<'a>(element: &'a BytesStart<'_>, name: &str) -> Option<&'a str> {
    let mut rest = element.attributes_raw().trim_start();
    loop {
        let (key, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, tail) = after.get(1..)?.split_once(quote)?;
        if key.trim_end() == name {
            return Some(value);
        }
        rest = tail.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(text: &str) -> BytesStart<'_> {
        BytesStart::from_content(text, 1)
    }

    #[test]
    fn raw_attributes() {
        let cell = element("c r=\"T5\" s='3'  t = \"e\" x:r=\"no\"");
        assert_eq!(raw(&cell, "r"), Some("T5"));
        assert_eq!(raw(&cell, "s"), Some("3"));
        assert_eq!(raw(&cell, "t"), Some("e"));
        assert_eq!(raw(&cell, "q"), None);
        assert_eq!(raw(&element("c r"), "r"), None);
        assert_eq!(raw(&element("c r=\"T5"), "r"), None);
    }

    #[test]
    fn hidden_rows() {
        assert!(is_hidden(&element("r hidden=\"1\"")));
        assert!(is_hidden(&element("r hidden=\"true\"")));
        assert!(is_hidden(&element("r ht=\"0\"")));
        assert!(!is_hidden(&element("r hidden=\"0\" ht=\"15\"")));
    }

    #[test]
    fn merges_and_widths() {
        let region = merge(&element("m ref=\"B2:D3\""));
        assert_eq!(region, Some((Address::new(1, 1), Address::new(2, 3))));
        assert_eq!(merge(&element("m ref=\"D3:B2\"")), None);

        let mut found = Vec::new();
        widths(&element("c min=\"2\" max=\"3\" width=\"9.5\""), &mut found);
        assert_eq!(found, [(1, 9.5), (2, 9.5)]);
        for _ in 0..3 {
            widths(
                &element("c min=\"0\" max=\"65535\" width=\"1\""),
                &mut found,
            );
        }
        assert_eq!(found.len(), usize::from(MAX_COLUMNS));
    }
}
