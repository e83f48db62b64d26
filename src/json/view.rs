//! What the page shows of an evaluation: the document of `score`, and beside it what tabs and charts need that no reader should have
//! to work out again. Departments and indicators are told by their places in the document of `score`.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{ScoreDocument, Selection, score_document};
use crate::analysis::losses::losses;
use crate::analysis::review::{Review, ReviewItem};
use crate::analysis::statistics::Spread;
use crate::analysis::{Evaluation, Extent};
use crate::decimal::{fixed, percent, round, signed};
use crate::problem::Severity;
use crate::rulebook::{RuleBook, codes};
use crate::scoring::PENDING;

/// The classes of an indicator's distribution: below full marks by quarters of the points.
const CLASSES: [&str; 6] = [
    "0 分",
    "不到 25%",
    "25%～50%",
    "50%～75%",
    "75% 以上",
    "满分",
];

/// What the result screen shows of an evaluation.
#[derive(Serialize)]
pub struct ViewDocument<'e> {
    scores: ScoreDocument<'e>,
    year: Option<u32>,
    /// What is to be said before anything else, of the rule book.
    notices: Vec<String>,
    book: Book<'e>,
    summary: Summary<'e>,
    /// The departments' places in the order of the ranking.
    order: &'e [usize],
    departments: Vec<Department<'e>>,
    indicators: Vec<Indicator>,
    reviews: Vec<ReviewView<'e>>,
}

#[derive(Serialize)]
struct Book<'e> {
    name: &'e str,
    points: String,
    grades: Vec<Grade<'e>>,
    framework: Vec<First<'e>>,
    indicators: Vec<Rule<'e>>,
}

#[derive(Serialize)]
struct Grade<'e> {
    name: &'e str,
    min: String,
    /// Its fill in the workbook, as `#RRGGBB`.
    color: String,
}

#[derive(Serialize)]
struct First<'e> {
    name: &'e str,
    points: String,
}

#[derive(Serialize)]
struct Rule<'e> {
    name: &'e str,
    first: &'e str,
    second: &'e str,
    points: String,
    about: &'e str,
    criteria: &'e str,
    advice: &'e str,
}

#[derive(Serialize)]
struct Summary<'e> {
    departments: usize,
    /// Best first, then 待定 where there are any.
    grades: Vec<GradeCount<'e>>,
    total: Option<SpreadView>,
    severities: Vec<SeverityCount>,
    kinds: Vec<Kind<'e>>,
    groups: Vec<Group<'e>>,
    clean: bool,
}

#[derive(Serialize)]
struct GradeCount<'e> {
    grade: &'e str,
    count: usize,
}

#[derive(Serialize)]
struct SpreadView {
    count: usize,
    mean: String,
    least: String,
    most: String,
}

#[derive(Serialize)]
struct SeverityCount {
    severity: Severity,
    label: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct Kind<'e> {
    severity: Severity,
    code: &'e str,
    title: String,
    count: usize,
}

#[derive(Serialize)]
struct Group<'e> {
    name: &'e str,
    departments: usize,
    total: Option<SpreadView>,
}

#[derive(Serialize)]
struct Department<'e> {
    group: Option<&'e str>,
    duplicate: bool,
    lacking: &'e [String],
    losses: Vec<Lost>,
    /// The places of its problems in the document of `score`.
    problems: Vec<usize>,
}

#[derive(Serialize)]
struct Lost {
    indicator: usize,
    lost: String,
    /// Of the indicator's points, 0 to 1.
    share: f64,
}

#[derive(Serialize)]
struct Indicator {
    spread: Option<SpreadView>,
    /// 得分率: the mean as it is shown, over the points.
    rate: Option<String>,
    /// The same from 0 to 1, for the length of a bar.
    share: Option<f64>,
    distribution: Vec<Class>,
    /// Who lost points, most first.
    losers: Vec<Loser>,
}

#[derive(Serialize)]
struct Class {
    label: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct Loser {
    department: usize,
    lost: String,
}

#[derive(Serialize)]
struct ReviewView<'e> {
    department: usize,
    declared_total: Option<String>,
    declared_sum: String,
    declared_grade: Option<&'e str>,
    difference: Option<String>,
    /// Whether it was declared otherwise than the rules give.
    differs: bool,
    items: Vec<ReviewLine>,
}

