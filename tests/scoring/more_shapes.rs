//! Shapes that Shenzhen's rules do not use, each scored by hand at its edges: cases, whole steps, limits in both
//! readings, the best of several items, comparison with other departments, a text that is demanded.

use jixiao::analysis::{Evaluation, Extent, evaluate};
use jixiao::intake;
use jixiao::questions::certainty::{Tolerance, certainty};
use jixiao::questions::headroom::headroom;
use jixiao::questions::readings::readings;
use jixiao::rulebook::{RuleBook, library};
use jixiao::scoring::Missing;
use jixiao::sheets::{self, Paper};
use jixiao::workbook::{Bounds, Source, read};
use rust_xlsxwriter::Workbook;

use crate::support::recalculate::{compare, formulas};
use crate::support::written;

fn book() -> RuleBook {
    let text = include_str!("../rulebooks/good/更多形式.toml");
    let loaded = library::load_text("更多形式.toml", text);
    assert_eq!(loaded.findings, []);
    loaded.book.unwrap()
}

const HEADER: [&str; 17] = [
    "单位全称",
    "主管部门",
    "年末结余",
    "上年末结余",
    "预算执行率",
    "未完成原因",
    "在职人数",
    "编制数",
    "实际面积",
    "批复面积",
    "结转结余",
    "上年结转结余",
    "支出预算",
    "办结数",
    "交办数",
    "人均能耗",
    "满意度",
];

const DEPARTMENTS: [&str; 5] = [
    "甲局 一委 0 5 100% - 100 100 100 100 9 10 100 10 10 80 90%",
    "乙局 一委 5 5 99.9% - 105 100 105 100 10 10 100 9 10 100 80%",
    "丙局 二委 5.01 5 95% - 101 100 200 100 7 10 50 9 10 60 100%",
    "丁局 二委 - 5 94.99% - 99 100 0 0 20 10 100 - 10 - 70%",
    "戊局 三委 0 5 80% - 200 100 250 100 8 - 100 5 10 50 60%",
];

fn workbook(departments: &[&str]) -> Vec<u8> {
    let mut file = Workbook::new();
    let sheet = file.add_worksheet().set_name("部门数据表").unwrap();
    sheet.write_row(0, 0, HEADER).unwrap();
    for (row, department) in (1..).zip(departments) {
        for (column, text) in (0..).zip(department.split(' ')) {
            match text.parse::<f64>() {
                _ if text == "-" => {}
                Ok(number) => {
                    sheet.write_number(row, column, number).unwrap();
                }
                Err(_) => {
                    sheet.write_string(row, column, text).unwrap();
                }
            }
        }
    }
    file.save_to_buffer().unwrap()
}

fn evaluated<'b>(departments: &[&str], book: &'b RuleBook, missing: Missing) -> Evaluation<'b> {
    let source = Source::Bytes {
        name: "数据.xlsx".into(),
        bytes: workbook(departments).into(),
    };
    let workbook = read(&source, &Bounds::default()).unwrap();
    let (dataset, problems) = intake::read(workbook, book, None).unwrap();
    evaluate(dataset, book, missing, problems, &|| {})
}

/// Every department's score on an indicator, `-` for 待定.
fn scores(evaluation: &Evaluation, indicator: &str) -> String {
    let place = evaluation.book.indicator(indicator).unwrap();
    let told: Vec<String> = evaluation
        .cards
        .iter()
        .map(|card| match card.indicators[place].score {
            Some(score) => score.normalize().to_string(),
            None => "-".into(),
        })
        .collect();
    told.join(" ")
}

#[test]
fn every_shape_scores_as_by_hand() {
    let book = book();
    let evaluation = evaluated(&DEPARTMENTS, &book, Missing::Hold);
    for (indicator, expected) in [
        // None left: 3. As much as the year before: 2; a cent more: 0. Blank: nobody knows.
        ("资金结余", "3 2 0 - 3"),
        // 0.1 short is one step of 5 points: 5 − 2. 5 short is one, 5.01 two; 20 short are four: −3, held at 0.
        ("预算完成率", "5 3 3 1 0"),
        // 5 ÷ 105% = 4.7619; 5 ÷ 101% = 4.9505; 5 ÷ 200% = 2.5.
        ("在职人员控制率", "5 4.76 4.95 5 2.5"),
        // 5 × (2 − 105%) = 4.75; at 200% nothing is left, beyond neither; none built and none approved: full.
        ("面积控制率", "5 4.75 0 5 0"),
        // 9% is 20 and −10% is 12: 20. 10% is 10, 0% is 12. 14% is 10, −30% is 20. 20% is 10, +100% is 0.
        ("结转结余控制", "20 12 20 10 -"),
        // 100%, 90%, 90%, unknown, 50%: first, both second, fourth.
        ("办结率名次", "20 15 15 - 5"),
        // 80 is the best of two; 80 ÷ 100 × 22. 二委 waits for 丁局; 戊局 has nobody beside it.
        ("节能", "22 17.6 - - -"),
        // The mean is 80%: 70 ÷ 80 × 20 = 17.5, 60 ÷ 80 × 20 = 15; above it is held at 20.
        ("满意度比较", "20 20 20 17.5 15"),
    ] {
        assert_eq!(scores(&evaluation, indicator), expected, "{indicator}");
    }
}

