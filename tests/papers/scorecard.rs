//! Score tables: what the published ones print stands in ours, sums are live, levels are named on every page.

use jixiao::address::Address;
use jixiao::scoring::Missing;
use jixiao::sheets::scorecard::{Extras, scorecards};
use jixiao::workbook::{Sheet, Workbook};

use super::{all, sample};
use crate::support::recalculate::package::Package;
use crate::support::recalculate::{Edit, Value, compare, formulas, recalculate_with};
use crate::support::written::{as_text, content, read, sheet, stored};
use crate::support::{Cell, Department, Edition, Folder, INDICATORS, Input, Run, Scored};

const OFFICIAL: Extras = Extras {
    reasons: false,
    declared: false,
};
const WITH_REASONS: Extras = Extras {
    reasons: true,
    declared: false,
};
const WITH_DECLARED: Extras = Extras {
    reasons: true,
    declared: true,
};

fn tables(scored: &Scored, extras: Extras) -> Vec<u8> {
    scorecards(&scored.evaluation, &all(scored), extras).expect("the workbook is written")
}

fn centre() -> &'static Scored {
    let run = Run {
        edition: Edition::A,
        ..Run::default()
    };
    sample("公开案例-教育信息技术中心.xlsx", &run)
}

fn school() -> &'static Scored {
    sample("公开案例-艺术学校.xlsx", &Run::missing(Missing::Declared))
}

/// A column's cells as text from the first indicator's row on, the empty ones left out.
fn column(workbook: &Workbook, name: &str, column: u16) -> Vec<String> {
    let sheet = sheet(workbook, name);
    let rows = sheet.rows.iter().filter(|row| row.index >= 6);
    rows.map(|row| content(sheet, Address::new(row.index, column)))
        .filter(|text| !text.is_empty())
        .collect()
}

#[test]
fn the_published_cases_as_text() {
    let centre = tables(centre(), WITH_DECLARED);
    insta::assert_snapshot!("centre", as_text(&centre, &["深圳市教育信息技术中心"]));
    let school = tables(school(), WITH_REASONS);
    insta::assert_snapshot!("school", as_text(&school, &["深圳艺术学校"]));
    let official = tables(self::school(), OFFICIAL);
    insta::assert_snapshot!("school_official", as_text(&official, &["深圳艺术学校"]));
}

/// What the two published tables print, by hand from the reports.
#[test]
fn every_figure_of_the_published_tables_stands_in_ours() {
    let firsts = ["部门决策", "部门管理", "部门绩效"];
    let seconds = "预算编制 目标设置 资金管理 项目管理 资产管理 人员管理 制度管理 经济性 效率性 效果性 公平性";
    let points = "5 5 3 7 2 3 3 2 2 2 1 1 1 3 6 6 8 6 25 3 6";
    let cases = [
        (
            centre(),
            "深圳市教育信息技术中心",
            "5 5 3 6 1.98 3 3 2 2 2 1 1 0 3 5 4.34 8 6 25 3 6",
            ("95.32", "优"),
            // Its own report tells of the adjusted 37.27%: the rule gives 2.
            (5, "2", "94.32"),
        ),
        (
            school(),
            "深圳艺术学校",
            "5 5 3 6 2 2.86 3 2 2 1 1 1 1 3 6 5.95 8 6 24 3 4",
            ("94.81", "优"),
            // 11.86% adjusted: 3 − 0.1859….
            (5, "2.81", "94.76"),
        ),
    ];
    for (scored, name, printed, (total, grade), (differing, exact, exact_total)) in cases {
        let workbook = read(&tables(scored, WITH_DECLARED));
        let own = |column: u16| self::column(&workbook, name, column);
        let printed: Vec<&str> = printed.split(' ').collect();
        let declared = own(8);
        assert_eq!(declared[..21], printed, "{name}");
        assert_eq!(declared[21..], [total, grade], "{name}");
        let mut computed = printed.clone();
        computed[differing] = exact;
        assert_eq!(own(9)[..21], computed, "{name}");
        assert_eq!(own(9)[21..], [exact_total, grade], "{name}");
        let named = |column: u16| -> Vec<String> {
            let names = own(column).into_iter();
            names.filter(|name| !name.ends_with("（续）")).collect()
        };
        let levels = named(0);
        assert_eq!(levels[..3], firsts, "{name}");
        let second: Vec<&str> = seconds.split(' ').collect();
        assert_eq!(named(2), second, "{name}");
        assert_eq!(own(5).join(" "), points, "{name}");
    }
}

