//! The measure: slips are planted, and counted are those that are told of, and sound departments that are told of.

use std::collections::HashSet;

use crate::sample_data::make_samples::random::Random;
use jixiao::problem::{Problem, Severity};

use super::anomalies;
use super::city::{City, MONEY, PROGRESS};

/// A slip, planted in a department; gives the department that it was copied from, else itself.
type Plant = fn(&mut City, usize, &mut Random) -> usize;

fn times(city: &mut City, department: usize, random: &mut Random, times: f64) -> usize {
    let figures = &mut city.years[1][department];
    let sound: Vec<&str> = MONEY
        .into_iter()
        .filter(|name| figures.get(name).is_some_and(|one| *one > 0.0))
        .collect();
    let name = random.pick(&sound);
    if let Some(figure) = figures.get_mut(name) {
        *figure = (*figure * times * 100.0).round() / 100.0;
    }
    department
}

/// The last one cannot be told without last year's workbook.
pub const SLIPS: [(&str, Plant); 7] = [
    ("多写一位", |city, one, random| {
        times(city, one, random, 10.0)
    }),
    ("少写一位", |city, one, random| {
        times(city, one, random, 0.1)
    }),
    ("多写两位", |city, one, random| {
        times(city, one, random, 100.0)
    }),
    ("一格以元填写", |city, one, random| {
        times(city, one, random, 10_000.0)
    }),
    ("全部以元填写", |city, one, _| {
        for name in MONEY {
            if let Some(figure) = city.years[1][one].get_mut(name) {
                *figure *= 10_000.0;
            }
        }
        one
    }),
    ("抄了别的部门", |city, one, random| {
        // A block of neighbouring columns.
        let from = (one + 7) % city.count();
        let first = random.whole(0, 3) as usize;
        for name in &MONEY[first..first + 7] {
            let copied = city.years[1][from].get(name).copied();
            city.years[1][one].insert(name, copied.unwrap_or_default());
        }
        from
    }),
    ("沿用上年", |city, one, _| {
        for name in MONEY.iter().chain(&PROGRESS) {
            let copied = city.years[0][one].get(name).copied();
            city.years[1][one].insert(name, copied.unwrap_or_default());
        }
        one
    }),
];

/// What is told of whom, of what counts: anomalies, units, and errors and warnings of the cells themselves.
fn told_of(problems: &[Problem]) -> HashSet<(String, String)> {
    let counts = problems.iter().filter(|one| one.severity != Severity::Info);
    let of = |problem: &Problem| {
        let who = problem.department.as_ref()?;
        Some((who.name.clone(), problem.message().into_owned()))
    };
    counts.filter_map(of).collect()
}

/// What was found of each kind of slip, and how often sound departments were told of.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measured {
    pub planted: [usize; SLIPS.len()],
    pub found: [usize; SLIPS.len()],
    /// Warnings of departments without a slip.
    pub false_ones: usize,
    pub sound: usize,
}

/// In every tenth department of a city a slip is planted, of every kind in turn, in so many cities.
pub fn measured(count: usize, seeds: &[String], with_last: bool) -> Measured {
    let mut measured = Measured::default();
    for (number, seed) in seeds.iter().enumerate() {
        measured.add(&City::of(count, seed), seed, number, with_last);
    }
    measured
}

impl Measured {
    fn add(&mut self, sound: &City, seed: &str, number: usize, with_last: bool) {
        let before = told_of(&sound.told(with_last));
        let mut city = sound.clone();
        let mut random = Random::from_words(&format!("slips {seed}"));
        let mut planted = Vec::new();
        for one in (0..city.count()).filter(|one| one % 10 == number % 10) {
            let kind = (one / 10 + number) % SLIPS.len();
            let from = SLIPS[kind].1(&mut city, one, &mut random);
            // Of two departments that share figures nobody knows which one copied: the later one is told of.
            planted.push((kind, [city.name(one), city.name(from)]));
        }
        let problems = city.told(with_last);
        let after = told_of(&problems);
        let news: HashSet<&str> = after
            .difference(&before)
            .map(|(name, _)| name.as_str())
            .collect();
        for (kind, names) in &planted {
            self.planted[*kind] += 1;
            self.found[*kind] += usize::from(names.iter().any(|name| news.contains(name)));
        }
        let told = anomalies(&problems);
        let false_ones = told.iter().filter(|one| {
            let who = one.department.as_ref().map(|who| who.name.as_str());
            who.is_none_or(|who| planted.iter().all(|(_, names)| !names.contains(&who)))
        });
        self.false_ones += false_ones.count();
        self.sound += city.count() - planted.len();
    }

    /// Asks for nine of ten of every kind that can be found, and at most one false warning for ten departments.
    pub fn assert_good(&self, with_last: bool) {
        for (kind, (name, _)) in SLIPS.iter().enumerate() {
            let can_be_found = with_last || *name != "沿用上年";
            let enough = self.found[kind] * 10 >= self.planted[kind] * 9;
            assert!(!can_be_found || enough, "{name}: {self}");
        }
        assert!(self.false_ones * 10 <= self.sound, "{self}");
    }
}

impl std::fmt::Display for Measured {
    fn fmt(&self, to: &mut std::fmt::Formatter) -> std::fmt::Result {
        let (false_ones, sound) = (self.false_ones, self.sound);
        writeln!(to, "{false_ones} false warnings in {sound} departments")?;
        for (kind, (name, _)) in SLIPS.iter().enumerate() {
            writeln!(to, "{name}: {} of {}", self.found[kind], self.planted[kind])?;
        }
        Ok(())
    }
}
