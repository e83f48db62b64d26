//! What people see on the terminal: short, coloured where the terminal can, aligned for Chinese.

mod comparison;
mod problems;
mod unit_slips;
mod verification;
mod whatif;

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, ContentArrangement, Table};
use console::style;

use super::output::written_to;
use crate::analysis::opinions::told;
use crate::analysis::{Evaluation, losses};
use crate::decimal::{fixed, trimmed};
use crate::forms::changes::Changed;
use crate::forms::fate::{Fate, Status};
use crate::forms::matching::Collection;
use crate::intake::opinions::OPINIONS;
use crate::problem::meaning::Meaning;
use crate::problem::{Problem, Severity};
use crate::questions::headroom;
use crate::rulebook::RuleBook;
use crate::rulebook::naming::plain;
use crate::scoring::PENDING;

pub use comparison::comparison;
pub use problems::problems;
use unit_slips::unit_slips;
pub use verification::verification;
pub use whatif::whatif;

/// How many departments stand at each end of the ranking.
const ENDS: usize = 5;
/// How many files of a kind are told on the terminal.
const FATES_TOLD: usize = 10;

/// The summary of `score`.
pub fn scores(evaluation: &Evaluation, target: Option<&Path>) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let book = evaluation.book;
    let year = evaluation
        .dataset
        .year
        .map_or_else(String::new, |year| format!("{year} 年度，"));
    writeln!(
        out,
        "{}",
        style(format!("{}（{}）", book.name, book.id)).bold()
    )?;
    writeln!(out, "{year}{} 个部门", evaluation.cards.len())?;
    writeln!(out, "{}", grades(evaluation))?;
    writeln!(out)?;
    ends(evaluation, &mut out)?;
    unscored(evaluation, &mut out)?;
    reviewed(evaluation, &mut out)?;
    kinds(evaluation, &mut out)?;
    if let Some(target) = target {
        writeln!(out, "结果已写到：{}", written_to(target))?;
    }
    Ok(())
}

/// What the bureau said of scores, where it said anything.
fn reviewed(evaluation: &Evaluation, out: &mut impl Write) -> io::Result<()> {
    let opinions = &evaluation.opinions;
    if opinions.is_empty() {
        return Ok(());
    }
    let words = OPINIONS.map(|word| format!("{word} {}", opinions.count(word)));
    writeln!(
        out,
        "{}：{} 条意见（{}），认定得分调整 {} 个部门 {} 项，没有位置的 {} 条",
        style("复核").bold(),
        opinions.given.len(),
        words.join("，"),
        opinions.departments_adjusted(),
        opinions.adjusted(),
        opinions.rest.len()
    )?;
    for line in told::adjusted(evaluation) {
        writeln!(out, "  {line}")?;
    }
    writeln!(out)
}

fn grades(evaluation: &Evaluation) -> String {
    let statistics = &evaluation.statistics;
    let mut parts: Vec<String> = statistics
        .grades
        .iter()
        .map(|(grade, count)| format!("{} {count}", style(grade).bold()))
        .collect();
    if statistics.ungraded > 0 {
        parts.push(format!(
            "{} {}",
            style(PENDING).yellow().bold(),
            statistics.ungraded
        ));
    }
    if let Some(total) = &statistics.total {
        let places = evaluation.book.decimals;
        parts.push(format!("平均 {}", fixed(total.mean, places)));
    }
    parts.join("  ")
}

fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(UTF8_FULL_CONDENSED)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_header(header.to_vec());
    // A table that goes into a file or a pipe is as wide as it likes.
    if let Some((_, columns)) = console::Term::stdout().size_checked() {
        table.set_width(columns);
    }
    table
}

