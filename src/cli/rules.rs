//! 规则书: list, show, export, check.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::input::{loaded, rendered};
use super::outcome::{Failure, Outcome};
use super::output::{may_write, write_whole};
use super::report::{load_template, unknown_template};
use super::summary;
use crate::reports::{Template, lint};
use crate::rulebook::FindingLevel;
use crate::rulebook::library::{self, LibraryError, Loaded};
use crate::tasks::papers::template_of;
use crate::unseen::shown;

/// 规则书：列出、查看、导出、检查
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao rules list
  jixiao rules show shenzhen-2021
  jixiao rules export shenzhen-2021 -o 本局规则.toml      导出后可以修改
  jixiao rules check 本局规则.toml
  jixiao rules template shenzhen-2021 -o 本局模板.md      导出报告模板，供修改
  jixiao rules check 本局规则.toml --template 本局模板.md")]
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
    /// 把内置的规则书导出为文件，供修改
    Export {
        /// 内置规则书的名称
        #[arg(value_name = "规则书")]
        id: String,
        /// 写到哪个文件
        #[arg(short, long, value_name = "文件")]
        output: PathBuf,
        /// 文件已经存在时覆盖它
        #[arg(long)]
        force: bool,
    },
    /// 检查规则书文件和它的报告模板，指出每处错误的行和列
    Check {
        /// 规则书的名称或文件
        #[arg(value_name = "规则书")]
        rules: String,
        /// 对照这本规则书检查的报告模板（不指定时检查规则书自己的模板）
        #[arg(long, value_name = "模板")]
        template: Option<String>,
    },
    /// 把内置的报告模板导出为文件，供修改
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
        Action::Export { id, output, force } => {
            let text = library::built_in(id).ok_or_else(|| LibraryError::Unknown {
                name: id.into(),
                hint: String::new(),
            })?;
            export(text, output, *force)
        }
        Action::Template {
            name,
            output,
            force,
        } => {
            let template = Template::built_in(name).ok_or_else(|| unknown_template(name))?;
            export(&template.text, output, *force)
        }
        Action::Check { rules, template } => check(rules, template.as_deref()),
    }
}

fn export(text: &str, output: &Path, force: bool) -> Result<Outcome, Failure> {
    may_write(output, None, force)?;
    write_whole(output, text.as_bytes())?;
    writeln!(
        std::io::stdout(),
        "已写到 {}",
        shown(&output.display().to_string())
    )?;
    Ok(Outcome::Done)
}

fn check(rules: &str, template: Option<&str>) -> Result<Outcome, Failure> {
    let Loaded { findings, book, .. } = loaded(rules)?;
    let mut out = std::io::stdout().lock();
    write!(out, "{}", rendered(&findings))?;
    if let Some(book) = &book {
        summary::needs_of_last_year(book, &mut out)?;
    }
    let errors = findings
        .iter()
        .filter(|finding| finding.level == FindingLevel::Error)
        .count();
    let warnings = findings.len() - errors;
    writeln!(out, "{rules}：{errors} 个错误，{warnings} 个警告")?;
    let Some(book) = book else {
        // A rule book with errors does not score, so it is not done until they go.
        return Ok(Outcome::NotDone);
    };
    let name = template.unwrap_or_else(|| template_of(&book));
    let findings = lint::department(&load_template(name)?, &book);
    write!(out, "{}", rendered(&findings))?;
    writeln!(out, "报告模板 {name}：{} 个错误", findings.len())?;
    if findings.is_empty() {
        return Ok(Outcome::Done);
    }
    if template.is_none() {
        // The rule book's own is no reason not to score.
        writeln!(
            out,
            "这些错误不影响评分。要写报告，请用 jixiao rules template {name} -o 本局模板.md 导出后改正，写报告时加 --template 本局模板.md"
        )?;
        return Ok(Outcome::Done);
    }
    Ok(Outcome::NotDone)
}
