//! The input's sheets as they came, copied by [`super::copier`]: every row and column in its place, so that
//! addresses stay true. What we add is to print them, and 完成比例（计算）.

use rust_xlsxwriter::Note;

use super::copier::{AddedCells, Copier, Looks};
use super::formulas::Pattern;
use super::layout::Layout;
use super::marks::Marks;
use crate::analysis::Evaluation;
use crate::decimal;
use crate::expr::excel::{CellReading, Cells};
use crate::expr::{Expr, Lack, Variable};
use crate::intake::{COMPLETION_HEADER, OutcomeRow, Table};
use crate::rulebook::outcomes::Outcomes;
use crate::sheets::layer::{Cell, Large, Page, Written, or};
use crate::workbook::Sheet;

/// How many columns of departments' data stay in view and begin each page: the code, the name and under whom it is.
pub const OF_DATA: u16 = 3;
/// The same of sheets that have no column for under whom it is.
pub const OF_OTHERS: u16 = 2;

/// Writes 个性化指标, with a column that says how far each target was met.
pub fn write_outcomes(
    large: Large,
    table: &Table,
    evaluation: &Evaluation,
    layout: &Layout,
    marks: &Marks,
) -> Written {
    let copier = Copier::new(&table.sheet, Some(table.header_row), marks);
    let (Some(column), Some(rules)) = (layout.completion_column(), &evaluation.book.outcomes)
    else {
        return write_copy(large, copier, table, OF_OTHERS);
    };
    let note = Note::new(
        "由程序加上的一列：完成比例在 0 与 1 之间，用于计算这类指标的得分。再次评分时会重新生成。",
    )
    .add_author_prefix(false)
    .set_width(260);
    let header = Cell::from(COMPLETION_HEADER).noted(note);
    let header = (table.header_row, (column, header, Looks::of_header()));
    let records = evaluation.dataset.records.iter();
    let mut outcomes: Vec<&OutcomeRow> = records.flat_map(|record| &record.outcomes).collect();
    outcomes.sort_by_key(|outcome| outcome.row);
    outcomes.dedup_by_key(|outcome| outcome.row);
    let completions = Completions::new(rules, &outcomes);
    let percent = Looks::of_body("0.00%");
    let rows = outcomes.iter().map(|outcome| outcome.row).collect();
    let added = AddedCells::new(header, rows, move |place| {
        (column, completions.of(outcomes[place]), percent.clone())
    });
    large.sheet.set_column_width(column, 12)?;
    write_copy(large, copier.with(added), table, OF_OTHERS)
}

/// How far the targets of rows were met.
struct Completions {
    /// A row without a usable weight has no completion either, so that it cannot pass unnoticed.
    weighted: Expr,
    pattern: Option<Pattern>,
}

impl Completions {
    fn new(rules: &Outcomes, outcomes: &[&OutcomeRow]) -> Completions {
        let weighted = Expr::Needing {
            variables: vec![rules.rule.weight.clone()],
            expr: Box::new(rules.rule.completion.clone()),
        };
        let rows = outcomes
            .iter()
            .map(|outcome| (outcome.row, &*outcome.fields));
        let pattern = Pattern::of(&weighted, rows, |place| OutcomeCells(outcomes[place]));
        Completions { weighted, pattern }
    }

    /// A row's completion.
    fn of<'c>(&self, outcome: &OutcomeRow) -> Cell<'c> {
        const CANNOT: &str = "不能计算";
        let pattern = self.pattern.as_ref();
        let formula = pattern.and_then(|pattern| pattern.written(outcome.row, &outcome.fields));
        let formula = formula.unwrap_or_else(|| self.weighted.excel(&OutcomeCells(outcome)));
        let value: Result<_, Lack> = self.weighted.number(outcome);
        or(value.ok().map(|value| decimal::round(value, 12)), CANNOT)
            .by(format!("IFERROR({formula},\"{CANNOT}\")"))
    }
}

/// The cells of one row, on its own sheet.
struct OutcomeCells<'o>(&'o OutcomeRow);

impl Cells for OutcomeCells<'_> {
    fn cell(&self, variable: &Variable) -> Option<CellReading> {
        let field = self.0.fields.get(variable.id)?;
        Some(CellReading {
            reference: field.cell?.to_string(),
            understood: field.understood.iter().map(|own| (**own).clone()).collect(),
            divisor: field.divisor,
        })
    }
}

/// Writes a sheet of the input that the program does not know.
pub fn write_other(large: Large, source: &Sheet, marks: &Marks) -> Written {
    if source.hidden {
        large.sheet.set_hidden(true);
    }
    let copier = Copier::new(source, None, marks);
    let widths: Vec<f64> = copier.widths().into_values().collect();
    let Large { sheet, flow } = large;
    copier.write(Large {
        sheet: &mut *sheet,
        flow,
    })?;
    let last_row = source.rows.last().map_or(0, |row| row.index);
    Page::whole((last_row, last_column(source)))
        .wide(widths)
        .set_up(sheet)
}

/// Writes one of the sheets that the program knows.
pub fn write_table(large: Large, table: &Table, frozen: u16, marks: &Marks) -> Written {
    let copier = Copier::new(&table.sheet, Some(table.header_row), marks);
    write_copy(large, copier, table, frozen)
}

fn write_copy(large: Large, copier: Copier, table: &Table, frozen: u16) -> Written {
    let widths: Vec<f64> = copier.widths().into_values().collect();
    let repeated: Vec<f64> = widths.iter().copied().take(frozen.into()).collect();
    let last_row = table.sheet.rows.last().map_or(0, |row| row.index);
    let last_column = last_column(&table.sheet);
    let page = Page::landscape(
        (table.header_row, table.header_row),
        (last_row, last_column),
    )
    .wide(widths)
    .tiled(repeated.iter().copied());
    let copier = match page.goes_on_beside() {
        true => copier.titled_within(repeated.iter().sum()),
        false => copier,
    };
    let Large { sheet, flow } = large;
    copier.write(Large {
        sheet: &mut *sheet,
        flow,
    })?;
    sheet.set_freeze_panes(table.header_row + 1, frozen)?;
    sheet.set_repeat_columns(0, frozen - 1)?;
    page.set_up(sheet)
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
