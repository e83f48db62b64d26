//! Owns one ods cell: its value, from the attributes that state it and the text
//! that shows it.

use quick_xml::events::{BytesStart, Event};

use super::bounds::Limit;
use super::error::Fault;
use super::number_format::NumberFormat;
use super::package::{PartXml, attribute, entity_text};
use super::serial;
use super::sheet::CellValue;

/// The longest text taken from one cell.
const TEXT_BYTES: usize = 16 << 20;

/// A cell as its element describes it.
#[derive(Debug, PartialEq)]
pub(super) struct OdsCell {
    /// `None` for a cell that holds nothing.
    pub(super) value: Option<CellValue>,
    pub(super) format: Option<NumberFormat>,
    pub(super) formula: bool,
    /// How many cells to the right are the same.
    pub(super) repeat: u32,
    /// Columns and rows it covers, itself included.
    pub(super) span: (u32, u32),
}

/// A whole number in an attribute; one where it is missing or makes no sense.
pub(super) fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    attribute(element, name)
        .and_then(|text| text.parse().ok())
        .map_or(1, |number: u32| number.max(1))
}

/// Reads a cell up to its end.
pub(super) fn read(
    xml: &mut PartXml<'_>,
    element: &BytesStart<'_>,
    percent: &NumberFormat,
) -> Result<OdsCell, Fault> {
    let text = text(xml, element.name().as_ref())?;
    let formula = attribute(element, "formula").is_some();
    let mut cell = OdsCell {
        value: None,
        format: None,
        formula,
        repeat: count(element, "number-columns-repeated"),
        span: (
            count(element, "number-columns-spanned"),
            count(element, "number-rows-spanned"),
        ),
    };
    let (mut kind, mut error) = (None, false);
    // `office:value-type` and LibreOffice's `calcext:value-type` share a local
    // name; the latter alone says that a text is really an error.
    for found in element.attributes().with_checks(false).flatten() {
        if found.key.local_name().as_ref() == "value-type" {
            if found.key.as_ref().starts_with("calcext:") {
                error = found.value == "error";
            } else {
                kind = Some(found.value.into_owned());
            }
        }
    }
    if kind.as_deref() == Some("percentage") {
        cell.format = Some(percent.clone());
    }
    cell.value = if error {
        Some(CellValue::Error(text.into()))
    } else {
        stated(element, kind.as_deref(), text, formula)
    };
    Ok(cell)
}

fn stated(
    element: &BytesStart<'_>,
    kind: Option<&str>,
    text: String,
    formula: bool,
) -> Option<CellValue> {
    // Where a stated value makes no sense, what users see is what they meant.
    let parsed = match kind {
        None if formula && text.is_empty() => return Some(CellValue::NoStoredValue),
        None | Some("void") => None,
        Some("string") => {
            let stated = attribute(element, "string-value").filter(|text| !text.is_empty());
            return Some(CellValue::Text(stated.unwrap_or(text).into()));
        }
        Some("boolean") => match attribute(element, "boolean-value").as_deref() {
            Some("true" | "TRUE") => Some(CellValue::Bool(true)),
            Some("false" | "FALSE") => Some(CellValue::Bool(false)),
            _ => None,
        },
        Some("date") => attribute(element, "date-value")
            .and_then(|iso| serial::date(&iso))
            .map(CellValue::DateTime),
        Some("time") => attribute(element, "time-value")
            .and_then(|iso| serial::duration(&iso))
            .map(CellValue::DateTime),
        // Numbers, percentages and money.
        Some(_) => attribute(element, "value")
            .and_then(|text| text.parse().ok())
            .filter(|number: &f64| number.is_finite())
            .map(CellValue::Number),
    };
    parsed.or_else(|| (!text.is_empty()).then(|| CellValue::Text(text.into())))
}

/// The text in a cell's paragraphs, without that of comments and drawings.
fn text(xml: &mut PartXml<'_>, cell: &str) -> Result<String, Fault> {
    let mut text = String::new();
    let mut buffer = Vec::new();
    let mut paragraphs = 0_u32;
    let mut inside = 0_u32;
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) => match element.name().as_ref() {
                "text:p" | "text:h" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs = paragraphs.saturating_add(1);
                    inside = inside.saturating_add(1);
                }
                "text:s" => {
                    // A cell holds no more characters than this.
                    let spaces = count(&element, "c").min(32_767);
                    text.extend((0..spaces).map(|_| ' '));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                name if name == "office:annotation"
                    || name.starts_with("draw:")
                    || name.starts_with("table:") =>
                {
                    let name = name.to_owned();
                    skip(xml, &name)?;
                }
                _ => {}
            },
            Event::End(element) => match element.name().as_ref() {
                name if name == cell => return Ok(text),
                "text:p" | "text:h" => inside = inside.saturating_sub(1),
                _ => {}
            },
            Event::Text(piece) if inside > 0 => text.push_str(&piece.xml10_content()),
            Event::CData(piece) if inside > 0 => text.push_str(&piece.xml10_content()),
            Event::GeneralRef(entity) if inside > 0 => text.push_str(&entity_text(&entity)),
            Event::Eof => return Err(Fault::damaged("a cell does not end")),
            _ => {}
        }
        if text.len() > TEXT_BYTES {
            return Err(Fault::TooLarge(Limit::OneText(TEXT_BYTES)));
        }
    }
}

/// Passes over an element up to its end, counting those of its name within.
pub(super) fn skip(xml: &mut PartXml<'_>, name: &str) -> Result<(), Fault> {
    let mut depth = 1_u64;
    let mut buffer = Vec::new();
    while depth > 0 {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) if element.name().as_ref() == name => depth += 1,
            Event::End(element) if element.name().as_ref() == name => depth -= 1,
            Event::Eof => return Err(Fault::damaged(format!("{name} does not end"))),
            _ => {}
        }
    }
    Ok(())
}
