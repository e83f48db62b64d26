//! Exit statuses, usage errors, help, completions.

use crate::support::{Department, Folder, Input, subcommands};

fn has_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// A folder with one department.
fn folder(overrides: &str) -> Folder {
    let folder = Folder::new();
    let department = Department::new("示例市教育局").with(overrides);
    folder.put("甲.xlsx", Input::of([department]).bytes());
    folder
}

#[test]
fn the_exit_status_tells_how_it_ended() {
    for (name, overrides, arguments, status) in [
        ("all scored", "", &["score", "甲.xlsx"][..], 0),
        ("nothing to complain of", "", &["check", "甲.xlsx"], 0),
        ("explained", "", &["explain", "甲.xlsx"], 0),
        (
            "only a warning",
            "四季度末支出进度=101%",
            &["score", "甲.xlsx"],
            0,
        ),
        (
            "only an information",
            "缺少监督证明材料=×",
            &["check", "甲.xlsx"],
            0,
        ),
        ("something missing", "满意度=空", &["score", "甲.xlsx"], 1),
        (
            "something missing to check",
            "满意度=空",
            &["check", "甲.xlsx"],
            1,
        ),
        (
            "something missing to explain",
            "满意度=空",
            &["explain", "甲.xlsx"],
            1,
        ),
        (
            "missing counts as 0",
            "满意度=空",
            &["score", "甲.xlsx", "--missing", "zero"],
            0,
        ),
        (
            "missing and not declared",
            "满意度=空",
            &["score", "甲.xlsx", "--missing", "declared"],
            1,
        ),
        (
            "scored with an error in the list",
            "重点工作完成数=6",
            &["score", "甲.xlsx"],
            1,
        ),
        ("no such file", "", &["score", "没有.xlsx"], 2),
        (
            "no such rule book",
            "",
            &["score", "甲.xlsx", "--rules", "北京"],
            2,
        ),
        (
            "no such department",
            "",
            &["explain", "甲.xlsx", "--dept", "教育局"],
            2,
        ),
        (
            "no such indicator",
            "",
            &["explain", "甲.xlsx", "--indicator", "合规"],
            2,
        ),
        (
            "no such mode",
            "",
            &["score", "甲.xlsx", "--missing", "skip"],
            2,
        ),
        ("no such option", "", &["score", "甲.xlsx", "--fast"], 2),
        ("no file", "", &["score"], 2),
        (
            "a number that is no year",
            "",
            &["score", "甲.xlsx", "--year", "今年"],
            2,
        ),
    ] {
        let ran = folder(overrides).run(arguments);
        assert_eq!(ran.status, status, "{name}: {}{}", ran.stdout, ran.stderr);
        if status == 2 {
            assert_eq!(ran.stdout, "", "{name}");
            assert!(has_chinese(&ran.stderr), "{name}: {}", ran.stderr);
        }
    }
}

#[test]
fn usage_errors_are_chinese_and_name_what_is_wrong() {
    for (arguments, words) in [
        (&["score"][..], &["缺少", "工作簿"][..]),
        (&["score", "甲.xlsx", "--fast"], &["--fast"]),
        (&["score", "甲.xlsx", "--forse"], &["--forse", "--force"]),
        (
            &["score", "甲.xlsx", "--missing", "skip"],
            &["--missing", "skip", "hold", "zero", "declared"],
        ),
        (&["score", "甲.xlsx", "--missing"], &["--missing"]),
        (
            &["score", "甲.xlsx", "--format", "xml"],
            &["--format", "xml", "json"],
        ),
        (&["score", "甲.xlsx", "--year", "今年"], &["--year", "今年"]),
        (&["score", "甲.xlsx", "乙.xlsx"], &["乙.xlsx"]),
        (&["score", "甲.xlsx", "--force", "--force"], &["--force"]),
        (&["rules"], &["用法", "jixiao rules"]),
        (&["rules", "shwo", "shenzhen-2021"], &["shwo", "show"]),
        (&["completions", "cmd"], &["cmd", "bash"]),
        (
            &["score", "甲.xlsx", "--rules", "shenzhen-2012"],
            &["shenzhen-2012", "shenzhen-2021"],
        ),
        (
            &["explain", "甲.xlsx", "--dept", "示例市教育厅"],
            &["示例市教育厅", "示例市教育局"],
        ),
        (
            &["explain", "甲.xlsx", "--indicator", "财务合规"],
            &["财务合规", "财务合规性"],
        ),
        (&["没有.xlsx"], &["没有.xlsx"]),
    ] {
        let ran = folder("").run(arguments);
        assert_eq!(ran.status, 2, "{arguments:?}");
        assert_eq!(ran.stdout, "", "{arguments:?}");
        assert!(has_chinese(&ran.stderr), "{arguments:?}: {}", ran.stderr);
        for word in words {
            assert!(
                ran.stderr.contains(word),
                "{arguments:?} lacks {word}: {}",
                ran.stderr
            );
        }
        for english in [
            "error:",
            "Usage",
            "unexpected",
            "required",
            "possible values",
        ] {
            assert!(
                !ran.stderr.contains(english),
                "{arguments:?}: {}",
                ran.stderr
            );
        }
    }
}

