//! The planted mistakes in 基础数据, each with what should be said about its
//! cell.

use super::columns;
use super::model::{Book, Cell, Planted, Shown, address, money};

/// Puts `cell` into a department's column and notes it.
pub fn plant(
    book: &mut Book,
    department: &str,
    column: &str,
    cell: Cell,
    (kind, expected): (&'static str, &'static str),
    note: &str,
) {
    let row = position(book, department);
    book.base[row].set(column, cell);
    book.planted.push(Planted {
        sheet: "基础数据",
        department: department.to_string(),
        cell: address(row, columns::index(column)),
        kind,
        expected,
        note: note.to_string(),
    });
}

/// Sets a figure without noting it, as the company of a planted one.
pub fn set(book: &mut Book, department: &str, column: &str, value: f64) {
    let row = position(book, department);
    book.base[row].set(column, Cell::number(value));
}

pub fn position(book: &Book, department: &str) -> usize {
    book.base
        .iter()
        .position(|row| row.name() == department)
        .unwrap_or_else(|| panic!("no department {department}"))
}

pub fn figure(book: &Book, department: &str, column: &str) -> f64 {
    book.base[position(book, department)].figure(column)
}

fn unreadable(shown: Shown) -> Cell {
    Cell { shown, meant: None }
}

/// Mistakes in 基础数据 that leave an indicator unscored.
pub fn spoil_unscored(book: &mut Book) {
    let text = |words: &str| unreadable(Shown::Text(words.to_string()));
    let number = |value| unreadable(Shown::Number(value));
    for (department, column, cell, kind, note) in [
        (
            "示例市第二中学",
            "检查监控督促整改",
            Cell::BLANK,
            "blank-required",
            "blank: 项目监管 is 待定",
        ),
        (
            "示例市妇幼保健院",
            "政府采购计划金额",
            text("约三千五百万"),
            "unreadable-amount",
            "not a number: 政府采购执行情况 is 待定",
        ),
        (
            "示例市文化馆",
            "实际采购金额",
            number(-126.4),
            "negative-amount",
            "an amount below 0: 政府采购执行情况 is 待定",
        ),
        (
            "示例市救助管理站",
            "重点工作完成数",
            number(4.5),
            "fraction-in-count",
            "not a whole number: 重点工作完成情况 is 待定",
        ),
        (
            "示例市殡仪馆",
            "满意度",
            number(1.08),
            "percent-over-maximum",
            "over 100%: 公众或服务对象满意度 is 待定",
        ),
        (
            "示例市不动产登记中心",
            "预算公开情况",
            text("已公开"),
            "unknown-choice",
            "not one of the three choices: 预决算信息公开 is 待定",
        ),
        (
            "示例市港航事务中心",
            "目标细化为具体任务",
            number(3.0),
            "points-over-maximum",
            "3 points of 2: 绩效指标明确性 is 待定",
        ),
        (
            "示例市种子管理站",
            "部门预算总规模",
            number(0.0),
            "budget-zero",
            "a budget of 0: 财务合规性 is 待定",
        ),
    ] {
        plant(book, department, column, cell, (kind, "error"), note);
    }
    set(book, "示例市食品检验院", "计划完成项目数", 0.0);
    plant(
        book,
        "示例市食品检验院",
        "按时完成项目数",
        Cell::number(6.0),
        ("part-of-nothing", "error"),
        "6 projects in time of 0 planned: 项目完成及时性 is 待定",
    );
}

/// Mistakes in 基础数据 that a check or the key of the row shows; the
/// department is scored with them.
pub fn spoil_flagged(book: &mut Book) {
    for (department, total, part, excess, kind) in [
        (
            "示例市第一人民医院",
            "计划完成项目数",
            "按时完成项目数",
            2.0,
            "projects-over-planned",
        ),
        (
            "示例市疾病预防控制中心",
            "重点工作总数",
            "重点工作完成数",
            1.0,
            "tasks-over-total",
        ),
        (
            "示例市公共交通管理处",
            "信访总件数",
            "信访回复件数",
            2.0,
            "petitions-over-total",
        ),
        (
            "示例市美术馆",
            "固定资产总额",
            "在用固定资产总额",
            38.6,
            "assets-over-total",
        ),
    ] {
        let value = money(figure(book, department, total) + excess);
        let note = format!("more than {total}");
        plant(
            book,
            department,
            part,
            Cell::number(value),
            (kind, "error"),
            &note,
        );
    }
    third_quarter_falls(book, "示例市国有林场");
    plant(
        book,
        "示例市动物疫病预防控制中心",
        "四季度末支出进度",
        Cell::number(1.032),
        ("progress-over-100", "warning"),
        "progress above 100%",
    );
    let adjusted = money(figure(book, "示例市慈善事务中心", "部门预算总规模") * 1.2);
    plant(
        book,
        "示例市慈善事务中心",
        "调整调剂资金累计",
        Cell::number(adjusted),
        ("adjusted-over-budget", "warning"),
        "more than 部门预算总规模",
    );
    let in_yuan = (figure(book, "示例市计量检定所", "日常公用经费决算") * 10_000.0).round();
    plant(
        book,
        "示例市计量检定所",
        "日常公用经费决算",
        Cell::number(in_yuan),
        ("unit-slip", "warning"),
        "filled in in 元: ten thousand times 日常公用经费调整预算",
    );
    plant(
        book,
        "示例市歌舞团",
        "一季度末支出进度",
        lone_fraction(),
        ("percent-lone-fraction", "error"),
        "0.24 where most plain numbers of the column are points, 24% or 0.24%: 预算执行率 is 待定",
    );

    plant(
        book,
        "示例市土地储备中心",
        "存在违规支出",
        Cell::yes_no(true),
        ("veto", "none"),
        "财务合规性 is 0",
    );
    plant(
        book,
        "示例市土地储备中心",
        "会计核算规范性",
        Cell::BLANK,
        ("vetoed-blank", "info"),
        "blank, but the veto decides the indicator",
    );

    let shared = "107008";
    for department in ["示例市乡村振兴服务中心", "示例市农村经济服务中心"] {
        plant(
            book,
            department,
            "部门编码",
            Cell::text(shared),
            ("duplicate-code", "error"),
            "two departments with code 107008: scored and graded, not ranked",
        );
    }
}

/// A percent typed as a plain fraction.
fn lone_fraction() -> Cell {
    Cell {
        shown: Shown::Plain(0.24),
        meant: None,
    }
}

/// Mistakes of 2020.
pub fn spoil_2020(book: &mut Book) {
    plant(
        book,
        "示例市港航事务中心",
        "决算公开情况",
        Cell::BLANK,
        ("blank-required", "error"),
        "blank: 预决算信息公开 is 待定",
    );
    third_quarter_falls(book, "示例市文化馆");
}

fn third_quarter_falls(book: &mut Book, department: &str) {
    let before = figure(book, department, "二季度末支出进度");
    let fallen = ((before - 0.0315) * 10_000.0).round() / 10_000.0;
    plant(
        book,
        department,
        "三季度末支出进度",
        Cell::number(fallen),
        ("progress-falls", "warning"),
        "lower than at the end of the second quarter",
    );
}
