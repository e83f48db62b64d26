//! Statistics over the scorecards.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::decimal;
use crate::intake::Record;
use crate::rulebook::RuleBook;
use crate::scoring::Scorecard;

/// Decimals of a rate.
pub const RATE_PLACES: u32 = 10;

/// Mean, least and most of some scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Spread {
    /// How many numbers there are.
    pub count: usize,
    /// Their sum, in points.
    pub sum: Decimal,
    /// Their mean, in points.
    pub mean: Decimal,
    /// The least, in points.
    pub least: Decimal,
    /// The most, in points.
    pub most: Decimal,
}

impl Spread {
    /// 得分率, the one definition of it: the exact sum over what there was to get, to ten decimals, as cells hold
    /// it. Never the mean as it is printed, which is rounded.
    pub fn rate(&self, points: Decimal) -> Option<Decimal> {
        let most = points.checked_mul(Decimal::from(self.count))?;
        let rate = self.sum.checked_div(most)?;
        Some(decimal::round(rate, RATE_PLACES))
    }
}

/// What the scorecards say together. Departments without a total count where they have a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    /// Of the totals.
    pub total: Option<Spread>,
    /// By indicator.
    pub indicators: Vec<Option<Spread>>,
    /// How many departments lost points on each indicator.
    pub losing: Vec<usize>,
    /// How many of the departments with a total have less than all points.
    pub losing_any: usize,
    /// How many departments have each grade, best first; then those without.
    pub grades: Vec<(String, usize)>,
    /// How many departments have no grade: 待定.
    pub ungraded: usize,
    /// By 主管部门, in order of first appearance.
    pub groups: Vec<Supervisor>,
}

/// The departments of one 主管部门.
#[derive(Clone, Debug, PartialEq)]
pub struct Supervisor {
    /// 主管部门.
    pub name: String,
    /// How many departments it has.
    pub departments: usize,
    /// Their totals, where any has one.
    pub total: Option<Spread>,
}

/// Works out the statistics.
pub fn statistics(records: &[Record], cards: &[Scorecard], book: &RuleBook) -> Statistics {
    let indicators = (0..book.indicators.len())
        .map(|index| spread(cards.iter().filter_map(|card| card.indicators[index].score)))
        .collect();
    let less = |score: Option<Decimal>, points| score.is_some_and(|score| score < points);
    let losing = book.indicators.iter().enumerate();
    let losing = losing.map(|(index, indicator)| {
        let lost = |card: &&Scorecard| less(card.indicators[index].score, indicator.points);
        cards.iter().filter(lost).count()
    });
    let lost_any = |card: &&Scorecard| less(card.total, book.points);
    let grades = book
        .grades
        .iter()
        .map(|grade| {
            let count = cards
                .iter()
                .filter(|card| card.grade.as_ref() == Some(&grade.name))
                .count();
            (grade.name.clone(), count)
        })
        .collect();
    Statistics {
        total: spread(cards.iter().filter_map(|card| card.total)),
        indicators,
        losing: losing.collect(),
        losing_any: cards.iter().filter(lost_any).count(),
        grades,
        ungraded: cards.iter().filter(|card| card.grade.is_none()).count(),
        groups: groups(records, cards),
    }
}

fn groups(records: &[Record], cards: &[Scorecard]) -> Vec<Supervisor> {
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut members: Vec<(&str, Vec<usize>)> = Vec::new();
    for (index, record) in records.iter().enumerate() {
        let Some(name) = record.group.as_deref() else {
            continue;
        };
        let place = *places.entry(name).or_insert_with(|| {
            members.push((name, Vec::new()));
            members.len() - 1
        });
        members[place].1.push(index);
    }
    members
        .into_iter()
        .map(|(name, members)| Supervisor {
            name: name.to_string(),
            departments: members.len(),
            total: spread(members.iter().filter_map(|index| cards[*index].total)),
        })
        .collect()
}

fn spread(scores: impl Iterator<Item = Decimal>) -> Option<Spread> {
    let scores: Vec<Decimal> = scores.collect();
    let sum: Decimal = scores.iter().sum();
    Some(Spread {
        count: scores.len(),
        sum,
        mean: sum.checked_div(Decimal::from(scores.len()))?,
        least: *scores.iter().min()?,
        most: *scores.iter().max()?,
    })
}
