//! One sheet of a rule book: title, header with notes, rows, drop-downs.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, FormatAlign, Formula, Note, Worksheet,
    XlsxError,
};

use crate::rulebook::tables::layout::{Column, Holds, INDICATORS, METRICS};
use crate::rulebook::tables::{Filled, Grid};
use crate::sheets::layer::{Rows, STYLE};
use crate::sheets::style;

const HEADER: u32 = 2;
const FIRST: u32 = HEADER + 1;
/// Drop-downs reach so far below the last row, where more is going to be written.
const MORE: u32 = 300;

/// Where the names stand that other sheets refer to.
pub struct Names {
    indicators: u32,
    metrics: u32,
}

impl Names {
    /// The names of the sheets that are written.
    pub fn of(grids: &[Grid]) -> Names {
        let rows = |name: &str| {
            let found = grids.iter().find(|grid| grid.shape.name == name);
            found.map_or(0, |grid| grid.rows.len() as u32)
        };
        Names {
            indicators: rows(INDICATORS.name),
            metrics: rows(METRICS.name),
        }
    }

    /// The cells that a column's names come from.
    fn source(&self, column: &Column) -> Option<String> {
        let (shape, key, rows) = match column.header {
            "指标" => (&INDICATORS, "name", self.indicators),
            "数据项" => (&METRICS, "name", self.metrics),
            _ => return None,
        };
        let place = shape.columns.iter().position(|one| one.key == key)? as u16;
        let letters = crate::address::column_letters(place);
        let last = FIRST + rows + MORE;
        Some(format!(
            "='{}'!${letters}${}:${letters}${last}",
            shape.name,
            FIRST + 1
        ))
    }
}

/// The formats of cells that are going to be changed: what is typed stays a text where it is one.
struct Cells {
    text: Format,
    center: Format,
    percent: Format,
    fine_percent: Format,
    number: Format,
}

impl Cells {
    fn new() -> Cells {
        let center = STYLE.wrapped.clone().set_align(FormatAlign::Center);
        Cells {
            text: STYLE.wrapped.clone().set_num_format("@"),
            center: center.clone().set_num_format("@"),
            percent: center.clone().set_num_format("0%"),
            fine_percent: center.clone().set_num_format("0.00##%"),
            number: center,
        }
    }

    fn percent(&self, ratio: Decimal) -> &Format {
        match (ratio * Decimal::ONE_HUNDRED).fract().is_zero() {
            true => &self.percent,
            false => &self.fine_percent,
        }
    }

    fn of(&self, column: &Column) -> &Format {
        match column.holds {
            Holds::Number => &self.number,
            Holds::Word(_) | Holds::Flag => &self.center,
            _ => &self.text,
        }
    }
}

/// Writes a sheet.
pub fn write(sheet: &mut Worksheet, grid: &Grid, names: &Names) -> Result<(), XlsxError> {
    let cells = Cells::new();
    let last_column = grid.columns.len() as u16 - 1;
    Rows::titled(sheet, grid.shape.name, grid.shape.about, last_column)?;
    sheet.set_row_height(HEADER, 32)?;
    for (place, column) in (0..).zip(&grid.columns) {
        sheet.write_string_with_format(HEADER, place, column.header, &STYLE.header)?;
        sheet.set_column_width(place, column.width)?;
        let note = Note::new(column.note)
            .set_author("jixiao")
            .add_author_prefix(false)
            .set_width(300)
            .set_height(90);
        sheet.insert_note(HEADER, place, &note)?;
        drop_down(sheet, place, column, grid, names)?;
    }
    for (row, filled) in (FIRST..).zip(&grid.rows) {
        let mut tallest: f64 = 18.0;
        for ((place, column), cell) in (0..).zip(&grid.columns).zip(filled) {
            let format = cells.of(column);
            match cell {
                Filled::Blank => sheet.write_blank(row, place, format)?,
                Filled::Text(text) => {
                    tallest = tallest.max(style::height(text, column.width));
                    sheet.write_string_with_format(row, place, text, format)?
                }
                Filled::Number(number) => {
                    sheet.write_number_with_format(row, place, exact(*number), &cells.number)?
                }
                Filled::Percent(ratio) => {
                    let format = cells.percent(*ratio);
                    sheet.write_number_with_format(row, place, exact(*ratio), format)?
                }
            };
        }
        sheet.set_row_height(row, tallest)?;
    }
    for &(column, from, to) in &grid.merged {
        let (place, from_row, to_row) = (column as u16, FIRST + from as u32, FIRST + to as u32);
        sheet.merge_range(from_row, place, to_row, place, "", &cells.center)?;
        match &grid.rows[from][column] {
            Filled::Text(text) => {
                sheet.write_string_with_format(from_row, place, text, &cells.center)?;
            }
            Filled::Number(number) => {
                sheet.write_number_with_format(from_row, place, exact(*number), &cells.number)?;
            }
            Filled::Blank | Filled::Percent(_) => {}
        }
    }
    sheet.set_freeze_panes(FIRST, 0)?;
    print_setup(sheet)
}

/// Checked before by whoever laid out the rows: the cell holds the number exactly.
fn exact(number: Decimal) -> f64 {
    number.to_f64().unwrap_or_default()
}

/// What may be chosen in a column, also in rows that are added.
fn drop_down(
    sheet: &mut Worksheet,
    place: u16,
    column: &Column,
    grid: &Grid,
    names: &Names,
) -> Result<(), XlsxError> {
    let last = FIRST + grid.rows.len() as u32 + MORE;
    let list = match column.holds {
        Holds::Word(words) => {
            let words: Vec<&str> = words.iter().map(|(_, word)| *word).collect();
            DataValidation::new()
                .allow_list_strings(&words)?
                .set_error_message(format!("请从下拉列表中选：{}", words.join("、")))?
        }
        Holds::Flag => DataValidation::new()
            .allow_list_strings(&["是"])?
            .set_error_message("请填“是”，或空着")?,
        _ => match names.source(column) {
            Some(source) => DataValidation::new()
                .allow_list_formula(Formula::new(source))
                .set_error_style(DataValidationErrorStyle::Warning)
                .set_error_message(format!("没有这个{}，要先在那张表里加一行", column.header))?,
            None => return Ok(()),
        },
    };
    sheet.add_data_validation(FIRST, place, last, place, &list)?;
    Ok(())
}

/// A4 across, all columns on a page, the header on each; rows that are added print, too.
pub(super) fn print_setup(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_margins(0.45, 0.45, 0.55, 0.6, 0.3, 0.3)
        .set_print_center_horizontally(true)
        .set_footer("&C&\"宋体\"&9第 &P 页，共 &N 页&R&\"宋体\"&9&A")
        .set_print_fit_to_pages(1, 0)
        .set_repeat_rows(HEADER, HEADER)?;
    Ok(())
}
