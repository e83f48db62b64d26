//! Owns what is struck through in an xlsx's texts. A struck "100" before "89620" is read as 10089620 otherwise: who
//! strikes something means that it is gone, or is not yet; we mark it and leave the judgement to people.

use std::collections::HashMap;
use std::ops::Range;

use quick_xml::events::{BytesStart, Event};

use super::budget::{ALLOCATION, Budget};
use super::error::Fault;
use super::package::{Package, PartXml, SMALL_PART_BYTES, attribute, entity_text, is_true};
use super::sheet::CellValue;

/// What stands before and behind what is struck through.
const MARK: &str = "~~";

/// The texts of which a part is struck through: as calamine has them, and marked.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Strikes {
    marked: HashMap<String, String>,
    /// The text that is read, and its bytes; kept for the next one.
    text: Text,
    buffer: Vec<u8>,
}

impl Strikes {
    /// The shared texts.
    pub(super) fn of_part(
        package: &mut Package,
        part: &str,
        budget: &mut Budget<'_>,
    ) -> Result<Self, Fault> {
        let mut strikes = Self::default();
        let Some(mut xml) = package.xml(part, SMALL_PART_BYTES)? else {
            return Ok(strikes);
        };
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer)? {
                Event::Start(element) if element.local_name().as_ref() == "si" => {
                    strikes.take(&mut xml, "si", budget)?;
                }
                Event::Eof => return Ok(strikes),
                _ => {}
            }
        }
    }

    /// Takes the text of an element up to its end, where something in it is struck through.
    pub(super) fn take(
        &mut self,
        xml: &mut PartXml<'_>,
        end: &str,
        budget: &mut Budget<'_>,
    ) -> Result<(), Fault> {
        self.text.read(xml, end, &mut self.buffer)?;
        if !self.text.struck.is_empty() {
            let (plain, marked) = (self.text.plain.clone(), self.text.marked());
            let bytes = plain.len() + marked.len();
            budget.memory(2 * (size_of::<String>() + ALLOCATION) + bytes)?;
            self.marked.insert(plain, marked);
        }
        Ok(())
    }

    /// A text with its marks, where it has any.
    pub(super) fn marked(&self, text: &str) -> Option<&String> {
        self.marked.get(text)
    }
}

/// A text, and which bytes of it are struck through.
#[derive(Debug, Default, PartialEq)]
struct Text {
    plain: String,
    struck: Vec<Range<usize>>,
}

impl Text {
    /// Reads up to the end of an element.
    fn read(
        &mut self,
        xml: &mut PartXml<'_>,
        end: &str,
        buffer: &mut Vec<u8>,
    ) -> Result<(), Fault> {
        self.plain.clear();
        self.struck.clear();
        let (mut struck, mut in_text, mut phonetic) = (false, false, false);
        let mut start = 0;
        loop {
            buffer.clear();
            match xml.read_event_into(buffer)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "r" => struck = false,
                    "strike" => struck = is_on(&element),
                    "rPh" => phonetic = true,
                    "t" => (in_text, start) = (!phonetic, self.plain.len()),
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    name if name == end => return Ok(()),
                    "rPh" => phonetic = false,
                    "t" => {
                        if struck && in_text {
                            self.struck.push(start..self.plain.len());
                        }
                        in_text = false;
                    }
                    _ => {}
                },
                Event::Text(piece) if in_text => self.plain.push_str(&piece.xml10_content()),
                Event::CData(piece) if in_text => self.plain.push_str(&piece.xml10_content()),
                Event::GeneralRef(entity) if in_text => self.plain.push_str(&entity_text(&entity)),
                Event::Eof => return Err(Fault::damaged("a text does not end")),
                _ => {}
            }
        }
    }

    /// The text with its marks.
    fn marked(&self) -> String {
        let mut marked = String::new();
        let mut done = 0;
        for struck in &self.struck {
            for piece in [
                &self.plain[done..struck.start],
                MARK,
                &self.plain[struck.clone()],
                MARK,
            ] {
                marked.push_str(piece);
            }
            done = struck.end;
        }
        marked + &self.plain[done..]
    }
}

/// A value of which all is struck through, marked.
pub(super) fn whole(value: CellValue) -> CellValue {
    let text = match value {
        CellValue::Number(number) => number.to_string().into(),
        CellValue::Text(text) if !text.trim().is_empty() => text,
        other => return other,
    };
    CellValue::Text(format!("{MARK}{text}{MARK}").into())
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
        let mut text = Text::default();
        text.read(&mut xml, "si", &mut Vec::new()).expect("a text");
        (text.plain.clone(), text.marked())
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
        let cut = Text::default().read(&mut xml("<t>100"), "si", &mut Vec::new());
        assert!(cut.is_err());
    }
}
