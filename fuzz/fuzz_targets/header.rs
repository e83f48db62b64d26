//! Headers: sheets of texts in a few rows, names of known columns among them, merged anyhow.

#![no_main]

use arbitrary::Arbitrary;
use jixiao::address::Address;
use jixiao::workbook::{Cell, CellValue, Row, Sheet, Workbook};
use jixiao_fuzz::{BOOK, score};
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
enum Text {
    /// A known column's name, and what stands before and behind it.
    Known(u8, String, String),
    Any(String),
    Number(f64),
}

#[derive(Arbitrary, Debug)]
struct Grid {
    name: Option<String>,
    rows: Vec<Vec<(u8, Text)>>,
    merges: Vec<(u8, u8, u8, u8)>,
}

fn cell((column, text): (u8, Text)) -> Cell {
    let value = match text {
        Text::Known(place, before, behind) => {
            let metric = &BOOK.metrics[usize::from(place) % BOOK.metrics.len()];
            CellValue::Text(format!("{before}{}{behind}", metric.name()).into())
        }
        Text::Any(text) => CellValue::Text(text.into()),
        Text::Number(number) => CellValue::Number(number),
    };
    Cell {
        column: u16::from(column),
        value,
        format: None,
        formula: false,
    }
}

fuzz_target!(|grid: Grid| {
    let rows = (0..)
        .zip(grid.rows)
        .filter_map(|(index, cells)| {
            let mut cells: Vec<Cell> = cells.into_iter().map(cell).collect();
            cells.retain(|cell| cell.value != CellValue::Text("".into()));
            cells.sort_by_key(|cell| cell.column);
            cells.dedup_by_key(|cell| cell.column);
            (!cells.is_empty()).then_some(Row {
                index,
                hidden: index % 5 == 4,
                cells,
            })
        })
        .collect();
    let merges = grid
        .merges
        .into_iter()
        .map(|(row, column, rows, columns)| {
            let first = Address::new(u32::from(row), u16::from(column));
            let last = Address::new(first.row + u32::from(rows), first.column + u16::from(columns));
            (first, last)
        })
        .collect();
    score(&Workbook {
        text: None,
        sheets: vec![Sheet {
            name: grid.name.unwrap_or_else(|| BOOK.sheets.data.name.clone()),
            rows,
            merges,
            ..Sheet::default()
        }],
    });
});
