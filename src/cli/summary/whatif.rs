//! What directors ask about a score, on the terminal.

use std::io::{self, Write};
use std::path::Path;

use console::style;

use crate::analysis::Evaluation;
use crate::cli::output::written_to;
use crate::decimal::fixed;
use crate::problem::Problem;
use crate::questions::Questions;
use crate::questions::against::Against;
use crate::questions::against::told::{called, counts as counts_of_rules, why};
use crate::questions::certainty::told::sentence;
use crate::questions::disputes::told as disputed;
use crate::questions::headroom::Headroom;
use crate::questions::headroom::told::{self, NEAR, PURPOSE};
use crate::questions::readings::Readings;
use crate::questions::readings::told::{counts, grades_changed, range};
use crate::rulebook::RuleBook;
use crate::scoring::{PENDING, Scorecard};

/// So many departments are told where nobody was asked for.
const TOLD: usize = 10;

/// The summary of `whatif`: of those asked for all, else of those that stand nearest to another grade.
pub fn whatif(
    evaluation: &Evaluation,
    questions: &Questions,
    problems: &[Problem],
    chosen: &[usize],
    all: bool,
    target: Option<&Path>,
) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let near = |place: &&usize| is_near(&questions.headroom[**place]);
    let told: Vec<usize> = match all {
        true => evaluation
            .ranking
            .order
            .iter()
            .filter(near)
            .copied()
            .collect(),
        false => chosen.to_vec(),
    };
    if all {
        writeln!(
            out,
            "{}",
            style(format!(
                "离另一等级不到 {NEAR} 分的部门（{} 个）",
                told.len()
            ))
            .bold()
        )?;
    }
    let most = if all { TOLD } else { told.len() };
    for place in told.iter().take(most) {
        let (record, card) = (
            &evaluation.dataset.records[*place],
            &evaluation.cards[*place],
        );
        let total = card
            .total
            .map(|total| fixed(total, evaluation.book.decimals));
        let grade = card.grade.as_deref().unwrap_or(PENDING);
        let total = total.map(|total| format!("{total} 分，"));
        let total = total.unwrap_or_default();
        writeln!(out, "{} {total}{grade}", style(&record.name).bold())?;
        ways(&questions.headroom[*place], evaluation.book, &mut out)?;
        if let Some(bounds) = &questions.certainty.bounds[*place] {
            let said = sentence(questions.certainty, evaluation, *place, bounds);
            writeln!(out, "  评定略有不同时：{said}")?;
        }
        let readings = questions.readings;
        let places = evaluation.book.decimals;
        let over = range(&readings.ranges[*place], readings, places);
        if let Some(over) = over.filter(|_| !readings.choices.is_empty()) {
            writeln!(out, "  各种读法下：{over}")?;
        }
    }
    if told.len() > most {
        writeln!(out, "…其余 {} 个见“差距与余量”表", told.len() - most)?;
    }
    writeln!(out, "{PURPOSE}")?;
    disputed(evaluation, questions, problems, &mut out)?;
    if all {
        readings(evaluation, questions.readings, &mut out)?;
    }
    if let Some(other) = questions.against {
        against(evaluation, other, chosen, &mut out)?;
    }
    if let Some(target) = target {
        writeln!(out, "结果已写到：{}", written_to(target))?;
    }
    Ok(())
}

/// So many departments are told of those that another rule book moves.
const MOVERS: usize = 10;

