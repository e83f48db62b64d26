//! A workbook of departments, read with last year's beside it; and what it is where it is something else.

use super::TaskError;
use super::mistaken::{Kind, is_mere_list};
use crate::analysis::{Evaluation, evaluate};
use crate::intake::opinions::LastOpinion;
use crate::intake::{self, Dataset, IntakeError, anomalies, unit_slip};
use crate::problem::Problem;
use crate::rulebook::RuleBook;
use crate::scoring::Missing;
use crate::workbook::{self, Bounds, Source, Workbook};

/// A workbook of departments, and how it is to be read.
#[derive(Clone, Copy, Debug)]
pub struct Input<'i> {
    /// The workbook.
    pub file: &'i Source,
    /// Last year's, where there is one: the rule book may use its figures, and amounts are held against them.
    pub last_year: Option<&'i Source>,
    /// A result that the bureau wrote its opinions into, where they are to be kept.
    pub review: Option<&'i Source>,
    /// Whether figures are told that look wrong though nothing forbids them.
    pub anomalies: bool,
    /// Which year is meant, where the workbook holds several.
    pub year: Option<u32>,
    /// How much a file may hold.
    pub bounds: &'i Bounds,
}

impl Input<'_> {
    /// Reads the workbook.
    ///
    /// # Errors
    /// A file cannot be read or used, or last year's is not of a year before.
    pub fn dataset(&self, book: &RuleBook) -> Result<(Dataset, Vec<Problem>), TaskError> {
        let workbook = workbook::read(self.file, self.bounds)?;
        self.understood(workbook, book)
    }

    /// Takes departments from the workbook as it was opened, or as it was corrected since.
    pub(super) fn understood(
        &self,
        mut workbook: Workbook,
        book: &RuleBook,
    ) -> Result<(Dataset, Vec<Problem>), TaskError> {
        let last = match self.last_year {
            Some(source) => Some((source, last_year(source, book, self.year, self.bounds)?)),
            None => None,
        };
        if let Some((_, last)) = last.as_ref().filter(|_| !book.last_year.is_empty()) {
            intake::last_year::supply(&mut workbook, last, book);
        }
        let (mut dataset, mut problems) = read_with(self.file, workbook, book, self.year)?;
        if let Some(source) = self.review {
            let of_review = opinions(source, book, self.bounds, &mut problems)?;
            let own = std::mem::replace(&mut dataset.opinions, of_review);
            dataset.opinions.extend(own);
        }
        if let Some((source, last)) = &last {
            if let (Some(last), Some(this)) = (last.year, dataset.year)
                && last >= this
            {
                let file = source.name();
                return Err(TaskError::NotLastYear { file, last, this });
            }
            unit_slip::against_last_year((&dataset, book), (last, book), &mut problems);
        }
        if self.anomalies {
            let last = last.as_ref().map(|(_, last)| (last, book));
            anomalies::run(&dataset, last, book, &mut problems);
        }
        Ok((dataset, problems))
    }

    /// Reads and scores the workbook; `counted` is told how many departments there are, and gives what is called after each.
    ///
    /// # Errors
    /// As [`Input::dataset`].
    pub fn evaluate<'b, Done: Fn() + Sync>(
        &self,
        book: &'b RuleBook,
        missing: Missing,
        counted: impl FnOnce(usize) -> Done,
    ) -> Result<Evaluation<'b>, TaskError> {
        let (dataset, problems) = self.dataset(book)?;
        let done = counted(dataset.records.len());
        Ok(evaluate(dataset, book, missing, problems, &done))
    }
}

/// What the bureau wrote into a result.
fn opinions(
    source: &Source,
    book: &RuleBook,
    bounds: &Bounds,
    problems: &mut Vec<Problem>,
) -> Result<Vec<LastOpinion>, TaskError> {
    let workbook = workbook::read(source, bounds)?;
    intake::opinions::read(&workbook, book, problems).ok_or_else(|| TaskError::NoReview {
        file: source.file_name(),
    })
}

/// Takes departments from a workbook that was opened; `source` is read once more only to tell what it is instead.
///
/// # Errors
/// It cannot be used, or is something else.
pub fn read_with(
    source: &Source,
    workbook: Workbook,
    book: &RuleBook,
    year: Option<u32>,
) -> Result<(Dataset, Vec<Problem>), TaskError> {
    let mistaken = |kind: Kind| TaskError::Mistaken {
        file: source.name(),
        kind,
    };
    let failure = |cause: IntakeError| TaskError::Intake {
        file: source.file_name(),
        cause,
    };
    match intake::read(workbook, book, year) {
        Ok((dataset, _)) if is_mere_list(&dataset, book) => {
            Err(mistaken(Kind::List(dataset.records.len())))
        }
        Err(
            cause @ (IntakeError::NoDataSheet { .. }
            | IntakeError::NoHeader { .. }
            | IntakeError::NoNameColumn { .. }
            | IntakeError::NoDepartments { .. }),
        ) => Err(match kind_of(source, book) {
            Some(kind) => mistaken(kind),
            None => failure(cause),
        }),
        read => read.map_err(failure),
    }
}

/// What the workbook in a file is, as [`Kind::of`].
pub fn kind_of(source: &Source, book: &RuleBook) -> Option<Kind> {
    let workbook = workbook::read(source, &Bounds::default()).ok()?;
    Kind::of(workbook, &source.file_name(), book)
}

/// Reads last year's workbook; of several years in it the one before this year, if that is known.
///
/// # Errors
/// It cannot be read or used, or is something else.
pub fn last_year(
    source: &Source,
    book: &RuleBook,
    this: Option<u32>,
    bounds: &Bounds,
) -> Result<Dataset, TaskError> {
    let read = |year| read_with(source, workbook::read(source, bounds)?, book, year);
    let read = match (read(None), this) {
        (
            Err(TaskError::Intake {
                cause: IntakeError::SeveralYears { .. },
                ..
            }),
            Some(this),
        ) => read(this.checked_sub(1)),
        (read, _) => read,
    };
    read.map(|(dataset, _)| dataset)
}
