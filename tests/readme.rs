//! The documents say what is so: their commands run, their examples are what the program prints, the
//! files and pictures that they name are there, and the manual knows every code, column and option.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jixiao::problem::Code;
use jixiao::rulebook::{RuleBook, library};
use serde_json::Value;

const READMES: [&str; 2] = ["README.md", "README.zh-CN.md"];
const MANUAL: &str = "docs/manual.zh.md";
const DOCUMENTS: [&str; 13] = [
    "README.md",
    "README.zh-CN.md",
    MANUAL,
    "docs/json.md",
    "docs/other-programs.md",
    "docs/page.zh.md",
    "docs/rules.zh.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "docs/problems.md",
    "tests/fixtures/README.md",
];

#[test]
fn the_readmes_open_with_two_commands_and_every_command_runs() {
    for readme in READMES {
        let text = read(readme);
        let commands = blocks(&text, "sh").join("\n");
        let commands: Vec<&str> = commands.lines().collect();
        assert_eq!(
            commands[..2],
            [
                "cargo run --release -- score sample-data/小样-2021.xlsx",
                "cargo test"
            ],
            "{readme}"
        );
        let folder = samples();
        for (place, command) in commands.iter().enumerate() {
            if *command == "cargo test" {
                continue;
            }
            let output = run(command, folder.path());
            let status = output.status.code();
            assert!(
                status == Some(0) || (place > 0 && status == Some(1)),
                "{readme}: {command}: {output:?}"
            );
        }
        assert!(
            folder
                .path()
                .join("sample-data/小样-2021-评分结果.xlsx")
                .is_file()
        );
    }
}

#[test]
fn the_published_cases_have_the_totals_that_the_readmes_tell() {
    for readme in READMES {
        let text = read(readme);
        let commands = blocks(&text, "sh").join("\n");
        let folder = samples();
        for (file, total) in [
            ("公开案例-教育信息技术中心.xlsx", "94.32"),
            ("公开案例-艺术学校.xlsx", "94.76"),
        ] {
            assert!(text.contains(&format!("**{total}**")), "{readme}: {total}");
            let command = commands.lines().find(|line| line.contains(file)).unwrap();
            let output = run(&format!("{command} --format json"), folder.path());
            assert_eq!(json(&output)["departments"][0]["total"], total, "{file}");
        }
    }
}

#[test]
fn the_city_in_the_picture_ends_with_status_1() {
    let folder = samples();
    let output = run(
        "jixiao score sample-data/示例市-2021.xlsx --format json",
        folder.path(),
    );
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(json(&output)["departments"].as_array().unwrap().len(), 62);
}

#[test]
fn the_json_examples_are_what_the_program_writes() {
    let text = read("docs/json.md");
    let (commands, examples) = (blocks(&text, "sh"), blocks(&text, "json"));
    assert_eq!(commands.len(), examples.len());
    let folder = samples();
    for (command, example) in commands.iter().zip(examples) {
        let written = json(&run(command.trim(), folder.path()));
        let example: Value = serde_json::from_str(&example).unwrap();
        assert_part_of(&example, &written, "$");
    }
}

#[test]
fn every_file_that_a_document_links_to_or_names_is_there() {
    for document in DOCUMENTS {
        let text = read(document);
        let folder = Path::new(document).parent().unwrap();
        let links = between(&text, "](", ")");
        let inside = links.filter(|link| !link.starts_with("http"));
        let links = inside.map(|link| {
            let file = link.split('#').next().unwrap();
            normal(&folder.join(file))
        });
        let samples = text
            .match_indices("sample-data/")
            .map(|(start, _)| {
                let end = |c: char| c.is_whitespace() || "`)]'，。；：、）#".contains(c);
                let rest = &text[start..];
                rest.split(end).next().unwrap().replace("-评分结果", "")
            })
            .map(|name| name.trim_end_matches([',', '.', ';']).to_string());
        for file in links.chain(samples) {
            assert!(root().join(&file).exists(), "{document}: {file}");
        }
    }
}

#[test]
fn every_picture_is_used_and_small() {
    let texts: String = DOCUMENTS.map(read).concat();
    for entry in fs::read_dir(root().join("docs/pictures")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if name.ends_with(".png") {
            assert!(texts.contains(&format!("pictures/{name})")), "{name}");
            assert!(entry.metadata().unwrap().len() < 200_000, "{name}");
        }
    }
}

