//! Amounts and counts.

use super::check;
use crate::support::{Cell, Department, Input};

fn text(text: &str) -> Cell {
    Cell::text(text)
}

#[test]
fn an_amount_is_read_in_every_way_of_writing_it() {
    let understood = |cell: Cell| (cell, "3016.1", "info V05");
    check(
        "政府采购计划金额",
        &[
            (Cell::Number(3016.1), "3016.1", ""),
            (Cell::Formatted(3016.1, "#,##0.00"), "3016.1", ""),
            (Cell::Formula(3016.1), "3016.1", ""),
            (Cell::Number(0.1 + 0.2), "0.3", ""),
            understood(text("3016.1")),
            understood(text("3,016.10")),
            understood(text("３０１６．１")),
            understood(text("３，０１６．１０")),
            understood(text("  3016.1  ")),
            understood(text("3016.1\u{3000}")),
            understood(text("\u{a0}3016.1")),
            understood(text("3016.1\u{200b}")),
            understood(text("3016.1\n")),
            understood(text("3 016.10")),
            understood(text("¥3,016.10")),
            understood(text("￥3016.1")),
            understood(text("+3016.1")),
            understood(text("3.0161E+3")),
            understood(text("3016.1万元")),
            understood(text("3016.1 万")),
            understood(text("30,161,000元")),
            understood(text("30161千元")),
            understood(text("0.30161亿元")),
            understood(text("3\u{a0}016.10")),
            understood(text("3\u{2009}016.10")),
            understood(text("3\u{202f}016.10")),
            understood(text("\t3016.1\r\n")),
            understood(text("3016.1\n万元")),
            understood(text("人民币3016.1万元")),
            understood(text("RMB 3,016.10")),
            understood(text("'3016.1")),
            (text("3016."), "3016", "info V05"),
            (text(".732"), "0.732", "info V05"),
        ],
    );
}

/// A formula that should give 0 leaves some 0.0000000000003, which shows as 0; whether it is 0 may decide a score.
#[test]
fn what_a_formula_leaves_of_zero_is_asked_about() {
    let refused = |number: f64| (Cell::Formula(number), "无法识别", "error V02");
    let taken = |number: f64, figure: &'static str| (Cell::Formula(number), figure, "");
    check(
        "政府采购计划金额",
        &[
            refused(0.1 + 0.2 - 0.3),
            refused(2.2737367544323206e-13),
            refused(-2.2737367544323206e-13),
            // Half a fen, in 万元: just below, at, just above; a fen; nothing.
            refused(4.9e-7),
            taken(5e-7, "0.0000005"),
            taken(5.1e-7, "0.00000051"),
            taken(1e-6, "0.000001"),
            taken(0.0, "0"),
        ],
    );
    // What is no money, too.
    check("满意度", &[refused(9e-10), taken(0.0, "0")]);
}

#[test]
fn what_is_no_amount_is_refused_and_counts_as_missing() {
    let unreadable = |cell: Cell| (cell, "无法识别", "error V02");
    check(
        "政府采购计划金额",
        &[
            unreadable(text("约三千")),
            unreadable(text("三千")),
            unreadable(text("3016.1左右")),
            unreadable(text("N/A")),
            unreadable(text("—")),
            unreadable(text("无")),
            unreadable(text("1,23")),
            unreadable(text("3016.1/2")),
            unreadable(text("3016.1%")),
            unreadable(text("3016.1人")),
            unreadable(text(&"9".repeat(101))),
            unreadable(Cell::Date(44_561.0)),
            unreadable(Cell::Truth(true)),
            unreadable(Cell::ErrorFormula),
            unreadable(Cell::Number(1e30)),
            (Cell::UnsavedFormula, "无法识别", "error V04"),
            (Cell::Number(-0.01), "无法识别", "error V03"),
            (text("-5"), "无法识别", "error V03"),
            (text("(5)"), "无法识别", "error V03"),
            (text("（5）"), "无法识别", "error V03"),
            (Cell::Blank, "空", "error V01"),
            (text("   "), "空", "error V01"),
            (text("\u{3000}\u{a0}"), "空", "error V01"),
        ],
    );
}

