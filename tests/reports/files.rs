//! Which files `jixiao report` writes.

use crate::support::{Department, Folder, Input, Word};

const SMALL: &str = "小样-2021.xlsx";

#[test]
fn every_department_has_a_file_of_its_code_and_name() {
    let folder = Folder::with_sample(SMALL);
    let ran = folder.run(&["report", SMALL, "-o", "报告"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    assert!(
        ran.stdout.contains("已写出 6 份自评报告初稿"),
        "{}",
        ran.stdout
    );
    let files = folder.files_in("报告");
    assert_eq!(files.len(), 6);
    assert!(
        files.iter().all(|name| name.ends_with("-自评报告.docx")),
        "{files:?}"
    );
    let first = std::fs::read(folder.path("报告").join(&files[0])).expect("a report");
    Word::of(&first);
}

#[test]
fn some_departments_only() {
    let folder = Folder::with_sample("示例市-2021.xlsx");
    let ran = folder.run(&[
        "report",
        "示例市-2021.xlsx",
        "--dept",
        "示例市教育局",
        "--dept",
        "101002",
    ]);
    assert_eq!(ran.status, 0, "both are scored: {}", ran.stderr);
    let files = folder.files_in("示例市-2021-自评报告");
    assert_eq!(
        files,
        [
            "101001-示例市教育局-自评报告.docx",
            "101002-示例市第一中学-自评报告.docx"
        ]
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let folder = Folder::with_sample(SMALL);
    let written = |target: &str| -> Vec<Vec<u8>> {
        let ran = folder.run(&["report", SMALL, "-o", target]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        let read = |name: &String| std::fs::read(folder.path(target).join(name)).expect("a report");
        folder.files_in(target).iter().map(read).collect()
    };
    assert!(written("一") == written("二"));
}

#[test]
fn nothing_is_overwritten_without_force() {
    let folder = Folder::with_sample(SMALL);
    assert_eq!(folder.run(&["report", SMALL, "-o", "报告"]).status, 0);
    let again = folder.run(&["report", SMALL, "-o", "报告"]);
    assert_eq!(again.status, 2);
    assert!(
        again.stderr.contains("已经有 6 个同名文件"),
        "{}",
        again.stderr
    );
    assert_eq!(
        folder
            .run(&["report", SMALL, "-o", "报告", "--force"])
            .status,
        0
    );
}

#[test]
fn names_that_no_system_takes_are_made_safe_and_stay_in_the_folder() {
    let folder = Folder::new();
    let names = ["../../甲局", "甲/乙", "CON", "甲局?", "甲局*"];
    let input = Input::of(names.map(|name| Department::new(name).with("部门编码=")));
    folder.put("输入.xlsx", input.bytes());
    let ran = folder.run(&["report", "输入.xlsx", "-o", "报告"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let mut expected = [
        "_.._甲局-自评报告.docx",
        "甲_乙-自评报告.docx",
        "CON-自评报告.docx",
        "甲局_-自评报告.docx",
        "甲局_-自评报告（2）.docx",
    ];
    expected.sort_unstable();
    assert_eq!(folder.files_in("报告"), expected);
    assert_eq!(folder.files().len(), 2, "{:?}", folder.files());
}

#[test]
fn the_summary_is_one_file() {
    let folder = Folder::with_sample(SMALL);
    let ran = folder.run(&["report", "--bureau", SMALL]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let bytes = std::fs::read(folder.path("小样-2021-汇总报告.docx")).expect("the summary");
    assert!(Word::of(&bytes).text().contains("汇总报告"));
    let again = folder.run(&["report", "--bureau", SMALL]);
    assert_eq!(again.status, 2, "not without --force");
}

#[test]
fn a_summary_is_a_document_and_reports_go_into_a_folder() {
    let folder = Folder::with_sample(SMALL);
    let ran = folder.run(&["report", "--bureau", SMALL, "-o", "汇总.xlsx"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("应以 .docx 结尾"), "{}", ran.stderr);
    let ran = folder.run(&["report", SMALL, "-o", "一份.docx"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("不是文件夹"), "{}", ran.stderr);
    assert_eq!(folder.files(), [SMALL]);
}

#[test]
fn a_name_of_any_length_leaves_the_ending_of_the_file() {
    let folder = Folder::new();
    let name = "长".repeat(120);
    folder.put("输入.xlsx", Input::of([Department::new(&name)]).bytes());
    let ran = folder.run(&["report", "输入.xlsx", "-o", "报告"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(folder.files_in("报告")[0].ends_with("-自评报告.docx"));
}

#[test]
fn errors_in_the_data_are_told_and_end_with_1() {
    let folder = Folder::new();
    let twice = [Department::new("甲局"), Department::new("甲局")];
    folder.put("输入.xlsx", Input::of(twice).bytes());
    for command in ["report", "scorecard", "ledger"] {
        let ran = folder.run(&[command, "输入.xlsx"]);
        assert_eq!(ran.status, 1, "{command}: {}", ran.stdout);
        assert!(ran.stderr.contains("处错误"), "{command}: {}", ran.stderr);
    }
}
