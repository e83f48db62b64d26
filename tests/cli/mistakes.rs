//! Slips of people who do not program: how a command is typed, which file is given, what stands in a text. Each
//! is told for what it is, in Chinese, with a way on.

use encoding_rs::GB18030;

use crate::support::{Department, Folder, Input};

const SMALL: &str = "小样-2021.xlsx";

fn gbk(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

fn assert_told(folder: &Folder, arguments: &[&str], words: &[&str]) {
    let ran = folder.run(arguments);
    assert_eq!(ran.status, 2, "{arguments:?}: {}{}", ran.stdout, ran.stderr);
    for word in words {
        assert!(
            ran.stderr.contains(word),
            "{arguments:?} lacks {word}: {}",
            ran.stderr
        );
    }
}

/// A folder with a file of every kind that the program makes.
fn with_every_kind() -> Folder {
    let folder = Folder::with_sample(SMALL);
    for arguments in [
        &["ledger", SMALL, "-o", "台账.xlsx"][..],
        &["scorecard", SMALL, "-o", "评分表.xlsx"],
        &["template", "--departments", SMALL, "-o", "表"],
        &["template", "--blank", "-o", "空表.xlsx"],
        &["rules", "export", "shenzhen-2021", "-o", "本局.toml"],
    ] {
        let ran = folder.run(arguments);
        assert!(ran.status < 2, "{arguments:?}: {}", ran.stderr);
    }
    let city = std::fs::read_dir(crate::support::sample_path("")).expect("the samples");
    let city = city.filter_map(Result::ok).map(|entry| entry.path());
    for path in city.filter(|path| path.to_string_lossy().contains("示例市-202")) {
        let name = path.file_name().expect("a file").to_owned();
        std::fs::copy(&path, folder.path(name)).expect("the sample can be copied");
    }
    let years = [
        "compare",
        "示例市-2020.xlsx",
        "示例市-2021.xlsx",
        "-o",
        "对比.xlsx",
    ];
    assert!(folder.run(&years).status < 2);
    folder.put(
        "名单.csv",
        gbk("部门编码,部门名称,主管部门\n01,甲局,\n02,乙局,甲局\n"),
    );
    folder
}

#[test]
fn slips_in_typing_are_told_as_what_they_are() {
    let folder = Folder::with_sample(SMALL);
    std::fs::copy(folder.path(SMALL), folder.path("小样 2021.xlsx")).expect("a copy");
    for (arguments, words) in [
        (
            &["score", "小样", "2021.xlsx"][..],
            &["“小样 2021.xlsx”里有空格", "\"小样 2021.xlsx\""][..],
        ),
        (&["小样", "2021.xlsx"], &["“小样 2021.xlsx”里有空格"]),
        (
            &["compare", SMALL, "小样", "2021.xlsx"],
            &["“小样 2021.xlsx”里有空格"],
        ),
        (
            &["score", SMALL, "多余.xlsx"],
            &["多余的参数 多余.xlsx", "一次只处理一个文件"],
        ),
        (&["score", SMALL, "－－force"], &["全角", "--force"]),
        (&["score", SMALL, "——force"], &["长横线", "--force"]),
        (&["score", SMALL, "－o", "乙.xlsx"], &["-o"]),
        (&["scor", SMALL], &["没有命令 scor，是不是 score？"]),
        (&["scorecrd", SMALL], &["是不是 scorecard"]),
        (
            &["explain", SMALL, "--indicator", "满意"],
            &[
                "是不是“公众或服务对象满意度”？",
                "规则书里的指标：预算编制合理性，",
                "，群众信访办理情况，",
            ],
        ),
        (
            &["explain", SMALL, "--dept", "博物馆"],
            &["是不是“示例市博物馆”？"],
        ),
    ] {
        assert_told(&folder, arguments, words);
    }
}

#[test]
fn a_file_that_is_something_else_is_named_with_the_command_that_wants_it() {
    let folder = with_every_kind();
    for (file, words) in [
        ("台账.xlsx", &["是整改台账", "--last 台账.xlsx"][..]),
        ("评分表.xlsx", &["是评分表"]),
        ("空表.xlsx", &["是一个部门的填报表", "jixiao collect"]),
        ("对比.xlsx", &["是年度对比工作簿", "jixiao compare"]),
        (
            "名单.csv",
            &[
                "是部门名单（2 个部门）",
                "jixiao template --departments 名单.csv",
            ],
        ),
        ("本局.toml", &["是规则书", "--rules 本局.toml"]),
    ] {
        for command in [&[file][..], &["check", file], &["explain", file]] {
            assert_told(&folder, command, words);
        }
    }
    let collected = folder.run(&["collect", "台账.xlsx", "名单.csv", "-o", "汇总.xlsx"]);
    for words in [
        "是整改台账，不是填报表",
        "是部门名单（2 个部门），不是填报表",
    ] {
        assert!(collected.stdout.contains(words), "{}", collected.stdout);
    }
    let nobody = folder.run(&["汇总.xlsx"]);
    assert!(
        nobody.stderr.contains("是填报表的汇总"),
        "{}",
        nobody.stderr
    );
}

#[test]
fn a_list_in_a_workbook_is_known_too() {
    let folder = Folder::new();
    let mut list = Input::of([Department::new("甲局"), Department::new("乙局")]);
    for row in &mut list.data().rows {
        row.truncate(3);
    }
    folder.put("名单.xlsx", list.bytes());
    assert_told(&folder, &["名单.xlsx"], &["是部门名单（2 个部门）"]);
}

#[test]
fn no_english_is_left_in_what_packages_and_rule_books_say() {
    let folder = Folder::with_sample(SMALL);
    let whole = std::fs::read(folder.path(SMALL)).expect("the sample");
    folder.put("断.xlsx", &whole[..whole.len() / 2]);
    folder.put(
        "逗号.toml",
        "id = \"x\"\ngrades = [{ name = \"优\" min = 90 }]\n",
    );
    folder.put("键.toml", "名称 = \"x\"\n");
    for (arguments, words) in [
        (&["check", "断.xlsx"][..], "压缩包不完整"),
        (&["rules", "check", "逗号.toml"], "两项之间缺少逗号"),
        (&["rules", "check", "键.toml"], "要放在半角引号里"),
    ] {
        let ran = folder.run(arguments);
        let said = ran.stdout + &ran.stderr;
        assert_eq!(ran.status, 2, "{said}");
        assert!(said.contains(words), "{said}");
        for english in ["invalid", "missing", "Zip", "archive"] {
            assert!(!said.contains(english), "{said}");
        }
    }
    assert_told(
        &folder,
        &["rules", "check", SMALL],
        &["是工作簿", "不是规则书", "jixiao rules export"],
    );
    assert_told(
        &folder,
        &["check", SMALL, "--rules", SMALL],
        &["不是规则书"],
    );
}

#[test]
fn inputs_are_looked_at_before_an_output_that_is_there() {
    let folder = Folder::with_sample(SMALL);
    folder.put("结果.xlsx", "不动");
    folder.put("坏.toml", "x");
    let there = "已经存在，没有覆盖";
    for (command, target) in [
        ("score", "结果.xlsx"),
        ("ledger", "结果.xlsx"),
        ("scorecard", "结果.xlsx"),
        ("check", "结果.xlsx"),
    ] {
        for (wrong, words) in [
            (&[command, "没有.xlsx", "-o", target][..], "找不到文件"),
            (
                &[command, SMALL, "-o", target, "--year", "1999"],
                "没有 1999 年",
            ),
            (
                &[command, SMALL, "-o", target, "--rules", "坏.toml"],
                "坏.toml",
            ),
            (&[command, SMALL, "-o", target], there),
        ] {
            assert_told(&folder, wrong, &[words]);
        }
    }
    let years = ["compare", SMALL, "没有.xlsx", "-o", "结果.xlsx"];
    assert_told(&folder, &years, &["找不到文件"]);
    let kept = std::fs::read(folder.path("结果.xlsx")).expect("the file");
    assert_eq!(kept, "不动".as_bytes());
}

#[test]
fn rule_books_and_lists_in_gbk_are_read_and_told() {
    let folder = Folder::with_sample(SMALL);
    folder.run(&["rules", "export", "shenzhen-2021", "-o", "本局.toml"]);
    let text = std::fs::read_to_string(folder.path("本局.toml")).expect("the rule book");
    folder.put("国标.toml", gbk(&text));
    let json = |rules: &str| {
        let ran = folder.run(&["score", SMALL, "--rules", rules, "--format", "json"]);
        (ran.json(), ran.stderr)
    };
    let ((of_utf8, silent), (of_gbk, told)) = (json("本局.toml"), json("国标.toml"));
    assert_eq!(of_utf8, of_gbk, "digest and all");
    assert_eq!(silent, "");
    assert_eq!(told.trim(), "规则书“国标.toml”按 GBK（GB18030） 编码读取");
    folder.put("坏.toml", [gbk(&text), vec![b'\n', 0xFF]].concat());
    assert_told(
        &folder,
        &["rules", "check", "坏.toml"],
        &["既不是 UTF-8 编码，也不是 GBK 编码"],
    );

    folder.put(
        "名单.csv",
        gbk("部门编码,部门名称\n0101,甲局\n0102,\"乙,丙局\"\n"),
    );
    let made = folder.run(&["template", "--departments", "名单.csv", "-o", "表"]);
    assert_eq!(made.status, 0, "{}", made.stderr);
    assert!(
        made.stderr
            .contains("名单“名单.csv”是 CSV 文本：编码 GBK（GB18030），分隔符为逗号"),
        "{}",
        made.stderr
    );
    assert_eq!(
        folder.files_in("表"),
        ["0101-甲局.xlsx", "0102-乙,丙局.xlsx"]
    );
}

#[test]
fn a_dropped_file_whose_result_is_there_gets_another_beside_it() {
    let folder = Folder::with_sample(SMALL);
    for _ in 0..3 {
        assert_eq!(folder.run(&[SMALL]).status, 0);
    }
    assert_eq!(
        folder.files(),
        [
            "小样-2021-评分结果 (2).xlsx",
            "小样-2021-评分结果 (3).xlsx",
            "小样-2021-评分结果.xlsx",
            SMALL,
        ]
    );
    // Who types a command can add an option.
    assert_told(&folder, &["score", SMALL], &["已经存在，没有覆盖"]);
    assert_told(
        &folder,
        &[SMALL, "--missing", "zero"],
        &["已经存在，没有覆盖"],
    );
}
