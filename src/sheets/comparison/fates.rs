//! 新增撤并: departments that one year has and the next has not, that changed name or code, that could not
//! be matched; and what may be renames.

use rust_xlsxwriter::Worksheet;

use super::Source;
use crate::analysis::comparison::Continuity;
use crate::analysis::comparison::following::Link;
use crate::intake::Record;
use crate::sheets::layer::{Columns, Page, Rows, STYLE, Written};

/// What became of a department over a step.
struct Row<'a> {
    step: usize,
    what: &'static str,
    old: Option<&'a Record>,
    new: Option<&'a Record>,
    note: &'static str,
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Written {
    let mut columns = Columns::<Row>::new();
    columns
        .center("年度", 14.0, |row| source.between(row.step).into())
        .center("情况", 12.0, |row| row.what.into())
        .center("原编码", 12.0, |row| code(row.old).into())
        .shrunk("原名称", 30.0, |row| name(row.old).into())
        .center("现编码", 12.0, |row| code(row.new).into())
        .shrunk("现名称", 30.0, |row| name(row.new).into())
        .wrapped("说明", 60.0, |row| row.note.into());
    let note = "部门按编码对应，编码对不上的按名称对应，别名文件写明的以别名文件为准。";
    let last = columns.last();
    let mut rows = Rows::titled(sheet, "新增撤并", note, last)?;
    let fates = fates(source);
    let is_empty = fates.is_empty();
    rows.table(&columns, fates)?;
    if is_empty {
        rows.put(0, "各年的部门相同，名称和编码都没有变。", &STYLE.note)?;
        rows.next();
    }
    rows.next();
    let comparison = source.comparison;
    if !comparison.suggestions.is_empty() {
        rows.section("可能是更名的部门（只是提示，没有采用）")?;
        rows.table(&columns, comparison.suggestions.iter().map(|suggestion| Row {
            step: suggestion.step,
            what: "可能更名",
            old: comparison.record(suggestion.old, suggestion.step),
            new: comparison.record(suggestion.new, suggestion.step + 1),
            note: "名称相近。如果是同一个部门，请把原名称和现名称写进别名文件，用 --aliases 指定后再对比一次",
        }))?;
    }
    let end = rows.row() - 1;
    sheet.set_freeze_panes(3, 0)?;
    Page::landscape((0, 2), (end, last)).set_up(sheet)
}

fn code(record: Option<&Record>) -> Option<&str> {
    record.and_then(|record| record.code.as_deref())
}

fn name(record: Option<&Record>) -> Option<&str> {
    record.map(|record| record.name.as_str())
}

/// What is to be told, by step and kind.
fn fates<'a>(source: &'a Source) -> Vec<Row<'a>> {
    let comparison = source.comparison;
    let mut rows = Vec::new();
    for step in 0..comparison.steps.len() {
        for fate in Continuity::TOLD {
            let departments = 0..comparison.departments.len();
            let of_it = departments.filter(|one| comparison.fate(*one, step) == Some(fate));
            rows.extend(of_it.map(|department| Row {
                step,
                what: fate.label(),
                old: comparison.record(department, step),
                new: comparison.record(department, step + 1),
                note: told(fate, comparison.departments[department].links[step + 1]),
            }));
        }
    }
    rows
}

/// What is to be said of a fate.
fn told(fate: Continuity, link: Option<Link>) -> &'static str {
    match (fate, link) {
        (Continuity::New, _) => "上年没有这个部门，没有可比的数",
        (Continuity::Returned, _) => "以前有，上年没有，没有可比的数",
        (Continuity::Closed, _) => "今年没有这个部门，没有可比的数",
        (Continuity::Renamed, Some(Link::Alias)) => "按别名文件对应",
        (Continuity::Renamed, _) => "编码相同，名称不同；如果不是同一个部门，请改正编码",
        (Continuity::Recoded, Some(Link::Alias)) => "按别名文件对应",
        (Continuity::Recoded, _) => "名称相同，编码不同；如果不是同一个部门，请改正名称",
        (Continuity::Unmatched, _) => {
            "同一年里有编码或名称相同的几行，不知道哪一行是它，没有对比；请改正后再对比"
        }
        (Continuity::Kept, _) => "",
    }
}
