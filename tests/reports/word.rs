//! What a Word document is made of: elements in the schema's order, and no page with nothing on it.

use jixiao::reports::{self, Template};

use super::report;
use crate::support::{Department, Input, Run, Scored, Word};

/// The elements that documents have here, in the order of the schema (ECMA-376, part 1, annex A).
const ORDERS: [(&str, &str); 7] = [
    (
        "w:rPr",
        "rStyle rFonts b bCs i color spacing sz szCs highlight u lang",
    ),
    (
        "w:pPr",
        "pStyle keepNext keepLines pageBreakBefore spacing ind jc outlineLvl rPr sectPr",
    ),
    (
        "w:tblPr",
        "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar",
    ),
    ("w:tcPr", "tcW gridSpan vMerge tcBorders shd vAlign"),
    ("w:sectPr", "footerReference type pgSz pgMar cols docGrid"),
    ("w:style", "name basedOn next uiPriority qFormat pPr rPr"),
    (
        "w:settings",
        "zoom defaultTabStop characterSpacingControl compat themeFontLang",
    ),
];

fn summary(template: &str) -> Word {
    let template = Template {
        name: "模板".into(),
        text: template.into(),
        cells: None,
    };
    let scored = Input::of([Department::new("甲局")]).score();
    Word::of(&reports::bureau(&scored.evaluation, &template).expect("a report"))
}

/// The names of the elements right inside each element of a name.
fn children(xml: &str, parent: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    // The elements that are open, with what was met inside each.
    let mut open: Vec<(String, Vec<String>)> = Vec::new();
    for tag in xml.split('<').skip(1) {
        let (tag, _) = tag.split_once('>').expect("a tag");
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if tag.starts_with('/') {
            let (name, inside) = open.pop().expect("an open element");
            if name == parent {
                found.push(inside);
            }
            continue;
        }
        let name = tag.split([' ', '/']).next().unwrap_or_default().to_string();
        if let Some((_, inside)) = open.last_mut() {
            inside.push(name.trim_start_matches("w:").to_string());
        }
        if !tag.ends_with('/') {
            open.push((name, Vec::new()));
        }
    }
    found
}

#[test]
fn elements_stand_in_the_schemas_order() {
    let city = Scored::of_sample("示例市-2021.xlsx", &Run::default());
    let bureau = Template::built_in("bureau").expect("built in");
    let small = Input::of([Department::new("甲局").with("满意度=85%; 实际采购金额=")]).score();
    let documents = [
        Word::of(&reports::bureau(&city.evaluation, &bureau).expect("a report")),
        report(&small, "甲局", "shenzhen-2021"),
    ];
    for word in &documents {
        for part in word
            .parts
            .iter()
            .filter(|part| part.starts_with("word/") && part.ends_with(".xml"))
        {
            let xml = word.part(part);
            for (parent, order) in ORDERS {
                let order: Vec<&str> = order.split(' ').collect();
                let place = |name: &String| {
                    let place = order.iter().position(|known| known == name);
                    place.unwrap_or_else(|| panic!("{part}: {parent} has {name}"))
                };
                for inside in children(&xml, parent) {
                    assert!(
                        inside.iter().map(place).is_sorted(),
                        "{part}: {parent}: {inside:?}"
                    );
                }
            }
        }
    }
    assert!(
        children(&documents[1].xml, "w:rPr").len() > 1,
        "gaps are marked"
    );
    assert!(children(&documents[0].xml, "w:tcPr").len() > 100);
}

#[test]
fn paper_that_is_turned_with_nothing_on_it_is_no_page() {
    let sections = |template: &str| {
        let xml = summary(template).xml;
        let lies = xml.matches(r#"w:orient="landscape""#).count();
        (xml.matches("<w:sectPr>").count(), lies)
    };
    assert_eq!(sections("甲\n[横页]"), (1, 0), "nothing follows");
    assert_eq!(sections("[横页]\n甲"), (1, 1), "nothing before");
    assert_eq!(
        sections("甲\n[横页]\n[竖页]\n乙"),
        (1, 0),
        "nothing between"
    );
    assert_eq!(
        sections("甲\n[横页]\n[表：自评差异]"),
        (1, 0),
        "an empty table"
    );
    assert_eq!(sections("甲\n[横页]\n[表：排名]"), (2, 1));
    assert_eq!(sections("[表：排名]\n[横页]\n乙"), (2, 1));
    assert_eq!(sections("[图：等级分布]\n[横页]\n乙"), (2, 1));
}

#[test]
fn a_section_ends_in_its_own_last_paragraph() {
    // One more paragraph might find no room on the page, and would make an empty one.
    let xml = summary("甲\n[横页]\n乙").xml;
    assert_eq!(xml.matches("<w:p>").count(), 2, "{xml}");
}

#[test]
fn the_last_row_of_a_table_goes_with_what_follows() {
    // What has to follow a table is never alone on the last page.
    let xml = summary("甲\n[表：排名]").xml;
    let (rows, after) = xml.rsplit_once("</w:tbl>").expect("a table");
    let (_, last) = rows.rsplit_once("<w:tr>").expect("a row");
    assert_eq!(last.matches("<w:keepNext/>").count(), 5, "{last}");
    // The paragraph before it goes with it, too, and one that is small is not divided.
    let kept = rows.matches("<w:keepNext/>").count();
    assert_eq!(kept, 1 + rows.matches("<w:tc>").count(), "{rows}");
    assert_eq!(after.matches("<w:p>").count(), 1, "{after}");
    let styles = summary("甲").part("word/styles.xml");
    let (_, space) = styles
        .split_once(r#"w:styleId="Space""#)
        .expect("the style");
    assert!(space.contains(r#"<w:spacing w:line="1" w:lineRule="exact"/>"#));
}
