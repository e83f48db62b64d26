//! What several outputs print of the same thing is the same: 统计分析, the bureau's report, the terminal, JSON and
//! the comparison, over scores whose means do not come out even.

use jixiao::decimal::{even_percent, fixed, round};
use jixiao::reports::{self, Template};
use jixiao::sheets;
use rust_decimal::Decimal;

use crate::support::recalculate::compare;
use crate::support::written::{content, read, sheet};
use crate::support::{Department, Folder, Input, Scored, Word};

/// Seven departments in two groups: sums over 7, 3 and 4, and the case of the issue, 1, 0.55 and so on of 1 point.
fn input() -> Input {
    let groups = ["示例市教育局", "示例市卫生局"];
    let procured = ["55", "100", "77.77", "91.5", "33.33", "66.67", "12.34"];
    let progress = [
        "97.71%", "95.01%", "88.88%", "79.99%", "100%", "91.13%", "66.6%",
    ];
    let departments = (0..7).map(|index| {
        Department::new(&format!("第{}局", index + 1)).with(&format!(
            "主管部门={}; 实际采购金额={}; 政府采购计划金额=100; 四季度末支出进度={}; 三季度末支出进度=50%; 二季度末支出进度=40%; 一季度末支出进度=10%; 编外人员数={}",
            groups[usize::from(index > 2)],
            procured[index],
            progress[index],
            index,
        ))
    });
    Input::of(departments)
}

/// 得分率 and mean of every indicator and the total, as 统计分析 stores them: name, mean, rate.
fn statistics(scored: &Scored) -> Vec<(String, String, String)> {
    let bytes = sheets::annotated(&scored.evaluation).expect("the result");
    compare(&bytes).assert_equal();
    let workbook = read(&bytes);
    let sheet = sheet(&workbook, "统计分析");
    let cell = |row: u32, column| content(sheet, jixiao::address::Address::new(row, column));
    let first = sheet
        .rows
        .iter()
        .find(|row| cell(row.index, 6) == "得分率")
        .expect("the table")
        .index
        + 1;
    let number = |text: String| -> Decimal { text.parse().expect("a number") };
    (first..)
        .take(scored.evaluation.book.indicators.len() + 1)
        .map(|row| {
            let rate = round(number(cell(row, 6)), 4);
            (
                cell(row, 0),
                fixed(number(cell(row, 3)), 2),
                even_percent(rate),
            )
        })
        .collect()
}

fn bureau(scored: &Scored) -> Word {
    let template = Template::built_in("bureau").expect("built in");
    Word::of(&reports::bureau(&scored.evaluation, &template).expect("a report"))
}

#[test]
fn the_rate_is_of_the_sum_and_not_of_the_rounded_mean() {
    // 2 and 1.55 of 2 points: the mean is 1.775, shown 1.78; the rate 88.75%, not 89.00%.
    let scored = Input::of([
        Department::new("甲局").with("实际采购金额=100; 政府采购计划金额=100"),
        Department::new("乙局").with("实际采购金额=55; 政府采购计划金额=100"),
    ])
    .score();
    let statistics = statistics(&scored);
    let procurement = statistics.iter().find(|one| one.0 == "政府采购执行情况");
    let (_, mean, rate) = procurement.expect("the indicator");
    assert_eq!((mean.as_str(), rate.as_str()), ("1.78", "88.75%"));
}

#[test]
fn the_workbook_and_the_bureaus_report_print_the_same() {
    let scored = input().score();
    let statistics = statistics(&scored);
    let word = bureau(&scored);
    let rows: Vec<&Vec<String>> = word.tables.iter().flatten().collect();
    let mut compared = 0;
    for (name, mean, rate) in &statistics {
        let row = rows.iter().find(|row| row.len() == 6 && row[0] == *name);
        if let Some(row) = row {
            assert_eq!((&row[2], &row[3]), (mean, rate), "{name}");
            compared += 1;
        }
    }
    assert_eq!(compared, scored.evaluation.book.indicators.len());
    let (_, mean, rate) = statistics.last().expect("the total");
    let text = word.text();
    assert!(
        text.contains(mean) && text.contains(rate),
        "{mean} {rate}\n{text}"
    );
}

#[test]
fn the_terminal_json_and_the_comparison_print_the_same() {
    let scored = input().score();
    let (_, mean, _) = statistics(&scored).pop().expect("the total");
    let folder = Folder::new();
    folder.put("今年.xlsx", input().bytes());
    let summary = folder.run(&["score", "今年.xlsx"]).stdout;
    assert!(summary.contains(&format!("平均 {mean}")), "{summary}");

    let mut earlier = input();
    let place = earlier.data().column("年度");
    for row in &mut earlier.data().rows[1..] {
        row[place] = crate::support::Cell::Number(2020.0);
    }
    folder.put("上年.xlsx", earlier.bytes());
    let files = ["compare", "上年.xlsx", "今年.xlsx"];
    let document = folder
        .run(&[&files[..], &["--format", "json"]].concat())
        .json();
    for year in document["years"].as_array().expect("years") {
        assert_eq!(year["mean"].as_str(), Some(mean.as_str()), "{year}");
    }
    let told = folder
        .run(&[&files[..], &["-o", "对比.xlsx"]].concat())
        .stdout;
    assert!(told.contains(&mean), "{told}");

    // By 主管部门: 统计分析, the report, the comparison's JSON.
    let word = bureau(&scored);
    for group in &scored.evaluation.statistics.groups {
        let mean = fixed(group.total.as_ref().expect("totals").mean, 2);
        let rows: Vec<&Vec<String>> = word.tables.iter().flatten().collect();
        assert!(
            rows.iter()
                .any(|row| row[0] == group.name && row.contains(&mean)),
            "{mean}"
        );
        let groups = document["groups"].as_array().expect("groups");
        let own = groups
            .iter()
            .find(|one| one["name"] == group.name.as_str())
            .expect("the group");
        for year in own["years"].as_array().expect("years") {
            assert_eq!(year["mean"].as_str(), Some(mean.as_str()), "{own}");
        }
    }
}
