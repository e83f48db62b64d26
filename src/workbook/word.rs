//! Owns reading the tables of a Word document (docx) as sheets, for what is a table by its nature and often comes in a
//! document: an authority's list of indicators. Nothing else of a document is read.
//!
//! A cell that goes on with the one above (`vMerge`) is blank, one over several columns stands in the first of them.
//! Tables one after the other with the same number of columns are one: a table is often cut at the ends of pages. Text
//! that was deleted with changes tracked is not read, nor are tables within cells.

use std::collections::HashSet;

use quick_xml::events::{BytesStart, Event};

use super::bounds::Limit;
use super::budget::Budget;
use super::build::SheetBuilder;
use super::error::{Fault, LooksLike};
use super::ods_cell::skip;
use super::package::{Package, PartXml, attribute, entity_text};
use super::sheet::{CellValue, Sheet};
use super::source::Source;
use crate::address::Address;

/// The part that holds the text of a document.
const DOCUMENT: &str = "word/document.xml";
/// The longest text taken from one cell.
const TEXT_BYTES: usize = 1 << 20;

/// Reads every table.
pub(super) fn read(source: &Source, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    let mut package = Package::open(source.stream()?, budget.bounds())?;
    let Some(mut xml) = package.xml(DOCUMENT, u64::MAX)? else {
        return Err(Fault::NotAWorkbook(LooksLike::OtherOffice));
    };
    tables(&mut xml, budget)
}

/// A cell: its column, its text.
type Row = Vec<(u32, String)>;

fn tables(xml: &mut PartXml<'_>, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    let mut found: Vec<(u32, Vec<Row>)> = Vec::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) if element.name().as_ref() == "w:tbl" => {
                let (columns, rows) = table(xml, budget)?;
                match found.last_mut() {
                    Some((known, above)) if *known == columns => above.extend(rows),
                    _ => found.push((columns, rows)),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let mut sheets = Vec::new();
    for (place, (_, rows)) in found.into_iter().enumerate() {
        budget.sheet()?;
        let mut builder = SheetBuilder::new();
        for (row, cells) in (0..).zip(rows) {
            for (column, text) in cells {
                let at = Address::checked(row, column)
                    .ok_or_else(|| Fault::damaged(format!("cell at row {row}")))?;
                builder.push(at, CellValue::Text(text.into()), None, false, budget)?;
            }
        }
        let name = format!("表{}", place + 1);
        sheets.push(builder.finish(name, false, &HashSet::new(), Vec::new(), Vec::new()));
    }
    Ok(sheets)
}

/// A table's rows, and how many columns it has.
fn table(xml: &mut PartXml<'_>, budget: &mut Budget<'_>) -> Result<(u32, Vec<Row>), Fault> {
    let (mut columns, mut rows) = (0_u32, Vec::new());
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) => match element.name().as_ref() {
                "w:gridCol" => columns = columns.saturating_add(1),
                "w:tr" => {
                    let row = row(xml)?;
                    let bytes = row
                        .iter()
                        .map(|(_, text)| text.len() + size_of::<(u32, String)>());
                    budget.memory(bytes.sum())?;
                    rows.push(row);
                }
                _ => {}
            },
            Event::End(element) if element.name().as_ref() == "w:tbl" => {
                return Ok((columns, rows));
            }
            Event::Eof => return Err(Fault::damaged("a table does not end")),
            _ => {}
        }
    }
}

fn row(xml: &mut PartXml<'_>) -> Result<Row, Fault> {
    let mut cells = Vec::new();
    let mut column = 0_u32;
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) => match element.name().as_ref() {
                "w:gridBefore" => column = column.saturating_add(number(&element, 0)),
                "w:tc" => {
                    let cell = Cell::read(xml)?;
                    if !cell.goes_on && !cell.text.trim().is_empty() {
                        cells.push((column, cell.text));
                    }
                    column = column.saturating_add(cell.columns);
                }
                _ => {}
            },
            Event::End(element) if element.name().as_ref() == "w:tr" => return Ok(cells),
            Event::Eof => return Err(Fault::damaged("a row does not end")),
            _ => {}
        }
    }
}

/// A number of columns in `w:val`.
fn number(element: &BytesStart<'_>, otherwise: u32) -> u32 {
    let text = attribute(element, "val");
    let number = text.and_then(|text| text.parse().ok());
    number.unwrap_or(otherwise)
}

