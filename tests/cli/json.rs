//! The JSON contract of `score`, `check` and `explain`, held against `docs/schema/`.

use std::path::Path;

use jixiao::analysis::{Evaluation, Part};
use serde_json::{Value, json};

use crate::support::{Department, Folder, Input};

const CITY: &str = "示例市-2021.xlsx";

fn schema(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("docs/schema")
        .join(format!("{name}.schema.json"));
    let text = std::fs::read_to_string(path).expect("a schema");
    serde_json::from_str(&text).expect("a schema is JSON")
}

fn violations(schema: &Value, document: &Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).expect("a good schema");
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

fn assert_valid(name: &str, document: &Value) {
    assert_eq!(violations(&schema(name), document), Vec::<String>::new());
}

/// The document that a command writes; standard output holds nothing else.
fn document(folder: &Folder, arguments: &[&str]) -> Value {
    let ran = folder.run(&[arguments, &["--format", "json"]].concat());
    assert!(ran.status < 2, "{}", ran.stderr);
    ran.json()
}

#[test]
fn score_keeps_its_schema_in_every_mode() {
    let folder = Folder::with_sample(CITY);
    for missing in ["hold", "zero", "declared"] {
        let document = document(&folder, &["score", CITY, "--missing", missing]);
        assert_valid("score", &document);
        assert_eq!(document["missing"], missing);
        assert_eq!(document["departments"].as_array().map(Vec::len), Some(62));
    }
    // Without -o no workbook is written.
    assert_eq!(folder.files(), [CITY]);
}

#[test]
fn the_schemas_name_every_part_that_a_result_may_have() {
    let names = json!(Part::ALL.map(Part::name));
    for (name, workbook) in [("score", "/properties"), ("lines", "/$defs/run/properties")] {
        let sheets = format!("{workbook}/workbook/properties/sheets/items/enum");
        assert_eq!(schema(name).pointer(&sheets), Some(&names), "{name}");
    }
    let folder = Folder::with_sample("小样-2021.xlsx");
    let chosen = "全部,差距与余量,名次把握,争议读法";
    let arguments = [
        "score",
        "小样-2021.xlsx",
        "-o",
        "结果.xlsx",
        "--sheets",
        chosen,
    ];
    let document = document(&folder, &arguments);
    assert_valid("score", &document);
    let sheets = document["workbook"]["sheets"].as_array().map(Vec::len);
    assert_eq!(sheets, Some(11));
}

#[test]
fn score_keeps_its_schema_for_the_other_edition() {
    let file = "公开案例-教育信息技术中心.xlsx";
    let folder = Folder::with_sample(file);
    let document = document(&folder, &["score", file, "--rules", "shenzhen-2021a"]);
    assert_valid("score", &document);
    assert_eq!(document["rulebook"]["id"], "shenzhen-2021a");
    let department = &document["departments"][0];
    assert_eq!(department["total"], "94.32");
    assert_eq!(department["grade"], "优");
    assert_eq!(department["rank"], 1);
    assert_eq!(
        department["subtotals"],
        json!({"部门决策": "19.00", "部门管理": "17.98", "部门绩效": "57.34"})
    );
}

#[test]
fn check_keeps_its_schema_and_lists_the_same_problems_as_score() {
    let folder = Folder::with_sample(CITY);
    let check = document(&folder, &["check", CITY]);
    assert_valid("check", &check);
    assert_eq!(check["departments"], 62);
    let score = document(&folder, &["score", CITY]);
    assert_eq!(check["problems"], score["problems"]);
    assert_eq!(folder.files(), [CITY]);
}

#[test]
fn explain_keeps_scores_schema_and_shows_whom_it_was_asked_for() {
    let folder = Folder::with_sample(CITY);
    let everyone = document(&folder, &["explain", CITY]);
    assert_valid("score", &everyone);
    assert_eq!(everyone, document(&folder, &["score", CITY]));
    let one = document(&folder, &["explain", CITY, "--dept", "示例市第二中学"]);
    assert_valid("score", &one);
    let departments = one["departments"].as_array().expect("departments");
    assert_eq!(departments.len(), 1);
    assert_eq!(departments[0]["name"], "示例市第二中学");
    for problem in one["problems"].as_array().expect("problems") {
        assert_eq!(problem["department"]["name"], "示例市第二中学");
    }
}

#[test]
fn a_held_department_has_nulls_and_what_was_scored() {
    let folder = Folder::new();
    let department = Department::new("示例市教育局").with("满意度=空");
    folder.put("甲.xlsx", Input::of([department]).bytes());
    let document = document(&folder, &["score", "甲.xlsx"]);
    assert_valid("score", &document);
    let department = &document["departments"][0];
    assert_eq!(department["code"], Value::Null);
    assert_eq!(department["row"], 2);
    assert_eq!(department["total"], Value::Null);
    assert_eq!(department["scored_total"], "94.00");
    assert_eq!(department["scored_points"], "94.00");
    assert_eq!(department["grade"], "待定");
    assert_eq!(department["rank"], Value::Null);
    assert_eq!(
        department["subtotals"],
        json!({"部门决策": "20.00", "部门管理": "20.00", "部门绩效": null})
    );
    let last = &department["indicators"][20];
    assert_eq!(last["points"], "6.00");
    assert_eq!(last["score"], Value::Null);
    assert_eq!(last["source"], "missing");
    assert_eq!(
        document["problems"][0],
        json!({
            "severity": "error",
            "code": "V01",
            "department": {"code": null, "name": "示例市教育局"},
            "sheet": "基础数据",
            "cell": "BK2",
            "message": document["problems"][0]["message"],
            "advice": document["problems"][0]["advice"],
        })
    );
}

