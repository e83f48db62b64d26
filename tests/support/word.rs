//! A Word document as another library than the writing one reads it.

use std::io::Cursor;

use docx_rust::DocxFile;
use docx_rust::document::{BodyContent, TableCellContent, TableRow, TableRowContent};

/// What a Word document says.
pub struct Word {
    /// Its paragraphs, without the empty ones.
    pub lines: Vec<String>,
    /// Its tables: rows of cells.
    pub tables: Vec<Vec<Vec<String>>>,
    /// The main part.
    pub xml: String,
    /// The names of its parts.
    pub parts: Vec<String>,
    package: Vec<u8>,
}

impl Word {
    /// Reads a document.
    pub fn of(bytes: &[u8]) -> Word {
        let file = DocxFile::from_reader(Cursor::new(bytes.to_vec())).expect("a Word document");
        let document = file.parse().expect("its parts are sound");
        let (mut lines, mut tables) = (Vec::new(), Vec::new());
        for content in &document.document.body.content {
            match content {
                BodyContent::Paragraph(paragraph) => lines.push(paragraph.text()),
                BodyContent::Table(table) => tables.push(table.rows.iter().map(cells).collect()),
                _ => {}
            }
        }
        lines.retain(|line| !line.is_empty());
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let parts = package.file_names().map(|name| name.unwrap().to_string());
        let parts = parts.collect();
        let main = package.by_name("word/document.xml").expect("a main part");
        let xml = std::io::read_to_string(main).expect("text");
        Word {
            lines,
            tables,
            xml,
            parts,
            package: bytes.to_vec(),
        }
    }

    /// A part's bytes.
    pub fn bytes(&self, part: &str) -> Vec<u8> {
        let mut package = zip::ZipArchive::new(Cursor::new(&self.package)).expect("a package");
        let mut part = package.by_name(part).expect("the part");
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut part, &mut bytes).expect("its bytes");
        bytes
    }

    /// A part's text.
    pub fn part(&self, part: &str) -> String {
        String::from_utf8(self.bytes(part)).expect("text")
    }

    /// All paragraphs, a line each.
    pub fn text(&self) -> String {
        self.lines.join("\n")
    }

    /// The paragraphs and then the tables, a row a line.
    pub fn golden(&self) -> String {
        let tables = self.tables.iter().flat_map(|table| {
            let rows = table.iter().map(|row| row.join(" | "));
            ["".to_string(), "── 表 ──".to_string()]
                .into_iter()
                .chain(rows)
        });
        let lines = self.lines.iter().cloned();
        lines.chain(tables).collect::<Vec<_>>().join("\n")
    }
}

fn cells(row: &TableRow) -> Vec<String> {
    let text = |cell: &TableRowContent| match cell {
        TableRowContent::TableCell(cell) => cell
            .content
            .iter()
            .map(|TableCellContent::Paragraph(paragraph)| paragraph.text())
            .collect::<Vec<_>>()
            .join("\n"),
        TableRowContent::SDT(_) => String::new(),
    };
    row.cells.iter().map(text).collect()
}
