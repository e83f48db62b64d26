//! 规则变化: what one rule book says otherwise than the one before, and what that does.

use rust_xlsxwriter::Worksheet;

use super::Source;
use crate::rulebook::difference::Change;
use crate::sheets::layer::{Columns, Rows, Written};

/// A change between the rule books of a step.
struct Row {
    between: String,
    change: Change,
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Written {
    let comparison = source.comparison;
    let mut changes: Vec<Row> = Vec::new();
    for (step, of) in comparison.steps.iter().enumerate() {
        if of.rescored.has_same_rules() {
            continue;
        }
        let [was, is] = [step, step + 1].map(|year| comparison.years[year].evaluation.book);
        let between = source.between(step);
        changes.extend(was.changes_to(is).into_iter().map(|change| Row {
            between: between.clone(),
            change,
        }));
    }
    const BLANK: &str = "（空）";
    let mut columns = Columns::<Row>::new();
    columns
        .center("从哪本到哪本", 16.0, |row| (&row.between).into())
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
    let note = format!(
        "规则书的不同之处，共 {} 处，逐条列出原来、现在和影响。",
        changes.len()
    );
    let mut rows = Rows::titled(sheet, "规则变化", &note, columns.last())?;
    let table = rows.table(&columns, changes)?;
    table.finish(sheet, 2)
}
