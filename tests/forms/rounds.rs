//! Who gets a form back, which round's form is taken, how the departments are counted, and what changed.

use std::path::Path;

use jixiao::forms::passport::Passport;
use jixiao::forms::returned::read;

use super::filling::{Filling, opened};
use crate::support::recalculate::compare;
use crate::support::written::whole_as_text;
use crate::support::{Cell, Department, Edition, Folder, Grid, Input, rule_book};

/// Six departments with their forms in `表/`, filled in.
fn handed_out() -> Folder {
    let folder = Folder::new();
    let header = ["部门编码", "部门名称", "主管部门"]
        .map(Cell::text)
        .to_vec();
    let rows = ["甲", "乙", "丙", "丁", "戊", "己"].into_iter().enumerate();
    let rows = rows.map(|(index, name)| {
        vec![
            Cell::Text((index + 1).to_string()),
            Cell::text(name),
            Cell::text("局"),
        ]
    });
    let list = Input {
        sheets: vec![Grid {
            name: "名单".into(),
            rows: std::iter::once(header).chain(rows).collect(),
            ..Grid::default()
        }],
    };
    folder.put("名单.xlsx", list.bytes());
    let ran = folder.run(&["template", "--departments", "名单.xlsx", "-o", "表"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    for file in folder.files_in("表") {
        change(&folder, &format!("表/{file}"), |filling| {
            filling
                .fill(&Department::new("甲"))
                .answer("效果性评定分", &Cell::Number(20.0));
        });
    }
    folder
}

fn change(folder: &Folder, file: &str, edit: impl Fn(&mut Filling)) {
    let mut filling = Filling::of_file(&folder.path(file));
    edit(&mut filling);
    folder.put(file, filling.bytes());
}

fn collect(folder: &Folder, output: &str, more: &[&str]) -> (i32, String) {
    let arguments = [
        "collect",
        "表",
        "-o",
        output,
        "--departments",
        "名单.xlsx",
        "--force",
    ];
    let ran = folder.run(&[&arguments[..], more].concat());
    // Where all forms are of another rule book, a way on is shown.
    let way_on = ran.stderr.starts_with("交回的填报表都不是按规则书");
    assert!(way_on || ran.stderr.is_empty(), "{}", ran.stderr);
    (ran.status, ran.stdout)
}

/// The form of one department with trouble, and one in order, for each kind.
fn troubled() -> Folder {
    let folder = handed_out();
    // 甲 is in order. 乙 sent two that differ, 丙 wrote another name, 丁's file is cut, 戊 sent none, 己 has a gap.
    let second = std::fs::read(folder.path("表/2-乙.xlsx")).expect("a form");
    folder.put("表/乙 新.xlsx", second);
    change(&folder, "表/乙 新.xlsx", |one| {
        one.answer("在编人数", &Cell::Number(7.0));
    });
    change(&folder, "表/3-丙.xlsx", |one| {
        one.answer("部门名称", &Cell::text("丙局"));
    });
    let whole = std::fs::read(folder.path("表/4-丁.xlsx")).expect("a form");
    folder.put("表/4-丁.xlsx", &whole[..whole.len() / 2]);
    std::fs::remove_file(folder.path("表/5-戊.xlsx")).expect("the form was there");
    change(&folder, "表/6-己.xlsx", |one| {
        one.answer("满意度", &Cell::text("很满意"));
    });
    folder
}

#[test]
fn the_date_and_last_years_figures_come_along_into_the_form_that_goes_back() {
    let folder = Folder::new();
    let before = Department::new("甲").with("部门编码='1; 年度=2020; 在编人数=77");
    folder.put("上年.xlsx", Input::of([before]).bytes());
    let lists = ["--departments", "上年.xlsx", "--last-year", "上年.xlsx"];
    let ran = folder.run(&[&["template", "-o", "表"], &lists[..]].concat());
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    change(&folder, "表/1-甲.xlsx", |one| {
        one.fill(&Department::new("甲"))
            .answer("填报日期", &Cell::text("2022年3月1日"))
            .answer("满意度", &Cell::text("很满意"));
    });
    let ran = folder.run(&["collect", "表", "-o", "汇总.xlsx", "--return", "退回"]);
    assert_eq!(ran.stderr, "");
    let pack = std::fs::read(folder.path("退回/1-甲-第2次.xlsx")).expect("a pack");
    let book = rule_book(Edition::Default);
    let returned = read(&opened(&pack), book).expect("a form");
    let date = returned.date.map(|date| date.shown());
    assert_eq!(date.as_deref(), Some("2022年3月1日"));
    let id = book
        .metrics
        .iter()
        .position(|metric| metric.name() == "在编人数");
    let item = jixiao::forms::Item::Metric(id.expect("a metric"));
    let shown = returned.last_year.as_ref().and_then(|all| all.get(item));
    assert_eq!(shown.map(|entry| entry.shown()).as_deref(), Some("77"));
    assert!(returned.changes.is_empty(), "{:?}", returned.changes);
    compare(&pack).assert_equal();
}

#[test]
fn everyone_with_something_to_mend_gets_a_form_and_nobody_else() {
    let folder = troubled();
    let (status, told) = collect(&folder, "汇总.xlsx", &["--return", "退回"]);
    assert_eq!(status, 1);
    // Each department is counted once.
    let counts = "6 个部门：已交 2，没能采用 2，重复 1，没有交 1";
    assert!(told.contains(counts), "{told}");
    assert_eq!(
        folder.files_in("退回"),
        [
            "2-乙-第2次.xlsx",
            "3-丙-第2次.xlsx",
            "4-丁-第2次.xlsx",
            "6-己-第2次.xlsx"
        ]
    );
    let book = rule_book(Edition::Default);
    for (file, code, name, filled) in [
        ("2-乙-第2次.xlsx", "F02", "乙", true),
        ("3-丙-第2次.xlsx", "F05", "丙", false),
        ("4-丁-第2次.xlsx", "F10", "丁", false),
        ("6-己-第2次.xlsx", "V02", "己", true),
    ] {
        let workbook = opened(&std::fs::read(folder.path("退回").join(file)).expect("a pack"));
        let why = format!("{:?}", workbook.sheets[0].rows);
        assert!(why.contains(&format!("\"{code}\"")), "{file}: {why}");
        assert!(why.contains("第 2 次填报"), "{file}: {why}");
        let passport = Passport::of(&workbook).expect("a passport");
        assert_eq!(passport.round, 2, "{file}");
        let form = read(&workbook, book).expect("a form");
        assert_eq!(form.who.name, name);
        assert_eq!(form.answers.iter().count() > 20, filled, "{file}");
    }
}

#[test]
fn the_collected_workbook_as_text() {
    let folder = troubled();
    collect(&folder, "汇总.xlsx", &["--return", "退回"]);
    let bytes = std::fs::read(folder.path("汇总.xlsx")).expect("the workbook");
    insta::assert_snapshot!(whole_as_text(&bytes));
}

#[test]
fn a_department_that_sent_two_forms_gets_what_they_agree_on() {
    let folder = troubled();
    collect(&folder, "汇总.xlsx", &["--return", "退回"]);
    let pack = std::fs::read(folder.path("退回/2-乙-第2次.xlsx")).expect("a pack");
    let workbook = opened(&pack);
    let why = format!("{:?}", workbook.sheets[0].rows);
    assert!(why.contains("在编人数：“2-乙.xlsx”填“"), "{why}");
    assert!(why.contains("，“乙 新.xlsx”填“7”"), "{why}");
    let form = read(&workbook, rule_book(Edition::Default)).expect("a form");
    let id = |name: &str| {
        let mut metrics = rule_book(Edition::Default).metrics.iter();
        jixiao::forms::Item::Metric(
            metrics
                .position(|one| one.name() == name)
                .expect("a metric"),
        )
    };
    assert!(form.answers.get(id("在编人数")).is_none());
    assert!(form.answers.get(id("核定编制数")).is_some());
}

#[test]
fn a_later_rounds_form_takes_the_place_of_an_earlier_one() {
    let folder = troubled();
    collect(&folder, "汇总.xlsx", &["--return", "退回"]);
    // The packs come back beside the first forms, under whatever name.
    let mend = |file: &str, name: &str| {
        let mut filling = Filling::of_file(&folder.path("退回").join(file));
        filling.fill(&Department::new(name));
        filling.answer("效果性评定分", &Cell::Number(20.0));
        folder.put(&format!("表/{file}"), filling.bytes());
    };
    mend("2-乙-第2次.xlsx", "乙");
    mend("3-丙-第2次.xlsx", "丙");
    mend("4-丁-第2次.xlsx", "丁");
    mend("6-己-第2次.xlsx", "己");
    let (_, told) = collect(&folder, "二.xlsx", &["--return", "再退"]);
    assert!(
        told.contains("6 个部门：已交 5，没能采用 0，重复 0，没有交 1"),
        "{told}"
    );
    assert!(told.contains("较早的一次：3"), "{told}");
    assert!(told.contains("退回的填报表 0 份"), "{told}");
    let list = format!("{:?}", sheet(&folder.path("二.xlsx"), "收集情况"));
    assert!(
        list.contains("这是第 1 次的表，由第 2 次的“6-己-第2次.xlsx”代替"),
        "{list}"
    );
    // An earlier one is taken where somebody says so.
    let (_, told) = collect(&folder, "三.xlsx", &["--prefer", "6-己.xlsx"]);
    assert!(told.contains("已交 5"), "{told}");
    let list = format!("{:?}", sheet(&folder.path("三.xlsx"), "收集情况"));
    assert!(list.contains("已按您的选择采用那一份"), "{list}");
    // What goes back again is the third.
    change(&folder, "表/6-己-第2次.xlsx", |one| {
        one.answer("满意度", &Cell::text("满意"));
    });
    collect(&folder, "四.xlsx", &["--return", "三退"]);
    assert_eq!(folder.files_in("三退"), ["6-己-第3次.xlsx"]);
}

fn sheet(path: &Path, name: &str) -> Vec<jixiao::workbook::Row> {
    let workbook = jixiao::workbook::open(path, &Default::default()).expect("the workbook opens");
    let sheet = workbook.sheets.into_iter().find(|sheet| sheet.name == name);
    sheet.expect("the sheet").rows
}

#[test]
fn the_preferred_file_goes_by_the_name_that_the_list_has() {
    let folder = troubled();
    for name in ["乙 新.xlsx", "./乙 新.xlsx", "表/乙 新.xlsx"] {
        let (_, told) = collect(&folder, "汇总.xlsx", &["--prefer", name]);
        assert!(
            told.contains("已交 3，没能采用 2，重复 0，没有交 1"),
            "{name}: {told}"
        );
    }
}

#[test]
fn without_a_list_those_count_who_sent_something() {
    let folder = troubled();
    let ran = folder.run(&["collect", "表", "-o", "汇总.xlsx"]);
    // Whose the file is that cannot be read is not known.
    let counts = "4 个部门：已交 2，没能采用 1，重复 1，没有交 0";
    assert!(ran.stdout.contains(counts), "{}", ran.stdout);
}

#[test]
fn forms_of_another_rule_book_alone_are_no_fault_of_the_departments() {
    let folder = handed_out();
    let more = ["--rules", "shenzhen-2021a", "--return", "退回"];
    let (status, told) = collect(&folder, "汇总.xlsx", &more);
    assert_eq!(status, 1);
    assert!(told.contains("退回的填报表 0 份"), "{told}");
}

#[test]
fn what_reads_the_same_on_both_sides_is_no_change() {
    let folder = handed_out();
    let percent = |ratio: f64| Cell::Formatted(ratio, "0.00%");
    change(&folder, "表/1-甲.xlsx", |one| {
        one.answer("一季度末支出进度", &percent(0.1704))
            .answer("二季度末支出进度", &percent(0.3175))
            .answer("在编人数", &Cell::Number(90.0));
    });
    collect(&folder, "一.xlsx", &[]);
    change(&folder, "表/1-甲.xlsx", |one| {
        one.answer("一季度末支出进度", &Cell::text("17.04%"))
            .answer("二季度末支出进度", &percent(0.317_512_3))
            .answer("在编人数", &Cell::text(" 90 "));
    });
    let (_, told) = collect(&folder, "二.xlsx", &["--against", "一.xlsx"]);
    assert!(told.contains("有 1 处变动"), "{told}");
    let list = format!("{:?}", sheet(&folder.path("二.xlsx"), "变动情况"));
    // A difference behind the digits that are usually shown is shown.
    assert!(
        list.contains("\"31.75%\"") && list.contains("\"31.75123%\""),
        "{list}"
    );
}
