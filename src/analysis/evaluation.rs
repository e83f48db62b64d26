//! Everything that a run found out, as plain data. Sheets, JSON and the terminal are readers of it.

use super::opinions::{self, Opinions};
use super::ranking::{self, Ranking};
use super::review::{self, Review};
use super::statistics::{self, Statistics};
use crate::intake::{Dataset, Record};
use crate::problem::{Code, Problem, Severity};
use crate::rulebook::RuleBook;
use crate::scoring::{self, Missing, Scorecard};

/// A dataset, scored and looked at.
#[derive(Debug)]
pub struct Evaluation<'b> {
    /// The rules that it was scored by.
    pub book: &'b RuleBook,
    /// What was scored.
    pub dataset: Dataset,
    /// What was done where data were missing.
    pub missing: Missing,
    /// In the dataset's order.
    pub cards: Vec<Scorecard>,
    /// The departments with a total, best first.
    pub ranking: Ranking,
    /// Means, spreads and grades of all departments.
    pub statistics: Statistics,
    /// Only of departments that declared scores.
    pub reviews: Vec<Review>,
    /// What the bureau said of scores, and what it recognizes.
    pub opinions: Opinions,
    /// Errors first, then by sheet and cell.
    pub problems: Vec<Problem>,
}

/// Scores a dataset; `done` is called after each department.
pub fn evaluate<'b>(
    dataset: Dataset,
    book: &'b RuleBook,
    missing: Missing,
    mut problems: Vec<Problem>,
    done: &(dyn Fn() + Sync),
) -> Evaluation<'b> {
    let (cards, more) = scoring::score(&dataset, book, missing, done);
    problems.extend(more);
    let (opinions, more) = opinions::opinions(&dataset.opinions, &dataset.records, &cards, book);
    problems.extend(more);
    sort(&mut problems, &dataset);
    Evaluation {
        ranking: ranking::rank(&dataset.records, &cards),
        statistics: statistics::statistics(&dataset.records, &cards, book),
        opinions,
        reviews: review::review(&dataset.records, &cards, book),
        book,
        missing,
        cards,
        problems,
        dataset,
    }
}

/// Errors first; within a severity by sheet as they stand in the workbook, then by row and column.
fn sort(problems: &mut [Problem], dataset: &Dataset) {
    let place = |sheet: &str| match () {
        () if sheet == dataset.data.sheet.name => 0,
        () if dataset
            .outcomes
            .as_ref()
            .is_some_and(|table| table.sheet.name == sheet) =>
        {
            1
        }
        () => 2,
    };
    problems.sort_by(|a, b| {
        (a.severity, place(&a.place.sheet), a.place.cell, &a.code).cmp(&(
            b.severity,
            place(&b.place.sheet),
            b.place.cell,
            &b.code,
        ))
    });
}

impl Evaluation<'_> {
    /// The departments with their scorecards, in input order.
    pub fn departments(&self) -> impl Iterator<Item = (&Record, &Scorecard)> {
        self.dataset.records.iter().zip(&self.cards)
    }

    /// Why a department scored what it did on an indicator, both by their places.
    pub fn explanation(&self, department: usize, indicator: usize) -> String {
        let record = &self.dataset.records[department];
        self.cards[department].explanation(indicator, record, self.book)
    }

    /// What a department declared beside its scores, if it did.
    pub fn review_of(&self, department: usize) -> Option<&Review> {
        let place = self
            .reviews
            .binary_search_by_key(&department, |review| review.department);
        place.ok().map(|place| &self.reviews[place])
    }

    /// How many problems of a severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.problems
            .iter()
            .filter(|problem| problem.severity == severity)
            .count()
    }

    /// How many errors are in what the bureau itself wrote: not for departments to correct.
    pub fn errors_of_review(&self) -> usize {
        let of_review = [Code::OpinionReason, Code::OpinionScore];
        let of_review = of_review.into_iter().flat_map(|code| self.of_code(code));
        of_review
            .filter(|problem| problem.severity == Severity::Error)
            .count()
    }

    /// The problems of one of the program's own codes.
    pub fn of_code(&self, code: Code) -> impl Iterator<Item = &Problem> {
        let problems = self.problems.iter();
        problems.filter(move |problem| problem.is(code))
    }

    /// Whether every one of some departments was scored.
    pub fn all_scored(&self, departments: &[usize]) -> bool {
        let cards = &self.cards;
        departments
            .iter()
            .all(|place| cards[*place].total.is_some())
    }

    /// Whether every department was scored and no error stands in the problem list.
    pub fn is_clean(&self) -> bool {
        self.cards.iter().all(|card| card.total.is_some()) && self.count(Severity::Error) == 0
    }
}
