//! `whatif` as a command: JSON, workbook, terminal.

use std::time::{Duration, Instant};

use jixiao::questions::certainty::{Tolerance, certainty};
use jixiao::questions::headroom::headroom;
use jixiao::questions::readings::readings;
use jixiao::{Bounds, Missing, Workbook};

use crate::support::written::{as_text, read};
use crate::support::{Edition, Folder, rule_book, sample_path};

const SAMPLE: &str = "小样-2021.xlsx";

#[test]
fn the_terminal_tells_who_stands_near_another_grade() {
    let folder = Folder::with_sample(SAMPLE);
    let ran = folder.run(&["whatif", SAMPLE]);
    insta::assert_snapshot!(ran.stdout);
    assert_eq!(folder.files(), ["小样-2021-疑问.xlsx", SAMPLE]);
    let one = folder.run(&["whatif", SAMPLE, "--dept", "示例市博物馆", "--force"]);
    assert!(one.stdout.contains("示例市博物馆"), "{}", one.stdout);
    let again = folder.run(&["whatif", SAMPLE]);
    assert_eq!(again.status, 2, "{}", again.stderr);
}

#[test]
fn the_sheets_are_as_promised() {
    let folder = Folder::with_sample(SAMPLE);
    folder.run(&["whatif", SAMPLE, "-o", "疑问.xlsx"]);
    let bytes = std::fs::read(folder.path("疑问.xlsx")).expect("the workbook");
    insta::assert_snapshot!(as_text(&bytes, &["差距与余量", "差距明细"]));
    folder.run(&["whatif", SAMPLE, "-o", "再来.xlsx"]);
    let again = std::fs::read(folder.path("再来.xlsx")).expect("the workbook");
    assert_eq!(bytes, again);
    assert!(read(&bytes).sheets.len() >= 2);
}

/// The least time of two that something takes.
fn least_time(of: impl Fn()) -> Duration {
    let times = [(); 2].map(|()| {
        let start = Instant::now();
        of();
        start.elapsed()
    });
    times[0].min(times[1])
}

/// About 4 times as long in an unoptimised build; what grows with the square of something would take far longer.
#[test]
fn all_answers_of_a_city_take_some_times_as_long_as_scoring_it() {
    let scored = || {
        let bytes = std::fs::read(sample_path("示例市-2021.xlsx")).expect("the sample");
        let workbook = Workbook::read("示例市-2021.xlsx", bytes, &Bounds::STANDARD);
        let workbook = workbook.expect("a workbook");
        let scored = workbook.scored(rule_book(Edition::Default), None, Missing::Hold);
        scored.expect("something to score")
    };
    let scoring = least_time(|| {
        let bytes = scored().annotated().expect("a result");
        assert!(!bytes.is_empty());
    });
    let city = scored();
    let answering = least_time(|| {
        let headroom = headroom(&city);
        assert_eq!(headroom.len(), city.cards.len());
        assert!(!readings(&city).effects.is_empty());
        assert!(!certainty(&city, Tolerance::Usual).tiers.is_empty());
    });
    assert!(
        answering < scoring * 20,
        "{answering:?} beside {scoring:?} of scoring"
    );
}

/// A rule book with one band and one grade changed, and an indicator under another name.
const OTHER: &str = r#"
id = "shenzhen-2021-new"
name = "深圳市部门整体支出绩效评价指标体系（2021 年度，拟改）"
version = "2.0"
extends = "shenzhen-2021"

[[grades]]
name = "优"
min = 92

[[grades]]
name = "良"
min = 80

[[grades]]
name = "中"
min = 60

[[grades]]
name = "差"
min = 0

[[indicators]]
replaces = "固定资产利用率"
name = "固定资产使用效率"
aliases = ["固定资产利用率"]
under = ["部门管理", "资产管理"]
points = 1

[[indicators.items]]
shape = "bands"
rate = "在用固定资产总额 / 固定资产总额"
bands = [
  { when = ">= 99%", points = 1 },
  { when = "< 99%", points = 0.1 },
]
"#;

/// By another rule book: what changed, who moves and by which indicator, in words, on sheets and as JSON.
#[test]
fn another_rule_book_moves_some() {
    let folder = Folder::with_sample(SAMPLE);
    folder.put("拟改.toml", OTHER.as_bytes());
    let run = |more: &[&str]| {
        let ran = folder.run(&[&["whatif", SAMPLE, "--against", "拟改.toml"], more].concat());
        assert!(ran.status <= 1, "{}", ran.stderr);
        ran.stdout
    };
    let told = run(&["-o", "疑问.xlsx"]);
    let told = told.split("换一本规则书").nth(1).expect("it is told");
    let bytes = std::fs::read(folder.path("疑问.xlsx")).expect("the workbook");
    let sheets = as_text(&bytes, &["换规则的影响", "规则变化"]);
    insta::assert_snapshot!(format!("换一本规则书{told}\n{sheets}"));
    let json: serde_json::Value = serde_json::from_str(&run(&["--format", "json"])).expect("JSON");
    let against = &json["against"];
    assert_eq!(against["rulebook"]["id"], "shenzhen-2021-new");
    let departments = against["departments"].as_array().expect("departments");
    assert_eq!(
        departments.len(),
        json["departments"].as_array().unwrap().len()
    );
    let scored = folder.run(&["score", SAMPLE, "--rules", "拟改.toml", "--format", "json"]);
    let scored: serde_json::Value = serde_json::from_str(&scored.stdout).expect("JSON");
    for department in departments {
        let other = department["total"][1].as_str();
        let indicators = department["indicators"].as_array().expect("indicators");
        for moved in indicators {
            assert_eq!(moved["indicator"], "固定资产利用率");
            assert_ne!(moved["score"][0], moved["score"][1]);
        }
        // Its total is what `score` gives by that rule book.
        let same = scored["departments"].as_array().unwrap().iter();
        let same = same.clone().find(|one| one["name"] == department["name"]);
        assert_eq!(same.unwrap()["total"].as_str(), other);
    }
    let none = folder.run(&["whatif", SAMPLE, "--format", "json"]);
    let none: serde_json::Value = serde_json::from_str(&none.stdout).expect("JSON");
    assert!(none["against"].is_null());
}

/// Against itself nothing changes; a rule book with errors stops the run; nothing is written over it.
#[test]
fn another_rule_book_may_be_the_same_or_none() {
    let folder = Folder::with_sample(SAMPLE);
    let ran = folder.run(&[
        "whatif",
        SAMPLE,
        "--against",
        "shenzhen-2021",
        "-o",
        "疑问.xlsx",
    ]);
    assert!(
        ran.stdout
            .contains("规则书的内容相同。总分变的 0 个，等级变的 0 个，名次变的 0 个"),
        "{}",
        ran.stdout
    );
    let ran = folder.run(&[
        "whatif",
        SAMPLE,
        "--against",
        "shenzhen-2022",
        "-o",
        "又.xlsx",
    ]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("shenzhen-2021"), "{}", ran.stderr);
    folder.run(&["rules", "export", "shenzhen-2021", "-o", "规则.xlsx"]);
    let ran = folder.run(&[
        "whatif",
        SAMPLE,
        "--against",
        "规则.xlsx",
        "-o",
        "规则.xlsx",
        "--force",
    ]);
    assert_eq!(ran.status, 2, "{}", ran.stdout);
}
