//! Sheets, headers, links and notes are where they are promised; user text is never a formula.

use super::{annotated, read, sample, stored};
use crate::support::recalculate::package::Package;
use crate::support::recalculate::{compare, formulas, recalculate};
use crate::support::{Cell, Department, Input, Run};

#[test]
fn the_sheets_stand_in_the_promised_order() {
    let names = |bytes: &[u8]| -> Vec<String> {
        read(bytes)
            .sheets
            .iter()
            .map(|sheet| sheet.name.clone())
            .collect()
    };
    let all = names(&annotated(sample("小样-2021.xlsx", &Run::default())));
    assert_eq!(
        all,
        [
            "排名",
            "评分结果",
            "得分说明",
            "自评复核",
            "问题清单",
            "统计分析",
            "基础数据",
            "个性化指标",
            "自评得分",
            "评价规则"
        ]
    );
    let plain = names(&annotated(&Input::of([Department::new("甲")]).score()));
    assert_eq!(
        plain,
        [
            "排名",
            "评分结果",
            "得分说明",
            "问题清单",
            "统计分析",
            "基础数据",
            "评价规则"
        ]
    );
}

#[test]
fn other_sheets_come_along_also_under_a_name_that_is_taken() {
    let mut input = Input::of([Department::new("甲")]);
    for name in ["备查", "排名"] {
        let mut grid = input.sheets[0].clone();
        grid.name = name.into();
        grid.rows = vec![vec![Cell::text("=1+1"), Cell::Number(3.5)]];
        input.sheets.push(grid);
    }
    let workbook = read(&annotated(&input.score()));
    assert_eq!(stored(&workbook, "备查", "A1"), "=1+1");
    assert_eq!(stored(&workbook, "备查", "B1"), "3.5");
    assert_eq!(stored(&workbook, "排名（原1）", "A1"), "=1+1");
}

#[test]
fn the_header_of_scores_is_merged_over_levels_with_points() {
    let workbook = read(&annotated(sample("小样-2021.xlsx", &Run::default())));
    let cell = |at| stored(&workbook, "评分结果", at);
    assert_eq!(cell("A3"), "部门编码");
    assert_eq!(cell("D3"), "部门决策（20 分）");
    assert_eq!(cell("D4"), "预算编制（10）");
    assert_eq!(cell("D5"), "预算编制合理性");
    assert_eq!(cell("D6"), "5");
    assert_eq!(cell("Y3"), "部门决策");
    assert_eq!(
        [cell("AB3"), cell("AC3"), cell("AD3")],
        ["总分", "等级", "名次"]
    );
    assert_eq!(cell("AG3"), "排序");
    let sheet = workbook
        .sheets
        .iter()
        .find(|sheet| sheet.name == "评分结果")
        .expect("the sheet");
    let last = sheet
        .rows
        .iter()
        .filter_map(|row| row.cells.last())
        .map(|cell| cell.column)
        .max();
    assert_eq!(last, Some(32), "排序 is the last column");
}

#[test]
fn raw_data_keep_their_places_and_forms() {
    let mut input = Input::of([Department::new("甲").with("实际采购金额='3,016.10; 满意度=95.5%")]);
    input.data().above(&["某市基础数据", "单位：万元"]);
    let workbook = read(&annotated(&input.score()));
    assert_eq!(stored(&workbook, "基础数据", "A1"), "某市基础数据");
    assert_eq!(stored(&workbook, "基础数据", "T4"), "3,016.10");
    assert_eq!(stored(&workbook, "基础数据", "BK4"), "0.955");
    let satisfied = workbook
        .sheets
        .iter()
        .find(|sheet| sheet.name == "基础数据")
        .expect("the sheet");
    let cell = satisfied.cell(jixiao::address::Address::parse_a1("BK4").expect("an address"));
    assert!(cell.is_some_and(|cell| cell.is_percent()));
}

