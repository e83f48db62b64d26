//! Blocks as a Word document, laid out as official papers are (GB/T 9704: A4, the margins, 方正小标宋 for the
//! title, 仿宋 for the body, 黑体 and 楷体 for headings: `word/styles.xml`). The same blocks give the same bytes.
//!
//! * [`body`]: blocks as XML, elements in the schema's order;
//! * [`paper`]: sizes and margins, by the way the paper lies;
//! * [`chart`]: how a chart stands in the text, and its parts;
//! * [`package`]: parts, what each is, how they refer to each other.

mod body;
mod chart;
mod package;
mod paper;

use package::{Link, Package};

use super::block::Block;
use crate::rulebook::RuleBook;

const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
const CORE: &str = "application/vnd.openxmlformats-package.core-properties+xml";
const APP: &str = "application/vnd.openxmlformats-officedocument.extended-properties+xml";
const THEME: &str = "application/vnd.openxmlformats-officedocument.theme+xml";
/// How the main part calls the one footer.
const FOOTER: &str = "rIdFooter";

/// A Word document of these blocks; the rule book's year dates it, as nothing reads the clock.
///
/// # Errors
/// What could not be written.
pub fn document(blocks: &[Block], book: &RuleBook) -> Result<Vec<u8>, String> {
    let body = body::Body::of(blocks);
    let mut package = Package::default();
    let mut links = vec![
        Link::new("rIdStyles", "styles", "styles.xml"),
        Link::new("rIdFonts", "fontTable", "fontTable.xml"),
        Link::new("rIdSettings", "settings", "settings.xml"),
        Link::new("rIdTheme", "theme", "theme/theme1.xml"),
        Link::new(FOOTER, "footer", "footer1.xml"),
    ];
    let word = |kind: &str| format!("{WORD}{kind}+xml");
    package.add("word/document.xml", &word("document.main"), body.document());
    package.add("word/styles.xml", &word("styles"), STYLES);
    package.add("word/fontTable.xml", &word("fontTable"), FONTS);
    package.add("word/settings.xml", &word("settings"), SETTINGS);
    package.add("word/footer1.xml", &word("footer"), FOOTER_TEXT);
    package.add("word/theme/theme1.xml", THEME, THEME_TEXT);
    for (index, shown) in body.charts.iter().enumerate() {
        links.push(chart::add(&mut package, index + 1, shown, book)?);
    }
    package.relate("word/document.xml", &links);
    package.add("docProps/core.xml", CORE, core(book.year));
    package.add("docProps/app.xml", APP, APP_TEXT);
    package.relate(
        "",
        &[
            Link::new("rId1", "officeDocument", "word/document.xml"),
            Link::new("rId2", package::CORE_PROPERTIES, "docProps/core.xml"),
            Link::new("rId3", "extended-properties", "docProps/app.xml"),
        ],
    );
    package.zipped().map_err(|error| error.to_string())
}

const STYLES: &str = include_str!("word/styles.xml");
/// With those to take where a machine has not got one.
const FONTS: &str = include_str!("word/fonts.xml");
const SETTINGS: &str = include_str!("word/settings.xml");
const FOOTER_TEXT: &str = include_str!("word/footer.xml");
const THEME_TEXT: &str = include_str!("word/theme.xml");
const APP_TEXT: &str = include_str!("word/app.xml");

fn core(year: u32) -> String {
    include_str!("word/core.xml").replace("YEAR", &format!("{year:04}"))
}
