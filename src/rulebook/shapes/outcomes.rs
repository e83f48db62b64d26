//! `outcomes`: the outcome indicators that a department chose, weighted by their points; without any,
//! the points that a reviewer gave.

use super::{Built, Context};
use crate::expr::{Expr, Kind};
use crate::rulebook::document::Table;
use crate::rulebook::metric::positive;

pub(super) fn build(table: &Table, context: &Context) -> Option<Built> {
    let points = positive(table, "points")?;
    // Read for its check; framework.rs keeps it with the other facts about outcomes.
    let _ = table.number("at_least_categories");
    let Some(outcomes) = context.outcomes else {
        context.findings.error(
            &table.at,
            "使用“outcomes”形式，要有 [outcomes] 规定个性化指标表",
        );
        return None;
    };
    let otherwise = match table.text("otherwise") {
        None => None,
        Some(name) => match context.scope.find(&name) {
            Some(variable) if variable.kind == (Kind::Points { max: points }) => {
                Some(Box::new(Expr::Variable(variable)))
            }
            _ => {
                context.findings.error(
                    &name.at,
                    format!(
                        "“{}”应是满分为 {points} 的得分列（type = \"points\"）",
                        name.value
                    ),
                );
                return None;
            }
        },
    };
    Some(Built::new(
        Expr::Rows {
            rows: outcomes.rule.clone(),
            points,
            otherwise,
        },
        points,
    ))
}
