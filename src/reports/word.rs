//! Blocks as a Word document, laid out as official papers are (GB/T 9704: A4, the margins, 方正小标宋 for the
//! title, 仿宋 for the body, 黑体 and 楷体 for headings). The only place that knows docx-rs. The same blocks
//! give the same bytes.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, BreakType, Docx, Footer, FooterReference, HeightRule, LineSpacing,
    LineSpacingType, PageMargin, PageNum, PageOrientationType, PageSize, Paragraph, Pic, Run,
    RunFonts, SectionProperty, SpecialIndentType, Table as WordTable, TableAlignmentType,
    TableCell, TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use super::block::{Align, Block, Cell, Merge, Paper, Picture, Span, Table};

/// Twentieths of a point in a centimetre.
const CM: f64 = 567.0;
/// A4, in twentieths of a point.
const A4: (u32, u32) = (11906, 16838);
/// The margins of official papers, in centimetres: top, right, bottom, left.
const MARGINS: [f64; 4] = [3.7, 2.6, 3.5, 2.8];
/// Sizes in half points: 二号, 三号, 四号, 五号, 小五.
const TITLE: usize = 44;
const BODY: usize = 32;
const PAGE_NUMBER: usize = 28;
const TABLE: usize = 21;
const WIDE_TABLE: usize = 18;
/// A table of so many columns is wide.
const MANY_COLUMNS: usize = 8;
/// The distance of lines, in twentieths of a point.
const LINE: i32 = 570;
/// The width of text on a picture's page, in EMU a centimetre.
const EMU: f64 = 360_000.0;
/// How docx-rs names the one footer.
const FOOTER: &str = "rIdFooter1";
/// docx-rs cannot say that a row is repeated on every page. A row of this height is made so.
const REPEATED: &str = r#"<w:trHeight w:val="401" w:hRule="atLeast" />"#;
const REPEATED_HEIGHT: f32 = 401.0;

const TITLE_FONT: &str = "方正小标宋简体";
const BODY_FONT: &str = "仿宋_GB2312";
const FIRST_FONT: &str = "黑体";
const SECOND_FONT: &str = "楷体_GB2312";
const NUMBER_FONT: &str = "宋体";
const LATIN_FONT: &str = "Times New Roman";

/// A Word document of these blocks; `year` dates it, as nothing reads the clock.
///
/// # Errors
/// What docx-rs says where it cannot write.
pub fn document(blocks: &[Block], year: u32) -> Result<Vec<u8>, String> {
    let mut writer = Writer::default();
    let date = format!("{year}-12-31T00:00:00Z");
    let mut docx = Docx::new()
        .created_at(&date)
        .updated_at(&date)
        .default_fonts(fonts(BODY_FONT))
        .default_size(BODY);
    let mut paper = Paper::Portrait;
    for block in blocks {
        docx = match block {
            Block::Paper(next) if *next == paper => docx,
            Block::Paper(next) => {
                let turn = writer.end_of_section(paper);
                paper = *next;
                docx.add_paragraph(turn)
            }
            Block::Table(table) => docx
                .add_table(writer.table(table, paper))
                .add_paragraph(writer.small_space()),
            Block::Picture(picture) => {
                let [shown, caption] = writer.picture(picture, paper);
                docx.add_paragraph(shown).add_paragraph(caption)
            }
            block => docx.add_paragraph(writer.text(block)),
        };
    }
    let footer = Footer::new().add_paragraph(writer.page_number());
    let (width, height) = size(paper);
    let docx = docx
        .footer(footer)
        .page_size(width, height)
        .page_orient(orientation(paper))
        .page_margin(margins(paper));
    pack(docx)
}

fn pack(docx: Docx) -> Result<Vec<u8>, String> {
    let mut parts = docx.build();
    let document = String::from_utf8_lossy(&parts.document);
    let repeated = format!("{REPEATED}<w:tblHeader />");
    parts.document = document.replace(REPEATED, &repeated).into_bytes();
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| error.to_string())?;
    compressed(bytes).map_err(|error| error.to_string())
}

/// The same package, compressed: docx-rs only stores, which is twelve times as large.
fn compressed(stored: Cursor<Vec<u8>>) -> ZipResult<Vec<u8>> {
    let mut stored = ZipArchive::new(stored)?;
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    // Without a date of its own an entry would take the clock's.
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    for index in 0..stored.len() {
        let mut part = stored.by_index(index)?;
        if part.is_file() {
            package.start_file(part.name()?, options)?;
            std::io::copy(&mut part, &mut package)?;
        }
    }
    Ok(package.finish()?.into_inner())
}