/// Who stands elsewhere by another rule book: those that it moves the most.
fn against(
    evaluation: &Evaluation,
    against: &Against,
    chosen: &[usize],
    out: &mut impl Write,
) -> io::Result<()> {
    writeln!(out)?;
    let (was, is) = (evaluation.book, against.other.book);
    let title = format!("换一本规则书：{} → {}", called(was), called(is));
    writeln!(out, "{}", style(title).bold())?;
    let (totals, grades, ranks) = counts_of_rules(evaluation, against);
    let changes = match against.changes.len() {
        0 => "规则书的内容相同".to_string(),
        count => format!("规则书有 {count} 处不同，见“规则变化”表"),
    };
    writeln!(
        out,
        "{changes}。总分变的 {totals} 个，等级变的 {grades} 个，名次变的 {ranks} 个"
    )?;
    let change = |place: &usize| {
        let other = against.card(&against.departments[*place])?;
        other.total?.checked_sub(evaluation.cards[*place].total?)
    };
    let moved = |place: &&usize| {
        let own = &against.departments[**place];
        let grade = against.card(own).and_then(|card| card.grade.as_deref());
        !own.moved.is_empty()
            || evaluation.ranking.ranks[**place] != against.rank(own)
            || evaluation.cards[**place].grade.as_deref() != grade
    };
    let mut told: Vec<usize> = chosen.iter().filter(moved).copied().collect();
    told.sort_by_key(|place| std::cmp::Reverse(change(place).map(|change| change.abs())));
    for place in told.iter().take(MOVERS) {
        let own = &against.departments[*place];
        let (card, other) = (&evaluation.cards[*place], against.card(own));
        let stand = |card: Option<&Scorecard>, rank: Option<u32>, places| {
            let total = card.and_then(|card| card.total);
            match (total, rank) {
                (Some(total), Some(rank)) => format!("{} 分第 {rank} 名", fixed(total, places)),
                (Some(total), None) => format!("{} 分", fixed(total, places)),
                (None, _) => PENDING.into(),
            }
        };
        let grade = |card: Option<&Scorecard>| {
            let grade = card.and_then(|card| card.grade.as_deref());
            grade.unwrap_or(PENDING).to_string()
        };
        writeln!(
            out,
            "{}：{}（{}）→ {}（{}）　{}",
            evaluation.dataset.records[*place].name,
            stand(Some(card), evaluation.ranking.ranks[*place], was.decimals),
            grade(Some(card)),
            stand(other, against.rank(own), is.decimals),
            grade(other),
            why(own, evaluation, against),
        )?;
    }
    if told.len() > MOVERS {
        let rest = told.len() - MOVERS;
        writeln!(out, "…其余 {rest} 个见“换规则的影响”表")?;
    }
    Ok(())
}

/// What each dispute decides, and what could not be used.
fn disputed(
    evaluation: &Evaluation,
    questions: &Questions,
    problems: &[Problem],
    out: &mut impl Write,
) -> io::Result<()> {
    let disputes = questions.disputes;
    if !disputes.effects.is_empty() {
        writeln!(out)?;
        let title = format!("争议数据（{} 处）", disputes.effects.len());
        writeln!(out, "{}", style(title).bold())?;
        for effect in &disputes.effects {
            writeln!(out, "{}", disputed::sentence(effect, evaluation))?;
        }
    }
    super::listed(problems.iter(), out)
}

/// What each reading changes.
fn readings(evaluation: &Evaluation, readings: &Readings, out: &mut impl Write) -> io::Result<()> {
    if readings.effects.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    let title = format!(
        "规则换一种读法（未定案的共 {} 种组合）",
        readings.combinations
    );
    writeln!(out, "{}", style(title).bold())?;
    for effect in &readings.effects {
        let (totals, grades, ranks) = counts(effect);
        let settled = match effect.reading.settled {
            Some(_) => "（公开案例已否定）",
            None => "",
        };
        writeln!(
            out,
            "{}：{}{settled}：总分变的 {totals} 个，等级变的 {grades} 个，名次变的 {ranks} 个",
            evaluation.book.indicators[effect.indicator].name, effect.reading.name
        )?;
        let changed = grades_changed(effect, evaluation);
        if !changed.is_empty() {
            writeln!(out, "  {changed}")?;
        }
    }
    Ok(())
}

/// A department's way up and down.
pub fn ways(headroom: &Headroom, book: &RuleBook, out: &mut impl Write) -> io::Result<()> {
    for line in told::lines(headroom, book) {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

fn is_near(headroom: &Headroom) -> bool {
    let sides = [&headroom.up, &headroom.down];
    sides
        .iter()
        .any(|side| side.points.is_some_and(|points| points < NEAR))
}
