//! 差距与余量: what one figure, or two together, would have had to be for the next better grade, and how small a change
//! would have lost this one. It is found by following the one tree ([`follow`]) and halving between the places where
//! something is decided otherwise ([`search`]); every answer was scored by the tree before it is shown. It serves
//! foresight and dispute, not the mending of figures: what is a fact of the past stays one.

pub mod follow;
pub mod lever;
pub mod line;
pub mod search;
pub mod told;

use rayon::prelude::*;
use rust_decimal::Decimal;

use self::lever::{Lever, levers};
use self::search::{Case, Found, Goal, Others};
use super::changed::{Changed, Spot};
use crate::address::Address;
use crate::analysis::Evaluation;
use crate::expr::Figure;
use crate::rulebook::RuleBook;
use crate::rulebook::grade::Grade;

/// So many changes of one figure are told in each direction.
const TOLD: usize = 5;

/// Which way a grade changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To a better grade.
    Up,
    /// To a worse one.
    Down,
}

/// One figure that would have been another.
#[derive(Clone, Debug)]
pub struct OtherFigure {
    /// The figure.
    pub spot: Spot,
    /// The metric; of an outcome indicator its name and the column.
    pub metric: String,
    /// Whether the cell stands in the sheet of outcome indicators.
    pub in_outcomes: bool,
    /// Where it stands, if it stands in a sheet.
    pub cell: Option<Address>,
    /// As people read them.
    pub from: String,
    /// What it would have to be, as people write it.
    pub to: String,
    /// The figure as it would be.
    pub figure: Figure,
}

/// What would have given another grade.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Up or down.
    pub direction: Direction,
    /// The grade that it gives.
    pub grade: String,
    /// One change, or two together.
    pub changes: Vec<OtherFigure>,
    /// The total that it gives.
    pub total: Decimal,
    /// By what answers are ordered; see [`Lever::size`].
    pub size: Decimal,
}

/// Why there is no answer in a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// The department has no total.
    Unscored,
    /// There is no grade beyond this one.
    NoGrade,
    /// No figure, and no two, give the other grade.
    OutOfReach,
}

/// One direction of a department.
#[derive(Clone, Debug)]
pub struct Side {
    /// The next grade, where there is one.
    pub grade: Option<String>,
    /// The points to the next better grade; or those beyond the least total of this one.
    pub points: Option<Decimal>,
    /// The smallest first; two together last.
    pub answers: Vec<Answer>,
    /// Why there are none.
    pub silence: Option<Silence>,
}

/// One department's way up and down.
#[derive(Clone, Debug)]
pub struct Headroom {
    /// What would have given the next better grade.
    pub up: Side,
    /// What would have given the next worse one.
    pub down: Side,
}

impl Headroom {
    /// Every answer, those upwards first.
    pub fn answers(&self) -> impl Iterator<Item = &Answer> {
        self.up.answers.iter().chain(&self.down.answers)
    }
}

/// Every department's way up and down, in the dataset's order.
pub fn headroom(evaluation: &Evaluation) -> Vec<Headroom> {
    (0..evaluation.cards.len())
        .into_par_iter()
        .map(|place| of_department(evaluation, place))
        .collect()
}

/// One department's way up and down.
pub fn of_department(evaluation: &Evaluation, place: usize) -> Headroom {
    let (record, card) = (&evaluation.dataset.records[place], &evaluation.cards[place]);
    let book = evaluation.book;
    let Some(total) = card.total else {
        let side = || Side::silent(None, None, Silence::Unscored);
        return Headroom {
            up: side(),
            down: side(),
        };
    };
    let levers = levers(record, book);
    let unchanged = Changed::new(record, evaluation.missing);
    let (better, own, worse) = neighbours(book, total);
    let finder = Finder {
        book,
        levers: &levers,
        unchanged: &unchanged,
        total,
    };
    let up = match better {
        None => Side::silent(None, None, Silence::NoGrade),
        Some(better) => {
            let case = Case {
                book,
                card,
                goal: Goal::AtLeast(better.min),
            };
            let (mut answers, smallest) = finder.single(&case, Direction::Up);
            answers.extend(finder.double(&case, smallest));
            Side::of(better, better.min - total, answers)
        }
    };
    let down = match worse {
        None => Side::silent(None, None, Silence::NoGrade),
        Some(worse) => {
            let case = Case {
                book,
                card,
                goal: Goal::Below(own.min),
            };
            let (answers, _) = finder.single(&case, Direction::Down);
            Side::of(worse, total - own.min, answers)
        }
    };
    Headroom { up, down }
}

