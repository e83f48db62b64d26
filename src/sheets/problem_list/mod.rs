//! The problem list as a workbook of its own: what is wrong, before anything is scored. One file a sheet.
//!
//! | file | sheet |
//! |---|---|
//! | [`by_department`] | 按部门: one row a department and kind, with a count |
//! | `annotated::problems` | 问题清单: every problem, with a link to its cell |
//! | `annotated::source` | the input's sheets, cells with problems coloured and noted |

mod by_department;

use rust_xlsxwriter::XlsxError;

use super::annotated::source::{self, OF_DATA, OF_OTHERS};
use super::annotated::{marks::Marks, problems};
use crate::analysis::{Evaluation, Extent};
use crate::intake::Table;
use crate::problem::Problem;
use crate::problem::grouped::ProblemGroup;
use crate::sheets::layer::{Book, Store};

/// The problems by department and kind.
const DEPARTMENTS_SHEET: &str = "按部门";

/// The workbook's bytes; `groups` are the problems by department.
///
/// # Errors
/// The writing library refuses something, which a tested workbook never makes it do.
pub fn problem_list(
    evaluation: &Evaluation,
    groups: &[ProblemGroup],
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new(evaluation.book, "部门整体支出绩效数据问题清单")?;
    by_department::write(book.sheet(DEPARTMENTS_SHEET)?, groups, evaluation.book)?;
    let kinds = groups.iter().flat_map(|group| &group.kinds);
    let listed: Vec<&Problem> = kinds.flat_map(|kind| &kind.problems).copied().collect();
    let extent = Extent::usual(evaluation);
    if extent.streamed {
        book.with_streams(Store::default());
    }
    let marks = Marks::new(&evaluation.problems, extent.streamed);
    problems::write_all(&mut book, &listed, extent.rows, Some(&marks))?;
    let dataset = &evaluation.dataset;
    let mut write = |table: &Table, frozen| {
        source::write_table(book.large(&table.sheet.name)?, table, frozen, &marks)
    };
    write(&dataset.data, OF_DATA)?;
    for table in dataset.outcomes.iter().chain(&dataset.declared) {
        write(table, OF_OTHERS)?;
    }
    if let Some(last) = &dataset.last_year {
        write(&last.table, OF_DATA)?;
    }
    for other in &dataset.others {
        source::write_other(book.large_like(&other.name)?, other, &marks)?;
    }
    book.saved()
}
