//! The formats of the form: sober, with the entry cells standing out.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};
use unicode_width::UnicodeWidthStr;

use crate::sheets::layer::STYLE;
use crate::sheets::palette;
use crate::sheets::style;

/// A little less than the body: at the scale of the page still eight points.
const SMALL: f64 = 10.0;

/// How wide the columns are; the last one is hidden.
pub const WIDTHS: [f64; 10] = [4.5, 23.0, 15.0, 7.0, 10.0, 11.0, 8.0, 10.0, 35.0, 10.0];

pub struct Look {
    pub title: Format,
    pub note: Format,
    pub progress: Format,
    pub part: Format,
    pub group: Format,
    pub header: Format,
    pub number: Format,
    pub label: Format,
    pub unit: Format,
    pub given: Format,
    pub last_year: Format,
    pub check: Format,
    pub help: Format,
    pub entry: Format,
    pub total: Format,
    pub seal: Format,
    pub source: Format,
}

impl Look {
    pub fn new() -> Look {
        let (body, center) = (&STYLE.text, &STYLE.center);
        let small = body.clone().set_font_size(SMALL).set_text_wrap();
        let plain = style::note().set_text_wrap();
        let heading = STYLE.section.clone().set_border(FormatBorder::Thin);
        let heading = heading.set_border_color(Color::RGB(palette::LINE));
        Look {
            title: style::title(),
            note: plain.clone().set_indent(1),
            progress: body
                .clone()
                .set_bold()
                .set_font_color(Color::RGB(palette::AMBER))
                .set_align(FormatAlign::Center),
            part: heading
                .clone()
                .set_background_color(Color::RGB(palette::HEADER)),
            group: heading
                .set_font_size(10.5)
                .set_background_color(Color::RGB(palette::SUBHEADER)),
            header: STYLE.header.clone(),
            number: center.clone().set_font_color(Color::RGB(palette::GREY)),
            label: body.clone().set_text_wrap().set_indent(1),
            unit: center.clone().set_shrink(),
            given: body.clone().set_bold().set_text_wrap().set_indent(1),
            last_year: center
                .clone()
                .set_font_color(Color::RGB(palette::GREY))
                .set_font_size(SMALL)
                .set_shrink(),
            check: small
                .clone()
                .set_align(FormatAlign::Center)
                .set_font_color(Color::RGB(palette::RED)),
            help: small
                .set_font_color(Color::RGB(palette::HELP))
                .set_indent(1),
            entry: body
                .clone()
                .set_align(FormatAlign::Center)
                .set_font_color(Color::RGB(palette::INK))
                .set_text_wrap()
                .set_background_color(Color::RGB(palette::ENTRY))
                .set_unlocked(),
            total: STYLE.total.clone().set_num_format("General"),
            seal: body.clone().set_indent(1),
            source: plain.set_font_size(SMALL),
        }
    }
}

/// The height of a row that holds small text in columns of some width together.
pub fn small_height(text: &str, width: f64) -> f64 {
    lines(text, width * 10.5 / SMALL) * 13.5 + 4.0
}

/// The height of a row that holds text of the usual size.
pub fn height(text: &str, width: f64) -> f64 {
    lines(text, width) * 15.0 + 5.0
}

fn lines(text: &str, width: f64) -> f64 {
    let lines = text.lines().map(|line| {
        let wide = line.width() as f64 * 1.04;
        (wide / (width - 2.5).max(1.0)).ceil().max(1.0)
    });
    lines.sum::<f64>().max(1.0)
}
