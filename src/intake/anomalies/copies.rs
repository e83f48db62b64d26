//! Figures that are the same as somebody else's, or as last year's, to the last digit; and percentages that are all 100.
//! A figure tells by its digits: round ones and small counts agree by chance.

use std::collections::{BTreeMap, HashMap};

use rust_decimal::Decimal;

use super::Looking;
use crate::expr::Kind;
use crate::intake::Record;
use crate::problem::{Code, Problem};
use crate::rulebook::Metric;

/// So many equal figures do not come by chance.
const LEAST_EQUAL: usize = 5;
/// A figure that more departments share tells nothing.
const MOST_SHARED: usize = 20;
/// Three digits tell.
const LEAST: u128 = 100;
/// Fewer percentages may well be 100 together.
const LEAST_PERCENTAGES: usize = 4;
/// So many names are told.
const TOLD: usize = 4;

/// The figures of a record whose digits tell.
fn telling<'l>(
    looking: &'l Looking,
    record: &'l Record,
    place: impl Fn(&Metric) -> Option<usize> + 'l,
) -> impl Iterator<Item = (&'l Metric, Decimal)> {
    let metrics = looking.book.metrics.iter().filter(|metric| {
        let kind = metric.kind();
        metric.role.is_none()
            && matches!(
                kind,
                Kind::Amount { .. } | Kind::Count | Kind::Percent { .. }
            )
    });
    metrics.filter_map(move |metric| {
        let number = record.fields.get(place(metric)?)?.number()?.normalize();
        tells(number.mantissa().unsigned_abs()).then_some((metric, number))
    })
}

/// Whether there are enough digits before the zeros at the end.
fn tells(mut digits: u128) -> bool {
    if digits < LEAST {
        return false;
    }
    while digits.is_multiple_of(10) {
        digits /= 10;
    }
    digits >= LEAST
}

fn own(metric: &Metric) -> Option<usize> {
    Some(metric.variable.id)
}

/// Departments that share many figures.
pub(super) fn between_departments(looking: &Looking) -> Vec<Problem> {
    let records = &looking.dataset.records;
    let mut shared: HashMap<(usize, Decimal), Vec<usize>> = HashMap::new();
    for (department, record) in records.iter().enumerate() {
        for (metric, number) in telling(looking, record, own) {
            let of = shared.entry((metric.variable.id, number)).or_default();
            of.push(department);
        }
    }
    let mut pairs: BTreeMap<(usize, usize), Vec<usize>> = BTreeMap::new();
    for ((metric, _), departments) in &shared {
        if departments.len() > MOST_SHARED {
            continue;
        }
        for (number, later) in departments.iter().enumerate() {
            for earlier in &departments[..number] {
                pairs.entry((*later, *earlier)).or_default().push(*metric);
            }
        }
    }
    let mut found = Vec::new();
    let mut last_told = None;
    for ((later, earlier), mut metrics) in pairs {
        let same = records[later].code.is_some() && records[later].code == records[earlier].code;
        let again = last_told == Some(later);
        // One that stands twice is told by another code.
        if metrics.len() < LEAST_EQUAL || records[later].duplicate || same || again {
            continue;
        }
        last_told = Some(later);
        metrics.sort_unstable();
        let names = names(looking, &metrics);
        let message = format!(
            "与“{}”有 {} 项数据完全相同（{names}），像是抄了过来",
            records[earlier].name,
            metrics.len()
        );
        found.push(looking.problem(
            Code::CopiedFigures,
            later,
            Some(&looking.book.metrics[metrics[0]]),
            message,
            "请核对两个部门哪一个填错了；确实相同的不用改",
        ));
    }
    found
}

/// Departments that give last year's figures again.
pub(super) fn of_last_year(looking: &Looking) -> Vec<Problem> {
    let departments = looking.dataset.records.iter().enumerate();
    let found = departments.filter_map(|(department, record)| {
        let before = looking.before[department]?;
        let then = |metric: &Metric| looking.then[metric.variable.id];
        let known: HashMap<usize, Decimal> = telling(looking, before, then)
            .map(|(metric, number)| (metric.variable.id, number))
            .collect();
        let both: Vec<(&Metric, Decimal)> = telling(looking, record, own)
            .filter(|(metric, _)| known.contains_key(&metric.variable.id))
            .collect();
        let same = both
            .iter()
            .filter(|(metric, number)| known[&metric.variable.id] == *number);
        let metrics: Vec<usize> = same.map(|(metric, _)| metric.variable.id).collect();
        if metrics.len() < LEAST_EQUAL || metrics.len() * 3 < both.len() {
            return None;
        }
        let message = format!(
            "有 {} 项数据与上年一字不差（{}），像是沿用了上年的表",
            metrics.len(),
            names(looking, &metrics)
        );
        Some(looking.problem(
            Code::LastYearAgain,
            department,
            Some(&looking.book.metrics[metrics[0]]),
            message,
            "请核对是不是本年的数；确实没有变的不用改",
        ))
    });
    found.collect()
}

/// Departments whose percentages are all 100.
pub(super) fn all_full(looking: &Looking) -> Vec<Problem> {
    let departments = looking.dataset.records.iter().enumerate();
    let found = departments.filter_map(|(department, record)| {
        let metrics = looking.book.metrics.iter();
        let percentages = metrics.filter(|metric| matches!(metric.kind(), Kind::Percent { .. }));
        let given: Vec<(&Metric, Decimal)> = percentages
            .filter_map(|metric| Some((metric, record.fields[metric.variable.id].number()?)))
            .collect();
        let full = given.iter().all(|(_, number)| *number == Decimal::ONE);
        if !full || given.len() < LEAST_PERCENTAGES {
            return None;
        }
        let metrics: Vec<usize> = given.iter().map(|(metric, _)| metric.variable.id).collect();
        let message = format!(
            "{} 项百分数全是 100%（{}）",
            metrics.len(),
            names(looking, &metrics)
        );
        Some(looking.problem(
            Code::AllHundred,
            department,
            Some(given[0].0),
            message,
            "请核对是不是随手填的；确实如此的不用改",
        ))
    });
    found.collect()
}

fn names(looking: &Looking, metrics: &[usize]) -> String {
    let named = metrics.iter().take(TOLD);
    let named: Vec<&str> = named
        .map(|place| looking.book.metrics[*place].name())
        .collect();
    let more = match metrics.len() > TOLD {
        true => "等",
        false => "",
    };
    format!("{}{more}", named.join("、"))
}
