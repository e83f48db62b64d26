//! 收集: forms in, one bureau workbook out, and what became of every file.

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::input::{dataset, rule_book};
use super::outcome::{Failure, Outcome};
use super::output::{Format, is_same, may_write, must_be_xlsx, write_whole, written_to};
use super::progress::Progress;
use super::received::Files;
use super::{return_packs, roster, summary};
use crate::analysis::{Evaluation, evaluate};
use crate::forms::changes::{Changed, Round, changes};
use crate::forms::matching::{self, Collection};
use crate::forms::{Answers, Who, collected};
use crate::intake;
use crate::problem::Severity;
use crate::rulebook::{RuleBook, library};
use crate::scoring::Missing;
use crate::sheets;
use crate::workbook::Workbook;

/// 收集：把交回来的填报表汇成一个工作簿，并列出每个文件的情况
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao collect 交回来的表 -o 汇总.xlsx --departments 部门名单.xlsx
  jixiao collect 交回来的表 -o 汇总.xlsx --return 退回        有问题的退回部门
  jixiao collect 第二轮 -o 汇总2.xlsx --against 汇总.xlsx      列出改了哪些单元格
  jixiao collect 交回来的表 -o 汇总.xlsx --prefer 交回来的表/新的.xlsx

汇总.xlsx 可以直接用 jixiao check 和 jixiao score。")]
pub struct Arguments {
    /// 装有填报表的文件夹（连同里面的文件夹），也可以是文件
    #[arg(value_name = "文件夹", required = true)]
    folders: Vec<PathBuf>,

    /// 汇总写到哪个文件
    #[arg(short, long, value_name = "文件")]
    output: PathBuf,

    /// 部门名单：据此列出谁没有交、谁不在名单里
    #[arg(long, value_name = "名单")]
    departments: Option<PathBuf>,

    /// 一个部门交了几份不同的表时，采用这个文件（可以重复）
    #[arg(long, value_name = "文件")]
    prefer: Vec<PathBuf>,

    /// 有错误或警告的，把填报表标明问题，写到这个文件夹，供退回
    #[arg(long = "return", value_name = "文件夹")]
    returned: Option<PathBuf>,

    /// 与上次的汇总比较，列出改动的单元格
    #[arg(long, value_name = "上次汇总")]
    against: Option<PathBuf>,

    /// 规则书：下发时用的那一本，内置规则书的名称，或规则书文件
    #[arg(long, value_name = "规则书", default_value = library::BUILT_IN[0].0)]
    rules: String,

    /// 文件已经存在时覆盖它
    #[arg(long)]
    force: bool,
}

/// Collects forms.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let files = Files::under(&arguments.folders)?;
    arguments.may_write(&files)?;
    let book = rule_book(&arguments.rules)?;
    let departments = match &arguments.departments {
        Some(path) => Some(roster::read(path, &book)?),
        None => None,
    };
    let preferred = arguments.preferred(&files)?;
    let progress = Progress::start(Format::Text);
    let step = progress.count("读取", files.len());
    let received = files.read(&book, &step);
    progress.finish();
    let collection = matching::collect(received, departments.as_deref(), &preferred);
    let workbook = collected::sheets(&collection.taken, &book);
    let changed = match &arguments.against {
        Some(path) => Some(compare(path, &collection, &book)?),
        None => None,
    };
    let bytes = sheets::collected(&book, &workbook, &collection, changed.as_deref())?;
    // Of what `check` will find only this concerns the collection as a whole.
    let problems = match intake::read(workbook.clone(), &book, None) {
        Ok((_, problems)) => problems,
        Err(_) => Vec::new(),
    };
    // Whatever is refused is refused before anything is written.
    let packs = match &arguments.returned {
        Some(folder) => Some(arguments.send_back(folder, workbook, &collection, &book, &files)?),
        None => None,
    };
    write_whole(&arguments.output, &bytes)?;
    summary::collection(
        &collection,
        changed.as_deref(),
        &problems,
        &arguments.output,
    )?;
    if let (Some(packs), Some(folder)) = (packs, &arguments.returned) {
        let mut out = std::io::stdout();
        writeln!(out, "退回的填报表 {packs} 份，在：{}", written_to(folder))?;
    }
    let serious = collection.worst() == Some(Severity::Error);
    Ok(if serious || collection.taken.is_empty() {
        Outcome::DoneWithErrors
    } else {
        Outcome::Done
    })
}

impl Arguments {
    /// Whether the result may be written where it is told: over nothing that is read.
    fn may_write(&self, files: &Files) -> Result<(), Failure> {
        may_write(&self.output, self.inputs(files), self.force)?;
        must_be_xlsx(&self.output)
    }

    /// Everything that is read.
    fn inputs<'a>(&'a self, files: &'a Files) -> impl Iterator<Item = &'a Path> {
        let lists = self.departments.iter().chain(&self.against);
        lists.chain(files.paths()).map(PathBuf::as_path)
    }

    /// The places of the preferred files.
    fn preferred(&self, files: &Files) -> Result<Vec<usize>, Failure> {
        let place = |wanted: &PathBuf| {
            let mut paths = files.paths().iter();
            paths
                .position(|file| is_same(file, wanted))
                .ok_or_else(|| Failure::PreferElsewhere {
                    path: wanted.clone(),
                })
        };
        self.prefer.iter().map(place).collect()
    }

    /// The problems of what was collected, as `check` finds them.
    fn judged<'b>(
        &self,
        workbook: Workbook,
        book: &'b RuleBook,
    ) -> Result<Evaluation<'b>, Failure> {
        let (dataset, problems) =
            intake::read(workbook, book, None).map_err(Failure::intake(&self.output))?;
        Ok(evaluate(dataset, book, Missing::Hold, problems, &|| {}))
    }

    /// Writes the return packs.
    fn send_back(
        &self,
        folder: &Path,
        workbook: Workbook,
        collection: &Collection,
        book: &RuleBook,
        files: &Files,
    ) -> Result<usize, Failure> {
        if collection.taken.is_empty() {
            return Ok(0);
        }
        let evaluation = self.judged(workbook, book)?;
        let inputs: Vec<&Path> = self.inputs(files).collect();
        return_packs::write(folder, &evaluation, &collection.taken, &inputs, self.force)
    }
}

/// What changed since an earlier collection.
fn compare(path: &Path, collection: &Collection, book: &RuleBook) -> Result<Vec<Changed>, Failure> {
    let (before, _) = dataset(path, book, None)?;
    let before: Vec<Round> = before
        .records
        .iter()
        .map(|record| Round {
            who: Who {
                code: record.code.clone(),
                name: record.name.clone(),
                group: record.group.clone(),
            },
            answers: Cow::Owned(Answers::of_record(record, &before).own(book)),
        })
        .collect();
    let after: Vec<Round> = collection
        .taken
        .iter()
        .map(|one| Round {
            who: one.who.clone(),
            answers: Cow::Borrowed(&one.answers),
        })
        .collect();
    Ok(changes(&before, &after, book))
}
