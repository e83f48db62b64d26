//! What a blank form is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jixiao::forms::form::SHEET;
use jixiao::forms::{Answers, Entry, Form, Item, Passport, passport};
use jixiao::sheets;

use super::filling::opened;
use super::{form_of, handed_out, who};
use crate::support::recalculate::package::Package;
use crate::support::{Edition, Folder, rule_book};

fn part(bytes: &[u8], name: &str) -> String {
    let package = Package::open(bytes);
    let sheet = package
        .sheets()
        .into_iter()
        .find(|sheet| sheet.name == name);
    package.text(&sheet.expect("the sheet").part).to_string()
}

/// The cells that are not locked.
fn unlocked(bytes: &[u8]) -> BTreeSet<String> {
    let package = Package::open(bytes);
    let styles = package.text("xl/styles.xml");
    let (_, formats) = styles.split_once("<cellXfs").expect("cell formats");
    let (formats, _) = formats.split_once("</cellXfs>").expect("cell formats");
    let free: BTreeSet<String> = formats
        .split("<xf ")
        .skip(1)
        .enumerate()
        .filter(|(_, format)| format.contains("locked=\"0\""))
        .map(|(index, _)| index.to_string())
        .collect();
    let text = part(bytes, SHEET);
    text.split("<c r=\"")
        .skip(1)
        .filter_map(|cell| {
            let (address, rest) = cell.split_once('"')?;
            let style = rest.strip_prefix(" s=\"")?.split_once('"')?.0;
            free.contains(style).then(|| address.to_string())
        })
        .collect()
}

#[test]
fn the_entry_cells_and_nothing_else_can_be_filled_in() {
    for edition in [Edition::Default, Edition::A] {
        let book = rule_book(edition);
        let form = Form::new(book, Passport::new(book, 2021, None));
        let bytes = sheets::form(&form, None).expect("the form is written");
        let entries: BTreeSet<String> = form.entries().map(|(_, cell)| cell.to_string()).collect();
        let free = unlocked(&bytes);
        // The cells that a merged entry covers are unlocked with it: C to F beside those who fill in.
        let missing: Vec<&String> = entries.difference(&free).collect();
        assert!(missing.is_empty(), "{missing:?} are locked");
        let covered = |cell: &&String| {
            let first = format!("C{}", &cell[1..]);
            matches!(&cell[..1], "D" | "E" | "F") && entries.contains(&first)
        };
        let others: Vec<&String> = free.difference(&entries).filter(|c| !covered(c)).collect();
        assert!(others.is_empty(), "{others:?} are not locked");
        let sheet = part(&bytes, SHEET);
        let (_, protection) = sheet.split_once("<sheetProtection ").expect("protection");
        let (protection, _) = protection.split_once("/>").expect("protection");
        assert!(protection.contains("sheet=\"1\"") && !protection.contains("password"));
    }
}

#[test]
fn every_metric_and_every_indicator_has_its_one_cell() {
    let form = form_of(&who("101001", "示例市教育局"));
    let mut cells = BTreeMap::new();
    for (item, cell) in form.entries() {
        assert_eq!(cells.insert(cell, item), None, "{cell} is asked twice");
    }
    let items: BTreeSet<Item> = cells.into_values().collect();
    for metric in form
        .book
        .metrics
        .iter()
        .filter(|metric| !metric.is_identity())
    {
        assert!(
            items.contains(&Item::Metric(metric.variable.id)),
            "{}",
            metric.name()
        );
    }
    for index in 0..form.book.indicators.len() {
        assert!(items.contains(&Item::Declared(index)));
    }
    assert!(items.contains(&Item::Date));
}

#[test]
fn it_offers_lists_and_refuses_in_friendly_words() {
    let sheet = part(&handed_out(&who("1", "甲")), SHEET);
    for part in [
        "<formula1>\"按规定公开,公开但不符合要求,未公开\"</formula1>",
        "<formula1>\"是,否\"</formula1>",
        "<formula1>\"社会效益,经济效益,生态效益,可持续影响\"</formula1>",
        "<formula1>\"正向,反向,定性\"</formula1>",
        "error=\"“实际采购金额”请填不小于 0 的数，只填数字，不写单位；没有的填 0。\"",
        "error=\"“在编人数”请填不小于 0 的整数；没有的填 0。\"",
        "error=\"“满意度”请填不小于 0、不超过 100% 的百分比，连同 % 一起填，如 95%。\"",
        "error=\"“预算编制合理性”满分 5 分，请填 0 到 5 的分数。\"",
    ] {
        assert!(sheet.contains(part), "{part}");
    }
}

