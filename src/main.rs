//! The binary: calls the command line and turns its outcome into an exit status.

use std::process::ExitCode;

fn main() -> ExitCode {
    jixiao::cli::run(std::env::args_os()).into()
}
