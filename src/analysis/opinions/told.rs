//! Recognized scores in sentences.

use rust_decimal::Decimal;

use crate::analysis::Evaluation;
use crate::decimal::{fixed, signed};
use crate::intake::opinions::shown;
use crate::scoring::PENDING;

/// A department's recognized total beside the computed one: `核算 79.97 分、中、第 39 名；认定 80.97 分、良、第 39 名`.
pub fn beside(evaluation: &Evaluation, department: usize) -> String {
    let (card, recognized) = (
        &evaluation.cards[department],
        &evaluation.opinions.recognized[department],
    );
    let told = |total: Option<Decimal>, grade: Option<&str>, rank: Option<u32>| {
        let total = total.map(|total| format!("{} 分", fixed(total, evaluation.book.decimals)));
        let rank = rank.map(|rank| format!("第 {rank} 名"));
        let grade = grade.map(str::to_string);
        let parts: Vec<String> = [total, grade, rank].into_iter().flatten().collect();
        match parts.is_empty() {
            true => PENDING.to_string(),
            false => parts.join("、"),
        }
    };
    format!(
        "核算 {}；认定 {}",
        told(
            card.total,
            card.grade.as_deref(),
            evaluation.ranking.ranks[department]
        ),
        told(
            recognized.total,
            recognized.grade.as_deref(),
            evaluation.opinions.ranking.ranks[department]
        )
    )
}

/// One adjusted score: `预算执行率 5.02 → 5.50（+0.48）`.
pub fn adjustment(evaluation: &Evaluation, department: usize, indicator: usize) -> Option<String> {
    let adjusted = evaluation.opinions.of(department, indicator)?.adjusted?;
    let places = evaluation.book.decimals;
    let computed = evaluation.cards[department].indicators[indicator].score;
    let name = &evaluation.book.indicators[indicator].name;
    Some(match computed {
        Some(computed) => format!(
            "{name} {} → {}（{}）",
            fixed(computed, places),
            fixed(adjusted, places),
            signed(adjusted - computed, |size| fixed(size, places))
        ),
        None => format!("{name} {PENDING} → {}", fixed(adjusted, places)),
    })
}

/// The same with its reason.
pub fn with_reason(evaluation: &Evaluation, department: usize, indicator: usize) -> Option<String> {
    let told = adjustment(evaluation, department, indicator)?;
    let given = evaluation.opinions.of(department, indicator)?;
    Some(match given.remarks.reason.as_ref().map(shown) {
        Some(reason) => format!("{told}，理由：{reason}"),
        None => format!("{told}，没有写理由"),
    })
}

/// A department's adjusted scores.
pub fn adjustments(evaluation: &Evaluation, department: usize) -> Vec<String> {
    (0..evaluation.book.indicators.len())
        .filter_map(|indicator| with_reason(evaluation, department, indicator))
        .collect()
}

/// What the bureau recognizes of a department, in sentences; empty where it adjusted nothing.
pub fn recognized(evaluation: &Evaluation, department: usize) -> String {
    match evaluation.opinions.recognized[department].adjusted {
        0 => String::new(),
        count => format!(
            "{}。调整 {count} 项：{}",
            beside(evaluation, department),
            adjustments(evaluation, department).join("；")
        ),
    }
}

/// A line for each department with an adjusted score, in the order of the ranking.
pub fn adjusted(evaluation: &Evaluation) -> Vec<String> {
    let order = evaluation.ranking.order.iter().copied();
    let adjusted = order.filter(|place| evaluation.opinions.recognized[*place].adjusted > 0);
    adjusted
        .map(|place| {
            format!(
                "{}：{}",
                evaluation.dataset.records[place].name,
                beside(evaluation, place)
            )
        })
        .collect()
}
