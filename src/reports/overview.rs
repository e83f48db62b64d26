//! What the template of the supervising bureau's report may name.
//!
//! | name | what it is |
//! |---|---|
//! | `年度`, `规则` | the year, the rule book |
//! | `部门数`, `已评部门数`, `待定部门数`, `未排名部门数` | coverage |
//! | `平均分`, `最高分`, `最低分`, `平均得分率` | of the totals |
//! | `等级` | each grade: 名称 部门数 占比 |
//! | `第一名`, `最后一名` | the departments at both ends: 名称 总分 等级 |
//! | `普遍失分` | those on which nine of ten departments lost points: 名称 部门数 占比 平均失分 |
//! | `临界部门` | the departments that lack a point or less of the next grade, the nearest first: 名称 总分 等级 认定 上一等级 还差; 认定 says whether 总分 is the recognized one |
//! | `临界差距` | how many points that is |
//! | `失分指标` | indicators by how many departments lost points on them: 名称 部门数 占比 平均失分 建议 |
//! | `自评部门数`, `自评不一致部门数`, `自评无法核对部门数` | declared scores: all, those that differ, those without a computed total that do not |
//! | `自评指标不一致部门数`, `自评合计不符部门数`, `自评等级不同部门数`, `自评总分不同部门数` | those that differ, each counted once |
//! | `自评偏高项数`, `自评偏低项数` | indicators of the first of these |
//! | `待补部门数`, `认定补齐部门` | without a total, computed or recognized; without a computed one, by name |
//! | `认定`, `认定部门数`, `认定项数` | adjusted scores: a sentence a department, how many |
//! | `主管部门数` | groups |
//! | `错误数`, `复核错误数` | the problem list, without and only what the bureau wrote |

use std::cmp::Reverse;

use minijinja::value::Value;
use rust_decimal::Decimal;

use super::datum::Datum;
use super::facts::of_rules;
use super::tables::{common_losses, departments_lacking, differing, rate, share};
use crate::analysis::Evaluation;
use crate::analysis::opinions::told;
use crate::analysis::review::{DiffersIn, Verdict};
use crate::decimal;
use crate::problem::Severity;
use crate::rulebook::RuleBook;
use crate::scoring::PENDING;

/// The names of a bureau's template. Lint knows them, too.
pub const NAMES: [&str; 34] = [
    "年度",
    "规则",
    "认定",
    "认定部门数",
    "认定项数",
    "部门数",
    "已评部门数",
    "待定部门数",
    "未排名部门数",
    "平均分",
    "最高分",
    "最低分",
    "平均得分率",
    "等级",
    "第一名",
    "最后一名",
    "普遍失分",
    "临界部门",
    "临界差距",
    "失分指标",
    "自评部门数",
    "自评不一致部门数",
    "自评偏高项数",
    "自评偏低项数",
    "自评指标不一致部门数",
    "自评合计不符部门数",
    "自评等级不同部门数",
    "自评总分不同部门数",
    "自评无法核对部门数",
    "待补部门数",
    "认定补齐部门",
    "主管部门数",
    "错误数",
    "复核错误数",
];

