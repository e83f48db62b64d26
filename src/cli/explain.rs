//! 说明: why a department has its scores, indicator by indicator.

use clap::Args;

use super::departments::{Departments, hint};
use super::input::ScoredInput;
use super::outcome::{Failure, Outcome};
use super::output::{Format, Shown, print_json};
use super::summary;
use crate::intake::identity::key;
use crate::json::{self, Selection};
use crate::problem::Code;
use crate::problem::meaning::looks_like_code;
use crate::rulebook::RuleBook;
use crate::rulebook::codes;

/// 说明：逐项说明得分怎样由数据得来；或说明一个问题代码
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao explain 基础数据.xlsx --dept 示例市教育局
  jixiao explain 基础数据.xlsx --dept 101001 --indicator 财务合规性
  jixiao explain H01                                 问题代码 H01 是什么意思、怎么办")]
pub struct Arguments {
    #[command(flatten)]
    input: ScoredInput,

    #[command(flatten)]
    departments: Departments,

    /// 只说明这个指标（可以重复）
    #[arg(long = "indicator", value_name = "指标")]
    indicators: Vec<String>,

    #[command(flatten)]
    shown: Shown,
}

impl Arguments {
    /// The problem code to explain, where there is no file of that name.
    fn code(&self) -> Option<String> {
        let file = self.input.file();
        let text = file.to_str()?;
        (looks_like_code(text) && !file.exists()).then(|| text.to_uppercase())
    }
}

fn code_hint(code: &str, book: &RuleBook) -> String {
    let own = Code::ALL.iter().map(|code| code.as_str());
    hint(
        code,
        own.chain(book.checks.iter().map(|check| check.code.as_str())),
    )
}

/// Explains scores, or a problem code.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let book = arguments.input.rule_book()?;
    if let Some(code) = arguments.code() {
        let known = codes::find(&code, &book);
        let meaning = known.ok_or_else(|| Failure::NoCode {
            hint: code_hint(&code, &book),
            code,
        })?;
        summary::meaning(&meaning)?;
        return Ok(Outcome::Done);
    }
    let indicators = chosen_indicators(&arguments.indicators, &book)?;
    let evaluation = arguments.input.evaluate(&book, arguments.shown.format)?;
    let departments = arguments.departments.chosen(&evaluation.dataset.records)?;
    let all_scored = evaluation.all_scored(&departments);
    match arguments.shown.format {
        Format::Text => summary::explanations(&evaluation, &departments, &indicators)?,
        Format::Json => print_json(&json::scores(
            &evaluation,
            &Selection {
                departments,
                indicators,
                all_problems: arguments.departments.is_all(),
            },
        ))?,
    }
    Ok(if all_scored {
        Outcome::Done
    } else {
        Outcome::DoneWithErrors
    })
}

/// The indicator that may have been meant, and all there are.
fn all_of(name: &str, book: &RuleBook) -> String {
    let names = book.indicators.iter().map(|indicator| &*indicator.name);
    let names: Vec<&str> = names.collect();
    format!(
        "{}规则书里的指标：{}",
        hint(name, names.iter().copied()),
        names.join("，")
    )
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
                hint: all_of(name, book),
            })
        })
        .collect()
}
