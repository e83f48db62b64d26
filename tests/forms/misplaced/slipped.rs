//! Answers a row too low, and rows that were put in or taken out beside the marks.

use jixiao::address::Address;
use jixiao::forms::form::column;
use jixiao::workbook::Workbook;

use super::super::form_of;
use super::{full, metric, sheet, shift, take, taken, told, value, whose};

/// Everything that is seen from a row on, so many rows further down; the marks stay.
fn rows_moved(workbook: &mut Workbook, from: u32, by: i64) {
    let form = sheet(workbook);
    let mut cells: Vec<Address> = form
        .rows
        .iter()
        .flat_map(|row| {
            row.cells
                .iter()
                .map(|cell| Address::new(row.index, cell.column))
        })
        .filter(|at| at.row >= from && at.column != column::KEY)
        .collect();
    if by > 0 {
        cells.reverse();
    }
    for at in cells {
        let to = u32::try_from(i64::from(at.row) + by).expect("a row");
        shift(form, at, Some(Address::new(to, at.column)));
    }
}

#[test]
fn rows_put_in_beside_the_marks_are_one_finding() {
    let kept = taken(&full());
    for (from, by, wanted) in [
        (29, 2, "F13 像是从第 30 行起插入了 2 行，内容往下错开"),
        (29, 1, "F13 像是从第 30 行起插入了 1 行，内容往下错开"),
        (12, 3, "F13 像是从第 13 行起插入了 3 行，内容往下错开"),
    ] {
        let mut workbook = full();
        rows_moved(&mut workbook, from, by);
        let returned = taken(&workbook);
        let told = told(&returned.changes);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with(wanted), "{told:?}");
        // What stands above is taken, and all the rest is kept.
        assert!(
            returned
                .answers
                .get(metric("预算编制符合职责和政策"))
                .is_some()
        );
        let all = returned.answers.clone().or(&returned.doubtful);
        assert_eq!(all, kept.answers, "{from} {by}");
    }
}

#[test]
fn rows_taken_out_beside_the_marks_are_one_finding() {
    let mut workbook = full();
    let form = sheet(&mut workbook);
    for row in [29, 30] {
        for column in 0..=column::LAST {
            take(form, Address::new(row, column));
        }
    }
    rows_moved(&mut workbook, 31, -2);
    let returned = taken(&workbook);
    let told = told(&returned.changes);
    assert!(
        told[0].starts_with("F13 像是从第 32 行起删除了 2 行，内容往上错开"),
        "{told:?}"
    );
    assert!(value(&returned, metric("满意度")).is_some());
}

/// Moves the answers from one metric to another a row down, over what stands there.
fn slide(workbook: &mut Workbook, first: &str, last: &str) {
    let form = form_of(&whose());
    let row = |name| form.cell(metric(name)).expect("a cell").row;
    let form_sheet = sheet(workbook);
    for at in (row(first)..=row(last)).rev() {
        let cell = |row| Address::new(row, column::ENTRY);
        shift(form_sheet, cell(at), Some(cell(at + 1)));
    }
}

#[test]
fn answers_a_row_too_low_are_found_by_their_kind_and_none_of_them_is_taken() {
    let kept = taken(&full());
    let mut workbook = full();
    slide(&mut workbook, "政府采购计划金额", "会计核算规范性");
    let returned = taken(&workbook);
    let told = told(&returned.changes);
    assert!(
        told[0].starts_with(
            "F13 “政府采购计划金额”空着，下面像是往下填错了一行（C28 到 C37，共 10 项）"
        ),
        "{told:?}"
    );
    // What fits one row higher is put there.
    for name in ["政府采购计划金额", "采购政策功能落实", "调整调剂资金累计"]
    {
        let item = metric(name);
        assert_eq!(returned.answers.get(item), None, "{name}");
        assert_eq!(
            returned.doubtful.get(item),
            kept.answers.get(item),
            "{name}"
        );
    }
    // 存在违规支出 holds the 是 of the row above: it is no 是 before somebody has looked.
    assert_eq!(returned.answers.get(metric("存在违规支出")), None);
    assert_eq!(returned.answers.get(metric("涉密部门")), None);
    let above = metric("部门预算总规模");
    assert_eq!(returned.doubtful.get(above), kept.answers.get(above));
}

#[test]
fn one_blank_or_one_answer_of_a_wrong_kind_is_no_slip() {
    let form = form_of(&whose());
    let cell = |name| form.cell(metric(name)).expect("a cell");
    let mut workbook = full();
    take(sheet(&mut workbook), cell("政府采购计划金额"));
    let blank = taken(&workbook);
    assert_eq!(told(&blank.changes), [""; 0]);
    // 是 under a blank amount fits neither place.
    shift(
        sheet(&mut workbook),
        cell("采购政策功能落实"),
        Some(cell("实际采购金额")),
    );
    assert_eq!(told(&taken(&workbook).changes), [""; 0]);
}
