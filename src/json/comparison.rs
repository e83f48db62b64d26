//! The JSON contract of `compare`: years, departments with their scores and changes, groups, suggestions.

use rust_decimal::Decimal;
use serde::Serialize;

use super::{ProblemItem, RuleBookId};
use crate::analysis::Comparison;
use crate::analysis::comparison::change::Standing;
use crate::analysis::comparison::{Alias, Attribution, IndicatorChange};
use crate::decimal::fixed;
use crate::problem::Code;
use crate::scoring::PENDING;

#[derive(Serialize)]
pub(super) struct ComparisonDocument<'c> {
    missing: &'static str,
    /// What stands side by side: years, or the same year by two rule books.
    basis: &'static str,
    years: Vec<YearItem<'c>>,
    departments: Vec<DepartmentItem<'c>>,
    groups: Vec<GroupItem<'c>>,
    suggestions: Vec<SuggestionItem<'c>>,
    unused_aliases: Vec<AliasItem<'c>>,
}

#[derive(Serialize)]
struct YearItem<'c> {
    year: u32,
    file: &'c str,
    rulebook: RuleBookId<'c>,
    departments: usize,
    /// Departments with a total.
    scored: usize,
    mean: Option<String>,
    /// Money that is probably in a wrong unit.
    unit_slips: Vec<ProblemItem<'c>>,
}

#[derive(Serialize)]
struct DepartmentItem<'c> {
    code: Option<&'c str>,
    name: &'c str,
    group: Option<&'c str>,
    /// By year; `null` where the year has no such department.
    years: Vec<Option<StandingItem<'c>>>,
    /// By step from a year to the next.
    changes: Vec<ChangeItem<'c>>,
}

#[derive(Serialize)]
struct StandingItem<'c> {
    year: u32,
    code: Option<&'c str>,
    name: &'c str,
    total: Option<String>,
    grade: &'c str,
    rank: Option<u32>,
}

#[derive(Serialize)]
struct ChangeItem<'c> {
    from: u32,
    to: u32,
    fate: Option<&'static str>,
    total: Option<String>,
    parts: Option<Parts>,
    indicators: Vec<IndicatorItem<'c>>,
}

/// What a change is made of; the three sum to it.
#[derive(Serialize)]
struct Parts {
    rules: String,
    performance: String,
    undivided: String,
}

#[derive(Serialize)]
struct IndicatorItem<'c> {
    name: &'c str,
    before: Option<String>,
    after: Option<String>,
    asked_before: bool,
    asked_after: bool,
    change: Option<String>,
    parts: Option<Parts>,
    undivided_because: Option<&'c str>,
    mover: Option<MoverItem<'c>>,
}

#[derive(Serialize)]
struct MoverItem<'c> {
    name: &'c str,
    before: &'c str,
    after: &'c str,
}

#[derive(Serialize)]
struct GroupItem<'c> {
    name: &'c str,
    years: Vec<GroupYearItem>,
    changes: Vec<GroupChangeItem<'c>>,
}

#[derive(Serialize)]
struct GroupYearItem {
    year: u32,
    departments: usize,
    scored: usize,
    mean: Option<String>,
}

#[derive(Serialize)]
struct GroupChangeItem<'c> {
    from: u32,
    to: u32,
    /// Departments with a total in both years.
    compared: usize,
    /// The mean of their changes.
    mean: Option<String>,
    best: Option<&'c str>,
    worst: Option<&'c str>,
}

#[derive(Serialize)]
struct SuggestionItem<'c> {
    from: u32,
    to: u32,
    old: &'c str,
    new: &'c str,
}

#[derive(Serialize)]
struct AliasItem<'c> {
    old: &'c str,
    new: &'c str,
}

/// The document of `compare`.
pub fn comparison<'c>(
    comparison: &'c Comparison,
    aliases: &'c [Alias],
) -> impl Serialize + use<'c> {
    document(comparison, aliases)
}

pub(super) fn document<'c>(
    comparison: &'c Comparison,
    aliases: &'c [Alias],
) -> ComparisonDocument<'c> {
    let teller = Teller {
        comparison,
        places: comparison.decimals(),
    };
    ComparisonDocument {
        missing: comparison.latest().evaluation.missing.as_str(),
        basis: match comparison.is_same_year() {
            true => "rules",
            false => "years",
        },
        years: (0..comparison.years.len())
            .map(|year| teller.year(year))
            .collect(),
        departments: (0..comparison.departments.len())
            .map(|department| teller.department(department))
            .collect(),
        groups: (0..comparison.groups.len())
            .map(|group| teller.group(group))
            .collect(),
        suggestions: comparison
            .suggestions
            .iter()
            .map(|one| SuggestionItem {
                from: comparison.years[one.step].year,
                to: comparison.years[one.step + 1].year,
                old: &comparison.newest(one.old).name,
                new: &comparison.newest(one.new).name,
            })
            .collect(),
        unused_aliases: comparison
            .unused_aliases
            .iter()
            .map(|place| AliasItem {
                old: &aliases[*place].old,
                new: &aliases[*place].new,
            })
            .collect(),
    }
}

