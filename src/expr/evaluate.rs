//! A tree over one record's figures, evaluated once: the exact value or what it lacks, and the way there, which is
//! what the explanation and the list of missing data are read off.
//!
//! A lack behaves as `#N/A` does in a spreadsheet: arithmetic passes it on, and the branch of an IF that
//! is not taken does not matter. That is what keeps value and formula the same.

use std::collections::BTreeSet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::figure::{Figure, Figures};
use super::{Expr, FigureId, Function, Kind, Operator, RowRule, Variable};
use crate::decimal;

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
    pub(super) fn of(variable: &Variable) -> Lack {
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

/// A tree that was evaluated over one record.
#[derive(Clone, Debug)]
pub struct Evaluated<'e> {
    /// What was evaluated.
    pub expr: &'e Expr,
    /// What came of it, or why nothing did.
    pub value: Result<Value, Lack>,
    /// The parts that were evaluated for it, in the order written. A branch that is not taken is not among them;
    /// both are where nobody knows which it is. Bounds of bands and rows of outcomes are never.
    pub parts: Vec<Evaluated<'e>>,
    /// Which way it went, where there are several: 0 where the condition of an IF holds and 1 where it does not,
    /// the band, or which condition decided.
    pub way: Option<usize>,
}

impl<'e> Evaluated<'e> {
    /// The value as a number.
    ///
    /// # Errors
    /// What is missing for it.
    pub fn number(&self) -> Result<Decimal, Lack> {
        match &self.value {
            Ok(Value::Number(number)) => Ok(*number),
            Ok(_) => Err(Lack::fault("此处应为数字")),
            Err(lack) => Err(lack.clone()),
        }
    }

    /// The value as true or false.
    ///
    /// # Errors
    /// What is missing for it.
    pub fn truth(&self) -> Result<bool, Lack> {
        match &self.value {
            Ok(Value::Truth(truth)) => Ok(*truth),
            Ok(_) => Err(Lack::fault("此处应为条件")),
            Err(lack) => Err(lack.clone()),
        }
    }

    /// Whether nothing at all was lacking on the way, so that it does not matter what is done about lacks.
    pub fn is_whole(&self) -> bool {
        self.value.is_ok() && self.parts.iter().all(Evaluated::is_whole)
    }

    /// Whether only what others lack keeps it from a value: that does not count as one's own 0.
    fn awaits_peers(&self) -> bool {
        let own = matches!(self.expr, Expr::Peers(_))
            && self.value.is_err()
            && self.parts.iter().all(|part| part.value.is_ok());
        own || self.parts.iter().any(Evaluated::awaits_peers)
    }

