//! From bytes to an evaluation, as the command line's `score` goes.

use std::path::Path;
use std::sync::Arc;

use jixiao::analysis::{Evaluation, evaluate};
use jixiao::intake::{self, Dataset, IntakeError, unit_slip};
use jixiao::mistaken::{Kind, is_mere_list};
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
    pub bounds: &'static Bounds,
}

/// Reads and scores a workbook; last year's, where the rule book has use for it.
pub fn evaluation(
    file: &Dropped,
    last: Option<&Dropped>,
    manner: &Manner,
) -> Result<Evaluation<'static>, Failure> {
    tell_progress("读取", 0, 0);
    let mut workbook = open(file, manner.bounds)?;
    let last = last
        .map(|last| Ok::<_, Failure>((last, last_year(last, manner)?)))
        .transpose()?;
    let wants = !manner.book.last_year.is_empty();
    if let Some((_, last)) = last.as_ref().filter(|_| wants) {
        intake::last_year::supply(&mut workbook, last, manner.book);
    }
    let (dataset, mut problems) = read(file, workbook, manner)?;
    if let Some((_, last)) = &last {
        unit_slip::against_last_year((&dataset, manner.book), (last, manner.book), &mut problems);
    }
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
    manner: &Manner,
) -> Result<(Dataset, Vec<Problem>), Failure> {
    let mistaken = |kind: Kind| Failure::Mistaken {
        file: file.name.clone(),
        kind,
    };
    let failure = |cause| Failure::Intake {
        file: file.name.clone(),
        cause,
    };
    match intake::read(workbook, manner.book, manner.year) {
        Ok((dataset, _)) if is_mere_list(&dataset, manner.book) => {
            Err(mistaken(Kind::List(dataset.records.len())))
        }
        Err(
            cause @ (IntakeError::NoDataSheet { .. }
            | IntakeError::NoHeader { .. }
            | IntakeError::NoNameColumn { .. }
            | IntakeError::NoDepartments { .. }),
        ) => {
            let again = open(file, manner.bounds)?;
            let kind = Kind::of(again, Path::new(&file.name), manner.book);
            Err(kind.map_or_else(|| failure(cause), mistaken))
        }
        read => read.map_err(failure),
    }
}

/// Reads last year's workbook; of several years in it the one before this year, if that is known.
fn last_year(file: &Dropped, manner: &Manner) -> Result<Dataset, Failure> {
    let read = |year| {
        read(
            file,
            open(file, manner.bounds)?,
            &Manner { year, ..*manner },
        )
    };
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
