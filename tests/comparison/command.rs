use serde_json::{Value, json};

use super::HEADER;
use crate::support::recalculate::compare;
use crate::support::{Cell, Folder, Grid, Input, sample_path, written};

const CITY: [&str; 2] = ["示例市-2020.xlsx", "示例市-2021.xlsx"];

fn city() -> Folder {
    let folder = Folder::with_sample(CITY[0]);
    std::fs::copy(sample_path(CITY[1]), folder.path(CITY[1])).expect("the sample can be copied");
    folder
}

/// A workbook of the default rules' sheet, with the columns of a small table.
fn table(lines: &[&str]) -> Vec<u8> {
    let rows = lines
        .iter()
        .map(|line| line.split(' ').map(Cell::parse).collect());
    let grid = Grid {
        name: "基础数据".into(),
        rows: rows.collect(),
        ..Grid::default()
    };
    Input { sheets: vec![grid] }.bytes()
}

/// A folder with two small years, of which the first says its year in a column and the second does not.
fn small() -> Folder {
    let folder = Folder::new();
    let header = format!("{HEADER} 年度");
    folder.put("甲.xlsx", table(&[&header, "1 甲 局 80 50 2020"]));
    folder.put("乙.xlsx", table(&[HEADER, "1 甲 局 70 90"]));
    folder.put(
        "两年.xlsx",
        table(&[&header, "1 甲 局 80 50 2020", "1 甲 局 70 90 2021"]),
    );
    folder.put("规则.toml", RULES);
    folder
}

const RULES: &str = r#"
id = "small"
name = "小规则"
version = "1"
year = 2021
points = 100
framework = [{ name = "一级", points = 100, second = [{ name = "二级", points = 100 }] }]
grades = [{ name = "优", min = 90 }, { name = "差", min = 0 }]
[sheets]
data = { name = "基础数据" }
outcomes = { name = "个性化指标" }
declared = { name = "自评得分", total = "总分", grade = "等级" }
[[metrics]]
name = "部门编码"
type = "text"
role = "code"
optional = true
[[metrics]]
name = "部门名称"
type = "text"
role = "name"
[[metrics]]
name = "主管部门"
type = "text"
role = "group"
optional = true
[[metrics]]
name = "年度"
type = "count"
role = "year"
optional = true
[[metrics]]
name = "完成数"
type = "amount"
[[indicators]]
name = "完成率"
under = ["一级", "二级"]
points = 100
items = [{ shape = "formula", points = 100, value = "完成数" }]
"#;

#[test]
fn two_years_give_one_workbook_beside_the_last_one() {
    let folder = city();
    let ran = folder.run(&["compare", CITY[0], CITY[1]]);
    // Both years have errors in their data.
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("结果已写到：示例市-2021-年度对比.xlsx"),
        "{}",
        ran.stdout
    );
    assert_eq!(folder.files().len(), 3);
    let again = folder.run(&["compare", CITY[0], CITY[1]]);
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("--force"), "{}", again.stderr);
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let folder = small();
    let rules = ["--rules", "规则.toml"];
    let run = |files: &[&str]| folder.run(&[&["compare"], files, &rules].concat());
    run(&["甲.xlsx", "2021=乙.xlsx", "-o", "一.xlsx"]);
    run(&["2021=乙.xlsx", "甲.xlsx", "-o", "二.xlsx"]);
    let read = |name: &str| std::fs::read(folder.path(name)).expect("the result");
    assert_eq!(read("一.xlsx"), read("二.xlsx"));
}

#[test]
fn annotated_workbooks_compare_as_the_raw_ones() {
    let folder = city();
    for (file, scored) in CITY.into_iter().zip(["旧.xlsx", "新.xlsx"]) {
        folder.run(&["score", file, "-o", scored]);
    }
    let raw = folder
        .run(&["compare", CITY[0], CITY[1], "--format", "json"])
        .json();
    let mut scored = folder
        .run(&["compare", "旧.xlsx", "新.xlsx", "--format", "json"])
        .json();
    for (year, file) in CITY.into_iter().enumerate() {
        scored["years"][year]["file"] = json!(file);
    }
    assert_eq!(raw, scored);
}

