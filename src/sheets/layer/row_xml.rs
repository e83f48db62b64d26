//! A row of a large table as it stands in its sheet's XML. A cell here is the cell that the writing library would write,
//! but for texts, which stand in their cells.

use std::io::Write as _;

use rust_decimal::Decimal;
use rust_xlsxwriter::XlsxError;

use super::cell::{Cell, Origin, Value, number};
use super::rows::Written;
use crate::expr::excel::literal;
use crate::workbook::LONGEST_TEXT;

/// The cells of a row, and the links that they hold.
#[derive(Debug)]
pub struct RowXml {
    pub row: u32,
    /// The row's number as it is written, from 1.
    pub number: String,
    pub cells: Vec<u8>,
    /// `hyperlink` elements.
    pub links: Vec<u8>,
}

impl RowXml {
    /// A row without cells.
    pub fn new(row: u32) -> RowXml {
        RowXml {
            row,
            number: itoa(u64::from(row) + 1, &mut [0; 20]).into(),
            cells: Vec::new(),
            links: Vec::new(),
        }
    }

    /// A row of cells from the first column on, each with its format's number.
    pub fn of<'r, 'c: 'r>(
        row: u32,
        cells: impl Iterator<Item = (&'r Cell<'c>, u32)>,
    ) -> Result<RowXml, XlsxError> {
        let mut xml = RowXml::new(row);
        for (column, (cell, format)) in (0..).zip(cells) {
            xml.cell(column, format, cell)?;
        }
        Ok(xml)
    }

    /// Writes a cell of the row, to the right of the others; its format is known by a number.
    pub fn cell(&mut self, column: u16, format: u32, cell: &Cell) -> Written {
        if matches!(&cell.value, Value::Text(text) if text.len() > LONGEST_TEXT && text.encode_utf16().count() > LONGEST_TEXT)
        {
            return Err(XlsxError::MaxStringLengthExceeded);
        }
        let mut room = [0; 3];
        let place = letters(column, &mut room);
        if let Origin::Link(target) = &cell.origin {
            link(&mut self.links, (place, &self.number), target, cell.text());
        }
        let out = &mut self.cells;
        extend(out, &["<c r=\"", place, &self.number, "\""]);
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

/// A column's letters.
fn letters(column: u16, room: &mut [u8; 3]) -> &str {
    let (mut at, mut rest) = (room.len(), u32::from(column) + 1);
    while rest > 0 && at > 0 {
        at -= 1;
        rest -= 1;
        // The remainder is below 26.
        room[at] = b'A' + (rest % 26) as u8;
        rest /= 26;
    }
    std::str::from_utf8(&room[at..]).unwrap_or_default()
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

pub fn extend(out: &mut Vec<u8>, parts: &[&str]) {
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
    use crate::address::column_letters;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn columns_are_lettered_as_addresses_are() {
        for column in [0, 25, 26, 701, 702, 16_383] {
            let mut room = [0; 3];
            assert_eq!(letters(column, &mut room), column_letters(column));
        }
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
