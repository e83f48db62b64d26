//! Help and usage errors in Chinese: clap's own words are replaced.

use std::ffi::OsString;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};

use super::outcome::Outcome;
use super::{typed, version};
use crate::visible_text::shown;

const TEMPLATE: &str = "{about-with-newline}
用法：{usage}

{all-args}{after-help}";

/// A command and its subcommands with Chinese headings.
pub fn chinese(command: Command) -> Command {
    let command = command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令")
        .subcommand_value_name("命令")
        .disable_help_flag(true)
        .disable_version_flag(true)
        .mut_args(|argument| {
            let heading = if argument.is_positional() {
                "参数"
            } else {
                "选项"
            };
            argument.help_heading(heading)
        })
        .arg(
            clap::Arg::new("help")
                .short('h')
                .long("help")
                .help("显示帮助")
                .help_heading("选项")
                .action(clap::ArgAction::Help),
        );
    let command = if command.get_version().is_some() {
        command.arg(
            clap::Arg::new("version")
                .short('V')
                .long("version")
                .help("显示版本和内置的规则书")
                .help_heading("选项")
                .action(clap::ArgAction::Version),
        )
    } else {
        command
    };
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_string())
        .collect();
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, chinese)
    })
}

/// Prints help or a usage error; `arguments` are what was typed.
pub fn report(error: &Error, arguments: &[OsString]) -> Outcome {
    match error.kind() {
        ErrorKind::DisplayHelp => print(&without_english(&error.render().to_string())),
        ErrorKind::DisplayVersion => print(&version::text()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            eprint!("{}", without_english(&error.render().to_string()));
            Outcome::NotDone
        }
        _ => {
            let sentence = match typed::split_name(arguments) {
                Some(name) => typed::quote_it(&name),
                None => sentence(error),
            };
            eprintln!("用法有误：{}", shown(&sentence));
            eprintln!("用 jixiao --help 查看用法。");
            Outcome::NotDone
        }
    }
}

fn print(text: &str) -> Outcome {
    use std::io::Write;
    // A pager that closes early is no fault.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Outcome::Done
}

/// Help without the English words and the half-width colons that clap writes by itself.
fn without_english(help: &str) -> String {
    [
        ("[OPTIONS]", "[选项]"),
        ("[default: ", "[默认："),
        // Where a line ends behind it.
        ("[default:", "[默认："),
        ("[possible values: ", "[可用："),
        ("命令:\n", "命令：\n"),
        ("参数:\n", "参数：\n"),
        ("选项:\n", "选项：\n"),
    ]
    .into_iter()
    .fold(help.to_string(), |help, (english, chinese)| {
        help.replace(english, chinese)
    })
}

/// What may have been meant, the likeliest first.
fn suggested(error: &Error) -> String {
    let typed = [
        ContextKind::InvalidArg,
        ContextKind::InvalidValue,
        ContextKind::InvalidSubcommand,
    ];
    let typed = typed.into_iter().find_map(|kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    });
    let kinds = [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
        ContextKind::SuggestedSubcommand,
    ];
    let found = kinds.into_iter().find_map(|kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(vec![text.clone()]),
        Some(ContextValue::Strings(texts)) => Some(texts.clone()),
        _ => None,
    });
    let mut found = found.unwrap_or_default();
    let unlikeness = |text: &String| strsim::damerau_levenshtein(typed.unwrap_or_default(), text);
    found.sort_by_key(unlikeness);
    let least = found.first().map_or(0, unlikeness);
    found.retain(|text| unlikeness(text) <= 2 * least + 1);
    match found.is_empty() {
        true => String::new(),
        false => format!("，是不是 {}？", found.join(" 或 ")),
    }
}

fn sentence(error: &Error) -> String {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        Some(ContextValue::StyledStrs(texts)) => texts
            .iter()
            .map(StyledStr::to_string)
            .collect::<Vec<_>>()
            .join("、"),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let valid = context(ContextKind::ValidValue);
    let suggested = suggested(error);
    match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("没有选项 {argument}{suggested}")
        }
        ErrorKind::UnknownArgument => {
            format!("多余的参数 {argument}：一次只处理一个文件；文件名里有空格的，请在两边加上引号")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{argument} 后面要写内容"),
        ErrorKind::InvalidValue => format!("{argument} 不能是“{value}”，可用：{valid}{suggested}"),
        ErrorKind::ValueValidation => format!("{argument} 不能是“{value}”"),
        ErrorKind::InvalidSubcommand => {
            format!(
                "没有命令 {}{suggested}",
                context(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::MissingRequiredArgument => format!("缺少 {argument}"),
        ErrorKind::MissingSubcommand => {
            format!("缺少命令，可用：{}", context(ContextKind::ValidSubcommand))
        }
        ErrorKind::ArgumentConflict => match context(ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == argument => {
                format!("{argument} 重复了，只能写一次")
            }
            prior => format!("{argument} 与 {prior} 不能同用，请只用其中一个"),
        },
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            format!("{argument} 的内容太多")
        }
        ErrorKind::TooFewValues => format!("{argument} 写得不够"),
        ErrorKind::InvalidUtf8 => "参数里有无法识别的字符".into(),
        _ => error.to_string(),
    }
}
