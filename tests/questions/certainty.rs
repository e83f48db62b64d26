//! 名次把握: bounds against what can be reckoned by hand, draws against a closed form, the same answer every time.

use jixiao::questions::certainty::{Certainty, Tolerance, certainty};
use rust_decimal::Decimal;

use super::verify::least_rules;
use crate::support::written::as_text;
use crate::support::{Cell, Department, Folder, Input, Scored};

fn of(scored: &Scored) -> Certainty {
    certainty(&scored.evaluation, Tolerance::Usual)
}

fn three() -> Scored {
    Input::of([
        Department::new("甲"),
        Department::new("乙")
            .with_cell("部门编码", Cell::text("2"))
            .with("满意度=93%"),
        Department::new("丙")
            .with_cell("部门编码", Cell::text("3"))
            .with("重点工作总数=10; 重点工作完成数=8"),
    ])
    .score()
}

#[test]
fn half_of_the_points_are_judged_and_a_tenth_of_them_may_go() {
    let found = of(&three());
    let bounds = |place: usize| {
        let bounds = found.bounds[place].as_ref().expect("a total");
        (bounds.lowest, bounds.highest, bounds.ranks)
    };
    let points = |points: i64| Decimal::from(points);
    // 100 with 50 of them judged; 98; 92.
    assert_eq!(bounds(0), (points(95), points(100), Some((1, 2))));
    assert_eq!(bounds(1), (points(93), points(98), Some((1, 2))));
    assert_eq!(bounds(2), (points(87), points(92), Some((3, 3))));
    assert_eq!(found.tiers, [vec![0, 1], vec![2]]);
    assert!(found.bounds[0].as_ref().expect("a total").is_sure());
    assert!(!found.bounds[2].as_ref().expect("a total").is_sure());
}

#[test]
fn draws_stay_within_the_bounds_and_are_the_same_every_time() {
    let scored = three();
    let (one, again) = (of(&scored), of(&scored));
    for place in 0..3 {
        assert_eq!(one.drawn.grades[place].iter().sum::<u32>(), 10_000);
        assert_eq!(one.drawn.grades[place], again.drawn.grades[place]);
        assert_eq!(one.drawn.ranks[place], again.drawn.ranks[place]);
        let (best, worst) = one.drawn.ranks[place].expect("a rank");
        let bounds = one.bounds[place].as_ref().and_then(|bounds| bounds.ranks);
        let (least, most) = bounds.expect("ranks");
        assert!(least <= best && worst <= most, "{place}");
    }
    // Nobody before the third comes behind it.
    assert_eq!(one.drawn.before_next[1], Some(10_000));
    let first = one.drawn.before_next[0].expect("a next one");
    assert!(first > 9_000, "{first}");
}

#[test]
fn a_wider_tolerance_widens_the_bounds() {
    let scored = three();
    let wide = certainty(&scored.evaluation, Tolerance::Points(Decimal::ONE));
    let (narrow, wide) = (of(&scored), wide);
    let lowest = |found: &Certainty| found.bounds[0].as_ref().expect("a total").lowest;
    assert!(lowest(&wide) < lowest(&narrow));
}

/// One judgement of 8 points stands at 4, and from 12 points on it is enough: of the 33 values from 3.2 to 4.8, 17 are.
#[test]
fn the_chance_of_a_grade_is_that_of_the_closed_form() {
    let folder = Folder::new();
    folder.put("规则.toml", least_rules());
    folder.put(
        "数据.csv",
        "部门名称,预算数,支出数,公开情况,评定分,涉密\n甲局,100,95.5,未公开,4,否\n乙局,100,95.5,未公开,4,否\n",
    );
    let arguments = [
        "whatif",
        "数据.csv",
        "--rules",
        "规则.toml",
        "--format",
        "json",
    ];
    let found = folder.run(&arguments).json();
    let first = &found["departments"][0]["certainty"];
    assert_eq!(first["total"], serde_json::json!(["11.20", "12.80"]));
    assert_eq!(first["grade_sure"], false);
    let enough = first["grades"]["合格"].as_u64().expect("a count");
    // 10,000 × 17 ÷ 33 is 5,152; four standard errors are 200.
    assert!((4_952..5_352).contains(&enough), "{enough}");
    // Of two alike, 32 in 33 are no tie, and half of these come first: 4,848.
    let before = first["before_next"].as_u64().expect("a count");
    assert!((4_648..5_048).contains(&before), "{before}");
    let fixed = [&arguments[..], &["--tolerance", "0.001"]].concat();
    let sure = folder.run(&fixed).json();
    assert_eq!(sure["certainty"]["tolerance"], "0.001");
    let bad = folder.run(&[&arguments[..], &["--tolerance", "-1"]].concat());
    assert_eq!(bad.status, 2);
}

/// The judgement of 8 points stands at 4; the rule book says how far it may be off, and in what steps.
#[test]
fn a_rule_book_says_how_far_a_judgement_may_be_off() {
    let folder = Folder::new();
    folder.put(
        "数据.csv",
        "部门名称,预算数,支出数,公开情况,评定分,涉密\n甲局,100,95.5,未公开,4,否\n",
    );
    let with = |keys: &str| {
        let metric = "type = \"points\"\nmax = 8\n";
        least_rules().replace(metric, &format!("{metric}{keys}"))
    };
    let asked = |more: &[&str]| {
        let arguments = [
            "whatif",
            "数据.csv",
            "--rules",
            "规则.toml",
            "--format",
            "json",
        ];
        let found = folder.run(&[&arguments[..], more].concat()).json();
        found["departments"][0]["certainty"].clone()
    };
    folder.put("规则.toml", with("tolerance = 2\nstep = 1\n"));
    let found = asked(&[]);
    assert_eq!(found["total"], serde_json::json!(["10.00", "14.00"]));
    // Of 2, 3, 4, 5 and 6 points, the last three are enough: 6,000; four standard errors are 196.
    let enough = found["grades"]["合格"].as_u64().expect("a count");
    assert!((5_804..6_196).contains(&enough), "{enough}");
    // What a run says counts before it.
    let found = asked(&["--tolerance", "1"]);
    assert_eq!(found["total"], serde_json::json!(["11.00", "13.00"]));
    // The sheet says whose tolerance it is; one that is set by others cannot be off at all.
    let arguments = [
        "whatif",
        "数据.csv",
        "--rules",
        "规则.toml",
        "-o",
        "疑问.xlsx",
    ];
    folder.run(&arguments);
    let bytes = std::fs::read(folder.path("疑问.xlsx")).expect("the workbook");
    let sheet = as_text(&bytes, &["名次把握"]);
    assert!(sheet.contains("各差规则书写的分数"), "{sheet}");
    folder.put("规则.toml", with("tolerance = 2\nfixed = true\n"));
    assert_eq!(asked(&[])["total"], serde_json::json!(["12.00", "12.00"]));
}

/// As sheets of a workbook a rule book says the same.
#[test]
fn the_rule_workbook_has_a_column_for_it() {
    let folder = Folder::new();
    let metric = "type = \"points\"\nmax = 8\n";
    let own = least_rules().replace(metric, &format!("{metric}tolerance = 2\n"));
    folder.put("规则.toml", own);
    let ran = folder.run(&["rules", "convert", "规则.toml", "规则.xlsx"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let back = folder.run(&["rules", "convert", "规则.xlsx", "回来.toml"]);
    assert_eq!(back.status, 0, "{}", back.stderr);
    let text = std::fs::read_to_string(folder.path("回来.toml")).expect("text");
    assert!(text.contains("tolerance = 2"), "{text}");
}
