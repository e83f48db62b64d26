//! The same data by another rule book: what the two say otherwise, and where everybody would stand.

pub mod told;

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::analysis::Evaluation;
use crate::rulebook::RuleBook;
use crate::rulebook::difference::RuleChange;
use crate::scoring::Scorecard;

/// Everybody by another rule book.
#[derive(Debug)]
pub struct Against<'b> {
    /// The same workbook, scored by it.
    pub other: Evaluation<'b>,
    /// What it says otherwise than the rule book that scores.
    pub changes: Vec<RuleChange>,
    /// In the order of the records that are scored.
    pub departments: Vec<Department>,
}

/// One department by another rule book.
#[derive(Debug)]
pub struct Department {
    /// Its place in the other evaluation; nothing where its row was not read there.
    pub other: Option<usize>,
    /// Indicators whose score is another, those first that move the most.
    pub moved: Vec<Moved>,
}

/// An indicator whose score is another.
#[derive(Debug, PartialEq)]
pub struct Moved {
    /// What the rule book that scores calls it; the other's word where only that has it.
    pub indicator: String,
    /// Its score; nothing where it has none, or the rule book has no such indicator.
    pub was: Option<Decimal>,
    /// Its score by the other rule book.
    pub is: Option<Decimal>,
}

impl Moved {
    /// By how much; what is not there counts as nothing.
    pub fn change(&self) -> Decimal {
        self.is.unwrap_or_default() - self.was.unwrap_or_default()
    }
}

/// Holds one evaluation against another of the same workbook.
pub fn against<'b>(evaluation: &Evaluation, other: Evaluation<'b>) -> Against<'b> {
    let pairs = pairs(evaluation.book, other.book);
    let records = other.dataset.records.iter().enumerate();
    let rows: HashMap<u32, usize> = records.map(|(place, record)| (record.row, place)).collect();
    let departments = evaluation.dataset.records.iter().enumerate();
    let departments = departments.map(|(place, record)| {
        let found = rows.get(&record.row).copied();
        let found = found.filter(|found| other.dataset.records[*found].name == record.name);
        let cards = (
            &evaluation.cards[place],
            found.map(|found| &other.cards[found]),
        );
        Department {
            other: found,
            moved: moved(&pairs, cards.0, cards.1),
        }
    });
    Against {
        changes: evaluation.book.changes_to(other.book),
        departments: departments.collect(),
        other,
    }
}

impl Against<'_> {
    /// A department's scores by the other rule book.
    pub fn card(&self, department: &Department) -> Option<&Scorecard> {
        department.other.map(|place| &self.other.cards[place])
    }

    /// Its rank by the other rule book.
    pub fn rank(&self, department: &Department) -> Option<u32> {
        department
            .other
            .and_then(|place| self.other.ranking.ranks[place])
    }
}

/// An indicator in either rule book.
struct Pair<'b> {
    name: &'b str,
    was: Option<usize>,
    is: Option<usize>,
}

/// The indicators of two rule books side by side, by their names or aliases.
fn pairs<'b>(was: &'b RuleBook, is: &'b RuleBook) -> Vec<Pair<'b>> {
    let mut taken = vec![false; is.indicators.len()];
    let own = was.indicators.iter().enumerate();
    let mut pairs: Vec<Pair> = own
        .map(|(place, indicator)| Pair {
            name: &indicator.name,
            was: Some(place),
            is: None,
        })
        .collect();
    // Names come before aliases, which two indicators may share.
    for by_alias in [false, true] {
        for pair in pairs.iter_mut().filter(|pair| pair.is.is_none()) {
            let Some(place) = pair.was else { continue };
            let own = &was.indicators[place];
            let found = is.indicators.iter().enumerate().find(|(other, one)| {
                let same = match by_alias {
                    false => one.name == own.name,
                    true => one.aliases.contains(&own.name) || own.aliases.contains(&one.name),
                };
                same && !taken[*other]
            });
            if let Some((other, _)) = found {
                (pair.is, taken[other]) = (Some(other), true);
            }
        }
    }
    let new = is.indicators.iter().enumerate();
    let new = new.filter(|(place, _)| !taken[*place]);
    pairs.extend(new.map(|(place, indicator)| Pair {
        name: &indicator.name,
        was: None,
        is: Some(place),
    }));
    pairs
}

fn moved(pairs: &[Pair], was: &Scorecard, is: Option<&Scorecard>) -> Vec<Moved> {
    let score = |card: Option<&Scorecard>, place: Option<usize>| {
        card.zip(place)
            .and_then(|(card, place)| card.indicators[place].score)
    };
    let mut moved: Vec<Moved> = match is {
        None => Vec::new(),
        Some(is) => pairs
            .iter()
            .map(|pair| Moved {
                indicator: pair.name.into(),
                was: score(Some(was), pair.was),
                is: score(Some(is), pair.is),
            })
            .filter(|one| one.was != one.is)
            .collect(),
    };
    moved.sort_by_key(|one| std::cmp::Reverse(one.change().abs()));
    moved
}
