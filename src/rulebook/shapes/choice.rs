//! `choice`: points by which of its texts a column holds.

use rust_decimal::Decimal;

use super::{Built, Context, nothing};
use crate::expr::{Expr, Kind};
use crate::rulebook::document::Table;

pub(super) fn build(table: &Table, context: &Context) -> Option<Built> {
    let name = table.required_text("metric")?;
    let scores = table.named_numbers("scores");
    let Some(variable) = context.scope.find(&name) else {
        let hint = context.scope.nearest(&name).unwrap_or_default();
        context.findings.error_with(
            &name.at,
            format!("没有名为“{}”的指标数据", name.value),
            format!("是不是“{hint}”？"),
        );
        return None;
    };
    let Kind::Choice { choices } = &variable.kind else {
        context.findings.error(
            &name.at,
            format!("“{}”不是选择列（type = \"choice\"）", name.value),
        );
        return None;
    };
    for (score, _) in &scores {
        if !choices.iter().any(|choice| **choice == *score.value) {
            context.findings.error_with(
                &score.at,
                format!("“{}”没有选项“{}”，此分永远得不到", name.value, score.value),
                format!("可选：{}", choices.join("、")),
            );
        }
    }
    for choice in choices.iter() {
        if !scores.iter().any(|(score, _)| *score.value == **choice) {
            context
                .findings
                .error(&table.at, format!("选项“{choice}”没有规定得分"));
        }
    }
    let most = scores
        .iter()
        .map(|(_, points)| *points)
        .max()
        .unwrap_or_default();
    if scores.iter().any(|(_, points)| *points < Decimal::ZERO) {
        context.findings.error(&table.at, "得分不能为负");
    }
    let expr = Expr::Choice {
        scores: scores
            .into_iter()
            .map(|(score, points)| (score.value.as_str().into(), points))
            .collect(),
        variable,
    };
    Some(Built::new(nothing::wrap(table, context, most, expr)?, most))
}
