//! A workbook whose cells somebody changed, in the package itself: values, formulas, whole rows.

use crate::support::recalculate::package::Package;

/// A workbook to be changed.
pub struct Tampered(Package);

impl Tampered {
    /// Opens a workbook.
    pub fn of(bytes: &[u8]) -> Tampered {
        Tampered(Package::open(bytes))
    }

    /// Puts a number into a cell, in the place of whatever stood there, formula and all.
    pub fn number(self, sheet: &str, cell: &str, number: &str) -> Tampered {
        self.cell(sheet, cell, |old| {
            format!("<c r=\"{cell}\"{}><v>{number}</v></c>", style(old))
        })
    }

    /// Puts a text into a cell.
    pub fn text(self, sheet: &str, cell: &str, text: &str) -> Tampered {
        self.cell(sheet, cell, |old| {
            let style = style(old);
            format!("<c r=\"{cell}\"{style} t=\"inlineStr\"><is><t>{text}</t></is></c>")
        })
    }

    /// Gives a formula another stored result, as a recalculation after a change elsewhere would.
    pub fn result(self, sheet: &str, cell: &str, number: &str) -> Tampered {
        self.cell(sheet, cell, |old| {
            let (start, rest) = old.split_once("<v>").expect("a stored result");
            let (_, end) = rest.split_once("</v>").expect("its end");
            format!("{start}<v>{number}</v>{end}")
        })
    }

    /// Pastes the result of a formula over it.
    pub fn pasted(self, sheet: &str, cell: &str) -> Tampered {
        self.cell(sheet, cell, |old| {
            let (start, rest) = old.split_once("<f>").expect("a formula");
            let (_, end) = rest.split_once("</f>").expect("its end");
            format!("{start}{end}")
        })
    }

    /// Takes out a row (1-based); those below move up, as when a row is deleted.
    pub fn without_row(mut self, sheet: &str, row: u32) -> Tampered {
        let part = self.part(sheet);
        let xml = self.0.text(&part).to_string();
        let (head, rest) = xml.split_once("<sheetData>").expect("rows");
        let (rows, tail) = rest.split_once("</sheetData>").expect("their end");
        let mut kept = String::new();
        for one in rows.split_inclusive("</row>") {
            let number = attribute(one, "<row r=\"");
            let number: u32 = number.parse().expect("the number of a row");
            if number < row {
                kept += one;
            } else if number > row {
                let moved = one.replace(
                    &format!("<row r=\"{number}\""),
                    &format!("<row r=\"{}\"", number - 1),
                );
                kept += &renumbered(&moved, number);
            }
        }
        let tail = without(&without(tail, "mergeCells"), "hyperlinks");
        self.0
            .replace(&part, format!("{head}<sheetData>{kept}</sheetData>{tail}"));
        self
    }

    /// The workbook's bytes.
    pub fn bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    fn part(&self, sheet: &str) -> String {
        let sheets = self.0.sheets();
        let found = sheets.into_iter().find(|known| known.name == sheet);
        found.unwrap_or_else(|| panic!("no sheet {sheet}")).part
    }

    fn cell(mut self, sheet: &str, cell: &str, change: impl Fn(&str) -> String) -> Tampered {
        let part = self.part(sheet);
        let xml = self.0.text(&part).to_string();
        let start = xml
            .find(&format!("<c r=\"{cell}\""))
            .unwrap_or_else(|| panic!("no cell {cell}"));
        let rest = &xml[start..];
        let empty = rest.find("/>").map(|end| end + 2);
        let full = rest.find("</c>").map(|end| end + 4);
        let opened = rest.find('>').expect("the end of a tag") + 1;
        let end = match empty {
            Some(end) if end == opened => end,
            _ => full.expect("the end of a cell"),
        };
        let changed = change(&rest[..end]);
        self.0
            .replace(&part, format!("{}{changed}{}", &xml[..start], &rest[end..]));
        self
    }
}

/// The style of a cell, as an attribute.
fn style(cell: &str) -> String {
    match cell.split_once(" s=\"") {
        Some((_, rest)) => format!(" s=\"{}\"", rest.split('"').next().unwrap_or_default()),
        None => String::new(),
    }
}

fn attribute<'t>(text: &'t str, start: &str) -> &'t str {
    let (_, rest) = text.split_once(start).expect("an attribute");
    rest.split('"').next().expect("its end")
}

/// The cells of a row that moved up by one.
fn renumbered(row: &str, number: u32) -> String {
    let mut parts = row.split("<c r=\"");
    let mut text = parts.next().unwrap_or_default().to_string();
    for part in parts {
        let (cell, rest) = part.split_once('"').expect("an address");
        let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
        text += &format!("<c r=\"{letters}{}\"{rest}", number - 1);
    }
    text
}

/// A part of a sheet without an element that would point to what moved.
fn without(text: &str, element: &str) -> String {
    let (start, end) = (format!("<{element}"), format!("</{element}>"));
    match (text.find(&start), text.find(&end)) {
        (Some(from), Some(to)) => format!("{}{}", &text[..from], &text[to + end.len()..]),
        _ => text.to_string(),
    }
}