#[test]
fn a_budget_must_be_above_zero() {
    check(
        "部门预算总规模",
        &[
            (Cell::Number(0.01), "0.01", ""),
            (Cell::Number(0.0), "无法识别", "error V03"),
            (text("0万元"), "无法识别", "error V03"),
        ],
    );
}

#[test]
fn counts_are_whole_numbers() {
    check(
        "预算编制不符合项数",
        &[
            (Cell::Number(2.0), "2", ""),
            (text("2"), "2", "info V05"),
            (text("２"), "2", "info V05"),
            (text("2项"), "2", "info V05"),
            (text("2 个"), "2", "info V05"),
            (text("2.0"), "2", "info V05"),
            (Cell::Number(2.5), "无法识别", "error V03"),
            (Cell::Number(-1.0), "无法识别", "error V03"),
            (text("2.5项"), "无法识别", "error V03"),
            (text("2万元"), "无法识别", "error V02"),
            (text("2%"), "无法识别", "error V02"),
            (text("两项"), "无法识别", "error V02"),
            (Cell::Truth(false), "无法识别", "error V02"),
        ],
    );
}

#[test]
fn a_problem_names_the_department_the_cell_and_a_way_out() {
    let scored =
        Input::of([Department::new("示例市教育局").with("政府采购计划金额=2000万左右")]).score();
    let problem = scored.problem_at("基础数据", "S2");
    let department = problem.department.as_ref().expect("a department");
    assert_eq!(department.name, "示例市教育局");
    assert!(
        problem.message().contains("政府采购计划金额") && problem.message().contains("2000万左右")
    );
    assert!(!problem.advice.is_empty());
}

/// The worst bug of a tool that merges tables: `2000万` that becomes 0.
#[test]
fn ten_million_written_as_2000_wan_is_not_nothing() {
    check(
        "政府采购计划金额",
        &[
            (text("2000万"), "2000", "info V05"),
            (text("2000万元整"), "无法识别", "error V02"),
        ],
    );
}

#[test]
fn a_formula_without_a_result_says_to_open_and_save_the_file() {
    let cell = Cell::UnsavedFormula;
    let scored =
        Input::of([Department::new("示例市教育局").with_cell("实际采购金额", cell)]).score();
    let problem = scored.problem_at("基础数据", "T2");
    assert!(
        problem.advice.contains("打开") && problem.advice.contains("保存"),
        "{}",
        problem.advice
    );
}

#[test]
fn a_number_that_is_shown_smaller_than_it_is_stored_is_refused() {
    let refused = |format| {
        (
            Cell::Formatted(30_161_000.0, format),
            "无法识别",
            "error V02",
        )
    };
    let read = |format| (Cell::Formatted(30_161_000.0, format), "30161000", "");
    check(
        "政府采购计划金额",
        &[
            refused("0.00,"),
            refused("#,##0.00,"),
            refused("#,##0,,"),
            refused("0.0,\"千\""),
            refused("0!.0000"),
            refused("0\".\"0000"),
            read("#,##0.00"),
            read("0.00"),
            read("_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * \"-\"??_ ;_ @_ "),
            // A format that says its unit is believed.
            (
                Cell::Formatted(30_161_000.0, "0!.0,\"万\""),
                "3016.1",
                "info V05",
            ),
            (
                Cell::Formatted(30_161_000.0, "0.0,\"千元\""),
                "3016.1",
                "info V05",
            ),
        ],
    );
    check(
        "在编人数",
        &[(Cell::Formatted(12_000.0, "0,"), "无法识别", "error V02")],
    );
}

