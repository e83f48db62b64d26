//! Typed records laid out as a sheet: a row a department, a column a figure. Where records came from no sheet, this
//! is where formulas find their figures and a reader sees them; nothing is read back from it.

use rust_decimal::prelude::ToPrimitive;

use super::dataset::{Field, Record, Table};
use super::departments;
use super::unmatched::{Absent, Unmatched};
use crate::address::Address;
use crate::expr::cells::Literal;
use crate::expr::{Figure, Kind};
use crate::rulebook::{Role, RuleBook};
use crate::workbook::{Cell, CellValue, NumberFormat, Row, Sheet};

/// What a sheet of records shows.
pub(super) struct Records<'l> {
    /// What the sheet is called.
    pub sheet: &'l str,
    /// The columns that say who, in order, as far as the rule book has them.
    pub roles: &'l [Role],
    /// The columns of figures after them, by metric.
    pub metrics: &'l [usize],
    /// The year that the figures are of, where it is known.
    pub year: Option<u32>,
}

impl Records<'_> {
    /// The metrics of the columns, in order; of those that say who with their role.
    fn columns(&self, book: &RuleBook) -> Vec<(usize, Option<Role>)> {
        let role = |role: &Role| Some((book.role(*role)?.variable.id, Some(*role)));
        let figures = self.metrics.iter().map(|id| (*id, None));
        self.roles.iter().filter_map(role).chain(figures).collect()
    }

    /// The sheet, with the header in its first row.
    pub fn sheet<'r>(
        &self,
        records: &'r [Record],
        fields: impl Fn(&'r Record) -> &'r [Field],
        book: &RuleBook,
    ) -> Sheet {
        let columns = self.columns(book);
        let header = columns.iter();
        let header = header.map(|(id, _)| Some(text(book.metrics[*id].name())));
        let header = row(0, header.collect());
        let rows = (1..).zip(records).map(|(index, record)| {
            let cells = columns.iter().map(|(id, role)| match role {
                Some(Role::Code) => record.code.as_deref().map(text),
                Some(Role::Name) => Some(text(&record.name)),
                Some(Role::Group) => record.group.as_deref().map(text),
                Some(Role::Year) => {
                    let year = self.year?;
                    Some(CellValue::Number(f64::from(year)).into())
                }
                Some(Role::Preparer | Role::Phone) => None,
                None => {
                    let is_percent = matches!(book.metrics[*id].kind(), Kind::Percent { .. });
                    figure(fields(record).get(*id)?, is_percent)
                }
            });
            row(index, cells.collect())
        });
        Sheet {
            name: self.sheet.into(),
            rows: std::iter::once(header).chain(rows).collect(),
            ..Sheet::default()
        }
    }

    /// The sheet with its columns known, after every record was given its row and its fields their cells.
    pub fn table(
        &self,
        records: &mut [Record],
        fields: impl Fn(&mut Record) -> &mut [Field],
        shown: impl Fn(&Record) -> &[Field],
        book: &RuleBook,
    ) -> Table {
        let mut columns = vec![None; book.metrics.len()];
        for (column, (id, _)) in (0..).zip(self.columns(book)) {
            columns[id] = Some(column);
        }
        for (row, record) in (1..).zip(&mut *records) {
            record.row = row;
            for (field, column) in fields(record).iter_mut().zip(&columns) {
                field.cell = column.map(|column| Address::new(row, column));
            }
        }
        let absent = departments::named(book).into_iter().enumerate();
        let absent = absent.filter(|(id, _)| columns[*id].is_none());
        let absent = absent.map(|(wanted, column)| Absent {
            wanted,
            name: column.name.to_string(),
            need: column.need,
            suspects: Vec::new(),
        });
        Table {
            unmatched: Unmatched {
                unused: Vec::new(),
                absent: absent.collect(),
            },
            sheet: self.sheet(records, shown, book),
            header_row: 0,
            columns,
        }
    }
}

/// A cell before it has a column.
struct Loose {
    value: CellValue,
    format: Option<NumberFormat>,
}

impl From<CellValue> for Loose {
    fn from(value: CellValue) -> Loose {
        Loose {
            value,
            format: None,
        }
    }
}

fn text(text: &str) -> Loose {
    CellValue::Text(text.into()).into()
}

fn row(index: u32, cells: Vec<Option<Loose>>) -> Row {
    let cells = (0..).zip(cells).filter_map(|(column, cell)| {
        let Loose { value, format } = cell?;
        Some(Cell {
            column,
            value,
            format,
            formula: false,
        })
    });
    Row {
        index,
        hidden: false,
        cells: cells.collect(),
    }
}

/// A figure as a cell that is read as the same again.
fn figure(field: &Field, is_percent: bool) -> Option<Loose> {
    let number = |number: f64| Loose {
        value: CellValue::Number(number),
        // A percentage says itself that it is one.
        format: is_percent.then(|| NumberFormat::from("0.00##%")),
    };
    Some(match &field.figure {
        Figure::Blank => return None,
        Figure::Number(figure) => number(figure.to_f64()?),
        Figure::Truth(truth) => text(if *truth { "是" } else { "否" }),
        Figure::Text(choice) => text(choice),
        // As it came, to be found unreadable once more.
        Figure::Unreadable => match field.understood.as_deref() {
            Some((Literal::Text(own), _)) => text(own),
            Some((Literal::Number(own), _)) => number(own.to_f64()?),
            Some((Literal::Truth(own), _)) => CellValue::Bool(*own).into(),
            None => text("无法识别"),
        },
    })
}
