//! A number written as text: full-width digits, thousands separators, units, accounting brackets.

use std::iter::once;

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::visible_text::is_unseen;

/// A number and the unit that stands behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberText {
    /// The number.
    pub number: Decimal,
    /// The unit that was written behind it.
    pub unit: Unit,
}

/// The unit behind a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Unit {
    /// No unit.
    None,
    /// %.
    Percent,
    /// Money, in so many 元.
    Money(Decimal),
    /// A counting word, such as 人 or 项.
    Counter(String),
}

/// The units of money, longest first, in 元.
const MONEY: [(&str, i64); 7] = [
    ("百万元", 1_000_000),
    ("亿元", 100_000_000),
    ("万元", 10_000),
    ("千元", 1_000),
    ("亿", 100_000_000),
    ("万", 10_000),
    ("元", 1),
];

const COUNTERS: [&str; 12] = [
    "人次", "人", "名", "项", "个", "件", "次", "分", "宗", "份", "条", "天",
];

/// How our own money is marked.
const CURRENCY: [&str; 4] = ["¥", "人民币", "RMB", "CNY"];

/// How other money is named; its signs are a block of their own.
const FOREIGN: [&str; 14] = [
    "USD",
    "HKD",
    "EUR",
    "GBP",
    "JPY",
    "美元",
    "美金",
    "港元",
    "港币",
    "欧元",
    "英镑",
    "日元",
    "澳门元",
    "外币",
];

/// How much 元 a unit of money is.
pub fn money_unit(unit: &str) -> Option<Decimal> {
    let unit = unit.trim_start_matches("人民币");
    MONEY
        .iter()
        .find(|(word, _)| *word == unit)
        .map(|(_, factor)| Decimal::from(*factor))
}

/// The unit of money that is so much 元.
pub fn money_unit_of(yuan: Decimal) -> Option<&'static str> {
    MONEY
        .iter()
        .find(|(_, factor)| Decimal::from(*factor) == yuan)
        .map(|(word, _)| *word)
}

/// Whether a text speaks of other money than ours.
pub fn is_foreign(text: &str) -> bool {
    let text = fold(text).to_uppercase();
    text.contains(|c| matches!(c, '$' | '£' | '\u{20a0}'..='\u{20cf}'))
        || FOREIGN.iter().any(|word| text.contains(word))
}

/// A text without the mark of our own money before it.
pub fn without_currency(text: &str) -> &str {
    CURRENCY
        .iter()
        .find_map(|mark| text.strip_prefix(mark))
        .map_or(text, str::trim_start)
}

/// A text in plain forms: full-width ones, spaces and minus signs that look alike. All else stays as it
/// is: a superscript or a circled digit is a mark for a footnote, no digit.
pub fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| !is_unseen(*c) || breaks_line(*c))
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' | '\u{fe50}'..='\u{fe6b}' => c.nfkc().next().unwrap_or(c),
            '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => ' ',
            '￥' => '¥',
            '￡' => '£',
            '−' | '–' => '-',
            c => c,
        })
        .collect()
}

