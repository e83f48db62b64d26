use jixiao::analysis::Comparison;
use jixiao::analysis::comparison::Continuity;

use super::{HEADER, Table, compared, department, plain, with_a_gap};

/// Two years of departments, each line `编码 名称 主管部门`.
fn years(last: &[&str], this: &[&str], aliases: &[(&str, &str)]) -> Comparison<'static> {
    let table = |year, lines: &[&str]| {
        let lines: Vec<String> = lines.iter().map(|line| format!("{line} 80 50")).collect();
        let lines: Vec<&str> = std::iter::once(HEADER)
            .chain(lines.iter().map(String::as_str))
            .collect();
        Table::new(year, plain(), &lines)
    };
    compared(&[table(2020, last), table(2021, this)], aliases)
}

/// What became of each department, by the name that it last had.
fn fates(comparison: &Comparison) -> Vec<(String, Continuity)> {
    let all = 0..comparison.departments.len();
    all.filter_map(|one| {
        let fate = comparison.fate(one, comparison.steps.len() - 1)?;
        Some((comparison.newest(one).name.clone(), fate))
    })
    .collect()
}

fn told(fates: &[(&str, Continuity)]) -> Vec<(String, Continuity)> {
    let fates = fates.iter().map(|(name, fate)| (name.to_string(), *fate));
    fates.collect()
}

#[test]
fn the_same_code_is_the_same_department_under_another_name() {
    let comparison = years(&["1 电化教育馆 局"], &["1 智慧教育中心 局"], &[]);
    assert_eq!(
        fates(&comparison),
        told(&[("智慧教育中心", Continuity::Renamed)])
    );
}

#[test]
fn without_a_common_code_the_name_decides() {
    let comparison = years(
        &["1 甲馆 局", "空 乙馆 局"],
        &["9 甲馆 局", "2 乙馆 局"],
        &[],
    );
    assert_eq!(
        fates(&comparison),
        told(&[("甲馆", Continuity::Recoded), ("乙馆", Continuity::Kept)])
    );
}

#[test]
fn a_code_goes_before_a_name() {
    // 1 took the name that 2 had.
    let comparison = years(
        &["1 甲馆 局", "2 乙馆 局"],
        &["1 乙馆 局", "2 丙馆 局"],
        &[],
    );
    assert_eq!(
        fates(&comparison),
        told(&[("乙馆", Continuity::Renamed), ("丙馆", Continuity::Renamed)])
    );
}

#[test]
fn a_likely_rename_is_suggested_and_not_applied() {
    let (last, this) = (
        ["7 示例市标准化研究所 局", "1 示例市图书馆 局"],
        ["8 示例市标准化研究院 局", "1 示例市图书馆 局"],
    );
    let comparison = years(&last, &this, &[]);
    assert_eq!(
        fates(&comparison),
        told(&[
            ("示例市标准化研究院", Continuity::New),
            ("示例市图书馆", Continuity::Kept),
            ("示例市标准化研究所", Continuity::Closed),
        ])
    );
    let [suggestion] = comparison.suggestions.as_slice() else {
        panic!("{:?}", comparison.suggestions);
    };
    assert_eq!(comparison.newest(suggestion.old).name, "示例市标准化研究所");
    assert_eq!(comparison.newest(suggestion.new).name, "示例市标准化研究院");
    // With the alias they are one, and nothing is left to suggest.
    let alias = [("示例市标准化研究所", "示例市标准化研究院")];
    let comparison = years(&last, &this, &alias);
    assert_eq!(
        fates(&comparison),
        told(&[
            ("示例市标准化研究院", Continuity::Renamed),
            ("示例市图书馆", Continuity::Kept)
        ])
    );
    assert_eq!(comparison.suggestions, []);
    assert_eq!(comparison.unused_aliases, [0; 0]);
}

#[test]
fn names_that_only_begin_alike_are_no_likely_rename() {
    let comparison = years(
        &["7 示例市殡仪馆 民政局", "1 示例市图书馆 局"],
        &["8 示例市停车中心 民政局", "1 示例市图书馆 局"],
        &[],
    );
    assert_eq!(comparison.suggestions, []);
    // Neither are like names under different bureaus.
    let comparison = years(
        &["7 示例市标准化研究所 甲局", "1 示例市图书馆 局"],
        &["8 示例市标准化研究院 乙局", "1 示例市图书馆 局"],
        &[],
    );
    assert_eq!(comparison.suggestions, []);
}

#[test]
fn an_alias_that_names_nobody_is_told() {
    let comparison = years(&["1 甲馆 局"], &["1 甲馆 局"], &[("丙馆", "丁馆")]);
    assert_eq!(comparison.unused_aliases, [0]);
}

#[test]
fn a_department_that_stands_twice_is_matched_with_none() {
    let comparison = years(
        &["1 甲馆 局", "2 乙馆 局"],
        &["1 甲馆 局", "1 丙馆 局", "2 乙馆 局"],
        &[],
    );
    assert_eq!(
        fates(&comparison),
        told(&[
            ("甲馆", Continuity::Unmatched),
            ("丙馆", Continuity::Unmatched),
            ("乙馆", Continuity::Kept),
            ("甲馆", Continuity::Unmatched),
        ])
    );
    // No row is lost.
    assert_eq!(comparison.departments.len(), 4);
}

#[test]
fn a_department_absent_in_a_middle_year_is_absent_there_and_found_again() {
    let years = with_a_gap();
    let comparison = compared(&years, &[]);
    let absent = department(&comparison, "甲");
    assert_eq!(
        comparison.departments[absent].places,
        [Some(0), None, Some(0)]
    );
    assert_eq!(comparison.fate(absent, 0), Some(Continuity::Closed));
    assert_eq!(comparison.fate(absent, 1), Some(Continuity::Returned));
    assert_eq!(comparison.change(absent, 0), None);
    assert_eq!(comparison.change(absent, 1), None);
    let there = department(&comparison, "乙");
    assert_eq!(
        comparison
            .change(there, 1)
            .map(|change| change.to_string())
            .as_deref(),
        Some("-6.00")
    );
}
