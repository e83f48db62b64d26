//! How a score table falls into pages: rows high enough for their texts, texts too long for one row in
//! pieces, breaks between indicators. The breaks are set rather than left to the printer, so that the cells
//! of the levels can end with the page and begin again, named, on the next.

use std::ops::Range;

use super::format::SIZE;
use crate::sheets::style;

/// The highest row, in points: a text that needs more goes on in the next row. (A sheet allows 409.)
const HIGHEST: f64 = 200.0;
/// The lowest: two lines, for the names of levels beside it.
const LOWEST: f64 = 33.0;
/// What A4 across leaves between the margins, in points.
const PAPER_HEIGHT: f64 = 512.0;
/// Room for what printers do differently.
const SLACK: f64 = 0.97;
/// Air above and below a text.
const AIR: f64 = 4.0;

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

/// The height of a row that holds a text in a column of some width, in the letters of this table.
pub fn height(text: &str, width: f64) -> f64 {
    // Smaller letters find more room in the same column. A line more than reckoned finds room, too: these rows have air.
    const CLOSER: f64 = 1.05;
    style::height(
        text,
        (width - 1.0) * (style::BODY_SIZE / SIZE) * CLOSER + 1.0,
    )
}

/// An indicator's lines; `names` are what stands in the narrow columns of its levels.
pub fn lines(indicator: usize, names: &[Text], texts: &[Text]) -> Vec<Line> {
    let needed = |height: f64, (text, width): &Text| height.max(self::height(text, *width));
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
    let fits = |text: &str| height(text, width) <= HIGHEST;
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

/// The lines on as few pages as can be, all about as full. `first` and `later` are what stands above them on the first page
/// and on the others, `foot` what must have room below the last; an indicator stays on one page if it fits one.
pub fn pages(lines: &[Line], page: f64, first: f64, later: f64, foot: f64) -> Vec<Range<usize>> {
    /// How much fuller pages are tried to be, in points.
    const STEP: f64 = 4.0;
    let within = |filled| pages_within(filled, lines, page, first, later, foot);
    let fewest = within(page);
    let content = first + lines.iter().map(|line| line.height).sum::<f64>() + foot;
    let even = content / fewest.len() as f64;
    let tried = (0..).map(|step| even + STEP * f64::from(step));
    let tried = tried.take_while(|filled| *filled < page);
    tried
        .map(within)
        .find(|pages| pages.len() == fewest.len())
        .unwrap_or(fewest)
}

/// The lines page by page, where pages are filled so far at most.
fn pages_within(
    filled: f64,
    lines: &[Line],
    page: f64,
    first: f64,
    later: f64,
    foot: f64,
) -> Vec<Range<usize>> {
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
        if used + wanted > filled && place > start {
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

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTH: f64 = 30.0;

    /// Lines of indicators with texts of so many clauses.
    fn lines_of(clauses: &[usize]) -> Vec<Line> {
        let text = |count: &usize| "一条规定，写得不长也不短，要换几行；".repeat(*count);
        clauses
            .iter()
            .enumerate()
            .flat_map(|(place, count)| lines(place, &[("指标", 10.0)], &[(&text(count), WIDTH)]))
            .collect()
    }

    #[test]
    fn a_long_text_is_cut_into_rows_that_lose_nothing() {
        let one_clause = "没有标点的长句".repeat(300);
        for text in [
            &"分句；".repeat(900),
            &one_clause,
            &"短。".to_string(),
            &String::new(),
        ] {
            let lines = lines(0, &[], &[(text, WIDTH), ("另一列", WIDTH)]);
            let whole: String = lines.iter().map(|line| line.texts[0].as_str()).collect();
            assert_eq!(whole, *text);
            let second: String = lines.iter().map(|line| line.texts[1].as_str()).collect();
            assert_eq!(second, "另一列");
            for line in &lines {
                assert!(line.height <= HIGHEST + AIR, "{}", line.height);
                assert!(line.height >= height(&line.texts[0], WIDTH));
            }
            assert!(lines[0].begins && lines[lines.len() - 1].ends);
        }
    }

    #[test]
    fn every_line_is_on_one_page_and_no_page_is_too_full() {
        let (page, first, later, foot) = (500.0, 140.0, 70.0, 190.0);
        for clauses in [
            vec![1; 21],
            vec![3, 1, 9, 2, 2, 2, 7, 1],
            vec![1, 60, 1],
            vec![60],
            vec![1],
        ] {
            let lines = lines_of(&clauses);
            let pages = pages(&lines, page, first, later, foot);
            let all: Vec<usize> = pages.iter().cloned().flatten().collect();
            assert_eq!(all, (0..lines.len()).collect::<Vec<_>>(), "{clauses:?}");
            for (place, range) in pages.iter().enumerate() {
                let above = if place == 0 { first } else { later };
                let below = if place + 1 == pages.len() { foot } else { 0.0 };
                let height: f64 = lines[range.clone()].iter().map(|line| line.height).sum();
                assert!(above + height + below <= page, "{clauses:?} page {place}");
            }
        }
    }

    #[test]
    fn an_indicator_that_fits_a_page_is_not_broken() {
        let lines = lines_of(&[4, 12, 12, 4, 12]);
        assert!(lines.len() > 5, "some take several rows");
        let pages = pages(&lines, 700.0, 140.0, 70.0, 100.0);
        assert!(pages.len() > 1);
        assert!(pages.iter().all(|page| lines[page.start].begins));
    }
}
