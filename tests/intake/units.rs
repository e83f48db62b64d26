//! Units of money: in headers, in a line above them, in number formats.

use crate::support::{Cell, Department, Input, Scored};

const PLAN: &str = "政府采购计划金额";
const BOUGHT: &str = "实际采购金额";

/// A department with plan and purchases, under a header for the plan and below some lines.
fn scored(header: &str, lines: &[&str], plan: Cell) -> Scored {
    let department = Department::new("示例市教育局").with_cell(PLAN, plan);
    let mut input = Input::of([department]);
    input.data().rename(PLAN, header);
    input.data().above(lines);
    input.score()
}

#[test]
fn a_header_in_yuan_is_converted_and_said() {
    for (header, written, problems) in [
        ("政府采购计划金额（元）", 30_161_000.0, &["info H04 S1"][..]),
        ("政府采购计划金额(元)", 30_161_000.0, &["info H04 S1"]),
        (
            "政府采购计划金额（单位：元）",
            30_161_000.0,
            &["info H04 S1"],
        ),
        ("政府采购计划金额（千元）", 30_161.0, &["info H04 S1"]),
        ("政府采购计划金额（亿元）", 0.30161, &["info H04 S1"]),
        ("政府采购计划金额（万元）", 3016.1, &[]),
        ("政府采购计划金额[万元]", 3016.1, &[]),
        ("政府采购计划金额\n（万元）", 3016.1, &[]),
    ] {
        let scored = scored(header, &[], Cell::Number(written));
        assert_eq!(scored.figure(0, PLAN), "3016.1", "{header}");
        assert_eq!(scored.data_problems(), problems, "{header}");
    }
}

#[test]
fn a_unit_in_the_cell_comes_before_the_header() {
    let in_yuan = "政府采购计划金额（元）";
    for (cell, figure) in [
        (Cell::text("3016.1万元"), "3016.1"),
        (Cell::text("30161000元"), "3016.1"),
        (Cell::text("30161000"), "3016.1"),
    ] {
        let scored = scored(in_yuan, &[], cell.clone());
        assert_eq!(scored.figure(0, PLAN), figure, "{cell:?}");
        assert_eq!(
            scored.data_problems(),
            ["info H04 S1", "info V05 S2"],
            "{cell:?}"
        );
    }
}

#[test]
fn a_line_above_the_header_gives_the_unit_with_a_warning() {
    for line in [
        "单位：元",
        "单位:元",
        "（单位：元）",
        "金额单位：元",
        "单位：人民币元",
    ] {
        let scored = scored(PLAN, &["评价基础数据表", line], Cell::Number(30_161_000.0));
        assert_eq!(scored.figure(0, PLAN), "3016.1", "{line}");
        // Every amount without a unit of its own.
        let warned = scored.data_problems();
        assert_eq!(
            warned
                .iter()
                .filter(|told| told.starts_with("warning H04"))
                .count(),
            10
        );
        assert!(warned.contains(&"warning H04 S3".to_string()), "{warned:?}");
    }
    let plain = scored(PLAN, &["单位：万元"], Cell::Number(3016.1));
    assert_eq!(plain.figure(0, PLAN), "3016.1");
    assert_eq!(plain.data_problems(), Vec::<String>::new());
}

#[test]
fn a_unit_in_the_header_comes_before_the_line_above() {
    let scored = scored(
        "政府采购计划金额（万元）",
        &["单位：元"],
        Cell::Number(3016.1),
    );
    assert_eq!(scored.figure(0, PLAN), "3016.1");
    assert!(
        !scored
            .data_problems()
            .contains(&"warning H04 S2".to_string())
    );
}

#[test]
fn a_number_format_that_shows_ten_thousands_is_read_as_shown() {
    let cell = |number, format| Cell::Formatted(number, format);
    // WPS stores 元 and shows 万: the figure is 3016.1 万元.
    let shown = scored(PLAN, &[], cell(30_161_000.0, "0!.0,\"万\""));
    assert_eq!(shown.figure(0, PLAN), "3016.1");
    assert_eq!(shown.data_problems(), ["info V05 S2"]);
    // This one only writes the word behind.
    let written = scored(PLAN, &[], cell(3016.1, "0.00\"万元\""));
    assert_eq!(written.figure(0, PLAN), "3016.1");
    assert_eq!(written.data_problems(), Vec::<String>::new());
}

