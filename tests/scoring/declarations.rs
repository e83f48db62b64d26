//! Declared scores: the review, and what contradicts itself in a declaration.

use jixiao::analysis::review::Verdict;

use crate::support::{Department, INDICATORS, Input, Scored};

const NAME: &str = "示例市教育局";

/// Full marks declared in every indicator, but for what is given, with a total and a grade.
fn declared(overrides: &str) -> Scored {
    let full: Vec<String> = INDICATORS
        .iter()
        .map(|(name, points)| format!("{name}={points}"))
        .collect();
    let all = format!("{}; 总分=100; 等级=优; {overrides}", full.join("; "));
    Input::of([Department::new(NAME).declares(&all)]).score()
}

#[test]
fn what_contradicts_itself_is_warned_of() {
    for (name, overrides, problems) in [
        ("nothing wrong", "", &[][..]),
        ("a total within 0.005 of the sum", "总分=99.995", &[]),
        (
            "a total more than 0.005 below",
            "总分=99.994",
            &["warning Z01 自评得分!X2"],
        ),
        (
            "a total above the sum",
            "财务合规性=2; 总分=100",
            &["warning Z01 自评得分!X2"],
        ),
        ("a blank that explains the rest", "财务合规性=空", &[]),
        (
            "a blank that can explain no more than its points",
            "财务合规性=空; 总分=100.01",
            &["warning Z01 自评得分!X2"],
        ),
        (
            "less than the sum of the others",
            "财务合规性=空; 总分=96.99",
            &["warning Z01 自评得分!X2"],
        ),
        ("no total", "总分=空", &[]),
        (
            "a score above its points",
            "财务合规性=3.5; 总分=100.5",
            &["warning Z03 自评得分!H2"],
        ),
        (
            "a grade too high",
            "总分=89; 项目完成及时性=0; 公用经费控制率=1",
            &["warning Z02 自评得分!Y2"],
        ),
        (
            "a grade that the total gives",
            "总分=89; 项目完成及时性=0; 公用经费控制率=1; 等级=良",
            &[],
        ),
        (
            "a score that cannot be read",
            "财务合规性=满分",
            &["error V02 自评得分!H2"],
        ),
    ] {
        assert_eq!(declared(overrides).problems(), problems, "{name}");
    }
}

#[test]
fn a_grade_that_the_total_does_not_give_is_told_at_the_grade() {
    let scored = declared("总分=89; 项目完成及时性=0; 公用经费控制率=1");
    let problem = &scored.evaluation.problems[0];
    assert!(problem.message().contains("“优”") && problem.message().contains("“良”"));
}

#[test]
fn the_review_compares_within_half_a_cent() {
    let scored = declared("财务合规性=2.995; 项目监管=1.99; 预算执行率=空; 政府采购执行情况=2.01");
    let review = &scored.evaluation.reviews[0];
    let verdict = |name: &str| {
        let place = INDICATORS.iter().position(|(known, _)| *known == name);
        review.items[place.expect("an indicator")].verdict
    };
    assert_eq!(verdict("财务合规性"), Verdict::Agrees);
    assert_eq!(verdict("项目监管"), Verdict::TooLow);
    assert_eq!(verdict("预算执行率"), Verdict::NotDeclared);
    assert_eq!(verdict("政府采购执行情况"), Verdict::TooHigh);
    assert_eq!(verdict("预决算信息公开"), Verdict::Agrees);
}

#[test]
fn a_department_without_a_declaration_is_not_reviewed() {
    let scored = Input::of([
        Department::new("示例市卫生局"),
        Department::new(NAME).declares("财务合规性=3"),
    ])
    .score();
    let reviewed: Vec<usize> = scored
        .evaluation
        .reviews
        .iter()
        .map(|review| review.department)
        .collect();
    assert_eq!(reviewed, [1]);
}

#[test]
fn a_declaration_given_twice_is_not_used() {
    let mut input = Input::of([Department::new(NAME).declares("财务合规性=3")]);
    let again = input.sheet("自评得分").rows[1].clone();
    input.sheet("自评得分").rows.push(again);
    let scored = input.score();
    assert_eq!(scored.problem_at("自评得分", "A3").code, "R04");
    assert!(scored.evaluation.reviews.is_empty());
}

#[test]
fn a_declaration_of_an_unknown_department_is_an_error() {
    let mut input = Input::of([Department::new(NAME).declares("财务合规性=3")]);
    input.sheet("自评得分").rows[1][1] = crate::support::Cell::text("示例市供销服务中心");
    let scored = input.score();
    assert_eq!(scored.problem_at("自评得分", "A2").code, "R05");
}
