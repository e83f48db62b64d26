//! The command line: the list of subcommands and what they share. It only talks to people; every
//! decision is the library's.

mod check;
mod collect;
mod compare;
mod completions;
mod departments;
mod explain;
mod folder;
mod input;
mod interrupt;
mod ledger;
mod outcome;
mod output;
mod progress;
mod received;
mod report;
mod rules;
mod score;
mod scorecard;
mod summary;
mod template;
mod typed;
mod usage;
mod verify;
mod version;
mod whatif;

use std::ffi::OsString;
use std::io::ErrorKind;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::rulebook::document::nearest;
use crate::visible_text::shown;
use crate::workbook::is_opening;
pub use outcome::{Failure, Outcome};

/// 部门整体支出绩效评分
#[derive(Debug, Parser)]
#[command(
    name = "jixiao",
    version,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    about = "按官方指标体系，为各部门的整体支出绩效批量评分",
    after_help = "示例：
  jixiao 基础数据.xlsx                    评分，结果写到“基础数据-评分结果.xlsx”
  jixiao check 基础数据.xlsx              只检查数据，不评分
  jixiao explain 基础数据.xlsx --dept 示例市教育局
                                          逐项说明一个部门的得分
  jixiao compare 2020.xlsx 2021.xlsx      两个年度并排对比
  jixiao rules show shenzhen-2021         查看规则书

把工作簿拖到程序上，等于 jixiao score。
退出状态：0 完成；1 完成，但有部门不能评分或有错误；2 没有完成。"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Template(template::Arguments),
    Collect(collect::Arguments),
    Score(score::Arguments),
    Check(check::Arguments),
    Explain(explain::Arguments),
    Compare(compare::Arguments),
    Scorecard(scorecard::Arguments),
    Ledger(ledger::Arguments),
    Report(report::Arguments),
    Whatif(whatif::Arguments),
    Verify(verify::Arguments),
    Rules(rules::Arguments),
    Completions(completions::Arguments),
}

/// Runs the command line.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Outcome {
    tell_of_panics();
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    // One word and no more, as where a file is dropped on the program.
    let alone = arguments.len() <= 2;
    let ran = catch_unwind(AssertUnwindSafe(|| run_typed(arguments)));
    let outcome = ran.unwrap_or(Outcome::NotDone);
    if keeps_window(has_window_of_its_own(), alone, outcome) {
        eprintln!("按回车键关闭窗口。");
        let _ = std::io::stdin().read_line(&mut String::new());
    }
    outcome
}

/// Whether to wait before a window of the program's own closes: what was done by dropping a file is to be
/// read, and so is whatever failed.
fn keeps_window(own: bool, alone: bool, outcome: Outcome) -> bool {
    own && (alone || outcome != Outcome::Done)
}

fn run_typed(arguments: Vec<OsString>) -> Outcome {
    if let Some((typed, right)) = typed::wide_dash(&arguments) {
        let typed = shown(&typed);
        eprintln!("用法有误：“{typed}”前面的横线是全角的或长横线，请改成半角：{right}");
        return Outcome::NotDone;
    }
    let (arguments, dropped) = with_default_command(arguments);
    run_command(&arguments, dropped)
}

/// A panic is a fault of ours, and is told as one; what `workbook::open` makes an error of is not told here.
fn tell_of_panics() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !is_opening() {
            eprintln!("程序内部出错。请把下面的提示连同输入文件一起反馈给我们：");
            tell(panic);
        }
    }));
}

/// Whether Windows opened a window for this program alone, as it does where a workbook is dropped on it:
/// the window would close before anything in it could be read. Command lines set one of these variables.
fn has_window_of_its_own() -> bool {
    let unset = |name| std::env::var_os(name).is_none();
    cfg!(windows) && unset("PROMPT") && unset("TERM") && unset("WT_SESSION")
}

/// Runs what was typed; `dropped` where it was a file and nothing else.
fn run_command(arguments: &[OsString], dropped: bool) -> Outcome {
    let parsed = usage::chinese(Arguments::command())
        .try_get_matches_from(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let command = match parsed {
        Ok(arguments) => arguments.command,
        Err(error) => return usage::report(&error, arguments),
    };
    let result = match command {
        Command::Template(arguments) => template::run(&arguments),
        Command::Collect(arguments) => collect::run(&arguments),
        Command::Score(arguments) => score::run(&arguments, dropped),
        Command::Check(arguments) => check::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Compare(arguments) => compare::run(&arguments),
        Command::Scorecard(arguments) => scorecard::run(&arguments),
        Command::Ledger(arguments) => ledger::run(&arguments),
        Command::Report(arguments) => report::run(&arguments),
        Command::Whatif(arguments) => whatif::run(&arguments),
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Completions(arguments) => {
            completions::run(&arguments, &mut usage::chinese(Arguments::command()))
        }
    };
    match result {
        Ok(outcome) => outcome,
        // Whoever read the output has seen enough.
        Err(Failure::Screen(error)) if error.kind() == ErrorKind::BrokenPipe => Outcome::Done,
        Err(failure) => {
            eprintln!(
                "{}{}",
                console::style("没有完成：").red().bold().for_stderr(),
                shown(&failure.to_string())
            );
            if let Some(name) = typed::split_name(arguments) {
                eprintln!("{}", shown(&typed::quote_it(&name)));
            }
            Outcome::NotDone
        }
    }
}

/// `jixiao FILE` is `jixiao score FILE`, also with options before the file: a workbook can be dropped
/// on the program. Behind `--` comes a file whatever it is called. A word that is nearly a command and no file is left to be complained about.
/// Gives back, too, whether there is a file and nothing else.
fn with_default_command(mut arguments: Vec<OsString>) -> (Vec<OsString>, bool) {
    let Some(first) = arguments
        .get(1)
        .map(|first| first.to_string_lossy().into_owned())
    else {
        return (arguments, false);
    };
    let command = Arguments::command();
    let known: Vec<&str> = command
        .get_subcommands()
        .map(clap::Command::get_name)
        .collect();
    if first == "help" && !Path::new(&first).exists() {
        arguments[1] = "--help".into();
        return (arguments, false);
    }
    let own = ["-h", "--help", "-V", "--version"].contains(&first.as_str())
        || known.contains(&first.as_str());
    let misspelt = !Path::new(&first).exists()
        && first.chars().all(|c| c.is_ascii_alphabetic())
        && nearest(&first, known.iter().copied()).is_some();
    let is_file = !own && !misspelt;
    let dropped = is_file && arguments.len() == 2;
    if is_file {
        arguments.insert(1, "score".into());
    }
    (arguments, dropped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_of_its_own_stays_until_it_was_read() {
        use Outcome::{Done, DoneWithErrors, NotDone};
        for (own, alone, outcome, stays) in [
            (true, true, Done, true),
            (true, false, Done, false),
            (true, false, DoneWithErrors, true),
            (true, false, NotDone, true),
            (false, true, NotDone, false),
        ] {
            assert_eq!(
                keeps_window(own, alone, outcome),
                stays,
                "{alone} {outcome:?}"
            );
        }
    }
}
