//! 争议数据: what becomes of scores, grades and ranks if one side's figure is believed or the other's. Both are scored by
//! the one tree. Departments do not depend on each other, so that the ends over all combinations are exact: the least and
//! the greatest total of each, and the ranks that follow from them.

pub mod told;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::changed::{Changed, Spot};
use super::extremes::{self, Ends, Ranks};
use super::readings::{Range, Span};
use crate::analysis::Evaluation;
use crate::analysis::ranking::rank_totals;
use crate::decimal;
use crate::intake::disputes::Dispute;
use crate::scoring::Missing;

/// Of so many disputes of one department all combinations are scored; of more, each alone and each side throughout.
pub const MOST_COMBINED: usize = 10;

/// Where a department stands if a side is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its total; none where something lacks all the same.
    pub total: Option<Decimal>,
    /// The grade of it.
    pub grade: Option<String>,
    /// Its rank, all others being as scored.
    pub rank: Option<u32>,
}

/// An indicator that depends on which side is believed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Score {
    /// The indicator, by its place.
    pub indicator: usize,
    /// What each side's figure gives.
    pub scores: [Option<Decimal>; 2],
}

/// Another department whose rank depends on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Neighbour {
    /// The department, by its place.
    pub department: usize,
    /// Its rank as each side is believed.
    pub ranks: [Option<u32>; 2],
}

/// What one dispute decides, all else being as scored.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// The dispute.
    pub dispute: Dispute,
    /// The department as each side is believed.
    pub standing: [Standing; 2],
    /// The indicators that change.
    pub scores: Vec<Score>,
    /// Others whose ranks change.
    pub neighbours: Vec<Neighbour>,
}

/// The answers.
#[derive(Debug, Default)]
pub struct Disputes {
    /// Of each dispute alone, in their order.
    pub effects: Vec<Effect>,
    /// Where everybody may stand over all combinations, by department.
    pub ranges: Vec<Range>,
    /// Whether a department has so many disputes that not all of its combinations were scored.
    pub some_left_out: bool,
}

impl Disputes {
    /// The departments whose total or rank depends on the disputes, in the order of the ranking.
    pub fn moving<'d>(&'d self, evaluation: &'d Evaluation) -> impl Iterator<Item = usize> + 'd {
        let order = evaluation.ranking.order.iter().copied();
        order.filter(|place| self.ranges.get(*place).is_some_and(told::moves))
    }
}

/// Scores every dispute with both figures, alone and together.
pub fn disputes(evaluation: &Evaluation, disputes: &[Dispute]) -> Disputes {
    if disputes.is_empty() {
        return Disputes::default();
    }
    let effects = disputes.par_iter();
    let effects: Vec<Effect> = effects.map(|one| effect(evaluation, one)).collect();
    let departments = 0..evaluation.cards.len();
    let (totals, left_out): (Vec<Vec<Decimal>>, Vec<bool>) = departments
        .into_par_iter()
        .map(|place| totals(evaluation, place, disputes))
        .unzip();
    Disputes {
        effects,
        ranges: ranges(evaluation, &totals),
        some_left_out: left_out.contains(&true),
    }
}

/// Every indicator's score with some figures changed, as scoring gives it.
fn scores(evaluation: &Evaluation, place: usize, changed: &Changed) -> Vec<Option<Decimal>> {
    let book = evaluation.book;
    let declared = evaluation.dataset.records[place].declared.as_ref();
    let adopted = declared.filter(|_| evaluation.missing == Missing::Declared);
    let indicators = book.indicators.iter().enumerate();
    let scores = indicators.map(|(index, indicator)| {
        indicator.expr.number(changed).ok().or_else(|| {
            let score = adopted?
                .score(index)?
                .clamp(Decimal::ZERO, indicator.points);
            Some(decimal::round(score, book.decimals))
        })
    });
    scores.collect()
}

/// The scores of a department if these disputes are decided so.
fn decided<'d>(
    evaluation: &Evaluation,
    place: usize,
    decisions: impl Iterator<Item = (&'d Dispute, usize)>,
) -> Vec<Option<Decimal>> {
    let record = &evaluation.dataset.records[place];
    let mut changed = Changed::new(record, evaluation.missing);
    for (dispute, side) in decisions {
        changed.set(Spot::Metric(dispute.metric), dispute.sides[side].clone());
    }
    scores(evaluation, place, &changed)
}

