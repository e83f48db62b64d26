//! The unit of money that a line above or below the table gives: `单位：万元`.

use unicode_normalization::UnicodeNormalization;

use super::number::money_unit;
use super::report::Report;
use crate::address::Address;
use crate::problem::{Code, Severity};
use crate::unseen::shortened;
use crate::workbook::{CellValue, Sheet};

/// The unit that a line such as `单位：万元` or a note such as `以元为单位` gives for all money; none where lines
/// disagree.
pub(super) fn unit_line(sheet: &Sheet, report: &mut Report) -> Option<String> {
    let mut first: Option<(Address, String)> = None;
    for (at, text) in lines(sheet) {
        let units = units_named(text);
        match (units.as_slice(), &first) {
            ([], _) => {}
            ([unit], None) => first = Some((at, unit.clone())),
            ([unit], Some((_, known))) if unit == known => {}
            ([unit], Some((place, known))) => {
                report.add(
                    Severity::Error,
                    Code::UnitConverted,
                    None,
                    Some(at),
                    format!("{place} 写的金额单位是“{known}”，这里又写“{unit}”，不知道哪些数是哪个单位，没有据此换算"),
                    "请统一成一个单位，或在各列表头里写明单位",
                );
                return None;
            }
            (several, _) => report.add(
                Severity::Warning,
                Code::UnitConverted,
                None,
                Some(at),
                format!(
                    "“{}”写了几种金额单位（{}），没有据此换算",
                    shortened(text),
                    several.join("、")
                ),
                "请在各列表头里写明单位",
            ),
        }
    }
    first.map(|(_, unit)| unit)
}

/// The texts that are titles, notes and the like.
fn lines(sheet: &Sheet) -> impl Iterator<Item = (Address, &str)> {
    /// Rows of more cells are departments or headers.
    const MOST_CELLS: usize = 3;
    let rows = sheet
        .rows
        .iter()
        .filter(|row| row.cells.len() <= MOST_CELLS);
    rows.flat_map(|row| {
        row.cells.iter().filter_map(|cell| match &cell.value {
            CellValue::Text(text) => Some((Address::new(row.index, cell.column), text.as_str())),
            _ => None,
        })
    })
}

/// The units of money that a line names as the unit of what follows.
fn units_named(text: &str) -> Vec<String> {
    let folded: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let after = |marker: &str| folded.split_once(marker).map(|(_, rest)| rest.to_string());
    let between = || {
        let (_, rest) = folded.split_once('以')?;
        rest.split_once("为单位").map(|(unit, _)| unit.to_string())
    };
    let Some(listed) = after("单位:").or_else(|| after("单位为")).or_else(between) else {
        return Vec::new();
    };
    let end = listed
        .find(['(', ')', ',', '。', ';', '】', ']'])
        .unwrap_or(listed.len());
    listed[..end]
        .split(['、', '/', '和', '或'])
        .map(|unit| unit.trim_start_matches("人民币").to_string())
        .filter(|unit| money_unit(unit).is_some())
        .collect()
}
