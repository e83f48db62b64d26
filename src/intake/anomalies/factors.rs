//! A figure that is several times what it should be by last year's, or by the department's own other figures and what
//! their ratio is in other departments. Ratios spread by themselves; how much is measured by the median of how many times
//! each is away from the middle one, which a few wrong figures do not move. Ratios are counted in times, so that no
//! logarithm is needed and every system finds the same.

use std::collections::HashSet;

use rayon::prelude::*;
use rust_decimal::Decimal;

use super::{Looking, apart, median};
use crate::address::Address;
use crate::decimal;
use crate::expr::Kind;
use crate::expr::told::number_of;
use crate::problem::{Code, Problem};
use crate::rulebook::Metric;

/// Fewer departments have no usual ratio.
const LEAST_DEPARTMENTS: usize = 20;
/// How spread ratios are is judged by no more departments than these, evenly chosen.
const SAMPLE: usize = 200;
/// A figure that is less than so many times away is not told.
const LEAST_TIMES: Decimal = Decimal::from_parts(5, 0, 0, false, 0);
/// It must be as many usual spreads away: the spread to this power. The fourth is 2.7 standard deviations.
const SPREADS: u32 = 4;
/// Figures whose ratio spreads more than so many times tell nothing of each other.
const MOST_SPREAD: Decimal = Decimal::TWO;
/// Two figures whose ratio is no more than so many times away in nine departments of ten always go together: each is held
/// against the other alone.
const TWINS: Decimal = Decimal::TWO;
/// A figure is held against so many others of its department: those whose ratio to it spreads least.
const PARTNERS: usize = 5;
/// Where last year's figure is less than so many times away, nothing is told by the others.
const USUAL_CHANGE: Decimal = Decimal::from_parts(3, 0, 0, false, 0);
/// How last year's ratio spreads where too few departments tell.
const FEW_SPREAD: Decimal = Decimal::from_parts(14, 0, 0, false, 1);

/// How a ratio is in most departments.
#[derive(Clone, Copy)]
struct Usual {
    middle: Decimal,
    spread: Decimal,
    /// Nine departments of ten are no more times away.
    most: Decimal,
}

impl Usual {
    fn of(ratios: &[Decimal]) -> Option<Usual> {
        let middle = median(ratios.to_vec())?;
        let times = ratios.iter().filter_map(|ratio| apart(*ratio, middle));
        let mut times: Vec<Decimal> = times.collect();
        times.sort_unstable();
        let last = times.len().checked_sub(1)?;
        Some(Usual {
            middle,
            most: times[last - times.len() / 10],
            spread: median(times)?,
        })
    }

    /// By how many times a ratio is away from the middle, where that is too much.
    fn too_far(self, ratio: Decimal) -> Option<Decimal> {
        let times = apart(ratio, self.middle)?;
        if times < LEAST_TIMES {
            return None;
        }
        let mut bound = Decimal::ONE;
        for _ in 0..SPREADS {
            bound = bound.checked_mul(self.spread)?;
        }
        (times > bound).then_some(times)
    }
}

/// Figures far from the department's own of the year before.
pub(super) fn against_last_year(looking: &Looking) -> Vec<Problem> {
    let found = looking.sizes.par_iter().map(|metric| {
        let departments = 0..looking.dataset.records.len();
        let ratio = |department: usize| {
            let (now, then) = (
                looking.sound(department, metric)?,
                looking.last(department, metric)?,
            );
            Some((department, now.checked_div(then)?, now, then))
        };
        let ratios: Vec<_> = departments.filter_map(ratio).collect();
        let all: Vec<Decimal> = ratios.iter().map(|(_, ratio, ..)| *ratio).collect();
        let usual = match all.len() >= LEAST_DEPARTMENTS {
            true => Usual::of(&all),
            false => Some(Usual {
                middle: Decimal::ONE,
                spread: FEW_SPREAD,
                most: FEW_SPREAD,
            }),
        };
        let Some(usual) = usual else {
            return Vec::new();
        };
        let far = ratios
            .into_iter()
            .filter_map(|(department, ratio, now, then)| {
                usual.too_far(ratio)?;
                let told = format!(
                    "“{}”是 {}，上年是 {}，{}",
                    metric.name(),
                    with_unit(metric, now),
                    with_unit(metric, then),
                    times(ratio)
                );
                Some((department, told))
            });
        far.map(|(department, told)| {
            looking.problem(
                Code::AgainstLastYear,
                department,
                Some(metric),
                told,
                "请核对是不是多写、少写了一位，或用错了单位；没有错的不用改",
            )
        })
        .collect()
    });
    let found: Vec<Vec<Problem>> = found.collect();
    found.into_iter().flatten().collect()
}

