//! `rules diff`: what changed from one rule book to another.

use std::io::Write;

use crate::cli::input::loaded;
use crate::cli::input::rendered;
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::output::{Format, print_json};
use crate::json;
use crate::rulebook::RuleBook;
use crate::rulebook::difference::{RuleChange, changes};
use crate::rulebook::tree::Table;
use crate::visible_text::shown;

/// Tells what changed.
pub fn diff(was: &str, is: &str, format: Format) -> Result<Outcome, Failure> {
    let (own, own_tree) = sound(was)?;
    let (other, other_tree) = sound(is)?;
    let changes = changes(&own_tree, &other_tree);
    if format == Format::Json {
        print_json(&json::rule_changes(&own, &other, &changes))?;
        return Ok(Outcome::Done);
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{} 版本 {} → {} 版本 {}",
        own.id, own.version, other.id, other.version
    )?;
    if changes.is_empty() {
        writeln!(out, "两本规则书的内容相同。")?;
    }
    let mut sheet = "";
    for change in &changes {
        if change.sheet != sheet {
            sheet = change.sheet;
            writeln!(out, "\n【{sheet}】")?;
        }
        write!(out, "{}", told(change))?;
    }
    if !changes.is_empty() {
        writeln!(out, "\n共 {} 处不同。", changes.len())?;
    }
    Ok(Outcome::Done)
}

fn told(change: &RuleChange) -> String {
    let subject = match change.what.as_str() {
        "" => change.subject.clone(),
        what => format!("{} · {what}", change.subject),
    };
    let blank = "（空）";
    let text = |text: &Option<String>| shown(text.as_deref().unwrap_or(blank)).to_string();
    let values = match (change.what.as_str(), &change.was, &change.is) {
        ("", None, Some(_)) => format!("  新增：{}\n", text(&change.is)),
        ("", Some(_), None) => format!("  取消：{}\n", text(&change.was)),
        _ => format!(
            "  原来：{}\n  现在：{}\n",
            text(&change.was),
            text(&change.is)
        ),
    };
    format!(
        "{}\n{values}  影响：{}\n",
        shown(&subject),
        change.effect.told()
    )
}

fn sound(name: &str) -> Result<(RuleBook, Table), Failure> {
    let loaded = loaded(name)?;
    match (loaded.book, loaded.tree) {
        (Some(book), Some(tree)) => Ok((book, tree)),
        _ => {
            eprint!("{}", rendered(&loaded.findings));
            Err(Failure::FaultyRules { name: name.into() })
        }
    }
}
