//! The exact value of a tree over one record's figures, or what it lacks.
//!
//! A lack behaves as `#N/A` does in a spreadsheet: arithmetic passes it on, and the branch of an IF that
//! is not taken does not matter. That is what keeps value and formula the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Expr, FigureId, Function, Kind, Operator, RowRule, Variable};
use crate::decimal;

/// What a record holds for a variable.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// A number; money in the unit of its column, a percentage as a ratio.
    Number(Decimal),
    /// 是 or 否.
    Truth(bool),
    /// A choice, or any text.
    Text(Arc<str>),
    /// Nothing was filled in.
    Blank,
    /// Something was filled in that cannot be used.
    Unreadable,
}

/// Where figures come from: one record.
pub trait Figures {
    /// The record's figure for a variable.
    fn figure(&self, variable: &Variable) -> Figure;

    /// The record's rows of outcomes, each with figures of its own.
    fn rows(&self) -> Vec<&dyn Figures> {
        Vec::new()
    }

    /// Whether what is lacking counts as 0 (`--missing zero`).
    fn lacking_as_zero(&self) -> bool {
        false
    }
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A number.
    Number(Decimal),
    /// Whether a condition holds.
    Truth(bool),
    /// A choice's text, or a literal.
    Text(Arc<str>),
}

/// Why there is no value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lack {
    /// The figures that are blank or unreadable.
    pub variables: BTreeSet<FigureId>,
    /// Figures that are there but cannot be used.
    pub faults: BTreeSet<Fault>,
}

/// Why figures that are there cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The reason, in a Chinese sentence.
    pub reason: Arc<str>,
    /// The figure that should be another, where it is one.
    pub about: Option<FigureId>,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.reason)
    }
}

impl Lack {
    fn of(variable: &Variable) -> Lack {
        Lack {
            variables: BTreeSet::from([variable.figure_id()]),
            faults: BTreeSet::new(),
        }
    }

    /// A lack for a reason rather than for a blank.
    pub fn fault(reason: impl Into<Arc<str>>) -> Lack {
        Lack::of_fault(Fault {
            reason: reason.into(),
            about: None,
        })
    }

    fn of_fault(fault: Fault) -> Lack {
        Lack {
            variables: BTreeSet::new(),
            faults: BTreeSet::from([fault]),
        }
    }

    /// Adds what another part lacks.
    pub fn merge(&mut self, other: Lack) {
        self.variables.extend(other.variables);
        self.faults.extend(other.faults);
    }
}

type Evaluated = Result<Value, Lack>;

