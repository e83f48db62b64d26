//! 个性化指标: a department's own outcome indicators, each with target, result and how far it was met.

use crate::decimal;
use crate::expr::Style;
use crate::expr::evaluate::row_values;
use crate::expr::told::digits;
use crate::intake::value::text_of;
use crate::intake::{Dataset, OutcomeRow, Record};
use crate::reports::block::{Cell, Table};
use crate::rulebook::RuleBook;
use crate::rulebook::outcomes::{Outcomes, RowFigure};
use crate::scoring::PENDING;
use crate::workbook::{self, CellValue, Sheet};

/// The table; `None` where the department has none.
pub fn table(record: &Record, dataset: &Dataset, book: &RuleBook) -> Option<Table> {
    let outcomes = book
        .outcomes
        .as_ref()
        .filter(|_| !record.outcomes.is_empty())?;
    let sheet = &dataset.outcomes.as_ref()?.sheet;
    let columns = &outcomes.columns;
    let header = [
        "序号",
        &columns.category.name,
        &columns.title.name,
        &columns.target.name,
        &columns.actual.name,
        &columns.weight.name,
        "完成比例",
    ];
    let mut rows = vec![header.map(Cell::header).to_vec()];
    for (number, row) in record.outcomes.iter().enumerate() {
        rows.push(cells(number + 1, row, outcomes, sheet));
    }
    Some(Table {
        widths: vec![8, 14, 34, 13, 13, 8, 13],
        header: 1,
        rows,
    })
}

fn cells(number: usize, row: &OutcomeRow, outcomes: &Outcomes, sheet: &Sheet) -> Vec<Cell> {
    let field = |of: RowFigure| &row.fields[of as usize];
    let written = |of: RowFigure| {
        let cell = field(of).cell.and_then(|at| sheet.cell(at));
        cell.map_or_else(String::new, shown)
    };
    let weight = field(RowFigure::Weight).number();
    let completion = row_values(&outcomes.rule, row).map_or_else(
        |_| PENDING.into(),
        |(_, ratio)| digits(ratio, Style::Percent, &[]),
    );
    vec![
        Cell::centered(number.to_string()),
        Cell::centered(row.category.as_deref().unwrap_or_default()),
        Cell::left(&row.title),
        Cell::centered(written(RowFigure::Target)),
        Cell::centered(written(RowFigure::Actual)),
        Cell::centered(weight.map_or_else(String::new, |weight| decimal::trimmed(weight, 4))),
        Cell::centered(completion),
    ]
}

/// A cell as the department sees it: a percentage with its sign.
fn shown(cell: &workbook::Cell) -> String {
    match cell.value {
        CellValue::Number(number) if cell.is_percent() => {
            decimal::from_f64(number).map_or_else(String::new, decimal::percent)
        }
        _ => text_of(cell).map_or_else(String::new, |text| text.to_string()),
    }
}
