//! 争议读法: where everybody would stand if a rule were read otherwise. Readings are choices, never chances: totals,
//! ranks and grades are reckoned for every combination of the open readings, and nothing is averaged.

pub mod chosen;
pub mod tau;
pub mod told;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::changed::Changed;
use crate::analysis::Evaluation;
use crate::analysis::ranking::rank_totals;
use crate::rulebook::Alternative;
use crate::scoring::Source;

/// So many combinations are gone through; beyond, readings are tried one at a time.
pub const MOST_COMBINATIONS: usize = 4_096;

/// An indicator that may be read otherwise, with its open readings.
#[derive(Debug)]
pub struct Choice<'b> {
    /// The indicator's place.
    pub indicator: usize,
    /// The readings that nothing settles; the rule book's own stands before them.
    pub open: Vec<&'b Alternative>,
}

/// The least and the most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span<T> {
    /// The lowest.
    pub least: T,
    /// The highest.
    pub most: T,
}

impl<T: Ord + Copy> Span<T> {
    fn widen(span: &mut Option<Span<T>>, value: T) {
        *span = Some(match *span {
            None => Span {
                least: value,
                most: value,
            },
            Some(span) => Span {
                least: span.least.min(value),
                most: span.most.max(value),
            },
        });
    }
}

/// Where a department stands over the readings; empty where it has no total.
#[derive(Clone, Debug, Default)]
pub struct Range {
    /// Its total; none where something lacks.
    pub total: Option<Span<Decimal>>,
    /// The best rank is the least.
    pub rank: Option<Span<u32>>,
    /// The grades that it gets, best first.
    pub grades: Vec<String>,
}

/// A department that stands elsewhere under a reading.
#[derive(Clone, Debug)]
pub struct Moved {
    /// Its place.
    pub department: usize,
    /// Before and after.
    pub total: (Decimal, Decimal),
    /// As it is, and under the reading.
    pub rank: (Option<u32>, Option<u32>),
    /// As it is, and under the reading.
    pub grade: (String, String),
}

/// What one reading changes, all others being the rule book's.
#[derive(Debug)]
pub struct Effect<'b> {
    /// The indicator, by its place.
    pub indicator: usize,
    /// How it is read otherwise.
    pub reading: &'b Alternative,
    /// Those whose total, rank or grade is another.
    pub moved: Vec<Moved>,
    /// Departments that have no score under it, because it needs figures that they lack.
    pub lacking: usize,
    /// How alike the rankings are, from −1 to 1; `None` where there are too few to tell.
    pub tau: Option<Decimal>,
}

/// The answers.
#[derive(Debug, Default)]
pub struct Readings<'b> {
    /// The indicators that can be read otherwise.
    pub choices: Vec<Choice<'b>>,
    /// By department, choice and reading (the rule book's first): the indicator's score.
    pub scores: Vec<Vec<Vec<Option<Decimal>>>>,
    /// How many combinations of the open readings there are.
    pub combinations: usize,
    /// Whether all of them were gone through; else ranks are those of readings taken one at a time, totals still exact.
    pub all: bool,
    /// By department.
    pub ranges: Vec<Range>,
    /// Of every reading, those that are settled too.
    pub effects: Vec<Effect<'b>>,
}

/// Scores every disputed indicator under every reading, once, and goes through the combinations.
pub fn readings<'b>(evaluation: &Evaluation<'b>) -> Readings<'b> {
    let book = evaluation.book;
    let choices: Vec<Choice> = book
        .indicators
        .iter()
        .enumerate()
        .map(|(indicator, known)| Choice {
            indicator,
            open: known
                .alternatives
                .iter()
                .filter(|one| one.settled.is_none())
                .collect(),
        })
        .filter(|choice| !choice.open.is_empty())
        .collect();
    let departments = 0..evaluation.cards.len();
    let scores: Vec<Vec<Vec<Option<Decimal>>>> = departments
        .into_par_iter()
        .map(|department| {
            let of = |choice: &Choice| {
                let own = evaluation.cards[department].indicators[choice.indicator].score;
                let others = choice.open.iter();
                let others = others.map(|one| score(evaluation, department, choice.indicator, one));
                std::iter::once(own).chain(others).collect()
            };
            choices.iter().map(of).collect()
        })
        .collect();
    let combinations = choices
        .iter()
        .try_fold(1_usize, |count, choice| {
            count.checked_mul(choice.open.len() + 1)
        })
        .unwrap_or(usize::MAX);
    let all = combinations <= MOST_COMBINATIONS;
    let effects = book.indicators.iter().enumerate();
    let effects = effects.flat_map(|(indicator, known)| {
        let readings = known.alternatives.iter();
        readings.map(move |reading| effect(evaluation, indicator, reading))
    });
    let effects: Vec<Effect> = effects.collect();
    let ranges = ranges(evaluation, &choices, &scores, all.then_some(combinations));
    Readings {
        choices,
        scores,
        combinations,
        all,
        ranges,
        effects,
    }
}

/// An indicator's score under another reading. What was declared for want of data stays.
fn score(
    evaluation: &Evaluation,
    department: usize,
    indicator: usize,
    reading: &Alternative,
) -> Option<Decimal> {
    let scored = &evaluation.cards[department].indicators[indicator];
    if scored.source == Source::Declared {
        return scored.score;
    }
    let record = &evaluation.dataset.records[department];
    reading
        .expr
        .number(&Changed::new(record, evaluation.missing))
        .ok()
}

/// The total with other scores of some indicators.
fn total(
    evaluation: &Evaluation,
    department: usize,
    others: impl Iterator<Item = (usize, Option<Decimal>)>,
) -> Option<Decimal> {
    let card = &evaluation.cards[department];
    let mut total = card.total?;
    for (indicator, score) in others {
        total += score? - card.indicators[indicator].score?;
    }
    Some(total)
}