impl Expr {
    /// The value over a record.
    ///
    /// # Errors
    /// What is missing for it.
    pub fn evaluate(&self, figures: &dyn Figures) -> Evaluated {
        match self {
            Expr::Number { value, .. } => Ok(Value::Number(*value)),
            Expr::Text(text) => Ok(Value::Text(text.clone())),
            Expr::Variable(variable) => read(variable, figures),
            Expr::BlankAsZero(variable) => match figures.figure(variable) {
                Figure::Blank => Ok(Value::Number(Decimal::ZERO)),
                _ => read(variable, figures),
            },
            Expr::Negate(inner) => inner.number(figures).map(|number| Value::Number(-number)),
            Expr::Arithmetic(operator, left, right) => {
                let (left, right) = both(left.number(figures), right.number(figures))?;
                calculate(*operator, left, right).map(Value::Number)
            }
            Expr::Compare(comparison, left, right) => {
                let (left, right) = both(left.evaluate(figures), right.evaluate(figures))?;
                Ok(Value::Truth(match (&left, &right) {
                    (Value::Number(left), Value::Number(right)) => comparison.holds(left, right),
                    (Value::Text(left), Value::Text(right)) => comparison.holds(left, right),
                    (Value::Truth(left), Value::Truth(right)) => comparison.holds(left, right),
                    _ => false,
                }))
            }
            Expr::Not(inner) => inner.truth(figures).map(|truth| Value::Truth(!truth)),
            Expr::And(parts) => {
                let truths = each(parts, |part| part.truth(figures))?;
                Ok(Value::Truth(truths.iter().all(|truth| *truth)))
            }
            Expr::Or(parts) => {
                let truths = each(parts, |part| part.truth(figures))?;
                Ok(Value::Truth(truths.iter().any(|truth| *truth)))
            }
            Expr::If(condition, then, otherwise) => {
                if condition.truth(figures)? {
                    then.evaluate(figures)
                } else {
                    otherwise.evaluate(figures)
                }
            }
            Expr::Call(function, arguments) => {
                let numbers = each(arguments, |argument| argument.number(figures))?;
                call(*function, &numbers).map(Value::Number)
            }
            Expr::Shown { expr, .. } | Expr::Noted { expr, .. } => expr.evaluate(figures),
            Expr::Needing { variables, expr } => {
                each(variables, |variable| read(variable, figures))?;
                expr.evaluate(figures)
            }
            Expr::Fault(fault) => Err(Lack::of_fault(fault.clone())),
            Expr::Bands { subject, bands } => {
                let subject = subject.number(figures)?;
                for band in bands {
                    let bounds = each(&band.bounds, |(comparison, bound)| {
                        Ok(comparison.holds(&subject, &bound.number(figures)?))
                    })?;
                    if bounds.iter().all(|holds| *holds) {
                        return Ok(Value::Number(band.points));
                    }
                }
                Err(Lack::fault(format!(
                    "{} 不在任何一档之内",
                    decimal::trimmed(subject, 10)
                )))
            }
            Expr::Choice { variable, scores } => match read(variable, figures)? {
                Value::Text(chosen) => scores
                    .iter()
                    .find(|(choice, _)| *choice == chosen)
                    .map(|(_, points)| Value::Number(*points))
                    .ok_or_else(|| Lack::of(variable)),
                _ => Err(Lack::of(variable)),
            },
            Expr::Decide {
                conditions,
                then,
                otherwise,
            } => match decided(conditions, figures)? {
                Some(_) => then.evaluate(figures),
                None => otherwise.evaluate(figures),
            },
            Expr::Part(inner) => match inner.evaluate(figures) {
                Err(_) if figures.lacking_as_zero() => Ok(Value::Number(Decimal::ZERO)),
                result => result,
            },
            Expr::Items(items) => {
                let scores = each(items, |item| item.expr.number(figures))?;
                call(Function::Sum, &scores).map(Value::Number)
            }
            Expr::Rows {
                rows,
                points,
                otherwise,
            } => measured(rows, *points, otherwise.as_deref(), figures).map(Value::Number),
            Expr::Rounded { expr, places } => expr
                .number(figures)
                .map(|number| Value::Number(decimal::round(number, *places))),
        }
    }

    /// The value as a number.
    ///
    /// # Errors
    /// What is missing for it.
    pub fn number(&self, figures: &dyn Figures) -> Result<Decimal, Lack> {
        match self.evaluate(figures)? {
            Value::Number(number) => Ok(number),
            _ => Err(Lack::fault("此处应为数字")),
        }
    }

    /// The value as true or false.
    ///
    /// # Errors
    /// What is missing for it.
    pub fn truth(&self, figures: &dyn Figures) -> Result<bool, Lack> {
        match self.evaluate(figures)? {
            Value::Truth(truth) => Ok(truth),
            _ => Err(Lack::fault("此处应为条件")),
        }
    }
}

/// The first condition that certainly holds; `None` where all are known not to.
///
/// # Errors
/// No condition certainly holds, and some are not known.
pub(super) fn decided<'e>(
    conditions: &'e [(Expr, Arc<str>)],
    figures: &dyn Figures,
) -> Result<Option<&'e Arc<str>>, Lack> {
    let mut lack = Lack::default();
    for (condition, note) in conditions {
        match condition.truth(figures) {
            Ok(true) => return Ok(Some(note)),
            Ok(false) => {}
            Err(unknown) => lack.merge(unknown),
        }
    }
    if lack == Lack::default() {
        Ok(None)
    } else {
        Err(lack)
    }
}

/// A variable's value; a blank or unreadable 是/否 is 否 where what lacks counts as 0.
fn read(variable: &Variable, figures: &dyn Figures) -> Evaluated {
    match (figures.figure(variable), &variable.kind) {
        (Figure::Number(number), _) => Ok(Value::Number(number)),
        (Figure::Truth(truth), _) => Ok(Value::Truth(truth)),
        (Figure::Text(text), _) => Ok(Value::Text(text)),
        (
            Figure::Blank,
            Kind::YesNo {
                default: Some(default),
            },
        ) => Ok(Value::Truth(*default)),
        (_, Kind::YesNo { .. }) if figures.lacking_as_zero() => Ok(Value::Truth(false)),
        (Figure::Blank | Figure::Unreadable, _) => Err(Lack::of(variable)),
    }
}