#[test]
fn the_manual_explains_every_problem_code() {
    let manual = read(MANUAL);
    for code in Code::ALL {
        let row = format!("| {code} | {}", code.title());
        assert!(manual.contains(&row), "{row}");
    }
    for book in books() {
        for check in &book.checks {
            let row = format!("| {} | {} |", check.code, check.severity.label());
            assert!(manual.contains(&row), "{row}");
        }
    }
}

#[test]
fn the_page_of_problem_codes_is_current() {
    let books: Vec<RuleBook> = books().into_iter().collect();
    let page = jixiao::rulebook::codes::page(&books);
    assert!(
        read("docs/problems.md") == page,
        "run: cargo run --example problem_page > docs/problems.md"
    );
    for code in Code::ALL {
        assert!(
            page.contains(&format!("### {code} {}", code.title())),
            "{code}"
        );
    }
}

#[test]
fn the_bounds_are_stated_as_they_are() {
    use jixiao::workbook::Bounds;
    let (standard, large) = (Bounds::STANDARD, Bounds::LARGE);
    let size = |bytes: u64| match bytes >> 30 {
        0 => format!("{} MB", bytes >> 20),
        gigabytes => format!("{gigabytes} GB"),
    };
    let grouped = |number: usize| {
        let digits = number.to_string().into_bytes();
        let groups: Vec<String> = digits
            .rchunks(3)
            .rev()
            .map(|group| String::from_utf8_lossy(group).into_owned())
            .collect();
        groups.join(",")
    };
    let memory = |bounds: &Bounds| size(bounds.memory as u64);
    let security = read("SECURITY.md");
    for (what, one, other) in [
        (
            "file on disk",
            size(standard.file_bytes),
            size(large.file_bytes),
        ),
        (
            "all parts of a package, unpacked",
            size(standard.unpacked_bytes),
            size(large.unpacked_bytes),
        ),
        (
            "cells that hold something",
            grouped(standard.cells),
            grouped(large.cells),
        ),
        (
            "memory of what is read, about",
            memory(&standard),
            memory(&large),
        ),
        ("sheets", grouped(standard.sheets), grouped(large.sheets)),
        (
            "rows that hold something, in one sheet",
            grouped(standard.rows),
            grouped(large.rows),
        ),
    ] {
        let row = format!("| {what} | {one} | {other} |");
        assert!(security.contains(&row), "{row}");
    }
    let ratio =
        |bounds: &Bounds| format!("{} times", grouped(usize::try_from(bounds.ratio).unwrap()));
    assert!(security.contains(&ratio(&standard)) && security.contains(&ratio(&large)));
    let manual = read(MANUAL);
    for stated in [
        size(standard.file_bytes),
        size(standard.unpacked_bytes),
        memory(&standard),
        size(large.unpacked_bytes),
    ] {
        assert!(manual.contains(&stated), "{stated}");
    }
}

#[test]
fn the_manual_names_every_column() {
    let manual = read(MANUAL);
    // The others are to learn from; `rules show` names their columns.
    for book in books().iter().filter(|book| book.incomplete.is_none()) {
        for metric in &book.metrics {
            assert!(manual.contains(metric.name()), "{}", metric.name());
        }
    }
}

