//! 名次把握: how sure a rank is, where judgements might as well have been a little otherwise. Exact first: the lowest
//! and highest total that a department's judgements allow, through the one tree, and the ranks that follow. Then a
//! [`draw`]: ten thousand times every judgement of everybody, which tells how often each grade and rank came.

pub mod draw;
pub mod told;

use std::collections::BTreeMap;

use rayon::prelude::*;
use rust_decimal::Decimal;

use self::draw::Drawn;
use super::changed::{Changed, Spot};
use super::extremes::{self, Ranks};
use crate::analysis::Evaluation;
use crate::analysis::ranking::rank_totals;
use crate::expr::{Expr, Figure, Kind};
use crate::rulebook::RuleBook;
use crate::scoring::Source;

/// How far a judgement is thought to reach where nobody says: this part of its points, up and down.
pub const USUAL: Decimal = Decimal::from_parts(1, 0, 0, false, 1);
/// In what steps a judgement is given where the rule book does not say: this part of a point.
const STEP: Decimal = Decimal::from_parts(5, 0, 0, false, 2);
/// So many steps to each side at most; of more, each is wider.
const MOST_STEPS: Decimal = Decimal::from_parts(2_000, 0, 0, false, 0);
/// Of so many judgements of an indicator every corner is scored; of more, all lowest and all highest.
const MOST_CORNERS: usize = 6;

/// How far judgements are thought to reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tolerance {
    /// The usual part of each one's points.
    Usual,
    /// So many points for each.
    Points(Decimal),
}

impl Tolerance {
    /// How far a judgement of so many points reaches.
    pub fn of(self, max: Decimal) -> Decimal {
        match self {
            Tolerance::Usual => max * USUAL,
            Tolerance::Points(points) => points,
        }
    }
}

/// A judgement that may be otherwise: a metric, and what it may be.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// The metric that is judged, by its place.
    pub metric: usize,
    /// From the least to the most, in steps, each as likely.
    pub may_be: Vec<Decimal>,
}

/// An indicator of a department whose score depends on judgements.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The indicator, by its place.
    pub indicator: usize,
    /// The judgements that it is made of.
    pub judgements: Vec<Judgement>,
    /// Its score with every judgement at its worst.
    pub lowest: Decimal,
    /// Its score with every judgement at its best.
    pub highest: Decimal,
}

/// What judgements allow of a department.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// The lowest total within the tolerances.
    pub lowest: Decimal,
    /// The highest.
    pub highest: Decimal,
    /// Best and worst; `None` where it is not ranked.
    pub ranks: Option<(u32, u32)>,
    /// Its rank if every judgement of its 主管部门 were at its worst, and at its best, all others being as they are;
    /// `None` where it is not ranked.
    pub together: Option<(u32, u32)>,
    /// The grades of the lowest and the highest total.
    pub grades: (String, String),
    /// The indicators that are judged.
    pub judged: Vec<Judged>,
}

impl Bounds {
    /// Whether both ends have one grade.
    pub fn is_sure(&self) -> bool {
        self.grades.0 == self.grades.1
    }
}

/// The answers.
#[derive(Debug)]
pub struct Certainty {
    /// How far a judgement may be off.
    pub tolerance: Tolerance,
    /// By department; `None` without a total.
    pub bounds: Vec<Option<Bounds>>,
    /// What the draws gave.
    pub drawn: Drawn,
    /// Groups that cannot be told apart, by the order of the ranking: each begins where somebody surely stands behind
    /// all before.
    pub tiers: Vec<Vec<usize>>,
}

