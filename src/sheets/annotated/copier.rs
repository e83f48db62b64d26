//! One of the input's sheets as it came: values, merged regions, hidden rows, widths; cells with problems coloured
//! and noted. User text is always written as text.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use super::marks::{Mark, Marks};
use crate::address::Address;
use crate::decimal;
use crate::intake::value::is_blank;
use crate::problem::Severity;
use crate::questions::verify::content::NO_RESULT;
use crate::sheets::layer::{DATE, FIRST_OWN, Flow, Formats, LAST_OWN, Large, Streaming, Written};
use crate::sheets::{layer, style};
use crate::workbook::{Cell, CellValue, NumberFormat, Row, Sheet};

/// Notes are drawings: past so many a sheet gets slow, and the problem list has them anyway.
const MOST_NOTES: usize = 5_000;
/// A text wider than this is a note that may run over its neighbours.
const OVERFLOWING: usize = 44;
/// How wide the column of a sheet that is nothing but text is at most: a page of A4 along the paper.
const PROSE_WIDTH: f64 = 100.0;
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
    /// How a cell of our own looks below the header, with its number format.
    pub fn of_body(number: &str) -> Looks {
        Looks {
            part: Part::Body,
            number: Some(number.into()),
            centred: false,
            severity: None,
        }
    }

    /// How a cell of our own looks in the header.
    pub fn of_header() -> Looks {
        Looks {
            part: Part::Header,
            number: None,
            centred: false,
            severity: None,
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
    /// Columns of short texts, 是 and 0.5 among each other: they read best centred.
    centred: BTreeSet<u16>,
    formats: HashMap<Looks, Format>,
    /// The same of streamed cells: their numbers. A number format is known by its place in memory.
    numbers: Vec<(LooksAt, u32)>,
    date: NumberFormat,
    /// Cells of our own beside the copied ones, by row.
    added: BTreeMap<u32, Added<'a>>,
    is_prose: bool,
    /// How large the letters of a title are, in points.
    title_size: f64,
}

/// A cell of our own in a column, with its looks.
type Added<'a> = (u16, layer::Cell<'a>, Looks);

impl<'a> Copier<'a> {
    /// A copier of a sheet, with its header if it has one.
    pub fn new(source: &'a Sheet, header_row: Option<u32>, marks: &Marks) -> Copier<'a> {
        Copier {
            source,
            header_row,
            marks: marks.of(&source.name),
            centred: centred_columns(source, header_row),
            formats: HashMap::new(),
            numbers: Vec::new(),
            date: DATE.into(),
            added: BTreeMap::new(),
            is_prose: header_row.is_none() && is_prose(source),
            title_size: style::TITLE_SIZE,
        }
    }

    /// The copier with titles that find room in so many units of columns: pages that begin with these columns alone would
    /// cut off what runs over the ones beside them.
    pub fn titled_within(self, units: f64) -> Copier<'a> {
        let first = self.source.rows.first();
        let title = first.filter(|row| self.part(row.index, row.cells.len()) == Part::Title);
        let texts = title.into_iter().flat_map(|row| &row.cells).map(shown);
        let widest = texts.map(|text| style::width(&text)).max().unwrap_or(0);
        // A unit of width is a digit of the body.
        let fitting = (style::BODY_SIZE * units / widest.max(1) as f64).floor();
        Copier {
            title_size: fitting.clamp(style::BODY_SIZE, style::TITLE_SIZE),
            ..self
        }
    }