#[test]
fn every_unit_of_money_is_understood_in_a_number_format() {
    for (number, format, figure) in [
        (30_161_000.0, "0\"元\"", "3016.1"),
        (30_161_000.0, "0.00元", "3016.1"),
        (30_161_000.0, "#,##0.00\"人民币元\"", "3016.1"),
        (30_161_000.0, "[$¥-804]#,##0.00\"元\"_ ", "3016.1"),
        (30_161_000.0, "\"人民币\"0\"元\"", "3016.1"),
        (30_161_000.0, "General\"元\"", "3016.1"),
        (30_161.0, "0\"千元\"", "3016.1"),
        (30.161, "0.00\"百万元\"", "3016.1"),
        (0.30161, "0.00 \"亿元\"", "3016.1"),
        (0.30161, "0.00\"亿\"", "3016.1"),
        // Shown smaller, with the unit that it is shown in.
        (30_161_000.0, "0!.0000\"万元\"", "3016.1"),
        (30_161_000.0, "0.00,,\"百万元\"", "3016.1"),
        (30_161_000.0, "0!.00,,\"亿元\"", "3016.1"),
    ] {
        let scored = scored(PLAN, &[], Cell::Formatted(number, format));
        assert_eq!(scored.figure(0, PLAN), figure, "{format}");
        assert_eq!(scored.data_problems(), ["info V05 S2"], "{format}");
    }
    // 3016100 万元 that show as 3016.1 万元, or as 301.61.
    for format in ["0.0,\"万元\"", "0.00,,\"亿元\"", "0!.00,\"万元\""] {
        let scored = scored(PLAN, &[], Cell::Formatted(3_016_100.0, format));
        assert_eq!(scored.figure(0, PLAN), "无法识别", "{format}");
        assert_eq!(scored.data_problems(), ["error V02 S2"], "{format}");
    }
}

#[test]
fn a_format_of_several_sections_is_read_by_the_one_that_shows_the_number() {
    const BY_SIZE: &str = "[>=10000]0\"元\";0\"万元\"";
    for (number, format, figure, problem) in [
        (9_999.0, BY_SIZE, "9999", None),
        (10_000.0, BY_SIZE, "1", Some("info V05 S2")),
        (10_001.0, BY_SIZE, "1.0001", Some("info V05 S2")),
        (3016.1, "0.00;\"元\"0", "3016.1", None),
        (3016.1, "0.00;-0.00;0\"元\"", "3016.1", None),
        (0.0, "0.00;-0.00;\"-\"", "0", None),
        (3016.1, "[Red][<0]-0.00;0.00\"万元\"", "3016.1", None),
        // No section is for it, and the two say different things.
        (
            3016.1,
            "[<1]0\"元\";[<2]0\"万元\"",
            "无法识别",
            Some("error V02 S2"),
        ),
    ] {
        let scored = scored(PLAN, &[], Cell::Formatted(number, format));
        assert_eq!(scored.figure(0, PLAN), figure, "{number} {format}");
        let at_cell: Vec<String> = scored
            .data_problems()
            .into_iter()
            .filter(|told| told.ends_with(" S2") && told.contains(" V0"))
            .collect();
        assert_eq!(at_cell, Vec::from_iter(problem), "{number} {format}");
    }
}

#[test]
fn an_amount_that_is_converted_says_its_unit_and_why() {
    let said = |cell| {
        let scored = scored(PLAN, &[], cell);
        scored.problem_at("基础数据", "S2").message().into_owned()
    };
    let by_text = said(Cell::text("89620.00元"));
    assert!(by_text.contains("按 8.962 万元 理解"), "{by_text}");
    assert!(!by_text.contains("格式"), "{by_text}");
    let by_format = said(Cell::Formatted(89_620.0, "0\"元\""));
    assert!(
        by_format.contains("按 8.962 万元 理解") && by_format.contains("单元格格式里的单位“元”"),
        "{by_format}"
    );
}

#[test]
fn both_sides_of_a_rate_may_come_in_different_units() {
    let department =
        Department::new("示例市教育局").with("政府采购计划金额=30704300; 实际采购金额=3016.1");
    let mut input = Input::of([department]);
    input.data().rename(PLAN, "政府采购计划金额（元）");
    input.data().rename(BOUGHT, "实际采购金额（万元）");
    assert_eq!(
        input.score().score("示例市教育局", "政府采购执行情况"),
        "1.98"
    );
}

#[test]
fn a_row_of_units_under_the_header_belongs_to_it() {
    let mut input =
        Input::of([Department::new("甲").with("实际采购金额=9000000; 政府采购计划金额=1000")]);
    let mut units = vec![Cell::Blank; crate::support::COLUMNS.len()];
    units[crate::support::column("实际采购金额")] = Cell::text("元");
    units[crate::support::column("政府采购计划金额")] = Cell::text("（万元）");
    input.data().rows.insert(1, units);
    let scored = input.score();
    assert_eq!(scored.score("甲", "政府采购执行情况"), "1.90");
    assert_eq!(scored.problems(), ["info H04 基础数据!T1"]);
}

