//! 规则书: list, show; [`export`] to a file and from one kind to another, [`check`], [`diff`].

mod check;
mod diff;
mod draft;
mod export;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::input::{loaded, rendered};
use super::outcome::{Failure, Outcome};
use super::output::{Format, is_xlsx, may_write, write_whole};
use super::report::unknown_template;
use super::summary;
use crate::reports::{Template, sentences};
use crate::rulebook::library::{self, Loaded};
use crate::sheets::{self, Sentences};
use crate::visible_text::shown;

/// 规则书：列出、查看、导出、转换、检查
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao rules list
  jixiao rules show shenzhen-2021
  jixiao rules export shenzhen-2021 -o 本局规则.xlsx      导出为工作簿，在 Excel 里修改
  jixiao rules check 本局规则.xlsx -o 标注.xlsx           指出哪一格不对
  jixiao rules convert 本局规则.xlsx 本局规则.toml        工作簿与 TOML 互转
  jixiao rules diff shenzhen-2021 本局规则.xlsx           改了哪些，各有什么影响
  jixiao rules template shenzhen-2021 -o 本局模板.md      导出报告模板，供修改
  jixiao rules check 本局规则.xlsx --template 本局模板.md")]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// 列出内置的规则书
    List,
    /// 查看一本规则书：指标、分值、评分标准、要填的数据
    Show {
        /// 规则书的名称或文件
        #[arg(value_name = "规则书")]
        rules: String,
    },
    /// 把规则书导出为文件，供修改：.xlsx 是工作簿，.toml 是文本
    Export {
        /// 内置规则书的名称，或规则书文件
        #[arg(value_name = "规则书", default_value = library::BUILT_IN[0].0)]
        id: String,
        /// 写到哪个文件（.xlsx 或 .toml）
        #[arg(short, long, value_name = "文件")]
        output: PathBuf,
        /// 文件已经存在时覆盖它
        #[arg(long)]
        force: bool,
    },
    /// 把规则书从一种文件转成另一种：.xlsx 与 .toml 互转，内容不变
    Convert {
        /// 规则书的名称或文件
        #[arg(value_name = "规则书")]
        rules: String,
        /// 写到哪个文件（.xlsx 或 .toml）
        #[arg(value_name = "文件")]
        output: PathBuf,
        /// 文件已经存在时覆盖它
        #[arg(long)]
        force: bool,
    },
    /// 由官方指标表（xlsx、docx 等）起草一本规则书，计分方式逐项待确认
    Draft {
        /// 指标表：表头有一级、二级、三级指标、分值、评分标准
        #[arg(value_name = "指标表")]
        table: PathBuf,
        /// 写到哪个文件（.xlsx）
        #[arg(short, long, value_name = "文件")]
        output: PathBuf,
        /// 文件已经存在时覆盖它
        #[arg(long)]
        force: bool,
    },
    /// 两本规则书有什么不同，各有什么影响
    Diff {
        /// 原来的规则书
        #[arg(value_name = "原规则书")]
        was: String,
        /// 现在的规则书
        #[arg(value_name = "现规则书")]
        is: String,
        /// 输出：text 文字，json 供程序用
        #[arg(
            long,
            value_enum,
            value_name = "格式",
            default_value = "text",
            hide_possible_values = true
        )]
        format: Format,
    },
    /// 检查规则书文件和它的报告模板，指出每处错误在哪一行、哪一格
    Check {
        /// 规则书的名称或文件
        #[arg(value_name = "规则书")]
        rules: String,
        /// 对照这本规则书检查的报告模板（不指定时检查规则书自己的模板）
        #[arg(long, value_name = "模板")]
        template: Option<String>,
        /// 规则书是工作簿时，另写一份标出错误的副本
        #[arg(short, long, value_name = "文件")]
        output: Option<PathBuf>,
        /// 文件已经存在时覆盖它
        #[arg(long)]
        force: bool,
    },
    /// 把内置的报告模板导出为文件，供修改（部门报告的可以导出为 .xlsx，在 Excel 里改句子）
    Template {
        /// 内置模板的名称：shenzhen-2021、general（通用）或 bureau（汇总报告）
        #[arg(value_name = "模板")]
        name: String,
        /// 写到哪个文件
        #[arg(short, long, value_name = "文件")]
        output: PathBuf,
        /// 文件已经存在时覆盖它
        #[arg(long)]
        force: bool,
    },
}

/// Runs an action on rule books.
pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    match &arguments.action {
        Action::List => {
            let mut out = std::io::stdout().lock();
            for (id, _) in library::BUILT_IN {
                if let Some(book) = library::load(id)?.book {
                    writeln!(out, "{id:<16} {}（版本 {}）", book.name, book.version)?;
                    if let Some(why) = &book.incomplete {
                        writeln!(out, "{:<16} 不完整：{why}", "")?;
                    }
                }
            }
            Ok(Outcome::Done)
        }
        Action::Show { rules } => {
            let Loaded { findings, book, .. } = loaded(rules)?;
            let Some(book) = book else {
                eprint!("{}", rendered(&findings));
                return Err(Failure::FaultyRules {
                    name: rules.clone(),
                });
            };
            summary::rule_book(&book)?;
            Ok(Outcome::Done)
        }
        Action::Export { id, output, force } => match library::built_in(id) {
            // As it is, with its remarks.
            Some(text) if !is_xlsx(output) => written(text.as_bytes(), output, None, *force),
            _ => export::convert(id, output, *force),
        },
        Action::Convert {
            rules,
            output,
            force,
        } => export::convert(rules, output, *force),
        Action::Template {
            name,
            output,
            force,
        } => {
            let template = Template::built_in(name).ok_or_else(|| unknown_template(name))?;
            if is_xlsx(output) {
                return sentences(name, output, *force);
            }
            written(template.text.as_bytes(), output, None, *force)
        }
        Action::Draft {
            table,
            output,
            force,
        } => draft::draft(table, output, *force),
        Action::Diff { was, is, format } => diff::diff(was, is, *format),
        Action::Check {
            rules,
            template,
            output,
            force,
        } => {
            let copy = output.as_deref().map(|output| (output, *force));
            check::check(rules, template.as_deref(), copy)
        }
    }
}

/// Writes the template of a department's report as a workbook of sentences.
fn sentences(name: &str, output: &Path, force: bool) -> Result<Outcome, Failure> {
    let rows =
        sentences::rows(name).ok_or_else(|| Failure::NotInSentences { name: name.into() })?;
    let (kinds, whens) = sentences::words();
    let bytes = sheets::sentences(&Sentences {
        sheet: sentences::SHEET,
        headers: sentences::HEADERS,
        rows,
        kinds,
        whens,
        names: sentences::names(),
    })?;
    written(&bytes, output, None, force)
}

/// Writes a file, and tells where.
fn written(
    bytes: &[u8],
    output: &Path,
    input: Option<&Path>,
    force: bool,
) -> Result<Outcome, Failure> {
    may_write(output, input, force)?;
    write_whole(output, bytes)?;
    writeln!(
        std::io::stdout(),
        "已写到 {}",
        shown(&output.display().to_string())
    )?;
    Ok(Outcome::Done)
}
