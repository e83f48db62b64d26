//! `verify`: one changed raw cell, one changed score, one pasted value, one deleted row are each found and named;
//! what another program saved again is the same.

use std::path::Path;

use serde_json::Value;

use super::tampered::Tampered;
use crate::support::program::Ran;
use crate::support::{Folder, sample_path};

const SAMPLE: &str = "小样-2021.xlsx";
const RESULT: &str = "结果.xlsx";

/// A folder with a sample and its result.
fn scored(sample: &str) -> Folder {
    let folder = Folder::with_sample(sample);
    folder.run(&["score", sample, "-o", RESULT]);
    folder
}

fn bytes(folder: &Folder) -> Vec<u8> {
    std::fs::read(folder.path(RESULT)).expect("a result")
}

/// What is found of the result after it was changed, with and without the input.
fn changed(folder: &Folder, change: impl Fn(Tampered) -> Tampered) -> [Value; 2] {
    folder.put(RESULT, change(Tampered::of(&bytes(folder))).bytes());
    [vec![], vec!["--input", SAMPLE]].map(|more| {
        let arguments = [vec!["verify", RESULT, "--format", "json"], more].concat();
        let ran = folder.run(&arguments);
        let found = ran.json();
        assert_eq!(
            ran.status,
            i32::from(found["same"] != true),
            "{}",
            ran.stderr
        );
        found
    })
}

/// The differences as `kind what sheet!cell was → is`.
fn told(found: &Value) -> Vec<String> {
    let changes = found["changes"].as_array().expect("changes");
    changes
        .iter()
        .map(|change| {
            let text = |key: &str| change[key].as_str().unwrap_or("-").to_string();
            let [kind, what, sheet, cell, was, is] =
                ["kind", "what", "sheet", "cell", "was", "is"].map(text);
            format!("{kind} {what} {sheet}!{cell} {was} → {is}")
        })
        .collect()
}

fn assert_same(ran: &Ran) {
    assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("没有发现改动"), "{}", ran.stdout);
}

#[test]
fn a_result_as_it_was_written_is_the_same_whatever_it_was_made_of() {
    for (sample, options) in [
        (SAMPLE, vec![]),
        ("其他形式/小样-2021.xls", vec!["--missing", "zero"]),
        ("其他形式/小样-2021.ods", vec!["--missing", "declared"]),
        (
            "公开案例-教育信息技术中心.xlsx",
            vec!["--rules", "shenzhen-2021a"],
        ),
    ] {
        let folder = Folder::with_sample(sample);
        let name = Path::new(sample).file_name().and_then(|name| name.to_str());
        let name = name.expect("a file's name");
        folder.run(&[vec!["score", name, "-o", RESULT], options].concat());
        assert_same(&folder.run(&["verify", RESULT]));
        assert_same(&folder.run(&["verify", RESULT, "--input", name]));
    }
}

/// The problem list tells of the text file, which the raw sheets in the result are not.
#[test]
fn a_result_of_a_text_file_is_the_same() {
    let folder = Folder::new();
    folder.put("数据.csv", LEAST);
    folder.put("规则.toml", least_rules());
    folder.run(&["score", "数据.csv", "--rules", "规则.toml", "-o", RESULT]);
    assert_same(&folder.run(&["verify", RESULT, "--rules", "规则.toml"]));
    let unknown = folder.run(&["verify", RESULT]);
    assert_eq!(unknown.status, 2);
    assert!(
        unknown.stderr.contains("本程序没有内置这本规则书"),
        "{}",
        unknown.stderr
    );
}

#[test]
fn a_changed_raw_cell_is_found_by_the_input_and_by_the_digest() {
    let folder = scored(SAMPLE);
    let satisfied = |result: Tampered| result.number("基础数据", "BK4", "0.5");
    let [alone, against] = changed(&folder, satisfied);
    assert_eq!(told(&against), ["data value 基础数据!BK4 95.2% → 50%"]);
    assert_eq!(against["changes"][0]["about"], "示例市教育局 满意度");
    // Without the input nobody knows what the figure was: a reader is told what the other cells are held against.
    let warned = |found: &Value| found["notes"].to_string().contains("按改过的数据重新算的");
    assert!(warned(&alone) && !warned(&against));
    let alone = told(&alone);
    assert!(alone[0].starts_with("data digest 基础数据!- "), "{alone:?}");
    // Scored again, the changed figure gives other scores than the result holds.
    assert!(
        alone
            .iter()
            .any(|one| one.starts_with("result value 评分结果!X7 6 → ")
                || one.starts_with("result value 评分结果!X7 1 → 6")),
        "{alone:?}"
    );
}

#[test]
fn a_changed_score_and_a_pasted_value_are_found_and_named() {
    let folder = scored(SAMPLE);
    for found in changed(&folder, |result| result.result("评分结果", "X7", "1")) {
        assert_eq!(told(&found), ["result value 评分结果!X7 6 → 1"]);
        assert_eq!(
            found["changes"][0]["about"],
            "示例市教育局 公众或服务对象满意度"
        );
    }
    let folder = scored(SAMPLE);
    for found in changed(&folder, |result| result.pasted("评分结果", "X7")) {
        assert_eq!(told(&found), ["result fixed 评分结果!X7 6 → 6"]);
    }
    let folder = scored(SAMPLE);
    for found in changed(&folder, |result| result.number("得分说明", "F4", "4.5")) {
        assert_eq!(told(&found), ["result value 得分说明!F4 5 → 4.5"]);
    }
    let folder = scored(SAMPLE);
    for found in changed(&folder, |result| result.text("得分说明", "I4", "另作说明")) {
        let told = told(&found);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("text value 得分说明!I4 "), "{told:?}");
        assert!(told[0].ends_with(" → 另作说明"), "{told:?}");
    }
}

