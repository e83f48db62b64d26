//! Years side by side: who is who over the years, what changed, and why.
//!
//! * [`following`] matches departments over the years, [`renames`] suggests what it may have missed;
//! * [`thread`] matches indicators and metrics of different rule books;
//! * [`rescoring`] scores last year's figures under this year's rules;
//! * [`change`] splits each change into rules and performance, to the cent; [`mover`] names the figure that
//!   moved an indicator most, [`cause`] says it in words;
//! * [`grades`] and [`groups`] are what the changes say together.
//!
//! Years are in ascending order; a step is from a year to the next one given.

pub mod cause;
pub mod change;
pub mod following;
pub mod grades;
pub mod groups;
pub mod mover;
pub mod renames;
pub mod rescoring;
pub mod series;

use rust_decimal::Decimal;

pub use change::{Attribution, DepartmentChange, IndicatorChange};
pub use following::{Alias, Continuity, Department};
pub use groups::SupervisorYears;
pub use mover::Mover;
pub use renames::Suggestion;
pub use rescoring::{Again, Rescored};
pub use series::IndicatorSeries;

use super::Evaluation;
use crate::intake::Record;
use crate::rulebook::Metric;
use crate::scoring::Scorecard;
use following::follow;

/// One year, scored by its own rule book.
#[derive(Debug)]
pub struct Year<'b> {
    /// 年度.
    pub year: u32,
    /// Beside what it stands.
    pub basis: Basis,
    /// The workbook's name, without its folders.
    pub file: String,
    /// The year's departments, scored by its own rules.
    pub evaluation: Evaluation<'b>,
}

/// What stands side by side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// Years, each by its own rule book.
    Years,
    /// The same year by the earlier of two rule books.
    RulesBefore,
    /// The same year by the later one.
    RulesAfter,
}

impl Year<'_> {
    /// As headers and sentences say it: `2021 年`, `原规则`.
    pub fn told(&self) -> String {
        match self.basis {
            Basis::Years => format!("{} 年", self.year),
            Basis::RulesBefore => "原规则".into(),
            Basis::RulesAfter => "现规则".into(),
        }
    }

    /// As names of sheets say it: `2021`, `原规则`.
    pub fn short(&self) -> String {
        match self.basis {
            Basis::Years => self.year.to_string(),
            _ => self.told(),
        }
    }
}

/// From a year to the next one.
#[derive(Debug)]
pub struct Step {
    /// The earlier year's place; the later one's is the next.
    pub from: usize,
    /// The earlier year's figures under the later year's rules.
    pub rescored: Rescored,
    /// By department; only of those that both years have.
    pub changes: Vec<Option<DepartmentChange>>,
}

/// Some years side by side.
#[derive(Debug)]
pub struct Comparison<'b> {
    /// In ascending order, at least two.
    pub years: Vec<Year<'b>>,
    /// Every department of any year: in the last year's order, then those that it no longer has.
    pub departments: Vec<Department>,
    /// Every indicator of any year: in the last rule book's order, then those that it no longer has.
    pub indicators: Vec<IndicatorSeries>,
    /// Every metric of any year, without those that say who rather than how much.
    pub metrics: Vec<IndicatorSeries>,
    /// One fewer than years.
    pub steps: Vec<Step>,
    /// By 主管部门, in order of first appearance.
    pub groups: Vec<SupervisorYears>,
    /// What may be renames; nothing was matched by them.
    pub suggestions: Vec<Suggestion>,
    /// Aliases that matched nothing, by place.
    pub unused_aliases: Vec<usize>,
}

