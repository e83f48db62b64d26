//! The ledger: every loss once; last round's entries carried over or kept apart, never dropped.

/// A ledger that follows another: last round's entries are carried over or kept apart, never dropped.
mod following;

use std::collections::BTreeMap;
use std::path::Path;

use jixiao::address::Address;
use jixiao::analysis::ledger::{Ledger, ledger};
use jixiao::decimal::fixed;
use jixiao::intake::ledger::{HandCell, read as read_ledger};
use jixiao::problem::Problem;
use jixiao::sheets;
use jixiao::workbook::{Bounds, open};
use rust_decimal::Decimal;

use super::{all, sample};
use crate::support::recalculate::{Edit, Value, compare, recalculate_with};
use crate::support::written::{as_text, content, read, sheet, stored};
use crate::support::{
    Cell, Department, Edition, Folder, Grid, INDICATORS, Input, Run, Scored, rule_book, sample_path,
};

/// The ledger of all departments as a workbook.
fn written(scored: &Scored, ledger: &Ledger) -> Vec<u8> {
    sheets::ledger(&scored.evaluation, &all(scored), ledger).expect("the workbook is written")
}

/// A first ledger, as data and as a workbook.
fn first(scored: &Scored) -> (Ledger, Vec<u8>) {
    let (ledger, problems) = ledger(&scored.evaluation, &all(scored), None, &[]);
    assert_eq!(problems, []);
    let bytes = written(scored, &ledger);
    (ledger, bytes)
}

/// A ledger that follows another one, with its problems as `T01 …`.
fn next(scored: &Scored, last: &[u8]) -> (Ledger, Vec<String>) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("上次.xlsx");
    std::fs::write(&path, last).expect("the folder can be written");
    let (entries, problems) = last_entries(&path);
    let (ledger, more) = ledger(&scored.evaluation, &all(scored), Some(&entries), &[]);
    let told = problems.iter().chain(&more).map(|problem| {
        let cell = problem
            .place
            .cell
            .map_or_else(String::new, |cell| cell.to_string());
        format!(
            "{} {}!{cell} {}",
            problem.code,
            problem.place.sheet,
            problem.message()
        )
    });
    (ledger, told.collect())
}

fn last_entries(path: &Path) -> (Vec<jixiao::intake::ledger::LastEntry>, Vec<Problem>) {
    let workbook = open(path, &Bounds::default()).expect("the ledger opens");
    read_ledger(&workbook, rule_book(Edition::Default)).expect("a ledger")
}

/// A ledger that somebody keeps by hand: a header and rows, `空` for nothing.
fn by_hand(header: &[&str], rows: &[&[&str]]) -> Input {
    let row = |cells: &[&str]| cells.iter().map(|cell| Cell::parse(cell)).collect();
    let grid = Grid {
        name: "整改台账".into(),
        rows: std::iter::once(row(header))
            .chain(rows.iter().map(|cells| row(cells)))
            .collect(),
        ..Grid::default()
    };
    Input { sheets: vec![grid] }
}

fn text(written: &Option<HandCell>) -> &str {
    match written {
        Some(HandCell::Text(text)) => text,
        _ => "",
    }
}

/// Two departments: 甲 loses on 满意度 (2) and 项目实施程序 (0.5), 乙 nothing.
fn two() -> Input {
    let losing = Department::new("甲").with("满意度=92%; 项目设立调整报批=0.5");
    Input::of([
        losing.with_cell("部门编码", Cell::text("101")),
        Department::new("乙").with_cell("部门编码", Cell::text("102")),
    ])
}

