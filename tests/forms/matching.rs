//! What becomes of every file.

use jixiao::forms::file_outcome::Status;
use jixiao::forms::matching::{Collection, Received, collect};
use jixiao::forms::refusal::{Refusal, Refused};
use jixiao::forms::returned::Returned;
use jixiao::forms::{Answers, Entry, Item, Who};

use super::who;

/// A form that came in, with one figure in it.
fn form(file: &str, who: &Who, figure: f64) -> Received {
    let mut answers = Answers::default();
    answers.set(Item::Metric(20), Entry::number(figure));
    Received {
        file: file.into(),
        content: Ok(Returned {
            who: who.clone(),
            year: 2021,
            round: 1,
            answers,
            ..Returned::default()
        }),
    }
}

/// Every line: its status, file and department.
fn lines(collection: &Collection) -> Vec<String> {
    let line = |fate: &jixiao::forms::file_outcome::FileOutcome| {
        let file = fate.file.as_deref().unwrap_or("—");
        let name = fate.who.as_ref().map_or("—", |who| who.name.as_str());
        format!("{} {file} {name}", fate.status.label())
    };
    collection.fates.iter().map(line).collect()
}

fn names(collection: &Collection) -> Vec<&str> {
    collection
        .taken
        .iter()
        .map(|one| one.who.name.as_str())
        .collect()
}

#[test]
fn forms_are_taken_in_the_order_of_the_list_whatever_the_files_are_called() {
    let (one, two) = (who("2", "乙"), who("1", "甲"));
    let received = vec![form("a.xlsx", &two, 1.0), form("b.xlsx", &one, 1.0)];
    let collection = collect(received, Some(&[one.clone(), two.clone()]), &[]);
    assert_eq!(names(&collection), ["乙", "甲"]);
    let received = vec![form("a.xlsx", &one, 1.0), form("b.xlsx", &two, 1.0)];
    assert_eq!(names(&collect(received, None, &[])), ["甲", "乙"]);
}

#[test]
fn of_different_forms_of_one_department_none_is_taken() {
    let one = who("1", "甲");
    let received = vec![form("a.xlsx", &one, 1.0), form("b.xlsx", &one, 2.0)];
    let collection = collect(received, Some(std::slice::from_ref(&one)), &[]);
    assert!(collection.taken.is_empty());
    assert_eq!(
        lines(&collection),
        ["重复，没有采用 a.xlsx 甲", "重复，没有采用 b.xlsx 甲"]
    );
    assert!(
        collection.fates[0].problems[0]
            .message()
            .contains("“b.xlsx”")
    );
}

#[test]
fn the_preferred_one_is_taken() {
    let one = who("1", "甲");
    let received = vec![form("a.xlsx", &one, 1.0), form("b.xlsx", &one, 2.0)];
    let collection = collect(received, None, &[1]);
    let taken = collection.taken[0].answers.get(Item::Metric(20));
    assert_eq!(taken, Some(&Entry::number(2.0)));
    assert_eq!(
        lines(&collection),
        ["重复，没有采用 a.xlsx 甲", "已采用 b.xlsx 甲"]
    );
}

#[test]
fn two_preferred_ones_decide_nothing() {
    let one = who("1", "甲");
    let received = vec![form("a.xlsx", &one, 1.0), form("b.xlsx", &one, 2.0)];
    assert!(collect(received, None, &[0, 1]).taken.is_empty());
}

#[test]
fn of_copies_one_is_taken_and_the_others_told() {
    let one = who("1", "甲");
    let received = vec![form("b/甲.xlsx", &one, 1.0), form("a/甲.xlsx", &one, 1.0)];
    let collection = collect(received, None, &[]);
    assert_eq!(
        lines(&collection),
        ["已采用 a/甲.xlsx 甲", "相同的副本 b/甲.xlsx 甲"]
    );
    assert_eq!(collection.taken.len(), 1);
}

#[test]
fn two_copies_and_a_third_that_differs_are_three_to_ask_about() {
    let one = who("1", "甲");
    let received = vec![
        form("a.xlsx", &one, 1.0),
        form("b.xlsx", &one, 1.0),
        form("c.xlsx", &one, 2.0),
    ];
    let collection = collect(received, None, &[]);
    assert_eq!(collection.count(Status::Twice), 3);
    assert!(collection.taken.is_empty());
}

#[test]
fn who_sent_none_and_who_was_not_asked_are_listed() {
    let (one, two, stranger) = (who("1", "甲"), who("2", "乙"), who("9", "丙"));
    let received = vec![form("a.xlsx", &one, 1.0), form("c.xlsx", &stranger, 1.0)];
    let collection = collect(received, Some(&[one, two]), &[]);
    assert_eq!(
        lines(&collection),
        ["没有交 — 乙", "不在名单里 c.xlsx 丙", "已采用 a.xlsx 甲"]
    );
}

#[test]
fn a_code_that_only_one_side_gives_does_not_matter() {
    let (listed, sent) = (who("", "甲"), who("1", "甲"));
    let received = vec![form("a.xlsx", &sent, 1.0)];
    assert_eq!(collect(received, Some(&[listed]), &[]).taken.len(), 1);
    let (listed, sent) = (who("1", "甲"), who("", "甲"));
    let received = vec![form("a.xlsx", &sent, 1.0)];
    assert_eq!(collect(received, Some(&[listed]), &[]).taken.len(), 1);
    let (listed, sent) = (who("1", "甲"), who("2", "甲"));
    let received = vec![form("a.xlsx", &sent, 1.0)];
    assert_eq!(collect(received, Some(&[listed]), &[]).taken.len(), 0);
}

#[test]
fn a_name_that_two_on_the_list_have_decides_nothing() {
    let listed = [who("1", "甲"), who("2", "甲")];
    let received = vec![form("a.xlsx", &who("", "甲"), 1.0)];
    let collection = collect(received, Some(&listed), &[]);
    assert!(collection.taken.is_empty());
    assert_eq!(collection.count(Status::Unknown), 1);
}

#[test]
fn every_refusal_has_its_line_with_what_to_do() {
    let refusals = [
        (
            Refusal::Unreadable("坏了".into()),
            Status::Unreadable,
            "F10",
        ),
        (
            Refusal::NotAWorkbook("是图片".into()),
            Status::NotAForm,
            "F09",
        ),
        (Refusal::NotAForm, Status::NotAForm, "F09"),
        (Refusal::OtherEdition, Status::OtherRules, "F04"),
        (
            Refusal::OtherRules {
                rules: "别的".into(),
                version: "1".into(),
                digest: "abc".into(),
            },
            Status::OtherRules,
            "F04",
        ),
        (Refusal::NoPassport, Status::Uncertain, "F05"),
        (Refusal::Several(2), Status::Uncertain, "F05"),
        (Refusal::Rearranged, Status::Uncertain, "F05"),
        (
            Refusal::Nameless("部门名称".into()),
            Status::Uncertain,
            "F05",
        ),
    ];
    for (why, status, code) in refusals {
        let received = Received {
            file: "a.xlsx".into(),
            content: Err(Refused::unknown(why.clone())),
        };
        let collection = collect(vec![received], None, &[]);
        let [fate] = collection.fates.as_slice() else {
            panic!("one file, one line");
        };
        assert_eq!(
            (fate.status, fate.problems[0].code.as_str()),
            (status, code),
            "{why:?}"
        );
        assert!(!fate.problems[0].advice.is_empty());
    }
}