/// How sure every rank is.
pub fn certainty(evaluation: &Evaluation, tolerance: Tolerance) -> Certainty {
    let judged: Vec<Option<Vec<Judged>>> = (0..evaluation.cards.len())
        .into_par_iter()
        .map(|place| {
            evaluation.cards[place].total?;
            Some(of_department(evaluation, place, tolerance))
        })
        .collect();
    let ends: Vec<Option<(Decimal, Decimal)>> = judged
        .iter()
        .zip(&evaluation.cards)
        .map(|(judged, card)| {
            let (mut lowest, mut highest) = (card.total?, card.total?);
            for one in judged.as_ref()? {
                let score = card.indicators[one.indicator].score?;
                lowest += one.lowest - score;
                highest += one.highest - score;
            }
            Some((lowest, highest))
        })
        .collect();
    let drawn = draw::draw(evaluation, &judged, tolerance);
    let bounds = bounds(evaluation, judged, &ends);
    Certainty {
        tolerance,
        tiers: tiers(evaluation, &ends),
        bounds,
        drawn,
    }
}

/// The indicators of a department that depend on judgements.
fn of_department(evaluation: &Evaluation, place: usize, tolerance: Tolerance) -> Vec<Judged> {
    let book = evaluation.book;
    let card = &evaluation.cards[place];
    let indicators = book.indicators.iter().enumerate();
    let judged = indicators.filter_map(|(indicator, known)| {
        let scored = &card.indicators[indicator];
        if scored.source != Source::Computed {
            return None;
        }
        let judgements = judgements(evaluation, place, &known.expr, book, tolerance);
        if judgements.is_empty() {
            return None;
        }
        let record = &evaluation.dataset.records[place];
        let unchanged = Changed::new(record, evaluation.missing);
        let corners = corners(&judgements);
        let scores = corners.iter().filter_map(|corner| {
            let mut changed = unchanged.clone();
            for (judgement, value) in judgements.iter().zip(corner) {
                changed.set(Spot::Metric(judgement.metric), Figure::Number(*value));
            }
            known.expr.number(&changed).ok()
        });
        let scores: Vec<Decimal> = scores.chain(scored.score).collect();
        Some(Judged {
            indicator,
            lowest: scores.iter().copied().min()?,
            highest: scores.iter().copied().max()?,
            judgements,
        })
    });
    judged.collect()
}

/// The judgements in a tree that are there, each with what it may be.
fn judgements(
    evaluation: &Evaluation,
    place: usize,
    expr: &Expr,
    book: &RuleBook,
    tolerance: Tolerance,
) -> Vec<Judgement> {
    let record = &evaluation.dataset.records[place];
    let mut found: Vec<Judgement> = Vec::new();
    expr.variables(&mut |variable| {
        let Kind::Points { max } = variable.kind else {
            return;
        };
        let known = found.iter().any(|one| one.metric == variable.id);
        if variable.is_last_year() || known || book.metrics[variable.id].latitude.fixed {
            return;
        }
        let Some(now) = record.fields[variable.id].number() else {
            return;
        };
        let own = &book.metrics[variable.id].latitude;
        let reach = match tolerance {
            Tolerance::Usual => own.tolerance.unwrap_or_else(|| tolerance.of(max)),
            Tolerance::Points(points) => points,
        };
        let may_be = steps(now, reach, own.step.unwrap_or(STEP), max);
        found.push(Judgement {
            metric: variable.id,
            may_be,
        });
    });
    found
}

/// What a judgement may be, in steps to both sides as far as it reaches. What would be beyond its points, or below 0,
/// is held there: who got all points may as well have got them from a milder judge.
fn steps(now: Decimal, reach: Decimal, step: Decimal, max: Decimal) -> Vec<Decimal> {
    let step = step.max(reach / MOST_STEPS);
    let mut values = vec![now - reach, now, now + reach];
    let mut moved = step;
    while moved < reach {
        values.extend([now - moved, now + moved]);
        moved += step;
    }
    values.sort_unstable();
    values
        .into_iter()
        .map(|value| value.clamp(Decimal::ZERO, max))
        .collect()
}