fn ends(evaluation: &Evaluation, out: &mut impl Write) -> io::Result<()> {
    let ranked: Vec<usize> = evaluation
        .ranking
        .order
        .iter()
        .copied()
        .filter(|index| evaluation.ranking.ranks[*index].is_some())
        .collect();
    if ranked.is_empty() {
        return Ok(());
    }
    let mut rows = table(&["名次", "部门", "总分", "等级", "失分最多"]);
    for column in [0, 2] {
        if let Some(column) = rows.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let skipped = ranked.len().saturating_sub(2 * ENDS);
    for (position, index) in ranked.iter().enumerate() {
        if skipped > 0 && position == ENDS {
            rows.add_row(vec![
                "…".into(),
                format!("（其余 {skipped} 个部门）"),
                String::new(),
                String::new(),
                String::new(),
            ]);
        }
        if skipped > 0 && (ENDS..ENDS + skipped).contains(&position) {
            continue;
        }
        let (record, card) = (
            &evaluation.dataset.records[*index],
            &evaluation.cards[*index],
        );
        let losses: Vec<String> = losses::largest(card, evaluation.book, 2)
            .iter()
            .map(|loss| {
                format!(
                    "{} −{}",
                    evaluation.book.indicators[loss.indicator].name,
                    trimmed(loss.lost, 2)
                )
            })
            .collect();
        rows.add_row(vec![
            evaluation.ranking.ranks[*index].map_or_else(String::new, |rank| rank.to_string()),
            record.name.clone(),
            card.total
                .map_or_else(String::new, |total| fixed(total, evaluation.book.decimals)),
            card.grade.clone().unwrap_or_default(),
            losses.join("；"),
        ]);
    }
    writeln!(out, "{rows}\n")
}

fn unscored(evaluation: &Evaluation, out: &mut impl Write) -> io::Result<()> {
    let unranked: Vec<usize> = (0..evaluation.cards.len())
        .filter(|index| evaluation.ranking.ranks[*index].is_none())
        .collect();
    if unranked.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "{}",
        style(format!("未参加排名（{} 个）：", unranked.len()))
            .yellow()
            .bold()
    )?;
    let common = lacked_by_all(evaluation, &unranked);
    if !common.is_empty() {
        writeln!(out, "  都待补正：{}", common.join("、"))?;
    }
    for index in unranked.iter().take(20) {
        let (record, card) = (
            &evaluation.dataset.records[*index],
            &evaluation.cards[*index],
        );
        let places = evaluation.book.decimals;
        let own = card.lacking.iter().map(String::as_str);
        let own: Vec<&str> = own.filter(|name| !common.contains(name)).collect();
        let why = match (record.duplicate, own.as_slice()) {
            (true, _) => "部门重复".to_string(),
            (false, []) => String::new(),
            (false, own) => format!("待补正：{}", own.join("、")),
        };
        writeln!(
            out,
            "  {} {}／{}　{why}",
            record.name,
            fixed(card.scored_total, places),
            trimmed(card.scored_points, places)
        )?;
    }
    if unranked.len() > 20 {
        writeln!(out, "  …其余 {} 个见“排名”表", unranked.len() - 20)?;
    }
    writeln!(out)
}

/// What several departments lack alike, such as whole columns: told once, not of each.
fn lacked_by_all<'e>(evaluation: &'e Evaluation, departments: &[usize]) -> Vec<&'e str> {
    let single = |index: &&usize| !evaluation.dataset.records[**index].duplicate;
    let mut cards = departments
        .iter()
        .filter(single)
        .map(|index| &evaluation.cards[*index]);
    let Some(first) = cards.next() else {
        return Vec::new();
    };
    let others: Vec<_> = cards.collect();
    if others.is_empty() {
        return Vec::new();
    }
    let lacked = first.lacking.iter();
    lacked
        .filter(|name| others.iter().all(|card| card.lacking.contains(name)))
        .map(String::as_str)
        .collect()
}