impl Side {
    fn silent(grade: Option<&Grade>, points: Option<Decimal>, silence: Silence) -> Side {
        Side {
            grade: grade.map(|grade| grade.name.clone()),
            points,
            answers: Vec::new(),
            silence: Some(silence),
        }
    }

    fn of(grade: &Grade, points: Decimal, answers: Vec<Answer>) -> Side {
        match answers.is_empty() {
            true => Side::silent(Some(grade), Some(points), Silence::OutOfReach),
            false => Side {
                grade: Some(grade.name.clone()),
                points: Some(points),
                answers,
                silence: None,
            },
        }
    }
}

/// The next better grade, the grade of a total, the next worse one.
fn neighbours(book: &RuleBook, total: Decimal) -> (Option<&Grade>, &Grade, Option<&Grade>) {
    let own = book.grades.of(total);
    let grades: Vec<&Grade> = book.grades.iter().collect();
    let place = grades
        .iter()
        .position(|grade| *grade == own)
        .unwrap_or_default();
    let better = place.checked_sub(1).map(|place| grades[place]);
    (better, own, grades.get(place + 1).copied())
}

struct Finder<'f, 'r> {
    book: &'f RuleBook,
    levers: &'f [Lever<'r>],
    unchanged: &'f Changed<'r>,
    total: Decimal,
}

impl<'r> Finder<'_, 'r> {
    /// The smallest changes of one figure each, and the size of the smallest.
    fn single(&self, case: &Case, direction: Direction) -> (Vec<Answer>, Option<Decimal>) {
        let nothing = Others::none(self.unchanged.clone());
        let levers = self.levers.iter();
        let found = levers.filter_map(|lever| Some((lever, case.nearest(lever, &nothing)?)));
        let mut found: Vec<(&Lever, Found)> = found.collect();
        // Stable: of equal ones that which stands first in the sheet.
        found.sort_by_key(|(_, found)| found.size);
        let smallest = found.first().map(|(_, found)| found.size);
        let told = found.into_iter().take(TOLD);
        let answers = told.map(|(lever, found)| Answer {
            direction,
            grade: self.grade(found.total),
            changes: vec![change(lever, &found.to)],
            total: found.total,
            size: found.size,
        });
        (answers.collect(), smallest)
    }

    /// The smallest change of two figures together, where it is smaller than that of one.
    fn double(&self, case: &Case, single: Option<Decimal>) -> Option<Answer> {
        let nothing = Others::none(self.unchanged.clone());
        let stations = self.levers.iter().map(|lever| {
            let found = case.stations(lever, &nothing, self.total);
            (lever, found)
        });
        let stations: Vec<(&Lever, Vec<Found>)> =
            stations.filter(|(_, found)| !found.is_empty()).collect();
        let most = |found: &[Found]| found.iter().map(|one| one.total).max();
        let mut firsts: Vec<(&Lever, &Found)> = stations
            .iter()
            .flat_map(|(lever, found)| found.iter().map(move |one| (*lever, one)))
            .collect();
        firsts.sort_by_key(|(_, found)| found.size);
        let mut best: Option<Answer> = None;
        for (first, found) in firsts {
            let bound = best.as_ref().map(|best| best.size).or(single);
            if bound.is_some_and(|bound| found.size >= bound) {
                break;
            }
            let changed = Others::one(self.unchanged, first, &found.to);
            for (second, reached) in &stations {
                let apart = !first
                    .indicators
                    .iter()
                    .any(|one| second.indicators.contains(one));
                let enough = most(reached).is_some_and(|most| {
                    matches!(case.goal, Goal::AtLeast(least) if found.total + (most - self.total) >= least)
                });
                if first.spot == second.spot || (apart && !enough) {
                    continue;
                }
                let Some(then) = case.nearest(second, &changed) else {
                    continue;
                };
                let size = found.size + then.size;
                let bound = best.as_ref().map(|best| best.size).or(single);
                if bound.is_some_and(|bound| size >= bound) {
                    continue;
                }
                best = Some(Answer {
                    direction: Direction::Up,
                    grade: self.grade(then.total),
                    changes: vec![change(first, &found.to), change(second, &then.to)],
                    total: then.total,
                    size,
                });
            }
        }
        best
    }

    fn grade(&self, total: Decimal) -> String {
        self.book.grades.of(total).name.clone()
    }
}

fn change(lever: &Lever, to: &Figure) -> OtherFigure {
    OtherFigure {
        spot: lever.spot,
        metric: lever.name.clone(),
        in_outcomes: lever.in_outcomes,
        cell: lever.cell,
        from: lever.shown(&lever.now),
        to: lever.shown(to),
        figure: to.clone(),
    }
}
