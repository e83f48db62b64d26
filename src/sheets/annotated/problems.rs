//! 问题清单: what is wrong, where (a link that jumps there), and what to do. It can be filtered.

use rust_xlsxwriter::Worksheet;

use crate::problem::{Problem, Severity};
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Written};

/// The first row of problems.
pub const FIRST_ROW: u32 = 3;
/// Excel takes 65,530 links a sheet.
pub const MOST_LINKS: usize = 60_000;

/// A problem with its place in the list.
type Row<'p> = (usize, &'p Problem);

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, problems: &[&Problem]) -> Written {
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
        .add("单元格", 8.5, &STYLE.center, place)
        .wrapped("问题", 62.0, |row| row.1.message().into_owned().into())
        .wrapped("怎么办", 44.0, |row| (&row.1.advice).into());
    let counts = [Severity::Error, Severity::Warning, Severity::Info].map(|severity| {
        let of_it = problems.iter().filter(|one| one.severity == severity);
        format!("{} {} 个", severity.label(), of_it.count())
    });
    let note = format!("{}。点击单元格一栏可跳到原始数据。", counts.join("，"));
    let mut rows = Rows::titled(sheet, "问题清单", &note, columns.last())?;
    let table = rows.table(&columns, problems.iter().copied().enumerate())?;
    if problems.is_empty() {
        rows.put(7, "没有发现问题", &STYLE.text)?;
    }
    table.finish(sheet, 0)
}

/// How bad something is, on its colour.
pub fn severity<'c>(severity: Severity) -> Cell<'c> {
    Cell::from(severity.label()).with(STYLE.severity(severity))
}

fn place<'p>((index, problem): &'p Row) -> Cell<'p> {
    let Some(cell) = problem.place.cell else {
        return "".into();
    };
    match *index < MOST_LINKS {
        true => Cell::from(cell.to_string())
            .linked(&problem.place.sheet, cell)
            .with(&STYLE.centered_link),
        false => cell.to_string().into(),
    }
}
