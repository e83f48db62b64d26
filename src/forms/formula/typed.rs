//! What a formula of the form makes of an entry: the readings in Rust of what `excel` writes for a spreadsheet.

use crate::expr::{Figure, Kind};
use crate::forms::answers::Entry;
use crate::intake::value::yes_or_no;
use crate::rulebook::metric::Choice;
use crate::workbook::CellValue;

/// A number, as a spreadsheet counts: a date is one, too.
pub(super) fn stored(entry: &Entry) -> Option<f64> {
    match entry.value {
        CellValue::Number(number) | CellValue::DateTime(number) => Some(number),
        _ => None,
    }
}

pub(super) fn text(entry: &Entry) -> Option<&str> {
    match &entry.value {
        CellValue::Text(text) => Some(text),
        _ => None,
    }
}

/// What people type beside a word without meaning anything by it.
pub(super) const SPACES: [char; 3] = [' ', '\u{3000}', '\u{a0}'];

/// A text without spaces.
pub(super) fn bare(text: &str) -> String {
    text.replace(SPACES, "")
}

/// A text without spaces around it.
pub(super) fn trimmed(text: &str) -> String {
    text.replace('\u{3000}', " ").trim_matches(' ').to_string()
}

/// Whether two texts are the same to a spreadsheet, but for spaces.
pub(super) fn is_same_word(one: &str, other: &str) -> bool {
    bare(one).to_lowercase() == bare(other).to_lowercase()
}

/// Whether a text is a word, or has it beside a space.
pub(super) fn stands_in(text: &str, word: &str) -> bool {
    let (text, word) = (text.to_lowercase(), word.to_lowercase());
    let beside = |space: &str| {
        text.contains(&format!("{space}{word}")) || text.contains(&format!("{word}{space}"))
    };
    text == word || BESIDE.into_iter().any(beside)
}

/// The spaces that may stand around a word that is counted.
pub(super) const BESIDE: [&str; 2] = [" ", "\u{3000}"];

/// The choice that an entry makes, by its own name.
pub(super) fn chosen(entry: &Entry, choices: &[Choice]) -> Figure {
    let text = text(entry);
    let mut choices = choices.iter();
    let chosen = choices
        .find(|choice| text.is_some_and(|text| choice.all().any(|one| is_same_word(one, text))));
    chosen.map_or(Figure::Unreadable, |choice| {
        Figure::Text(choice.name.clone())
    })
}

/// A number written as text, as the formula of the form reads it: digits, a sign, a point and, for a share, the %
/// behind. Collecting takes more, such as `3 万元`, which a form's formula does not.
pub(super) fn numeral(text: &str, kind: &Kind) -> Option<f64> {
    let text = text.trim_matches(' ');
    let (digits, exponent) = match kind {
        Kind::Percent { .. } => {
            let text = text.replace('％', "%").replace(" %", "%");
            match text.strip_suffix('%') {
                Some(digits) => (digits.to_string(), "E-2"),
                None => (text, "E0"),
            }
        }
        _ => (text.to_string(), "E0"),
    };
    plain_number(&digits, exponent)
}

/// Digits with a sign and a point as a number.
pub(super) fn plain_number(digits: &str, exponent: &str) -> Option<f64> {
    let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    let is_plain = unsigned.chars().all(|c| c.is_ascii_digit() || c == '.');
    let number = format!("{digits}{exponent}").parse().ok();
    number.filter(|_| is_plain)
}

/// What may stand behind a number in an outcome indicator, one character each: 人次 counts as 人.
pub(super) const BEHIND: &str = "%％人名项个件次分宗份条天";

/// Whether a text is a number that is not negative, perhaps with a % or a counting word behind it.
pub(super) fn is_worded(text: &str) -> bool {
    let text = text.trim_matches(' ').replace("人次", "人");
    let mut digits = text.chars();
    let behind = digits.next_back();
    let counted = behind.filter(|last| BEHIND.contains(*last));
    let digits = counted.map_or(text.as_str(), |_| digits.as_str());
    !text.starts_with('-') && plain_number(digits, "E0").is_some()
}

/// 是 or 否, in whatever form intake takes for it.
pub(super) fn said(entry: &Entry, digits: bool) -> Option<bool> {
    match &entry.value {
        CellValue::Text(text) => yes_or_no(text, digits),
        CellValue::Bool(truth) => Some(*truth),
        CellValue::Number(number) if digits && *number == 1.0 => Some(true),
        CellValue::Number(number) if digits && *number == 0.0 => Some(false),
        _ => None,
    }
}
