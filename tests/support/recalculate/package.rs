//! The parts of a workbook inside its zip container.

use std::collections::HashMap;
use std::io::{Cursor, Read, Write};

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// A workbook taken apart: every part by its path, in the file's order.
pub struct Package {
    parts: Vec<(String, Vec<u8>)>,
}

/// A worksheet of the workbook.
pub struct Sheet {
    /// The name on the tab.
    pub name: String,
    /// The path of its part, such as `xl/worksheets/sheet1.xml`.
    pub part: String,
}

impl Package {
    /// Takes the workbook apart.
    pub fn open(xlsx: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(xlsx)).expect("the workbook is a zip file");
        let parts = (0..archive.len())
            .map(|index| {
                let mut file = archive.by_index(index).expect("the zip entry can be read");
                let mut content = Vec::new();
                file.read_to_end(&mut content)
                    .expect("the zip entry can be inflated");
                let name = file.name().expect("the zip entry has a UTF-8 name");
                (name.into_owned(), content)
            })
            .collect();
        Self { parts }
    }

    /// The worksheets in the order of their tabs.
    pub fn sheets(&self) -> Vec<Sheet> {
        let targets: HashMap<String, String> =
            elements(self.text("xl/_rels/workbook.xml.rels"), "Relationship")
                .into_iter()
                .map(|mut relation| (take(&mut relation, "Id"), take(&mut relation, "Target")))
                .collect();
        elements(self.text("xl/workbook.xml"), "sheet")
            .into_iter()
            .map(|mut sheet| {
                let target = &targets[&take(&mut sheet, "r:id")];
                let part = match target.strip_prefix('/') {
                    Some(absolute) => absolute.to_string(),
                    None => format!("xl/{target}"),
                };
                Sheet {
                    name: take(&mut sheet, "name"),
                    part,
                }
            })
            .filter(|sheet| sheet.part.contains("worksheets/"))
            .collect()
    }

    /// The text of a part.
    pub fn text(&self, part: &str) -> &str {
        let (_, content) = self
            .parts
            .iter()
            .find(|(name, _)| name == part)
            .unwrap_or_else(|| panic!("the workbook has no part {part}"));
        str::from_utf8(content).unwrap_or_else(|_| panic!("{part} is UTF-8"))
    }

    /// Gives a part another text.
    pub fn replace(&mut self, part: &str, text: String) {
        for (name, content) in &mut self.parts {
            if name == part {
                *content = text.into_bytes();
                return;
            }
        }
        panic!("the workbook has no part {part}");
    }

    /// Puts the workbook together again.
    pub fn into_bytes(self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in self.parts {
            writer
                .start_file(name, SimpleFileOptions::default())
                .expect("a zip entry can be started");
            writer
                .write_all(&content)
                .expect("a zip entry can be written");
        }
        writer
            .finish()
            .expect("the zip file can be finished")
            .into_inner()
    }
}

/// The attributes of a start tag by their name, prefix included.
pub fn attributes(element: &BytesStart) -> HashMap<String, String> {
    element
        .attributes()
        .map(|attribute| {
            let attribute = attribute.expect("the XML attribute is well formed");
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .expect("the XML attribute value is well formed");
            (attribute.key.as_ref().to_string(), value.into_owned())
        })
        .collect()
}

/// The attributes of every element called `name` in the part.
fn elements(xml: &str, name: &str) -> Vec<HashMap<String, String>> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("the part is well-formed XML") {
            Event::Start(element) | Event::Empty(element)
                if element.local_name().as_ref() == name =>
            {
                found.push(attributes(&element));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// Takes an attribute that must be there.
fn take(attributes: &mut HashMap<String, String>, name: &str) -> String {
    attributes
        .remove(name)
        .unwrap_or_else(|| panic!("the XML element has an attribute {name}"))
}
