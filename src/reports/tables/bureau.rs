//! The tables of the supervising bureau's summary.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use crate::analysis::Evaluation;
use crate::analysis::losses::largest;
use crate::analysis::review::{Review, Verdict};
use crate::analysis::statistics::Spread;
use crate::decimal;
use crate::intake::Record;
use crate::reports::block::{Cell, Table};
use crate::scoring::{PENDING, Scorecard};

/// How many of a department's losses the ranking names.
const LOSSES: usize = 2;

fn table(columns: &[(&str, u32)], rows: Vec<Vec<Cell>>) -> Table {
    let header = columns.iter().map(|(name, _)| Cell::header(*name));
    Table {
        widths: columns.iter().map(|(_, width)| *width).collect(),
        header: 1,
        rows: [header.collect()].into_iter().chain(rows).collect(),
    }
}

/// 排名: every department in the order of the ranking, those without a rank last.
pub fn ranking(evaluation: &Evaluation) -> Table {
    let columns = [
        ("名次", 8),
        ("部门名称", 30),
        ("总分", 10),
        ("等级", 9),
        ("失分最多的指标", 43),
    ];
    let rows = evaluation.ranking.order.iter().map(|department| {
        let (record, card) = (
            &evaluation.dataset.records[*department],
            &evaluation.cards[*department],
        );
        let rank = evaluation.ranking.ranks[*department];
        let book = evaluation.book;
        let losses: Vec<String> = largest(card, book, LOSSES)
            .iter()
            .map(|loss| {
                let name = &book.indicators[loss.indicator].name;
                format!("{name} −{}", decimal::trimmed(loss.lost, 4))
            })
            .collect();
        vec![
            Cell::centered(rank.map_or_else(|| "—".into(), |rank| rank.to_string())),
            Cell::left(&record.name),
            Cell::centered(scored(card.total, evaluation)),
            Cell::centered(card.grade.as_deref().unwrap_or(PENDING)),
            Cell::left(losses.join("；")),
        ]
    });
    table(&columns, rows.collect())
}

fn scored(score: Option<Decimal>, evaluation: &Evaluation) -> String {
    score.map_or_else(
        || PENDING.into(),
        |score| decimal::fixed(score, evaluation.book.decimals),
    )
}

/// 等级分布.
pub fn grades(evaluation: &Evaluation) -> Table {
    let statistics = &evaluation.statistics;
    let pending = (PENDING.to_string(), statistics.ungraded);
    let all = evaluation.cards.len();
    let rows = statistics.grades.iter().chain([&pending]);
    let rows = rows.map(|(grade, count)| {
        vec![
            Cell::centered(grade),
            Cell::centered(count.to_string()),
            Cell::centered(share(*count, all)),
        ]
    });
    table(
        &[("等级", 34), ("部门数", 33), ("占比", 33)],
        rows.collect(),
    )
}

/// A part of a whole as a percentage.
pub fn share(part: usize, whole: usize) -> String {
    Decimal::from(part)
        .checked_div(Decimal::from(whole))
        .map_or_else(|| "—".into(), decimal::even_percent)
}

/// 指标得分: every indicator with its mean and how many departments lost points on it, worst first.
pub fn indicators(evaluation: &Evaluation) -> Table {
    let book = evaluation.book;
    let mut losses = common_losses(evaluation);
    losses.sort_by_key(|loss| Reverse(loss.mean_lost));
    let rows = losses.iter().map(|loss| {
        let points = book.indicators[loss.indicator].points;
        vec![
            Cell::left(&book.indicators[loss.indicator].name),
            Cell::centered(decimal::trimmed(points, 4)),
            Cell::centered(decimal::fixed(loss.spread.mean, book.decimals)),
            Cell::centered(rate(loss.spread, points)),
            Cell::centered(loss.departments.to_string()),
            Cell::centered(decimal::fixed(loss.mean_lost, book.decimals)),
        ]
    });
    let columns = [
        ("三级指标", 38),
        ("分值", 8),
        ("平均分", 11),
        ("得分率", 12),
        ("失分部门数", 17),
        ("平均失分", 14),
    ];
    table(&columns, rows.collect())
}

/// A mean as a percentage of what there was to get.
pub fn rate(spread: &Spread, points: Decimal) -> String {
    let rate = spread.rate(points).map(|rate| decimal::round(rate, 4));
    rate.map_or_else(|| "—".into(), decimal::even_percent)
}

/// What the departments lost on one indicator.
pub struct CommonLoss<'e> {
    pub indicator: usize,
    pub spread: &'e Spread,
    /// How many lost points.
    pub departments: usize,
    pub mean_lost: Decimal,
}

/// The indicators that any department was scored on, in the rule book's order.
pub fn common_losses<'e>(evaluation: &'e Evaluation) -> Vec<CommonLoss<'e>> {
    let book = evaluation.book;
    let spreads = evaluation.statistics.indicators.iter().enumerate();
    spreads
        .filter_map(|(indicator, spread)| {
            let spread = spread.as_ref()?;
            let points = book.indicators[indicator].points;
            Some(CommonLoss {
                indicator,
                spread,
                departments: evaluation.statistics.losing[indicator],
                mean_lost: points - spread.mean,
            })
        })
        .collect()
}