fn effect(evaluation: &Evaluation, dispute: &Dispute) -> Effect {
    let place = dispute.department;
    let scored = [0, 1].map(|side| decided(evaluation, place, std::iter::once((dispute, side))));
    let totals = [0, 1].map(|side| scored[side].iter().copied().sum::<Option<Decimal>>());
    let ranks = totals.map(|total| ranks(evaluation, place, total));
    let standing = [0, 1].map(|side| Standing {
        total: totals[side],
        grade: totals[side].map(|total| evaluation.book.grades.of(total).name.clone()),
        rank: ranks[side][place],
    });
    let indicators = 0..evaluation.book.indicators.len();
    let both = indicators.map(|indicator| Score {
        indicator,
        scores: [0, 1].map(|side| scored[side][indicator]),
    });
    let others = 0..evaluation.cards.len();
    let others = others
        .filter(|other| *other != place)
        .map(|other| Neighbour {
            department: other,
            ranks: [0, 1].map(|side| ranks[side][other]),
        });
    Effect {
        dispute: dispute.clone(),
        standing,
        scores: both.filter(|one| one.scores[0] != one.scores[1]).collect(),
        neighbours: others.filter(|one| one.ranks[0] != one.ranks[1]).collect(),
    }
}

/// Everybody's rank if one department has another total.
fn ranks(evaluation: &Evaluation, place: usize, total: Option<Decimal>) -> Vec<Option<u32>> {
    let records = evaluation.dataset.records.iter().zip(&evaluation.cards);
    let mut totals: Vec<Option<Decimal>> = records
        .map(|(record, card)| card.total.filter(|_| !record.duplicate))
        .collect();
    totals[place] = total;
    rank_totals(&totals).ranks
}

/// The totals that a department may have, and whether some combinations were left out.
fn totals(evaluation: &Evaluation, place: usize, disputes: &[Dispute]) -> (Vec<Decimal>, bool) {
    let own: Vec<&Dispute> = disputes
        .iter()
        .filter(|one| one.department == place)
        .collect();
    let total = |decisions: &[usize]| -> Option<Decimal> {
        let decisions = own.iter().copied().zip(decisions.iter().copied());
        decided(evaluation, place, decisions).into_iter().sum()
    };
    if own.is_empty() {
        return (evaluation.cards[place].total.into_iter().collect(), false);
    }
    let few = own.len() <= MOST_COMBINED;
    let decisions: Vec<Vec<usize>> = match few {
        true => (0..1_usize << own.len())
            .map(|bits| (0..own.len()).map(|one| bits >> one & 1).collect())
            .collect(),
        false => one_at_a_time(own.len()),
    };
    let totals = decisions.iter().filter_map(|one| total(one));
    (totals.collect(), !few)
}

/// Each side throughout, and each dispute alone decided otherwise.
fn one_at_a_time(count: usize) -> Vec<Vec<usize>> {
    let throughout = [0, 1].map(|side| vec![side; count]);
    let turned = throughout.iter().flat_map(|all| {
        (0..count).map(|one| {
            let mut turned = all.clone();
            turned[one] = 1 - turned[one];
            turned
        })
    });
    turned.chain(throughout.iter().cloned()).collect()
}

fn ranges(evaluation: &Evaluation, totals: &[Vec<Decimal>]) -> Vec<Range> {
    let ends: Vec<Ends> = totals
        .iter()
        .map(|totals| {
            totals
                .iter()
                .copied()
                .min()
                .zip(totals.iter().copied().max())
        })
        .collect();
    let ranks = extremes::ranks(evaluation, &ends);
    let of = |((totals, ends), ranks): ((&Vec<Decimal>, &Ends), Ranks)| {
        let grades = evaluation.book.grades.iter();
        let came = grades.filter(|grade| {
            let of = |total: &Decimal| evaluation.book.grades.of(*total).name == grade.name;
            totals.iter().any(of)
        });
        Range {
            total: ends.map(|(least, most)| Span { least, most }),
            rank: ranks.map(|(least, most)| Span { least, most }),
            grades: came.map(|grade| grade.name.clone()).collect(),
        }
    };
    totals.iter().zip(&ends).zip(ranks).map(of).collect()
}
