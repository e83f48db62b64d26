//! What directors ask about a score, on the terminal.

use std::io::{self, Write};
use std::path::Path;

use console::style;

use crate::analysis::Evaluation;
use crate::cli::output::written_to;
use crate::decimal::fixed;
use crate::problem::Problem;
use crate::questions::Questions;
use crate::questions::certainty::told::sentence;
use crate::questions::disputes::told as disputed;
use crate::questions::headroom::Headroom;
use crate::questions::headroom::told::{self, NEAR, PURPOSE};
use crate::questions::readings::Readings;
use crate::questions::readings::told::{counts, grades_changed, range};
use crate::rulebook::RuleBook;
use crate::scoring::PENDING;

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
    if let Some(target) = target {
        writeln!(out, "结果已写到：{}", written_to(target))?;
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
