//! Figures of the year before, by tests/rulebooks/good/上年数据.toml: 三公经费变动率 has 6 points, less 0.8 for each
//! percentage point that this year's spending is above last year's.

use std::path::Path;
use std::sync::OnceLock;

use jixiao::analysis::{Evaluation, evaluate};
use jixiao::decimal::fixed;
use jixiao::intake;
use jixiao::rulebook::{RuleBook, library};
use jixiao::scoring::Missing;
use jixiao::sheets;
use jixiao::workbook::{self, Bounds, Workbook};

use crate::support::recalculate::{Edit, compare, recalculate_with};
use crate::support::{Cell, Department, Folder, Input};

const INDICATOR: &str = "三公经费变动率";

fn path() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rulebooks/good/上年数据.toml");
    path.to_str().expect("a path").to_string()
}

fn book() -> &'static RuleBook {
    static BOOK: OnceLock<RuleBook> = OnceLock::new();
    BOOK.get_or_init(|| {
        let loaded = library::load(&path()).expect("the rule book");
        loaded.book.expect("a sound rule book")
    })
}

fn opened(bytes: &[u8]) -> Workbook {
    let folder = Folder::new();
    folder.put("表.xlsx", bytes);
    workbook::open(&folder.path("表.xlsx"), &Bounds::default()).expect("a workbook")
}

fn scored(this: Workbook, missing: Missing) -> Evaluation<'static> {
    let (dataset, problems) = intake::read(this, book(), None).expect("something to score");
    evaluate(dataset, book(), missing, problems, &|| {})
}

/// Departments of this year with those of last year beside them.
fn beside(this: &[Department], last: &[Department]) -> Evaluation<'static> {
    beside_as(Missing::Hold, this, last)
}

fn beside_as(missing: Missing, this: &[Department], last: &[Department]) -> Evaluation<'static> {
    let mut workbook = opened(&Input::of(this.to_vec()).bytes());
    let last = opened(&Input::of(last.to_vec()).bytes());
    let (last, _) = intake::read(last, book(), None).expect("last year");
    intake::last_year::supply(&mut workbook, &last, book());
    scored(workbook, missing)
}

fn spent(name: &str, amount: &str) -> Department {
    Department::new(name).with(&format!("三公经费实际支出={amount}"))
}

fn last(name: &str, amount: &str) -> Department {
    spent(name, amount).with("年度=2020")
}

/// The score of an evaluation's first department, or 待定, and the explanation.
fn told(evaluation: &Evaluation) -> (String, String) {
    let names = evaluation.book.indicators.iter();
    let place = names
        .map(|one| &one.name)
        .position(|name| name == INDICATOR);
    let place = place.expect("the indicator");
    let scored = &evaluation.cards[0].indicators[place];
    let score = scored
        .score
        .map_or_else(|| "待定".into(), |score| fixed(score, 2));
    (score, evaluation.explanation(0, place))
}

fn problems(evaluation: &Evaluation) -> Vec<String> {
    let problems = evaluation.problems.iter();
    problems.map(crate::support::scored::told).collect()
}

#[test]
fn the_rate_is_of_this_year_against_last_year() {
    // At, just above and well above last year's 20; below it.
    for (this, score) in [
        ("20", "6.00"),
        ("20.01", "5.96"),
        ("20.2", "5.20"),
        ("21.5", "0.00"),
        ("18", "6.00"),
    ] {
        let evaluation = beside(&[spent("甲", this)], &[last("甲", "20")]);
        assert_eq!(told(&evaluation).0, score, "{this}");
    }
}

#[test]
fn the_explanation_names_the_year() {
    let evaluation = beside(&[spent("甲", "20.2")], &[last("甲", "20")]);
    let (_, explanation) = told(&evaluation);
    assert_eq!(
        explanation,
        "(20.20 − 20.00) ÷ 20.00 = 1%，超出部分 1 个百分点 → 5.2（上年为 2020 年）"
    );
    // Only where figures of that year are used.
    let indicators = 0..evaluation.book.indicators.len();
    let naming = indicators.filter(|place| evaluation.explanation(0, *place).contains("上年"));
    assert_eq!(naming.count(), 1);
}