    /// The copier with cells of our own, by row.
    pub fn with(self, added: BTreeMap<u32, Added<'a>>) -> Copier<'a> {
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
        let added = self.added.keys().copied();
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
                stream.begin(index);
                for (column, cell, looks) in cells {
                    let format = self.number(looks, formats);
                    stream.cell(column, format, &cell.valued(values))?;
                }
                stream.end(index, height, hidden)?;
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

    /// The cells of a row, from the left: the copied ones, blank ones that have problems, and our own.
    fn cells(&mut self, index: u32, row: Option<&'a Row>) -> Vec<(u16, layer::Cell<'a>, Looks)> {
        let copied = row.map_or(&[][..], |row| &row.cells);
        let part = self.part(index, copied.len());
        let places = Address::new(index, 0)..=Address::new(index, u16::MAX);
        let marks = self.marks.range(places);
        let marks: Vec<(u16, Severity)> =
            marks.map(|(at, mark)| (at.column, mark.severity)).collect();
        let severity = |column| {
            marks
                .iter()
                .find(|mark| mark.0 == column)
                .map(|mark| mark.1)
        };
        let copied: Vec<&Cell> = copied.iter().filter(|cell| !is_blank(cell)).collect();
        let part = match (part, copied.as_slice()) {
            (Part::Body, [only]) if is_long(only) => Part::Note,
            (part, _) => part,
        };
        let mut cells: Vec<(u16, layer::Cell, Looks)> = copied
            .into_iter()
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
                        && !is_long(cell),
                    severity: severity(cell.column),
                };
                (cell.column, content(cell), looks)
            })
            .collect();
        let count = cells.len();
        for (column, severity) in &marks {
            if !cells[..count].iter().any(|cell| cell.0 == *column) {
                let looks = Looks {
                    part: Part::Body,
                    number: None,
                    centred: false,
                    severity: Some(*severity),
                };
                cells.push((*column, "".into(), looks));
            }
        }
        if let Some((column, cell, looks)) = self.added.remove(&index) {
            cells.retain(|other| other.0 != column);
            cells.push((column, cell, looks));
        }
        cells.sort_by_key(|cell| cell.0);
        cells
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
            None if self.is_prose => Part::Prose,
            _ => Part::Body,
        }
    }

    /// How high a row is that holds a title, headers or running text.
    fn height(&self, row: &Row) -> Option<f64> {
        match self.part(row.index, row.cells.len()) {
            Part::Prose => {
                let cells = row.cells.iter();
                let heights = cells.map(|cell| style::height(&shown(cell), PROSE_WIDTH));
                Some(heights.fold(18.0, f64::max))
            }
            part => height(part, &row.cells),
        }
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
                match looks.severity {
                    Some(severity) => format.set_background_color(style::problem_fill(severity)),
                    None => format,
                }
            })
            .clone()
    }

    /// Every cell with problems gets a note.
    fn write_notes(&self, sheet: &mut Worksheet) -> Written {
        for (at, mark) in self.marks.iter().take(MOST_NOTES) {
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
        let cells = self.source.row(first.row).map_or(0, |row| row.cells.len());
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

    /// Widths that fit the content: the user's own where they are wide enough.
    pub fn widths(&self) -> BTreeMap<u16, f64> {
        let mut widths: BTreeMap<u16, f64> = BTreeMap::new();
        for row in self.source.rows.iter().take(ROWS_MEASURED) {
            let part = self.part(row.index, row.cells.len());
            for cell in &row.cells {
                let text = style::width(&shown(cell)) as f64;
                let wanted = match part {
                    Part::Title | Part::AboveHeader => 0.0,
                    // A header wraps into about three lines.
                    Part::Header => (text / 3.0).ceil() + 3.0,
                    Part::Body | Part::Note if text > OVERFLOWING as f64 => 0.0,
                    Part::Body | Part::Note => text + 3.0,
                    Part::Prose => PROSE_WIDTH,
                };
                let most = if part == Part::Prose {
                    PROSE_WIDTH
                } else {
                    34.0
                };
                let width = widths.entry(cell.column).or_insert(8.5);
                *width = width.max(wanted.min(most));
            }
        }
        for (column, width) in &self.source.column_widths {
            let own = widths.entry(*column).or_default();
            *own = own.max((width - WIDTH_PADDING).clamp(1.0, 60.0));
        }
        widths
    }
}

/// Whether a text is a note that may run over its neighbours.
fn is_long(cell: &Cell) -> bool {
    matches!(&cell.value, CellValue::Text(text) if style::width(text) > OVERFLOWING)
}

/// Whether a sheet is nothing but text, one cell under the other, some of it long.
fn is_prose(source: &Sheet) -> bool {
    let cells = || source.rows.iter().flat_map(|row| &row.cells);
    let mut written = cells().filter(|cell| !is_blank(cell));
    let Some(first) = written.next().map(|cell| cell.column) else {
        return false;
    };
    let is_text = |cell: &Cell| matches!(cell.value, CellValue::Text(_));
    source.merges.is_empty()
        && cells().any(is_long)
        && written.all(|cell| cell.column == first && is_text(cell))
}

/// How high a row is that holds a title or headers.
fn height(part: Part, cells: &[Cell]) -> Option<f64> {
    let height = match part {
        Part::Title => 30.0,
        Part::Header => cells
            .iter()
            .map(|cell| {
                let text = shown(cell);
                let width = (style::width(&text) as f64 / 3.0).ceil().max(7.0) + 1.5;
                style::height(&text, width)
            })
            .fold(30.0, f64::max),
        Part::AboveHeader | Part::Body | Part::Note | Part::Prose => return None,
    };
    Some(height.min(120.0))
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
        CellValue::Text(text) => text.to_string(),
        CellValue::Number(number) if cell.is_percent() => format!("{:.2}%", number * 100.0),
        CellValue::Number(number) => decimal::from_f64(*number)
            .map_or_else(|| number.to_string(), |number| number.to_string()),
        CellValue::DateTime(_) => "2021-12-31".into(),
        CellValue::Bool(_) => "FALSE".into(),
        CellValue::Error(error) => error.to_string(),
        CellValue::NoStoredValue => NO_RESULT.into(),
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
        other => layer::Cell::typed(other, || shown(cell)),
    }
}