#[test]
fn the_terminal_tells_who_moved_and_why() {
    let folder = city();
    let ran = folder.run(&["compare", CITY[0], CITY[1], "-o", "对比.xlsx"]);
    assert_eq!(ran.stderr, "");
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn an_alias_makes_one_of_two() {
    let folder = city();
    folder.put(
        "更名.csv",
        "原名称,现名称\n示例市标准化研究所,示例市标准化研究院\n甲,乙\n",
    );
    let arguments = [
        "compare",
        CITY[0],
        CITY[1],
        "--aliases",
        "更名.csv",
        "--format",
        "json",
    ];
    let document = folder.run(&arguments).json();
    assert_eq!(document["suggestions"], json!([]));
    assert_eq!(
        document["unused_aliases"],
        json!([{"old": "甲", "new": "乙"}])
    );
    let departments = document["departments"].as_array().expect("departments");
    let found = departments
        .iter()
        .find(|one| one["code"] == "108012")
        .expect("the department");
    assert_eq!(found["changes"][0]["fate"], "renamed");
    assert_eq!(found["years"][0]["name"], "示例市标准化研究所");
    // The same as a workbook.
    let rows = [
        ["原名称", "现名称"],
        ["示例市标准化研究所", "示例市标准化研究院"],
        ["甲", "乙"],
    ];
    let grid = Grid {
        name: "更名".into(),
        rows: rows
            .iter()
            .map(|row| row.iter().map(|text| Cell::text(text)).collect())
            .collect(),
        ..Grid::default()
    };
    folder.put("更名.xlsx", Input { sheets: vec![grid] }.bytes());
    let arguments = [
        "compare",
        CITY[0],
        CITY[1],
        "--aliases",
        "更名.xlsx",
        "--format",
        "json",
    ];
    assert_eq!(folder.run(&arguments).json(), document);
}

#[test]
fn a_year_may_be_named_and_chosen_on_the_command_line() {
    let folder = small();
    let rules = ["--rules", "规则.toml", "--format", "json"];
    let run = |files: &[&str]| folder.run(&[&["compare"], files, &rules].concat());
    let both = run(&["2020=两年.xlsx", "2021=两年.xlsx"]);
    assert_eq!(both.status, 0, "{}", both.stderr);
    assert_eq!(
        both.json()["departments"][0]["changes"][0]["total"],
        "-10.00"
    );
    let named = run(&["甲.xlsx", "2021=乙.xlsx"]);
    assert_eq!(
        named.json()["departments"][0]["changes"][0]["total"],
        "-10.00"
    );
    for (files, told) in [
        (["甲.xlsx", "乙.xlsx"], "没有写年度"),
        (["甲.xlsx", "两年.xlsx"], "几个年度"),
        (["甲.xlsx", "2020=两年.xlsx"], "都是 2020 年"),
        (["甲.xlsx", "2022=两年.xlsx"], "没有 2022 年的数据"),
        (["甲.xlsx", "没有.xlsx"], "没有.xlsx"),
    ] {
        let ran = run(&files);
        assert_eq!(ran.status, 2, "{files:?}");
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
        assert_eq!(ran.stdout, "");
    }
}

#[test]
fn each_year_may_have_its_own_rules() {
    let folder = small();
    folder.put(
        "旧规则.toml",
        RULES
            .replace("value = \"完成数\"", "value = \"完成数 / 2\"")
            .replace("id = \"small\"", "id = \"old\""),
    );
    let files = [
        "compare",
        "2020=两年.xlsx",
        "2021=两年.xlsx",
        "--format",
        "json",
    ];
    let own = ["--rules", "规则.toml", "--rules", "2020=旧规则.toml"];
    let document = folder.run(&[&files[..], &own].concat()).json();
    assert_eq!(document["years"][0]["rulebook"]["id"], "old");
    assert_eq!(document["years"][1]["rulebook"]["id"], "small");
    // 40 became 70: 80 under this year's rules.
    assert_eq!(
        document["departments"][0]["changes"][0]["parts"],
        json!({"rules": "40.00", "performance": "-10.00", "undivided": "0.00"})
    );
    for (rules, told) in [
        (
            ["--rules", "规则.toml", "--rules", "2019=旧规则.toml"],
            "没有这一年的工作簿",
        ),
        (
            ["--rules", "规则.toml", "--rules", "旧规则.toml"],
            "只能有一本规则书",
        ),
    ] {
        let ran = folder.run(&[&files[..], &rules].concat());
        assert_eq!(ran.status, 2);
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
}

#[test]
fn one_file_is_no_comparison_and_no_input_is_written_over() {
    let folder = city();
    assert_eq!(folder.run(&["compare", CITY[0]]).status, 2);
    let ran = folder.run(&["compare", CITY[0], CITY[1], "-o", CITY[0], "--force"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("不能覆盖输入文件"), "{}", ran.stderr);
    let ran = folder.run(&["compare", CITY[0], CITY[1], "-o", "对比.csv"]);
    assert!(ran.stderr.contains(".xlsx"), "{}", ran.stderr);
    assert_eq!(folder.files().len(), 2);
}

#[test]
fn json_keeps_its_schema() {
    let path =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/compare.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).expect("a schema"))
        .expect("a schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("a good schema");
    let violations = |document: &Value| -> Vec<String> {
        let found = validator.iter_errors(document);
        found
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    };
    let folder = city();
    for missing in ["hold", "zero", "declared"] {
        let arguments = [
            "compare",
            CITY[0],
            CITY[1],
            "--format",
            "json",
            "--missing",
            missing,
        ];
        let document = folder.run(&arguments).json();
        assert_eq!(violations(&document), Vec::<String>::new());
        assert_eq!(document["departments"].as_array().map(Vec::len), Some(65));
    }
    let good = folder
        .run(&["compare", CITY[0], CITY[1], "--format", "json"])
        .json();
    for (pointer, value) in [
        ("/missing", json!("skip")),
        ("/years/0/mean", json!(85.2)),
        ("/departments/0/changes/0/fate", json!("gone")),
        ("/departments/0/changes/0/parts/rules", json!("1.2x")),
        ("/departments/0/changes/0/indicators/0/before", json!(1)),
        ("/suggestions/0/old", Value::Null),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("a place in the document") = value;
        assert!(!validator.is_valid(&bad), "{pointer}");
    }
    // Without -o no workbook is written.
    assert_eq!(folder.files().len(), 2);
}

/// The same year by two rule books: what changes is of the rules alone, and what they say otherwise is listed.
#[test]
fn one_year_by_two_rule_books() {
    const SAMPLE: &str = "小样-2021.xlsx";
    let folder = Folder::with_sample(SAMPLE);
    let own = include_str!("../../templates/shenzhen-2021.toml");
    let changed = own
        .replace("id = \"shenzhen-2021\"", "id = \"ours\"")
        .replace(
            "when = \">= 75%, < 90%\", points = 0.7",
            "when = \">= 75%, < 90%\", points = 0.5",
        )
        .replace("over = \"10%\"\neach = 0.1", "over = \"10%\"\neach = 0.2");
    let changed = changed.replace("min = 80", "min = 85");
    folder.put("现规则.toml", &changed);
    let arguments = [
        "compare",
        SAMPLE,
        "--rules",
        "shenzhen-2021",
        "--rules",
        "现规则.toml",
    ];
    let ran = folder.run(&arguments);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("原规则 → 现规则"), "{}", ran.stdout);
    assert!(ran.stdout.contains("见“规则变化”表"), "{}", ran.stdout);
    let file = folder
        .files()
        .into_iter()
        .find(|name| name.ends_with("年度对比.xlsx"));
    let bytes = std::fs::read(folder.path(file.unwrap())).unwrap();
    let workbook = written::read(&bytes);
    let names: Vec<&str> = workbook
        .sheets
        .iter()
        .map(|one| one.name.as_str())
        .collect();
    for name in ["原规则得分", "现规则得分", "同一数据按现规则", "规则变化"] {
        assert!(names.contains(&name), "{names:?}");
    }
    let told = written::as_text(&bytes, &["规则变化"]);
    assert!(
        told.contains("等级") && told.contains("总分不变，等级可能不同"),
        "{told}"
    );
    compare(&bytes).assert_equal();
    let document = folder
        .run(&[&arguments[..], &["--format", "json"]].concat())
        .json();
    assert_eq!(document["basis"], "rules");
    for department in document["departments"].as_array().unwrap() {
        let parts = &department["changes"][0]["parts"];
        assert_eq!(parts["performance"], "0.00", "{department}");
        assert_eq!(parts["rules"], department["changes"][0]["total"]);
    }
    // One workbook and one rule book leave nothing to compare.
    let alone = folder.run(&["compare", SAMPLE]);
    assert_eq!(alone.status, 2);
    assert!(alone.stderr.contains("只有一个工作簿"), "{}", alone.stderr);
}
