//! Return packs: for each department with problems its own form again, with every problem at its cell.

use std::collections::HashMap;

use super::answers::{Answers, cells_of};
use super::form::{Form, Item};
use super::matching::Taken;
use super::passport::{OUTCOME_ROWS, Passport, Who};
use super::returned::Change;
use crate::address::Address;
use crate::intake::{Dataset, Record, unit_slip};
use crate::problem::{Code, Concerns, Problem, Severity};
use crate::rulebook::RuleBook;

/// What goes back to one department.
#[derive(Debug)]
pub struct Pack<'b> {
    /// Its own form.
    pub form: Form<'b>,
    /// What it had filled in.
    pub answers: Answers,
    /// What is wrong, errors first.
    pub notes: Vec<Note>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    pub severity: Severity,
    pub code: String,
    /// The cell that it is about.
    pub item: Option<Item>,
    pub message: String,
    pub advice: String,
}

/// A pack for each department of a workbook that has errors or warnings among the problems, or whose form
/// was changed; `taken` are the forms that the workbook was made of, if it was.
pub fn packs<'b>(
    dataset: &Dataset,
    problems: &[Problem],
    taken: &[Taken],
    book: &'b RuleBook,
) -> Vec<Pack<'b>> {
    let year = dataset.year.unwrap_or(book.year);
    // What is told of the whole table concerns everybody whose money it is.
    let of_the_table =
        |problem: &Problem| problem.code == Code::UnitSlip.as_str() && problem.department.is_none();
    let slips = match problems.iter().any(of_the_table) {
        true => unit_slip::each(dataset, book),
        false => Vec::new(),
    };
    let packs = dataset.records.iter().map(|record| {
        let concerns = record.concerns();
        let of_it = |problem: &&Problem| problem.department.as_ref() == Some(&concerns);
        let own: Vec<&Problem> = problems.iter().chain(&slips).filter(of_it).collect();
        let form = taken
            .iter()
            .find(|one| one.who.code == concerns.code && one.who.name == concerns.name);
        let mut pack = pack(record, &own, dataset, book, year);
        let changes = form.map_or(&[][..], |one| one.changes.as_slice());
        pack.notes.splice(0..0, changes.iter().map(Note::of_change));
        pack.notes.sort_by_key(|note| note.severity);
        pack
    });
    packs.filter(|pack| !pack.notes.is_empty()).collect()
}

fn pack<'b>(
    record: &Record,
    problems: &[&Problem],
    dataset: &Dataset,
    book: &'b RuleBook,
    year: u32,
) -> Pack<'b> {
    let answers = Answers::of_record(record, dataset).own(book);
    let who = Who {
        code: record.code.clone(),
        name: record.name.clone(),
        group: record.group.clone(),
    };
    let passport = Passport {
        outcome_rows: OUTCOME_ROWS.max(answers.outcome_rows()),
        ..Passport::new(book, year, Some(who))
    };
    let form = Form::new(book, passport);
    let places: HashMap<(&str, Address), Item> = cells_of(record, dataset)
        .into_iter()
        .map(|(item, sheet, address)| ((sheet.name.as_str(), address), item))
        .collect();
    let notes = problems
        .iter()
        .filter(|problem| problem.severity != Severity::Info)
        .map(|problem| {
            let sheet = problem.place.sheet.as_str();
            let at = |cell| places.get(&(sheet, cell)).copied();
            Note {
                severity: problem.severity,
                code: problem.code.clone(),
                item: problem.place.cell.and_then(at),
                message: in_the_form(&problem.message, &form, at),
                advice: problem.advice.clone(),
            }
        })
        .collect();
    Pack {
        form,
        answers,
        notes,
    }
}

/// A message that ends with a list of cells, with the form's cells in their places.
fn in_the_form(message: &str, form: &Form, at: impl Fn(Address) -> Option<Item>) -> String {
    let told = || {
        let (sentence, cells) = message.strip_suffix('）')?.rsplit_once('（')?;
        let cells: Option<Vec<String>> = cells
            .split('、')
            .map(|cell| Some(form.cell(at(Address::parse_a1(cell)?)?)?.to_string()))
            .collect();
        Some(format!("{sentence}（{}）", cells?.join("、")))
    };
    told().unwrap_or_else(|| message.to_string())
}

impl Note {
    fn of_change(change: &Change) -> Note {
        Note {
            severity: change.severity,
            code: change.code.as_str().into(),
            item: change.lost.first().copied(),
            message: change.message.clone(),
            advice: change.advice.clone(),
        }
    }
}

impl Pack<'_> {
    /// Whom it goes to.
    pub fn concerns(&self) -> Concerns {
        let who = self.form.passport.who.clone().unwrap_or_default();
        Concerns {
            code: who.code,
            name: who.name,
        }
    }

    /// How many notes have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let of_it = |note: &&Note| note.severity == severity;
        self.notes.iter().filter(of_it).count()
    }
}
