//! A second, independent scoring of the samples in plain floating point, so
//! that departments can declare scores that are mostly right. It reads what a
//! cell means, not what it shows.

use super::columns::{EFFECT, Edition, INDICATORS};
use super::model::{BaseRow, OutcomeRow};

/// The scores of a department, none where something is missing.
pub fn scores(edition: Edition, row: &BaseRow, outcomes: &[&OutcomeRow]) -> Vec<Option<f64>> {
    let mut scores: Vec<Option<f64>> = (0..INDICATORS.len())
        .map(|index| {
            raw(edition, row, index).map(|score| cents(score.clamp(0.0, INDICATORS[index].1)))
        })
        .collect();
    if !outcomes.is_empty() {
        scores[EFFECT] = effect(outcomes).map(cents);
    }
    scores
}

/// The sum, where every score is there.
pub fn total(scores: &[Option<f64>]) -> Option<f64> {
    scores.iter().copied().sum::<Option<f64>>().map(cents)
}

/// 优, 良, 中 or 差.
pub fn grade(total: f64) -> &'static str {
    match total {
        _ if total >= 90.0 => "优",
        _ if total >= 80.0 => "良",
        _ if total >= 60.0 => "中",
        _ => "差",
    }
}

/// Rounds to two decimals, half away from zero; the nudge undoes what floating
/// point takes from an exact half.
pub fn cents(score: f64) -> f64 {
    (score * 100.0 + 1e-7).round() / 100.0
}

fn sum(row: &BaseRow, columns: &[&str]) -> Option<f64> {
    columns.iter().map(|column| row.meant(column)).sum()
}

/// `part / total`, and what counts where the total is 0: a blank part is 0.
fn rate(row: &BaseRow, part: &str, total: &str) -> Option<Rate> {
    let total = row.meant(total)?;
    let part = row.meant(part);
    match total {
        0.0 if part.is_none_or(|part| part == 0.0) => Some(Rate::NothingToMeasure),
        0.0 => Some(Rate::OutOfNothing),
        _ => Some(Rate::Of(part? / total)),
    }
}

enum Rate {
    Of(f64),
    NothingToMeasure,
    OutOfNothing,
}

