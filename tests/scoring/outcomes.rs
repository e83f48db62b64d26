//! Outcome indicators: directions, caps, weights, faulty rows.

use jixiao::scoring::Missing;

use crate::support::{Department, Edition, Input, Run, Scored};

const OUTCOMES: &str = "社会效益、经济效益、生态效益及可持续影响等";
const NAME: &str = "示例市教育局";

fn department(rows: &[&str]) -> Department {
    let blank = Department::new(NAME).with("效果性评定分=空");
    rows.iter()
        .fold(blank, |department, row| department.outcome(row))
}

fn scored(rows: &[&str]) -> Scored {
    Input::of([department(rows)]).score()
}

/// The score, and the errors and warnings of the outcomes sheet but the remark on 效益类别.
fn score(rows: &[&str]) -> (String, Vec<String>) {
    let scored = scored(rows);
    let problems = scored.problems().into_iter().filter(|problem| {
        problem.contains("个性化指标") && !problem.contains("G02") && !problem.starts_with("info")
    });
    let problems = problems.map(|problem| problem.replace("个性化指标!", ""));
    (scored.score(NAME, OUTCOMES), problems.collect())
}

#[test]
fn one_row_scores_its_completion() {
    for (name, row, expected) in [
        ("正向 met", "方向=正向; 目标值=100; 完成值=100", "25.00"),
        (
            "正向 just short",
            "方向=正向; 目标值=100; 完成值=99.99",
            "25.00",
        ),
        ("正向 in part", "方向=正向; 目标值=100; 完成值=90", "22.50"),
        (
            "正向 beyond is held at 1",
            "方向=正向; 目标值=100; 完成值=250",
            "25.00",
        ),
        (
            "正向 with nothing done",
            "方向=正向; 目标值=100; 完成值=0",
            "0.00",
        ),
        ("反向 met", "方向=反向; 目标值=10; 完成值=10", "25.00"),
        (
            "反向 better is held at 1",
            "方向=反向; 目标值=10; 完成值=5",
            "25.00",
        ),
        (
            "反向 twice as much",
            "方向=反向; 目标值=10; 完成值=20",
            "12.50",
        ),
        (
            "反向 with 完成值 0",
            "方向=反向; 目标值=10; 完成值=0",
            "25.00",
        ),
        ("反向 with both 0", "方向=反向; 目标值=0; 完成值=0", "25.00"),
        (
            "反向 with target 0 and 2 done",
            "方向=反向; 目标值=0; 完成值=2",
            "0.00",
        ),
        ("定性 in full", "方向=定性; 评定比例=100%", "25.00"),
        ("定性 in part", "方向=定性; 评定比例=86%", "21.50"),
        ("定性 at nothing", "方向=定性; 评定比例=0%", "0.00"),
        (
            "定性 needs no target",
            "方向=定性; 目标值=良好; 完成值=良好; 评定比例=100%",
            "25.00",
        ),
        (
            "an alias of a direction",
            "方向=越小越好; 目标值=10; 完成值=20",
            "12.50",
        ),
    ] {
        let row = format!("分值=25; {row}");
        assert_eq!(score(&[&row]), (expected.to_string(), vec![]), "{name}");
    }
}

#[test]
fn rows_are_weighted_by_their_points() {
    let rows = [
        "方向=正向; 目标值=100; 完成值=80; 分值=10",
        "方向=反向; 目标值=3; 完成值=9; 分值=9; 效益类别=经济效益",
        "方向=定性; 评定比例=50%; 分值=6; 效益类别=生态效益",
    ];
    // 8 + 3 + 3 of 25; three kinds of benefit.
    let scored = scored(&rows);
    assert_eq!(scored.score(NAME, OUTCOMES), "14.00");
    assert_eq!(scored.problems(), Vec::<String>::new());
}

#[test]
fn weights_that_are_not_25_are_scaled_and_warned_of() {
    let rows = [
        "方向=正向; 目标值=1; 完成值=1; 分值=12",
        "方向=正向; 目标值=2; 完成值=1; 分值=12",
    ];
    // 18 ÷ 24 × 25
    assert_eq!(
        score(&rows),
        ("18.75".into(), vec!["warning G01 H2".to_string()])
    );
}

/// A faulty row is an error and leaves the indicator unscored.
#[test]
fn faulty_rows_leave_the_indicator_open() {
    for (name, row, problem) in [
        (
            "正向 with target 0",
            "方向=正向; 目标值=0; 完成值=5; 分值=25",
            "error V06 F2",
        ),
        (
            "target blank",
            "方向=正向; 完成值=5; 分值=25",
            "error V01 F2",
        ),
        (
            "result blank",
            "方向=反向; 目标值=5; 分值=25",
            "error V01 G2",
        ),
        (
            "weight blank",
            "方向=正向; 目标值=5; 完成值=5",
            "error V01 H2",
        ),
        (
            "weight 0",
            "方向=正向; 目标值=5; 完成值=5; 分值=0",
            "error V06 H2",
        ),
        (
            "direction blank",
            "目标值=5; 完成值=5; 分值=25",
            "error V01 E2",
        ),
        (
            "direction unknown",
            "方向=向上; 目标值=5; 完成值=5; 分值=25",
            "error V02 E2",
        ),
        (
            "a negative result",
            "方向=正向; 目标值=5; 完成值=-1; 分值=25",
            "error V03 G2",
        ),
        (
            "a target in words",
            "方向=正向; 目标值=较高; 完成值=5; 分值=25",
            "error V02 F2",
        ),
        ("no 评定比例", "方向=定性; 分值=25", "error V01 I2"),
        (
            "评定比例 above 100%",
            "方向=定性; 评定比例=101%; 分值=25",
            "error V03 I2",
        ),
    ] {
        let (score, problems) = score(&[row]);
        assert_eq!(score, "待定", "{name}");
        assert_eq!(problems, [problem], "{name}");
    }
}

