//! Owns holding a delimited text to its rules while it is read, and making its rows regular: the csv crate
//! reads whatever it is given, and a quote that is never closed swallows all rows behind it.
//!
//! Lines end with `\n` from here on, but for those inside quotes; a blank line is a row of one blank cell, so
//! that rows keep their numbers.

use std::io::{self, Read};

use super::bounds::Limit;
use super::delimited::NoTable;
use super::error::BeyondLimit;

/// The longest row, in bytes.
const ROW_BYTES: usize = 4 << 20;
/// The most cells of a row, as in Excel.
const COLUMNS: usize = 16_384;
const CHUNK: usize = 1 << 16;

/// A text that was held to its rules.
pub(super) struct Checked<R> {
    inner: R,
    rules: Rules,
    raw: Vec<u8>,
    ready: Vec<u8>,
    taken: usize,
    ended: bool,
}

impl<R: Read> Checked<R> {
    pub(super) fn new(inner: R, delimiter: u8) -> Self {
        Self {
            inner,
            rules: Rules::new(delimiter),
            raw: vec![0; CHUNK],
            ready: Vec::with_capacity(CHUNK),
            taken: 0,
            ended: false,
        }
    }
}

impl<R: Read> Read for Checked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.ready.len() && !self.ended {
            let count = self.inner.read(&mut self.raw)?;
            self.ready.clear();
            self.taken = 0;
            for byte in self.raw.get(..count).unwrap_or_default() {
                self.rules.take(*byte, &mut self.ready)?;
            }
            if count == 0 {
                self.ended = true;
                self.rules.end()?;
            }
        }
        let left = self.ready.get(self.taken..).unwrap_or_default();
        let count = left.len().min(buffer.len());
        buffer[..count].copy_from_slice(&left[..count]);
        self.taken += count;
        Ok(count)
    }
}

/// Where in a cell the reading is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    /// Nothing of it was read.
    Start,
    /// Nothing but spaces.
    Spaces,
    /// In a cell without quotes; those inside it are text.
    Plain,
    Quoted,
    /// Behind a quote inside quotes, which ends them unless another follows.
    Quote,
    /// Spaces behind the quotes.
    Behind,
}

struct Rules {
    delimiter: u8,
    at: At,
    /// Counted from 1.
    row: u64,
    bytes: usize,
    columns: usize,
    /// Whether the line ended with `\r`, which a `\n` may follow.
    returned: bool,
}

impl Rules {
    fn new(delimiter: u8) -> Self {
        Self {
            delimiter,
            at: At::Start,
            row: 1,
            bytes: 0,
            columns: 0,
            returned: false,
        }
    }

    fn take(&mut self, byte: u8, ready: &mut Vec<u8>) -> io::Result<()> {
        let returned = std::mem::take(&mut self.returned);
        if self.at != At::Quoted && (byte == b'\n' || byte == b'\r') {
            if !(returned && byte == b'\n') {
                self.end_row(ready);
            }
            self.returned = byte == b'\r';
            return Ok(());
        }
        ready.push(byte);
        self.bytes += 1;
        if self.bytes > ROW_BYTES {
            return Err(match self.at {
                At::Quoted => no_table(NoTable::OpenQuote { row: self.row }),
                _ => io::Error::other(BeyondLimit(Limit::OneText(ROW_BYTES))),
            });
        }
        self.at = match (self.at, byte) {
            (At::Quoted, b'"') => At::Quote,
            (At::Quoted, _) | (At::Quote, b'"') => At::Quoted,
            (_, byte) if byte == self.delimiter => {
                self.columns += 1;
                if self.columns >= COLUMNS {
                    return Err(no_table(NoTable::Columns { row: self.row }));
                }
                At::Start
            }
            (At::Start, b'"') => At::Quoted,
            (At::Start | At::Spaces, b' ') => At::Spaces,
            (At::Quote | At::Behind, b' ') => At::Behind,
            (At::Spaces, b'"') | (At::Quote | At::Behind, _) => {
                return Err(no_table(NoTable::StrayQuote { row: self.row }));
            }
            _ => At::Plain,
        };
        Ok(())
    }

    fn end_row(&mut self, ready: &mut Vec<u8>) {
        if self.bytes == 0 {
            ready.extend(b"\"\"");
        }
        ready.push(b'\n');
        self.at = At::Start;
        self.row += 1;
        self.bytes = 0;
        self.columns = 0;
    }

    fn end(&self) -> io::Result<()> {
        match self.at {
            At::Quoted => Err(no_table(NoTable::OpenQuote { row: self.row })),
            _ => Ok(()),
        }
    }
}

fn no_table(why: NoTable) -> io::Error {
    io::Error::other(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<String, NoTable> {
        let mut read = String::new();
        let result = Checked::new(text.as_bytes(), b',').read_to_string(&mut read);
        let why = |error: io::Error| *error.get_ref().unwrap().downcast_ref::<NoTable>().unwrap();
        result.map(|_| read).map_err(why)
    }

    #[test]
    fn lines_end_alike_and_blank_ones_stay() {
        assert_eq!(
            checked("甲,乙\r\n\r\n丙\r丁\n\n戊").unwrap(),
            "甲,乙\n\"\"\n丙\n丁\n\"\"\n戊"
        );
        assert_eq!(checked("\"甲\r\n乙\",1\r\n").unwrap(), "\"甲\r\n乙\",1\n");
        assert_eq!(checked("").unwrap(), "");
    }

    #[test]
    fn quotes_that_do_not_match_are_refused() {
        for good in ["\"a,b\",c", "\"a\"\"b\" ,c", "5\"管,\"\"", "a,\"b\"\n"] {
            assert_eq!(checked(good).as_deref(), Ok(good), "{good}");
        }
        for (bad, why) in [
            ("a\n\"b,c\nd,e\n", NoTable::OpenQuote { row: 2 }),
            ("a\nb,\"c\"d\n", NoTable::StrayQuote { row: 2 }),
            ("a, \"1,234\"\n", NoTable::StrayQuote { row: 1 }),
            ("\"a\nb,\"c\",d\n", NoTable::StrayQuote { row: 1 }),
        ] {
            assert_eq!(checked(bad), Err(why), "{bad}");
        }
    }

    #[test]
    fn rows_are_bounded() {
        let many = ",".repeat(COLUMNS);
        assert_eq!(checked(&many), Err(NoTable::Columns { row: 1 }));
        let long = format!("a\n\"{}", "x".repeat(ROW_BYTES + 1));
        assert_eq!(checked(&long), Err(NoTable::OpenQuote { row: 2 }));
    }
}
