//! 规则变化: what one rule book says otherwise than another, and what that does; of two rule books or of several.

use rust_xlsxwriter::Worksheet;

use crate::rulebook::difference::RuleChange;
use crate::sheets::layer::{Columns, Rows, Written};

/// The sheet's name.
pub const SHEET: &str = "规则变化";

/// A change, and between which rule books it is where there are several.
pub struct Row {
    pub between: Option<String>,
    pub change: RuleChange,
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, changes: Vec<Row>, note: &str) -> Written {
    const BLANK: &str = "（空）";
    let mut columns = Columns::<Row>::new();
    if changes.iter().any(|row| row.between.is_some()) {
        columns.center("从哪本到哪本", 16.0, |row| {
            row.between.as_deref().into()
        });
    }
    let held = columns.widths().len() as u16;
    columns
        .center("规则书的表", 11.0, |row| row.change.sheet.into())
        .wrapped("指标或数据项", 26.0, |row| {
            (&row.change.subject).into()
        })
        .wrapped("改的是什么", 16.0, |row| {
            match row.change.what.as_str() {
                "" => match row.change.was {
                    None => "新增".into(),
                    Some(_) => "取消".into(),
                },
                what => what.into(),
            }
        })
        .wrapped("原来", 40.0, |row| {
            row.change.was.as_deref().unwrap_or(BLANK).into()
        })
        .wrapped("现在", 40.0, |row| {
            row.change.is.as_deref().unwrap_or(BLANK).into()
        })
        .wrapped("影响", 44.0, |row| row.change.effect.told().into());
    let mut rows = Rows::titled(sheet, SHEET, note, columns.last())?;
    let table = rows.table(&columns, changes)?;
    table.finish(sheet, held + 1)
}
