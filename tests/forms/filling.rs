//! Filling in a form as another program would: cells are found by what stands beside them, and written into
//! the package itself; nothing of the program's own writer has a part in it.

use std::io::Write;
use std::path::Path;

use jixiao::address::Address;
use jixiao::forms::form::SHEET;
use jixiao::workbook::{Bounds, CellValue, Sheet, Workbook, open};

use crate::support::recalculate::package::Package;
use crate::support::{COLUMNS, Cell, Department, INDICATORS};

/// A form on its way through somebody's hands.
pub struct Filling {
    package: Package,
    part: String,
    /// The form as it was handed out, to look up labels in.
    read: Sheet,
}

/// Opens a workbook's bytes.
pub fn opened(bytes: &[u8]) -> Workbook {
    let mut file = tempfile::Builder::new()
        .suffix(".xlsx")
        .tempfile()
        .expect("a temporary file");
    file.write_all(bytes).expect("the file can be written");
    open(file.path(), &Bounds::default()).expect("the workbook opens")
}

impl Filling {
    /// Takes a form in hand.
    pub fn of(bytes: &[u8]) -> Filling {
        let package = Package::open(bytes);
        let sheets = package.sheets();
        let sheet = sheets.into_iter().find(|sheet| sheet.name == SHEET);
        let workbook = opened(bytes);
        let read = workbook
            .sheets
            .into_iter()
            .find(|sheet| sheet.name == SHEET);
        Filling {
            part: sheet.expect("the form's sheet").part,
            package,
            read: read.expect("the form's sheet"),
        }
    }

    /// Takes a form in hand from a file.
    pub fn of_file(path: &Path) -> Filling {
        Filling::of(&std::fs::read(path).expect("the form is there"))
    }

    /// The row, from 1 on, with a label in the second column; of several the `nth`, from 0 on.
    pub fn row_of(&self, label: &str, nth: usize) -> u32 {
        let labelled = self.read.rows.iter().filter(|row| {
            let cell = self.read.cell(Address::new(row.index, 1));
            matches!(cell.map(|cell| &cell.value), Some(CellValue::Text(text)) if text == label)
        });
        let found = labelled.map(|row| row.index + 1).nth(nth);
        found.unwrap_or_else(|| panic!("no label {label}"))
    }

    /// The first row of the table of outcome indicators.
    pub fn first_outcome(&self) -> u32 {
        self.row_of("指标名称", 0) + 1
    }

    /// Fills in a metric, by its label.
    pub fn answer(&mut self, label: &str, cell: &Cell) -> &mut Filling {
        let at = format!("C{}", self.row_of(label, 0));
        self.put(&at, cell)
    }

    /// Writes a cell, whatever it is for.
    pub fn put(&mut self, at: &str, cell: &Cell) -> &mut Filling {
        let (kind, content) = match cell {
            Cell::Blank => return self,
            Cell::Text(text) => (
                " t=\"inlineStr\"",
                format!("<is><t>{}</t></is>", escaped(text)),
            ),
            Cell::Number(number) | Cell::Formatted(number, _) => ("", format!("<v>{number}</v>")),
            Cell::Truth(truth) => (" t=\"b\"", format!("<v>{}</v>", u8::from(*truth))),
            Cell::ErrorFormula => (" t=\"e\"", "<f>1/0</f><v>#DIV/0!</v>".into()),
            Cell::UnsavedFormula => ("", "<f>1+1</f>".into()),
            other => panic!("{other:?} is not for forms"),
        };
        let xml = self.package.text(&self.part);
        let start = xml.find(&format!("<c r=\"{at}\""));
        let start = start.unwrap_or_else(|| panic!("no cell {at}"));
        let tag_end = start + xml[start..].find('>').expect("a tag ends");
        let tag = xml[start..tag_end].trim_end_matches('/');
        let end = match xml.as_bytes()[tag_end - 1] {
            b'/' => tag_end + 1,
            _ => start + xml[start..].find("</c>").expect("a cell ends") + 4,
        };
        let style = match cell {
            // Who types 95% gets the format with it.
            Cell::Formatted(..) => self.percent_style(),
            _ => style(tag),
        };
        let cell = format!("<c r=\"{at}\"{style}{kind}>{content}</c>");
        let text = format!("{}{cell}{}", &xml[..start], &xml[end..]);
        self.package.replace(&self.part, text);
        self
    }

