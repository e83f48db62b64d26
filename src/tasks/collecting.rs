//! 收集: forms that came back, put into one workbook; what became of every file; and what goes back to be mended.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use rayon::prelude::*;

use super::mistaken::Kind;
use super::{TaskError, reading};
use crate::analysis::evaluate;
use crate::forms::changes::{Changed, Round, changes};
use crate::forms::file_outcome::ToMend;
use crate::forms::matching::{self, Collection, Received};
use crate::forms::refusal::{Refusal, Refused};
use crate::forms::return_forms::{self, Pack};
use crate::forms::{Answers, Who, collected, returned};
use crate::intake::{self, IntakeError};
use crate::problem::{Problem, Severity};
use crate::rulebook::RuleBook;
use crate::scoring::Missing;
use crate::sheets;
use crate::workbook::{self, Bounds, LooksLike, OpenError, Source, Workbook};

/// A file that came in.
#[derive(Clone, Debug)]
pub struct FormFile {
    /// What users call it: its path in the folder that came.
    pub name: String,
    /// Its content.
    pub source: Source,
}

/// A collection that was made, and what it was made into.
#[derive(Debug)]
pub struct Collected<'b> {
    /// What became of every file.
    pub collection: Collection,
    /// What changed since an earlier collection, where one was given.
    pub changed: Option<Vec<Changed>>,
    /// What checking the whole of it will find.
    pub problems: Vec<Problem>,
    /// The rule books, id and digest, of forms that were refused because of them.
    pub other_rules: BTreeSet<(String, String)>,
    /// What goes back, or why the collection cannot be read as data.
    packs: Result<Vec<Pack<'b>>, IntakeError>,
    workbook: Workbook,
    book: &'b RuleBook,
}

/// Puts files into the order in which they are read: by folder, then by name.
pub fn in_order(files: &mut [FormFile]) {
    files.sort_by(|one, other| Path::new(&one.name).cmp(Path::new(&other.name)));
}

/// The place of the file that users know by a name.
pub fn place_of<'n>(names: impl IntoIterator<Item = &'n str>, wanted: &str) -> Option<usize> {
    let wanted = wanted.replace('\\', "/");
    let wanted = wanted.strip_prefix("./").unwrap_or(&wanted);
    names.into_iter().position(|known| known == wanted)
}

/// Reads every file as a form, in parallel; `done` is called after each.
pub fn receive(
    files: &[FormFile],
    book: &RuleBook,
    bounds: &Bounds,
    done: impl Fn() + Sync,
) -> Vec<Received> {
    files
        .par_iter()
        .map(|file| {
            let content = workbook::read(&file.source, bounds)
                .map_err(|error| Refused::unknown(refusal(&error, &file.name)))
                .and_then(|workbook| content(workbook, &file.source, book));
            done();
            Received {
                file: file.name.clone(),
                content,
            }
        })
        .collect()
}

fn content(
    workbook: Workbook,
    source: &Source,
    book: &RuleBook,
) -> Result<returned::Returned, Box<Refused>> {
    let is_text = workbook.text.is_some();
    returned::read(&workbook, book).map_err(|refused| {
        let not_a_form = refused.why == Refusal::NotAForm;
        match Kind::of(workbook, &source.file_name(), book).filter(|_| not_a_form) {
            Some(kind) => {
                let what = kind.what();
                Refused::unknown(Refusal::NotAWorkbook(format!("是{what}，不是填报表")))
            }
            None if is_text => {
                let told = "是 CSV 文本，填报表存成这样就不能收了，请把 xlsx 的填报表发来";
                Refused::unknown(Refusal::NotAWorkbook(told.into()))
            }
            None => refused,
        }
    })
}

/// Why a file cannot be read. One that is named as a workbook may be a form; any other is none.
fn refusal(error: &OpenError, name: &str) -> Refusal {
    const WORKBOOKS: [&str; 7] = ["xlsx", "xlsm", "xlsb", "xls", "et", "ett", "ods"];
    let lock_file = matches!(
        error,
        OpenError::NotAWorkbook {
            looks_like: LooksLike::LockFile,
            ..
        }
    );
    let told = error.to_string();
    let extension = Path::new(name).extension().unwrap_or_default();
    let extension = extension.to_string_lossy().to_lowercase();
    if WORKBOOKS.contains(&extension.as_str()) && !lock_file {
        Refusal::Unreadable(told)
    } else {
        Refusal::NotAWorkbook(told)
    }
}

