//! The rows of a large table as they stand in its sheet's XML, written at once and compressed as they come: the writing
//! library keeps a sheet's cells until the end, and takes several times as long for each. It writes the first and last rows
//! of the table and all that stands around; [`super::splice`] puts these rows between them. A cell here is the cell that
//! it would write, but for texts, which stand in their cells.

use std::collections::HashMap;
use std::io::Write as _;

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, XlsxError};

use super::cell::{Cell, Origin, Value, number};
use super::pieces::Pieces;
use super::rows::Written;
use crate::address::column_letters;
use crate::expr::excel::literal;
use crate::sheets::style::{STYLE, Style};
use crate::workbook::LONGEST_TEXT;

/// The usual height of a row, in pixels, of which four are three points.
const USUAL_HEIGHT: f64 = 20.0;

/// The formats of streamed cells, each with the number by which the workbook knows it.
#[derive(Debug, Default)]
pub struct Formats {
    numbers: HashMap<Format, u32>,
    listed: Vec<Format>,
    /// Those of [`STYLE`] by their place in it.
    shared: HashMap<usize, u32>,
}

impl Formats {
    /// A format's number.
    pub fn number(&mut self, format: &Format) -> u32 {
        let place = place_in_style(format);
        if let Some(known) = place.and_then(|place| self.shared.get(&place)) {
            return *known;
        }
        let number = self.of(format);
        self.shared.extend(place.map(|place| (place, number)));
        number
    }

    fn of(&mut self, format: &Format) -> u32 {
        if *format == Format::default() {
            return 0;
        }
        if let Some(known) = self.numbers.get(format) {
            return *known;
        }
        self.listed.push(format.clone());
        let number = self.listed.len() as u32;
        self.numbers.insert(format.clone(), number);
        number
    }

    /// The formats in the order of their numbers, from 1.
    pub fn listed(&self) -> &[Format] {
        &self.listed
    }
}

/// Where a format stands in [`STYLE`], if it is one of those.
fn place_in_style(format: &Format) -> Option<usize> {
    let style: &Style = &STYLE;
    let begin = std::ptr::from_ref(style).addr();
    let place = std::ptr::from_ref(format).addr().checked_sub(begin)?;
    (place < size_of::<Style>()).then_some(place)
}

/// Streamed rows that follow each other.
#[derive(Debug)]
pub struct Segment {
    /// The first row and the last.
    pub rows: (u32, u32),
    pub pieces: Pieces,
}

/// The streamed rows of a sheet.
#[derive(Debug, Default)]
pub struct Stream {
    pub segments: Vec<Segment>,
    /// `hyperlink` elements.
    pub links: Vec<u8>,
    /// The cells of the row that is written now.
    cells: Vec<u8>,
    /// The letters of columns, and the number of the row.
    letters: Vec<String>,
    row: String,
}

impl Stream {
    /// The bytes of what was packed.
    pub fn size(&self) -> usize {
        let segments = self.segments.iter();
        segments.map(|segment| segment.pieces.size()).sum()
    }

    /// Begins a row.
    pub fn begin(&mut self, row: u32) {
        self.cells.clear();
        self.row.clear();
        self.row.push_str(itoa(u64::from(row) + 1, &mut [0; 20]));
    }

    /// Ends the row: writes it behind the others. A height is in points.
    pub fn end(&mut self, row: u32, height: Option<f64>, hidden: bool) -> Written {
        let follows = |segment: &Segment| segment.rows.1 + 1 == row;
        if !self.segments.last().is_some_and(follows) {
            self.segments.push(Segment {
                rows: (row, row),
                pieces: Pieces::default(),
            });
        }
        let Some(segment) = self.segments.last_mut() else {
            return Ok(());
        };
        segment.rows.1 = row;
        let out = segment.pieces.open();
        extend(out, &["<row r=\"", &self.row, "\""]);
        let pixels = height.map(|height| (height * 4.0 / 3.0).round());
        if let Some(pixels) = pixels.filter(|pixels| *pixels != USUAL_HEIGHT) {
            write!(out, " ht=\"{}\" customHeight=\"1\"", pixels * 0.75)?;
        }
        if hidden {
            extend(out, &[" hidden=\"1\""]);
        }
        out.push(b'>');
        out.extend_from_slice(&self.cells);
        extend(out, &["</row>"]);
        segment.pieces.cut()?;
        Ok(())
    }