fn kinds(evaluation: &Evaluation, out: &mut impl Write) -> io::Result<()> {
    let counts = [Severity::Error, Severity::Warning, Severity::Info]
        .map(|severity| format!("{} {}", severity.label(), evaluation.count(severity)));
    writeln!(out, "问题：{}", counts.join("，"))?;
    let mut kinds: BTreeMap<(Severity, &str), usize> = BTreeMap::new();
    for problem in evaluation
        .problems
        .iter()
        .filter(|problem| problem.severity != Severity::Info)
    {
        *kinds.entry((problem.severity, &problem.code)).or_default() += 1;
    }
    for ((severity, code), count) in kinds {
        let title = title(evaluation.book, code);
        writeln!(out, "  {} {code} {title}：{count}", coloured(severity))?;
    }
    Ok(())
}

/// What a code is about.
fn title(book: &RuleBook, code: &str) -> String {
    let own = crate::problem::Code::ALL
        .iter()
        .find(|known| known.as_str() == code);
    match own {
        Some(own) => own.title().into(),
        None => book
            .checks
            .iter()
            .find(|check| check.code == code)
            .map_or_else(String::new, |check| check.title()),
    }
}

fn coloured(severity: Severity) -> console::StyledObject<&'static str> {
    let label = style(severity.label());
    match severity {
        Severity::Error => label.red().bold(),
        Severity::Warning => label.yellow(),
        Severity::Info => label.dim(),
    }
}

/// Problems, each with what to do about it.
pub fn listed<'p>(
    problems: impl Iterator<Item = &'p Problem>,
    out: &mut impl Write,
) -> io::Result<()> {
    for problem in problems {
        writeln!(out, "{}", told(problem))?;
        writeln!(out, "      {}", style(&problem.advice).dim())?;
    }
    Ok(())
}

fn told(problem: &Problem) -> String {
    let department = problem
        .department
        .as_ref()
        .map_or("", |department| department.name.as_str());
    let cell = problem
        .place
        .cell
        .map_or_else(String::new, |cell| format!("!{cell}"));
    format!(
        "{} {} {}{cell} {department} {}",
        coloured(problem.severity),
        problem.code,
        problem.place.sheet,
        problem.message()
    )
}

/// The summary of `collect`.
pub fn collection(
    collection: &Collection,
    changed: Option<&[Changed]>,
    problems: &[Problem],
    target: &Path,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{}",
        style(format!("收到 {} 个部门的填报表", collection.taken.len())).bold()
    )?;
    writeln!(out, "{}", collection.tally.told())?;
    for status in Status::ALL {
        let fates = collection.fates.iter();
        let fates: Vec<&Fate> = fates.filter(|fate| fate.status == status).collect();
        if fates.is_empty() {
            continue;
        }
        let label = style(status.label());
        let label = match status.severity() {
            Severity::Error => label.red().bold(),
            Severity::Warning => label.yellow(),
            Severity::Info => label.green(),
        };
        writeln!(out, "{label}：{}", fates.len())?;
        if status.severity() == Severity::Info {
            continue;
        }
        for fate in fates.iter().take(FATES_TOLD) {
            let name = fate.who.as_ref().map_or("", |who| who.name.as_str());
            let file = fate.file.as_deref().unwrap_or_default();
            let why = fate.problems.first();
            let why = why.map(Problem::message).unwrap_or_default();
            writeln!(out, "  {name} {file} {}", style(why).dim())?;
        }
        if fates.len() > FATES_TOLD {
            writeln!(out, "  …其余 {} 个见“收集情况”表", fates.len() - FATES_TOLD)?;
        }
    }
    unit_slips(problems, "", "用 jixiao check 查看", &mut out)?;
    if let Some(changed) = changed {
        writeln!(
            out,
            "与上次汇总相比有 {} 处变动，见“变动情况”表",
            changed.len()
        )?;
    }
    writeln!(out, "汇总已写到：{}", written_to(target))
}

