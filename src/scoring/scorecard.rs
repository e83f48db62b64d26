//! The result of scoring one department.

use rust_decimal::Decimal;
use serde::Serialize;

use super::Missing;
use crate::rulebook::RuleBook;

/// What users see where there is no score, total or grade.
pub const PENDING: &str = "待定";

/// Where a score comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// From the figures, by the rules.
    Computed,
    /// 采用自评: taken from what the department declared, because data were missing.
    Declared,
    /// 待定: there is no score.
    Missing,
}

/// One indicator's score.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndicatorScore {
    /// `None` is 待定, not 0.
    pub score: Option<Decimal>,
    /// Where the score comes from.
    pub source: Source,
}

/// One department's scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Scorecard {
    /// In the rule book's order.
    pub indicators: Vec<IndicatorScore>,
    /// By first-level indicator; none where one of its indicators has no score.
    pub subtotals: Vec<Option<Decimal>>,
    /// The sum of all; none where any indicator has no score.
    pub total: Option<Decimal>,
    /// The sum of what was scored.
    pub scored_total: Decimal,
    /// What the indicators that were scored could have got.
    pub scored_points: Decimal,
    /// The grade's name, or `None` for 待定.
    pub grade: Option<String>,
    /// What the department lacks, by name.
    pub lacking: Vec<String>,
    /// What was done about that.
    pub missing: Missing,
}

impl Scorecard {
    /// Adds up the indicators' scores.
    pub fn new(
        indicators: Vec<IndicatorScore>,
        lacking: Vec<String>,
        book: &RuleBook,
        missing: Missing,
    ) -> Scorecard {
        let sum =
            |scores: &mut dyn Iterator<Item = Option<Decimal>>| -> Option<Decimal> { scores.sum() };
        let subtotals: Vec<Option<Decimal>> = book
            .framework
            .iter()
            .map(|first| {
                sum(&mut book
                    .under(&first.name)
                    .map(|(index, _)| indicators[index].score))
            })
            .collect();
        let total = sum(&mut indicators.iter().map(|indicator| indicator.score));
        let scored = || {
            indicators
                .iter()
                .zip(&book.indicators)
                .filter_map(|(scored, indicator)| Some((scored.score?, indicator.points)))
        };
        Scorecard {
            subtotals,
            scored_total: scored().map(|(score, _)| score).sum(),
            scored_points: scored().map(|(_, points)| points).sum(),
            grade: total.map(|total| book.grades.of(total).name.clone()),
            total,
            indicators,
            lacking,
            missing,
        }
    }
}
