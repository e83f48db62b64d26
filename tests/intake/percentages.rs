//! Percentages: a cell may say itself what it is; plain numbers are decided a column at a time.

use crate::support::{Cell, Department, Input, Scored};

const COLUMN: &str = "满意度";

/// One department a cell, under a header.
fn column(header: &str, cells: &[Cell]) -> Scored {
    let departments = cells.iter().enumerate().map(|(index, cell)| {
        Department::new(&format!("部门{index}")).with_cell(COLUMN, cell.clone())
    });
    let mut input = Input::of(departments);
    input.data().rename(COLUMN, header);
    input.score()
}

/// Checks a column: what its cells are understood as, and every problem of the sheet.
fn check(header: &str, cells: &[Cell], figures: &[&str], problems: &[&str]) {
    let scored = column(header, cells);
    let found: Vec<String> = (0..cells.len())
        .map(|index| scored.figure(index, COLUMN))
        .collect();
    assert_eq!(found, figures, "{header} {cells:?}");
    assert_eq!(scored.data_problems(), problems, "{header} {cells:?}");
}

fn n(number: f64) -> Cell {
    Cell::Number(number)
}

#[test]
fn a_percent_format_says_it_itself() {
    let cells = [Cell::Formatted(0.95, "0%"), Cell::Formatted(0.025, "0.00%")];
    check(COLUMN, &cells, &["0.95", "0.025"], &[]);
    check(
        COLUMN,
        &[Cell::Formatted(95.0, "0%")],
        &["无法识别"],
        &["error V03 BK2"],
    );
}

#[test]
fn a_percentage_a_hundred_times_too_small_is_asked_about() {
    let cell = |number| [Cell::Formatted(number, "0.00##%")];
    // What 0.95 becomes in a cell that adds the % itself.
    check(COLUMN, &cell(0.0095), &["0.0095"], &["warning V11 BK2"]);
    check(COLUMN, &cell(0.01), &["0.01"], &["warning V11 BK2"]);
    // Its hundredfold is more than 100%.
    check(COLUMN, &cell(0.0101), &["0.0101"], &[]);
    check(COLUMN, &cell(0.0), &["0"], &[]);
    check(COLUMN, &[n(0.0095)], &["0.0095"], &["warning V11 BK2"]);
    let scored = column(COLUMN, &cell(0.0095));
    let message = scored.evaluation.problems[0].message();
    assert_eq!(message, "“满意度”是 0.95%，是不是 95%？");
    // Progress may be up to 200%.
    for (number, problems) in [(0.015, vec!["warning V11"]), (0.0151, vec![])] {
        let department =
            Department::new("甲").with_cell("四季度末支出进度", Cell::Formatted(number, "0.00%"));
        let told = Input::of([department]).score().problems();
        let told: Vec<&str> = told
            .iter()
            .filter_map(|told| told.get(..11).filter(|_| told.contains("V11")))
            .collect();
        assert_eq!(told, problems, "{number}");
    }
}

#[test]
fn a_percent_sign_says_it_itself() {
    let cells = [
        Cell::text("95%"),
        Cell::text("９５％"),
        Cell::text("0.95 %"),
    ];
    check(
        COLUMN,
        &cells,
        &["0.95", "0.95", "0.0095"],
        &["info V05 BK2", "info V05 BK3", "info V05 BK4"],
    );
}

#[test]
fn plain_numbers_all_within_one_and_a_half_are_fractions() {
    check(COLUMN, &[n(0.95), n(1.0), n(0.0)], &["0.95", "1", "0"], &[]);
    // 1.5 is a fraction still, and above 100%.
    check(
        COLUMN,
        &[n(0.95), n(1.5)],
        &["0.95", "无法识别"],
        &["error V03 BK3"],
    );
}

#[test]
fn a_column_all_in_points_is_said_once_at_its_header() {
    check(
        COLUMN,
        &[n(95.0), n(100.0)],
        &["0.95", "1"],
        &["info H05 BK1"],
    );
    check(
        COLUMN,
        &[n(95.0), n(0.0)],
        &["0.95", "0"],
        &["info H05 BK1"],
    );
    check(COLUMN, &[n(1.51)], &["0.0151"], &["info H05 BK1"]);
    check(
        COLUMN,
        &[n(101.0)],
        &["无法识别"],
        &["error V03 BK2", "info H05 BK1"],
    );
}

#[test]
fn where_both_kinds_stand_the_majority_decides_and_the_others_are_errors() {
    // Points among more fractions.
    check(
        COLUMN,
        &[n(0.88), n(0.9), n(95.0)],
        &["0.88", "0.9", "无法识别"],
        &["error H05 BK4"],
    );
    // Fractions among more points; 1 is a fraction, 100% or 1%.
    check(
        COLUMN,
        &[n(95.0), n(0.9), n(88.0), n(1.0), n(77.0)],
        &["0.95", "无法识别", "0.88", "无法识别", "0.77"],
        &["error H05 BK3", "error H05 BK5", "info H05 BK1"],
    );
    // The edge: 1.5 is a fraction, 1.51 is in points.
    check(
        COLUMN,
        &[n(95.0), n(88.0), n(1.5), n(1.51)],
        &["0.95", "0.88", "无法识别", "0.0151"],
        &["error H05 BK4", "info H05 BK1"],
    );
}

