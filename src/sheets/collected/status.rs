//! 收集情况: one line a file, and one for each department that sent none.

use rust_xlsxwriter::Worksheet;

use crate::forms::file_outcome::{FileOutcome, Status, ToMend};
use crate::forms::matching::Collection;
use crate::problem::Problem;
use crate::rulebook::RuleBook;
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Written};

/// How many changes of one form are told here.
const MOST_TOLD: usize = 12;

/// What to do with a form that holds something wrong.
const RETURN_IT: &str = "请退回部门改正（命令行用 --return），退回的表里逐条列出";

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, collection: &Collection, book: &RuleBook) -> Written {
    let mut columns = Columns::<Row>::new();
    columns
        .integer("序号", 6.0, |row| (row.0 + 1).into())
        .center("情况", 14.0, |row| status(row.1.status))
        .center("部门编码", 9.0, |row| {
            row.1.who.as_ref().and_then(|who| who.code.as_ref()).into()
        })
        .wrapped("部门名称", 26.0, |row| {
            row.1.who.as_ref().map(|who| &who.name).into()
        })
        .wrapped("文件", 40.0, |row| {
            row.1.file.as_deref().unwrap_or("—").into()
        })
        .center("填报日期", 12.0, |row| row.1.date.as_ref().into())
        .wrapped("说明", 52.0, |row| told(row.1).into())
        .wrapped("怎么办", 34.0, |row| advice(row.1).into())
        .header_height(0, 22.0);
    let counts: Vec<String> = Status::ALL
        .into_iter()
        .filter(|status| collection.count(*status) > 0)
        .map(|status| format!("{} {}", status.label(), collection.count(status)))
        .collect();
    let note = format!(
        "{}。下面一个文件一行，没有交的一个部门一行：{}。规则书 {} 版本 {}。",
        collection.tally.told(),
        counts.join("；"),
        book.id,
        book.version
    );
    let mut rows = Rows::titled(sheet, "收集情况", &note, columns.last())?;
    let table = rows.table(&columns, collection.fates.iter().enumerate())?;
    table.finish(sheet, 0)
}

/// A file or a department that sent none, with its place.
type Row<'f> = (usize, &'f FileOutcome);

/// What became of a file, on a colour where there is something to do.
fn status<'c>(status: Status) -> Cell<'c> {
    match status {
        Status::Taken | Status::Earlier | Status::Copy => status.label().into(),
        other => Cell::from(other.label()).with(STYLE.severity(other.severity())),
    }
}

/// Why, problem by problem; before that what is wrong with what was filled in.
fn told(fate: &FileOutcome) -> String {
    let to_mend = fate.to_mend.told();
    let to_mend = to_mend.map(|counts| format!("填的内容有{counts}"));
    let mut told: Vec<String> = to_mend.into_iter().collect();
    told.extend(fate.problems.iter().take(MOST_TOLD).map(tell));
    if fate.problems.len() > MOST_TOLD {
        told.push(format!("……共 {} 处", fate.problems.len()));
    }
    told.join("\n")
}

/// What to do, each thing once.
fn advice(fate: &FileOutcome) -> String {
    let mut advice: Vec<&str> = Vec::new();
    if fate.to_mend != ToMend::default() {
        advice.push(RETURN_IT);
    }
    for problem in &fate.problems {
        if !advice.contains(&problem.advice.as_str()) {
            advice.push(&problem.advice);
        }
    }
    advice.join("\n")
}

fn tell(problem: &Problem) -> String {
    let cell = problem.place.cell;
    let cell = cell.map_or_else(String::new, |cell| format!(" {cell}"));
    format!("{}{cell} {}", problem.code, problem.message())
}
