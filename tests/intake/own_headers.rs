//! A table's own headers: a file that says which column is which, what it makes of the table, what it never hides, and what it
//! cannot say.

use jixiao::intake::survey::survey;
use jixiao::rulebook::OwnHeaders;
use jixiao::scoring::Missing;
use jixiao::tasks::correction::Correction;
use jixiao::tasks::trial::trial;
use jixiao::tasks::{Audience, Input as Task};
use jixiao::workbook::{self, Address, Bounds, Source};

use serde_json::Value;

use crate::support::{Department, Edition, Folder, Input, rule_book, written};

const NAME: &str = "示例市教育局";

/// A table whose headers of three columns are its own.
fn clumsy() -> Input {
    let mut input = Input::of([Department::new(NAME), Department::new("示例市文化局")]);
    input.data().rename("部门名称", "哪个部门");
    input.data().rename("政府采购计划金额", "采购计划（万元）");
    input.data().rename("实际采购金额", "采购实绩");
    input
}

const MAPPING: &str = "[columns]\n\"哪个部门\" = \"部门名称\"\n\"采购计划\" = \"政府采购计划金额\"\n\"采购实绩\" = \"实际采购金额\"\n";

fn unusable(text: &str) -> String {
    let book = rule_book(Edition::Default);
    OwnHeaders::read(text.as_bytes(), book)
        .unwrap_err()
        .to_string()
}

/// What `check` finds in the table with the file of its headers.
fn checked(folder: &Folder) -> Value {
    let mapped = ["check", "数据.xlsx", "--columns", "对应.toml"];
    folder
        .run(&[&mapped[..], &["--format", "json"]].concat())
        .json()
}

