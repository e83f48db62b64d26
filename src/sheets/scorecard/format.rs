//! How a score table looks: as official papers do, black on white with thin lines.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

use crate::sheets::formula;
use crate::sheets::palette;
use crate::sheets::style::{self, BODY_FONT, TITLE_FONT};

/// A little less than the body of other sheets, so that a page holds some indicators.
pub const SIZE: f64 = 10.0;

/// The formats of a score table.
pub struct Formats {
    pub title: Format,
    pub identity: Format,
    pub header: Format,
    /// A level's name, or a text in the middle of its cell.
    pub center: Format,
    pub points: Format,
    /// A label below the table, such as 综合评分.
    pub label: Format,
    pub value: Format,
    pub score: Format,
    /// A score that was adopted from what the department declared.
    pub adopted: Format,
    pub difference: Format,
    pub total: Format,
    pub closing: Format,
    wrapped: Format,
}

impl Formats {
    /// The formats for scores with so many decimals.
    pub fn new(decimals: u32) -> Formats {
        let plain = Format::new()
            .set_font_name(BODY_FONT)
            .set_font_size(SIZE)
            .set_align(FormatAlign::VerticalCenter);
        let cell = plain.clone().set_border(FormatBorder::Thin).set_text_wrap();
        let center = cell.clone().set_align(FormatAlign::Center);
        let pattern = formula::pattern(decimals);
        let bold = center
            .clone()
            .set_font_name(TITLE_FONT)
            .set_font_size(SIZE + 1.0);
        Formats {
            title: style::title(),
            identity: plain.clone().set_font_size(SIZE + 0.5).set_shrink(),
            header: center.clone().set_font_name(TITLE_FONT),
            points: center.clone().set_num_format("General"),
            label: bold.clone(),
            value: cell.clone().set_align(FormatAlign::Left),
            score: center.clone().set_num_format(&pattern),
            adopted: center.clone().set_num_format(format!("{pattern}\"＊\"")),
            difference: center
                .clone()
                .set_num_format(format!("+{pattern};-{pattern};{pattern}")),
            total: bold.set_num_format(&pattern),
            closing: plain
                .set_font_size(SIZE + 1.0)
                .set_align(FormatAlign::Right),
            wrapped: cell,
            center,
        }
    }

    /// A text, or a piece of one, with a line above and below it or not.
    pub fn text(&self, above: bool, below: bool, is_whole: bool) -> Format {
        let line = |drawn| match drawn {
            true => FormatBorder::Thin,
            false => FormatBorder::None,
        };
        let format = self
            .wrapped
            .clone()
            .set_border_top(line(above))
            .set_border_bottom(line(below));
        match is_whole {
            true => format,
            false => format.set_align(FormatAlign::Top),
        }
    }

    /// A format with the fill of what differs.
    pub fn differing(format: &Format) -> Format {
        format
            .clone()
            .set_background_color(Color::RGB(palette::CAREFUL))
    }
}
