//! Rows: which are departments, and what is said about those that are not.

use crate::support::{COLUMNS, Cell, Department, Input, Scored, column};

/// Two departments, then a row with these cells (column, cell).
fn with_row(cells: &[(&str, Cell)]) -> Scored {
    let mut input = Input::of([Department::new("甲"), Department::new("乙")]);
    let mut row = vec![Cell::Blank; 63];
    for (name, cell) in cells {
        row[column(name)] = cell.clone();
    }
    input.data().below(row);
    input.score()
}

fn names(scored: &Scored) -> Vec<&str> {
    let records = &scored.evaluation.dataset.records;
    records.iter().map(|record| record.name.as_str()).collect()
}

#[test]
fn sums_are_no_departments_and_are_listed() {
    for sum in [
        "合计",
        "合  计",
        "小计",
        "总计",
        "教育系统小计",
        "合计：",
        "平均",
    ] {
        let figures = ("政府采购计划金额", Cell::Number(200.0));
        for place in ["部门编码", "部门名称"] {
            let scored = with_row(&[(place, Cell::text(sum)), figures.clone()]);
            assert_eq!(names(&scored), ["甲", "乙"], "{sum}");
            assert_eq!(scored.problems(), ["info R01 基础数据!A4"], "{sum}");
        }
    }
}

#[test]
fn a_sum_between_departments_does_not_end_the_table() {
    let mut input = Input::of([Department::new("甲"), Department::new("乙")]);
    let mut sum = vec![Cell::Blank; 63];
    sum[1] = Cell::text("小计");
    sum[18] = Cell::Number(100.0);
    input.data().rows.insert(2, sum);
    assert_eq!(names(&input.score()), ["甲", "乙"]);
}

#[test]
fn notes_are_no_departments_and_are_listed() {
    for note in [
        "注：金额单位为万元。",
        "备注：以上为初步数",
        "说明：本表由各部门填报",
        "填表人：张三",
        "审核人：李四",
    ] {
        let scored = with_row(&[("部门编码", Cell::text(note))]);
        assert_eq!(names(&scored), ["甲", "乙"], "{note}");
        assert_eq!(scored.problems(), ["info R01 基础数据!A4"], "{note}");
    }
    // A department whose name begins like a note is one.
    let scored = with_row(&[("部门名称", Cell::text("注册会计师协会"))]);
    assert_eq!(names(&scored), ["甲", "乙", "注册会计师协会"]);
}

#[test]
fn blank_rows_are_passed_over() {
    let mut input = Input::of([Department::new("甲"), Department::new("乙")]);
    input.data().rows.insert(2, vec![Cell::Blank; 63]);
    input
        .data()
        .rows
        .insert(2, vec![Cell::text(" "), Cell::text("\u{3000}")]);
    let scored = input.score();
    assert_eq!(names(&scored), ["甲", "乙"]);
    assert_eq!(scored.problems(), Vec::<String>::new());
    assert_eq!(scored.evaluation.dataset.records[1].row, 4);
}

#[test]
fn hidden_rows_count_and_are_listed() {
    let mut input = Input::of([Department::new("甲"), Department::new("乙")]);
    input.data().hidden.push(2);
    let scored = input.score();
    assert_eq!(scored.total("乙"), "100.00");
    assert_eq!(scored.problems(), ["info R03 基础数据!A3"]);
}

#[test]
fn figures_without_a_department_are_an_error() {
    let scored = with_row(&[("政府采购计划金额", Cell::Number(100.0))]);
    assert_eq!(names(&scored), ["甲", "乙"]);
    assert_eq!(scored.problems(), ["error R02 基础数据!A4"]);
}

#[test]
fn a_code_without_a_name_is_a_department_and_an_error() {
    let mut cells = Department::new("丙").with("部门编码='103").cells;
    cells[1] = Cell::Blank;
    let mut input = Input::of([Department::new("甲")]);
    input.data().below(cells);
    let scored = input.score();
    assert_eq!(names(&scored), ["甲", "103"]);
    assert_eq!(scored.total("103"), "100.00");
    assert_eq!(scored.problems(), ["error R02 基础数据!B3"]);
}

#[test]
fn a_repeated_header_is_passed_over_and_listed() {
    let mut input = Input::of([Department::new("甲"), Department::new("乙")]);
    let header = input.data().rows[0].clone();
    input.data().rows.insert(2, header);
    let scored = input.score();
    assert_eq!(names(&scored), ["甲", "乙"]);
    assert_eq!(scored.problems(), ["info R01 基础数据!A3"]);
}

