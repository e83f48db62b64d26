//! The list of departments that are asked: `--departments`.

use std::collections::BTreeMap;
use std::path::Path;

use super::input::file_name;
use super::outcome::Failure;
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
    let roster = roster::read(workbook, book).map_err(|cause| Failure::Intake {
        file: file_name(path),
        cause,
    })?;
    let rows: Vec<String> = roster
        .left_out
        .iter()
        .map(|row| (row + 1).to_string())
        .collect();
    if !rows.is_empty() {
        eprintln!(
            "名单“{}”的第 {} 行像是合计或说明，没有当作部门，请核对",
            file_name(path),
            rows.join("、")
        );
    }
    let listed = roster.departments;
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
