//! `pass`: all points where a condition holds, else none.

use rust_decimal::Decimal;

use super::{Built, Context, nothing};
use crate::expr::{Expr, compile_condition};
use crate::rulebook::document::Table;
use crate::rulebook::metric::positive;

pub(super) fn build(table: &Table, context: &Context) -> Option<Built> {
    let points = positive(table, "points")?;
    let text = table.required_text("test")?;
    let test = compile_condition(&text, context.scope)
        .inspect_err(|error| context.findings.expression(&text, error))
        .ok()?;
    let expr = Expr::choose(test, Expr::literal(points), Expr::literal(Decimal::ZERO));
    Some(Built::new(
        nothing::wrap(table, context, points, expr)?,
        points,
    ))
}
