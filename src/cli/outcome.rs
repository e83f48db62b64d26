//! How a run ends.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::analysis::extent::ExtentError;
use crate::reports::TemplateError;
use crate::rulebook::library::LibraryError;
use crate::sheets::WriteError;
use crate::tasks::{Audience, TaskError};
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
    /// The library's, in its own words.
    #[error("{}", .0.told(Audience::CommandLine))]
    Task(Box<TaskError>),
    #[error(transparent)]
    Library(#[from] LibraryError),
    #[error("规则书“{name}”有错误（见上），改正后才能使用")]
    FaultyRules { name: String },
    #[error("规则书“{name}”不是工作簿，不能写标出错误的副本。请去掉 -o，错误在屏幕上逐条列出")]
    NoRuleWorkbook { name: String },
    #[error("“{file}”里{cause}")]
    NoIndicatorTable {
        file: String,
        cause: crate::rulebook::draft::NoTable,
    },
    #[error("规则书只能写成 .xlsx（工作簿）或 .toml（文本）：“{}”", path.display())]
    NoKindOfRules { path: PathBuf },
    #[error("这本规则书里有“{}”存不下的内容（可能是太长的文字，或位数太多的数字），没有写。请改用另一种文件", path.display())]
    LosesRules { path: PathBuf },
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
    #[error("报告模板“{name}”有错误（见上），改正后才能使用")]
    FaultyTemplate { name: String },
    #[error("用不了报告模板“{name}”：{cause}")]
    Template { name: String, cause: String },
    #[error("没有名为“{name}”的部门。{hint}")]
    NoDepartment { name: String, hint: String },
    #[error("没有名为“{name}”的指标。{hint}")]
    NoIndicator { name: String, hint: String },
    #[error("--rules 重复：“{rules}”。每个年度只能有一本规则书")]
    RulesTwice { rules: String },
    #[error(
        "模板“{name}”是多个部门的汇总，不能写成一行一句的工作簿。请导出为 .md：jixiao rules template {name} -o 汇总模板.md，用记事本改其中的文字，花括号里的和以 {{% 开头的照原样留着；部门报告的可以写成工作簿：jixiao rules template general -o 报告句子.xlsx，或 jixiao rules template shenzhen-2021 -o 报告句子.xlsx"
    )]
    NotInSentences { name: String },
    #[error(
        "只有一个工作簿，没有可比的。请给出另一年的工作簿；同一年用两本规则书对比的，写两次 --rules：--rules 原规则 --rules 现规则"
    )]
    OneWorkbook,
    #[error("读不了文件夹“{}”：{cause}", path.display())]
    ReadFolder { path: PathBuf, cause: String },
    #[error("没有代码为“{code}”的问题，也没有这个文件。{hint}")]
    NoCode { code: String, hint: String },
    #[error("写到屏幕时出错：{0}")]
    Screen(#[from] std::io::Error),
}

macro_rules! of_the_library {
    ($($cause:ty,)+) => {
        $(impl From<$cause> for Failure {
            fn from(cause: $cause) -> Failure {
                Failure::Task(Box::new(cause.into()))
            }
        })+
    };
}

of_the_library! {
    TaskError,
    ExtentError,
    OpenError,
    WriteError,
    TemplateError,
}

/// A file's name without its folders.
pub fn file_name(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}
