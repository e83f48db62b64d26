//! `rules check`: what is wrong with a rule book and its report template.

use std::io::Write;
use std::path::Path;

use super::written;
use crate::cli::input::{loaded, rendered};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::output::{may_write, must_be_xlsx};
use crate::cli::report::load_template;
use crate::cli::summary;
use crate::reports::lint;
use crate::rulebook::library::{Loaded, built_in};
use crate::rulebook::{Finding, FindingLevel};
use crate::tasks::papers::template_of;
use crate::tasks::rule_books;
use crate::workbook::{self, Bounds};

/// Checks a rule book; `copy` is where a rule workbook is written with its cells marked, and whether over a file.
pub fn check(
    rules: &str,
    template: Option<&str>,
    copy: Option<(&Path, bool)>,
) -> Result<Outcome, Failure> {
    if let Some((output, force)) = copy {
        must_be_xlsx(output)?;
        may_write(output, Some(Path::new(rules)), force)?;
    }
    let Loaded { findings, book, .. } = loaded(rules)?;
    let marked = copy.map(|(output, force)| (marked(rules, &findings), output, force));
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
    drop(out);
    if let Some((marked, output, force)) = marked {
        written(&marked?, output, Some(Path::new(rules)), force)?;
    }
    let mut out = std::io::stdout().lock();
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

/// A copy of a rule workbook with the cells marked that are found fault with.
fn marked(rules: &str, findings: &[Finding]) -> Result<Vec<u8>, Failure> {
    let path = Path::new(rules);
    let marked = match workbook::open(path, &Bounds::STANDARD) {
        Ok(workbook) if built_in(rules).is_none() => rule_books::marked(&workbook, findings)?,
        _ => None,
    };
    marked.ok_or_else(|| Failure::NoRuleWorkbook { name: rules.into() })
}
