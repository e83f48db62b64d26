//! `template` and `collect` where something is not as it should be: nothing is written over, nothing passes
//! for done.

use super::filling::Filling;
use super::{handed_out, who};
use crate::support::{Cell, Department, Folder, Input};

/// A folder with one filled form in `表/`.
fn with_a_form() -> Folder {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("表")).expect("the folder is made");
    let mut filling = Filling::of(&handed_out(&who("1", "甲")));
    filling.answer("实际采购金额", &Cell::Number(98.5));
    folder.put("表/甲.xlsx", filling.bytes());
    folder
}

/// Runs the program and gives back its status and what it said of a failure.
fn run(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let ran = folder.run(arguments);
    (ran.status, ran.stderr)
}

#[test]
fn a_form_is_never_written_over() {
    let folder = with_a_form();
    let before = std::fs::read(folder.path("表/甲.xlsx")).expect("the form");
    let (status, told) = run(&folder, &["collect", "表", "-o", "表/甲.xlsx", "--force"]);
    assert_eq!(status, 2, "{told}");
    let (status, told) = run(
        &folder,
        &["collect", "表", "-o", "汇总.xlsx", "--return", "表"],
    );
    // The pack would be called 1-甲.xlsx: beside the form, not over it.
    assert_eq!(status, 0, "{told}");
    let after = std::fs::read(folder.path("表/甲.xlsx")).expect("the form");
    assert!(before == after, "the form was changed");
}

#[test]
fn a_folder_without_files_or_that_is_not_there_is_nothing_done() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("空")).expect("the folder is made");
    for (name, wanted) in [("空", "没有可收集的文件"), ("没有", "读不了文件夹")] {
        let (status, told) = run(&folder, &["collect", name, "-o", "汇总.xlsx"]);
        assert_eq!(status, 2);
        assert!(told.contains(wanted), "{told}");
        assert!(!folder.path("汇总.xlsx").exists());
    }
}

#[test]
fn a_preferred_file_must_be_among_those_collected() {
    let folder = with_a_form();
    folder.put("别的.xlsx", "x");
    let (status, told) = run(
        &folder,
        &["collect", "表", "-o", "汇总.xlsx", "--prefer", "别的.xlsx"],
    );
    assert_eq!(status, 2);
    assert!(told.contains("别的.xlsx"), "{told}");
}

#[test]
fn where_nothing_is_taken_the_list_is_written_and_the_status_says_so() {
    let folder = Folder::new();
    folder.put("说明.txt", "请查收");
    let (status, told) = run(&folder, &["collect", "说明.txt", "-o", "汇总.xlsx"]);
    assert_eq!((status, told.as_str()), (1, ""));
    assert!(folder.path("汇总.xlsx").exists());
}

#[test]
fn output_is_a_workbook_by_its_name() {
    let folder = with_a_form();
    for arguments in [
        &["template", "--blank", "-o", "表.txt"][..],
        &["collect", "表", "-o", "汇总.xls"],
    ] {
        let (status, told) = run(&folder, arguments);
        assert_eq!(status, 2);
        assert!(told.contains(".xlsx"), "{told}");
    }
}

#[test]
fn the_same_forms_give_the_same_bytes_wherever_they_lie() {
    let collected = || {
        let folder = with_a_form();
        folder.put("表/坏的.xlsx", "PK");
        folder.run(&["collect", "表", "-o", "汇总.xlsx"]);
        std::fs::read(folder.path("汇总.xlsx")).expect("the workbook")
    };
    assert!(collected() == collected());
}

