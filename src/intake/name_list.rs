//! A list of departments that is little more than their names: a column under one header, with 序号 or 备注 beside
//! it, or a sheet that has no header at all.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::IntakeError;
use super::header_names::Names;
use super::headings::{Named, headings};
use super::identity::Who;
use super::merged::Merges;
use super::roster::{Listed, Roster};
use super::rows::RowKind;
use super::side_sheet;
use super::table_reader::Line;
use super::value::{is_blank, text_of};
use crate::address::Address;
use crate::rulebook::RuleBook;
use crate::rulebook::metric::Role;
use crate::rulebook::naming::unit_alone;
use crate::workbook::{Cell, CellValue, Row, Sheet};

/// How many rows from the top may hold the header.
const ROWS_SEARCHED: usize = 60;
/// No name is longer.
const LONGEST_NAME: usize = 40;
/// What the names' header may be called in a list, where no figures stand beside it that it could be confused with.
const LOOSE_NAMES: [&str; 8] = [
    "单位",
    "名称",
    "单位全称",
    "部门全称",
    "机构名称",
    "单位（部门）",
    "部门（单位）",
    "预算部门",
];

/// The places of the names that the header is searched for.
const NAME: usize = 0;
const CODE: usize = 1;
const GROUP: usize = 2;

/// Which of the headers of the names count.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Spelled {
    /// Those of the rule book.
    AsRuled,
    /// Others that people use in lists, too.
    Loosely,
}

/// The row that has a header for the names, and the columns of what is searched for, by its place.
fn header<'s>(
    sheet: &'s Sheet,
    book: &RuleBook,
    spelled: Spelled,
) -> Option<(&'s Row, [Vec<u16>; 3])> {
    let roles = [Role::Name, Role::Code, Role::Group];
    let mut wanted = roles.map(|role| side_sheet::names_of(book, role));
    if spelled == Spelled::Loosely {
        wanted[NAME].extend(LOOSE_NAMES.map(String::from));
    }
    let wanted = side_sheet::spellings(&wanted);
    let names = Names::new(&wanted);
    let columns = |row: &Row, of: usize| -> Vec<u16> {
        let named = names.in_row(row).into_iter();
        named
            .filter(|(_, wanted)| *wanted == of)
            .map(|(column, _)| column)
            .collect()
    };
    let mut rows = sheet.rows.iter().take(ROWS_SEARCHED);
    rows.find_map(|row| {
        let found = [NAME, CODE, GROUP].map(|of| columns(row, of));
        (!found[NAME].is_empty()).then_some((row, found))
    })
}

/// Why a sheet with several columns of names is no list that can be read.
pub(super) fn names_twice(sheet: &Sheet, book: &RuleBook) -> Option<IntakeError> {
    let (row, [names, ..]) = header(sheet, book, Spelled::Loosely)?;
    let (first, _) = names.split_first().filter(|(_, more)| !more.is_empty())?;
    let cells = names.iter().map(|column| Address::new(row.index, *column));
    Some(IntakeError::NameColumnTwice {
        sheet: sheet.name.clone(),
        name: text_at(row, *first)?.to_string(),
        cells: cells.map(|cell| cell.to_string()).collect(),
    })
}

/// Reads the names under the first row that has a header for them.
pub(super) fn under_header(sheet: &Sheet, book: &RuleBook, spelled: Spelled) -> Option<Roster> {
    let (header, columns) = header(sheet, book, spelled)?;
    let only = |of: usize| match columns[of].as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let list = List {
        sheet,
        merges: Merges::of(sheet, header.index, &Default::default()),
        header: text_at(header, only(NAME)?)?.to_string(),
        name: only(NAME)?,
        code: only(CODE),
        group: only(GROUP),
    };
    let below = sheet.rows.iter().filter(|row| row.index > header.index);
    let roster = list.read(below);
    // 单位 may stand over units of measure.
    let is_unit = |listed: &Listed| unit_alone(&listed.who.name).is_some();
    let departments = &roster.departments;
    (!departments.is_empty() && !departments.iter().any(is_unit)).then_some(roster)
}

