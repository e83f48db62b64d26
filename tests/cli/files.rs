//! Which files are written, and which never.

use crate::support::{Department, Folder, Input};

const SMALL: &str = "小样-2021.xlsx";
const RESULT: &str = "小样-2021-评分结果.xlsx";

#[test]
fn the_result_goes_beside_the_input() {
    let folder = Folder::with_sample(SMALL);
    let before = std::fs::read(folder.path(SMALL)).expect("the input");
    let ran = folder.run(&["score", SMALL]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let mut expected = [SMALL, RESULT];
    expected.sort_unstable();
    assert_eq!(folder.files(), expected);
    let after = std::fs::read(folder.path(SMALL)).expect("the input");
    assert!(before == after, "the input was changed");
}

#[test]
fn a_file_alone_is_scored() {
    let folder = Folder::with_sample(SMALL);
    let alone = folder.run(&[SMALL]);
    let result = std::fs::read(folder.path(RESULT)).expect("the result");
    let named = folder.run(&["score", SMALL, "--force"]);
    assert_eq!((alone.status, &alone.stdout), (0, &named.stdout));
    let again = std::fs::read(folder.path(RESULT)).expect("the result");
    assert!(result == again, "the same input gives the same bytes");
}

/// Past a thousand departments rows are streamed, several sheets at once.
#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let folder = Folder::new();
    let many = (0..1_100).map(|place| Department::new(&format!("示例市第{place}局")));
    folder.put("多.xlsx", Input::of(many).bytes());
    let written = |threads: &str| {
        let ran = folder.run(&["score", "多.xlsx", "--threads", threads, "--force"]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        std::fs::read(folder.path("多-评分结果.xlsx")).expect("the result")
    };
    let one = written("1");
    for threads in ["2", "7"] {
        assert!(written(threads) == one, "{threads} threads");
    }
    let none = folder.run(&["score", "多.xlsx", "--threads", "0", "--force"]);
    assert_eq!(none.status, 2);
    assert!(none.stderr.contains("--threads"), "{}", none.stderr);
}

#[test]
fn options_may_follow_a_file_alone() {
    let folder = Folder::with_sample(SMALL);
    let ran = folder.run(&[SMALL, "--format", "json"]);
    assert_eq!(ran.json()["departments"].as_array().map(Vec::len), Some(6));
}

#[test]
fn nothing_is_overwritten_without_force() {
    let folder = Folder::with_sample(SMALL);
    folder.put(RESULT, "old");
    let ran = folder.run(&["score", SMALL]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("--force") && ran.stderr.contains(RESULT),
        "{}",
        ran.stderr
    );
    assert_eq!(
        std::fs::read(folder.path(RESULT)).expect("the old file"),
        b"old"
    );
    let forced = folder.run(&["score", SMALL, "--force"]);
    assert_eq!(forced.status, 0);
    assert_ne!(
        std::fs::read(folder.path(RESULT)).expect("the result"),
        b"old"
    );
}

#[test]
fn the_input_is_never_overwritten() {
    let folder = Folder::with_sample(SMALL);
    let before = std::fs::read(folder.path(SMALL)).expect("the input");
    let same = folder.path(SMALL);
    let roundabout = format!("./{SMALL}");
    for target in [SMALL, &roundabout, same.to_str().expect("a path")] {
        for force in [&[][..], &["--force"]] {
            let ran = folder.run(&[&["score", SMALL, "-o", target], force].concat());
            assert_eq!(ran.status, 2, "{target}");
            assert!(ran.stderr.contains("输入文件"), "{}", ran.stderr);
        }
    }
    assert!(std::fs::read(folder.path(SMALL)).expect("the input") == before);
}

#[test]
fn no_command_overwrites_anything_that_it_reads() {
    let folder = Folder::with_sample(SMALL);
    for other in ["去年.xlsx", "第三.xlsx"] {
        folder.put(other, Input::of([Department::new("示例市教育局")]).bytes());
    }
    folder.put("别名.xlsx", "原有单位,现有单位\n");
    std::fs::create_dir(folder.path("表")).expect("a folder");
    folder.put("表/一.xlsx", "not a form");
    let year = ["--last-year", "去年.xlsx"];
    let cases: [(&[&str], &str); 10] = [
        (&["score", SMALL, year[0], year[1]], "去年.xlsx"),
        (&["scorecard", SMALL, year[0], year[1]], "去年.xlsx"),
        (&["ledger", SMALL, year[0], year[1]], "去年.xlsx"),
        (&["ledger", SMALL, "--last", "第三.xlsx"], "第三.xlsx"),
        (&["compare", "2020=去年.xlsx", SMALL], "去年.xlsx"),
        (
            &["compare", "2020=去年.xlsx", SMALL, "--aliases", "别名.xlsx"],
            "别名.xlsx",
        ),
        (
            &["template", "--departments", "第三.xlsx", "--bureau"],
            "第三.xlsx",
        ),
        (&["collect", "表"], "表/一.xlsx"),
        (
            &["collect", "表", "--departments", "第三.xlsx"],
            "第三.xlsx",
        ),
        (&["collect", "表", "--against", "第三.xlsx"], "第三.xlsx"),
    ];
    for (arguments, target) in cases {
        let before = std::fs::read(folder.path(target)).expect("an input");
        let ran = folder.run(&[arguments, &["-o", target, "--force"]].concat());
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.stdout);
        assert!(
            ran.stderr.contains("输入文件") && ran.stderr.contains(target),
            "{arguments:?}: {}",
            ran.stderr
        );
        let after = std::fs::read(folder.path(target)).expect("an input");
        assert!(before == after, "{arguments:?}");
    }
}

