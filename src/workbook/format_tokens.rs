//! Owns the parts of a number format code: what it writes as it stands, what is in brackets, and its signs.

use std::str::Chars;

/// A part of a number format code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'c> {
    /// What is shown as it stands: quoted, escaped, or a character that fills the cell.
    Text(&'c str),
    /// Room for a character, `_)`.
    Room,
    /// What stands in brackets: a colour, a condition, a duration.
    Bracket(&'c str),
    /// Anything else.
    Sign(char),
}

/// The parts of a code, from left to right.
pub(super) struct Tokens<'c>(pub Chars<'c>);

impl<'c> Tokens<'c> {
    pub fn of(code: &'c str) -> Tokens<'c> {
        Tokens(code.chars())
    }

    /// Up to a character, which is left out; without one, all the rest.
    fn until(&mut self, end: char) -> &'c str {
        let rest = self.0.as_str();
        let (inside, behind) = rest.split_once(end).unwrap_or((rest, ""));
        self.0 = behind.chars();
        inside
    }

    fn one(&mut self) -> &'c str {
        let rest = self.0.as_str();
        self.0.next();
        &rest[..rest.len() - self.0.as_str().len()]
    }
}

impl<'c> Iterator for Tokens<'c> {
    type Item = Token<'c>;

    fn next(&mut self) -> Option<Token<'c>> {
        Some(match self.0.next()? {
            '"' => Token::Text(self.until('"')),
            // `!` is how Chinese versions of Excel and WPS write the escape.
            '\\' | '!' | '*' => Token::Text(self.one()),
            '_' => {
                self.one();
                Token::Room
            }
            '[' => Token::Bracket(self.until(']')),
            sign => Token::Sign(sign),
        })
    }
}
