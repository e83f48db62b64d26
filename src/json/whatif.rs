//! The JSON contract of `whatif`.

mod against;
mod disputes;

use std::collections::BTreeMap;

use serde::Serialize;

use super::RuleBookId;
use crate::analysis::Evaluation;
use crate::decimal::{fixed, trimmed};
use crate::problem::Problem;
use crate::questions::Questions;
use crate::questions::certainty::draw::DRAWS;
use crate::questions::certainty::{Certainty, Tolerance};
use crate::questions::headroom::{Answer, Direction, OtherFigure, Side, Silence};
use crate::questions::readings::told::counts;
use crate::questions::readings::{Effect, Moved, Range};
use crate::scoring::PENDING;

#[derive(Serialize)]
struct WhatifDocument<'e> {
    rulebook: RuleBookId<'e>,
    missing: &'static str,
    departments: Vec<DepartmentItem<'e>>,
    /// How many combinations of open readings there are.
    combinations: usize,
    /// Whether all of them were gone through.
    all_combinations: bool,
    readings: Vec<ReadingItem<'e>>,
    certainty: CertaintyItem<'e>,
    disputes: disputes::DisputesItem<'e>,
    /// By another rule book, where one is named.
    against: Option<against::AgainstItem<'e>>,
}

#[derive(Serialize)]
struct CertaintyItem<'e> {
    /// Points up and down for each judgement; none is a tenth of each one's points.
    tolerance: Option<String>,
    draws: u32,
    tiers: Vec<Vec<&'e str>>,
}

#[derive(Serialize)]
struct SureItem<'e> {
    total: [String; 2],
    rank: Option<[u32; 2]>,
    /// If all judgements of its 主管部门 were at their worst, and at their best.
    rank_together: Option<[u32; 2]>,
    grade_sure: bool,
    /// How many of the draws gave each grade.
    grades: BTreeMap<&'e str, u32>,
    rank_drawn: Option<[u32; 2]>,
    before_next: Option<u32>,
}

#[derive(Serialize)]
struct ReadingItem<'e> {
    indicator: &'e str,
    name: &'e str,
    reason: &'e str,
    settled: Option<&'e str>,
    totals_changed: usize,
    grades_changed: usize,
    ranks_changed: usize,
    lacking: usize,
    tau: Option<String>,
    moved: Vec<MovedItem<'e>>,
}

#[derive(Serialize)]
struct MovedItem<'e> {
    code: Option<&'e str>,
    name: &'e str,
    total: [String; 2],
    grade: [&'e str; 2],
    rank: [Option<u32>; 2],
}

#[derive(Serialize)]
struct RangeItem<'e> {
    total: [String; 2],
    rank: Option<[u32; 2]>,
    grades: &'e [String],
}

#[derive(Serialize)]
struct DepartmentItem<'e> {
    code: Option<&'e str>,
    name: &'e str,
    /// 1-based, in the data sheet of the input.
    row: u32,
    total: Option<String>,
    grade: &'e str,
    rank: Option<u32>,
    up: SideItem<'e>,
    down: SideItem<'e>,
    headroom: Vec<AnswerItem<'e>>,
    /// Over the readings; none without a total.
    range: Option<RangeItem<'e>>,
    certainty: Option<SureItem<'e>>,
}

#[derive(Serialize)]
struct SideItem<'e> {
    grade: Option<&'e str>,
    points: Option<String>,
    silence: Option<&'static str>,
}

#[derive(Serialize)]
struct AnswerItem<'e> {
    direction: &'static str,
    grade: &'e str,
    changes: Vec<ChangeItem<'e>>,
    total: String,
}

#[derive(Serialize)]
struct ChangeItem<'e> {
    metric: &'e str,
    sheet: &'e str,
    cell: Option<String>,
    from: &'e str,
    to: &'e str,
}

/// The document of `whatif`, of some departments; the problems are those of the disputes.
pub fn whatif<'e>(
    evaluation: &'e Evaluation,
    questions: &Questions<'e>,
    departments: &[usize],
    problems: &'e [Problem],
) -> impl Serialize + use<'e> {
    let items = departments
        .iter()
        .map(|place| department(evaluation, *place, questions));
    let readings = questions.readings;
    WhatifDocument {
        rulebook: RuleBookId::of(evaluation.book),
        missing: evaluation.missing.as_str(),
        departments: items.collect(),
        combinations: readings.combinations,
        all_combinations: readings.all,
        readings: readings
            .effects
            .iter()
            .map(|one| reading(evaluation, one))
            .collect(),
        certainty: certainty(evaluation, questions.certainty),
        disputes: disputes::disputes(evaluation, questions.disputes, problems),
        against: questions
            .against
            .map(|one| against::against(evaluation, one, departments)),
    }
}

