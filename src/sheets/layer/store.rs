//! Where the compressed rows of large sheets wait until the package is written: in memory, or in a file that whoever writes
//! the package lends, so that a large result takes room on the disk instead.

use std::io::{self, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// What can be written and read again, such as a temporary file.
pub trait Scratch: Read + Write + Seek + Send {}

impl<S: Read + Write + Seek + Send> Scratch for S {}

/// The place where pieces are kept, shared by the sheets of a workbook.
#[derive(Clone, Default)]
pub struct Store(Option<Arc<Mutex<Lent>>>);

/// A file that was lent, and where its end is.
struct Lent {
    file: Box<dyn Scratch>,
    end: u64,
}

/// Bytes that are kept.
#[derive(Debug)]
pub enum Kept {
    Here(Vec<u8>),
    /// In the store, from this byte on.
    There {
        at: u64,
        size: usize,
    },
}

impl Kept {
    /// How many bytes they are.
    pub fn size(&self) -> usize {
        match self {
            Kept::Here(bytes) => bytes.len(),
            Kept::There { size, .. } => *size,
        }
    }
}

impl Store {
    /// In a file that is empty.
    pub fn lent(file: Box<dyn Scratch>) -> Store {
        Store(Some(Arc::new(Mutex::new(Lent { file, end: 0 }))))
    }

    /// Keeps bytes; nothing has been read so far.
    pub fn keep(&self, bytes: Vec<u8>) -> io::Result<Kept> {
        let Some(lent) = &self.0 else {
            return Ok(Kept::Here(bytes));
        };
        let mut lent = lent.lock().unwrap_or_else(PoisonError::into_inner);
        lent.file.write_all(&bytes)?;
        let (at, size) = (lent.end, bytes.len());
        lent.end += size as u64;
        Ok(Kept::There { at, size })
    }

    /// Writes what was kept.
    pub fn write(&self, kept: &Kept, out: &mut dyn Write) -> io::Result<()> {
        match (kept, &self.0) {
            (Kept::Here(bytes), _) => out.write_all(bytes),
            (Kept::There { at, size }, Some(lent)) => {
                let mut lent = lent.lock().unwrap_or_else(PoisonError::into_inner);
                lent.file.seek(SeekFrom::Start(*at))?;
                let copied = io::copy(&mut (&mut lent.file).take(*size as u64), out)?;
                match copied == *size as u64 {
                    true => Ok(()),
                    false => Err(io::ErrorKind::UnexpectedEof.into()),
                }
            }
            (Kept::There { .. }, None) => Err(io::Error::other("kept in another store")),
        }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Store").field(&self.0.is_some()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_comes_back_wherever_it_waited() {
        let lent = Store::lent(Box::new(io::Cursor::new(Vec::new())));
        for store in [Store::default(), lent] {
            let kept = [&b"one"[..], b"", b"three"].map(|bytes| store.keep(bytes.to_vec()));
            let kept = kept.map(|kept| kept.expect("room"));
            let mut out = Vec::new();
            for place in [2, 0, 1] {
                store.write(&kept[place], &mut out).expect("written");
            }
            assert_eq!(out, b"threeone");
            assert_eq!(kept.map(|kept| kept.size()), [3, 0, 5]);
        }
    }

    #[test]
    fn a_store_that_is_full_says_so() {
        let full = Store::lent(Box::new(io::Cursor::new(Box::new([0_u8; 4]) as Box<[u8]>)));
        assert!(full.keep(b"abc".to_vec()).is_ok());
        assert!(full.keep(b"de".to_vec()).is_err());
    }
}