/// The scores of some departments with their reasons.
pub fn explanations(
    evaluation: &Evaluation,
    departments: &[usize],
    indicators: &[usize],
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let book = evaluation.book;
    for index in departments {
        let (record, card) = (
            &evaluation.dataset.records[*index],
            &evaluation.cards[*index],
        );
        let total = match card.total {
            Some(total) => format!(
                "{} 分，{}",
                fixed(total, book.decimals),
                card.grade.as_deref().unwrap_or(PENDING)
            ),
            None => format!(
                "{PENDING}（已评 {}／{}）",
                fixed(card.scored_total, book.decimals),
                trimmed(card.scored_points, 2)
            ),
        };
        let rank = evaluation.ranking.ranks[*index]
            .map_or_else(String::new, |rank| format!("，第 {rank} 名"));
        writeln!(out, "{} {total}{rank}", style(&record.name).bold())?;
        let mut rows = table(&["指标", "分值", "得分", "说明"]);
        for indicator in indicators {
            let scored = &card.indicators[*indicator];
            rows.add_row(vec![
                book.indicators[*indicator].name.clone(),
                trimmed(book.indicators[*indicator].points, 2),
                scored
                    .score
                    .map_or_else(|| PENDING.into(), |score| fixed(score, book.decimals)),
                scored.explanation.clone(),
            ]);
        }
        writeln!(out, "{rows}")?;
        if indicators.len() == book.indicators.len() {
            whatif::ways(&headroom::of_department(evaluation, *index), book, &mut out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// The indicators of a rule book that need last year's figures, if any.
pub fn needs_of_last_year(book: &RuleBook, out: &mut impl Write) -> io::Result<()> {
    let needs = book.needs_of_last_year();
    if needs.is_empty() {
        return Ok(());
    }
    writeln!(
        out,
        "需要上年数据的指标（评分时用 --last-year 指定上年的工作簿）："
    )?;
    for need in needs {
        let names: Vec<&str> = need.variables.iter().map(|one| &*one.name).collect();
        let indicator = &book.indicators[need.indicator].name;
        writeln!(out, "  {indicator}：{}", names.join("、"))?;
    }
    Ok(())
}

/// The help on a problem code.
pub fn meaning(meaning: &Meaning) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let heading = format!("{} {}", meaning.code, meaning.title);
    writeln!(out, "{}", style(heading).bold())?;
    writeln!(out, "{}", meaning.meaning)?;
    writeln!(out, "例如：{}", meaning.example)?;
    writeln!(out, "怎么办：{}", meaning.remedy)
}

/// A rule book for people.
pub fn rule_book(book: &RuleBook) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{}", style(&book.name).bold())?;
    writeln!(
        out,
        "名称 {}  版本 {}  总分 {}",
        book.id, book.version, book.points
    )?;
    writeln!(out, "依据 {}", book.source)?;
    writeln!(out, "校验码 {}", book.digest)?;
    for told in book.notices() {
        writeln!(out, "注意：{told}")?;
    }
    let grades: Vec<String> = book
        .grades
        .iter()
        .map(|grade| format!("{} ≥ {}", grade.name, grade.min))
        .collect();
    writeln!(out, "等级 {}\n", grades.join("，"))?;
    let mut rows = table(&["一级指标", "二级指标", "三级指标", "分值", "评分标准"]);
    for indicator in &book.indicators {
        rows.add_row(vec![
            &indicator.under.0,
            &indicator.under.1,
            &indicator.name,
            &indicator.points.to_string(),
            &indicator.criteria,
        ]);
    }
    writeln!(out, "{rows}\n")?;
    needs_of_last_year(book, &mut out)?;
    writeln!(out, "工作表“{}”的列：", book.sheets.data.name)?;
    for metric in &book.metrics {
        let same = |name: &&String| plain(name) != plain(metric.name());
        let aliases: Vec<&str> = metric
            .aliases
            .iter()
            .filter(same)
            .map(String::as_str)
            .collect();
        let also = if aliases.is_empty() {
            String::new()
        } else {
            format!("（也可写作：{}）", aliases.join("、"))
        };
        writeln!(
            out,
            "  {}{}{also}",
            metric.name(),
            metric
                .unit
                .as_ref()
                .map_or_else(String::new, |unit| format!(" [{unit}]"))
        )?;
    }
    Ok(())
}
