//! 下达: a form for each department, with last year's figures beside the cells where they are known.

use super::{Notice, TaskError};
use crate::file_names::stem;
use crate::forms::{Answers, Form, Passport, Who};
use crate::intake::Dataset;
use crate::intake::identity::Index;
use crate::intake::year::is_year;
use crate::rulebook::RuleBook;
use crate::sheets;

/// The forms of a year.
#[derive(Debug)]
pub struct FormsOut<'b> {
    book: &'b RuleBook,
    year: u32,
    departments: Vec<Who>,
    last_year: Option<Dataset>,
    /// The place of each department among last year's.
    before: Vec<Option<usize>>,
}

/// The year that forms are for: what is asked for, else the rule book's.
///
/// # Errors
/// No year has this number.
pub fn year_of(wanted: Option<u32>, book: &RuleBook) -> Result<u32, TaskError> {
    let year = wanted.unwrap_or(book.year);
    match is_year(year) {
        true => Ok(year),
        false => Err(TaskError::NoSuchYear { year }),
    }
}

/// One form that names nobody.
///
/// # Errors
/// The workbook could not be made.
pub fn blank(book: &RuleBook, year: u32) -> Result<Vec<u8>, TaskError> {
    let form = Form::new(book, Passport::new(book, year, None));
    Ok(sheets::form(&form, None)?)
}

/// One wide table with a row for each department, for the bureau to fill in itself.
///
/// # Errors
/// The workbook could not be made.
pub fn wide(book: &RuleBook, year: u32, departments: &[Who]) -> Result<Vec<u8>, TaskError> {
    Ok(sheets::wide(book, year, departments)?)
}

impl<'b> FormsOut<'b> {
    /// The forms of these departments.
    pub fn new(
        book: &'b RuleBook,
        year: u32,
        departments: Vec<Who>,
        last_year: Option<Dataset>,
    ) -> FormsOut<'b> {
        let last = || last_year.iter().flat_map(|dataset| &dataset.records);
        let index = Index::new(last().map(|record| (record.code.as_deref(), &*record.name)));
        let whose = departments.iter();
        let before = whose.map(|who| index.find_certain(who.code.as_deref(), &who.name));
        FormsOut {
            book,
            year,
            before: before.collect(),
            departments,
            last_year,
        }
    }

    /// What the files are called, without an extension, one for each department.
    pub fn names(&self) -> impl Iterator<Item = String> {
        let departments = self.departments.iter();
        departments.map(|who| stem(who.code.as_deref(), &who.name))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.departments.len()
    }

    /// One department's form.
    ///
    /// # Errors
    /// The workbook could not be made.
    pub fn write(&self, index: usize) -> Result<Vec<u8>, TaskError> {
        let who = &self.departments[index];
        let passport = Passport {
            last_year: self.last_year.is_some(),
            ..Passport::new(self.book, self.year, Some(who.clone()))
        };
        let form = Form::new(self.book, passport);
        let before = self.last_year.as_ref().zip(self.before[index]);
        let before = before.map(|(last, place)| Answers::of_record(&last.records[place], last));
        Ok(sheets::form(&form, before.as_ref())?)
    }

    /// What is to be said: whose figures last year's workbook has not.
    pub fn notices(&self) -> Vec<Notice> {
        if self.last_year.is_none() {
            return Vec::new();
        }
        let departments = self.departments.iter().zip(&self.before);
        let unknown = departments.filter(|(_, before)| before.is_none());
        let departments: Vec<String> = unknown.map(|(who, _)| who.name.clone()).collect();
        match departments.is_empty() {
            true => Vec::new(),
            false => vec![Notice::NothingOfLastYear { departments }],
        }
    }
}