#[test]
fn it_says_beside_the_direction_how_each_is_measured() {
    let measure = "反向：完成比例 = 目标值 ÷ 完成值（完成值 = 0 时为 100%）";
    let bytes = handed_out(&who("1", "甲"));
    let workbook = opened(&bytes);
    let form = workbook.sheets.iter().find(|sheet| sheet.name == SHEET);
    let cells = form
        .expect("the form")
        .rows
        .iter()
        .flat_map(|row| &row.cells);
    let texts: Vec<String> = cells
        .filter_map(|cell| match &cell.value {
            jixiao::workbook::CellValue::Text(text) => Some(text.to_string()),
            _ => None,
        })
        .collect();
    // In the line above the table, and while a direction is chosen.
    assert!(texts.iter().any(|text| text.contains(measure)), "{texts:?}");
    assert!(part(&bytes, SHEET).contains("prompt=\"正向：完成比例 = 完成值 ÷ 目标值"));
    // In the wide workbook too, for the cells and in the explanation.
    let wide = sheets::wide(rule_book(Edition::Default), 2021, &[]).expect("a workbook");
    assert!(part(&wide, "个性化指标").contains(measure));
    let told = format!("{:?}", opened(&wide).sheets.last().expect("the help").rows);
    assert!(told.contains(measure), "{told}");
}

#[test]
fn how_a_direction_is_measured_is_what_the_rule_book_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rulebooks/good/其他地区.toml");
    let text = std::fs::read_to_string(path).expect("the rule book");
    let book = jixiao::rulebook::library::load_text("其他地区.toml", &text).book;
    let rules = book
        .expect("a rule book")
        .outcomes
        .expect("outcome indicators");
    let told: Vec<String> = rules.measures().collect();
    assert_eq!(
        told,
        [
            "越高越好：完成比例 = 年末实绩 ÷ 年初目标",
            "越低越好：完成比例 = 1 − （年末实绩 − 年初目标） ÷ 年初目标",
            "描述：按评定完成度",
        ]
    );
}

#[test]
fn it_prints_one_page_wide_on_a4_portrait() {
    let sheet = part(&handed_out(&who("1", "甲")), SHEET);
    assert!(sheet.contains("<pageSetUpPr fitToPage=\"1\"/>"));
    assert!(
        sheet.contains("<pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"portrait\"")
    );
}

#[test]
fn it_carries_whose_it_is_and_by_which_rules_out_of_sight() {
    let bytes = handed_out(&who("101001", "示例市教育局"));
    let package = Package::open(&bytes);
    assert!(
        package
            .text("xl/workbook.xml")
            .contains("state=\"veryHidden\"")
    );
    let workbook = opened(&bytes);
    let book = rule_book(Edition::Default);
    let read = Passport::of(&workbook).expect("a passport");
    assert!(read.is_of(book));
    assert_eq!(read.who, Some(who("101001", "示例市教育局")));
    assert_eq!((read.year, read.outcome_rows), (2021, 12));
    let hidden = workbook
        .sheets
        .iter()
        .find(|sheet| sheet.name == passport::SHEET);
    assert!(hidden.is_some_and(|sheet| sheet.hidden));
}

