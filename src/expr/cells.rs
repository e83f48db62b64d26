//! What formulas need to know of cells, and what a spreadsheet takes of formulas.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Variable;
use super::peers::PeerRule;

/// How a figure's cell is to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct CellReading {
    /// The reference, such as `基础数据!T5`.
    pub reference: String,
    /// What the cell holds now that does not speak for itself, and what it was understood as
    /// (nothing: it cannot be used). Other content speaks for itself.
    pub understood: Vec<(Literal, Option<Understood>)>,
    /// What a plain number in the cell is divided by: 100 in a column of percentage points.
    pub divisor: Decimal,
}

/// The content of a cell, to be recognised by a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// This text.
    Text(String),
    /// This number.
    Number(Decimal),
    /// TRUE or FALSE.
    Truth(bool),
}

/// What a cell's content was understood as.
#[derive(Clone, Debug, PartialEq)]
pub enum Understood {
    /// A number, in the unit of its column.
    Number(Decimal),
    /// 是 or 否.
    Truth(bool),
    /// A choice's text.
    Text(Arc<str>),
}

/// Where the rows of one record stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowRanges {
    /// The ranges of weights and of completions, in pairs of equal size.
    pub ranges: Vec<(String, String)>,
    /// How many rows there are.
    pub count: usize,
}

/// Where the figures stand that are compared by a rule. One that lacks is a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerCells {
    /// The record's own figure.
    pub own: String,
    /// The figures of the whole group, its own among them.
    pub range: String,
    /// How many there are.
    pub count: usize,
}

/// Where a formula finds the figures of one record.
pub trait Cells {
    /// The cell of a variable; `None` where there is no such column.
    fn cell(&self, variable: &Variable) -> Option<CellReading>;

    /// Where the record's rows stand; `None` where it has none.
    fn rows(&self) -> Option<RowRanges> {
        None
    }

    /// Where the record's figure and those of its peers stand; `None` where nothing is known of other records.
    fn peers(&self, _: &PeerRule) -> Option<PeerCells> {
        None
    }

    /// Whether what is lacking counts as 0 (`--missing zero`).
    fn lacking_as_zero(&self) -> bool {
        false
    }
}

/// The most characters that a formula may have.
pub const LONGEST_FORMULA: usize = 8_192;

/// The most levels of functions and brackets that a formula may have.
pub const DEEPEST_FORMULA: usize = 64;

/// How deep the brackets of a formula are nested; those in quoted texts do not count.
pub fn depth(formula: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut quote = None;
    for c in formula.chars() {
        match (c, quote) {
            (_, Some(open)) if c == open => quote = None,
            (_, Some(_)) => {}
            ('"' | '\'', None) => quote = Some(c),
            ('(', None) => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (')', None) => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}
