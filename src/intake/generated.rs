//! The sheets that an annotated workbook adds: what they are called, and how they are told from a person's when it is fed
//! back.

use super::opinions;
use crate::workbook::{Cell, CellValue, Sheet};

/// The sheet of ranks.
pub const RANKING: &str = "排名";
/// The sheet of scores.
pub const SCORES: &str = "评分结果";
/// The sheet that says where each score comes from.
pub const DETAILS: &str = "得分说明";
/// The problem list.
pub const PROBLEMS: &str = "问题清单";
/// The sheet of statistics.
pub const STATISTICS: &str = "统计分析";
/// The sheet where departments are held against each other.
pub const COMPARED: &str = "同类比较";
/// The sheet that says how a result was made.
pub const RULES: &str = "评价规则";

/// Sheets that an annotated workbook adds; fed back, they are made anew.
pub const GENERATED_SHEETS: [&str; 9] = [
    RANKING,
    SCORES,
    DETAILS,
    opinions::SHEET,
    opinions::REST_SHEET,
    PROBLEMS,
    STATISTICS,
    COMPARED,
    RULES,
];

/// What stands before the rule book's digest in 评价规则: the mark of an annotated workbook.
pub const DIGEST_LABEL: &str = "规则书校验码";

/// What stands before the names of sheets that go on where another is full, or were asked for beside the usual, in 评价规则: a person's 排名 (2) is none of them.
pub const CONTINUED_LABEL: &str = "接续和另加的工作表";

/// The rows of 评价规则 that say something of the run.
const FACTS: usize = 60;

/// What a sheet is called that is the first of its name, or goes on where the one before is full: 得分说明 (2).
pub fn numbered(name: &str, number: usize) -> String {
    match number {
        0 | 1 => name.to_string(),
        number => format!("{name} ({number})"),
    }
}

/// The name of the sheet that one called so goes on with: 得分说明 of 得分说明 (2).
pub fn first_name(name: &str) -> &str {
    let parted = name
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once(" ("));
    match parted {
        Some((first, number)) if number.parse::<usize>().is_ok() => first,
        _ => name,
    }
}

/// How the names of sheets that go on are written.
pub fn written(continued: &[String]) -> String {
    continued.join("、")
}

/// What [`written`] wrote.
pub fn read_written(fact: &str) -> Vec<String> {
    fact.split('、').map(String::from).collect()
}

/// The names of an annotated workbook's sheets that go on where another is full.
pub fn continued(sheets: &[Sheet]) -> Vec<String> {
    let rules = sheets.iter().find(|sheet| is_own_rules_sheet(sheet));
    let rows = rules.into_iter().flat_map(|sheet| &sheet.rows).take(FACTS);
    let mut facts = rows.filter_map(|row| {
        let mut texts = row.cells.iter().filter_map(|cell| match &cell.value {
            CellValue::Text(text) => Some(text.as_str()),
            _ => None,
        });
        (texts.next()? == CONTINUED_LABEL).then(|| texts.next())?
    });
    facts.next().map(read_written).unwrap_or_default()
}

/// The sheets that are the user's own: those of an annotated workbook that the program made are left out.
pub(super) fn without_generated(sheets: Vec<Sheet>) -> Vec<Sheet> {
    if !sheets.iter().any(is_own_rules_sheet) {
        return sheets;
    }
    let continued = continued(&sheets);
    let is_own = |sheet: &Sheet| {
        !GENERATED_SHEETS.contains(&sheet.name.as_str()) && !continued.contains(&sheet.name)
    };
    sheets.into_iter().filter(is_own).collect()
}

/// Whether a sheet is the 评价规则 that an annotated workbook carries, by the mark in it.
pub(super) fn is_own_rules_sheet(sheet: &Sheet) -> bool {
    let marked = |cell: &Cell| matches!(&cell.value, CellValue::Text(text) if text == DIGEST_LABEL);
    sheet.name == RULES
        && sheet
            .rows
            .iter()
            .take(20)
            .any(|row| row.cells.iter().any(marked))
}
