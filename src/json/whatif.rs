//! The JSON contract of `whatif`.

use serde::Serialize;

use super::RuleBookId;
use crate::analysis::Evaluation;
use crate::decimal::{fixed, trimmed};
use crate::questions::Questions;
use crate::questions::headroom::{Answer, Change, Direction, Headroom, Side, Silence};
use crate::scoring::PENDING;

#[derive(Serialize)]
struct WhatifDocument<'e> {
    rulebook: RuleBookId<'e>,
    missing: &'static str,
    departments: Vec<DepartmentItem<'e>>,
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

/// The document of `whatif`, of some departments.
pub fn whatif<'e>(
    evaluation: &'e Evaluation,
    questions: &Questions<'e>,
    departments: &[usize],
) -> impl Serialize + use<'e> {
    let items = departments
        .iter()
        .map(|place| department(evaluation, *place, &questions.headroom[*place]));
    WhatifDocument {
        rulebook: RuleBookId::of(evaluation.book),
        missing: evaluation.missing.as_str(),
        departments: items.collect(),
    }
}

fn department<'e>(
    evaluation: &'e Evaluation,
    place: usize,
    headroom: &'e Headroom,
) -> DepartmentItem<'e> {
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

fn change<'e>(evaluation: &'e Evaluation, change: &'e Change) -> ChangeItem<'e> {
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
