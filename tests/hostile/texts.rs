//! Texts and names that act on a terminal, a sheet or a folder.

use jixiao::workbook::{Bounds, CellValue, open};

use super::try_bytes;
use crate::support::{Cell, Department, Folder, Input};

/// A name with a colour, a bell, a title for the window, and marks that turn the direction around.
const NAME: &str = "甲\u{1b}[31m局\u{7}\u{1b}]0;x\u{202e}slx.\u{200f}\u{9b}2J";

fn hostile() -> Input {
    let mut input = Input::of([
        Department::new(NAME).with_cell("部门预算总规模", Cell::text("\u{1b}[2J约三千")),
        Department::new("乙").with_cell("部门预算总规模", Cell::text("\u{202e}3000")),
    ]);
    input.data().rows[0][7] = Cell::text("资金按重点合\u{1b}[5m理分派");
    input
        .data()
        .rows
        .push(vec![Cell::Blank, Cell::text("注：\u{1b}c")]);
    input
}

fn assert_safe(what: &str, text: &str) {
    let unseen = text
        .chars()
        .find(|c| jixiao::visible_text::is_unseen(*c) && *c != '\n');
    assert_eq!(unseen, None, "{what}: {text:?}");
}

#[test]
fn nothing_unseen_reaches_a_terminal_or_json() {
    let folder = Folder::new();
    folder.put("甲.xlsx", hostile().bytes());
    for arguments in [
        &["score", "甲.xlsx"][..],
        &["check", "甲.xlsx"],
        &["explain", "甲.xlsx"],
        &["check", "甲.xlsx", "--format", "json"],
        &["score", "甲.xlsx", "--format", "json"],
        &["explain", "甲.xlsx", "--dept", "\u{1b}[31m"],
        &["check", "没有\u{1b}[31m.xlsx"],
        &["check", "\u{1b}]0;x\u{7}", "--\u{1b}[5m"],
        &["check", "甲.xlsx", "--rules", "\u{1b}[31m"],
    ] {
        let ran = folder.run(arguments);
        assert_safe(&format!("{arguments:?}"), &ran.stdout);
        assert_safe(&format!("{arguments:?}"), &ran.stderr);
    }
    // JSON escapes some of them: what it stands for must be safe, too.
    let json = folder.run(&["score", "甲.xlsx", "--format", "json"]).json();
    let name = json["departments"][0]["name"].as_str().expect("a name");
    assert_eq!(name, "甲 [31m局 ]0;xslx. 2J");
}

#[test]
fn a_rule_book_with_what_cannot_be_seen_is_refused() {
    let folder = Folder::new();
    let head = "extends = \"shenzhen-2021\"\nid = \"x\"\nversion = \"1\"\nyear = 2021\n";
    for line in [
        "name = \"甲\\u001b[31m\"",
        "name = \"甲\\u202e\"",
        "source = \"甲\u{202e}\"",
        "甲\u{202e} = 1",
    ] {
        folder.put("坏.toml", format!("{head}{line}\n"));
        for arguments in [
            &["rules", "check", "坏.toml"][..],
            &["rules", "show", "坏.toml"],
        ] {
            let ran = folder.run(arguments);
            assert_eq!(ran.status, 2, "{line}: {}", ran.stdout);
            assert_safe(line, &ran.stdout);
            assert_safe(line, &ran.stderr);
        }
    }
}

#[test]
fn nothing_unseen_gets_into_the_names_of_the_result() {
    let folder = Folder::new();
    folder.put("甲.xlsx", hostile().bytes());
    folder.run(&["score", "甲.xlsx", "-o", "果.xlsx"]);
    let result = open(&folder.path("果.xlsx"), &Bounds::default()).expect("the result");
    for sheet in &result.sheets {
        assert_safe("a sheet's name", &sheet.name);
        if sheet.name == "基础数据" {
            continue;
        }
        for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
            if let CellValue::Text(text) = &cell.value {
                assert_safe(&sheet.name, text);
            }
        }
    }
}

