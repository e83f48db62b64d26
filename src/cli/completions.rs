//! Shell completions.

use clap::{Args, Command};

use super::outcome::{Failure, Outcome};

/// 输出命令行补全脚本（bash、zsh、fish、powershell、elvish）
#[derive(Debug, Args)]
#[command(after_help = "示例：
  jixiao completions bash > ~/.local/share/bash-completion/completions/jixiao")]
pub struct Arguments {
    /// 哪种命令行
    #[arg(value_enum, value_name = "命令行")]
    shell: clap_complete::Shell,
}

/// Writes a completion script to standard output.
pub fn run(arguments: &Arguments, command: &mut Command) -> Result<Outcome, Failure> {
    clap_complete::generate(arguments.shell, command, "jixiao", &mut std::io::stdout());
    Ok(Outcome::Done)
}
