//! How a run ends.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::intake::IntakeError;
use crate::reports::TemplateError;
use crate::rulebook::library::LibraryError;
use crate::sheets::WriteError;
use crate::workbook::OpenError;

/// The exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// 0: done.
    Done,
    /// 1: done, but something could not be scored or an error stands in the problem list.
    DoneWithErrors,
    /// 2: not done: usage, unreadable file, faulty rule book.
    NotDone,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::DoneWithErrors => 1,
            Outcome::NotDone => 2,
        })
    }
}

/// Why nothing was done.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error("{file}：{cause}")]
    Intake { file: String, cause: IntakeError },
    #[error("“{file}”是{what}，不是装有各部门数据的工作簿。{advice}")]
    Mistaken {
        file: String,
        what: String,
        advice: String,
    },
    #[error(transparent)]
    Library(#[from] LibraryError),
    #[error("规则书“{name}”有错误（见上），改正后才能使用")]
    FaultyRules { name: String },
    #[error("“{}”已经存在，没有覆盖。要覆盖请加 --force，或用 -o 另取名称", path.display())]
    Exists { path: PathBuf },
    #[error("输出不能覆盖输入文件“{}”，请另取名称，或写到别的文件夹", path.display())]
    OverInput { path: PathBuf },
    #[error("输出文件应以 .xlsx 结尾：“{}”", path.display())]
    NotXlsx { path: PathBuf },
    #[error("“{}”是文件夹，请用 -o 写明文件名", path.display())]
    IsFolder { path: PathBuf },
    #[error("汇总报告应以 .docx 结尾：“{}”", path.display())]
    NotDocx { path: PathBuf },
    #[error("“{}”不是文件夹，请另指定一个文件夹", path.display())]
    NotFolder { path: PathBuf },
    #[error("文件夹“{}”里已经有 {count} 个同名文件（如“{first}”），没有覆盖。要覆盖请加 --force，或另指定文件夹", folder.display())]
    ManyExist {
        folder: PathBuf,
        count: usize,
        first: String,
    },
    #[error("“{}”所在的文件夹不存在，请先建好，或写到别处", path.display())]
    NoFolder { path: PathBuf },
    #[error("写不了“{}”：{cause}。请处理后再试，或用 -o 写到别处", path.display())]
    Write { path: PathBuf, cause: String },
    #[error("生成工作簿失败：{0}。请把这个提示连同输入文件一起反馈给我们")]
    Workbook(#[from] WriteError),
    #[error(transparent)]
    Report(#[from] TemplateError),
    #[error("报告模板“{name}”有错误（见上），改正后才能使用")]
    FaultyTemplate { name: String },
    #[error("用不了报告模板“{name}”：{cause}")]
    Template { name: String, cause: String },
    #[error(
        "“{file}”里没有找到整改台账：表头应有部门名称、指标、责任人、整改状态等列。请核对 --last 指定的文件"
    )]
    NoLedger { file: String },
    #[error("没有名为“{name}”的部门。{hint}")]
    NoDepartment { name: String, hint: String },
    #[error("没有名为“{name}”的指标。{hint}")]
    NoIndicator { name: String, hint: String },
    #[error("“{}”里没有写年度，不知道是哪一年。请补上年度，或写成“年度=文件”，例如 2021={}", path.display(), path.display())]
    NoYear { path: PathBuf },
    #[error("“{}”里有 {} 几个年度的数据，请写成“年度=文件”，例如 {}={}", path.display(), listed(years), years.last().copied().unwrap_or_default(), path.display())]
    SeveralYears { path: PathBuf, years: Vec<u32> },
    #[error("“{}”和“{}”都是 {year} 年的数据。请各选一个年度", files.0, files.1)]
    YearTwice { year: u32, files: (String, String) },
    #[error("--rules 给了 {year} 年的规则书，但没有这一年的工作簿。请核对年度")]
    RulesOfNoYear { year: u32 },
    #[error("--rules 重复：“{rules}”。每个年度只能有一本规则书")]
    RulesTwice { rules: String },
    #[error("别名文件“{file}”第 {line} 行不是一对名称。每行应写：原名称,现名称")]
    Aliases { file: String, line: usize },
    #[error("读不了别名文件“{file}”：{cause}")]
    AliasesUnreadable { file: String, cause: String },
    #[error("没有生成对比工作簿：{0}")]
    Comparison(String),
    #[error("--last-year 的“{}”是 {last} 年的，不早于要评的 {this} 年。请指定上年的工作簿", path.display())]
    NotLastYear { path: PathBuf, last: u32, this: u32 },
    #[error("部门名单“{file}”里有重复的部门：{}。请改正后再试", who.join("；"))]
    RosterTwice { file: String, who: Vec<String> },
    #[error("读不了文件夹“{}”：{cause}", path.display())]
    ReadFolder { path: PathBuf, cause: String },
    #[error("没有可收集的文件，请检查文件夹是否写对")]
    NothingToCollect,
    #[error("--year 的“{year}”不是年度。请写四位的年度，如 --year 2022")]
    NoSuchYear { year: u32 },
    #[error("--prefer 指定的“{}”不在要收集的文件里。请写“收集情况”里的文件名，或文件的路径", path.display())]
    PreferElsewhere { path: PathBuf },
    #[error("没有代码为“{code}”的问题，也没有这个文件。{hint}")]
    NoCode { code: String, hint: String },
    #[error(
        "“{file}”不是评分结果工作簿：没有找到写着“规则书校验码”的“评价规则”表。请指定 jixiao score 写出的文件"
    )]
    NoResult { file: String },
    #[error(
        "“{file}”是按规则书“{rules}”评分的，它的校验码是 {wanted}；{found}。请用 --rules 指定当时的规则书文件"
    )]
    OtherRules {
        file: String,
        rules: String,
        wanted: String,
        found: String,
    },
    #[error("写到屏幕时出错：{0}")]
    Screen(#[from] std::io::Error),
}

impl Failure {
    /// A file whose sheets could not be used.
    pub fn intake(file: &Path) -> impl FnOnce(IntakeError) -> Failure {
        let file = file_name(file);
        |cause| Failure::Intake { file, cause }
    }
}

/// A file's name without its folders.
pub fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

fn listed(years: &[u32]) -> String {
    let years: Vec<String> = years.iter().map(u32::to_string).collect();
    years.join("、")
}