#[test]
fn help_is_chinese_and_shows_examples() {
    let folder = Folder::new();
    for arguments in [
        &["--help"][..],
        &["score", "--help"],
        &["check", "-h"],
        &["explain", "--help"],
        &["rules", "--help"],
        &["rules", "export", "--help"],
        &["completions", "--help"],
    ] {
        let ran = folder.run(arguments);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{arguments:?}");
        assert!(
            ran.stdout.contains("用法：") && ran.stdout.contains("选项"),
            "{}",
            ran.stdout
        );
        for english in ["Usage", "Print help"] {
            assert!(
                !ran.stdout.contains(english),
                "{arguments:?}: {}",
                ran.stdout
            );
        }
    }
    // Without anything the help goes to standard error.
    let nothing = folder.run(&[]);
    assert_eq!((nothing.status, nothing.stdout.as_str()), (2, ""));
    assert!(nothing.stderr.contains("用法："));
}

#[test]
fn the_version_names_the_rule_books_with_their_digests() {
    let folder = folder("");
    let said = folder.run(&["--version"]).stdout;
    let mut lines = said.lines();
    let program = format!("jixiao {}", env!("CARGO_PKG_VERSION"));
    // Who builds may say the commit.
    assert!(lines.next().unwrap().starts_with(&program), "{said}");
    for id in ["shenzhen-2021", "shenzhen-2021a"] {
        let arguments = ["score", "甲.xlsx", "--rules", id, "--format", "json"];
        let document = folder.run(&arguments).json();
        let (version, digest) = (
            document["rulebook"]["version"].as_str().unwrap(),
            document["rulebook"]["digest"].as_str().unwrap(),
        );
        assert_eq!(
            lines.next(),
            Some(format!("规则书 {id}（版本 {version}，校验码 {digest}）").as_str())
        );
    }
    for id in ["national-2013", "yueyang-2018", "hunan-2017", "dazhou-2018"] {
        let line = lines.next().unwrap_or_default();
        assert!(line.starts_with(&format!("规则书 {id}（")), "{line}");
    }
    assert_eq!(lines.next(), None);
    assert_eq!(folder.run(&["-V"]).stdout, said);
}

#[test]
fn help_has_no_english_words_left() {
    for command in subcommands() {
        let ran = Folder::new().run(&[&command, "--help"]);
        assert!(ran.stdout.contains("用法："), "{command}");
        for english in ["Usage", "Print help", "[OPTIONS]", "default:"] {
            assert!(!ran.stdout.contains(english), "{command}: {english}");
        }
    }
}

#[test]
fn completions_know_the_subcommands() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let ran = folder.run(&["completions", shell]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{shell}");
        for word in ["jixiao", "score", "check", "explain", "missing"] {
            assert!(ran.stdout.contains(word), "{shell} lacks {word}");
        }
    }
}

#[test]
fn the_rule_books_can_be_listed_and_shown() {
    let folder = Folder::new();
    let list = folder.run(&["rules", "list"]);
    assert_eq!(list.status, 0);
    assert!(list.stdout.contains("shenzhen-2021 ") && list.stdout.contains("shenzhen-2021a"));
    let show = folder.run(&["rules", "show", "shenzhen-2021"]);
    assert_eq!(show.status, 0);
    for (indicator, _) in crate::support::INDICATORS {
        assert!(show.stdout.contains(indicator), "{indicator}");
    }
}

#[test]
fn a_problem_code_is_explained() {
    let folder = folder("");
    for (code, words) in [
        ("H07", ["H07 按表头认定的工作表", "例如：", "怎么办："]),
        ("v06", ["V06 数据不能使用", "合并单元格", "怎么办："]),
        ("K101", ["K101 ", "勾稽校验", "请核对"]),
    ] {
        let ran = folder.run(&["explain", code]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        for word in words {
            assert!(ran.stdout.contains(word), "{code}: {}", ran.stdout);
        }
    }
    let unknown = folder.run(&["explain", "H77"]);
    assert_eq!(unknown.status, 2);
    assert!(
        unknown.stderr.contains("没有代码为“H77”的问题"),
        "{}",
        unknown.stderr
    );
    // A file of that name comes before the code.
    folder.put("V01", Input::of([Department::new("甲局")]).bytes());
    assert!(folder.run(&["explain", "V01"]).stdout.contains("甲局"));
}

#[test]
fn a_file_whose_name_begins_with_a_dash_comes_behind_two() {
    let folder = Folder::new();
    folder.put("-x.xlsx", Input::of([Department::new("甲")]).bytes());
    let ran = folder.run(&["--", "-x.xlsx"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(folder.path("-x-评分结果.xlsx").exists());
}

#[test]
fn options_that_exclude_each_other_are_both_named() {
    let folder = folder("");
    for (arguments, one, other) in [
        (
            &["scorecard", "甲.xlsx", "--self", "--official"][..],
            "--self",
            "--official",
        ),
        (
            &["scorecard", "甲.xlsx", "--official", "--self"],
            "--official",
            "--self",
        ),
        (
            &["template", "--blank", "--bureau", "-o", "乙.xlsx"],
            "--blank",
            "--bureau",
        ),
    ] {
        let ran = folder.run(arguments);
        assert_eq!(ran.status, 2);
        let both = ran.stderr.contains(one) && ran.stderr.contains(other);
        assert!(both && ran.stderr.contains("不能同用"), "{}", ran.stderr);
    }
    assert_eq!(folder.files(), ["甲.xlsx"], "nothing is written");
}