/// 主管部门: the departments by whom they are under.
pub fn groups(evaluation: &Evaluation) -> Table {
    let rows = evaluation.statistics.groups.iter().map(|group| {
        let of =
            |value: fn(&Spread) -> Decimal| scored(group.total.as_ref().map(value), evaluation);
        vec![
            Cell::left(&group.name),
            Cell::centered(group.departments.to_string()),
            Cell::centered(of(|spread| spread.mean)),
            Cell::centered(of(|spread| spread.most)),
            Cell::centered(of(|spread| spread.least)),
        ]
    });
    let columns = [
        ("主管部门", 40),
        ("部门数", 15),
        ("平均分", 15),
        ("最高分", 15),
        ("最低分", 15),
    ];
    table(&columns, rows.collect())
}

/// Those whose declared total, grade or scores differ from what the rules give, or from each other.
pub fn differing<'e>(evaluation: &'e Evaluation) -> impl Iterator<Item = &'e Review> {
    evaluation.reviews.iter().filter(|review| review.differs())
}

/// 自评差异: the departments whose declared scores differ, and by how much.
pub fn differences(evaluation: &Evaluation) -> Table {
    let rows = differing(evaluation).map(|review| {
        let record = &evaluation.dataset.records[review.department];
        let declared = review.declared_total.unwrap_or(review.declared_sum);
        let difference = review.computed_total.map(|computed| declared - computed);
        vec![
            Cell::left(&record.name),
            Cell::centered(scored(Some(declared), evaluation)),
            Cell::centered(scored(review.computed_total, evaluation)),
            Cell::centered(difference.map_or_else(|| "—".into(), |by| signed(by, evaluation))),
            Cell::left(differing_in(review, evaluation)),
        ]
    });
    let columns = [
        ("部门名称", 29),
        ("自评总分", 12),
        ("核算总分", 12),
        ("相差", 11),
        ("不一致之处", 36),
    ];
    table(&columns, rows.collect())
}

/// All that a declaration differs in.
fn differing_in(review: &Review, evaluation: &Evaluation) -> String {
    let mut told = Vec::new();
    match review.differing().count() {
        0 => {}
        count => told.push(format!("{count} 项指标的得分不同")),
    }
    if review.sum_differs() {
        let sum = scored(Some(review.declared_sum), evaluation);
        told.push(format!("自评总分不等于各项之和 {sum}"));
    }
    if let (Some(declared), Some(computed), true) = (
        &review.declared_grade,
        &review.computed_grade,
        review.grade_differs(),
    ) {
        told.push(format!("等级自评“{declared}”，核算“{computed}”"));
    }
    match review.count(Verdict::NotDeclared) {
        0 => {}
        count => told.push(format!("{count} 项指标没有自评")),
    }
    told.join("；")
}

/// A difference of scores with its sign, with as many decimals as these.
fn signed(difference: Decimal, evaluation: &Evaluation) -> String {
    let places = evaluation.book.decimals;
    decimal::signed(difference, |size| decimal::fixed(size, places))
}

/// 自评差异明细: one row for each declared score that differs.
pub fn differing_items(evaluation: &Evaluation) -> Table {
    let rows = differing(evaluation).flat_map(|review| {
        let record = &evaluation.dataset.records[review.department];
        review.differing().map(|item| {
            let difference = item.difference();
            vec![
                Cell::left(&record.name),
                Cell::left(&evaluation.book.indicators[item.indicator].name),
                Cell::centered(scored(item.declared, evaluation)),
                Cell::centered(scored(item.computed, evaluation)),
                Cell::centered(difference.map_or_else(|| "—".into(), |by| signed(by, evaluation))),
                Cell::centered(item.verdict.label()),
            ]
        })
    });
    let columns = [
        ("部门名称", 31),
        ("三级指标", 30),
        ("自评", 9),
        ("核算", 9),
        ("相差", 9),
        ("结论", 12),
    ];
    table(&columns, rows.collect())
}

/// The departments without a total, computed or recognized.
pub fn departments_lacking<'e>(
    evaluation: &'e Evaluation,
) -> impl Iterator<Item = (&'e Record, &'e Scorecard)> {
    let departments = evaluation.departments().enumerate();
    departments
        .filter(|(place, (_, card))| {
            card.total.is_none() && evaluation.opinions.recognized[*place].total.is_none()
        })
        .map(|(_, department)| department)
}

/// 待补数据: those departments, and what they lack.
pub fn lacking(evaluation: &Evaluation) -> Table {
    let rows = departments_lacking(evaluation).map(|(record, card)| {
        vec![
            Cell::left(&record.name),
            Cell::left(card.lacking.join("、")),
        ]
    });
    table(&[("部门名称", 30), ("待补的数据", 70)], rows.collect())
}