/// The totals by which departments are ranked.
fn ranks(evaluation: &Evaluation, totals: &[Option<Decimal>]) -> Vec<Option<u32>> {
    let records = evaluation.dataset.records.iter();
    let ranked = records.zip(totals);
    let ranked: Vec<Option<Decimal>> = ranked
        .map(|(record, total)| total.filter(|_| !record.duplicate))
        .collect();
    rank_totals(&ranked).ranks
}

fn effect<'b>(
    evaluation: &Evaluation<'b>,
    indicator: usize,
    reading: &'b Alternative,
) -> Effect<'b> {
    let departments = 0..evaluation.cards.len();
    let totals: Vec<Option<Decimal>> = departments
        .into_par_iter()
        .map(|place| {
            let other = score(evaluation, place, indicator, reading);
            total(evaluation, place, std::iter::once((indicator, other)))
        })
        .collect();
    let after = ranks(evaluation, &totals);
    let before = &evaluation.ranking.ranks;
    let book = evaluation.book;
    let mut moved = Vec::new();
    let mut lacking = 0;
    for (department, card) in evaluation.cards.iter().enumerate() {
        let (Some(was), is) = (card.total, totals[department]) else {
            continue;
        };
        let Some(is) = is else {
            lacking += 1;
            continue;
        };
        let grade = |total| book.grades.of(total).name.clone();
        let one = Moved {
            department,
            total: (was, is),
            rank: (before[department], after[department]),
            grade: (grade(was), grade(is)),
        };
        if one.total.0 != one.total.1 || one.rank.0 != one.rank.1 {
            moved.push(one);
        }
    }
    let own: Vec<Option<Decimal>> = evaluation.cards.iter().map(|card| card.total).collect();
    let both = own.iter().zip(&totals);
    let both: Vec<(Decimal, Decimal)> =
        both.filter_map(|(own, other)| (*own).zip(*other)).collect();
    Effect {
        indicator,
        reading,
        moved,
        lacking,
        tau: tau::tau(&both),
    }
}

/// Where every department stands over the combinations.
fn ranges(
    evaluation: &Evaluation,
    choices: &[Choice],
    scores: &[Vec<Vec<Option<Decimal>>>],
    combinations: Option<usize>,
) -> Vec<Range> {
    let departments = evaluation.cards.len();
    let mut ranges = vec![Range::default(); departments];
    let mut seen: Vec<Vec<bool>> =
        vec![vec![false; evaluation.book.grades.iter().count()]; departments];
    let mut take = |chosen: &[usize]| {
        let totals: Vec<Option<Decimal>> = (0..departments)
            .map(|place| {
                let others = choices.iter().zip(chosen).enumerate();
                let others = others.map(|(number, (choice, reading))| {
                    (choice.indicator, scores[place][number][*reading])
                });
                total(evaluation, place, others)
            })
            .collect();
        let ranks = ranks(evaluation, &totals);
        for (place, range) in ranges.iter_mut().enumerate() {
            if let Some(total) = totals[place] {
                Span::widen(&mut range.total, total);
                note(evaluation, total, &mut seen[place]);
            }
            if let Some(rank) = ranks[place] {
                Span::widen(&mut range.rank, rank);
            }
        }
    };
    match combinations {
        Some(combinations) => (0..combinations).for_each(|number| take(&digits(number, choices))),
        None => {
            let own = vec![0; choices.len()];
            take(&own);
            for (place, choice) in choices.iter().enumerate() {
                for reading in 1..=choice.open.len() {
                    let mut chosen = own.clone();
                    chosen[place] = reading;
                    take(&chosen);
                }
            }
        }
    }
    if combinations.is_none() {
        extremes(evaluation, choices, scores, &mut ranges, &mut seen);
    }
    for (range, seen) in ranges.iter_mut().zip(seen) {
        let grades = evaluation.book.grades.iter().zip(seen);
        range.grades = grades
            .filter(|(_, seen)| *seen)
            .map(|(grade, _)| grade.name.clone())
            .collect();
    }
    ranges
}

/// A department's least and greatest total over all combinations: indicators add up, so that each may be looked at
/// alone.
fn extremes(
    evaluation: &Evaluation,
    choices: &[Choice],
    scores: &[Vec<Vec<Option<Decimal>>>],
    ranges: &mut [Range],
    seen: &mut [Vec<bool>],
) {
    for (place, range) in ranges.iter_mut().enumerate() {
        for greatest in [false, true] {
            let best = |number: usize| {
                let known = scores[place][number].iter().flatten();
                if greatest { known.max() } else { known.min() }.copied()
            };
            let others = choices.iter().enumerate();
            let others = others.map(|(number, choice)| (choice.indicator, best(number)));
            if let Some(total) = total(evaluation, place, others) {
                Span::widen(&mut range.total, total);
                note(evaluation, total, &mut seen[place]);
            }
        }
    }
}

fn note(evaluation: &Evaluation, total: Decimal, seen: &mut [bool]) {
    let grade = evaluation.book.grades.of(total);
    let place = evaluation
        .book
        .grades
        .iter()
        .position(|known| known == grade);
    if let Some(place) = place {
        seen[place] = true;
    }
}

/// Which reading of each choice a combination takes.
pub fn digits(number: usize, choices: &[Choice]) -> Vec<usize> {
    let mut rest = number;
    let digit = |choice: &Choice| {
        let readings = choice.open.len() + 1;
        let digit = rest % readings;
        rest /= readings;
        digit
    };
    choices.iter().map(digit).collect()
}
