//! From bytes to an evaluation, as the command line's `score` goes.

use std::sync::Arc;

use jixiao::analysis::{Evaluation, evaluate};
use jixiao::forms::{NoPassport, Passport};
use jixiao::intake::{self, Dataset, IntakeError};
use jixiao::problem::Problem;
use jixiao::rulebook::RuleBook;
use jixiao::scoring::Missing;
use jixiao::workbook::{self, Bounds, Source, Workbook};

use crate::failure::Failure;
use crate::tell_progress;

/// A file that was dropped.
#[derive(Clone)]
pub struct Dropped {
    pub name: String,
    pub bytes: Arc<[u8]>,
}

/// How a workbook is to be read and scored.
pub struct Manner {
    pub book: &'static RuleBook,
    pub missing: Missing,
    pub year: Option<u32>,
    pub bounds: Bounds,
}

/// Reads and scores a workbook; last year's, where the rule book has use for it.
pub fn evaluation(
    file: &Dropped,
    last: Option<&Dropped>,
    manner: &Manner,
) -> Result<Evaluation<'static>, Failure> {
    tell_progress("读取", 0, 0);
    let mut workbook = open(file, &manner.bounds)?;
    let last = last.filter(|_| !manner.book.last_year.is_empty());
    let last = last
        .map(|last| Ok::<_, Failure>((last, last_year(last, manner)?)))
        .transpose()?;
    if let Some((_, last)) = &last {
        intake::last_year::supply(&mut workbook, last, manner.book);
    }
    let (dataset, problems) = read(file, workbook, manner.book, manner.year)?;
    if let Some((from, read)) = &last
        && let (Some(last), Some(this)) = (read.year, dataset.year)
        && last >= this
    {
        return Err(Failure::NotLastYear {
            file: from.name.clone(),
            last,
            this,
        });
    }
    let count = dataset.records.len() as u32;
    let done = std::sync::atomic::AtomicU32::new(0);
    let step = || {
        let done = done.fetch_add(1, std::sync::atomic::Ordering::Relaxed) + 1;
        if done.is_multiple_of(20) {
            tell_progress("评分", done, count);
        }
    };
    Ok(evaluate(
        dataset,
        manner.book,
        manner.missing,
        problems,
        &step,
    ))
}

fn open(file: &Dropped, bounds: &Bounds) -> Result<Workbook, Failure> {
    let source = Source::Bytes {
        name: file.name.clone(),
        bytes: file.bytes.clone(),
    };
    Ok(workbook::read(&source, bounds)?)
}

fn read(
    file: &Dropped,
    workbook: Workbook,
    book: &RuleBook,
    year: Option<u32>,
) -> Result<(Dataset, Vec<Problem>), Failure> {
    let is_form = Passport::of(&workbook) != Err(NoPassport::NotAForm);
    let file = file.name.clone();
    intake::read(workbook, book, year).map_err(|cause| match cause {
        IntakeError::NoDataSheet { .. } if is_form => Failure::OneForm { file },
        cause => Failure::Intake { file, cause },
    })
}

/// Reads last year's workbook; of several years in it the one before this year, if that is known.
fn last_year(file: &Dropped, manner: &Manner) -> Result<Dataset, Failure> {
    let read = |year| read(file, open(file, &manner.bounds)?, manner.book, year);
    let read = match (read(None), manner.year) {
        (
            Err(Failure::Intake {
                cause: IntakeError::SeveralYears { .. },
                ..
            }),
            Some(this),
        ) => read(this.checked_sub(1)),
        (read, _) => read,
    };
    read.map(|(dataset, _)| dataset)
}
