//! `formula`: any expression, held between 0 and the points. For what no other shape says.

use rust_decimal::Decimal;

use super::{Built, Context, nothing, number};
use crate::expr::{Expr, Function};
use crate::rulebook::document::Table;
use crate::rulebook::metric::positive;

pub(super) fn build(table: &Table, context: &Context) -> Option<Built> {
    let points = positive(table, "points")?;
    let value = number(&table.required_text("value")?, context)?;
    let held = Expr::Call(
        Function::Min,
        vec![
            Expr::literal(points),
            Expr::Call(Function::Max, vec![Expr::literal(Decimal::ZERO), value]),
        ],
    );
    Some(Built::new(
        nothing::wrap(table, context, points, held)?,
        points,
    ))
}