    /// The style of a cell that shows percentages.
    fn percent_style(&self) -> &str {
        let cell = format!("<c r=\"C{}\"", self.row_of("满意度", 0));
        let xml = self.package.text(&self.part);
        let start = xml.find(&cell).expect("the cell");
        let end = start + xml[start..].find('>').expect("a tag ends");
        style(&xml[start..end])
    }

    /// Writes the first cell of a row that was empty: what stands outside of the form.
    pub fn scribble(&mut self, row: u32, text: &str) -> &mut Filling {
        let xml = self.package.text(&self.part);
        let open = format!("<row r=\"{row}\"");
        let cell = format!(
            "<c r=\"L{row}\" t=\"inlineStr\"><is><t>{}</t></is></c></row>",
            escaped(text)
        );
        let start = xml.find(&open).unwrap_or_else(|| panic!("no row {row}"));
        let end = start + xml[start..].find("</row>").expect("a row ends");
        let text = format!("{}{cell}{}", &xml[..end], &xml[end + 6..]);
        self.package.replace(&self.part, text);
        self
    }

    /// Everything that a department has: figures, outcome indicators, declared scores.
    pub fn fill(&mut self, department: &Department) -> &mut Filling {
        for ((name, _), cell) in COLUMNS.iter().zip(&department.cells) {
            let given = ["部门编码", "部门名称", "主管部门", "年度"];
            if !given.contains(name) {
                self.answer(name, cell);
            }
        }
        // The form has the title before the category, and no code or name.
        let order = [3, 2, 4, 5, 6, 7, 8];
        for (row, outcome) in (self.first_outcome()..).zip(&department.outcomes) {
            for (column, place) in ('B'..).zip(order) {
                self.put(&format!("{column}{row}"), &outcome[place]);
            }
        }
        if let Some(declared) = &department.declared {
            for ((name, _), cell) in INDICATORS.iter().zip(declared) {
                self.answer(name, cell);
            }
        }
        self
    }

    /// Takes the stored results of formulas away, as programs do that do not calculate.
    pub fn forget_results(&mut self) -> &mut Filling {
        let mut text = String::new();
        let mut rest = self.package.text(&self.part);
        while let Some((before, after)) = rest.split_once("</f><v>") {
            let (_, after) = after.split_once("</v>").expect("a value ends");
            text.push_str(before);
            text.push_str("</f>");
            rest = after;
        }
        text.push_str(rest);
        self.package.replace(&self.part, text);
        self
    }

    /// Puts another text in the place of one everywhere in a part of the package.
    pub fn replace(&mut self, part: &str, before: &str, after: &str) -> &mut Filling {
        let text = self.package.text(part);
        assert!(text.contains(before), "{part} has no {before}");
        let text = text.replace(before, after);
        self.package.replace(part, text);
        self
    }

    /// The form's own part of the package.
    pub fn part(&self) -> String {
        self.part.clone()
    }

    /// The form's own part of the package, as text.
    pub fn xml(&self) -> &str {
        self.package.text(&self.part)
    }

    /// Gives the form's own part another text.
    pub fn set_xml(&mut self, text: String) -> &mut Filling {
        self.package.replace(&self.part, text);
        self
    }

    /// The workbook as it is sent back.
    pub fn bytes(self) -> Vec<u8> {
        self.package.into_bytes()
    }
}

/// The style attribute of a cell's tag.
fn style(tag: &str) -> &str {
    tag.find(" s=").map_or("", |place| {
        let rest = &tag[place..];
        let close = rest[4..].find('"').expect("a quoted style") + 5;
        &rest[..close]
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
