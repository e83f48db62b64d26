//! Blocks as the main part of a document. Elements stand in the schema's order, so that no program has to repair
//! the document.

use std::borrow::Cow;

use quick_xml::escape::escape;

use super::{FOOTER, chart, paper};
use crate::reports::block::{Align, Block, Cell, Chart, Merge, Paper, Span, Table};

/// A table of so many columns is wide: its text is smaller.
const MANY_COLUMNS: usize = 8;

/// How a paragraph says that it stands on one page with the next.
const KEEP: &str = "<w:keepNext/>";
/// How many rows of a table a page has at least.
const LEAST_ROWS: usize = 3;
/// A table of so many rows is not divided.
const SMALL_TABLE: usize = 6;

const START: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#,
    r#" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#,
    r#" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"><w:body>"#
);
const END: &str = "</w:body></w:document>";

/// What stands between the margins, in order.
pub struct Body<'b> {
    xml: String,
    /// Whether what is written now stands above a table or chart, and on the same page.
    leads: bool,
    /// The charts, which are parts of their own.
    pub charts: Vec<&'b Chart>,
}

impl<'b> Body<'b> {
    /// The body of these blocks.
    pub fn of(blocks: &'b [Block]) -> Body<'b> {
        let mut body = Body {
            xml: String::new(),
            leads: false,
            charts: Vec::new(),
        };
        let sections = sections(blocks);
        for (number, section) in sections.iter().enumerate() {
            let is_last = number + 1 == sections.len();
            for (place, block) in section.blocks.iter().enumerate() {
                let next = section.blocks.get(place + 1);
                body.leads = matches!(next, Some(Block::Table(_) | Block::Chart(_)));
                // A section that is not the last ends with its last paragraph, so that none has to be added, which
                // might find no room on the page.
                let ends = (!is_last && place + 1 == section.blocks.len()).then_some(section.paper);
                body.block(block, section.paper, ends);
            }
        }
        let paper = sections.last().map_or(Paper::Portrait, |last| last.paper);
        body.xml += &paper::section(paper, FOOTER);
        body
    }

    /// The main part.
    pub fn document(&self) -> String {
        format!("{START}{}{END}", self.xml)
    }

    fn block(&mut self, block: &'b Block, paper: Paper, ends: Option<Paper>) {
        let keep = if self.leads { KEEP } else { "" };
        let text = |style: &str, spans: &[Span]| paragraph(style, keep, ends, &runs(spans));
        self.xml += &match block {
            Block::Title(spans) => text("Title", spans),
            Block::Heading(level, spans) => {
                text(&format!("Heading{}", (*level).clamp(1, 3)), spans)
            }
            Block::Paragraph(spans) => text("BodyText", spans),
            Block::Line(spans) => text("Line", spans),
            // A table cannot stand last, nor next to another.
            Block::Table(written) => table(written, paper) + &paragraph("Space", "", ends, ""),
            Block::Chart(chart) => {
                self.charts.push(chart);
                let drawing = chart::drawing(self.charts.len(), chart, paper);
                let caption = run(&chart.caption, false);
                paragraph("Chart", "", None, &drawing) + &paragraph("Caption", "", ends, &caption)
            }
            Block::Paper(_) => String::new(),
        };
    }
}

/// What stands on pages that lie one way.
struct Section<'b> {
    paper: Paper,
    blocks: Vec<&'b Block>,
}

/// The blocks by the way their paper lies. A section without blocks would be an empty page.
fn sections(blocks: &[Block]) -> Vec<Section<'_>> {
    let mut sections: Vec<Section> = Vec::new();
    let mut paper = Paper::Portrait;
    for block in blocks {
        if let Block::Paper(next) = block {
            paper = *next;
            continue;
        }
        match sections.last_mut() {
            Some(last) if last.paper == paper => last.blocks.push(block),
            _ => sections.push(Section {
                paper,
                blocks: vec![block],
            }),
        }
    }
    sections
}

/// A paragraph with what differs from its style; `ends` where it is the last of a section.
fn paragraph(style: &str, look: &str, ends: Option<Paper>, runs: &str) -> String {
    let section = ends.map_or_else(String::new, |paper| paper::section(paper, FOOTER));
    format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{look}{section}</w:pPr>{runs}</w:p>"#)
}

fn runs(spans: &[Span]) -> String {
    spans.iter().map(|span| run(&span.text, span.gap)).collect()
}

