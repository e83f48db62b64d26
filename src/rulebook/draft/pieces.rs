//! Pieces of a scoring text: numbers, points, bounds, names, shares.

use rust_decimal::Decimal;

use super::proposal::Rate;

/// A number at the end of a text, `…得1.5`, also in Chinese.
pub(super) fn number_behind(text: &str) -> Option<Decimal> {
    let start = text
        .rfind(|c: char| !(c.is_ascii_digit() || c == '.'))
        .map_or(0, |place| {
            place + text[place..].chars().next().map_or(1, char::len_utf8)
        });
    match text[start..].parse() {
        Ok(number) => Some(number),
        Err(_) => text.chars().last().and_then(chinese),
    }
}

pub(super) fn chinese(c: char) -> Option<Decimal> {
    let place = "零一二三四五六七八九十"
        .chars()
        .position(|known| known == c);
    place.or((c == '两').then_some(2)).map(Decimal::from)
}

/// The points behind a word: `得1.5分`.
pub(super) fn points_after(text: &str, word: &str) -> Option<Decimal> {
    let (_, after) = text.split_once(word)?;
    let (number, _) = after.split_once('分')?;
    let number = number.trim();
    number.parse().ok().or_else(|| {
        let mut chars = number.chars();
        chars
            .next()
            .and_then(chinese)
            .filter(|_| chars.next().is_none())
    })
}

/// Points in brackets, `(1分)`, and what stands before them.
pub(super) fn in_brackets(text: &str) -> Option<(&str, Decimal)> {
    for (place, _) in text.match_indices('(') {
        if let Some((inner, _)) = text[place + 1..].split_once(')')
            && let Some(number) = inner.trim().strip_suffix('分')
            && let Ok(points) = number.trim().parse()
        {
            return Some((&text[..place], points));
        }
    }
    None
}

/// `90%`, `0.9`, `1`; an amount in percent becomes a ratio.
pub(super) fn amount(text: &str) -> Option<(Decimal, bool)> {
    let text = text.trim();
    match text.strip_suffix('%') {
        Some(points) => Some((
            points.trim().parse::<Decimal>().ok()? / Decimal::ONE_HUNDRED,
            true,
        )),
        None => Some((text.parse().ok()?, false)),
    }
}

/// `90%>比率>=75%`: the name and its condition.
pub(super) fn interval(text: &str) -> Option<(String, String)> {
    let text = text.split(['得', '计', ',']).next()?;
    let text = text.trim().trim_end_matches('的').trim();
    let mut parts: Vec<(&str, &str)> = Vec::new();
    let (mut rest, mut sign) = (text, "");
    while let Some(place) = rest.find(['<', '>', '=']) {
        parts.push((sign, rest[..place].trim()));
        let length = if rest[place + 1..].starts_with('=') {
            2
        } else {
            1
        };
        sign = &rest[place..place + length];
        rest = &rest[place + length..];
    }
    parts.push((sign, rest.trim()));
    let turned = |sign| match sign {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        other => other,
    };
    let told = |sign: &str, bound: &str| {
        Some(format!(
            "{sign} {}",
            amount(bound).map(|_| bound.replace(' ', ""))?
        ))
    };
    match parts[..] {
        [(_, name), (sign, bound)] if amount(name).is_none() => {
            Some((name.into(), told(sign, bound)?))
        }
        [(_, one), (left, name), (right, other)] if amount(name).is_none() => {
            let (one, other) = (told(turned(left), one)?, told(right, other)?);
            // The lower edge first.
            let both = match one.starts_with('>') {
                true => format!("{one}, {other}"),
                false => format!("{other}, {one}"),
            };
            Some((name.into(), both))
        }
        _ => None,
    }
}

/// A name as a figure has it: without brackets, quotation marks and signs.
pub(super) fn named(text: &str) -> String {
    let mut depth = 0;
    let mut name = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth > 0 => {}
            c if c.is_alphanumeric() => name.push(c),
            _ => {}
        }
    }
    name.chars().take(24).collect()
}

/// `(A/B)*100%` as a share of two figures.
pub(super) fn share(text: &str) -> Option<Rate> {
    let text = text.trim();
    let text = text.strip_suffix("*100%").unwrap_or(text).trim();
    let inner = text
        .strip_prefix('(')
        .and_then(|inner| inner.strip_suffix(')'));
    let (part, whole) = inner.unwrap_or(text).split_once('/')?;
    if whole.contains('/') {
        return None;
    }
    let (part, whole) = (named(part), named(whole));
    (!part.is_empty() && !whole.is_empty()).then_some(Rate::Share { part, whole })
}

/// `…10%` as it ends a text.
pub(super) fn bound_behind(text: &str) -> Option<String> {
    let text = text.trim_end_matches(['%', '的']);
    number_behind(text).map(|number| format!("{number}%"))
}

pub(super) fn bound_ratio(bound: &str) -> Decimal {
    amount(bound).map_or(Decimal::ONE, |(bound, _)| bound)
}
