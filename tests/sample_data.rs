//! The sample data: they are what the generator writes, every planted mistake is found, and an
//! independent scoring agrees.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use jixiao::address::Address;
use jixiao::problem::{Problem, Severity};
use jixiao::scoring::{Missing, Source};
use serde::Deserialize;

use crate::support::{Edition, INDICATORS, Run, Scored, sample_path};

#[path = "../examples/make_samples/main.rs"]
#[allow(dead_code, reason = "the example's main is not called here")]
pub mod make_samples;

const CENTRE: &str = "公开案例-教育信息技术中心.xlsx";
const SCHOOL: &str = "公开案例-艺术学校.xlsx";

/// A sample, scored by the rule book that it is made for.
fn scored(file: &str, missing: Missing) -> &'static Scored {
    let edition = if file == CENTRE {
        Edition::A
    } else {
        Edition::Default
    };
    let run = Run {
        edition,
        missing,
        year: None,
    };
    Scored::of_sample(file, &run)
}

#[test]
fn sample_data_is_what_the_generator_writes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    make_samples::write_all(folder.path()).expect("samples are written");
    let names = |folder: &Path| -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into()
            })
            .filter(|name| name != "其他形式")
            .filter(|name| !folder.join(name).is_dir())
            .collect();
        names.sort();
        names
    };
    let others = "其他规则书";
    let mut all = names(folder.path());
    assert_eq!(all, names(&sample_path("")));
    let of_others = names(&folder.path().join(others));
    assert_eq!(of_others, names(&sample_path(others)));
    all.extend(of_others.iter().map(|name| format!("{others}/{name}")));
    for name in all {
        let (new, old) = (
            fs::read(folder.path().join(&name)),
            fs::read(sample_path(&name)),
        );
        assert!(
            new.expect("written") == old.expect("committed"),
            "{name} differs; run the example make_samples again"
        );
    }
}

#[derive(Deserialize)]
struct Plants {
    planted: Vec<Plant>,
}

/// An entry of `planted.toml`.
#[derive(Deserialize)]
struct Plant {
    file: String,
    sheet: String,
    department: String,
    cell: String,
    kind: String,
    /// `error`, `warning`, `info` or `none`.
    expected: String,
}

