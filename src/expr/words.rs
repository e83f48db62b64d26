//! A share as people write it who do not know formulas: `目标值 ÷ 完成值（完成值 = 0 时为 100%）`.

use rust_decimal::Decimal;

use super::print::binding;
use super::{Expr, Operator};

impl Expr {
    /// A share in words; what has no words of its own stays as users write it in a rule book.
    pub fn in_words(&self) -> String {
        match self {
            Expr::Variable(variable) | Expr::BlankAsZero(variable) => variable.name.to_string(),
            Expr::Arithmetic(operator, left, right) => {
                let sign = match operator {
                    Operator::Add => "+",
                    Operator::Subtract => "−",
                    Operator::Multiply => "×",
                    Operator::Divide => "÷",
                };
                let (left, right) = (
                    operand(left, operator.precedence()),
                    operand(right, operator.precedence() + 1),
                );
                format!("{left} {sign} {right}")
            }
            Expr::Compare(comparison, left, right) => format!(
                "{} {} {}",
                left.in_words(),
                comparison.symbol(),
                right.in_words()
            ),
            Expr::If(condition, then, otherwise) => format!(
                "{}（{} 时为 {}）",
                otherwise.in_words(),
                condition.in_words(),
                share(then)
            ),
            Expr::Needing { expr, .. } | Expr::Shown { expr, .. } | Expr::Noted { expr, .. } => {
                expr.in_words()
            }
            other => other.to_string(),
        }
    }
}

/// A share that is a number is read more easily as a percentage.
fn share(expr: &Expr) -> String {
    match expr {
        Expr::Number { value, .. } if !value.is_zero() => {
            match value.checked_mul(Decimal::ONE_HUNDRED) {
                Some(points) => format!("{}%", points.normalize()),
                None => value.to_string(),
            }
        }
        other => other.in_words(),
    }
}

fn operand(expr: &Expr, needed: u8) -> String {
    let words = expr.in_words();
    if binding(expr) < needed || matches!(expr, Expr::If(..)) {
        format!("（{words}）")
    } else {
        words
    }
}
