//! Points lost: which indicators cost a department points, and how many. What ledgers, reports and rankings
//! say of losses starts here, so that each lost point stands everywhere once.
//!
//! An indicator without a score (待定) has lost nothing: its data are wanted first. [`unscored`] lists those.

use rust_decimal::Decimal;

use crate::rulebook::RuleBook;
use crate::scoring::Scorecard;

/// An indicator on which a department lost points. Its name, points and advice stand in the rule book, the
/// explanation with figures on the scorecard, both at the same place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Loss {
    /// The indicator's place in the rule book and on the scorecard.
    pub indicator: usize,
    /// What it scored.
    pub score: Decimal,
    /// What it lost: its points less its score, above 0.
    pub lost: Decimal,
}

/// Every indicator that lost points, in the rule book's order. Where the department has a total, the losses
/// add up to the full mark less the total.
pub fn losses(card: &Scorecard, book: &RuleBook) -> Vec<Loss> {
    card.indicators
        .iter()
        .zip(&book.indicators)
        .enumerate()
        .filter_map(|(indicator, (scored, rule))| {
            let score = scored.score?;
            let lost = rule.points - score;
            (lost > Decimal::ZERO).then_some(Loss {
                indicator,
                score,
                lost,
            })
        })
        .collect()
}

/// The losses that weigh most, at most `count`; equal ones in the rule book's order.
pub fn largest(card: &Scorecard, book: &RuleBook, count: usize) -> Vec<Loss> {
    let mut losses = losses(card, book);
    losses.sort_by_key(|loss| std::cmp::Reverse(loss.lost));
    losses.truncate(count);
    losses
}

/// The indicators without a score (待定), in the rule book's order.
pub fn unscored(card: &Scorecard) -> impl Iterator<Item = usize> {
    let scores = card.indicators.iter().enumerate();
    scores
        .filter(|(_, scored)| scored.score.is_none())
        .map(|(indicator, _)| indicator)
}