/// Reads a sheet of names without a header, one a row, with nothing beside them but their numbers.
pub(super) fn without_header(sheet: &Sheet) -> Option<Roster> {
    let filled = |row: &&Row| !row.cells.iter().all(is_blank);
    let rows: Vec<&Row> = sheet.rows.iter().filter(filled).collect();
    let name = fullest(&rows)?;
    // A title, or a header in words that are not known, is no department.
    let (first, below) = rows.split_first()?;
    let is_headed = text_at(first, name).is_none_or(|text| is_heading(&text));
    let names = if is_headed { below } else { rows.as_slice() };
    let is_alone = |row: &&Row| {
        let mut others = row.cells.iter().filter(|cell| cell.column != name);
        others.all(|cell| is_blank(cell) || is_serial(cell, rows.len()))
    };
    if !names.iter().all(is_alone) {
        return None;
    }
    let list = List {
        sheet,
        merges: Merges::of(sheet, 0, &Default::default()),
        header: String::new(),
        name,
        code: None,
        group: None,
    };
    let mut roster = list.read(names.iter().copied());
    if is_headed {
        roster.left_out.insert(0, first.index);
    }
    let is_too_long = |listed: &Listed| listed.who.name.chars().count() > LONGEST_NAME;
    let is_list = roster.departments.len() > roster.left_out.len()
        && !roster.departments.iter().any(is_too_long);
    roster.headless = Some(name);
    is_list.then_some(roster)
}

/// The column with the most cells that can be names, the first of equals.
fn fullest(rows: &[&Row]) -> Option<u16> {
    let mut counts: BTreeMap<u16, usize> = BTreeMap::new();
    for cell in rows
        .iter()
        .flat_map(|row| &row.cells)
        .filter(|cell| is_name(cell))
    {
        *counts.entry(cell.column).or_default() += 1;
    }
    let counts = counts.into_iter().rev();
    counts
        .max_by_key(|(_, count)| *count)
        .map(|(column, _)| column)
}

/// Whether a cell can hold a department's name: words, and no unit of measure.
fn is_name(cell: &Cell) -> bool {
    let CellValue::Text(text) = &cell.value else {
        return false;
    };
    !is_blank(cell) && text.contains(char::is_alphabetic) && unit_alone(text).is_none()
}

/// Whether a cell numbers the rows of a list of so many.
fn is_serial(cell: &Cell, count: usize) -> bool {
    let number =
        text_of(cell).and_then(|text| text.trim_end_matches(['.', '、']).parse::<usize>().ok());
    number.is_some_and(|number| (1..=count).contains(&number))
}

/// 示例市部门名单, 参评单位: what stands over the names rather than among them.
fn is_heading(text: &str) -> bool {
    const ENDS: [&str; 11] = [
        "名单",
        "名录",
        "名册",
        "清单",
        "目录",
        "一览表",
        "名称",
        "全称",
        "单位",
        "部门",
        "机构",
    ];
    let text = text.split(['（', '(']).next().unwrap_or(text).trim();
    ENDS.iter().any(|end| text.ends_with(end))
}

fn text_at(row: &Row, column: u16) -> Option<Arc<str>> {
    text_of(row.cell(column)?)
}

/// Where a list has what.
struct List<'a> {
    sheet: &'a Sheet,
    merges: Merges,
    /// The header of the names.
    header: String,
    name: u16,
    code: Option<u16>,
    group: Option<u16>,
}

impl List<'_> {
    fn read<'r>(&self, rows: impl Iterator<Item = &'r Row>) -> Roster {
        let mut roster = Roster::default();
        let (mut candidates, mut named) = (Vec::new(), Vec::new());
        for row in rows {
            let code = self.code.and_then(|column| text_at(row, column));
            let name = text_at(row, self.name);
            let line = Line::of(row, code, name, &self.header, |_| false);
            let Line { code, name, .. } = line;
            match (line.kind, name.as_ref().or(code.as_ref())) {
                (RowKind::Empty, _) => {}
                (RowKind::Department, Some(who)) => {
                    named.push(Named {
                        name: who.clone(),
                        is_code: name.is_none(),
                        group: self.group(row).map(Arc::from),
                        first: line.first,
                        filled: line.filled.len(),
                        has_figures: false,
                    });
                    candidates.push((row, code, name.is_none()));
                }
                _ => roster.left_out.push(row.index),
            }
        }
        let headings = headings(&named);
        let all = candidates.into_iter().zip(named).enumerate();
        for (place, ((row, code, unnamed), named)) in all {
            if headings.contains(&place) {
                roster.left_out.push(row.index);
                continue;
            }
            if unnamed {
                roster.unnamed.push(row.index);
            }
            roster.departments.push(Listed {
                row: row.index,
                who: Who {
                    code: code.map(|code| code.to_string()),
                    name: named.name.to_string(),
                    group: named.group.map(|group| group.to_string()),
                },
            });
        }
        roster.left_out.sort_unstable();
        roster
    }

    /// 主管部门, which may be merged down.
    fn group(&self, row: &Row) -> Option<String> {
        let column = self.group?;
        let merged = || -> Option<_> {
            let first: Address = self.merges.first(row.index, column)?;
            text_of(self.sheet.cell(first)?)
        };
        let group = text_at(row, column).or_else(merged)?;
        Some(group.to_string())
    }
}
