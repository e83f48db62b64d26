//! The summary of `score`: grades, both ends of the ranking, who has no score and why.

use std::io::{self, Write};
use std::path::Path;

use comfy_table::CellAlignment;
use console::style;

use super::{kinds, table};
use crate::analysis::opinions::told;
use crate::analysis::{Evaluation, losses};
use crate::cli::output::written_to;
use crate::decimal::{fixed, trimmed};
use crate::intake::opinions::OPINIONS;
use crate::scoring::PENDING;

/// How many departments stand at each end of the ranking.
const ENDS: usize = 5;

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
    let counts = OPINIONS.map(|word| (word, opinions.count(word)));
    let others = opinions.given.len() - counts.iter().map(|(_, count)| count).sum::<usize>();
    let others = (others > 0).then_some(("其他或未选", others));
    let words = counts.into_iter().chain(others);
    let words: Vec<String> = words
        .map(|(word, count)| format!("{word} {count}"))
        .collect();
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
    for line in told::lines(evaluation) {
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
        let losses = losses::largest_named(card, evaluation.book, 2);
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
            (true, _) => "编码或名称与别的行重复".to_string(),
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
