//! The planted mistakes and oddities in 个性化指标.

use super::columns::OUTCOMES;
use super::model::{Book, OutcomeRow, Planted, address};

/// Puts all of them into the book of 2021.
pub fn spoil(book: &mut Book) {
    let row = outcome(book, "示例市图书馆", |row| row.direction == "正向");
    book.outcomes[row].target = Some(0.0);
    note_outcome(
        book,
        row,
        "目标值",
        ("outcome-target-zero", "error"),
        "正向 with a target of 0: the indicator is 待定",
    );

    let row = outcome(book, "示例市规划研究院", |row| {
        row.direction == "反向"
    });
    book.outcomes[row].actual = None;
    note_outcome(
        book,
        row,
        "完成值",
        ("outcome-blank", "error"),
        "blank: the indicator is 待定",
    );

    let row = outcome(book, "示例市职业技术学校", |row| {
        row.category == "可持续影响"
    });
    book.outcomes[row].points -= 1.0;
    let first = outcome(book, "示例市职业技术学校", |_| true);
    note_outcome(
        book,
        first,
        "分值",
        ("outcome-points-sum", "warning"),
        "the department's 分值 sum to 24, not 25",
    );

    let first = outcome(book, "示例市停车管理中心", |_| true);
    for row in &mut book.outcomes {
        if row.department == "示例市停车管理中心" && row.category != "社会效益" {
            row.category = "经济效益";
        }
    }
    note_outcome(
        book,
        first,
        "效益类别",
        ("outcome-few-categories", "warning"),
        "the department's rows cover two 效益类别 only",
    );

    let row = accidents(book, "示例市公共交通管理处", 1.0, 0.0);
    note_outcome(
        book,
        row,
        "完成值",
        ("outcome-inverse-zero", "none"),
        "反向 with nothing at all: counts as 1",
    );

    let row = accidents(book, "示例市公路事务中心", 0.0, 2.0);
    note_outcome(
        book,
        row,
        "目标值",
        ("outcome-inverse-target-zero", "none"),
        "反向 with a target of 0 and 2 done: counts as 0",
    );

    let mut stranger = book.outcomes[0].clone();
    stranger.code = "109001".to_string();
    stranger.department = "示例市粮食储备中心".to_string();
    book.outcomes.push(stranger);
    note_outcome(
        book,
        book.outcomes.len() - 1,
        "部门编码",
        ("outcome-unknown-department", "error"),
        "no such department in 基础数据; the row is not used",
    );
}

/// Turns a department's first 反向 row into one that counts accidents.
fn accidents(book: &mut Book, department: &str, target: f64, actual: f64) -> usize {
    let position = outcome(book, department, |row| row.direction == "反向");
    let row = &mut book.outcomes[position];
    row.category = "社会效益";
    row.indicator = "安全责任事故（起）".to_string();
    row.target = Some(target);
    row.actual = Some(actual);
    position
}

fn outcome(book: &Book, department: &str, wanted: fn(&OutcomeRow) -> bool) -> usize {
    book.outcomes
        .iter()
        .position(|row| row.department == department && wanted(row))
        .unwrap_or_else(|| panic!("no such outcome row of {department}"))
}

fn note_outcome(
    book: &mut Book,
    row: usize,
    column: &str,
    (kind, expected): (&'static str, &'static str),
    note: &str,
) {
    let index = OUTCOMES
        .iter()
        .position(|header| *header == column)
        .unwrap_or_else(|| panic!("no column {column}"));
    book.planted.push(Planted {
        sheet: "个性化指标",
        department: book.outcomes[row].department.clone(),
        cell: address(row, index),
        kind,
        expected,
        note: note.to_string(),
    });
}
