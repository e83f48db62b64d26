//! The cells of one worksheet part, each with the place it has in the text.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::reader::Reader;

use super::package::attributes;

/// A `<c>` element.
#[derive(Default)]
pub struct XmlCell {
    /// Its address, such as `B7`.
    pub address: String,
    /// Its `t` attribute: `str`, `e`, `b`, …; empty for a number.
    pub kind: String,
    /// The text of `<f>`, without the leading equals sign.
    pub formula: Option<String>,
    /// The text of `<v>`.
    pub value: Option<String>,
    /// Where the whole `<v>` element stands in the worksheet part; where it
    /// would stand, if the cell has none.
    pub value_span: Range<usize>,
}

/// The formula cells of a worksheet part, in the order they stand there.
pub fn formula_cells(xml: &str) -> Vec<XmlCell> {
    let mut scanner = Scanner::default();
    let mut reader = Reader::from_str(xml);
    loop {
        let start = position(&reader);
        let event = reader.read_event().expect("the sheet is well-formed XML");
        let end = position(&reader);
        match event {
            Event::Start(element) => scanner.open(&element, start),
            Event::Empty(element) => {
                scanner.open(&element, start);
                scanner.close(element.local_name().as_ref(), start, end);
            }
            Event::End(element) => scanner.close(element.local_name().as_ref(), start, end),
            Event::Text(text) => scanner.text(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::CData(text) => scanner.text(&text.xml_content(XmlVersion::Implicit1_0)),
            Event::GeneralRef(entity) => scanner.text(&resolve(&entity)),
            Event::Eof => return scanner.found,
            _ => {}
        }
    }
}

/// What has been seen of the part so far.
#[derive(Default)]
struct Scanner {
    found: Vec<XmlCell>,
    cell: Option<XmlCell>,
    inside: Inside,
}

/// The element whose text is being read.
#[derive(Default)]
enum Inside {
    Formula,
    Value,
    #[default]
    Other,
}

impl Scanner {
    fn open(&mut self, element: &BytesStart, start: usize) {
        match (element.local_name().as_ref(), &mut self.cell) {
            ("c", _) => {
                let mut attributes = attributes(element);
                self.cell = Some(XmlCell {
                    address: attributes.remove("r").expect("the cell has an address"),
                    kind: attributes.remove("t").unwrap_or_default(),
                    ..XmlCell::default()
                });
            }
            ("f", Some(cell)) => {
                cell.formula = Some(String::new());
                self.inside = Inside::Formula;
            }
            ("v", Some(cell)) => {
                cell.value = Some(String::new());
                cell.value_span.start = start;
                self.inside = Inside::Value;
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str, start: usize, end: usize) {
        match (name, &mut self.cell) {
            ("c", _) => {
                if let Some(mut cell) = self.cell.take()
                    && cell.formula.is_some()
                {
                    if cell.value.is_none() {
                        cell.value_span = start..start;
                    }
                    self.found.push(cell);
                }
            }
            ("f", _) => self.inside = Inside::Other,
            ("v", Some(cell)) => {
                cell.value_span.end = end;
                self.inside = Inside::Other;
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        let Some(cell) = &mut self.cell else { return };
        let target = match self.inside {
            Inside::Formula => &mut cell.formula,
            Inside::Value => &mut cell.value,
            Inside::Other => return,
        };
        target.get_or_insert_default().push_str(text);
    }
}

/// How many bytes of the part have been read.
fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).expect("a position in memory fits usize")
}

/// The text a reference such as `&lt;` or `&#10;` stands for.
fn resolve(entity: &BytesRef) -> Cow<'static, str> {
    match entity
        .resolve_char_ref()
        .expect("the character reference is valid")
    {
        Some(character) => character.to_string().into(),
        None => resolve_predefined_entity(entity)
            .expect("the entity is one of XML's own")
            .into(),
    }
}
