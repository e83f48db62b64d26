//! The input's sheets as they came, copied by [`super::copier`]: every row and column in its place, so that
//! addresses stay true. What we add is to print them, and 完成比例（计算）.

use rust_xlsxwriter::{Formula, Note, Worksheet, XlsxError};

use super::copier::Copier;
use super::layout::Layout;
use super::marks::Marks;
use crate::analysis::Evaluation;
use crate::decimal;
use crate::expr::excel::{CellReading, Cells, literal};
use crate::expr::{Expr, Lack, Variable};
use crate::intake::{COMPLETION_HEADER, OutcomeRow, Table};
use crate::rulebook::outcomes::Outcomes;
use crate::sheets::page::{self, Page};
use crate::sheets::style;
use crate::workbook::Sheet;

/// Writes 基础数据.
pub fn write_data(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    marks: &Marks,
) -> Result<(), XlsxError> {
    write_table(sheet, &evaluation.dataset.data, 3, marks)
}

/// Writes 自评得分.
pub fn write_declared(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    marks: &Marks,
) -> Result<(), XlsxError> {
    match &evaluation.dataset.declared {
        Some(table) => write_table(sheet, table, 2, marks),
        None => Ok(()),
    }
}

/// Writes 个性化指标, with a column that says how far each target was met.
pub fn write_outcomes(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    layout: &Layout,
    marks: &Marks,
) -> Result<(), XlsxError> {
    let (Some(table), Some(column), Some(rules)) = (
        &evaluation.dataset.outcomes,
        layout.completion_column(),
        &evaluation.book.outcomes,
    ) else {
        return Ok(());
    };
    write_table(sheet, table, 2, marks)?;
    let header = style::header();
    sheet.write_string_with_format(table.header_row, column, COMPLETION_HEADER, &header)?;
    sheet.set_column_width(column, 12)?;
    let note = Note::new(
        "由程序加上的一列：完成比例在 0 与 1 之间，用于计算这类指标的得分。再次评分时会重新生成。",
    )
    .add_author_prefix(false)
    .set_width(260);
    sheet.insert_note(table.header_row, column, &note)?;
    let percent = style::source(Some("0.00%"));
    for outcome in evaluation
        .dataset
        .records
        .iter()
        .flat_map(|record| &record.outcomes)
    {
        let (formula, result) = completion(outcome, rules);
        let formula = Formula::new(formula).set_result(result);
        sheet.write_formula_with_format(outcome.row, column, formula, &percent)?;
    }
    Ok(())
}

/// The formula of a row's completion, and its result.
fn completion(outcome: &OutcomeRow, rules: &Outcomes) -> (String, String) {
    const CANNOT: &str = "不能计算";
    // A row without a usable weight has no completion either, so that it cannot pass unnoticed.
    let weighted = Expr::Needing {
        variables: vec![rules.rule.weight.clone()],
        expr: Box::new(rules.rule.completion.clone()),
    };
    let formula = format!(
        "IFERROR({},\"{CANNOT}\")",
        weighted.excel(&OutcomeCells(outcome))
    );
    let value: Result<_, Lack> = weighted.number(outcome);
    let result = value.map_or_else(
        |_| CANNOT.into(),
        |value| literal(decimal::round(value, 12)),
    );
    (formula, result)
}

/// The cells of one row, on its own sheet.
struct OutcomeCells<'o>(&'o OutcomeRow);

impl Cells for OutcomeCells<'_> {
    fn cell(&self, variable: &Variable) -> Option<CellReading> {
        let field = self.0.fields.get(variable.id)?;
        Some(CellReading {
            reference: field.cell?.to_string(),
            understood: field.understood.iter().cloned().collect(),
            divisor: field.divisor,
        })
    }
}

/// Writes a sheet of the input that the program does not know.
pub fn write_other(sheet: &mut Worksheet, source: &Sheet, marks: &Marks) -> Result<(), XlsxError> {
    Copier::new(source, None, marks).write(sheet)?;
    if source.hidden {
        sheet.set_hidden(true);
    }
    Ok(())
}

/// Writes 上年数据.
pub fn write_last_year(
    sheet: &mut Worksheet,
    table: &Table,
    marks: &Marks,
) -> Result<(), XlsxError> {
    write_table(sheet, table, 2, marks)
}

/// Writes one of the sheets that the program knows.
pub fn write_table(
    sheet: &mut Worksheet,
    table: &Table,
    frozen: u16,
    marks: &Marks,
) -> Result<(), XlsxError> {
    Copier::new(&table.sheet, Some(table.header_row), marks).write(sheet)?;
    sheet.set_freeze_panes(table.header_row + 1, frozen)?;
    let last_row = table.sheet.rows.last().map_or(0, |row| row.index);
    let last_column = last_column(&table.sheet);
    sheet.set_repeat_columns(0, frozen - 1)?;
    page::set_up(
        sheet,
        &Page::landscape(
            (table.header_row, table.header_row),
            (last_row, last_column),
        )
        .fit_width(last_column < 30),
    )?;
    if last_column >= 30 {
        sheet.set_print_scale(60);
    }
    Ok(())
}

fn last_column(sheet: &Sheet) -> u16 {
    sheet
        .rows
        .iter()
        .filter_map(|row| row.cells.last())
        .map(|cell| cell.column)
        .max()
        .unwrap_or_default()
}
