//! The list of departments that are asked.

use std::collections::BTreeMap;

use super::{Notice, TaskError};
use crate::forms::Who;
use crate::intake::identity::key;
use crate::intake::roster::{self, Listed};
use crate::rulebook::RuleBook;
use crate::workbook::{self, Bounds, Source};

/// Reads the list; `tell` hears of rows that were not taken for departments, and of how the list was read.
///
/// # Errors
/// The file cannot be read, it lists nobody, or it lists a department twice.
pub fn read(
    source: &Source,
    book: &RuleBook,
    bounds: &Bounds,
    mut tell: impl FnMut(Notice),
) -> Result<Vec<Who>, TaskError> {
    let workbook = workbook::read(source, bounds)?;
    let file = source.file_name();
    if let Some(text) = workbook.text {
        let file = file.clone();
        tell(Notice::RosterIsText { file, text });
    }
    let roster = roster::read(workbook, book).map_err(|cause| TaskError::Intake {
        file: file.clone(),
        cause,
    })?;
    if !roster.left_out.is_empty() {
        let (file, rows) = (file.clone(), roster.left_out);
        tell(Notice::RosterLeftOut { file, rows });
    }
    for other in roster.elsewhere {
        tell(Notice::RosterElsewhere {
            file: file.clone(),
            sheet: other.sheet,
            names: other.names,
        });
    }
    if !roster.unnamed.is_empty() {
        let (file, rows) = (file.clone(), roster.unnamed);
        tell(Notice::RosterUnnamed { file, rows });
    }
    let listed = roster.departments;
    if let (Some(column), Some(first)) = (roster.headless, listed.first()) {
        tell(Notice::RosterHeadless {
            file: file.clone(),
            column,
            first: (first.row, first.who.name.clone()),
            count: listed.len(),
        });
    }
    let twice = twice(&listed);
    if !twice.is_empty() {
        return Err(TaskError::RosterTwice { file, who: twice });
    }
    Ok(listed.into_iter().map(|one| one.who).collect())
}

/// The departments that stand in several rows, with the rows.
fn twice(listed: &[Listed]) -> Vec<String> {
    let mut rows: BTreeMap<String, Vec<&Listed>> = BTreeMap::new();
    for one in listed {
        let who = one.who.code.as_deref().unwrap_or(&one.who.name);
        rows.entry(key(who)).or_default().push(one);
    }
    rows.into_values()
        .filter(|same| same.len() > 1)
        .map(|same| {
            let lines: Vec<String> = same.iter().map(|one| (one.row + 1).to_string()).collect();
            let rows = lines.join("、");
            let mut names: Vec<&str> = same.iter().map(|one| one.who.name.as_str()).collect();
            names.dedup_by_key(|name| key(name));
            match (&same[0].who.code, names.as_slice()) {
                (Some(code), [_, _, ..]) => {
                    let names = names.join("”“");
                    format!("第 {rows} 行的编码都是 {code}，部门却不同（“{names}”）")
                }
                _ => format!("“{}”在第 {rows} 行", same[0].who.name),
            }
        })
        .collect()
}
