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
