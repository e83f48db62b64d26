//! Texts as they come out of web pages and converters, with tags, entities and TeX's signs in them: taken as what a reader
//! of the page would have seen.

/// Tags between which a text goes on in a new line.
const BLOCKS: [&str; 7] = ["p", "br", "div", "li", "ol", "ul", "tr"];
/// Tags that only say how a text looks.
const INLINE: [&str; 10] = [
    "span", "b", "i", "u", "em", "strong", "font", "sup", "sub", "a",
];
/// What stands for a sign. The ampersand comes last, so that nothing is undone twice.
const ENTITIES: [(&str, &str); 9] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&le;", "≤"),
    ("&ge;", "≥"),
    ("&times;", "×"),
    ("&divide;", "÷"),
    ("&nbsp;", " "),
    ("&quot;", "\""),
    ("&amp;", "&"),
];
/// TeX's words, the longer ones first.
const TEX: [(&str, &str); 9] = [
    ("\\geqslant", "≥"),
    ("\\leqslant", "≤"),
    ("\\geq", "≥"),
    ("\\leq", "≤"),
    ("\\ge", "≥"),
    ("\\le", "≤"),
    ("\\times", "×"),
    ("\\div", "÷"),
    ("\\%", "%"),
];

/// The text as it reads; one without such signs is what it is, but for blanks at its ends.
pub(super) fn plain(text: &str) -> String {
    let text = text.trim();
    if !text.contains(['<', '&', '$', '\\']) {
        return text.to_string();
    }
    let mut told = without_tags(text);
    for (written, sign) in ENTITIES {
        told = told.replace(written, sign);
    }
    // `$` stands around what TeX sets: there are as many before as behind.
    if told.contains('\\') || told.matches('$').count() >= 2 {
        if told.matches('$').count().is_multiple_of(2) {
            told = told.replace('$', "");
        }
        for (written, sign) in TEX {
            told = told.replace(written, sign);
        }
    }
    let lines = told.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn without_tags(text: &str) -> String {
    let mut told = String::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        told.push_str(&rest[..start]);
        rest = &rest[start..];
        match tag(rest) {
            Some((length, is_block)) => {
                if is_block {
                    told.push('\n');
                }
                rest = &rest[length..];
            }
            // Less than.
            None => {
                told.push('<');
                rest = &rest[1..];
            }
        }
    }
    told + rest
}

/// The length of the tag that a text begins with, and whether a new line begins there.
fn tag(text: &str) -> Option<(usize, bool)> {
    let end = text.find('>')?;
    let inner = text[1..end].trim_start_matches('/').trim_end_matches('/');
    let name = inner.split_ascii_whitespace().next()?;
    let is = |names: &[&str]| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_block = is(&BLOCKS);
    (is_block || is(&INLINE)).then_some((end + 1, is_block))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_reads_as_on_the_page() {
        for (written, read) in [
            ("比率 < 5% 的，得1分", "比率 < 5% 的，得1分"),
            (
                "<p>1. 甲（1分）；</p> <p>2. 乙</p>",
                "1. 甲（1分）；\n2. 乙",
            ),
            (
                "<ol style=\"list-style-type: none\"> <li>甲</li><li>乙<br/>丙</li></ol>",
                "甲\n乙\n丙",
            ),
            ("控制率&lt;90%的，得3分", "控制率<90%的，得3分"),
            ("$90\\% \\leq$ 满意度 $<$ 95%", "90% ≤ 满意度 < 95%"),
            ("甲<乙>丙", "甲<乙>丙"),
            ("10 $", "10 $"),
        ] {
            assert_eq!(plain(written), read);
        }
    }
}
