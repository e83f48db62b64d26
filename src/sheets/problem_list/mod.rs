//! The problem list as a workbook of its own: what is wrong, before anything is scored. One file a sheet.
//!
//! | file | sheet |
//! |---|---|
//! | [`by_department`] | 按部门: one row a department and kind, with a count |
//! | `annotated::problems` | 问题清单: every problem, with a link to its cell |
//! | `annotated::source` | the input's sheets, cells with problems coloured and noted |

mod by_department;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::annotated::{marks::Marks, problems, source};
use super::properties::properties;
use super::reference;
use super::style::Style;
use crate::analysis::Evaluation;
use crate::problem::Problem;
use crate::problem::grouped::Group;

/// Every problem.
const LIST_SHEET: &str = "问题清单";
/// The problems by department and kind.
const DEPARTMENTS_SHEET: &str = "按部门";

/// The workbook's bytes; `groups` are the problems by department.
///
/// # Errors
/// The writing library refuses something, which a tested workbook never makes it do.
pub fn problem_list(evaluation: &Evaluation, groups: &[Group]) -> Result<Vec<u8>, XlsxError> {
    let style = Style::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(
        evaluation.book,
        "部门整体支出绩效数据问题清单",
    )?);
    let sheet = workbook.add_worksheet().set_name(DEPARTMENTS_SHEET)?;
    by_department::write(sheet, groups, evaluation.book, &style)?;
    let kinds = groups.iter().flat_map(|group| &group.kinds);
    let listed: Vec<&Problem> = kinds.flat_map(|kind| &kind.problems).copied().collect();
    let sheet = workbook.add_worksheet().set_name(LIST_SHEET)?;
    problems::write(sheet, &listed, &style)?;
    let marks = Marks::new(&evaluation.problems);
    let dataset = &evaluation.dataset;
    let mut taken = vec![DEPARTMENTS_SHEET.to_string(), LIST_SHEET.to_string()];
    let tables = [&dataset.outcomes, &dataset.declared].into_iter().flatten();
    let last_year = dataset.last_year.iter().map(|last| &last.table);
    let tables = std::iter::once(&dataset.data)
        .chain(tables)
        .chain(last_year);
    for table in tables {
        let sheet = workbook.add_worksheet().set_name(&table.sheet.name)?;
        source::write_table(sheet, table, 2, &marks)?;
        taken.push(table.sheet.name.clone());
    }
    for other in &dataset.others {
        let name = reference::unused_name(&other.name, &taken);
        let sheet = workbook.add_worksheet().set_name(&name)?;
        source::write_other(sheet, other, &marks)?;
        taken.push(name);
    }
    crate::sheets::saved(&mut workbook)
}
