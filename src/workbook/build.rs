//! Owns turning a stream of cells into ordered rows, counting against the
//! bounds as they come.

use std::collections::HashSet;

use super::budget::Budget;
use super::error::Fault;
use super::number_format::NumberFormat;
use super::sheet::{Cell, CellValue, Row, Sheet};
use super::text::{Text, Texts};
use crate::address::Address;

/// A sheet being collected.
pub(super) struct SheetBuilder {
    rows: Vec<Row>,
    /// The row that is being collected, and its cells: in room that is used again for the next.
    row: Option<u32>,
    cells: Vec<Cell>,
    texts: Texts,
    ascending: bool,
    cut: Vec<(Address, usize)>,
}

impl SheetBuilder {
    pub(super) fn new() -> Self {
        Self {
            rows: Vec::new(),
            row: None,
            cells: Vec::new(),
            texts: Texts::default(),
            ascending: true,
            cut: Vec::new(),
        }
    }

    /// A text for a cell, shared with those that say the same.
    pub(super) fn text(&mut self, text: &str) -> Text {
        self.texts.shared(text)
    }

    /// Adds a cell; empty text is nothing and is dropped, a text longer than a
    /// cell holds is cut. A cell that comes twice counts as the later one, as
    /// in Excel.
    pub(super) fn push(
        &mut self,
        at: Address,
        mut value: CellValue,
        format: Option<NumberFormat>,
        formula: bool,
        budget: &mut Budget<'_>,
    ) -> Result<(), Fault> {
        let text_bytes = match &value {
            CellValue::Text(text) if text.is_empty() => return Ok(()),
            CellValue::Text(text) | CellValue::Error(text) => text.len(),
            _ => 0,
        };
        budget.cell(text_bytes)?;
        if let Some(length) = value.cut() {
            budget.memory(size_of::<(Address, usize)>())?;
            self.cut.push((at, length));
        }
        let cell = Cell {
            column: at.column,
            value,
            format,
            formula,
        };
        if self.row != Some(at.row) {
            self.end_row();
            budget.row(self.rows.len())?;
            self.ascending &= self.rows.last().is_none_or(|last| last.index < at.row);
            self.row = Some(at.row);
        }
        let last = self.cells.last();
        self.ascending &= last.is_none_or(|last| last.column < at.column);
        self.cells.push(cell);
        Ok(())
    }

    /// Puts the row that was collected behind the others, in no more room than it takes.
    fn end_row(&mut self) {
        if let Some(index) = self.row.take() {
            self.rows.push(Row {
                index,
                hidden: false,
                cells: self.cells.drain(..).collect(),
            });
        }
    }

    /// The sheet, in order, with what else is known of it.
    pub(super) fn finish(
        mut self,
        name: String,
        hidden: bool,
        hidden_rows: &HashSet<u32>,
        merges: Vec<(Address, Address)>,
        mut column_widths: Vec<(u16, f64)>,
    ) -> Sheet {
        self.end_row();
        let mut rows = self.rows;
        if !self.ascending {
            put_in_order(&mut rows);
        }
        let mut last_column = None;
        for row in &mut rows {
            row.hidden = hidden_rows.contains(&row.index);
            last_column = last_column.max(row.cells.last().map(|cell| cell.column));
        }
        column_widths.retain(|&(column, _)| Some(column) <= last_column);
        column_widths.sort_by_key(|&(column, _)| column);
        column_widths.dedup_by_key(|&mut (column, _)| column);
        Sheet {
            name,
            hidden,
            rows,
            merges,
            column_widths,
            cut: self.cut,
        }
    }
}

/// Sorts rows and cells and joins what came in pieces. Sorting is stable, so of
/// cells at the same place the later stands last, and is the one kept.
fn put_in_order(rows: &mut Vec<Row>) {
    rows.sort_by_key(|row| row.index);
    rows.dedup_by(|later, earlier| {
        let same = later.index == earlier.index;
        if same {
            earlier.cells.append(&mut later.cells);
        }
        same
    });
    for row in rows {
        row.cells.sort_by_key(|cell| cell.column);
        row.cells.dedup_by(|later, earlier| {
            let same = later.column == earlier.column;
            if same {
                std::mem::swap(later, earlier);
            }
            same
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::bounds::Bounds;
    use super::*;

    fn build(cells: &[(u32, u16, f64)]) -> Sheet {
        let bounds = Bounds::default();
        let mut budget = Budget::new(&bounds);
        let mut builder = SheetBuilder::new();
        for &(row, column, number) in cells {
            builder
                .push(
                    Address::new(row, column),
                    CellValue::Number(number),
                    None,
                    false,
                    &mut budget,
                )
                .expect("within bounds");
        }
        builder.finish(
            "表".to_owned(),
            false,
            &HashSet::from([3]),
            Vec::new(),
            vec![(9, 1.0), (1, 2.0), (0, 3.0)],
        )
    }

    #[test]
    fn orders_what_comes_in_disorder() {
        let sheet = build(&[(3, 1, 1.0), (0, 0, 2.0), (3, 0, 3.0), (3, 1, 4.0)]);
        let seen: Vec<_> = sheet
            .rows
            .iter()
            .flat_map(|row| {
                row.cells
                    .iter()
                    .map(|c| (row.index, c.column, c.value.clone()))
            })
            .collect();
        assert_eq!(
            seen,
            [
                (0, 0, CellValue::Number(2.0)),
                (3, 0, CellValue::Number(3.0)),
                (3, 1, CellValue::Number(4.0)),
            ]
        );
        assert!(!sheet.rows[0].hidden && sheet.rows[1].hidden);
        assert_eq!(sheet.column_widths, [(0, 3.0), (1, 2.0)]);
    }

    #[test]
    fn empty_text_is_nothing_but_blanks_are_kept() {
        let bounds = Bounds::default();
        let mut budget = Budget::new(&bounds);
        let mut builder = SheetBuilder::new();
        for (column, text) in [(0, ""), (1, " "), (2, "\u{3000}")] {
            let value = CellValue::Text(text.into());
            builder
                .push(Address::new(0, column), value, None, false, &mut budget)
                .expect("within bounds");
        }
        let sheet = builder.finish(String::new(), false, &HashSet::new(), vec![], vec![]);
        let columns: Vec<_> = sheet.rows[0].cells.iter().map(|c| c.column).collect();
        assert_eq!(columns, [1, 2]);
    }
}
