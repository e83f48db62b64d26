//! What a corrected workbook changed, for the page.

use rust_decimal::Decimal;
use serde::Serialize;

use super::ProblemItem;
use crate::analysis::Evaluation;
use crate::analysis::revision::{Moved, revision as compared};
use crate::decimal::{fixed, signed};
use crate::scoring::PENDING;

/// What changed.
#[derive(Serialize)]
pub struct RevisionDocument<'e> {
    gone: Vec<ProblemItem<'e>>,
    fresh: Vec<ProblemItem<'e>>,
    moved: Vec<MovedItem<'e>>,
    joined: Vec<&'e str>,
    left: Vec<&'e str>,
}

#[derive(Serialize)]
struct MovedItem<'e> {
    /// Its place in the later document.
    department: usize,
    name: &'e str,
    total: [Option<String>; 2],
    difference: Option<String>,
    grade: [&'e str; 2],
    indicators: Vec<MovedIndicator<'e>>,
}

#[derive(Serialize)]
struct MovedIndicator<'e> {
    name: &'e str,
    score: [Option<String>; 2],
}

/// The document of what changed between two evaluations by the same rule book.
pub fn revision<'e>(before: &'e Evaluation, after: &'e Evaluation) -> impl Serialize + use<'e> {
    document(before, after)
}

/// The same, to stand inside another.
pub fn document<'e>(before: &'e Evaluation, after: &'e Evaluation) -> RevisionDocument<'e> {
    let compared = compared(before, after);
    let problems = |evaluation: &'e Evaluation, places: &[usize]| {
        let of = |place: &usize| ProblemItem::of(&evaluation.problems[*place]);
        places.iter().map(of).collect()
    };
    let names = |evaluation: &'e Evaluation, places: &[usize]| {
        let of = |place: &usize| evaluation.dataset.records[*place].name.as_str();
        places.iter().map(of).collect()
    };
    RevisionDocument {
        gone: problems(before, &compared.gone),
        fresh: problems(after, &compared.fresh),
        moved: compared
            .moved
            .iter()
            .map(|moved| moved_item(before, after, moved))
            .collect(),
        joined: names(after, &compared.joined),
        left: names(before, &compared.left),
    }
}

fn moved_item<'e>(before: &'e Evaluation, after: &'e Evaluation, moved: &Moved) -> MovedItem<'e> {
    let (old, new) = (&before.cards[moved.before], &after.cards[moved.after]);
    let places = after.book.decimals;
    let shown = |score: Option<Decimal>| score.map(|score| fixed(score, places));
    let difference = new.total.zip(old.total).map(|(new, old)| new - old);
    MovedItem {
        department: moved.after,
        name: &after.dataset.records[moved.after].name,
        total: [shown(old.total), shown(new.total)],
        difference: difference.map(|it| signed(it, |size| fixed(size, places))),
        grade: [&old.grade, &new.grade].map(|grade| grade.as_deref().unwrap_or(PENDING)),
        indicators: moved
            .indicators
            .iter()
            .map(|(place, old, new)| MovedIndicator {
                name: &after.book.indicators[*place].name,
                score: [shown(*old), shown(*new)],
            })
            .collect(),
    }
}