#[test]
fn blank_cells_of_a_table_have_its_border() {
    let sparse = Department::new("甲").with("实际采购金额=空; 满意度=空");
    let mut input = Input::of([sparse, Department::new("乙")]);
    input.data().above(&["某市基础数据"]);
    let remark = "说明：本表由各部门财务人员填写，填报口径与部门决算一致，单位除注明外均为万元，请勿改动表头。";
    input.data().below(vec![Cell::text(remark)]);
    let headers = input.data().rows[1].len();
    let package = Package::open(&annotated(&input.score()));
    let sheets = package.sheets();
    let data = sheets.iter().find(|sheet| sheet.name == "基础数据");
    let xml = package.text(&data.expect("the sheet").part);
    let cells: Vec<usize> = xml
        .split("<row ")
        .skip(1)
        .map(|row| row.matches("<c ").count())
        .collect();
    assert_eq!(cells, [1, headers, headers, headers, 1]);
}

#[test]
fn user_text_is_never_a_formula() {
    let tricks = [
        "=HYPERLINK(\"http://x\")",
        "+1",
        "-1",
        "@SUM(1)",
        "=cmd|' /C calc'!A0",
        "NaN",
        "007",
    ];
    let departments = tricks.iter().enumerate().map(|(index, trick)| {
        Department::new(trick)
            .with_cell("部门编码", Cell::text(&format!("{trick}{index}")))
            .with_cell("主管部门", Cell::text(trick))
            .with_cell("填报人", Cell::text(trick))
    });
    let bytes = annotated(&Input::of(departments).score());
    for formula in formulas(&bytes) {
        let text = formula.formula.trim_start_matches('=');
        assert!(
            !text.starts_with("HYPERLINK") && !text.contains("cmd|") || text.contains('"'),
            "{text}"
        );
        assert_ne!(
            formula.sheet, "基础数据",
            "no formula stands in the raw data"
        );
    }
    let workbook = read(&bytes);
    compare(&bytes).assert_equal();
    assert_eq!(stored(&workbook, "评分结果", "B7"), tricks[0]);
    assert_eq!(recalculate(&bytes).text("排名", "B4"), tricks[0]);
}

#[test]
fn problems_link_to_their_cells_and_are_noted_there() {
    let scored = Input::of([Department::new("甲").with("实际采购金额=约三千")]).score();
    let bytes = annotated(&scored);
    let package = Package::open(&bytes);
    let part = |name: &str| package.text(name).to_string();
    // 问题清单 is the fourth sheet, 基础数据 the sixth.
    assert!(part("xl/worksheets/sheet4.xml").contains("location=\"'基础数据'!T2\""));
    let notes: Vec<String> = (1..=2)
        .map(|number| part(&format!("xl/comments{number}.xml")))
        .collect();
    assert!(
        notes
            .iter()
            .any(|notes| notes.contains("ref=\"T2\"") && notes.contains("V02"))
    );
    assert!(
        notes
            .iter()
            .any(|notes| notes.contains("政府采购执行情况：缺少：实际采购金额"))
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let once = || annotated(sample("小样-2021.xlsx", &Run::default()));
    assert_eq!(once(), once());
}

#[test]
fn the_small_workbook_as_text() {
    let bytes = annotated(sample("小样-2021.xlsx", &Run::default()));
    let formulas = formulas(&bytes);
    let formula_of = |sheet: &str, cell: &str| {
        let found = formulas
            .iter()
            .find(|one| one.sheet == sheet && one.cell == cell);
        found
            .map(|one| format!("  ={}", one.formula.trim_start_matches('=')))
            .unwrap_or_default()
    };
    let mut text = String::new();
    for sheet in &read(&bytes).sheets {
        let shown = match sheet.name.as_str() {
            "排名" | "问题清单" | "统计分析" => 100,
            "评分结果" => 7,
            "得分说明" | "自评复核" => 32,
            _ => continue,
        };
        text.push_str(&format!("## {}\n", sheet.name));
        for row in sheet.rows.iter().filter(|row| row.index < shown) {
            for cell in &row.cells {
                let at = jixiao::address::Address::new(row.index, cell.column).to_string();
                let value = match &cell.value {
                    jixiao::workbook::CellValue::Text(text) => text.to_string(),
                    jixiao::workbook::CellValue::Number(number) => number.to_string(),
                    other => format!("{other:?}"),
                };
                text.push_str(&format!("{at} {value}{}\n", formula_of(&sheet.name, &at)));
            }
        }
    }
    insta::assert_snapshot!(text);
}
