//! `pass`: all points where a condition holds, else none.

use rust_decimal::Decimal;

use super::{Built, Context, Shape, nothing};
use crate::expr::Expr;
use crate::rulebook::document::Section;

pub(super) const SHAPE: Shape = Shape {
    name: "pass",
    keys: &["test", "points", "nothing"],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let points = table.positive("points")?.value;
    let text = table.required_text("test")?;
    let test = context.condition(&text)?;
    let expr = Expr::choose(test, Expr::literal(points), Expr::literal(Decimal::ZERO));
    Some(Built::new(
        nothing::wrap(table, context, points, expr)?,
        points,
    ))
}