#[test]
fn last_year_stands_beside_the_cell() {
    let book = rule_book(Edition::Default);
    let passport = Passport {
        last_year: true,
        ..Passport::new(book, 2021, Some(who("1", "甲")))
    };
    let form = Form::new(book, passport);
    let id = book
        .metrics
        .iter()
        .position(|metric| metric.name() == "实际采购金额");
    let item = Item::Metric(id.expect("a metric"));
    let mut before = Answers::default();
    before.set(item, Entry::number(3016.1));
    let workbook = opened(&sheets::form(&form, Some(&before)).expect("the form is written"));
    let sheet = workbook.sheets.iter().find(|sheet| sheet.name == SHEET);
    let cell = form.cell(item).expect("a cell");
    let beside = jixiao::address::Address::new(cell.row, cell.column + 2);
    let shown = sheet
        .and_then(|sheet| sheet.cell(beside))
        .map(|cell| &cell.value);
    assert_eq!(shown, Some(&jixiao::workbook::CellValue::Number(3016.1)));
}

#[test]
fn the_same_form_has_the_same_bytes() {
    let one = who("1", "甲");
    assert!(handed_out(&one) == handed_out(&one));
}

#[test]
fn files_are_named_after_code_and_name_and_safe_on_windows() {
    let folder = Folder::new();
    let list = crate::support::Input {
        sheets: vec![crate::support::Grid {
            name: "名单".into(),
            rows: [
                "部门编码|部门名称|主管部门",
                "101001|甲/乙*局|丙",
                "con|con|丙",
            ]
            .map(|row| row.split('|').map(crate::support::Cell::text).collect())
            .to_vec(),
            ..Default::default()
        }],
    };
    folder.put("名单.xlsx", list.bytes());
    let ran = folder.run(&["template", "--departments", "名单.xlsx", "-o", "表"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    assert_eq!(
        folder.files_in("表"),
        ["101001-甲_乙_局.xlsx", "con-con.xlsx"]
    );
    let again = folder.run(&["template", "--departments", "名单.xlsx", "-o", "表"]);
    assert_eq!(again.status, 2);
}

#[test]
fn the_wide_workbook_is_scored_as_it_is() {
    let folder = Folder::with_sample("小样-2021.xlsx");
    let ran = folder.run(&[
        "template",
        "--bureau",
        "--departments",
        "小样-2021.xlsx",
        "-o",
        "宽表.xlsx",
    ]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let checked = folder
        .run(&["check", "宽表.xlsx", "--format", "json"])
        .json();
    // Nothing is filled in; nothing else is wrong.
    let problems = checked["problems"].as_array().expect("problems");
    assert!(
        problems.iter().all(|problem| problem["code"] == "V01"),
        "{problems:?}"
    );
    let names: BTreeSet<&str> = problems
        .iter()
        .filter_map(|problem| problem["department"]["name"].as_str())
        .collect();
    assert_eq!(names.len(), 6);
}

#[test]
fn the_forms_in_templates_are_those_that_the_program_makes() {
    for (file, kind) in [
        ("填报表-shenzhen-2021.xlsx", "--blank"),
        ("填报宽表-shenzhen-2021.xlsx", "--bureau"),
    ] {
        let folder = Folder::new();
        let ran = folder.run(&["template", kind, "-o", file]);
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
        let stored = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("templates")
            .join(file);
        let stored = std::fs::read(stored).expect("the template");
        let made = std::fs::read(folder.path(file)).expect("the form");
        assert!(
            stored == made,
            "jixiao template {kind} -o templates/{file} --force"
        );
    }
}

#[test]
fn every_formula_is_one_that_excel_takes() {
    for id in [
        "shenzhen-2021",
        "shenzhen-2021a",
        "national-2013",
        "yueyang-2018",
    ] {
        let loaded = jixiao::rulebook::library::load(id).expect("a built-in rule book");
        let book = loaded.book.expect("a rule book");
        let form = Form::new(&book, Passport::new(&book, book.year, None));
        let bytes = sheets::form(&form, None).expect("the form is written");
        let package = Package::open(&bytes);
        for sheet in package.sheets() {
            let part = package.text(&sheet.part);
            let formulas = part.split("<f>").skip(1);
            let lengths = formulas.map(|rest| {
                let formula = rest.split("</f>").next().unwrap_or_default();
                formula
                    .replace("&quot;", "'")
                    .replace("&amp;", "&")
                    .chars()
                    .count()
            });
            // Excel takes 8192 characters.
            let longest = lengths.max().unwrap_or_default();
            assert!(longest < 8_000, "{id} {}: {longest}", sheet.name);
        }
    }
}
