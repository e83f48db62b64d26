//! Indicators and metrics over the years: the same name, else an alias in one of the two rule books.

use super::Year;
use crate::rulebook::last_year::is_figure;
use crate::rulebook::naming::plain;

/// An indicator or a metric over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndicatorSeries {
    /// Its name in the last year that has it.
    pub name: String,
    /// By year, its place in the year's rule book.
    pub places: Vec<Option<usize>>,
}

impl IndicatorSeries {
    /// The last year that has it, and its place there.
    pub fn newest(&self) -> (usize, usize) {
        let mut found = self.places.iter().enumerate().rev();
        let found = found.find_map(|(year, place)| place.map(|place| (year, place)));
        found.unwrap_or_default()
    }
}

/// What a rule book calls something: its place, its name, its aliases.
struct Called<'n> {
    place: usize,
    name: &'n str,
    aliases: &'n [String],
}

/// The indicators of all years.
pub fn indicators(years: &[Year]) -> Vec<IndicatorSeries> {
    let called = years.iter().map(|year| {
        let indicators = year.evaluation.book.indicators.iter().enumerate();
        indicators
            .map(|(place, indicator)| Called {
                place,
                name: &indicator.name,
                aliases: &indicator.aliases,
            })
            .collect()
    });
    threads(&called.collect::<Vec<_>>())
}

/// The metrics of all years that say how much rather than who.
pub fn metrics(years: &[Year]) -> Vec<IndicatorSeries> {
    let called = years.iter().map(|year| {
        let metrics = year.evaluation.book.metrics.iter().enumerate();
        metrics
            .filter(|(_, metric)| is_figure(metric))
            .map(|(place, metric)| Called {
                place,
                name: metric.name(),
                aliases: &metric.aliases,
            })
            .collect()
    });
    threads(&called.collect::<Vec<_>>())
}

fn threads(years: &[Vec<Called>]) -> Vec<IndicatorSeries> {
    let mut threads: Vec<IndicatorSeries> = Vec::new();
    for (year, called) in years.iter().enumerate() {
        let mut taken = vec![false; called.len()];
        // Names before aliases: an alias may be another one's name.
        for by_alias in [false, true] {
            for thread in &mut threads {
                if thread.places[year].is_some() {
                    continue;
                }
                let (newest, place) = thread.newest();
                let Some(known) = years[newest].iter().find(|one| one.place == place) else {
                    continue;
                };
                let same = |index: &usize| {
                    let one = &called[*index];
                    !taken[*index]
                        && (plain(one.name) == plain(known.name)
                            || by_alias && (has(one, known.name) || has(known, one.name)))
                };
                if let Some(index) = (0..called.len()).find(same) {
                    taken[index] = true;
                    thread.places[year] = Some(called[index].place);
                    thread.name = called[index].name.to_string();
                }
            }
        }
        for (index, one) in called.iter().enumerate() {
            if !taken[index] {
                let mut places = vec![None; years.len()];
                places[year] = Some(one.place);
                threads.push(IndicatorSeries {
                    name: one.name.to_string(),
                    places,
                });
            }
        }
    }
    threads.sort_by_key(|thread| {
        let places = thread.places.iter().rev();
        let places = places.map(|place| place.unwrap_or(usize::MAX));
        places.collect::<Vec<usize>>()
    });
    threads
}

fn has(one: &Called, name: &str) -> bool {
    one.aliases.iter().any(|alias| plain(alias) == plain(name))
}