#[test]
fn a_deleted_row_is_found_and_named() {
    // Of the scores: the department's row is gone, and nothing below it is strange.
    let folder = scored(SAMPLE);
    for found in changed(&folder, |result| result.without_row("评分结果", 9)) {
        let told = told(&found);
        assert!(
            told[0].starts_with("result row_gone 评分结果!A9 102005 "),
            "{told:?}"
        );
        assert_eq!(told.len(), 1, "{told:?}");
    }
    // Of the raw data, the results being as they were.
    let folder = scored(SAMPLE);
    let [alone, against] = changed(&folder, |result| result.without_row("基础数据", 6));
    let against = told(&against);
    assert!(
        against[0].starts_with("data row_gone 基础数据!A6 102005 "),
        "{against:?}"
    );
    assert_eq!(against.len(), 1, "{against:?}");
    let alone = told(&alone);
    let named = |one: &String| one.starts_with("data row_gone 基础数据!- 示例市");
    assert!(alone.iter().any(named), "{alone:?}");
}

#[test]
fn a_problem_that_was_taken_from_the_list_is_found() {
    let folder = Folder::new();
    folder.put("数据.csv", LEAST);
    folder.put("规则.toml", least_rules());
    folder.run(&["score", "数据.csv", "--rules", "规则.toml", "-o", RESULT]);
    let changed = Tampered::of(&bytes(&folder)).without_row("问题清单", 4);
    folder.put(RESULT, changed.bytes());
    let found = folder.run(&["verify", RESULT, "--rules", "规则.toml", "--format", "json"]);
    let gone = |one: &String| one.starts_with("result row_gone 问题清单!A4 1 错误 V01 ");
    assert!(told(&found.json()).iter().any(gone), "{}", found.stdout);
}

/// A file that the fixture's result is scored from.
const LEAST: &str = "部门名称,预算数,支出数,公开情况,评定分,涉密
甲局,100,95.5,已公开,7.5,否
乙局,200,120,未公开,3,
丙局,300,,公开,8,否
";

pub fn least_rules() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rulebooks/good/最小.toml");
    std::fs::read_to_string(path).expect("a rule book")
}

fn fixture() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/questions/fixtures/另存的评分结果.xlsx")
}

#[test]
fn a_result_that_libreoffice_saved_again_is_the_same_and_a_change_in_it_is_found() {
    let folder = Folder::new();
    folder.put("规则.toml", least_rules());
    folder.put("数据.csv", LEAST);
    folder.put(RESULT, std::fs::read(fixture()).expect("the fixture"));
    let rules = ["--rules", "规则.toml"];
    assert_same(&folder.run(&[&["verify", RESULT], &rules[..]].concat()));
    assert_same(&folder.run(&[&["verify", RESULT, "--input", "数据.csv"], &rules[..]].concat()));
    let changed = Tampered::of(&bytes(&folder)).number("基础数据", "E2", "8");
    folder.put(RESULT, changed.bytes());
    let ran = folder.run(
        &[
            &["verify", RESULT, "--input", "数据.csv", "--format", "json"],
            &rules[..],
        ]
        .concat(),
    );
    assert_eq!(told(&ran.json()), ["data value 基础数据!E2 7.5 → 8"]);
}

/// Makes the result that the fixture was saved from: `cargo test --test main result_that_the_fixture -- --ignored
/// --nocapture`, then `soffice --headless --convert-to xlsx --outdir tests/questions/fixtures` over the file that it
/// names.
#[test]
#[ignore = "makes a fixture"]
fn the_result_that_the_fixture_was_saved_from() {
    let folder = Folder::new();
    folder.put("数据.csv", LEAST);
    folder.put("规则.toml", least_rules());
    folder.run(&["score", "数据.csv", "--rules", "规则.toml", "-o", RESULT]);
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("另存的评分结果.xlsx");
    std::fs::write(&path, bytes(&folder)).expect("the file is written");
    println!("{}", path.display());
}

#[test]
fn what_is_no_result_is_refused() {
    let folder = Folder::with_sample(SAMPLE);
    let ran = folder.run(&["verify", SAMPLE]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("不是评分结果工作簿"), "{}", ran.stderr);
    assert!(sample_path(SAMPLE).exists());
}

#[test]
fn the_terminal_says_what_was_changed() {
    let folder = scored(SAMPLE);
    let changed = Tampered::of(&bytes(&folder))
        .number("基础数据", "BK4", "0.5")
        .pasted("评分结果", "X7")
        .result("评分结果", "X8", "6");
    folder.put(RESULT, changed.bytes());
    let ran = folder.run(&["verify", RESULT, "--input", SAMPLE]);
    insta::assert_snapshot!(ran.stdout);
}