    /// Writes a cell of the row, to the right of the others.
    pub fn cell(&mut self, column: u16, format: u32, cell: &Cell) -> Written {
        if matches!(&cell.value, Value::Text(text) if text.len() > LONGEST_TEXT && text.encode_utf16().count() > LONGEST_TEXT)
        {
            return Err(XlsxError::MaxStringLengthExceeded);
        }
        while self.letters.len() <= usize::from(column) {
            self.letters.push(column_letters(self.letters.len() as u16));
        }
        let place = &self.letters[usize::from(column)];
        if let Origin::Link(target) = &cell.origin {
            link(&mut self.links, (place, &self.row), target, cell.text());
        }
        let out = &mut self.cells;
        extend(out, &["<c r=\"", place, &self.row, "\""]);
        if format > 0 {
            extend(out, &[" s=\"", itoa(u64::from(format), &mut [0; 20]), "\""]);
        }
        match (&cell.origin, &cell.value) {
            (Origin::Formula(formula), value) => {
                let result = result(value);
                let kind = match result.parse::<f64>() {
                    Ok(_) => ">",
                    Err(_) => " t=\"str\">",
                };
                extend(out, &[kind, "<f>"]);
                escape(out, formula);
                extend(out, &["</f><v>"]);
                escape(out, &result);
                extend(out, &["</v></c>"]);
            }
            (_, Value::Text(text)) if text.is_empty() => extend(out, &["/>"]),
            (_, Value::Text(text)) => {
                let edges = ['\t', '\n', ' '];
                let space = match text.starts_with(edges) || text.ends_with(edges) {
                    true => " xml:space=\"preserve\"",
                    false => "",
                };
                extend(out, &[" t=\"inlineStr\"><is><t", space, ">"]);
                escape_text(out, text);
                extend(out, &["</t></is></c>"]);
            }
            (_, Value::Number(value)) => {
                extend(out, &["><v>"]);
                decimal(out, *value)?;
                extend(out, &["</v></c>"]);
            }
            (_, Value::Binary(value)) => write!(out, "><v>{value}</v></c>")?,
            (_, Value::Truth(truth)) => write!(out, " t=\"b\"><v>{}</v></c>", u8::from(*truth))?,
        }
        Ok(())
    }
}

/// A formula's result as it is stored.
fn result<'v>(value: &'v Value) -> std::borrow::Cow<'v, str> {
    match value {
        Value::Text(text) => text.as_ref().into(),
        Value::Number(value) => literal(*value).into(),
        Value::Binary(value) => value.to_string().into(),
        Value::Truth(truth) => truth.to_string().into(),
    }
}

/// Writes a link to a place in the workbook.
fn link(out: &mut Vec<u8>, (column, row): (&str, &str), target: &str, shown: &str) {
    let place = target.strip_prefix("internal:").unwrap_or(target);
    extend(out, &["<hyperlink ref=\"", column, row, "\" location=\""]);
    attribute(out, place);
    extend(out, &["\" display=\""]);
    attribute(out, shown);
    extend(out, &["\"/>"]);
}

/// Writes a number as the nearest binary one is written.
fn decimal(out: &mut Vec<u8>, value: Decimal) -> Written {
    /// So many digits come back from a binary number as they went in.
    const EXACT: u128 = 1_000_000_000_000_000;
    let (mut digits, mut places) = (value.mantissa().unsigned_abs(), value.scale());
    if digits >= EXACT || places > 15 {
        write!(out, "{}", number(value))?;
        return Ok(());
    }
    while places > 0 && digits % 10 == 0 {
        (digits, places) = (digits / 10, places - 1);
    }
    if value.is_sign_negative() && digits > 0 {
        out.push(b'-');
    }
    let unit = 10_u64.pow(places);
    // Below 10 to the 15th.
    let digits = digits as u64;
    let mut room = [0; 20];
    extend(out, &[itoa(digits / unit, &mut room)]);
    if places > 0 {
        let behind = itoa(digits % unit, &mut room);
        out.push(b'.');
        out.extend(std::iter::repeat_n(b'0', places as usize - behind.len()));
        extend(out, &[behind]);
    }
    Ok(())
}

