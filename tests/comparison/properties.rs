use proptest::prelude::*;
use rust_decimal::Decimal;

use jixiao::analysis::comparison::Attribution;
use jixiao::rulebook::RuleBook;

use super::{HEADER, Table, compared, plain, rules};

/// Rule books that differ in points, thresholds, names and in what they ask.
fn books() -> [&'static RuleBook; 4] {
    static BOOKS: std::sync::OnceLock<[&RuleBook; 4]> = std::sync::OnceLock::new();
    *BOOKS.get_or_init(|| {
        let two = ["完成数", "回复数"];
        [
            plain(),
            rules(
                "p1",
                &two,
                &[
                    ("完成率", 70, "完成数 / 回复数 * 70"),
                    ("回复率", 30, "回复数 / 7"),
                ],
            ),
            rules(
                "p2",
                &two,
                &[
                    ("完成率", 50, "完成数 / 3"),
                    ("及时率", 50, "回复数 / 100 * 50"),
                ],
            ),
            rules(
                "p3",
                &["完成数", "回复数", "满意数"],
                &[
                    ("完成率", 60, "完成数 / 90 * 60"),
                    ("回复率", 40, "(回复数 + 满意数) / 2 * 40 / 100"),
                ],
            ),
        ]
    })
}

fn figure() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => (0..12_000_u32).prop_map(|hundredths| format!("{}", f64::from(hundredths) / 100.0)),
        1 => Just("空".to_string()),
        1 => Just("0".to_string()),
    ]
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    proptest::collection::vec((figure(), figure(), figure()), 1..5).prop_map(|rows| {
        let rows = (1..)
            .zip(rows)
            .map(|(code, (a, b, c))| format!("{code} 部门{code} 局 {a} {b} {c}"));
        std::iter::once(format!("{HEADER} 满意数"))
            .chain(rows)
            .collect()
    })
}

/// The table without its last column, where the rules do not ask for it.
fn table(year: u32, rules: &'static RuleBook, lines: &[String]) -> Table {
    let asked = rules.metrics.iter().any(|metric| metric.name() == "满意数");
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| match asked {
            true => line.as_str(),
            false => line.rsplit_once(' ').map_or("", |(rest, _)| rest),
        })
        .collect();
    Table::new(year, rules, &lines)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_parts_always_sum_to_the_change(
        last in lines(),
        this in lines(),
        old in 0..4_usize,
        new in 0..4_usize,
    ) {
        let years = [table(2020, books()[old], &last), table(2021, books()[new], &this)];
        let comparison = compared(&years, &[]);
        for change in comparison.steps[0].changes.iter().flatten() {
            let total = change.totals.0.zip(change.totals.1).map(|(last, this)| this - last);
            prop_assert_eq!(change.split().map(|split| split.change()), total);
            let mut sum = Attribution::default();
            for indicator in &change.indicators {
                if let Some(split) = indicator.split {
                    sum = sum + split;
                    // What is divided is not undivided, and has its reason otherwise.
                    let undivided = split.undivided != Decimal::ZERO;
                    prop_assert!(!undivided || indicator.reason.is_some());
                    prop_assert!(indicator.reason.is_none() || (split.rules + split.performance).is_zero());
                }
            }
            if let Some(split) = change.split() {
                prop_assert_eq!(split, sum);
                if old == new {
                    prop_assert_eq!(split.rules, Decimal::ZERO);
                    prop_assert_eq!(split.undivided, Decimal::ZERO);
                }
            }
        }
    }

    #[test]
    fn a_year_beside_itself_has_no_change(lines in lines(), book in 0..4_usize) {
        let years = [table(2020, books()[book], &lines), table(2021, books()[book], &lines)];
        let comparison = compared(&years, &[]);
        for change in comparison.steps[0].changes.iter().flatten() {
            prop_assert!(change.total().is_none_or(|total| total.is_zero()));
            prop_assert!(change.indicators.iter().all(|one| one.mover.is_none()));
        }
    }
}
