//! How sheets look: fonts that Chinese office machines have, sober colours, widths that fit Chinese.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, FormatAlign, FormatBorder,
    Worksheet, XlsxError,
};
use unicode_width::UnicodeWidthStr;

use crate::problem::Severity;
use crate::rulebook::RuleBook;

/// The fonts of official papers, by the names that Windows and WPS know.
pub const TITLE_FONT: &str = "黑体";
pub const BODY_FONT: &str = "宋体";
const NOTE_FONT: &str = "仿宋";

/// Colours, as RRGGBB.
pub const INK: u32 = 0x1F3864;
const HEADER_FILL: u32 = 0xDCE6F1;
const SUBHEADER_FILL: u32 = 0xEEF3FA;
const TOTAL_FILL: u32 = 0xFFF8E5;
const LINE: u32 = 0xA6A6A6;
const GREY: u32 = 0x595959;

/// The formats that sheets share.
pub struct Style {
    pub title: Format,
    pub note: Format,
    pub section: Format,
    pub header: Format,
    pub subheader: Format,
    pub text: Format,
    pub wrapped: Format,
    /// Text that gets smaller where its column is too narrow.
    pub shrunk: Format,
    pub center: Format,
    pub integer: Format,
    pub score: Format,
    pub points: Format,
    pub percent: Format,
    pub total: Format,
    pub grade: Format,
    pub link: Format,
}

impl Style {
    /// The formats.
    pub fn new() -> Style {
        let body = Format::new()
            .set_font_name(BODY_FONT)
            .set_font_size(10.5)
            .set_align(FormatAlign::VerticalCenter)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(LINE));
        let center = body.clone().set_align(FormatAlign::Center);
        let header = header();
        Style {
            title: title(),
            note: note(),
            section: Format::new()
                .set_font_name(TITLE_FONT)
                .set_font_size(12)
                .set_font_color(Color::RGB(INK))
                .set_align(FormatAlign::VerticalCenter),
            subheader: header
                .clone()
                .set_background_color(Color::RGB(SUBHEADER_FILL)),
            header,
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
                .set_background_color(Color::RGB(TOTAL_FILL)),
            grade: center.clone().set_bold(),
            link: body
                .clone()
                .set_font_color(Color::RGB(0x0563C1))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            center,
            text: body,
        }
    }
}

/// A sheet's title.
pub fn title() -> Format {
    Format::new()
        .set_font_name(TITLE_FONT)
        .set_font_size(18)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
}

/// The line under a title.
pub fn note() -> Format {
    Format::new()
        .set_font_name(NOTE_FONT)
        .set_font_size(10.5)
        .set_font_color(Color::RGB(GREY))
        .set_align(FormatAlign::VerticalCenter)
}

/// A table's header.
pub fn header() -> Format {
    Format::new()
        .set_font_name(TITLE_FONT)
        .set_font_size(10.5)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
        .set_border(FormatBorder::Thin)
        .set_border_color(Color::RGB(LINE))
        .set_background_color(Color::RGB(HEADER_FILL))
}

/// A cell of the user's own, with its number format.
pub fn source(format: Option<&str>) -> Format {
    let cell = Format::new()
        .set_font_name(BODY_FONT)
        .set_font_size(10.5)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Hair)
        .set_border_color(Color::RGB(LINE));
    match format {
        Some(format) => cell.set_num_format(format),
        None => cell,
    }
}

/// The fill of a cell with a problem.
pub fn problem_fill(severity: Severity) -> Color {
    Color::RGB(match severity {
        Severity::Error => 0xFFC7CE,
        Severity::Warning => 0xFFEB9C,
        Severity::Info => 0xDDEBF7,
    })
}

/// The fill of each grade.
pub fn colour_grades(
    sheet: &mut Worksheet,
    book: &RuleBook,
    rows: (u32, u32),
    column: u16,
) -> Result<(), XlsxError> {
    for grade in book.grades.iter() {
        let rule = ConditionalFormatCell::new()
            .set_rule(ConditionalFormatCellRule::EqualTo(grade.name.as_str()))
            .set_format(Format::new().set_background_color(Color::RGB(grade.color)));
        sheet.add_conditional_format(rows.0, column, rows.1, column, &rule)?;
    }
    Ok(())
}

/// How wide a text is, in columns' units: a Chinese character counts two.
pub fn width(text: &str) -> usize {
    text.lines()
        .map(UnicodeWidthStr::width)
        .max()
        .unwrap_or_default()
}

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
    (lines.max(1.0) * 14.5 + 4.0).min(409.0)
}