#[test]
fn every_planted_mistake_is_told_at_its_cell() {
    let text = fs::read_to_string(sample_path("planted.toml")).expect("planted.toml");
    let plants: Plants = toml::from_str(&text).expect("a list of what is planted");
    let mut by_file: BTreeMap<&str, Vec<&Plant>> = BTreeMap::new();
    for plant in &plants.planted {
        by_file.entry(&plant.file).or_default().push(plant);
    }
    assert_eq!(by_file.len(), 2);
    let mut wrong = Vec::new();
    for (file, plants) in by_file {
        let scored = scored(file, Missing::Hold);
        for plant in plants {
            let told = |problem: &&Problem| {
                problem.place.sheet == plant.sheet
                    && problem.place.cell == Address::parse_a1(&plant.cell)
            };
            let problems = &scored.evaluation.problems;
            let found: Vec<&Problem> = problems.iter().filter(told).collect();
            let right = if plant.expected == "none" {
                found.is_empty()
            } else {
                found.iter().any(|problem| {
                    let who = problem.department.as_ref().map_or("", |one| &one.name);
                    format!("{:?}", problem.severity).to_lowercase() == plant.expected
                        && (who.is_empty() || who == plant.department)
                })
            };
            if !right {
                wrong.push(format!(
                    "{file} {}!{} {}: {} expected, found {found:?}",
                    plant.sheet, plant.cell, plant.kind, plant.expected
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Nothing is complained of that was not planted.
#[test]
fn nothing_but_the_planted_mistakes_is_an_error_or_a_warning() {
    let text = fs::read_to_string(sample_path("planted.toml")).expect("planted.toml");
    let plants: Plants = toml::from_str(&text).expect("a list of what is planted");
    let mut others = Vec::new();
    for file in ["示例市-2020.xlsx", "示例市-2021.xlsx"] {
        let scored = scored(file, Missing::Hold);
        for problem in &scored.evaluation.problems {
            let planted = plants.planted.iter().any(|plant| {
                plant.file == file
                    && plant.sheet == problem.place.sheet
                    && Address::parse_a1(&plant.cell) == problem.place.cell
            });
            if !planted && problem.severity != Severity::Info {
                others.push(format!("{file}: {problem:?}"));
            }
        }
    }
    assert!(others.is_empty(), "{}", others.join("\n"));
}

#[test]
fn scores_totals_grades_and_ranks_are_those_of_an_independent_scoring() {
    let text = fs::read_to_string(sample_path("expected.csv")).expect("expected.csv");
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let header = lines.next().expect("a header");
    assert_eq!(header[3..24], INDICATORS.map(|(name, _)| name));
    let mut books: HashMap<String, (&Scored, usize)> = HashMap::new();
    for line in lines {
        let [file, code, name, scores @ .., total, grade, rank] = line.as_slice() else {
            panic!("a short line: {line:?}");
        };
        let (scored, next) = books
            .entry((*file).to_string())
            .or_insert_with(|| (scored(file, Missing::Hold), 0));
        let place = *next;
        *next += 1;
        let evaluation = &scored.evaluation;
        let record = &evaluation.dataset.records[place];
        assert_eq!(
            (record.code.as_deref().unwrap_or(""), &*record.name),
            (*code, *name)
        );
        let card = &evaluation.cards[place];
        let decimal = |text: &str| text.parse::<rust_decimal::Decimal>().ok();
        for ((scored, expected), (indicator, _)) in
            card.indicators.iter().zip(scores).zip(INDICATORS)
        {
            assert_eq!(scored.score, decimal(expected), "{file} {name} {indicator}");
        }
        assert_eq!(card.total, decimal(total), "{file} {name}");
        assert_eq!(
            card.grade.as_deref().unwrap_or("待定"),
            *grade,
            "{file} {name}"
        );
        let ranked = evaluation.ranking.ranks[place].map_or(String::new(), |rank| rank.to_string());
        assert_eq!(ranked, *rank, "{file} {name}");
    }
    assert_eq!(books.len(), 5);
    for (file, (scored, lines)) in books {
        assert_eq!(scored.evaluation.cards.len(), lines, "{file}");
    }
}

#[test]
fn the_small_sample_has_no_problem_and_no_difference_in_review() {
    let scored = scored("小样-2021.xlsx", Missing::Hold);
    assert_eq!(scored.problems(), Vec::<String>::new());
    assert!(scored.evaluation.is_clean());
    assert_eq!(scored.evaluation.reviews.len(), 6);
    let differing = scored
        .evaluation
        .reviews
        .iter()
        .flat_map(|review| review.differing());
    assert_eq!(differing.count(), 0);
}

#[test]
fn other_formats_give_the_same_scores() {
    let xlsx = scored("小样-2021.xlsx", Missing::Hold);
    for file in ["其他形式/小样-2021.xls", "其他形式/小样-2021.ods"] {
        let other = scored(file, Missing::Hold);
        assert_eq!(other.evaluation.cards, xlsx.evaluation.cards, "{file}");
        assert_eq!(other.evaluation.ranking, xlsx.evaluation.ranking, "{file}");
        assert_eq!(other.evaluation.reviews, xlsx.evaluation.reviews, "{file}");
        assert_eq!(other.problems(), Vec::<String>::new(), "{file}");
    }
}

/// The centre printed all its figures: only 财务合规性 is not what it declared.
#[test]
fn the_centre_declared_a_point_too_much() {
    let scored = scored(CENTRE, Missing::Hold);
    let name = "深圳市教育信息技术中心";
    let scores = [
        "5.00", "5.00", "3.00", "6.00", "1.98", "2.00", "3.00", "2.00", "2.00", "2.00", "1.00",
        "1.00", "0.00", "3.00", "5.00", "4.34", "8.00", "6.00", "25.00", "3.00", "6.00",
    ];
    let (_, card) = scored.department(name);
    let found: Vec<String> = card
        .indicators
        .iter()
        .map(|indicator| {
            indicator
                .score
                .map_or(String::new(), |score| format!("{score:.2}"))
        })
        .collect();
    assert_eq!(found, scores);
    assert_eq!(scored.total(name), "94.32");
    assert_eq!(card.grade.as_deref(), Some("优"));
    let review = &scored.evaluation.reviews[0];
    let differing: Vec<_> = review.differing().collect();
    assert_eq!(differing.len(), 1);
    assert_eq!(
        scored.evaluation.book.indicators[differing[0].indicator].name,
        "财务合规性"
    );
    assert_eq!(
        differing[0]
            .declared
            .map(|score| score.to_string())
            .as_deref(),
        Some("3")
    );
    assert_eq!(
        review
            .declared_total
            .map(|total| total.to_string())
            .as_deref(),
        Some("95.32")
    );
}

/// The school left out what it did not print; with its declared scores there, its total is 94.76.
#[test]
fn the_school_declared_a_few_cents_too_much() {
    let name = "深圳艺术学校";
    assert_eq!(scored(SCHOOL, Missing::Hold).total(name), "待定");
    let scored = scored(SCHOOL, Missing::Declared);
    let scores = [
        "5.00", "5.00", "3.00", "6.00", "2.00", "2.81", "3.00", "2.00", "2.00", "1.00", "1.00",
        "1.00", "1.00", "3.00", "6.00", "5.95", "8.00", "6.00", "24.00", "3.00", "4.00",
    ];
    let (_, card) = scored.department(name);
    let found: Vec<String> = card
        .indicators
        .iter()
        .map(|indicator| {
            indicator
                .score
                .map_or(String::new(), |score| format!("{score:.2}"))
        })
        .collect();
    assert_eq!(found, scores);
    assert_eq!(scored.total(name), "94.76");
    assert_eq!(card.grade.as_deref(), Some("优"));
    let declared: Vec<&str> = INDICATORS
        .iter()
        .zip(&card.indicators)
        .filter(|(_, scored)| scored.source == Source::Declared)
        .map(|((indicator, _), _)| *indicator)
        .collect();
    assert_eq!(
        declared,
        [
            "固定资产利用率",
            "编外人员控制率",
            "预算执行率",
            "公众或服务对象满意度"
        ]
    );
    let review = &scored.evaluation.reviews[0];
    let differing: Vec<_> = review
        .differing()
        .map(|item| (item.declared.map(|score| score.to_string()), item.indicator))
        .collect();
    assert_eq!(differing, [(Some("2.86".to_string()), 5)]);
}
