//! An Office package: a zip of parts, a list of what each is, and lists of how they refer to each other.

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use crate::zip_origin;

const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const RELATIONSHIPS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const RELATIONSHIPS_TYPE: &str = "application/vnd.openxmlformats-package.relationships+xml";
/// How most kinds of relationship begin.
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
/// The one kind that begins otherwise.
pub const CORE_PROPERTIES: &str =
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";

/// Parts in the order in which they were added.
#[derive(Default)]
pub struct Package {
    parts: Vec<(String, Vec<u8>)>,
    /// The entries of the list of types.
    types: String,
}

/// How a part refers to another.
pub struct Link {
    id: String,
    kind: String,
    target: String,
}

impl Link {
    /// A reference by this id, of a kind such as `styles`, to a part as seen from the folder of the one that refers.
    pub fn new(id: &str, kind: &str, target: &str) -> Link {
        let kind = if kind.contains('/') {
            kind.to_string()
        } else {
            format!("{OFFICE}{kind}")
        };
        Link {
            id: id.into(),
            kind,
            target: target.into(),
        }
    }
}

impl Package {
    /// Adds a part.
    pub fn add(&mut self, name: &str, content: &str, bytes: impl Into<Vec<u8>>) {
        self.types += &format!(r#"<Override PartName="/{name}" ContentType="{content}"/>"#);
        self.parts.push((name.into(), bytes.into()));
    }

    /// Says what a part refers to; the package itself has no name.
    pub fn relate(&mut self, name: &str, links: &[Link]) {
        let (folder, file) = match name.rsplit_once('/') {
            Some((folder, file)) => (format!("{folder}/"), file),
            None => (String::new(), name),
        };
        let mut text = format!(r#"{HEAD}<Relationships xmlns="{RELATIONSHIPS}">"#);
        for Link { id, kind, target } in links {
            text += &format!(r#"<Relationship Id="{id}" Type="{kind}" Target="{target}"/>"#);
        }
        text += "</Relationships>";
        let name = format!("{folder}_rels/{file}.rels");
        self.parts.push((name, text.into()));
    }

    /// The bytes.
    pub fn zipped(self) -> ZipResult<Vec<u8>> {
        let types = format!(
            r#"{HEAD}<Types xmlns="{TYPES}"><Default Extension="rels" ContentType="{RELATIONSHIPS_TYPE}"/>{}</Types>"#,
            self.types
        );
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        // Without a date of its own an entry would take the clock's.
        let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
        let types = ("[Content_Types].xml".to_string(), types.into_bytes());
        for (name, bytes) in [types].iter().chain(&self.parts) {
            zip.start_file(name.as_str(), options)?;
            zip.write_all(bytes)?;
        }
        Ok(zip_origin::unified(zip.finish()?.into_inner()))
    }
}