#[test]
fn every_formula_gives_what_is_stored_also_where_scores_are_missing() {
    let city = sample("示例市-2021.xlsx", &Run::default());
    let comparison = compare(&tables(city, WITH_DECLARED));
    comparison.assert_equal();
    assert!(comparison.compared > 62 * 2 + 21);
}

#[test]
fn a_corrected_score_changes_the_total_and_the_grade() {
    let bytes = tables(centre(), WITH_REASONS);
    let workbook = read(&bytes);
    let name = "深圳市教育信息技术中心";
    let found = |formula: &str| {
        let formulas = formulas(&bytes);
        let one = formulas.iter().find(|one| one.formula.contains(formula));
        one.expect("the formula").cell.clone()
    };
    let (total, grade) = (found("SUM("), found("\"优\""));
    assert_eq!(stored(&workbook, name, &total), "94.32");
    let edited = |edit: Edit| recalculate_with(&bytes, &[(name, "I7", edit)]);
    let corrected = edited(Edit::Number(0.5));
    assert_eq!(corrected.value(name, &total), Value::Number(89.82));
    assert_eq!(corrected.value(name, &grade), Value::Text("良".into()));
    let taken_out = edited(Edit::Empty);
    assert_eq!(taken_out.value(name, &total), Value::Text("待定".into()));
    assert_eq!(taken_out.value(name, &grade), Value::Text("待定".into()));
}

#[test]
fn a_department_with_missing_data_has_no_total_and_is_told_what_to_hand_in() {
    let scored = Input::of([Department::new("甲").with("满意度=空; 实际采购金额=空")]).score();
    for extras in [OFFICIAL, WITH_REASONS] {
        let bytes = tables(&scored, extras);
        compare(&bytes).assert_equal();
        let scores = column(&read(&bytes), "甲", 8);
        assert_eq!(scores.iter().filter(|text| *text == "待定").count(), 4);
        let text = as_text(&bytes, &["甲"]);
        let note =
            "有 2 项指标因缺少数据待定，综合评分和等级也待定，已评的指标得 92.00／92 分。请补齐：";
        assert!(text.contains(note), "{text}");
        assert!(text.contains("实际采购金额") && text.contains("满意度。"));
    }
}

#[test]
fn adopted_scores_are_numbers_that_carry_a_mark() {
    let input = Input::of([Department::new("甲")
        .with("满意度=空")
        .declares("公众或服务对象满意度=4")]);
    let bytes = tables(&input.score_as(&Run::missing(Missing::Declared)), OFFICIAL);
    let workbook = read(&bytes);
    let sheet = sheet(&workbook, "甲");
    let marked: Vec<String> = sheet
        .rows
        .iter()
        .flat_map(|row| row.cells.iter().map(move |cell| (row.index, cell)))
        .filter(|(_, cell)| {
            cell.format
                .as_deref()
                .is_some_and(|format| format.contains('＊'))
        })
        .map(|(row, cell)| content(sheet, Address::new(row, cell.column)))
        .filter(|text| !text.is_empty())
        .collect();
    assert_eq!(marked, ["4"]);
    assert!(as_text(&bytes, &["甲"]).contains("分数后有“＊”的"));
    compare(&bytes).assert_equal();
}