#[test]
fn every_lost_point_of_the_city_stands_once_and_the_sums_agree() {
    let scored = sample("示例市-2021.xlsx", &Run::default());
    let (_, bytes) = first(scored);
    // What an independent scoring gives.
    let expected = std::fs::read_to_string(sample_path("expected.csv")).expect("expected.csv");
    let mut lost: BTreeMap<(String, String), Vec<Decimal>> = BTreeMap::new();
    let mut pending = 0;
    for line in expected
        .lines()
        .filter(|line| line.starts_with("示例市-2021.xlsx,"))
    {
        let cells: Vec<&str> = line.split(',').collect();
        for ((indicator, points), score) in INDICATORS.iter().zip(&cells[3..24]) {
            let points: Decimal = points.parse().expect("points");
            match score.parse::<Decimal>() {
                Ok(score) if score < points => {
                    let key = (cells[2].to_string(), indicator.to_string());
                    lost.entry(key).or_default().push(points - score);
                }
                Ok(_) => {}
                Err(_) => pending += 1,
            }
        }
    }
    let workbook = read(&bytes);
    let sheet = sheet(&workbook, "整改台账");
    let mut stands: BTreeMap<(String, String), Vec<Decimal>> = BTreeMap::new();
    for row in sheet.rows.iter().filter(|row| row.index >= 3) {
        let cell = |column| content(sheet, Address::new(row.index, column));
        let lost: Decimal = cell(7).parse().expect("points lost");
        assert!(
            !cell(8).is_empty() && !cell(9).is_empty(),
            "row {}",
            row.index + 1
        );
        stands.entry((cell(2), cell(4))).or_default().push(lost);
    }
    let normal = |entries: BTreeMap<_, Vec<Decimal>>| -> BTreeMap<(String, String), Vec<Decimal>> {
        let sorted = |(key, mut lost): (_, Vec<Decimal>)| {
            lost.sort();
            (key, lost)
        };
        entries.into_iter().map(sorted).collect()
    };
    let sum: Decimal = lost.values().flatten().sum();
    assert_eq!(normal(stands), normal(lost));
    // The totals say the same: 条数, 失分 and 待补数据 in the line 合计.
    assert_eq!(stored(&workbook, "汇总", "A9"), "合计");
    assert_eq!(stored(&workbook, "汇总", "D9"), sum.normalize().to_string());
    assert_eq!(stored(&workbook, "汇总", "E9"), pending.to_string());
    compare(&bytes).assert_equal();
}

#[test]
fn outcome_indicators_that_were_not_met_are_named_with_their_figures() {
    let scored = sample("示例市-2021.xlsx", &Run::default());
    let (_, bytes) = first(scored);
    let workbook = read(&bytes);
    let sheet = sheet(&workbook, "整改台账");
    let mut reasons = sheet.rows.iter().map(|row| {
        let cell = |column| content(sheet, Address::new(row.index, column));
        (cell(2), cell(8))
    });
    let named = "没有全部完成的有 4 项：学生体质健康合格率（%） 6 × 74.24%、生均运行成本（元） 5 × 75.23%、";
    assert!(reasons.any(|(name, reason)| name == "示例市第一中学" && reason.starts_with(named)));
}

#[test]
fn losses_and_the_total_make_up_the_full_mark() {
    let scored = sample("示例市-2021.xlsx", &Run::default());
    let (ledger, _) = first(scored);
    for (place, card) in scored.evaluation.cards.iter().enumerate() {
        let own = ledger
            .entries
            .iter()
            .filter(|entry| entry.department == place);
        let lost: Decimal = own.map(|entry| entry.loss.lost).sum();
        assert_eq!(lost + card.scored_total, card.scored_points);
    }
}

#[test]
fn a_small_ledger_as_text() {
    let (_, bytes) = first(&two().score());
    insta::assert_snapshot!(as_text(&bytes, &["汇总", "整改台账"]));
}

#[test]
fn what_people_fill_in_moves_the_totals() {
    let (_, bytes) = first(&two().score());
    let edited = recalculate_with(
        &bytes,
        &[
            ("整改台账", "M4", Edit::Text("已整改")),
            ("整改台账", "M5", Edit::Text("等上级答复")),
        ],
    );
    let total = |cell| edited.value("汇总", cell);
    assert_eq!(total("C4"), Value::Number(0.0), "未整改");
    assert_eq!(total("C6"), Value::Number(1.0), "已整改");
    assert_eq!(total("D6"), Value::Number(0.5));
    assert_eq!(total("C8"), Value::Number(1.0), "其他或未填");
    assert_eq!(total("D8"), Value::Number(2.0));
    assert_eq!(total("G12"), Value::Number(1.0), "甲, 已整改");
}