fn certainty<'e>(evaluation: &'e Evaluation, certainty: &Certainty) -> CertaintyItem<'e> {
    let name = |place: &usize| evaluation.dataset.records[*place].name.as_str();
    let tiers = certainty.tiers.iter();
    CertaintyItem {
        tolerance: match certainty.tolerance {
            Tolerance::Usual => None,
            Tolerance::Points(points) => Some(trimmed(points, 4)),
        },
        draws: DRAWS,
        tiers: tiers.map(|tier| tier.iter().map(name).collect()).collect(),
    }
}

fn sure<'e>(
    evaluation: &'e Evaluation,
    certainty: &Certainty,
    place: usize,
) -> Option<SureItem<'e>> {
    let bounds = certainty.bounds[place].as_ref()?;
    let places = evaluation.book.decimals;
    let grades = evaluation
        .book
        .grades
        .iter()
        .map(|grade| grade.name.as_str());
    let drawn = &certainty.drawn;
    Some(SureItem {
        total: [bounds.lowest, bounds.highest].map(|total| fixed(total, places)),
        rank: bounds.ranks.map(|(best, worst)| [best, worst]),
        rank_together: bounds.together.map(|(worst, best)| [worst, best]),
        grade_sure: bounds.is_sure(),
        grades: grades.zip(drawn.grades[place].iter().copied()).collect(),
        rank_drawn: drawn.ranks[place].map(|(best, worst)| [best, worst]),
        before_next: drawn.before_next[place],
    })
}

fn reading<'e>(evaluation: &'e Evaluation, effect: &'e Effect<'e>) -> ReadingItem<'e> {
    let (totals_changed, grades_changed, ranks_changed) = counts(effect);
    ReadingItem {
        indicator: &evaluation.book.indicators[effect.indicator].name,
        name: &effect.reading.name,
        reason: &effect.reading.reason,
        settled: effect.reading.settled.as_deref(),
        totals_changed,
        grades_changed,
        ranks_changed,
        lacking: effect.lacking,
        tau: effect.tau.map(|tau| fixed(tau, 4)),
        moved: effect
            .moved
            .iter()
            .map(|one| moved(evaluation, one))
            .collect(),
    }
}

fn moved<'e>(evaluation: &'e Evaluation, moved: &'e Moved) -> MovedItem<'e> {
    let record = &evaluation.dataset.records[moved.department];
    let places = evaluation.book.decimals;
    MovedItem {
        code: record.code.as_deref(),
        name: &record.name,
        total: [moved.total.0, moved.total.1].map(|total| fixed(total, places)),
        grade: [&moved.grade.0, &moved.grade.1],
        rank: [moved.rank.0, moved.rank.1],
    }
}

fn range(range: &Range, places: u32) -> Option<RangeItem<'_>> {
    let total = range.total?;
    Some(RangeItem {
        total: [total.least, total.most].map(|total| fixed(total, places)),
        rank: range.rank.map(|rank| [rank.least, rank.most]),
        grades: &range.grades,
    })
}

fn department<'e>(
    evaluation: &'e Evaluation,
    place: usize,
    questions: &Questions<'e>,
) -> DepartmentItem<'e> {
    let headroom = &questions.headroom[place];
    let (record, card) = (&evaluation.dataset.records[place], &evaluation.cards[place]);
    let places = evaluation.book.decimals;
    let answers = headroom.answers();
    DepartmentItem {
        code: record.code.as_deref(),
        name: &record.name,
        row: record.row + 1,
        total: card.total.map(|total| fixed(total, places)),
        grade: card.grade.as_deref().unwrap_or(PENDING),
        rank: evaluation.ranking.ranks[place],
        up: side(&headroom.up),
        down: side(&headroom.down),
        headroom: answers.map(|one| answer(evaluation, one)).collect(),
        range: range(&questions.readings.ranges[place], places),
        certainty: sure(evaluation, questions.certainty, place),
    }
}

fn side(side: &Side) -> SideItem<'_> {
    SideItem {
        grade: side.grade.as_deref(),
        points: side.points.map(|points| trimmed(points, 4)),
        silence: side.silence.map(|silence| match silence {
            Silence::Unscored => "unscored",
            Silence::NoGrade => "no_grade",
            Silence::OutOfReach => "out_of_reach",
        }),
    }
}

fn answer<'e>(evaluation: &'e Evaluation, answer: &'e Answer) -> AnswerItem<'e> {
    let changes = answer.changes.iter();
    AnswerItem {
        direction: match answer.direction {
            Direction::Up => "up",
            Direction::Down => "down",
        },
        grade: &answer.grade,
        changes: changes.map(|one| change(evaluation, one)).collect(),
        total: fixed(answer.total, evaluation.book.decimals),
    }
}

fn change<'e>(evaluation: &'e Evaluation, change: &'e OtherFigure) -> ChangeItem<'e> {
    let dataset = &evaluation.dataset;
    let table = match change.in_outcomes {
        true => dataset.outcomes.as_ref().unwrap_or(&dataset.data),
        false => &dataset.data,
    };
    ChangeItem {
        metric: &change.metric,
        sheet: &table.sheet.name,
        cell: change.cell.map(|cell| cell.to_string()),
        from: &change.from,
        to: &change.to,
    }
}
