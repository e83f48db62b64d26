//! One sheet of a rule book: title, header with notes, rows, drop-downs.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, Format, FormatAlign, Formula, Note, Worksheet,
    XlsxError,
};

use crate::rulebook::tables::layout::{ALTERNATIVES, Column, Holds, INDICATORS, METRICS};
use crate::rulebook::tables::{Filled, Grid};
use crate::sheets::layer::{Cell, Page, Rows, STYLE, Written};
use crate::sheets::style;

const HEADER: u32 = 2;
/// What a sheet says of the columns that are folded in.
const FOLDED: &str = "较少用到的列收在最右边，点表头上方的“+”展开。";
const FIRST: u32 = HEADER + 1;
/// Drop-downs reach so far below the last row, where more is going to be written.
const MORE: u32 = 300;

/// Where the names stand that other sheets refer to.
pub struct Names {
    indicators: u32,
    metrics: u32,
    alternatives: u32,
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
            alternatives: rows(ALTERNATIVES.name),
        }
    }

    /// The cells that a column's names come from.
    fn source(&self, column: &Column) -> Option<String> {
        let (shape, key, rows) = match column.header {
            "指标" => (&INDICATORS, "name", self.indicators),
            "数据项" => (&METRICS, "name", self.metrics),
            "争议读法" => (&ALTERNATIVES, "name", self.alternatives),
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

    /// What a cell shows, in the format of what it holds, else of what may be written into it.
    fn shown<'c>(&'c self, filled: &'c Filled, column: &Column) -> Cell<'c> {
        let of_column = match column.holds {
            Holds::Number => &self.number,
            Holds::Word(_) | Holds::Flag => &self.center,
            _ => &self.text,
        };
        match filled {
            Filled::Blank => Cell::from("").with(of_column),
            Filled::Text(text) => Cell::from(text).with(of_column),
            Filled::Number(number) => Cell::from(*number).with(&self.number),
            Filled::Percent(ratio) => Cell::from(*ratio).with(self.percent(*ratio)),
        }
    }
}

/// The places of a grid's columns as they are written: what is seldom used and idle here comes last. Beside them, how
/// many are open.
fn order(grid: &Grid) -> (Vec<usize>, usize) {
    let (idle, open): (Vec<usize>, Vec<usize>) =
        (0..grid.columns.len()).partition(|place| grid.is_idle(*place));
    let count = open.len();
    (open.into_iter().chain(idle).collect(), count)
}

/// Writes a sheet.
pub fn write(sheet: &mut Worksheet, grid: &Grid, names: &Names) -> Written {
    let cells = Cells::new();
    let (order, open) = order(grid);
    let columns: Vec<&Column> = order.iter().map(|place| grid.columns[*place]).collect();
    let about = match open < columns.len() {
        true => format!("{}{FOLDED}", grid.shape.about),
        false => grid.shape.about.to_string(),
    };
    let width: f64 = columns[..open].iter().map(|column| column.width).sum();
    let mut rows = Rows::explained(sheet, grid.shape.name, &about, (open as u16 - 1, width))?;
    rows.height(32.0)?;
    for (place, column) in (0..).zip(&columns) {
        let note = Note::new(column.note)
            .set_author("jixiao")
            .add_author_prefix(false)
            .set_width(300)
            .set_height(90);
        let header = Cell::from(column.header).noted(note);
        rows.put(place, header, &STYLE.header)?;
        rows.sheet.set_column_width(place, column.width)?;
        drop_down(rows.sheet, place, column, grid, names)?;
    }
    rows.next();
    for filled in &grid.rows {
        let mut tallest: f64 = 18.0;
        for (place, own) in (0..).zip(&order) {
            let (column, filled) = (grid.columns[*own], &filled[*own]);
            let cell = cells.shown(filled, column);
            tallest = tallest.max(style::height(cell.text(), column.width));
            rows.put(place, cell, &cells.text)?;
        }
        rows.height(tallest)?;
        rows.next();
    }
    for &(column, from, to) in &grid.merged {
        let cell = match &grid.rows[from][column] {
            Filled::Text(text) => text.into(),
            Filled::Number(number) => Cell::from(*number).with(&cells.number),
            Filled::Blank | Filled::Percent(_) => "".into(),
        };
        let (place, height) = (column as u16, (to - from + 1) as u32);
        Rows::from(sheet, FIRST + from as u32).block(
            height,
            (place, place),
            cell,
            &cells.center,
        )?;
    }
    sheet.set_freeze_panes(FIRST, 0)?;
    fold(sheet, open as u16, columns.len() as u16)?;
    print_setup(sheet, columns[..open].iter().map(|column| column.width))
}

/// Folds the columns from one to before another; a click on the sign above opens them.
pub(super) fn fold(sheet: &mut Worksheet, from: u16, to: u16) -> Written {
    if from < to {
        sheet.group_columns_collapsed(from, to - 1)?;
    }
    Ok(())
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

/// All columns on a page, the header on each; rows that are added print, too.
pub(super) fn print_setup(sheet: &mut Worksheet, widths: impl IntoIterator<Item = f64>) -> Written {
    Page::landscape((HEADER, HEADER), (HEADER, 0))
        .wide(widths)
        .growing()
        .set_up(sheet)
}
