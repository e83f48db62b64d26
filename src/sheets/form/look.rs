//! The formats of the form: sober, with the entry cells standing out.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};
use unicode_width::UnicodeWidthStr;

use crate::sheets::layer::STYLE;
use crate::sheets::palette;
use crate::sheets::style;

/// A little less than the body: at the scale of the page still eight points.
const SMALL: f64 = 10.0;
/// The size of the body.
const BODY: f64 = 10.5;

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
                .set_font_size(SMALL),
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

/// How wide the columns are where last year's figures take the place of half of the check: it gets some of what the
/// explanations have.
pub const WIDTHS_WITH_LAST_YEAR: [f64; 10] =
    [4.5, 23.0, 14.0, 7.0, 10.0, 17.0, 8.0, 9.0, 31.0, 10.0];

/// The height of a row that holds small text in columns of some widths.
pub fn small_height(text: &str, widths: &[f64]) -> f64 {
    lines(text, widths, SMALL) as f64 * 14.0 + 5.0
}

/// The height of a row that holds text of the usual size.
pub fn height(text: &str, widths: &[f64]) -> f64 {
    lines(text, widths, BODY) as f64 * 15.0 + 5.0
}

/// How many lines a text takes that is broken as spreadsheets break it: anywhere between ideographs, not within words
/// and numbers, and no line begins with what closes something.
fn lines(text: &str, widths: &[f64], size: f64) -> usize {
    // A column of one has seven pixels and five more; its cell keeps some free at the edges, and for the indent.
    let points: f64 = widths.iter().map(|width| width * 5.25 + 3.75).sum();
    let room = ((points - EDGES) / size * 2.0).max(4.0);
    let of_paragraph = |paragraph: &str| {
        let (mut lines, mut used) = (1, 0.0);
        for piece in pieces(paragraph) {
            let wide = piece.width() as f64;
            if used > 0.0 && used + wide > room {
                (lines, used) = (lines + 1, 0.0);
            }
            // A word longer than a line is broken all the same.
            used += wide;
            while used > room {
                (lines, used) = (lines + 1, used - room);
            }
        }
        lines
    };
    text.lines().map(of_paragraph).sum::<usize>().max(1)
}

/// What a cell keeps free at its left and right, with one step of indent.
const EDGES: f64 = 13.0;

/// The parts of a text that stay on one line.
fn pieces(text: &str) -> Vec<&str> {
    const CLOSING: &str = "，。、；：？！）】》”’%％";
    const OPENING: &str = "（【《“‘";
    let (mut pieces, mut start) = (Vec::new(), 0);
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '.';
        let stays = before.is_none_or(|before| {
            (word(before) && word(c)) || CLOSING.contains(c) || OPENING.contains(before)
        });
        if !stays {
            pieces.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    pieces.push(&text[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_broken_between_ideographs_and_not_before_what_closes() {
        assert_eq!(
            pieces("填“是”，或 0.5 分。"),
            ["填", "“是”，", "或", " ", "0.5", " ", "分。"]
        );
        // Room for ten ideographs of ten points and a half.
        let widths = [22.0];
        assert_eq!(lines("学生体质健康合格率", &widths, BODY), 1);
        assert_eq!(lines("学生体质健康合格率（%）", &widths, BODY), 2);
        assert_eq!(lines("一行\n两行", &widths, BODY), 2);
        assert_eq!(lines("", &widths, BODY), 1);
    }
}
