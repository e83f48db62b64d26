//! What the page shows of what is asked of a score: 差距与余量, 争议读法, 争议数据, 名次把握, each a document, in the order of the
//! ranking.
//! Departments and indicators are told by their places in the document of `score`; sentences are those of the terminal and the sheets.

use rust_decimal::Decimal;
use serde::Serialize;

use super::ProblemItem;
use crate::analysis::Evaluation;
use crate::decimal::{fixed, signed, trimmed};
use crate::problem::Problem;
use crate::questions::certainty::draw::DRAWS;
use crate::questions::certainty::{Bounds, Certainty, Tolerance, told as certainty_told};
use crate::questions::disputes::{Disputes, told as disputes_told};
use crate::questions::headroom::told::{self as headroom_told, NEAR, PURPOSE};
use crate::questions::headroom::{Direction, Headroom, Side};
use crate::questions::readings::chosen::{Standing, standings as chosen_standings};
use crate::questions::readings::told::{self as readings_told, OWN};
use crate::questions::readings::{Effect, Range, Readings};
use crate::scoring::PENDING;

#[derive(Serialize)]
struct DistancesDocument {
    /// What it is for, and what not.
    purpose: &'static str,
    /// Distances below this are near.
    near: String,
    departments: Vec<DistanceItem>,
}

#[derive(Serialize)]
struct DistanceItem {
    department: usize,
    up: SideItem,
    down: SideItem,
}

#[derive(Serialize)]
struct SideItem {
    /// The other grade.
    grade: Option<String>,
    points: Option<String>,
    near: bool,
    /// How far it is, in a sentence.
    distance: Option<String>,
    /// What would have given it, a sentence each, the smallest change first.
    ways: Vec<String>,
    /// Why there is none.
    silence: Option<&'static str>,
}

#[derive(Serialize)]
struct DepartmentDistances {
    purpose: &'static str,
    department: usize,
    up: SideItem,
    down: SideItem,
}

/// The document of 差距与余量.
pub fn distances(evaluation: &Evaluation, headroom: &[Headroom]) -> impl Serialize + use<> {
    let order = evaluation.ranking.order.iter();
    DistancesDocument {
        purpose: PURPOSE,
        near: trimmed(NEAR, 4),
        departments: order
            .map(|place| DistanceItem {
                department: *place,
                up: side(&headroom[*place].up, Direction::Up, evaluation),
                down: side(&headroom[*place].down, Direction::Down, evaluation),
            })
            .collect(),
    }
}

/// The same of one department.
pub fn distance(
    evaluation: &Evaluation,
    department: usize,
    headroom: &Headroom,
) -> impl Serialize + use<> {
    DepartmentDistances {
        purpose: PURPOSE,
        department,
        up: side(&headroom.up, Direction::Up, evaluation),
        down: side(&headroom.down, Direction::Down, evaluation),
    }
}

fn side(side: &Side, direction: Direction, evaluation: &Evaluation) -> SideItem {
    let ways = side.answers.iter();
    SideItem {
        grade: side.grade.clone(),
        points: side.points.map(|points| trimmed(points, 4)),
        near: side.points.is_some_and(|points| points < NEAR),
        distance: headroom_told::distance(side, direction),
        ways: ways
            .map(|answer| headroom_told::answer(answer, evaluation.book))
            .collect(),
        silence: headroom_told::silence(side, direction),
    }
}

#[derive(Serialize)]
struct ReadingsDocument<'e> {
    combinations: usize,
    /// How far the ranges reach, in a clause.
    how: String,
    /// The indicators that can be read otherwise.
    choices: Vec<ChoiceItem<'e>>,
    effects: Vec<EffectItem<'e>>,
    departments: Vec<RangeItem>,
}

#[derive(Serialize)]
struct ChoiceItem<'e> {
    indicator: usize,
    /// The rule book's own first.
    readings: Vec<ReadingItem<'e>>,
}

#[derive(Serialize)]
struct ReadingItem<'e> {
    name: &'e str,
    reason: Option<&'e str>,
}

#[derive(Serialize)]
struct EffectItem<'e> {
    indicator: usize,
    name: &'e str,
    reason: &'e str,
    /// Why it is not open, where something settles it.
    settled: Option<&'e str>,
    totals: usize,
    grades: usize,
    ranks: usize,
    lacking: usize,
    /// Whose grade is another, in a sentence; empty where nobody's.
    told: String,
    /// Whose total moves most.
    largest: Option<String>,
}

#[derive(Serialize)]
struct RangeItem {
    department: usize,
    /// Over all combinations; none without a total.
    range: Option<RangeTold>,
}

