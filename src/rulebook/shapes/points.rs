//! `points`: the points that a reviewer gave, column by column (得分点).

use rust_decimal::Decimal;

use super::{Built, Context, items};
use crate::expr::{Expr, Kind};
use crate::rulebook::document::Table;

pub(super) fn build(table: &Table, context: &Context) -> Option<Built> {
    let mut most = Decimal::ZERO;
    let mut parts = Vec::new();
    let names = table.texts("metrics");
    if names.is_empty() {
        table
            .findings()
            .error(&table.at, "“metrics”应列出至少一个得分列");
        return None;
    }
    for name in names {
        let Some(variable) = context.scope.find(&name) else {
            let message = format!("没有名为“{}”的指标数据", name.value);
            match context.scope.nearest(&name) {
                Some(near) => {
                    context
                        .findings
                        .error_with(&name.at, message, format!("是不是“{near}”？"))
                }
                None => context.findings.error(&name.at, message),
            }
            return None;
        };
        let Kind::Points { max } = variable.kind else {
            context.findings.error(
                &name.at,
                format!("“{}”不是得分列（type = \"points\"）", name.value),
            );
            return None;
        };
        most += max;
        parts.push((None, Expr::Variable(variable)));
    }
    // A single column is one item; several are an item each.
    let expr = match parts.len() {
        1 => parts.remove(0).1,
        _ => items(parts),
    };
    Some(Built::new(expr, most))
}
