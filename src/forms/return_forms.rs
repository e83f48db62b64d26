//! Return packs: for each department with something to mend its own form again, with every problem at its
//! cell, or where nothing of what it sent could be taken a fresh one that says why.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use super::answers::{Answers, Entry, cells_of};
use super::file_outcome::ToMend;
use super::form::{Form, Item};
use super::live::{self, Blank, Excuse};
use super::matching::{Collection, Differing, Taken, Unsettled};
use super::passport::{Doubtful, OUTCOME_ROWS, Passport, Who};
use super::returned::{FormChange, ORIGINAL_SHEET};
use super::understood;
use crate::address::Address;
use crate::decimal;
use crate::expr::{Figure, Kind};
use crate::intake::{Dataset, Record, unit_slip};
use crate::problem::{Code, Concerns, Place, Problem, Severity};
use crate::rulebook::RuleBook;
use crate::workbook::{CellValue, Sheet};

/// How many cells of several forms that differ are told one by one.
const MOST_TOLD: usize = 40;

/// What to do with a cell whose format is the form's own again.
const REFILL: &str = "请在这一格里直接重填，不用改格式";

/// What goes back to one department.
#[derive(Debug)]
pub struct Pack<'b> {
    /// Its own form.
    pub form: Form<'b>,
    /// What it had filled in, where it seems to belong.
    pub answers: Answers,
    /// Last year's figures, where the form that it sent shows them.
    pub last_year: Option<Answers>,
    /// What is wrong, errors first.
    pub notes: Vec<Note>,
    /// What came, where that is not all in the form's own cells.
    pub original: Option<Arc<Sheet>>,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// How much it weighs.
    pub severity: Severity,
    /// The problem's code.
    pub code: String,
    /// The cells of the form that it is about.
    pub items: Vec<Item>,
    /// Where it is in what came, for what is not about the form's own cells.
    pub at: Option<Address>,
    /// The other places of what is told as a whole.
    pub others: Vec<Address>,
    /// What is wrong, with the form's cells.
    pub message: String,
    /// What to do.
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
        |problem: &Problem| problem.is(Code::UnitSlip) && problem.department.is_none();
    let slips = match problems.iter().any(of_the_table) {
        true => unit_slip::each(dataset, book),
        false => Vec::new(),
    };
    let packs = dataset.records.iter().map(|record| {
        let concerns = record.concerns();
        let of_it = |problem: &&Problem| problem.department.as_ref() == Some(&concerns);
        let own: Vec<&Problem> = problems.iter().chain(&slips).filter(of_it).collect();
        let mut forms = taken.iter();
        let form = forms.find(|one| one.who.code == concerns.code && one.who.name == concerns.name);
        let mut pack = pack(record, &own, dataset, book, year);
        if let Some(form) = form {
            pack.add(form);
        }
        pack.notes.sort_by_key(|note| note.severity);
        pack
    });
    let has_something_to_mend = |pack: &Pack| {
        let mut notes = pack.notes.iter();
        notes.any(|note| note.severity != Severity::Info)
    };
    packs.filter(has_something_to_mend).collect()
}

/// A fresh form for each department that sent something of which nothing was taken. Where no form at all is of
/// the rule book the fault is not the departments': nothing goes back.
pub fn fresh<'b>(collection: &Collection, book: &'b RuleBook) -> Vec<Pack<'b>> {
    let mut unsettled = collection.unsettled.iter();
    if collection.taken.is_empty() && unsettled.all(|one| one.of_other_rules) {
        return Vec::new();
    }
    let asked = collection.taken.first().map(|one| one.year);
    let year = |one: &Unsettled| asked.or(one.year).unwrap_or(book.year);
    let unsettled = collection.unsettled.iter();
    unsettled.map(|one| again(one, book, year(one))).collect()
}

