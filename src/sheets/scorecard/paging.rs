//! How a score table falls into pages: rows high enough for their texts, texts too long for one row in
//! pieces, breaks between indicators. The breaks are set rather than left to the printer, so that the cells
//! of the levels can end with the page and begin again, named, on the next.

use std::ops::Range;

use crate::sheets::style;

/// The highest row, in points: a text that needs more goes on in the next row. (A sheet allows 409.)
const HIGHEST: f64 = 200.0;
/// The lowest: three lines, for the names of levels beside it.
const LOWEST: f64 = 47.5;
/// What A4 across leaves between the margins, in points.
const PAPER_HEIGHT: f64 = 512.0;
/// Room for what printers do differently.
const SLACK: f64 = 0.97;
/// Air above and below a text.
const AIR: f64 = 5.0;

/// A text and the width of its column.
pub type Text<'t> = (&'t str, f64);

/// One row of a score table: an indicator, or a piece of one whose texts are long.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Which of the indicators, in the table's order.
    pub indicator: usize,
    /// The texts, or this piece of each.
    pub texts: Vec<String>,
    pub height: f64,
    /// Whether the indicator begins here.
    pub begins: bool,
    /// Whether it ends here.
    pub ends: bool,
}

/// An indicator's lines; `names` are what stands in the narrow columns of its levels.
pub fn lines(indicator: usize, names: &[Text], texts: &[Text]) -> Vec<Line> {
    let needed = |height: f64, (text, width): &Text| height.max(style::height(text, *width));
    let lowest = names.iter().fold(LOWEST, needed);
    let columns: Vec<Vec<String>> = texts
        .iter()
        .map(|(text, width)| pieces(text, *width))
        .collect();
    let count = columns.iter().map(Vec::len).max().unwrap_or(1);
    (0..count)
        .map(|place| {
            let texts_here: Vec<String> = columns
                .iter()
                .map(|column| column.get(place).cloned().unwrap_or_default())
                .collect();
            let widths = texts.iter().map(|(_, width)| *width);
            let here: Vec<Text> = texts_here.iter().map(String::as_str).zip(widths).collect();
            Line {
                indicator,
                height: here.iter().fold(lowest, needed) + AIR,
                texts: texts_here,
                begins: place == 0,
                ends: place + 1 == count,
            }
        })
        .collect()
}

/// A text in pieces that each fit a row: whole clauses where they can be.
fn pieces(text: &str, width: f64) -> Vec<String> {
    let fits = |text: &str| style::height(text, width) <= HIGHEST;
    let mut pieces = vec![String::new()];
    for clause in text.split_inclusive(['；', '。', '\n']) {
        // A clause that does not fit a row alone is cut wherever the row is full.
        let parts: Vec<String> = if fits(clause) {
            vec![clause.to_string()]
        } else {
            clause.chars().map(String::from).collect()
        };
        for part in parts {
            let longer = pieces
                .last()
                .map_or_else(String::new, |piece| piece.clone() + &part);
            match pieces.last_mut() {
                Some(piece) if fits(&longer) => *piece = longer,
                _ => pieces.push(part),
            }
        }
    }
    pieces
}

/// How high the page is, in points of the sheet, where it is printed at `scale` percent.
pub fn page_height(scale: u16) -> f64 {
    PAPER_HEIGHT * SLACK / (f64::from(scale) / 100.0)
}

/// The lines page by page. `first` and `later` are what stands above them on the first page and on the
/// others, `foot` what must have room below the last; an indicator stays on one page if it fits one.
pub fn pages(lines: &[Line], page: f64, first: f64, later: f64, foot: f64) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let (mut start, mut used) = (0, first);
    let mut place = 0;
    while place < lines.len() {
        let whole = together(&lines[place..]);
        let height: f64 = lines[place..place + whole]
            .iter()
            .map(|line| line.height)
            .sum();
        let last = place + whole == lines.len();
        let wanted = height + if last { foot } else { 0.0 };
        // What is higher than a page is broken between its lines.
        let (step, wanted) = match wanted > page - later {
            true if place + 1 == lines.len() => (1, wanted),
            true => (1, lines[place].height),
            false => (whole, wanted),
        };
        if used + wanted > page && place > start {
            pages.push(start..place);
            (start, used) = (place, later);
        }
        used += lines[place..place + step]
            .iter()
            .map(|line| line.height)
            .sum::<f64>();
        place += step;
    }
    pages.push(start..lines.len());
    pages
}

/// How many lines the indicator takes that the first of these belongs to, from it on.
fn together(lines: &[Line]) -> usize {
    let end = lines.iter().position(|line| line.ends);
    end.map_or(lines.len(), |end| end + 1)
}
