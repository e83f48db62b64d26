//! How sheets look: fonts that Chinese office machines have, sober colours, widths that fit Chinese.

use std::sync::LazyLock;

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, ConditionalFormatDataBar,
    ConditionalFormatType, Format, FormatAlign, FormatBorder, FormatUnderline, Note, Worksheet,
};
use unicode_width::UnicodeWidthStr;

use crate::problem::Severity;
use crate::rulebook::RuleBook;
use crate::sheets::layer::{DATE, Written};
use crate::sheets::palette;

/// The fonts of official papers, by the names that Windows and WPS know.
pub const TITLE_FONT: &str = "黑体";
pub const BODY_FONT: &str = "宋体";
const NOTE_FONT: &str = "仿宋";

/// The size of the body of all sheets, in points.
pub const BODY_SIZE: f64 = 10.5;
/// The size of a sheet's title, in points.
pub const TITLE_SIZE: f64 = 18.0;

/// The formats that sheets share.
pub struct Style {
    pub title: Format,
    pub note: Format,
    /// A note of several lines.
    pub long_note: Format,
    pub section: Format,
    pub header: Format,
    pub subheader: Format,
    pub text: Format,
    pub wrapped: Format,
    /// Text that gets smaller where its column is too narrow.
    pub shrunk: Format,
    pub center: Format,
    pub wrapped_center: Format,
    pub date: Format,
    pub integer: Format,
    pub score: Format,
    pub points: Format,
    pub percent: Format,
    pub total: Format,
    pub grade: Format,
    pub centered_link: Format,
    pub shrunk_link: Format,
    /// By severity: a word on the colour of such a problem.
    severities: [Format; 3],
}

/// The formats that sheets share.
pub static STYLE: LazyLock<Style> = LazyLock::new(Style::new);

impl Style {
    fn new() -> Style {
        let body = Format::new()
            .set_font_name(BODY_FONT)
            .set_font_size(BODY_SIZE)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(palette::LINE));
        let center = body.clone().set_align(FormatAlign::Center);
        let wrapped_center = center.clone().set_text_wrap();
        let header = header();
        let link = body
            .clone()
            .set_font_color(Color::RGB(palette::LINK))
            .set_underline(FormatUnderline::Single);
        Style {
            severities: [Severity::Error, Severity::Warning, Severity::Info]
                .map(|severity| center.clone().set_background_color(problem_fill(severity))),
            centered_link: link.clone().set_align(FormatAlign::Center),
            shrunk_link: link.clone().set_shrink(),
            title: title(),
            note: note(),
            long_note: note().set_text_wrap(),
            section: Format::new()
                .set_font_name(TITLE_FONT)
                .set_font_size(12)
                .set_font_color(Color::RGB(palette::INK))
                .set_align(FormatAlign::VerticalCenter),
            subheader: header
                .clone()
                .set_background_color(Color::RGB(palette::SUBHEADER)),
            header,
            date: wrapped_center.clone().set_num_format(DATE),
            wrapped_center,
            wrapped: body.clone().set_text_wrap(),
            shrunk: body.clone().set_shrink(),
            integer: center.clone().set_num_format("0"),
            score: center.clone().set_num_format("0.00"),
            points: center.clone().set_num_format("General"),
            percent: center.clone().set_num_format("0.00%"),
            total: center
                .clone()
                .set_num_format("0.00")
                .set_bold()
                .set_background_color(Color::RGB(palette::TOTAL)),
            grade: center.clone().set_bold(),
            center,
            text: body,
        }
    }

    /// The format of a word that says how bad something is.
    pub fn severity(&self, severity: Severity) -> &Format {
        let [error, warning, info] = &self.severities;
        match severity {
            Severity::Error => error,
            Severity::Warning => warning,
            Severity::Info => info,
        }
    }
}