    /// Evaluates a part and keeps it.
    fn part(&mut self, expr: &'e Expr, figures: &dyn Figures) -> &Evaluated<'e> {
        self.parts.push(expr.evaluate(figures));
        &self.parts[self.parts.len() - 1]
    }

    fn part_number(&mut self, expr: &'e Expr, figures: &dyn Figures) -> Result<Decimal, Lack> {
        self.part(expr, figures).number()
    }

    fn part_truth(&mut self, expr: &'e Expr, figures: &dyn Figures) -> Result<bool, Lack> {
        self.part(expr, figures).truth()
    }

    fn part_value(&mut self, expr: &'e Expr, figures: &dyn Figures) -> Result<Value, Lack> {
        self.part(expr, figures).value.clone()
    }

    fn run(&mut self, figures: &dyn Figures) -> Result<Value, Lack> {
        match self.expr {
            Expr::Number { value, .. } => Ok(Value::Number(*value)),
            Expr::Text(text) => Ok(Value::Text(text.clone())),
            Expr::Variable(variable) => read(variable, figures),
            Expr::BlankAsZero(variable) => match figures.figure(variable) {
                Figure::Blank => Ok(Value::Number(Decimal::ZERO)),
                _ => read(variable, figures),
            },
            Expr::Negate(inner) => {
                let number = self.part_number(inner, figures)?;
                Ok(Value::Number(-number))
            }
            Expr::Arithmetic(operator, left, right) => {
                let left = self.part_number(left, figures);
                let (left, right) = both(left, self.part_number(right, figures))?;
                calculate(*operator, left, right).map(Value::Number)
            }
            Expr::Compare(comparison, left, right) => {
                let left = self.part_value(left, figures);
                let (left, right) = both(left, self.part_value(right, figures))?;
                Ok(Value::Truth(match (&left, &right) {
                    (Value::Number(left), Value::Number(right)) => {
                        comparison.holds(&decimal::guarded(*left), &decimal::guarded(*right))
                    }
                    (Value::Text(left), Value::Text(right)) => comparison.holds(left, right),
                    (Value::Truth(left), Value::Truth(right)) => comparison.holds(left, right),
                    _ => false,
                }))
            }
            Expr::Not(inner) => {
                let truth = self.part_truth(inner, figures)?;
                Ok(Value::Truth(!truth))
            }
            Expr::And(parts) => {
                let truths = each(parts, |part| self.part_truth(part, figures))?;
                Ok(Value::Truth(truths.iter().all(|truth| *truth)))
            }
            Expr::Or(parts) => {
                let truths = each(parts, |part| self.part_truth(part, figures))?;
                Ok(Value::Truth(truths.iter().any(|truth| *truth)))
            }
            Expr::If(condition, then, otherwise) => {
                match self.part_truth(condition, figures) {
                    Ok(holds) => {
                        self.way = Some(usize::from(!holds));
                        self.part_value(if holds { then } else { otherwise }, figures)
                    }
                    Err(unknown) => {
                        // Whichever way it would go: what is blank on either can be asked for at once.
                        self.part(then, figures);
                        self.part(otherwise, figures);
                        Err(unknown)
                    }
                }
            }
            Expr::Call(function, arguments) => {
                let numbers = each(arguments, |argument| self.part_number(argument, figures))?;
                call(*function, &numbers).map(Value::Number)
            }
            Expr::Shown { expr, .. } | Expr::Noted { expr, .. } => self.part_value(expr, figures),
            Expr::Needing { variables, expr } => {
                let value = self.part_value(expr, figures);
                each(variables, |variable| read(variable, figures))?;
                value
            }
            Expr::Fault(fault) => Err(Lack::of_fault(fault.clone())),
            Expr::Bands { subject, bands } => {
                let subject = decimal::guarded(self.part_number(subject, figures)?);
                for (place, band) in bands.iter().enumerate() {
                    let bounds = each(&band.bounds, |(comparison, bound)| {
                        let bound = decimal::guarded(bound.number(figures)?);
                        Ok(comparison.holds(&subject, &bound))
                    })?;
                    if bounds.iter().all(|holds| *holds) {
                        self.way = Some(place);
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
            } => {
                let mut unknown: Option<Lack> = None;
                for (place, (condition, _)) in conditions.iter().enumerate() {
                    match self.part_truth(condition, figures) {
                        Ok(true) => {
                            self.way = Some(place);
                            return self.part_value(then, figures);
                        }
                        Ok(false) => {}
                        Err(more) => unknown.get_or_insert_default().merge(more),
                    }
                }
                let value = self.part_value(otherwise, figures);
                unknown.map_or(value, Err)
            }
            Expr::Part(inner) => match self.part_value(inner, figures) {
                Err(_) if figures.lacking_as_zero() && !self.awaits_peers() => {
                    Ok(Value::Number(Decimal::ZERO))
                }
                result => result,
            },
            Expr::Items(items) => {
                let scores = each(items, |item| self.part_number(&item.expr, figures))?;
                call(Function::Sum, &scores).map(Value::Number)
            }
            Expr::Best(items) => {
                let scores = each(items, |item| self.part_number(&item.expr, figures))?;
                call(Function::Max, &scores).map(Value::Number)
            }
            Expr::Filled(variable) => Ok(Value::Truth(match figures.figure(variable) {
                Figure::Text(text) => !text.trim().is_empty(),
                Figure::Blank => false,
                _ => true,
            })),
            Expr::Rows {
                rows,
                points,
                otherwise,
            } => match (figures.rows(), otherwise) {
                (own, Some(otherwise)) if own.is_empty() => self.part_value(otherwise, figures),
                (own, _) => measured(rows, *points, &own).map(Value::Number),
            },
            Expr::Peers(rule) => {
                let own = self.part_number(&rule.measure, figures)?;
                let value = rule.value(own, figures.standing(rule))?;
                Ok(Value::Number(value))
            }
            Expr::Rounded { expr, places } => {
                let number = self.part_number(expr, figures)?;
                Ok(Value::Number(decimal::round(number, *places)))
            }
        }
    }
}

impl Expr {
    /// The value over a record, or what is missing for it, with the way there.
    pub fn evaluate<'e>(&'e self, figures: &dyn Figures) -> Evaluated<'e> {
        let mut evaluated = Evaluated {
            expr: self,
            value: Err(Lack::default()),
            parts: Vec::new(),
            way: None,
        };
        evaluated.value = evaluated.run(figures);
        evaluated
    }

    /// The value as a number.
    ///
    /// # Errors
    /// What is missing for it.
    pub fn number(&self, figures: &dyn Figures) -> Result<Decimal, Lack> {
        self.evaluate(figures).number()
    }

    /// The value as true or false.
    ///
    /// # Errors
    /// What is missing for it.
    pub fn truth(&self, figures: &dyn Figures) -> Result<bool, Lack> {
        self.evaluate(figures).truth()
    }
}

/// A variable's value; a blank or unreadable 是/否 is 否 where what lacks counts as 0.
fn read(variable: &Variable, figures: &dyn Figures) -> Result<Value, Lack> {
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
fn each<'e, P, T>(
    parts: &'e [P],
    mut value: impl FnMut(&'e P) -> Result<T, Lack>,
) -> Result<Vec<T>, Lack> {
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
        Function::Int => decimal::guarded(first).floor(),
    })
}

