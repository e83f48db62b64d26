//! The documents that the page's Worker gives, held against `docs/schema/page.schema.json`. The page calls the same functions.

/// A rule book that somebody hands in or changes cell by cell.
mod rule_books;

use std::path::Path;

use jixiao::analysis::Evaluation;
use jixiao::analysis::ledger::Ledger;
use jixiao::forms::Who;
use jixiao::intake::survey;
use jixiao::json::Help;
use jixiao::questions::certainty::Tolerance;
use jixiao::questions::{certainty, disputes, headroom, readings};
use jixiao::rulebook::{OwnHeaders, RuleBook, library};
use jixiao::scoring::Missing;
use jixiao::tasks::collecting::{Collected, FormFile};
use jixiao::tasks::correction::Correction;
use jixiao::tasks::trial::trial;
use jixiao::tasks::verifying::Sealed;
use jixiao::tasks::{Audience, Input, TaskError, collecting, comparing, papers};
use jixiao::workbook::{Bounds, Source};
use jixiao::{json, tasks, workbook};
use jsonschema::{Retrieve, Uri};
use serde::Serialize;
use serde_json::{Value, json};

use crate::support::{Folder, sample_path};

const CITY: &str = "示例市-2021.xlsx";
const LAST: &str = "示例市-2020.xlsx";
const SMALL: &str = "小样-2021.xlsx";

/// The schemas beside it.
struct Beside;

impl Retrieve for Beside {
    fn retrieve(
        &self,
        uri: &Uri<String>,
    ) -> Result<Value, Box<dyn std::error::Error + Send + Sync>> {
        let name = uri.path().as_str().trim_start_matches('/').to_string();
        Ok(schema(&name))
    }
}

fn schema(file: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema");
    let text = std::fs::read_to_string(path.join(file)).expect("a schema");
    serde_json::from_str(&text).expect("a schema is JSON")
}

/// The document as JSON, held against its definition.
fn held(definition: &str, document: &impl Serialize) -> Value {
    let document = serde_json::to_value(document).expect("JSON");
    assert_eq!(violations(definition, &document), Vec::<String>::new());
    document
}

fn violations(definition: &str, document: &Value) -> Vec<String> {
    let of = json!({"$ref": format!("page.schema.json#/$defs/{definition}")});
    let validator = jsonschema::options()
        .with_retriever(Beside)
        .build(&of)
        .expect("a good schema");
    let errors = validator.iter_errors(document);
    errors
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn source(sample: &str) -> Source {
    Source::Bytes {
        name: sample.into(),
        bytes: std::fs::read(sample_path(sample))
            .expect("the sample")
            .into(),
    }
}

fn book() -> &'static RuleBook {
    let book = library::default().book.expect("a sound rule book");
    Box::leak(Box::new(book))
}

fn input(file: &Source) -> Input<'_> {
    Input {
        file,
        last_year: None,
        review: None,
        anomalies: true,
        year: None,
        bounds: &Bounds::STANDARD,
    }
}

