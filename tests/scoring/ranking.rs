//! Grades, ranks, duplicates, years.

use crate::support::{Cell, Department, Input, Run, Scored};

/// A department with a total: points are taken from 效果性评定分, then from 满意度.
fn with_total(name: &str, total: f64) -> Department {
    let lost = 100.0 - total;
    let assessed = (25.0 - lost).max(0.0);
    let rest = lost - (25.0 - assessed);
    let department = Department::new(name).with_cell(
        "效果性评定分",
        Cell::Number((assessed * 100.0).round() / 100.0),
    );
    match rest {
        0.0 => department,
        // Up to 15 more through 重点工作 (8), 公用经费 (6) and 采购政策 (1).
        _ => department
            .with("重点工作完成数=0; 三公经费实际支出=11; 日常公用经费决算=11")
            .with_cell(
                "采购政策功能落实",
                Cell::Number(((15.0 - rest) * 100.0).round() / 100.0),
            ),
    }
}

fn grade(scored: &Scored, name: &str) -> String {
    let (_, card) = scored.department(name);
    card.grade.clone().unwrap_or_else(|| "待定".into())
}

#[test]
fn grades_change_at_90_80_and_60() {
    let cases = [
        ("100.00", "优"),
        ("90.01", "优"),
        ("90.00", "优"),
        ("89.99", "良"),
        ("80.00", "良"),
        ("79.99", "中"),
        ("60.00", "中"),
        ("59.99", "差"),
    ];
    let departments = cases.iter().map(|(total, _)| {
        let points: f64 = total.parse().expect("a number");
        // Below 75 a further 15 points are lost in other indicators: 14 to 15 of them.
        with_total(total, points)
    });
    // 60.00 and 59.99 need 40 points lost: 25 + 14 + 1, then a project not in time.
    let departments: Vec<Department> = departments
        .zip(cases)
        .map(|(department, (total, _))| match total {
            "60.00" => department.with("效果性评定分=0; 采购政策功能落实=否; 满意度=95%"),
            "59.99" => department.with("效果性评定分=0; 采购政策功能落实=否; 实际采购金额=99"),
            _ => department,
        })
        .collect();
    let scored = Input::of(departments).score();
    for (total, expected) in cases {
        assert_eq!(scored.total(total), total);
        assert_eq!(grade(&scored, total), expected, "{total}");
    }
}

#[test]
fn equal_totals_share_a_rank_and_the_next_one_skips() {
    let scored = Input::of([
        with_total("丙", 90.0),
        with_total("甲", 95.0),
        with_total("丁", 80.0),
        with_total("乙", 90.0),
        Department::new("戊").with("满意度=空"),
    ])
    .score();
    let ranks = ["甲", "乙", "丙", "丁", "戊"].map(|name| scored.rank(name));
    assert_eq!(ranks, [Some(1), Some(2), Some(2), Some(4), None]);
    // Ties in input order, the unranked behind.
    assert_eq!(scored.evaluation.ranking.order, [1, 0, 3, 2, 4]);
}

#[test]
fn departments_of_the_same_code_are_scored_and_graded_but_not_ranked() {
    let scored = Input::of([
        with_total("甲", 95.0).with("部门编码='007"),
        with_total("乙", 85.0).with("部门编码='007"),
        with_total("丙", 90.0).with("部门编码='008"),
    ])
    .score();
    assert_eq!(scored.total("甲"), "95.00");
    assert_eq!(grade(&scored, "乙"), "良");
    assert_eq!(
        ["甲", "乙", "丙"].map(|name| scored.rank(name)),
        [None, None, Some(1)]
    );
    assert_eq!(
        scored.problems(),
        ["error R04 基础数据!A2", "error R04 基础数据!A3"]
    );
}

