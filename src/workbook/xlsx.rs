//! Owns reading xlsx and xlsm: values and number formats, streamed through
//! calamine. `worksheet_range` is never used: it allocates the box around the
//! cells, which two cells at opposite corners make 550 GB.

use std::io::BufReader;

use calamine::{DataType, Reader as _, SheetType, SheetVisible, Xlsx, XlsxError};
use quick_xml::events::Event;

use super::budget::{ALLOCATION, Budget};
use super::build::SheetBuilder;
use super::error::Fault;
use super::format;
use super::number_format::NumberFormat;
use super::package::{Package, SMALL_PART_BYTES, attribute};
use super::serial;
use super::sheet::{CellValue, Sheet};
use super::source::{Source, Stream};
use super::xlsx_facts::{self, Facts};
use super::xlsx_parts;
use super::xlsx_strikes::{self, Strikes};
use crate::address::Address;

/// Reads every sheet of cells.
pub(super) fn read(source: &Source, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    let mut package = Package::open(source.stream()?, budget.bounds())?;
    let texts = check_parts(&mut package, budget)?;
    let parts = xlsx_parts::sheet_parts(&mut package)?;
    let struck = Strikes::of_part(&mut package, &texts, budget)?;

    let file = BufReader::new(source.stream()?);
    let mut workbook = Xlsx::new(file).map_err(fault)?;
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
            let facts = match package.xml(part, u64::MAX)? {
                Some(mut xml) => xlsx_facts::read(&mut xml, budget)?,
                None => return Err(Fault::damaged(format!("part {part:?} is missing"))),
            };
            let builder = cells(&mut workbook, &about.name, &facts, &struck, budget)?;
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

/// The parts calamine loads whole, checked for what they would take before it does. Returns the part of the shared
/// texts.
fn check_parts(package: &mut Package, budget: &mut Budget<'_>) -> Result<String, Fault> {
    let Some(workbook) = xlsx_parts::workbook_part(package)? else {
        return Err(Fault::damaged("no workbook part"));
    };
    let folder = xlsx_parts::folder(&workbook);
    let name = workbook.get(folder.len()..).unwrap_or_default();
    for (part, counted, each) in [
        ("_rels/.rels".to_owned(), "Relationship", size_of::<Sheet>()),
        (
            format!("{folder}_rels/{name}.rels"),
            "Relationship",
            size_of::<Sheet>(),
        ),
        (workbook.clone(), "sheet", size_of::<Sheet>()),
        (
            format!("{folder}styles.xml"),
            "xf",
            size_of::<calamine::Style>(),
        ),
        (format!("{folder}theme/theme1.xml"), "srgbClr", 0),
        (
            format!("{folder}sharedStrings.xml"),
            "si",
            size_of::<String>() + ALLOCATION,
        ),
    ] {
        if let Some(census) = package.census(&part, counted)? {
            // Every element may become something of its own, such as a font.
            let elements = census.elements.saturating_mul(ALLOCATION / 4);
            let bytes = usize::try_from(census.bytes).unwrap_or(usize::MAX);
            budget.memory(census.counted.saturating_mul(each))?;
            budget.memory(elements.saturating_add(bytes))?;
        }
    }
    let texts = format!("{folder}sharedStrings.xml");
    check_string_count(package, &texts, budget)?;
    Ok(texts)
}

/// calamine reserves room for as many texts as the part claims to hold, and a
/// claim beyond memory ends the process.
fn check_string_count(
    package: &mut Package,
    name: &str,
    budget: &mut Budget<'_>,
) -> Result<(), Fault> {
    let Some(mut xml) = package.xml(name, SMALL_PART_BYTES)? else {
        return Ok(());
    };
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer)? {
            Event::Start(element) if element.local_name().as_ref() == "sst" => {
                let claim = attribute(&element, "uniqueCount").and_then(|text| text.parse().ok());
                return budget.memory(size_of::<String>().saturating_mul(claim.unwrap_or(0)));
            }
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn cells(
    workbook: &mut Xlsx<BufReader<Stream>>,
    name: &str,
    facts: &Facts,
    struck: &Strikes,
    budget: &mut Budget<'_>,
) -> Result<SheetBuilder, Fault> {
    let after_1904 = workbook.has_1904_epoch();
    let mut builder = SheetBuilder::new();
    let mut reader = workbook.worksheet_cells_reader(name).map_err(fault)?;
    let formats = number_formats(reader.styles());
    let strikes: Vec<bool> = reader.styles().iter().map(is_struck).collect();
    let mut formulas = facts.formulas.iter().copied().peekable();
    let mut errors = facts.errors.iter().copied().peekable();
    for ordinal in 0_u64.. {
        let formula = formulas.next_if_eq(&ordinal).is_some();
        let error_at = errors.next_if(|(error, _)| *error == ordinal);
        let (cell, style) = match reader.next_cell_with_style_id() {
            Ok(Some(found)) => found,
            Ok(None) => break,
            // An error newer than calamine's list; it goes on behind the cell.
            Err(XlsxError::CellError(text)) => {
                let at = error_at.map(|(_, at)| at);
                let at = at.ok_or_else(|| Fault::damaged(format!("error cell {text}")))?;
                builder.push(at, CellValue::Error(text.into()), None, formula, budget)?;
                continue;
            }
            Err(error) => return Err(fault(error)),
        };
        let value = match cell.get_value().get_string() {
            Some(text) => CellValue::Text(builder.text(text)),
            None => match cell_value(cell.get_value(), formula, after_1904) {
                Some(value) => value,
                None => continue,
            },
        };
        let (row, column) = cell.get_position();
        let at = Address::checked(row, column)
            .ok_or_else(|| Fault::damaged(format!("cell at row {row}, column {column}")))?;
        let value = match value {
            value if strikes.get(style) == Some(&true) => xlsx_strikes::whole(value),
            CellValue::Text(text) => {
                let marked = struck.marked(&text).or_else(|| facts.struck.marked(&text));
                CellValue::Text(marked.map_or(text, |marked| marked.as_str().into()))
            }
            value => value,
        };
        let format = formats.get(style).cloned().flatten();
        builder.push(at, value, format, formula, budget)?;
    }
    Ok(builder)
}

/// The number format of each style, shared by all its cells.
fn number_formats(styles: &[calamine::Style]) -> Vec<Option<NumberFormat>> {
    styles
        .iter()
        .map(|style| format::worth_keeping(&style.number_format.as_ref()?.format_code))
        .collect()
}

fn is_struck(style: &calamine::Style) -> bool {
    style.font.as_ref().is_some_and(|font| font.strikethrough)
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
        return Some(CellValue::Text(text.into()));
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
        let text = || CellValue::Text(iso.into());
        return Some(serial::date(iso).map_or_else(text, CellValue::DateTime));
    }
    if let Some(iso) = value.get_duration_iso() {
        let text = || CellValue::Text(iso.into());
        return Some(serial::duration(iso).map_or_else(text, CellValue::DateTime));
    }
    value
        .get_error()
        .map(|error| CellValue::Error(error.to_string().into()))
}

fn fault(error: XlsxError) -> Fault {
    match error {
        XlsxError::Password => Fault::Encrypted,
        other => Fault::damaged(other),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::fs::File;
    use std::io::Write;
    use std::path::PathBuf;

    use tempfile::TempDir;
    use zip::write::SimpleFileOptions;

    use super::super::bounds::Bounds;
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
        let sheets = read(&Source::from(path.as_path()), &mut Budget::new(&bounds))
            .map_err(|f| format!("{f:?}"))?;
        let sheet = &sheets[0];
        assert_eq!(sheet.name, "数据 & 表");
        for (at, expected, formula) in [
            ("A1", Some(CellValue::NoStoredValue), true),
            ("B1", Some(CellValue::Number(2.0)), true),
            ("C1", None, false),
            ("D1", Some(CellValue::Text("内".into())), false),
            ("E1", Some(CellValue::Error("#SPILL!".into())), true),
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
