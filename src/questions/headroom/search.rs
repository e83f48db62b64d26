//! The smallest change of one figure that reaches a goal, and the smallest of two together. Between two steps at
//! which something is decided otherwise a score only rises or only falls, so that halving finds the first step that
//! does; where the tree has a curve, halving starts from many places. Every answer is scored by the whole tree.

use rust_decimal::Decimal;

use super::follow::{at, follow};
use super::lever::{Grid, Lever};
use crate::expr::Figure;
use crate::questions::changed::Changed;
use crate::rulebook::RuleBook;
use crate::scoring::Scorecard;

/// So many stretches between decisions are looked at for one figure.
const STRETCHES: usize = 300;
/// So many places on a curve are looked at.
const PLACES: i64 = 64;

/// What a total has to be.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// A total of at least so many points.
    AtLeast(Decimal),
    /// A total of less.
    Below(Decimal),
}

impl Goal {
    fn is_met(self, total: Decimal) -> bool {
        match self {
            Goal::AtLeast(least) => total >= least,
            Goal::Below(bound) => total < bound,
        }
    }

    /// How far a total comes: more is nearer.
    fn gained(self, total: Decimal) -> Decimal {
        match self {
            Goal::AtLeast(_) => total,
            Goal::Below(_) => -total,
        }
    }
}

/// A department whose total may change.
pub struct Case<'c> {
    /// The rules.
    pub book: &'c RuleBook,
    /// The scores as they are.
    pub card: &'c Scorecard,
    /// What is to be reached.
    pub goal: Goal,
}

/// A changed figure, with the total that it gives.
#[derive(Clone, Debug)]
pub struct Found {
    /// What the figure becomes.
    pub to: Figure,
    /// The total then.
    pub total: Decimal,
    /// As [`Lever::size`].
    pub size: Decimal,
}

impl Case<'_> {
    /// The total with some figures changed; `touched` are the indicators that depend on them.
    fn total(&self, changed: &Changed, touched: &[usize]) -> Option<Decimal> {
        let scores = self
            .card
            .indicators
            .iter()
            .enumerate()
            .map(|(place, scored)| match touched.contains(&place) {
                true => self.book.indicators[place].expr.number(changed).ok(),
                false => scored.score,
            });
        scores.sum()
    }

    /// Whether the checks still hold.
    fn is_sound(&self, changed: &Changed, checks: &[usize]) -> bool {
        let test = |place: &usize| self.book.checks[*place].test.truth(changed);
        checks.iter().all(|place| test(place) != Ok(false))
    }

    /// The smallest change of a figure that meets the goal, others being changed already.
    pub fn nearest(&self, lever: &Lever, others: &Others) -> Option<Found> {
        let search = Search {
            case: self,
            lever,
            changed: &others.changed,
            touched: others.with(&others.indicators, &lever.indicators),
            checks: others.with(&others.checks, &lever.checks),
        };
        let ways = [true, false].into_iter();
        let steps = lever.grid.iter().flat_map(|grid| {
            let ways = ways.clone();
            ways.filter_map(|upwards| search.along(grid, upwards))
        });
        let steps = steps.filter_map(|figure| search.found(figure));
        let others = lever.others.iter();
        let others = others.filter_map(|figure| search.found(figure.clone()));
        let met = |found: &Found| self.goal.is_met(found.total);
        steps
            .chain(others)
            .filter(met)
            .min_by_key(|found| found.size)
    }

    /// The places where a figure's way turns, each with the total that it gives there, as far as these come nearer
    /// to the goal: one of two changes that are smallest together ends at such a place.
    pub fn stations(&self, lever: &Lever, others: &Others, now: Decimal) -> Vec<Found> {
        const MOST: usize = 12;
        let search = Search {
            case: self,
            lever,
            changed: &others.changed,
            touched: lever.indicators.clone(),
            checks: lever.checks.clone(),
        };
        let mut figures: Vec<Figure> = lever.others.clone();
        for (grid, upwards) in lever
            .grid
            .iter()
            .flat_map(|grid| [(grid, true), (grid, false)])
        {
            let mut on = grid.first(upwards);
            for _ in 0..MOST {
                let Some(from) = on else { break };
                let stretch = search.stretch(grid, from, upwards);
                figures
                    .extend([from, stretch.last].map(|step| Figure::Number(at(grid.step, step))));
                on = stretch.next;
            }
        }
        let found = figures
            .into_iter()
            .filter_map(|figure| search.found(figure));
        let nearer = |found: &Found| self.goal.gained(found.total) > self.goal.gained(now);
        let mut found: Vec<Found> = found.filter(nearer).collect();
        found.sort_by_key(|found| found.size);
        // A larger change that comes no nearer is of no use.
        let mut best = self.goal.gained(now);
        found.retain(|found| {
            let is_nearer = self.goal.gained(found.total) > best;
            best = best.max(self.goal.gained(found.total));
            is_nearer
        });
        found
    }
}