/// `89620①` is 89620 with a footnote, not 896201.
#[test]
fn the_mark_of_a_footnote_is_no_digit() {
    let refused = |written: &str| (text(written), "无法识别", "error V02");
    check(
        "政府采购计划金额",
        &[
            refused("89620①"),
            refused("89620²"),
            refused("89620⑴"),
            refused("⑧962"),
            refused("2½"),
            refused("89620Ⅱ"),
            refused("89620㍘"),
            refused("89620*"),
            (text("８９６２０"), "89620", "info V05"),
        ],
    );
    check("预算编制不符合项数", &[refused("1②"), refused("①")]);
    check("会计核算规范性", &[refused("0.8²"), refused("①")]);
    check("缺少监督证明材料", &[refused("①"), refused("⁰")]);
    let scored =
        Input::of([Department::new("示例市教育局").with("政府采购计划金额=89620①")]).score();
    let advice = &scored.problem_at("基础数据", "S2").advice;
    assert!(advice.contains('①') && advice.contains("注释"), "{advice}");
}

#[test]
fn two_numbers_in_a_cell_are_not_one() {
    let refused = |written: &str| (text(written), "无法识别", "error V02");
    check(
        "政府采购计划金额",
        &[
            refused("73\n80"),
            refused("73\r\n80"),
            refused("73\t80"),
            refused("73\u{2028}80"),
            refused("0.9\n5"),
            refused("1\n234"),
            refused("73\n80元"),
            refused("73 80"),
            refused("1 23"),
            refused("1 2345"),
            refused("1 234 56"),
            (text("1 234"), "1234", "info V05"),
            (text("1 234 567.5"), "1234567.5", "info V05"),
        ],
    );
}

#[test]
fn foreign_money_is_refused_and_said() {
    let refused = |written: &str| (text(written), "无法识别", "error V02");
    let formatted = |format: &'static str| (Cell::Formatted(73.2, format), "无法识别", "error V02");
    let ours = |format: &'static str| (Cell::Formatted(73.2, format), "73.2", "");
    check(
        "政府采购计划金额",
        &[
            refused("$73.2"),
            refused("＄73.2"),
            refused("US$73.2"),
            refused("€73.2"),
            refused("￡73.2"),
            refused("73.2万美元"),
            refused("HKD 73.2"),
            formatted("[$$-409]#,##0.00"),
            formatted("[$€-2] #,##0.00"),
            formatted("\"US$\"0.00"),
            formatted("0.00\"万美元\""),
            ours("[$¥-804]#,##0.00"),
            ours("¥#,##0.00"),
            ours("\"￥\"#,##0.00;-\"￥\"#,##0.00"),
            ours("[$CNY] 0.00"),
            ours("[$-804]0.00"),
            ours("\"人民币\"0.00"),
            ours("_-[$￥-804]* #,##0.00_-"),
        ],
    );
    for cell in [text("$73.2"), Cell::Formatted(73.2, "[$$-409]0.00")] {
        let department = Department::new("示例市教育局").with_cell("政府采购计划金额", cell);
        let scored = Input::of([department]).score();
        let message = &scored.problem_at("基础数据", "S2").message();
        assert!(message.contains("外币"), "{message}");
    }
}

#[test]
fn what_a_format_writes_beside_a_number_is_believed_or_refused() {
    let refused = |format| (Cell::Formatted(12.0, format), "无法识别", "error V02");
    let read = |format| (Cell::Formatted(12.0, format), "12", "");
    check(
        "在编人数",
        &[
            read("0\" 人\""),
            read("#,##0\"名\""),
            read("0_);(0)"),
            refused("0\"0000\""),
            refused("0\"万人\""),
            refused("0\"百人\""),
            refused("0\"元\""),
            refused("0\"人（2021年）\""),
            refused("0\"①\""),
        ],
    );
    check(
        "政府采购计划金额",
        &[
            read("0.0\"分\""),
            refused("0\"元/人\""),
            refused("0\"0000\""),
            refused("\"1\"0"),
            refused("0\"十万元\""),
            refused("0\"万\"0000\"元\""),
            refused("\"万元\"0\"元\""),
        ],
    );
}
