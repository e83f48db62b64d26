//! 争议读法 in sentences.

use super::{Effect, Moved, Range, Readings, Span};
use crate::analysis::Evaluation;
use crate::decimal::{fixed, signed};

/// What the rule book's own reading is called in a list of readings.
pub const OWN: &str = "按规则书";

/// `第 3–5 名`, `第 3 名`.
pub fn ranks(span: Span<u32>) -> String {
    match span.least == span.most {
        true => format!("第 {} 名", span.least),
        false => format!("第 {}–{} 名", span.least, span.most),
    }
}

/// How far the ranges reach, in a clause.
pub fn how(readings: &Readings) -> String {
    match readings.all {
        true => format!("共 {} 种组合，逐一算过", readings.combinations),
        false => "组合太多，名次范围按每次换一种读法计算".to_string(),
    }
}

/// `良`, or `良、中`.
pub fn grades(range: &Range) -> String {
    range.grades.join("、")
}

/// A department's range in a sentence; nothing where it has no total.
pub fn range(range: &Range, readings: &Readings, places: u32) -> Option<String> {
    let total = range.total?;
    let total = match total.least == total.most {
        true => format!("{} 分", fixed(total.least, places)),
        false => format!(
            "{}–{} 分",
            fixed(total.least, places),
            fixed(total.most, places)
        ),
    };
    let rank = range
        .rank
        .map_or_else(String::new, |span| format!("{}，", ranks(span)));
    let grade = match range.grades.as_slice() {
        [_] => "等级不变".to_string(),
        _ => format!("等级可为{}", grades(range)),
    };
    Some(format!(
        "{rank}{total}，共 {} 种读法组合；{grade}",
        readings.combinations
    ))
}

/// Those whose grade is another, in a sentence.
pub fn grades_changed(effect: &Effect, evaluation: &Evaluation) -> String {
    let changed = effect
        .moved
        .iter()
        .filter(|moved| moved.grade.0 != moved.grade.1);
    let told: Vec<String> = changed
        .map(|moved| {
            let name = &evaluation.dataset.records[moved.department].name;
            let places = evaluation.book.decimals;
            let (was, is) = (fixed(moved.total.0, places), fixed(moved.total.1, places));
            format!("{name} {was} {} → {is} {}", moved.grade.0, moved.grade.1)
        })
        .collect();
    told.join("；")
}

/// The department whose total moves most, in a sentence.
pub fn largest(effect: &Effect, evaluation: &Evaluation) -> Option<String> {
    let size = |moved: &Moved| (moved.total.1 - moved.total.0).abs();
    // Of equal ones the first.
    let largest = effect.moved.iter().rev().max_by_key(|moved| size(moved))?;
    let name = &evaluation.dataset.records[largest.department].name;
    let places = evaluation.book.decimals;
    let moved = signed(largest.total.1 - largest.total.0, |size| {
        fixed(size, places)
    });
    Some(format!("{name} {moved}"))
}

/// How many of those that moved have another grade, and another rank.
pub fn counts(effect: &Effect) -> (usize, usize, usize) {
    let count = |is: fn(&Moved) -> bool| effect.moved.iter().filter(|moved| is(moved)).count();
    (
        count(|moved| moved.total.0 != moved.total.1),
        count(|moved| moved.grade.0 != moved.grade.1),
        count(|moved| moved.rank.0 != moved.rank.1),
    )
}