/// A number's digits.
fn itoa(mut number: u64, room: &mut [u8; 20]) -> &str {
    let mut at = room.len();
    loop {
        at -= 1;
        // The remainder is below 10.
        room[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            return std::str::from_utf8(&room[at..]).unwrap_or_default();
        }
    }
}

fn extend(out: &mut Vec<u8>, parts: &[&str]) {
    for part in parts {
        out.extend_from_slice(part.as_bytes());
    }
}

/// A cell's text, as the writing library writes it: `_x0041_` would be read as a character's number.
fn escape_text(out: &mut Vec<u8>, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let digits = rest.as_bytes().get(at + 2..at + 7);
        let is_number = digits
            .is_some_and(|code| code[4] == b'_' && code[..4].iter().all(u8::is_ascii_hexdigit));
        escape(out, &rest[..at]);
        extend(out, &[if is_number { "_x005F_x" } else { "_x" }]);
        rest = &rest[at + 2..];
    }
    escape(out, rest);
}

/// A text between tags.
fn escape(out: &mut Vec<u8>, text: &str) {
    escape_with(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    });
}

/// A text as the value of an attribute.
fn attribute(out: &mut Vec<u8>, text: &str) {
    escape_with(out, text, |byte| match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        b'"' => Some("&quot;"),
        b'\n' => Some("&#xA;"),
        _ => None,
    });
}

/// What XML does not take is written by its number, as spreadsheets do.
fn escape_with(out: &mut Vec<u8>, text: &str, special: fn(u8) -> Option<&'static str>) {
    let bytes = text.as_bytes();
    let mut from = 0;
    for (at, byte) in bytes.iter().enumerate() {
        // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
        let (replaced, length) = match special(*byte) {
            Some(replaced) => (std::borrow::Cow::from(replaced), 1),
            None => match (*byte, bytes.get(at + 1..at + 3)) {
                (b'\t' | b'\n', _) => continue,
                (control, _) if control < 0x20 => (format!("_x{control:04X}_").into(), 1),
                (0xEF, Some([0xBF, last @ (0xBE | 0xBF)])) => {
                    (format!("_xFF{:02X}_", last + 0x40).into(), 3)
                }
                _ => continue,
            },
        };
        out.extend_from_slice(&bytes[from..at]);
        out.extend_from_slice(replaced.as_bytes());
        from = at + length;
    }
    out.extend_from_slice(&bytes[from..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn numbers_are_written_as_the_nearest_binary_one() {
        for text in [
            "0",
            "0.00",
            "85.50",
            "-0.05",
            "100",
            "12.345678901234",
            "999999999999999",
            "-7",
            "0.000001",
            "1234567890123456.78",
        ] {
            let value: Decimal = text.parse().expect("a decimal");
            let out = written(|out| decimal(out, value).expect("written"));
            assert_eq!(out, number(value).to_string(), "{text}");
        }
    }

    #[test]
    fn texts_are_escaped_as_the_writing_library_does() {
        let text = |text| written(|out| escape_text(out, text));
        assert_eq!(text("甲 & <乙>\"丙\""), "甲 &amp; &lt;乙&gt;\"丙\"");
        assert_eq!(text("_x0041_ _x00_ _x"), "_x005F_x0041_ _x00_ _x");
        assert_eq!(text("\u{1}\t\n\u{1f}"), "_x0001_\t\n_x001F_");
        assert_eq!(text("\u{fffe}尾\u{ffff}"), "_xFFFE_尾_xFFFF_");
        assert_eq!(
            written(|out| attribute(out, "'甲\"乙'!A1\n")),
            "'甲&quot;乙'!A1&#xA;"
        );
    }
}
