//! From a syntax tree to a typed tree: names are found, types are checked.

use std::sync::Arc;

use super::syntax::{self, Node, NodeKind};
use super::{Comparison, Expr, Function, Kind, Type, Variable};

/// What is wrong with an expression, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ExprError {
    /// Byte offset into the expression's text.
    pub offset: usize,
    /// A Chinese sentence.
    pub message: String,
    /// A way out, where there is one.
    pub hint: Option<String>,
}

impl ExprError {
    pub(super) fn new(offset: usize, message: String) -> ExprError {
        ExprError {
            offset,
            message,
            hint: None,
        }
    }

    pub(super) fn hint(mut self, hint: String) -> ExprError {
        self.hint = Some(hint);
        self
    }
}

/// The names that an expression may use.
pub trait Scope {
    /// The variable of a name.
    fn find(&self, name: &str) -> Option<Arc<Variable>>;
    /// The known name that is nearest to an unknown one.
    fn nearest(&self, name: &str) -> Option<String>;
}

/// Compiles an expression of any type.
///
/// # Errors
/// The first thing that does not parse, is unknown, or has the wrong type.
pub fn compile(text: &str, scope: &dyn Scope) -> Result<Expr, ExprError> {
    build(&syntax::parse(text)?, scope)
}

/// Compiles an expression that must yield a number.
///
/// # Errors
/// As [`compile`], or where it yields something else.
pub fn compile_number(text: &str, scope: &dyn Scope) -> Result<Expr, ExprError> {
    typed(&syntax::parse(text)?, scope, Type::Number)
}

/// Compiles an expression that must be true or false; a 是/否 metric may stand alone.
///
/// # Errors
/// As [`compile`], or where it yields something else.
pub fn compile_condition(text: &str, scope: &dyn Scope) -> Result<Expr, ExprError> {
    typed(&syntax::parse(text)?, scope, Type::Truth)
}

fn typed(node: &Node, scope: &dyn Scope, wanted: Type) -> Result<Expr, ExprError> {
    let expr = build(node, scope)?;
    if expr.value_type() == wanted {
        return Ok(expr);
    }
    let message = format!(
        "此处应为{}，而“{expr}”是{}",
        wanted.label(),
        expr.value_type().label()
    );
    Err(ExprError::new(node.span.start, message))
}

fn build(node: &Node, scope: &dyn Scope) -> Result<Expr, ExprError> {
    let number = |node: &Node| typed(node, scope, Type::Number).map(Box::new);
    Ok(match &node.kind {
        NodeKind::Number { value, percent } => Expr::Number {
            value: *value,
            percent: *percent,
        },
        NodeKind::Text(text) => Expr::Text(text.as_str().into()),
        NodeKind::Name(name) => Expr::Variable(find(name, node.span.start, scope)?),
        NodeKind::Negate(inner) => Expr::Negate(number(inner)?),
        NodeKind::Arithmetic(operator, left, right) => {
            Expr::Arithmetic(*operator, number(left)?, number(right)?)
        }
        NodeKind::Compare(comparison, left, right) => compare(*comparison, left, right, scope)?,
        NodeKind::Call(name, arguments) => call(name, node.span.start, arguments, scope)?,
    })
}

fn find(name: &str, offset: usize, scope: &dyn Scope) -> Result<Arc<Variable>, ExprError> {
    let Some(variable) = scope.find(name) else {
        let error = ExprError::new(offset, format!("没有名为“{name}”的指标数据"));
        return Err(match scope.nearest(name) {
            Some(nearest) => error.hint(format!("是不是“{nearest}”？")),
            None => error,
        });
    };
    if variable.kind == Kind::Text {
        let message = format!("“{name}”是文字列，不能参加计算");
        return Err(ExprError::new(offset, message));
    }
    Ok(variable)
}

fn compare(
    comparison: Comparison,
    left: &Node,
    right: &Node,
    scope: &dyn Scope,
) -> Result<Expr, ExprError> {
    let (left_expr, right_expr) = (build(left, scope)?, build(right, scope)?);
    let types = (left_expr.value_type(), right_expr.value_type());
    let equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    match types {
        (Type::Number, Type::Number) => Ok(Expr::compare(comparison, left_expr, right_expr)),
        (Type::Text, Type::Text) if equality => {
            known_choice(&left_expr, &right_expr, right.span.start)?;
            known_choice(&right_expr, &left_expr, left.span.start)?;
            Ok(Expr::compare(comparison, left_expr, right_expr))
        }
        (Type::Truth, Type::Text) if equality => {
            yes_or_no(comparison, left_expr, &right_expr, right)
        }
        (Type::Text, Type::Truth) if equality => {
            yes_or_no(comparison, right_expr, &left_expr, left)
        }
        (Type::Text, Type::Text) | (Type::Text, Type::Truth) | (Type::Truth, Type::Text) => {
            let message = format!("文字和是/否没有大小，不能用 {} 比较", comparison.symbol());
            Err(ExprError::new(left.span.start, message).hint("只能用 = 或 <>".into()))
        }
        (Type::Truth, _) | (_, Type::Truth) => {
            let message = format!("“{left_expr}”与“{right_expr}”不能比较：条件不能再作比较");
            Err(ExprError::new(left.span.start, message)
                .hint("连续比较请写成 AND(1 <= x, x < 5)；几个条件请用 AND、OR、NOT 连接".into()))
        }
        (left_type, right_type) => {
            let message = format!(
                "比较的两边种类不同：“{left_expr}”是{}，“{right_expr}”是{}",
                left_type.label(),
                right_type.label()
            );
            Err(ExprError::new(left.span.start, message))
        }
    }
}

