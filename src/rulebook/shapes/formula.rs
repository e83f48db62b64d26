//! `formula`: any expression, held between 0 and the points. For what no other shape says.

use rust_decimal::Decimal;

use super::{Built, Context, Shape, name, nothing_to_measure};
use crate::expr::{Expr, Function};
use crate::rulebook::document::Section;
use crate::rulebook::printed::literals;
use crate::rulebook::wording::{self, Clause};

pub(super) const SHAPE: Shape = Shape {
    name: "formula",
    keys: &["value", "points", "nothing"],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let points = table.positive("points")?.value;
    let value = context.number(&table.required_text("value")?)?;
    let clause = Clause::whole(format!(
        "{}得分 = {}，最低 0 分，最高 {}",
        name(table),
        wording::formula(&value),
        wording::points(points)
    ));
    let stated = literals(&value);
    let held = Expr::Call(
        Function::Min,
        vec![
            Expr::literal(points),
            Expr::Call(Function::Max, vec![Expr::literal(Decimal::ZERO), value]),
        ],
    );
    let built = Built::new(
        nothing_to_measure::wrap(table, context, points, held)?,
        points,
    );
    Some(built.saying([clause]).stating(stated))
}