/// A figure's partner, and what is usual of the ratio.
struct Partner {
    /// The partner's place among the sizes.
    place: usize,
    usual: Usual,
}

/// A figure that is far from a partner.
struct Far<'p> {
    /// Its place among the sizes.
    place: usize,
    partner: &'p Partner,
    /// The figure, the partner's, and their ratio.
    own: Decimal,
    other: Decimal,
    ratio: Decimal,
}

/// Figures far from what the department's own others make usual.
pub(super) fn among_others(looking: &Looking, told: &HashSet<Address>) -> Vec<Problem> {
    if looking.dataset.records.len() < LEAST_DEPARTMENTS {
        return Vec::new();
    }
    let sizes = 0..looking.sizes.len();
    let partners: Vec<Vec<Partner>> = sizes
        .into_par_iter()
        .map(|place| match looking.sizes[place].kind() {
            // Counts follow from other causes than money.
            Kind::Count => Vec::new(),
            _ => partners(looking, place),
        })
        .collect();
    let departments = 0..looking.dataset.records.len();
    let found: Vec<Vec<Problem>> = departments
        .into_par_iter()
        .map(|department| {
            let sizes = looking.sizes.iter();
            let held = Held {
                looking,
                department,
                sound: sizes
                    .map(|metric| looking.sound(department, metric))
                    .collect(),
                partners: &partners,
                told,
            };
            held.problems()
        })
        .collect();
    found.into_iter().flatten().collect()
}

/// The metrics whose ratio to this one spreads least.
fn partners(looking: &Looking, place: usize) -> Vec<Partner> {
    let metric = looking.sizes[place];
    let records = looking.dataset.records.len();
    let step = records.div_ceil(SAMPLE).max(1);
    let others = looking.sizes.iter().enumerate();
    let others = others.filter(|(other, _)| *other != place);
    let mut partners: Vec<Partner> = others
        .filter_map(|(place, other)| {
            let ratio = |department: usize| {
                let own = looking.sound(department, metric)?;
                own.checked_div(looking.sound(department, other)?)
            };
            let ratios: Vec<Decimal> = (0..records).step_by(step).filter_map(ratio).collect();
            if ratios.len() < LEAST_DEPARTMENTS {
                return None;
            }
            let usual = Usual::of(&ratios)?;
            (usual.spread <= MOST_SPREAD).then_some(Partner { place, usual })
        })
        .collect();
    partners.sort_by_key(|partner| partner.usual.spread);
    partners.truncate(PARTNERS);
    partners
}

/// A department whose figures are held against each other.
struct Held<'h, 'l> {
    looking: &'h Looking<'l>,
    department: usize,
    /// Its figures that nothing is told of, by size.
    sound: Vec<Option<Decimal>>,
    /// By size.
    partners: &'h [Vec<Partner>],
    /// Cells that last year's figures told of.
    told: &'h HashSet<Address>,
}

