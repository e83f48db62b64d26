//! 整改台账: workbook in, the list of what lost points out; last round's list carried over.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use rust_decimal::Decimal;

use super::departments::Departments;
use super::input::{ScoredInput, aliases, source};
use super::outcome::{Failure, Outcome};
use super::output::{
    Format, beside, may_write, must_be_xlsx, not_an_input, write_whole, written_to,
};
use super::summary;
use crate::analysis::ledger::{Ledger, LossChange, PastReason};
use crate::decimal::trimmed;
use crate::problem::Problem;
use crate::sheets;
use crate::tasks::papers::{self, LastLedger};

/// 整改台账：列出每个部门、每项失分，供落实整改；可以接着上次的台账做
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao ledger 基础数据.xlsx                         写到“基础数据-整改台账.xlsx”
  jixiao ledger 基础数据.xlsx -o 整改台账.xlsx
  jixiao ledger 基础数据.xlsx --last 上次台账.xlsx    带入上次填写的责任人、期限、状态和备注
  jixiao ledger 基础数据.xlsx --last 上次台账.xlsx --aliases 更名.csv")]
pub struct Arguments {
    #[command(flatten)]
    input: ScoredInput,

    #[command(flatten)]
    departments: Departments,

    /// 上次的整改台账：带入其中填写的内容，标明哪些已消除、哪些是新增
    #[arg(long, value_name = "文件")]
    last: Option<PathBuf>,

    /// 更名部门的别名文件（文本或工作簿），每行一对：原名称,现名称；上次台账里的原名称按此对应
    #[arg(long, value_name = "文件", requires = "last")]
    aliases: Option<PathBuf>,

    /// 写到哪个文件（不指定时写在输入文件旁边，名为“名称-整改台账.xlsx”）
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,

    /// 文件已经存在时覆盖它
    #[arg(long)]
    force: bool,
}

/// Makes the ledger.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let target = arguments.target();
    must_be_xlsx(&target)?;
    not_an_input(&target, arguments.inputs())?;
    let book = arguments.input.rule_book()?;
    let last = arguments.last.as_deref().map(source);
    let last = last
        .map(|last| LastLedger::read(&last, &book))
        .transpose()?;
    let aliases = aliases(arguments.aliases.as_deref())?;
    let evaluation = arguments.input.evaluate(&book, Format::Text)?;
    let departments = arguments.departments.chosen(&evaluation.dataset.records)?;
    let (ledger, problems) = papers::ledger_of(&evaluation, &departments, last, &aliases);
    may_write(&target, arguments.inputs(), arguments.force)?;
    let bytes = sheets::ledger(&evaluation, &departments, &ledger)?;
    write_whole(&target, &bytes)?;
    tell(&ledger, departments.len(), &problems, &target)?;
    Ok(arguments.departments.outcome(&evaluation, &departments))
}

impl Arguments {
    /// Everything that is read.
    fn inputs(&self) -> impl Iterator<Item = &Path> {
        let lists = self.last.as_deref().into_iter();
        self.input
            .files()
            .chain(lists)
            .chain(self.aliases.as_deref())
    }

    fn target(&self) -> PathBuf {
        let usual = || beside(self.input.file(), "整改台账.xlsx");
        self.output.clone().unwrap_or_else(usual)
    }
}

/// Says what the ledger holds and what became of last round's.
fn tell(
    ledger: &Ledger,
    departments: usize,
    problems: &[Problem],
    target: &Path,
) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    let lost: Decimal = ledger.entries.iter().map(|entry| entry.loss.lost).sum();
    writeln!(
        out,
        "{departments} 个部门，失分 {} 条，共 {} 分；待补数据 {} 条",
        ledger.entries.len(),
        trimmed(lost, 4),
        ledger.pending.len()
    )?;
    if ledger.compared {
        summary::listed(problems.iter(), &mut out)?;
        writeln!(out, "{}", compared(ledger))?;
    }
    writeln!(out, "整改台账已写到：{}", written_to(target))
}

/// What became of last round's entries.
fn compared(ledger: &Ledger) -> String {
    let new = Some(LossChange::New);
    let fresh = ledger.entries.iter().filter(|entry| entry.change == new);
    let mended = ledger
        .past
        .iter()
        .filter(|past| past.fate == PastReason::Mended);
    let (fresh, mended) = (fresh.count(), mended.count());
    let mut text = format!(
        "与上次相比：仍有失分 {} 条，新增 {fresh} 条，已消除 {mended} 条",
        ledger.entries.len() - fresh
    );
    let waiting = ledger.pending.iter().filter(|one| one.last_lost.is_some());
    let waiting = waiting.count();
    if waiting > 0 {
        text += &format!("，转入待补数据 {waiting} 条");
    }
    let others = ledger.past.len() - mended;
    if others > 0 {
        text += &format!("，其他以往条目 {others} 条（见“以往条目”表）");
    }
    if ledger.left_out > 0 {
        text += &format!(
            "；上次台账里有 {} 条属于没有选的部门，没有带入",
            ledger.left_out
        );
    }
    text
}
