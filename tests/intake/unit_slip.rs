//! Money in a wrong unit, noticed by its size: against what is usual, the other departments, last year.

use jixiao::forms::return_forms::packs;
use jixiao::intake::{self, Dataset, unit_slip};
use jixiao::problem::Problem;
use jixiao::rulebook::{RuleBook, library};
use jixiao::workbook::{self, Bounds, Workbook};

use crate::support::{Cell, Department, Edition, Folder, Input, rule_book, sample_path};

/// What a department of 100 people has, in 万元.
const MONEY: [(&str, f64); 10] = [
    ("政府采购计划金额", 100.0),
    ("实际采购金额", 98.0),
    ("部门预算总规模", 3000.0),
    ("调整调剂资金累计", 50.0),
    ("在用固定资产总额", 500.0),
    ("固定资产总额", 520.0),
    ("三公经费预算", 10.0),
    ("三公经费实际支出", 8.0),
    ("日常公用经费调整预算", 250.0),
    ("日常公用经费决算", 220.0),
];

/// A department of so many people, its money so many times what it is in 万元.
fn department(name: &str, people: f64, times: f64) -> Department {
    let staffed = ["在编人数", "核定编制数"]
        .into_iter()
        .fold(Department::new(name), |department, column| {
            department.with_cell(column, Cell::Number(people))
        });
    MONEY
        .into_iter()
        .fold(staffed, |department, (column, money)| {
            department.with_cell(column, Cell::Number(money * people / 100.0 * times))
        })
}

fn opened(input: &Input) -> Workbook {
    let folder = Folder::new();
    folder.put("表.xlsx", input.bytes());
    workbook::open(&folder.path("表.xlsx"), &Bounds::default()).expect("a workbook")
}

fn read(input: &Input, book: &RuleBook) -> (Dataset, Vec<Problem>) {
    intake::read(opened(input), book, None).expect("something to score")
}

/// The default rules without a word of what is usual.
fn without_usual() -> RuleBook {
    let text = include_str!("../../templates/shenzhen-2021.toml");
    let lines = text.lines().filter(|line| !line.starts_with("usual ="));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    let loaded = library::load_text("无通常范围.toml", &text);
    loaded.book.expect("a sound rule book")
}

/// What is told of units: where, of whom, and the sentences.
fn told(problems: &[Problem]) -> Vec<String> {
    let of_units = problems.iter().filter(|problem| problem.code == "V08");
    of_units
        .map(|problem| {
            assert_eq!(problem.severity.label(), "警告");
            let cell = problem
                .place
                .cell
                .map_or(String::new(), |cell| cell.to_string());
            let who = problem.department.as_ref().map_or("全表", |who| &who.name);
            format!("{cell} {who} {}；{}", problem.message(), problem.advice)
        })
        .collect()
}

/// Whom a table's problems of units concern.
fn concerned(input: &Input, book: &RuleBook) -> Vec<String> {
    let (_, problems) = read(input, book);
    let of_units = problems.iter().filter(|problem| problem.code == "V08");
    of_units
        .map(|problem| {
            problem
                .department
                .as_ref()
                .map_or("全表", |who| &who.name)
                .into()
        })
        .collect()
}

fn table(departments: &[(&str, f64, f64)]) -> Input {
    let departments = departments.iter();
    Input::of(departments.map(|(name, people, times)| department(name, *people, *times)))
}

#[test]
fn one_department_in_yuan_is_told_however_small_it_is() {
    let book = rule_book(Edition::Default);
    let input = table(&[
        ("甲", 100.0, 1.0),
        ("乙", 5.0, 10_000.0),
        ("丙", 3000.0, 1.0),
    ]);
    insta::assert_snapshot!(told(&read(&input, book).1).join("\n"), @"W3 乙 “部门预算总规模”等 3 项金额像是以元填写的（现在按万元读取，相差 10000 倍）：“部门预算总规模”1500000.00 ÷ “在编人数”5 = 300000.00 万元，通常在 3 到 10000 之间；请核对；确实填错了单位的，请换算成万元，没有错的不用改");
    // Alone, too.
    assert_eq!(concerned(&table(&[("甲", 40.0, 10_000.0)]), book), ["甲"]);
    // In 亿元.
    assert_eq!(concerned(&table(&[("甲", 40.0, 0.0001)]), book), ["甲"]);
    assert_eq!(concerned(&table(&[("甲", 40.0, 1.0)]), book), [""; 0]);
}