#[test]
fn forms_of_different_years_are_told_apart() {
    let folder = Folder::new();
    let list = ["1", "2"].map(|code| Department::new(&format!("{code}局")));
    let list = Input::of(list.map(|one| one.with("年度=2021")));
    folder.put("名单.xlsx", list.bytes());
    let made = |year: &str, target: &str| {
        let arguments = ["template", "--departments", "名单.xlsx", "--year", year];
        let (status, told) = run(&folder, &[&arguments[..], &["-o", target]].concat());
        assert_eq!(status, 0, "{told}");
    };
    made("2021", "表");
    made("2020", "去年");
    assert_eq!(run(&folder, &["collect", "表", "-o", "一.xlsx"]).0, 0);
    let other = &folder.files_in("去年")[1];
    std::fs::copy(
        folder.path("去年").join(other),
        folder.path("表").join(other),
    )
    .expect("the form is copied");
    assert_eq!(run(&folder, &["collect", "表", "-o", "二.xlsx"]).0, 1);
    let told = |file: &str| {
        let workbook = jixiao::workbook::open(&folder.path(file), &Default::default());
        let workbook = workbook.expect("the workbook opens");
        let sheet = workbook
            .sheets
            .into_iter()
            .find(|one| one.name == "收集情况");
        format!("{:?}", sheet.expect("the list").rows)
    };
    assert!(!told("一.xlsx").contains("F12"));
    assert!(told("二.xlsx").contains("这份表是 2020 年度的"));
    assert!(told("二.xlsx").contains("这份表是 2021 年度的"));
}

#[test]
fn forms_are_made_for_years_only() {
    let folder = Folder::new();
    for year in ["22", "0", "1899", "3000", "20211"] {
        let made = run(
            &folder,
            &["template", "--blank", "-o", "表.xlsx", "--year", year],
        );
        assert_eq!(made.0, 2, "{year}");
        assert!(
            made.1.contains(year) && made.1.contains("四位"),
            "{}",
            made.1
        );
        assert!(!folder.path("表.xlsx").exists());
    }
    let made = run(
        &folder,
        &["template", "--blank", "-o", "表.xlsx", "--year", "2022"],
    );
    assert_eq!(made.0, 0, "{}", made.1);
}

#[test]
fn a_form_that_is_to_be_scored_is_known_as_one() {
    let folder = Folder::new();
    let made = run(&folder, &["template", "--blank", "-o", "表.xlsx"]);
    assert_eq!(made.0, 0, "{}", made.1);
    for arguments in [
        &["score", "表.xlsx"][..],
        &["check", "表.xlsx"],
        &["compare", "2020=表.xlsx", "2021=表.xlsx"],
        &["compare", "表.xlsx", "2021=表.xlsx"],
    ] {
        let ran = folder.run(arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert!(
            ran.stderr.contains("“表.xlsx”是一个部门的填报表")
                && ran.stderr.contains("jixiao collect"),
            "{arguments:?}: {}",
            ran.stderr
        );
    }
}

#[test]
fn where_all_forms_are_of_another_rule_book_a_way_on_is_shown() {
    let folder = with_a_form();
    folder.run(&["rules", "export", "shenzhen-2021", "-o", "新规则.toml"]);
    let text = std::fs::read_to_string(folder.path("新规则.toml")).expect("the rule book");
    folder.put(
        "新规则.toml",
        text.replace("version = \"1.0\"", "version = \"1.1\""),
    );
    let collect = ["collect", "表", "-o", "汇总.xlsx", "--rules"];
    let (status, told) = run(&folder, &[&collect[..], &["新规则.toml"]].concat());
    assert_eq!(status, 1, "{told}");
    for words in [
        "都不是按规则书“新规则.toml”做的",
        "--rules shenzhen-2021；",
        "jixiao score 汇总.xlsx --rules 新规则.toml",
    ] {
        assert!(told.contains(words), "{told}");
    }
    // The way that is shown leads on.
    let again = [&collect[..], &["shenzhen-2021", "--force"]].concat();
    assert_eq!(run(&folder, &again), (0, String::new()));
    let score = [
        "score",
        "汇总.xlsx",
        "--rules",
        "新规则.toml",
        "-o",
        "结果.xlsx",
    ];
    assert_eq!(run(&folder, &score).0, 1, "most of the form is blank");
}
