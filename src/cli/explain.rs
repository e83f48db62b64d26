//! 说明: why a department has its scores, indicator by indicator.

use clap::Args;

use super::input::Input;
use super::json::{self, Selection};
use super::outcome::{Failure, Outcome};
use super::output::Format;
use super::summary;
use crate::analysis::Evaluation;
use crate::intake::identity::key;
use crate::rulebook::RuleBook;
use crate::rulebook::document::nearest;
use crate::scoring::Missing;

/// 说明：逐项说明得分怎样由数据得来
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao explain 基础数据.xlsx --dept 示例市教育局
  jixiao explain 基础数据.xlsx --dept 101001 --indicator 财务合规性")]
pub struct Arguments {
    #[command(flatten)]
    input: Input,

    /// 只说明这个部门（名称或编码，可以重复）
    #[arg(long = "dept", value_name = "部门")]
    departments: Vec<String>,

    /// 只说明这个指标（可以重复）
    #[arg(long = "indicator", value_name = "指标")]
    indicators: Vec<String>,

    /// 缺数据时怎么办：hold 待定，zero 按 0 分，declared 采用自评
    #[arg(
        long,
        value_enum,
        value_name = "方式",
        default_value = "hold",
        hide_possible_values = true
    )]
    missing: Missing,

    /// 输出格式：text 或 json
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value = "text",
        hide_possible_values = true
    )]
    format: Format,
}

/// Explains scores.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let book = arguments.input.rule_book()?;
    let indicators = chosen_indicators(&arguments.indicators, &book)?;
    let evaluation = arguments
        .input
        .evaluate(&book, arguments.missing, arguments.format)?;
    let departments = chosen_departments(&arguments.departments, &evaluation)?;
    match arguments.format {
        Format::Text => summary::explanations(&evaluation, &departments, &indicators)?,
        Format::Json => json::write_scores(
            &evaluation,
            &Selection {
                departments: &departments,
                indicators: &indicators,
                all_problems: arguments.departments.is_empty(),
            },
        )?,
    }
    let all_scored = departments
        .iter()
        .all(|index| evaluation.cards[*index].total.is_some());
    Ok(if all_scored {
        Outcome::Done
    } else {
        Outcome::DoneWithErrors
    })
}

fn chosen_indicators(names: &[String], book: &RuleBook) -> Result<Vec<usize>, Failure> {
    if names.is_empty() {
        return Ok((0..book.indicators.len()).collect());
    }
    names
        .iter()
        .map(|name| {
            let found = book
                .indicators
                .iter()
                .position(|indicator| key(&indicator.name) == key(name));
            found.ok_or_else(|| Failure::NoIndicator {
                name: name.clone(),
                hint: hint(
                    name,
                    book.indicators
                        .iter()
                        .map(|indicator| indicator.name.as_str()),
                ),
            })
        })
        .collect()
}

fn chosen_departments(names: &[String], evaluation: &Evaluation) -> Result<Vec<usize>, Failure> {
    let records = &evaluation.dataset.records;
    if names.is_empty() {
        return Ok((0..records.len()).collect());
    }
    let mut chosen = Vec::new();
    for name in names {
        let found: Vec<usize> = (0..records.len())
            .filter(|index| {
                let record = &records[*index];
                key(&record.name) == key(name) || record.code.as_deref().map(key) == Some(key(name))
            })
            .collect();
        if found.is_empty() {
            return Err(Failure::NoDepartment {
                name: name.clone(),
                hint: hint(name, records.iter().map(|record| record.name.as_str())),
            });
        }
        chosen.extend(found);
    }
    Ok(chosen)
}

fn hint<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    nearest(name, known).map_or_else(String::new, |near| format!("是不是“{near}”？"))
}
