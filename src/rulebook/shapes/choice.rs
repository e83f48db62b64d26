//! `choice`: points by which of its texts a column holds.

use rust_decimal::Decimal;

use super::{Built, Context, Shape, nothing_to_measure};
use crate::expr::{Expr, Kind};
use crate::rulebook::document::Section;
use crate::rulebook::printed::Stated;
use crate::rulebook::wording::{self, Clause, Joint};

pub(super) const SHAPE: Shape = Shape {
    name: "choice",
    keys: &["metric", "scores", "nothing"],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let name = table.required_text("metric")?;
    let scores = table.named_numbers("scores");
    let variable = context.metric(&name)?;
    let Kind::Choice { choices } = &variable.kind else {
        context.findings.error(
            &name.at,
            format!(
                "“{}”不是选择列（{}）",
                name.value,
                name.at.either("type = \"choice\"", "类型应为“选择”")
            ),
        );
        return None;
    };
    for (score, _) in &scores {
        if !choices.iter().any(|choice| **choice == *score.value) {
            context.findings.error_with(
                &score.at,
                format!("“{}”没有选项“{}”，此分永远得不到", name.value, score.value),
                format!("可选：{}", choices.join("、")),
            );
        }
    }
    for choice in choices.iter() {
        if !scores.iter().any(|(score, _)| *score.value == **choice) {
            let message = format!("“{}”的选项“{choice}”没有规定得分", name.value);
            context.findings.error(&name.at, message);
        }
    }
    let most = scores
        .iter()
        .map(|(_, points)| *points)
        .max()
        .unwrap_or_default();
    for (score, _) in scores.iter().filter(|(_, points)| *points < Decimal::ZERO) {
        let message = format!("“{}”的得分不能为负", score.value);
        context.findings.error(&score.at, message);
    }
    let told: Vec<String> = scores
        .iter()
        .map(|(score, points)| format!("{}得 {}", score.value, wording::points(*points)))
        .collect();
    let clause = Clause::new(&*variable.name, Joint::Colon, told.join("，"));
    let stated: Vec<Stated> = scores
        .iter()
        .map(|(_, points)| Stated::Points(*points))
        .collect();
    let expr = Expr::Choice {
        scores: scores
            .into_iter()
            .map(|(score, points)| (score.value.as_str().into(), points))
            .collect(),
        variable,
    };
    let built = Built::new(nothing_to_measure::wrap(table, context, most, expr)?, most);
    Some(built.saying([clause]).stating(stated))
}
