//! Owns reading ods, by a streaming reader of its own.
//!
//! calamine keeps an ods sheet as the box around its cells (up to 100 million
//! cells), and knows neither percentages nor hidden rows. A second pass to find
//! those out would have to read all that is read here anyhow.
//!
//! Not known from ods: number formats other than a percentage, column widths.

use std::collections::HashSet;

use quick_xml::events::{BytesStart, Event};

use super::budget::Budget;
use super::build::SheetBuilder;
use super::error::Fault;
use super::number_format::NumberFormat;
use super::ods_cell::{self, OdsCell, count};
use super::package::{Package, PartXml, SMALL_PART_BYTES, attribute};
use super::sheet::Sheet;
use super::source::Source;
use crate::address::Address;

/// Reads every sheet.
pub(super) fn read(source: &Source, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    let mut package = Package::open(source.stream()?, budget.bounds())?;
    if is_encrypted(&mut package)? {
        return Err(Fault::Encrypted);
    }
    let mut xml = package
        .xml("content.xml", u64::MAX)?
        .ok_or_else(|| Fault::damaged("content.xml is missing"))?;
    sheets(&mut xml, budget)
}

fn is_encrypted(package: &mut Package) -> Result<bool, Fault> {
    if !package.has("content.xml") && package.has("encrypted-package") {
        return Ok(true);
    }
    let Some(mut xml) = package.xml("META-INF/manifest.xml", SMALL_PART_BYTES)? else {
        return Ok(false);
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "encryption-data" => {
                return Ok(true);
            }
            Event::Eof => return Ok(false),
            _ => {}
        }
    }
}

fn sheets(xml: &mut PartXml<'_>, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    let mut sheets = Vec::new();
    let mut hidden_styles = HashSet::new();
    let mut style = String::new();
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) => match element.name().as_ref() {
                "style:style" => style = attribute(&element, "name").unwrap_or_default(),
                "style:table-properties"
                    if attribute(&element, "display").as_deref() == Some("false") =>
                {
                    hidden_styles.insert(style.clone());
                }
                // Copies of tables in other files, kept for links.
                "table:dde-links" => ods_cell::skip(xml, "table:dde-links")?,
                "table:table" => {
                    let name = attribute(&element, "name").unwrap_or_default();
                    if name.starts_with("'file:") && name.contains("'#") {
                        ods_cell::skip(xml, "table:table")?;
                        continue;
                    }
                    let style = attribute(&element, "style-name").unwrap_or_default();
                    budget.sheet()?;
                    let table = Table::read(xml, budget).map_err(|f| f.in_sheet(&name))?;
                    let hidden = hidden_styles.contains(&style);
                    sheets.push(table.builder.finish(
                        name,
                        hidden,
                        &table.hidden_rows,
                        table.merges,
                        Vec::new(),
                    ));
                }
                _ => {}
            },
            Event::Eof => return Ok(sheets),
            _ => {}
        }
    }
}

/// A sheet being read.
struct Table {
    builder: SheetBuilder,
    hidden_rows: HashSet<u32>,
    merges: Vec<(Address, Address)>,
    percent: NumberFormat,
}

impl Table {
    fn read(xml: &mut PartXml<'_>, budget: &mut Budget<'_>) -> Result<Self, Fault> {
        let mut table = Self {
            builder: SheetBuilder::new(),
            hidden_rows: HashSet::new(),
            merges: Vec::new(),
            percent: NumberFormat::from("0.00%"),
        };
        let mut row = 0_u32;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer)? {
                Event::Start(element) => match element.name().as_ref() {
                    "table:table-row" => {
                        let repeat = count(&element, "number-rows-repeated");
                        table.row(xml, &element, row, repeat, budget)?;
                        row = row.saturating_add(repeat);
                    }
                    // Drawings over the sheet may hold tables of their own.
                    "table:shapes" => ods_cell::skip(xml, "table:shapes")?,
                    "table:table" => ods_cell::skip(xml, "table:table")?,
                    _ => {}
                },
                Event::End(element) if element.name().as_ref() == "table:table" => {
                    return Ok(table);
                }
                Event::Eof => return Err(Fault::damaged("a table does not end")),
                _ => {}
            }
        }
    }

    fn row(
        &mut self,
        xml: &mut PartXml<'_>,
        element: &BytesStart<'_>,
        row: u32,
        repeat: u32,
        budget: &mut Budget<'_>,
    ) -> Result<(), Fault> {
        let hidden = matches!(
            attribute(element, "visibility").as_deref(),
            Some("collapse" | "filter")
        );
        let cells = self.cells(xml, row, budget)?;
        // An empty row may be repeated to the end of the sheet; a full one is
        // written out, and the budget stops it where that is too much.
        if cells.is_empty() {
            return Ok(());
        }
        for row in row..row.saturating_add(repeat) {
            if hidden {
                budget.memory(2 * size_of::<u32>())?;
                self.hidden_rows.insert(row);
            }
            for (column, cell) in &cells {
                for column in *column..column.saturating_add(cell.repeat) {
                    let at = Address::checked(row, column)
                        .ok_or_else(|| Fault::damaged(format!("cell at row {row}")))?;
                    let Some(value) = cell.value.clone() else {
                        continue;
                    };
                    let format = cell.format.clone();
                    self.builder.push(at, value, format, cell.formula, budget)?;
                }
            }
        }
        Ok(())
    }

    /// The cells of a row that hold something, each with its column.
    fn cells(
        &mut self,
        xml: &mut PartXml<'_>,
        row: u32,
        budget: &mut Budget<'_>,
    ) -> Result<Vec<(u32, OdsCell)>, Fault> {
        let mut cells = Vec::new();
        let mut column = 0_u32;
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer)? {
                Event::Start(element)
                    if matches!(
                        element.name().as_ref(),
                        "table:table-cell" | "table:covered-table-cell"
                    ) =>
                {
                    let cell = ods_cell::read(xml, &element, &self.percent)?;
                    if cell.span != (1, 1) {
                        budget.memory(2 * size_of::<(Address, Address)>())?;
                        self.merge(row, column, cell.span);
                    }
                    let next = column.saturating_add(cell.repeat);
                    if cell.value.is_some() {
                        cells.push((column, cell));
                    }
                    column = next;
                }
                Event::End(element) if element.name().as_ref() == "table:table-row" => {
                    return Ok(cells);
                }
                Event::Eof => return Err(Fault::damaged("a row does not end")),
                _ => {}
            }
        }
    }

    fn merge(&mut self, row: u32, column: u32, (columns, rows): (u32, u32)) {
        let first = Address::checked(row, column);
        let last = Address::checked(
            row.saturating_add(rows - 1),
            column.saturating_add(columns - 1),
        );
        self.merges.extend(first.zip(last));
    }
}