fn again<'b>(one: &Unsettled, book: &'b RuleBook, year: u32) -> Pack<'b> {
    let form = form(book, year, &one.who, &one.agreed, one.next_round);
    let advice = match (&one.sheet, one.differing.is_empty()) {
        (_, false) => {
            "请以一份为准：各份相同的内容已经填好，不同的格子空着，请补填后发回".to_string()
        }
        (Some(_), _) => {
            format!(
                "请在这份表里重新填写，可以从“{ORIGINAL_SHEET}”复制（粘贴时只粘贴数值），再发回"
            )
        }
        (None, _) => "请在这份表里重新填写，再发回".into(),
    };
    let mut notes: Vec<Note> = one
        .problems
        .iter()
        .map(|problem| Note::of_file(problem, &advice))
        .collect();
    let told = one.differing.iter().take(MOST_TOLD);
    notes.extend(told.map(|differing| Note::of_difference(differing, &form)));
    if let Some(rest) = one
        .differing
        .get(MOST_TOLD..)
        .filter(|rest| !rest.is_empty())
    {
        notes.push(Note {
            severity: Severity::Error,
            code: Code::FormTwice.as_str().into(),
            items: rest.iter().map(|differing| differing.item).collect(),
            at: None,
            others: Vec::new(),
            message: format!("还有 {} 格各份填的不同", rest.len()),
            advice: "请核对涂了颜色的格子".into(),
        });
    }
    Pack {
        form,
        answers: one.agreed.clone(),
        last_year: None,
        notes,
        original: one.sheet.clone(),
    }
}

/// A department's form with room for what it had filled in.
fn form<'b>(book: &'b RuleBook, year: u32, who: &Who, answers: &Answers, round: u32) -> Form<'b> {
    let passport = Passport {
        outcome_rows: OUTCOME_ROWS.max(answers.outcome_rows()),
        round,
        ..Passport::new(book, year, Some(who.clone()))
    };
    Form::new(book, passport)
}

fn pack<'b>(
    record: &Record,
    problems: &[&Problem],
    dataset: &Dataset,
    book: &'b RuleBook,
    year: u32,
) -> Pack<'b> {
    /// What was handed out came before.
    const SECOND: u32 = 2;
    let mut answers = Answers::of_record(record, dataset).own(book);
    let retyped = retype(&mut answers, record, book);
    let who = Who::of(record);
    let form = form(book, year, &who, &answers, SECOND);
    let places: HashMap<(&str, Address), Item> = cells_of(record, dataset)
        .into_iter()
        .map(|(item, sheet, address)| ((sheet.name.as_str(), address), item))
        .collect();
    let notes = problems
        .iter()
        .filter(|problem| problem.severity != Severity::Info)
        .map(|problem| {
            let at = |place: &Place| {
                let cell = (place.sheet.as_str(), place.cell?);
                places.get(&cell).copied()
            };
            let in_the_form = |place: &Place| Some(form.cell(at(place)?)?.to_string());
            let message = problem.message_with(in_the_form);
            let items: Vec<Item> = at(&problem.place).into_iter().collect();
            Note {
                severity: problem.severity,
                code: problem.code.clone(),
                at: None,
                others: Vec::new(),
                message: message.unwrap_or_else(|| problem.message()).into_owned(),
                advice: advice(problem, &items, book),
                items,
            }
        });
    let mut notes: Vec<Note> = notes.collect();
    for one in &retyped {
        let of_it = |note: &&mut Note| note.items.contains(&one.item);
        for note in notes.iter_mut().filter(of_it) {
            note.message = format!("{}；{}", note.message, one.told());
            note.advice = REFILL.into();
        }
    }
    notes.extend(understood::put(&mut answers, record, &notes, book));
    Pack {
        form,
        answers,
        last_year: None,
        notes,
        original: None,
    }
}

/// What to do about a problem; where outcome indicators may be filled in instead, that too.
fn advice(problem: &Problem, items: &[Item], book: &RuleBook) -> String {
    let is_instead = |item: &Item| is_instead_of_outcomes(*item, book);
    match problem.is(Code::Blank) && items.iter().any(is_instead) {
        true => {
            let sheet = &book.sheets.outcomes.name;
            format!("{}；填了“{sheet}”的，这一项可以不填", problem.advice)
        }
        false => problem.advice.clone(),
    }
}

