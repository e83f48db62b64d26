//! A change, split exactly. With *old* the score of last year's figures under last year's rules, *new* that
//! of this year's under this year's, and *again* that of last year's figures under this year's rules:
//!
//! * rules: again − old;
//! * performance: new − again.
//!
//! An indicator that only this year's rules have counts as 0 last year, one that only last year's had as 0
//! this year. Where there is no *again*, the change is not divided. The three parts always sum to the change.

use std::ops::Add;

use rust_decimal::Decimal;

use super::mover::{self, Mover};
use super::rescoring::Rescored;
use super::series::IndicatorSeries;
use crate::analysis::Evaluation;

/// A change and its parts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attribution {
    /// The same figures under the new rules.
    pub rules: Decimal,
    /// Other figures under the same rules.
    pub performance: Decimal,
    /// 不能拆分: what cannot be told apart.
    pub undivided: Decimal,
}

impl Attribution {
    /// The change that the parts sum to.
    pub fn change(&self) -> Decimal {
        self.rules + self.performance + self.undivided
    }
}

impl Add for Attribution {
    type Output = Attribution;

    fn add(self, other: Attribution) -> Attribution {
        Attribution {
            rules: self.rules + other.rules,
            performance: self.performance + other.performance,
            undivided: self.undivided + other.undivided,
        }
    }
}

/// What an indicator got in a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It has this score.
    Scored(Decimal),
    /// 待定.
    Pending,
    /// The year's rules have no such indicator.
    NotAsked,
}

impl Standing {
    /// What it adds to the total; an indicator that was not asked for adds nothing.
    fn value(self) -> Option<Decimal> {
        match self {
            Standing::Scored(score) => Some(score),
            Standing::Pending => None,
            Standing::NotAsked => Some(Decimal::ZERO),
        }
    }
}

/// One indicator's change.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicatorChange {
    /// The indicator's place among the threads.
    pub indicator: usize,
    /// Last year's score.
    pub before: Standing,
    /// This year's score.
    pub after: Standing,
    /// Where both years have a score.
    pub split: Option<Attribution>,
    /// Why the change is not divided.
    pub reason: Option<String>,
    /// The figure that moved it most, where performance changed it.
    pub mover: Option<Mover>,
}

/// One department's change over a step.
#[derive(Clone, Debug, PartialEq)]
pub struct DepartmentChange {
    /// The totals, where there are any.
    pub totals: (Option<Decimal>, Option<Decimal>),
    /// By indicator, those of either year.
    pub indicators: Vec<IndicatorChange>,
}

impl DepartmentChange {
    /// The change of the total, where both years have one.
    pub fn total(&self) -> Option<Decimal> {
        Some(self.totals.1? - self.totals.0?)
    }

    /// The parts of the change of the total.
    pub fn split(&self) -> Option<Attribution> {
        self.total()?;
        let parts: Option<Vec<Attribution>> = self.indicators.iter().map(|one| one.split).collect();
        Some(
            parts?
                .into_iter()
                .fold(Attribution::default(), Attribution::add),
        )
    }

    /// The indicators that moved the total most in a direction, the strongest first.
    pub fn strongest(&self, rising: bool, count: usize) -> Vec<&IndicatorChange> {
        let change = |one: &IndicatorChange| one.split.map(|split| split.change());
        let mut found: Vec<&IndicatorChange> = self
            .indicators
            .iter()
            .filter(|one| {
                change(one)
                    .is_some_and(|change| !change.is_zero() && change.is_sign_positive() == rising)
            })
            .collect();
        found.sort_by_key(|one| {
            let change = change(one).unwrap_or_default();
            if rising { -change } else { change }
        });
        found.truncate(count);
        found
    }
}

/// A department in two years.
pub struct Between<'a, 'b> {
    /// Last year.
    pub last: &'a Evaluation<'b>,
    /// This year.
    pub this: &'a Evaluation<'b>,
    /// Last year's figures under this year's rules.
    pub rescored: &'a Rescored,
    /// Its place in each year.
    pub places: (usize, usize),
}

impl Between<'_, '_> {
    /// The department's change, indicator by indicator.
    pub fn change(&self, indicators: &[IndicatorSeries], from: usize) -> DepartmentChange {
        let (last, this) = self.places;
        let changes = indicators.iter().enumerate().filter_map(|(index, thread)| {
            let places = (thread.places[from], thread.places[from + 1]);
            (places != (None, None)).then(|| self.indicator(index, places))
        });
        DepartmentChange {
            totals: (self.last.cards[last].total, self.this.cards[this].total),
            indicators: changes.collect(),
        }
    }

    fn indicator(
        &self,
        indicator: usize,
        (old, new): (Option<usize>, Option<usize>),
    ) -> IndicatorChange {
        let before = standing(self.last, self.places.0, old);
        let after = standing(self.this, self.places.1, new);
        let again = match new {
            Some(new) => self.rescored.score(self.places.0, new).clone(),
            None => Ok(Decimal::ZERO),
        };
        let mut change = IndicatorChange {
            indicator,
            before,
            after,
            split: None,
            reason: None,
            mover: None,
        };
        let (Some(old_score), Some(new_score)) = (before.value(), after.value()) else {
            return change;
        };
        change.split = Some(match again {
            Ok(again) => Attribution {
                rules: again - old_score,
                performance: new_score - again,
                undivided: Decimal::ZERO,
            },
            Err(reason) => {
                change.reason = Some(reason);
                Attribution {
                    undivided: new_score - old_score,
                    ..Attribution::default()
                }
            }
        });
        let performance = change
            .split
            .map_or(Decimal::ZERO, |split| split.performance);
        let last = self.rescored.record(self.last, self.places.0);
        if let (Some(new), Some(last), false) = (new, last, performance.is_zero()) {
            let this = &self.this.dataset.records[self.places.1];
            let indicator = &self.this.book.indicators[new];
            let figures = mover::BothYears {
                last,
                this,
                missing: self.this.missing,
            };
            change.mover = figures.mover(indicator, self.this.book, performance);
        }
        change
    }
}

fn standing(evaluation: &Evaluation, department: usize, indicator: Option<usize>) -> Standing {
    match indicator {
        None => Standing::NotAsked,
        Some(indicator) => match evaluation.cards[department].indicators[indicator].score {
            Some(score) => Standing::Scored(score),
            None => Standing::Pending,
        },
    }
}