#[test]
fn without_declared_scores_the_comparison_says_so() {
    let bytes = tables(&Input::of([Department::new("甲")]).score(), WITH_DECLARED);
    assert!(as_text(&bytes, &["甲"]).contains("本部门没有填报自评得分"));
    let declared = column(&read(&bytes), "甲", 8);
    assert!(declared.iter().all(|text| text == "未填"), "{declared:?}");
    compare(&bytes).assert_equal();
}

/// The rows that begin a page, 0-based.
/// A grade that differs is told beside it, and a declared total that is not the sum below.
#[test]
fn what_does_not_agree_is_said_of_grades_and_totals() {
    let all = INDICATORS.map(|(name, points)| format!("{name}={points}"));
    let all = all.join("; ");
    let scored = Input::of([
        Department::new("甲").declares(&format!("{all}; 总分=100; 等级=良")),
        Department::new("乙").declares(&format!("{all}; 总分=90; 等级=优")),
    ])
    .score();
    let bytes = tables(&scored, WITH_DECLARED);
    compare(&bytes).assert_equal();
    let texts = ["甲", "乙"].map(|name| as_text(&bytes, &[name]));
    assert!(texts[0].contains("不同"), "{}", texts[0]);
    assert!(!texts[0].contains("不等于各项自评得分之和"), "{}", texts[0]);
    assert!(texts[1].contains("一致"), "{}", texts[1]);
    let said = "自评总分 90.00 分不等于各项自评得分之和 100.00 分，请部门核对。";
    assert!(texts[1].contains(said), "{}", texts[1]);
}

fn breaks(bytes: &[u8]) -> Vec<u32> {
    let package = Package::open(bytes);
    let xml = package.text("xl/worksheets/sheet1.xml");
    let breaks = xml.split("<brk id=\"").skip(1);
    let ids = breaks.map(|text| text.split('"').next().expect("an id"));
    ids.map(|id| id.parse().expect("a row")).collect()
}

fn merges_across(sheet: &Sheet, row: u32) -> usize {
    let across = |(first, last): &&(Address, Address)| first.row < row && last.row >= row;
    sheet.merges.iter().filter(across).count()
}

#[test]
fn every_page_names_its_levels_and_no_merged_cell_crosses_a_page() {
    for scored in [centre(), school()] {
        for extras in [OFFICIAL, WITH_REASONS, WITH_DECLARED] {
            let bytes = tables(scored, extras);
            let workbook = read(&bytes);
            let sheet = &workbook.sheets[0];
            let breaks = breaks(&bytes);
            assert!((2..8).contains(&breaks.len()), "{breaks:?}");
            for row in breaks {
                assert_eq!(merges_across(sheet, row), 0, "row {}", row + 1);
                for column in [0, 2, 4] {
                    let name = content(sheet, Address::new(row, column));
                    assert!(!name.is_empty(), "row {} column {column}", row + 1);
                }
            }
        }
    }
}

#[test]
fn the_official_table_has_no_column_of_reasons() {
    let scored = school();
    let headers = |extras| -> Vec<String> {
        let workbook = read(&tables(scored, extras));
        let sheet = &workbook.sheets[0];
        (6..12)
            .map(|column| content(sheet, Address::new(3, column)))
            .filter(|text| !text.is_empty())
            .collect()
    };
    assert_eq!(headers(OFFICIAL), ["指标说明", "参考评分标准", "分数"]);
    assert_eq!(
        headers(WITH_DECLARED),
        [
            "指标说明",
            "参考评分标准",
            "自评得分",
            "核算得分",
            "差异",
            "得分依据"
        ]
    );
}

