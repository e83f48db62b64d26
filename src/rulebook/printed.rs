//! Numbers in a rule book's sentences, held against the numbers that it scores with. A sentence that says 3 分
//! where the shape says 4 is warned of: one of the two was changed and the other forgotten.

use std::ops::Range;

use rust_decimal::Decimal;

use super::document::{Findings, Located};
use crate::decimal;
use crate::expr::Expr;

/// A number that a shape scores with, which a sentence may state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stated {
    /// Points that are given or deducted.
    Points(Decimal),
    /// A bound, a step, a schedule: 0.9 is 90%.
    Bound(Decimal),
}

/// The numbers that stand in an expression.
pub fn literals(expr: &Expr) -> Vec<Stated> {
    let mut found: Vec<Stated> = expr.children().into_iter().flat_map(literals).collect();
    if let Expr::Number { value, percent } = expr {
        found.push(Stated::Bound(*value));
        if !percent {
            // Whether 3 is a bound or points, a formula does not say.
            found.push(Stated::Points(*value));
        }
    }
    found
}

/// What a number in a sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    /// `3 分`.
    Points,
    /// `90%`, `1 个百分点`.
    Percent,
    /// `3 项`, or nothing.
    Plain,
}

/// A number in a sentence.
#[derive(Debug, PartialEq)]
struct Number {
    value: Decimal,
    unit: Unit,
    range: Range<usize>,
}

/// Which numbers of a sentence are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All but ordinals and dates: the sentence says how something scores.
    All,
    /// Those with 分 or %: the sentence may speak of much else.
    WithUnit,
}

/// Warns of each number in a sentence that agrees with none of those that are scored with. `{1}` and the like
/// are no numbers of the sentence.
pub fn check(
    key: &str,
    text: &Located<String>,
    scope: Scope,
    stated: &[Stated],
    findings: &Findings,
) {
    for number in numbers(&text.value) {
        let looked_at = scope == Scope::All || number.unit != Unit::Plain;
        if !looked_at || stated.iter().any(|stated| agrees(&number, *stated)) {
            continue;
        }
        let written = &text.value[number.range.clone()];
        findings.warning_inside(
            text,
            number.range.clone(),
            format!(
                "“{}”写的“{written}”，与评分用的数都对不上",
                text.at.word(key)
            ),
            format!("评分用的数：{}。请核对，改正其中不对的一个", listed(stated)),
        );
    }
}

/// Zero is nothing that could have been changed.
fn agrees(number: &Number, stated: Stated) -> bool {
    let value = number.value;
    value.is_zero()
        || match (number.unit, stated) {
            (Unit::Points, Stated::Points(points)) => value == points,
            (Unit::Points, Stated::Bound(_)) | (Unit::Percent, Stated::Points(_)) => false,
            (Unit::Percent, Stated::Bound(bound)) => value == bound * Decimal::ONE_HUNDRED,
            (Unit::Plain, Stated::Points(own) | Stated::Bound(own)) => {
                value == own || value == own * Decimal::ONE_HUNDRED
            }
        }
}

/// The numbers as a person would look for them: `3、0.5 分；90%`.
fn listed(stated: &[Stated]) -> String {
    let mut points: Vec<Decimal> = Vec::new();
    let mut bounds: Vec<Decimal> = Vec::new();
    for one in stated {
        let (list, value) = match one {
            Stated::Points(value) => (&mut points, value),
            Stated::Bound(value) => (&mut bounds, value),
        };
        if !value.is_zero() && !list.contains(value) {
            list.push(*value);
        }
    }
    let points: Vec<String> = points
        .iter()
        .map(|one| one.normalize().to_string())
        .collect();
    let bounds: Vec<String> = bounds
        .iter()
        .map(|one| match *one > Decimal::TEN {
            true => one.normalize().to_string(),
            false => decimal::percent(*one),
        })
        .collect();
    let points = (!points.is_empty()).then(|| format!("{} 分", points.join("、")));
    let bounds = (!bounds.is_empty()).then(|| format!("界限 {}", bounds.join("、")));
    let told: Vec<String> = points.into_iter().chain(bounds).collect();
    told.join("；")
}

/// The numbers of a sentence but ordinals (第 1 点), dates and years, and numbers in braces.
fn numbers(text: &str) -> Vec<Number> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..]
        .find(|c: char| c.is_ascii_digit())
        .map(|from| at + from)
    {
        let digits = |c: char| c.is_ascii_digit() || c == '.' || c == ',';
        let length = text[start..]
            .find(|c| !digits(c))
            .unwrap_or(text.len() - start);
        let end = start
            + text[start..start + length]
                .trim_end_matches(['.', ','])
                .len();
        at = start + length;
        let before = text[..start].trim_end();
        let after = text[end..].trim_start();
        let within_a_word =
            before.len() == start && before.ends_with(|c: char| c.is_ascii_alphabetic());
        let is_other = before.ends_with(['第', '{', '—', '-'])
            || NOT_SCORES.iter().any(|unit| after.starts_with(unit))
            || is_point_of_a_list(before, after, before.len() < start)
            || is_conversion(before, &text[start..end], after);
        let Ok(value) = text[start..end].replace(',', "").parse() else {
            continue;
        };
        if is_other || within_a_word {
            continue;
        }
        let (unit, width) = unit_of(after);
        let blank = text.len() - end - after.len();
        let range = match unit {
            Unit::Plain => start..end,
            _ => start..end + blank + width,
        };
        found.push(Number { value, unit, range });
    }
    found
}