/// Line ends, tabs and other controls: what stands on both sides of one is not one number.
fn breaks_line(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The first character that looks like the mark of a footnote: `①`, `²`, `※`.
pub fn footnote_mark(text: &str) -> Option<char> {
    fold(text)
        .chars()
        .find(|c| matches!(c, '*' | '※' | '†' | '‡') || hides_digit(*c))
}

/// Whether a character has a digit in it without being one: `①`, `²`, `½`.
pub fn hides_digit(c: char) -> bool {
    !c.is_ascii() && once(c).nfkc().any(|plain| plain.is_ascii_digit())
}

/// Reads a number as a patient clerk would; `None` for everything that leaves a doubt.
///
/// ```
/// # use jixiao::intake::number::read;
/// assert_eq!(read("３，０１６．１０").unwrap().number.to_string(), "3016.10");
/// assert_eq!(read("约三千万"), None);
/// assert_eq!(read("3016①"), None);
/// ```
pub fn read(text: &str) -> Option<NumberText> {
    let folded = fold(text);
    let mut rest = folded.trim_matches(|c: char| c.is_whitespace() || c.is_control());
    // What makes a text of a number in a spreadsheet.
    rest = rest.strip_prefix('\'').unwrap_or(rest);
    let bracketed = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let negative_brackets = bracketed.is_some();
    rest = without_currency(bracketed.unwrap_or(rest).trim());
    let (body, unit) = split_unit(rest);
    let number = digits(body.trim())?;
    if negative_brackets && number.is_sign_negative() {
        return None;
    }
    Some(NumberText {
        number: if negative_brackets { -number } else { number },
        unit,
    })
}

fn split_unit(text: &str) -> (&str, Unit) {
    if let Some(body) = text.strip_suffix('%') {
        return (body, Unit::Percent);
    }
    for (word, factor) in MONEY {
        if let Some(body) = text.strip_suffix(word) {
            return (body, Unit::Money(Decimal::from(factor)));
        }
    }
    for word in COUNTERS {
        if let Some(body) = text.strip_suffix(word) {
            return (body, Unit::Counter(word.to_string()));
        }
    }
    (text, Unit::None)
}

/// Plain digits, or digits in groups of three. A point may stand at either end.
fn digits(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let negative = text.starts_with('-');
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = match (whole, fraction) {
        ("", Some(fraction)) => ("0", Some(fraction)),
        (whole, Some("")) => (whole, None),
        both => both,
    };
    if let Some(fraction) = fraction
        && !all_digits(fraction)
    {
        return scientific(unsigned, negative);
    }
    let whole = match whole.find([',', ' ', '\'']) {
        None => whole.to_string(),
        Some(place) => {
            let separator = whole[place..].chars().next()?;
            let mut groups = whole.split(separator);
            let first = groups.next()?;
            let grouped = all_digits(first)
                && first.len() <= 3
                && groups.all(|group| group.len() == 3 && all_digits(group));
            if !grouped {
                return None;
            }
            whole.replace(separator, "")
        }
    };
    if !all_digits(&whole) {
        return scientific(unsigned, negative);
    }
    let joined = match fraction {
        Some(fraction) => format!("{whole}.{fraction}"),
        None => whole,
    };
    let number = Decimal::from_str_exact(&joined).ok()?;
    Some(if negative { -number } else { number })
}

/// `3.0161E+3`, as spreadsheets export long numbers.
fn scientific(unsigned: &str, negative: bool) -> Option<Decimal> {
    let (mantissa, exponent) = unsigned.split_once(['e', 'E'])?;
    let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let sound = mantissa.split('.').all(plain) && plain(exponent.trim_start_matches(['+', '-']));
    if !sound || exponent.len() > 4 {
        return None;
    }
    let number = Decimal::from_scientific(unsigned).ok()?;
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<String> {
        read(text).map(|written| written.number.to_string())
    }

    #[test]
    fn what_a_clerk_reads() {
        for (text, read) in [
            ("3016.1", "3016.1"),
            ("3,016.10", "3016.10"),
            ("１２３４．５", "1234.5"),
            (" 1,234,567 ", "1234567"),
            ("1 234.5", "1234.5"),
            ("¥3,016.10", "3016.10"),
            ("(123.45)", "-123.45"),
            ("-5", "-5"),
            ("−5", "-5"),
            ("3.0161E+3", "3016.1"),
            ("1\u{a0}234\u{2009}567", "1234567"),
            ("1\u{202f}234\u{3000}567", "1234567"),
            ("\t3016.1\r\n", "3016.1"),
            ("30\u{200b}16", "3016"),
            ("人民币 3016", "3016"),
            ("RMB3,016", "3016"),
            ("CNY 3016", "3016"),
            ("89620.", "89620"),
            (".732", "0.732"),
            ("'89620", "89620"),
            ("\u{1}3016\u{1}", "3016"),
            ("123,456", "123456"),
            ("1E+003", "1000"),
            ("-1.5e2", "-150"),
        ] {
            assert_eq!(number(text).as_deref(), Some(read), "{text}");
        }
    }

    #[test]
    fn what_leaves_a_doubt() {
        for text in [
            "",
            "约3000",
            "三千",
            "3000左右",
            "1,23",
            "1,2345",
            "12,34.5",
            "1234,567",
            ",456",
            "12a,456",
            "(-5)",
            "E5",
            "1E",
            "1E+",
            "3.E5",
            ".5E3",
            "1_0E2",
            "1E1_0",
            "3.0.1E2",
            "1E+0003",
            "1E2E3",
            "1.2.3",
            "--5",
            "-",
            "—",
            "N/A",
            "3000/4000",
            "12a",
            ".",
            "-.",
            "1,.5",
            "''5",
            "89620①",
            "89620²",
            "89620₂",
            "⑧962",
            "89620⑴",
            "2½",
            "12㍘",
            "Ⅻ",
            "𝟏𝟐",
            "73\n80",
            "73\t80",
            "73\u{2028}80",
            "1\n234",
            "1\u{2003}234",
            "0.9\n5",
            "1  234",
            "12 34",
            "$73.2",
            "US$73.2",
            "＄73",
            "€73.2",
            "￡73.2",
            "73.2美元",
            "73.2万美元",
            "１２３４５６７８９０１２３４５６７８９０１２３４５６７８９０１２",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    #[test]
    fn units() {
        let unit = |text: &str| read(text).unwrap().unit;
        assert_eq!(unit("97.5%"), Unit::Percent);
        assert_eq!(unit("97.5％"), Unit::Percent);
        assert_eq!(unit("2000万元"), Unit::Money(Decimal::from(10_000)));
        assert_eq!(unit("2000万"), Unit::Money(Decimal::from(10_000)));
        assert_eq!(unit("35000元"), Unit::Money(Decimal::ONE));
        assert_eq!(unit("5项"), Unit::Counter("项".into()));
        assert_eq!(money_unit_of(Decimal::from(10_000)), Some("万元"));
        assert_eq!(money_unit_of(Decimal::from(100_000_000)), Some("亿元"));
        assert_eq!(money_unit_of(Decimal::TEN), None);
    }

    #[test]
    fn marks_of_footnotes() {
        for (text, mark) in [
            ("89620①", Some('①')),
            ("0.8²", Some('²')),
            ("8½", Some('½')),
            ("89620*", Some('*')),
            ("89620＊", Some('*')),
            ("８９６２０", None),
            ("约三千", None),
        ] {
            assert_eq!(footnote_mark(text), mark, "{text}");
        }
    }

    #[test]
    fn foreign_money() {
        for text in [
            "$5",
            "us$ 5",
            "＄5",
            "5€",
            "￡5",
            "5 usd",
            "5万美元",
            "HK$5",
        ] {
            assert!(is_foreign(text), "{text}");
        }
        for text in ["¥5", "￥5", "人民币5元", "RMB 5", "CNY5", "5万元"] {
            assert!(!is_foreign(text), "{text}");
        }
    }
}