#[test]
fn where_neither_kind_leads_all_plain_numbers_are_errors() {
    check(
        COLUMN,
        &[n(0.88), n(95.0)],
        &["无法识别", "无法识别"],
        &["error H05 BK2", "error H05 BK3"],
    );
    // 0 fits either, and what says itself that it is a percentage counts as said.
    check(
        COLUMN,
        &[
            n(0.88),
            n(95.0),
            n(0.0),
            Cell::parse("90%"),
            Cell::text("91%"),
        ],
        &["无法识别", "无法识别", "0", "0.9", "0.91"],
        &["error H05 BK2", "error H05 BK3", "info V05 BK6"],
    );
}

#[test]
fn numbers_that_no_reading_allows_have_no_say() {
    // -5 and 4915 are out of range both ways.
    check(
        COLUMN,
        &[n(0.88), n(4915.0), n(-5.0), n(-0.5)],
        &["0.88", "无法识别", "无法识别", "无法识别"],
        &["error V03 BK3", "error V03 BK4", "error V03 BK5"],
    );
    // 1.2 is out of range as a fraction, but 1.2% is not: it could still be meant so.
    check(
        COLUMN,
        &[n(95.0), n(88.0), n(1.2)],
        &["0.95", "0.88", "无法识别"],
        &["error H05 BK4", "info H05 BK1"],
    );
}

#[test]
fn what_could_be_either_says_both_readings_and_how_to_write_it() {
    let told = |cells: &[Cell]| {
        let scored = column(COLUMN, cells);
        let problems = scored.evaluation.problems.iter();
        let of_column =
            problems.filter(|problem| problem.code == "H05" && problem.place.cell.is_some());
        let told = of_column.map(|problem| format!("{}；{}", problem.message(), problem.advice));
        told.collect::<Vec<String>>()
    };
    insta::assert_snapshot!(
        [
            told(&[n(0.88), n(0.9), n(95.0)]),
            told(&[n(95.0), n(88.0), n(0.9)]),
            told(&[n(95.0), n(88.0), n(1.2)]),
            told(&[n(0.88), Cell::text("９５")]),
        ]
        .concat()
        .join("\n"),
        @r"
    “满意度”：95 可以是 95%，也可以是 9500%：同列没有写 % 的数多是小数（如 0.95 即 95%），与它不一致，按缺少数据处理；请连同 % 一起写明，如 95%
    “满意度”：0.9 可以是 0.9%，也可以是 90%：同列没有写 % 的数多是百分点（如 95 即 95%），与它不一致，按缺少数据处理；请连同 % 一起写明，如 90%
    “满意度”的数值按百分点理解（如 95 即 95%）；请核对；如不符，请在数值后加上 %
    “满意度”：1.2 可以是 1.2%，也可以是 120%：同列没有写 % 的数多是百分点（如 95 即 95%），与它不一致，按缺少数据处理；请连同 % 一起写明，如 1.2%
    “满意度”的数值按百分点理解（如 95 即 95%）；请核对；如不符，请在数值后加上 %
    “满意度”：0.88 可以是 0.88%，也可以是 88%：同列没有写 % 的数里，小数和百分点一样多，按缺少数据处理；请连同 % 一起写明，如 88%
    “满意度”：95 可以是 95%，也可以是 9500%：同列没有写 % 的数里，小数和百分点一样多，按缺少数据处理；请连同 % 一起写明，如 95%
    "
    );
}

#[test]
fn points_among_cells_that_say_it_themselves_are_said_at_their_cells() {
    check(
        COLUMN,
        &[Cell::parse("95%"), n(96.0), Cell::text("97%")],
        &["0.95", "0.96", "0.97"],
        &["info H05 BK3", "info V05 BK4"],
    );
    check(
        COLUMN,
        &[Cell::parse("95%"), n(96.0), n(0.97)],
        &["0.95", "无法识别", "无法识别"],
        &["error H05 BK3", "error H05 BK4"],
    );
    // Fractions beside formatted cells need no word.
    check(
        COLUMN,
        &[Cell::parse("95%"), n(0.96)],
        &["0.95", "0.96"],
        &[],
    );
}

#[test]
fn a_header_with_a_percent_sign_expects_points() {
    for header in ["满意度（%）", "满意度(%)", "满意度%", "满意度（百分比）"] {
        check(header, &[n(95.0), n(90.0)], &["0.95", "0.9"], &[]);
        check(
            header,
            &[n(0.95), n(0.9)],
            &["0.95", "0.9"],
            &["warning H05 BK1"],
        );
        check(
            header,
            &[n(95.0), n(88.0), n(0.9)],
            &["0.95", "0.88", "无法识别"],
            &["error H05 BK4"],
        );
        check(header, &[n(0.0)], &["0"], &[]);
    }
}

