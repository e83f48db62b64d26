//! 规则书: list, show, export, check.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::input::rendered;
use super::outcome::{Failure, Outcome};
use super::output::{may_write, write_whole};
use super::summary;
use crate::rulebook::FindingLevel;
use crate::rulebook::library::{self, LibraryError, Loaded};
use crate::unseen::shown;

/// 规则书：列出、查看、导出、检查
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao rules list
  jixiao rules show shenzhen-2021
  jixiao rules export shenzhen-2021 -o 本局规则.toml      导出后可以修改
  jixiao rules check 本局规则.toml")]
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
    /// 检查规则书文件，指出每处错误的行和列
    Check {
        /// 规则书的名称或文件
        #[arg(value_name = "规则书")]
        rules: String,
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
            let Loaded { findings, book } = library::load(rules)?;
            let Some(book) = book else {
                eprint!("{}", rendered(&findings));
                return Err(Failure::FaultyRules {
                    name: rules.clone(),
                });
            };
            summary::rule_book(&book)?;
            Ok(Outcome::Done)
        }
        Action::Export { id, output, force } => export(id, output, *force),
        Action::Check { rules } => check(rules),
    }
}

fn export(id: &str, output: &Path, force: bool) -> Result<Outcome, Failure> {
    let Some(text) = library::built_in(id) else {
        return Err(LibraryError::Unknown {
            name: id.into(),
            hint: String::new(),
        }
        .into());
    };
    may_write(output, None, force)?;
    write_whole(output, text.as_bytes())?;
    writeln!(
        std::io::stdout(),
        "已写到 {}",
        shown(&output.display().to_string())
    )?;
    Ok(Outcome::Done)
}

fn check(rules: &str) -> Result<Outcome, Failure> {
    let findings = library::load(rules)?.findings;
    let mut out = std::io::stdout().lock();
    write!(out, "{}", rendered(&findings))?;
    let errors = findings
        .iter()
        .filter(|finding| finding.level == FindingLevel::Error)
        .count();
    let warnings = findings.len() - errors;
    writeln!(out, "{rules}：{errors} 个错误，{warnings} 个警告")?;
    // A rule book with errors does not score, so it is not done until they go.
    Ok(if errors == 0 {
        Outcome::Done
    } else {
        Outcome::NotDone
    })
}
