//! 疑问: what directors ask about a score: what would have given another grade, who would stand where if a rule were
//! read otherwise.

use std::path::{Path, PathBuf};

use clap::Args;
use rust_decimal::Decimal;

use super::departments::Departments;
use super::input::{ScoredInput, rule_book, source};
use super::outcome::{Failure, Outcome};
use super::output::{
    Format, ShownWorkbook, beside, may_write, must_be_xlsx, not_an_input, print_json, write_whole,
};
use super::summary;
use crate::json;
use crate::problem::Severity;
use crate::questions::certainty::{self, Tolerance};
use crate::questions::{Questions, against, disputes, headroom, readings};
use crate::sheets;
use crate::tasks;

/// 疑问：离另一等级有多远，哪个数变动多少会改变等级；规则换一种读法，谁会变；名次有多大把握；有争议的数信了一方会怎样
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao whatif 基础数据.xlsx
  jixiao whatif 基础数据.xlsx --dept 示例市教育局
  jixiao whatif 基础数据.xlsx --disputes 争议数据.xlsx
  jixiao whatif 基础数据.xlsx --against 新规则.xlsx          换一本规则书，谁的名次、等级会变
  jixiao whatif 基础数据.xlsx -o 疑问.xlsx --force
  jixiao whatif 基础数据.xlsx --format json > 疑问.json

只供预判和核对争议：已经发生的数据是事实，不能为了得分去改。")]
pub struct Arguments {
    #[command(flatten)]
    input: ScoredInput,

    #[command(flatten)]
    departments: Departments,

    /// 名次把握：设想每项评定上下各差多少分（不指定时是各满分的一成）
    #[arg(long, value_name = "分", value_parser = points)]
    tolerance: Option<Decimal>,

    /// 争议数据：装有“部门名称、数据项、数据A、数据B”的工作簿（输入里有“争议数据”表的，不必另给）
    #[arg(long, value_name = "工作簿")]
    disputes: Option<PathBuf>,

    /// 换规则：同一份数据再按这本规则书评一次，看总分、名次、等级怎么变（内置规则书的名称，或文件）
    #[arg(long, value_name = "规则书")]
    against: Option<String>,

    /// 结果写到哪个文件（不指定时写在输入文件旁边，名为“名称-疑问.xlsx”）
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,

    #[command(flatten)]
    written: ShownWorkbook,
}

/// Points that are more than 0.
fn points(text: &str) -> Result<Decimal, String> {
    let points = Decimal::from_str_exact(text).ok();
    points
        .filter(|points| *points > Decimal::ZERO && *points <= Decimal::ONE_HUNDRED)
        .ok_or_else(|| "应是大于 0、不超过 100 的分数".into())
}

/// Answers.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let target = arguments.target();
    if let Some(target) = &target {
        must_be_xlsx(target)?;
        not_an_input(target, arguments.files())?;
    }
    let book = arguments.input.rule_book()?;
    let evaluation = arguments.input.evaluate(&book, arguments.written.format)?;
    let chosen = arguments.departments.chosen(&evaluation.dataset.records)?;
    if let Some(target) = &target {
        may_write(target, arguments.files(), arguments.written.force)?;
    }
    let file = arguments.disputes.as_deref().map(source);
    let bounds = arguments.input.bounds();
    let (listed, problems) = tasks::disputes::disputes(&evaluation, file.as_ref(), &bounds)?;
    let disputes = disputes::disputes(&evaluation, &listed);
    let headroom = headroom::headroom(&evaluation);
    let readings = readings::readings(&evaluation);
    let tolerance = arguments
        .tolerance
        .map_or(Tolerance::Usual, Tolerance::Points);
    let certainty = certainty::certainty(&evaluation, tolerance);
    let other = arguments.against.as_deref().map(rule_book).transpose()?;
    let against = match &other {
        None => None,
        Some(other) => {
            let other = arguments.input.evaluate(other, arguments.written.format)?;
            Some(against::against(&evaluation, other))
        }
    };
    let questions = Questions {
        headroom: &headroom,
        readings: &readings,
        certainty: &certainty,
        disputes: &disputes,
        against: against.as_ref(),
    };
    if let Some(target) = &target {
        write_whole(target, &sheets::whatif(&evaluation, &questions)?)?;
    }
    match arguments.written.format {
        Format::Text => summary::whatif(
            &evaluation,
            &questions,
            &problems,
            &chosen,
            arguments.departments.is_all(),
            target.as_deref(),
        )?,
        Format::Json => print_json(&json::whatif(&evaluation, &questions, &chosen, &problems))?,
    }
    let used = problems.iter().all(|one| one.severity != Severity::Error);
    Ok(match used && evaluation.all_scored(&chosen) {
        true => Outcome::Done,
        false => Outcome::DoneWithErrors,
    })
}

impl Arguments {
    /// Every workbook that is read.
    fn files(&self) -> impl Iterator<Item = &Path> {
        let rules = self.against.as_deref().map(Path::new);
        let files = self.input.files().chain(self.disputes.as_deref());
        files.chain(rules.filter(|path| path.exists()))
    }

    /// Where the workbook goes, if one is written.
    fn target(&self) -> Option<PathBuf> {
        let beside = || Some(beside(self.input.file(), "疑问.xlsx"));
        self.written.target(self.output.as_deref(), beside)
    }
}
