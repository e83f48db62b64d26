//! `deduction`: points less what is deducted: for each of a count, or for each step of a rate beyond or
//! short of a threshold, proportionally or by whole steps. Never below 0, never above the points.

use rust_decimal::Decimal;

use super::{Built, Context, Shape, name, nothing_to_measure, times};
use crate::expr::{Comparison, Expr, Function, Operator, Style};
use crate::rulebook::document::Section;
use crate::rulebook::printed::{Stated, literals};
use crate::rulebook::wording::{self, Clause};

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
        let per = text.at.either("写 per = \"1%\"", "在“每一步”里填 1%");
        let hint = format!("如果是每 1 个百分点，请{per}");
        context.findings.warning_with(&text.at, message, hint);
    }
    // A rate explains itself, and a metric comes with its name.
    let is_bare = !measure.is_ratio() && !matches!(measure, Expr::Variable(_));
    let is_share = measure.is_ratio() || threshold.as_ref().is_some_and(|one| one.bound.is_ratio());
    let step = steps.words(is_share, context.unit(&measure));
    let clause = Clause::whole(match &threshold {
        None => counted_words(table, &measure, points, each, &step),
        Some(threshold) => threshold.words(table, &measure, points, each, &step),
    });
    let mut stated = literals(&measure);
    stated.extend([Stated::Points(each), Stated::Bound(steps.per)]);
    // A step of 1 of what is counted in percentages is 1 个百分点.
    stated.extend(
        is_share
            .then_some(Stated::Bound(steps.per / Decimal::ONE_HUNDRED))
            .filter(|_| steps.per >= Decimal::ONE),
    );
    stated.extend(threshold.as_ref().map(Threshold::stated));
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
    let expr = nothing_to_measure::wrap(table, context, points, expr)?;
    let built = Built {
        needs_label: is_bare,
        ..Built::new(expr, points)
    };
    Some(built.saying([clause]).stating(stated))
}

/// `满分 8 分，未完成的重点工作（重点工作总数 − 重点工作完成数）每 1 项扣 4 分，扣完为止`.
fn counted_words(
    table: &Section,
    measure: &Expr,
    points: Decimal,
    each: Decimal,
    step: &Step,
) -> String {
    let measured = wording::formula(measure);
    let what = match (name(table), measure) {
        (_, Expr::Variable(_)) => measured,
        (name, _) if name.is_empty() => measured,
        (name, _) => format!("{name}（{measured}）"),
    };
    let (points, each) = (wording::points(points), wording::points(each));
    let Step { size, rest } = step;
    format!("满分 {points}，{what}每 {size}扣 {each}{rest}，扣完为止")
}

/// A step in words.
struct Step {
    /// `1 个百分点`, `1 项`.
    size: String,
    /// What becomes of less than a step, where there can be less.
    rest: String,
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
    /// What less than a step counts.
    part: Part,
}

/// What less than a step counts.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    /// In proportion.
    Proportional,
    /// Nothing.
    Nothing,
    /// As much as a whole one.
    Whole,
}

impl Steps {
    fn read(table: &Section) -> Option<Steps> {
        let per = match table.has("per") {
            true => table.positive("per")?.value,
            false => Decimal::ONE,
        };
        let part = match table.text("steps") {
            None => Part::Proportional,
            Some(steps) => match steps.as_str() {
                "proportional" => Part::Proportional,
                "whole" => Part::Nothing,
                "started" => Part::Whole,
                _ => {
                    let message = "“steps”应为 \"proportional\"（按比例）、\"whole\"（按整步，不足一步的不扣）或 \"started\"（不足一步的按一步扣）";
                    table.findings().error(&steps.at, message);
                    return None;
                }
            },
        };
        Some(Steps { per, part })
    }

    fn words(&self, is_share: bool, unit: Option<&str>) -> Step {
        let size = match (is_share, unit) {
            (true, _) => format!("{} 个百分点", (self.per * Decimal::ONE_HUNDRED).normalize()),
            (false, Some(unit)) => format!("{} {unit}", self.per.normalize()),
            (false, None) => format!("{} ", self.per.normalize()),
        };
        let rest = match (self.part, is_share) {
            (Part::Nothing, _) => format!("（不足 {}的不扣）", size.trim_end()),
            (Part::Whole, _) => format!("（不足 {0}的按 {0}扣）", size.trim_end()),
            (Part::Proportional, true) => format!("（不足 {size}的按比例扣）"),
            (Part::Proportional, false) => String::new(),
        };
        Step { size, rest }
    }

    fn count(&self, measured: Expr) -> Expr {
        let steps = if self.per == Decimal::ONE {
            measured
        } else {
            Expr::arithmetic(Operator::Divide, measured, Expr::literal(self.per))
        };
        let whole = |steps| Expr::Call(Function::Int, vec![steps]);
        match self.part {
            Part::Proportional => steps,
            Part::Nothing => whole(steps),
            // −INT(−x) is the next whole number at or above.
            Part::Whole => Expr::Negate(Box::new(whole(Expr::Negate(Box::new(steps))))),
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
                let (above, below) = (over.at.word("over"), over.at.word("under"));
                let message = format!("“{above}”与“{below}”只能有一个");
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

    fn stated(&self) -> Stated {
        match self.bound {
            Expr::Number { value, .. } => Stated::Bound(value),
            _ => Stated::Bound(Decimal::ZERO),
        }
    }

    /// `调整调剂资金累计 ÷ 部门预算总规模不超过 10% 得 1 分，每超出 1 个百分点扣 0.1 分，扣完为止`.
    fn words(
        &self,
        table: &Section,
        measure: &Expr,
        points: Decimal,
        each: Decimal,
        step: &Step,
    ) -> String {
        let measured = wording::formula(measure);
        let subject = match name(table) {
            name if name.is_empty() || name == measured => measured,
            name => format!("{name}：{measured}"),
        };
        let (within, beyond) = match self.over {
            true => ("不超过", "超出"),
            false => ("不低于", "低"),
        };
        let (points, each) = (wording::points(points), wording::points(each));
        let (bound, Step { size, rest }) = (wording::formula(&self.bound), step);
        format!("{subject}{within} {bound} 得 {points}，每{beyond} {size}扣 {each}{rest}，扣完为止")
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
