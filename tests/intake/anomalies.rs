//! 异常提示: what is found of planted slips in generated cities, and how often sound figures are told of. What the
//! measure printed stands in docs/anomalies.md.

mod city;
mod slips;

use jixiao::Bounds;
use jixiao::problem::Problem;
use jixiao::tasks::Input as Task;
use jixiao::workbook::Source;

use crate::support::{Cell, Department, Edition, Folder, Input, rule_book, sample_path};
use city::{City, PROGRESS};
use slips::measured;

fn anomalies(problems: &[Problem]) -> Vec<Problem> {
    let is_one = |one: &&Problem| ["V12", "V13", "V14", "V15", "V16"].contains(&one.code.as_ref());
    problems.iter().filter(is_one).cloned().collect()
}

/// Names of so many cities. Bounds were chosen by others, so that these are fair.
fn cities(count: usize) -> Vec<String> {
    (1..=count).map(|number| format!("测{number}")).collect()
}

/// What is asked: nine of ten slips of every kind are found, with at most one false warning for ten departments.
fn measure(count: usize, cities: &[String]) {
    for with_last in [true, false] {
        let found = measured(count, cities, with_last);
        let last = if with_last { "with" } else { "without" };
        println!("{count} departments, {last} last year: {found}");
        found.assert_good(with_last);
    }
}

#[test]
fn nine_slips_of_ten_are_found() {
    measure(60, &cities(24));
}

#[test]
#[ignore = "takes minutes"]
fn nine_slips_of_ten_are_found_in_many_cities() {
    measure(60, &cities(200));
}

#[test]
#[ignore = "takes minutes"]
fn nine_slips_of_ten_are_found_in_cities_of_1000() {
    measure(1_000, &cities(20));
}

#[test]
fn percentages_that_are_all_100_are_told() {
    let mut city = City::of(20, "满");
    for name in PROGRESS.iter().chain(&["满意度"]) {
        city.years[1][4].insert(name, 1.0);
    }
    let problems = city.told(false);
    let told = anomalies(&problems);
    let of_it: Vec<_> = told.iter().filter(|one| one.code == "V16").collect();
    assert_eq!(of_it.len(), 1);
    assert!(
        of_it[0].message().contains("5 项百分数全是 100%"),
        "{}",
        of_it[0].message()
    );
}

#[test]
fn the_sample_city_is_not_filled_with_false_warnings() {
    let this = Source::from(sample_path("示例市-2021.xlsx").as_path());
    let last = Source::from(sample_path("示例市-2020.xlsx").as_path());
    for last_year in [None, Some(&last)] {
        let task = Task {
            file: &this,
            last_year,
            review: None,
            anomalies: true,
            year: None,
            bounds: &Bounds::STANDARD,
        };
        let (_, problems) = task.dataset(rule_book(Edition::Default)).expect("the city");
        let told: Vec<String> = anomalies(&problems)
            .iter()
            .map(|one| format!("{} {}", one.code, one.message()))
            .collect();
        insta::assert_snapshot!(told.join("\n"));
    }
}

#[test]
fn one_option_turns_them_off() {
    let folder = Folder::new();
    let percentages = PROGRESS.iter().chain(&["满意度"]);
    let department = percentages.fold(Department::new("示例局"), |department, name| {
        department.with_cell(name, Cell::Formatted(1.0, "0.00%"))
    });
    folder.put("城.xlsx", Input::of([department]).bytes());
    let count = |more: &[&str]| {
        let ran = folder.run(&[&["check", "城.xlsx", "--format", "json"], more].concat());
        let document = ran.json();
        let problems = document["problems"].as_array().expect("problems").clone();
        problems
            .iter()
            .filter(|one| {
                ["V12", "V13", "V14", "V15", "V16"]
                    .iter()
                    .any(|code| one["code"] == *code)
            })
            .count()
    };
    assert!(count(&[]) > 0);
    assert_eq!(count(&["--no-anomalies"]), 0);
}
