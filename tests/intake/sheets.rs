//! Sheets: names, aliases, strangers, workbooks that are something else.

use crate::support::{Cell, Department, Grid, Input, Run};

const NAME: &str = "示例市教育局";

#[test]
fn sheets_are_known_by_aliases() {
    let mut input = Input::of([Department::new(NAME)
        .with("效果性评定分=空")
        .outcome("方向=定性; 分值=25; 评定比例=80%")
        .declares("财务合规性=2.5")]);
    for (sheet, alias) in input
        .sheets
        .iter_mut()
        .zip(["填报数据", "个性化指标表", "自评评分表"])
    {
        sheet.name = alias.to_string();
    }
    let scored = input.score();
    assert_eq!(scored.total(NAME), "95.00");
    assert_eq!(scored.evaluation.reviews.len(), 1);
    // Problems call a sheet by the name that the annotated workbook gives it.
    assert_eq!(scored.problems(), ["warning G02 个性化指标!C2"]);
}

#[test]
fn a_sheets_own_name_comes_before_an_alias() {
    let mut input = Input::of([Department::new(NAME)]);
    let other = Input::of([Department::new("旧数据")]);
    input.sheets.insert(
        0,
        Grid {
            name: "填报数据".to_string(),
            ..other.sheets[0].clone()
        },
    );
    let scored = input.score();
    assert_eq!(scored.evaluation.dataset.records[0].name, NAME);
    let others: Vec<&str> = scored
        .evaluation
        .dataset
        .others
        .iter()
        .map(|sheet| sheet.name.as_str())
        .collect();
    assert_eq!(others, ["填报数据"]);
    assert_eq!(scored.problems(), ["warning H06 填报数据"]);
}

#[test]
fn a_data_sheet_of_another_name_is_found_by_its_header() {
    let mut input = Input::of([Department::new(NAME)]);
    input.data().name = "Sheet1".to_string();
    let scored = input.score();
    assert_eq!(scored.total(NAME), "100.00");
    assert_eq!(scored.problems(), ["warning H07 基础数据"]);
    assert!(scored.evaluation.problems[0].message().contains("“Sheet1”"));
}

#[test]
fn a_workbook_without_the_data_sheet_is_told_what_it_has() {
    let mut input = Input::of([Department::new(NAME)]);
    input.data().name = "Sheet1".to_string();
    input.data().rows[0].truncate(20);
    let error = input
        .try_score(&Run::default())
        .err()
        .expect("nothing to score");
    assert!(
        error.contains("基础数据") && error.contains("Sheet1"),
        "{error}"
    );
}

#[test]
fn a_declared_sheet_without_a_header_is_an_error_and_not_used() {
    let mut input = Input::of([Department::new(NAME)]);
    for name in ["个性化指标", "自评得分"] {
        input.sheets.push(Grid {
            name: name.to_string(),
            rows: vec![vec![Cell::text("暂无")]],
            ..Grid::default()
        });
    }
    let scored = input.score();
    assert_eq!(
        scored.problems(),
        ["error H01 个性化指标", "error H01 自评得分"]
    );
    assert_eq!(scored.total(NAME), "100.00");
}

#[test]
fn sums_and_notes_in_the_other_sheets_are_listed() {
    let mut input = Input::of([Department::new(NAME)
        .with("效果性评定分=空")
        .outcome("方向=定性; 分值=25; 评定比例=80%")
        .declares("财务合规性=2.5")]);
    for name in ["个性化指标", "自评得分"] {
        let row = [
            Cell::Blank,
            Cell::text("合计"),
            Cell::Blank,
            Cell::Blank,
            Cell::Blank,
            Cell::Number(25.0),
        ];
        input.sheet(name).below(row.to_vec());
        input
            .sheet(name)
            .below(vec![Cell::text("注：由各部门填报")]);
        input.sheet(name).below(vec![
            Cell::Blank,
            Cell::Blank,
            Cell::text("社会效益"),
            Cell::Number(3.0),
        ]);
    }
    assert_eq!(
        input.score().problems(),
        [
            "error R02 个性化指标!A5",
            "error R02 自评得分!A5",
            "warning G02 个性化指标!C2",
            "info R01 个性化指标!A3",
            "info R01 个性化指标!A4",
            "info R01 自评得分!A3",
            "info R01 自评得分!A4",
        ]
    );
}

#[test]
fn files_that_are_no_workbooks_are_refused_with_a_word() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, bytes) in [
        ("空.xlsx", &b""[..]),
        ("图片.xlsx", b"\x89PNG\r\n\x1a\n0000"),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("the folder can be written");
        let error = crate::support::Scored::of_file(&path, &Run::default()).err();
        assert!(error.is_some_and(|error| error.contains(name)), "{name}");
    }
    // A text is read as a table, which this is not.
    let path = folder.path().join("文字.xlsx");
    std::fs::write(&path, "这是文字").expect("the folder can be written");
    let error = crate::support::Scored::of_file(&path, &Run::default()).err();
    assert!(error.is_some_and(|error| error.contains("没有找到表头")));
}
