//! Owns what a number format code writes around a number: which of its sections is for the number, the text
//! beside the digits, and how much smaller the number is shown.

use std::str::{Chars, FromStr};

use rust_decimal::Decimal;

use super::format_tokens::{Token, Tokens};

/// One of the sections that semicolons part, as `[>=10000]0!.0,"万"`.
///
/// Texts are without spaces, colours and what only takes up room.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section {
    /// The text before the digits.
    pub before: String,
    /// The text between digits: in `0!.0` a point that is no decimal point.
    pub within: String,
    /// The text behind the digits.
    pub after: String,
    /// How many places smaller the number is shown: a comma behind the digits takes off three, a point of
    /// the format's own as many as there are digits behind it.
    pub places_off: u32,
}

/// What writes nothing beside a number.
static BARE: Section = Section {
    before: String::new(),
    within: String::new(),
    after: String::new(),
    places_off: 0,
};

impl Section {
    /// Whether a number stands alone, as it is.
    pub fn is_bare(&self) -> bool {
        *self == BARE
    }
}

/// The section of a code's parts that a number is shown by; `None` where that cannot be told and matters.
pub(super) fn section_for(parts: &[Part], number: Decimal) -> Option<&Section> {
    let chosen = match parts {
        [] => return Some(&BARE),
        parts if parts.iter().any(|part| part.condition.is_some()) => by_condition(parts, number),
        [only] => Some(only),
        [other, negative] => Some(if number < Decimal::ZERO {
            negative
        } else {
            other
        }),
        [positive, negative, zero, ..] => Some(match number {
            number if number.is_zero() => zero,
            number if number < Decimal::ZERO => negative,
            _ => positive,
        }),
    };
    let same = || {
        let first = parts.first()?;
        parts
            .iter()
            .all(|part| part.section == first.section)
            .then_some(first)
    };
    chosen.or_else(same).map(|part| &part.section)
}

/// The first whose condition holds; a last one without a condition is for all the rest.
fn by_condition(parts: &[Part], number: Decimal) -> Option<&Part> {
    for (index, part) in parts.iter().enumerate() {
        match &part.condition {
            Some(condition) if condition.holds(number)? => return Some(part),
            Some(_) => {}
            None if index + 1 == parts.len() => return Some(part),
            None => return None,
        }
    }
    None
}

/// A section with what it is for.
#[derive(Default)]
pub(super) struct Part {
    section: Section,
    condition: Option<Condition>,
    is_for_text: bool,
}

/// `>=10000`; without a limit where it cannot be read.
struct Condition {
    sign: String,
    limit: Option<Decimal>,
}

impl Condition {
    fn of(bracket: &str) -> Option<Condition> {
        let limit = bracket.trim_start_matches(['<', '>', '=']);
        let sign = &bracket[..bracket.len() - limit.len()];
        (!sign.is_empty()).then(|| Condition {
            sign: sign.to_string(),
            limit: Decimal::from_str(limit.trim()).ok(),
        })
    }

    fn holds(&self, number: Decimal) -> Option<bool> {
        let limit = self.limit?;
        Some(match self.sign.as_str() {
            "<" => number < limit,
            "<=" => number <= limit,
            ">" => number > limit,
            ">=" => number >= limit,
            "=" => number == limit,
            "<>" => number != limit,
            _ => return None,
        })
    }
}

/// The parts of a code that are for numbers.
pub(super) fn parts(code: &str) -> Vec<Part> {
    let mut parts = all_parts(code);
    // What is for texts says nothing about numbers.
    parts.truncate(3);
    if parts.last().is_some_and(|part| part.is_for_text) {
        parts.pop();
    }
    parts
}

fn all_parts(code: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut writing = Writing::default();
    let mut tokens = Tokens::of(code);
    while let Some(token) = tokens.next() {
        let sign = match token {
            Token::Text(text) => {
                writing.text(text.chars());
                continue;
            }
            Token::Bracket(bracket) => {
                writing.bracket(bracket);
                continue;
            }
            Token::Room => continue,
            Token::Sign(sign) => sign,
        };
        match sign {
            ';' => parts.push(std::mem::take(&mut writing).finished()),
            '0' | '#' | '?' => writing.digit(),
            ',' => writing.comma(),
            '.' => writing.point(),
            '/' => writing.fraction = true,
            '1'..='9' if writing.fraction => {}
            '%' => {}
            '@' => writing.part.is_for_text = true,
            'E' | 'e' if tokens.0.as_str().starts_with(['+', '-']) => {
                tokens.0.next();
            }
            _ if skip_general(sign, &mut tokens.0) => writing.digit(),
            sign => writing.text([sign]),
        }
    }
    parts.push(writing.finished());
    parts
}

/// `General`, as Excel, WPS and LibreOffice write it among other things: the number as it is.
fn skip_general(first: char, rest: &mut Chars) -> bool {
    for word in ["General", "G/通用格式", "Standard"] {
        let behind = word.strip_prefix(first.to_ascii_uppercase()).unwrap_or("");
        let found = rest.as_str().get(..behind.len());
        if !behind.is_empty() && found.is_some_and(|found| found.eq_ignore_ascii_case(behind)) {
            rest.by_ref().take(behind.chars().count()).for_each(|_| ());
            return true;
        }
    }
    false
}

/// A section while its code is read.
#[derive(Default)]
struct Writing {
    part: Part,
    /// Text of which it is not known yet whether digits follow.
    text: String,
    has_digits: bool,
    /// Commas behind the last digit.
    commas: u32,
    /// Whether the digits stand behind a point of the format's own.
    behind_own_point: bool,
    fraction: bool,
}

