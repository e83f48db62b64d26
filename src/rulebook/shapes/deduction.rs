//! `deduction`: points less what is deducted: for each of a count, or for each step of a rate beyond or
//! short of a threshold, proportionally or by whole steps. Never below 0, never above the points.

use rust_decimal::Decimal;

use super::{Built, Context, Shape, nothing, times};
use crate::expr::{Comparison, Expr, Function, Operator, Style};
use crate::rulebook::document::Section;

pub(super) const SHAPE: Shape = Shape {
    name: "deduction",
    keys: &[
        "points", "each", "measure", "per", "steps", "over", "under", "nothing",
    ],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let points = table.positive("points")?.value;
    let each = table.positive("each")?.value;
    let text = table.required_text("measure")?;
    let measure = context.number(&text)?;
    let steps = Steps::read(table)?;
    let threshold = Threshold::read(table)?;
    if threshold.is_some() && measure.is_ratio() && steps.per >= Decimal::ONE {
        let message = format!("“{}”是比率，每 1（即 100 个百分点）才扣一次", text.value);
        let hint = "如果是每 1 个百分点，请写 per = \"1%\"";
        context.findings.warning_with(&text.at, message, hint);
    }
    // A rate explains itself, and a metric comes with its name.
    let is_bare = !measure.is_ratio() && !matches!(measure, Expr::Variable(_));
    let full = Expr::literal(points);
    let expr = match threshold {
        None => {
            let counted = steps.count(Expr::shown(measure.clone()));
            let kept = less(points, times(counted, each));
            if measure.may_be_negative() {
                Expr::Call(Function::Min, vec![full, kept])
            } else {
                kept
            }
        }
        Some(threshold) => {
            let beyond = steps.count(threshold.beyond(measure.clone()));
            let kept = less(points, times(beyond, each));
            Expr::choose(threshold.within(measure), full, kept)
        }
    };
    let expr = nothing::wrap(table, context, points, expr)?;
    Some(Built {
        needs_label: is_bare,
        ..Built::new(expr, points)
    })
}

/// `points − deducted`, not below 0.
fn less(points: Decimal, deducted: Expr) -> Expr {
    let rest = Expr::arithmetic(Operator::Subtract, Expr::literal(points), deducted);
    Expr::Call(Function::Max, vec![Expr::literal(Decimal::ZERO), rest])
}

/// How what is measured is counted.
struct Steps {
    /// How much one step is.
    per: Decimal,
    /// Whether only whole steps count.
    whole: bool,
}

impl Steps {
    fn read(table: &Section) -> Option<Steps> {
        let per = match table.has("per") {
            true => table.positive("per")?.value,
            false => Decimal::ONE,
        };
        let whole = match table.text("steps") {
            None => false,
            Some(steps) => match steps.as_str() {
                "proportional" => false,
                "whole" => true,
                _ => {
                    let message = "“steps”应为 \"proportional\"（按比例）或 \"whole\"（按整步）";
                    table.findings().error(&steps.at, message);
                    return None;
                }
            },
        };
        Some(Steps { per, whole })
    }

    fn count(&self, measured: Expr) -> Expr {
        let steps = if self.per == Decimal::ONE {
            measured
        } else {
            Expr::arithmetic(Operator::Divide, measured, Expr::literal(self.per))
        };
        if self.whole {
            Expr::Call(Function::Int, vec![steps])
        } else {
            steps
        }
    }
}

/// The bound from which on points are deducted.
struct Threshold {
    bound: Expr,
    /// Whether it is the values above the bound that cost points, or those below.
    over: bool,
}

impl Threshold {
    /// `None` where the rule book is wrong, `Some(None)` where it has no threshold.
    fn read(table: &Section) -> Option<Option<Threshold>> {
        let (bound, over) = match (table.number("over"), table.number("under")) {
            (None, None) => return Some(None),
            (Some(over), None) => (over, true),
            (None, Some(under)) => (under, false),
            (Some(over), Some(_)) => {
                let message = "“over”与“under”只能有一个";
                table.findings().error(&over.at, message);
                return None;
            }
        };
        let written = bound.at.source.text.get(bound.at.range.clone());
        let bound = Expr::Number {
            value: bound.value,
            percent: written.is_some_and(|written| written.contains('%')),
        };
        Some(Some(Threshold { bound, over }))
    }

    /// Whether the measure costs nothing.
    fn within(&self, measure: Expr) -> Expr {
        let comparison = if self.over {
            Comparison::LessOrEqual
        } else {
            Comparison::GreaterOrEqual
        };
        Expr::compare(comparison, Expr::shown(measure), self.bound.clone())
    }

    /// How far the measure is beyond the bound or short of it, shown with a label.
    fn beyond(&self, measure: Expr) -> Expr {
        let style = if measure.is_ratio() || self.bound.is_ratio() {
            Style::PercentagePoints
        } else {
            Style::Plain
        };
        let (label, larger, smaller) = if self.over {
            ("超出部分", measure, self.bound.clone())
        } else {
            ("短少", self.bound.clone(), measure)
        };
        Expr::Shown {
            expr: Box::new(Expr::arithmetic(Operator::Subtract, larger, smaller)),
            label: Some(label.into()),
            style,
        }
    }
}
