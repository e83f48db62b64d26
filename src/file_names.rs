//! What files are called that come of a workbook: names that every system takes, no two alike, the same from the
//! command line and from the page.

use std::collections::HashSet;

use crate::visible_text::is_unseen;

/// The longest part of a file name that a department decides, in bytes.
const LONGEST_STEM: usize = 150;
/// The longest file name, in bytes: systems take 255, and an extension or a number may follow.
const LONGEST: usize = 200;
/// Names that Windows keeps for devices.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// What output is called that stands beside an input, by the input's name without its extension.
pub fn beside(stem: &str, ending: &str) -> String {
    format!("{stem}-{ending}")
}

/// What a department's file is called: its code and name.
pub fn stem(code: Option<&str>, name: &str) -> String {
    match code {
        Some(code) => cut(&format!("{code}-{name}"), LONGEST_STEM).into(),
        None => cut(name, LONGEST_STEM).into(),
    }
}

/// A text's beginning, of at most so many bytes.
fn cut(text: &str, longest: usize) -> &str {
    let ends = text.char_indices().map(|(start, c)| start + c.len_utf8());
    let end = ends.take_while(|end| *end <= longest).last();
    &text[..end.unwrap_or(0)]
}

/// A text as a part of a file name that Windows, too, takes: no separators, no reserved names or signs, no
/// control or direction marks, of bounded length.
pub fn safe(text: &str) -> String {
    let mut name = String::new();
    for c in cut(text.trim(), LONGEST).chars() {
        let c = match c {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => '_',
            c if c.is_whitespace() => ' ',
            c if is_unseen(c) => continue,
            c => c,
        };
        name.push(c);
    }
    let name = name.trim_matches(['.', ' ']).to_string();
    let first = name.split('.').next().unwrap_or_default().to_uppercase();
    let numbered = |prefix: &str| {
        first
            .strip_prefix(prefix)
            .is_some_and(|rest| rest.chars().count() == 1 && rest.chars().all(char::is_numeric))
    };
    if name.is_empty() {
        "未命名".into()
    } else if DEVICES.contains(&first.trim()) || numbered("COM") || numbered("LPT") {
        format!("_{name}")
    } else {
        name
    }
}

/// Safe names, of which no two are the same to a system that does not tell capitals from small letters.
pub fn different(names: impl IntoIterator<Item = String>) -> impl Iterator<Item = String> {
    let mut taken = HashSet::new();
    names.into_iter().map(move |name| {
        let name = safe(&name);
        let mut free = |name: &str| taken.insert(name.to_lowercase());
        if free(&name) {
            return name;
        }
        let mut numbered = (2..).map(|number| format!("{name}（{number}）"));
        numbered.find(|name| free(name)).unwrap_or(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_a_system_does_not_take() {
        assert_eq!(safe("101001-示例市教育局"), "101001-示例市教育局");
        assert_eq!(safe("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(safe("甲/乙：\"丙\"?"), "甲_乙：_丙__");
        assert_eq!(safe("甲\u{202E}乙\u{0007}"), "甲乙");
        assert_eq!(safe("  . "), "未命名");
        assert_eq!(safe("con"), "_con");
        assert_eq!(safe("LPT1.表"), "_LPT1.表");
        assert_eq!(safe("COM10"), "COM10");
        assert_eq!(safe(&"长".repeat(500)).chars().count(), 66);
        assert_eq!(stem(Some("01"), &"长".repeat(500)).chars().count(), 52);
    }

    #[test]
    fn no_two_names_are_alike() {
        let names = ["甲", "甲", "ABC", "abc", "甲（2）"].map(String::from);
        let different: Vec<String> = different(names).collect();
        assert_eq!(
            different,
            ["甲", "甲（2）", "ABC", "abc（2）", "甲（2）（2）"]
        );
    }
}
