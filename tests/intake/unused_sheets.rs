//! Sheets under other names: those found by their header, and those that are told of because they are not
//! used.

use crate::support::{Cell, Department, Grid, Input, Scored};

const NAME: &str = "示例市教育局";
const OUTCOMES: &str = "社会效益、经济效益、生态效益及可持续影响等";

/// A department with something in all three sheets: 20 of 25 points by its outcomes.
fn input() -> Input {
    Input::of([Department::new(NAME)
        .with("效果性评定分=空")
        .outcome("方向=定性; 分值=25; 评定比例=80%")
        .declares("财务合规性=2.5")])
}

/// A copy of a sheet under another name, at the end.
fn copy(input: &mut Input, sheet: &str, name: &str) {
    let copy = Grid {
        name: name.to_string(),
        ..input.sheet(sheet).clone()
    };
    input.sheets.push(copy);
}

/// The problems with sheets.
fn about_sheets(scored: &Scored) -> Vec<String> {
    let is_about_sheets = |told: &String| told.contains(" H06 ") || told.contains(" H07 ");
    scored
        .problems()
        .into_iter()
        .filter(is_about_sheets)
        .collect()
}

fn messages(scored: &Scored, code: &str) -> Vec<String> {
    let problems = scored.evaluation.problems.iter();
    let of_code = problems.filter(|problem| problem.code == code);
    of_code
        .map(|problem| problem.message().into_owned())
        .collect()
}

#[test]
fn the_other_sheets_are_found_by_their_headers_and_told() {
    for outcomes in [
        "个性化指标（2021）",
        "个性化指标 (2)",
        "2、个性化指标",
        "附表2 个性化指标",
        "Sheet2",
    ] {
        let mut input = input();
        input.sheet("个性化指标").name = outcomes.to_string();
        input.sheet("自评得分").name = format!("自评{outcomes}");
        let scored = input.score();
        assert_eq!(scored.score(NAME, OUTCOMES), "20.00", "{outcomes}");
        assert_eq!(scored.evaluation.reviews.len(), 1, "{outcomes}");
        assert_eq!(
            about_sheets(&scored),
            ["warning H07 个性化指标", "warning H07 自评得分"]
        );
        let told = format!("没有名为“个性化指标”的工作表，按表头采用了“{outcomes}”");
        assert_eq!(messages(&scored, "H07")[0], told);
    }
}

#[test]
fn sheets_under_their_own_names_are_not_told() {
    assert_eq!(about_sheets(&input().score()), Vec::<String>::new());
}

#[test]
fn most_of_the_columns_make_an_outcomes_sheet() {
    // Of seven columns of its own, four are most and three are not.
    for (dropped, found) in [(3, true), (4, false)] {
        let mut input = input();
        let sheet = input.sheet("个性化指标");
        sheet.name = "Sheet2".to_string();
        for header in ["评定比例", "效益类别", "指标名称", "完成值"]
            .iter()
            .take(dropped)
        {
            sheet.drop_column(header);
        }
        let scored = input.score();
        assert_eq!(scored.evaluation.dataset.outcomes.is_some(), found);
    }
}

#[test]
fn a_sheet_without_anyone_is_not_taken_by_its_header() {
    let mut input = input();
    let sheet = input.sheet("个性化指标");
    sheet.name = "Sheet2".to_string();
    sheet.drop_column("部门名称");
    sheet.drop_column("部门编码");
    let scored = input.score();
    assert!(scored.evaluation.dataset.outcomes.is_none());
    assert_eq!(about_sheets(&scored), Vec::<String>::new());
}

#[test]
fn of_several_that_fit_none_is_taken_and_each_is_an_error() {
    let mut input = input();
    copy(&mut input, "个性化指标", "上半年");
    copy(&mut input, "自评得分", "自评二");
    input.sheet("个性化指标").name = "下半年".to_string();
    input.sheet("自评得分").name = "自评一".to_string();
    let scored = input.score();
    assert_eq!(scored.score(NAME, OUTCOMES), "待定");
    assert!(scored.evaluation.dataset.declared.is_none());
    assert_eq!(
        about_sheets(&scored),
        [
            "error H06 下半年",
            "error H06 自评一",
            "error H06 上半年",
            "error H06 自评二",
        ]
    );
    assert!(messages(&scored, "H06")[0].contains("不知道该用哪一张"));
}