impl Writing {
    fn text(&mut self, text: impl IntoIterator<Item = char>) {
        for c in text.into_iter().filter(|c| !c.is_whitespace()) {
            self.text.push(c);
            self.behind_own_point |= c == '.' && self.has_digits;
        }
    }

    fn bracket(&mut self, bracket: &str) {
        if let Some(currency) = bracket.strip_prefix('$') {
            // The part behind the last hyphen is the language: `[$¥-804]`.
            let symbol = currency
                .rsplit_once('-')
                .map_or(currency, |(symbol, _)| symbol);
            self.text(symbol.chars());
        } else if let Some(condition) = Condition::of(bracket) {
            self.part.condition = Some(condition);
        }
    }

    fn digit(&mut self) {
        // The digits go on: the commas before were separators.
        self.commas = 0;
        let section = &mut self.part.section;
        let place = if self.has_digits {
            &mut section.within
        } else {
            &mut section.before
        };
        place.push_str(&std::mem::take(&mut self.text));
        section.places_off += u32::from(self.behind_own_point);
        self.has_digits = true;
    }

    fn comma(&mut self) {
        self.commas += u32::from(self.has_digits);
    }

    fn point(&mut self) {
        self.scale_by_commas();
        self.behind_own_point = false;
    }

    fn scale_by_commas(&mut self) {
        self.part.section.places_off += 3 * std::mem::take(&mut self.commas);
    }

    fn finished(mut self) -> Part {
        self.scale_by_commas();
        let section = &mut self.part.section;
        if self.has_digits {
            section.after = self.text;
        } else {
            section.before = self.text;
        }
        self.part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section_for(code: &str, number: Decimal) -> Option<Section> {
        super::section_for(&parts(code), number).cloned()
    }

    fn shown(code: &str, number: i64) -> Option<(String, u32)> {
        let section = section_for(code, Decimal::from(number))?;
        Some((
            [section.before, section.within, section.after].join("|"),
            section.places_off,
        ))
    }

    #[test]
    fn how_much_smaller_a_number_is_shown() {
        for (code, places) in [
            ("0.00,", 3),
            ("#,##0,", 3),
            ("0,,", 6),
            ("0.0,\"千\"", 3),
            ("0!.0,\"万\"", 4),
            ("0!.0", 1),
            ("0\\.0000", 4),
            ("0\".\"0000", 4),
            ("0,.00", 3),
            ("#,##0", 0),
            ("#,##0.00;[Red]-#,##0.00", 0),
            ("0\",\"", 0),
            ("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"_ ;_ @_ ", 0),
            ("0!,0", 0),
            ("[$¥-804]#,##0.0", 0),
            ("0_,", 0),
            ("0.00;0.00,", 0),
        ] {
            assert_eq!(shown(code, 1).map(|(_, off)| off), Some(places), "{code}");
        }
    }

    #[test]
    fn the_text_beside_the_digits() {
        for (code, text) in [
            ("0\"千元\"", "||千元"),
            ("0.00 \"万元\"_ ", "||万元"),
            ("0.00万元", "||万元"),
            ("[$¥-804]#,##0.00", "¥||"),
            ("[$-804]0", "||"),
            ("[$US$-409]* 0.0", "US$||"),
            ("[Red][DBNum1]0", "||"),
            ("0\"万\"0000\"元\"", "|万|元"),
            ("General\"万元\"", "||万元"),
            ("G/通用格式\"元\"", "||元"),
            ("0.00E+00", "||"),
            ("# ??/100", "||"),
            ("10", "1||"),
            ("@", "||"),
            ("\"未闭合", "未闭合||"),
        ] {
            assert_eq!(
                shown(code, 1).map(|(text, _)| text).as_deref(),
                Some(text),
                "{code}"
            );
        }
    }

    #[test]
    fn the_section_for_a_number() {
        let after = |code: &str, number| {
            section_for(code, Decimal::from(number)).map(|section| section.after)
        };
        for (code, number, text) in [
            ("0\"a\";0\"b\"", 0, Some("a")),
            ("0\"a\";0\"b\"", -1, Some("b")),
            ("0\"a\";0\"b\";0\"c\"", 1, Some("a")),
            ("0\"a\";0\"b\";0\"c\"", -1, Some("b")),
            ("0\"a\";0\"b\";0\"c\"", 0, Some("c")),
            ("0\"a\";@\"b\"", -1, Some("a")),
            ("[>=10]0\"a\";0\"b\"", 9, Some("b")),
            ("[>=10]0\"a\";0\"b\"", 10, Some("a")),
            ("[>=10]0\"a\";0\"b\"", 11, Some("a")),
            ("[<10]0\"a\";[<20]0\"b\";0\"c\"", 15, Some("b")),
            ("[<10]0\"a\";[<20]0\"b\";0\"c\"", 20, Some("c")),
            ("[<>5]0\"a\";0\"b\"", 5, Some("b")),
            // Nobody can tell, or it does not matter.
            ("[<10]0\"a\";[<20]0\"b\"", 20, None),
            ("[<10]0\"a\";0\"b\";0\"c\"", 20, None),
            ("[<x]0\"a\";0\"b\"", 20, None),
            ("[<10][Red]0\"a\";[<20]0\"a\"", 20, Some("a")),
        ] {
            assert_eq!(after(code, number).as_deref(), text, "{code} {number}");
        }
    }
}
