//! A scoring text in clauses: its points of the first and second level, and what stands between full stops.

use unicode_normalization::UnicodeNormalization;

/// A piece of the text between numbers and full stops.
#[derive(Debug)]
pub(super) struct Clause {
    /// Which point of the first level it is in, `1.`
    pub point: usize,
    /// Whether it is a point of the second level, `(1)`.
    pub inner: bool,
    pub text: String,
}

/// The text's clauses: split at `1.`, `(1)`, `;`, `。` and lines.
pub(super) fn clauses(text: &str) -> Vec<Clause> {
    let text: String = text.nfkc().collect();
    let text = text
        .replace("×", "*")
        .replace('÷', "/")
        .replace('≥', ">=")
        .replace('≤', "<=");
    let chars: Vec<char> = text.chars().collect();
    let mut clauses: Vec<Clause> = Vec::new();
    let (mut point, mut inner, mut own) = (0, false, String::new());
    let mut push = |point: usize, inner: bool, own: &mut String| {
        let text = own
            .trim_matches(|c: char| c.is_whitespace() || ",;。:".contains(c))
            .to_string();
        if !text.is_empty() {
            clauses.push(Clause { point, inner, text });
        }
        own.clear();
    };
    let mut at = 0;
    while at < chars.len() {
        let rest = &chars[at..];
        let after_digit = at > 0 && chars[at - 1].is_ascii_digit();
        let next = char::from_digit(point as u32 + 1, 10).unwrap_or('1');
        let is_point = !after_digit
            && rest[0] == next
            && rest.get(1).is_some_and(|c| ".、".contains(*c))
            // At the beginning of a clause, `2.90%` is the second point.
            && (own.trim().is_empty() || !rest.get(2).is_some_and(char::is_ascii_digit));
        let is_inner = rest[0] == '('
            && rest.get(1).is_some_and(char::is_ascii_digit)
            && rest.get(2) == Some(&')');
        match rest[0] {
            _ if is_point => {
                push(point, inner, &mut own);
                (point, inner) = (point + 1, false);
                at += 2;
                continue;
            }
            _ if is_inner => {
                push(point, inner, &mut own);
                inner = true;
                at += 3;
                continue;
            }
            ';' | '。' | '\n' => push(point, inner, &mut own),
            c => own.push(c),
        }
        at += 1;
    }
    push(point, inner, &mut own);
    clauses
}