/// What is changed already.
pub struct Others<'r> {
    /// The record with the figures so.
    pub changed: Changed<'r>,
    /// The indicators that ask for one of them, by their places.
    pub indicators: Vec<usize>,
    /// The checks that do.
    pub checks: Vec<usize>,
}

impl<'r> Others<'r> {
    /// Nothing.
    pub fn none(changed: Changed<'r>) -> Others<'r> {
        Others {
            changed,
            indicators: Vec::new(),
            checks: Vec::new(),
        }
    }

    /// One figure.
    pub fn one(record: &Changed<'r>, lever: &Lever, to: &Figure) -> Others<'r> {
        Others {
            changed: record.with(lever.spot, to.clone()),
            indicators: lever.indicators.clone(),
            checks: lever.checks.clone(),
        }
    }

    fn with(&self, own: &[usize], more: &[usize]) -> Vec<usize> {
        let more = more.iter().filter(|place| !own.contains(place));
        own.iter().chain(more).copied().collect()
    }
}

/// Where nothing is decided otherwise.
struct Stretch {
    last: i64,
    /// The first step after it.
    next: Option<i64>,
    curved: bool,
}

struct Search<'s, 'r> {
    case: &'s Case<'s>,
    lever: &'s Lever<'s>,
    changed: &'s Changed<'r>,
    touched: Vec<usize>,
    checks: Vec<usize>,
}

impl<'r> Search<'_, 'r> {
    fn with(&self, figure: Figure) -> Changed<'r> {
        self.changed.with(self.lever.spot, figure)
    }

    /// A changed figure with its total, where there is one and every check still holds.
    fn found(&self, to: Figure) -> Option<Found> {
        let changed = self.with(to.clone());
        let sound = self.case.is_sound(&changed, &self.checks);
        let total = self.case.total(&changed, &self.touched).filter(|_| sound)?;
        Some(Found {
            size: self.lever.size(&to),
            to,
            total,
        })
    }

    fn is_met(&self, grid: &Grid, steps: i64) -> bool {
        let found = self.found(Figure::Number(at(grid.step, steps)));
        found.is_some_and(|found| self.case.goal.is_met(found.total))
    }

    /// The stretch that begins at a step.
    fn stretch(&self, grid: &Grid, from: i64, upwards: bool) -> Stretch {
        let changed = self.with(Figure::Number(at(grid.step, from)));
        let indicators = self.lever.indicators.iter();
        let scores = indicators.map(|place| &self.case.book.indicators[*place].expr);
        let checks = self.lever.checks.iter();
        let tests = checks.map(|place| &self.case.book.checks[*place].test);
        let followed = follow(&changed, self.lever.spot, scores, tests);
        let (bound, one) = (grid.last(upwards), if upwards { 1 } else { -1 });
        let inside = |step: &i64| {
            if upwards {
                *step <= bound
            } else {
                *step >= bound
            }
        };
        let next = followed.next(from, grid.step, upwards).filter(inside);
        Stretch {
            last: next.map_or(bound, |next| next - one),
            next,
            curved: followed.curved,
        }
    }

    /// The first step in a direction that meets the goal.
    fn along(&self, grid: &Grid, upwards: bool) -> Option<Figure> {
        let mut on = grid.first(upwards);
        for _ in 0..STRETCHES {
            let from = on?;
            let stretch = self.stretch(grid, from, upwards);
            let found = match stretch.curved {
                true => self.on_curve(grid, from, stretch.last),
                false => self.between(grid, from, stretch.last),
            };
            if let Some(step) = found {
                return Some(Figure::Number(at(grid.step, step)));
            }
            on = stretch.next;
        }
        None
    }

    /// The first step from one to another that meets the goal, where all that follow it do, too.
    fn between(&self, grid: &Grid, from: i64, last: i64) -> Option<i64> {
        if self.is_met(grid, from) {
            return Some(from);
        }
        if !self.is_met(grid, last) {
            return None;
        }
        let (mut short, mut met) = (from, last);
        while (met - short).abs() > 1 {
            let middle = short + (met - short) / 2;
            match self.is_met(grid, middle) {
                true => met = middle,
                false => short = middle,
            }
        }
        Some(met)
    }

    /// As [`between`](Self::between), where a score may rise and fall: looked at from many places.
    fn on_curve(&self, grid: &Grid, from: i64, last: i64) -> Option<i64> {
        let place = |number: i64| {
            from + i64::try_from(i128::from(last - from) * i128::from(number) / i128::from(PLACES))
                .unwrap_or_default()
        };
        (0..PLACES).find_map(|number| self.between(grid, place(number), place(number + 1)))
    }
}
