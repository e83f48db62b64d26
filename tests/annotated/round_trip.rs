//! An annotated workbook, scored again, gives the same scores.

use jixiao::scoring::Missing;

use super::annotated;
use crate::support::{Edition, Run, Scored};

/// Scores a sample, feeds the annotated workbook back, and compares.
fn fed_back(sample: &str, run: &Run) {
    let first = Scored::of_sample(sample, run);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("结果.xlsx");
    std::fs::write(&path, annotated(first)).expect("the folder can be written");
    let second = Scored::of_file(&path, run).expect("the annotated workbook can be scored");
    assert_eq!(first.evaluation.cards, second.evaluation.cards, "{sample}");
    assert_eq!(
        first.evaluation.ranking, second.evaluation.ranking,
        "{sample}"
    );
    assert_eq!(first.problems(), second.problems(), "{sample}");
    // Once more: nothing piles up.
    assert_eq!(annotated(first), annotated(&second), "{sample}");
}

#[test]
fn the_sample_city_in_every_mode() {
    for missing in [Missing::Hold, Missing::Zero, Missing::Declared] {
        fed_back("示例市-2021.xlsx", &Run::missing(missing));
    }
    fed_back("示例市-2020.xlsx", &Run::default());
}

#[test]
fn the_small_one_from_every_format() {
    for sample in [
        "小样-2021.xlsx",
        "其他形式/小样-2021.xls",
        "其他形式/小样-2021.ods",
    ] {
        fed_back(sample, &Run::default());
    }
}

#[test]
fn the_published_cases() {
    fed_back("公开案例-艺术学校.xlsx", &Run::missing(Missing::Declared));
    let run = Run {
        edition: Edition::A,
        ..Run::default()
    };
    fed_back("公开案例-教育信息技术中心.xlsx", &run);
}
