//! What is handed out of an evaluation, and what it is called: score tables, reports, ledgers, the list of problems, forms that go
//! back.

use super::TaskError;
use crate::analysis::Evaluation;
use crate::analysis::comparison::Alias;
use crate::analysis::ledger::{Ledger, ledger};
use crate::file_names::stem;
use crate::forms::return_forms::Pack;
use crate::intake::Record;
use crate::intake::ledger::{self as last_ledger, LastEntry};
use crate::problem::Problem;
use crate::problem::grouped::{ProblemGroup, by_department};
use crate::reports::{Template, template};
use crate::rulebook::RuleBook;
use crate::sheets;
use crate::workbook::{self, Bounds, Source};

/// What a department's file is called, without its extension: `101001-示例市教育局-评分表`.
pub fn name_of(record: &Record, ending: &str) -> String {
    format!("{}-{ending}", stem(record.code.as_deref(), &record.name))
}

/// What a form that goes back is called, without its extension. The name tells the round, so that none is taken for another.
pub fn pack_name(pack: &Pack) -> String {
    let who = pack.concerns();
    let stem = stem(who.code.as_deref(), &who.name);
    format!("{stem}-第{}次", pack.form.passport.round)
}

/// The problems by department, in the order of the input.
pub fn grouped<'e>(evaluation: &'e Evaluation) -> Vec<ProblemGroup<'e>> {
    let records = evaluation.dataset.records.iter();
    let order = records.map(|record| (record.code.as_deref(), record.name.as_str()));
    by_department(&evaluation.problems, order)
}

/// The problems as a workbook.
///
/// # Errors
/// The workbook could not be made.
pub fn problem_list(evaluation: &Evaluation) -> Result<Vec<u8>, TaskError> {
    Ok(sheets::problem_list(evaluation, &grouped(evaluation))?)
}

/// The departments' report template of a rule book: its own, else the one for any rule book.
pub fn template_of(book: &RuleBook) -> &str {
    book.report.as_deref().unwrap_or(template::GENERAL)
}

/// A built-in template.
///
/// # Errors
/// There is none of this name.
pub fn built_in(name: &str) -> Result<Template, TaskError> {
    Template::built_in(name).ok_or_else(|| TaskError::Template {
        name: name.into(),
        findings: Vec::new(),
    })
}

/// Last round's ledger, as people worked on it.
#[derive(Debug, Default)]
pub struct LastLedger {
    /// Its entries.
    pub entries: Vec<LastEntry>,
    /// What could not be read of it.
    pub problems: Vec<Problem>,
}

impl LastLedger {
    /// Reads it.
    ///
    /// # Errors
    /// The file cannot be read, or holds no ledger.
    pub fn read(source: &Source, book: &RuleBook) -> Result<LastLedger, TaskError> {
        let workbook = workbook::read(source, &Bounds::default())?;
        let (entries, problems) =
            last_ledger::read(&workbook, book).ok_or_else(|| TaskError::NoLedger {
                file: source.file_name(),
            })?;
        Ok(LastLedger { entries, problems })
    }
}

/// The ledger of some departments, with what people wrote into the last one, and what is to be told of that.
pub fn ledger_of(
    evaluation: &Evaluation,
    departments: &[usize],
    last: Option<LastLedger>,
    aliases: &[Alias],
) -> (Ledger, Vec<Problem>) {
    let (entries, mut problems) = match last {
        Some(last) => (Some(last.entries), last.problems),
        None => (None, Vec::new()),
    };
    let (ledger, more) = ledger(evaluation, departments, entries.as_deref(), aliases);
    problems.extend(more);
    (ledger, problems)
}
