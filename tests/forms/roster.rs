//! Lists of departments: any sheet with the headers will do.

use crate::support::{Cell, Folder, Grid, Input};

fn list(rows: &[&str]) -> Input {
    let cells = |row: &&str| row.split('|').map(Cell::parse).collect();
    Input {
        sheets: vec![Grid {
            name: "Sheet1".into(),
            rows: rows.iter().map(cells).collect(),
            ..Grid::default()
        }],
    }
}

/// The forms that a list leads to, or the message.
fn forms(rows: &[&str]) -> Result<Vec<String>, String> {
    let folder = Folder::new();
    folder.put("名单.xlsx", list(rows).bytes());
    let ran = folder.run(&["template", "--departments", "名单.xlsx", "-o", "表"]);
    if ran.status != 0 {
        return Err(ran.stderr);
    }
    Ok(folder.files_in("表"))
}

#[test]
fn titles_sums_and_notes_are_no_departments() {
    let rows = [
        "示例市部门名单",
        "序号|单位编码|单位名称|主管单位",
        "1|101|甲局|甲局",
        "2|102|乙中心|甲局",
        "合计||2 个",
        "注：以上为一级预算单位",
    ];
    assert_eq!(
        forms(&rows),
        Ok(vec!["101-甲局.xlsx".into(), "102-乙中心.xlsx".into()])
    );
    // They are told, since one of them might be a department after all.
    let folder = Folder::new();
    folder.put("名单.xlsx", list(&rows).bytes());
    let ran = folder.run(&["template", "--departments", "名单.xlsx", "-o", "表"]);
    assert!(ran.stderr.contains("第 5、6 行"), "{}", ran.stderr);
}

#[test]
fn codes_are_optional() {
    let rows = ["部门名称|主管部门", "甲局|甲局", "乙中心|甲局"];
    assert_eq!(
        forms(&rows),
        Ok(vec!["乙中心.xlsx".into(), "甲局.xlsx".into()])
    );
}

#[test]
fn a_department_that_stands_twice_must_be_mended_first() {
    let rows = ["部门编码|部门名称", "101|甲局", "101|甲局"];
    let told = forms(&rows).expect_err("a doubled department");
    assert!(told.contains("“甲局”在第 2、3 行"), "{told}");
}

#[test]
fn a_sheet_without_the_headers_is_no_list() {
    let told = forms(&["甲局", "乙中心"]).expect_err("no headers");
    assert!(told.contains("部门名称"), "{told}");
}

#[test]
fn of_several_years_the_last_ones_departments_are_asked() {
    let rows = [
        "部门编码|部门名称|年度",
        "101|甲局|2020",
        "102|乙中心|2020",
        "101|甲局|2021",
    ];
    assert_eq!(forms(&rows), Ok(vec!["101-甲局.xlsx".into()]));
}