struct Cell {
    text: String,
    /// How many columns it is over.
    columns: u32,
    /// Whether it goes on with the one above.
    goes_on: bool,
}

impl Cell {
    fn read(xml: &mut PartXml<'_>) -> Result<Cell, Fault> {
        let mut cell = Cell {
            text: String::new(),
            columns: 1,
            goes_on: false,
        };
        let (mut paragraphs, mut in_text) = (0_u32, false);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer)? {
                Event::Start(element) => match element.name().as_ref() {
                    "w:gridSpan" => cell.columns = number(&element, 1).max(1),
                    "w:vMerge" => {
                        cell.goes_on = attribute(&element, "val").as_deref() != Some("restart");
                    }
                    "w:p" => {
                        if paragraphs > 0 && !cell.text.is_empty() {
                            cell.text.push('\n');
                        }
                        paragraphs = paragraphs.saturating_add(1);
                    }
                    "w:t" => in_text = true,
                    "w:tab" => cell.text.push(' '),
                    "w:br" | "w:cr" => cell.text.push('\n'),
                    name @ ("w:tbl" | "w:del" | "w:drawing" | "w:pict" | "mc:Fallback") => {
                        let name = name.to_owned();
                        skip(xml, &name)?;
                    }
                    _ => {}
                },
                Event::End(element) => match element.name().as_ref() {
                    "w:t" => in_text = false,
                    "w:tc" => return Ok(cell),
                    _ => {}
                },
                Event::Text(piece) if in_text => cell.text.push_str(&piece.xml10_content()),
                Event::CData(piece) if in_text => cell.text.push_str(&piece.xml10_content()),
                Event::GeneralRef(entity) if in_text => cell.text.push_str(&entity_text(&entity)),
                Event::Eof => return Err(Fault::damaged("a cell does not end")),
                _ => {}
            }
            if cell.text.len() > TEXT_BYTES {
                return Err(Fault::TooLarge(Limit::OneText(TEXT_BYTES)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bounds::Bounds;
    use super::super::package::tests::xml;
    use super::*;

    fn read(content: &str) -> Result<Vec<Sheet>, Fault> {
        tables(&mut xml(content), &mut Budget::new(&Bounds::default()))
    }

    fn told(sheet: &Sheet) -> Vec<String> {
        let rows = sheet.rows.iter().flat_map(|row| {
            row.cells.iter().map(|cell| {
                let CellValue::Text(text) = &cell.value else {
                    unreachable!("cells of documents are texts");
                };
                format!("{} {text}", Address::new(row.index, cell.column))
            })
        });
        rows.collect()
    }

    fn cell(properties: &str, text: &str) -> String {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
    }

    #[test]
    fn merged_cells_and_tables_cut_at_pages() -> Result<(), Fault> {
        let grid = "<w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>";
        let first = [
            cell("<w:vMerge w:val='restart'/>", "决策"),
            cell("<w:gridSpan w:val='2'/>", "甲"),
        ];
        let second = [cell("<w:vMerge/>", ""), cell("", "乙"), cell("", "5")];
        let deleted = "<w:tc><w:p><w:del><w:r><w:delText>旧</w:delText><w:t>旧</w:t></w:r></w:del><w:r><w:t>新&lt;1</w:t><w:br/><w:t>二</w:t></w:r></w:p><w:p><w:r><w:t>三</w:t></w:r></w:p></w:tc>";
        let sheets = read(&format!(
            "<w:body><w:tbl>{grid}<w:tr>{}</w:tr><w:tr>{}</w:tr></w:tbl><w:p/>\
             <w:tbl>{grid}<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr>{deleted}</w:tr></w:tbl>\
             <w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr>{}</w:tr></w:tbl></w:body>",
            first.concat(),
            second.concat(),
            cell("", "别的表")
        ))?;
        assert_eq!(sheets.len(), 2);
        assert_eq!(
            told(&sheets[0]),
            ["A1 决策", "B1 甲", "B2 乙", "C2 5", "B3 新<1\n二\n三"]
        );
        assert_eq!(told(&sheets[1]), ["A1 别的表"]);
        assert!(read("<w:tbl><w:tr>").is_err());
        Ok(())
    }
}
