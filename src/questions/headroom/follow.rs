//! Follows the tree with one figure left open: which way every condition goes at a value of the figure, and from
//! where on one would go another way. Between two such values an indicator is one [`Line`].

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::line::Line;
use crate::decimal;
use crate::expr::evaluate::row_values;
use crate::expr::peers::{Compared, PeerRule, Standing};
use crate::expr::{Expr, Figures, Function, Lack, Operator, RowRule, Value, Variable};
use crate::questions::changed::{Changed, Spot};

/// What was met on the way.
#[derive(Default)]
pub struct Followed {
    /// What decided, and would decide otherwise where its sign changes.
    decisions: Vec<Line>,
    /// The values of the trees that were followed, as far as they are lines.
    lines: Vec<Option<Line>>,
    /// Whether something on the way is no line, so that more may change than the decisions tell.
    pub curved: bool,
}

/// A number at the figure's value, and its line where it has one.
type Number = (Decimal, Option<Line>);

/// Follows some trees at the value that the figures hold; `scores` yield numbers, `tests` are conditions.
pub fn follow<'e>(
    figures: &Changed,
    open: Spot,
    scores: impl Iterator<Item = &'e Expr>,
    tests: impl Iterator<Item = &'e Expr>,
) -> Followed {
    let mut follower = Follower {
        figures,
        open: match open {
            Spot::Metric(place) => Open::Metric(place),
            Spot::Row(row, id) => Open::Row(row, id),
        },
        followed: Followed::default(),
    };
    for score in scores {
        let line = match follower.number(score) {
            Ok((_, line)) => line,
            Err(_) => Some(Line::constant(Decimal::ZERO)),
        };
        follower.followed.curved |= line.is_none();
        follower.followed.lines.push(line);
    }
    for test in tests {
        // What a test lacks it has lacked before.
        let _ = follower.truth(test);
    }
    let Followed { lines, curved, .. } = &mut follower.followed;
    let ways: Vec<Option<bool>> = lines
        .iter()
        .flatten()
        .filter(|line| !line.is_constant())
        .map(Line::rises)
        .collect();
    *curved |= ways.windows(2).any(|pair| pair[0] != pair[1]);
    follower.followed
}

impl Followed {
    /// The first step beyond `at`, counted upwards or downwards, from which something may be decided otherwise.
    pub fn next(&self, at: i64, step: Decimal, upwards: bool) -> Option<i64> {
        let turns = self.decisions.iter().flat_map(Line::turns);
        let steps = turns.filter_map(|turn| beyond(turn, at, step, upwards));
        match upwards {
            true => steps.min(),
            false => steps.max(),
        }
    }
}

/// The first step beyond `at` that is on the turn or on its other side.
fn beyond(turn: Decimal, at: i64, step: Decimal, upwards: bool) -> Option<i64> {
    // The quotient's last digits are cut off.
    let turn = turn.checked_div(step)?.round_dp(9);
    let (floor, ceil) = (turn.floor().to_i64()?, turn.ceil().to_i64()?);
    let on_it = floor == ceil && floor == at;
    let next = match upwards {
        true if on_it => at + 1,
        true => ceil,
        false if on_it => at - 1,
        false => floor,
    };
    let is_beyond = if upwards { next > at } else { next < at };
    is_beyond.then_some(next)
}

/// Which figure is open.
#[derive(Clone, Copy)]
enum Open {
    /// A metric.
    Metric(usize),
    /// A figure of a row, seen from the record: the row's place and the figure's id.
    Row(usize, usize),
    /// A figure of the row that is followed.
    Figure(usize),
}

struct Follower<'f> {
    figures: &'f dyn Figures,
    open: Open,
    followed: Followed,
}

