//! 争议数据: both figures give what scoring the input with them gives, ranges hold every combination and no more, and what
//! cannot be used is told.

use jixiao::expr::Figure;
use jixiao::intake::disputes::Dispute;
use jixiao::questions::disputes::{Disputes, disputes};
use rust_decimal::Decimal;

use crate::support::{Cell, Department, Folder, Grid, Input, Scored};

const NAMES: [&str; 4] = ["甲", "乙", "丙", "丁"];

/// Four departments close together, with some figures of the first two changed.
fn input(first: &str, second: &str) -> Input {
    let own = ["重点工作完成数=8", "满意度=88%", "满意度=86%", "满意度=84%"];
    let more = [first, second, "", ""];
    Input::of(
        NAMES
            .iter()
            .zip(own)
            .zip(more)
            .map(|((name, own), more)| Department::new(name).with(own).with(more)),
    )
}

fn dispute(scored: &Scored, department: usize, metric: &str, sides: [Figure; 2]) -> Dispute {
    let metrics = &scored.evaluation.book.metrics;
    let metric = metrics.iter().position(|one| one.name() == metric);
    Dispute {
        department,
        metric: metric.expect("a metric"),
        sides,
        note: None,
        sheet: "争议数据".into(),
        row: 1,
    }
}

fn number(text: &str) -> Figure {
    Figure::Number(text.parse().expect("a number"))
}

