//! Points lost: which indicators cost a department points, and how many. What ledgers, reports and rankings
//! say of losses starts here, so that each lost point stands everywhere once.
//!
//! An indicator without a score (待定) has lost nothing: its data are wanted first. [`unscored`] lists those.

use rust_decimal::Decimal;

use crate::decimal;
use crate::expr::Style;
use crate::expr::evaluate::row_values;
use crate::expr::told::digits;
use crate::intake::Record;
use crate::rulebook::RuleBook;
use crate::scoring::{Scorecard, Source};

/// An indicator on which a department lost points. Its name, points and advice stand in the rule book, the
/// explanation is [`Scorecard::explanation`], both by the same place.
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

/// The same by name, each with what is lost.
pub fn largest_named(card: &Scorecard, book: &RuleBook, count: usize) -> Vec<String> {
    let largest = largest(card, book, count);
    let named = largest.iter().map(|loss| {
        let lost = decimal::trimmed(loss.lost, 2);
        format!("{} −{lost}", book.indicators[loss.indicator].name)
    });
    named.collect()
}

/// The indicators without a score (待定), in the rule book's order.
pub fn unscored(card: &Scorecard) -> impl Iterator<Item = usize> {
    let scores = card.indicators.iter().enumerate();
    scores
        .filter(|(_, scored)| scored.score.is_none())
        .map(|(indicator, _)| indicator)
}

/// Why an indicator, by its place, scored what it did: its explanation, and before it the department's own outcome
/// indicators that were not wholly met, by name with weight and completion.
pub fn basis(record: &Record, card: &Scorecard, place: usize, book: &RuleBook) -> String {
    let (scored, explanation) = (
        &card.indicators[place],
        card.explanation(place, record, book),
    );
    let outcomes = book.outcomes.as_ref();
    let measures = book.indicators[place].expr.measures_rows();
    let Some(outcomes) = outcomes.filter(|_| measures && scored.source == Source::Computed) else {
        return explanation;
    };
    let unmet = record.outcomes.iter().filter_map(|row| {
        let (weight, completion) = row_values(&outcomes.rule, row).ok()?;
        (completion < Decimal::ONE).then(|| {
            format!(
                "{} {} × {}",
                row.title,
                decimal::trimmed(weight, 4),
                digits(completion, Style::Percent, &[])
            )
        })
    });
    let unmet: Vec<String> = unmet.collect();
    match unmet.is_empty() {
        true => explanation,
        false => format!(
            "没有全部完成的有 {} 项：{}；{explanation}",
            unmet.len(),
            unmet.join("、")
        ),
    }
}
