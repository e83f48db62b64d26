//! Cities of the measure: so many departments with figures of two years, from the generator of the samples, as typed
//! values.

use std::collections::BTreeMap;

use crate::sample_data::make_samples::city::{Department, Level, Past};
use crate::sample_data::make_samples::columns::{BASE, Kind};
use crate::sample_data::make_samples::figures::base_row;
use crate::sample_data::make_samples::random::Random;
use jixiao::intake::{Dataset, anomalies, unit_slip};
use jixiao::problem::Problem;
use jixiao::{Batch, Decimal};

use crate::support::{Edition, rule_book};

/// The figures that are amounts, as they stand in 基础数据.
pub const MONEY: [&str; 10] = [
    "政府采购计划金额",
    "实际采购金额",
    "部门预算总规模",
    "调整调剂资金累计",
    "在用固定资产总额",
    "固定资产总额",
    "三公经费预算",
    "三公经费实际支出",
    "日常公用经费调整预算",
    "日常公用经费决算",
];

/// The percentages, save 满意度.
pub const PROGRESS: [&str; 4] = [
    "一季度末支出进度",
    "二季度末支出进度",
    "三季度末支出进度",
    "四季度末支出进度",
];

/// A city: each department with its figures of two years.
#[derive(Clone)]
pub struct City {
    /// Codes and names.
    places: Vec<(&'static str, &'static str)>,
    pub years: [Vec<BTreeMap<&'static str, f64>>; 2],
}

impl City {
    /// One of so many departments; another seed is another city.
    pub fn of(count: usize, seed: &str) -> City {
        let mut random = Random::from_words(&format!("city {seed} of {count}"));
        let places: Vec<Department> = (0..count)
            .map(|number| {
                let size = random.between(0.0, 1.0);
                let posts = (12.0 * 40.0_f64.powf(size)).round();
                Department {
                    code: Box::leak(format!("{}", 101_001 + number).into_boxed_str()),
                    // Figures are seeded by the name.
                    name: Box::leak(format!("{seed}市第{number}局").into_boxed_str()),
                    budget: (posts * random.between(28.0, 110.0)).round(),
                    posts: posts as u32,
                    level: random.pick(&[Level::Excellent, Level::Good, Level::Fair]),
                    past: Past::Same,
                }
            })
            .collect();
        let year = |year: u32| places.iter().map(|place| figures(place, year)).collect();
        let years = [year(2020), year(2021)];
        let places = places
            .iter()
            .map(|place| (place.code, place.name))
            .collect();
        City { places, years }
    }

    pub fn count(&self) -> usize {
        self.places.len()
    }

    pub fn name(&self, department: usize) -> &'static str {
        self.places[department].1
    }

    fn read(&self, year: usize) -> (Dataset, Vec<Problem>) {
        let mut batch = Batch::new(rule_book(Edition::Default)).year(2020 + year as u32);
        for ((code, name), figures) in self.places.iter().zip(&self.years[year]) {
            let department = batch.department(*name).code(*code);
            for (name, figure) in figures {
                let figure: Decimal = figure.to_string().parse().expect("a figure");
                department.set(name, figure).expect("the rule book has it");
            }
        }
        batch.dataset().expect("departments")
    }

    /// What is told of this year, with last year's figures or without.
    pub fn told(&self, with_last: bool) -> Vec<Problem> {
        let book = rule_book(Edition::Default);
        let (dataset, mut problems) = self.read(1);
        let last = with_last.then(|| self.read(0).0);
        if let Some(last) = &last {
            unit_slip::against_last_year((&dataset, book), (last, book), &mut problems);
        }
        let last = last.as_ref().map(|last| (last, book));
        anomalies::run(&dataset, last, book, &mut problems);
        problems
    }
}

/// The numbers of a department and year.
fn figures(place: &Department, year: u32) -> BTreeMap<&'static str, f64> {
    let row = base_row(place, year);
    let numbers = BASE.iter().filter_map(|(name, kind)| {
        let counted = matches!(kind, Kind::Amount | Kind::Count | Kind::Percent);
        (counted && *name != "年度").then_some((*name, row.meant(name)?))
    });
    numbers.collect()
}