#[test]
fn nothing_in_either_year_is_full_and_something_after_nothing_is_none() {
    assert_eq!(
        told(&beside(&[spent("甲", "0")], &[last("甲", "0")])).0,
        "6.00"
    );
    assert_eq!(
        told(&beside(&[spent("甲", "1")], &[last("甲", "0")])).0,
        "0.00"
    );
}

#[test]
fn without_last_year_the_indicator_is_held_and_one_problem_says_why() {
    let departments = [
        spent("甲", "20"),
        spent("乙", "20").with_cell("部门编码", Cell::text("2")),
    ];
    let evaluation = scored(opened(&Input::of(departments).bytes()), Missing::Hold);
    let (score, explanation) = told(&evaluation);
    assert_eq!(score, "待定");
    assert_eq!(
        explanation,
        "缺少：上年·三公经费实际支出（没有上年数据）；待定"
    );
    assert_eq!(problems(&evaluation), ["error N01 上年数据"]);
    let problem = &evaluation.problems[0];
    assert_eq!(
        problem.message(),
        "要用“上年·三公经费实际支出”而没有上年数据，2 个部门的“三公经费变动率”缺数据"
    );
    assert!(problem.advice.contains("--last-year"));
}

#[test]
fn a_department_that_last_year_does_not_have_is_held_alone() {
    let evaluation = beside(
        &[
            spent("新局", "20"),
            spent("乙", "20").with_cell("部门编码", Cell::text("2")),
        ],
        &[last("乙", "20").with_cell("部门编码", Cell::text("2"))],
    );
    assert_eq!(told(&evaluation).0, "待定");
    assert_eq!(problems(&evaluation), ["error N02 上年数据"]);
    assert!(evaluation.cards[1].total.is_some());
    // Under --missing zero its item has no points, and that is a warning.
    let evaluation = beside_as(Missing::Zero, &[spent("新局", "20")], &[last("乙", "20")]);
    assert_eq!(told(&evaluation).0, "0.00");
    assert_eq!(problems(&evaluation), ["warning N02 上年数据"]);
}

#[test]
fn a_blank_of_last_year_is_told_at_its_cell() {
    let evaluation = beside(&[spent("甲", "20")], &[last("甲", "空")]);
    assert_eq!(told(&evaluation).0, "待定");
    assert_eq!(problems(&evaluation), ["error V01 上年数据!D2"]);
}

#[test]
fn a_department_is_found_by_its_code_under_another_name() {
    let code = |department: Department| department.with_cell("部门编码", Cell::text("7"));
    let evaluation = beside(&[code(spent("新名", "20.2"))], &[code(last("旧名", "20"))]);
    assert_eq!(told(&evaluation).0, "5.20");
}

#[test]
fn a_check_may_hold_this_year_against_last_year() {
    let this = spent("甲", "20").with("日常公用经费决算=9; 日常公用经费调整预算=10");
    let evaluation = beside(&[this], &[last("甲", "20").with("日常公用经费决算=4")]);
    assert_eq!(problems(&evaluation), ["warning K301 基础数据!AW2"]);
    assert_eq!(
        evaluation.problems[0].message(),
        "日常公用经费决算 9.00 超过上年 4.00 的两倍（AW2、上年数据!E2）"
    );
}

#[test]
fn the_annotated_workbook_holds_last_years_figures_and_its_formulas_use_them() {
    let evaluation = beside(&[spent("甲", "20.2")], &[last("甲", "20")]);
    let workbook = sheets::annotated(&evaluation).expect("a workbook");
    compare(&workbook).assert_equal();
    // The indicator is the 15th, in column R of 评分结果.
    let corrected = recalculate_with(&workbook, &[("上年数据", "D2", Edit::Number(20.2))]);
    assert_eq!(corrected.number("评分结果", "R7"), 6.0);
}

#[test]
fn the_annotated_workbook_alone_gives_the_same_scores() {
    let this = [
        spent("甲", "20.2"),
        spent("新局", "20").with_cell("部门编码", Cell::text("2")),
    ];
    let first = beside(&this, &[last("甲", "20").with("日常公用经费决算=8")]);
    let workbook = sheets::annotated(&first).expect("a workbook");
    let again = scored(opened(&workbook), Missing::Hold);
    assert_eq!(first.cards, again.cards);
    assert_eq!(problems(&first), problems(&again));
    assert_eq!(workbook, sheets::annotated(&again).expect("a workbook"));
}

