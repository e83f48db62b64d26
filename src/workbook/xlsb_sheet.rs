//! Owns one xlsb sheet: its cells, hidden rows and merged regions, streamed.
//!
//! A cell comes in one of two forms: with its column, or in short, being in the
//! column behind the cell before it. Programs mix them.

use std::collections::HashSet;
use std::io::Read;

use super::budget::{ALLOCATION, Budget};
use super::build::SheetBuilder;
use super::cfb::u32_at;
use super::error::Fault;
use super::format::Shows;
use super::number_format::NumberFormat;
use super::serial;
use super::sheet::CellValue;
use super::text::Text;
use super::xlsb_records::{self as records, each_record, float, short_number, wide_text};
use crate::address::Address;

/// What the cells of all sheets refer to.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// The shared texts.
    pub(super) texts: Vec<Text>,
    /// The styles of cells.
    pub(super) styles: Vec<Style>,
    /// Whether dates count from 1904.
    pub(super) after_1904: bool,
}

/// What matters of a cell's style.
#[derive(Clone, Debug)]
pub(super) struct Style {
    /// Its number format, where that says something.
    pub(super) format: Option<NumberFormat>,
    /// What that makes of a number.
    pub(super) shows: Shows,
}

/// A sheet while it is read.
pub(super) struct SheetReader<'a> {
    shared: &'a Shared,
    pub(super) builder: SheetBuilder,
    pub(super) hidden_rows: HashSet<u32>,
    pub(super) merges: Vec<(Address, Address)>,
    row: u32,
    /// The column behind the cell that was read last.
    next_column: u32,
}

impl<'a> SheetReader<'a> {
    /// Reads the records of a sheet.
    pub(super) fn read(
        part: impl Read,
        shared: &'a Shared,
        budget: &mut Budget<'_>,
    ) -> Result<Self, Fault> {
        let mut sheet = Self {
            shared,
            builder: SheetBuilder::new(),
            hidden_rows: HashSet::new(),
            merges: Vec::new(),
            row: 0,
            next_column: 0,
        };
        each_record(part, |kind, data| sheet.take(kind, data, budget))?;
        Ok(sheet)
    }

    fn take(&mut self, kind: u16, data: &[u8], budget: &mut Budget<'_>) -> Result<(), Fault> {
        match kind {
            records::ROW => {
                self.row = u32_at(data, 0).unwrap_or(u32::MAX);
                self.next_column = 0;
                if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
                    budget.memory(size_of::<u32>() + ALLOCATION)?;
                    self.hidden_rows.insert(self.row);
                }
                Ok(())
            }
            records::MERGE => {
                let number = |at| u32_at(data, at).unwrap_or(u32::MAX);
                let first = Address::checked(number(0), number(8));
                let last = Address::checked(number(4), number(12));
                budget.memory(size_of::<(Address, Address)>())?;
                self.merges.extend(first.zip(last));
                Ok(())
            }
            _ => match Form::of(kind) {
                Some(form) => self.cell(form, data, budget),
                None => Ok(()),
            },
        }
    }

    /// Takes a cell. One that is cut short or points to nothing is damage: it held
    /// something.
    fn cell(&mut self, form: Form, data: &[u8], budget: &mut Budget<'_>) -> Result<(), Fault> {
        let damaged = || Fault::damaged(format!("cell of kind {form:?} at row {}", self.row));
        let (column, rest) = match form.short {
            true => (self.next_column, data),
            false => {
                let column = u32_at(data, 0).ok_or_else(damaged)?;
                (column, data.get(4..).unwrap_or_default())
            }
        };
        let at = Address::checked(self.row, column).ok_or_else(damaged)?;
        // Three bytes of style, one of flags, and then the content.
        let style = u32_at(rest, 0).ok_or_else(damaged)? & 0x00FF_FFFF;
        let content = rest.get(4..).unwrap_or_default();
        let style = usize::try_from(style)
            .ok()
            .and_then(|style| self.shared.styles.get(style));
        let value = match form.holds {
            Holds::Nothing => None,
            holds => Some(self.value(holds, content, style).ok_or_else(damaged)?),
        };
        self.next_column = column.saturating_add(1);
        match value {
            Some(value) => {
                let format = style.and_then(|style| style.format.clone());
                self.builder.push(at, value, format, form.formula, budget)
            }
            None => Ok(()),
        }
    }

    fn value(&self, holds: Holds, content: &[u8], style: Option<&Style>) -> Option<CellValue> {
        let shows = style.map_or(Shows::Number, |style| style.shows);
        let number = |number: f64| match shows {
            Shows::Number => CellValue::Number(number),
            Shows::Date if self.shared.after_1904 => {
                CellValue::DateTime(number + serial::DAYS_TO_1904)
            }
            Shows::Date | Shows::Duration => CellValue::DateTime(number),
        };
        Some(match holds {
            Holds::Nothing => return None,
            Holds::ShortNumber => number(short_number(content, 0)?),
            Holds::Number => number(float(content, 0)?),
            Holds::Error => CellValue::Error(records::error_text(*content.first()?).into()),
            Holds::Truth => CellValue::Bool(*content.first()? != 0),
            Holds::Text => CellValue::Text(wide_text(content, 0)?.into()),
            Holds::RichText => CellValue::Text(wide_text(content, 1)?.into()),
            Holds::SharedText => {
                let place = usize::try_from(u32_at(content, 0)?).ok()?;
                CellValue::Text(self.shared.texts.get(place)?.clone())
            }
        })
    }
}

/// The form of a cell's record.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Form {
    holds: Holds,
    formula: bool,
    short: bool,
}

