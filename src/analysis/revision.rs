//! What a corrected workbook changed: problems that are gone, problems that are new, departments whose scores moved.
//!
//! A problem is the same where it says the same of the same department: rows may have moved, so its cell does not count.

use std::collections::HashMap;

use rust_decimal::Decimal;

use super::evaluation::Evaluation;
use crate::intake::Record;
use crate::intake::identity::key;
use crate::problem::Problem;

/// The changes from one evaluation to the next.
#[derive(Debug, Default, PartialEq)]
pub struct Revision {
    /// Places of the earlier evaluation's problems that are not there any more.
    pub gone: Vec<usize>,
    /// Places of the later evaluation's problems that were not there before.
    pub fresh: Vec<usize>,
    /// Departments of which anything moved, in the later one's order.
    pub moved: Vec<Moved>,
    /// Places of the later one's departments that the earlier one does not have.
    pub joined: Vec<usize>,
    /// Places of the earlier one's departments that the later one does not have.
    pub left: Vec<usize>,
}

/// A department whose score or grade moved.
#[derive(Debug, PartialEq)]
pub struct Moved {
    /// Its place in the earlier evaluation.
    pub before: usize,
    /// Its place in the later one.
    pub after: usize,
    /// The indicators whose scores differ, with both.
    pub indicators: Vec<(usize, Option<Decimal>, Option<Decimal>)>,
}

/// Compares two evaluations by the same rule book.
pub fn revision(before: &Evaluation, after: &Evaluation) -> Revision {
    let pairs = pairs(&before.dataset.records, &after.dataset.records);
    let matched: Vec<usize> = pairs.iter().filter_map(|(_, before)| *before).collect();
    Revision {
        gone: unmatched(&before.problems, &after.problems),
        fresh: unmatched(&after.problems, &before.problems),
        moved: pairs
            .iter()
            .filter_map(|(place, earlier)| moved(before, after, (*earlier)?, *place))
            .collect(),
        joined: pairs
            .iter()
            .filter(|(_, earlier)| earlier.is_none())
            .map(|(place, _)| *place)
            .collect(),
        left: (0..before.cards.len())
            .filter(|place| !matched.contains(place))
            .collect(),
    }
}

/// Each of the later records with the earlier one of the same code and name, else of the same code, else of the same name; each
/// earlier one once.
fn pairs(before: &[Record], after: &[Record]) -> Vec<(usize, Option<usize>)> {
    let code = |record: &Record| record.code.as_deref().map(key);
    let name = |record: &Record| key(&record.name);
    let mut free: Vec<usize> = (0..before.len()).collect();
    let mut pairs: Vec<(usize, Option<usize>)> = (0..after.len()).map(|at| (at, None)).collect();
    let mut pair = |same: &dyn Fn(&Record, &Record) -> bool| {
        for (place, earlier) in pairs.iter_mut().filter(|(_, earlier)| earlier.is_none()) {
            let found = free
                .iter()
                .position(|other| same(&before[*other], &after[*place]));
            *earlier = found.map(|found| free.remove(found));
        }
    };
    pair(&|a, b| code(a) == code(b) && name(a) == name(b));
    pair(&|a, b| code(a).is_some() && code(a) == code(b));
    pair(&|a, b| name(a) == name(b));
    pairs
}

fn moved(before: &Evaluation, after: &Evaluation, earlier: usize, later: usize) -> Option<Moved> {
    let (old, new) = (&before.cards[earlier], &after.cards[later]);
    let scores = old.indicators.iter().zip(&new.indicators).enumerate();
    let indicators: Vec<_> = scores
        .filter(|(_, (old, new))| old.score != new.score)
        .map(|(place, (old, new))| (place, old.score, new.score))
        .collect();
    (!indicators.is_empty()).then_some(Moved {
        before: earlier,
        after: later,
        indicators,
    })
}

/// The places of problems that the others do not have; one that stands several times is matched so many times.
fn unmatched(problems: &[Problem], others: &[Problem]) -> Vec<usize> {
    let told = |problem: &Problem| {
        (
            problem.code.clone(),
            problem.place.sheet.clone(),
            problem.department.as_ref().map(|who| key(&who.name)),
            problem.message().into_owned(),
        )
    };
    let mut left: HashMap<_, usize> = HashMap::new();
    for other in others {
        *left.entry(told(other)).or_default() += 1;
    }
    let mut is_new = |problem: &Problem| match left.get_mut(&told(problem)) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    problems
        .iter()
        .enumerate()
        .filter(|(_, problem)| is_new(problem))
        .map(|(place, _)| place)
        .collect()
}
