//! A Chinese font for charts, found on the machine.

use std::path::Path;

use fontdb::Database;

use super::outcome::Failure;
use super::output::told_reading;
use crate::reports::ChartFont;

/// Fonts that office machines have, the better legible ones first.
const FAMILIES: [&str; 16] = [
    "Microsoft YaHei",
    "微软雅黑",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Heiti SC",
    "SimHei",
    "DengXian",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimSun",
    "Noto Serif CJK SC",
    "FangSong",
    "STSong",
    "Droid Sans Fallback",
];

/// A font of the machine with Chinese characters, if it has any.
pub fn find() -> Option<ChartFont> {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    FAMILIES.iter().find_map(|family| load(&fonts, family))
}

/// The font in a file.
///
/// # Errors
/// The file is no font.
pub fn from_file(path: &Path) -> Result<ChartFont, Failure> {
    let mut fonts = Database::new();
    let unreadable = |cause: String| Failure::Font {
        path: path.into(),
        cause,
    };
    fonts
        .load_font_file(path)
        .map_err(|error| unreadable(told_reading(&error)))?;
    let simplified = FAMILIES.iter().find_map(|family| load(&fonts, family));
    let any = || {
        let family = fonts.faces().next()?.families.first()?.0.clone();
        load(&fonts, &family)
    };
    simplified
        .or_else(any)
        .ok_or_else(|| unreadable("不是字体文件".into()))
}

fn load(fonts: &Database, family: &str) -> Option<ChartFont> {
    let query = fontdb::Query {
        families: &[fontdb::Family::Name(family)],
        ..fontdb::Query::default()
    };
    let id = fonts.query(&query)?;
    fonts.with_face_data(id, |file, _| ChartFont::new(family, file))?
}