/// Puts years side by side. `again` holds, for each year but the first, the year before it as this year's
/// rule book reads it.
pub fn compare<'b>(years: Vec<Year<'b>>, again: Vec<Again>, aliases: &[Alias]) -> Comparison<'b> {
    let records: Vec<&[Record]> = years
        .iter()
        .map(|year| year.evaluation.dataset.records.as_slice())
        .collect();
    let followed = follow(&records, aliases);
    let indicators = series::indicators(&years);
    let metrics = series::metrics(&years);
    let suggestions = renames::suggest(&years, &followed.departments);
    let steps: Vec<Step> = again
        .into_iter()
        .enumerate()
        .map(|(from, again)| {
            let (last, this) = (&years[from].evaluation, &years[from + 1].evaluation);
            let rescored = Rescored::new(last, this, again);
            let changes = followed
                .departments
                .iter()
                .map(|department| {
                    let places = (department.places[from]?, department.places[from + 1]?);
                    let between = change::Between {
                        last,
                        this,
                        rescored: &rescored,
                        places,
                    };
                    Some(between.change(&indicators, from))
                })
                .collect();
            Step {
                from,
                rescored,
                changes,
            }
        })
        .collect();
    Comparison {
        groups: groups::groups(&years, &followed.departments, &steps),
        years,
        departments: followed.departments,
        indicators,
        metrics,
        steps,
        suggestions,
        unused_aliases: followed.unused_aliases,
    }
}

impl<'b> Comparison<'b> {
    /// The last year.
    pub fn latest(&self) -> &Year<'b> {
        &self.years[self.years.len() - 1]
    }

    /// Whether it is one year by two rule books.
    pub fn is_same_year(&self) -> bool {
        self.latest().basis != Basis::Years
    }

    /// The last step.
    pub fn last_step(&self) -> &Step {
        &self.steps[self.steps.len() - 1]
    }

    /// A department's record in a year.
    pub fn record(&self, department: usize, year: usize) -> Option<&Record> {
        let place = self.departments[department].places[year]?;
        self.years[year].evaluation.dataset.records.get(place)
    }

    /// A department's scorecard in a year.
    pub fn card(&self, department: usize, year: usize) -> Option<&Scorecard> {
        let place = self.departments[department].places[year]?;
        self.years[year].evaluation.cards.get(place)
    }

    /// A department's rank in a year.
    pub fn rank(&self, department: usize, year: usize) -> Option<u32> {
        let place = self.departments[department].places[year]?;
        self.years[year].evaluation.ranking.ranks[place]
    }

    /// A department's record in the last year that has it.
    pub fn newest(&self, department: usize) -> &Record {
        newest(&self.years, &self.departments[department])
    }

    /// The metric of a thread in the last year that has it.
    pub fn metric(&self, thread: &IndicatorSeries) -> &'b Metric {
        let (year, place) = thread.newest();
        &self.years[year].evaluation.book.metrics[place]
    }

    /// The change of a department's total over a step, where both years have one.
    pub fn change(&self, department: usize, step: usize) -> Option<Decimal> {
        self.steps[step].changes[department].as_ref()?.total()
    }

    /// The departments by the change of their totals over a step, the greatest rise first; then those
    /// without one.
    pub fn by_change(&self, step: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.departments.len()).collect();
        // A stable sort keeps ties in order; no change is less than any.
        order.sort_by_key(|department| std::cmp::Reverse(self.change(*department, step)));
        order
    }

    /// What became of a department over a step; none where neither year has it.
    pub fn fate(&self, department: usize, step: usize) -> Option<Continuity> {
        following::fate(&self.years, &self.departments[department], step)
    }

    /// The decimals that every year's scores have.
    pub fn decimals(&self) -> u32 {
        let decimals = self.years.iter().map(|year| year.evaluation.book.decimals);
        decimals.max().unwrap_or_default()
    }

    /// Whether every year was scored without anything left open.
    pub fn is_clean(&self) -> bool {
        self.years.iter().all(|year| year.evaluation.is_clean())
    }
}

/// A department's record in the last year that has it.
fn newest<'y>(years: &'y [Year], department: &Department) -> &'y Record {
    let found = years.iter().zip(&department.places).rev();
    let mut found = found.filter_map(|(year, place)| {
        place.and_then(|place| year.evaluation.dataset.records.get(place))
    });
    // A department was made of a record.
    found.next().expect("a department is in some year")
}
