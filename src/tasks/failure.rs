//! Why something was not done: as facts, and in the sentences of the command line or of the page, which differ where one names an
//! option and the other a field.

use super::mistaken::Kind;
use crate::analysis::extent::ExtentError;
use crate::intake::IntakeError;
use crate::reports::TemplateError;
use crate::rulebook::Finding;
use crate::sheets::WriteError;
use crate::workbook::{OpenError, too_large};

/// Who is spoken to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Somebody who types commands: a sentence names options.
    CommandLine,
    /// Somebody who looks at the page: a sentence names its fields and doors.
    Page,
}

/// Why something was not done. Files are called by the names that they were handed in under.
#[derive(Debug)]
pub enum TaskError {
    /// The file is no workbook that can be read.
    Open(OpenError),
    /// Its sheets cannot be used.
    Intake {
        /// The file.
        file: String,
        /// Why not.
        cause: IntakeError,
    },
    /// It is a workbook of another kind.
    Mistaken {
        /// The file.
        file: String,
        /// What it is.
        kind: Kind,
    },
    /// Last year's workbook is not of a year before.
    NotLastYear {
        /// The file.
        file: String,
        /// Its year.
        last: u32,
        /// The year that is scored.
        this: u32,
    },
    /// No year has this number.
    NoSuchYear {
        /// What was asked for.
        year: u32,
    },
    /// The list names departments more than once.
    RosterTwice {
        /// The list.
        file: String,
        /// Which, with their rows, as sentences' parts.
        who: Vec<String>,
    },
    /// There is no form to collect.
    NothingToCollect,
    /// The file that is preferred is not among those that came.
    PreferElsewhere {
        /// What it was called.
        file: String,
    },
    /// The workbook does not say of which year it is.
    NoYear {
        /// The file.
        file: String,
    },
    /// It holds several years.
    SeveralYears {
        /// The file.
        file: String,
        /// Which.
        years: Vec<u32>,
    },
    /// Two workbooks are of one year.
    YearTwice {
        /// Which year.
        year: u32,
        /// The files.
        files: (String, String),
    },
    /// A rule book was given for a year that is not compared.
    RulesOfNoYear {
        /// Which year.
        year: u32,
    },
    /// A line of the renamed departments is no pair of names.
    Aliases {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
    },
    /// A name cannot stand in the file of renamed departments.
    AliasNotWritten {
        /// Which.
        name: String,
    },
    /// The file of renamed departments is no text that can be read.
    AliasesUnreadable {
        /// The file.
        file: String,
        /// Why.
        cause: String,
    },
    /// The file holds no ledger.
    NoLedger {
        /// The file.
        file: String,
    },
    /// The file is no result.
    NoResult {
        /// The file.
        file: String,
    },
    /// A result without the sheets of the input has nothing to be scored from again.
    NoRawData {
        /// The file.
        file: String,
    },
    /// There is no such result.
    Extent(ExtentError),
    /// A result was scored by a rule book that is not at hand.
    OtherRules {
        /// The file.
        file: String,
        /// The rule book that it names.
        rules: String,
        /// Its digest.
        wanted: String,
        /// What is at hand instead, in words.
        found: String,
    },
    /// The file holds no sheet of opinions.
    NoReview {
        /// The file.
        file: String,
    },
    /// A file of a table's own headers cannot be used.
    Headers {
        /// The file.
        file: String,
        /// Why, in the words of [`OwnHeaders`](crate::rulebook::OwnHeaders).
        cause: String,
    },
    /// An archive cannot be unpacked.
    Archive {
        /// The file.
        file: String,
        /// Why.
        cause: super::archive::ArchiveError,
    },
    /// A report's template has faults.
    Template {
        /// Which.
        name: String,
        /// The faults.
        findings: Vec<Finding>,
    },
    /// A workbook could not be made.
    Write(WriteError),
    /// There is no other year to compare with.
    NothingToCompare,
    /// The comparison's workbook could not be made.
    Comparison(String),
    /// A report could not be made.
    Report(TemplateError),
}

