//! 名次把握 in sentences, for people who never heard of statistics.

use super::draw::DRAWS;
use super::{Bounds, Certainty, Tolerance};
use crate::analysis::Evaluation;
use crate::decimal::{fixed, trimmed};
use crate::rulebook::RuleBook;

/// A share of the draws, in hundredths: `37%`; what is not all is never called so.
pub fn share(count: u32) -> String {
    let hundredths = (u64::from(count) * 100 + u64::from(DRAWS) / 2) / u64::from(DRAWS);
    match (hundredths, count) {
        (0, 1..) => "不到 1%".into(),
        (100.., count) if count < DRAWS => "99% 以上".into(),
        (hundredths, _) => format!("{hundredths}%"),
    }
}

/// How far a share may be off by chance: two standard errors of so many draws, in percentage points, at its greatest.
pub fn error() -> &'static str {
    "1 个百分点"
}

/// What judgements are thought to reach.
fn tolerance(tolerance: Tolerance, book: &RuleBook) -> String {
    let mut metrics = book.metrics.iter();
    match tolerance {
        Tolerance::Usual if metrics.any(|metric| metric.latitude.tolerance.is_some()) => {
            "每项评定上下各差规则书写的分数（没有写的，各满分的一成）".into()
        }
        Tolerance::Usual => "每项评定上下各满分的一成".into(),
        Tolerance::Points(points) => format!("每项评定上下各 {} 分", trimmed(points, 4)),
    }
}

/// What the figures are, and what they are not.
pub fn note(certainty: &Certainty, book: &RuleBook) -> String {
    format!(
        "评定的分数换一个人可能略有不同。设想{}：最低、最高总分和最宽的名次是精确的界限；可能和九成的名次来自 {DRAWS} 次抽签（每次所有部门的评定同时变动），误差约 {}。一起从严、从宽：同一主管部门的各项评定同时取最低或最高，别的主管部门不变。已得满分的评定只会往下变，所以满分多的部门，可能偏低。",
        tolerance(certainty.tolerance, book),
        error()
    )
}

/// `第 3–5 名`, `第 3 名`.
pub fn ranks((best, worst): (u32, u32)) -> String {
    match best == worst {
        true => format!("第 {best} 名"),
        false => format!("第 {best}–{worst} 名"),
    }
}

/// The grades with how often each came, those that came.
pub fn grades(certainty: &Certainty, evaluation: &Evaluation, place: usize) -> String {
    let counts = evaluation
        .book
        .grades
        .iter()
        .zip(&certainty.drawn.grades[place]);
    let came = counts.filter(|(_, count)| **count > 0);
    let told: Vec<String> = came
        .map(|(grade, count)| format!("{} {}", grade.name, share(*count)))
        .collect();
    told.join("，")
}

/// One sentence for a department.
pub fn sentence(
    certainty: &Certainty,
    evaluation: &Evaluation,
    place: usize,
    bounds: &Bounds,
) -> String {
    let places = evaluation.book.decimals;
    let span = format!(
        "{}–{} 分",
        fixed(bounds.lowest, places),
        fixed(bounds.highest, places)
    );
    let grade = match bounds.is_sure() {
        true => format!("等级{}是确定的", bounds.grades.0),
        false => format!("等级不确定：{}", grades(certainty, evaluation, place)),
    };
    let ranks = match (bounds.ranks, certainty.drawn.ranks[place]) {
        (Some(bounds), Some(drawn)) => {
            format!("，名次最宽{}，十次里九次在{}", ranks(bounds), ranks(drawn))
        }
        _ => String::new(),
    };
    format!("总分在 {span}之间{ranks}；{grade}")
}

/// How sure a department stands before the next one.
pub fn before_next(certainty: &Certainty, place: usize) -> Option<String> {
    certainty.drawn.before_next[place].map(share)
}