#[cfg(test)]
mod tests {
    use super::super::bounds::{Bounds, Limit};
    use super::super::package::tests::xml;
    use super::super::sheet::CellValue;
    use super::*;

    fn read(content: &str) -> Result<Vec<Sheet>, Fault> {
        let bounds = Bounds {
            cells: 1000,
            ..Bounds::default()
        };
        sheets(&mut xml(content), &mut Budget::new(&bounds))
    }

    #[test]
    fn values_repeats_and_visibility() -> Result<(), Fault> {
        let sheets = read(
            "<style:style style:name='t1'><style:table-properties table:display='false'/></style:style>\
             <table:table table:name='表 &amp; 一' table:style-name='t1'>\
             <table:table-row table:number-rows-repeated='2' table:visibility='collapse'>\
               <table:table-cell table:number-columns-repeated='2' office:value-type='percentage' office:value='0.075'><text:p>7.5%</text:p></table:table-cell>\
               <table:table-cell/>\
               <table:table-cell office:value-type='string' table:number-columns-spanned='2'><office:annotation><text:p>批注</text:p></office:annotation><text:p>甲<text:s text:c='2'/>&lt;乙</text:p><text:p>丙</text:p></table:table-cell>\
             </table:table-row>\
             <table:table-row table:number-rows-repeated='1000'><table:table-cell table:number-columns-repeated='16384'/></table:table-row>\
             <table:table-row>\
               <table:table-cell table:formula='of:=1' office:value-type='float' office:value='1'/>\
               <table:table-cell table:formula='of:=1'/>\
               <table:table-cell office:value-type='date' office:date-value='2021-01-01'/>\
               <table:table-cell office:value-type='boolean' office:boolean-value='true'/>\
               <table:table-cell office:value-type='string' office:string-value='' calcext:value-type='error'><text:p>#DIV/0!</text:p></table:table-cell>\
               <table:table-cell office:value-type='time' office:time-value='PT36H00M00S'/>\
             </table:table-row></table:table>\
             <table:table table:name=\"'file:///a.ods'#表\"><table:table-row/></table:table>",
        )?;
        assert_eq!(sheets.len(), 1);
        let sheet = &sheets[0];
        assert!(sheet.hidden && sheet.name == "表 & 一");
        let rows: Vec<_> = sheet
            .rows
            .iter()
            .map(|row| (row.index, row.hidden))
            .collect();
        assert_eq!(rows, [(0, true), (1, true), (1002, false)]);
        let first = &sheet.rows[1].cells;
        assert!(first[0].is_percent() && first[1].is_percent() && first[1].column == 1);
        assert_eq!(first[2].value, CellValue::Text("甲  <乙\n丙".into()));
        assert_eq!(sheet.merges, [(Address::new(0, 3), Address::new(0, 4))]);
        let last: Vec<_> = sheet.rows[2]
            .cells
            .iter()
            .map(|c| c.value.clone())
            .collect();
        assert_eq!(
            last,
            [
                CellValue::Number(1.0),
                CellValue::NoStoredValue,
                CellValue::DateTime(44_197.0),
                CellValue::Bool(true),
                CellValue::Error("#DIV/0!".into()),
                CellValue::DateTime(1.5),
            ]
        );
        assert!(sheet.rows[2].cells[0].formula && !sheet.rows[2].cells[2].formula);
        Ok(())
    }

    #[test]
    fn a_repeated_cell_meets_the_bound() {
        let repeated = read(
            "<table:table><table:table-row table:number-rows-repeated='1048576'>\
             <table:table-cell table:number-columns-repeated='16384' office:value-type='float' office:value='1'/>\
             </table:table-row></table:table>",
        );
        assert!(matches!(repeated, Err(Fault::TooLarge(Limit::Cells(1000)))));
        assert!(read("<table:table><table:table-row>").is_err());
    }
}