#[test]
fn a_department_without_a_single_figure_is_still_one() {
    let scored = with_row(&[("部门名称", Cell::text("丙"))]);
    assert_eq!(names(&scored), ["甲", "乙", "丙"]);
    assert_eq!(scored.total("丙"), "待定");
    let (_, card) = scored.department("丙");
    assert!(
        card.indicators
            .iter()
            .all(|indicator| indicator.score.is_none())
    );
}

#[test]
fn a_merged_group_belongs_to_all_its_rows() {
    let blank = |name: &str| Department::new(name).with("主管部门=空");
    let mut input = Input::of([
        blank("甲"),
        blank("乙"),
        Department::new("丙").with("主管部门=卫生局"),
    ]);
    input.data().merges.push((1, 2, 2, 2, "教育局".to_string()));
    let scored = input.score();
    let groups: Vec<Option<&str>> = scored
        .evaluation
        .dataset
        .records
        .iter()
        .map(|record| record.group.as_deref())
        .collect();
    assert_eq!(groups, [Some("教育局"), Some("教育局"), Some("卫生局")]);
}

#[test]
fn names_are_cleaned_of_what_cannot_be_seen() {
    let scored = Input::of([Department::new("示例市\n教育局\u{200b} ")]).score();
    assert_eq!(names(&scored), ["示例市 教育局"]);
}

#[test]
fn an_unclear_year_is_an_error() {
    let scored = Input::of([
        Department::new("甲").with("年度=去年"),
        Department::new("乙"),
    ])
    .score();
    assert_eq!(scored.problems(), ["error R06 基础数据!D2"]);
}

#[test]
fn a_year_with_the_mark_of_a_footnote_is_unclear() {
    for (year, problems) in [
        ("202①", &["error R06 基础数据!D2"][..]),
        ("202¹年", &["error R06 基础数据!D2"]),
        ("２０２１年", &[]),
    ] {
        let scored = Input::of([Department::new("甲").with(&format!("年度={year}"))]).score();
        assert_eq!(scored.problems(), problems, "{year}");
    }
}

#[test]
fn a_row_of_column_numbers_is_passed_over_and_listed() {
    let mut input = Input::of([Department::new("甲")]);
    let numbers = (1..=COLUMNS.len()).map(|number| Cell::Number(number as f64));
    input.data().rows.insert(1, numbers.collect());
    let scored = input.score();
    assert_eq!(names(&scored), ["甲"]);
    assert_eq!(scored.total("甲"), "100.00");
    assert_eq!(scored.problems(), ["info R01 基础数据!A2"]);
}

#[test]
fn a_row_that_shows_how_to_fill_in_is_no_department() {
    for name in ["示例", "XX局（示例）", "××局"] {
        let scored = with_row(&[
            ("部门名称", Cell::text(name)),
            ("政府采购计划金额", Cell::Number(200.0)),
        ]);
        assert_eq!(names(&scored), ["甲", "乙"], "{name}");
        assert_eq!(scored.problems(), ["info R01 基础数据!A4"], "{name}");
    }
}

#[test]
fn departments_may_begin_like_a_sum() {
    for name in ["小计量所", "总计算中心"] {
        let scored = Input::of([Department::new(name)]).score();
        assert_eq!(names(&scored), [name]);
    }
}

#[test]
fn lines_that_tell_how_to_fill_in_or_that_it_goes_on_are_notes() {
    for (place, line) in [("部门名称", "填写全称"), ("部门编码", "续表")] {
        let scored = with_row(&[(place, Cell::text(line))]);
        assert_eq!(names(&scored), ["甲", "乙"], "{line}");
        assert_eq!(scored.problems(), ["info R01 基础数据!A4"], "{line}");
    }
}

#[test]
fn a_name_alone_over_its_members_is_no_department_where_it_has_figures_elsewhere() {
    let mut input = Input::of([Department::new("教育局"), Department::new("一小")]);
    let mut heading = vec![Cell::Blank; crate::support::COLUMNS.len()];
    heading[crate::support::column("部门名称")] = Cell::text("教育局");
    input.data().rows.insert(2, heading.clone());
    let scored = input.score();
    assert_eq!(scored.problems(), ["info R01 基础数据!A3"]);
    assert_eq!(scored.evaluation.dataset.records.len(), 2);
    // Nobody else of that name: a department that has not filled in anything.
    heading[crate::support::column("部门名称")] = Cell::text("民政局");
    let mut input = Input::of([Department::new("教育局"), Department::new("一小")]);
    input.data().rows.insert(2, heading);
    assert_eq!(input.score().evaluation.dataset.records.len(), 3);
}
