//! Owns reading xlsx and xlsm: values and number formats, streamed through
//! calamine. `worksheet_range` is never used: it allocates the box around the
//! cells, which two cells at opposite corners make 550 GB.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use calamine::{DataType, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};

use super::bounds::{Bounds, Budget};
use super::build::SheetBuilder;
use super::error::Fault;
use super::format;
use super::package::{Package, SHEET_BYTES, SMALL_PART_BYTES};
use super::serial;
use super::sheet::{CellValue, Sheet};
use super::xlsx_facts::{self, Facts};
use super::xlsx_parts;
use crate::address::Address;

/// Reads every sheet of cells.
pub(super) fn read(path: &Path, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    let mut package = Package::open(File::open(path).map_err(Fault::Io)?)?;
    check_parts(&mut package, budget.bounds())?;
    let parts = xlsx_parts::sheet_parts(&mut package)?;

    let file = BufReader::new(File::open(path).map_err(Fault::Io)?);
    let mut workbook = Xlsx::new(file).map_err(fault)?;
    let after_1904 = workbook.has_1904_epoch();
    let mut sheets = Vec::new();
    for about in workbook.sheets_metadata().to_vec() {
        if about.typ != SheetType::WorkSheet {
            continue;
        }
        budget.sheet()?;
        let mut read = || {
            // First, because it bounds what calamine will then go through.
            let part = parts
                .get(&about.name)
                .map(String::as_str)
                .unwrap_or_default();
            let facts = match package.xml(part, SHEET_BYTES)? {
                Some(mut xml) => xlsx_facts::read(&mut xml)?,
                None => return Err(Fault::damaged(format!("part {part:?} is missing"))),
            };
            let builder = cells(&mut workbook, &about.name, &facts, after_1904, budget)?;
            Ok((builder, facts))
        };
        let (builder, facts) = read().map_err(|fault: Fault| fault.in_sheet(&about.name))?;
        sheets.push(builder.finish(
            about.name,
            about.visible != SheetVisible::Visible,
            &facts.hidden_rows,
            facts.merges,
            facts.column_widths,
        ));
    }
    Ok(sheets)
}

/// The parts calamine loads whole, checked for size before it does.
pub(super) fn check_parts(package: &mut Package, bounds: &Bounds) -> Result<(), Fault> {
    let Some(workbook) = xlsx_parts::workbook_part(package)? else {
        return Err(Fault::damaged("no workbook part"));
    };
    let folder = xlsx_parts::folder(&workbook);
    package.check("_rels/.rels", SMALL_PART_BYTES)?;
    package.check(&workbook, SMALL_PART_BYTES)?;
    for part in ["styles.xml", "styles.bin", "theme/theme1.xml"] {
        package.check(&format!("{folder}{part}"), SMALL_PART_BYTES)?;
    }
    // Markup around each text; a table without any may still have the part.
    let most = (bounds.text_bytes as u64)
        .saturating_mul(2)
        .saturating_add(SMALL_PART_BYTES);
    for part in ["sharedStrings.xml", "sharedStrings.bin"] {
        let name = format!("{folder}{part}");
        package.check(&name, most)?;
        check_string_count(package, &name, most)?;
    }
    Ok(())
}

/// calamine reserves room for as many texts as the part claims to hold, and a
/// claim beyond memory ends the process. Each text takes some bytes.
fn check_string_count(package: &mut Package, name: &str, most: u64) -> Result<(), Fault> {
    let Some(mut part) = package.read(name, most)? else {
        return Ok(());
    };
    let mut head = Vec::new();
    part.by_ref()
        .take(4096)
        .read_to_end(&mut head)
        .map_err(Fault::from_read)?;
    let head = String::from_utf8_lossy(&head);
    let claim = head
        .split_once("uniqueCount")
        .map(|(_, rest)| rest.trim_start_matches(['=', '"', '\'', ' ', '\t', '\r', '\n']))
        .map(|rest| {
            rest.split(|c: char| !c.is_ascii_digit())
                .next()
                .unwrap_or_default()
        });
    match claim {
        Some(digits)
            if digits
                .parse::<u64>()
                .map_or(digits.len() > 9, |n| n > 100_000_000) =>
        {
            Err(Fault::damaged(format!("{name} claims {digits} texts")))
        }
        _ => Ok(()),
    }
}