/// `×100%` says that a ratio is told as a percentage.
fn is_conversion(before: &str, number: &str, after: &str) -> bool {
    number == "100" && before.ends_with(['×', '*']) && after.starts_with(['%', '％'])
}

/// `2. …`, `2、…` at the beginning of a sentence or line or behind a blank, and `（2）`.
fn is_point_of_a_list(before: &str, after: &str, behind_blank: bool) -> bool {
    let ends = ['；', ';', '。', '：', ':'];
    let begins = behind_blank || before.is_empty() || before.ends_with(ends);
    let brackets = |open, close| before.ends_with(open) && after.starts_with(close);
    (begins && after.starts_with(['.', '、', '．'])) || brackets('（', '）') || brackets('(', ')')
}

/// What counts time rather than scores.
const NOT_SCORES: [&str; 13] = [
    "年",
    "月",
    "日",
    "天",
    "号",
    "小时",
    "分钟",
    "季度",
    "个月",
    "个工作日",
    "个季度",
    "个小时",
    "周",
];

/// The unit that a text begins with, and its width.
fn unit_of(after: &str) -> (Unit, usize) {
    let percent = ["%", "％", "个百分点", "百分点"];
    if let Some(sign) = percent.iter().find(|sign| after.starts_with(**sign)) {
        return (Unit::Percent, sign.len());
    }
    let is_points = after.starts_with('分')
        && !["分之", "分类", "分别", "分档", "分管"]
            .iter()
            .any(|word| after.starts_with(word));
    match is_points {
        true => (Unit::Points, "分".len()),
        false => (Unit::Plain, 0),
    }
}

/// What a column of points asks for in words holds its maximum; a percentage's most is what it says.
pub fn check_help(text: &Located<String>, most: Decimal, is_points: bool, findings: &Findings) {
    let found = numbers(&text.value);
    let wrong = match is_points {
        // 填 1 即为 1 分: an example that every maximum allows.
        true => {
            let fits = |number: &&Number| {
                [Decimal::ZERO, Decimal::ONE, most].contains(&number.value)
                    || number.unit == Unit::Percent
            };
            let says_it = found.iter().any(|number| number.value == most);
            let odd = found.iter().find(|number| !fits(number));
            odd.or_else(|| found.last().filter(|_| !says_it))
        }
        false => found.iter().find(|number| {
            number.unit == Unit::Percent
                && !number.value.is_zero()
                && number.value != most * Decimal::ONE_HUNDRED
        }),
    };
    if let Some(number) = wrong {
        let most = match is_points {
            true => format!("{} 分", most.normalize()),
            false => decimal::percent(most),
        };
        let written = &text.value[number.range.clone()];
        findings.warning_inside(
            text,
            number.range.clone(),
            format!(
                "“{}”写的“{written}”，与“{}”（{most}）对不上",
                text.at.word("help"),
                text.at.word("max")
            ),
            "请核对，改正其中不对的一个",
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Unit)> {
        let numbers = numbers(text).into_iter();
        numbers
            .map(|one| (one.value.to_string(), one.unit))
            .collect()
    }

    #[test]
    fn numbers_are_read_with_their_units() {
        let one = |value: &str, unit| vec![(value.to_string(), unit)];
        assert_eq!(read("得 0.5 分"), one("0.5", Unit::Points));
        assert_eq!(read("得1.5分。"), one("1.5", Unit::Points));
        assert_eq!(read("不足 90%"), one("90", Unit::Percent));
        assert_eq!(read("每超出 1 个百分点"), one("1", Unit::Percent));
        assert_eq!(read("至少 3 个方面"), one("3", Unit::Plain));
        assert_eq!(read("1,000.50 万元"), one("1000.50", Unit::Plain));
    }

    #[test]
    fn ordinals_dates_and_braces_are_no_scores() {
        for text in [
            "第 1 点",
            "2021 年",
            "12 月 31 日",
            "3 个工作日内",
            "{1}",
            "{ 2 }",
            "shenzhen-2021",
            "1. 甲；2、乙。3．丙",
            "甲÷乙×100% 1. 丙\n2. 丁",
            "（1）甲；(2) 乙",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
