//! The disputes among the answers of `whatif`.

use serde::Serialize;

use super::{RangeItem, range};
use crate::analysis::Evaluation;
use crate::decimal::fixed;
use crate::problem::Problem;
use crate::questions::disputes::{Disputes, Effect, Neighbour, Score, Standing, told};
use crate::scoring::PENDING;

#[derive(Serialize)]
pub(super) struct DisputesItem<'e> {
    disputes: Vec<DisputeItem<'e>>,
    /// Departments whose total or rank depends on them, over all combinations.
    ranges: Vec<MovingItem<'e>>,
    /// Whether all combinations of every department were scored.
    all_combinations: bool,
    problems: Vec<super::super::ProblemItem<'e>>,
}

#[derive(Serialize)]
struct DisputeItem<'e> {
    code: Option<&'e str>,
    name: &'e str,
    metric: &'e str,
    sheet: &'e str,
    /// 1-based.
    row: u32,
    figures: [String; 2],
    standing: [StandingItem<'e>; 2],
    indicators: Vec<ScoreItem<'e>>,
    neighbours: Vec<NeighbourItem<'e>>,
    note: Option<&'e str>,
}

#[derive(Serialize)]
struct StandingItem<'e> {
    total: Option<String>,
    grade: &'e str,
    rank: Option<u32>,
}

#[derive(Serialize)]
struct ScoreItem<'e> {
    name: &'e str,
    scores: [Option<String>; 2],
}

#[derive(Serialize)]
struct NeighbourItem<'e> {
    code: Option<&'e str>,
    name: &'e str,
    rank: [Option<u32>; 2],
}

#[derive(Serialize)]
struct MovingItem<'e> {
    code: Option<&'e str>,
    name: &'e str,
    range: Option<RangeItem<'e>>,
}

pub(super) fn disputes<'e>(
    evaluation: &'e Evaluation,
    disputes: &'e Disputes,
    problems: &'e [Problem],
) -> DisputesItem<'e> {
    let places = evaluation.book.decimals;
    let effects = disputes.effects.iter();
    let moving = disputes.moving(evaluation).map(|place| MovingItem {
        code: evaluation.dataset.records[place].code.as_deref(),
        name: &evaluation.dataset.records[place].name,
        range: range(&disputes.ranges[place], places),
    });
    DisputesItem {
        disputes: effects.map(|one| dispute(evaluation, one)).collect(),
        ranges: moving.collect(),
        all_combinations: !disputes.some_left_out,
        problems: problems.iter().map(super::super::ProblemItem::of).collect(),
    }
}

fn dispute<'e>(evaluation: &'e Evaluation, effect: &'e Effect) -> DisputeItem<'e> {
    let (book, dispute) = (evaluation.book, &effect.dispute);
    let record = &evaluation.dataset.records[dispute.department];
    let score = |one: &Score| ScoreItem {
        name: &book.indicators[one.indicator].name,
        scores: one
            .scores
            .map(|score| score.map(|score| fixed(score, book.decimals))),
    };
    let neighbour = |one: &Neighbour| NeighbourItem {
        code: evaluation.dataset.records[one.department].code.as_deref(),
        name: &evaluation.dataset.records[one.department].name,
        rank: one.ranks,
    };
    DisputeItem {
        code: record.code.as_deref(),
        name: &record.name,
        metric: book.metrics[dispute.metric].name(),
        sheet: &dispute.sheet,
        row: dispute.row + 1,
        figures: [0, 1].map(|side| told::figure(dispute, side, book)),
        standing: [0, 1].map(|side| standing(&effect.standing[side], book.decimals)),
        indicators: effect.scores.iter().map(score).collect(),
        neighbours: effect.neighbours.iter().map(neighbour).collect(),
        note: dispute.note.as_deref(),
    }
}

fn standing(standing: &Standing, places: u32) -> StandingItem<'_> {
    StandingItem {
        total: standing.total.map(|total| fixed(total, places)),
        grade: standing.grade.as_deref().unwrap_or(PENDING),
        rank: standing.rank,
    }
}
