//! `nothing`: what an item scores where there was nothing to measure: a total of 0.

use rust_decimal::Decimal;

use super::Context;
use crate::expr::{Comparison, Expr, Fault, Kind};
use crate::rulebook::document::Section;
use crate::rulebook::printed::Stated;

/// What it scores there.
pub(super) fn stated(table: &Section) -> Vec<Stated> {
    let Some(rule) = table.table("nothing") else {
        return Vec::new();
    };
    let scores = [rule.number("points"), rule.number("spent")];
    let scores = scores.into_iter().flatten();
    scores.map(|score| Stated::Points(score.value)).collect()
}

/// The item behind its nothing-to-measure rule, if it has one.
///
/// Where the total is 0, a blank part counts as 0; a part above 0 is worth `spent`, or, where the rule
/// book does not say, cannot be used.
pub(super) fn wrap(table: &Section, context: &Context, most: Decimal, expr: Expr) -> Option<Expr> {
    let Some(rule) = table.table("nothing") else {
        return Some(expr);
    };
    let (total_text, part_name) = (rule.required_text("total")?, rule.required_text("part")?);
    let (points, note) = (rule.required_number("points")?, rule.required_text("note")?);
    let spent = rule.number("spent");
    let spent_note = rule.text("spent_note");
    rule.finish();
    if let (None, Some(note)) = (&spent, &spent_note) {
        let (spent_note, spent) = (note.at.word("spent_note"), note.at.word("spent"));
        let message = format!("有“{spent_note}”而没有“{spent}”：没有规定此时得几分");
        context.findings.error(&note.at, message);
    }
    for score in [Some(&points), spent.as_ref()].into_iter().flatten() {
        if score.value < Decimal::ZERO || score.value > most {
            let most = most.normalize();
            let message = format!("没有考核对象时的得分应在 0 到这个评分项的满分（{most} 分）之间");
            let hint = format!("改了评分项的分值，这里也要改；按满分计的写 {most}");
            context.findings.error_with(&score.at, message, hint);
        }
    }
    let total = context.number(&total_text)?;
    let part = context.metric(&part_name)?;
    if !matches!(
        part.kind,
        Kind::Amount { .. } | Kind::Count | Kind::Percent { .. }
    ) {
        let message = format!("“{}”应是一列金额、数量或百分比", part_name.value);
        context.findings.error(&part_name.at, message);
        return None;
    }
    let is_zero = |expr: Expr| {
        // Told by the note, not by the comparison.
        Expr::noted(
            "",
            Expr::compare(Comparison::Equal, expr, Expr::literal(Decimal::ZERO)),
        )
    };
    let beside_nothing = match (spent, spent_note) {
        (Some(spent), Some(note)) => Expr::noted(note.value, Expr::literal(spent.value)),
        (Some(spent), None) => {
            let told = format!("{}为 0 而{}大于 0", total_text.value, part.name);
            Expr::noted(told, Expr::literal(spent.value))
        }
        (None, _) => Expr::Fault(Fault {
            reason: format!("{}为 0，而{}大于 0", total_text.value, part.name).into(),
            about: Some(part.figure_id()),
        }),
    };
    Some(Expr::choose(
        is_zero(total),
        Expr::choose(
            is_zero(Expr::BlankAsZero(part)),
            Expr::noted(note.value, Expr::literal(points.value)),
            beside_nothing,
        ),
        expr,
    ))
}
