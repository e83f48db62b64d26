//! 按部门: one row a department and kind of problem, with how often, the first of them, and what to do.

use rust_xlsxwriter::Worksheet;

use super::problems::SHEET as LIST_SHEET;
use crate::problem::grouped::{Kind, ProblemGroup};
use crate::problem::{Problem, Severity};
use crate::rulebook::{RuleBook, codes};
use crate::sheets::annotated::problems::{FIRST_ROW as LIST_FIRST, MOST_LINKS, severity};
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Written};
use crate::sheets::reference::cell;

/// One kind of problem of a department.
struct Row<'p> {
    group: &'p ProblemGroup<'p>,
    kind: &'p Kind<'p>,
    /// How many problems stand before these in the list.
    listed: usize,
}

impl Row<'_> {
    fn first(&self) -> &Problem {
        self.kind.problems[0]
    }

    /// How many there are, with a link to the first of them.
    fn count(&self, at: u32) -> Cell<'_> {
        let count = Cell::from(self.kind.problems.len());
        match (at as usize) < MOST_LINKS {
            true => count.linked(LIST_SHEET, cell(LIST_FIRST + self.listed as u32, 0)),
            false => count,
        }
    }
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, groups: &[ProblemGroup], book: &RuleBook) -> Written {
    let linked = STYLE.centered_link.clone().set_num_format("0");
    let mut columns = Columns::<Row>::new();
    columns
        .center("部门编码", 11.0, |row| {
            row.group
                .department
                .and_then(|one| one.code.as_deref())
                .into()
        })
        .wrapped("部门名称", 26.0, |row| {
            row.group
                .department
                .map_or("（整张表）", |one| &one.name)
                .into()
        })
        .center("程度", 7.0, |row| severity(row.kind.severity))
        .center("代码", 7.0, |row| row.kind.code.into())
        .wrapped("类别", 20.0, |row| {
            codes::find(row.kind.code, book)
                .map(|known| known.title)
                .into()
        })
        .live("条数", 7.0, &linked, |row, at| row.count(at))
        .wrapped("首条问题", 60.0, |row| {
            row.first().message().into_owned().into()
        })
        .wrapped("怎么办", 44.0, |row| (&row.first().advice).into());
    let mut rows = Rows::titled(sheet, "各部门的问题", &note(groups), columns.last())?;
    let mut listed = 0;
    let kinds = groups
        .iter()
        .flat_map(|group| group.kinds.iter().map(move |kind| (group, kind)));
    let table = rows.table(
        &columns,
        kinds.map(|(group, kind)| {
            listed += kind.problems.len();
            Row {
                group,
                kind,
                listed: listed - kind.problems.len(),
            }
        }),
    )?;
    if groups.is_empty() {
        rows.put(6, "没有发现问题", &STYLE.text)?;
    }
    table.finish(sheet, 2)
}

/// How many departments have errors, warnings or nothing but notes.
fn note(groups: &[ProblemGroup]) -> String {
    let departments = |worst: Severity| {
        let of = groups.iter().filter(|group| group.department.is_some());
        of.filter(|group| group.worst() == worst).count()
    };
    format!(
        "有错误的部门 {} 个，只有警告的 {} 个，只有提示的 {} 个。点击条数可跳到“{LIST_SHEET}”里的各条。",
        departments(Severity::Error),
        departments(Severity::Warning),
        departments(Severity::Info)
    )
}
