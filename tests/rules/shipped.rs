//! The rule books beside Shenzhen's: each says what it is worth, its sample is scored as by hand, and it makes forms.

use std::path::Path;

use jixiao::analysis::{Evaluation, evaluate};
use jixiao::intake;
use jixiao::rulebook::RuleBook;
use jixiao::scoring::Missing;
use jixiao::workbook::{self, Bounds};

/// The scores of a department in the rule book's order, its total; `-` for 待定.
type Expected = (&'static str, &'static str, &'static str);

const YUEYANG: [Expected; 4] = [
    // Nothing is lost.
    ("示例市规划局", "5 5 5 3 3 3 6 3 3", "36"),
    // 3 points over: 5 − 1.5. 5% up: 5 − 2.5. 89.9%: 4. 10%: 2. Two late: 3 − 1. Not above last year's: 2. 105%: 6 − 5.
    // Two of three. One fault.
    ("示例市档案局", "3.5 2.5 4 2 2 2 1 2 2", "21"),
    // 11 points over: −0.5, held at 0. 25% up: 0. 60%: 2. 30.05%: 0. Seven late: −0.5. Above last year's: 0. 83%: 6.
    ("示例市体育局", "0 0 2 0 0 0 6 0.5 0", "8.5"),
    // No 三公经费 in either year and none planned: full. 59%: 0. 20%: 1. What is left is not filled in.
    ("示例市地方志办公室", "5 5 0 1 3 - 6 3 3", "-"),
];

const HUNAN: [Expected; 3] = [
    ("示例县水利局", "5 5 5 5", "20"),
    // 92.8%: one whole step of 5, 5 − 2, as it was published. 50 ÷ 900: 4. 4.9% over: no whole step. 5 ÷ 104%.
    ("示例县文化局", "3 4 5 4.81", "16.81"),
    // 85%: three steps, −1, held at 0. 12.5%: 3. 10% over: two steps. 5 ÷ 200%.
    ("示例县农业局", "0 3 1 2.5", "6.5"),
];

const NATIONAL: [Expected; 2] = [
    (
        "示例市统计局",
        "3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 3 5 5 5 5 5 5 5 5",
        "100",
    ),
    // 3 − 3 × 0.3; 10% up: 3 − 3; 80 ÷ 100; 95%; 5%: 3 − 0.5; 45 ÷ 50; 15%: 2; 50% up: 0; 2 over: 3 − 0.6; 10 ÷ 11: 3;
    // 90 ÷ 100; 900 ÷ 1000; 19, 18, 19 of 20; 4 of 5; 88%.
    (
        "示例市林业局",
        "3 2.5 2.1 0 2.4 2.85 2.5 2.7 2 0 2.4 3 2.7 3 3 3 2.5 3 3 2.7 4.75 4.5 4.75 4 4 4.5 5 4.4",
        "84.25",
    ),
];

const DAZHOU: [Expected; 2] = [
    // 45 of 50 kilometres: 90% of 20.
    (
        "示例市交通局",
        "5 5 5 5 5 2 2 5 2 6 2 6 5 18 5 5 5 3 3 4",
        "98",
    ),
    (
        "示例市旅游局",
        "4 5 5 5 5 2 2 5 2 6 2 6 5 15 5 5 5 3 3 4",
        "94",
    ),
];

fn scored(book: &RuleBook) -> Evaluation<'_> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/其他规则书");
    let path = path.join(format!("{}.xlsx", book.id));
    let workbook = workbook::open(&path, &Bounds::default()).unwrap();
    let (dataset, problems) = intake::read(workbook, book, None).unwrap();
    evaluate(dataset, book, Missing::Hold, problems, &|| {})
}

