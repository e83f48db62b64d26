//! One of the input's sheets as it came: values, merged regions, hidden rows, widths; cells with problems coloured
//! and noted. User text is always written as text.

mod added;
mod fit;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

pub use self::added::AddedCells;
use super::marks::{Mark, Marks};
use crate::address::Address;
use crate::decimal;
use crate::intake::value::is_blank;
use crate::problem::Severity;
use crate::sheets::layer::{
    DATE, FIRST_OWN, Flow, Formats, LAST_OWN, Large, RowXml, Streaming, Written,
};
use crate::sheets::{layer, style};
use crate::workbook::{Cell, CellValue, NumberFormat, Row, Sheet};

/// Cells of the largest region that stays merged.
const LARGEST_MERGE: u64 = 20_000;
/// Cells of all regions together that stay merged.
const MERGED_CELLS: u64 = 400_000;
/// Blank cells of a table that get a border.
const BORDERED_BLANKS: usize = 400_000;

/// Where a cell stands, for its looks.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    Title,
    AboveHeader,
    Header,
    Body,
    /// A long text alone in its row, which runs over the columns beside it.
    Note,
    /// A row of a sheet that is nothing but text.
    Prose,
}

/// What decides how a cell looks.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Looks {
    part: Part,
    number: Option<NumberFormat>,
    centred: bool,
    severity: Option<Severity>,
}

impl Looks {
    fn blank() -> Looks {
        Looks {
            part: Part::Body,
            number: None,
            centred: false,
            severity: None,
        }
    }

    /// How a cell of our own looks below the header, with its number format.
    pub fn of_body(number: &str) -> Looks {
        Looks {
            number: Some(number.into()),
            ..Looks::blank()
        }
    }

    /// How a cell of our own looks in the header.
    pub fn of_header() -> Looks {
        Looks {
            part: Part::Header,
            ..Looks::blank()
        }
    }
}

/// Looks with the place in memory of their number format.
type LooksAt = (Part, Option<usize>, bool, Option<Severity>);

/// Copies one sheet.
pub struct Copier<'a> {
    source: &'a Sheet,
    header_row: Option<u32>,
    marks: BTreeMap<Address, Mark>,
    /// How many of them get notes.
    notes: usize,
    /// The columns of the table: none without a header.
    columns: Range<u16>,
    /// Blank cells that may still be given a border.
    blanks_left: usize,
    /// Columns of short texts, 是 and 0.5 among each other: they read best centred.
    centred: BTreeSet<u16>,
    formats: HashMap<Looks, Format>,
    /// The same of streamed cells: their numbers. A number format is known by its place in memory.
    numbers: Vec<(LooksAt, u32)>,
    date: NumberFormat,
    /// Cells of our own beside the copied ones, by row.
    added: AddedCells<'a>,
    is_prose: bool,
    /// How large the letters of a title are, in points.
    title_size: f64,
}

impl<'a> Copier<'a> {
    /// A copier of a sheet, with its header if it has one.
    pub fn new(source: &'a Sheet, header_row: Option<u32>, marks: &Marks) -> Copier<'a> {
        Copier {
            source,
            header_row,
            marks: marks.of(&source.name),
            notes: marks.notes,
            columns: header_row.map_or(0..0, |header| headed(source, header)),
            blanks_left: BORDERED_BLANKS,
            centred: fit::centred_columns(source, header_row),
            formats: HashMap::new(),
            numbers: Vec::new(),
            date: DATE.into(),
            added: AddedCells::default(),
            is_prose: header_row.is_none() && fit::is_prose(source),
            title_size: style::TITLE_SIZE,
        }
    }

    /// The copier with titles that find room in so many units of columns: pages that begin with these columns alone would
    /// cut off what runs over the ones beside them.
    pub fn titled_within(self, units: f64) -> Copier<'a> {
        let first = self.source.rows.first();
        let title = first.filter(|row| self.part(row.index, &row.cells) == Part::Title);
        let texts = title.into_iter().flat_map(|row| &row.cells).map(fit::shown);
        let widest = texts.map(|text| style::width(&text)).max().unwrap_or(0);
        // A unit of width is a digit of the body.
        let fitting = (style::BODY_SIZE * units / widest.max(1) as f64).floor();
        Copier {
            title_size: fitting.clamp(style::BODY_SIZE, style::TITLE_SIZE),
            ..self
        }
    }