#[derive(Serialize)]
struct ReviewLine {
    declared: Option<String>,
    computed: Option<String>,
    difference: Option<String>,
    verdict: &'static str,
    differs: bool,
}

/// The document of the page's result screen.
pub fn view<'e>(evaluation: &'e Evaluation) -> impl Serialize + use<'e> {
    document(evaluation)
}

/// The same, to stand inside another.
pub fn document<'e>(evaluation: &'e Evaluation) -> ViewDocument<'e> {
    ViewDocument {
        scores: score_document(evaluation, &Selection::all(evaluation)),
        year: evaluation.dataset.year,
        notices: notices(evaluation),
        book: book(evaluation.book),
        summary: summary(evaluation),
        order: &evaluation.ranking.order,
        departments: departments_of(evaluation),
        indicators: (0..evaluation.book.indicators.len())
            .map(|index| indicator(evaluation, index))
            .collect(),
        reviews: evaluation
            .reviews
            .iter()
            .map(|review| review_of(review, evaluation.book.decimals))
            .collect(),
    }
}

/// What is to be said of the rule book, and of the result.
fn notices(evaluation: &Evaluation) -> Vec<String> {
    let large = Extent::usual(evaluation).told_plainly();
    evaluation.book.notices().into_iter().chain(large).collect()
}

fn book(book: &RuleBook) -> Book<'_> {
    let places = book.decimals;
    Book {
        name: &book.name,
        points: fixed(book.points, places),
        grades: book
            .grades
            .iter()
            .map(|grade| Grade {
                name: &grade.name,
                min: fixed(grade.min, places),
                color: format!("#{:06X}", grade.color),
            })
            .collect(),
        framework: book
            .framework
            .iter()
            .map(|first| First {
                name: &first.name,
                points: fixed(first.points, places),
            })
            .collect(),
        indicators: book
            .indicators
            .iter()
            .map(|indicator| Rule {
                name: &indicator.name,
                first: &indicator.under.0,
                second: &indicator.under.1,
                points: fixed(indicator.points, places),
                about: &indicator.about,
                criteria: &indicator.criteria,
                advice: &indicator.advice,
            })
            .collect(),
    }
}

fn summary<'e>(evaluation: &'e Evaluation) -> Summary<'e> {
    let (statistics, places) = (&evaluation.statistics, evaluation.book.decimals);
    let mut grades: Vec<GradeCount> = statistics
        .grades
        .iter()
        .map(|(grade, count)| GradeCount {
            grade,
            count: *count,
        })
        .collect();
    if statistics.ungraded > 0 {
        grades.push(GradeCount {
            grade: PENDING,
            count: statistics.ungraded,
        });
    }
    let severities =
        [Severity::Error, Severity::Warning, Severity::Info].map(|severity| SeverityCount {
            severity,
            label: severity.label(),
            count: evaluation.count(severity),
        });
    let mut kinds: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for problem in &evaluation.problems {
        *kinds.entry((problem.severity, &problem.code)).or_default() += 1;
    }
    Summary {
        departments: evaluation.cards.len(),
        grades,
        total: statistics.total.as_ref().map(|total| spread(total, places)),
        severities: severities.into(),
        kinds: kinds
            .into_iter()
            .map(|((severity, code), count)| Kind {
                severity,
                code,
                title: codes::find(code, evaluation.book).map_or_else(String::new, |it| it.title),
                count,
            })
            .collect(),
        groups: statistics
            .groups
            .iter()
            .map(|group| Group {
                name: &group.name,
                departments: group.departments,
                total: group.total.as_ref().map(|total| spread(total, places)),
            })
            .collect(),
        clean: evaluation.is_clean(),
    }
}

fn spread(spread: &Spread, places: u32) -> SpreadView {
    SpreadView {
        count: spread.count,
        mean: fixed(spread.mean, places),
        least: fixed(spread.least, places),
        most: fixed(spread.most, places),
    }
}

