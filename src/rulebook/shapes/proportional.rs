//! `proportional`: a rate times points, never beyond them; above 100% the points or nothing.

use rust_decimal::Decimal;

use super::{Built, Context, Shape, name, nothing_to_measure, times};
use crate::expr::{Comparison, Expr, Function};
use crate::rulebook::document::Section;
use crate::rulebook::printed::{Stated, literals};
use crate::rulebook::wording::{self, Clause};

pub(super) const SHAPE: Shape = Shape {
    name: "proportional",
    keys: &["rate", "points", "above", "nothing"],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let points = table.positive("points")?.value;
    let text = table.required_text("rate")?;
    let rate = context.number(&text)?;
    let (measured, mut stated) = (wording::factor(&rate), literals(&rate));
    stated.push(Stated::Bound(Decimal::ONE));
    let rate = Expr::shown(rate);
    let whole = Expr::Number {
        value: Decimal::ONE,
        percent: true,
    };
    let above_zero = match table.text("above") {
        None => false,
        Some(above) => match above.as_str() {
            "zero" => true,
            "cap" => false,
            _ => {
                context.findings.error(
                    &above.at,
                    "“above”应为 \"cap\"（封顶）或 \"zero\"（超过 100% 得 0 分）",
                );
                return None;
            }
        },
    };
    let most = wording::points(points);
    let beyond = match above_zero {
        true => "超过 100% 的得 0 分".to_string(),
        false => format!("最多 {most}"),
    };
    let clause = Clause::whole(format!(
        "{}得分 = {}，{beyond}",
        name(table),
        wording::product(&measured, &most)
    ));
    let scored = if above_zero {
        Expr::choose(
            Expr::compare(Comparison::Greater, rate.clone(), whole),
            Expr::literal(Decimal::ZERO),
            times(rate, points),
        )
    } else {
        times(
            Expr::Call(Function::Min, vec![Expr::literal(Decimal::ONE), rate]),
            points,
        )
    };
    let expr = if scored.may_be_negative() {
        Expr::Call(Function::Max, vec![Expr::literal(Decimal::ZERO), scored])
    } else {
        scored
    };
    let built = Built::new(
        nothing_to_measure::wrap(table, context, points, expr)?,
        points,
    );
    Some(built.saying([clause]).stating(stated))
}
