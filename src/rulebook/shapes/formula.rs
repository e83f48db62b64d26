//! `formula`: any expression, held between 0 and the points. For what no other shape says.

use rust_decimal::Decimal;

use super::{Built, Context, Shape, nothing};
use crate::expr::{Expr, Function};
use crate::rulebook::document::Section;

pub(super) const SHAPE: Shape = Shape {
    name: "formula",
    keys: &["value", "points", "nothing"],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let points = table.positive("points")?.value;
    let value = context.number(&table.required_text("value")?)?;
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
