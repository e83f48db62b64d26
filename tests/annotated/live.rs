//! A corrected raw cell changes the recalculated scores as scoring the corrected input would.

use std::sync::OnceLock;

use proptest::prelude::*;

use super::annotated;
use crate::support::recalculate::{Edit, Value, recalculate_with};
use crate::support::{COLUMNS, Cell, Department, INDICATORS, Input, column};
use jixiao::address::Address;

/// The row of the first department in 基础数据 of a built input.
const DATA_ROW: u32 = 1;
/// The first department's row and the first indicator's column in 评分结果.
const SCORE_ROW: u32 = 6;
const FIRST_INDICATOR: u16 = 3;

#[test]
fn a_correction_changes_the_total_the_grade_and_the_order() {
    let scored = Input::of([
        Department::new("甲").with("实际采购金额=0; 满意度=70%"),
        Department::new("乙")
            .with_cell("部门编码", Cell::text("2"))
            .with("满意度=93%"),
    ])
    .score();
    assert_eq!(scored.total("甲"), "94.00");
    let bytes = annotated(&scored);
    let satisfied = Address::new(DATA_ROW, column("满意度") as u16).to_string();
    let bought = Address::new(DATA_ROW, column("实际采购金额") as u16).to_string();
    let edits = [
        ("基础数据", satisfied.as_str(), Edit::Number(0.96)),
        ("基础数据", bought.as_str(), Edit::Number(10.0)),
    ];
    let recalculated = recalculate_with(&bytes, &edits);
    let total = recalculated.number("评分结果", "AB7");
    assert!(total > 99.0 && total < 100.0, "{total}");
    assert_eq!(recalculated.text("排名", "B4"), "甲");
    assert_eq!(recalculated.number("评分结果", "AD8"), 2.0);
}

/// The columns that are 是 or 否 and nothing else.
const YES_OR_NO: [&str; 4] = [
    "存在违规支出",
    "涉密部门",
    "缺少监督证明材料",
    "专项资金评价结果为差",
];

/// Contents that a person may type over a cell, by the kind of column.
fn contents(name: &'static str) -> BoxedStrategy<Cell> {
    let of = |texts: &[&str]| {
        let cells: Vec<Cell> = texts.iter().map(|text| Cell::parse(text)).collect();
        proptest::sample::select(cells).boxed()
    };
    let (_, full) = COLUMNS[column(name)];
    match full {
        "按规定公开" => of(&[
            "按规定公开",
            "公开但不符合要求",
            "未公开",
            "空",
            "不知道",
            "1",
        ]),
        // 0 and 1 are 否 and 是 only to the program: a formula waits for the plain words.
        "是" | "否" if YES_OR_NO.contains(&name) => of(&["是", "否", "空", "随便"]),
        "是" | "否" => of(&["是", "否", "空", "0", "1", "0.5", "1.7", "-1", "3", "随便"]),
        _ if full.ends_with('%') => of(&[
            "95%", "90%", "89.99%", "80%", "79%", "0%", "25%", "50%", "75%", "100%", "103%", "空",
            "随便", "-5%",
        ]),
        _ => of(&[
            "0",
            "1",
            "2",
            "5",
            "10",
            "90",
            "100",
            "110",
            "1000",
            "33.33",
            "0.1",
            "-3",
            "空",
            "约三千",
        ]),
    }
}

/// The columns that scores come from.
fn scored_columns() -> Vec<&'static str> {
    let skipped = [
        "部门编码",
        "部门名称",
        "主管部门",
        "年度",
        "填报人",
        "联系电话",
    ];
    COLUMNS
        .iter()
        .map(|(name, _)| *name)
        .filter(|name| !skipped.contains(name))
        .collect()
}

fn edits() -> impl Strategy<Value = Vec<(&'static str, Cell)>> {
    let one = proptest::sample::select(scored_columns())
        .prop_flat_map(|name| contents(name).prop_map(move |cell| (name, cell)));
    proptest::collection::vec(one, 1..16)
}

/// The annotated workbook of one department with full marks.
fn full_marks() -> &'static [u8] {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    BYTES.get_or_init(|| annotated(&Input::of([Department::new("甲")]).score()))
}

fn edit(cell: &Cell) -> Edit<'_> {
    match cell {
        Cell::Text(text) => Edit::Text(text),
        Cell::Number(number) | Cell::Formatted(number, _) => Edit::Number(*number),
        _ => Edit::Empty,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn recalculating_a_correction_is_scoring_the_corrected_input(edits in edits()) {
        let before = full_marks();
        let corrected = edits.iter().fold(Department::new("甲"), |department, (name, cell)| {
            department.with_cell(name, cell.clone())
        });
        let after = Input::of([corrected]).score();
        let cells: Vec<(String, &Cell)> = edits
            .iter()
            .map(|(name, cell)| (Address::new(DATA_ROW, column(name) as u16).to_string(), cell))
            .collect();
        let edits: Vec<(&str, &str, Edit)> = cells
            .iter()
            .map(|(at, cell)| ("基础数据", at.as_str(), edit(cell)))
            .collect();
        let recalculated = recalculate_with(before, &edits);
        for (place, (name, _)) in (0..).zip(INDICATORS) {
            let at = Address::new(SCORE_ROW, FIRST_INDICATOR + place).to_string();
            let live = match recalculated.value("评分结果", &at) {
                Value::Number(number) => format!("{number:.2}"),
                other => other.to_string(),
            };
            let scored = after.score("甲", name);
            prop_assert_eq!(live.trim_matches('"'), scored, "{} at {}", name, at);
        }
    }
}
