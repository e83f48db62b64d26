//! A list of departments: who is to fill in a form. Any sheet with the headers will do, also an earlier
//! year's data sheet, and a mere column of names.

use super::departments::{self, Departments};
use super::identity::{Who, key};
use super::name_list::{self, Spelled};
use super::{IntakeError, without_generated};
use crate::rulebook::metric::Role;
use crate::rulebook::{Metric, RuleBook};
use crate::workbook::{Sheet, Workbook};

/// The ways in which a header of names is looked for, in their order.
const SPELLED: [Spelled; 2] = [Spelled::AsRuled, Spelled::Loosely];

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
    /// Other sheets that list departments which are not on this one.
    pub elsewhere: Vec<Elsewhere>,
}

/// A sheet beside the list that is a list, too.
#[derive(Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// Its name.
    pub sheet: String,
    /// The names that only it has.
    pub names: Vec<String>,
}

/// A department on the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its row, 0-based.
    pub row: u32,
    /// Who it is; where there is no name, the code stands for it.
    pub who: Who,
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
    let (mut roster, taken) = choose(&sheets, book)?;
    roster.elsewhere = elsewhere(&roster, &sheets, taken, book);
    Ok(roster)
}

/// The list, and the place of its sheet.
fn choose(sheets: &[Sheet], book: &RuleBook) -> Result<(Roster, usize), IntakeError> {
    let mut failure = None;
    for (place, sheet) in sheets.iter().enumerate() {
        match read_sheet(sheet, book) {
            Ok(departments) => return Ok((Roster::from(departments), place)),
            // Without these headers it may be a list all the same.
            Err(IntakeError::NoHeader { .. } | IntakeError::NoNameColumn { .. }) => {}
            Err(IntakeError::NoDepartments { sheet }) => {
                failure = failure.or(Some(IntakeError::EmptyList { sheet }));
            }
            Err(error) => failure = failure.or(Some(error)),
        }
    }
    let each = || sheets.iter().enumerate();
    let by_header = SPELLED.into_iter().find_map(|spelled| {
        each().find_map(|(place, sheet)| {
            Some((name_list::under_header(sheet, book, spelled)?, place))
        })
    });
    let mut headless =
        each().filter_map(|(place, sheet)| Some((name_list::without_header(sheet)?, place)));
    let found = by_header.or_else(|| match (headless.next(), headless.next()) {
        (only, None) => only,
        // Nobody knows which of them.
        (_, Some(_)) => None,
    });
    let twice = || {
        let mut all = sheets.iter();
        all.find_map(|sheet| name_list::names_twice(sheet, book))
    };
    match (found, failure) {
        (Some(found), _) => Ok(found),
        (None, Some(failure)) => Err(failure),
        (None, None) => Err(twice().unwrap_or_else(|| no_list(book))),
    }
}

/// Who stands in other sheets that are lists by their header, and not on the list.
fn elsewhere(roster: &Roster, sheets: &[Sheet], taken: usize, book: &RuleBook) -> Vec<Elsewhere> {
    let known = |listed: &Who| {
        let same = |one: &Who| {
            key(&one.name) == key(&listed.name) || (one.code.is_some() && one.code == listed.code)
        };
        roster.departments.iter().any(|one| same(&one.who))
    };
    let others = sheets
        .iter()
        .enumerate()
        .filter(|(place, _)| *place != taken);
    let others = others.filter_map(|(_, sheet)| {
        let list = read_sheet(sheet, book).ok().map(Roster::from).or_else(|| {
            let mut spelled = SPELLED.into_iter();
            spelled.find_map(|spelled| name_list::under_header(sheet, book, spelled))
        })?;
        let listed = list.departments.into_iter().map(|one| one.who);
        let only_there = listed.filter(|one| !known(one));
        let names: Vec<String> = only_there.map(|one| one.name).collect();
        (!names.is_empty()).then(|| Elsewhere {
            sheet: sheet.name.clone(),
            names,
        })
    });
    others.collect()
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
            who: Who::of(&record),
        });
        Roster {
            departments: listed.collect(),
            left_out: departments.left_out,
            unnamed: departments.unnamed,
            headless: None,
            elsewhere: Vec::new(),
        }
    }
}
