//! One of the input's sheets as it came: values, merged regions, hidden rows, widths; cells with problems coloured
//! and noted. User text is always written as text.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use rust_xlsxwriter::{Format, FormatAlign, Note, Worksheet, XlsxError};

use super::marks::{Mark, Marks};
use crate::address::Address;
use crate::decimal;
use crate::intake::value::is_blank;
use crate::problem::Severity;
use crate::questions::verify::content::NO_RESULT;
use crate::sheets::reference::number;
use crate::sheets::style;
use crate::workbook::{Cell, CellValue, Sheet};

/// Notes are drawings: past so many a sheet gets slow, and the problem list has them anyway.
const MOST_NOTES: usize = 5_000;
/// A text wider than this is a note that may run over its neighbours.
const OVERFLOWING: usize = 44;
/// What a file adds to the width that a person sets: five pixels of seven.
const WIDTH_PADDING: f64 = 5.0 / 7.0;
/// Rows looked at for widths.
const ROWS_MEASURED: usize = 400;
/// Cells of the largest region that stays merged.
const LARGEST_MERGE: u64 = 20_000;
/// Cells of all regions together that stay merged.
const MERGED_CELLS: u64 = 400_000;

/// Where a cell stands, for its looks.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    Title,
    AboveHeader,
    Header,
    Body,
}

/// What decides how a cell looks.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Looks {
    part: Part,
    number: Option<Arc<str>>,
    centred: bool,
    severity: Option<Severity>,
}

/// Copies one sheet.
pub struct Copier<'a> {
    source: &'a Sheet,
    header_row: Option<u32>,
    marks: BTreeMap<Address, Mark>,
    /// Columns of short texts, 是 and 0.5 among each other: they read best centred.
    centred: BTreeSet<u16>,
    formats: HashMap<Looks, Format>,
}