/// What one lacks is 0; that another lacks something is not one's own 0.
#[test]
fn what_a_peer_lacks_is_nobody_elses_zero() {
    let book = book();
    let evaluation = evaluated(&DEPARTMENTS, &book, Missing::Zero);
    for (indicator, expected) in [
        ("资金结余", "3 2 0 0 3"),
        ("结转结余控制", "20 12 20 10 20"),
        ("办结率名次", "20 15 15 0 5"),
        ("节能", "22 17.6 - 0 -"),
    ] {
        assert_eq!(scores(&evaluation, indicator), expected, "{indicator}");
    }
    compare(&sheets::annotated(&evaluation).unwrap()).assert_equal();
}

/// A department that stands twice counts once at most, and nobody knows as what: it is compared with nobody, and left
/// out or waited for by the others.
#[test]
fn a_department_that_stands_twice_is_compared_with_nobody() {
    let book = book();
    let twice = [&DEPARTMENTS[..], &DEPARTMENTS[..1]].concat();
    for missing in [Missing::Hold, Missing::Zero] {
        let evaluation = evaluated(&twice, &book, missing);
        if missing == Missing::Hold {
            for (indicator, expected) in [
                ("办结率名次", "- 20 20 - 15 -"),
                ("节能", "- - - - - -"),
                ("满意度比较", "- - - - - -"),
            ] {
                assert_eq!(scores(&evaluation, indicator), expected, "{indicator}");
            }
        }
        compare(&sheets::annotated(&evaluation).unwrap()).assert_equal();
    }
}

#[test]
fn each_score_is_explained() {
    let book = book();
    let evaluation = evaluated(&DEPARTMENTS, &book, Missing::Hold);
    let mut told = String::new();
    for (place, indicator) in book.indicators.iter().enumerate() {
        told += &format!("{}：{}\n", indicator.name, indicator.criteria);
        for (record, card) in evaluation.departments() {
            told += &format!(
                "  {} {}\n",
                record.name,
                card.explanation(place, record, evaluation.book)
            );
        }
    }
    for problem in &evaluation.problems {
        told += &format!("{} {}\n", problem.code, problem.message());
    }
    insta::assert_snapshot!(told);
}

#[test]
fn formulas_give_the_same_and_follow_a_peers_change() {
    let book = book();
    let evaluation = evaluated(&DEPARTMENTS, &book, Missing::Hold);
    let bytes = sheets::annotated(&evaluation).unwrap();
    compare(&bytes).assert_equal();
    let ranks = formulas(&bytes)
        .into_iter()
        .filter(|cell| cell.formula.contains("RANK("));
    assert!(ranks.filter(|cell| cell.sheet == "评分结果").count() >= DEPARTMENTS.len());
}

/// A group is never parted: where a sheet is full, it stands in the next.
#[test]
fn groups_go_on_in_the_next_sheet_with_their_formulas() {
    let evaluation = book();
    let evaluation = evaluated(&DEPARTMENTS, &evaluation, Missing::Hold);
    let mut extent = Extent::usual(&evaluation);
    extent.rows = 3 + DEPARTMENTS.len();
    let bytes = sheets::annotated_as(&evaluation, &extent, Paper::A3).unwrap();
    compare(&bytes).assert_equal();
    let formulas = formulas(&bytes);
    let mut refers = formulas
        .iter()
        .filter(|cell| cell.sheet == "评分结果" && cell.formula.contains("'同类比较 (2)'!"));
    assert!(refers.next().is_some());
    let rows = written::read(&bytes).sheets.into_iter();
    let rows = rows.filter(|sheet| sheet.name.starts_with("同类比较"));
    let rows: Vec<usize> = rows.map(|sheet| sheet.rows.len() - 3).collect();
    let whole = written::read(&sheets::annotated(&evaluation).unwrap());
    let whole = whole.sheets.iter().find(|sheet| sheet.name == "同类比较");
    assert!(rows.len() > 1);
    assert_eq!(rows.iter().sum::<usize>(), whole.unwrap().rows.len() - 3);
}

