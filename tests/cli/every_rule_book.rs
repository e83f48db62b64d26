//! Every command with every good rule book: none panics, each does what it is for.

use std::path::{Path, PathBuf};

use jixiao::expr::Kind;
use jixiao::rulebook::{Metric, Role, RuleBook, library};
use rust_xlsxwriter::Workbook;

use crate::support::written::as_text;
use crate::support::{Folder, subcommands};

fn good() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rulebooks/good");
    let entries = std::fs::read_dir(folder).expect("the folder");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    files.sort();
    files
}

/// A workbook of two departments with every figure; the second lacks one, so that something goes back to be mended.
fn workbook(book: &RuleBook, year: u32) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(&book.sheets.data.name).expect("a name");
    for (column, metric) in (0..).zip(&book.metrics) {
        sheet.write(0, column, metric.name()).expect("a header");
        for row in 1..=2 {
            let lacks = row == 2 && metric.role.is_none() && *metric.kind() != Kind::Text;
            let first = book.metrics.iter().find(|one| one.role.is_none());
            if lacks && first.is_some_and(|first| first.name() == metric.name()) {
                continue;
            }
            match figure(metric, row, year) {
                Ok(number) => sheet.write(row, column, number).expect("a number"),
                Err(text) => sheet.write(row, column, text).expect("a text"),
            };
        }
    }
    workbook.save_to_buffer().expect("a workbook")
}

/// A number or a text that a metric's column takes.
fn figure(metric: &Metric, row: u32, year: u32) -> Result<f64, String> {
    match (metric.role, metric.kind()) {
        (Some(Role::Year), _) => Ok(year.into()),
        (Some(Role::Name), _) => Err(format!("第{row}局")),
        (Some(Role::Code), _) => Err(format!("10{row}")),
        (Some(_), _) | (None, Kind::Text) => Err("某".into()),
        (None, Kind::Points { max }) => Ok(max.to_string().parse().expect("a number")),
        (None, Kind::YesNo { .. }) => Err("否".into()),
        (None, Kind::Choice { choices }) => Err(choices[0].to_string()),
        (None, Kind::Percent { .. }) => Err("50%".into()),
        (None, Kind::Amount { .. } | Kind::Count) => Ok(10.0),
    }
}

#[test]
fn every_command_takes_every_good_rule_book() {
    for path in good() {
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .to_string();
        let rules = path.to_str().expect("a path");
        let loaded = library::load(rules).expect("the file");
        let book = loaded.book.expect("a sound rule book");
        let folder = Folder::new();
        folder.put("今年.xlsx", workbook(&book, book.year));
        folder.put("上年.xlsx", workbook(&book, book.year - 1));
        let last: &[&str] = match book.last_year.is_empty() {
            true => &[],
            false => &["--last-year", "上年.xlsx"],
        };
        // A rule book need not ask for the year.
        let years = [
            format!("{}=上年.xlsx", book.year - 1),
            format!("{}=今年.xlsx", book.year),
        ];
        // What the command is, and whether it takes last year's workbook to score.
        let scoring = [
            &["score", "今年.xlsx", "-o", "结果.xlsx"][..],
            &["score", "今年.xlsx", "--missing", "zero", "-o", "按零.xlsx"],
            &["score", "今年.xlsx", "--format", "json"],
            &["check", "今年.xlsx"],
            &["check", "今年.xlsx", "--return", "退回"],
            &["explain", "今年.xlsx", "--dept", "第1局"],
            &["scorecard", "今年.xlsx", "-o", "评分表"],
            &["scorecard", "今年.xlsx", "--self", "-o", "自评.xlsx"],
            &["ledger", "今年.xlsx", "-o", "台账.xlsx"],
            &[
                "ledger",
                "今年.xlsx",
                "--last",
                "台账.xlsx",
                "-o",
                "台账2.xlsx",
            ],
            &["report", "今年.xlsx", "--template", "general", "-o", "报告"],
            &["report", "--bureau", "今年.xlsx", "-o", "汇总.docx"],
            &["whatif", "今年.xlsx", "--format", "json"],
            &["verify", "结果.xlsx"],
        ];
        let others = [
            &["rules", "show", rules][..],
            &["rules", "check", rules],
            &[
                "template",
                "--departments",
                "今年.xlsx",
                "-o",
                "填报表",
                "--rules",
                rules,
            ],
            &[
                "template",
                "--departments",
                "今年.xlsx",
                "--last-year",
                "上年.xlsx",
                "-o",
                "带上年",
                "--rules",
                rules,
            ],
            &["template", "--blank", "-o", "空白.xlsx", "--rules", rules],
            &["template", "--bureau", "-o", "宽表.xlsx", "--rules", rules],
            &[
                "collect",
                "填报表",
                "-o",
                "收集.xlsx",
                "--return",
                "再填",
                "--rules",
                rules,
            ],
            &[
                "compare",
                &years[0],
                &years[1],
                "-o",
                "对比.xlsx",
                "--rules",
                rules,
            ],
            &[
                "compare", &years[0], &years[1], "--format", "json", "--rules", rules,
            ],
        ];
        let with_last = scoring.map(|one| [one, &["--rules", rules], last].concat());
        let others = others.map(<[&str]>::to_vec);
        let all: Vec<Vec<&str>> = with_last.into_iter().chain(others).collect();
        for command in subcommands() {
            let tried = all.iter().any(|arguments| arguments[0] == command);
            assert!(tried || command == "completions", "{command} is not tried");
        }
        for arguments in all {
            let ran = folder.run(&arguments);
            let done = matches!(ran.status, 0 | 1) && !ran.stderr.contains("panicked");
            assert!(
                done,
                "{name}: {arguments:?} {}\n{}{}",
                ran.status, ran.stdout, ran.stderr
            );
        }
        // The result is read again, and scored as it was.
        let again = ["score", "结果.xlsx", "-o", "再评.xlsx", "--rules", rules];
        assert!(matches!(folder.run(&again).status, 0 | 1), "{name}");
    }
}

/// A file with a built-in rule book's id and version and other rules says so on the terminal, in JSON and in 评价规则.
#[test]
fn a_rule_book_that_passes_for_a_built_in_one_is_told_everywhere() {
    let folder = Folder::with_sample("小样-2021.xlsx");
    let text = library::built_in("shenzhen-2021").expect("built in");
    folder.put("规则.toml", text.replace("points = 0.7", "points = 0.6"));
    for (rules, altered) in [("规则.toml", true), ("shenzhen-2021", false)] {
        let run = |more: &[&str]| {
            let own = ["score", "小样-2021.xlsx", "--force", "--rules", rules];
            folder.run(&[&own[..], more].concat())
        };
        let json = run(&["--format", "json"]);
        assert_eq!(json.json()["rulebook"]["altered"], altered);
        let ran = run(&["-o", "结果.xlsx"]);
        let told = "与内置的同名同版本规则书不同";
        assert_eq!(ran.stderr.contains(told), altered, "{}", ran.stderr);
        let result = std::fs::read(folder.path("结果.xlsx")).expect("the result");
        let sheet = as_text(&result, &["评价规则"]);
        assert_eq!(sheet.contains("内容与内置的 shenzhen-2021"), altered);
    }
}
