//! A number written as text: full-width digits, thousands separators, units, accounting brackets.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use crate::unseen::is_unseen;

/// A number and the unit that stands behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct Written {
    pub number: Decimal,
    pub unit: Unit,
}

/// The unit behind a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Unit {
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

/// How much 元 a unit of money is.
pub fn money_unit(unit: &str) -> Option<Decimal> {
    let unit = unit.trim_start_matches("人民币");
    MONEY
        .iter()
        .find(|(word, _)| *word == unit)
        .map(|(_, factor)| Decimal::from(*factor))
}

/// Reads a number as a patient clerk would; `None` for everything that leaves a doubt.
///
/// ```
/// # use jixiao::intake::number::read;
/// assert_eq!(read("３，０１６．１０").unwrap().number.to_string(), "3016.10");
/// assert_eq!(read("约三千万"), None);
/// ```
pub fn read(text: &str) -> Option<Written> {
    let folded: String = text
        .nfkc()
        .map(|c| if matches!(c, '−' | '–') { '-' } else { c })
        .filter(|c| !is_unseen(*c))
        .collect();
    let mut rest = folded.trim();
    let bracketed = rest
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'));
    let negative_brackets = bracketed.is_some();
    rest = bracketed.unwrap_or(rest).trim();
    rest = rest.trim_start_matches(['¥', '$']).trim_start();
    let (body, unit) = split_unit(rest);
    let number = digits(body.trim())?;
    if negative_brackets && number.is_sign_negative() {
        return None;
    }
    Some(Written {
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

/// Plain digits, or digits in groups of three.
fn digits(text: &str) -> Option<Decimal> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let negative = text.starts_with('-');
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let all_digits =
        |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(fraction) = fraction
        && !all_digits(fraction)
    {
        return scientific(unsigned, negative);
    }
    let whole = match whole.find([',', ' ', '\'', '\u{a0}']) {
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
            "1.2.3",
            "--5",
            "-",
            "—",
            "N/A",
            "3000/4000",
            "12a",
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
    }
}