impl<'b> Collected<'b> {
    /// Decides what becomes of the files: `departments` are those that were asked, `preferred` the places of the files that are
    /// taken where a department sent several, `against` an earlier collection with how much it may hold.
    ///
    /// # Errors
    /// The earlier collection cannot be read.
    pub fn new(
        received: Vec<Received>,
        departments: Option<&[Who]>,
        preferred: &[usize],
        against: Option<(&Source, &Bounds)>,
        book: &'b RuleBook,
    ) -> Result<Collected<'b>, TaskError> {
        let other_rules = other_rules(&received);
        let mut collection = matching::collect(received, departments, preferred);
        let workbook = collected::sheets(&collection.taken, book);
        let changed = match against {
            Some((source, bounds)) => Some(changes_since(source, bounds, &collection, book)?),
            None => None,
        };
        let mut packs = return_forms::fresh(&collection, book);
        let (problems, packs) = match intake::read(workbook.clone(), book, None) {
            Ok((dataset, problems)) => {
                let found = evaluate(dataset, book, Missing::Hold, problems.clone(), &|| {});
                let taken = &collection.taken;
                let own = return_forms::packs(&found.dataset, &found.problems, taken, book);
                note_what_is_to_mend(&mut collection, &own);
                packs.extend(own);
                (problems, Ok(packs))
            }
            // Of nothing that was taken there is nothing to read.
            Err(_) if collection.taken.is_empty() => (Vec::new(), Ok(packs)),
            Err(cause) => (Vec::new(), Err(cause)),
        };
        Ok(Collected {
            collection,
            changed,
            problems,
            other_rules,
            packs,
            workbook,
            book,
        })
    }

    /// The bureau's workbook, 汇总.
    ///
    /// # Errors
    /// The workbook could not be made.
    pub fn workbook(&self) -> Result<Vec<u8>, TaskError> {
        let changed = self.changed.as_deref();
        let (collection, workbook) = (&self.collection, &self.workbook);
        Ok(sheets::collected(self.book, workbook, collection, changed)?)
    }

    /// What goes back to the departments that have something to mend; `name` is what the collection is called.
    ///
    /// # Errors
    /// The collection cannot be read as data.
    pub fn packs(&self, name: &str) -> Result<&[Pack<'b>], TaskError> {
        match &self.packs {
            Ok(packs) => Ok(packs),
            Err(cause) => Err(TaskError::Intake {
                file: name.into(),
                cause: cause.clone(),
            }),
        }
    }

    /// Whether a form was taken and nothing serious is to be told.
    pub fn is_clean(&self) -> bool {
        self.collection.worst() != Some(Severity::Error) && !self.collection.taken.is_empty()
    }
}

/// Notes beside each form that was taken what is wrong with what was filled in.
fn note_what_is_to_mend(collection: &mut Collection, packs: &[Pack]) {
    let key = |who: &Who| (who.code.clone(), who.name.clone());
    let to_mend = packs
        .iter()
        .filter_map(|pack| Some((key(pack.form.passport.who.as_ref()?), pack.to_mend())));
    let to_mend: HashMap<_, ToMend> = to_mend.collect();
    collection.note(|who| to_mend.get(&key(who)).copied().unwrap_or_default());
}

/// The rule books, id and digest, of the forms that were refused because of them.
fn other_rules(received: &[Received]) -> BTreeSet<(String, String)> {
    let refused = received.iter().filter_map(|one| one.content.as_ref().err());
    refused
        .filter_map(|refused| match &refused.why {
            Refusal::OtherRules { rules, digest, .. } => Some((rules.clone(), digest.clone())),
            _ => None,
        })
        .collect()
}

/// What changed since an earlier collection.
fn changes_since(
    source: &Source,
    bounds: &Bounds,
    collection: &Collection,
    book: &RuleBook,
) -> Result<Vec<Changed>, TaskError> {
    let workbook = workbook::read(source, bounds)?;
    let (before, _) = reading::read_with(source, workbook, book, None)?;
    let before: Vec<Round> = before
        .records
        .iter()
        .map(|record| Round {
            who: Who::of(record),
            answers: Cow::Owned(Answers::of_record(record, &before).own(book)),
        })
        .collect();
    let after: Vec<Round> = collection
        .taken
        .iter()
        .map(|one| Round {
            who: one.who.clone(),
            answers: Cow::Borrowed(&one.answers),
        })
        .collect();
    Ok(changes(&before, &after, book))
}
