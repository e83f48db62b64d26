//! The two published cases: real departments, from their own reports on 2021.
//! What the reports do not print is blank; what is assumed so that a printed
//! score follows is named in the sheet 说明.

use super::columns::Kind::{Choice, Points, YesNo};
use super::columns::{BASE, Edition, kind};
use super::model::{BaseRow, Book, Cell, DeclaredRow};

/// A published figure.
#[derive(Clone, Copy)]
enum Figure {
    /// 是 or 否, full points or none.
    Yes,
    No,
    /// 按规定公开.
    Open,
    Number(f64),
    /// The report does not say.
    Unprinted,
}

use Figure::{No, Number as N, Open, Unprinted, Yes};

/// Columns 7 to 63.
type Figures = [Figure; 57];

#[rustfmt::skip]
const SCHOOL: Figures = [
    Yes, Yes, Yes, Yes, Yes,                             // 预算编制合理性
    N(0.0), N(0.0),                                      // 不符合项数
    Yes, Yes, No, Yes, Yes,                              // 绩效指标明确性
    N(916.79), N(912.34), Yes,                           // 政府采购
    Yes, N(13116.18), N(1555.53), Yes, No,               // 财务合规性
    Open, Open, No,                                      // 公开
    Yes, Yes, Yes, Yes, No, No,                          // 项目
    Yes, No, Unprinted, Unprinted,                       // 资产
    N(167.0), N(173.0), Unprinted,                       // 人员
    Yes, Yes, Yes,                                       // 制度
    N(21.7), N(11.41), N(1092.59), N(937.22),            // 公用经费
    Unprinted, Unprinted, Unprinted, N(0.9501),          // 支出进度
    N(8.0), N(8.0), N(10.0), N(10.0),                    // 重点工作、项目
    N(24.0), Yes, N(0.0), N(0.0), N(0.0), Unprinted,     // 效果、信访、满意度
];

#[rustfmt::skip]
const CENTRE: Figures = [
    Yes, Yes, Yes, Yes, Yes,
    N(5.0), N(0.0),
    Yes, Yes, No, Yes, Yes,
    N(3070.43), N(3016.1), Yes,
    Yes, N(6637.4), N(2473.88), Yes, No,
    Open, Open, No,
    Yes, Yes, Yes, Yes, No, No,
    Yes, Yes, N(3773.52), N(3773.52),
    N(26.0), N(27.0), N(3.0),
    Yes, Yes, Yes,
    N(7.4), N(5.89), N(37.49), N(35.69),
    N(0.1509), N(0.3175), N(0.5092), N(0.9771),
    N(5.0), N(5.0), N(10.0), N(10.0),
    N(25.0), Yes, N(0.0), N(0.0), N(0.0), N(0.95),
];

const SCHOOL_DECLARED: [f64; 21] = [
    5.0, 5.0, 3.0, 6.0, 2.0, 2.86, 3.0, 2.0, 2.0, 1.0, 1.0, 1.0, 1.0, 3.0, 6.0, 5.95, 8.0, 6.0,
    24.0, 3.0, 4.0,
];

const CENTRE_DECLARED: [f64; 21] = [
    5.0, 5.0, 3.0, 6.0, 1.98, 3.0, 3.0, 2.0, 2.0, 2.0, 1.0, 1.0, 0.0, 3.0, 5.0, 4.34, 8.0, 6.0,
    25.0, 3.0, 6.0,
];

/// 深圳艺术学校, in the default edition.
pub fn school() -> Book {
    book(
        "公开案例-艺术学校.xlsx",
        Edition::Standard,
        "深圳艺术学校",
        &SCHOOL,
        (SCHOOL_DECLARED, 94.81),
        &[
            "报告未列出、留空的数据：在用固定资产总额、固定资产总额（报告称利用率为100%）、编外人员数、一至三季度末支出进度、满意度（报告得4分）。",
            "为使报告所列得分成立而假定的数据：指标值清晰可衡量为否、资产处置收入上缴规范为否（报告只说明各扣1分）；重点工作8项全部完成；计划完成项目10个、均按时完成。",
            "调整调剂资金累计为调整后预算与年初预算之差。",
        ],
    )
}

/// 深圳市教育信息技术中心, in edition a.
pub fn centre() -> Book {
    book(
        "公开案例-教育信息技术中心.xlsx",
        Edition::A,
        "深圳市教育信息技术中心",
        &CENTRE,
        (CENTRE_DECLARED, 95.32),
        &[
            "为使报告所列得分成立而假定的数据：指标值清晰可衡量为否（报告只说明扣1分）；重点工作5项全部完成；计划完成项目10个、均按时完成；满意度95%（报告得6分）。",
            "自评得分中预算编制规范性的5分在报告中无法辨认，由总分推得。",
            "评分时请用 --rules shenzhen-2021a：第12列为预算编制规范性评定分。",
        ],
    )
}

fn book(
    file: &'static str,
    edition: Edition,
    department: &'static str,
    figures: &Figures,
    (declared, total): ([f64; 21], f64),
    remarks: &[&str],
) -> Book {
    let mut row = BaseRow::default();
    row.set("部门名称", Cell::text(department));
    row.set("年度", Cell::number(2021.0));
    let first = BASE.len() - figures.len();
    for (offset, figure) in figures.iter().enumerate() {
        let index = first + offset;
        row.cells[index] = match (*figure, kind(edition, index)) {
            (Figure::Unprinted, _) => Cell::BLANK,
            (Figure::Number(value), _) => Cell::number(value),
            (Figure::Yes, Points(max)) => Cell::points(max, max),
            (Figure::No, Points(max)) => Cell::points(0.0, max),
            (Figure::Yes, YesNo) => Cell::yes_no(true),
            (Figure::No, YesNo) => Cell::yes_no(false),
            (Figure::Open, Choice) => Cell::worded("按规定公开", 1.5),
            _ => panic!("figure does not suit column {}", index + 1),
        };
    }
    let source = "数据来源：该部门公开发布的2021年度部门整体支出绩效评价报告，金额单位万元。";
    Book {
        file,
        edition,
        owner: department,
        year: 2021,
        base: vec![row],
        outcomes: Vec::new(),
        declared: vec![DeclaredRow {
            code: String::new(),
            department: department.to_string(),
            scores: declared.iter().copied().map(Some).collect(),
            total,
            grade: "优",
        }],
        footer: false,
        remarks: std::iter::once(&source)
            .chain(remarks)
            .map(|line| line.to_string())
            .collect(),
        planted: Vec::new(),
    }
}