#[test]
fn names_of_any_kind_give_sheets_and_no_formulas() {
    let names = [
        "甲/乙:丙",
        "甲/乙:丙",
        "=1+1",
        "&P 页&N",
        "101医院",
        "名".repeat(80).leak(),
    ];
    let departments = names.iter().zip(1..).map(|(name, code): (_, u32)| {
        Department::new(name)
            .with_cell("部门编码", Cell::text(&code.to_string()))
            .with_cell("填报人", Cell::text("=HYPERLINK(\"http://x\")"))
    });
    let scored = Input::of(departments).score();
    let bytes = tables(&scored, WITH_REASONS);
    let workbook = read(&bytes);
    assert_eq!(workbook.sheets.len(), names.len());
    for formula in formulas(&bytes) {
        assert!(formula.formula.contains("IF("), "{}", formula.formula);
    }
    let package = Package::open(&bytes);
    assert!(
        package
            .text("xl/worksheets/sheet4.xml")
            .contains("&amp;&amp;P 页&amp;&amp;N")
    );
    // Not a font of size 9101.
    assert!(
        package
            .text("xl/worksheets/sheet5.xml")
            .contains("&amp;9 101医院")
    );
    assert!(as_text(&bytes, &["=1+1"]).contains("部门（单位）名称：=1+1"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(
        tables(school(), WITH_REASONS),
        tables(school(), WITH_REASONS)
    );
}

#[test]
fn a_file_a_department_in_a_folder_beside_the_input() {
    let folder = Folder::with_sample("小样-2021.xlsx");
    let ran = folder.run(&["scorecard", "小样-2021.xlsx"]);
    assert!(
        ran.stdout.contains("6 份评分表已写到：小样-2021-评分表"),
        "{}",
        ran.stdout
    );
    let files = folder.files_in("小样-2021-评分表");
    assert_eq!(files.len(), 6);
    assert_eq!(files[0], "101001-示例市教育局-评分表.xlsx");
    let again = folder.run(&["scorecard", "小样-2021.xlsx"]);
    assert_eq!(again.status, 2);
    assert!(again.stderr.contains("--force"), "{}", again.stderr);
    let forced = folder.run(&["scorecard", "小样-2021.xlsx", "--force"]);
    assert_eq!(forced.status, ran.status, "{}", forced.stderr);
}

#[test]
fn one_workbook_with_some_departments() {
    let folder = Folder::with_sample("小样-2021.xlsx");
    let ran = folder.run(&[
        "scorecard",
        "小样-2021.xlsx",
        "--dept",
        "101001",
        "--official",
        "-o",
        "评分表.xlsx",
    ]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let bytes = std::fs::read(folder.path("评分表.xlsx")).expect("the workbook");
    let names: Vec<String> = read(&bytes)
        .sheets
        .into_iter()
        .map(|sheet| sheet.name)
        .collect();
    assert_eq!(names, ["示例市教育局"]);
}

#[test]
fn outputs_that_cannot_be_meant_are_refused() {
    let folder = Folder::with_sample("小样-2021.xlsx");
    for (output, told) in [
        ("评分表.xls", "应以 .xlsx 结尾"),
        ("小样-2021.xlsx", "不能覆盖输入文件"),
        ("没有/评分表.xlsx", "所在的文件夹不存在"),
    ] {
        let ran = folder.run(&["scorecard", "小样-2021.xlsx", "-o", output, "--force"]);
        assert_eq!(ran.status, 2, "{output}");
        assert!(ran.stderr.contains(told), "{output}: {}", ran.stderr);
    }
    assert_eq!(folder.files(), ["小样-2021.xlsx"]);
}

#[test]
fn departments_without_a_total_end_with_status_1() {
    let folder = Folder::new();
    let departments = [
        Department::new("甲"),
        Department::new("乙").with("满意度=空"),
    ];
    folder.put("输入.xlsx", Input::of(departments).bytes());
    let ran = folder.run(&["scorecard", "输入.xlsx"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.stdout
            .contains("其中 1 份因缺少数据待定，补齐数据后请重新生成：乙"),
        "{}",
        ran.stdout
    );
    let ran = folder.run(&["scorecard", "输入.xlsx", "--dept", "甲", "-o", "甲.xlsx"]);
    assert_eq!(ran.status, 0, "{}", ran.stdout);
}