impl<'a> Copier<'a> {
    /// A copier of a sheet, with its header if it has one.
    pub fn new(source: &'a Sheet, header_row: Option<u32>, marks: &Marks) -> Copier<'a> {
        Copier {
            source,
            header_row,
            marks: marks.of(&source.name),
            centred: centred_columns(source, header_row),
            formats: HashMap::new(),
        }
    }

    /// Writes the copy.
    pub fn write(mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        self.set_widths(sheet)?;
        self.merge(sheet)?;
        for row in &self.source.rows {
            let part = self.part(row.index, row.cells.len());
            for cell in row.cells.iter().filter(|cell| !is_blank(cell)) {
                let severity = self
                    .marks
                    .get(&Address::new(row.index, cell.column))
                    .map(|mark| mark.severity);
                let centred = self.centred.contains(&cell.column);
                let format = self.format(Looks {
                    part,
                    number: cell.format.clone(),
                    centred,
                    severity,
                });
                write_cell(sheet, row.index, cell, &format)?;
            }
            self.set_height(sheet, row.index, part, &row.cells)?;
            if row.hidden {
                sheet.set_row_hidden(row.index)?;
            }
        }
        self.write_marks(sheet)
    }

    fn part(&self, row: u32, cells: usize) -> Part {
        match self.header_row {
            Some(header) if row == header => Part::Header,
            Some(header) if row < header && cells > 2 => Part::Header,
            Some(header)
                if row < header
                    && self
                        .source
                        .rows
                        .first()
                        .is_some_and(|first| first.index == row) =>
            {
                Part::Title
            }
            Some(header) if row < header => Part::AboveHeader,
            _ => Part::Body,
        }
    }

    fn format(&mut self, looks: Looks) -> Format {
        self.formats
            .entry(looks)
            .or_insert_with_key(|looks| {
                let format = match looks.part {
                    // At the left: centred over many columns it would be off the screen.
                    Part::Title => style::title().set_align(FormatAlign::Left),
                    Part::AboveHeader => style::note(),
                    Part::Header => style::header(),
                    Part::Body => style::source(looks.number.as_deref()),
                };
                let format = match looks {
                    Looks {
                        part: Part::Body,
                        centred: true,
                        ..
                    } => format.set_align(FormatAlign::Center),
                    _ => format,
                };
                match looks.severity {
                    Some(severity) => format.set_background_color(style::problem_fill(severity)),
                    None => format,
                }
            })
            .clone()
    }

    /// Blank cells with problems are coloured too; every such cell gets a note.
    fn write_marks(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let marks = std::mem::take(&mut self.marks);
        for (place, (at, mark)) in marks.iter().enumerate() {
            let own = self.source.cell(*at).filter(|cell| !is_blank(cell));
            if own.is_none() && u32::from(at.column) < 16_384 && at.row < 1_048_576 {
                let format = self.format(Looks {
                    part: Part::Body,
                    number: None,
                    centred: false,
                    severity: Some(mark.severity),
                });
                sheet.write_blank(at.row, at.column, &format)?;
            }
            if place < MOST_NOTES {
                let lines = style::height(&mark.text, 44.0) / 14.5;
                let note = Note::new(&mark.text)
                    .add_author_prefix(false)
                    .set_width(320)
                    .set_height((lines * 18.0) as u32 + 16)
                    .set_font_name("宋体")
                    .set_font_size(10);
                sheet.insert_note(at.row, at.column, &note)?;
            }
        }
        Ok(())
    }

    /// The user's own merges, where they hide nothing, do not overlap and are no larger than a table needs:
    /// the library writes every cell of them, and an overlap confuses it.
    fn merge(&mut self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mut taken: HashSet<(u32, u16)> = HashSet::new();
        let mut room = MERGED_CELLS;
        for (first, last) in &self.source.merges {
            let size =
                u64::from(last.row - first.row + 1) * u64::from(last.column - first.column + 1);
            let Some(left) = room.checked_sub(size).filter(|_| size <= LARGEST_MERGE) else {
                continue;
            };
            room = left;
            let rows = &self.source.rows;
            let from = rows.partition_point(|row| row.index < first.row);
            let to = rows.partition_point(|row| row.index <= last.row);
            let hides = rows[from..to.max(from)].iter().any(|row| {
                row.cells.iter().any(|cell| {
                    (first.column..=last.column).contains(&cell.column)
                        && Address::new(row.index, cell.column) != *first
                })
            });
            let region: Vec<(u32, u16)> = (first.row..=last.row)
                .flat_map(|row| (first.column..=last.column).map(move |column| (row, column)))
                .collect();
            if hides || size < 2 || region.iter().any(|cell| taken.contains(cell)) {
                continue;
            }
            taken.extend(region);
            let cells = self.source.row(first.row).map_or(0, |row| row.cells.len());
            let body = self.header_row.is_none_or(|header| first.row > header);
            let format = self.format(Looks {
                part: self.part(first.row, cells),
                number: None,
                centred: body,
                severity: None,
            });
            sheet.merge_range(first.row, first.column, last.row, last.column, "", &format)?;
        }
        Ok(())
    }

    /// Widths that fit the content: the user's own where they are wide enough.
    fn set_widths(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let mut widths: BTreeMap<u16, f64> = BTreeMap::new();
        for row in self.source.rows.iter().take(ROWS_MEASURED) {
            let part = self.part(row.index, row.cells.len());
            for cell in &row.cells {
                let text = style::width(&shown(cell)) as f64;
                let wanted = match part {
                    Part::Title | Part::AboveHeader => 0.0,
                    // A header wraps into about three lines.
                    Part::Header => (text / 3.0).ceil() + 3.0,
                    Part::Body if text > OVERFLOWING as f64 => 0.0,
                    Part::Body => text + 3.0,
                };
                let width = widths.entry(cell.column).or_insert(8.5);
                *width = width.max(wanted.min(34.0));
            }
        }
        for (column, width) in &self.source.column_widths {
            let own = widths.entry(*column).or_default();
            *own = own.max((width - WIDTH_PADDING).clamp(1.0, 60.0));
        }
        for (column, width) in widths {
            sheet.set_column_width(column, width)?;
        }
        Ok(())
    }

    fn set_height(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        part: Part,
        cells: &[Cell],
    ) -> Result<(), XlsxError> {
        let height = match part {
            Part::Title => 30.0,
            Part::AboveHeader => return Ok(()),
            Part::Header => cells
                .iter()
                .map(|cell| {
                    style::height(
                        &shown(cell),
                        (style::width(&shown(cell)) as f64 / 3.0).ceil().max(7.0) + 1.5,
                    )
                })
                .fold(30.0, f64::max),
            Part::Body => return Ok(()),
        };
        sheet.set_row_height(row, height.min(120.0))?;
        Ok(())
    }
}

/// The columns whose every text is short: choices and codes rather than names.
fn centred_columns(source: &Sheet, header_row: Option<u32>) -> BTreeSet<u16> {
    const SHORT: usize = 10;
    let mut columns: BTreeMap<u16, bool> = BTreeMap::new();
    let body = source
        .rows
        .iter()
        .filter(|row| header_row.is_none_or(|header| row.index > header));
    for cell in body.take(ROWS_MEASURED).flat_map(|row| &row.cells) {
        let short = match &cell.value {
            CellValue::Text(text) => {
                style::width(text) <= SHORT || style::width(text) > OVERFLOWING
            }
            // Money keeps its right edge.
            CellValue::Number(_) => cell.format.is_none() || cell.is_percent(),
            _ => true,
        };
        *columns.entry(cell.column).or_insert(true) &= short;
    }
    columns
        .into_iter()
        .filter_map(|(column, short)| short.then_some(column))
        .collect()
}

/// A cell's text as it will roughly show.
fn shown(cell: &Cell) -> String {
    match &cell.value {
        CellValue::Text(text) => text.clone(),
        CellValue::Number(number) if cell.is_percent() => format!("{:.2}%", number * 100.0),
        CellValue::Number(number) => decimal::from_f64(*number)
            .map_or_else(|| number.to_string(), |number| number.to_string()),
        CellValue::DateTime(_) => "2021-12-31".into(),
        CellValue::Bool(_) => "FALSE".into(),
        CellValue::Error(error) => error.clone(),
        CellValue::NoStoredValue => NO_RESULT.into(),
    }
}

/// Writes one cell as it came; what a sheet cannot hold as a value is written as text.
fn write_cell(
    sheet: &mut Worksheet,
    row: u32,
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    let column = cell.column;
    match &cell.value {
        CellValue::Text(text) => sheet.write_string_with_format(row, column, text, format)?,
        CellValue::Number(value) => match decimal::from_f64(*value) {
            Some(value) => sheet.write_number_with_format(row, column, number(value), format)?,
            // No decimal holds it; as text it cannot slip into a formula.
            None => sheet.write_string_with_format(row, column, value.to_string(), format)?,
        },
        CellValue::DateTime(serial) => {
            let date = if cell.format.is_some() {
                format.clone()
            } else {
                format.clone().set_num_format("yyyy-mm-dd")
            };
            sheet.write_number_with_format(row, column, *serial, &date)?
        }
        CellValue::Bool(truth) => sheet.write_boolean_with_format(row, column, *truth, format)?,
        CellValue::Error(error) => sheet.write_string_with_format(row, column, error, format)?,
        CellValue::NoStoredValue => {
            sheet.write_string_with_format(row, column, NO_RESULT, format)?
        }
    };
    Ok(())
}
