//! Cell values: whatever stands in a column's cells, department by department.

#![no_main]

use arbitrary::Arbitrary;
use jixiao::workbook::{Cell, CellValue, Row, Sheet, Workbook};
use jixiao_fuzz::{BOOK, score};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Value {
    Number(f64),
    Text(String),
    Percent(f64),
    Formatted(f64, String),
    Bool(bool),
    Date(f64),
    Error(String),
    NoStoredValue,
}

/// Columns by their place, and what stands in them for each of a few departments.
#[derive(Arbitrary, Debug)]
struct Cells {
    columns: Vec<(u8, [Option<Value>; 2])>,
}

fn cell(column: u16, value: Value) -> Option<Cell> {
    let mut format = None;
    let value = match value {
        Value::Number(number) => CellValue::Number(number),
        Value::Text(text) if text.is_empty() => return None,
        Value::Text(text) => CellValue::Text(text.into()),
        Value::Percent(number) => {
            format = Some("0.00%".into());
            CellValue::Number(number)
        }
        Value::Formatted(number, code) => {
            format = Some(code.as_str().into());
            CellValue::Number(number)
        }
        Value::Bool(truth) => CellValue::Bool(truth),
        Value::Date(number) => CellValue::DateTime(number),
        Value::Error(text) => CellValue::Error(text.into()),
        Value::NoStoredValue => CellValue::NoStoredValue,
    };
    Some(Cell {
        column,
        value,
        format,
        formula: false,
    })
}

fuzz_target!(|cells: Cells| {
    let mut header = Vec::new();
    let mut rows: [Vec<Cell>; 2] = Default::default();
    for (column, metric) in (0_u16..).zip(&BOOK.metrics) {
        header.extend(cell(column, Value::Text(metric.name().into())));
    }
    let mut columns = cells.columns;
    columns.sort_by_key(|(place, _)| usize::from(*place) % BOOK.metrics.len());
    columns.dedup_by_key(|(place, _)| usize::from(*place) % BOOK.metrics.len());
    for (place, values) in columns {
        let column = u16::try_from(usize::from(place) % BOOK.metrics.len()).unwrap_or_default();
        for (row, value) in rows.iter_mut().zip(values) {
            row.extend(value.and_then(|value| cell(column, value)));
        }
    }
    let row = |index: u32, cells: Vec<Cell>| Row {
        index,
        hidden: false,
        cells,
    };
    let [first, second] = rows;
    let mut all = vec![row(0, header), row(1, first), row(2, second)];
    all.retain(|row| !row.cells.is_empty());
    score(&Workbook {
        text: None,
        sheets: vec![Sheet {
            name: BOOK.sheets.data.name.clone(),
            rows: all,
            ..Sheet::default()
        }],
    });
});
