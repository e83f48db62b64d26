//! The scoring shapes, one file each. A shape reads its part of the rule book, lints itself, and lowers
//! to an expression; [`build`] is the one list of them.
//!
//! What every shape may have is here too: an item's veto, and the nothing-to-measure rule ([`nothing`]).

mod bands;
mod choice;
mod deduction;
mod formula;
mod nothing;
mod outcomes;
mod pass;
mod periods;
mod points;
mod proportional;

use std::sync::Arc;

use rust_decimal::Decimal;

use super::document::{Findings, Located, Table, nearest};
use super::indicator::{conditions, decide};
use super::outcomes::Outcomes;
use crate::expr::{Expr, Item, Operator, Scope, compile_number};

/// What shapes are built with.
pub struct Context<'a> {
    /// The metrics' names.
    pub scope: &'a dyn Scope,
    /// What the rule book says of outcome indicators, if anything.
    pub outcomes: Option<&'a Outcomes>,
    pub findings: &'a Findings,
}

/// A scoring item, lowered.
pub struct Built {
    pub expr: Expr,
    /// The most it scores.
    pub points: Decimal,
    /// What its explanation begins with.
    pub label: Option<Arc<str>>,
    /// Whether it can go beyond its points, so that the indicator must hold it.
    pub may_exceed: bool,
}

impl Built {
    fn new(expr: Expr, points: Decimal) -> Built {
        Built {
            expr,
            points,
            label: None,
            may_exceed: false,
        }
    }
}

type Build = fn(&Table, &Context) -> Option<Built>;

/// Every shape, by the name that rule books use.
const SHAPES: [(&str, Build); 9] = [
    ("points", points::build),
    ("proportional", proportional::build),
    ("bands", bands::build),
    ("pass", pass::build),
    ("deduction", deduction::build),
    ("choice", choice::build),
    ("periods", periods::build),
    ("outcomes", outcomes::build),
    ("formula", formula::build),
];

/// Reads and lowers one scoring item.
pub(super) fn build(table: &Table, context: &Context) -> Option<Built> {
    let shape = table.required_text("shape")?;
    let Some((_, build)) = SHAPES.iter().find(|(name, _)| *name == shape.value) else {
        let known = SHAPES.map(|(name, _)| name);
        let hint = nearest(&shape, known).map_or_else(
            || format!("可用：{}", known.join("、")),
            |near| format!("是不是“{near}”？"),
        );
        context.findings.error_with(
            &shape.at,
            format!("不认识的评分形式“{}”", shape.value),
            hint,
        );
        return None;
    };
    let label = table.text("name").map(|name| name.value.as_str().into());
    let veto = conditions(table, "veto", context);
    let built = build(table, context);
    table.finish();
    let mut built = built?;
    built.label = label;
    built.expr = match built.expr {
        Expr::Items(items) if veto.is_empty() => Expr::Items(items),
        expr => Expr::Part(Box::new(decide(veto, Expr::literal(Decimal::ZERO), expr))),
    };
    Some(built)
}

/// The items of a shape that consists of several.
fn items(parts: Vec<(Option<Arc<str>>, Expr)>) -> Expr {
    Expr::Items(
        parts
            .into_iter()
            .map(|(label, expr)| Item {
                label,
                expr: Expr::Part(Box::new(expr)),
            })
            .collect(),
    )
}

/// Compiles a number, reporting what is wrong with it.
fn number(text: &Located<String>, context: &Context) -> Option<Expr> {
    compile_number(text, context.scope)
        .inspect_err(|error| context.findings.expression(text, error))
        .ok()
}

/// `factor × expr`, plain where the factor is 1.
fn times(expr: Expr, factor: Decimal) -> Expr {
    if factor == Decimal::ONE {
        expr
    } else {
        Expr::arithmetic(Operator::Multiply, expr, Expr::literal(factor))
    }
}
