//! 评分表: workbook in, the official score table of each department out.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::departments::Departments;
use super::folder::Folder;
use super::input::ScoredInput;
use super::outcome::{Failure, Outcome};
use super::output::{Format, beside, is_xlsx, may_write, not_an_input, write_whole, written_to};
use super::progress::Progress;
use crate::analysis::Evaluation;
use crate::sheets::scorecard::{Extras, scorecards};
use crate::tasks::papers;

/// 评分表：为各部门生成可以打印签字的官方评分表
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao scorecard 基础数据.xlsx                      写到“基础数据-评分表”文件夹
  jixiao scorecard 基础数据.xlsx -o 评分表.xlsx       一个工作簿，每个部门一张表
  jixiao scorecard 基础数据.xlsx --dept 示例市教育局  只生成一个部门的
  jixiao scorecard 基础数据.xlsx --official           不带得分依据
  jixiao scorecard 基础数据.xlsx --self               自评与核算并列")]
pub struct Arguments {
    #[command(flatten)]
    input: ScoredInput,

    #[command(flatten)]
    departments: Departments,

    /// 写到哪个文件夹（每个部门一个文件）或哪个 .xlsx 文件（每个部门一张表）；不指定时写到输入文件旁边的“名称-评分表”文件夹
    #[arg(short, long, value_name = "路径")]
    output: Option<PathBuf>,

    /// 只要官方评分表的各列，不带得分依据（不能与 --self 同用）
    #[arg(long, conflicts_with = "declared")]
    official: bool,

    /// 把自评得分与核算得分并列，标出差异
    #[arg(long = "self")]
    declared: bool,

    /// 同名的文件已经存在时覆盖它们
    #[arg(long)]
    force: bool,
}

/// Makes score tables.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let target = arguments.target()?;
    if let Target::Workbook(path) = &target {
        not_an_input(path, arguments.input.files())?;
    }
    let book = arguments.input.rule_book()?;
    let evaluation = arguments.input.evaluate(&book, Format::Text)?;
    let departments = arguments.departments.chosen(&evaluation.dataset.records)?;
    let written = match &target {
        Target::Folder(path) => arguments.write_folder(path, &evaluation, &departments)?,
        Target::Workbook(path) => {
            may_write(path, arguments.input.files(), arguments.force)?;
            let progress = Progress::start(Format::Text);
            progress.stage("写出");
            write_whole(path, &made(&evaluation, &departments, arguments.extras())?)?;
            progress.finish();
            path.clone()
        }
    };
    let pending: Vec<&str> = departments
        .iter()
        .filter(|index| evaluation.cards[**index].total.is_none())
        .filter(|index| evaluation.opinions.recognized[**index].total.is_none())
        .map(|index| evaluation.dataset.records[*index].name.as_str())
        .collect();
    tell(departments.len(), &pending, &written)?;
    Ok(arguments.departments.outcome(&evaluation, &departments))
}

/// Says what was written, and whose table cannot be signed yet.
fn tell(count: usize, pending: &[&str], path: &Path) -> std::io::Result<()> {
    /// So many names are told.
    const TOLD: usize = 10;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{count} 份评分表已写到：{}", written_to(path))?;
    if !pending.is_empty() {
        let more = if pending.len() > TOLD { " 等" } else { "" };
        let names = pending[..pending.len().min(TOLD)].join("、");
        writeln!(
            out,
            "其中 {} 份因缺少数据待定，补齐数据后请重新生成：{names}{more}",
            pending.len()
        )?;
    }
    Ok(())
}

/// Where the tables go.
enum Target {
    /// A file a department.
    Folder(PathBuf),
    /// One workbook.
    Workbook(PathBuf),
}

impl Arguments {
    fn extras(&self) -> Extras {
        Extras {
            reasons: !self.official,
            declared: self.declared,
        }
    }

    fn target(&self) -> Result<Target, Failure> {
        let Some(output) = &self.output else {
            return Ok(Target::Folder(beside(self.input.file(), "评分表")));
        };
        if output.is_dir() {
            return Ok(Target::Folder(output.clone()));
        }
        if is_xlsx(output) {
            return Ok(Target::Workbook(output.clone()));
        }
        // Something like 评分表.xls is no folder that anybody wants.
        let is_file_name = |extension: &std::ffi::OsStr| {
            let extension = extension.to_string_lossy();
            extension.len() <= 4 && extension.chars().all(|c| c.is_ascii_alphabetic())
        };
        match output.extension().is_some_and(is_file_name) {
            true => Err(Failure::NotXlsx {
                path: output.clone(),
            }),
            false => Ok(Target::Folder(output.clone())),
        }
    }

    /// Writes a file a department; gives back the folder.
    fn write_folder(
        &self,
        path: &Path,
        evaluation: &Evaluation,
        departments: &[usize],
    ) -> Result<PathBuf, Failure> {
        let names = departments
            .iter()
            .map(|index| papers::name_of(&evaluation.dataset.records[*index], "评分表"));
        let inputs: Vec<&Path> = self.input.files().collect();
        let folder = Folder::prepare(path, names, "xlsx", &inputs, self.force)?;
        let progress = Progress::start(Format::Text);
        let step = progress.count("写出", departments.len());
        let make = |place: usize| made(evaluation, &departments[place..=place], self.extras());
        let written = folder.write(make, step);
        progress.finish();
        written.map(|()| folder.path().to_path_buf())
    }
}

fn made(
    evaluation: &Evaluation,
    departments: &[usize],
    extras: Extras,
) -> Result<Vec<u8>, Failure> {
    Ok(scorecards(evaluation, departments, extras)?)
}