#[test]
fn a_text_number_is_decided_with_its_column() {
    check(
        COLUMN,
        &[Cell::text("95"), n(90.0)],
        &["0.95", "0.9"],
        &["info H05 BK1", "info V05 BK2"],
    );
    check(
        COLUMN,
        &[Cell::text("0.95"), n(0.9)],
        &["0.95", "0.9"],
        &["info V05 BK2"],
    );
}

#[test]
fn columns_are_decided_each_for_itself() {
    let scored = Input::of([Department::new("示例市教育局")
        .with("一季度末支出进度=25; 二季度末支出进度=0.5; 满意度=0.95")])
    .score();
    let figures = ["一季度末支出进度", "二季度末支出进度", "满意度"];
    assert_eq!(
        figures.map(|name| scored.figure(0, name)),
        ["0.25", "0.5", "0.95"]
    );
    assert_eq!(scored.data_problems(), ["info H05 AX1"]);
}

#[test]
fn what_is_no_percentage_is_refused() {
    for cell in [
        Cell::text("很高"),
        Cell::text("95分"),
        Cell::text("95万"),
        Cell::Truth(true),
    ] {
        check(COLUMN, &[cell], &["无法识别"], &["error V02 BK2"]);
    }
}

#[test]
fn a_percentage_with_a_footnote_or_digits_of_its_format_is_refused() {
    for cell in [
        Cell::text("95①%"),
        Cell::text("95%②"),
        Cell::text("0.9\n5"),
        Cell::Formatted(0.95, "0.00\"00\""),
    ] {
        check(COLUMN, &[cell], &["无法识别"], &["error V02 BK2"]);
    }
    // What is refused has no say in how the column is read.
    check(
        COLUMN,
        &[n(0.9), Cell::Formatted(95.0, "0\"00\"")],
        &["0.9", "无法识别"],
        &["error V02 BK3"],
    );
}

#[test]
fn outcomes_have_a_percentage_of_their_own() {
    let rows = |first: &str, second: &str| {
        let one = |name: &str, cell: &str| {
            Department::new(name)
                .with("效果性评定分=空")
                .outcome(&format!("方向=定性; 分值=25; 评定比例={cell}"))
        };
        let scored = Input::of([one("甲", first), one("乙", second)]).score();
        let outcomes = "社会效益、经济效益、生态效益及可持续影响等";
        [scored.score("甲", outcomes), scored.score("乙", outcomes)]
    };
    assert_eq!(rows("80", "60"), ["20.00", "15.00"]);
    assert_eq!(rows("0.8", "0.6"), ["20.00", "15.00"]);
    assert_eq!(rows("80%", "'60%"), ["20.00", "15.00"]);
    // Neither leads: nobody knows.
    assert_eq!(rows("80", "0.6"), ["待定", "待定"]);
}

/// What is said of a cell of the fourth quarter's progress that is out of range.
fn progress(cell: Cell) -> Vec<String> {
    let scored = Input::of([Department::new("甲").with_cell("四季度末支出进度", cell)]).score();
    let problems = scored.evaluation.problems.iter();
    let of_it = problems.filter(|problem| problem.code == "V03");
    of_it
        .map(|problem| problem.message().into_owned())
        .collect()
}

#[test]
fn progress_above_200_percent_is_out_of_range_and_asks_for_the_hundredth() {
    for fine in [
        Cell::Formatted(2.0, "0.00%"),
        Cell::text("200%"),
        n(200.0),
        n(1.2),
    ] {
        assert_eq!(progress(fine.clone()), [""; 0], "{fine:?}");
    }
    let told: Vec<String> = [
        Cell::Formatted(49.15, "0.00%"),
        Cell::Formatted(2.0001, "0.00%"),
        Cell::text("4915%"),
        n(4915.0),
        Cell::text("4915"),
        Cell::Formatted(20_001.0, "0%"),
        n(-0.5),
    ]
    .into_iter()
    .flat_map(progress)
    .collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    “四季度末支出进度”：4915% 超出范围，是不是 49.15%？按缺少数据处理
    “四季度末支出进度”：200.01% 超出范围，是不是 2.0001%？按缺少数据处理
    “四季度末支出进度”：4915% 超出范围，是不是 49.15%？按缺少数据处理
    “四季度末支出进度”：4915（即 4915%）超出范围，是不是 49.15%？按缺少数据处理
    “四季度末支出进度”：4915（即 4915%）超出范围，是不是 49.15%？按缺少数据处理
    “四季度末支出进度”：2000100% 超出范围，按缺少数据处理
    “四季度末支出进度”：-0.5（即 -50%）超出范围，按缺少数据处理
    ");
}
