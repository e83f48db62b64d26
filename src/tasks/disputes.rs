//! 争议数据: which figures are disputed, from a sheet of the input and from a file of their own.

use super::TaskError;
use crate::analysis::Evaluation;
use crate::intake::disputes::{self, Dispute};
use crate::problem::{Code, Place, Problem, Severity};
use crate::workbook::{self, Bounds, Source};

/// Takes the disputes from the input's own sheet 争议数据 and from a file; what cannot be used is told.
///
/// # Errors
/// The file cannot be read.
pub fn disputes(
    evaluation: &Evaluation,
    file: Option<&Source>,
    bounds: &Bounds,
) -> Result<(Vec<Dispute>, Vec<Problem>), TaskError> {
    let (dataset, book) = (&evaluation.dataset, evaluation.book);
    let mut problems = Vec::new();
    let of_file = match file {
        Some(source) => Some(workbook::read(source, bounds)?.sheets),
        None => None,
    };
    let mut sheets = disputes::sheets(&dataset.others, book, false);
    if let (Some(own), Some(source)) = (&of_file, file) {
        let found = disputes::sheets(own, book, true);
        if found.is_empty() {
            problems.push(no_sheet(source));
        }
        sheets.extend(found);
    }
    let disputes = disputes::read(&sheets, dataset, book, &mut problems);
    Ok((disputes, problems))
}

fn no_sheet(source: &Source) -> Problem {
    Problem::new(
        Severity::Error,
        Code::ColumnAbsent,
        Place::new(disputes::SHEET, None),
        format!("“{}”里没有争议数据的表头", source.file_name()),
        "表头应有：部门名称、数据项、数据A、数据B（部门编码、说明可有可无）",
    )
}
