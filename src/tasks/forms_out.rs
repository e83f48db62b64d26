//! 下达: a form for each department, with last year's figures beside the cells where they are known.

use super::{Notice, TaskError};
use crate::file_names::stem;
use crate::forms::{Answers, Form, Passport, Who};
use crate::intake::Dataset;
use crate::intake::identity::key;
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
        FormsOut {
            book,
            year,
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
        let before = self.last_year.as_ref();
        let before = before.and_then(|dataset| figures_of(who, dataset));
        Ok(sheets::form(&form, before.as_ref())?)
    }

    /// What is to be said: whose figures last year's workbook has not.
    pub fn notices(&self) -> Vec<Notice> {
        let Some(last_year) = &self.last_year else {
            return Vec::new();
        };
        let unknown = |who: &&Who| figures_of(who, last_year).is_none();
        let departments = self.departments.iter().filter(unknown);
        let departments: Vec<String> = departments.map(|who| who.name.clone()).collect();
        match departments.is_empty() {
            true => Vec::new(),
            false => vec![Notice::NothingOfLastYear { departments }],
        }
    }
}

/// What a department had last year: found by its code, else by its name.
fn figures_of(who: &Who, dataset: &Dataset) -> Option<Answers> {
    let same = |one: Option<&str>, other: Option<&str>| {
        one.zip(other).map(|(one, other)| key(one) == key(other))
    };
    let record = dataset.records.iter().find(|record| {
        same(record.code.as_deref(), who.code.as_deref())
            .unwrap_or_else(|| key(&record.name) == key(&who.name))
    })?;
    Some(Answers::of_record(record, dataset))
}