#[test]
fn a_second_sheet_of_a_kind_is_told() {
    for (sheet, second) in [
        ("基础数据", "基础数据2"),
        ("基础数据", "基础数据（续）"),
        ("基础数据", "基础数据 (2)"),
        ("基础数据", "基础数据2020"),
        ("个性化指标", "个性化指标(2)"),
        ("自评得分", "自评（补）"),
    ] {
        let mut input = input();
        copy(&mut input, sheet, second);
        let scored = input.score();
        assert_eq!(scored.total(NAME), "95.00", "{second}");
        assert_eq!(about_sheets(&scored), [format!("warning H06 {second}")]);
        let told = &messages(&scored, "H06")[0];
        let message = format!(
            "工作表“{second}”的表头像“{sheet}”，已另有采用的一张，这一张表头下面的 1 行没有采用"
        );
        assert_eq!(*told, message);
    }
}

#[test]
fn last_years_table_in_the_same_workbook_is_told() {
    let mut input = input();
    copy(&mut input, "基础数据", "去年的");
    let year = input.data().column("年度");
    input.sheet("去年的").rows[1][year] = Cell::Number(2020.0);
    let scored = input.score();
    assert_eq!(scored.evaluation.dataset.records.len(), 1);
    assert_eq!(about_sheets(&scored), ["warning H06 去年的"]);
}

#[test]
fn names_that_differ_by_a_space_are_told_apart() {
    let mut input = input();
    copy(&mut input, "基础数据", "基础数据 ");
    let scored = input.score();
    let dataset = &scored.evaluation.dataset;
    assert_eq!(dataset.others[0].name, "基础数据（原1）");
    assert_eq!(about_sheets(&scored), ["warning H06 基础数据（原1）"]);
    let told = &messages(&scored, "H06")[0];
    assert!(
        told.starts_with("工作表“基础数据[空格]”也像“基础数据”"),
        "{told}"
    );

    // The one without the space is used, wherever it stands.
    let mut input = self::input();
    copy(&mut input, "基础数据", "基础数据");
    input.sheets[0].name = " 基础数据".to_string();
    input.sheets[0].rows[1][1] = Cell::text("旧名称");
    let scored = input.score();
    assert_eq!(scored.evaluation.dataset.records[0].name, NAME);
    assert!(messages(&scored, "H06")[0].contains("“[空格]基础数据”"));
}

#[test]
fn sheets_that_are_something_else_are_not_told() {
    let mut input = input();
    // The program's own, one without a row, last year's figures, and a sheet of words.
    for name in [
        "评分结果",
        "评分结果 (2)",
        "评分结果（原1）",
        "上年数据",
        "空表",
    ] {
        copy(&mut input, "自评得分", name);
    }
    input.sheet("空表").rows.truncate(1);
    input.sheets.push(Grid {
        name: "填表说明".to_string(),
        rows: [
            "部门编码",
            "部门名称",
            "效益类别",
            "指标名称",
            "方向",
            "目标值",
        ]
        .iter()
        .map(|name| vec![Cell::text(name), Cell::text("怎么填")])
        .collect(),
        ..Grid::default()
    });
    assert_eq!(about_sheets(&input.score()), Vec::<String>::new());
}

#[test]
fn the_programs_own_result_is_not_taken_for_declared_scores() {
    let mut input = input();
    input.sheet("自评得分").name = "评分结果".to_string();
    assert!(input.score().evaluation.dataset.declared.is_none());
}

#[test]
fn an_annotated_workbook_fed_back_tells_the_same() {
    let mut input = input();
    copy(&mut input, "基础数据", "基础数据2");
    copy(&mut input, "自评得分", "评分结果");
    let first = input.score();
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("结果.xlsx");
    let bytes = jixiao::sheets::annotated::annotated(&first.evaluation).expect("a workbook");
    std::fs::write(&path, bytes).expect("the folder can be written");
    let again = Scored::of_file(&path, &crate::support::Run::default()).expect("departments");
    assert_eq!(again.problems(), first.problems());
    assert_eq!(about_sheets(&again), ["warning H06 基础数据2"]);
}