#[test]
fn the_program_takes_last_years_workbook_raw_or_annotated() {
    let folder = Folder::new();
    folder.put("今年.xlsx", Input::of([spent("甲", "20.2")]).bytes());
    folder.put("去年.xlsx", Input::of([last("甲", "20")]).bytes());
    let rules = path();
    let run = |arguments: &[&str]| folder.run(&[arguments, &["--rules", &rules]].concat());
    let json = ["--format", "json"];
    let score = |arguments: &[&str]| run(&[&["score", "今年.xlsx"], arguments, &json].concat());
    assert_eq!(score(&[]).status, 1);
    let raw = score(&["--last-year", "去年.xlsx"]);
    assert_eq!((raw.status, raw.stderr.as_str()), (0, ""));
    assert_eq!(raw.json()["departments"][0]["total"], "99.20");
    // 去年 was scored itself, by rules that need no year before it.
    folder.run(&["score", "去年.xlsx", "-o", "去年结果.xlsx"]);
    assert_eq!(score(&["--last-year", "去年结果.xlsx"]).json(), raw.json());
    assert_eq!(
        run(&["check", "今年.xlsx", "--last-year", "去年.xlsx"]).status,
        0
    );
    let swapped = run(&["score", "去年.xlsx", "--last-year", "今年.xlsx"]);
    assert_eq!(swapped.status, 2);
    assert!(swapped.stderr.contains("不早于"), "{}", swapped.stderr);
    let over = run(&[
        "score",
        "今年.xlsx",
        "--last-year",
        "去年.xlsx",
        "-o",
        "去年.xlsx",
        "--force",
    ]);
    assert!(over.stderr.contains("不能覆盖输入文件"), "{}", over.stderr);
    // Rules that need no last year say that it is not scored with.
    let unused = folder.run(&["check", "今年.xlsx", "--last-year", "去年.xlsx"]);
    assert!(
        unused.stderr.contains("只用来核对：金额的单位"),
        "{}",
        unused.stderr
    );
}

#[test]
fn compared_years_supply_each_other() {
    let folder = Folder::new();
    folder.put("今年.xlsx", Input::of([spent("甲", "20.2")]).bytes());
    folder.put("去年.xlsx", Input::of([last("甲", "20")]).bytes());
    let rules = format!("2021={}", path());
    let arguments = [
        "compare",
        "去年.xlsx",
        "今年.xlsx",
        "--rules",
        &rules,
        "--format",
        "json",
    ];
    let document = folder.run(&arguments).json();
    let change = &document["departments"][0]["changes"][0];
    assert_eq!(document["departments"][0]["years"][1]["total"], "99.20");
    // Last year spent 20 of a budget of 10: 公用经费控制率 had 3 of 6 points, and is gone. The new indicator's
    // 5.20 would need the year 2019 to be divided.
    assert_eq!(change["total"], "2.20");
    assert_eq!(
        change["parts"],
        serde_json::json!({"rules": "-3.00", "performance": "0.00", "undivided": "5.20"})
    );
}

#[test]
fn the_rule_book_says_which_indicators_need_last_year() {
    let needs: Vec<&str> = book()
        .needs_of_last_year()
        .iter()
        .map(|need| book().indicators[need.indicator].name.as_str())
        .collect();
    assert_eq!(needs, [INDICATOR]);
    let ran = Folder::new().run(&["rules", "check", &path()]);
    assert_eq!(ran.status, 0);
    assert!(
        ran.stdout.contains("三公经费变动率：上年·三公经费实际支出"),
        "{}",
        ran.stdout
    );
}

#[test]
fn a_name_that_is_no_metric_of_figures_is_refused() {
    let text = std::fs::read_to_string(path()).expect("the rule book");
    for (wrong, told) in [
        ("上年·三公经费实际支岀", "是不是“上年·三公经费实际支出”？"),
        ("上年·部门名称", "没有名为“上年·部门名称”的指标数据"),
    ] {
        let wrong = text.replace("- 上年·三公经费实际支出)", &format!("- {wrong})"));
        let loaded = library::load_text("错.toml", &wrong);
        assert!(loaded.book.is_none());
        let found = format!("{:?}", loaded.findings);
        assert!(found.contains(told), "{found}");
        assert!(!found.contains("是不是“上年·部门名称”"), "{found}");
    }
}
