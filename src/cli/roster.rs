//! The list of departments that are asked: `--departments`.

use std::collections::BTreeMap;
use std::path::Path;

use super::outcome::{Failure, file_name};
use crate::address::column_letters;
use crate::forms::Who;
use crate::intake::identity::key;
use crate::intake::roster::{self, Listed};
use crate::rulebook::RuleBook;
use crate::workbook::{self, Bounds};

/// Reads the list; rows that were not taken for departments are told.
///
/// # Errors
/// The file cannot be read, it lists nobody, or it lists a department twice.
pub fn read(path: &Path, book: &RuleBook) -> Result<Vec<Who>, Failure> {
    let workbook = workbook::open(path, &Bounds::default())?;
    if let Some(text) = workbook.text {
        eprintln!("名单“{}”是 CSV 文本：{text}", file_name(path));
    }
    let roster = roster::read(workbook, book).map_err(Failure::intake(path))?;
    let tell = |rows: &[u32], what: &str| {
        let rows: Vec<String> = rows.iter().map(|row| (row + 1).to_string()).collect();
        if !rows.is_empty() {
            let (file, rows) = (file_name(path), rows.join("、"));
            eprintln!("名单“{file}”的第 {rows} 行{what}");
        }
    };
    tell(
        &roster.left_out,
        "像是标题、合计或说明，没有当作部门，请核对",
    );
    tell(
        &roster.unnamed,
        "只有编码，没有部门名称，先以编码作为名称，请补上名称后重做",
    );
    let listed = roster.departments;
    if let (Some(column), Some(first)) = (roster.headless, listed.first()) {
        let (file, column, count) = (file_name(path), column_letters(column), listed.len());
        eprintln!(
            "名单“{file}”没有表头，把 {column} 列从第 {} 行“{}”起的 {count} 个名称都当作部门，请核对",
            first.row + 1,
            first.name
        );
    }
    let twice = twice(&listed);
    if !twice.is_empty() {
        return Err(Failure::RosterTwice {
            file: file_name(path),
            who: twice,
        });
    }
    let who = listed.into_iter().map(|one| Who {
        code: one.code,
        name: one.name,
        group: one.group,
    });
    Ok(who.collect())
}

/// The departments that stand in several rows, with the rows.
fn twice(listed: &[Listed]) -> Vec<String> {
    let mut rows: BTreeMap<String, Vec<&Listed>> = BTreeMap::new();
    for one in listed {
        let who = one.code.as_deref().unwrap_or(&one.name);
        rows.entry(key(who)).or_default().push(one);
    }
    rows.into_values()
        .filter(|same| same.len() > 1)
        .map(|same| {
            let lines: Vec<String> = same.iter().map(|one| (one.row + 1).to_string()).collect();
            format!("“{}”在第 {} 行", same[0].name, lines.join("、"))
        })
        .collect()
}