fn cells(
    workbook: &mut Xlsx<BufReader<File>>,
    name: &str,
    facts: &Facts,
    after_1904: bool,
    budget: &mut Budget<'_>,
) -> Result<SheetBuilder, Fault> {
    let mut builder = SheetBuilder::new();
    let mut reader = workbook.worksheet_cells_reader(name).map_err(fault)?;
    let formats = number_formats(reader.styles());
    let mut formulas = facts.formulas.iter().copied().peekable();
    let errors: HashMap<u64, Address> = facts.errors.iter().copied().collect();
    for ordinal in 0_u64.. {
        let formula = formulas.next_if_eq(&ordinal).is_some();
        let (cell, style) = match reader.next_cell_with_style_id() {
            Ok(Some(found)) => found,
            Ok(None) => break,
            // An error newer than calamine's list; it goes on behind the cell.
            Err(XlsxError::CellError(text)) => {
                let at = errors.get(&ordinal).copied();
                let at = at.ok_or_else(|| Fault::damaged(format!("error cell {text}")))?;
                builder.push(at, CellValue::Error(text), None, formula, budget)?;
                continue;
            }
            Err(error) => return Err(fault(error)),
        };
        let Some(value) = cell_value(cell.get_value(), formula, after_1904) else {
            continue;
        };
        let (row, column) = cell.get_position();
        let at = Address::checked(row, column)
            .ok_or_else(|| Fault::damaged(format!("cell at row {row}, column {column}")))?;
        let format = formats.get(style).cloned().flatten();
        builder.push(at, value, format, formula, budget)?;
    }
    Ok(builder)
}

/// The number format of each style, shared by all its cells.
fn number_formats(styles: &[calamine::Style]) -> Vec<Option<Arc<str>>> {
    styles
        .iter()
        .map(|style| format::worth_keeping(&style.number_format.as_ref()?.format_code))
        .collect()
}

/// What calamine read, in our terms; `None` for a cell that holds nothing.
pub(super) fn cell_value(
    value: &impl DataType,
    formula: bool,
    after_1904: bool,
) -> Option<CellValue> {
    if value.is_empty() {
        return formula.then_some(CellValue::NoStoredValue);
    }
    if let Some(number) = value.get_float() {
        return Some(CellValue::Number(number));
    }
    if let Some(text) = value.get_string() {
        return Some(CellValue::Text(text.to_owned()));
    }
    if let Some(number) = value.get_int() {
        return Some(CellValue::Number(number as f64));
    }
    if let Some(truth) = value.get_bool() {
        return Some(CellValue::Bool(truth));
    }
    if let Some(date) = value.get_datetime() {
        let shift = after_1904 && date.is_datetime();
        let shift = if shift { serial::DAYS_TO_1904 } else { 0.0 };
        return Some(CellValue::DateTime(date.as_f64() + shift));
    }
    if let Some(iso) = value.get_datetime_iso() {
        let text = || CellValue::Text(iso.to_owned());
        return Some(serial::date(iso).map_or_else(text, CellValue::DateTime));
    }
    if let Some(iso) = value.get_duration_iso() {
        let text = || CellValue::Text(iso.to_owned());
        return Some(serial::duration(iso).map_or_else(text, CellValue::DateTime));
    }
    value
        .get_error()
        .map(|error| CellValue::Error(error.to_string()))
}

