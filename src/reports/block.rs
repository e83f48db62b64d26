//! What a report is made of, before it is a Word document.

use crate::sheets::BarChart;

/// One part of a report, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The title, centred.
    Title(Vec<Span>),
    /// A heading; 1 is 一、, 2 is （一）, 3 is 1.
    Heading(u8, Vec<Span>),
    /// A paragraph of the body, its first line indented.
    Paragraph(Vec<Span>),
    /// A line without indent, as at the head of a report.
    Line(Vec<Span>),
    /// A table.
    Table(Table),
    /// A chart with what stands under it.
    Chart(Chart),
    /// From here on the paper lies this way, on a new page.
    Paper(Paper),
}

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub text: String,
    /// A gap that somebody has to fill in; it is marked.
    pub gap: bool,
}

/// Which way the paper lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paper {
    Portrait,
    Landscape,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The columns' widths, as shares of the whole.
    pub widths: Vec<u32>,
    /// How many rows every page repeats.
    pub header: usize,
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    pub text: String,
    /// How many columns it covers.
    pub columns: usize,
    pub merge: Merge,
    pub align: Align,
    pub bold: bool,
}

/// How a cell goes with the one above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Not at all.
    Single,
    /// The cells below it may be its continuation.
    First,
    /// It is the continuation of the cell above.
    Continued,
}

/// Where a cell's text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Center,
}

impl Cell {
    /// A cell with its text in the middle.
    pub fn centered(text: impl Into<String>) -> Cell {
        Cell {
            text: text.into(),
            columns: 1,
            merge: Merge::Single,
            align: Align::Center,
            bold: false,
        }
    }

    /// A cell with its text at the left.
    pub fn left(text: impl Into<String>) -> Cell {
        Cell {
            align: Align::Left,
            ..Cell::centered(text)
        }
    }

    /// A cell of a header.
    pub fn header(text: impl Into<String>) -> Cell {
        Cell {
            bold: true,
            ..Cell::centered(text)
        }
    }

    /// Over several columns.
    pub fn over(self, columns: usize) -> Cell {
        Cell { columns, ..self }
    }

    /// With the cells below it, or the one above.
    pub fn merged(self, merge: Merge) -> Cell {
        Cell { merge, ..self }
    }
}

/// A chart that can be changed in Word.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub shown: BarChart,
    /// In centimetres; it is as wide as the text.
    pub height: f64,
    /// What stands under it.
    pub caption: String,
}
