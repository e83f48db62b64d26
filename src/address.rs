//! Owns where a cell is and how that is written: `T5`, `$T$5`.

use std::fmt;

/// Rows a sheet can have (xlsx, xlsb and ods alike).
pub(super) const MAX_ROWS: u32 = 1_048_576;
/// Columns a sheet can have.
pub(super) const MAX_COLUMNS: u16 = 16_384;

/// The place of a cell in a sheet, counted from zero.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Address {
    /// Row, the first being 0.
    pub row: u32,
    /// Column, `A` being 0.
    pub column: u16,
}

impl Address {
    /// The address at a row and a column, both counted from zero.
    pub fn new(row: u32, column: u16) -> Self {
        Self { row, column }
    }

    /// As users know it: `T5`.
    pub fn a1(self) -> String {
        self.to_string()
    }

    /// As a formula that may be copied needs it: `$T$5`.
    pub fn absolute(self) -> String {
        let row = u64::from(self.row) + 1;
        format!("${}${row}", column_letters(self.column))
    }

    /// Reads `T5`, `t5` or `$T$5`; `None` for anything else, or outside a sheet.
    pub fn parse_a1(text: &str) -> Option<Self> {
        let text = text.strip_prefix('$').unwrap_or(text);
        let digits_from = text.find(|c: char| !c.is_ascii_alphabetic())?;
        let (letters, digits) = text.split_at(digits_from);
        let digits = digits.strip_prefix('$').unwrap_or(digits);
        // Three letters and seven digits reach past the last cell of any sheet,
        // so the sums below cannot overflow.
        if !(1..=3).contains(&letters.len()) || !(1..=7).contains(&digits.len()) {
            return None;
        }
        if digits.starts_with('0') || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let column = letters.bytes().fold(0_u32, |sum, letter| {
            sum * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
        });
        let row: u32 = digits.parse().ok()?;
        Self::checked(row.checked_sub(1)?, column.checked_sub(1)?)
    }

    /// The address, unless it lies outside any sheet.
    pub(super) fn checked(row: u32, column: u32) -> Option<Self> {
        let column = u16::try_from(column).ok()?;
        (row < MAX_ROWS && column < MAX_COLUMNS).then_some(Self { row, column })
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let row = u64::from(self.row) + 1;
        write!(f, "{}{row}", column_letters(self.column))
    }
}

/// The letters of a column counted from zero: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u16) -> String {
    let mut letters = Vec::with_capacity(4);
    let mut rest = u32::from(column) + 1;
    while rest > 0 {
        rest -= 1;
        // The remainder is below 26, so the letter is exact.
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters() {
        for (column, letters) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(column_letters(column), letters);
        }
        assert_eq!(column_letters(u16::MAX), "CRXP");
    }

    #[test]
    fn written_and_read_back() {
        for address in [
            Address::new(0, 0),
            Address::new(4, 19),
            Address::new(1_048_575, 16_383),
        ] {
            assert_eq!(Address::parse_a1(&address.a1()), Some(address));
            assert_eq!(Address::parse_a1(&address.absolute()), Some(address));
        }
        assert_eq!(Address::new(4, 19).a1(), "T5");
        assert_eq!(Address::new(4, 19).absolute(), "$T$5");
        assert_eq!(Address::parse_a1("t5"), Some(Address::new(4, 19)));
    }

    #[test]
    fn refuses_what_is_no_address() {
        for text in [
            "", "5", "T", "T0", "T-1", "T5:U6", "T5.0", "XFE1", "A1048577", "AAAA1", "表5", "T５",
            "T+5", "$$T5", "A05",
        ] {
            assert_eq!(Address::parse_a1(text), None, "{text}");
        }
    }

    #[test]
    fn extremes_do_not_overflow() {
        let last = Address::new(u32::MAX, u16::MAX);
        assert_eq!(last.a1(), "CRXP4294967296");
        assert_eq!(last.absolute(), "$CRXP$4294967296");
    }
}
