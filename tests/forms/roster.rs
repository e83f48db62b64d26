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

/// What `template` says of a list that leads to forms.
fn told(rows: &[&str]) -> String {
    let folder = Folder::new();
    folder.put("名单.xlsx", list(rows).bytes());
    let ran = folder.run(&["template", "--departments", "名单.xlsx", "-o", "表"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    ran.stderr
}

#[test]
fn a_column_of_names_is_a_list() {
    for rows in [
        &["部门名称", "甲局", "乙中心"][..],
        &["序号|部门名称", "1|甲局", "2|乙中心"],
        &["序号|部门名称|备注", "1|甲局|空", "2|乙中心|2021年新设"],
        &[
            "示例市部门名单",
            "序号|部门名称|备注",
            "1|甲局|空",
            "2|乙中心|空",
        ],
        &["单位", "甲局", "乙中心"],
        &["序号|单位", "1|甲局", "2|乙中心"],
        &["单位名称", "甲局", "乙中心"],
        &["单位|备注", "甲局|空", "乙中心|撤并"],
        &["部门名称", "甲局|空|已报", "乙中心"],
    ] {
        let made = forms(rows);
        let all = vec!["乙中心.xlsx".to_string(), "甲局.xlsx".into()];
        assert_eq!(made, Ok(all), "{rows:?}");
    }
}

#[test]
fn headings_among_the_departments_are_told_and_asked_nothing() {
    let rows = [
        "序号|部门|联系人",
        "一|市直部门（2家）",
        "1|甲局|张",
        "2|乙中心|李",
        "二|事业单位",
        "3|丙所|王",
    ];
    let three = ["丙所.xlsx", "乙中心.xlsx", "甲局.xlsx"].map(String::from);
    assert_eq!(forms(&rows), Ok(three.to_vec()));
    assert!(told(&rows).contains("第 2、5 行像是标题、小标题"));
    // A department over others is one all the same.
    let rows = ["部门名称|主管部门", "甲局", "乙中心|甲局"];
    let two = ["乙中心.xlsx", "甲局.xlsx"].map(String::from);
    assert_eq!(forms(&rows), Ok(two.to_vec()));
}

#[test]
fn a_second_sheet_with_other_departments_is_told() {
    let told = |second: &[&str]| {
        let mut both = list(&["部门编码|部门名称", "101|甲局", "102|乙中心"]);
        let mut other = list(second).sheets.remove(0);
        other.name = "直属单位".into();
        both.sheets.push(other);
        let folder = Folder::new();
        folder.put("名单.xlsx", both.bytes());
        let ran = folder.run(&["template", "--departments", "名单.xlsx", "-o", "表"]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert_eq!(folder.files_in("表").len(), 2);
        ran.stderr
    };
    let said = told(&["部门编码|部门名称", "101|甲局", "105|丙所"]);
    assert!(
        said.contains("还有工作表“直属单位”，其中 1 个部门不在名单上，没有算进来：丙所"),
        "{said}"
    );
    // The same departments again, with scores or telephone numbers beside them, are nobody new.
    let said = told(&["部门名称|电话", "甲局|1", "乙中心|2"]);
    assert!(!said.contains("直属单位"), "{said}");
}

#[test]
fn two_columns_of_names_are_told_as_such() {
    let told = forms(&["序号|单位名称|序号|单位名称", "1|甲局|2|乙中心"]);
    let told = told.expect_err("no list");
    assert!(told.contains("不止一处（B1、D1）"), "{told}");
}

#[test]
fn beside_names_codes_and_supervisors_are_read_whatever_the_names_are_called() {
    let rows = ["单位编码|单位|主管部门", "101|甲局|甲局", "102|乙中心|甲局"];
    let all = vec!["101-甲局.xlsx".to_string(), "102-乙中心.xlsx".into()];
    assert_eq!(forms(&rows), Ok(all));
}

#[test]
fn a_sheet_of_nothing_but_names_is_a_list_and_is_told() {
    let all = vec!["乙中心.xlsx".to_string(), "甲局.xlsx".into()];
    for rows in [&["甲局", "乙中心"][..], &["1|甲局", "2|乙中心"]] {
        assert_eq!(forms(rows), Ok(all.clone()), "{rows:?}");
        let told = told(rows);
        assert!(
            told.contains("没有表头") && told.contains("2 个名称"),
            "{told}"
        );
    }
    // A title, or a header that is not known, is told as what it is.
    for rows in [
        &["示例市部门名单", "甲局", "乙中心"][..],
        &["参评单位", "甲局", "乙中心"],
        &["示例市部门名单（2021）", "1|甲局", "2|乙中心"],
    ] {
        assert_eq!(forms(rows), Ok(all.clone()), "{rows:?}");
        let told = told(rows);
        assert!(told.contains("第 1 行像是标题"), "{told}");
    }
}

#[test]
fn what_is_no_list_is_refused_in_the_words_of_lists() {
    for rows in [
        &["项目|金额", "办公费|12"][..],
        &["单位|数量", "万元|3", "人|5"],
        &["填报说明：一、请如实填写。", "二、金额以万元为单位。"],
        &["甲局|完成", "乙中心|未完成"],
    ] {
        let told = forms(rows).expect_err("no list");
        assert!(told.contains("没有找到部门名单"), "{told}");
        assert!(
            told.contains("单位名称") && !told.contains("数据"),
            "{told}"
        );
    }
    let told = forms(&["部门名称|主管部门"]).expect_err("nobody");
    assert!(told.contains("下面没有部门"), "{told}");
}

#[test]
fn collect_takes_such_lists_too() {
    let folder = Folder::new();
    folder.put("名单.xlsx", list(&["单位", "甲局", "乙中心"]).bytes());
    let ran = folder.run(&["template", "--departments", "名单.xlsx", "-o", "表"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let arguments = [
        "collect",
        "表",
        "--departments",
        "名单.xlsx",
        "-o",
        "汇总.xlsx",
    ];
    let ran = folder.run(&arguments);
    assert!(
        ran.stdout.contains("收到 2 个部门"),
        "{}{}",
        ran.stdout,
        ran.stderr
    );
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
