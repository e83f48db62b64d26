//! Owns reading xlsb: its sheets, shared texts and styles; `xlsb_sheet` reads the
//! cells. All of it is our own, because calamine passes over rich texts and over
//! cells in their short form without a word: whole columns would be missing.

use std::collections::HashMap;

use super::budget::{ALLOCATION, Budget};
use super::cfb::{u16_at, u32_at};
use super::error::Fault;
use super::format::{self, Shows};
use super::number_format::NumberFormat;
use super::package::{Package, SMALL_PART_BYTES};
use super::sheet::Sheet;
use super::source::Source;
use super::text::Text;
use super::xlsb_records::{self as records, each_record, wide_text};
use super::xlsb_sheet::{Shared, SheetReader, Style};
use super::xlsx_parts::{self, Target};

/// Reads every sheet of cells.
pub(super) fn read(source: &Source, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    let mut package = Package::open(source.stream()?, budget.bounds())?;
    let part = xlsx_parts::workbook_part(&mut package)?
        .ok_or_else(|| Fault::damaged("no workbook part"))?;
    let folder = xlsx_parts::folder(&part);
    let listed = listed(&mut package, &part, budget)?;
    let shared = Shared {
        texts: texts(&mut package, folder, budget)?,
        styles: styles(&mut package, folder, budget)?,
        after_1904: listed.after_1904,
    };
    let mut sheets = Vec::new();
    for about in listed.sheets {
        budget.sheet()?;
        let mut read = || {
            let bytes = package
                .read(&about.part, u64::MAX)?
                .ok_or_else(|| Fault::damaged(format!("part {:?} is missing", about.part)))?;
            SheetReader::read(bytes, &shared, budget)
        };
        let sheet = read().map_err(|fault| fault.in_sheet(&about.name))?;
        sheets.push(sheet.builder.finish(
            about.name,
            about.hidden,
            &sheet.hidden_rows,
            sheet.merges,
            Vec::new(),
        ));
    }
    Ok(sheets)
}

/// What the workbook part says.
struct Listed {
    sheets: Vec<About>,
    after_1904: bool,
}

/// A sheet of cells as the workbook part lists it.
struct About {
    name: String,
    hidden: bool,
    part: String,
}

fn listed(package: &mut Package, part: &str, budget: &mut Budget<'_>) -> Result<Listed, Fault> {
    let targets = xlsx_parts::targets(package, part)?;
    let mut listed = Listed {
        sheets: Vec::new(),
        after_1904: false,
    };
    let bytes = package
        .read(part, SMALL_PART_BYTES)?
        .ok_or_else(|| Fault::damaged(format!("{part} is missing")))?;
    each_record(bytes, |kind, data| {
        match kind {
            records::WORKBOOK_PROPERTIES => {
                listed.after_1904 = data.first().is_some_and(|flags| flags & 1 != 0);
            }
            records::SHEET => {
                budget.memory(size_of::<About>() + ALLOCATION + data.len())?;
                listed.sheets.extend(about(data, &targets)?);
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(listed)
}

/// A sheet as it is listed; `None` if it is of no cells, such as a chart.
fn about(data: &[u8], targets: &HashMap<String, Target>) -> Result<Option<About>, Fault> {
    let damaged = || Fault::damaged("a sheet that leads nowhere");
    let id_length = u32_at(data, 8).ok_or_else(damaged)?;
    // Macro modules of old are listed without a part of their own.
    if id_length == u32::MAX {
        return Ok(None);
    }
    let id = wide_text(data, 8).ok_or_else(damaged)?;
    let behind = usize::try_from(id_length).unwrap_or(usize::MAX);
    let behind = behind.saturating_mul(2).saturating_add(12);
    let name = wide_text(data, behind).ok_or_else(damaged)?;
    let target = targets.get(&id).ok_or_else(damaged)?;
    Ok(target.is_sheet_of_cells().then(|| About {
        name,
        hidden: u32_at(data, 0) != Some(0),
        part: target.part.clone(),
    }))
}

fn texts(package: &mut Package, folder: &str, budget: &mut Budget<'_>) -> Result<Vec<Text>, Fault> {
    let mut texts = Vec::new();
    let part = format!("{folder}sharedStrings.bin");
    if let Some(bytes) = package.read(&part, SMALL_PART_BYTES)? {
        each_record(bytes, |kind, data| {
            if kind == records::TEXT {
                // Behind a byte that says whether it is rich.
                let text = wide_text(data, 1)
                    .ok_or_else(|| Fault::damaged("a shared text that is cut short"))?;
                budget.memory(size_of::<Text>() + ALLOCATION + text.len())?;
                texts.push(Text::from(text));
            }
            Ok(())
        })?;
    }
    Ok(texts)
}

/// The number format of each cell style.
fn styles(
    package: &mut Package,
    folder: &str,
    budget: &mut Budget<'_>,
) -> Result<Vec<Style>, Fault> {
    let part = format!("{folder}styles.bin");
    let Some(bytes) = package.read(&part, SMALL_PART_BYTES)? else {
        return Ok(Vec::new());
    };
    let mut own: HashMap<u16, Style> = HashMap::new();
    let mut styles = Vec::new();
    // The part also lists the named styles, in records of the same type.
    let mut of_cells = false;
    each_record(bytes, |kind, data| {
        match kind {
            records::FORMAT => {
                if let (Some(id), Some(code)) = (u16_at(data, 0), wide_text(data, 2)) {
                    budget.memory(size_of::<Style>() + ALLOCATION + code.len())?;
                    let format = format::worth_keeping(&code);
                    let shows = format.as_deref().map_or(Shows::Number, format::shows);
                    own.insert(id, Style { format, shows });
                }
            }
            records::CELL_STYLES_BEGIN => of_cells = true,
            records::CELL_STYLES_END => of_cells = false,
            records::XF if of_cells => {
                budget.memory(size_of::<Style>())?;
                let id = u16_at(data, 2).unwrap_or_default();
                styles.push(own.get(&id).cloned().unwrap_or_else(|| Style {
                    format: format::builtin(id).map(NumberFormat::from),
                    shows: format::builtin_shows(id),
                }));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(styles)
}
