//! The summary of `compare`: the years, who rose and fell and why, who came and went.

use std::io::{self, Write};
use std::path::Path;

use comfy_table::CellAlignment;
use console::style;
use rust_decimal::Decimal;

use super::{table, unit_slips};
use crate::analysis::Comparison;
use crate::analysis::comparison::cause::signed;
use crate::analysis::comparison::{Alias, Continuity};
use crate::cli::output::written_to;
use crate::decimal::fixed;
use crate::problem::Severity;
use crate::scoring::PENDING;

/// How many departments stand on each list.
const MOVERS: usize = 5;
/// How many suggestions are told.
const SUGGESTIONS: usize = 10;

/// Writes the summary.
pub fn comparison(
    comparison: &Comparison,
    aliases: &[Alias],
    target: Option<&Path>,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    years(comparison, &mut out)?;
    for step in 0..comparison.steps.len() {
        changes(comparison, step, &mut out)?;
    }
    suggestions(comparison, aliases, &mut out)?;
    if let Some(target) = target {
        let target = written_to(target);
        writeln!(out, "结果已写到：{target}")?;
    }
    Ok(())
}

fn years(comparison: &Comparison, out: &mut impl Write) -> io::Result<()> {
    let mut rows = table(&["年度", "文件", "规则书", "部门", "待定", "平均分"]);
    for year in &comparison.years {
        let statistics = &year.evaluation.statistics;
        let mean = statistics.total.as_ref();
        let mean = mean.map(|total| fixed(total.mean, year.evaluation.book.decimals));
        rows.add_row(vec![
            year.short(),
            year.file.clone(),
            year.evaluation.book.id.clone(),
            year.evaluation.cards.len().to_string(),
            statistics.ungraded.to_string(),
            mean.unwrap_or_else(|| PENDING.into()),
        ]);
    }
    writeln!(out, "{rows}")?;
    let errors: Vec<String> = comparison
        .years
        .iter()
        .map(|year| (year.told(), year.evaluation.count(Severity::Error)))
        .filter(|(_, count)| *count > 0)
        .map(|(year, count)| format!("{year} {count} 处"))
        .collect();
    if !errors.is_empty() {
        let errors = errors.join("，");
        writeln!(out, "数据里有错误（{errors}），请用 jixiao check 查看。")?;
    }
    for year in &comparison.years {
        let of = format!("（{}）", year.told());
        unit_slips(&year.evaluation.problems, &of, "见“对比说明”表", out)?;
    }
    writeln!(out)
}

fn changes(comparison: &Comparison, step: usize, out: &mut impl Write) -> io::Result<()> {
    let [from, to] = [step, step + 1].map(|year| comparison.years[year].short());
    let order = comparison.by_change(step);
    let changed: Vec<(usize, Decimal)> = order
        .iter()
        .filter_map(|department| Some((*department, comparison.change(*department, step)?)))
        .collect();
    let count = |wanted: &dyn Fn(Decimal) -> bool| {
        changed.iter().filter(|(_, change)| wanted(*change)).count()
    };
    writeln!(
        out,
        "{}　可以对比的 {} 个部门：上升 {}，下降 {}，不变 {}",
        style(format!("{from} → {to}")).bold(),
        changed.len(),
        count(&|change| change > Decimal::ZERO),
        count(&|change| change < Decimal::ZERO),
        count(&|change| change.is_zero()),
    )?;
    if !comparison.steps[step].rescored.has_same_rules() {
        let [was, is] = [step, step + 1].map(|year| comparison.years[year].evaluation.book);
        let count = was.changes_to(is).len();
        writeln!(out, "规则书有 {count} 处不同，见“规则变化”表")?;
    }
    let fates: Vec<String> = Continuity::TOLD
        .into_iter()
        .map(|wanted| {
            let departments = 0..comparison.departments.len();
            let found = departments.filter(|one| comparison.fate(*one, step) == Some(wanted));
            (wanted, found.count())
        })
        .filter(|(_, count)| *count > 0)
        .map(|(fate, count)| format!("{} {count}", fate.label()))
        .collect();
    if !fates.is_empty() {
        writeln!(out, "{}", fates.join("，"))?;
    }
    let rises = changed
        .iter()
        .filter(|(_, change)| *change > Decimal::ZERO)
        .take(MOVERS);
    let falls = changed
        .iter()
        .rev()
        .filter(|(_, change)| *change < Decimal::ZERO)
        .take(MOVERS);
    let mut rows = table(&["部门", "变动", "规则", "表现", "不能拆分", "影响最大的指标"]);
    for column in 1..5 {
        if let Some(column) = rows.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let mut any = false;
    for (department, change) in rises.chain(falls.collect::<Vec<_>>().into_iter().rev()) {
        let split = comparison.steps[step].changes[*department].as_ref();
        let split = split.and_then(|change| change.split()).unwrap_or_default();
        let cause = comparison.causes(*department, step);
        let cause = cause.first().map(|cause| comparison.told(cause));
        let places = comparison.decimals();
        rows.add_row(vec![
            comparison.newest(*department).name.clone(),
            signed(*change, places),
            signed(split.rules, places),
            signed(split.performance, places),
            signed(split.undivided, places),
            cause.unwrap_or_default(),
        ]);
        any = true;
    }
    if any {
        writeln!(out, "{rows}")?;
    }
    writeln!(out)
}

fn suggestions(comparison: &Comparison, aliases: &[Alias], out: &mut impl Write) -> io::Result<()> {
    for place in &comparison.unused_aliases {
        let Alias { old, new } = &aliases[*place];
        let what = style("没有用上的别名：").yellow().bold();
        writeln!(out, "{what}{old} → {new}（没有找到这样的两个部门）")?;
    }
    if comparison.suggestions.is_empty() {
        return Ok(());
    }
    let what = style("可能是更名的部门（没有采用；如果是，请写进别名文件，用 --aliases 指定）：");
    writeln!(out, "{}", what.yellow().bold())?;
    for one in comparison.suggestions.iter().take(SUGGESTIONS) {
        let (old, new) = (comparison.newest(one.old), comparison.newest(one.new));
        writeln!(out, "  {} → {}", old.name, new.name)?;
    }
    let rest = comparison.suggestions.len().saturating_sub(SUGGESTIONS);
    if rest > 0 {
        writeln!(out, "  …其余 {rest} 对见“新增撤并”表")?;
    }
    writeln!(out)
}