#[test]
fn no_name_leads_out_of_the_folder_of_reports() {
    let folder = Folder::new();
    let names = [
        "../../逃",
        "/etc/逃",
        "C:\\逃",
        "逃\u{202e}xcod.",
        "CON",
        "..",
        "a/../../逃",
    ];
    folder.put("甲.xlsx", Input::of(names.map(Department::new)).bytes());
    let ran = folder.run(&["report", "甲.xlsx", "-o", "报告"]);
    assert!(ran.status < 2, "{}", ran.stderr);
    let mut outside = folder.files();
    outside.retain(|name| name != "甲.xlsx");
    assert_eq!(outside, ["报告"]);
    let inside = std::fs::read_dir(folder.path("报告")).expect("the folder");
    let files: Vec<String> = inside
        .map(|file| file.expect("a file").file_name().to_string_lossy().into())
        .collect();
    assert_eq!(files.len(), names.len(), "{files:?}");
    files
        .iter()
        .for_each(|file| assert_safe("a file's name", file));
}

#[test]
fn text_that_looks_like_a_formula_stays_text() {
    let texts = [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "=cmd|' /C calc'!A0",
        "\t=1",
        "=HYPERLINK(\"http://x\")",
    ];
    let mut input = Input::of(texts.map(Department::new));
    for (row, text) in input.data().rows.iter_mut().skip(1).zip(texts) {
        row[0] = Cell::text(text);
        row[18] = Cell::text(text);
    }
    let folder = Folder::new();
    folder.put("式.xlsx", input.bytes());
    let ran = folder.run(&["score", "式.xlsx", "-o", "果.xlsx"]);
    assert!(ran.status < 2, "{}", ran.stderr);
    let result = open(&folder.path("果.xlsx"), &Bounds::default()).expect("the result");
    let mut seen = 0;
    for sheet in &result.sheets {
        for cell in sheet.rows.iter().flat_map(|row| &row.cells) {
            let CellValue::Text(text) = &cell.value else {
                continue;
            };
            if texts.iter().any(|known| text.trim() == known.trim()) {
                let live = cell.formula && sheet.name == "基础数据";
                assert!(!live, "{} {text}", sheet.name);
                seen += 1;
            }
        }
    }
    assert!(seen >= 3 * texts.len(), "{seen}");
}

#[test]
fn cells_as_long_as_they_can_be_are_read() {
    let long = "长".repeat(32_767);
    let mut input = Input::of([
        Department::new(&long),
        Department::new("乙").with_cell("部门预算总规模", Cell::text(&long)),
    ]);
    input.data().rows[0][7] = Cell::text(&long);
    let said = try_bytes("长.xlsx", input.bytes());
    assert!(said.contains("无法识别"), "{said}");
}

#[test]
fn odd_names_of_files_are_read_and_written_beside() {
    let folder = Folder::new();
    let long = "长".repeat(60);
    for name in [
        "两个 空格.xlsx",
        "表😀.xlsx",
        &format!("{long}.xlsx"),
        "-开头.xlsx",
        "a'b\"c.xlsx",
    ] {
        folder.put(name, Input::of([Department::new("甲")]).bytes());
        let ran = folder.run(&["--", name]);
        assert_eq!(ran.status, 0, "{name}: {}", ran.stderr);
        let result = name.replace(".xlsx", "-评分结果.xlsx");
        assert!(folder.path(&result).exists(), "{result}");
    }
    // The name of the result would be longer than systems take: told, and nothing is left behind.
    let longest = format!("{}.xlsx", "长".repeat(83));
    folder.put(&longest, Input::of([Department::new("甲")]).bytes());
    let before = folder.files();
    let ran = folder.run(&["score", &longest]);
    assert_eq!(ran.status, 2, "{}", ran.stdout);
    assert!(ran.stderr.contains("-o"), "{}", ran.stderr);
    assert_eq!(folder.files(), before);
    // A path deeper than some systems like.
    let deep = ["很深的文件夹"; 30].join("/");
    std::fs::create_dir_all(folder.path(&deep)).expect("folders");
    let file = format!("{deep}/甲.xlsx");
    folder.put(&file, Input::of([Department::new("甲")]).bytes());
    assert_eq!(folder.run(&["score", &file]).status, 0);
}
