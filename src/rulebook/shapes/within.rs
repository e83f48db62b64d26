//! `within`: all points where a rate keeps within a limit, else fewer in proportion to how far it is beyond (控制率).
//! "In proportion" has two readings that score differently, so the rule book says which: points ÷ rate, or
//! points × (2 − rate).

use rust_decimal::Decimal;

use super::{Built, Context, Shape, name, nothing_to_measure, times};
use crate::decimal;
use crate::expr::{Comparison, Expr, Function, Operator};
use crate::rulebook::document::Section;
use crate::rulebook::printed::{Stated, literals};
use crate::rulebook::wording::{self, Clause};

pub(super) const SHAPE: Shape = Shape {
    name: "within",
    keys: &["rate", "points", "over", "beyond", "nothing"],
    build,
};

/// How points fall beyond the limit.
#[derive(Clone, Copy, PartialEq)]
enum Beyond {
    /// points ÷ (rate ÷ limit).
    Divide,
    /// points × (2 − rate ÷ limit), not below 0.
    Mirror,
}

fn build(table: &Section, context: &Context) -> Option<Built> {
    let points = table.positive("points");
    let text = table.required_text("rate");
    let limit = match table.has("over") {
        true => table.positive("over").map(|limit| limit.value),
        false => Some(Decimal::ONE),
    };
    let beyond = Beyond::read(table);
    let rate = context.number(&text?)?;
    let (points, limit, beyond) = (points?.value, limit?, beyond?);
    let is_share = rate.is_ratio();
    let bound = Expr::Number {
        value: limit,
        percent: is_share,
    };
    let told_limit = match is_share {
        true => decimal::percent(limit),
        false => limit.normalize().to_string(),
    };
    let formula = beyond.words(&wording::points(points), &told_limit, limit);
    let least = match beyond {
        Beyond::Divide => "",
        Beyond::Mirror => "，最低 0 分",
    };
    let subject = match name(table) {
        name if name.is_empty() => wording::formula(&rate),
        name => format!("{name}：{}", wording::formula(&rate)),
    };
    let clause = Clause::whole(format!(
        "{subject}不超过 {told_limit} 得 {}，超过的得分 = {formula}{least}",
        wording::points(points)
    ));
    let mut stated = literals(&rate);
    stated.extend([Stated::Bound(limit), Stated::Points(Decimal::TWO)]);
    let shown = Expr::shown(rate);
    let scored = beyond.scored(points, &shown, limit);
    let expr = Expr::choose(
        Expr::compare(Comparison::LessOrEqual, shown, bound),
        Expr::literal(points),
        Expr::noted(format!("超过 {told_limit}，按“{formula}”计"), scored),
    );
    let built = Built::new(
        nothing_to_measure::wrap(table, context, points, expr)?,
        points,
    );
    Some(built.saying([clause]).stating(stated))
}

impl Beyond {
    fn read(table: &Section) -> Option<Beyond> {
        let at = table.place_of("beyond");
        if !table.has("beyond") {
            let message = at.either("缺少“beyond”", "“超过后的算法”没有填");
            let hint = "“按比例”有两种算法，得分不同：分值 ÷ 比率，或 分值 ×（2 − 比率），请按本地的规定选定";
            table.findings().error_with(&at, message, hint);
            return None;
        }
        let text = table.text("beyond")?;
        match text.as_str() {
            "divide" => Some(Beyond::Divide),
            "mirror" => Some(Beyond::Mirror),
            _ => {
                let message = format!(
                    "“{}”应为 \"divide\"（分值 ÷ 比率）或 \"mirror\"（分值 ×（2 − 比率））",
                    at.word("beyond")
                );
                table.findings().error(&text.at, message);
                None
            }
        }
    }

    /// `5 分 ÷ 比率`.
    fn words(self, points: &str, limit: &str, value: Decimal) -> String {
        match (self, value == Decimal::ONE) {
            (Beyond::Divide, true) => format!("{points} ÷ 比率"),
            (Beyond::Divide, false) => format!("{points} × {limit} ÷ 比率"),
            (Beyond::Mirror, true) => format!("{points} ×（2 − 比率）"),
            (Beyond::Mirror, false) => format!("{points} ×（2 − 比率 ÷ {limit}）"),
        }
    }

    fn scored(self, points: Decimal, rate: &Expr, limit: Decimal) -> Expr {
        match self {
            Beyond::Divide => Expr::arithmetic(
                Operator::Divide,
                Expr::literal(points * limit),
                rate.clone(),
            ),
            Beyond::Mirror => {
                let share = match limit == Decimal::ONE {
                    true => rate.clone(),
                    false => Expr::arithmetic(Operator::Divide, rate.clone(), Expr::literal(limit)),
                };
                let left = Expr::arithmetic(Operator::Subtract, Expr::literal(Decimal::TWO), share);
                Expr::Call(
                    Function::Max,
                    vec![Expr::literal(Decimal::ZERO), times(left, points)],
                )
            }
        }
    }
}
