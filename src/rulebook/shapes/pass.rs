//! `pass`: all points where a condition holds, else none.

use rust_decimal::Decimal;

use super::{Built, Context, Shape, name, nothing_to_measure};
use crate::expr::Expr;
use crate::rulebook::document::Section;
use crate::rulebook::printed::{Stated, literals};
use crate::rulebook::wording::{self, Clause, Joint};

pub(super) const SHAPE: Shape = Shape {
    name: "pass",
    keys: &["test", "points", "nothing"],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let points = table.positive("points")?.value;
    let text = table.required_text("test")?;
    let test = context.condition(&text)?;
    let rule = format!(
        "满足“{}”得 {}，否则得 0 分",
        wording::formula(&test),
        wording::points(points)
    );
    let clause = match name(table) {
        none if none.is_empty() => Clause::whole(rule),
        name => Clause::new(name, Joint::Colon, rule),
    };
    let mut stated = literals(&test);
    if stated.is_empty() {
        // 件数 = 总件数 is 100% of them.
        stated.push(Stated::Bound(Decimal::ONE));
    }
    let expr = Expr::choose(test, Expr::literal(points), Expr::literal(Decimal::ZERO));
    let built = Built::new(
        nothing_to_measure::wrap(table, context, points, expr)?,
        points,
    );
    Some(built.saying([clause]).stating(stated))
}
