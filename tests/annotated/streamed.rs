//! The rows of long tables are streamed past the writing library: they are those that it would have written.

use super::large::{MANY, extent, many, written};
use crate::support::recalculate::package::Package;
use crate::support::{Cell, Department, Input, column};

/// Every cell of every sheet with its looks resolved, and what stands around: what a reader sees of the package.
fn seen(bytes: &[u8]) -> Vec<(String, Vec<String>)> {
    let package = Package::open(bytes);
    let listed = |part: &str, list: &str, item: &str| -> Vec<String> {
        let text = package.text(part);
        let from = text.find(&format!("<{list}")).map_or("", |at| &text[at..]);
        let own = from.split(&format!("</{list}>")).next().unwrap_or_default();
        let begin = format!("<{item}");
        own.split(&begin).skip(1).map(String::from).collect()
    };
    let of = |tag: &str, name: &str| -> Option<String> {
        let from = tag.split(&format!(" {name}=\"")).nth(1)?;
        from.split('"').next().map(String::from)
    };
    let styles = "xl/styles.xml";
    let [fonts, fills, borders] = [
        ("fonts", "font>"),
        ("fills", "fill>"),
        ("borders", "border>"),
    ]
    .map(|(list, item)| listed(styles, list, item));
    let formats = listed(styles, "numFmts", "numFmt ");
    let looks: Vec<String> = listed(styles, "cellXfs", "xf ")
        .iter()
        .map(|own| {
            let own = format!(" {own}");
            let part = |list: &[String], name: &str| {
                let place: usize = of(&own, name).expect("an id").parse().expect("a number");
                list.get(place).cloned().unwrap_or_default()
            };
            let id = of(&own, "numFmtId").expect("an id");
            let is_it = |one: &&String| of(&format!(" {one}"), "numFmtId").as_ref() == Some(&id);
            let number = formats.iter().find(is_it);
            let number = number.and_then(|one| of(&format!(" {one}"), "formatCode"));
            format!(
                "{} {} {} {} {}",
                number.unwrap_or(id),
                part(&fonts, "fontId"),
                part(&fills, "fillId"),
                part(&borders, "borderId"),
                own.split('>').nth(1).unwrap_or_default()
            )
        })
        .collect();
    let texts = listed("xl/sharedStrings.xml", "sst", "si>");
    let inner = |text: &str| -> String {
        let parts = text.split("<t").skip(1);
        parts
            .filter_map(|one| Some(one.split_once('>')?.1.split("</t>").next()?.to_string()))
            .collect()
    };
    package
        .sheets()
        .iter()
        .map(|sheet| {
            let xml = package.text(&sheet.part);
            let (before, rest) = xml.split_once("<sheetData>").expect("data");
            let (rows, behind) = rest.split_once("</sheetData>").expect("data");
            let mut seen = vec![before.to_string()];
            for row in rows.split("<row ").skip(1) {
                let (tag, cells) = row.split_once('>').unwrap_or((row, ""));
                let tag = format!(" {tag}");
                let row_seen = ["r", "ht", "hidden"].map(|name| of(&tag, name));
                seen.push(format!("{row_seen:?}"));
                for cell in cells.split("<c ").skip(1) {
                    let (tag, content) = cell.split_once('>').unwrap_or((cell, ""));
                    let tag = format!(" {tag}");
                    let style = of(&tag, "s").map_or(0, |one| one.parse().expect("a number"));
                    let between = |open: &str, close: &str| {
                        let own = content.split(open).nth(1)?;
                        own.split(close).next().map(String::from)
                    };
                    let value = between("<v>", "</v>");
                    let value = match of(&tag, "t").as_deref() {
                        Some("s") => {
                            let place: usize = value.expect("a place").parse().expect("a number");
                            format!("text {}", inner(&texts[place]))
                        }
                        Some("inlineStr") => format!("text {}", inner(content)),
                        kind => format!("{kind:?} {value:?}"),
                    };
                    let formula = between("<f>", "</f>");
                    let place = of(&tag, "r");
                    seen.push(format!("{place:?} {value} {formula:?} {}", looks[style]));
                }
            }
            // Links stand in no order that matters.
            let (links, behind) = match behind.split_once("</hyperlinks>") {
                Some((links, behind)) => (links, behind),
                None => ("", behind),
            };
            let mut links: Vec<&str> = links.split("<hyperlink ").collect();
            links.sort_unstable();
            seen.extend(links.into_iter().map(String::from));
            seen.push(behind.to_string());
            (sheet.name.clone(), seen)
        })
        .collect()
}

#[test]
fn streamed_rows_are_those_that_are_written_whole() {
    let mut input = many(MANY);
    // Rows of every kind: hidden, blank, with problems, long texts, texts that look like something else.
    input.data().hidden = vec![225];
    for (row, text) in [(210, "=1+1"), (211, "_x0041_ \u{1}"), (212, " 空格 \n换行")] {
        let place = column("填报人");
        input.data().rows[row][place] = Cell::text(text);
    }
    input.data().rows[214][column("在编人数")] = Cell::text("约三十");
    let declared = (0..MANY).map(|place| {
        Department::new(&format!("示例市第{place}局<&>"))
            .with(&format!("部门编码={}", 100_000 + place))
            .declares("预算执行率=6; 总分=100; 等级=优")
    });
    input.sheets.extend(
        Input::of(declared)
            .sheets
            .into_iter()
            .filter(|sheet| sheet.name == "自评得分"),
    );
    let scored = input.score();
    assert!(!scored.evaluation.reviews.is_empty());
    let mut extent = extent(&scored, "全部", Some(true));
    assert!(!extent.streamed);
    let whole = seen(&written(&scored, &extent));
    extent.streamed = true;
    let bytes = written(&scored, &extent);
    let streamed = seen(&bytes);
    let inline = Package::open(&bytes);
    let inline = inline
        .sheets()
        .iter()
        .filter(|sheet| inline.text(&sheet.part).contains("inlineStr"))
        .count();
    assert!(inline > 5, "{inline} sheets were streamed");
    assert_eq!(whole.len(), streamed.len());
    for ((name, whole), (other, streamed)) in whole.iter().zip(&streamed) {
        assert_eq!(name, other);
        for (one, other) in whole.iter().zip(streamed) {
            assert_eq!(one, other, "{name}");
        }
        assert_eq!(whole.len(), streamed.len(), "{name}");
    }
}
