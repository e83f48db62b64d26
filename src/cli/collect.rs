//! 收集: forms in, one bureau workbook out, and what became of every file.

use std::borrow::Cow;
use std::collections::BTreeSet;
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
use crate::forms::matching::{self, Collection, Received};
use crate::forms::refusal::Refusal;
use crate::forms::{Answers, Who, collected, packs};
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
  jixiao collect 交回来的表 -o 汇总.xlsx --prefer 新的.xlsx     按“收集情况”里写的文件名

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

    /// 一个部门交了几份不同的表时，采用这个文件（可以重复）；写“收集情况”里的文件名就行
    #[arg(long, value_name = "文件")]
    prefer: Vec<PathBuf>,

    /// 有要改的部门，把填报表标明问题，写到这个文件夹，供退回
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
    must_be_xlsx(&arguments.output)?;
    let book = rule_book(&arguments.rules)?;
    let departments = match &arguments.departments {
        Some(path) => Some(roster::read(path, &book)?),
        None => None,
    };
    let preferred = arguments.preferred(&files)?;
    may_write(&arguments.output, arguments.inputs(&files), arguments.force)?;
    let progress = Progress::start(Format::Text);
    let step = progress.count("读取", files.len());
    let received = files.read(&book, &step);
    progress.finish();
    let other_rules = other_rules(&received);
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
    if collection.taken.is_empty() && !other_rules.is_empty() {
        arguments.tell_other_rules(&other_rules);
    }
    let serious = collection.worst() == Some(Severity::Error);
    Ok(if serious || collection.taken.is_empty() {
        Outcome::DoneWithErrors
    } else {
        Outcome::Done
    })
}

impl Arguments {
    /// Everything that is read.
    fn inputs<'a>(&'a self, files: &'a Files) -> impl Iterator<Item = &'a Path> {
        let lists = self.departments.iter().chain(&self.against);
        lists.chain(files.paths()).map(PathBuf::as_path)
    }

    /// Says what to do where no form was taken, because all were made by other rule books.
    fn tell_other_rules(&self, others: &BTreeSet<(String, String)>) {
        let named = others.iter().map(|(id, digest)| {
            let is_built_in = library::load(id).is_ok_and(|loaded| {
                let book = loaded.book.filter(|_| library::built_in(id).is_some());
                book.is_some_and(|book| book.digest == *digest)
            });
            match is_built_in {
                true => format!("--rules {id}"),
                false => format!("--rules 下发时的规则书文件（{id}）"),
            }
        });
        let named: Vec<String> = named.collect();
        eprintln!(
            "交回的填报表都不是按规则书“{}”做的，一份也没有采用。请先用下发时的规则书汇总：{}；要按“{}”评分，再对汇总用 jixiao score {} --rules {}。新规则书要填的内容不同的，请用它重新下发填报表。",
            self.rules,
            named.join(" 或 "),
            self.rules,
            self.output.display(),
            self.rules
        );
    }

    /// The places of the preferred files: by their paths, or by the names that 收集情况 has.
    fn preferred(&self, files: &Files) -> Result<Vec<usize>, Failure> {
        let place = |wanted: &PathBuf| {
            let mut paths = files.paths().iter();
            paths
                .position(|file| is_same(file, wanted))
                .or_else(|| files.place_of(wanted))
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
        let mut packs = packs::fresh(collection, book);
        if !collection.taken.is_empty() {
            let found = self.judged(workbook, book)?;
            let (dataset, problems) = (&found.dataset, &found.problems);
            packs.extend(packs::packs(dataset, problems, &collection.taken, book));
        }
        let inputs: Vec<&Path> = self.inputs(files).collect();
        return_packs::write(folder, &packs, &inputs, self.force)
    }
}

/// The rule books, id and digest, of the forms that were refused because of them.
fn other_rules(received: &[Received]) -> BTreeSet<(String, String)> {
    let refused = received.iter().filter_map(|one| one.content.as_ref().err());
    refused
        .filter_map(|refused| match &refused.why {
            Refusal::OtherRules { rules, digest, .. } => Some((rules.clone(), digest.clone())),
            _ => None,
        })
        .collect()
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
