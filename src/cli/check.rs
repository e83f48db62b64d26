//! 检查: problems only, no scores.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::input::Input;
use super::outcome::{Failure, Outcome};
use super::output::{Format, Shown, may_write, must_be_xlsx, print_json, write_whole, written_to};
use super::{folder, summary};
use crate::analysis::Evaluation;
use crate::forms::return_forms::packs;
use crate::json;
use crate::problem::Severity;
use crate::scoring::Missing;
use crate::tasks::papers;

/// 检查：列出读不懂的、缺少的、自相矛盾的数据，每条都有单元格和办法；不评分
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao check 基础数据.xlsx
  jixiao check 基础数据.xlsx -o 问题.xlsx              问题清单写成工作簿，可以筛选
  jixiao check 基础数据.xlsx --return 退回             有问题的部门，各做一份标明问题的填报表
  jixiao check 基础数据.xlsx --format json > 问题.json")]
pub struct Arguments {
    #[command(flatten)]
    input: Input,

    #[command(flatten)]
    shown: Shown,

    /// 问题清单写到哪个工作簿（不指定时只在屏幕上按部门列出）
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,

    /// 有错误或警告的部门，各做一份填好的填报表，标明问题，写到这个文件夹，供退回
    #[arg(long = "return", value_name = "文件夹")]
    returned: Option<PathBuf>,

    /// 文件已经存在时覆盖它，文件夹里的同名文件也一样
    #[arg(long)]
    force: bool,
}

/// Checks a workbook.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    if let Some(target) = &arguments.output {
        must_be_xlsx(target)?;
    }
    let book = arguments.input.rule_book()?;
    let evaluation = arguments
        .input
        .evaluate(&book, Missing::Hold, arguments.shown.format)?;
    let list = arguments.list(&evaluation)?;
    let packs = match &arguments.returned {
        Some(folder) => {
            let inputs: Vec<&Path> = arguments.input.files().collect();
            let packs = packs(&evaluation.dataset, &evaluation.problems, &[], &book);
            let packs = folder::write_packs(folder, &packs, &inputs, arguments.force)?;
            Some((packs, folder))
        }
        None => None,
    };
    if let (Some(target), Some(bytes)) = (&arguments.output, &list) {
        write_whole(target, bytes)?;
    }
    match arguments.shown.format {
        Format::Text => summary::problems(&evaluation, list.is_some())?,
        Format::Json => print_json(&json::problems(&evaluation))?,
    }
    if let (Some(target), Format::Text) = (&arguments.output, arguments.shown.format) {
        let mut out = std::io::stdout();
        writeln!(out, "问题清单已写到：{}", written_to(target))?;
    }
    if let (Some((packs, folder)), Format::Text) = (packs, arguments.shown.format) {
        let mut out = std::io::stdout();
        writeln!(out, "退回的填报表 {packs} 份，在：{}", written_to(folder))?;
    }
    Ok(if evaluation.count(Severity::Error) == 0 {
        Outcome::Done
    } else {
        Outcome::DoneWithErrors
    })
}

impl Arguments {
    /// The workbook of problems, if one is asked for and may be written.
    fn list(&self, evaluation: &Evaluation) -> Result<Option<Vec<u8>>, Failure> {
        let Some(target) = &self.output else {
            return Ok(None);
        };
        may_write(target, self.input.files(), self.force)?;
        Ok(Some(papers::problem_list(evaluation)?))
    }
}
