//! 争议数据 in sentences.

use super::{Disputes, Effect, MOST_COMBINED, Standing};
use crate::analysis::Evaluation;
use crate::decimal::{fixed, signed};
use crate::intake::disputes::{Dispute, SIDES};
use crate::questions::headroom::lever::shown;
use crate::questions::readings::Range;
use crate::rulebook::RuleBook;
use crate::scoring::PENDING;

/// One side's figure as people read it, with its unit.
pub fn figure(dispute: &Dispute, side: usize, book: &RuleBook) -> String {
    let metric = &book.metrics[dispute.metric];
    let figure = shown(metric.kind(), &dispute.sides[side]);
    match metric.unit.as_deref() {
        Some(unit) if unit != "%" && !figure.ends_with('%') => format!("{figure} {unit}"),
        _ => figure,
    }
}

/// `79.97 分，中，第 5 名`.
pub fn standing(standing: &Standing, places: u32) -> String {
    let Some(total) = standing.total else {
        return PENDING.into();
    };
    let grade = standing.grade.as_deref().unwrap_or(PENDING);
    let rank = standing
        .rank
        .map_or_else(String::new, |rank| format!("，第 {rank} 名"));
    format!("{} 分，{grade}{rank}", fixed(total, places))
}

/// The score of each indicator that changes: `预算编制 3.00 → 4.00`.
pub fn scores(effect: &Effect, book: &RuleBook) -> String {
    let score = |score: Option<rust_decimal::Decimal>| {
        score.map_or_else(|| PENDING.into(), |score| fixed(score, book.decimals))
    };
    let told = effect.scores.iter().map(|one| {
        let [first, second] = one.scores.map(score);
        format!("{} {first} → {second}", book.indicators[one.indicator].name)
    });
    or_nothing(told.collect::<Vec<_>>().join("；"))
}

/// The others whose ranks change: `示例市司法局 第 3 → 4 名`.
pub fn neighbours(effect: &Effect, evaluation: &Evaluation) -> String {
    let rank = |rank: Option<u32>| rank.map_or_else(|| "—".into(), |rank| rank.to_string());
    let told = effect.neighbours.iter().map(|one| {
        let [first, second] = one.ranks.map(rank);
        let name = &evaluation.dataset.records[one.department].name;
        format!("{name} 第 {first} → {second} 名")
    });
    or_nothing(told.collect::<Vec<_>>().join("；"))
}

/// What the dispute decides, in a sentence.
pub fn sentence(effect: &Effect, evaluation: &Evaluation) -> String {
    let (book, [first, second]) = (evaluation.book, &effect.standing);
    let name = &evaluation.dataset.records[effect.dispute.department].name;
    let metric = book.metrics[effect.dispute.metric].name();
    let sides = [0, 1].map(|side| {
        let figure = figure(&effect.dispute, side, book);
        let stands = standing(&effect.standing[side], book.decimals);
        format!("信{}（{figure}）：{stands}", SIDES[side])
    });
    let decides = match (first.total, second.total) {
        _ if first == second => "信谁的都一样。".to_string(),
        (Some(a), Some(b)) => {
            let moved = signed(b - a, |size| fixed(size, book.decimals));
            let grade = match first.grade == second.grade {
                true => "等级不变",
                false => "等级不同",
            };
            format!("由 A 到 B 相差 {moved} 分，{grade}。")
        }
        _ => String::new(),
    };
    format!("{name}的“{metric}”：{}。{decides}", sides.join("；"))
}

/// What was gone through.
pub fn how(disputes: &Disputes, book: &RuleBook) -> String {
    let how = match disputes.some_left_out {
        true => {
            format!("有的部门争议超过 {MOST_COMBINED} 处，只算了逐一改变和全信一方，范围可能更宽")
        }
        false => "各处争议的所有组合都算过，范围是精确的".into(),
    };
    format!("{how}{}", unmoved_others(book))
}

/// What is left out where departments are compared with each other: one's figure would move others' scores as well.
pub fn unmoved_others(book: &RuleBook) -> &'static str {
    match book.peers.is_empty() {
        true => "",
        false => "；规则书里有与其他部门比较的指标，其他部门在这些指标上的得分没有随争议重算",
    }
}

/// Whether a department's total or rank depends on the disputes.
pub fn moves(range: &Range) -> bool {
    let total = range.total.is_some_and(|span| span.least != span.most);
    total || range.rank.is_some_and(|span| span.least != span.most)
}

fn or_nothing(told: String) -> String {
    match told.is_empty() {
        true => "无".into(),
        false => told,
    }
}