/// Whether an item is asked for only where no outcome indicators are filled in.
fn is_instead_of_outcomes(item: Item, book: &RuleBook) -> bool {
    match item {
        Item::Metric(id) => book.metrics.get(id).is_some_and(|metric| {
            matches!(live::blank(metric, book), Blank::LackUnless(excuses)
                if excuses.contains(&Excuse::Outcomes))
        }),
        _ => false,
    }
}

/// An answer whose cell was changed.
struct Retyped {
    item: Item,
    /// What the department wrote.
    was: String,
    /// What stands there now, as a text.
    is: String,
}

impl Retyped {
    /// What is said of it.
    fn told(&self) -> String {
        let Retyped { was, is, .. } = self;
        format!("原来填的是{was}，程序已把这一格改成文字“{is}”，格式恢复成表原来的")
    }
}

/// Makes texts of the answers that could not be used because of how their cells show them: the cells get back the
/// form's own format, so that what is typed over them counts, and as texts they cannot be taken for figures. A number
/// that is out of range in whatever format stays what it is.
fn retype(answers: &mut Answers, record: &Record, book: &RuleBook) -> Vec<Retyped> {
    let mut retyped = Vec::new();
    for metric in &book.metrics {
        let item = Item::Metric(metric.variable.id);
        let refused = record.fields[metric.variable.id].figure == Figure::Unreadable;
        let Some(entry) = answers.get(item).filter(|_| refused) else {
            continue;
        };
        let is_percent = matches!(metric.kind(), Kind::Percent { .. }) && entry.is_percent();
        let shown = entry.shown();
        let (was, is) = match entry.value {
            CellValue::DateTime(_) => (format!("日期 {shown}"), shown),
            CellValue::Number(number) if entry.format.is_some() && !is_percent => {
                let number = decimal::from_f64(number);
                if number.is_some_and(|number| !metric.kind().allows(number)) {
                    let format = None;
                    answers.set(
                        item,
                        Entry {
                            format,
                            ..entry.clone()
                        },
                    );
                    continue;
                }
                (format!("数 {shown}"), format!("{shown}（请重填）"))
            }
            _ => continue,
        };
        answers.set(item, Entry::text(&*is));
        retyped.push(Retyped { item, was, is });
    }
    retyped
}

impl Note {
    /// What is said of a whole file that was not taken: its problem's place is the file.
    fn of_file(problem: &Problem, advice: &str) -> Note {
        Note {
            severity: problem.severity,
            code: problem.code.clone(),
            items: Vec::new(),
            at: None,
            others: Vec::new(),
            message: format!("“{}”：{}", problem.place.sheet, problem.message()),
            advice: advice.into(),
        }
    }

    fn of_change(change: &FormChange) -> Note {
        Note {
            severity: change.severity,
            code: change.code.as_str().into(),
            items: change.items.clone(),
            at: change.cell,
            others: change.others.clone(),
            message: change.message.clone(),
            advice: change.advice_to_department(),
        }
    }

    fn of_difference(differing: &Differing, form: &Form) -> Note {
        let said: Vec<String> = differing
            .said
            .iter()
            .map(|(file, said)| match said {
                Some(said) => format!("“{file}”填“{said}”"),
                None => format!("“{file}”没有填"),
            })
            .collect();
        Note {
            severity: Severity::Error,
            code: Code::FormTwice.as_str().into(),
            items: vec![differing.item],
            at: None,
            others: Vec::new(),
            message: format!("{}：{}", form.label(differing.item), said.join("，")),
            advice: "请填写应当采用的数".into(),
        }
    }
}

