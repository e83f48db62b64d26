//! Rule books: the built-in ones to choose from, and loading one, with the headers that a table has of its own.

use std::cell::RefCell;

use jixiao::rulebook::library::{self, BUILT_IN, LibraryError};
use jixiao::rulebook::{FindingLevel, OwnHeaders, RuleBook};
use jixiao::scoring::Missing;
use jixiao::tasks::TaskError;
use serde::{Deserialize, Serialize};

use crate::failure::Failure;
use crate::tray::Tray;

/// Which rule book is meant.
#[derive(Clone, Deserialize)]
pub struct Rules {
    /// A built-in rule book's id, or the name of the file that is one.
    rules: String,
    /// Whether a file of own headers is on the tray that does not count for this request.
    #[serde(skip)]
    plain: bool,
}

impl Rules {
    /// The same, whatever headers a table has of its own.
    pub fn without_headers(&self) -> Rules {
        Rules {
            plain: true,
            ..self.clone()
        }
    }
}

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

/// A rule book's bytes and those of a table's own headers.
type Key = (Vec<u8>, Vec<u8>);

thread_local! {
    /// Every rule book that was used: each is kept once, for as long as the page is open.
    static KEPT: RefCell<Vec<(Key, &'static RuleBook)>> = const { RefCell::new(Vec::new()) };
}

/// Loads the rule book that is meant: a built-in one, or the file on the tray; with the headers on the tray, if there are any.
pub fn load(rules: &Rules, tray: &Tray) -> Result<&'static RuleBook, Failure> {
    let bytes = match tray.file("rules") {
        Some((_, bytes)) => bytes.to_vec(),
        None => built_in_bytes(&rules.rules)?,
    };
    let headers = tray.file("headers").filter(|_| !rules.plain);
    kept(&rules.rules, bytes, headers)
}

/// Loads a built-in rule book.
pub fn built_in(id: &str) -> Result<&'static RuleBook, Failure> {
    kept(id, built_in_bytes(id)?, None)
}

fn built_in_bytes(id: &str) -> Result<Vec<u8>, Failure> {
    let text = library::built_in(id).ok_or_else(|| LibraryError::Unknown {
        name: id.into(),
        hint: String::new(),
    })?;
    Ok(text.as_bytes().to_vec())
}

fn kept(
    name: &str,
    bytes: Vec<u8>,
    headers: Option<(String, std::sync::Arc<[u8]>)>,
) -> Result<&'static RuleBook, Failure> {
    let own = headers
        .as_ref()
        .map_or_else(Vec::new, |(_, own)| own.to_vec());
    let key = (bytes, own);
    let known = |(kept, _): &&(Key, &'static RuleBook)| *kept == key;
    if let Some(book) = KEPT.with_borrow(|kept| kept.iter().find(known).map(|(_, book)| *book)) {
        return Ok(book);
    }
    let loaded = library::load_bytes(name, &key.0)?;
    let Some(mut book) = loaded.book else {
        let errors = loaded.findings.iter();
        let errors = errors.filter(|finding| finding.level == FindingLevel::Error);
        return Err(Failure::FaultyRules {
            name: name.into(),
            findings: errors.cloned().collect(),
        });
    };
    if let Some((file, own)) = headers {
        let own = OwnHeaders::read(&own, &book).map_err(|cause| TaskError::Headers {
            file,
            cause: cause.to_string(),
        })?;
        book = book.with_own_headers(own);
    }
    let book: &'static RuleBook = Box::leak(Box::new(book));
    KEPT.with_borrow_mut(|kept| kept.push((key, book)));
    Ok(book)
}