#[test]
fn one_faulty_row_among_good_ones_leaves_the_indicator_open() {
    let rows = [
        "方向=正向; 目标值=1; 完成值=1; 分值=15",
        "方向=正向; 目标值=1; 分值=10",
    ];
    assert_eq!(
        score(&rows),
        ("待定".into(), vec!["error V01 G3".to_string()])
    );
}

#[test]
fn lacking_rows_score_nothing_under_zero_and_stay_an_error() {
    let rows = ["方向=正向; 目标值=0; 完成值=5; 分值=25"];
    let scored = Input::of([department(&rows)]).score_as(&Run::missing(Missing::Zero));
    assert_eq!(scored.score(NAME, OUTCOMES), "0.00");
    assert!(
        scored
            .problems()
            .contains(&"error V06 个性化指标!F2".into())
    );
    // Assessed points do not stand in for rows that are there.
    let assessed = department(&rows).with("效果性评定分=20");
    let scored = Input::of([assessed]).score_as(&Run::missing(Missing::Zero));
    assert_eq!(scored.score(NAME, OUTCOMES), "0.00");
}

#[test]
fn without_rows_the_assessed_points_count() {
    let assessed = |cell: &str| {
        let one = Department::new(NAME).with(&format!("效果性评定分={cell}"));
        Input::of([one]).score().score(NAME, OUTCOMES)
    };
    assert_eq!(assessed("24"), "24.00");
    assert_eq!(assessed("0"), "0.00");
    assert_eq!(assessed("25"), "25.00");
    assert_eq!(assessed("25.01"), "待定");
    assert_eq!(assessed("空"), "待定");
}

#[test]
fn rows_come_before_the_assessed_points() {
    let department = Department::new(NAME)
        .with("效果性评定分=20")
        .outcome("方向=正向; 目标值=2; 完成值=1; 分值=25");
    let scored = Input::of([department]).score();
    assert_eq!(scored.score(NAME, OUTCOMES), "12.50");
    // That the assessed points were passed over is said, at their cell.
    assert!(scored.problems().contains(&"info V07 基础数据!BF2".into()));
}

#[test]
fn fewer_than_three_kinds_of_benefit_are_warned_of_in_the_default_edition_only() {
    let rows = [
        "方向=正向; 目标值=1; 完成值=1; 分值=10",
        "方向=正向; 目标值=1; 完成值=1; 分值=15; 效益类别=经济效益",
    ];
    let input = Input::of([department(&rows)]);
    assert_eq!(input.score().problems(), ["warning G02 个性化指标!C2"]);
    let edition_a = input.score_as(&Run {
        edition: Edition::A,
        ..Run::default()
    });
    let problems = edition_a.problems();
    assert!(
        !problems.iter().any(|told| told.contains("G02")),
        "{problems:?}"
    );
}

#[test]
fn rows_find_their_department_by_code_else_by_name() {
    let with_code =
        |name: &str, code: &str| Department::new(name).with(&format!("部门编码={code}"));
    let mut input = Input::of([
        with_code(NAME, "'101").outcome("方向=定性; 评定比例=80%; 分值=25"),
        Department::new("示例市卫生局").outcome("方向=定性; 评定比例=60%; 分值=25"),
    ]);
    // The name beside a code may be an old one.
    let sheet = input.sheet("个性化指标");
    sheet.rows[1][1] = crate::support::Cell::text("旧名称");
    let scored = input.score();
    assert_eq!(scored.score(NAME, OUTCOMES), "20.00");
    assert_eq!(scored.score("示例市卫生局", OUTCOMES), "15.00");
}

#[test]
fn a_row_of_an_unknown_department_is_an_error_and_is_not_used() {
    let mut input = Input::of([department(&["方向=定性; 评定比例=80%; 分值=25"])]);
    let mut stray = input.sheet("个性化指标").rows[1].clone();
    stray[1] = crate::support::Cell::text("示例市粮食储备中心");
    input.sheet("个性化指标").rows.push(stray);
    let scored = input.score();
    assert_eq!(scored.score(NAME, OUTCOMES), "20.00");
    assert_eq!(scored.problem_at("个性化指标", "A3").code, "R05");
}