struct Teller<'c> {
    comparison: &'c Comparison<'c>,
    places: u32,
}

impl<'c> Teller<'c> {
    fn score(&self, score: Decimal) -> String {
        fixed(score, self.places)
    }

    fn mean(&self, sum: Decimal, count: usize) -> Option<String> {
        let mean = sum.checked_div(Decimal::from(count));
        mean.map(|mean| self.score(mean))
    }

    fn year(&self, year: usize) -> YearItem<'c> {
        let of = &self.comparison.years[year];
        let cards = of.evaluation.cards.iter();
        let totals: Vec<Decimal> = cards.filter_map(|card| card.total).collect();
        YearItem {
            year: of.year,
            file: &of.file,
            rulebook: RuleBookId::of(of.evaluation.book),
            departments: of.evaluation.cards.len(),
            scored: totals.len(),
            mean: self.mean(totals.iter().sum(), totals.len()),
            unit_slips: of
                .evaluation
                .of_code(Code::UnitSlip)
                .map(ProblemItem::of)
                .collect(),
        }
    }

    fn department(&self, department: usize) -> DepartmentItem<'c> {
        let comparison = self.comparison;
        let newest = comparison.newest(department);
        let years = (0..comparison.years.len()).map(|year| {
            let (record, card) = (
                comparison.record(department, year)?,
                comparison.card(department, year)?,
            );
            Some(StandingItem {
                year: comparison.years[year].year,
                code: record.code.as_deref(),
                name: &record.name,
                total: card.total.map(|total| self.score(total)),
                grade: card.grade.as_deref().unwrap_or(PENDING),
                rank: comparison.rank(department, year),
            })
        });
        DepartmentItem {
            code: newest.code.as_deref(),
            name: &newest.name,
            group: newest.group.as_deref(),
            years: years.collect(),
            changes: (0..comparison.steps.len())
                .map(|step| self.change(department, step))
                .collect(),
        }
    }

    fn change(&self, department: usize, step: usize) -> ChangeItem<'c> {
        let comparison = self.comparison;
        let change = comparison.steps[step].changes[department].as_ref();
        ChangeItem {
            from: comparison.years[step].year,
            to: comparison.years[step + 1].year,
            fate: comparison.fate(department, step).map(|fate| fate.as_str()),
            total: comparison
                .change(department, step)
                .map(|total| self.score(total)),
            parts: change
                .and_then(|change| change.split())
                .map(|split| self.parts(split)),
            indicators: change
                .into_iter()
                .flat_map(|change| &change.indicators)
                .map(|one| self.indicator(one))
                .collect(),
        }
    }

    fn parts(&self, split: Attribution) -> Parts {
        Parts {
            rules: self.score(split.rules),
            performance: self.score(split.performance),
            undivided: self.score(split.undivided),
        }
    }

    fn indicator(&self, change: &'c IndicatorChange) -> IndicatorItem<'c> {
        let score = |standing: Standing| match standing {
            Standing::Scored(score) => Some(self.score(score)),
            Standing::Pending | Standing::NotAsked => None,
        };
        IndicatorItem {
            name: &self.comparison.indicators[change.indicator].name,
            before: score(change.before),
            after: score(change.after),
            asked_before: change.before != Standing::NotAsked,
            asked_after: change.after != Standing::NotAsked,
            change: change.split.map(|split| self.score(split.change())),
            parts: change.split.map(|split| self.parts(split)),
            undivided_because: change.reason.as_deref(),
            mover: change.mover.as_ref().map(|mover| MoverItem {
                name: &mover.name,
                before: &mover.before,
                after: &mover.after,
            }),
        }
    }

    fn group(&self, group: usize) -> GroupItem<'c> {
        let comparison = self.comparison;
        let of = &comparison.groups[group];
        let name = |mover: Option<(usize, Decimal)>| {
            mover.map(|(department, _)| comparison.newest(department).name.as_str())
        };
        GroupItem {
            name: &of.name,
            years: comparison
                .years
                .iter()
                .zip(&of.years)
                .map(|(year, of)| GroupYearItem {
                    year: year.year,
                    departments: of.departments,
                    scored: of.scored,
                    mean: self.mean(of.sum, of.scored),
                })
                .collect(),
            changes: of
                .steps
                .iter()
                .enumerate()
                .map(|(step, of)| GroupChangeItem {
                    from: comparison.years[step].year,
                    to: comparison.years[step + 1].year,
                    compared: of.compared,
                    mean: self.mean(of.sum, of.compared),
                    best: name(of.best),
                    worst: name(of.worst),
                })
                .collect(),
        }
    }
}
