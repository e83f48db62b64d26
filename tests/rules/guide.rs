//! Every example in `docs/rulebook.md` is put in its place in one rule book, which must have no finding.
//!
//! A block's second word says what it is: a part of the file by name, an `item` of a 10-point indicator,
//! the `outcomes-item`, a `veto` (an indicator of its own), or a `whole` rule book.

use jixiao::rulebook::library::load_text;

const GUIDE: &str = include_str!("../../docs/rulebook.md");

/// The examples: what each is, its line, and its text.
fn examples() -> Vec<(&'static str, usize, &'static str)> {
    let mut examples = Vec::new();
    let mut rest = GUIDE;
    while let Some(start) = rest.find("```toml ") {
        let (_, block) = rest.split_at(start + "```toml ".len());
        let (kind, text) = block.split_once('\n').unwrap();
        let (text, after) = text.split_once("\n```").unwrap();
        let line = GUIDE[..GUIDE.len() - block.len()].matches('\n').count() + 1;
        examples.push((kind.trim(), line, text));
        rest = after;
    }
    examples
}

fn part(name: &str) -> &'static str {
    let found = examples().into_iter().find(|(kind, ..)| *kind == name);
    found.unwrap_or_else(|| panic!("no example of {name}")).2
}

/// An indicator around an item.
fn indicator(name: &str, under: [&str; 2], points: u32, item: &str) -> String {
    let [first, second] = under;
    format!(
        "[[indicators]]\nname = \"{name}\"\nunder = [\"{first}\", \"{second}\"]\npoints = {points}\n\n{item}\n\n"
    )
}

/// Uses every metric, so that nothing is left unused whatever the item is.
const REST: &str = r#"[[indicators.items]]
shape = "formula"
points = 20
value = "SUM(实际采购金额 / 部门预算总规模, 问题数, 上半年进度, 全年进度, 满意度, 制度健全, IF(违规支出, 0, 1))"
"#;

/// The whole rule book of the page's parts, with an item in the place of a 10-point one.
fn spliced(item: &str) -> String {
    let names = [
        "head",
        "grades",
        "framework",
        "sheets",
        "metrics",
        "indicators",
        "veto",
    ];
    let mut text: String = names.map(|name| format!("{}\n\n", part(name))).concat();
    text.push_str(&indicator("此项", ["管理", "公开"], 10, item));
    text.push_str(&indicator("其他", ["管理", "预算"], 20, REST));
    let more = REST.replace("points = 20", "points = 10");
    text.push_str(&indicator("再其他", ["管理", "预算"], 10, &more));
    text.push_str(&indicator(
        "自选效果",
        ["绩效", "效果"],
        20,
        part("outcomes-item"),
    ));
    text.push_str(&indicator("另一效果", ["绩效", "效果"], 20, REST));
    for name in ["outcomes", "checks"] {
        text.push_str(&format!("{}\n\n", part(name)));
    }
    text
}

fn must_be_sound(line: usize, text: &str) {
    let loaded = load_text("docs/rulebook.md", text);
    let told: Vec<String> = loaded
        .findings
        .iter()
        .map(|finding| {
            let (at, column) = finding.at.line_column();
            let source = text.lines().nth(at - 1).unwrap_or_default();
            format!("{column}: {} in {source}", finding.message)
        })
        .collect();
    assert!(
        told.is_empty(),
        "the example at line {line}: {}",
        told.join("\n")
    );
    assert!(loaded.book.is_some());
}

#[test]
fn every_example_is_a_piece_of_a_sound_rule_book() {
    let examples = examples();
    let items = examples.iter().filter(|(kind, ..)| *kind == "item").count();
    assert!(items >= 12, "{items}");
    for (kind, line, text) in examples {
        match kind {
            "item" => must_be_sound(line, &spliced(text)),
            "whole" => must_be_sound(line, text),
            _ => {}
        }
    }
}

#[test]
fn every_kind_of_example_is_known() {
    const KINDS: [&str; 12] = [
        "head",
        "grades",
        "framework",
        "sheets",
        "metrics",
        "indicators",
        "veto",
        "outcomes",
        "checks",
        "item",
        "outcomes-item",
        "whole",
    ];
    for (kind, line, _) in examples() {
        assert!(KINDS.contains(&kind), "line {line}: {kind}");
    }
}

/// The page shows every shape and every type of metric.
#[test]
fn the_page_shows_every_shape_and_type() {
    for shape in [
        "points",
        "proportional",
        "bands",
        "pass",
        "deduction",
        "choice",
        "periods",
        "outcomes",
        "formula",
        "cases",
        "within",
        "peers",
    ] {
        assert!(GUIDE.contains(&format!("shape = \"{shape}\"")), "{shape}");
        assert!(GUIDE.contains(&format!("### `{shape}`")), "{shape}");
    }
    for kind in [
        "text", "amount", "count", "percent", "points", "yes_no", "choice",
    ] {
        assert!(GUIDE.contains(&format!("| `{kind}` |")), "{kind}");
        assert!(GUIDE.contains(&format!("type = \"{kind}\"")), "{kind}");
    }
}

/// The page in Chinese has the same examples, in the same order.
#[test]
fn the_chinese_page_has_the_same_examples() {
    const CHINESE: &str = include_str!("../../docs/rulebook.zh.md");
    let blocks = |page: &'static str| -> Vec<Vec<&'static str>> {
        let blocks = page.split("```toml ").skip(1);
        let lines = |block: &'static str| {
            let text = block.split("\n```").next().unwrap_or_default();
            text.lines().filter(|line| !line.starts_with('#')).collect()
        };
        blocks.map(lines).collect()
    };
    assert_eq!(blocks(CHINESE), blocks(GUIDE));
}
