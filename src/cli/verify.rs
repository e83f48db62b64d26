//! 核对: whether a result was changed since it was scored.

use std::path::PathBuf;

use clap::Args;

use super::input::{Input, Within, rule_book};
use super::outcome::{Failure, Outcome, file_name};
use super::output::{Format, Shown, print_json};
use super::summary;
use crate::json;
use crate::problem::Code;
use crate::questions::seal::{OWN_VERSION, Seal};
use crate::questions::verify::{Verification, compare};
use crate::rulebook::RuleBook;
use crate::rulebook::library;
use crate::sheets;
use crate::workbook::{self, Bounds, Source};

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
    let file = file_name(&arguments.result);
    let found = workbook::open(&arguments.result, &arguments.within.limits.bounds())?;
    let seal = Seal::read(&found).ok_or_else(|| Failure::NoResult { file: file.clone() })?;
    let rules = arguments.rules_of(&seal, &file)?;
    let missing = seal.missing.unwrap_or_default();
    let from = arguments.input.as_ref().unwrap_or(&arguments.result);
    let input = Input {
        file: from.clone(),
        rules,
        within: arguments.within,
        year: seal.year,
        last_year: arguments.last_year.clone(),
        columns: arguments.columns.clone(),
    };
    let book = input.rule_book()?;
    let evaluation = input.evaluate(&book, missing, arguments.shown.format)?;
    let bytes = sheets::annotated(&evaluation)?;
    // What we wrote ourselves is within bounds that fit what we read.
    let written = Source::Bytes {
        name: file.clone(),
        bytes: bytes.into(),
    };
    let wrote = workbook::read(&written, &Bounds::LARGE)?;
    let verification = compare(&wrote, &found, &evaluation.dataset, &seal);
    let notes = arguments.notes(&seal, &book, &verification);
    let input = arguments.input.as_deref().map(file_name);
    let verified = json::Verified {
        file: &file,
        input: input.as_deref(),
        book: &book,
        missing,
        verification: &verification,
        notes: &notes,
    };
    match arguments.shown.format {
        Format::Text => summary::verification(&verified, &evaluation)?,
        Format::Json => print_json(&json::verification(&verified))?,
    }
    Ok(match verification.is_same() {
        true => Outcome::Done,
        false => Outcome::DoneWithErrors,
    })
}

impl Arguments {
    /// The rule book of the run by its name: the built-in one that the result names, or the one that is given. Where this has
    /// another digest, the digest in the result is one of the differences.
    fn rules_of(&self, seal: &Seal, file: &str) -> Result<String, Failure> {
        if let Some(name) = &self.rules {
            return Ok(name.clone());
        }
        let built_in = library::built_in(&seal.rules).is_some();
        let book = match built_in {
            true => Some(rule_book(&seal.rules)?),
            false => None,
        };
        let found = match &book {
            Some(book) if book.digest == seal.digest => None,
            Some(book) => Some(format!("本程序内置的这本规则书校验码是 {}", book.digest)),
            None => Some("本程序没有内置这本规则书".to_string()),
        };
        match (book, found) {
            (Some(_), None) => Ok(seal.rules.clone()),
            (_, found) => Err(Failure::OtherRules {
                file: file.into(),
                rules: seal.rules.clone(),
                wanted: seal.digest.clone(),
                found: found.unwrap_or_default(),
            }),
        }
    }

    /// What is to be known of the answer.
    fn notes(&self, seal: &Seal, book: &RuleBook, verification: &Verification) -> Vec<String> {
        let mut notes = Vec::new();
        if seal.version != OWN_VERSION {
            notes.push(format!(
                "结果里写的程序版本是“{}”，本程序是“{OWN_VERSION}”：两版写出的文字可能不同，最好用当时的版本核对。",
                seal.version
            ));
        }
        if book.digest != seal.digest {
            notes.push(
                "所给规则书的校验码与结果里写明的不同：或者规则书不是当时的那一本，或者结果里的校验码被改过。"
                    .to_string(),
            );
        }
        if seal.data.is_empty() && self.input.is_none() {
            notes.push(
                "结果里没有原始数据的校验码（较早的版本写出的）：原始数据有没有改动，请用 --input 指定当时的输入来核对。"
                    .to_string(),
            );
        }
        if verification.unstored > 0 {
            notes.push(format!(
                "有 {} 个公式在文件里没有保存结果，无法比较。请用 Excel 或 WPS 打开、保存一次再核对。",
                verification.unstored
            ));
        }
        let slip = Code::UnitSlip.as_str();
        let told_slip = |text: &str| text == slip || text.contains(&format!(" {slip} "));
        let changes = &verification.changes;
        if self.last_year.is_none()
            && changes
                .iter()
                .any(|one| told_slip(&one.was) || told_slip(&one.is))
        {
            notes.push(format!(
                "不同之处里有 {slip}（疑似单位错误）：如果评分时用了 --last-year，这里也请加上。"
            ));
        }
        notes
    }
}