#[test]
fn a_whole_table_in_yuan_is_told_once_and_a_unit_line_mends_it() {
    let book = rule_book(Edition::Default);
    let mut input = table(&[("甲", 100.0, 1e4), ("乙", 50.0, 1e4), ("丙", 3000.0, 1.0)]);
    insta::assert_snapshot!(told(&read(&input, book).1).join("\n"), @"W1 全表 3 个部门中，2 个部门的金额像是以元填写的（现在按万元读取，相差 10000 倍），例如“甲”的“部门预算总规模”等 3 项：“部门预算总规模”30000000.00 ÷ “在编人数”100 = 300000.00 万元，通常在 3 到 10000 之间；请核对；整张表以元为单位的，请在表头上方写明“单位：元”，程序会换算");
    // Half of a table is no whole one.
    let half = table(&[("甲", 100.0, 1e4), ("乙", 50.0, 1.0)]);
    assert_eq!(concerned(&half, book), ["甲"]);
    input = table(&[("甲", 100.0, 1e4), ("乙", 50.0, 1e4), ("丙", 3000.0, 1e4)]);
    assert_eq!(concerned(&input, book), ["全表"]);
    input.data().above(&["单位：元"]);
    assert_eq!(concerned(&input, book), [""; 0]);
}

#[test]
fn a_unit_that_is_told_wrongly_is_noticed_too() {
    let book = rule_book(Edition::Default);
    let mut input = table(&[("甲", 100.0, 1.0), ("乙", 50.0, 1.0)]);
    input.data().above(&["单位：元"]);
    insta::assert_snapshot!(told(&read(&input, book).1).join("\n"), @"W2 全表 2 个部门中，2 个部门的金额像是以万元填写的（现在按元读取，相差 10000 倍），例如“甲”的“部门预算总规模”等 3 项：“部门预算总规模”0.30 ÷ “在编人数”100 = 0.003 万元，通常在 3 到 10000 之间；请核对；整张表以万元为单位的，请在表头上方写明“单位：万元”，程序会换算");
}

#[test]
fn more_than_half_of_what_can_be_measured_must_speak() {
    let book = rule_book(Edition::Default);
    let slips = |settings: &str| {
        let one = department("甲", 100.0, 1.0).with(settings);
        !concerned(&Input::of([one]), book).is_empty()
    };
    // Of the three usual ones, one, two.
    assert!(!slips("部门预算总规模=30000000"));
    assert!(slips("部门预算总规模=30000000; 日常公用经费决算=2200000"));
    // 0 and blanks have no measure; one alone says nothing.
    assert!(slips(
        "部门预算总规模=30000000; 日常公用经费决算=2200000; 日常公用经费调整预算=0"
    ));
    assert!(!slips(
        "部门预算总规模=30000000; 日常公用经费决算=空; 日常公用经费调整预算=0"
    ));
    // For 100 people up to 10,000 the head is usual; 30,000 (3 in another unit) is the least slip.
    let pair = |budget: &str| {
        slips(&format!(
            "日常公用经费调整预算=空; 日常公用经费决算=2200000; 部门预算总规模={budget}"
        ))
    };
    for (budget, slip) in [
        ("1000000", false),
        ("1000001", false),
        ("2999999", false),
        ("3000000", true),
        ("10000000000", true),
        ("10000000001", false),
    ] {
        assert_eq!(pair(budget), slip, "{budget}");
    }
}

#[test]
fn without_a_usual_range_the_other_departments_are_the_measure() {
    let book = without_usual();
    let beside = |times: f64| {
        let input = table(&[
            ("甲", 100.0, 1.0),
            ("乙", 100.0, times),
            ("丙", 100.0, 1.0),
            ("丁", 200.0, 1.0),
        ]);
        concerned(&input, &book)
    };
    for (times, slip) in [
        (1.0, false),
        (999.0, false),
        (1000.0, true),
        (10_000.0, true),
        (100_000.0, true),
        (100_001.0, false),
        (0.001, true),
        (0.0011, false),
    ] {
        assert_eq!(beside(times) == ["乙"], slip, "{times}");
    }
    let input = table(&[("甲", 100.0, 1.0), ("乙", 90.0, 1e4), ("丙", 120.0, 1.0)]);
    insta::assert_snapshot!(told(&read(&input, &book).1).join("\n"), @"S3 乙 “政府采购计划金额”等 10 项金额像是以元填写的（现在按万元读取，相差 10000 倍）：约是各部门中位数的 7500 倍；请核对；确实填错了单位的，请换算成万元，没有错的不用改");
    // Two have no middle: nobody knows which is wrong.
    let two = table(&[("甲", 100.0, 1.0), ("乙", 100.0, 1e4)]);
    assert_eq!(concerned(&two, &book), [""; 0]);
    // Departments of very different sizes.
    let sizes = table(&[("甲", 100.0, 1.0), ("乙", 30_000.0, 1.0), ("丙", 10.0, 1.0)]);
    assert_eq!(concerned(&sizes, &book), [""; 0]);
}

