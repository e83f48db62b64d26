//! Another rule book's scores in words.

use super::{Against, Department, Moved};
use crate::analysis::Evaluation;
use crate::decimal::trimmed;
use crate::rulebook::RuleBook;
use crate::scoring::PENDING;

/// What is meant, for a sheet and for the terminal.
pub const PURPOSE: &str =
    "同一份数据按两本规则书各评一次，数据没有变，变动都是规则带来的。只供比较，得分仍按原规则。";

/// A rule book by id and version.
pub fn called(book: &RuleBook) -> String {
    format!("{} 版本 {}", book.id, book.version)
}

/// How many totals, grades and ranks are others.
pub fn counts(evaluation: &Evaluation, against: &Against) -> (usize, usize, usize) {
    let departments = against.departments.iter().enumerate();
    departments.fold((0, 0, 0), |counts, (place, own)| {
        let (card, other) = (&evaluation.cards[place], against.card(own));
        let total = card.total != other.and_then(|other| other.total);
        let grade = card.grade.as_deref() != other.and_then(|other| other.grade.as_deref());
        let rank = evaluation.ranking.ranks[place] != against.rank(own);
        (
            counts.0 + usize::from(total),
            counts.1 + usize::from(grade),
            counts.2 + usize::from(rank),
        )
    })
}

/// `固定资产利用率 0.7 → 0.4`; of one that only a rule book has, that it is new or gone.
pub fn score(moved: &Moved, evaluation: &Evaluation, against: &Against) -> String {
    let is_there = |book: &RuleBook| {
        let mut names = book.indicators.iter();
        names.any(|one| one.name == moved.indicator || one.aliases.contains(&moved.indicator))
    };
    let told = |score: Option<_>, book: &RuleBook| match score {
        Some(score) => trimmed(score, book.decimals),
        None => PENDING.to_string(),
    };
    let (own, other) = (evaluation.book, against.other.book);
    let name = &moved.indicator;
    match (is_there(own), is_there(other)) {
        (true, false) => format!("{name} 取消，原 {}", told(moved.was, own)),
        (false, true) => format!("{name} 新增，得 {}", told(moved.is, other)),
        _ => format!(
            "{name} {} → {}",
            told(moved.was, own),
            told(moved.is, other)
        ),
    }
}

/// Everything about a department that its scores do not say: which indicators move it, and what it lacks.
pub fn why(own: &Department, evaluation: &Evaluation, against: &Against) -> String {
    let Some(card) = against.card(own) else {
        return "按另一本规则书读不到这一行".into();
    };
    let moved = own.moved.iter();
    let mut told: Vec<String> = moved.map(|one| score(one, evaluation, against)).collect();
    if card.total.is_none() && !card.lacking.is_empty() {
        told.push(format!("缺：{}", card.lacking.join("、")));
    }
    told.join("；")
}