#[test]
fn each_sample_is_scored_as_by_hand() {
    let shown = |score: Option<rust_decimal::Decimal>| match score {
        Some(score) => score.normalize().to_string(),
        None => "-".into(),
    };
    let all: [(&str, &[Expected]); 4] = [
        ("yueyang-2018", &YUEYANG),
        ("hunan-2017", &HUNAN),
        ("national-2013", &NATIONAL),
        ("dazhou-2018", &DAZHOU),
    ];
    for (id, expected) in all {
        let book = RuleBook::built_in(id).unwrap();
        let evaluation = scored(&book);
        assert_eq!(evaluation.cards.len(), expected.len(), "{id}");
        for ((record, card), (name, scores, total)) in evaluation.departments().zip(expected) {
            let found: Vec<String> = card.indicators.iter().map(|one| shown(one.score)).collect();
            assert_eq!(
                (record.name.as_str(), found.join(" ").as_str()),
                (*name, *scores),
                "{id}"
            );
            assert_eq!(shown(card.total), *total, "{id} {name}");
        }
    }
}

/// Two offices published 2 of 3 for what was left over, and one 3 of 5 for 92.8%.
#[test]
fn what_was_published_comes_out() {
    let yueyang = RuleBook::built_in("yueyang-2018").unwrap();
    let place = yueyang.indicator("资金结余").unwrap();
    let score = scored(&yueyang).cards[1].indicators[place].score;
    assert_eq!(score, Some(2.into()));
    let hunan = RuleBook::built_in("hunan-2017").unwrap();
    let place = hunan.indicator("预算完成率").unwrap();
    let score = scored(&hunan).cards[1].indicators[place].score;
    assert_eq!(score, Some(3.into()));
}

/// What is not whole says so wherever it is used; what is, says nothing.
#[test]
fn a_rule_book_says_what_it_is_worth() {
    for id in ["national-2013", "yueyang-2018", "hunan-2017", "dazhou-2018"] {
        let book = RuleBook::built_in(id).unwrap();
        let why = book.incomplete.clone().unwrap();
        assert!(
            why.contains("未与正式文本核对") || why.contains("不知道"),
            "{id}"
        );
        assert!(book.source.contains("未与正式文本核对"), "{id}");
        assert_eq!(book.notices(), [format!("规则书 {id} 不完整：{why}")]);
        let indicators = book.indicators.iter();
        let bare: Vec<&str> = indicators
            .filter(|one| {
                one.readings
                    .iter()
                    .all(|reading| !reading.evidence.contains("核对"))
            })
            .map(|one| one.name.as_str())
            .collect();
        assert!(bare.is_empty(), "{id}: {bare:?} without a source");
    }
    for id in ["shenzhen-2021", "shenzhen-2021a"] {
        assert_eq!(
            RuleBook::built_in(id).unwrap().notices(),
            Vec::<String>::new()
        );
    }
}

/// A workbook that was made for another rule book is refused or read with errors; it never ends the program.
#[test]
fn every_sample_with_every_rule_book() {
    let others = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let samples = [
        "其他规则书/dazhou-2018.xlsx",
        "其他规则书/hunan-2017.xlsx",
        "其他规则书/national-2013.xlsx",
        "其他规则书/yueyang-2018.xlsx",
        "小样-2021.xlsx",
    ];
    let books = [
        "dazhou-2018",
        "hunan-2017",
        "national-2013",
        "yueyang-2018",
        "shenzhen-2021",
        "shenzhen-2021a",
    ];
    let mut read = 0;
    for id in books {
        let book = jixiao::rulebook::library::load(id).unwrap().book.unwrap();
        for sample in samples {
            let workbook = workbook::open(&others.join(sample), &Bounds::STANDARD).unwrap();
            if let Ok((dataset, problems)) = intake::read(workbook, &book, None) {
                let evaluation = evaluate(dataset, &book, Missing::Zero, problems, &|| {});
                assert!(!evaluation.cards.is_empty(), "{sample} by {id}");
                read += 1;
            }
        }
    }
    assert!(read >= books.len(), "{read}");
}
