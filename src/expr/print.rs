//! A tree written back as the text that users write. Parsing it again gives the same tree.

use std::fmt::{self, Display};

use rust_decimal::Decimal;

use super::Expr;

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Number {
                value,
                percent: true,
            } => write!(f, "{}%", (*value * Decimal::ONE_HUNDRED).normalize()),
            Expr::Number { value, .. } => write!(f, "{value}"),
            Expr::Text(text) => write!(f, "\"{}\"", text.replace('"', "\"\"")),
            Expr::Variable(variable) => write!(f, "[{}]", variable.name),
            Expr::Negate(inner) => write!(f, "-{}", Operand(inner, 4)),
            Expr::Arithmetic(operator, left, right) => write!(
                f,
                "{} {} {}",
                Operand(left, operator.precedence()),
                operator.symbol(),
                Operand(right, operator.precedence() + 1)
            ),
            Expr::Compare(comparison, left, right) => {
                write!(
                    f,
                    "{} {} {}",
                    Operand(left, 1),
                    comparison.symbol(),
                    Operand(right, 1)
                )
            }
            Expr::Not(inner) => write!(f, "NOT({inner})"),
            Expr::And(parts) => list(f, "AND", parts),
            Expr::Or(parts) => list(f, "OR", parts),
            Expr::If(condition, then, otherwise) => {
                write!(f, "IF({condition}, {then}, {otherwise})")
            }
            Expr::Call(function, arguments) => list(f, function.name(), arguments),
            Expr::BlankAsZero(variable) => write!(f, "[{}]", variable.name),
            Expr::Shown { expr, .. }
            | Expr::Noted { expr, .. }
            | Expr::Needing { expr, .. }
            | Expr::Rounded { expr, .. } => expr.fmt(f),
            Expr::Part(expr) => expr.fmt(f),
            Expr::Fault(fault) => write!(f, "{fault}"),
            Expr::Bands { subject, .. } => subject.fmt(f),
            Expr::Choice { variable, .. } => write!(f, "[{}]", variable.name),
            Expr::Decide { otherwise, .. } => otherwise.fmt(f),
            Expr::Items(items) => {
                let items: Vec<Expr> = items.iter().map(|item| item.expr.clone()).collect();
                list(f, "SUM", &items)
            }
            Expr::Best(items) => {
                let items: Vec<Expr> = items.iter().map(|item| item.expr.clone()).collect();
                list(f, "MAX", &items)
            }
            Expr::Filled(variable) => write!(f, "已填写([{}])", variable.name),
            Expr::Peers(rule) => write!(f, "同类比较({})", rule.measure),
            Expr::Rows { rows, .. } => rows.completion.fmt(f),
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, name: &str, parts: &[Expr]) -> fmt::Result {
    write!(f, "{name}(")?;
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(", ")?;
        }
        part.fmt(f)?;
    }
    f.write_str(")")
}

/// An operand, in brackets where its own operator binds less strongly than it must.
struct Operand<'e>(&'e Expr, u8);

impl fmt::Display for Operand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Operand(expr, needed) = self;
        if binding(expr) < *needed {
            write!(f, "({expr})")
        } else {
            expr.fmt(f)
        }
    }
}

/// How strongly the outermost operator of a tree binds: 0 comparison, 1 sum, 2 product, 3 sign, 4 the rest.
pub(super) fn binding(expr: &Expr) -> u8 {
    match expr {
        Expr::Compare(..) => 0,
        Expr::Arithmetic(operator, ..) => operator.precedence(),
        Expr::Negate(_) => 3,
        Expr::Shown { expr, .. } | Expr::Noted { expr, .. } | Expr::Part(expr) => binding(expr),
        _ => 4,
    }
}
