//! Likely renames: of the departments that one year has and the next has not, those whose names are like a
//! new one's under the same 主管部门. They are suggested, never applied.

use super::following::{Continuity, Department, fate};
use super::{Year, newest};
use crate::intake::Record;
use crate::intake::identity::key;

/// Names less alike than this are not suggested.
const LEAST_LIKENESS: f64 = 0.5;

/// A department that may be another one under a new name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// From the year of this place to the next.
    pub step: usize,
    /// The department that disappeared, and the one that appeared.
    pub old: usize,
    /// Its place among this year's departments.
    pub new: usize,
}

/// Suggests renames: pairs that are each other's likest.
pub fn suggest(years: &[Year], departments: &[Department]) -> Vec<Suggestion> {
    let common = common_prefix(departments.iter().map(|one| key(&newest(years, one).name)));
    let mut suggestions = Vec::new();
    for step in 0..years.len().saturating_sub(1) {
        let of = |wanted: Continuity| -> Vec<usize> {
            (0..departments.len())
                .filter(|index| fate(years, &departments[*index], step) == Some(wanted))
                .collect()
        };
        let (closed, new) = (of(Continuity::Closed), of(Continuity::New));
        let record = |department: usize, year: usize| -> Option<&Record> {
            let place = departments[department].places[year]?;
            years[year].evaluation.dataset.records.get(place)
        };
        let likeness = |old: usize, new: usize| -> f64 {
            let records = record(old, step).zip(record(new, step + 1));
            records.map_or(0.0, |(old, new)| likeness(old, new, common))
        };
        let likest = |one: usize, among: &[usize], with: &dyn Fn(usize, usize) -> f64| {
            let found = among.iter().copied().map(|other| (with(one, other), other));
            found
                .filter(|(likeness, _)| *likeness >= LEAST_LIKENESS)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
                .map(|(_, other)| other)
        };
        for old in &closed {
            let Some(found) = likest(*old, &new, &likeness) else {
                continue;
            };
            let back = likest(found, &closed, &|new, old| likeness(old, new));
            if back == Some(*old) {
                suggestions.push(Suggestion {
                    step,
                    old: *old,
                    new: found,
                });
            }
        }
    }
    suggestions
}

/// How alike two names are, without what all names begin with, which would make any two alike.
fn likeness(old: &Record, new: &Record, common: usize) -> f64 {
    if let (Some(old), Some(new)) = (&old.group, &new.group)
        && key(old) != key(new)
    {
        return 0.0;
    }
    let own = |name: &str| -> String { key(name).chars().skip(common).collect() };
    strsim::normalized_damerau_levenshtein(&own(&old.name), &own(&new.name))
}

/// How many characters all names begin with.
fn common_prefix(names: impl Iterator<Item = String>) -> usize {
    let names: Vec<Vec<char>> = names.map(|name| name.chars().collect()).collect();
    let Some((first, rest)) = names.split_first() else {
        return 0;
    };
    rest.iter()
        .map(|name| {
            let same = name.iter().zip(first).take_while(|(a, b)| a == b);
            same.count()
        })
        .min()
        .unwrap_or_default()
}