/// Three disputes of two departments, and what is written for each side.
fn cases(scored: &Scored) -> (Vec<Dispute>, [(usize, [&'static str; 2]); 3]) {
    let written = [
        (0, ["重点工作完成数=8", "重点工作完成数=4"]),
        (0, ["满意度=95%", "满意度=80%"]),
        (1, ["满意度=88%", "满意度=70%"]),
    ];
    let found = vec![
        dispute(scored, 0, "重点工作完成数", [number("8"), number("4")]),
        dispute(scored, 0, "满意度", [number("0.95"), number("0.8")]),
        dispute(scored, 1, "满意度", [number("0.88"), number("0.7")]),
    ];
    (found, written)
}

#[test]
fn each_side_gives_what_scoring_the_input_with_its_figure_gives() {
    let scored = input("", "").score();
    let (listed, written) = cases(&scored);
    let found = disputes(&scored.evaluation, &listed);
    let mut moved = 0;
    for (effect, (department, sides)) in found.effects.iter().zip(written) {
        for (side, figure) in sides.into_iter().enumerate() {
            let again = match department {
                0 => input(figure, ""),
                _ => input("", figure),
            }
            .score();
            let (_, card) = again.department(NAMES[department]);
            let standing = &effect.standing[side];
            assert_eq!(standing.total, card.total, "{figure}");
            assert_eq!(standing.grade, card.grade, "{figure}");
            assert_eq!(standing.rank, again.rank(NAMES[department]), "{figure}");
            for neighbour in &effect.neighbours {
                assert_eq!(
                    neighbour.ranks[side],
                    again.rank(NAMES[neighbour.department])
                );
            }
        }
        moved += effect.neighbours.len();
    }
    assert!(moved > 0, "some neighbour's rank is another");
}

#[test]
fn ranges_hold_every_combination_and_no_more() {
    let scored = input("", "").score();
    let (listed, written) = cases(&scored);
    let found = disputes(&scored.evaluation, &listed);
    assert!(!found.some_left_out);
    let mut totals = vec![Vec::new(); NAMES.len()];
    let mut ranks = vec![Vec::new(); NAMES.len()];
    for combination in 0..8 {
        let side = |one: usize| written[one].1[combination >> one & 1];
        let again = input(&format!("{}; {}", side(0), side(1)), side(2)).score();
        for (place, name) in NAMES.iter().enumerate() {
            totals[place].push(again.department(name).1.total.expect("a total"));
            ranks[place].push(again.rank(name).expect("a rank"));
        }
    }
    for (place, range) in found.ranges.iter().enumerate() {
        let total = range.total.expect("a total");
        let ends = (totals[place].iter().min(), totals[place].iter().max());
        assert_eq!((Some(&total.least), Some(&total.most)), ends);
        let rank = range.rank.expect("a rank");
        let ends = (ranks[place].iter().min(), ranks[place].iter().max());
        assert_eq!(
            (Some(&rank.least), Some(&rank.most)),
            ends,
            "{}",
            NAMES[place]
        );
    }
}

#[test]
fn more_than_ten_disputes_of_one_department_are_tried_one_at_a_time_and_that_is_told() {
    let scored = input("", "").score();
    let metrics = scored.evaluation.book.metrics.iter();
    let judged = metrics.filter(|one| one.role.is_none() && one.variable.name.contains("制度"));
    let metrics = scored.evaluation.book.metrics.iter();
    let names: Vec<&str> = judged
        .chain(metrics.filter(|one| matches!(one.kind(), jixiao::expr::Kind::Points { .. })))
        .map(|one| one.name())
        .take(11)
        .collect();
    let listed: Vec<Dispute> = names
        .iter()
        .map(|name| dispute(&scored, 2, name, [number("1"), number("0.5")]))
        .collect();
    let found: Disputes = disputes(&scored.evaluation, &listed);
    assert!(found.some_left_out);
    let total = found.ranges[2].total.expect("a total");
    assert!(total.least < total.most);
    assert!(total.most <= Decimal::ONE_HUNDRED);
}

const SAMPLE: &str = "小样-2021.xlsx";

#[test]
fn what_cannot_be_used_is_told_and_the_rest_is_answered() {
    let folder = Folder::with_sample(SAMPLE);
    let names = folder.run(&["score", SAMPLE, "--format", "json"]).json();
    let name = |place: usize| {
        let name = names["departments"][place]["name"].as_str();
        name.expect("a name").to_string()
    };
    let (first, second) = (name(0), name(1));
    let rows = [
        "部门名称,数据项,数据A,数据B,说明".to_string(),
        format!("{first},满意度,97%,85%,回访"),
        "没有的局,满意度,97%,85%,".into(),
        format!("{first},满意,97%,85%,"),
        format!("{first},三公经费预算,3,,"),
        format!("{second},满意度,97%,85,"),
        format!("{second},重点工作完成数,一,2,"),
        format!("{second},编外人员数,1,2,"),
        format!("{second},编外人员数,1,3,"),
    ];
    folder.put("争议.csv", rows.join("\n"));
    let ran = folder.run(&[
        "whatif",
        SAMPLE,
        "--disputes",
        "争议.csv",
        "--format",
        "json",
    ]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let found = &ran.json()["disputes"];
    assert_eq!(found["disputes"].as_array().map(Vec::len), Some(1));
    assert_eq!(found["disputes"][0]["note"], "回访");
    let told: Vec<String> = found["problems"]
        .as_array()
        .expect("problems")
        .iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str().unwrap_or("-").to_string();
            format!(
                "{} {} {} {}",
                text("severity"),
                text("code"),
                text("cell"),
                text("message")
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
    // A file without such a header is no list of disputes.
    let ran = folder.run(&["whatif", SAMPLE, "--disputes", SAMPLE, "--format", "json"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert_eq!(ran.json()["disputes"]["problems"][0]["code"], "H01");
}

#[test]
fn a_sheet_of_the_input_is_read_and_scores_stay_as_they_are() {
    let mut with = input("", "");
    let without = with.score();
    let cell = |text: &str| Cell::parse(text);
    let rows = [
        ["部门名称", "数据项", "数据A", "数据B"],
        ["甲", "重点工作完成数", "8", "4"],
    ];
    let rows = rows.map(|row| row.map(cell).to_vec()).to_vec();
    with.sheets.push(Grid {
        name: "争议数据".into(),
        rows,
        ..Grid::default()
    });
    let folder = Folder::new();
    folder.put("数据.xlsx", with.bytes());
    let found = folder
        .run(&["whatif", "数据.xlsx", "--format", "json"])
        .json();
    assert_eq!(found["departments"][0]["total"], without.total("甲"));
    let dispute = &found["disputes"]["disputes"][0];
    assert_eq!(dispute["standing"][0]["total"], without.total("甲"));
    assert_ne!(dispute["standing"][1]["total"], without.total("甲"));
}