impl TaskError {
    /// The sentence.
    pub fn told(&self, to: Audience) -> String {
        let typed = to == Audience::CommandLine;
        match self {
            TaskError::Open(OpenError::TooLarge { file, limit }) if !typed => format!(
                "{}；文件确实这样大时，请在“不常用的”里选“放宽文件限度”。",
                too_large(file, limit)
            ),
            TaskError::Open(cause) => cause.to_string(),
            TaskError::Intake {
                file,
                cause: IntakeError::SeveralYears { years },
            } if !typed => format!(
                "{}：工作表里有 {} 几个年度的数据，请在“年度”里填写其中一个",
                bare(file),
                listed(years)
            ),
            TaskError::Intake {
                file,
                cause: IntakeError::NoHeader { sheet, name },
            } if !typed => format!(
                "{}：工作表“{sheet}”里没有找到表头。表头应有“{name}”和各项数据的名称；表头是别的写法的，请点“对一对表头”",
                bare(file)
            ),
            TaskError::Intake { file, cause } => format!("{}：{cause}", bare(file)),
            TaskError::Mistaken { file, kind } => format!(
                "“{}”是{}，不是装有各部门数据的工作簿。{}",
                bare(file),
                kind.what(),
                kind.advice(file, to)
            ),
            TaskError::NotLastYear { file, last, this } if typed => format!(
                "--last-year 的“{file}”是 {last} 年的，不早于要评的 {this} 年。请指定上年的工作簿"
            ),
            TaskError::NotLastYear { file, last, this } => format!(
                "上年工作簿“{file}”是 {last} 年的，不早于要评的 {this} 年。请另选上年的工作簿"
            ),
            TaskError::NoSuchYear { year } if typed => {
                format!("--year 的“{year}”不是年度。请写四位的年度，如 --year 2022")
            }
            TaskError::NoSuchYear { year } => {
                format!("“{year}”不是年度。请在“年度”里填四位的年度，如 2022")
            }
            TaskError::RosterTwice { file, who } => format!(
                "部门名单“{}”里有重复的部门或编码：{}。请改正后再试",
                bare(file),
                who.join("；")
            ),
            TaskError::NothingToCollect if typed => "没有可收集的文件，请检查文件夹是否写对".into(),
            TaskError::NothingToCollect => "没有可收集的文件，请检查是否选对了文件夹".into(),
            TaskError::PreferElsewhere { file } if typed => format!(
                "--prefer 指定的“{file}”不在要收集的文件里。请写“收集情况”里的文件名，或文件的路径"
            ),
            TaskError::PreferElsewhere { file } => {
                format!("要采用的“{file}”不在交回的文件里，请重新选择")
            }
            TaskError::NoYear { file } if typed => format!(
                "“{file}”里没有写年度，不知道是哪一年。请补上年度，或写成“年度=文件”，例如 2021={file}"
            ),
            TaskError::NoYear { file } => {
                format!("“{file}”里没有写年度，不知道是哪一年。请在文件旁边的“年度”里填写")
            }
            TaskError::SeveralYears { file, years } if typed => format!(
                "“{file}”里有 {} 几个年度的数据，请写成“年度=文件”，例如 {}={file}",
                listed(years),
                years.last().copied().unwrap_or_default()
            ),
            TaskError::SeveralYears { file, years } => format!(
                "“{file}”里有 {} 几个年度的数据，请在文件旁边的“年度”里填写其中一个；要比较其中两年，把这个文件再选一次",
                listed(years)
            ),
            TaskError::YearTwice { year, files } => format!(
                "“{}”和“{}”都是 {year} 年的数据。请各选一个年度",
                bare(&files.0),
                bare(&files.1)
            ),
            TaskError::RulesOfNoYear { year } if typed => {
                format!("--rules 给了 {year} 年的规则书，但没有这一年的工作簿。请核对年度")
            }
            TaskError::RulesOfNoYear { year } => {
                format!("给了 {year} 年的规则书，但没有这一年的工作簿。请核对年度")
            }
            TaskError::Aliases { file, line } => format!(
                "别名文件“{}”第 {line} 行不是一对名称。每行应写：原名称,现名称",
                bare(file)
            ),
            TaskError::AliasNotWritten { name } => format!(
                "名称“{name}”里有逗号、分号或引号，写不进更名文件。请用工作簿写：第一列原名称，第二列现名称"
            ),
            TaskError::AliasesUnreadable { file, cause } => {
                format!("读不了别名文件“{}”：{cause}", bare(file))
            }
            TaskError::NoLedger { file } => format!(
                "“{}”里没有找到整改台账：表头应有部门名称、指标、责任人、整改状态等列。{}",
                bare(file),
                match to {
                    Audience::CommandLine => "请核对 --last 指定的文件",
                    Audience::Page => "请另选上次的整改台账",
                }
            ),
            TaskError::NoResult { file } => format!(
                "“{}”不是评分结果工作簿：没有找到写着“规则书校验码”的“评价规则”表。请{} jixiao 评分写出的文件",
                bare(file),
                if typed { "指定" } else { "另选" }
            ),
            TaskError::NoRawData { file } => format!(
                "“{}”里没有原始数据（评分时选了工作表，没有选“原始数据”），不能单独核对。请{}",
                bare(file),
                match to {
                    Audience::CommandLine => "用 --input 指定评分时用的输入",
                    Audience::Page => "选择评分时用的工作簿",
                }
            ),
            TaskError::Extent(cause) => cause.to_string(),
            TaskError::OtherRules {
                file,
                rules,
                wanted,
                found,
            } => format!(
                "“{}”是按规则书“{rules}”评分的，它的校验码是 {wanted}；{found}。请{}当时的规则书文件",
                bare(file),
                if typed {
                    "用 --rules 指定"
                } else {
                    "选择"
                }
            ),
            TaskError::NoReview { file } => format!(
                "“{}”里没有“自评复核”表。请{}",
                bare(file),
                match to {
                    Audience::CommandLine =>
                        "用 --review 指定复核过的评分结果；还没有复核的，先用 --sheets 全部,自评复核 评分，结果里就有可以填写的“自评复核”",
                    Audience::Page => "另选复核过的评分结果",
                }
            ),
            TaskError::Headers { file, cause } => {
                format!("用不了表头对应文件“{}”：{cause}", bare(file))
            }
            TaskError::Archive { file, cause } => format!("压缩包“{}”{cause}", bare(file)),
            TaskError::Template { name, .. } if typed => {
                format!("报告模板“{name}”有错误（见上），改正后才能使用")
            }
            TaskError::Template { name, .. } => format!("用不了报告模板“{name}”"),
            TaskError::Write(cause) => {
                format!("生成工作簿失败：{cause}。请把这个提示连同输入文件一起反馈给我们")
            }
            TaskError::NothingToCompare => "没有上年的工作簿，无从对比".into(),
            TaskError::Comparison(cause) => format!("没有生成对比工作簿：{cause}"),
            TaskError::Report(cause) => cause.to_string(),
        }
    }