impl<'h> Held<'h, '_> {
    /// What is told: figures that most partners say are far, and of two that always go together and now do not, the one
    /// that fits less with all else.
    fn problems(&self) -> Vec<Problem> {
        let sizes = 0..self.looking.sizes.len();
        let mut far: Vec<Far> = sizes
            .clone()
            .filter_map(|place| self.far_from_most(place))
            .collect();
        for place in sizes {
            let Some(twins) = self.far_from_twin(place) else {
                continue;
            };
            let pair = [twins.place, twins.partner.place];
            let is_told =
                |place: usize| self.is_told(place) || far.iter().any(|one| one.place == place);
            if !pair.into_iter().any(is_told) {
                far.push(twins);
            }
        }
        far.sort_by_key(|one| one.place);
        far.iter().map(|one| self.problem(one)).collect()
    }

    /// Whether last year's figure told of it.
    fn is_told(&self, place: usize) -> bool {
        let metric = self.looking.sizes[place];
        let record = &self.looking.dataset.records[self.department];
        let cell = record.fields[metric.variable.id].cell;
        cell.is_some_and(|cell| self.told.contains(&cell))
    }

    /// How it is with a partner, where that has a figure.
    fn with(&self, place: usize, partner: &'h Partner) -> Option<Far<'h>> {
        let (own, other) = (self.sound[place]?, self.sound[partner.place]?);
        Some(Far {
            place,
            partner,
            own,
            other,
            ratio: own.checked_div(other)?,
        })
    }

    fn far_from_most(&self, place: usize) -> Option<Far<'h>> {
        if self.is_told(place) || self.is_as_last_year(place) {
            return None;
        }
        let partners = self.partners[place].iter();
        let held: Vec<Far> = partners
            .filter_map(|partner| self.with(place, partner))
            .collect();
        let count = held.len();
        let is_far = |one: &Far| one.partner.usual.too_far(one.ratio).is_some();
        let mut far: Vec<Far> = held.into_iter().filter(is_far).collect();
        // One that is far from most others is wrong itself; one that is far from one is told where that is wrong.
        (count >= 2 && far.len() * 2 > count).then(|| far.swap_remove(0))
    }

    /// The figure and its nearest partner where the two always go together and now do not, as told of this one.
    fn far_from_twin(&self, place: usize) -> Option<Far<'h>> {
        let partner = self.partners[place].first()?;
        if partner.usual.most > TWINS || self.is_as_last_year(place) {
            return None;
        }
        let twins = self.with(place, partner)?;
        twins.partner.usual.too_far(twins.ratio)?;
        let (own, other) = (
            self.misfit(place, partner.place),
            self.misfit(partner.place, place),
        );
        (own >= other).then_some(twins)
    }

    /// By how many times a figure is away from what is usual, by the middle one of its partners without this one, and
    /// of last year.
    fn misfit(&self, place: usize, without: usize) -> Decimal {
        let partners = self.partners[place].iter();
        let partners = partners.filter(|partner| partner.place != without);
        let times = partners.filter_map(|partner| {
            let one = self.with(place, partner)?;
            apart(one.ratio, partner.usual.middle)
        });
        let times = times.chain(self.of_last_year(place));
        median(times.collect()).unwrap_or(Decimal::ONE)
    }

    /// By how many times a figure is away from last year's.
    fn of_last_year(&self, place: usize) -> Option<Decimal> {
        let then = self
            .looking
            .last(self.department, self.looking.sizes[place])?;
        apart(self.sound[place]?, then)
    }

    /// Whether a figure is about what it was the year before.
    fn is_as_last_year(&self, place: usize) -> bool {
        let times = self.of_last_year(place);
        times.is_some_and(|times| times < USUAL_CHANGE)
    }

    fn problem(&self, far: &Far) -> Problem {
        let (metric, partner) = (
            self.looking.sizes[far.place],
            self.looking.sizes[far.partner.place],
        );
        let usual = far.partner.usual.middle;
        let told = format!(
            "“{}”是 {}，为“{}”（{}）的 {}，各部门居中的是 {}，相差约 {} 倍",
            metric.name(),
            with_unit(metric, far.own),
            partner.name(),
            with_unit(partner, far.other),
            shown(far.ratio),
            shown(usual),
            apart(far.ratio, usual).map_or_else(String::new, |times| decimal::trimmed(times, 0)),
        );
        self.looking.problem(
            Code::FarFromOthers,
            self.department,
            Some(metric),
            told,
            "请核对是不是多写、少写了一位，或用错了单位；确是如此的不用改",
        )
    }
}

fn with_unit(metric: &Metric, number: Decimal) -> String {
    let unit = metric.unit.as_deref().unwrap_or_default();
    format!("{} {unit}", number_of(metric.kind(), number))
        .trim_end()
        .to_string()
}

/// `约是它的 10 倍`, `约是它的 10 分之一`.
fn times(ratio: Decimal) -> String {
    match ratio >= Decimal::ONE {
        true => format!("约是上年的 {} 倍", decimal::trimmed(ratio, 0)),
        false => {
            let part = Decimal::ONE.checked_div(ratio).unwrap_or_default();
            format!("约是上年的 {} 分之一", decimal::trimmed(part, 0))
        }
    }
}

/// A ratio as people say it: `0.17 倍`, `1/120`.
fn shown(ratio: Decimal) -> String {
    match ratio >= Decimal::new(1, 2) {
        true => format!("{} 倍", decimal::trimmed(ratio, 2)),
        false => {
            let part = Decimal::ONE.checked_div(ratio).unwrap_or_default();
            format!("{} 分之一", decimal::trimmed(part, 0))
        }
    }
}
