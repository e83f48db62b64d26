//! What people see on the terminal, plain and without colours. To accept a change:
//! `INSTA_UPDATE=always cargo test`, then read the diff.

use crate::support::Folder;

/// What a command prints on a sample.
fn printed(sample: &str, arguments: &[&str]) -> String {
    let ran = Folder::with_sample(sample).run(arguments);
    assert!(!ran.stdout.contains('\u{1b}'), "colours where nobody looks");
    assert_eq!(ran.stderr, "");
    ran.stdout
}

const SMALL: &str = "小样-2021.xlsx";
const CITY: &str = "示例市-2021.xlsx";

#[test]
fn score_of_the_small_sample() {
    insta::assert_snapshot!(printed(SMALL, &["score", SMALL]));
}

#[test]
fn score_of_the_city() {
    insta::assert_snapshot!(printed(CITY, &["score", CITY]));
}

#[test]
fn check_of_the_small_sample() {
    insta::assert_snapshot!(printed(SMALL, &["check", SMALL]));
}

#[test]
fn check_of_the_city() {
    insta::assert_snapshot!(printed(CITY, &["check", CITY]));
}

#[test]
fn explanation_of_a_held_and_of_a_scored_department() {
    let arguments = [
        "explain",
        CITY,
        "--dept",
        "示例市第二中学",
        "--dept",
        "101001",
    ];
    insta::assert_snapshot!(printed(CITY, &arguments));
}