/// `存在违规支出 = "是"` is the condition itself.
fn yes_or_no(
    comparison: Comparison,
    truth: Expr,
    text: &Expr,
    node: &Node,
) -> Result<Expr, ExprError> {
    let wanted = match text {
        Expr::Text(text) if &**text == "是" => true,
        Expr::Text(text) if &**text == "否" => false,
        _ => {
            return Err(ExprError::new(
                node.span.start,
                "是/否 只能与 \"是\" 或 \"否\" 比较".into(),
            ));
        }
    };
    if wanted == (comparison == Comparison::Equal) {
        Ok(truth)
    } else {
        Ok(Expr::Not(Box::new(truth)))
    }
}

/// A choice is compared with one of its own texts only.
fn known_choice(choice: &Expr, text: &Expr, offset: usize) -> Result<(), ExprError> {
    let (Expr::Variable(variable), Expr::Text(text)) = (choice, text) else {
        return Ok(());
    };
    match &variable.kind {
        Kind::Choice { choices } if !choices.contains(text) => Err(ExprError::new(
            offset,
            format!("“{}”没有选项“{text}”", variable.name),
        )
        .hint(format!("可选：{}", choices.join("、")))),
        _ => Ok(()),
    }
}

/// The functions that are not of numbers alone.
const LOGICAL: [&str; 4] = ["IF", "AND", "OR", "NOT"];

fn call(
    name: &str,
    offset: usize,
    arguments: &[Node],
    scope: &dyn Scope,
) -> Result<Expr, ExprError> {
    let upper = name.to_ascii_uppercase();
    let count = |allowed: std::ops::RangeInclusive<usize>| {
        if allowed.contains(&arguments.len()) {
            return Ok(());
        }
        let wanted = if allowed.start() == allowed.end() {
            format!(" {} 个", allowed.start())
        } else {
            format!("至少 {} 个", allowed.start())
        };
        Err(ExprError::new(
            offset,
            format!(
                "函数 {upper} 应有{wanted}参数，这里有 {} 个",
                arguments.len()
            ),
        ))
    };
    let all = |wanted: Type| -> Result<Vec<Expr>, ExprError> {
        arguments
            .iter()
            .map(|argument| typed(argument, scope, wanted))
            .collect()
    };
    match upper.as_str() {
        "IF" => {
            count(3..=3)?;
            let condition = typed(&arguments[0], scope, Type::Truth)?;
            let then = build(&arguments[1], scope)?;
            let otherwise = typed(&arguments[2], scope, then.value_type())?;
            Ok(Expr::choose(condition, then, otherwise))
        }
        "AND" => count(1..=usize::MAX).and_then(|()| Ok(Expr::And(all(Type::Truth)?))),
        "OR" => count(1..=usize::MAX).and_then(|()| Ok(Expr::Or(all(Type::Truth)?))),
        "NOT" => {
            count(1..=1)?;
            Ok(Expr::Not(Box::new(typed(
                &arguments[0],
                scope,
                Type::Truth,
            )?)))
        }
        _ => {
            let Some((function, _)) = Function::ALL.iter().find(|(_, known)| *known == upper)
            else {
                let names = LOGICAL
                    .into_iter()
                    .chain(Function::ALL.map(|(_, name)| name));
                let names: Vec<&str> = names.collect();
                return Err(ExprError::new(offset, format!("没有函数 {name}"))
                    .hint(format!("可用的函数：{}", names.join("、"))));
            };
            match function {
                Function::Round => {
                    count(2..=2)?;
                    whole_places(&arguments[1])?;
                }
                Function::Abs | Function::Int => count(1..=1)?,
                _ => count(1..=usize::MAX)?,
            }
            Ok(Expr::Call(*function, all(Type::Number)?))
        }
    }
}

/// ROUND's second argument is a plain whole number, so that value and formula cannot differ.
fn whole_places(node: &Node) -> Result<(), ExprError> {
    match &node.kind {
        NodeKind::Number {
            value,
            percent: false,
        } if value.fract().is_zero() && *value <= 10.into() => Ok(()),
        _ => Err(ExprError::new(
            node.span.start,
            "ROUND 的位数应为 0 到 10 的整数".into(),
        )),
    }
}
