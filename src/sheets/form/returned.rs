//! 退回说明: why a form comes back, one line a problem, with links to the cells.

use rust_xlsxwriter::Worksheet;

use crate::forms::form::SHEET;
use crate::forms::return_forms::{Note, Pack};
use crate::forms::returned::ORIGINAL_SHEET;
use crate::problem::Severity;
use crate::sheets::annotated::problems::severity;
use crate::sheets::layer::{Cell, Columns, Page, Rows, STYLE, Written};

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, pack: &Pack) -> Written {
    let mut columns = Columns::<(usize, &Note)>::new();
    columns
        .integer("序号", 6.0, |row| (row.0 + 1).into())
        .center("程度", 7.0, |row| severity(row.1.severity))
        .center("代码", 7.0, |row| (&row.1.code).into())
        .center("单元格", 9.0, |row| place(row.1, pack))
        .wrapped("数据项", 22.0, |row| concerned(row.1, pack).into())
        .wrapped("问题", 42.0, |row| (&row.1.message).into())
        .wrapped("怎么办", 34.0, |row| (&row.1.advice).into())
        .header_height(0, 22.0)
        .least(20.0);
    let name = pack.concerns().name;
    let copied = match pack.original {
        Some(_) => format!("“{ORIGINAL_SHEET}”是您交来时的样子，只供对照和复制。"),
        None => String::new(),
    };
    let counts = [
        (Severity::Error, "错误", "，必须改正"),
        (Severity::Warning, "警告", "，请核对"),
        (Severity::Info, "提示", "，请看一看"),
    ];
    let counts = counts.into_iter().filter_map(|(severity, word, ask)| {
        let count = pack.count(severity);
        (count > 0).then(|| format!("{word} {count} 处{ask}"))
    });
    let counts: Vec<String> = counts.collect();
    let note = format!(
        "{name}填报的内容：{}。请在后面的“{SHEET}”里改，作为第 {} 次填报，保存后整个文件发回。{copied}",
        counts.join("；"),
        pack.form.passport.round
    );
    let mut rows = Rows::explained(sheet, "退回说明", &note, (columns.last(), columns.width()))?;
    let table = rows.table(&columns, pack.notes.iter().enumerate())?;
    table.freeze(sheet, 0)?;
    // Nothing written here would be read.
    sheet.protect();
    let end = (table.last, table.last_column);
    Page::portrait(table.header, end).set_up(sheet)
}

/// What a note is about.
fn concerned(note: &Note, pack: &Pack) -> String {
    match (note.items.as_slice(), note.at) {
        ([], Some(_)) if pack.original.is_some() => ORIGINAL_SHEET.into(),
        ([], _) => String::new(),
        ([only], _) => pack.form.label(*only),
        ([first, ..], _) => format!("{} 等 {} 项", pack.form.label(*first), note.items.len()),
    }
}

/// A link to its cell, in the form or else in what came.
fn place<'c>(note: &Note, pack: &Pack) -> Cell<'c> {
    let own = note.items.iter().find_map(|item| pack.form.cell(*item));
    let came = note.at.filter(|_| pack.original.is_some());
    let (sheet, cell) = match (own, came) {
        (Some(cell), _) => (SHEET, cell),
        (None, Some(cell)) => (ORIGINAL_SHEET, cell),
        (None, None) => return "—".into(),
    };
    Cell::from(cell.to_string())
        .linked(sheet, cell)
        .with(&STYLE.centered_link)
}