#[test]
fn a_percentage_beside_a_plain_number_cannot_be_measured() {
    // It is told at the one that is to be written otherwise.
    for (row, cell) in [
        ("方向=正向; 目标值=95%; 完成值=96; 分值=25", "G2"),
        ("方向=反向; 目标值=5; 完成值=4%; 分值=25", "F2"),
    ] {
        let scored = Input::of([department(&[row])]).score();
        assert_eq!(scored.score(NAME, OUTCOMES), "待定", "{row}");
        assert_eq!(scored.problem_at("个性化指标", cell).code, "G03", "{row}");
    }
    // A plain fraction can be meant, so it is only warned of; a 定性 row does not need either.
    let (score_of_fraction, problems) = score(&["方向=正向; 目标值=100%; 完成值=0.9; 分值=25"]);
    assert_eq!(score_of_fraction, "22.50");
    assert_eq!(problems, ["warning G03 G2"]);
    let (_, problems) = score(&["方向=定性; 目标值=95%; 完成值=96; 评定比例=80%; 分值=25"]);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_percentage_that_seems_to_be_in_two_forms_is_warned_of() {
    for (target, actual, warned) in [
        ("92", "0.973", true),
        ("0.92", "97.3", true),
        ("30", "1.5", false),
        ("30.1", "1.5", true),
        ("32", "1.6", false),
        ("100", "0.9", true),
        ("100.1", "0.9", false),
        ("95", "0", false),
        ("0.92", "0.973", false),
        ("92", "97.3", false),
    ] {
        let row = format!("方向=正向; 目标值={target}; 完成值={actual}; 分值=25");
        let (_, problems) = score(&[&row]);
        let cell = match target == "0.92" {
            true => "F2",
            false => "G2",
        };
        let told = problems.contains(&format!("warning G03 {cell}"));
        assert_eq!(told, warned, "{target} {actual}: {problems:?}");
    }
    // The figures are taken as they stand.
    let (taken, _) = score(&["方向=正向; 目标值=80; 完成值=0.8; 分值=25"]);
    assert_eq!(taken, "0.25");
    let (_, problems) = score(&["方向=定性; 目标值=92; 完成值=0.973; 评定比例=80%; 分值=25"]);
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn a_target_that_cannot_be_read_is_not_excused_by_a_result_of_0() {
    for target in ["-1", "很少", "空"] {
        let row = format!("方向=反向; 目标值={target}; 完成值=0; 分值=25");
        let scored = Input::of([department(&[&row])]).score();
        assert_eq!(scored.score(NAME, OUTCOMES), "待定", "{target}");
        let problem = scored.problem_at("个性化指标", "F2");
        assert_eq!(
            problem.severity,
            jixiao::problem::Severity::Error,
            "{target}"
        );
    }
}

#[test]
fn a_row_whose_code_and_name_disagree_follows_the_code_and_is_told() {
    let coded = |name: &str, code: &str| {
        Department::new(name).with_cell("部门编码", crate::support::Cell::text(code))
    };
    let mut input = Input::of([
        coded(NAME, "A1").outcome("方向=定性; 评定比例=80%; 分值=25"),
        coded("另一部门", "B2"),
    ]);
    input.sheet("个性化指标").rows[1][1] = crate::support::Cell::text("另一部门");
    let scored = input.score();
    assert_eq!(scored.score(NAME, OUTCOMES), "20.00");
    let problem = scored.problem_at("个性化指标", "B2");
    assert_eq!(
        (problem.code.as_str(), problem.severity),
        ("R05", jixiao::problem::Severity::Warning)
    );
}

#[test]
fn a_row_without_a_category_is_scored_and_told() {
    let scored = Input::of([Department::new("甲")
        .with("效果性评定分=空")
        .outcome("效益类别=空; 方向=定性; 分值=25; 评定比例=80%")])
    .score();
    assert_eq!(
        scored.score("甲", "社会效益、经济效益、生态效益及可持续影响等"),
        "20.00"
    );
    assert!(
        scored
            .problems()
            .contains(&"warning V01 个性化指标!C2".to_string()),
        "{:?}",
        scored.problems()
    );
}

/// Figures that cannot be used are told beside outcomes, too; outcomes that cannot be are told where they stand, not once more
/// of the indicator.
#[test]
fn what_cannot_be_used_is_told_once_where_it_stands() {
    let unusable = |department: Department| {
        let problems = Input::of([department]).score().problems();
        let unusable = problems.into_iter().filter(|one| one.contains("V06"));
        unusable.collect::<Vec<_>>()
    };
    let good = "方向=定性; 分值=25; 评定比例=80%";
    let faulty = "方向=正向; 目标值=0; 完成值=5; 分值=25";
    let figures = |rows: &[&str]| department(rows).with("计划完成项目数=0; 按时完成项目数=2");
    for rows in [&[][..], &[good]] {
        assert_eq!(unusable(figures(rows)), ["error V06 基础数据!BE2"]);
    }
    assert_eq!(unusable(department(&[good])), Vec::<String>::new());
    assert_eq!(unusable(department(&[faulty])), ["error V06 个性化指标!F2"]);
}
