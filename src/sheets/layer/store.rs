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

/// Gives a file that is empty, where one can be made.
type Lend = Box<dyn FnOnce() -> Option<Box<dyn Scratch>> + Send>;

/// A file that is lent once there is something to keep, and where its end is.
struct Lent {
    lend: Option<Lend>,
    file: Option<Box<dyn Scratch>>,
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
    /// In a file that is empty, asked for once there is something to keep; in memory where there is none.
    pub fn lent(lend: impl FnOnce() -> Option<Box<dyn Scratch>> + Send + 'static) -> Store {
        Store(Some(Arc::new(Mutex::new(Lent {
            lend: Some(Box::new(lend)),
            file: None,
            end: 0,
        }))))
    }

    /// Keeps bytes behind all others.
    pub fn keep(&self, bytes: Vec<u8>) -> io::Result<Kept> {
        let Some(lent) = &self.0 else {
            return Ok(Kept::Here(bytes));
        };
        let mut lent = lent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lend) = lent.lend.take() {
            lent.file = lend();
        }
        let (at, size) = (lent.end, bytes.len());
        let Some(file) = &mut lent.file else {
            return Ok(Kept::Here(bytes));
        };
        // It may have been read in between.
        file.seek(SeekFrom::Start(at))?;
        file.write_all(&bytes)?;
        lent.end += size as u64;
        Ok(Kept::There { at, size })
    }

    /// Writes what was kept.
    pub fn write(&self, kept: &Kept, out: &mut dyn Write) -> io::Result<()> {
        match (kept, &self.0) {
            (Kept::Here(bytes), _) => out.write_all(bytes),
            (Kept::There { at, size }, Some(lent)) => {
                let mut lent = lent.lock().unwrap_or_else(PoisonError::into_inner);
                let lost = || io::Error::other("kept in another store");
                let file = lent.file.as_mut().ok_or_else(lost)?;
                file.seek(SeekFrom::Start(*at))?;
                let copied = io::copy(&mut file.take(*size as u64), out)?;
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

    fn lent(file: impl Scratch + 'static) -> Store {
        Store::lent(|| Some(Box::new(file)))
    }

    #[test]
    fn what_is_kept_comes_back_wherever_it_waited() {
        let in_file = lent(io::Cursor::new(Vec::new()));
        for store in [Store::default(), in_file, Store::lent(|| None)] {
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
    fn what_is_kept_after_something_was_read_stands_behind_the_rest() {
        let store = lent(io::Cursor::new(Vec::new()));
        let keep = |bytes: &[u8]| store.keep(bytes.to_vec()).expect("room");
        let said = |kept: &Kept| {
            let mut out = Vec::new();
            store.write(kept, &mut out).expect("written");
            String::from_utf8(out).expect("UTF-8")
        };
        let (one, two) = (keep(b"one"), keep(b"two"));
        assert_eq!(said(&one), "one");
        let three = keep(b"three");
        let all = [&one, &two, &three].map(said);
        assert_eq!(all, ["one", "two", "three"]);
    }

    #[test]
    fn a_file_is_asked_for_once_there_is_something_to_keep() {
        let _unused = Store::lent(|| panic!("nothing is kept"));
    }

    #[test]
    fn a_store_that_is_full_says_so() {
        let full = lent(io::Cursor::new(Box::new([0_u8; 4]) as Box<[u8]>));
        assert!(full.keep(b"abc".to_vec()).is_ok());
        assert!(full.keep(b"de".to_vec()).is_err());
    }
}
