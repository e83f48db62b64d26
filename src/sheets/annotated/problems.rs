//! 问题清单: what is wrong, where (a link that jumps there), and what to do. It can be filtered.

use std::ops::Range;

use rust_xlsxwriter::XlsxError;

use super::marks::Marks;
use crate::analysis::Part;
use crate::problem::{Problem, Severity};
use crate::questions::seal::NO_PROBLEM;
use crate::sheets::layer::{Book, Cell, Columns, Large, Rows, STYLE, Written, continued};

/// The first row of problems.
pub const FIRST_ROW: u32 = 3;
/// Excel takes 65,530 links a sheet.
pub const MOST_LINKS: usize = 60_000;

/// What the list is called.
pub const SHEET: &str = Part::Problems.name();

/// A problem with its place in the list.
type Row<'p> = (usize, &'p Problem);

/// Writes the list, on as many sheets of so many rows as it takes; with the marks of the cells where those are in the workbook.
pub fn write_all(
    book: &mut Book,
    problems: &[&Problem],
    rows: usize,
    marks: Option<&Marks>,
) -> Result<(), XlsxError> {
    let each = rows.saturating_sub(FIRST_ROW as usize);
    for (name, part) in continued(SHEET, problems.len(), each) {
        write(book.large(&name)?, problems, part, marks)?;
    }
    Ok(())
}

/// Writes the sheet, of some of the problems.
fn write(
    large: Large,
    problems: &[&Problem],
    part: Range<usize>,
    marks: Option<&Marks>,
) -> Written {
    let Large { sheet, flow } = large;
    let links = match marks {
        Some(_) => part.start..part.start + MOST_LINKS,
        None => 0..0,
    };
    let mut columns = Columns::<Row>::new();
    columns
        .integer("序号", 6.0, |row| (row.0 + 1).into())
        .center("程度", 7.0, |row| severity(row.1.severity))
        .center("代码", 7.0, |row| (&row.1.code).into())
        .center("部门编码", 11.0, |row| {
            let department = row.1.department.as_ref();
            department.and_then(|one| one.code.as_deref()).into()
        })
        .wrapped("部门名称", 24.0, |row| {
            row.1.department.as_ref().map(|one| &one.name).into()
        })
        .center("工作表", 12.0, |row| (&row.1.place.sheet).into())
        .add("单元格", 8.5, &STYLE.center, move |row| {
            place(row, links.contains(&row.0))
        })
        .wrapped("问题", 62.0, |row| row.1.message().into_owned().into())
        .wrapped("怎么办", 44.0, |row| (&row.1.advice).into());
    let counts = [Severity::Error, Severity::Warning, Severity::Info].map(|severity| {
        let of_it = problems.iter().filter(|one| one.severity == severity);
        format!("{} {} 个", severity.label(), of_it.count())
    });
    let jump = match marks {
        Some(_) => "点击单元格一栏可跳到原始数据。",
        None => "",
    };
    let more = match marks.filter(|marks| marks.exceed_notes()) {
        Some(Marks { notes, .. }) => {
            format!("原始数据里有问题的单元格都涂了颜色，每张表的前 {notes} 个另有批注。")
        }
        None => String::new(),
    };
    let note = format!("{}。{jump}{more}", counts.join("，"));
    let mut rows = Rows::titled(sheet, SHEET, &note, columns.last())?.flowing(flow);
    let table = rows.table(&columns, part.map(|place| (place, problems[place])))?;
    if problems.is_empty() {
        rows.put(7, NO_PROBLEM, &STYLE.text)?;
    }
    table.finish(sheet, 0)
}

/// How bad something is, on its colour.
pub fn severity<'c>(severity: Severity) -> Cell<'c> {
    Cell::from(severity.label()).with(STYLE.severity(severity))
}

fn place<'p>((_, problem): &'p Row, linked: bool) -> Cell<'p> {
    let Some(cell) = problem.place.cell else {
        return "".into();
    };
    match linked {
        true => Cell::from(cell.to_string())
            .linked(&problem.place.sheet, cell)
            .with(&STYLE.centered_link),
        false => cell.to_string().into(),
    }
}