/// Everything that the template of a bureau's report may name.
pub fn bureau(evaluation: &Evaluation) -> Value {
    let (book, statistics) = (evaluation.book, &evaluation.statistics);
    let all = evaluation.cards.len();
    let scored = all - statistics.ungraded;
    let total = |of: fn(&crate::analysis::statistics::Spread) -> Decimal| {
        score(statistics.total.as_ref().map(of), book.decimals)
    };
    let mean_rate = statistics
        .total
        .as_ref()
        .map(|total| rate(total, book.points));
    let verdicts = |wanted: Verdict| {
        let items = evaluation.reviews.iter().flat_map(|review| &review.items);
        items.filter(|item| item.verdict == wanted).count()
    };
    let differing_in = |wanted: DiffersIn| -> Value {
        let reviews = evaluation.reviews.iter();
        let those = reviews.filter(|review| review.differs_in() == Some(wanted));
        those.count().into()
    };
    let reviews = evaluation.reviews.iter();
    let unsettled = reviews.filter(|review| !review.differs() && review.computed_total.is_none());
    let unsettled = unsettled.count();
    let of_review = evaluation.errors_of_review();
    let ranks = evaluation.ranking.ranks.iter();
    let unranked = ranks.filter(|rank| rank.is_none()).count();
    let year = evaluation.dataset.year.unwrap_or(book.year);
    Value::from_pairs([
        ("年度", Value::from(year)),
        ("规则", of_rules(book)),
        ("部门数", all.into()),
        ("已评部门数", scored.into()),
        ("待定部门数", statistics.ungraded.into()),
        ("未排名部门数", unranked.into()),
        ("平均分", total(|spread| spread.mean)),
        ("最高分", total(|spread| spread.most)),
        ("最低分", total(|spread| spread.least)),
        ("平均得分率", Datum::not_there(PENDING.into()).or(mean_rate)),
        ("等级", grades(evaluation)),
        (
            "第一名",
            department(evaluation.ranking.order.first(), evaluation),
        ),
        ("最后一名", department(last_ranked(evaluation), evaluation)),
        ("普遍失分", lost_by_most(evaluation)),
        ("临界部门", close(evaluation)),
        ("临界差距", decimal::trimmed(near(book), 2).into()),
        ("失分指标", lost_indicators(evaluation)),
        ("自评部门数", evaluation.reviews.len().into()),
        ("自评不一致部门数", differing(evaluation).count().into()),
        ("自评偏高项数", verdicts(Verdict::TooHigh).into()),
        ("自评偏低项数", verdicts(Verdict::TooLow).into()),
        ("自评指标不一致部门数", differing_in(DiffersIn::Indicators)),
        ("自评合计不符部门数", differing_in(DiffersIn::Sum)),
        ("自评等级不同部门数", differing_in(DiffersIn::Grade)),
        ("自评总分不同部门数", differing_in(DiffersIn::Total)),
        ("自评无法核对部门数", unsettled.into()),
        ("待补部门数", departments_lacking(evaluation).count().into()),
        ("认定补齐部门", completed(evaluation)),
        ("认定", told::sentences(evaluation).into()),
        (
            "认定部门数",
            evaluation.opinions.departments_adjusted().into(),
        ),
        ("认定项数", evaluation.opinions.adjusted().into()),
        ("主管部门数", statistics.groups.len().into()),
        (
            "错误数",
            (evaluation.count(Severity::Error) - of_review).into(),
        ),
        ("复核错误数", of_review.into()),
    ])
}

fn score(score: Option<Decimal>, places: u32) -> Value {
    let told = score.map(|score| decimal::fixed(score, places));
    Datum::not_there(PENDING.into()).or(told)
}

fn grades(evaluation: &Evaluation) -> Value {
    let grades = evaluation.statistics.grades.iter();
    grades
        .map(|(name, count)| {
            Value::from_pairs([
                ("名称", Value::from(name)),
                ("部门数", (*count).into()),
                ("占比", share(*count, evaluation.cards.len()).into()),
            ])
        })
        .collect()
}

fn last_ranked<'e>(evaluation: &'e Evaluation) -> Option<&'e usize> {
    let ranks = &evaluation.ranking.ranks;
    let mut order = evaluation.ranking.order.iter().rev();
    order.find(|department| ranks[**department].is_some())
}

fn department(place: Option<&usize>, evaluation: &Evaluation) -> Value {
    let ranked = place.filter(|department| evaluation.ranking.ranks[**department].is_some());
    let record = ranked.map(|department| &evaluation.dataset.records[*department]);
    let card = ranked.map(|department| &evaluation.cards[*department]);
    let total = card.and_then(|card| card.total);
    let pending = || Datum::not_there(PENDING.into());
    Value::from_pairs([
        (
            "名称",
            pending().or(record.map(|record| record.name.clone())),
        ),
        ("总分", score(total, evaluation.book.decimals)),
        (
            "等级",
            pending().or(card.and_then(|card| card.grade.clone())),
        ),
    ])
}

