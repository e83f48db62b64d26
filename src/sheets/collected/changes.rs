//! 变动情况: every cell that is not what it was in the last round, by department.

use rust_xlsxwriter::Worksheet;

use crate::forms::changes::Changed;
use crate::sheets::layer::{Columns, Rows, Written};

/// What stands where a cell was blank.
const BLANK: &str = "（空）";

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, changed: &[Changed]) -> Written {
    let mut columns = Columns::<(usize, &Changed)>::new();
    columns
        .integer("序号", 6.0, |row| (row.0 + 1).into())
        .center("部门编码", 11.0, |row| row.1.who.code.as_ref().into())
        .wrapped("部门名称", 28.0, |row| (&row.1.who.name).into())
        .center("工作表", 13.0, |row| (&row.1.sheet).into())
        .wrapped("数据项", 36.0, |row| (&row.1.label).into())
        .wrapped("上次", 24.0, |row| {
            row.1.before.as_deref().unwrap_or(BLANK).into()
        })
        .wrapped("本次", 24.0, |row| {
            row.1.after.as_deref().unwrap_or(BLANK).into()
        })
        .header_height(0, 22.0);
    let mut departments: Vec<&str> = changed.iter().map(|one| one.who.name.as_str()).collect();
    departments.dedup();
    let note = match changed.len() {
        0 => "与上次汇总相比，没有变动。".to_string(),
        count => format!(
            "与上次汇总相比，{} 个部门共 {count} 处变动。",
            departments.len()
        ),
    };
    let mut rows = Rows::titled(sheet, "变动情况", &note, columns.last())?;
    let table = rows.table(&columns, changed.iter().enumerate())?;
    table.finish(sheet, 0)
}