fn evaluated(sample: &str, book: &'static RuleBook) -> Evaluation<'static> {
    let file = source(sample);
    let done = |_| || {};
    let evaluation = input(&file).evaluate(book, Missing::Hold, done);
    evaluation.expect("departments")
}

fn everybody(evaluation: &Evaluation) -> Vec<usize> {
    (0..evaluation.cards.len()).collect()
}

#[test]
fn what_stands_there_before_anything_is_read() {
    let choices = held("choices", &json::choices());
    let first = &choices["books"][0]["id"];
    assert_eq!(first, library::BUILT_IN[0].0);
    let file = json::text("更名.csv", "原名称,现名称\r\n");
    assert_eq!(held("text", &file)["name"], "更名.csv");
}

#[test]
fn a_failure_says_what_may_help() {
    let faulty = library::load_text("坏的.toml", "extends = \"shenzhen-2021\"\nid = 5\n");
    let help = Help {
        rules: true,
        ..Help::default()
    };
    let failure = held(
        "failure",
        &json::failure("规则书“坏\u{202e}的”有错误", &faulty.findings, help),
    );
    assert_eq!(failure["rules"], true);
    let details = failure["details"].as_array().expect("details");
    let mut told = details.iter().filter_map(Value::as_str);
    assert!(told.any(|one| one.starts_with("第 2 行：")), "{details:?}");
    assert!(!failure.to_string().contains('\u{202e}'));
}

#[test]
fn a_result_with_what_was_corrected_and_its_ledger() {
    let book = book();
    let (before, after) = (evaluated(LAST, book), evaluated(CITY, book));
    let (ledger, problems): (Ledger, _) = papers::ledger_of(&after, &everybody(&after), None, &[]);
    let alone = json::result(&after, None, (&ledger, &problems), false);
    let alone = held("result", &alone);
    assert_eq!(alone["changes"], Value::Null);
    assert_eq!(alone["last_year"], false);
    let corrected = json::result(&after, Some(&before), (&ledger, &problems), true);
    let corrected = held("result", &corrected);
    assert!(
        !corrected["changes"]["moved"]
            .as_array()
            .expect("a list")
            .is_empty()
    );
    assert_eq!(corrected["view"], alone["view"]);
}

#[test]
fn figures_and_a_trial() {
    let (book, file) = (book(), source(CITY));
    let before = evaluated(CITY, book);
    let figures = held("figures", &json::figures(&before, 0));
    let figures = figures["figures"].as_array().expect("figures");
    let one = figures.iter().find(|one| one["label"] == "实际采购金额");
    let one = one.expect("a figure");
    let corrections = [Correction {
        sheet: one["sheet"].as_str().expect("a sheet").into(),
        cell: one["cell"]
            .as_str()
            .and_then(jixiao::address::Address::parse_a1)
            .expect("a cell"),
        text: "1".into(),
    }];
    let after = trial(&input(&file), &before, &corrections).expect("a trial");
    let document = held(
        "trial",
        &json::trial(&before, &after, 0).expect("the department"),
    );
    assert_ne!(document["total"][0], document["total"][1]);
}

#[test]
fn forms_out_and_back() {
    let folder = Folder::with_sample(SMALL);
    folder.run(&["template", "--departments", SMALL, "-o", "发出"]);
    let who = [Who {
        code: None,
        name: "甲局".into(),
        group: None,
    }];
    let roster = json::roster(2021, &who, vec!["按 GBK 编码读取".into()]);
    assert_eq!(held("roster", &roster)["departments"][0]["name"], "甲局");
    let mut names = folder.files_in("发出");
    names.truncate(2);
    folder.put("说明.txt", "不是表");
    let paths = names.iter().map(|name| format!("发出/{name}"));
    let files = paths.chain(["说明.txt".into()]).map(|name| FormFile {
        source: Source::Bytes {
            bytes: std::fs::read(folder.path(&name)).expect("a form").into(),
            name: name.clone(),
        },
        name,
    });
    let files: Vec<FormFile> = files.collect();
    let book = book();
    let received = collecting::receive(&files, book, &Bounds::STANDARD, || {});
    let against = source(SMALL);
    let collected = Collected::new(
        received,
        Some(&who),
        &[],
        Some((&against, &Bounds::STANDARD)),
        book,
    )
    .expect("a collection");
    let document = held(
        "collected",
        &json::collected(&json::Collected {
            files: files.len(),
            collection: &collected.collection,
            changed: collected.changed.as_deref(),
            problems: &collected.problems,
            notices: &[],
            other_rules: vec!["别的规则书"],
        }),
    );
    let fates = document["collection"]["fates"].as_array().expect("fates");
    assert!(fates.iter().any(|fate| fate["status"] == "没有交"));
    assert!(fates.iter().any(|fate| fate["status"] == "不是填报表"));
}

#[test]
fn headers_beside_what_is_wanted() {
    let book = book();
    let workbook = workbook::read(&source(SMALL), &Bounds::STANDARD).expect("a workbook");
    let survey = survey::survey(workbook, book).expect("a header");
    let pairs = vec![("采购计划".to_string(), "政府采购计划金额".to_string())];
    let own = OwnHeaders::of(pairs, book).expect("a pair");
    let document = held("headers", &json::headers(&survey, book, &own));
    assert_eq!(document["pairs"], json!([["采购计划", "政府采购计划金额"]]));
}

#[test]
fn years_and_last_year_beside_a_result() {
    let (book, this, last) = (book(), source(CITY), source(LAST));
    let years = comparing::with_last_year(&input(&this), &last, book).expect("two years");
    let comparison = years.compare(Missing::Hold, &[]).expect("a comparison");
    let years = held("years", &json::comparison_view(&comparison, &[]));
    assert_eq!(years["steps"][0]["from"], 2020);
    let evaluation = evaluated(CITY, book);
    let beside = json::LastYear {
        comparison: Some(&comparison),
        aliases: &[],
        silence: None,
    };
    let document = held("last-year", &json::last_year(&evaluation, &beside));
    assert_eq!(document["view"], years);
    assert_eq!(document["figures"], Value::Null);
}

#[test]
fn the_figures_of_the_year_before_that_a_rule_book_uses() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rulebooks/good/上年数据.toml");
    let loaded = library::load(path.to_str().expect("a path")).expect("a rule book");
    let book: &RuleBook = Box::leak(Box::new(loaded.book.expect("a sound one")));
    let (this, last) = (source(CITY), source(LAST));
    let input = Input {
        last_year: Some(&last),
        ..input(&this)
    };
    let evaluation = input
        .evaluate(book, Missing::Hold, |_| || {})
        .expect("departments");
    let beside = json::LastYear {
        comparison: None,
        aliases: &[],
        silence: Some("没有写年度".into()),
    };
    let document = held("last-year", &json::last_year(&evaluation, &beside));
    let figures = &document["figures"];
    assert_eq!(figures["year"], 2020);
    assert_eq!(
        figures["metrics"].as_array().map(Vec::len),
        Some(book.last_year.len())
    );
    let departments = figures["departments"].as_array().expect("departments");
    assert_eq!(departments.len(), 62);
    assert!(
        departments
            .iter()
            .any(|one| one["values"][0][0] != Value::Null)
    );
}

