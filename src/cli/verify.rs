//! 核对: whether a result was changed since it was scored.

use std::path::PathBuf;

use clap::Args;

use super::input::{Input, Within, source};
use super::outcome::{Failure, Outcome, file_name};
use super::output::{Format, Shown, print_json};
use super::summary;
use crate::json;
use crate::tasks::Audience;
use crate::tasks::verifying::Sealed;

/// 核对：评分结果工作簿在评分之后有没有被人改动，改了哪里
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao verify 基础数据-评分结果.xlsx
  jixiao verify 结果.xlsx --input 基础数据.xlsx       连原始数据也逐格核对
  jixiao verify 结果.xlsx --rules 本局规则.toml       按自己的规则书评分的
  jixiao verify 结果.xlsx --format json

按结果里的原始数据和“评价规则”写明的规则书、方式重新评分，逐格比较；
在 Excel、WPS、LibreOffice 里另存过的，没有改动就仍然相符。
退出状态：0 没有改动；1 有改动；2 不能核对。")]
pub struct Arguments {
    /// 评分结果工作簿（jixiao score 写出的）
    #[arg(value_name = "评分结果")]
    result: PathBuf,

    /// 评分时用的输入工作簿：给了它，原始数据也逐格核对；不给时原始数据用校验码核对
    #[arg(long, value_name = "工作簿")]
    input: Option<PathBuf>,

    /// 规则书：内置规则书的名称，或规则书文件（不指定时用结果里写明的内置规则书）
    #[arg(long, value_name = "规则书")]
    rules: Option<String>,

    #[command(flatten)]
    within: Within,

    /// 上年的工作簿：评分时用了 --last-year 的，这里也要给
    #[arg(long, value_name = "工作簿")]
    last_year: Option<PathBuf>,

    /// 表头对应文件（toml）：评分时用了 --columns 的，这里也要给
    #[arg(long, value_name = "文件")]
    columns: Option<PathBuf>,

    #[command(flatten)]
    shown: Shown,
}

/// Verifies a result.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let bounds = arguments.within.limits.bounds();
    let sealed = Sealed::open(&source(&arguments.result), &bounds)?;
    let input = Input {
        file: arguments
            .input
            .as_ref()
            .unwrap_or(&arguments.result)
            .clone(),
        rules: sealed.rules(arguments.rules.as_deref())?,
        within: arguments.within,
        year: sealed.seal.year,
        last_year: arguments.last_year.clone(),
        review: None,
        no_anomalies: false,
        columns: arguments.columns.clone(),
    };
    let book = input.rule_book()?;
    let found = input.reading(arguments.shown.format, &book, |input, progress| {
        let from_input = arguments.input.is_some();
        sealed.verify(&book, input, from_input, Audience::CommandLine, |count| {
            progress.count("评分", count)
        })
    })?;
    let (file, given) = (
        file_name(&arguments.result),
        arguments.input.as_deref().map(file_name),
    );
    let verified = json::Verified {
        file: &file,
        input: given.as_deref(),
        book: &book,
        missing: sealed.missing(),
        verification: &found.verification,
        notes: &found.notes,
    };
    match arguments.shown.format {
        Format::Text => summary::verification(&verified, &found.evaluation)?,
        Format::Json => print_json(&json::verification(&verified))?,
    }
    Ok(match found.verification.is_same() {
        true => Outcome::Done,
        false => Outcome::DoneWithErrors,
    })
}