/// The ends of every judgement in every combination; of many, all lowest and all highest.
fn corners(judgements: &[Judgement]) -> Vec<Vec<Decimal>> {
    let end = |judgement: &Judgement, high: bool| {
        let may_be = &judgement.may_be;
        let end = if high { may_be.last() } else { may_be.first() };
        end.copied().unwrap_or_default()
    };
    let combined = |bits: usize| {
        let numbered = judgements.iter().enumerate();
        numbered
            .map(|(number, one)| end(one, bits >> number & 1 == 1))
            .collect()
    };
    match judgements.len() {
        few if few <= MOST_CORNERS => (0..1 << few).map(combined).collect(),
        _ => [false, true]
            .map(|high| judgements.iter().map(|one| end(one, high)).collect())
            .into(),
    }
}

/// What the ends of everybody's total make of ranks and grades.
fn bounds(
    evaluation: &Evaluation,
    judged: Vec<Option<Vec<Judged>>>,
    ends: &[Option<(Decimal, Decimal)>],
) -> Vec<Option<Bounds>> {
    let ranks = extremes::ranks(evaluation, ends);
    let together = together(evaluation, ends);
    let judged = judged
        .into_iter()
        .zip(ends)
        .zip(ranks.into_iter().zip(together));
    judged
        .map(|((judged, ends), (ranks, together))| {
            let (lowest, highest) = (*ends)?;
            let grade = |total| evaluation.book.grades.of(total).name.clone();
            Some(Bounds {
                lowest,
                highest,
                ranks,
                together,
                grades: (grade(lowest), grade(highest)),
                judged: judged?,
            })
        })
        .collect()
}

/// The ranks of everybody where all judgements of one 主管部门 move together, whoever judges for it: all at their worst,
/// then all at their best, those of other 主管部门 being as they are.
fn together(
    evaluation: &Evaluation,
    ends: &[Option<(Decimal, Decimal)>],
) -> Vec<Option<(u32, u32)>> {
    let records = &evaluation.dataset.records;
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (place, record) in records.iter().enumerate() {
        // Who has no 主管部门 is judged for itself.
        let group = record.group.as_deref().unwrap_or(&record.name);
        groups.entry(group).or_default().push(place);
    }
    let own: Vec<Option<Decimal>> = records
        .iter()
        .zip(&evaluation.cards)
        .map(|(record, card)| card.total.filter(|_| !record.duplicate))
        .collect();
    let moved: Vec<Vec<(usize, Ranks)>> = groups
        .into_values()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|members| {
            let ranks = [false, true].map(|high| {
                let mut totals = own.clone();
                for place in &members {
                    let end = ends[*place].map(|(low, top)| if high { top } else { low });
                    totals[*place] = totals[*place].and(end);
                }
                rank_totals(&totals).ranks
            });
            let [worst, best] = ranks;
            let of = |place: &usize| (*place, worst[*place].zip(best[*place]));
            members.iter().map(of).collect()
        })
        .collect();
    let mut found = vec![None; records.len()];
    for (place, ranks) in moved.into_iter().flatten() {
        found[place] = ranks;
    }
    found
}

/// Cuts the ranking where everybody before surely stands above everybody behind.
fn tiers(evaluation: &Evaluation, ends: &[Option<(Decimal, Decimal)>]) -> Vec<Vec<usize>> {
    let order = evaluation.ranking.order.iter().copied();
    let ranked: Vec<usize> = order
        .filter(|place| evaluation.ranking.ranks[*place].is_some())
        .collect();
    let high = |place: &usize| ends[*place].map(|(_, high)| high);
    let low = |place: &usize| ends[*place].map(|(low, _)| low);
    let mut tiers: Vec<Vec<usize>> = Vec::new();
    let mut lowest: Option<Decimal> = None;
    for (position, place) in ranked.iter().enumerate() {
        let behind = ranked[position..].iter().filter_map(high).max();
        let is_cut = lowest
            .zip(behind)
            .is_some_and(|(lowest, behind)| behind < lowest);
        if tiers.is_empty() || is_cut {
            tiers.push(Vec::new());
        }
        if let Some(tier) = tiers.last_mut() {
            tier.push(*place);
        }
        lowest = match (lowest, low(place)) {
            (Some(lowest), Some(low)) => Some(lowest.min(low)),
            (lowest, low) => lowest.or(low),
        };
    }
    tiers
}
