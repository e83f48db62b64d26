//! 检查: problems only, no scores.

use clap::Args;

use super::input::Input;
use super::json;
use super::outcome::{Failure, Outcome};
use super::output::Format;
use super::summary;
use crate::problem::Severity;
use crate::scoring::Missing;

/// 检查：列出读不懂的、缺少的、自相矛盾的数据，每条都有单元格和办法；不评分
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao check 基础数据.xlsx
  jixiao check 基础数据.xlsx --format json > 问题.json")]
pub struct Arguments {
    #[command(flatten)]
    input: Input,

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

/// Checks a workbook.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let book = arguments.input.rule_book()?;
    let evaluation = arguments
        .input
        .evaluate(&book, Missing::Hold, arguments.format)?;
    match arguments.format {
        Format::Text => summary::problems(&evaluation)?,
        Format::Json => json::write_problems(&evaluation)?,
    }
    Ok(if evaluation.count(Severity::Error) == 0 {
        Outcome::Done
    } else {
        Outcome::DoneWithErrors
    })
}
