//! 评分: workbook in, annotated workbook out. The main job.

use std::io::{BufWriter, stdout};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::input::ScoredInput;
use super::outcome::{Failure, Outcome};
use super::output::{
    Format, beside, may_write, must_be_xlsx, not_an_input, print_json, scratch_beside, target,
    unused, unwritten, write_whole_by,
};
use super::progress::Progress;
use super::summary;
use crate::analysis::{Evaluation, Extent, Wanted};
use crate::json::{self, Selection};
use crate::sheets::{self, Paper};

/// 评分：读入部门数据，写出带公式和说明的评分结果工作簿
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao score 基础数据.xlsx
  jixiao score 基础数据.xlsx -o 结果.xlsx --force
  jixiao score 基础数据.xlsx --missing declared      缺数据的指标采用自评得分
  jixiao score 基础数据.xlsx --paper a4              “评分结果”打在 A4 纸上
  jixiao score 基础数据.xlsx --sheets 排名,评分结果  只写这两张表
  jixiao score 基础数据.xlsx --sheets 全部,自评复核  没有自评的，也要可以填写的复核表
  jixiao score 基础数据.xlsx --format json > 结果.json
  jixiao score 基础数据.xlsx --format csv > 结果.csv  一行一个部门、一行一个问题，供数据平台用
  jixiao score 基础数据.xlsx --rules 本局规则.toml")]
pub struct Arguments {
    #[command(flatten)]
    input: ScoredInput,

    /// 结果写到哪个文件（不指定时写在输入文件旁边，名为“名称-评分结果.xlsx”）
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,

    /// “评分结果”打印用的纸：a3 一页排下所有指标，a4 左右分两页
    #[arg(
        long,
        value_enum,
        value_name = "纸张",
        default_value = "a3",
        hide_possible_values = true
    )]
    paper: PaperSize,

    // Its help is made of what there is to choose.
    #[arg(long, value_name = "工作表", help = format!("结果里只写这些工作表，用逗号分开：{}", Wanted::choices()))]
    sheets: Option<String>,

    /// 分数写成数值，不带公式
    #[arg(long, conflicts_with = "formulas")]
    values: bool,

    /// 部门超过 20000 个时也写公式
    #[arg(long)]
    formulas: bool,

    /// 最多用几个线程（不指定时由程序决定）；结果不因此而不同
    #[arg(long, value_name = "个数", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,

    /// 结果文件已经存在时覆盖它
    #[arg(long)]
    force: bool,

    /// 输出格式：text、json，或给数据平台的 jsonl、csv（一行一个部门、一行一个问题）；除 text 外只在有 -o 时才写工作簿
    #[arg(
        long,
        value_enum,
        value_name = "格式",
        default_value = "text",
        hide_possible_values = true
    )]
    format: Shape,
}

/// How scores are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Shape {
    #[default]
    Text,
    Json,
    Jsonl,
    Csv,
}

/// The paper that 评分结果 is set up for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PaperSize {
    A3,
    A4,
}

impl From<PaperSize> for Paper {
    fn from(size: PaperSize) -> Paper {
        match size {
            PaperSize::A3 => Paper::A3,
            PaperSize::A4 => Paper::A4,
        }
    }
}

/// Scores a workbook. Where its file was dropped on the program nobody can add an option: a result that is there
/// already stays, and the new one gets a number.
pub fn run(arguments: &Arguments, dropped: bool) -> Result<Outcome, Failure> {
    let target = arguments.target().map(|target| match dropped {
        true => unused(target),
        false => target,
    });
    if let Some(target) = &target {
        must_be_xlsx(target)?;
        not_an_input(target, arguments.input.files())?;
    }
    // Before anything is read, where what cannot be is known already.
    let wanted = arguments.wanted()?;
    wanted.check()?;
    arguments.hold_threads();
    let book = arguments.input.rule_book()?;
    let watched = arguments.watched();
    let evaluation = arguments.input.evaluate(&book, watched)?;
    let extent = Extent::of(&wanted, &evaluation)?;
    if let Some(target) = &target {
        may_write(target, arguments.input.files(), arguments.force)?;
        let progress = Progress::start(watched);
        progress.stage("写出结果");
        let paper = arguments.paper.into();
        let store = scratch_beside(target);
        let package = sheets::annotated_package(&evaluation, &extent, paper, store)
            .map_err(|error| unwritten(target, error))?;
        write_whole_by(target, |out| package.write_to(out))?;
        progress.finish();
    }
    arguments.show(&evaluation, target.as_deref(), &extent)?;
    if let (Some(told), Some(_)) = (extent.told(&wanted), &target) {
        eprintln!("注意：{told}");
    }
    Ok(if evaluation.is_clean() {
        Outcome::Done
    } else {
        Outcome::DoneWithErrors
    })
}

impl Arguments {
    /// Where the workbook goes, if one is written.
    fn target(&self) -> Option<PathBuf> {
        let beside = || Some(beside(self.input.file(), "评分结果.xlsx"));
        target(self.output.as_deref(), self.watched(), beside)
    }

    /// Whether somebody looks on, or standard output is a program's.
    fn watched(&self) -> Format {
        match self.format {
            Shape::Text => Format::Text,
            Shape::Json | Shape::Jsonl | Shape::Csv => Format::Json,
        }
    }

    /// What the result is to show.
    fn wanted(&self) -> Result<Wanted, Failure> {
        let wanted = self.sheets.as_deref().map(Wanted::chosen).transpose()?;
        let formulas = match (self.formulas, self.values) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        };
        Ok(Wanted {
            formulas,
            ..wanted.unwrap_or_default()
        })
    }

    fn hold_threads(&self) {
        if let Some(threads) = self.threads {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.into());
            // It is the first thing that a run does with threads.
            let _ = pool.build_global();
        }
    }

    fn show(
        &self,
        evaluation: &Evaluation,
        target: Option<&Path>,
        extent: &Extent,
    ) -> Result<(), Failure> {
        let out = || BufWriter::with_capacity(1 << 16, stdout().lock());
        match self.format {
            Shape::Text => Ok(summary::scores(evaluation, target)?),
            Shape::Jsonl => Ok(json::lines(evaluation, target.map(|_| extent), &mut out())?),
            Shape::Csv => Ok(json::table(evaluation, &mut out())?),
            Shape::Json => {
                let selection = Selection::all(evaluation);
                match target {
                    Some(_) => {
                        print_json(&json::scores_and_workbook(evaluation, &selection, extent))
                    }
                    None => print_json(&json::scores(evaluation, &selection)),
                }
            }
        }
    }
}