impl Pack<'_> {
    /// Adds what is known of the form that the department sent: what was not taken of it, and why.
    fn add(&mut self, taken: &Taken) {
        let book = self.form.book;
        let answers = std::mem::take(&mut self.answers);
        self.answers = answers.or(&taken.doubtful);
        let who = self.form.passport.who.clone().unwrap_or_default();
        let year = self.form.passport.year;
        self.form = form(book, year, &who, &self.answers, taken.next_round);
        self.form.passport.doubtful = taken
            .doubtful
            .iter()
            .filter_map(|(item, entry)| doubtful(&self.form, item, entry))
            .collect();
        self.original.clone_from(&taken.sheet);
        self.form.passport.last_year = taken.last_year.is_some();
        self.last_year.clone_from(&taken.last_year);
        if let Some(date) = &taken.date {
            self.answers.set(Item::Date, date.clone());
        }
        let lost = taken.changes.iter();
        let lost = lost.filter(|change| change.severity == Severity::Error);
        let lost: BTreeSet<Item> = lost
            .flat_map(|change| change.items.iter().copied())
            .collect();
        self.notes.retain(|note| !note.only_lacks(&lost, book));
        for place in 0..self.notes.len() {
            if self.may_have_slid(&self.notes[place]) {
                let advice = &mut self.notes[place].advice;
                advice.push_str("；如果是下面的答案都填低了一行，请一并往上移");
            }
        }
        let later = taken
            .refused_later
            .iter()
            .map(|problem| Note::of_file(problem, "没有采用，请在这份表里改好后发回"));
        let changes = taken.changes.iter().map(Note::of_change);
        self.notes.splice(0..0, changes.chain(later));
    }

    /// Whether a blank may be the top of answers that all stand a row too low and are of one kind, so that nothing
    /// else shows it.
    fn may_have_slid(&self, note: &Note) -> bool {
        let kind = |item: Item| match item {
            Item::Metric(id) => Some(std::mem::discriminant(self.form.book.metrics[id].kind())),
            _ => None,
        };
        let [item] = note.items.as_slice() else {
            return false;
        };
        let Some(at) = self.form.cell(*item) else {
            return false;
        };
        let mut entries = self.form.entries();
        let below = entries.find(|(_, cell)| *cell == Address::new(at.row + 1, at.column));
        note.code == Code::Blank.as_str()
            && below.is_some_and(|(below, _)| {
                self.answers.get(below).is_some()
                    && kind(*item).is_some()
                    && kind(*item) == kind(below)
            })
    }

    /// Whom it goes to.
    pub fn concerns(&self) -> Concerns {
        let who = self.form.passport.who.clone().unwrap_or_default();
        who.concerns()
    }

    /// What is wrong with what was filled in; what is wrong with the form itself is told elsewhere.
    pub fn to_mend(&self) -> ToMend {
        let own = self.notes.iter().filter(|note| !note.is_of_the_form());
        let mut to_mend = ToMend::default();
        for note in own {
            match note.severity {
                Severity::Error => to_mend.errors += 1,
                Severity::Warning => to_mend.warnings += 1,
                Severity::Info => {}
            }
        }
        to_mend
    }

    /// How many notes have a severity.
    pub fn count(&self, severity: Severity) -> usize {
        let of_it = |note: &&Note| note.severity == severity;
        self.notes.iter().filter(of_it).count()
    }
}

fn doubtful(form: &Form, item: Item, entry: &Entry) -> Option<Doubtful> {
    Some(Doubtful {
        cell: form.cell(item)?,
        shown: entry.shown(),
    })
}

impl Note {
    /// Whether it tells of the form or of a file, not of what was filled in.
    fn is_of_the_form(&self) -> bool {
        Code::of(&self.code).is_some_and(Code::is_of_a_form)
    }

    /// Whether it says no more than that something is blank of which another says why it was not taken.
    fn only_lacks(&self, lost: &BTreeSet<Item>, book: &RuleBook) -> bool {
        let outcomes = lost.iter().any(|item| matches!(item, Item::Outcome(..)));
        let explained =
            |item: &Item| lost.contains(item) || (outcomes && is_instead_of_outcomes(*item, book));
        self.code == Code::Blank.as_str()
            && !self.items.is_empty()
            && self.items.iter().all(explained)
    }
}
