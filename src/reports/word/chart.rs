//! A chart: how it stands in the text, and its parts, which are the chart of a workbook taken over and the workbook
//! with its figures, so that it can be changed in Word.

use std::io::Cursor;

use quick_xml::escape::escape;
use zip::ZipArchive;
use zip::result::ZipResult;

use super::package::{Link, Package};
use super::paper;
use crate::reports::block::{Chart, Paper};
use crate::rulebook::RuleBook;
use crate::sheets;

const CHART: &str = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml";
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Where a workbook has its only chart.
const DRAWN: &str = "xl/charts/chart1.xml";
/// What follows the figures' place in a chart: how a workbook would print it alone.
const PRINTING: &str = "<c:printSettings>";

/// What is written, and what is to stand in its place: the chart's writer leaves out what Excel takes for granted,
/// while other programs take some of it for the contrary.
const LEFT_OUT: [(&str, &str); 5] = [
    // Chinese letters have a font of their own.
    (
        r#"<a:latin typeface="宋体"/>"#,
        r#"<a:latin typeface="宋体"/><a:ea typeface="宋体"/>"#,
    ),
    (
        r#"<c:lang val="en-US"/>"#,
        r#"<c:lang val="zh-CN"/><c:roundedCorners val="0"/>"#,
    ),
    (
        r#"<c:grouping val="clustered"/>"#,
        r#"<c:grouping val="clustered"/><c:varyColors val="0"/>"#,
    ),
    (
        r#"<c:showVal val="1"/>"#,
        concat!(
            r#"<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>"#,
            r#"<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>"#
        ),
    ),
    ("</c:scaling>", r#"</c:scaling><c:delete val="0"/>"#),
];

/// What stands in a paragraph for a chart, by its number in the document.
pub fn drawing(number: usize, chart: &Chart, paper: Paper) -> String {
    format!(
        concat!(
            r#"<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">"#,
            r#"<wp:extent cx="{width}" cy="{height}"/>"#,
            r#"<wp:docPr id="{number}" name="图 {number}" descr="{caption}"/><wp:cNvGraphicFramePr/>"#,
            r#"<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">"#,
            r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">"#,
            r#"<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" r:id="{id}"/>"#,
            r#"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"#
        ),
        width = paper::emu(paper::text_width(paper)),
        height = paper::emu_of_cm(chart.height),
        number = number,
        caption = escape(&chart.caption),
        id = id(number),
    )
}

fn id(number: usize) -> String {
    format!("rIdChart{number}")
}

/// Adds a chart's parts, and gives the main part's reference to it.
///
/// # Errors
/// What could not be written.
pub fn add(
    package: &mut Package,
    number: usize,
    chart: &Chart,
    book: &RuleBook,
) -> Result<Link, String> {
    let workbooks = sheets::bar_chart(&chart.shown, book).map_err(|error| error.to_string())?;
    let drawn = drawn(&workbooks.drawn).map_err(|error| error.to_string())?;
    let (shown, _) = drawn
        .split_once(PRINTING)
        .ok_or_else(|| "图表的内容不完整".to_string())?;
    let shown = LEFT_OUT
        .iter()
        .fold(shown.to_string(), |shown, (short, full)| {
            shown.replace(short, full)
        });
    let name = format!("word/charts/chart{number}.xml");
    let figures = r#"<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData>"#;
    package.add(&name, CHART, format!("{shown}{figures}</c:chartSpace>"));
    let workbook = format!("embeddings/chart{number}.xlsx");
    package.relate(
        &name,
        &[Link::new("rId1", "package", &format!("../{workbook}"))],
    );
    package.add(&format!("word/{workbook}"), WORKBOOK, workbooks.figures);
    let target = format!("charts/chart{number}.xml");
    Ok(Link::new(&id(number), "chart", &target))
}

/// The chart in a workbook.
fn drawn(workbook: &[u8]) -> ZipResult<String> {
    let mut package = ZipArchive::new(Cursor::new(workbook))?;
    Ok(std::io::read_to_string(package.by_name(DRAWN)?)?)
}