#[test]
fn whatif_keeps_its_schema_and_answers_whom_it_was_asked_for() {
    let folder = Folder::with_sample(CITY);
    let all = document(&folder, &["whatif", CITY]);
    assert_valid("whatif", &all);
    assert_eq!(all["departments"].as_array().map(Vec::len), Some(62));
    assert_eq!(all["combinations"], 48);
    let one = document(&folder, &["whatif", CITY, "--dept", "示例市智慧教育中心"]);
    assert_valid("whatif", &one);
    let department = &one["departments"][0];
    assert_eq!(one["departments"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        department["up"],
        json!({"grade": "良", "points": "0.03", "silence": null})
    );
    assert_eq!(
        department["headroom"][0],
        json!({
            "direction": "up",
            "grade": "良",
            "changes": [{
                "metric": "一季度末支出进度",
                "sheet": "基础数据",
                "cell": "AX11",
                "from": "12.29%",
                "to": "12.78%"
            }],
            "total": "80.00"
        })
    );
    assert_eq!(department["range"]["grades"], json!(["良", "中"]));
    // Without -o no workbook is written.
    assert_eq!(folder.files(), [CITY]);
}

#[test]
fn verify_keeps_its_schema() {
    let folder = Folder::with_sample("小样-2021.xlsx");
    folder.run(&["score", "小样-2021.xlsx", "-o", "结果.xlsx"]);
    let same = document(&folder, &["verify", "结果.xlsx"]);
    assert_valid("verify", &same);
    assert_eq!(same["same"], true);
    let other = Input::of([Department::new("甲")]);
    folder.put("别的.xlsx", other.bytes());
    let against = document(&folder, &["verify", "结果.xlsx", "--input", "别的.xlsx"]);
    assert_valid("verify", &against);
    assert_eq!(against["same"], false);
}

#[test]
fn the_schemas_refuse_what_is_not_in_the_contract() {
    let folder = Folder::with_sample("小样-2021.xlsx");
    let good = document(&folder, &["score", "小样-2021.xlsx"]);
    let schema = schema("score");
    for (pointer, value) in [
        ("/departments/0/total", json!(97.18)),
        ("/departments/0/total", json!("97.2")),
        ("/departments/0/grade", json!("特优")),
        ("/departments/0/grade", json!("待定")),
        ("/departments/0/rank", json!("1")),
        ("/departments/0/indicators/0/source", json!("guessed")),
        ("/departments/0/indicators/0/score", Value::Null),
        ("/departments/0/indicators", json!([])),
        ("/missing", json!("skip")),
        ("/rulebook/digest", json!("")),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("a place in the document") = value.clone();
        assert_ne!(
            violations(&schema, &bad),
            Vec::<String>::new(),
            "{pointer} {value}"
        );
    }
    for place in [
        "",
        "/rulebook",
        "/departments/0",
        "/departments/0/indicators/0",
    ] {
        let mut bad = good.clone();
        let object = bad.pointer_mut(place).and_then(Value::as_object_mut);
        object.expect("an object").insert("new".into(), json!(1));
        assert_ne!(violations(&schema, &bad), Vec::<String>::new(), "{place}");
    }
}

#[test]
fn columns_that_match_nothing_are_data() {
    let mut input = Input::of([Department::new("甲局")]);
    let data = input.data();
    data.rename("专项资金评价结果为差", "专项评价是否为差");
    data.rename("在编人数", "2021年末在编人数");
    let folder = Folder::new();
    folder.put("甲.xlsx", input.bytes());
    for command in ["check", "score"] {
        let document = document(&folder, &[command, "甲.xlsx"]);
        assert_valid(command, &document);
        let suggestion = |name: &str| json!({"name": name, "found": false});
        assert_eq!(
            document["columns"],
            json!([{
                "sheet": "基础数据",
                "unused": [
                    {
                        "column": "AI", "cell": "AI1", "header": "专项评价是否为差",
                        "suggestion": suggestion("专项资金评价结果为差"),
                    },
                    {
                        "column": "AN", "cell": "AN1", "header": "2021年末在编人数",
                        "suggestion": suggestion("在编人数"),
                    },
                ],
                "absent": [
                    {"name": "专项资金评价结果为差", "optional": false, "default": "否", "suspects": ["AI"]},
                    {"name": "在编人数", "optional": false, "default": null, "suspects": []},
                ],
            }])
        );
    }
}

/// The city of a year, read and scored as the page does it: without the command line.
fn evaluated(sample: &str) -> Evaluation<'static> {
    use jixiao::rulebook::library;
    use jixiao::workbook::{self, Bounds, Source};
    let book = library::default().book.expect("a sound rule book");
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("sample-data")
        .join(sample);
    let source = Source::Bytes {
        name: sample.into(),
        bytes: std::fs::read(path).expect("the sample").into(),
    };
    let workbook = workbook::read(&source, &Bounds::STANDARD).expect("a workbook");
    let book = Box::leak(Box::new(book));
    let (dataset, problems) = jixiao::intake::read(workbook, book, None).expect("departments");
    let missing = jixiao::scoring::Missing::Hold;
    jixiao::analysis::evaluate(dataset, book, missing, problems, &|| {})
}

