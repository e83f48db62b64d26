//! Recognized scores in sentences.

use rust_decimal::Decimal;

use crate::analysis::Evaluation;
use crate::decimal::fixed;
use crate::intake::opinions::shown;
use crate::scoring::PENDING;

/// What a department has: its total, grade and rank.
struct Standing<'e> {
    total: Option<Decimal>,
    grade: Option<&'e str>,
    rank: Option<u32>,
}

impl<'e> Standing<'e> {
    fn computed(evaluation: &'e Evaluation, department: usize) -> Standing<'e> {
        let card = &evaluation.cards[department];
        Standing {
            total: card.total,
            grade: card.grade.as_deref(),
            rank: evaluation.ranking.ranks[department],
        }
    }

    fn recognized(evaluation: &'e Evaluation, department: usize) -> Standing<'e> {
        let recognized = &evaluation.opinions.recognized[department];
        Standing {
            total: recognized.total,
            grade: recognized.grade.as_deref(),
            rank: evaluation.opinions.ranking.ranks[department],
        }
    }

    /// In a line: `79.97 分、中、第 39 名`.
    fn short(&self, places: u32) -> String {
        let total = self.total.map(|total| points(total, places));
        let rank = self.rank.map(|rank| format!("第 {rank} 名"));
        let parts = [total, self.grade.map(str::to_string), rank];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        match parts.is_empty() {
            true => PENDING.to_string(),
            false => parts.join("、"),
        }
    }
}

fn points(score: Decimal, places: u32) -> String {
    format!("{} 分", fixed(score, places))
}

/// A line for each department with an adjusted score, in the order of the ranking, its recognized total beside the
/// computed one: `某单位：核算 79.97 分、中、第 39 名；认定 80.97 分、良、第 39 名`.
pub fn lines(evaluation: &Evaluation) -> Vec<String> {
    let places = evaluation.book.decimals;
    let line = |place: usize| {
        format!(
            "{}：核算 {}；认定 {}",
            evaluation.dataset.records[place].name,
            Standing::computed(evaluation, place).short(places),
            Standing::recognized(evaluation, place).short(places)
        )
    };
    adjusted_departments(evaluation).map(line).collect()
}

/// A sentence for each department with an adjusted score, in the order of the ranking.
pub fn sentences(evaluation: &Evaluation) -> Vec<String> {
    let sentence = |place: usize| {
        let items = adjustments(evaluation, place, false);
        format!(
            "{}的{}；{}",
            evaluation.dataset.records[place].name,
            items.join("，"),
            standing(evaluation, place)
        )
    };
    adjusted_departments(evaluation).map(sentence).collect()
}

fn adjusted_departments(evaluation: &Evaluation) -> impl Iterator<Item = usize> {
    let order = evaluation.ranking.order.iter().copied();
    order.filter(|place| evaluation.opinions.recognized[*place].adjusted > 0)
}

/// What the bureau recognizes of a department, in sentences without the last full stop; empty where it adjusted nothing.
pub fn recognized(evaluation: &Evaluation, department: usize) -> String {
    match evaluation.opinions.recognized[department].adjusted {
        0 => String::new(),
        count => format!(
            "调整了 {count} 项指标的得分：{}。{}",
            adjustments(evaluation, department, true).join("；"),
            standing(evaluation, department)
        ),
    }
}

/// A department's adjusted scores, each with its reason or not.
fn adjustments(evaluation: &Evaluation, department: usize, with_reason: bool) -> Vec<String> {
    let indicators = 0..evaluation.book.indicators.len();
    let told =
        indicators.filter_map(|place| adjustment(evaluation, department, place, with_reason));
    told.collect()
}

/// One adjusted score: `“预算执行率”由 5.02 分认定为 5.50 分（增加 0.48 分，理由：……）`.
fn adjustment(
    evaluation: &Evaluation,
    department: usize,
    indicator: usize,
    with_reason: bool,
) -> Option<String> {
    let given = evaluation.opinions.of(department, indicator)?;
    let (adjusted, places) = (given.adjusted?, evaluation.book.decimals);
    let name = &evaluation.book.indicators[indicator].name;
    let computed = evaluation.cards[department].indicators[indicator].score;
    let told = match computed {
        Some(computed) => format!(
            "由 {}认定为 {}",
            points(computed, places),
            points(adjusted, places)
        ),
        None => format!(
            "缺少数据、没有核算得分，认定为 {}",
            points(adjusted, places)
        ),
    };
    if !with_reason {
        return Some(format!("“{name}”{told}"));
    }
    let change = computed.map(|computed| adjusted - computed);
    let change = change.filter(|change| !change.is_zero()).map(|change| {
        let word = if change.is_sign_negative() {
            "减少"
        } else {
            "增加"
        };
        format!("{word} {}", points(change.abs(), places))
    });
    let reason = match given.remarks.reason.as_ref().map(shown) {
        Some(reason) => format!(
            "理由：{}",
            reason.trim().trim_end_matches(['。', '；', ';'])
        ),
        None => "没有写理由".into(),
    };
    let behind: Vec<String> = change.into_iter().chain([reason]).collect();
    Some(format!("“{name}”{told}（{}）", behind.join("，")))
}

/// What becomes of total, grade and rank.
fn standing(evaluation: &Evaluation, department: usize) -> String {
    let places = evaluation.book.decimals;
    let (was, is) = (
        Standing::computed(evaluation, department),
        Standing::recognized(evaluation, department),
    );
    let Some(total) = is.total.map(|total| points(total, places)) else {
        return "综合评分仍然待定".into();
    };
    let mut parts = vec![match was.total {
        Some(was) => format!("综合评分由 {}认定为 {total}", points(was, places)),
        None => format!("综合评分原来待定，认定为 {total}"),
    }];
    parts.extend(is.grade.map(|grade| match was.grade {
        None => format!("评分等级为“{grade}”"),
        Some(was) if was == grade => format!("评分等级仍为“{grade}”"),
        Some(was) => format!("评分等级由“{was}”变为“{grade}”"),
    }));
    parts.extend(is.rank.map(|rank| match was.rank {
        None => format!("按认定总分排第 {rank} 名"),
        Some(was) if was == rank => format!("按认定总分排名仍为第 {rank} 名"),
        Some(was) => format!("按认定总分排名由第 {was} 名变为第 {rank} 名"),
    }));
    parts.join("，")
}
