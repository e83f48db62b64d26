//! `rules`: a rule book as a workbook from end to end, what differs, the copy with the cells marked.

use std::path::Path;

use serde_json::Value;

use crate::support::{Folder, written};

const SAMPLE: &str = "小样-2021.xlsx";

#[test]
fn a_rule_workbook_scores_as_the_rule_book_that_it_came_from() {
    let folder = Folder::with_sample(SAMPLE);
    let ran = folder.run(&["rules", "export", "shenzhen-2021", "-o", "规则.xlsx"]);
    assert_eq!(
        (ran.status, ran.stdout.as_str()),
        (0, "已写到 规则.xlsx\n"),
        "{}",
        ran.stderr
    );
    let checked = folder.run(&["rules", "check", "规则.xlsx"]);
    assert_eq!(checked.status, 0, "{}", checked.stdout);
    for (rules, output) in [("规则.xlsx", "一.xlsx"), ("shenzhen-2021", "二.xlsx")] {
        let ran = folder.run(&["score", SAMPLE, "--rules", rules, "-o", output]);
        assert!(ran.status < 2, "{}", ran.stderr);
    }
    let read = |name| std::fs::read(folder.path(name)).unwrap();
    assert!(read("一.xlsx") == read("二.xlsx"), "the same bytes");
    // And by way of a TOML file.
    assert_eq!(
        folder
            .run(&["rules", "convert", "规则.xlsx", "规则.toml"])
            .status,
        0
    );
    let same = folder.run(&["rules", "diff", "规则.toml", "shenzhen-2021"]);
    assert!(
        same.stdout.contains("两本规则书的内容相同"),
        "{}",
        same.stdout
    );
}

#[test]
fn only_workbooks_and_toml_are_written_and_nothing_over_the_input() {
    let folder = Folder::new();
    for (output, told) in [("规则.docx", "只能写成"), ("规则", "只能写成")] {
        let ran = folder.run(&["rules", "convert", "shenzhen-2021", output]);
        assert_eq!(ran.status, 2);
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
    assert_eq!(
        folder.run(&["rules", "export", "-o", "规则.xlsx"]).status,
        0
    );
    let over = folder.run(&["rules", "convert", "规则.xlsx", "规则.xlsx", "--force"]);
    assert!(over.stderr.contains("不能覆盖输入文件"), "{}", over.stderr);
    let copy = folder.run(&["rules", "check", "shenzhen-2021", "-o", "标注.xlsx"]);
    assert!(copy.stderr.contains("不是工作簿"), "{}", copy.stderr);
    assert_eq!(folder.files(), ["规则.xlsx"]);
}

/// A faulty book as a workbook cannot be exported; here its own cells are spoiled through a TOML twin.
#[test]
fn a_copy_marks_the_cells_that_are_found_fault_with() {
    let folder = Folder::new();
    folder.run(&["rules", "export", "-o", "规则.xlsx"]);
    let bytes = spoiled(&std::fs::read(folder.path("规则.xlsx")).unwrap());
    folder.put("改坏.xlsx", bytes);
    let ran = folder.run(&["rules", "check", "改坏.xlsx", "-o", "标注.xlsx"]);
    assert_eq!(ran.status, 2);
    insta::assert_snapshot!(ran.stdout);
    let marked = std::fs::read(folder.path("标注.xlsx")).unwrap();
    let workbook = written::read(&marked);
    assert_eq!(workbook.sheets[0].name, "问题清单");
    assert_eq!(written::stored(&workbook, "问题清单", "C4"), "计分");
    assert_eq!(written::stored(&workbook, "问题清单", "D4"), "E4");
    // The copy is read as the workbook was: the same findings at the same cells.
    let again = folder.run(&["rules", "check", "标注.xlsx"]);
    assert_eq!(
        again.stdout.replace("标注.xlsx", "改坏.xlsx"),
        ran.stdout.replace("已写到 标注.xlsx\n", "")
    );
}

/// The same package with another name in a formula.
fn spoiled(bytes: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut target = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..package.len() {
        let mut part = package.by_index(place).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        let name = part.name().unwrap().to_string();
        if name == "xl/sharedStrings.xml" {
            let text = String::from_utf8(content).unwrap();
            let own = "<t>预算编制符合职责和政策；";
            assert!(text.contains(own));
            content = text
                .replace(own, "<t>预算编制符合职责与政策；")
                .into_bytes();
        }
        target
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        target.write_all(&content).unwrap();
    }
    target.finish().unwrap().into_inner()
}

#[test]
fn a_difference_keeps_its_schema() {
    let folder = Folder::new();
    let ran = folder.run(&[
        "rules",
        "diff",
        "shenzhen-2021",
        "shenzhen-2021a",
        "--format",
        "json",
    ]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let document: Value = ran.json();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schema/rules-diff.schema.json");
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let violations: Vec<String> = validator
        .iter_errors(&document)
        .map(|one| one.to_string())
        .collect();
    assert_eq!(violations, Vec::<String>::new());
    assert_eq!(document["changes"].as_array().map(Vec::len), Some(19));
}

#[test]
fn a_rule_workbook_that_is_taken_for_data_is_told() {
    let folder = Folder::new();
    folder.run(&["rules", "export", "-o", "规则.xlsx"]);
    let ran = folder.run(&["score", "规则.xlsx"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("是规则书") && ran.stderr.contains("--rules 规则.xlsx"),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_draft_from_the_command_line() {
    let folder = Folder::new();
    folder.put("指标表.csv", include_bytes!("../fixtures/指标表.csv"));
    let ran = folder.run(&["rules", "draft", "指标表.csv", "-o", "草稿.xlsx"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.contains("21 个三级指标"), "{}", ran.stdout);
    let scored = folder.run(&["score", "指标表.csv", "--rules", "草稿.xlsx"]);
    assert_eq!(scored.status, 2);
    assert!(scored.stderr.contains("还没有确认"), "{}", scored.stderr);
    folder.put("空.csv", "甲,乙\n1,2\n");
    let none = folder.run(&["rules", "draft", "空.csv", "-o", "空.xlsx"]);
    assert!(none.stderr.contains("没有找到指标表"), "{}", none.stderr);
}
