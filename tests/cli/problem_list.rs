//! `check`: problems by department and kind on the terminal, and each of them in a workbook.

use jixiao::workbook::{self, Bounds, CellValue, Sheet};

use crate::support::recalculate::package::Package;
use crate::support::{Department, Folder, Input};

/// Two departments; the second says 是 with ticks all over, and has a blank and a contradiction.
fn folder() -> Folder {
    let folder = Folder::new();
    let ticks: Vec<String> = crate::support::COLUMNS
        .iter()
        .filter(|(_, usual)| *usual == "是")
        .map(|(name, _)| format!("{name}=√"))
        .collect();
    let odd = Department::new("示例市文化局")
        .with(&ticks.join(";"))
        .with("部门编码='02; 满意度=空; 核定编制数=空; 重点工作完成数=6");
    let good = Department::new("示例市教育局").with("部门编码='01");
    folder.put("甲.xlsx", Input::of([good, odd]).bytes());
    folder
}

fn text(sheet: &Sheet, row: u32, column: u16) -> String {
    let cell = sheet.cell(jixiao::address::Address::new(row, column));
    match cell.map(|cell| &cell.value) {
        Some(CellValue::Text(text)) => text.to_string(),
        Some(CellValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}

#[test]
fn the_terminal_shows_departments_and_kinds() {
    let ran = folder().run(&["check", "甲.xlsx"]);
    assert_eq!(ran.status, 1);
    insta::assert_snapshot!(ran.stdout);
}

#[test]
fn the_workbook_lists_every_problem_with_a_link_to_its_cell() {
    let folder = folder();
    let ran = folder.run(&["check", "甲.xlsx", "-o", "问题.xlsx"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("问题清单已写到：问题.xlsx"),
        "{}",
        ran.stdout
    );
    let book = workbook::open(&folder.path("问题.xlsx"), &Bounds::default()).expect("a workbook");
    let names: Vec<&str> = book
        .sheets
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    assert_eq!(names, ["按部门", "问题清单", "基础数据"]);
    let by_department: Vec<String> = (3..book.sheets[0].rows.len() as u32)
        .map(|row| {
            [1, 2, 3, 5]
                .map(|column| text(&book.sheets[0], row, column))
                .join(" ")
        })
        .collect();
    assert_eq!(
        by_department,
        [
            "示例市文化局 错误 K102 1",
            "示例市文化局 错误 V01 2",
            "示例市文化局 提示 V05 23",
        ]
    );
    let listed = &book.sheets[1];
    assert_eq!(listed.rows.len(), 3 + 26);
    let first: Vec<String> = (0..8).map(|column| text(listed, 3, column)).collect();
    assert_eq!(
        first[..7],
        ["1", "错误", "K102", "02", "示例市文化局", "基础数据", "BC3"]
    );
    let bytes = std::fs::read(folder.path("问题.xlsx")).expect("the workbook");
    let package = Package::open(&bytes);
    let sheets = package.sheets();
    let of_list = package.text(&sheets[1].part);
    assert!(of_list.contains("<autoFilter ref=\"A3:I29\"") && of_list.contains("'基础数据'!BC3"));
    let of_departments = package.text(&sheets[0].part);
    assert!(of_departments.contains("<autoFilter") && of_departments.contains("'问题清单'!A5"));
}

#[test]
fn the_list_is_never_written_over_anything() {
    let folder = folder();
    for (target, words) in [
        ("甲.xlsx", "不能覆盖输入文件"),
        ("问题.csv", "应以 .xlsx 结尾"),
        ("没有/问题.xlsx", "文件夹不存在"),
    ] {
        let ran = folder.run(&["check", "甲.xlsx", "-o", target, "--force"]);
        assert_eq!(ran.status, 2, "{target}");
        assert!(ran.stderr.contains(words), "{target}: {}", ran.stderr);
    }
    let check = ["check", "甲.xlsx", "-o", "问题.xlsx"];
    assert_eq!(folder.run(&check).status, 1);
    let before = std::fs::read(folder.path("问题.xlsx")).expect("the list");
    assert_eq!(folder.run(&check).status, 2);
    assert_eq!(folder.run(&[&check[..], &["--force"]].concat()).status, 1);
    let after = std::fs::read(folder.path("问题.xlsx")).expect("the list");
    assert!(before == after, "the same input gives the same bytes");
}