#[test]
fn the_same_name_without_a_code_is_a_duplicate() {
    let scored = Input::of([
        Department::new("甲"),
        Department::new("甲 "),
        Department::new("乙"),
    ])
    .score();
    assert_eq!(scored.evaluation.ranking.ranks, [None, None, Some(1)]);
    assert_eq!(
        scored.problems(),
        ["error R04 基础数据!A2", "error R04 基础数据!A3"]
    );
}

/// Whichever way they are found to be the same, each names all the others: the same each time.
#[test]
fn a_department_with_a_code_once_and_without_it_twice_is_one_group() {
    let input = Input::of([
        Department::new("甲").with("部门编码='1"),
        Department::new("甲"),
        Department::new("甲"),
    ]);
    for _ in 0..8 {
        let scored = input.score();
        for row in ["A2", "A3", "A4"] {
            let message = &scored.problem_at("基础数据", row).message();
            assert!(message.contains("第 2、3、4 行"), "{message}");
        }
    }
}

#[test]
fn the_same_name_with_different_codes_are_two_departments() {
    let scored = Input::of([
        Department::new("甲").with("部门编码='1"),
        Department::new("甲").with("部门编码='2"),
    ])
    .score();
    assert_eq!(scored.evaluation.ranking.ranks, [Some(1), Some(1)]);
    assert_eq!(scored.problems(), Vec::<String>::new());
}

#[test]
fn a_code_is_a_text_and_a_number_alike() {
    let scored = Input::of([
        Department::new("甲").with("部门编码=101001"),
        Department::new("乙").with("部门编码='１０１００１"),
    ])
    .score();
    assert_eq!(scored.evaluation.ranking.ranks, [None, None]);
}

fn two_years() -> Input {
    Input::of([
        with_total("甲", 95.0).with("年度=2020"),
        with_total("甲", 90.0).with("年度=2021"),
        with_total("乙", 85.0).with("年度='2021年"),
        with_total("丙", 80.0).with("年度='2020年度"),
    ])
}

#[test]
fn several_years_stop_the_run_and_are_named() {
    let error = two_years()
        .try_score(&Run::default())
        .err()
        .expect("several years");
    assert!(
        error.contains("2020、2021") && error.contains("--year"),
        "{error}"
    );
}

#[test]
fn a_chosen_year_is_scored_alone() {
    let run = |year| Run {
        year: Some(year),
        ..Run::default()
    };
    let scored = two_years().score_as(&run(2021));
    assert_eq!(scored.evaluation.dataset.records.len(), 2);
    assert_eq!(scored.total("甲"), "90.00");
    assert_eq!(scored.rank("乙"), Some(2));
    // No department is a duplicate of itself in another year.
    assert_eq!(scored.problems(), ["info R01 基础数据"]);
    let other = two_years().score_as(&run(2020));
    assert_eq!(other.total("甲"), "95.00");
    let error = two_years()
        .try_score(&run(2019))
        .err()
        .expect("no such year");
    assert!(
        error.contains("2019") && error.contains("2020、2021"),
        "{error}"
    );
}

#[test]
fn a_row_without_a_year_among_several_is_an_error() {
    let mut input = two_years();
    let lost = Department::new("丁").with("年度=空");
    input.data().rows.push(lost.cells);
    let run = Run {
        year: Some(2021),
        ..Run::default()
    };
    let scored = input.score_as(&run);
    assert_eq!(scored.problem_at("基础数据", "D6").code, "R06");
    assert_eq!(scored.evaluation.dataset.records.len(), 2);
}

#[test]
fn a_row_without_a_year_is_an_error_wherever_it_stands() {
    let mut input = two_years();
    let lost = Department::new("丁").with("年度=空");
    input.data().rows.insert(1, lost.cells);
    let run = Run {
        year: Some(2021),
        ..Run::default()
    };
    let scored = input.score_as(&run);
    assert_eq!(scored.problem_at("基础数据", "D2").code, "R06");
    assert_eq!(scored.evaluation.dataset.records.len(), 2);
}