/// Counts what has to have a number of its own: docx-rs would count over all documents of a run.
#[derive(Default)]
struct Writer {
    paragraphs: u32,
    pictures: u32,
}

impl Writer {
    fn paragraph(&mut self) -> Paragraph {
        self.paragraphs += 1;
        Paragraph::new().id(format!("{:08X}", self.paragraphs))
    }

    /// A title, heading, paragraph or line.
    fn text(&mut self, block: &Block) -> Paragraph {
        let (spans, font, size, bold) = match block {
            Block::Title(spans) => (spans, TITLE_FONT, TITLE, false),
            Block::Heading(1, spans) => (spans, FIRST_FONT, BODY, false),
            Block::Heading(2, spans) => (spans, SECOND_FONT, BODY, false),
            Block::Heading(_, spans) => (spans, BODY_FONT, BODY, true),
            Block::Paragraph(spans) | Block::Line(spans) => (spans, BODY_FONT, BODY, false),
            Block::Table(_) | Block::Picture(_) | Block::Paper(_) => return self.small_space(),
        };
        let indent = SpecialIndentType::FirstLine(2 * BODY as i32 * 10);
        let paragraph = self.paragraph();
        let paragraph = match block {
            Block::Title(_) => paragraph
                .align(AlignmentType::Center)
                .line_spacing(spacing(LINE + 80).after(300)),
            Block::Heading(level, _) => paragraph
                .indent(None, Some(indent), None, None)
                .line_spacing(spacing(LINE))
                .keep_next(true)
                .outline_lvl(usize::from(*level).saturating_sub(1)),
            Block::Line(_) => paragraph.line_spacing(spacing(LINE)),
            _ => paragraph
                .align(AlignmentType::Both)
                .indent(None, Some(indent), None, None)
                .line_spacing(spacing(LINE)),
        };
        spans.iter().fold(paragraph, |paragraph, span| {
            paragraph.add_run(run(span, font, size, bold))
        })
    }

    fn table(&mut self, table: &Table, paper: Paper) -> WordTable {
        let shares: u32 = table.widths.iter().sum::<u32>().max(1);
        let widths: Vec<usize> = table
            .widths
            .iter()
            .map(|share| (text_width(paper) * share / shares) as usize)
            .collect();
        let size = if widths.len() >= MANY_COLUMNS {
            WIDE_TABLE
        } else {
            TABLE
        };
        let rows = table.rows.iter().enumerate().map(|(index, cells)| {
            let mut column = 0;
            let cells = cells.iter().map(|cell| {
                let covered = &widths[column.min(widths.len())..];
                let width = covered.iter().take(cell.columns).sum();
                column += cell.columns;
                self.cell(cell, width, size)
            });
            let row = TableRow::new(cells.collect()).cant_split();
            if index < table.header {
                row.row_height(REPEATED_HEIGHT)
                    .height_rule(HeightRule::AtLeast)
            } else {
                row
            }
        });
        let rows = rows.collect();
        WordTable::new(rows)
            .set_grid(widths.clone())
            .width(widths.iter().sum(), WidthType::Dxa)
            .layout(TableLayoutType::Fixed)
            .align(TableAlignmentType::Center)
            .margins(TableCellMargins::new().margin(30, 60, 30, 60))
    }

    fn cell(&mut self, cell: &Cell, width: usize, size: usize) -> TableCell {
        let span = Span {
            text: match cell.merge {
                Merge::Continued => String::new(),
                Merge::Single | Merge::First => cell.text.clone(),
            },
            gap: false,
        };
        let align = match cell.align {
            Align::Left => AlignmentType::Left,
            Align::Center => AlignmentType::Center,
        };
        let font = if cell.bold { FIRST_FONT } else { BODY_FONT };
        let paragraph = self
            .paragraph()
            .align(align)
            .add_run(run(&span, font, size, false));
        let word = TableCell::new()
            .add_paragraph(paragraph)
            .width(width, WidthType::Dxa)
            .grid_span(cell.columns)
            .vertical_align(VAlignType::Center);
        match cell.merge {
            Merge::Single => word,
            Merge::First => word.vertical_merge(VMergeType::Restart),
            Merge::Continued => word.vertical_merge(VMergeType::Continue),
        }
    }

