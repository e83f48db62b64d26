//! Owns reading xlsb: values streamed through calamine, all else through our
//! own pass (`xlsb_facts`).

use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use calamine::{Reader as _, SheetType, SheetVisible, Xlsb, XlsbError};

use super::bounds::Budget;
use super::build::SheetBuilder;
use super::error::Fault;
use super::package::Package;
use super::sheet::{CellValue, Sheet};
use super::xlsb_facts::{self, SheetFacts};
use super::xlsx::cell_value;
use super::xlsx_parts;
use crate::address::Address;

/// Reads every sheet of cells.
pub(super) fn read(path: &Path, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    let mut package = Package::open(File::open(path).map_err(Fault::Io)?, budget.bounds())?;
    let part = xlsx_parts::workbook_part(&mut package)?.unwrap_or_default();
    xlsb_facts::check_texts(&mut package, xlsx_parts::folder(&part), budget)?;
    let formats = xlsb_facts::formats(&mut package, xlsx_parts::folder(&part))?;
    let parts = xlsb_facts::sheet_parts(&mut package, &part)?;

    let file = BufReader::new(File::open(path).map_err(Fault::Io)?);
    let mut workbook = Xlsb::new(file).map_err(fault)?;
    let mut sheets = Vec::new();
    for about in workbook.sheets_metadata().to_vec() {
        if about.typ != SheetType::WorkSheet {
            continue;
        }
        budget.sheet()?;
        let mut read = || {
            let part = parts
                .get(&about.name)
                .map(String::as_str)
                .unwrap_or_default();
            let facts = xlsb_facts::sheet(&mut package, part, budget)?;
            let builder = cells(&mut workbook, &about.name, &facts, &formats, budget)?;
            Ok((builder, facts))
        };
        let (builder, facts) = read().map_err(|fault: Fault| fault.in_sheet(&about.name))?;
        sheets.push(builder.finish(
            about.name,
            about.visible != SheetVisible::Visible,
            &facts.hidden_rows,
            facts.merges,
            Vec::new(),
        ));
    }
    Ok(sheets)
}

fn cells(
    workbook: &mut Xlsb<BufReader<File>>,
    name: &str,
    facts: &SheetFacts,
    formats: &[Option<Arc<str>>],
    budget: &mut Budget<'_>,
) -> Result<SheetBuilder, Fault> {
    let styles: HashMap<Address, u32> = facts.cells.iter().copied().collect();
    let format_at = |at: &Address| {
        let style = usize::try_from(*styles.get(at)?).ok()?;
        formats.get(style).cloned().flatten()
    };
    let after_1904 = workbook.has_1904_epoch();
    let mut builder = SheetBuilder::new();
    let mut reader = workbook.worksheet_cells_reader(name).map_err(fault)?;
    while let Some(cell) = reader.next_cell().map_err(fault)? {
        let (row, column) = cell.get_position();
        let at = Address::checked(row, column)
            .ok_or_else(|| Fault::damaged(format!("cell at row {row}, column {column}")))?;
        let formula = facts.formulas.contains(&at);
        let Some(value) = cell_value(cell.get_value(), formula, after_1904) else {
            continue;
        };
        builder.push(at, value, format_at(&at), formula, budget)?;
    }
    for &(at, error) in &facts.errors {
        let value = CellValue::Error(error.to_owned());
        builder.push(at, value, format_at(&at), true, budget)?;
    }
    Ok(builder)
}

fn fault(error: XlsbError) -> Fault {
    match error {
        XlsbError::Password => Fault::Encrypted,
        other => Fault::damaged(other),
    }
}
