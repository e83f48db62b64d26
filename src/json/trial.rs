//! 试算, for the page: the figures of a department that may be changed, and what a change gives.

use serde::Serialize;

use super::ProblemItem;
use crate::analysis::Evaluation;
use crate::decimal::{fixed, signed};
use crate::expr::Kind;
use crate::forms::answers::{Entry, cells_of};
use crate::forms::{Form, Item, Passport};
use crate::problem::Problem;
use crate::scoring::PENDING;

#[derive(Serialize)]
struct FiguresDocument {
    figures: Vec<FigureItem>,
}

#[derive(Serialize)]
struct FigureItem {
    label: String,
    unit: Option<String>,
    sheet: String,
    cell: String,
    /// As a person sees it; nothing where the cell is blank.
    value: Option<String>,
    /// What may be chosen, where the answer is one of a few.
    choices: Vec<String>,
}

/// The figures of a department that stand in cells, in the order of the rule book.
pub fn figures(evaluation: &Evaluation, department: usize) -> impl Serialize + use<> {
    let (book, dataset) = (evaluation.book, &evaluation.dataset);
    let form = Form::new(book, Passport::new(book, book.year, None));
    let cells = cells_of(&dataset.records[department], dataset).into_iter();
    let is_asked = |item: &Item| match item {
        Item::Metric(id) => book.metrics[*id].role.is_none(),
        Item::Outcome(..) => true,
        Item::Declared(_) | Item::Date => false,
    };
    let figures = cells.filter(|(item, ..)| is_asked(item));
    let figures = figures.map(|(item, sheet, cell)| {
        let metric = match item {
            Item::Metric(id) => Some(&book.metrics[id]),
            _ => None,
        };
        let choices = metric.map_or_else(Vec::new, |metric| match metric.kind() {
            Kind::YesNo { .. } => vec!["是".into(), "否".into()],
            _ => metric
                .choices
                .iter()
                .map(|one| one.name.to_string())
                .collect(),
        });
        FigureItem {
            label: form.label(item),
            unit: metric.and_then(|metric| metric.unit.clone()),
            sheet: sheet.name.clone(),
            cell: cell.to_string(),
            value: sheet
                .cell(cell)
                .and_then(Entry::of)
                .map(|entry| entry.reading()),
            choices,
        }
    });
    FiguresDocument {
        figures: figures.collect(),
    }
}

#[derive(Serialize)]
struct TrialDocument<'e> {
    department: &'e str,
    total: [Option<String>; 2],
    difference: Option<String>,
    grade: [&'e str; 2],
    rank: [Option<u32>; 2],
    /// Whose score or reason differs.
    indicators: Vec<TrialIndicator<'e>>,
    /// Problems of the department that would be gone, and new ones.
    gone: Vec<ProblemItem<'e>>,
    fresh: Vec<ProblemItem<'e>>,
    /// How many other departments would have another rank.
    others: usize,
}

#[derive(Serialize)]
struct TrialIndicator<'e> {
    name: &'e str,
    score: [Option<String>; 2],
    explanation: [String; 2],
}

/// The document of what a correction of a department's figures gives; both evaluations have the same departments in the same rows.
pub fn trial<'e>(
    before: &'e Evaluation,
    after: &'e Evaluation,
    department: usize,
) -> Option<impl Serialize + use<'e>> {
    let record = &before.dataset.records[department];
    let mut records = after.dataset.records.iter();
    let place = records.position(|one| one.row == record.row)?;
    let (old, new) = (&before.cards[department], &after.cards[place]);
    let places = after.book.decimals;
    let shown = |score: Option<_>| score.map(|score| fixed(score, places));
    let difference = new.total.zip(old.total).map(|(new, old)| new - old);
    let explained = |index| {
        [(before, department), (after, place)]
            .map(|(evaluation, department)| evaluation.explanation(department, index))
    };
    let indicators = old.indicators.iter().zip(&new.indicators).enumerate();
    let indicators = indicators.map(|(index, scores)| (index, scores, explained(index)));
    let changed =
        indicators.filter(|(_, (old, new), [was, is])| old.score != new.score || was != is);
    let concerns = record.concerns();
    let own = |evaluation: &'e Evaluation| -> Vec<&'e Problem> {
        let problems = evaluation.problems.iter();
        let own = problems.filter(|problem| problem.department.as_ref() == Some(&concerns));
        own.collect()
    };
    let (had, has) = (own(before), own(after));
    let without = |these: &[&'e Problem], those: &[&'e Problem]| -> Vec<ProblemItem<'e>> {
        let only = these.iter().filter(|problem| !those.contains(problem));
        only.map(|problem| ProblemItem::of(problem)).collect()
    };
    let ranks = |evaluation: &Evaluation| -> Vec<(u32, Option<u32>)> {
        let records = evaluation.dataset.records.iter();
        let ranks = evaluation.ranking.ranks.iter().copied();
        records.map(|record| record.row).zip(ranks).collect()
    };
    let (old_ranks, new_ranks) = (ranks(before), ranks(after));
    let others = new_ranks.iter().filter(|(row, rank)| {
        let earlier = old_ranks.binary_search_by_key(row, |(row, _)| *row);
        *row != record.row && earlier.is_ok_and(|at| old_ranks[at].1 != *rank)
    });
    Some(TrialDocument {
        department: &record.name,
        total: [shown(old.total), shown(new.total)],
        difference: difference.map(|it| signed(it, |size| fixed(size, places))),
        grade: [&old.grade, &new.grade].map(|grade| grade.as_deref().unwrap_or(PENDING)),
        rank: [before.ranking.ranks[department], after.ranking.ranks[place]],
        indicators: changed
            .map(|(index, (old, new), explanation)| TrialIndicator {
                name: &after.book.indicators[index].name,
                score: [shown(old.score), shown(new.score)],
                explanation,
            })
            .collect(),
        gone: without(&had, &has),
        fresh: without(&has, &had),
        others: others.count(),
    })
}
