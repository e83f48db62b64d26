//! 检查: problems only, no scores.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::input::Input;
use super::outcome::{Failure, Outcome};
use super::output::{Format, print_json, written_to};
use super::{return_packs, summary};
use crate::forms::packs::packs;
use crate::json;
use crate::problem::Severity;
use crate::scoring::Missing;

/// 检查：列出读不懂的、缺少的、自相矛盾的数据，每条都有单元格和办法；不评分
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao check 基础数据.xlsx
  jixiao check 基础数据.xlsx --return 退回             有问题的部门，各做一份标明问题的填报表
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

    /// 有错误或警告的部门，各做一份填好的填报表，标明问题，写到这个文件夹，供退回
    #[arg(long = "return", value_name = "文件夹")]
    returned: Option<PathBuf>,

    /// 文件夹里已有同名文件时覆盖它们
    #[arg(long)]
    force: bool,
}

/// Checks a workbook.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let book = arguments.input.rule_book()?;
    let evaluation = arguments
        .input
        .evaluate(&book, Missing::Hold, arguments.format)?;
    let packs = match &arguments.returned {
        Some(folder) => {
            let inputs: Vec<&Path> = arguments.input.files().collect();
            let packs = packs(&evaluation.dataset, &evaluation.problems, &[], &book);
            let packs = return_packs::write(folder, &packs, &inputs, arguments.force)?;
            Some((packs, folder))
        }
        None => None,
    };
    match arguments.format {
        Format::Text => summary::problems(&evaluation)?,
        Format::Json => print_json(&json::problems(&evaluation))?,
    }
    if let (Some((packs, folder)), Format::Text) = (packs, arguments.format) {
        let mut out = std::io::stdout();
        writeln!(out, "退回的填报表 {packs} 份，在：{}", written_to(folder))?;
    }
    Ok(if evaluation.count(Severity::Error) == 0 {
        Outcome::Done
    } else {
        Outcome::DoneWithErrors
    })
}