#[test]
fn a_table_reads_as_if_its_headers_were_the_usual_ones() {
    let folder = Folder::new();
    folder.put("数据.xlsx", clumsy().bytes());
    folder.put("对应.toml", MAPPING);
    let refused = folder.run(&["score", "数据.xlsx"]);
    assert_eq!(refused.status, 2, "{}", refused.stderr);
    let ran = folder.run(&["score", "数据.xlsx", "--columns", "对应.toml"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let result = std::fs::read(folder.path("数据-评分结果.xlsx")).unwrap();
    let rules = written::as_text(&result, &["评价规则"]);
    assert!(
        rules.contains("表头对应") && rules.contains("“采购计划”当作“政府采购计划金额”"),
        "{rules}"
    );
    let json = checked(&folder);
    let problems = json["problems"].as_array().unwrap();
    let told: Vec<&str> = problems
        .iter()
        .filter(|problem| problem["code"] == "H10")
        .map(|problem| problem["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        told,
        [
            "按表头对应文件，把“哪个部门”一列当作“部门名称”",
            "按表头对应文件，把“采购计划”一列当作“政府采购计划金额”",
            "按表头对应文件，把“采购实绩”一列当作“实际采购金额”",
        ]
    );
    assert!(problems.iter().all(|problem| problem["severity"] == "info"));
}

#[test]
fn what_the_file_does_not_settle_is_told_as_ever() {
    let folder = Folder::new();
    let mut input = clumsy();
    // The column itself is there, too: it is the one, and the other is told.
    input.data().rename("采购实绩", "采购实绩（元）");
    input.data().rename("部门预算总规模", "采购实绩二");
    folder.put("数据.xlsx", input.bytes());
    let mapping =
        MAPPING.to_string() + "\"采购实绩二\" = \"实际采购金额\"\n\"没有的\" = \"满意度\"\n";
    folder.put("对应.toml", mapping);
    let json = checked(&folder);
    let told = |code: &str| -> Vec<String> {
        let problems = json["problems"].as_array().unwrap().iter();
        let own = problems.filter(|problem| problem["code"] == code);
        own.map(|problem| format!("{} {}", problem["severity"], problem["message"]))
            .collect()
    };
    assert!(
        told("H02")[0].contains("“实际采购金额”一列出现在 T1、W1"),
        "{:?}",
        told("H02")
    );
    assert!(
        told("H10")
            .iter()
            .any(|told| told.contains("“没有的”（对应“满意度”）没有用上"))
    );
}

#[test]
fn a_file_that_leaves_open_which_column_is_which_is_refused() {
    let cases = [
        (
            "[columns]\n\"甲\" = \"满意\"\n",
            "规则书里没有名为“满意”的列",
        ),
        (
            "[columns]\n\"满意度\" = \"实际采购金额\"\n",
            "“满意度”本来就是“满意度”的表头，不能当作“实际采购金额”",
        ),
        (
            "[columns]\n\"甲\" = \"满意度\"\n\"甲（万元）\" = \"实际采购金额\"\n",
            "写法相同，却对应不同的列",
        ),
        ("[columns]\n\"甲\" = 3\n", "“甲”一行不完整"),
        ("[columns]\n\"\" = \"满意度\"\n", "一行不完整"),
        ("\"甲\" = \"满意度\"\n", "没有 [columns] 一节"),
        ("[columns]\n甲 = 满意度\n", "第 2 行"),
    ];
    for (text, told) in cases {
        assert!(unusable(text).contains(told), "{text} {}", unusable(text));
    }
}

#[test]
fn what_is_written_is_read_again() {
    let book = rule_book(Edition::Default);
    let own = OwnHeaders::read(MAPPING.as_bytes(), book).unwrap();
    assert_eq!(
        OwnHeaders::read(own.written(book).as_bytes(), book).unwrap(),
        own
    );
    let odd = OwnHeaders::of([("甲\"\\\n乙".to_string(), "满意度".to_string())], book).unwrap();
    assert_eq!(
        OwnHeaders::read(odd.written(book).as_bytes(), book).unwrap(),
        odd
    );
}

#[test]
fn a_survey_shows_every_column_with_its_values_and_what_it_may_be() {
    let book = rule_book(Edition::Default);
    let source = |input: &Input| Source::Bytes {
        name: "数据.xlsx".into(),
        bytes: input.bytes().into(),
    };
    let read = |input: &Input| workbook::read(&source(input), &Bounds::STANDARD).unwrap();
    let survey = survey(read(&clumsy()), book).unwrap();
    let column = |header: &str| {
        let mut columns = survey.columns.iter();
        columns
            .find(|column| column.header.starts_with(header))
            .unwrap()
    };
    assert_eq!(column("哪个部门").values, [NAME, "示例市文化局"]);
    assert_eq!(column("哪个部门").taken, None);
    assert!(column("满意度").taken.is_some());
    assert!(survey.is_sure);
    let lacking: Vec<&str> = survey
        .wanted
        .iter()
        .filter(|wanted| wanted.column.is_none())
        .map(|wanted| book.metrics[wanted.metric].name())
        .filter(|name| ["部门名称", "政府采购计划金额", "实际采购金额"].contains(name))
        .collect();
    assert_eq!(lacking.len(), 3);
}

/// A workbook as it is read by default.
fn task(file: &Source) -> Task<'_> {
    Task {
        file,
        last_year: None,
        review: None,
        anomalies: true,
        year: None,
        bounds: &Bounds::STANDARD,
    }
}

#[test]
fn a_trial_is_what_the_corrected_workbook_would_be() {
    let book = rule_book(Edition::Default);
    let mut input = Input::of([Department::new(NAME), Department::new("示例市文化局")]);
    let column = input.data().column("实际采购金额");
    let source = |input: &Input| Source::Bytes {
        name: "数据.xlsx".into(),
        bytes: input.bytes().into(),
    };
    let evaluate = |input: &Input| {
        let file = source(input);
        let evaluated = task(&file).evaluate(book, Missing::Hold, |_| || {});
        evaluated
            .map_err(|cause| cause.told(Audience::Page))
            .unwrap()
    };
    let before = evaluate(&input);
    let correction = Correction {
        sheet: "基础数据".into(),
        cell: Address::new(1, column as u16),
        text: "1".into(),
    };
    let file = source(&input);
    let tried = trial(&task(&file), &before, &[correction]).unwrap();
    input.data().rows[1][column] = crate::support::Cell::parse("1");
    let corrected = evaluate(&input);
    assert_eq!(tried.cards[0].total, corrected.cards[0].total);
    assert_ne!(tried.cards[0].total, before.cards[0].total);
    assert_eq!(tried.ranking.ranks, corrected.ranking.ranks);
    let told = |problems: &[jixiao::problem::Problem]| problems.len();
    assert_eq!(told(&tried.problems), told(&corrected.problems));
}