    /// The copier with cells of our own, by row.
    pub fn with(self, added: AddedCells<'a>) -> Copier<'a> {
        Copier { added, ..self }
    }

    /// Writes the copy.
    pub fn write(mut self, large: Large) -> Written {
        let Large { sheet, flow } = large;
        let Flow {
            values,
            mut streaming,
        } = flow;
        self.set_widths(sheet)?;
        let mut merges = self.merges().into_iter().peekable();
        let own = self.source.rows.iter().map(|row| row.index);
        let marked = self.marks.keys().map(|at| at.row);
        let merged = merges.clone().map(|(first, _)| first.row);
        let added = self.added.rows();
        let indexes: BTreeSet<u32> = own.chain(marked).chain(merged).chain(added).collect();
        let streamed = FIRST_OWN..indexes.len().saturating_sub(LAST_OWN);
        // The writing library writes the cells of a region itself.
        let mut merged_to = None;
        let mut rows = self.source.rows.iter().peekable();
        for (place, index) in indexes.into_iter().enumerate() {
            while let Some((first, last)) = merges.next_if(|(first, _)| first.row == index) {
                self.merge(sheet, first, last)?;
                merged_to = merged_to.max(Some(last.row));
            }
            let row = rows.next_if(|row| row.index == index);
            let cells = self.cells(index, row);
            let height = row.and_then(|row| self.height(row));
            let hidden = row.is_some_and(|row| row.hidden);
            if let Some(Streaming { stream, formats }) = &mut streaming
                && streamed.contains(&place)
                && merged_to < Some(index)
            {
                let mut xml = RowXml::new(index);
                for (column, cell, looks) in cells {
                    let format = self.number(looks, formats);
                    xml.cell(column, format, &cell.valued(values))?;
                }
                stream.row(&xml, height, hidden)?;
                continue;
            }
            for (column, cell, looks) in cells {
                let format = self.format(looks);
                sheet.write_with_format(index, column, cell.valued(values), &format)?;
            }
            if let Some(height) = height {
                sheet.set_row_height(index, height)?;
            }
            if hidden {
                sheet.set_row_hidden(index)?;
            }
        }
        self.write_notes(sheet)
    }

    /// The cells of a row, from the left: the copied ones, blank ones of the table or with problems, and our own.
    fn cells(&mut self, index: u32, row: Option<&'a Row>) -> Vec<(u16, layer::Cell<'a>, Looks)> {
        let copied = row.map_or(&[][..], |row| &row.cells);
        let part = self.part(index, copied);
        let places = Address::new(index, 0)..=Address::new(index, u16::MAX);
        let marks = self.marks.range(places);
        let marks: Vec<(u16, Severity)> =
            marks.map(|(at, mark)| (at.column, mark.severity)).collect();
        let severity = |column| {
            let found = marks.binary_search_by_key(&column, |mark| mark.0).ok()?;
            Some(marks[found].1)
        };
        let filled = copied.iter().filter(|cell| !is_blank(cell));
        let mut cells: Vec<(u16, layer::Cell, Looks)> = filled
            .map(|cell| {
                let number = match (part, &cell.format, &cell.value) {
                    (Part::Body, Some(own), _) => Some(own.clone()),
                    (_, None, CellValue::DateTime(_)) => Some(self.date.clone()),
                    _ => None,
                };
                let looks = Looks {
                    part,
                    number,
                    // A long text runs over what is beside it from its own left edge.
                    centred: part == Part::Body
                        && self.centred.contains(&cell.column)
                        && !fit::is_long(cell),
                    severity: severity(cell.column),
                };
                (cell.column, content(cell), looks)
            })
            .collect();
        let filled = cells.len();
        let bordered = self.bordered(part, filled);
        let marked = marks.iter().map(|mark| mark.0);
        let marked = marked.filter(|column| !bordered.contains(column));
        for column in bordered.clone().chain(marked) {
            let known = cells[..filled].binary_search_by_key(&column, |cell| cell.0);
            if known.is_err() {
                let looks = Looks {
                    severity: severity(column),
                    ..Looks::blank()
                };
                cells.push((column, "".into(), looks));
            }
        }
        if let Some((column, cell, looks)) = self.added.take(index) {
            cells.retain(|other| other.0 != column);
            cells.push((column, cell, looks));
        }
        cells.sort_by_key(|cell| cell.0);
        cells
    }

    /// The columns whose cells get a border in a row even where they are blank: those of the table.
    fn bordered(&mut self, part: Part, filled: usize) -> Range<u16> {
        let blank = self.columns.len().saturating_sub(filled);
        match self.blanks_left.checked_sub(blank) {
            Some(left) if part == Part::Body && filled > 0 => {
                self.blanks_left = left;
                self.columns.clone()
            }
            _ => 0..0,
        }
    }

    /// The number by which a streamed cell's looks are known.
    fn number(&mut self, looks: Looks, formats: &mut Formats) -> u32 {
        let key = (
            looks.part,
            looks.number.as_ref().map(|number| number.as_ptr().addr()),
            looks.centred,
            looks.severity,
        );
        if let Some((_, number)) = self.numbers.iter().find(|(known, _)| *known == key) {
            return *number;
        }
        let number = formats.number(&self.format(looks));
        self.numbers.push((key, number));
        number
    }

    fn part(&self, row: u32, cells: &[Cell]) -> Part {
        match self.header_row {
            Some(header) if row == header => Part::Header,
            Some(header) if row < header && cells.len() > 2 => Part::Header,
            Some(header) if row < header && self.begins_at(row) => Part::Title,
            Some(header) if row < header => Part::AboveHeader,
            None if self.is_prose => Part::Prose,
            _ if fit::is_note(cells) => Part::Note,
            _ => Part::Body,
        }
    }

    fn begins_at(&self, row: u32) -> bool {
        let first = self.source.rows.first();
        first.is_some_and(|first| first.index == row)
    }

    fn format(&mut self, looks: Looks) -> Format {
        let title_size = self.title_size;
        self.formats
            .entry(looks)
            .or_insert_with_key(|looks| {
                let mut format = match (looks.part, looks.centred) {
                    // At the left: centred over many columns it would be off the screen.
                    (Part::Title, _) => style::title()
                        .set_align(FormatAlign::Left)
                        .set_font_size(title_size),
                    (Part::AboveHeader | Part::Note, _) => style::note(),
                    (Part::Prose, _) => style::prose(),
                    (Part::Header, _) => style::header(),
                    (Part::Body, false) => style::source(None),
                    (Part::Body, true) => style::source(None).set_align(FormatAlign::Center),
                };
                if let Some(number) = &looks.number {
                    format = format.set_num_format(&**number);
                }
                match (looks.severity, looks.part) {
                    // It would end in the middle of what runs over the cells beside it.
                    (None, _) | (Some(Severity::Info), Part::Note) => format,
                    (Some(severity), _) => {
                        format.set_background_color(style::problem_fill(severity))
                    }
                }
            })
            .clone()
    }

    /// Cells with problems get a note, as many as may have one.
    fn write_notes(&self, sheet: &mut Worksheet) -> Written {
        for (at, mark) in self.marks.iter().take(self.notes) {
            let note = style::note_beside(&mark.text, 320, 44.0);
            sheet.insert_note(at.row, at.column, &note)?;
        }
        Ok(())
    }

    /// The user's own merges, where they hide nothing, do not overlap and are no larger than a table needs:
    /// the library writes every cell of them, and an overlap confuses it.
    fn merges(&self) -> Vec<(Address, Address)> {
        let mut merges = Vec::new();
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
            merges.push((*first, *last));
        }
        merges.sort();
        merges
    }

