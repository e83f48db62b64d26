//! The problems of `check`: by department and kind, so that forty remarks on one department are one line.

use std::io::{self, Write};

use console::style;

use super::{coloured, kinds, title};
use crate::analysis::Evaluation;
use crate::problem::grouped::{Kind, ProblemGroup};
use crate::problem::{Problem, Severity};
use crate::rulebook::RuleBook;
use crate::tasks::papers::grouped;

/// How many departments with something to mend are told.
const DEPARTMENTS_TOLD: usize = 40;
/// How many departments of which there are but notes are told.
const NOTED_TOLD: usize = 10;
/// How many cells of a kind are told.
const CELLS_TOLD: usize = 5;

/// The problems, by department; `listed` is whether all of them were written to a workbook.
pub fn problems(evaluation: &Evaluation, listed: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let groups = grouped(evaluation);
    let (noted, to_mend): (Vec<&ProblemGroup>, Vec<&ProblemGroup>) = groups
        .iter()
        .partition(|group| group.department.is_some() && group.worst() == Severity::Info);
    for group in to_mend.iter().take(DEPARTMENTS_TOLD) {
        write_group(group, evaluation.book, &mut out)?;
    }
    for group in noted.iter().take(NOTED_TOLD) {
        write_notes(group, evaluation.book, &mut out)?;
    }
    let left_out =
        to_mend.len().saturating_sub(DEPARTMENTS_TOLD) + noted.len().saturating_sub(NOTED_TOLD);
    if left_out > 0 {
        writeln!(out, "…其余 {left_out} 个部门没有列出")?;
    }
    if !groups.is_empty() {
        writeln!(out)?;
    }
    writeln!(out, "{} 个部门", evaluation.cards.len())?;
    kinds(evaluation, &mut out)?;
    if !listed && !groups.is_empty() {
        writeln!(out, "要逐条列出，请加 -o 问题.xlsx")?;
    }
    Ok(())
}

fn whose(group: &ProblemGroup) -> String {
    match group.department {
        None => "整张表".into(),
        Some(department) => match &department.code {
            Some(code) => format!("{}（{code}）", department.name),
            None => department.name.clone(),
        },
    }
}

fn write_group(group: &ProblemGroup, book: &RuleBook, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{}", style(whose(group)).bold())?;
    for kind in &group.kinds {
        let (severity, first) = (coloured(kind.severity), kind.problems[0]);
        match kind.problems.as_slice() {
            [only] => writeln!(
                out,
                "  {severity} {} {} {}",
                kind.code,
                place(only),
                only.message()
            )?,
            several => writeln!(
                out,
                "  {severity} {} {} {} 处：{}，如：{}",
                kind.code,
                title(book, kind.code),
                several.len(),
                places(kind),
                first.message()
            )?,
        }
        if kind.severity != Severity::Info {
            writeln!(out, "      {}", style(&first.advice).dim())?;
        }
    }
    Ok(())
}

/// A department of which there are but notes, on one line.
fn write_notes(group: &ProblemGroup, book: &RuleBook, out: &mut impl Write) -> io::Result<()> {
    let told = group.kinds.iter().map(|kind| {
        let title = title(book, kind.code);
        format!("{} {title} {} 处", kind.code, kind.problems.len())
    });
    let told: Vec<String> = told.collect();
    let label = coloured(Severity::Info);
    writeln!(out, "{}　{label} {}", whose(group), told.join("，"))
}

fn place(problem: &Problem) -> String {
    match problem.place.cell {
        Some(cell) => format!("{}!{cell}", problem.place.sheet),
        None => problem.place.sheet.clone(),
    }
}

/// The first cells of a kind; the sheet is named where it is another than before.
fn places(kind: &Kind) -> String {
    let mut told = Vec::new();
    let mut sheet = "";
    for problem in kind.problems.iter().take(CELLS_TOLD) {
        told.push(match problem.place.cell {
            Some(cell) if problem.place.sheet == sheet => cell.to_string(),
            _ => place(problem),
        });
        sheet = &problem.place.sheet;
    }
    let more = if kind.problems.len() > CELLS_TOLD {
        " 等"
    } else {
        ""
    };
    told.join("、") + more
}
