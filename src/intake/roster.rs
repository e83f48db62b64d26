//! A list of departments: who is to fill in a form. Any sheet with the headers will do, also an earlier
//! year's data sheet.

use super::departments::{self, Departments};
use super::{IntakeError, without_generated};
use crate::problem::{Problem, Severity};
use crate::rulebook::RuleBook;
use crate::rulebook::metric::Role;
use crate::workbook::{Sheet, Workbook};

/// A department on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its row, 0-based.
    pub row: u32,
    pub code: Option<String>,
    pub name: String,
    pub group: Option<String>,
}

/// Reads the list from the sheet of the data sheet's name, else from the first sheet that has the headers.
/// Where the sheet holds several years, the last one's departments are taken.
///
/// # Errors
/// No sheet has the headers, or the one that has them lists nobody.
pub fn read(
    workbook: Workbook,
    book: &RuleBook,
    problems: &mut Vec<Problem>,
) -> Result<Vec<Listed>, IntakeError> {
    let mut sheets = without_generated(workbook.sheets);
    sheets.sort_by_key(|sheet| !book.sheets.data.matches(&sheet.name));
    let mut failure = None;
    for sheet in sheets {
        let mut own = Vec::new();
        match read_sheet(&sheet, book, &mut own) {
            Ok(departments) => {
                // What is wrong with figures does not matter to a list.
                own.retain(|problem| problem.severity == Severity::Error && is_about_who(problem));
                problems.extend(own);
                return Ok(listed(departments));
            }
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    Err(failure.unwrap_or_else(|| IntakeError::NoHeader {
        sheet: String::new(),
        name: book.role(Role::Name).map_or("部门名称", |metric| metric.name()).into(),
    }))
}

fn read_sheet(
    sheet: &Sheet,
    book: &RuleBook,
    problems: &mut Vec<Problem>,
) -> Result<Departments, IntakeError> {
    match departments::read(sheet.clone(), book, None, problems) {
        Err(IntakeError::SeveralYears { years }) => {
            problems.clear();
            let last = years.last().copied();
            departments::read(sheet.clone(), book, last, problems)
        }
        result => result,
    }
    .map(|(_, departments)| departments)
}

/// A row with figures and no name might be a department.
fn is_about_who(problem: &Problem) -> bool {
    problem.code == crate::problem::Code::RowUnnamed.as_str()
}

fn listed(departments: Departments) -> Vec<Listed> {
    departments
        .taken
        .into_iter()
        .map(|record| Listed {
            row: record.row,
            code: record.code,
            name: record.name,
            group: record.group,
        })
        .collect()
}