#[derive(Serialize)]
struct RangeTold {
    total: [String; 2],
    rank: Option<String>,
    grades: String,
    /// Whether more than one grade is possible.
    open: bool,
    sentence: String,
}

/// The document of 争议读法.
pub fn readings<'e>(
    evaluation: &'e Evaluation,
    readings: &Readings<'e>,
) -> impl Serialize + use<'e> {
    let order = evaluation.ranking.order.iter();
    ReadingsDocument {
        combinations: readings.combinations,
        how: readings_told::how(readings),
        choices: readings
            .choices
            .iter()
            .map(|choice| {
                let own = ReadingItem {
                    name: OWN,
                    reason: None,
                };
                let open = choice.open.iter().map(|one| ReadingItem {
                    name: &one.name,
                    reason: Some(&one.reason),
                });
                ChoiceItem {
                    indicator: choice.indicator,
                    readings: std::iter::once(own).chain(open).collect(),
                }
            })
            .collect(),
        effects: readings
            .effects
            .iter()
            .map(|one| effect(one, evaluation))
            .collect(),
        departments: order
            .map(|place| RangeItem {
                department: *place,
                range: range(&readings.ranges[*place], readings, evaluation),
            })
            .collect(),
    }
}

fn effect<'e>(effect: &Effect<'e>, evaluation: &Evaluation) -> EffectItem<'e> {
    let (totals, grades, ranks) = readings_told::counts(effect);
    EffectItem {
        indicator: effect.indicator,
        name: &effect.reading.name,
        reason: &effect.reading.reason,
        settled: effect.reading.settled.as_deref(),
        totals,
        grades,
        ranks,
        lacking: effect.lacking,
        told: readings_told::grades_changed(effect, evaluation),
        largest: readings_told::largest(effect, evaluation),
    }
}

fn range(range: &Range, readings: &Readings, evaluation: &Evaluation) -> Option<RangeTold> {
    let (total, places) = (range.total?, evaluation.book.decimals);
    Some(RangeTold {
        total: [total.least, total.most].map(|total| fixed(total, places)),
        rank: range.rank.map(readings_told::ranks),
        grades: readings_told::grades(range),
        open: range.grades.len() > 1,
        sentence: readings_told::range(range, readings, places)?,
    })
}

#[derive(Serialize)]
struct StandingsDocument {
    /// In the order of the ranking as the rule book has it.
    departments: Vec<StandingItem>,
}

#[derive(Serialize)]
struct StandingItem {
    department: usize,
    total: Option<String>,
    grade: String,
    rank: Option<u32>,
    /// Against the rule book's reading; empty where it is the same.
    difference: String,
    grade_changed: bool,
    rank_changed: bool,
}

/// The document of where everybody stands under the readings that are chosen, by their places among the choices of [`readings`].
pub fn standings(
    evaluation: &Evaluation,
    readings: &Readings,
    chosen: &[usize],
) -> impl Serialize + use<> {
    let standings = chosen_standings(evaluation, readings, chosen);
    let order = evaluation.ranking.order.iter();
    StandingsDocument {
        departments: order
            .map(|place| standing(evaluation, *place, &standings[*place]))
            .collect(),
    }
}

fn standing(evaluation: &Evaluation, place: usize, standing: &Standing) -> StandingItem {
    let places = evaluation.book.decimals;
    let card = &evaluation.cards[place];
    let moved = standing
        .total
        .zip(card.total)
        .map(|(is, was)| is - was)
        .filter(|moved| *moved != Decimal::ZERO);
    StandingItem {
        department: place,
        total: standing.total.map(|total| fixed(total, places)),
        grade: standing.grade.clone().unwrap_or_else(|| PENDING.into()),
        rank: standing.rank,
        difference: moved.map_or_else(String::new, |moved| {
            signed(moved, |size| fixed(size, places))
        }),
        grade_changed: standing.grade != card.grade,
        rank_changed: standing.rank != evaluation.ranking.ranks[place],
    }
}

#[derive(Serialize)]
struct CertaintyDocument<'e> {
    /// What the figures are, and what they are not.
    note: String,
    /// The points that were given; none is a tenth of each judgement's.
    tolerance: Option<String>,
    /// The grades that `shares` are of, best first.
    grades: Vec<&'e str>,
    /// How many departments are ranked.
    ranked: usize,
    departments: Vec<CertaintyItem>,
    /// Groups that cannot be told apart.
    tiers: Vec<Vec<usize>>,
}

#[derive(Serialize)]
struct CertaintyItem {
    department: usize,
    /// None without a total.
    bounds: Option<BoundsItem>,
}

