//! Sizes and margins, by the way the paper lies.

use crate::reports::block::Paper;

/// Twentieths of a point in a centimetre.
const CM: f64 = 567.0;
/// A4, in twentieths of a point.
const A4: (u32, u32) = (11906, 16838);
/// The margins of official papers, in centimetres: top, right, bottom, left.
const MARGINS: [f64; 4] = [3.7, 2.6, 3.5, 2.8];
/// EMU, which drawings are measured in, in a twentieth of a point.
const EMU: u32 = 635;

/// How the pages of a section are made: `footer` is what stands under each.
pub fn section(paper: Paper, footer: &str) -> String {
    let (width, height) = size(paper);
    let [top, right, bottom, left] = sides(paper);
    let lies = match paper {
        Paper::Portrait => "",
        Paper::Landscape => r#" w:orient="landscape""#,
    };
    let foot = bottom.min(1400) - 300;
    format!(
        concat!(
            r#"<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/>"#,
            r#"<w:pgSz w:w="{width}" w:h="{height}"{lies}/>"#,
            r#"<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}""#,
            r#" w:header="851" w:footer="{foot}" w:gutter="0"/></w:sectPr>"#
        ),
        footer = footer,
        width = width,
        height = height,
        lies = lies,
        top = top,
        right = right,
        bottom = bottom,
        left = left,
        foot = foot,
    )
}

/// The width of the text, in twentieths of a point.
pub fn text_width(paper: Paper) -> u32 {
    let [_, right, _, left] = sides(paper);
    size(paper).0 - right - left
}

/// Twentieths of a point as drawings are measured.
pub fn emu(twentieths: u32) -> u32 {
    twentieths * EMU
}

/// Centimetres as drawings are measured.
pub fn emu_of_cm(centimetres: f64) -> u32 {
    emu((centimetres * CM).round() as u32)
}

fn size(paper: Paper) -> (u32, u32) {
    match paper {
        Paper::Portrait => A4,
        Paper::Landscape => (A4.1, A4.0),
    }
}

/// Top, right, bottom, left in twentieths of a point. Paper that lies is portrait paper turned to the left.
fn sides(paper: Paper) -> [u32; 4] {
    let [top, right, bottom, left] = MARGINS.map(|margin| (margin * CM).round() as u32);
    match paper {
        Paper::Portrait => [top, right, bottom, left],
        Paper::Landscape => [right, bottom, left, top],
    }
}
