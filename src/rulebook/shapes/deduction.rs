//! `deduction`: points less what is deducted: for each of a count, or for each step of a rate beyond or
//! short of a threshold, proportionally or by whole steps. Never below 0, never above the points.

use rust_decimal::Decimal;

use super::{Built, Context, nothing, number, times};
use crate::expr::{Comparison, Expr, Function, Operator, Style};
use crate::rulebook::document::{Located, Table};
use crate::rulebook::metric::positive;

/// The side of the threshold that costs points.
enum Threshold {
    Over(Located<Decimal>),
    Under(Located<Decimal>),
}

pub(super) fn build(table: &Table, context: &Context) -> Option<Built> {
    let points = positive(table, "points")?;
    let each = positive(table, "each")?;
    let text = table.required_text("measure")?;
    let measure = number(&text, context)?;
    let per = if table.has("per") {
        positive(table, "per")?
    } else {
        Decimal::ONE
    };
    let whole = match table.text("steps") {
        None => false,
        Some(steps) => match steps.as_str() {
            "proportional" => false,
            "whole" => true,
            _ => {
                context.findings.error(
                    &steps.at,
                    "“steps”应为 \"proportional\"（按比例）或 \"whole\"（按整步）",
                );
                return None;
            }
        },
    };
    let threshold = match (table.number("over"), table.number("under")) {
        (Some(over), None) => Some(Threshold::Over(over)),
        (None, Some(under)) => Some(Threshold::Under(under)),
        (None, None) => None,
        (Some(over), Some(_)) => {
            context
                .findings
                .error(&over.at, "“over”与“under”只能有一个");
            return None;
        }
    };
    let steps = |excess: Expr| {
        let steps = if per == Decimal::ONE {
            excess
        } else {
            Expr::arithmetic(Operator::Divide, excess, Expr::literal(per))
        };
        if whole {
            Expr::Call(Function::Int, vec![steps])
        } else {
            steps
        }
    };
    let less = |deducted: Expr| {
        let rest = Expr::arithmetic(Operator::Subtract, Expr::literal(points), deducted);
        Expr::Call(Function::Max, vec![Expr::literal(Decimal::ZERO), rest])
    };
    let full = Expr::literal(points);
    let expr = match threshold {
        None => {
            let kept = less(times(steps(Expr::shown(measure.clone())), each));
            if measure.may_be_negative() {
                Expr::Call(Function::Min, vec![full, kept])
            } else {
                kept
            }
        }
        Some(Threshold::Over(bound)) => {
            let bound = threshold_number(&bound);
            let shown = Expr::shown(measure.clone());
            let within = Expr::compare(Comparison::LessOrEqual, shown, bound.clone());
            let excess = difference("超出部分", measure, bound);
            Expr::choose(within, full, less(times(steps(excess), each)))
        }
        Some(Threshold::Under(bound)) => {
            let bound = threshold_number(&bound);
            let shown = Expr::shown(measure.clone());
            let within = Expr::compare(Comparison::GreaterOrEqual, shown, bound.clone());
            let short = difference("短少", bound, measure);
            Expr::choose(within, full, less(times(steps(short), each)))
        }
    };
    Some(Built::new(
        nothing::wrap(table, context, points, expr)?,
        points,
    ))
}

fn threshold_number(bound: &Located<Decimal>) -> Expr {
    let written = bound
        .at
        .source
        .text
        .get(bound.at.range.clone())
        .unwrap_or("");
    Expr::Number {
        value: bound.value,
        percent: written.contains('%'),
    }
}

/// How far one is beyond the other, shown with a label.
fn difference(label: &str, larger: Expr, smaller: Expr) -> Expr {
    let style = if larger.is_ratio() || smaller.is_ratio() {
        Style::PercentagePoints
    } else {
        Style::Plain
    };
    Expr::Shown {
        expr: Box::new(Expr::arithmetic(Operator::Subtract, larger, smaller)),
        label: Some(label.into()),
        style,
    }
}
