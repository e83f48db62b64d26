//! What is right in 基础数据, but not what most departments send: nothing to
//! measure, an exemption, values written in other ways.

use super::mistakes::{figure, plant, position, set};
use super::model::{Book, Cell, Planted, Shown, address, money};

/// Puts all of them into the book of 2021.
pub fn add(book: &mut Book) {
    nothing_to_measure(book);
    exemption(book);
    amounts_as_text(book);
    yes_no_forms(book);
    percentages(book);
    hidden_row(book);
    footer(book);
}

fn exemption(book: &mut Book) {
    let exempt = "示例市测绘院";
    plant(
        book,
        exempt,
        "涉密部门",
        Cell::yes_no(true),
        ("exemption", "none"),
        "exempt: 预决算信息公开 has full points",
    );
    for column in ["预算公开情况", "决算公开情况"] {
        plant(
            book,
            exempt,
            column,
            Cell::BLANK,
            ("exempt-blank", "info"),
            "blank, but the exemption decides the indicator",
        );
    }
}

fn amounts_as_text(book: &mut Book) {
    with_separators(book, "示例市中医院", "实际采购金额");
    reword(
        book,
        "示例市公路事务中心",
        "固定资产总额",
        full_width,
        ("full-width-digits", "info"),
        "full-width digits, read as the number",
    );
    set(book, "示例市儿童福利院", "实际采购金额", 1936.4);
    plant(
        book,
        "示例市儿童福利院",
        "政府采购计划金额",
        Cell::worded("2000万元", 2000.0),
        ("unit-in-cell", "info"),
        "read as 2000 万元",
    );
    set(book, "示例市标准化研究院", "三公经费预算", 4.2);
    plant(
        book,
        "示例市标准化研究院",
        "三公经费实际支出",
        Cell::worded("35000元", 3.5),
        ("unit-in-cell", "info"),
        "read as 3.5 万元",
    );
}

fn yes_no_forms(book: &mut Book) {
    for (department, column, word, meant, expected) in [
        ("示例市第一中学", "预算编制符合职责和政策", "√", 1.0, "info"),
        ("示例市第一中学", "专项资金评价结果为差", "×", 0.0, "info"),
        ("示例市急救中心", "采购政策功能落实", "Y", 1.0, "info"),
        ("示例市急救中心", "存在违规支出", "N", 0.0, "info"),
        ("示例市水库管理处", "管理制度已制定", "有", 0.5, "info"),
        ("示例市水库管理处", "缺少监督证明材料", "无", 0.0, "warning"),
    ] {
        let note = format!(
            "{word} is read as {}",
            if meant > 0.0 { "是" } else { "否" }
        );
        plant(
            book,
            department,
            column,
            Cell::worded(word, meant),
            ("yes-no-form", expected),
            &note,
        );
    }
}

fn percentages(book: &mut Book) {
    reword(
        book,
        "示例市渔业服务中心",
        "四季度末支出进度",
        percent_text,
        ("percent-text", "info"),
        "text with a percent sign, read as the percentage",
    );
    for (department, column) in [
        ("示例市农产品质量检测中心", "满意度"),
        ("示例市特殊教育学校", "一季度末支出进度"),
        ("示例市社会福利院", "一季度末支出进度"),
    ] {
        reword(
            book,
            department,
            column,
            in_points,
            ("percent-in-points", "info"),
            "a plain number in points, read as a percentage",
        );
    }
}

fn hidden_row(book: &mut Book) {
    let department = "示例市卫生监督支队";
    let row = position(book, department);
    book.base[row].hidden = true;
    let note = "a hidden row; it counts, and is listed";
    plant_row(book, row, department, ("hidden-row", "info"), note);
}

/// The rows under the table: 合计, then a note.
fn footer(book: &mut Book) {
    book.footer = true;
    let below = book.base.len();
    let note = "the 合计 row is no department, and is listed";
    plant_row(book, below, "", ("total-row", "info"), note);
    let note = "a note under the table is no department, and is listed";
    plant_row(book, below + 1, "", ("note-row", "info"), note);
}

fn plant_row(
    book: &mut Book,
    row: usize,
    department: &str,
    (kind, expected): (&'static str, &'static str),
    note: &str,
) {
    book.planted.push(Planted {
        sheet: "基础数据",
        department: department.to_string(),
        cell: address(row, 0),
        kind,
        expected,
        note: note.to_string(),
    });
}

fn nothing_to_measure(book: &mut Book) {
    let kind = ("nothing-to-measure", "none");
    let zero = || Cell::number(0.0);
    for (department, column, parts, note) in [
        (
            "示例市老年活动中心",
            "政府采购计划金额",
            &["实际采购金额"][..],
            "no purchases: the rate item has its 1 point",
        ),
        (
            "示例市实验小学",
            "三公经费预算",
            &["三公经费实际支出"],
            "no 三公经费: its half of the indicator has 3 points",
        ),
        (
            "示例市机关幼儿园",
            "重点工作总数",
            &["重点工作完成数"],
            "no key tasks: 8 points",
        ),
        (
            "示例市少年业余体校",
            "计划完成项目数",
            &["按时完成项目数"],
            "no projects due: 6 points",
        ),
        (
            "示例市药品检验所",
            "信访总件数",
            &["信访回复件数", "信访按期回复件数"],
            "no petitions: both rate items have their points",
        ),
        (
            "示例市知识产权保护中心",
            "核定编制数",
            &["在编人数"],
            "no posts and nobody in one: 财政供养人员控制率 has 1 point",
        ),
    ] {
        for part in parts {
            set(book, department, part, 0.0);
        }
        plant(book, department, column, zero(), kind, note);
    }
    set(book, "示例市知识产权保护中心", "编外人员数", 12.0);
    plant(
        book,
        "示例市消费者权益保护中心",
        "固定资产总额",
        zero(),
        kind,
        "no fixed assets: 1 point",
    );
    plant(
        book,
        "示例市消费者权益保护中心",
        "在用固定资产总额",
        Cell::BLANK,
        ("blank-beside-nothing", "info"),
        "a blank part beside a total of 0 counts as 0",
    );
}

/// Turns an amount into text with thousands separators.
pub fn with_separators(book: &mut Book, department: &str, column: &str) {
    reword(
        book,
        department,
        column,
        with_commas,
        ("thousands-separators", "info"),
        "text with thousands separators, read as the number",
    );
}

/// Replaces a department's figure by the same, written as `write` does.
fn reword(
    book: &mut Book,
    department: &str,
    column: &str,
    write: fn(f64) -> Shown,
    (kind, expected): (&'static str, &'static str),
    note: &str,
) {
    let value = figure(book, department, column);
    let cell = Cell {
        shown: write(value),
        meant: Some(value),
    };
    plant(book, department, column, cell, (kind, expected), note);
}

/// `12,345.67` as text.
fn with_commas(value: f64) -> Shown {
    let text = format!("{value:.2}");
    let (whole, cents) = text.split_once('.').expect("two decimals");
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    Shown::Text(format!("{grouped}.{cents}"))
}

/// `１２３．４５` as text.
fn full_width(value: f64) -> Shown {
    let wide = |c: char| char::from_u32(c as u32 + 0xfee0).unwrap_or(c);
    Shown::Text(format!("{value:.2}").chars().map(wide).collect())
}

/// `97.5%` as text.
fn percent_text(value: f64) -> Shown {
    Shown::Text(format!("{}%", money(value * 100.0)))
}

/// A percentage as a plain number of points.
fn in_points(value: f64) -> Shown {
    Shown::Plain(money(value * 100.0))
}