fn raw(edition: Edition, row: &BaseRow, index: usize) -> Option<f64> {
    match INDICATORS[index].0 {
        "预算编制合理性" => sum(
            row,
            &[
                "预算编制符合职责和政策",
                "资金按重点合理分配",
                "专项资金编制细化合理",
                "分类编制准确无频繁调剂",
                "预算分配不固化",
            ],
        ),
        // Edition a judges points where the default one counts faults.
        "预算编制规范性" if edition == Edition::A => row.meant("预算编制不符合项数"),
        "预算编制规范性" => Some(5.0 - row.meant("预算编制不符合项数")?),
        "绩效目标完整性" => Some(3.0 - row.meant("绩效目标不符合项数")?),
        "绩效指标明确性" => sum(
            row,
            &[
                "目标细化为具体任务",
                "包含效益指标",
                "指标值清晰可衡量",
                "包含可量化指标",
                "目标值测算有依据",
            ],
        ),
        "政府采购执行情况" => {
            let bought = match rate(row, "实际采购金额", "政府采购计划金额")? {
                Rate::Of(rate) if rate <= 1.0 => rate,
                Rate::NothingToMeasure => 1.0,
                _ => 0.0,
            };
            Some(bought + row.meant("采购政策功能落实")?)
        }
        "财务合规性" => compliance(row),
        "预决算信息公开" if row.meant("涉密部门") == Some(1.0) => Some(3.0),
        "预决算信息公开" => sum(row, &["预算公开情况", "决算公开情况"]),
        "项目实施程序" => sum(row, &["项目设立调整报批", "招投标验收执行制度"]),
        "项目监管" => {
            let vetoed = sum(row, &["缺少监督证明材料", "专项资金评价结果为差"])? > 0.0;
            let checked = if vetoed {
                0.0
            } else {
                row.meant("检查监控督促整改")?
            };
            Some(row.meant("资金管理和绩效监控机制")? + checked)
        }
        "资产管理安全性" => sum(row, &["资产配置保管账实相符", "资产处置收入上缴规范"]),
        "固定资产利用率" => match rate(row, "在用固定资产总额", "固定资产总额")?
        {
            Rate::Of(rate) if rate >= 0.9 => Some(1.0),
            Rate::Of(rate) if rate >= 0.75 => Some(0.7),
            Rate::Of(rate) if rate >= 0.6 => Some(0.4),
            Rate::Of(_) => Some(0.0),
            Rate::NothingToMeasure => Some(1.0),
            Rate::OutOfNothing => None,
        },
        "财政供养人员控制率" => match rate(row, "在编人数", "核定编制数")? {
            Rate::Of(rate) => Some(f64::from(u8::from(rate <= 1.0))),
            Rate::NothingToMeasure => Some(1.0),
            Rate::OutOfNothing => Some(0.0),
        },
        "编外人员控制率" => {
            let (inside, outside) = (row.meant("在编人数")?, row.meant("编外人员数")?);
            match outside / (inside + outside).max(1.0) {
                share if share < 0.05 => Some(1.0),
                share if share <= 0.1 => Some(0.5),
                _ => Some(0.0),
            }
        }
        "管理制度健全性" => sum(
            row,
            &["管理制度已制定", "管理制度有效执行", "绩效管理制度和组织"],
        ),
        "公用经费控制率" => Some(
            spending(rate(row, "三公经费实际支出", "三公经费预算")?)
                + spending(rate(row, "日常公用经费决算", "日常公用经费调整预算")?),
        ),
        "预算执行率" => {
            let ratios = row.meant("一季度末支出进度")? / 0.25
                + row.meant("二季度末支出进度")? / 0.5
                + row.meant("三季度末支出进度")? / 0.75
                + row.meant("四季度末支出进度")?;
            Some(ratios + 2.0 * ratios / 4.0)
        }
        "重点工作完成情况" => match rate(row, "重点工作完成数", "重点工作总数")?
        {
            Rate::Of(_) => {
                Some(8.0 - 4.0 * (row.meant("重点工作总数")? - row.meant("重点工作完成数")?))
            }
            Rate::NothingToMeasure => Some(8.0),
            Rate::OutOfNothing => None,
        },
        "项目完成及时性" => match rate(row, "按时完成项目数", "计划完成项目数")?
        {
            Rate::Of(rate) => Some(rate * 6.0),
            Rate::NothingToMeasure => Some(6.0),
            Rate::OutOfNothing => None,
        },
        "群众信访办理情况" => {
            let mut score = row.meant("信访反映渠道和回复机制")?;
            for part in ["信访回复件数", "信访按期回复件数"] {
                score += match rate(row, part, "信访总件数")? {
                    Rate::Of(rate) => f64::from(u8::from(rate == 1.0)),
                    Rate::NothingToMeasure => 1.0,
                    Rate::OutOfNothing => return None,
                };
            }
            Some(score)
        }
        "公众或服务对象满意度" => match row.meant("满意度")? {
            rate if rate >= 0.95 => Some(6.0),
            rate if rate >= 0.9 => Some(4.0),
            rate if rate >= 0.8 => Some(2.0),
            _ => Some(1.0),
        },
        _ => row.meant("效果性评定分"),
    }
}

fn compliance(row: &BaseRow) -> Option<f64> {
    if row.meant("存在违规支出")? == 1.0 {
        return Some(0.0);
    }
    let adjusted = row.meant("调整调剂资金累计")? / row.meant("部门预算总规模")?;
    let excess = (adjusted - 0.1).max(0.0);
    Some(sum(row, &["资金支出规范性", "会计核算规范性"])? + (1.0 - 10.0 * excess).max(0.0))
}

fn spending(rate: Rate) -> f64 {
    match rate {
        Rate::Of(rate) if rate < 0.9 => 3.0,
        Rate::Of(rate) if rate <= 1.0 => 2.0,
        Rate::NothingToMeasure => 3.0,
        _ => 0.0,
    }
}

fn effect(outcomes: &[&OutcomeRow]) -> Option<f64> {
    let mut reached = 0.0;
    let mut points = 0.0;
    for row in outcomes {
        let completion = match row.direction {
            "定性" => row.ratio?,
            "正向" if row.target? == 0.0 => return None,
            "正向" => row.actual? / row.target?,
            _ if row.actual? == 0.0 => 1.0,
            _ => row.target? / row.actual?,
        };
        reached += row.points * completion.clamp(0.0, 1.0);
        points += row.points;
    }
    Some(reached / points * 25.0)
}
