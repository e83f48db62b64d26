//! Whatever is filled in comes out again: forms → collect → the same records.

use jixiao::forms::matching::{Received, collect};
use jixiao::forms::return_forms::Pack;
use jixiao::forms::{Answers, collected, returned};
use jixiao::intake;
use jixiao::sheets;
use proptest::prelude::*;

use super::filling::{Filling, opened};
use super::{form_of, handed_out, who};
use crate::support::{COLUMNS, Cell, Department, Edition, INDICATORS, Input, rule_book};

/// Something that a person may rightly put into a column of 基础数据.
fn cell(column: &'static str) -> BoxedStrategy<Cell> {
    let kind = rule_book(Edition::Default)
        .metrics
        .iter()
        .find(|metric| metric.name() == column);
    let kind = kind.expect("a metric").kind().clone();
    let percent = |n: u32| Cell::Formatted(f64::from(n) / 1000.0, "0.00##%");
    let filled = match kind {
        jixiao::expr::Kind::Text => prop::sample::select(vec!["张三", "0755-1234", "李四（代）"])
            .prop_map(Cell::text)
            .boxed(),
        jixiao::expr::Kind::Amount { .. } => prop_oneof![
            (1_u32..9_000_000).prop_map(|n| Cell::Number(f64::from(n) / 100.0)),
            (1_u32..9_000).prop_map(|n| Cell::Text(format!("{n}万元"))),
        ]
        .boxed(),
        jixiao::expr::Kind::Count => (0_u32..500)
            .prop_map(|n| Cell::Number(f64::from(n)))
            .boxed(),
        jixiao::expr::Kind::Percent { .. } => prop_oneof![
            (0_u32..=1000).prop_map(percent),
            (0_u32..=100).prop_map(|n| Cell::Text(format!("{n}%"))),
        ]
        .boxed(),
        jixiao::expr::Kind::Points { max } => {
            let max = max.to_string().parse::<f64>().expect("a number");
            prop_oneof![
                prop::sample::select(vec!["是", "否"]).prop_map(Cell::text),
                (0_u32..=10).prop_map(move |n| Cell::Number(max * f64::from(n) / 10.0)),
            ]
            .boxed()
        }
        jixiao::expr::Kind::YesNo { .. } => prop::sample::select(vec!["是", "否"])
            .prop_map(Cell::text)
            .boxed(),
        jixiao::expr::Kind::Choice { choices } => prop::sample::select(choices.to_vec())
            .prop_map(|choice| Cell::text(&choice))
            .boxed(),
    };
    prop_oneof![9 => filled, 1 => Just(Cell::Blank)].boxed()
}

/// A department with anything in it that may be.
fn department(number: usize) -> impl Strategy<Value = Department> {
    let cells: Vec<BoxedStrategy<Cell>> = COLUMNS[4..].iter().map(|(name, _)| cell(name)).collect();
    let outcomes = prop::collection::vec(
        prop::sample::select(vec![
            "方向=正向; 目标值=100; 完成值=92; 分值=10",
            "方向=反向; 目标值=3; 完成值=7; 分值='5; 效益类别=经济效益",
            "方向=定性; 评定比例=80%; 分值=5; 效益类别=可持续影响; 指标名称=甲（一）",
            "方向=正向; 目标值=95%; 完成值=90%; 分值=2.5",
        ]),
        0..5,
    );
    let declared =
        prop::collection::vec(prop::option::weighted(0.9, 0_u32..=100), INDICATORS.len());
    (cells, outcomes, prop::option::of(declared)).prop_map(move |(cells, outcomes, declared)| {
        let mut department = Department::new(&format!("部门{number}"))
            .with_cell("部门编码", Cell::Text(format!("{}", 100 + number)));
        for ((name, _), cell) in COLUMNS[4..].iter().zip(cells) {
            department = department.with_cell(name, cell);
        }
        for row in outcomes {
            department = department.outcome(row);
        }
        let Some(scores) = declared else {
            return department;
        };
        let shares: Vec<String> = INDICATORS
            .iter()
            .zip(scores)
            .filter_map(|((name, points), share)| {
                let points: f64 = points.parse().expect("points");
                Some(format!("{name}={}", points * f64::from(share?) / 100.0))
            })
            .collect();
        if shares.is_empty() {
            department
        } else {
            department.declares(&shares.join("; "))
        }
    })
}

/// Every department's raw answers in a workbook that is read as input.
fn answers(workbook: jixiao::workbook::Workbook) -> Vec<(String, Answers)> {
    let book = rule_book(Edition::Default);
    let (dataset, _) = intake::read(workbook, book, None).expect("departments");
    let one = |record| Answers::of_record(record, &dataset).own(book);
    dataset
        .records
        .iter()
        .map(|record| (record.name.clone(), one(record)))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn random_records_become_forms_and_the_same_records_again(
        departments in (department(1), department(2), department(3))
    ) {
        let departments = [departments.0, departments.1, departments.2];
        let book = rule_book(Edition::Default);
        let received: Vec<Received> = (1..).zip(&departments).map(|(number, department)| {
            let name = format!("部门{number}");
            let mut filling = Filling::of(&handed_out(&who(&(100 + number).to_string(), &name)));
            filling.fill(department);
            let content = returned::read(&opened(&filling.bytes()), book);
            Received { file: name, content }
        }).collect();
        let collection = collect(received, None, &[]);
        prop_assert_eq!(collection.taken.len(), 3);
        prop_assert!(collection.taken.iter().all(|one| one.changes.is_empty()));

        let direct = answers(opened(&Input::of(departments).bytes()));
        let made = collected::sheets(&collection.taken, book);
        prop_assert_eq!(&answers(made.clone()), &direct);
        // Written to a file and read again it is still the same.
        let bytes = sheets::collected(book, &made, &collection, None).expect("a workbook");
        prop_assert_eq!(&answers(opened(&bytes)), &direct);
        // A form that goes back holds what it held.
        for one in &collection.taken {
            let form = form_of(&one.who);
            let pack = Pack { form, answers: one.answers.clone(), last_year: None, notes: Vec::new(), original: None };
            let again = sheets::return_pack(&pack).expect("a form");
            let again = returned::read(&opened(&again), book).expect("a form");
            prop_assert_eq!(&again.answers, &one.answers);
            prop_assert_eq!(again.changes, Vec::new());
        }
    }
}
