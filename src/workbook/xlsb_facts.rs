//! Owns what calamine does not tell of an xlsb workbook: number formats, hidden
//! rows, merged regions, formulas, and formulas whose result is an error (which
//! calamine passes over). Layouts are those of MS-XLSB.

use std::collections::{HashMap, HashSet};
use std::io::{self, Read};
use std::sync::Arc;

use super::bounds::{ALLOCATION, Budget};
use super::cfb::{u16_at, u32_at};
use super::error::Fault;
use super::format;
use super::package::{Package, SMALL_PART_BYTES};
use super::xlsx_parts;
use crate::address::Address;

const ROW: u16 = 0x0000;
const FORMULA_ERROR: u16 = 0x000B;
const FORMAT: u16 = 0x002C;
const XF: u16 = 0x002F;
const SHEET: u16 = 0x009C;
const MERGE: u16 = 0x00B0;
const CELL_STYLES_BEGIN: u16 = 0x0269;
const CELL_STYLES_END: u16 = 0x026A;

/// What is kept of a cell beside its value: its place and style in a list and in a
/// table, and whether it is a formula or an error.
const FACT: usize = 64;

/// The longest record worth reading; a cell's text is far shorter.
const RECORD_BYTES: usize = 16 << 20;

/// What one sheet says beside its values.
#[derive(Debug, Default, PartialEq)]
pub(super) struct SheetFacts {
    pub(super) hidden_rows: HashSet<u32>,
    pub(super) merges: Vec<(Address, Address)>,
    /// Each cell's style, in the order of the file, without the blank ones.
    pub(super) cells: Vec<(Address, u32)>,
    pub(super) formulas: HashSet<Address>,
    /// Formulas whose stored result is an error.
    pub(super) errors: Vec<(Address, &'static str)>,
}

/// The number format of each cell style.
pub(super) fn formats(package: &mut Package, folder: &str) -> Result<Vec<Option<Arc<str>>>, Fault> {
    let part = format!("{folder}styles.bin");
    let Some(bytes) = package.read(&part, SMALL_PART_BYTES)? else {
        return Ok(Vec::new());
    };
    let mut codes: HashMap<u16, Option<Arc<str>>> = HashMap::new();
    let mut formats = Vec::new();
    // The part also lists the named styles, in records of the same type.
    let mut of_cells = false;
    each_record(bytes, |kind, data| {
        match kind {
            FORMAT => {
                if let (Some(id), Some(code)) = (u16_at(data, 0), wide_text(data, 2)) {
                    codes.insert(id, format::worth_keeping(&code));
                }
            }
            CELL_STYLES_BEGIN => of_cells = true,
            CELL_STYLES_END => of_cells = false,
            XF if of_cells => {
                let id = u16_at(data, 2).unwrap_or_default();
                formats.push(match codes.get(&id) {
                    Some(code) => code.clone(),
                    None => format::builtin(id).map(Arc::from),
                });
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(formats)
}

/// The part of each sheet, by the sheet's name.
pub(super) fn sheet_parts(
    package: &mut Package,
    workbook: &str,
) -> Result<HashMap<String, String>, Fault> {
    let targets = xlsx_parts::sheet_targets(package, workbook)?;
    let mut parts = HashMap::new();
    let Some(bytes) = package.read(workbook, SMALL_PART_BYTES)? else {
        return Ok(parts);
    };
    each_record(bytes, |kind, data| {
        if kind == SHEET {
            let id = wide_text(data, 8).unwrap_or_default();
            let id_bytes = u32_at(data, 8).unwrap_or_default() as usize * 2;
            let name = wide_text(data, 12_usize.saturating_add(id_bytes));
            if let (Some(name), Some(target)) = (name, targets.get(&id)) {
                parts.entry(name).or_insert_with(|| target.clone());
            }
        }
        Ok(())
    })?;
    Ok(parts)
}

/// The facts of one sheet.
pub(super) fn sheet(
    package: &mut Package,
    part: &str,
    budget: &mut Budget<'_>,
) -> Result<SheetFacts, Fault> {
    let bytes = package
        .read(part, u64::MAX)?
        .ok_or_else(|| Fault::damaged(format!("part {part:?} is missing")))?;
    let mut facts = SheetFacts::default();
    let mut row = 0;
    each_record(bytes, |kind, data| {
        if matches!(kind, ROW | 0x0002..=0x000B | MERGE) {
            budget.memory(FACT)?;
        }
        facts.take(kind, data, &mut row)
    })?;
    Ok(facts)
}

/// Counts the texts that calamine will load whole.
pub(super) fn check_texts(
    package: &mut Package,
    folder: &str,
    budget: &mut Budget<'_>,
) -> Result<(), Fault> {
    let Some(bytes) = package.read(&format!("{folder}sharedStrings.bin"), SMALL_PART_BYTES)? else {
        return Ok(());
    };
    each_record(bytes, |_, data| {
        budget.memory(size_of::<String>() + ALLOCATION + data.len())
    })
}

impl SheetFacts {
    fn take(&mut self, kind: u16, data: &[u8], row: &mut u32) -> Result<(), Fault> {
        match kind {
            ROW => {
                *row = u32_at(data, 0).unwrap_or_default();
                if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    self.hidden_rows.insert(*row);
                }
            }
            // Cells of every kind but blank, constants first and then formulas.
            0x0002..=0x000B => {
                let column = u32_at(data, 0).unwrap_or(u32::MAX);
                let at = Address::checked(*row, column)
                    .ok_or_else(|| Fault::damaged(format!("cell at row {row}")))?;
                // The lower three bytes; the fourth holds a flag.
                let style = u32_at(data, 4).unwrap_or_default() & 0x00FF_FFFF;
                self.cells.push((at, style));
                if kind >= 0x0008 {
                    self.formulas.insert(at);
                }
                if kind == FORMULA_ERROR {
                    let code = data.get(8).copied().unwrap_or_default();
                    self.errors.push((at, error_text(code)));
                }
            }
            MERGE => {
                let number = |at| u32_at(data, at).unwrap_or(u32::MAX);
                let first = Address::checked(number(0), number(8));
                let last = Address::checked(number(4), number(12));
                self.merges.extend(first.zip(last));
            }
            _ => {}
        }
        Ok(())
    }
}

fn error_text(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#ERROR!",
    }
}

/// Goes through the records of a part. Their types and lengths are written in
/// bytes of seven bits.
fn each_record(
    part: impl Read,
    mut take: impl FnMut(u16, &[u8]) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut part = io::BufReader::with_capacity(1 << 16, part);
    let mut data = Vec::new();
    while let Some(first) = byte(&mut part)? {
        let mut kind = u16::from(first & 0x7F);
        if first & 0x80 != 0 {
            kind |= u16::from(byte(&mut part)?.unwrap_or_default() & 0x7F) << 7;
        }
        let mut length = 0_usize;
        for shift in [0, 7, 14, 21] {
            let next = byte(&mut part)?.unwrap_or_default();
            length |= usize::from(next & 0x7F) << shift;
            if next & 0x80 == 0 {
                break;
            }
        }
        if length > RECORD_BYTES {
            return Err(Fault::damaged(format!("record of {length} bytes")));
        }
        data.resize(length, 0);
        part.read_exact(&mut data).map_err(Fault::from_read)?;
        take(kind, &data)?;
    }
    Ok(())
}

fn byte(part: &mut impl Read) -> Result<Option<u8>, Fault> {
    let mut one = [0];
    match part.read_exact(&mut one) {
        Ok(()) => Ok(Some(one[0])),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(Fault::from_read(error)),
    }
}

/// A text with its length before it.
fn wide_text(data: &[u8], at: usize) -> Option<String> {
    let length = usize::try_from(u32_at(data, at)?).ok()?;
    let from = at.checked_add(4)?;
    let text = data.get(from..from.checked_add(length.checked_mul(2)?)?)?;
    let units: Vec<u16> = text
        .chunks_exact(2)
        .filter_map(|pair| u16_at(pair, 0))
        .collect();
    Some(String::from_utf16_lossy(&units))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_with_long_types_and_lengths() {
        let mut bytes = vec![0xE9, 0x04, 0x02, 7, 8];
        bytes.extend([0x00, 0x81, 0x01]);
        bytes.extend([5; 129]);
        let mut seen = Vec::new();
        let read = each_record(&bytes[..], |kind, data| {
            seen.push((kind, data.len()));
            Ok(())
        });
        assert!(read.is_ok());
        assert_eq!(seen, [(CELL_STYLES_BEGIN, 2), (0, 129)]);
        // Cut in the middle of a record.
        assert!(each_record(&bytes[..20], |_, _| Ok(())).is_err());
    }

    #[test]
    fn rows_cells_and_errors() {
        let mut facts = SheetFacts::default();
        let mut row = 0;
        let hidden = [4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10];
        let error = [2, 0, 0, 0, 9, 0, 0, 1, 0x07];
        for (kind, data) in [(ROW, &hidden[..]), (FORMULA_ERROR, &error[..])] {
            assert!(facts.take(kind, data, &mut row).is_ok());
        }
        let at = Address::new(4, 2);
        assert!(facts.hidden_rows.contains(&4) && facts.formulas.contains(&at));
        assert_eq!(facts.cells, [(at, 9)]);
        assert_eq!(facts.errors, [(at, "#DIV/0!")]);
    }
}
