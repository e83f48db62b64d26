//! A rule book that somebody hands in, or makes of a built-in one: what is wrong with it, its copy with the cells marked, what it
//! changes of a built-in one; and what becomes of it where cells are typed over.

use std::sync::Arc;

use super::correction::Correction;
use super::{TaskError, papers};
use crate::reports::lint;
use crate::rulebook::difference::{RuleChange, changes};
use crate::rulebook::library::{self, BUILT_IN, LibraryError, Loaded};
use crate::rulebook::tables::shown::{Shown, shown};
use crate::rulebook::tree::Table;
use crate::rulebook::{Finding, RuleBook};
use crate::sheets::{self, marked_rules};
use crate::workbook::Workbook;

/// A rule book's file, looked at.
#[derive(Debug)]
pub struct Checked {
    /// The file.
    pub name: String,
    /// What it says, and what is wrong with it.
    pub loaded: Loaded,
    /// What its report template and it do not agree in; scores do not depend on it.
    pub template: Vec<Finding>,
    /// Its sheets as they are now; none of a text file.
    workbook: Option<Workbook>,
}

/// A rule book beside a built-in one.
#[derive(Debug)]
pub struct Beside {
    /// The built-in one.
    pub was: RuleBook,
    /// What the other changes.
    pub changes: Vec<RuleChange>,
}

/// What a built-in rule book is called that becomes somebody's own.
pub const OWN: &str = "本局规则.xlsx";

impl Checked {
    /// Looks at a rule book's file.
    ///
    /// # Errors
    /// It is no rule book at all. What is wrong inside it is a finding.
    pub fn of(name: &str, bytes: Arc<[u8]>) -> Result<Checked, LibraryError> {
        let workbook = library::workbook_of(name, &bytes)?;
        let loaded = match &workbook {
            Some(workbook) => library::load_workbook(name, workbook),
            None => library::load_bytes(name, &bytes)?,
        };
        Ok(Checked::new(name, loaded, workbook))
    }

    /// A built-in one as a workbook; nothing where there is none of this id.
    ///
    /// # Errors
    /// The workbook could not be made.
    pub fn built_in(id: &str) -> Result<Option<Checked>, TaskError> {
        let exported = exported(id)?;
        Ok(exported.and_then(|bytes| Checked::of(OWN, bytes.into()).ok()))
    }

    fn new(name: &str, loaded: Loaded, workbook: Option<Workbook>) -> Checked {
        let book = loaded.book.as_ref();
        let template = book.and_then(|book| {
            let template = papers::built_in(papers::template_of(book)).ok()?;
            Some(lint::department(&template, book))
        });
        Checked {
            name: name.into(),
            template: template.unwrap_or_default(),
            loaded,
            workbook,
        }
    }

    /// What it is with cells typed over; the same where it is no workbook.
    #[must_use]
    pub fn corrected(self, corrections: &[Correction]) -> Checked {
        match self.workbook {
            Some(mut workbook) if !corrections.is_empty() => {
                Correction::type_all(corrections, &mut workbook);
                let loaded = library::load_workbook(&self.name, &workbook);
                Checked::new(&self.name, loaded, Some(workbook))
            }
            _ => self,
        }
    }

    /// Its sheets, to be changed cell by cell; none of a text file.
    pub fn sheets(&self) -> Vec<Shown> {
        self.workbook.as_ref().map(shown).unwrap_or_default()
    }

    /// The rule book as a workbook of its own, with all that it says now; nothing where it does not score.
    ///
    /// # Errors
    /// It could not be made.
    pub fn saved(&self) -> Result<Option<Vec<u8>>, TaskError> {
        let sound = self.loaded.book.as_ref().and(self.loaded.tree.as_ref());
        let saved = sound.map(sheets::rules).transpose()?;
        Ok(saved)
    }

    /// Whether there is a copy with the cells marked.
    pub fn can_be_marked(&self) -> bool {
        let workbook = self.workbook.as_ref();
        workbook.is_some_and(|workbook| has_cells(workbook, &self.loaded.findings))
    }

    /// The copy with the cells marked; nothing where the file is no workbook.
    ///
    /// # Errors
    /// It could not be made.
    pub fn marked(&self) -> Result<Option<Vec<u8>>, TaskError> {
        match &self.workbook {
            Some(workbook) => marked(workbook, &self.loaded.findings),
            None => Ok(None),
        }
    }

    /// What it changes of the built-in rule book of an id, or of the one that it is most like; nothing where it does not score.
    pub fn beside(&self, id: Option<&str>) -> Option<Beside> {
        let own = self.loaded.book.as_ref().and(self.loaded.tree.as_ref())?;
        let known = BUILT_IN
            .iter()
            .filter(|(known, _)| id.is_none_or(|id| id == *known));
        let beside = known.filter_map(|(known, text)| Beside::of(known, text, own));
        beside.min_by_key(|beside| beside.changes.len())
    }
}

impl Beside {
    fn of(id: &str, text: &str, own: &Table) -> Option<Beside> {
        let built_in = library::load_text(id, text);
        let changes = changes(built_in.tree.as_ref()?, own);
        Some(Beside {
            was: built_in.book?,
            changes,
        })
    }
}

/// A copy of a rule workbook with the cells marked that are found fault with; nothing where the findings are of no workbook's cells.
///
/// # Errors
/// It could not be made.
pub fn marked(workbook: &Workbook, findings: &[Finding]) -> Result<Option<Vec<u8>>, TaskError> {
    match has_cells(workbook, findings) {
        true => Ok(Some(marked_rules(workbook, findings)?)),
        false => Ok(None),
    }
}

/// Whether findings are of a workbook's cells.
fn has_cells(workbook: &Workbook, findings: &[Finding]) -> bool {
    workbook.text.is_none() && findings.iter().all(|finding| finding.at.is_in_workbook())
}

/// A built-in rule book as a workbook, to be changed in Excel.
///
/// # Errors
/// There is none of this id, or the workbook could not be made.
pub fn exported(id: &str) -> Result<Option<Vec<u8>>, TaskError> {
    let tree = library::built_in(id).and_then(|text| library::load_text(id, text).tree);
    Ok(match tree {
        Some(tree) => Some(sheets::rules(&tree)?),
        None => None,
    })
}
