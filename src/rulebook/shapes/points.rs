//! `points`: the points that a reviewer gave, column by column (得分点).

use rust_decimal::Decimal;

use super::{Built, Context, Shape, items};
use crate::expr::{Expr, Kind};
use crate::rulebook::document::Section;
use crate::rulebook::printed::Stated;
use crate::rulebook::wording::{self, Clause, Joint};

pub(super) const SHAPE: Shape = Shape {
    name: "points",
    keys: &["metrics"],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let mut most = Decimal::ZERO;
    let mut parts = Vec::new();
    let mut clauses = Vec::new();
    let mut stated = Vec::new();
    let names = table.texts("metrics");
    if names.is_empty() {
        let at = table.place_of("metrics");
        let message = format!("“{}”应列出至少一个得分列", at.word("metrics"));
        table.findings().error(&at, message);
        return None;
    }
    for (place, name) in names.iter().enumerate() {
        let variable = context.metric(name)?;
        if names[..place].iter().any(|other| other.value == name.value) {
            let message = format!("“{}”列了两次", name.value);
            context.findings.error(&name.at, message);
        }
        let Kind::Points { max } = variable.kind else {
            context.findings.error(
                &name.at,
                format!(
                    "“{}”不是得分列（{}）",
                    name.value,
                    name.at.either("type = \"points\"", "类型应为“得分”")
                ),
            );
            return None;
        };
        most += max;
        clauses.push(Clause::new(
            &*variable.name,
            Joint::Each,
            wording::points(max),
        ));
        stated.push(Stated::Points(max));
        parts.push((None, Expr::Variable(variable)));
    }
    // A single column is one item; several are an item each.
    let expr = match parts.len() {
        1 => parts.remove(0).1,
        _ => items(parts),
    };
    Some(Built::new(expr, most).saying(clauses).stating(stated))
}