#[test]
fn what_is_asked_of_a_score() {
    let evaluation = evaluated(CITY, book());
    let headroom = headroom::headroom(&evaluation);
    let distances = held("distances", &json::distances(&evaluation, &headroom));
    let of = |document: &Value, name: &str| {
        let place = evaluation
            .dataset
            .records
            .iter()
            .position(|one| one.name == name);
        let all = document["departments"].as_array().expect("departments");
        let own = all
            .iter()
            .find(|one| one["department"].as_u64() == place.map(|it| it as u64));
        own.expect("the department").clone()
    };
    let name = "示例市智慧教育中心";
    let own = of(&distances, name);
    assert_eq!(own["up"]["distance"], "再得 0.03 分即为良");
    let place = own["department"].as_u64().expect("a place") as usize;
    let alone = json::distance(&evaluation, place, &headroom[place]);
    assert_eq!(held("distance", &alone)["up"], own["up"]);

    let readings = readings::readings(&evaluation);
    let document = held("readings", &json::readings(&evaluation, &readings));
    assert_eq!(document["combinations"], 48);
    assert_eq!(
        of(&document, name)["range"]["total"],
        json!(["79.97", "80.46"])
    );
    // Every open reading alone moves whom its effect names, and no one else.
    for (number, choice) in readings.choices.iter().enumerate() {
        for (place, reading) in choice.open.iter().enumerate() {
            let mut chosen = vec![0; readings.choices.len()];
            chosen[number] = place + 1;
            let standings = json::standings(&evaluation, &readings, &chosen);
            let standings = held("standings", &standings);
            let effects = document["effects"].as_array().expect("effects");
            let effect = effects.iter().find(|one| one["name"] == reading.name);
            let effect = effect.expect("its effect");
            let all = standings["departments"].as_array().expect("departments");
            let moved = all.iter().filter(|one| one["difference"] != "").count();
            assert_eq!(
                effect["totals"].as_u64(),
                Some(moved as u64),
                "{}",
                reading.name
            );
        }
    }

    for tolerance in [
        Tolerance::Usual,
        Tolerance::Points(jixiao::Decimal::new(5, 1)),
    ] {
        let certainty = certainty::certainty(&evaluation, tolerance);
        let document = held("certainty", &json::certainty(&evaluation, &certainty));
        let bounds = &of(&document, name)["bounds"];
        let chances = bounds["chances"].as_array().expect("chances");
        let all: f64 = chances.iter().filter_map(Value::as_f64).sum();
        assert!((all - 1.0).abs() < 1e-9, "{all}");
    }
}

