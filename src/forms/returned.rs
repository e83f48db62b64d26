//! A form that came back: what was filled in, and where the form itself was changed.
//!
//! A row is known by the mark in its hidden column, wherever it was moved. Its value is taken only where the
//! label and the unit beside it are still those of the form: a cell whose question was rewritten does not
//! answer ours. Everything else that differs is told.

use std::sync::Arc;

use super::answers::{Answers, Entry};
use super::form::{Form, FormRow, Item, OutcomeColumn, SHEET, Table, column};
use super::passport::{self, NoPassport, Passport, Who};
use super::placing::{Marks, marks};
use super::reader::Reader;
use super::refusal::{Refusal, Refused};
use super::whose;
use crate::address::Address;
use crate::problem::{Code, Place, Problem, Severity};
use crate::rulebook::RuleBook;
use crate::rulebook::outcomes::RowFigure;
use crate::workbook::{Sheet, Workbook};

/// The sheet that a form has in front that was sent back to be mended.
pub const RETURN_SHEET: &str = "退回说明";
/// The sheet of a form that was sent back that shows what came, cell by cell.
pub const ORIGINAL_SHEET: &str = "交来的原表";

/// A form that was read.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    /// Whose it is.
    pub who: Who,
    /// The year that it is of.
    pub year: u32,
    /// The how-manieth time the department filled it in.
    pub round: u32,
    /// What was filled in and taken.
    pub answers: Answers,
    /// What was filled in and not taken, each with the item that it seems to be for.
    pub doubtful: Answers,
    /// 填报日期, as written.
    pub date: Option<Entry>,
    /// Last year's figures, where the form shows them.
    pub last_year: Option<Answers>,
    /// Where the form itself was changed, without file or department.
    pub changes: Vec<FormChange>,
    /// The form as it came, where it was changed.
    pub sheet: Option<Arc<Sheet>>,
}

/// Something in a form that is not as it was handed out.
#[derive(Clone, Debug, PartialEq)]
pub struct FormChange {
    /// The code of the problem that it is.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// Where it is, if it is in one place.
    pub cell: Option<Address>,
    /// The other cells of what is told as a whole.
    pub others: Vec<Address>,
    /// What it is about; where it is an error, nothing of that was taken.
    pub items: Vec<Item>,
    /// What is changed.
    pub message: String,
    /// What to do, said to the bureau.
    pub advice: String,
}

/// How the bureau is told what the department should do, and how the department is.
const ASKED: [(&str, &str); 2] = [("请部门", "请"), ("请向部门确认", "请确认")];

impl FormChange {
    /// What to do, said to the department itself.
    pub fn advice_to_department(&self) -> String {
        let advice = self.advice.clone();
        ASKED
            .into_iter()
            .fold(advice, |advice, (bureau, department)| {
                advice.replace(bureau, department)
            })
    }

    /// The change as a problem of a department's file.
    pub fn problem(&self, who: &Who, file: &str) -> Problem {
        let place = Place::new(file, self.cell);
        let (message, advice) = (&self.message, &self.advice);
        Problem::new(self.severity, self.code, place, message, advice).of(who.concerns())
    }
}

/// Reads a workbook as a form of a rule book.
///
/// # Errors
/// It is no such form, or what is whose in it cannot be known for certain.
pub fn read(workbook: &Workbook, book: &RuleBook) -> Result<Returned, Box<Refused>> {
    let passport = Passport::of(workbook).map_err(|none| {
        let why = match none {
            NoPassport::NotAForm if has_marks(workbook, book) => Refusal::NoPassport,
            NoPassport::NotAForm => Refusal::NotAForm,
            NoPassport::OtherEdition => Refusal::OtherEdition,
            NoPassport::Unreadable => Refusal::NoPassport,
        };
        Box::new(Refused {
            sheet: original(workbook),
            ..Refused::of(why)
        })
    })?;
    let refused = |why| {
        Box::new(Refused {
            who: passport.who.clone(),
            year: Some(passport.year),
            round: Some(passport.round),
            sheet: original(workbook),
            ..Refused::of(why)
        })
    };
    if !passport.is_of(book) {
        return Err(refused(Refusal::OtherRules {
            rules: passport.rules.clone(),
            version: passport.version.clone(),
            digest: passport.digest.clone(),
        }));
    }
    let form = Form::new(book, passport.clone());
    let sheets: Vec<(&Sheet, Marks)> = workbook
        .sheets
        .iter()
        .map(|sheet| (sheet, marks(sheet, &form)))
        .filter(|(_, marks)| !marks.is_empty())
        .collect();
    let (sheet, marks) = match sheets.as_slice() {
        [] => return Err(refused(Refusal::Rearranged)),
        [only] => only,
        several => return Err(refused(Refusal::Several(several.len()))),
    };
    let mut reader = Reader::new(&form, sheet, marks);
    reader.read(workbook);
    let shown = |row: &FormRow| reader.text_of(row);
    let who = whose::decide(&form, &shown).map_err(refused)?;
    let returned = reader.result();
    Ok(Returned {
        who,
        year: passport.year,
        round: passport.round,
        sheet: (!returned.changes.is_empty()).then(|| Arc::new((*sheet).clone())),
        ..returned
    })
}

/// The sheet of a workbook that a department filled in, as far as that can be told.
fn original(workbook: &Workbook) -> Option<Arc<Sheet>> {
    let named = workbook.sheets.iter().find(|sheet| sheet.name == SHEET);
    let seen = || {
        workbook.sheets.iter().find(|sheet| {
            let ours = [RETURN_SHEET, ORIGINAL_SHEET].contains(&sheet.name.as_str());
            !sheet.hidden && !ours && !passport::is_passport(sheet)
        })
    };
    named.or_else(seen).cloned().map(Arc::new)
}

/// Whether a workbook without a passport was a form: it has the marks of one.
fn has_marks(workbook: &Workbook, book: &RuleBook) -> bool {
    let form = Form::new(book, Passport::new(book, book.year, None));
    let mut sheets = workbook.sheets.iter();
    sheets.any(|sheet| !marks(sheet, &form).is_empty())
}

/// The columns of a row that calculate by themselves.
pub(super) fn live(form: &Form, row: &FormRow) -> Vec<u16> {
    let weight = OutcomeColumn::Figure(RowFigure::Weight).column();
    match row {
        FormRow::Progress => vec![column::NUMBER, column::UNIT, column::HELP],
        FormRow::Metric { .. } => vec![form.check_column(Table::Metrics)],
        FormRow::Outcome(_) => vec![form.check_column(Table::Outcomes)],
        FormRow::OutcomeTotal(_) => vec![weight, form.check_column(Table::Outcomes)],
        FormRow::Declared { .. } => vec![form.check_column(Table::Declared)],
        FormRow::DeclaredTotal(_) => vec![column::ENTRY, form.check_column(Table::Declared)],
        FormRow::DeclaredGrade(_) => vec![column::ENTRY],
        _ => Vec::new(),
    }
}