#[test]
fn the_page_sees_scores_document_and_keeps_its_own_schema() {
    let city = evaluated(CITY);
    let view = serde_json::to_value(jixiao::json::view(&city)).expect("JSON");
    assert_valid("view", &view);
    let folder = Folder::with_sample(CITY);
    assert_eq!(
        view["scores"],
        document(&folder, &["score", CITY, "--no-anomalies"])
    );
    // Each indicator's classes hold every department that has a score.
    for indicator in view["indicators"].as_array().expect("indicators") {
        let classes = indicator["distribution"].as_array().expect("classes");
        let counted: u64 = classes
            .iter()
            .filter_map(|class| class["count"].as_u64())
            .sum();
        assert_eq!(Some(counted), indicator["spread"]["count"].as_u64());
    }
}

#[test]
fn what_a_corrected_workbook_changed_keeps_its_schema() {
    let (this, last) = (evaluated(CITY), evaluated("示例市-2020.xlsx"));
    let changes = |before: &Evaluation, after: &Evaluation| {
        let changes = serde_json::to_value(jixiao::json::revision(before, after)).expect("JSON");
        assert_valid("revision", &changes);
        changes
    };
    let none = json!({"gone": [], "fresh": [], "moved": [], "joined": [], "left": []});
    assert_eq!(changes(&this, &evaluated(CITY)), none);
    let (there, back) = (changes(&this, &last), changes(&last, &this));
    assert_eq!(there["gone"], back["fresh"]);
    assert_eq!(there["fresh"], back["gone"]);
    assert_eq!(there["joined"], back["left"]);
    assert_eq!(
        there["moved"].as_array().map(Vec::len),
        back["moved"].as_array().map(Vec::len)
    );
}

#[test]
fn lines_say_what_the_document_says() {
    let folder = Folder::with_sample(CITY);
    let shown = |format| folder.run(&["score", CITY, "--format", format, "--threads", "1"]);
    let document = shown("json").json();
    let lines = shown("jsonl").stdout;
    let lines: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object a line"))
        .collect();
    let of_type = |kind: &str| -> Vec<serde_json::Value> {
        let own = lines.iter().filter(|line| line["type"] == kind);
        own.map(|line| {
            let mut line = line.clone();
            line.as_object_mut().expect("an object").remove("type");
            line
        })
        .collect()
    };
    let validator = jsonschema::validator_for(&schema("lines")).expect("a good schema");
    for line in &lines {
        let errors: Vec<String> = validator.iter_errors(line).map(|e| e.to_string()).collect();
        assert_eq!(errors, Vec::<String>::new(), "{line}");
    }
    for same in ["rulebook", "missing", "columns"] {
        assert_eq!(lines[0][same], document[same]);
    }
    assert_eq!(
        of_type("department"),
        *document["departments"].as_array().expect("a list")
    );
    assert_eq!(
        of_type("problem"),
        *document["problems"].as_array().expect("a list")
    );

    let table = shown("csv").stdout;
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let header = table.headers().expect("a header").clone();
    let column = |name: &str| {
        header
            .iter()
            .position(|known| known == name)
            .expect("the column")
    };
    let rows: Vec<csv::StringRecord> = table.records().map(|row| row.expect("a row")).collect();
    let departments = document["departments"].as_array().expect("a list");
    let problems = document["problems"].as_array().expect("a list");
    assert_eq!(rows.len(), departments.len() + problems.len());
    for (row, department) in rows.iter().zip(departments) {
        assert_eq!(&row[0], "部门");
        assert_eq!(
            row[column("部门名称")],
            *department["name"].as_str().expect("a name")
        );
        assert_eq!(
            row[column("总分")],
            *department["total"].as_str().unwrap_or_default()
        );
        for indicator in department["indicators"].as_array().expect("a list") {
            let name = indicator["name"].as_str().expect("a name");
            assert_eq!(
                row[column(name)],
                *indicator["score"].as_str().unwrap_or_default()
            );
        }
    }
    for (row, problem) in rows[departments.len()..].iter().zip(problems) {
        assert_eq!(&row[0], "问题");
        assert_eq!(
            row[column("问题")],
            *problem["message"].as_str().expect("a sentence")
        );
    }
}