#[test]
fn disputed_figures() {
    let mut evaluation = evaluated(CITY, book());
    let nothing = Default::default();
    let none = held("disputes", &json::disputes(&evaluation, &nothing, &[]));
    assert_eq!(none["disputes"], json!([]));
    let list =
        "部门名称,数据项,数据A,数据B\n示例市智慧教育中心,满意度,90%,95%\n没有的部门,满意度,1,2\n";
    let list = Source::Bytes {
        name: "争议数据.csv".into(),
        bytes: list.as_bytes().into(),
    };
    evaluation.dataset.others.clear();
    let (listed, problems) =
        tasks::disputes::disputes(&evaluation, Some(&list), &Bounds::STANDARD).expect("a list");
    let disputes = disputes::disputes(&evaluation, &listed);
    let document = held(
        "disputes",
        &json::disputes(&evaluation, &disputes, &problems),
    );
    assert_eq!(document["disputes"][0]["figures"], json!(["90%", "95%"]));
    assert_eq!(document["problems"].as_array().map(Vec::len), Some(1));
}

#[test]
fn a_result_that_is_verified() {
    let folder = Folder::with_sample(SMALL);
    folder.run(&["score", SMALL, "-o", "结果.xlsx"]);
    let result = Source::Bytes {
        name: "结果.xlsx".into(),
        bytes: std::fs::read(folder.path("结果.xlsx"))
            .expect("the result")
            .into(),
    };
    let sealed = Sealed::open(&result, &Bounds::STANDARD).expect("a result");
    assert_eq!(sealed.rules(None).expect("built in"), "shenzhen-2021");
    let book = book();
    let found = sealed
        .verify(book, &input(&result), false, Audience::Page, |_| || {})
        .expect("scored again");
    let verified = json::Verified {
        file: "结果.xlsx",
        input: None,
        book,
        missing: sealed.missing(),
        verification: &found.verification,
        notes: &found.notes,
    };
    let evaluation = &found.evaluation;
    let document = held(
        "verified",
        &json::verification_view(&verified, evaluation.cards.len()),
    );
    assert_eq!(document["verification"]["same"], true);
    let none = Sealed::open(&source(SMALL), &Bounds::STANDARD);
    assert!(matches!(none, Err(TaskError::NoResult { .. })));
}

#[test]
fn the_definitions_refuse_what_is_not_in_them() {
    let mut choices = serde_json::to_value(json::choices()).expect("JSON");
    choices["more"] = json!(1);
    assert_eq!(violations("choices", &choices).len(), 1);
    choices.as_object_mut().expect("an object").remove("more");
    choices["missing"][0]["id"] = json!("never");
    assert_eq!(violations("choices", &choices).len(), 1);
}