#[test]
fn a_unit_in_the_title_or_a_note_counts_and_an_unclear_one_is_told() {
    let with = |above: &str, below: &str| {
        let mut input = Input::of([Department::new("甲")]);
        if !above.is_empty() {
            input.data().above(&[above]);
        }
        if !below.is_empty() {
            input.data().below(vec![Cell::text(below)]);
        }
        let scored = input.score();
        let codes: Vec<String> = scored.problems();
        codes.iter().filter(|told| told.contains("H04")).count()
    };
    let amounts = 10;
    assert_eq!(with("某市基础数据表（单位：元）", ""), amounts);
    assert_eq!(with("单位：人、元", ""), amounts);
    assert_eq!(with("", "注：以元为单位"), amounts);
    assert_eq!(with("单位：万元", ""), 0);
    assert_eq!(with("注：1.本表金额单位为元；2.人数单位为人", ""), amounts);
    assert_eq!(
        with("2021年度部门整体支出绩效数据表 金额单位：元", ""),
        amounts
    );
    assert_eq!(with("", "表中金额除另有说明外，均以元为单位"), amounts);
    // Which of the two is anybody's guess: one warning, no conversion.
    assert_eq!(with("单位：万元/元", ""), 1);
}

#[test]
fn a_unit_of_something_else_is_not_the_tables() {
    let told = |notes: &[&str]| {
        let mut input =
            Input::of([Department::new("甲").with("实际采购金额=90; 政府采购计划金额=100")]);
        for note in notes {
            input.data().below(vec![Cell::text(note)]);
        }
        let scored = input.score();
        assert_eq!(scored.figure(0, PLAN), "100", "{notes:?}");
        let of_units = scored
            .problems()
            .into_iter()
            .filter(|told| told.contains("H04"));
        of_units.collect::<Vec<_>>()
    };
    let none: [&str; 0] = [];
    // Last year's figures stand in another table.
    assert_eq!(told(&["注：上年表的金额单位为元，本表单位为万元"]), none);
    assert_eq!(told(&["说明：上年决算数单位为元"]), none);
    // No money.
    assert_eq!(told(&["人均经费单位：元/人"]), none);
    // Which columns are meant is anybody's guess.
    for note in [
        "注：1.本表金额单位为万元；2.采购合同单位：元",
        "说明：2020年决算数单位为元",
        "采购合同单位：元",
        "不足1万元的，采购合同以元为单位",
        "不足1万元的，单位：元，另表填报",
    ] {
        assert_eq!(told(&[note]), ["error H04 基础数据!A3"], "{note}");
    }
    // Nothing would be read otherwise.
    assert_eq!(told(&["采购合同单位：万元"]), none);
}

#[test]
fn a_row_of_units_may_have_a_label() {
    let mut input =
        Input::of([Department::new("甲").with("实际采购金额=9000000; 政府采购计划金额=1000")]);
    let mut units = vec![Cell::Blank; crate::support::COLUMNS.len()];
    units[0] = Cell::text("计量单位");
    units[1] = Cell::text("/");
    units[crate::support::column("实际采购金额")] = Cell::text("元");
    units[crate::support::column("政府采购计划金额")] = Cell::text("万元");
    input.data().rows.insert(1, units);
    let scored = input.score();
    assert_eq!(scored.score("甲", "政府采购执行情况"), "1.90");
    assert_eq!(scored.problems(), ["info H04 基础数据!T1"]);
}

#[test]
fn lines_that_give_different_units_are_told() {
    let mut input = Input::of([Department::new("甲"), Department::new("乙")]);
    input.data().above(&["单位：万元"]);
    let unit = vec![Cell::text("单位：元")];
    input.data().rows.insert(3, unit);
    let scored = input.score();
    assert_eq!(
        scored.problems(),
        ["error H04 基础数据!A4", "info R01 基础数据!A4"]
    );
    let message = &scored.evaluation.problems[0].message();
    assert!(message.contains("A1 写的金额单位是“万元”"), "{message}");
    // The same line twice is no contradiction.
    let mut input = Input::of([Department::new("甲"), Department::new("乙")]);
    input.data().above(&["单位：万元"]);
    input.data().rows.insert(3, vec![Cell::text("单位：万元")]);
    assert_eq!(input.score().problems(), ["info R01 基础数据!A4"]);
}
