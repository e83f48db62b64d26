//! Every rule book in `tests/rulebooks` ends with what is found in it, as comments:
//!
//! ```text
//! #: 错误 12:8 “points”应大于 0
//! #:   建议：…
//! ```
//!
//! Line and column count from 1, the column in characters. `UPDATE_RULEBOOKS=1 cargo test --test rules`
//! writes them anew; read the difference before committing it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jixiao::rulebook::library::{self, BUILT_IN, load_text};
use jixiao::rulebook::{Finding, FindingLevel};

const MARK: &str = "#: ";

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/rulebooks")
        .join(name)
}

fn files(name: &str) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

/// A finding as the files tell it; the source is named where it is another file.
fn told(finding: &Finding, own: &str) -> String {
    let level = match finding.level {
        FindingLevel::Error => "错误",
        FindingLevel::Warning => "警告",
    };
    let (line, column) = finding.at.line_column();
    let source = match finding.at.source.name.as_str() {
        name if name == own => String::new(),
        name => format!("{name} "),
    };
    let mut told = format!(
        "{MARK}{level} {source}{line}:{column} {}\n",
        finding.message
    );
    if let Some(hint) = &finding.hint {
        told.push_str(&format!("{MARK}  建议：{hint}\n"));
    }
    told
}

/// The rule book's text, and what it says is found in it.
fn parted(text: &str) -> (&str, &str) {
    match text.find(MARK) {
        Some(start) => text.split_at(start),
        None => (text, ""),
    }
}

/// Holds a file's findings against its comments; tells where they differ.
fn difference(path: &Path) -> Option<String> {
    let text = fs::read_to_string(path).unwrap();
    let (book, expected) = parted(&text);
    let loaded = load_text("self", book);
    let found: String = loaded
        .findings
        .iter()
        .map(|finding| told(finding, "self"))
        .collect();
    if found == expected {
        return None;
    }
    if std::env::var_os("UPDATE_RULEBOOKS").is_some() {
        let book = book.trim_end();
        let gap = if found.is_empty() { "\n" } else { "\n\n" };
        fs::write(path, format!("{book}{gap}{found}")).unwrap();
        return None;
    }
    let name = path.file_name().unwrap().to_string_lossy();
    Some(format!("{name}\nexpected:\n{expected}found:\n{found}"))
}

#[test]
fn each_rule_book_has_the_findings_that_it_says() {
    let differences: Vec<String> = files("good")
        .iter()
        .chain(&files("bad"))
        .filter_map(|path| difference(path))
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn good_ones_can_be_used_and_bad_ones_cannot() {
    let book = |path: &PathBuf| library::load(path.to_str().unwrap()).unwrap();
    for path in files("good") {
        assert!(book(&path).book.is_some(), "{}", path.display());
    }
    for path in files("bad") {
        let loaded = book(&path);
        let errors = loaded
            .findings
            .iter()
            .any(|finding| finding.level == FindingLevel::Error);
        assert!(loaded.book.is_none() && errors, "{}", path.display());
    }
}

/// One mistake is one finding, or it would bury itself among its consequences.
#[test]
fn a_mistake_is_told_once() {
    // A wrong text is one too many and one too few; so is a name in the place of another.
    const SEVERAL: [&str; 3] = ["choice-score-unknown", "twice-column-role", "twice-second"];
    for path in files("bad") {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        if SEVERAL.contains(&name.as_str()) {
            continue;
        }
        let findings = library::load(path.to_str().unwrap()).unwrap().findings;
        let told: Vec<&str> = findings.iter().map(|f| f.message.as_str()).collect();
        assert_eq!(told.len(), 1, "{name}: {told:?}");
    }
}

#[test]
fn built_in_rule_books_have_no_findings() {
    for (id, _) in BUILT_IN {
        let loaded = library::load(id).unwrap();
        assert_eq!(loaded.findings, [], "{id}");
        assert_eq!(loaded.book.unwrap().id, id);
    }
}

fn jixiao(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jixiao"))
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn rules_check_shows_the_place_and_exits_with_2() {
    let path = folder("bad").join("metric-unknown.toml");
    let output = jixiao(&["rules", "check", path.to_str().unwrap()]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2), "{text}");
    for part in [
        "没有名为“支出额数”的指标数据",
        "metric-unknown.toml:75:9",
        "是不是“支出数”？",
        "1 个错误，0 个警告",
    ] {
        assert!(text.contains(part), "{part} is not in\n{text}");
    }
}

#[test]
fn rules_check_exits_with_0_where_there_are_only_warnings() {
    let path = folder("good").join("warning-unused-metric.toml");
    let output = jixiao(&["rules", "check", path.to_str().unwrap()]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("0 个错误，1 个警告"), "{text}");
}

#[test]
fn rules_check_exits_with_2_where_there_is_no_such_file_or_no_text() {
    let output = jixiao(&["rules", "check", "没有这个.toml"]);
    assert_eq!(output.status.code(), Some(2));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("坏.toml");
    fs::write(&path, b"name = \"\xc9\xee\xff\xda\"").unwrap();
    let output = jixiao(&["rules", "check", path.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("UTF-8"));
}

#[test]
fn a_faulty_rule_book_does_not_score() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("数据.xlsx");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet().set_name("基础数据").unwrap();
    sheet
        .write_row(0, 0, ["部门名称", "预算数", "支出数"])
        .unwrap();
    sheet.write(1, 0, "甲局").unwrap();
    workbook.save(&input).unwrap();
    let rules = self::folder("bad").join("bands-gap.toml");
    let result = folder.path().join("结果.xlsx");
    let output = jixiao(&[
        "score",
        input.to_str().unwrap(),
        "--rules",
        rules.to_str().unwrap(),
        "-o",
        result.to_str().unwrap(),
    ]);
    let messages = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{messages}");
    assert!(messages.contains("之间有空档"), "{messages}");
    assert!(!result.exists());
}