fn fault(error: XlsxError) -> Fault {
    match error {
        XlsxError::Password => Fault::Encrypted,
        other => Fault::damaged(other),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write;
    use std::path::PathBuf;

    use tempfile::TempDir;
    use zip::write::SimpleFileOptions;

    use super::*;

    type Error = Box<dyn std::error::Error>;

    /// An xlsx with one sheet, its XML as given.
    pub(in super::super) fn package(folder: &TempDir, sheet: &str) -> Result<PathBuf, Error> {
        let head = "<?xml version=\"1.0\"?>";
        let types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let path = folder.path().join("手写.xlsx");
        let mut zip = zip::ZipWriter::new(File::create(&path)?);
        for (name, content) in [
            (
                "_rels/.rels",
                format!(
                    "{head}<Relationships><Relationship Id=\"r1\" Type=\"{types}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/_rels/workbook.xml.rels",
                format!(
                    "{head}<Relationships><Relationship Id=\"r1\" Type=\"{types}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
                ),
            ),
            (
                "xl/workbook.xml",
                format!(
                    "{head}<workbook><sheets><sheet name=\"数据 &amp; 表\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
                ),
            ),
            (
                "xl/worksheets/sheet1.xml",
                format!("{head}<worksheet>{sheet}</worksheet>"),
            ),
        ] {
            zip.start_file(name, SimpleFileOptions::default())?;
            zip.write_all(content.as_bytes())?;
        }
        zip.finish()?;
        Ok(path)
    }

    #[test]
    fn formulas_and_oddities_in_handwritten_xml() -> Result<(), Error> {
        let folder = TempDir::new()?;
        let path = package(
            &folder,
            "<sheetData>\
             <row r=\"1\"><c r=\"A1\"><f>1+1</f></c><c r=\"B1\"><f>1+1</f><v>2</v></c>\
             <c r=\"C1\" t=\"str\"><f>\"\"</f><v></v></c><c r=\"D1\" t=\"inlineStr\"><is><t>内</t></is></c>\
             <c r=\"E1\" t=\"e\"><f>A1</f><v>#SPILL!</v></c><c r=\"F1\" t=\"b\"><v>0</v></c>\
             <c r=\"G1\" t=\"d\"><v>2021-01-01</v></c><c r=\"H1\"/></row>\
             <row><c><v>3</v></c><c><f>B1</f></c></row>\
             <row r=\"9\" hidden=\"1\"><c r=\"B9\"><f t=\"shared\" si=\"0\"/></c><c r=\"A9\"><v>4</v></c></row>\
             </sheetData>",
        )?;
        let bounds = Bounds::default();
        let sheets = read(&path, &mut Budget::new(&bounds)).map_err(|f| format!("{f:?}"))?;
        let sheet = &sheets[0];
        assert_eq!(sheet.name, "数据 & 表");
        for (at, expected, formula) in [
            ("A1", Some(CellValue::NoStoredValue), true),
            ("B1", Some(CellValue::Number(2.0)), true),
            ("C1", None, false),
            ("D1", Some(CellValue::Text("内".to_owned())), false),
            ("E1", Some(CellValue::Error("#SPILL!".to_owned())), true),
            ("F1", Some(CellValue::Bool(false)), false),
            ("G1", Some(CellValue::DateTime(44_197.0)), false),
            ("H1", None, false),
            ("A2", Some(CellValue::Number(3.0)), false),
            ("B2", Some(CellValue::NoStoredValue), true),
            ("A9", Some(CellValue::Number(4.0)), false),
            ("B9", Some(CellValue::NoStoredValue), true),
        ] {
            let cell = Address::parse_a1(at).and_then(|at| sheet.cell(at));
            assert_eq!(cell.map(|cell| cell.value.clone()), expected, "{at}");
            assert_eq!(cell.is_some_and(|cell| cell.formula), formula, "{at}");
        }
        assert!(sheet.row(8).is_some_and(|row| row.hidden));
        Ok(())
    }
}