    /// A picture as wide as the text, and what stands under it.
    fn picture(&mut self, picture: &Picture, paper: Paper) -> [Paragraph; 2] {
        self.pictures += 1;
        let width = f64::from(text_width(paper)) / CM * EMU;
        let height = width * f64::from(picture.height) / f64::from(picture.width.max(1));
        let pic = Pic::new_with_dimensions(picture.bytes.clone(), picture.width, picture.height)
            .id(format!("rIdImage{}", self.pictures))
            .size(width as u32, height as u32);
        let caption = Span {
            text: picture.caption.clone(),
            gap: false,
        };
        [
            self.paragraph()
                .align(AlignmentType::Center)
                .keep_next(true)
                .line_spacing(LineSpacing::new().before(160))
                .add_run(Run::new().add_image(pic)),
            self.paragraph()
                .align(AlignmentType::Center)
                .line_spacing(LineSpacing::new().after(200))
                .add_run(run(&caption, BODY_FONT, TABLE + 3, false)),
        ]
    }

    /// The end of the pages that lie one way.
    fn end_of_section(&mut self, paper: Paper) -> Paragraph {
        let (width, height) = size(paper);
        let mut section = SectionProperty::new()
            .page_size(
                PageSize::new()
                    .size(width, height)
                    .orient(orientation(paper)),
            )
            .page_margin(margins(paper));
        section.footer_reference = Some(FooterReference::new("default", FOOTER));
        self.small_space().section_property(section)
    }

    /// A line that hardly shows.
    fn small_space(&mut self) -> Paragraph {
        self.paragraph().size(2).line_spacing(
            LineSpacing::new()
                .line(20)
                .line_rule(LineSpacingType::Exact),
        )
    }

    /// — 1 —
    fn page_number(&mut self) -> Paragraph {
        let dash = |text: &str| {
            Run::new()
                .add_text(text)
                .size(PAGE_NUMBER)
                .fonts(fonts(NUMBER_FONT))
        };
        self.paragraph()
            .align(AlignmentType::Center)
            .size(PAGE_NUMBER)
            .add_run(dash("— "))
            .add_page_num(PageNum::new())
            .add_run(dash(" —"))
    }
}

fn run(span: &Span, font: &str, size: usize, bold: bool) -> Run {
    let mut run = Run::new().size(size).fonts(fonts(font));
    for (index, line) in span.text.lines().enumerate() {
        if index > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        run = run.add_text(printable(line));
    }
    if bold {
        run = run.bold();
    }
    if span.gap {
        run = run.highlight("yellow");
    }
    run
}

fn fonts(chinese: &str) -> RunFonts {
    RunFonts::new()
        .east_asia(chinese)
        .ascii(LATIN_FONT)
        .hi_ansi(LATIN_FONT)
        .cs(LATIN_FONT)
}

fn spacing(line: i32) -> LineSpacing {
    LineSpacing::new()
        .line(line)
        .line_rule(LineSpacingType::Exact)
}

fn size(paper: Paper) -> (u32, u32) {
    match paper {
        Paper::Portrait => A4,
        Paper::Landscape => (A4.1, A4.0),
    }
}

fn orientation(paper: Paper) -> PageOrientationType {
    match paper {
        Paper::Portrait => PageOrientationType::Portrait,
        Paper::Landscape => PageOrientationType::Landscape,
    }
}

/// Top, right, bottom, left in twentieths of a point. Paper that lies is portrait paper turned to the left.
fn sides(paper: Paper) -> [i32; 4] {
    let [top, right, bottom, left] = MARGINS.map(|margin| (margin * CM).round() as i32);
    match paper {
        Paper::Portrait => [top, right, bottom, left],
        Paper::Landscape => [right, bottom, left, top],
    }
}

fn margins(paper: Paper) -> PageMargin {
    let [top, right, bottom, left] = sides(paper);
    PageMargin {
        top,
        right,
        bottom,
        left,
        header: 851,
        footer: bottom.min(1400) - 300,
        gutter: 0,
    }
}

fn text_width(paper: Paper) -> u32 {
    let [_, right, _, left] = sides(paper);
    size(paper).0 - (right + left).unsigned_abs()
}

/// A text without what XML does not take.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{FFFE}' | '\u{FFFF}'))
        .collect()
}
