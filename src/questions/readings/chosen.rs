//! Where everybody stands under the readings that somebody chose.

use rust_decimal::Decimal;

use super::{Readings, ranks, total};
use crate::analysis::Evaluation;

/// Where a department stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its total; none where it has none, or a chosen reading needs figures that it lacks.
    pub total: Option<Decimal>,
    /// Its grade.
    pub grade: Option<String>,
    /// Its rank.
    pub rank: Option<u32>,
}

/// Every department under the readings that are chosen: of each choice the place of one, the rule book's own first. A choice that
/// is not named, or has no such reading, is read as the rule book reads it.
pub fn standings(evaluation: &Evaluation, readings: &Readings, chosen: &[usize]) -> Vec<Standing> {
    let departments = 0..evaluation.cards.len();
    let totals: Vec<Option<Decimal>> = departments
        .map(|place| {
            let choices = readings.choices.iter().enumerate();
            let others = choices.map(|(number, choice)| {
                let scores = &readings.scores[place][number];
                let reading = chosen.get(number).copied().unwrap_or_default();
                (choice.indicator, *scores.get(reading).unwrap_or(&scores[0]))
            });
            total(evaluation, place, others)
        })
        .collect();
    let ranks = ranks(evaluation, &totals);
    let standings = totals.into_iter().zip(ranks);
    standings
        .map(|(total, rank)| Standing {
            total,
            grade: total.map(|total| evaluation.book.grades.of(total).name.clone()),
            rank,
        })
        .collect()
}
