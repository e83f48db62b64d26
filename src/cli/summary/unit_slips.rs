//! Money that is probably in a wrong unit, where no list of problems is shown.

use std::io::{self, Write};

use console::style;

use crate::problem::{Code, Problem};

/// How many are told.
const TOLD: usize = 5;

/// Tells the slips of unit among some problems; `of` says of which year, `more` where to find the rest.
pub fn unit_slips<'p>(
    problems: impl IntoIterator<Item = &'p Problem>,
    of: &str,
    more: &str,
    out: &mut impl Write,
) -> io::Result<()> {
    let code = Code::UnitSlip;
    let of_it = |problem: &&Problem| problem.is(code);
    let slips: Vec<&Problem> = problems.into_iter().filter(of_it).collect();
    for slip in slips.iter().take(TOLD) {
        let what = style(format!("{}{of}：", code.title())).yellow().bold();
        match &slip.department {
            Some(who) => writeln!(out, "{what}{} {}", who.name, slip.message())?,
            None => writeln!(out, "{what}{}", slip.message())?,
        }
    }
    match slips.len().saturating_sub(TOLD) {
        0 => Ok(()),
        rest => writeln!(out, "  …其余 {rest} 处{more}"),
    }
}