    fn merge(&mut self, sheet: &mut Worksheet, first: Address, last: Address) -> Written {
        let row = self.source.row(first.row);
        let cells = row.map_or(&[][..], |row| &row.cells);
        let format = self.format(Looks {
            part: self.part(first.row, cells),
            number: None,
            centred: self.header_row.is_none_or(|header| first.row > header),
            severity: None,
        });
        sheet.merge_range(first.row, first.column, last.row, last.column, "", &format)?;
        Ok(())
    }

    /// Sets the columns' widths.
    fn set_widths(&self, sheet: &mut Worksheet) -> Written {
        for (column, width) in self.widths() {
            sheet.set_column_width(column, width)?;
        }
        Ok(())
    }
}

/// The columns from the first header to the last.
fn headed(source: &Sheet, header_row: u32) -> Range<u16> {
    let cells = source.row(header_row).map_or(&[][..], |row| &row.cells);
    let mut headed = cells.iter().filter(|cell| !is_blank(cell));
    let first = headed.next();
    let last = headed.next_back().or(first);
    match (first, last) {
        (Some(first), Some(last)) => first.column..last.column.saturating_add(1),
        _ => 0..0,
    }
}

/// A cell as it came; what a sheet cannot hold as a value is written as text.
fn content(cell: &Cell) -> layer::Cell<'_> {
    match &cell.value {
        CellValue::Number(value) => match decimal::from_f64(*value) {
            Some(value) => value.into(),
            // No decimal holds it; as text it cannot slip into a formula.
            None => value.to_string().into(),
        },
        other => layer::Cell::typed(other, || fit::shown(cell)),
    }
}