fn both<T>(left: Result<T, Lack>, right: Result<T, Lack>) -> Result<(T, T), Lack> {
    match (left, right) {
        (Ok(left), Ok(right)) => Ok((left, right)),
        (Err(mut left), Err(right)) => {
            left.merge(right);
            Err(left)
        }
        (Err(lack), Ok(_)) | (Ok(_), Err(lack)) => Err(lack),
    }
}

/// Every part's value, or all that any of them lacks.
fn each<P, T>(parts: &[P], value: impl Fn(&P) -> Result<T, Lack>) -> Result<Vec<T>, Lack> {
    let mut values = Vec::with_capacity(parts.len());
    let mut lack: Option<Lack> = None;
    for part in parts {
        match value(part) {
            Ok(value) => values.push(value),
            Err(more) => lack.get_or_insert_default().merge(more),
        }
    }
    lack.map_or(Ok(values), Err)
}

fn calculate(operator: Operator, left: Decimal, right: Decimal) -> Result<Decimal, Lack> {
    let result = match operator {
        Operator::Add => left.checked_add(right),
        Operator::Subtract => left.checked_sub(right),
        Operator::Multiply => left.checked_mul(right),
        Operator::Divide if right.is_zero() => return Err(Lack::fault("除数为 0")),
        Operator::Divide => left.checked_div(right),
    };
    result.ok_or_else(too_large)
}

fn too_large() -> Lack {
    Lack::fault("数值太大，无法精确计算")
}

fn call(function: Function, numbers: &[Decimal]) -> Result<Decimal, Lack> {
    let sum = || {
        numbers
            .iter()
            .try_fold(Decimal::ZERO, |sum, number| sum.checked_add(*number))
            .ok_or_else(too_large)
    };
    let first = numbers.first().copied().unwrap_or_default();
    Ok(match function {
        Function::Min => numbers.iter().copied().min().unwrap_or_default(),
        Function::Max => numbers.iter().copied().max().unwrap_or_default(),
        Function::Sum => sum()?,
        Function::Average => calculate(Operator::Divide, sum()?, Decimal::from(numbers.len()))?,
        Function::Round => {
            let places = numbers.get(1).copied().unwrap_or_default();
            decimal::round(first, places.try_into().unwrap_or_default())
        }
        Function::Abs => first.abs(),
        // The guard keeps 27.999…9, a cut-off quotient, at 28 whole steps.
        Function::Int => first.round_dp(20).floor(),
    })
}

/// Σ(weight × completion) ÷ Σweight × points.
fn measured(
    rule: &RowRule,
    points: Decimal,
    otherwise: Option<&Expr>,
    figures: &dyn Figures,
) -> Result<Decimal, Lack> {
    let rows = figures.rows();
    if rows.is_empty() {
        return match otherwise {
            Some(otherwise) => otherwise.number(figures),
            None => Err(Lack::fault("没有个性化指标")),
        };
    }
    let (mut weighted, mut weights) = (Decimal::ZERO, Decimal::ZERO);
    for row in rows {
        let (weight, completion) = row_values(rule, row)
            .map_err(|_| Lack::fault("个性化指标有不能使用的行（见问题清单）"))?;
        weighted = calculate(
            Operator::Add,
            weighted,
            calculate(Operator::Multiply, weight, completion)?,
        )?;
        weights = calculate(Operator::Add, weights, weight)?;
    }
    if weights.is_zero() {
        return Err(Lack::fault("个性化指标的分值合计为 0"));
    }
    // Multiplied before divided: the quotient is the only step that can be cut off.
    calculate(
        Operator::Divide,
        calculate(Operator::Multiply, weighted, points)?,
        weights,
    )
}

/// One row's weight and completion.
///
/// # Errors
/// What the row lacks.
pub fn row_values(rule: &RowRule, row: &dyn Figures) -> Result<(Decimal, Decimal), Lack> {
    let weight = Expr::Variable(rule.weight.clone()).number(row);
    let completion = rule.completion.number(row);
    both(weight, completion)
}