#[test]
fn last_year_is_a_measure() {
    let book = without_usual();
    let against = |this: f64, last: f64| {
        let (dataset, mut problems) = read(&table(&[("甲", 100.0, this)]), &book);
        let (last, _) = read(&table(&[("甲", 100.0, last)]), &book);
        unit_slip::against_last_year((&dataset, &book), (&last, &book), &mut problems);
        told(&problems)
    };
    insta::assert_snapshot!(against(9_000.0, 1.0).join("\n"), @"S2 甲 “政府采购计划金额”等 10 项金额像是以元填写的（现在按万元读取，相差 10000 倍）：约是上年的 9000 倍；请核对；确实填错了单位的，请换算成万元，没有错的不用改");
    for (this, last, slip) in [
        (1.0, 1.0, false),
        (900.0, 1.0, false),
        (1000.0, 1.0, true),
        (1.0, 1000.0, true),
    ] {
        assert_eq!(!against(this, last).is_empty(), slip, "{this} {last}");
    }
    // By a rule book that knows what is usual, last year's slip is not this year's.
    let usual = rule_book(Edition::Default);
    let (dataset, mut problems) = read(&table(&[("甲", 100.0, 1.0)]), usual);
    let (last, _) = read(&table(&[("甲", 100.0, 1e4)]), usual);
    unit_slip::against_last_year((&dataset, usual), (&last, usual), &mut problems);
    assert_eq!(told(&problems), [""; 0]);
}

#[test]
fn check_and_compare_take_last_years_workbook() {
    let folder = Folder::new();
    // Nobody is on the establishment: nothing usual can be said.
    let year = |times: f64, year: &str| {
        let settings = format!("在编人数=0; 核定编制数=0; 年度={year}");
        Input::of([department("甲", 100.0, times).with(&settings)]).bytes()
    };
    folder.put("今年.xlsx", year(1e4, "2021"));
    folder.put("去年.xlsx", year(1.0, "2020"));
    let alone = folder.run(&["check", "今年.xlsx"]);
    assert!(!alone.stdout.contains("V08"), "{}", alone.stdout);
    let beside = folder.run(&["check", "今年.xlsx", "--last-year", "去年.xlsx"]);
    assert_eq!(beside.status, 0, "{}", beside.stderr);
    assert!(beside.stdout.contains("V08") && beside.stdout.contains("约是上年的 10000 倍"));
    let compared = folder.run(&["compare", "去年.xlsx", "今年.xlsx", "-o", "对比.xlsx"]);
    assert_eq!(compared.status, 0, "{}", compared.stderr);
    assert!(
        compared.stdout.contains("约是上年的 10000 倍"),
        "{}",
        compared.stdout
    );
    let json = folder
        .run(&["compare", "去年.xlsx", "今年.xlsx", "--format", "json"])
        .json();
    assert_eq!(
        json["years"][0]["unit_slips"].as_array().map(Vec::len),
        Some(0)
    );
    assert_eq!(json["years"][1]["unit_slips"][0]["code"], "V08");
}

#[test]
fn the_forms_that_go_back_say_it_also_of_a_whole_table() {
    for (others, count) in [(1.0, 1), (1e4, 3)] {
        let input = table(&[
            ("甲", 100.0, 1e4),
            ("乙", 50.0, others),
            ("丙", 30.0, others),
        ]);
        let evaluation = input.score().evaluation;
        let packs = packs(
            &evaluation.dataset,
            &evaluation.problems,
            &[],
            evaluation.book,
        );
        let told = |pack: &&jixiao::forms::return_forms::Pack| {
            let mut notes = pack.notes.iter();
            notes.any(|note| note.code == "V08" && !note.items.is_empty())
        };
        assert_eq!(packs.iter().filter(told).count(), count);
    }
}

#[test]
fn collect_tells_it() {
    let folder = Folder::new();
    let input = table(&[("甲", 100.0, 1e4), ("乙", 50.0, 1e4)]);
    folder.put("表.xlsx", input.bytes());
    folder.run(&["check", "表.xlsx", "--return", "表"]);
    let ran = folder.run(&["collect", "表", "-o", "汇总.xlsx"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    insta::assert_snapshot!(ran.stdout, @r"
    收到 2 个部门的填报表
    2 个部门：已交 2，没能采用 0，重复 0，没有交 0
    已采用：2
    填的内容有错误或要核对的部门：2（用 --return 退回）
      乙 警告 1 处
      甲 警告 1 处
    疑似单位错误：2 个部门中，2 个部门的金额像是以元填写的（现在按万元读取，相差 10000 倍），例如“乙”的“部门预算总规模”等 3 项：“部门预算总规模”15000000.00 ÷ “在编人数”50 = 300000.00 万元，通常在 3 到 10000 之间
    汇总已写到：汇总.xlsx
    ");
}

#[test]
fn the_samples_are_in_the_right_unit() {
    let book = rule_book(Edition::Default);
    for name in [
        "示例市-2020.xlsx",
        "示例市-2021.xlsx",
        "小样-2021.xlsx",
        "公开案例-教育信息技术中心.xlsx",
        "公开案例-艺术学校.xlsx",
    ] {
        for book in [book, &without_usual()] {
            let workbook =
                workbook::open(&sample_path(name), &Bounds::default()).expect("a sample");
            let (_, problems) = intake::read(workbook, book, None).expect("a sample");
            assert_eq!(told(&problems), [""; 0], "{name}");
        }
    }
}