    /// Whether a person who says which column is which may help: the sheet or its header was not found.
    pub fn is_about_headers(&self) -> bool {
        use IntakeError::{NoDataSheet, NoHeader, NoNameColumn};
        matches!(
            self,
            TaskError::Intake {
                cause: NoDataSheet { .. } | NoHeader { .. } | NoNameColumn { .. },
                ..
            }
        )
    }

    /// What is wrong line by line, where it is more than the sentence says.
    pub fn findings(&self) -> &[Finding] {
        match self {
            TaskError::Template { findings, .. } => findings,
            _ => &[],
        }
    }
}

/// A file's name without its folders.
fn bare(file: &str) -> &str {
    let name = std::path::Path::new(file).file_name();
    name.and_then(|name| name.to_str()).unwrap_or(file)
}

fn listed(years: &[u32]) -> String {
    let years: Vec<String> = years.iter().map(u32::to_string).collect();
    years.join("、")
}

impl From<OpenError> for TaskError {
    fn from(cause: OpenError) -> TaskError {
        TaskError::Open(cause)
    }
}

impl From<ExtentError> for TaskError {
    fn from(cause: ExtentError) -> TaskError {
        TaskError::Extent(cause)
    }
}

impl From<WriteError> for TaskError {
    fn from(cause: WriteError) -> TaskError {
        TaskError::Write(cause)
    }
}

impl From<TemplateError> for TaskError {
    fn from(cause: TemplateError) -> TaskError {
        TaskError::Report(cause)
    }
}