/// A text; `gap` where somebody has to fill it in.
fn run(text: &str, gap: bool) -> String {
    let look = if gap {
        r#"<w:rPr><w:highlight w:val="yellow"/></w:rPr>"#
    } else {
        ""
    };
    let lines: Vec<String> = text
        .lines()
        .map(|line| format!(r#"<w:t xml:space="preserve">{}</w:t>"#, printable(line)))
        .collect();
    match lines.is_empty() {
        true => String::new(),
        false => format!("<w:r>{look}{}</w:r>", lines.join("<w:br/>")),
    }
}

/// A text without what XML does not take.
fn printable(text: &str) -> String {
    let text: String = text
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect();
    escape(Cow::Owned(text)).into_owned()
}

fn table(table: &Table, paper: Paper) -> String {
    let shares: u32 = table.widths.iter().sum::<u32>().max(1);
    let widths: Vec<u32> = table
        .widths
        .iter()
        .map(|share| paper::text_width(paper) * share / shares)
        .collect();
    let grid: String = widths
        .iter()
        .map(|width| format!(r#"<w:gridCol w:w="{width}"/>"#))
        .collect();
    let rows = table.rows.iter().enumerate();
    let rows: String = rows
        .map(|(index, cells)| {
            let place = Place {
                repeated: index < table.header,
                kept: is_kept(index, table),
                wide: widths.len() >= MANY_COLUMNS,
            };
            row(cells, &widths, &place)
        })
        .collect();
    let properties = table_properties(widths.iter().sum());
    format!("<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>")
}

/// Whether a row stands on one page with the next: a small table is not divided, nor is a merged cell, and of another
/// table no page has but a row or two. The last row goes with the paragraph after the table, which would else be alone on a page.
fn is_kept(row: usize, table: &Table) -> bool {
    let body = table.header + LEAST_ROWS - 1;
    let next = table.rows.get(row + 1).into_iter().flatten();
    let goes_on = next
        .map(|cell| cell.merge)
        .any(|merge| merge == Merge::Continued);
    table.rows.len() <= table.header + SMALL_TABLE
        || row < body
        || goes_on
        || row + LEAST_ROWS >= table.rows.len()
}

/// Thin lines all around, columns as wide as they are told.
fn table_properties(width: u32) -> String {
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(|side| format!(r#"<w:{side} w:val="single" w:sz="2" w:space="0" w:color="000000"/>"#))
        .concat();
    let margins: String = [("top", 30), ("left", 60), ("bottom", 30), ("right", 60)]
        .map(|(side, width)| format!(r#"<w:{side} w:w="{width}" w:type="dxa"/>"#))
        .concat();
    format!(
        concat!(
            r#"<w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:jc w:val="center"/>"#,
            r#"<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>"#,
            r#"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"#
        ),
        width = width,
        borders = borders,
        margins = margins,
    )
}

/// Where a row stands.
struct Place {
    /// Every page begins with it.
    repeated: bool,
    /// It stands on one page with what follows it.
    kept: bool,
    /// In a table of many columns.
    wide: bool,
}

/// A row, which no page divides.
fn row(cells: &[Cell], widths: &[u32], place: &Place) -> String {
    let mut column = 0;
    let cells: String = cells
        .iter()
        .map(|written| {
            let covered = &widths[column.min(widths.len())..];
            let width = covered.iter().take(written.columns).sum();
            column += written.columns;
            cell(written, width, place)
        })
        .collect();
    let header = if place.repeated { "<w:tblHeader/>" } else { "" };
    format!("<w:tr><w:trPr><w:cantSplit/>{header}</w:trPr>{cells}</w:tr>")
}

fn cell(cell: &Cell, width: u32, place: &Place) -> String {
    let style = match (place.wide, cell.bold) {
        (false, false) => "Table",
        (false, true) => "TableHead",
        (true, false) => "WideTable",
        (true, true) => "WideTableHead",
    };
    let keep = if place.kept { KEEP } else { "" };
    let align = match cell.align {
        Align::Left => "left",
        Align::Center => "center",
    };
    let look = format!(r#"{keep}<w:jc w:val="{align}"/>"#);
    let (merge, text) = match cell.merge {
        Merge::Single => ("", cell.text.as_str()),
        Merge::First => (r#"<w:vMerge w:val="restart"/>"#, cell.text.as_str()),
        Merge::Continued => ("<w:vMerge/>", ""),
    };
    let span = match cell.columns {
        1 => String::new(),
        columns => format!(r#"<w:gridSpan w:val="{columns}"/>"#),
    };
    let paragraph = paragraph(style, &look, None, &run(text, false));
    format!(
        concat!(
            r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}"#,
            r#"<w:vAlign w:val="center"/></w:tcPr>{paragraph}</w:tc>"#
        ),
        width = width,
        span = span,
        merge = merge,
        paragraph = paragraph,
    )
}