#[derive(Serialize)]
struct BoundsItem {
    total: [String; 2],
    /// Best and worst, exactly.
    ranks: Option<[u32; 2]>,
    /// In nine draws of ten.
    drawn: Option<[u32; 2]>,
    sure: bool,
    /// How often each grade came, as people read it; empty where never.
    shares: Vec<String>,
    /// The same from 0 to 1, for the lengths in a picture.
    chances: Vec<f64>,
    before_next: Option<String>,
    sentence: String,
}

/// The document of 名次把握.
pub fn certainty<'e>(
    evaluation: &'e Evaluation,
    certainty: &Certainty,
) -> impl Serialize + use<'e> {
    let order = evaluation.ranking.order.iter();
    let grades = evaluation.book.grades.iter();
    CertaintyDocument {
        note: certainty_told::note(certainty, evaluation.book),
        tolerance: match certainty.tolerance {
            Tolerance::Usual => None,
            Tolerance::Points(points) => Some(trimmed(points, 4)),
        },
        grades: grades.map(|grade| grade.name.as_str()).collect(),
        ranked: evaluation.ranking.ranks.iter().flatten().count(),
        departments: order
            .map(|place| CertaintyItem {
                department: *place,
                bounds: certainty.bounds[*place]
                    .as_ref()
                    .map(|bounds| bounds_item(evaluation, certainty, *place, bounds)),
            })
            .collect(),
        tiers: certainty.tiers.clone(),
    }
}

fn bounds_item(
    evaluation: &Evaluation,
    certainty: &Certainty,
    place: usize,
    bounds: &Bounds,
) -> BoundsItem {
    let places = evaluation.book.decimals;
    let counts = certainty.drawn.grades[place].iter();
    let pair = |(best, worst)| [best, worst];
    BoundsItem {
        total: [bounds.lowest, bounds.highest].map(|total| fixed(total, places)),
        ranks: bounds.ranks.map(pair),
        drawn: certainty.drawn.ranks[place].map(pair),
        sure: bounds.is_sure(),
        shares: counts
            .map(|count| match count {
                0 => String::new(),
                count => certainty_told::share(*count),
            })
            .collect(),
        chances: certainty.drawn.grades[place]
            .iter()
            .map(|count| f64::from(*count) / f64::from(DRAWS))
            .collect(),
        before_next: certainty_told::before_next(certainty, place),
        sentence: certainty_told::sentence(certainty, evaluation, place, bounds),
    }
}

#[derive(Serialize)]
struct DisputesDocument<'e> {
    /// What was gone through, in a clause.
    how: String,
    disputes: Vec<DisputeItem<'e>>,
    /// Departments whose total or rank depends on them, over all combinations.
    ranges: Vec<DisputedRange>,
    problems: Vec<ProblemItem<'e>>,
}

#[derive(Serialize)]
struct DisputeItem<'e> {
    department: usize,
    metric: &'e str,
    /// Both sides' figures as people read them.
    figures: [String; 2],
    /// Where the department stands if a side is believed.
    standings: [String; 2],
    sentence: String,
    scores: String,
    neighbours: String,
    note: Option<&'e str>,
}

#[derive(Serialize)]
struct DisputedRange {
    department: usize,
    total: Option<[String; 2]>,
    rank: Option<String>,
    grades: String,
    open: bool,
}

/// The document of 争议数据; the problems are those of the list.
pub fn disputes<'e>(
    evaluation: &'e Evaluation,
    disputes: &'e Disputes,
    problems: &'e [Problem],
) -> impl Serialize + use<'e> {
    let (book, places) = (evaluation.book, evaluation.book.decimals);
    let effects = disputes.effects.iter();
    let range = |place: usize| {
        let range = &disputes.ranges[place];
        DisputedRange {
            department: place,
            total: range
                .total
                .map(|total| [total.least, total.most].map(|total| fixed(total, places))),
            rank: range.rank.map(readings_told::ranks),
            grades: readings_told::grades(range),
            open: range.grades.len() > 1,
        }
    };
    DisputesDocument {
        how: disputes_told::how(disputes, book),
        disputes: effects
            .map(|effect| DisputeItem {
                department: effect.dispute.department,
                metric: book.metrics[effect.dispute.metric].name(),
                figures: [0, 1].map(|side| disputes_told::figure(&effect.dispute, side, book)),
                standings: [0, 1]
                    .map(|side| disputes_told::standing(&effect.standing[side], places)),
                sentence: disputes_told::sentence(effect, evaluation),
                scores: disputes_told::scores(effect, book),
                neighbours: disputes_told::neighbours(effect, evaluation),
                note: effect.dispute.note.as_deref(),
            })
            .collect(),
        ranges: disputes.moving(evaluation).map(range).collect(),
        problems: problems.iter().map(ProblemItem::of).collect(),
    }
}