#[test]
fn output_goes_where_it_is_told() {
    let folder = Folder::with_sample(SMALL);
    std::fs::create_dir(folder.path("结果")).expect("a folder");
    let ran = folder.run(&["score", SMALL, "-o", "结果/六个部门.xlsx"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(folder.path("结果/六个部门.xlsx").exists());
    let json = folder.run(&["score", SMALL, "-o", "也要.xlsx", "--format", "json"]);
    assert_eq!(json.json()["missing"], "hold");
    assert!(folder.path("也要.xlsx").exists());
}

#[test]
fn a_failed_run_leaves_nothing_behind() {
    let folder = Folder::with_sample(SMALL);
    for target in ["没有这个文件夹/结果.xlsx", "结果.csv", "结果"] {
        let ran = folder.run(&["score", SMALL, "-o", target]);
        assert_eq!(ran.status, 2, "{target}");
        assert!(ran.stderr.starts_with("没有完成："), "{}", ran.stderr);
        assert!(ran.stderr.contains(target), "{}", ran.stderr);
    }
    folder.put("坏.xlsx", "not a workbook");
    assert_eq!(folder.run(&["score", "坏.xlsx"]).status, 2);
    let mut expected = [SMALL, "坏.xlsx"];
    expected.sort_unstable();
    assert_eq!(folder.files(), expected);
}

#[test]
fn a_chosen_year_is_scored_from_the_command_line() {
    let folder = Folder::new();
    let years = ["2020", "2021"].map(|year| Department::new("甲").with(&format!("年度={year}")));
    folder.put("两年.xlsx", Input::of(years).bytes());
    let without = folder.run(&["check", "两年.xlsx"]);
    assert_eq!(without.status, 2);
    assert!(without.stderr.contains("2020、2021"), "{}", without.stderr);
    assert_eq!(
        folder.run(&["check", "两年.xlsx", "--year", "2021"]).status,
        0
    );
    assert_eq!(
        folder.run(&["check", "两年.xlsx", "--year", "2019"]).status,
        2
    );
}

#[test]
fn an_exported_rule_book_scores_as_the_built_in_one() {
    let folder = Folder::with_sample(SMALL);
    let export = ["rules", "export", "shenzhen-2021", "-o", "本局.toml"];
    assert_eq!(folder.run(&export).status, 0);
    assert_eq!(folder.run(&export).status, 2);
    assert_eq!(folder.run(&["rules", "check", "本局.toml"]).status, 0);
    let json = |rules: &str| {
        let ran = folder.run(&["score", SMALL, "--rules", rules, "--format", "json"]);
        ran.json()
    };
    assert_eq!(json("本局.toml"), json("shenzhen-2021"));
}

#[test]
fn a_faulty_rule_book_stops_the_run_at_its_line() {
    let folder = Folder::with_sample(SMALL);
    folder.run(&["rules", "export", "shenzhen-2021", "-o", "本局.toml"]);
    let text = std::fs::read_to_string(folder.path("本局.toml")).expect("the rule book");
    folder.put("坏.toml", text.replacen("points = 5", "points = 4", 1));
    let ran = folder.run(&["score", SMALL, "--rules", "坏.toml"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("坏.toml:") && ran.stderr.contains("错误"),
        "{}",
        ran.stderr
    );
    assert_eq!(folder.run(&["rules", "check", "坏.toml"]).status, 2);
}

#[test]
fn the_result_scored_again_gives_the_same_scores_and_problems() {
    for (file, rules) in [
        (SMALL, "shenzhen-2021"),
        ("示例市-2021.xlsx", "shenzhen-2021"),
        ("公开案例-艺术学校.xlsx", "shenzhen-2021"),
        ("公开案例-教育信息技术中心.xlsx", "shenzhen-2021a"),
    ] {
        let folder = Folder::with_sample(file);
        let options = ["--rules", rules, "--format", "json"];
        let first = folder.run(&[&["score", file, "-o", "结果.xlsx"], &options[..]].concat());
        let again = folder.run(&[&["score", "结果.xlsx"], &options[..]].concat());
        assert_eq!(
            first.json()["departments"],
            again.json()["departments"],
            "{file}"
        );
        assert_eq!(first.json()["problems"], again.json()["problems"], "{file}");
    }
}