#[test]
fn full_marks_give_a_ledger_that_says_so() {
    let (ledger, bytes) = first(&Input::of([Department::new("甲")]).score());
    assert_eq!(ledger.entries, []);
    let workbook = read(&bytes);
    assert_eq!(
        stored(&workbook, "整改台账", "A4"),
        "所评的指标没有失分，没有需要整改的事项。"
    );
    assert_eq!(stored(&workbook, "汇总", "C9"), "0");
    compare(&bytes).assert_equal();
    // Fed back, the sentence is no entry.
    let (ledger, problems) = next(&two().score(), &bytes);
    assert_eq!(ledger.entries.len(), 2);
    assert_eq!(ledger.past, []);
    assert!(
        problems.iter().all(|problem| problem.starts_with("R01")),
        "{problems:?}"
    );
}

#[test]
fn what_cannot_be_scored_is_no_loss_and_stands_apart() {
    let scored = Input::of([Department::new("甲").with("满意度=空")]).score();
    let (ledger, bytes) = first(&scored);
    assert_eq!((ledger.entries.len(), ledger.pending.len()), (0, 1));
    let workbook = read(&bytes);
    assert_eq!(stored(&workbook, "待补数据", "E4"), "公众或服务对象满意度");
    assert!(stored(&workbook, "待补数据", "G4").contains("缺少：满意度"));
    assert_eq!(stored(&workbook, "汇总", "J12"), "1");
    compare(&bytes).assert_equal();
}

#[test]
fn hostile_names_stay_texts_and_are_counted() {
    let names = ["=1+1", "*", "<5", "甲?", "007", "~"];
    let departments = names.iter().zip(1..).map(|(name, code): (_, u32)| {
        Department::new(name)
            .with("满意度=92%")
            .with_cell("部门编码", Cell::text(&format!("D{code}")))
    });
    let scored = Input::of(departments).score();
    let (_, bytes) = first(&scored);
    let workbook = read(&bytes);
    assert_eq!(stored(&workbook, "整改台账", "C4"), "=1+1");
    assert_eq!(stored(&workbook, "汇总", "D9"), "12");
    compare(&bytes).assert_equal();
}

#[test]
fn five_hundred_departments() {
    let departments = (0..500).map(|number| {
        let department = Department::new(&format!("部门{number}"));
        let department = department.with_cell("部门编码", Cell::text(&format!("D{number}")));
        match number % 5 {
            0 => department,
            1 => department.with("满意度=空"),
            _ => department.with("满意度=92%; 编外人员数=2"),
        }
    });
    let scored = Input::of(departments).score();
    let (ledger, bytes) = first(&scored);
    let lost: Decimal = ledger.entries.iter().map(|entry| entry.loss.lost).sum();
    assert_eq!(ledger.pending.len(), 100);
    let workbook = read(&bytes);
    assert_eq!(
        stored(&workbook, "汇总", "C9"),
        ledger.entries.len().to_string()
    );
    assert_eq!(
        stored(&workbook, "汇总", "D9"),
        lost.normalize().to_string()
    );
    assert!(fixed(lost, 2).parse::<f64>().expect("a number") >= 600.0);
    assert_eq!(
        sheet(&workbook, "汇总").rows.last().map(|row| row.index),
        Some(510)
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let scored = sample("示例市-2021.xlsx", &Run::default());
    assert_eq!(first(scored).1, first(scored).1);
}

#[test]
fn the_command_writes_beside_the_input_and_follows_the_last_one() {
    let folder = Folder::new();
    folder.put("数据.xlsx", two().bytes());
    let ran = folder.run(&["ledger", "数据.xlsx"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(
        ran.stdout
            .contains("2 个部门，失分 2 条，共 2.5 分；待补数据 0 条"),
        "{}",
        ran.stdout
    );
    let last = "数据-整改台账.xlsx";
    let over = folder.run(&["ledger", "数据.xlsx", "--last", last, "--force"]);
    assert_eq!(over.status, 2);
    assert!(over.stderr.contains("不能覆盖输入文件"), "{}", over.stderr);
    let ran = folder.run(&[
        "ledger",
        "数据.xlsx",
        "--last",
        last,
        "-o",
        "二.xlsx",
        "--dept",
        "乙",
    ]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(
        ran.stdout.contains("有 2 条属于没有选的部门，没有带入"),
        "{}",
        ran.stdout
    );
    let ran = folder.run(&[
        "ledger",
        "数据.xlsx",
        "--last",
        "数据.xlsx",
        "-o",
        "三.xlsx",
    ]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("没有找到整改台账"), "{}", ran.stderr);
    assert_eq!(
        folder.files(),
        ["二.xlsx", "数据-整改台账.xlsx", "数据.xlsx"]
    );
}