impl Follower<'_> {
    fn is_open(&self, variable: &Variable) -> bool {
        match self.open {
            Open::Metric(id) => variable.id == id && !variable.is_last_year(),
            Open::Figure(id) => variable.id == id,
            Open::Row(..) => false,
        }
    }

    /// Whether the open figure stands somewhere in a tree.
    fn depends(&self, expr: &Expr) -> bool {
        let mut found = matches!(self.open, Open::Row(..)) && expr.measures_rows();
        expr.variables(&mut |variable| found |= self.is_open(variable));
        found
    }

    fn decide(&mut self, line: Option<Line>) {
        match line {
            Some(line) if !line.is_constant() => self.followed.decisions.push(line),
            Some(_) => {}
            None => self.followed.curved = true,
        }
    }

    fn number(&mut self, expr: &Expr) -> Result<Number, Lack> {
        if !self.depends(expr) {
            let value = expr.number(self.figures)?;
            return Ok((value, Some(Line::constant(value))));
        }
        match expr {
            Expr::Variable(_) | Expr::BlankAsZero(_) => {
                Ok((expr.number(self.figures)?, Some(Line::figure())))
            }
            Expr::Negate(inner) => {
                let (value, line) = self.number(inner)?;
                Ok((-value, line.map(Line::negated)))
            }
            Expr::Arithmetic(operator, left, right) => {
                let (left, right) = (self.number(left)?, self.number(right)?);
                self.arithmetic(expr, *operator, left, right)
            }
            Expr::If(condition, then, otherwise) => match self.truth(condition)? {
                true => self.number(then),
                false => self.number(otherwise),
            },
            Expr::Call(function, arguments) => self.call(expr, *function, arguments.iter()),
            Expr::Best(items) => {
                let items = items.iter().map(|item| &item.expr);
                self.call(expr, Function::Max, items)
            }
            Expr::Shown { expr, .. } | Expr::Noted { expr, .. } | Expr::Needing { expr, .. } => {
                self.number(expr)
            }
            // What follows of the rounding is found by scoring.
            Expr::Rounded { expr, .. } => self.number(expr),
            Expr::Part(inner) => match self.number(inner) {
                Err(_) if self.figures.lacking_as_zero() => Ok(constant(Decimal::ZERO)),
                result => result,
            },
            Expr::Items(items) => {
                let mut sum = constant(Decimal::ZERO);
                for item in items {
                    let (value, line) = self.number(&item.expr)?;
                    sum = (sum.0 + value, added(sum.1, line));
                }
                Ok(sum)
            }
            Expr::Bands { subject, bands } => {
                let (_, subject) = self.number(subject)?;
                for (_, bound) in bands.iter().flat_map(|band| &band.bounds) {
                    let (_, bound) = self.number(bound)?;
                    self.decide(difference(subject, bound));
                }
                Ok(constant(expr.number(self.figures)?))
            }
            Expr::Decide {
                conditions,
                then,
                otherwise,
            } => {
                let mut lacking = None;
                for (condition, _) in conditions {
                    match self.truth(condition) {
                        Ok(true) => return self.number(then),
                        Ok(false) => {}
                        Err(lack) => lacking = Some(lack),
                    }
                }
                lacking.map_or_else(|| self.number(otherwise), Err)
            }
            Expr::Peers(rule) => self.peers(expr, rule),
            Expr::Rows {
                rows,
                points,
                otherwise,
            } => match (self.open, otherwise) {
                (Open::Row(row, id), _) => self.rows(expr, rows, *points, row, id),
                (Open::Metric(_), Some(otherwise)) if self.figures.rows().is_empty() => {
                    self.number(otherwise)
                }
                _ => Ok(constant(expr.number(self.figures)?)),
            },
            _ => Ok((expr.number(self.figures)?, None)),
        }
    }

    fn arithmetic(
        &mut self,
        expr: &Expr,
        operator: Operator,
        (_, left): Number,
        (_, right): Number,
    ) -> Result<Number, Lack> {
        let line = left.zip(right).and_then(|(left, right)| match operator {
            Operator::Add => left.plus(right),
            Operator::Subtract => left.plus(right.negated()),
            Operator::Multiply => left.times(right),
            Operator::Divide => left.over(right),
        });
        if operator == Operator::Divide {
            // Beyond a divisor of 0 all is otherwise, and on it there is nothing.
            self.decide(right);
        }
        Ok((expr.number(self.figures)?, line))
    }

    fn call<'e>(
        &mut self,
        expr: &Expr,
        function: Function,
        arguments: impl Iterator<Item = &'e Expr>,
    ) -> Result<Number, Lack> {
        let mut numbers = Vec::new();
        for argument in arguments {
            numbers.push(self.number(argument)?);
        }
        let value = expr.number(self.figures)?;
        let line = match function {
            Function::Sum => summed(&numbers),
            Function::Average => summed(&numbers)
                .and_then(|sum| sum.over(Line::constant(Decimal::from(numbers.len())))),
            Function::Min | Function::Max => {
                let chosen = numbers.iter().find(|(number, _)| *number == value);
                let chosen = chosen.and_then(|(_, line)| *line);
                for (_, line) in &numbers {
                    self.decide(difference(chosen, *line));
                }
                chosen
            }
            Function::Abs => {
                let (number, line) = numbers[0];
                self.decide(line);
                match number.is_sign_negative() {
                    true => line.map(Line::negated),
                    false => line,
                }
            }
            Function::Int => {
                let (_, line) = numbers[0];
                for edge in [value, value + Decimal::ONE] {
                    self.decide(difference(line, Some(Line::constant(edge))));
                }
                Some(Line::constant(value))
            }
            Function::Round => {
                let (_, line) = numbers[0];
                let places = numbers.get(1).and_then(|(places, _)| places.to_u32());
                let half = Decimal::new(5, places.unwrap_or_default() + 1);
                for edge in [value - half, value + half] {
                    self.decide(difference(line, Some(Line::constant(edge))));
                }
                Some(Line::constant(value))
            }
        };
        Ok((value, line))
    }

    /// A figure held against those of others, which stay as they are.
    fn peers(&mut self, expr: &Expr, rule: &PeerRule) -> Result<Number, Lack> {
        let (own, line) = self.number(&rule.measure)?;
        let value = expr.number(self.figures)?;
        let others = self.figures.standing(rule).map(Standing::figures);
        let others = others.unwrap_or_default();
        for other in &others {
            self.decide(difference(line, Some(Line::constant(*other))));
        }
        let ratio = |of: Option<Line>| match rule.more_is_better {
            true => line.zip(of).and_then(|(line, of)| line.over(of)),
            false => line.zip(of).and_then(|(line, of)| of.over(line)),
        };
        let best = match rule.more_is_better {
            true => others.iter().copied().max(),
            false => others.iter().copied().min(),
        };
        let line = match rule.compared {
            Compared::Rank | Compared::RankShare => Some(Line::constant(value)),
            Compared::Best => match best {
                Some(best) if (best > own) == rule.more_is_better && best != own => {
                    ratio(Some(Line::constant(best)))
                }
                _ => Some(Line::constant(value)),
            },
            Compared::Mean => {
                let sum = Line::constant(others.iter().sum());
                let count = Line::constant(Decimal::from(others.len() + 1));
                let sum = line.and_then(|line| line.plus(sum));
                ratio(sum.and_then(|sum| sum.over(count)))
            }
            Compared::Median => None,
        };
        self.followed.curved |= line.is_none();
        Ok((value, line))
    }

    /// Σ(weight × completion) ÷ Σweight × points, one row's figure being open.
    fn rows(
        &mut self,
        expr: &Expr,
        rule: &RowRule,
        points: Decimal,
        row: usize,
        id: usize,
    ) -> Result<Number, Lack> {
        let value = expr.number(self.figures)?;
        let rows = self.figures.rows();
        let mut weighted = Some(Line::constant(Decimal::ZERO));
        let mut weights = Decimal::ZERO;
        for (place, figures) in rows.iter().enumerate() {
            let (weight, completion) = row_values(rule, *figures)?;
            let completion = match place == row {
                true => self.row(rule, *figures, id)?,
                false => Some(Line::constant(completion)),
            };
            let part = completion.and_then(|line| line.times(Line::constant(weight)));
            weighted = added(weighted, part);
            weights += weight;
        }
        let line = weighted.and_then(|line| line.times(Line::constant(points)));
        let line = line.and_then(|line| line.over(Line::constant(weights)));
        Ok((value, line))
    }

    /// One row's completion, one of its figures being open.
    fn row(
        &mut self,
        rule: &RowRule,
        figures: &dyn Figures,
        id: usize,
    ) -> Result<Option<Line>, Lack> {
        let mut inner = Follower {
            figures,
            open: Open::Figure(id),
            followed: Followed::default(),
        };
        let (_, line) = inner.number(&rule.completion)?;
        self.followed.decisions.extend(inner.followed.decisions);
        self.followed.curved |= inner.followed.curved;
        Ok(line)
    }

    fn truth(&mut self, expr: &Expr) -> Result<bool, Lack> {
        let truth = expr.truth(self.figures);
        match expr {
            _ if !self.depends(expr) => {}
            Expr::Compare(_, left, right) => {
                let sides = (self.side(left), self.side(right));
                if let (Some(left), Some(right)) = sides {
                    self.decide(difference(left, right));
                }
            }
            Expr::Not(inner) => {
                let _ = self.truth(inner);
            }
            Expr::And(parts) | Expr::Or(parts) => {
                for part in parts {
                    let _ = self.truth(part);
                }
            }
            Expr::Shown { expr, .. } | Expr::Noted { expr, .. } | Expr::Needing { expr, .. } => {
                let _ = self.truth(expr);
            }
            _ => {}
        }
        truth
    }

    /// A side of a comparison that is a number.
    fn side(&mut self, expr: &Expr) -> Option<Option<Line>> {
        match expr.evaluate(self.figures).value {
            Ok(Value::Number(_)) => self.number(expr).ok().map(|(_, line)| line),
            // On a divisor of 0 the way ends, but only there.
            Err(_) => self.number(expr).ok().map(|(_, line)| line),
            Ok(_) => None,
        }
    }
}

fn constant(value: Decimal) -> Number {
    (value, Some(Line::constant(value)))
}

fn added(one: Option<Line>, other: Option<Line>) -> Option<Line> {
    one.zip(other).and_then(|(one, other)| one.plus(other))
}

fn difference(one: Option<Line>, other: Option<Line>) -> Option<Line> {
    added(one, other.map(Line::negated))
}

fn summed(numbers: &[Number]) -> Option<Line> {
    let start = Some(Line::constant(Decimal::ZERO));
    numbers
        .iter()
        .fold(start, |sum, (_, line)| added(sum, *line))
}

/// A figure's value at a step.
pub fn at(step: Decimal, steps: i64) -> Decimal {
    decimal::round(step * Decimal::from(steps), step.scale())
}