/// A sheet's title.
pub fn title() -> Format {
    Format::new()
        .set_font_name(TITLE_FONT)
        .set_font_size(TITLE_SIZE)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

/// The line under a title.
pub fn note() -> Format {
    Format::new()
        .set_font_name(NOTE_FONT)
        .set_font_size(BODY_SIZE)
        .set_font_color(Color::RGB(palette::GREY))
        .set_align(FormatAlign::VerticalCenter)
}

/// A table's header.
pub fn header() -> Format {
    Format::new()
        .set_font_name(TITLE_FONT)
        .set_font_size(BODY_SIZE)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(palette::LINE))
        .set_background_color(Color::RGB(palette::HEADER))
}

/// A cell of the user's own, with its number format.
pub fn source(format: Option<&str>) -> Format {
    let cell = Format::new()
        .set_font_name(BODY_FONT)
        .set_font_size(BODY_SIZE)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Hair)
        .set_border_color(Color::RGB(palette::LINE));
    match format {
        Some(format) => cell.set_num_format(format),
        None => cell,
    }
}

/// Running text of the user's own.
pub fn prose() -> Format {
    Format::new()
        .set_font_name(BODY_FONT)
        .set_font_size(BODY_SIZE)
        .set_align(FormatAlign::Top)
        .set_text_wrap()
}

/// The fill of a cell with a problem.
pub fn problem_fill(severity: Severity) -> Color {
    Color::RGB(match severity {
        Severity::Error => palette::BAD,
        Severity::Warning => palette::CAREFUL,
        Severity::Info => palette::TOLD,
    })
}

/// Fills the cells of a column that hold a word.
pub fn fill_where(
    sheet: &mut Worksheet,
    rows: (u32, u32),
    column: u16,
    word: &str,
    fill: u32,
) -> Written {
    let rule = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::EqualTo(word))
        .set_format(Format::new().set_background_color(Color::RGB(fill)));
    sheet.add_conditional_format(rows.0, column, rows.1, column, &rule)?;
    Ok(())
}

/// The fill of each grade.
pub fn colour_grades(
    sheet: &mut Worksheet,
    book: &RuleBook,
    rows: (u32, u32),
    column: u16,
) -> Written {
    for grade in book.grades.iter() {
        fill_where(sheet, rows, column, &grade.name, grade.color)?;
    }
    Ok(())
}

/// A bar behind a number.
pub fn data_bar(color: u32) -> ConditionalFormatDataBar {
    ConditionalFormatDataBar::new()
        .set_fill_color(Color::RGB(color))
        .set_solid_fill(true)
        .set_border_off(true)
}

/// A bar behind a number, on a scale that begins at the lowest of them: where all are high it shows how they differ.
pub fn bar_from_lowest(color: u32) -> ConditionalFormatDataBar {
    data_bar(color)
        .set_minimum(ConditionalFormatType::Lowest, 0)
        .set_maximum(ConditionalFormatType::Highest, 0)
}

/// A bar behind a share, from nothing to all: programs choose otherwise where the ends are not said.
pub fn bar_of_share(color: u32) -> ConditionalFormatDataBar {
    data_bar(color)
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 1)
}

/// A note beside a cell, as large as its text needs: so many pixels hold so many columns' units.
pub fn note_beside(text: &str, pixels: u32, units: f64) -> Note {
    let lines = height(text, units) / LINE_HEIGHT;
    Note::new(text)
        .add_author_prefix(false)
        .set_width(pixels)
        .set_height((lines * 18.0) as u32 + 16)
        .set_font_name(BODY_FONT)
        .set_font_size(10)
}

/// How wide a text is, in columns' units: a Chinese character counts two.
pub fn width(text: &str) -> usize {
    text.lines()
        .map(UnicodeWidthStr::width)
        .max()
        .unwrap_or_default()
}

/// How high a line of text is, in points.
const LINE_HEIGHT: f64 = 14.5;

/// The height of a row that holds a text in a column of some width.
pub fn height(text: &str, column: f64) -> f64 {
    let lines: f64 = text
        .lines()
        .map(|line| {
            (line.width() as f64 * 1.08 / (column - 1.0).max(1.0))
                .ceil()
                .max(1.0)
        })
        .sum();
    // Excel allows 409 points.
    (lines.max(1.0) * LINE_HEIGHT + 4.0).min(409.0)
}