/// Σ(weight × completion) ÷ Σweight × points.
fn measured(rule: &RowRule, points: Decimal, rows: &[&dyn Figures]) -> Result<Decimal, Lack> {
    if rows.is_empty() {
        return Err(Lack::fault("没有个性化指标"));
    }
    let (mut weighted, mut weights) = (Decimal::ZERO, Decimal::ZERO);
    for row in rows {
        let (weight, completion) = row_values(rule, *row).map_err(|_| unusable(rule, rows))?;
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

/// That some rows have no weight or no completion, by their names.
fn unusable(rule: &RowRule, rows: &[&dyn Figures]) -> Lack {
    const NAMED: usize = 3;
    let unusable = rows.iter().zip(1..).filter_map(|(row, place)| {
        let lack = row_values(rule, *row).err()?;
        let title = match row.title() {
            Some(title) => format!("“{title}”"),
            None => format!("第 {place} 项"),
        };
        let mut lacking = Vec::new();
        let mut meet = |variable: &Arc<Variable>| {
            let is_lacking = lack.variables.contains(&variable.figure_id());
            if is_lacking && !lacking.contains(&variable.name) {
                lacking.push(variable.name.clone());
            }
        };
        meet(&rule.weight);
        rule.completion.variables(&mut meet);
        let reason = lack.faults.first();
        Some(match (lacking.is_empty(), reason) {
            (false, _) => format!("{title}缺少{}", lacking.join("、")),
            (true, Some(reason)) => format!("{title}（{reason}）"),
            (true, None) => title,
        })
    });
    let told: Vec<String> = unusable.collect();
    let more = match told.len() > NAMED {
        true => format!("等 {} 项", told.len()),
        false => String::new(),
    };
    let named = told[..told.len().min(NAMED)].join("，");
    Lack::fault(format!("个性化指标不能计算：{named}{more}"))
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
