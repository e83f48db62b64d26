//! Owns what is struck through in an xlsx's texts. A struck "100" before "89620" is read as 10089620 otherwise: who
//! strikes something means that it is gone, or is not yet; we mark it and leave the judgement to people.

use std::collections::HashMap;

use quick_xml::events::{BytesStart, Event};

use super::budget::{ALLOCATION, Budget};
use super::error::Fault;
use super::package::{Package, PartXml, SMALL_PART_BYTES, attribute, is_true};
use super::sheet::CellValue;

/// What stands before and behind what is struck through.
const MARK: &str = "~~";

/// The shared texts of which a part is struck through: as calamine has them, and marked.
pub(super) fn shared(
    package: &mut Package,
    part: &str,
    budget: &mut Budget<'_>,
) -> Result<HashMap<String, String>, Fault> {
    let mut struck = HashMap::new();
    let Some(mut xml) = package.xml(part, SMALL_PART_BYTES)? else {
        return Ok(struck);
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "si" => {
                take(&mut xml, "si", &mut struck, budget)?;
            }
            Event::Eof => return Ok(struck),
            _ => {}
        }
    }
}

/// Takes the text of an element up to its end, where something in it is struck through.
pub(super) fn take(
    xml: &mut PartXml<'_>,
    end: &str,
    struck: &mut HashMap<String, String>,
    budget: &mut Budget<'_>,
) -> Result<(), Fault> {
    let text = text(xml, end)?;
    if text.marked != text.plain {
        let bytes = text.plain.len() + text.marked.len();
        budget.memory(2 * (size_of::<String>() + ALLOCATION) + bytes)?;
        struck.insert(text.plain, text.marked);
    }
    Ok(())
}

/// A text without and with marks; the same where nothing in it is struck through.
#[derive(Debug, Default, PartialEq)]
struct Text {
    plain: String,
    marked: String,
}

impl Text {
    fn push(&mut self, piece: &str) {
        self.plain.push_str(piece);
        self.marked.push_str(piece);
    }
}

/// A text up to the end of its element.
fn text(xml: &mut PartXml<'_>, end: &str) -> Result<Text, Fault> {
    let mut text = Text::default();
    let (mut struck, mut in_text, mut phonetic) = (false, false, false);
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) => match element.local_name().as_ref() {
                "r" => struck = false,
                "strike" => struck = is_on(&element),
                "rPh" => phonetic = true,
                "t" => {
                    in_text = !phonetic;
                    if struck && in_text {
                        text.marked.push_str(MARK);
                    }
                }
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                name if name == end => return Ok(text),
                "rPh" => phonetic = false,
                "t" => {
                    if struck && in_text {
                        text.marked.push_str(MARK);
                    }
                    in_text = false;
                }
                _ => {}
            },
            Event::Text(piece) if in_text => text.push(&piece.xml10_content()),
            Event::CData(piece) if in_text => text.push(&piece.xml10_content()),
            Event::GeneralRef(entity) if in_text => {
                if let Ok(Some(c)) = entity.resolve_char_ref() {
                    text.push(c.encode_utf8(&mut [0; 4]));
                } else if let Some(known) =
                    quick_xml::escape::resolve_predefined_entity(&entity.xml10_content())
                {
                    text.push(known);
                }
            }
            Event::Eof => return Err(Fault::damaged("a text does not end")),
            _ => {}
        }
    }
}

/// A value of which all is struck through, marked.
pub(super) fn whole(value: CellValue) -> CellValue {
    let text = match value {
        CellValue::Number(number) => number.to_string(),
        CellValue::Text(text) if !text.trim().is_empty() => text,
        other => return other,
    };
    CellValue::Text(format!("{MARK}{text}{MARK}"))
}

/// Whether a switch of a font is on: it is where nothing else is said.
fn is_on(element: &BytesStart<'_>) -> bool {
    attribute(element, "val").is_none_or(|value| is_true(&value))
}

#[cfg(test)]
mod tests {
    use super::super::package::tests::xml;
    use super::*;

    fn read(content: &str) -> (String, String) {
        let content = format!("<si>{content}");
        let mut xml = xml(&content);
        xml.read_event_into(&mut Vec::new()).expect("its start");
        let text = text(&mut xml, "si").expect("a text");
        (text.plain, text.marked)
    }

    fn same(text: &str) -> (String, String) {
        (text.into(), text.into())
    }

    #[test]
    fn struck_runs_are_marked() {
        let run =
            |properties: &str, text: &str| format!("<r><rPr>{properties}</rPr><t>{text}</t></r>");
        let plain = run("<b/>", "89620");
        assert_eq!(read(&format!("{plain}</si>")), same("89620"));
        assert_eq!(read("<t>100</t></si>"), same("100"));
        for on in ["<strike/>", "<strike val=\"1\"/>"] {
            let both = format!("{}{plain}</si>", run(on, "1&amp;00"));
            let marked = ("1&0089620".to_string(), "~~1&00~~89620".to_string());
            assert_eq!(read(&both), marked, "{on}");
        }
        let off = format!("{}{plain}</si>", run("<strike val=\"0\"/>", "100"));
        assert_eq!(read(&off), same("10089620"));
        assert!(text(&mut xml("<t>100"), "si").is_err());
    }
}
