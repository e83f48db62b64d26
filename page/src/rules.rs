//! Rule books: loading one, with the headers that a table has of its own; and looking at one that somebody hands in or changes.

use std::cell::RefCell;
use std::sync::Arc;

use jixiao::json;
use jixiao::rulebook::library::{self, LibraryError};
use jixiao::rulebook::{FindingLevel, OwnHeaders, RuleBook};
use jixiao::tasks::TaskError;
use jixiao::tasks::rule_books::{self, Checked};
use serde::Deserialize;

use crate::correction::{self, CorrectionRequest};
use crate::desk::written;
use crate::failure::Failure;
use crate::scoring::stem;
use crate::tray::Tray;
use crate::{NamedFile, tell_progress};

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

/// What there is to choose from.
pub fn choices() -> String {
    serde_json::to_string(&json::choices()).unwrap_or_default()
}

/// A rule book's bytes and those of a table's own headers.
type Key = (Vec<u8>, Vec<u8>);

thread_local! {
    /// Every rule book that was used: each is kept once, for as long as the page is open.
    static KEPT: RefCell<Vec<(Key, &'static RuleBook)>> = const { RefCell::new(Vec::new()) };
}

/// Loads the rule book that is meant: a built-in one, or the file on the tray; with the headers on the tray, if there are any.
pub fn load(rules: &Rules, tray: &Tray) -> Result<&'static RuleBook, Failure> {
    let headers = tray.file("headers").filter(|_| !rules.plain);
    match tray.file("rules") {
        Some((_, bytes)) => kept(&rules.rules, bytes.to_vec(), headers),
        None => kept(&rules.rules, built_in_bytes(&rules.rules)?, headers),
    }
}

/// Loads a built-in rule book, or the file on the tray for a purpose of its own.
pub fn named(id: &str, purpose: &str, tray: &Tray) -> Result<&'static RuleBook, Failure> {
    match tray.file(purpose) {
        Some((name, bytes)) => kept(&name, bytes.to_vec(), None),
        None => kept(id, built_in_bytes(id)?, None),
    }
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
    headers: Option<(String, Arc<[u8]>)>,
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

/// How a rule book is looked at.
#[derive(Deserialize)]
pub struct CheckRequest {
    /// The built-in one that is to be changed, where no file is on the tray.
    built_in: Option<String>,
    /// Which built-in rule book it is held against; the most alike one where none is named.
    against: Option<String>,
    /// What was typed over.
    corrections: Vec<CorrectionRequest>,
}

/// A rule book that somebody hands in, or changes.
pub struct HandedIn(Checked);

impl HandedIn {
    /// Looks at the one on the tray, or at a built-in one.
    pub fn new(request: &CheckRequest, tray: &Tray) -> Result<HandedIn, Failure> {
        tell_progress("检查规则书", 0, 0);
        let checked = match (tray.file("rules"), &request.built_in) {
            (Some((name, bytes)), _) => Checked::of(&name, bytes)?,
            (None, Some(id)) => Checked::built_in(id)?.ok_or(Failure::NothingThere)?,
            (None, None) => return Err(Failure::NothingThere),
        };
        let corrections = correction::all(&request.corrections);
        Ok(HandedIn(checked.corrected(&corrections)))
    }

    /// The document of the screen.
    pub fn view(&self, request: &CheckRequest) -> Result<String, Failure> {
        let checked = &self.0;
        let beside = checked.beside(request.against.as_deref());
        written(&json::rule_check(&json::RuleCheck {
            file: &checked.name,
            book: checked.loaded.book.as_ref(),
            findings: &checked.loaded.findings,
            template: &checked.template,
            marked: checked.can_be_marked(),
            sheets: &checked.sheets(),
            beside: beside
                .as_ref()
                .map(|one| (&one.was, one.changes.as_slice())),
        }))
    }

    /// The copy with the cells marked, or the rule book as it is now.
    pub fn download(&self, what: &str) -> Result<NamedFile, Failure> {
        let (name, bytes) = match what {
            "marked" => ("标注.xlsx".into(), self.0.marked()?),
            _ => (format!("{}.xlsx", stem(&self.0.name)), self.0.saved()?),
        };
        let bytes = bytes.ok_or(Failure::NothingThere)?;
        Ok(NamedFile { name, bytes })
    }
}

/// A built-in rule book as a workbook, called as in the command line's examples.
pub fn export(id: &str) -> Result<NamedFile, Failure> {
    tell_progress("写规则书", 0, 0);
    Ok(NamedFile {
        name: rule_books::OWN.into(),
        bytes: rule_books::exported(id)?.ok_or(Failure::NothingThere)?,
    })
}