/// How near to the next grade is near: a hundredth of all points.
fn near(book: &RuleBook) -> Decimal {
    book.points * Decimal::new(1, 2)
}

/// The departments that lack a hundredth of all points or less of the next grade, the nearest first. Where the bureau
/// adjusted a score it is the recognized total that counts: who has the grade by it lacks nothing.
fn close(evaluation: &Evaluation) -> Value {
    let book = evaluation.book;
    let near = near(book);
    let departments = (0..evaluation.cards.len()).filter_map(|place| {
        let recognized = &evaluation.opinions.recognized[place];
        let is_adjusted = recognized.adjusted > 0;
        let card = &evaluation.cards[place];
        let (total, grade) = match is_adjusted {
            true => (recognized.total?, &recognized.grade),
            false => (card.total?, &card.grade),
        };
        // Grades stand from the best down: the last that the total does not reach is the next.
        let mut upwards = book.grades.iter().rev();
        let next = upwards.find(|grade| total < grade.min)?;
        let lacks = next.min - total;
        let value = Value::from_pairs([
            ("名称", Value::from(&evaluation.dataset.records[place].name)),
            ("总分", score(Some(total), book.decimals)),
            ("等级", Value::from(grade.as_deref().unwrap_or(PENDING))),
            ("认定", is_adjusted.into()),
            ("上一等级", Value::from(&next.name)),
            ("还差", decimal::fixed(lacks, book.decimals).into()),
        ]);
        (lacks <= near).then_some((lacks, value))
    });
    let mut departments: Vec<_> = departments.collect();
    departments.sort_by_key(|(lacks, _)| *lacks);
    departments.into_iter().map(|(_, value)| value).collect()
}

/// The names of the departments without a computed total that have a recognized one.
fn completed(evaluation: &Evaluation) -> Value {
    let cards = evaluation.cards.iter().enumerate();
    let pending = cards.filter(|(_, card)| card.total.is_none());
    let completed =
        pending.filter(|(place, _)| evaluation.opinions.recognized[*place].total.is_some());
    completed
        .map(|(place, _)| Value::from(&evaluation.dataset.records[place].name))
        .collect()
}

/// The indicators on which nine of ten departments lost points, most first.
fn lost_by_most(evaluation: &Evaluation) -> Value {
    let mut losses = common_losses(evaluation);
    losses.retain(|loss| loss.departments * 10 >= loss.spread.count * 9);
    losses.sort_by_key(|loss| Reverse(loss.departments));
    losses
        .iter()
        .map(|loss| {
            Value::from_pairs([
                (
                    "名称",
                    Value::from(&evaluation.book.indicators[loss.indicator].name),
                ),
                ("部门数", loss.departments.into()),
                ("占比", share(loss.departments, loss.spread.count).into()),
                (
                    "平均失分",
                    decimal::fixed(loss.mean_lost, evaluation.book.decimals).into(),
                ),
            ])
        })
        .collect()
}

/// The indicators by how many departments lost points on them; equal ones in the rule book's order.
fn lost_indicators(evaluation: &Evaluation) -> Value {
    let book = evaluation.book;
    let mut losses = common_losses(evaluation);
    losses.retain(|loss| loss.departments > 0);
    losses.sort_by_key(|loss| Reverse(loss.departments));
    losses
        .iter()
        .map(|loss| {
            let indicator = &book.indicators[loss.indicator];
            Value::from_pairs([
                ("名称", Value::from(&indicator.name)),
                ("部门数", loss.departments.into()),
                ("占比", share(loss.departments, loss.spread.count).into()),
                (
                    "平均失分",
                    decimal::fixed(loss.mean_lost, book.decimals).into(),
                ),
                ("建议", Value::from(&indicator.advice)),
            ])
        })
        .collect()
}
