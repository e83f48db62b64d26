//! Scoring: from a department's figures to its scores. A case is a sentence, the cells that differ from
//! a department with full marks, and the score that the rules give.

/// Coverage of 部门决策: judged points and deductions for each fault.
mod decision;
/// Declared scores: the review, and what contradicts itself in a declaration.
mod declarations;
/// Coverage of 部门管理, 资金管理: purchases, compliance, disclosure.
mod funds;
/// Figures of the year before: where they come from, and what is said where they are not there.
mod last_year;
/// Coverage of 部门管理 but 资金管理: projects, assets, staff, rules.
mod management;
/// The three ways to go on without data, shape by shape.
mod missing_modes;
/// Shapes that other places need: cases, limits, the best of several, comparison with others.
mod more_shapes;
/// Nothing to measure: totals of 0 and what stands beside them.
mod nothing_to_measure;
/// Outcome indicators: directions, caps, weights, faulty rows.
mod outcomes;
/// Coverage of 部门绩效 but the outcomes.
mod performance;
/// Grades, ranks, duplicates, years.
mod ranking;
/// Exact midpoints and exact thresholds.
mod rounding;
/// Vetoes and exemptions beside blanks.
mod vetoes;

use jixiao::scoring::Missing;

use crate::support::scored::told;
use crate::support::{Department, Input, Run, Scored, column};
use jixiao::address::column_letters;

/// A sentence, the cells that differ from full marks, and what is expected: the score, then the
/// problems, as in `待定; error V06 按时完成项目数`. The errors and warnings of the department are
/// exactly those listed; listed infos are among the others.
type Case = (&'static str, &'static str, &'static str);

/// Checks the cases of an indicator, missing data held.
fn check(indicator: &str, cases: &[Case]) {
    check_as(Missing::Hold, indicator, cases);
}

/// Checks the cases of an indicator under a rule for missing data.
fn check_as(missing: Missing, indicator: &str, cases: &[Case]) {
    let departments = cases
        .iter()
        .map(|(name, overrides, _)| Department::new(name).with(overrides));
    let scored = Input::of(departments).score_as(&Run::missing(missing));
    let mut wrong = Vec::new();
    for (row, (name, overrides, expected)) in cases.iter().enumerate() {
        let (score, problems) = expected.split_once(';').unwrap_or((expected, ""));
        let listed: Vec<String> = problems
            .split(';')
            .filter(|problem| !problem.trim().is_empty())
            .map(|problem| at_cell(problem.trim(), row + 2))
            .collect();
        let found = scored.score(name, indicator);
        let differs = found != score.trim() || !problems_agree(&scored, name, &listed);
        if differs {
            wrong.push(format!(
                "{name}\n  {overrides}\n  expected {expected}\n  found    {found} {:?}\n  {}",
                problems_of(&scored, name),
                scored.explanation(name, indicator)
            ));
        }
    }
    assert!(wrong.is_empty(), "{indicator}:\n{}", wrong.join("\n"));
}

/// `error V06 按时完成项目数` as `error V06 基础数据!BE2`.
fn at_cell(problem: &str, row: usize) -> String {
    let (what, name) = problem.rsplit_once(' ').expect("severity, code and column");
    let letters = column_letters(u16::try_from(column(name)).expect("a column of a sheet"));
    format!("{what} 基础数据!{letters}{row}")
}

fn problems_of(scored: &Scored, department: &str) -> Vec<String> {
    let concerned = |problem: &&jixiao::problem::Problem| {
        problem.department.as_ref().map(|one| one.name.as_str()) == Some(department)
    };
    scored
        .evaluation
        .problems
        .iter()
        .filter(concerned)
        .map(told)
        .collect()
}

fn problems_agree(scored: &Scored, department: &str, listed: &[String]) -> bool {
    let found = problems_of(scored, department);
    let grave = |all: &[String]| -> Vec<String> {
        let is_info = |problem: &&String| problem.starts_with("info ");
        let mut grave: Vec<String> = all.iter().filter(|one| !is_info(one)).cloned().collect();
        grave.sort();
        grave
    };
    grave(&found) == grave(listed) && listed.iter().all(|problem| found.contains(problem))
}

/// The base of every case: a department with nothing to complain about.
#[test]
fn the_full_marks_department_has_full_marks_and_no_problem() {
    let scored = Input::of([Department::new("示例市教育局")]).score();
    for (indicator, points) in crate::support::INDICATORS {
        assert_eq!(
            scored.score("示例市教育局", indicator),
            points,
            "{indicator}"
        );
    }
    assert_eq!(scored.total("示例市教育局"), "100.00");
    assert_eq!(scored.problems(), Vec::<String>::new());
}
