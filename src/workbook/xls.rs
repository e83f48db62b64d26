//! Owns reading xls, and et of WPS, which is xls inside: values through
//! calamine, which is handed what `xls_plain` leaves, all else through our own
//! pass (`xls_facts`).

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{
    Data, DataType, Dimensions, Range, Reader as _, SheetType, SheetVisible, Xls, XlsError,
    XlsOptions,
};

use super::budget::Budget;
use super::build::SheetBuilder;
use super::cfb::CompoundFile;
use super::error::Fault;
use super::number_format::NumberFormat;
use super::sheet::{CellValue, Sheet};
use super::source::Source;
use super::xls_facts::{self, SheetFacts};
use super::xls_plain;
use super::xlsx::cell_value;
use crate::address::Address;

/// The code page of UTF-16.
const UTF_16: u16 = 1200;

/// Reads every sheet of cells.
pub(super) fn read(source: &Source, budget: &mut Budget<'_>) -> Result<Vec<Sheet>, Fault> {
    // First, because it refuses what would make calamine run out of memory.
    let mut stream = {
        let compound = CompoundFile::open(source)?;
        xls_facts::stream(&compound)?
    };
    let mut facts = xls_facts::read(&stream, budget)?;
    xls_plain::without_formulas(&mut stream, facts.starts.iter().copied());
    let file = Cursor::new(xls_plain::compound_file(&stream)?);
    drop(stream);
    // Since Excel 97 every text is UTF-16, whatever code page a writer claims besides;
    // calamine would go by the claim and read nonsense.
    let mut options = XlsOptions::default();
    options.force_codepage = facts.wide.then_some(UTF_16);
    // Where a record is shorter than it should be, calamine panics.
    let workbook = catch_unwind(AssertUnwindSafe(|| Xls::new_with_options(file, options)));
    let mut workbook = workbook
        .map_err(|_| Fault::damaged("a record of the workbook stream"))?
        .map_err(fault)?;
    let after_1904 = workbook.has_1904_epoch();
    let mut sheets = Vec::new();
    for (at, about) in workbook.sheets_metadata().to_vec().into_iter().enumerate() {
        if about.typ != SheetType::WorkSheet {
            continue;
        }
        budget.sheet()?;
        let own = facts
            .sheets
            .get_mut(at)
            .map(std::mem::take)
            .unwrap_or_default();
        let mut read = || {
            // The box around the cells: calamine has nothing leaner for xls. The
            // facts have made sure that it is at most 65,536 × 256.
            let range = workbook.worksheet_range(&about.name).map_err(fault)?;
            let merges = workbook
                .merge_cells_by_sheet_name(&about.name)
                .map_err(fault)?;
            let mut cells = Cells {
                facts: &own,
                formats: &facts.formats,
                after_1904,
                builder: SheetBuilder::new(),
            };
            cells.take(&range, budget)?;
            Ok((cells.builder, merges))
        };
        let (builder, merges) = read().map_err(|fault: Fault| fault.in_sheet(&about.name))?;
        sheets.push(builder.finish(
            about.name,
            about.visible != SheetVisible::Visible,
            &own.hidden_rows,
            merges.iter().filter_map(region).collect(),
            own.column_widths,
        ));
    }
    Ok(sheets)
}

/// The cells of one sheet.
struct Cells<'a> {
    facts: &'a SheetFacts,
    formats: &'a [Option<NumberFormat>],
    after_1904: bool,
    builder: SheetBuilder,
}

impl Cells<'_> {
    fn take(&mut self, range: &Range<Data>, budget: &mut Budget<'_>) -> Result<(), Fault> {
        let (row_from, column_from) = range.start().unwrap_or_default();
        for (row, column, data) in range.used_cells() {
            // A range counts from its own first cell.
            let row = row_from.saturating_add(u32::try_from(row).unwrap_or(u32::MAX));
            let column = column_from.saturating_add(u32::try_from(column).unwrap_or(u32::MAX));
            let at = Address::checked(row, column)
                .ok_or_else(|| Fault::damaged(format!("cell at row {row}")))?;
            let formula = self.facts.formulas.contains(&at);
            if let Some(value) = cell_value(data, formula, self.after_1904) {
                let format = self.format(at);
                self.builder.push(at, value, format, formula, budget)?;
            }
        }
        // A formula whose text result the file promises but does not hold.
        // An empty text is a value, and is not `None` or `Empty` here.
        for at in self.facts.formulas_in_order() {
            let stored = range.get_value((at.row, u32::from(at.column)));
            if stored.is_none_or(DataType::is_empty) {
                self.builder
                    .push(at, CellValue::NoStoredValue, None, true, budget)?;
            }
        }
        Ok(())
    }

    fn format(&self, at: Address) -> Option<NumberFormat> {
        let style = usize::from(*self.facts.styles.get(&at)?);
        self.formats.get(style).cloned().flatten()
    }
}

/// A merged region's first and last cell.
fn region(merged: &Dimensions) -> Option<(Address, Address)> {
    let (row, column) = merged.start;
    let (last_row, last_column) = merged.end;
    Some((
        Address::checked(row, column)?,
        Address::checked(last_row, last_column)?,
    ))
}

fn fault(error: XlsError) -> Fault {
    match error {
        XlsError::Password => Fault::Encrypted,
        other => Fault::damaged(other),
    }
}