#[test]
fn departments_are_compared_by_every_measure() {
    let text = include_str!("../rulebooks/good/更多形式.toml");
    let was = "compare = \"mean\"\nbetter = \"high\"\namong = \"all\"\nlacking = \"hold\"";
    for (rule, expected) in [
        // 100, 90, 80, 70, 60: the median is 80.
        (
            "compare = \"median\"\nbetter = \"high\"\namong = \"all\"\nlacking = \"hold\"",
            "20 20 20 17.5 15",
        ),
        // The less the better: 80 ÷ 90 × 20 = 17.78, 80 ÷ 100 × 20 = 16.
        (
            "compare = \"median\"\nbetter = \"low\"\namong = \"all\"\nlacking = \"hold\"",
            "17.78 20 16 20 20",
        ),
        // The best is 100.
        (
            "compare = \"best\"\nbetter = \"high\"\namong = \"all\"\nlacking = \"hold\"",
            "18 16 20 14 12",
        ),
        // One is compared with itself where that is enough.
        (
            "compare = \"best\"\nbetter = \"high\"\namong = \"group\"\nlacking = \"hold\"\nat_least = 1",
            "20 17.78 20 14 20",
        ),
    ] {
        let changed = text.replace(was, rule);
        assert_ne!(changed, text);
        let loaded = library::load_text("更多形式.toml", &changed);
        assert_eq!(loaded.findings, [], "{rule}");
        let book = loaded.book.unwrap();
        let evaluation = evaluated(&DEPARTMENTS, &book, Missing::Hold);
        assert_eq!(scores(&evaluation, "满意度比较"), expected, "{rule}");
        compare(&sheets::annotated(&evaluation).unwrap()).assert_equal();
    }
}

/// The share of the rank: first of five is 20%, and an even group has its median between the two in the middle.
#[test]
fn ranks_as_shares_and_an_even_group() {
    let text = include_str!("../rulebooks/good/更多形式.toml");
    let changed = text
        .replace("compare = \"rank\"", "compare = \"rank_share\"")
        .replace(
            "{ when = \"<= 1\", points = 20 }",
            "{ when = \"<= 25%\", points = 20 }",
        )
        .replace(
            "{ when = \"> 1, <= 3\", points = 15 }",
            "{ when = \"> 25%, <= 50%\", points = 15 }",
        )
        .replace(
            "{ when = \"> 3\", points = 5 }",
            "{ when = \"> 50%\", points = 5 }",
        )
        .replace("compare = \"mean\"", "compare = \"median\"");
    let book = library::load_text("更多形式.toml", &changed).book.unwrap();
    // Four have figures: 1 ÷ 4 is 25%, 2 ÷ 4 is 50%, 4 ÷ 4 is 100%.
    let evaluation = evaluated(&DEPARTMENTS, &book, Missing::Hold);
    assert_eq!(scores(&evaluation, "办结率名次"), "20 15 15 - 5");
    // 100, 90, 80, 70: the median is 85; 80 ÷ 85 × 20 = 18.82, 70 ÷ 85 × 20 = 16.47.
    let evaluation = evaluated(&DEPARTMENTS[..4], &book, Missing::Hold);
    assert_eq!(scores(&evaluation, "满意度比较"), "20 18.82 20 16.47");
    compare(&sheets::annotated(&evaluation).unwrap()).assert_equal();
}

#[test]
fn a_text_is_demanded_where_the_condition_holds() {
    let book = book();
    let told = |department: &str| -> Vec<String> {
        let evaluation = evaluated(&[department], &book, Missing::Hold);
        let demanded = evaluation.problems.iter().filter(|one| one.code == "K1");
        demanded.map(|one| one.message().to_string()).collect()
    };
    let department = |rate: &str, reason: &str| {
        format!("甲局 一委 0 5 {rate} {reason} 100 100 100 100 9 10 100 10 10 80 90%")
    };
    assert_eq!(told(&department("90%", "-")), Vec::<String>::new());
    assert_eq!(
        told(&department("89.99%", "项目延期")),
        Vec::<String>::new()
    );
    assert_eq!(
        told(&department("89.99%", "-")),
        ["预算执行率 89.99% 不足 90%，没有填写未完成原因（E2、F2）"]
    );
    // Without the rate nobody knows.
    assert_eq!(told(&department("-", "-")), Vec::<String>::new());
}

/// Questions about a score are answered for these shapes, too.
#[test]
fn questions_are_answered() {
    let book = book();
    let full = [
        "甲局 一委 0 5 100% - 100 100 100 100 9 10 100 10 10 80 90%",
        "乙局 一委 5 5 80% 迟 105 100 130 100 10 10 100 8 10 160 60%",
        "丙局 一委 6 5 95% - 101 100 150 100 7 10 50 9 10 90 100%",
    ];
    let evaluation = evaluated(&full, &book, Missing::Hold);
    for answers in headroom(&evaluation) {
        let figures = answers.answers().count();
        assert!(figures > 0);
    }
    let _ = readings(&evaluation);
    let _ = certainty(&evaluation, Tolerance::Usual);
}