/// What a cell's record holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Holds {
    Nothing,
    ShortNumber,
    Number,
    Error,
    Truth,
    Text,
    RichText,
    SharedText,
}

impl Form {
    /// The form of a record of this type, if it is a cell.
    fn of(kind: u16) -> Option<Form> {
        let (holds, formula, short) = match kind {
            0x0001 => (Holds::Nothing, false, false),
            0x0002 => (Holds::ShortNumber, false, false),
            0x0003 => (Holds::Error, false, false),
            0x0004 => (Holds::Truth, false, false),
            0x0005 => (Holds::Number, false, false),
            0x0006 => (Holds::Text, false, false),
            0x0007 => (Holds::SharedText, false, false),
            0x0008 => (Holds::Text, true, false),
            0x0009 => (Holds::Number, true, false),
            0x000A => (Holds::Truth, true, false),
            0x000B => (Holds::Error, true, false),
            0x000C => (Holds::Nothing, false, true),
            0x000D => (Holds::ShortNumber, false, true),
            0x000E => (Holds::Error, false, true),
            0x000F => (Holds::Truth, false, true),
            0x0010 => (Holds::Number, false, true),
            0x0011 => (Holds::Text, false, true),
            0x0012 => (Holds::SharedText, false, true),
            0x003E => (Holds::RichText, false, false),
            _ => return None,
        };
        Some(Form {
            holds,
            formula,
            short,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::bounds::Bounds;
    use super::*;

    fn shared() -> Shared {
        let style = |format: &str, shows| Style {
            format: Some(NumberFormat::from(format)),
            shows,
        };
        Shared {
            texts: vec!["甲".into(), "乙".into()],
            styles: vec![
                style("0%", Shows::Number),
                style("yyyy/m/d", Shows::Date),
                style("[h]:mm", Shows::Duration),
            ],
            after_1904: true,
        }
    }

    /// Records as a part would hold them.
    fn part(records: &[(u8, &[u8])]) -> Vec<u8> {
        let mut part = Vec::new();
        for (kind, data) in records {
            part.extend([*kind, u8::try_from(data.len()).expect("a short record")]);
            part.extend(*data);
        }
        part
    }

    fn read(records: &[(u8, &[u8])]) -> Result<Vec<(u32, u16, CellValue, bool)>, Fault> {
        let (bounds, shared) = (Bounds::default(), shared());
        let sheet = SheetReader::read(&part(records)[..], &shared, &mut Budget::new(&bounds))?;
        let hidden = &sheet.hidden_rows;
        let sheet = sheet
            .builder
            .finish("表".into(), false, hidden, vec![], vec![]);
        let cells = sheet.rows.into_iter().flat_map(|row| {
            let index = row.index;
            let told = move |cell: super::super::sheet::Cell| {
                (index, cell.column, cell.value, cell.formula)
            };
            row.cells.into_iter().map(told)
        });
        Ok(cells.collect())
    }

    #[test]
    fn cells_in_full_and_in_short() {
        let text = |text: &str| CellValue::Text(text.into());
        let rich = [4, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0x19, 0x4E];
        let number = [&[0, 0, 0, 0][..], &0.75_f64.to_le_bytes()].concat();
        let read = read(&[
            (0x00, &[6, 0, 0, 0]),
            (0x07, &[1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]),
            (0x0C, &[0, 0, 0, 0]),
            (0x12, &[0, 0, 0, 0, 0, 0, 0, 0]),
            (0x3E, &rich),
            (0x10, &number),
            (0x0F, &[0, 0, 0, 0, 1]),
            (0x0E, &[0, 0, 0, 0, 0x2A]),
            (0x0D, &[0, 0, 0, 0, 14, 0, 0, 0]),
            (0x00, &[7, 0, 0, 0]),
            (0x0D, &[0, 0, 0, 0, 14, 0, 0, 0]),
            (0x0B, &[9, 0, 0, 0, 0, 0, 0, 0, 0x07, 0, 0]),
        ]);
        assert_eq!(
            read.expect("a sheet"),
            [
                (6, 1, text("乙"), false),
                (6, 3, text("甲"), false),
                (6, 4, text("丙"), false),
                (6, 5, CellValue::Number(0.75), false),
                (6, 6, CellValue::Bool(true), false),
                (6, 7, CellValue::Error("#N/A".into()), false),
                (6, 8, CellValue::Number(3.0), false),
                (7, 0, CellValue::Number(3.0), false),
                (7, 9, CellValue::Error("#DIV/0!".into()), true),
            ]
        );
    }

    #[test]
    fn dates_count_from_where_the_workbook_says() {
        let read = read(&[
            (0x00, &[0; 4]),
            (0x0D, &[1, 0, 0, 0, 14, 0, 0, 0]),
            (0x0D, &[2, 0, 0, 0, 14, 0, 0, 0]),
        ]);
        let values: Vec<CellValue> = read
            .expect("a sheet")
            .into_iter()
            .map(|cell| cell.2)
            .collect();
        assert_eq!(
            values,
            [CellValue::DateTime(1465.0), CellValue::DateTime(3.0)]
        );
    }

    #[test]
    fn a_cell_that_points_to_nothing_or_is_cut_is_damage() {
        for (kind, data) in [
            (0x07, &[0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0][..]),
            (0x05, &[0, 0, 0, 0, 0, 0, 0, 0, 9]),
            (0x12, &[0]),
            (0x02, &[0, 0, 2, 0, 0, 0, 0, 0, 9, 0, 0, 0]),
        ] {
            assert!(read(&[(0x00, &[0; 4]), (kind, data)]).is_err(), "{kind}");
        }
    }
}
