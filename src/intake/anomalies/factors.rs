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
use crate::expr::explain::number_of;
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
}

impl Usual {
    fn of(ratios: &[Decimal]) -> Option<Usual> {
        let middle = median(ratios.to_vec())?;
        let times = ratios.iter().filter_map(|ratio| apart(*ratio, middle));
        Some(Usual {
            middle,
            spread: median(times.collect())?,
        })
    }

    /// By how many times a ratio is away from the middle, where that is too much.
    fn too_far(self, ratio: Decimal) -> Option<Decimal> {
        let times = apart(ratio, self.middle)?;
        let mut bound = Decimal::ONE;
        for _ in 0..SPREADS {
            bound = bound.checked_mul(self.spread)?;
        }
        (times >= LEAST_TIMES && times > bound).then_some(times)
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
struct Partner<'l> {
    metric: &'l Metric,
    usual: Usual,
}

/// Figures far from what the department's own others make usual.
pub(super) fn among_others(looking: &Looking, told: &HashSet<Address>) -> Vec<Problem> {
    if looking.dataset.records.len() < LEAST_DEPARTMENTS {
        return Vec::new();
    }
    let partners: Vec<Vec<Partner>> = looking
        .sizes
        .par_iter()
        .map(|metric| match metric.kind() {
            // Counts follow from other causes than money.
            Kind::Count => Vec::new(),
            _ => partners(looking, metric),
        })
        .collect();
    let departments = 0..looking.dataset.records.len();
    let found: Vec<Vec<Problem>> = departments
        .into_par_iter()
        .map(|department| of_department(looking, department, &partners, told))
        .collect();
    found.into_iter().flatten().collect()
}

/// The metrics whose ratio to this one spreads least.
fn partners<'l>(looking: &Looking<'l>, metric: &Metric) -> Vec<Partner<'l>> {
    let records = looking.dataset.records.len();
    let step = records.div_ceil(SAMPLE).max(1);
    let others = looking
        .sizes
        .iter()
        .filter(|other| other.variable.id != metric.variable.id);
    let mut partners: Vec<Partner> = others
        .filter_map(|other| {
            let ratio = |department: usize| {
                let own = looking.sound(department, metric)?;
                own.checked_div(looking.sound(department, other)?)
            };
            let ratios: Vec<Decimal> = (0..records).step_by(step).filter_map(ratio).collect();
            if ratios.len() < LEAST_DEPARTMENTS {
                return None;
            }
            let usual = Usual::of(&ratios)?;
            (usual.spread <= MOST_SPREAD).then_some(Partner {
                metric: other,
                usual,
            })
        })
        .collect();
    partners.sort_by_key(|partner| partner.usual.spread);
    partners.truncate(PARTNERS);
    partners
}

fn of_department(
    looking: &Looking,
    department: usize,
    partners: &[Vec<Partner>],
    told: &HashSet<Address>,
) -> Vec<Problem> {
    let record = &looking.dataset.records[department];
    let mut found = Vec::new();
    for (metric, partners) in looking.sizes.iter().zip(partners) {
        let Some(own) = looking.sound(department, metric) else {
            continue;
        };
        let cell = record.fields[metric.variable.id].cell;
        if cell.is_some_and(|cell| told.contains(&cell))
            || is_as_last_year(looking, department, metric)
        {
            continue;
        }
        let mut held = 0;
        let mut far: Vec<(&Partner, Decimal, Decimal)> = Vec::new();
        for partner in partners {
            let Some(other) = looking.sound(department, partner.metric) else {
                continue;
            };
            held += 1;
            if let Some(ratio) = own.checked_div(other)
                && partner.usual.too_far(ratio).is_some()
            {
                far.push((partner, other, ratio));
            }
        }
        // One that is far from most others is wrong itself; one that is far from one is told where that is wrong.
        if held < 2 || far.len() * 2 <= held {
            continue;
        }
        let Some((partner, other, ratio)) = far.first() else {
            continue;
        };
        let told = format!(
            "“{}”是 {}，为“{}”（{}）的 {}，各部门居中的是 {}，相差约 {} 倍",
            metric.name(),
            with_unit(metric, own),
            partner.metric.name(),
            with_unit(partner.metric, *other),
            shown(*ratio),
            shown(partner.usual.middle),
            apart(*ratio, partner.usual.middle)
                .map_or_else(String::new, |times| decimal::trimmed(times, 0)),
        );
        found.push(looking.problem(
            Code::FarFromOthers,
            department,
            Some(metric),
            told,
            "请核对是不是多写、少写了一位，或用错了单位；确是如此的不用改",
        ));
    }
    found
}

/// Whether a figure is about what it was the year before.
fn is_as_last_year(looking: &Looking, department: usize, metric: &Metric) -> bool {
    let both = looking
        .sound(department, metric)
        .zip(looking.last(department, metric));
    let times = both.and_then(|(now, then)| apart(now, then));
    times.is_some_and(|times| times < USUAL_CHANGE)
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
