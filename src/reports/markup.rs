//! Reads a rendered template into blocks. The markup is a line's beginning:
//!
//! | line | block |
//! |---|---|
//! | `# …` | the title |
//! | `## …`, `### …`, `#### …` | headings 一、 （一） 1. |
//! | `> …` | a line without indent |
//! | `[表：名称]`, `[图：名称]` | a table, a chart |
//! | `[横页]`, `[竖页]` | the paper lies so from here on |
//! | anything else | a paragraph |
//!
//! What came from data is guarded by [`GUARD`], so that a department's name cannot be taken for markup.

use super::block::{Block, Chart, Paper, Span, Table};

/// Stands before and after each text from data; of no use to people, and taken out here.
pub const GUARD: char = '\u{E000}';
/// How a gap begins and ends.
const GAP: (&str, char) = ("【请填写", '】');

/// What a line calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call<'t> {
    /// `[表：名称]`
    Table(&'t str),
    /// `[图：名称]`
    Chart(&'t str),
}

/// What was called for.
pub enum Called {
    Table(Table),
    /// Of as many pages as it takes.
    Charts(Vec<Chart>),
    /// It is known, and there is nothing to show.
    Nothing,
}

/// A line that calls for something unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownCall(pub String);

/// The blocks of a rendered text; `provide` gives what is called for, `None` for what it does not know.
pub fn blocks(
    text: &str,
    provide: &mut dyn FnMut(Call) -> Option<Called>,
) -> Result<Vec<Block>, UnknownCall> {
    let mut blocks = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(call) = call(line) {
            match provide(call) {
                Some(Called::Table(table)) => blocks.push(Block::Table(table)),
                Some(Called::Charts(charts)) => {
                    blocks.extend(charts.into_iter().map(Block::Chart));
                }
                Some(Called::Nothing) => {}
                None => return Err(UnknownCall(line.to_string())),
            }
            continue;
        }
        blocks.push(block(line));
    }
    Ok(blocks)
}

/// What a line calls for, if anything.
pub fn call(line: &str) -> Option<Call<'_>> {
    let inner = line.strip_prefix('[')?.strip_suffix(']')?;
    match inner.split_once('：')? {
        ("表", name) => Some(Call::Table(name)),
        ("图", name) => Some(Call::Chart(name)),
        _ => None,
    }
}

fn block(line: &str) -> Block {
    let marked = |mark: &str| line.strip_prefix(mark).map(|rest| spans(rest.trim()));
    match line {
        "[横页]" => return Block::Paper(Paper::Landscape),
        "[竖页]" => return Block::Paper(Paper::Portrait),
        _ => {}
    }
    for (mark, level) in [("#### ", 3), ("### ", 2), ("## ", 1)] {
        if let Some(spans) = marked(mark) {
            return Block::Heading(level, spans);
        }
    }
    if let Some(spans) = marked("# ") {
        return Block::Title(spans);
    }
    if let Some(spans) = marked("> ") {
        return Block::Line(spans);
    }
    Block::Paragraph(spans(line))
}

/// Text and gaps in turn.
fn spans(text: &str) -> Vec<Span> {
    let text: String = text.chars().filter(|c| *c != GUARD).collect();
    let mut spans = Vec::new();
    let mut push = |text: &str, gap| {
        if !text.is_empty() {
            let text = text.to_string();
            spans.push(Span { text, gap });
        }
    };
    let mut rest = text.as_str();
    while let Some(start) = rest.find(GAP.0) {
        let Some(length) = rest[start..].find(GAP.1) else {
            break;
        };
        let end = start + length + GAP.1.len_utf8();
        push(&rest[..start], false);
        push(&rest[start..end], true);
        rest = &rest[end..];
    }
    push(rest, false);
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Block> {
        blocks(text, &mut |_| Some(Called::Nothing)).unwrap()
    }

    fn plain(text: &str) -> Vec<Span> {
        vec![Span {
            text: text.into(),
            gap: false,
        }]
    }

    #[test]
    fn a_line_begins_with_what_it_is() {
        let blocks =
            read("# 题\n\n## 一、甲\n### （一）乙\n#### 1. 丙\n> 行\n文。\n[横页]\n[表：某表]");
        assert_eq!(
            blocks,
            [
                Block::Title(plain("题")),
                Block::Heading(1, plain("一、甲")),
                Block::Heading(2, plain("（一）乙")),
                Block::Heading(3, plain("1. 丙")),
                Block::Line(plain("行")),
                Block::Paragraph(plain("文。")),
                Block::Paper(Paper::Landscape),
            ]
        );
    }

    #[test]
    fn gaps_are_told_apart() {
        let Block::Paragraph(spans) = block("共【请填写：件数】件【请填写") else {
            panic!("a paragraph")
        };
        let told: Vec<(&str, bool)> = spans.iter().map(|s| (s.text.as_str(), s.gap)).collect();
        assert_eq!(
            told,
            [
                ("共", false),
                ("【请填写：件数】", true),
                ("件【请填写", false)
            ]
        );
    }

    #[test]
    fn what_came_from_data_is_no_markup() {
        let line = format!("{GUARD}## 某局{GUARD}");
        assert_eq!(read(&line), [Block::Paragraph(plain("## 某局"))]);
        let line = format!("{GUARD}[表：某表]{GUARD}");
        assert_eq!(read(&line), [Block::Paragraph(plain("[表：某表]"))]);
    }

    #[test]
    fn an_unknown_table_is_an_error() {
        assert_eq!(
            blocks("[表：没有]", &mut |_| None),
            Err(UnknownCall("[表：没有]".into()))
        );
    }
}
