//! 试算: what a corrected figure would give. The correction is made in a copy of what was read, which is read and scored again as
//! any workbook is: what is said of it is what would be said of the corrected file.

use super::correction::Correction;
use super::{Input, TaskError};
use crate::analysis::{Evaluation, evaluate};
use crate::intake::Dataset;
use crate::workbook::Workbook;

/// Scores the workbook of an evaluation again with corrections; `input` is what it was read from.
///
/// # Errors
/// Last year's workbook cannot be read again, or nothing is left to score.
pub fn trial<'b>(
    input: &Input,
    evaluation: &Evaluation<'b>,
    corrections: &[Correction],
) -> Result<Evaluation<'b>, TaskError> {
    let mut workbook = as_read(&evaluation.dataset, input.last_year.is_none());
    Correction::type_all(corrections, &mut workbook);
    let (dataset, problems) = input.understood(workbook, evaluation.book)?;
    let missing = evaluation.missing;
    Ok(evaluate(
        dataset,
        evaluation.book,
        missing,
        problems,
        &|| {},
    ))
}

/// The workbook that a dataset was read from, as far as it was used.
fn as_read(dataset: &Dataset, with_last_year: bool) -> Workbook {
    let tables = dataset.tables().filter(|table| {
        let last_year = dataset.last_year.as_ref();
        let is_last_year =
            last_year.is_some_and(|last| std::ptr::eq(&raw const last.table, *table));
        with_last_year || !is_last_year
    });
    Workbook {
        sheets: tables.map(|table| table.sheet.clone()).collect(),
        text: None,
    }
}
