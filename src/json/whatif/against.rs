//! What another rule book would have given.

use serde::Serialize;

use super::super::RuleBookId;
use super::super::rule_changes::{self, ChangeItem};
use crate::analysis::Evaluation;
use crate::decimal::fixed;
use crate::questions::against::{Against, Department};
use crate::scoring::PENDING;

/// The other rule book, what it says otherwise, and who would stand where.
#[derive(Serialize)]
pub struct AgainstItem<'e> {
    rulebook: RuleBookId<'e>,
    changes: Vec<ChangeItem<'e>>,
    departments: Vec<DepartmentItem<'e>>,
}

#[derive(Serialize)]
struct DepartmentItem<'e> {
    code: Option<&'e str>,
    name: &'e str,
    /// 1-based, in the data sheet of the input.
    row: u32,
    /// As it is, and by the other rule book; so with what follows.
    total: [Option<String>; 2],
    grade: [&'e str; 2],
    rank: [Option<u32>; 2],
    /// What the other rule book asks for and this department lacks.
    lacking: &'e [String],
    indicators: Vec<IndicatorItem<'e>>,
}

#[derive(Serialize)]
struct IndicatorItem<'e> {
    indicator: &'e str,
    score: [Option<String>; 2],
}

/// Of some departments.
pub fn against<'e>(
    evaluation: &'e Evaluation,
    against: &'e Against<'e>,
    departments: &[usize],
) -> AgainstItem<'e> {
    let departments = departments.iter().map(|place| {
        let own = &against.departments[*place];
        department(evaluation, against, *place, own)
    });
    AgainstItem {
        rulebook: RuleBookId::of(against.other.book),
        changes: rule_changes::items(&against.changes),
        departments: departments.collect(),
    }
}

fn department<'e>(
    evaluation: &'e Evaluation,
    against: &'e Against<'e>,
    place: usize,
    own: &'e Department,
) -> DepartmentItem<'e> {
    let record = &evaluation.dataset.records[place];
    let card = &evaluation.cards[place];
    let other = against.card(own);
    let scores = [evaluation, &against.other].map(|one| one.book.decimals);
    let told = |score, places: u32| Option::map(score, |score| fixed(score, places));
    let indicators = own.moved.iter().map(|moved| IndicatorItem {
        indicator: &moved.indicator,
        score: [told(moved.was, scores[0]), told(moved.is, scores[1])],
    });
    DepartmentItem {
        code: record.code.as_deref(),
        name: &record.name,
        row: record.row + 1,
        total: [
            told(card.total, scores[0]),
            told(other.and_then(|other| other.total), scores[1]),
        ],
        grade: [
            card.grade.as_deref().unwrap_or(PENDING),
            other
                .and_then(|other| other.grade.as_deref())
                .unwrap_or(PENDING),
        ],
        rank: [evaluation.ranking.ranks[place], against.rank(own)],
        lacking: other.map_or(&[], |other| &other.lacking),
        indicators: indicators.collect(),
    }
}
