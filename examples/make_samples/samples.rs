//! The sample workbooks: which departments are in them, and which of them make
//! which mistakes.

use super::city::DEPARTMENTS;
use super::columns::Edition;
use super::declared::{Slip, SlipOf, declare, declare_unknown};
use super::figures::base_row;
use super::mistakes;
use super::model::Book;
use super::oddities;
use super::outcome_mistakes;
use super::outcomes;
use super::published;

/// Departments judged as a whole, without rows in 个性化指标, and their points.
const WITHOUT_OUTCOMES: [(&str, f64); 6] = [
    ("示例市慈善事务中心", 22.5),
    ("示例市民政培训中心", 19.0),
    ("示例市乡村振兴服务中心", 22.0),
    ("示例市农村经济服务中心", 20.5),
    ("示例市消费者权益保护中心", 18.0),
    ("示例市产品质量投诉中心", 12.5),
];

/// The departments of the small sample.
const SMALL: [&str; 6] = [
    "示例市教育局",
    "示例市智慧教育中心",
    "示例市疾病预防控制中心",
    "示例市博物馆",
    "示例市慈善事务中心",
    "示例市产品质量投诉中心",
];

/// Departments that declare nothing in 2020.
const SILENT_2020: [&str; 2] = ["示例市民政培训中心", "示例市产品质量投诉中心"];

/// Departments that declare nothing in 2021.
const SILENT_2021: [&str; 6] = [
    "示例市歌舞团",
    "示例市国有林场",
    "示例市港航事务中心",
    "示例市乡村振兴服务中心",
    "示例市农村经济服务中心",
    "示例市产品质量投诉中心",
];

const NONE: &str = "none";
const WARNING: &str = "warning";

/// How departments err about their scores in 2021.
#[rustfmt::skip]
const SLIPS_2021: &[SlipOf] = &[
    ("示例市教育局", Slip::Claims("财务合规性", 3.0), "declared-despite-adjustment", NONE, "full points although over 10% of the budget was adjusted; seen in the review"),
    ("示例市民政局", Slip::Claims("财务合规性", 3.0), "declared-despite-adjustment", NONE, "full points although over 10% of the budget was adjusted; seen in the review"),
    ("示例市自然资源局", Slip::Claims("财务合规性", 3.0), "declared-despite-adjustment", NONE, "full points although over 10% of the budget was adjusted; seen in the review"),
    ("示例市教育科学研究院", Slip::RoundsUp("预算执行率"), "declared-rounded-up", NONE, "rounded up to the next half point; seen in the review"),
    ("示例市机关幼儿园", Slip::RoundsUp("预算执行率"), "declared-rounded-up", NONE, "rounded up to the next half point; seen in the review"),
    ("示例市市场监督管理局", Slip::RoundsUp("政府采购执行情况"), "declared-rounded-up", NONE, "rounded up to the next half point; seen in the review"),
    ("示例市博物馆", Slip::Claims("编外人员控制率", 1.0), "declared-wrong-band", NONE, "full points although the rate is above 10%; seen in the review"),
    ("示例市中心血站", Slip::Claims("公众或服务对象满意度", 6.0), "declared-wrong-band", NONE, "full points although satisfaction is below 95%; seen in the review"),
    ("示例市社会福利院", Slip::Miscounts(0.9), "declared-total-sum", WARNING, "总分 is 0.90 more than the sum of the declared scores"),
    ("示例市药品检验所", Slip::Miscounts(-1.0), "declared-total-sum", WARNING, "总分 is 1.00 less than the sum of the declared scores"),
    ("示例市知识产权保护中心", Slip::TakesGrade("优"), "declared-grade", WARNING, "the declared 总分 gives 良"),
    ("示例市智慧教育中心", Slip::TakesGrade("良"), "declared-grade", WARNING, "the declared 总分 gives 中"),
    ("示例市卫生监督支队", Slip::Claims("资产管理安全性", 3.0), "declared-over-points", WARNING, "3 points of 2"),
    ("示例市体育中心", Slip::LeavesBlank("公众或服务对象满意度"), "declared-blank", NONE, "not declared; 总分 counts it, which a blank allows"),
];

/// All sample workbooks.
pub fn all() -> Vec<Book> {
    vec![
        year_2020(),
        year_2021(),
        small(),
        published::school(),
        published::centre(),
    ]
}

/// The city in `year`, as it would be without a mistake.
fn city(file: &'static str, year: u32) -> Book {
    let mut book = Book {
        file,
        edition: Edition::Standard,
        owner: "示例市",
        year,
        base: Vec::new(),
        outcomes: Vec::new(),
        declared: Vec::new(),
        footer: false,
        remarks: Vec::new(),
        planted: Vec::new(),
    };
    for department in &DEPARTMENTS {
        if department.identity(year).is_none() {
            continue;
        }
        let mut row = base_row(department, year);
        match WITHOUT_OUTCOMES
            .iter()
            .find(|(name, _)| *name == department.name)
        {
            Some((_, points)) => outcomes::judge_as_a_whole(&mut row, *points),
            None => book.outcomes.extend(outcomes::rows(department, year)),
        }
        book.base.push(row);
    }
    book
}

fn year_2020() -> Book {
    let mut book = city("示例市-2020.xlsx", 2020);
    oddities::with_separators(&mut book, "示例市交通运输局", "政府采购计划金额");
    declare(&mut book, &SILENT_2020, &[]);
    mistakes::spoil_2020(&mut book);
    book
}

fn year_2021() -> Book {
    let mut book = city("示例市-2021.xlsx", 2021);
    oddities::add(&mut book);
    declare(&mut book, &SILENT_2021, SLIPS_2021);
    declare_unknown(&mut book, "109002", "示例市供销服务中心");
    mistakes::spoil_unscored(&mut book);
    mistakes::spoil_flagged(&mut book);
    outcome_mistakes::spoil(&mut book);
    book
}

/// A few departments of 2021 with nothing to remark on.
fn small() -> Book {
    let mut book = city("小样-2021.xlsx", 2021);
    book.base.retain(|row| SMALL.contains(&row.name()));
    book.outcomes
        .retain(|row| SMALL.contains(&row.department.as_str()));
    declare(&mut book, &[], &[]);
    book
}
