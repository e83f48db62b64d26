//! 收集: forms in, one bureau workbook out, and what became of every file.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;

use super::folder::write_packs;
use super::input::{Within, rule_book, source, tell};
use super::outcome::{Failure, Outcome, file_name};
use super::output::{Format, may_write, must_be_xlsx, write_whole, written_to};
use super::progress::Progress;
use super::received::Files;
use super::summary;
use crate::rulebook::library;
use crate::tasks::collecting::{self, Collected};
use crate::tasks::roster;

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

    #[command(flatten)]
    within: Within,

    /// 文件已经存在时覆盖它
    #[arg(long)]
    force: bool,
}

/// Collects forms.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let files = Files::under(&arguments.folders)?;
    must_be_xlsx(&arguments.output)?;
    let book = rule_book(&arguments.rules)?;
    let bounds = arguments.within.limits.bounds();
    let departments = match &arguments.departments {
        Some(path) => Some(roster::read(&source(path), &book, &bounds, tell)?),
        None => None,
    };
    let preferred = arguments.prefer.iter().map(|path| files.place_of(path));
    let preferred: Vec<usize> = preferred.collect::<Result<_, Failure>>()?;
    may_write(&arguments.output, arguments.inputs(&files), arguments.force)?;
    let progress = Progress::start(Format::Text);
    let step = progress.count("读取", files.forms().len());
    let received = collecting::receive(files.forms(), &book, &bounds, &step);
    progress.finish();
    let against = arguments.against.as_deref().map(source);
    let departments = departments.as_deref();
    let against = against.as_ref().map(|source| (source, &bounds));
    let collected = Collected::new(received, departments, &preferred, against, &book)?;
    let bytes = collected.workbook()?;
    // Whatever is refused is refused before anything is written.
    let packs = match &arguments.returned {
        Some(folder) => {
            let packs = collected.packs(&file_name(&arguments.output))?;
            let inputs: Vec<&Path> = arguments.inputs(&files).collect();
            Some(write_packs(folder, packs, &inputs, arguments.force)?)
        }
        None => None,
    };
    write_whole(&arguments.output, &bytes)?;
    summary::collection(
        &collected.collection,
        collected.changed.as_deref(),
        &collected.problems,
        &arguments.output,
    )?;
    if let (Some(packs), Some(folder)) = (packs, &arguments.returned) {
        let mut out = std::io::stdout();
        writeln!(out, "退回的填报表 {packs} 份，在：{}", written_to(folder))?;
    }
    if collected.collection.taken.is_empty() && !collected.other_rules.is_empty() {
        arguments.tell_other_rules(&collected.other_rules);
    }
    Ok(match collected.is_clean() {
        true => Outcome::Done,
        false => Outcome::DoneWithErrors,
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
}