#[test]
fn the_documents_name_only_subcommands_and_options_that_exist_and_the_manual_names_all() {
    let help = all_help();
    let known = options(&help);
    for document in [READMES[0], READMES[1], MANUAL, "docs/json.md"] {
        // What is another program's: cargo's own options stand before its `--`.
        let text = read(document).replace("cargo build --release", "");
        let text = text.replace("cargo build --profile dist", "");
        let text = text.replace("cargo run --release --", "jixiao");
        for option in options(&text) {
            assert!(known.contains(&option), "{document}: {option}");
        }
        for word in text.split("jixiao ").skip(1) {
            let word: String = word.chars().take_while(char::is_ascii_lowercase).collect();
            let exists = word.is_empty() || subcommands("").contains(&word);
            assert!(exists, "{document}: jixiao {word}");
        }
    }
    let manual = read(MANUAL);
    for option in known {
        assert!(manual.contains(&option), "{option}");
    }
    for command in subcommands("") {
        assert!(manual.contains(&format!("`jixiao {command}")), "{command}");
    }
    for action in subcommands("rules") {
        assert!(
            manual.contains(&format!("`jixiao rules {action}")),
            "rules {action}"
        );
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(document: &str) -> String {
    fs::read_to_string(root().join(document)).unwrap()
}

fn books() -> Vec<RuleBook> {
    let load = |(id, _): &(&str, _)| library::load(id).unwrap().book.unwrap();
    library::BUILT_IN.iter().map(load).collect()
}

/// The code blocks of a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    between(text, &format!("```{language}\n"), "\n```")
        .map(String::from)
        .collect()
}

fn between<'t>(text: &'t str, start: &str, end: &'t str) -> impl Iterator<Item = &'t str> {
    let parts: Vec<&str> = text.split(start).skip(1).collect();
    parts
        .into_iter()
        .filter_map(move |part| part.split_once(end).map(|(inner, _)| inner))
}

/// A path without `.` and `..`, as text.
fn normal(path: &Path) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.to_str().unwrap().split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// A folder with a copy of the sample data, so that nothing is left in the tree.
fn samples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    copy(
        &root().join("sample-data"),
        &folder.path().join("sample-data"),
    );
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path: PathBuf = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        let result = path.to_str().unwrap().ends_with("-评分结果.xlsx");
        if path.is_dir() {
            copy(&path, &target);
        } else if !result {
            fs::copy(&path, target).unwrap();
        }
    }
}

/// Runs a command of the documents with the program that the tests built.
fn run(command: &str, folder: &Path) -> Output {
    let arguments = command
        .strip_prefix("cargo run --release -- ")
        .or_else(|| command.strip_prefix("jixiao "))
        .unwrap_or_else(|| panic!("no command of ours: {command}"));
    Command::new(env!("CARGO_BIN_EXE_jixiao"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Each field of the example is there and the same; of an array, each element is among the written ones.
fn assert_part_of(example: &Value, written: &Value, at: &str) {
    match (example, written) {
        (Value::Object(example), Value::Object(written)) => {
            let (told, found): (Vec<_>, Vec<_>) =
                (example.keys().collect(), written.keys().collect());
            assert_eq!(told, found, "{at}");
            for (key, value) in example {
                assert_part_of(value, &written[key], &format!("{at}.{key}"));
            }
        }
        // Pairs, such as a least and a most, are whole.
        (Value::Array(pair), Value::Array(_)) if pair.iter().any(|one| !one.is_object()) => {
            assert_eq!(example, written, "{at}");
        }
        (Value::Array(example), Value::Array(written)) => {
            for (place, element) in example.iter().enumerate() {
                let at = format!("{at}[{place}]");
                let same = written.iter().find(|other| {
                    ["name", "code", "sheet", "cell", "year"]
                        .iter()
                        .all(|key| other.get(key) == element.get(key))
                });
                let same = same.unwrap_or_else(|| panic!("{at}: nothing like {element}"));
                assert_part_of(element, same, &at);
            }
        }
        // A digest, shortened.
        (Value::String(_), Value::String(written)) if at.ends_with("rulebook.digest") => {
            assert_eq!(written.len(), 64);
        }
        _ => assert_eq!(example, written, "{at}"),
    }
}

fn help_of(command: &str) -> String {
    let output = run(&format!("jixiao {command} --help"), root());
    assert_eq!(output.status.code(), Some(0), "{command}");
    String::from_utf8(output.stdout).unwrap()
}

/// The subcommands of a command, as its help lists them.
fn subcommands(command: &str) -> Vec<String> {
    let help = help_of(command);
    let listed = help
        .lines()
        .skip_while(|line| !line.starts_with("命令"))
        .skip(1);
    listed
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next().map(String::from))
        .collect()
}

fn all_help() -> String {
    let mut help = help_of("");
    for command in subcommands("") {
        help += &help_of(&command);
    }
    for action in subcommands("rules") {
        help += &help_of(&format!("rules {action}"));
    }
    help
}

/// The long options that a text names.
fn options(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !(c.is_ascii_lowercase() || c == '-'))
        .filter(|word| word.starts_with("--") && word.len() > 2 && !word.starts_with("---"))
        .map(String::from)
        .collect()
}
