//! The tables that a template can call for, by name.
//!
//! * [`score`]: 评分表, the official score table of a department;
//! * [`outcomes`]: 个性化指标 of a department;
//! * [`bureau`]: what the supervising bureau's summary shows.

mod bureau;
mod outcomes;
mod score;

pub use bureau::{common_losses, departments_lacking, differing, rate, share};

use super::markup::Called;
use crate::analysis::Evaluation;

/// The tables of a department's report.
pub const OF_DEPARTMENT: [&str; 2] = ["评分表", "个性化指标"];
/// The tables of the bureau's report.
pub const OF_BUREAU: [&str; 7] = [
    "排名",
    "等级分布",
    "指标得分",
    "主管部门",
    "自评差异",
    "自评差异明细",
    "待补数据",
];

/// A table of a department's report; `None` where there is none of that name.
pub fn of_department(name: &str, department: usize, evaluation: &Evaluation) -> Option<Called> {
    let (dataset, book) = (&evaluation.dataset, evaluation.book);
    let (record, card) = (&dataset.records[department], &evaluation.cards[department]);
    match name {
        "评分表" => Some(Called::Table(score::table(record, card, book))),
        "个性化指标" => {
            Some(outcomes::table(record, dataset, book).map_or(Called::Nothing, Called::Table))
        }
        _ => None,
    }
}

/// A table of the bureau's report; `None` where there is none of that name.
pub fn of_bureau(name: &str, evaluation: &Evaluation) -> Option<Called> {
    let table = match name {
        "排名" => bureau::ranking(evaluation),
        "等级分布" => bureau::grades(evaluation),
        "指标得分" => bureau::indicators(evaluation),
        "主管部门" => bureau::groups(evaluation),
        "自评差异" => bureau::differences(evaluation),
        "自评差异明细" => bureau::differing_items(evaluation),
        "待补数据" => bureau::lacking(evaluation),
        _ => return None,
    };
    let has_rows = table.rows.len() > table.header;
    Some(if has_rows {
        Called::Table(table)
    } else {
        Called::Nothing
    })
}
