//! What cannot be seen in a text: control characters, zero-width and direction marks. The one place that
//! knows them, and how a text of unknown origin is shown without them.
//!
//! Such characters hide in names that were pasted from elsewhere. On a terminal they move the cursor or
//! change colours, in a file name they turn the extension around, and two names that look alike differ.

/// The most characters of a user's text that a sentence quotes.
const QUOTED: usize = 40;

/// Whether a character takes no room, or turns the direction of others.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{180E}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

/// Whether nothing in a text can be seen.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_unseen(c))
}

/// A text on one line, as it is seen: what breaks lines is a space, spaces are single, the unseen is gone.
///
/// ```
/// # use jixiao::visible_text::visible;
/// assert_eq!(visible(" 示例市\u{200b}教育局\n（本级） "), "示例市教育局 （本级）");
/// ```
pub fn visible(text: &str) -> String {
    seen(text)
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A user's text, safe and short enough for a sentence.
pub fn shortened(text: &str) -> String {
    let clean: String = seen(text).take(QUOTED + 1).collect();
    match clean.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &clean[..end]),
        None => clean.trim().to_string(),
    }
}

/// A message of several lines in which each unseen character shows as `�`: what a path or a rule book
/// brings along does not reach a terminal.
pub fn shown(message: &str) -> String {
    let shown = |c| {
        if is_unseen(c) && c != '\n' {
            char::REPLACEMENT_CHARACTER
        } else {
            c
        }
    };
    message.chars().map(shown).collect()
}

fn seen(text: &str) -> impl Iterator<Item = char> {
    text.chars()
        .map(|c| if breaks_line(c) { ' ' } else { c })
        .filter(|c| !is_unseen(*c))
}

/// Line ends, tabs and all controls: words on both sides of one are not one word.
fn breaks_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_shown_as_they_are_seen() {
        assert_eq!(visible("甲\u{202E}乙\u{1b}[31m丙\r\n丁"), "甲乙 [31m丙 丁");
        assert_eq!(
            visible("王\u{E0100}局"),
            "王\u{E0100}局",
            "variants of rare characters stay"
        );
        assert_eq!(shortened(&"长".repeat(50)), format!("{}…", "长".repeat(40)));
        assert_eq!(shortened("\u{200e} 甲 "), "甲");
        assert_eq!(shown("一\u{1b}]0;标题\u{7}\n二"), "一�]0;标题�\n二");
        assert!(is_blank("\u{feff}\u{3000}\t") && !is_blank("0"));
    }
}