fn departments_of<'e>(evaluation: &'e Evaluation) -> Vec<Department<'e>> {
    let book = evaluation.book;
    let departments = evaluation.departments().map(|(record, card)| {
        let concerns = record.concerns();
        let problems = evaluation.problems.iter().enumerate();
        Department {
            group: record.group.as_deref(),
            duplicate: record.duplicate,
            lacking: &card.lacking,
            losses: losses(card, book)
                .into_iter()
                .map(|loss| Lost {
                    indicator: loss.indicator,
                    lost: fixed(loss.lost, book.decimals),
                    share: share(loss.lost, book.indicators[loss.indicator].points),
                })
                .collect(),
            problems: problems
                .filter(|(_, problem)| problem.department.as_ref() == Some(&concerns))
                .map(|(place, _)| place)
                .collect(),
        }
    });
    departments.collect()
}

/// A part of a whole for drawing, where binary floating point does no harm.
fn share(part: Decimal, whole: Decimal) -> f64 {
    let share = part.checked_div(whole).unwrap_or_default();
    f64::try_from(share).unwrap_or_default()
}

fn indicator(evaluation: &Evaluation, index: usize) -> Indicator {
    let (rule, places) = (&evaluation.book.indicators[index], evaluation.book.decimals);
    let statistics = evaluation.statistics.indicators[index].as_ref();
    let rate = statistics.and_then(|spread| round(spread.mean, places).checked_div(rule.points));
    let scores = || {
        let cards = evaluation.cards.iter().enumerate();
        cards.filter_map(|(place, card)| Some((place, card.indicators[index].score?)))
    };
    let mut counts = [0; CLASSES.len()];
    for (_, score) in scores() {
        counts[class(score, rule.points)] += 1;
    }
    let mut losers: Vec<(usize, Decimal)> = scores()
        .map(|(place, score)| (place, rule.points - score))
        .filter(|(_, lost)| *lost > Decimal::ZERO)
        .collect();
    losers.sort_by_key(|(_, lost)| std::cmp::Reverse(*lost));
    Indicator {
        spread: statistics.map(|statistics| spread(statistics, places)),
        rate: rate.map(percent),
        share: rate.map(|rate| share(rate, Decimal::ONE)),
        distribution: CLASSES
            .into_iter()
            .zip(counts)
            .map(|(label, count)| Class { label, count })
            .collect(),
        losers: losers
            .into_iter()
            .map(|(department, lost)| Loser {
                department,
                lost: fixed(lost, places),
            })
            .collect(),
    }
}

/// The place among [`CLASSES`] of a score.
fn class(score: Decimal, points: Decimal) -> usize {
    let quarters = score * Decimal::from(4);
    match () {
        () if score >= points => 5,
        () if score <= Decimal::ZERO => 0,
        () if quarters < points => 1,
        () if quarters < points * Decimal::TWO => 2,
        () if quarters < points * Decimal::from(3) => 3,
        () => 4,
    }
}

fn review_of(review: &Review, places: u32) -> ReviewView<'_> {
    let shown = |number: Option<Decimal>| number.map(|number| fixed(number, places));
    let difference = |one: Option<Decimal>, other: Option<Decimal>| {
        let difference = one?.checked_sub(other?)?;
        Some(signed(difference, |size| fixed(size, places)))
    };
    let line = |item: &ReviewItem| ReviewLine {
        declared: shown(item.declared),
        computed: shown(item.computed),
        difference: difference(item.declared, item.computed),
        verdict: item.verdict.label(),
        differs: review
            .differing()
            .any(|other| other.indicator == item.indicator),
    };
    ReviewView {
        department: review.department,
        declared_total: shown(review.declared_total),
        declared_sum: fixed(review.declared_sum, places),
        declared_grade: review.declared_grade.as_deref(),
        difference: difference(review.declared_total, review.computed_total),
        differs: review.differs(),
        items: review.items.iter().map(line).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_meet_at_the_quarters() {
        let class_of = |score: &str| {
            let score: Decimal = score.parse().expect("a number");
            CLASSES[class(score, Decimal::from(4))]
        };
        let scores = ["0", "0.01", "0.99", "1", "2", "2.99", "3", "3.99", "4"];
        assert_eq!(
            scores.map(class_of),
            [
                "0 分",
                "不到 25%",
                "不到 25%",
                "25%～50%",
                "50%～75%",
                "50%～75%",
                "75% 以上",
                "75% 以上",
                "满分"
            ]
        );
    }
}
