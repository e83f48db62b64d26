//! Rule books: the built-in ones to choose from, and loading one.

use std::cell::RefCell;

use jixiao::rulebook::library::{self, BUILT_IN, LibraryError};
use jixiao::rulebook::{FindingLevel, RuleBook};
use jixiao::scoring::Missing;
use serde::Serialize;

use crate::failure::Failure;

#[derive(Serialize)]
struct Choices {
    books: Vec<Choice>,
    missing: Vec<Way>,
}

#[derive(Serialize)]
struct Choice {
    id: String,
    name: String,
    year: u32,
    last_year: bool,
}

#[derive(Serialize)]
struct Way {
    id: &'static str,
    label: &'static str,
}

/// What there is to choose from.
pub fn choices() -> String {
    let books = BUILT_IN.iter().filter_map(|(id, text)| {
        let book = library::load_text(id, text).book?;
        Some(Choice {
            last_year: !book.last_year.is_empty(),
            id: book.id,
            name: book.name,
            year: book.year,
        })
    });
    let missing = Missing::ALL.map(|way| Way {
        id: way.as_str(),
        label: way.label(),
    });
    let choices = Choices {
        books: books.collect(),
        missing: missing.into(),
    };
    serde_json::to_string(&choices).unwrap_or_default()
}

thread_local! {
    /// Every rule book that was used: each is kept once, for as long as the page is open.
    static KEPT: RefCell<Vec<(Vec<u8>, &'static RuleBook)>> = const { RefCell::new(Vec::new()) };
}

/// Loads a rule book: a built-in one by its id, or the bytes of a file of that name.
pub fn load(name: &str, file: Option<Vec<u8>>) -> Result<&'static RuleBook, Failure> {
    let bytes = match file {
        Some(bytes) => bytes,
        None => library::built_in(name)
            .ok_or_else(|| LibraryError::Unknown {
                name: name.into(),
                hint: String::new(),
            })?
            .as_bytes()
            .to_vec(),
    };
    let known = |(kept, _): &&(Vec<u8>, &'static RuleBook)| *kept == bytes;
    if let Some(book) = KEPT.with_borrow(|kept| kept.iter().find(known).map(|(_, book)| *book)) {
        return Ok(book);
    }
    let loaded = library::load_bytes(name, &bytes)?;
    let Some(book) = loaded.book else {
        let errors = loaded.findings.iter();
        let errors = errors.filter(|finding| finding.level == FindingLevel::Error);
        return Err(Failure::FaultyRules {
            name: name.into(),
            findings: errors.cloned().collect(),
        });
    };
    let book: &'static RuleBook = Box::leak(Box::new(book));
    KEPT.with_borrow_mut(|kept| kept.push((bytes, book)));
    Ok(book)
}
