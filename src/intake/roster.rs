//! A list of departments: who is to fill in a form. Any sheet with the headers will do, also an earlier
//! year's data sheet, and a mere column of names.

use super::departments::{self, Departments};
use super::name_list::{self, Spelled};
use super::{IntakeError, without_generated};
use crate::rulebook::metric::Role;
use crate::rulebook::{Metric, RuleBook};
use crate::workbook::{Sheet, Workbook};

/// A list of departments.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// In the order of the sheet.
    pub departments: Vec<Listed>,
    /// Rows, 0-based, that were taken for sums, notes and the like.
    pub left_out: Vec<u32>,
    /// Rows, 0-based, of departments that have a code and no name; the code stands for it.
    pub unnamed: Vec<u32>,
    /// The column of the names, where the sheet has no header.
    pub headless: Option<u16>,
}

/// A department on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its row, 0-based.
    pub row: u32,
    pub code: Option<String>,
    pub name: String,
    /// 主管部门.
    pub group: Option<String>,
}

/// Reads the list from the sheet of the data sheet's name, else from the first sheet that has the headers, else
/// from the first with a header for the names alone, else from the only one that holds nothing but names. Where
/// the sheet holds several years, the last one's departments are taken.
///
/// # Errors
/// No sheet is a list, or the one that is lists nobody.
pub fn read(workbook: Workbook, book: &RuleBook) -> Result<Roster, IntakeError> {
    let mut sheets = without_generated(workbook.sheets);
    sheets.sort_by_key(|sheet| !book.sheets.data.matches(&sheet.name));
    let mut failure = None;
    for sheet in &sheets {
        match read_sheet(sheet, book) {
            Ok(departments) => return Ok(Roster::from(departments)),
            // Without these headers it may be a list all the same.
            Err(IntakeError::NoHeader { .. } | IntakeError::NoNameColumn { .. }) => {}
            Err(IntakeError::NoDepartments { sheet }) => {
                failure = failure.or(Some(IntakeError::EmptyList { sheet }));
            }
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    let by_header = [Spelled::AsRuled, Spelled::Loosely]
        .into_iter()
        .find_map(|spelled| {
            let mut sheets = sheets.iter();
            sheets.find_map(|sheet| name_list::under_header(sheet, book, spelled))
        });
    let mut headless = sheets.iter().filter_map(name_list::without_header);
    let found = by_header.or_else(|| match (headless.next(), headless.next()) {
        (only, None) => only,
        // Nobody knows which of them.
        (_, Some(_)) => None,
    });
    match (found, failure) {
        (Some(roster), _) => Ok(roster),
        (None, Some(failure)) => Err(failure),
        (None, None) => Err(no_list(book)),
    }
}

fn no_list(book: &RuleBook) -> IntakeError {
    let metric = book.role(Role::Name);
    IntakeError::NoList {
        name: metric.map_or("部门名称", Metric::name).to_string(),
        others: metric
            .map(|metric| metric.aliases.clone())
            .unwrap_or_default(),
    }
}

fn read_sheet(sheet: &Sheet, book: &RuleBook) -> Result<Departments, IntakeError> {
    // What is wrong with figures does not matter to a list.
    let read = |year| {
        let (_, departments) = departments::read(sheet.clone(), book, year, &mut Vec::new())?;
        Ok(departments)
    };
    match read(None) {
        Err(IntakeError::SeveralYears { years }) => read(years.last().copied()),
        result => result,
    }
}

impl From<Departments> for Roster {
    fn from(departments: Departments) -> Roster {
        let listed = departments.taken.into_iter().map(|record| Listed {
            row: record.row,
            code: record.code,
            name: record.name,
            group: record.group,
        });
        Roster {
            departments: listed.collect(),
            left_out: departments.left_out,
            unnamed: departments.unnamed,
            headless: None,
        }
    }
}
