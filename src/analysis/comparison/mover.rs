//! The figure that moved an indicator most: of those that changed, the one that alone, with last year's
//! other figures, moves the score furthest in the direction that it went; where none does so alone, the one
//! that itself changed most.

use std::sync::Arc;

use rust_decimal::Decimal;

use crate::decimal::percent;
use crate::expr::peers::{PeerRule, Standing};
use crate::expr::told::figure as told;
use crate::expr::{Expr, Figure, FigureId, Figures, Variable};

use crate::intake::Record;
use crate::rulebook::{Indicator, RuleBook};
use crate::scoring::Missing;

/// A figure that moved an indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mover {
    /// The metric's name, or the sheet of outcome indicators.
    pub name: String,
    /// Last year's figure, as people read it.
    pub before: String,
    /// This year's.
    pub after: String,
}

impl std::fmt::Display for Mover {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} → {}", self.name, self.before, self.after)
    }
}

/// A department's figures in two years, both as this year's rules read them.
pub struct BothYears<'r> {
    /// Last year's figures.
    pub last: &'r Record,
    /// This year's figures.
    pub this: &'r Record,
    /// What is done where data are missing.
    pub missing: Missing,
}

/// What of last year's is replaced by this year's.
#[derive(Clone, Copy, PartialEq)]
enum Replaced {
    Metric(FigureId),
    Outcomes,
}

struct Mixed<'r> {
    figures: &'r BothYears<'r>,
    /// Nothing, to have last year's alone.
    replaced: Option<Replaced>,
}

impl Figures for Mixed<'_> {
    fn figure(&self, variable: &Variable) -> Figure {
        let BothYears { last, this, .. } = self.figures;
        match self.replaced == Some(Replaced::Metric(variable.figure_id())) {
            true => this.figure(variable),
            false => last.figure(variable),
        }
    }

    fn rows(&self) -> Vec<&dyn Figures> {
        let BothYears { last, this, .. } = self.figures;
        match self.replaced {
            Some(Replaced::Outcomes) => this.rows(),
            Some(Replaced::Metric(_)) | None => last.rows(),
        }
    }

    // Among those of last year: who moved by how much is asked of one department at a time.
    fn standing(&self, rule: &PeerRule) -> Option<&Standing> {
        self.figures.last.standing(rule)
    }

    fn lacking_as_zero(&self) -> bool {
        self.figures.missing == Missing::Zero
    }
}

impl BothYears<'_> {
    /// The figure that moved an indicator most, where its performance changed by this much.
    pub fn mover(
        &self,
        indicator: &Indicator,
        book: &RuleBook,
        performance: Decimal,
    ) -> Option<Mover> {
        let mut changed: Vec<&Arc<Variable>> = Vec::new();
        indicator.expr.variables(&mut |variable| {
            let is_new = !changed
                .iter()
                .any(|known| known.figure_id() == variable.figure_id());
            if is_new && self.last.figure(variable) != self.this.figure(variable) {
                changed.push(variable);
            }
        });
        let metrics = changed.into_iter().map(|variable| {
            (
                Replaced::Metric(variable.figure_id()),
                self.relative(variable),
                Mover {
                    name: variable.name.to_string(),
                    before: told(variable, self.last),
                    after: told(variable, self.this),
                },
            )
        });
        let measured = [self.last, self.this]
            .iter()
            .any(|record| !record.outcomes.is_empty());
        let outcomes = rows(&indicator.expr).filter(|_| measured).map(|rows| {
            let mover = Mover {
                name: format!("{}完成比例", book.sheets.outcomes.name),
                before: completion(rows, self.last),
                after: completion(rows, self.this),
            };
            (Replaced::Outcomes, Decimal::ZERO, mover)
        });
        let base = self.alone(indicator, None);
        let strength = |replaced: Replaced| -> Decimal {
            let effect = base
                .zip(self.alone(indicator, Some(replaced)))
                .map_or(Decimal::ZERO, |(base, alone)| alone - base);
            match performance.is_sign_positive() {
                true => effect.max(Decimal::ZERO),
                false => (-effect).max(Decimal::ZERO),
            }
        };
        let mut candidates: Vec<_> = metrics
            .chain(outcomes)
            .map(|(replaced, relative, mover)| (strength(replaced), relative, mover))
            .collect();
        // A stable sort: among equals the one that the rules name first.
        candidates.sort_by_key(|(strength, relative, _)| {
            (std::cmp::Reverse(*strength), std::cmp::Reverse(*relative))
        });
        candidates.into_iter().next().map(|(_, _, mover)| mover)
    }

    /// The score of last year's figures with one of them replaced, where there is one.
    fn alone(&self, indicator: &Indicator, replaced: Option<Replaced>) -> Option<Decimal> {
        let mixed = Mixed {
            figures: self,
            replaced,
        };
        indicator.expr.number(&mixed).ok()
    }

    /// How much a figure changed, as a share of the greater of the two; what is no number changed wholly.
    fn relative(&self, variable: &Variable) -> Decimal {
        match (self.last.figure(variable), self.this.figure(variable)) {
            (Figure::Number(last), Figure::Number(this)) => (this - last)
                .abs()
                .checked_div(last.abs().max(this.abs()))
                .unwrap_or(Decimal::ZERO),
            _ => Decimal::ONE,
        }
    }
}

/// The part of an expression that measures outcome indicators.
fn rows(expr: &Expr) -> Option<&Expr> {
    match expr {
        Expr::Rows { .. } => Some(expr),
        _ => expr.children().into_iter().find_map(rows),
    }
}

/// How far a record's outcome indicators were met together.
fn completion(rows: &Expr, record: &Record) -> String {
    let Expr::Rows { points, .. } = rows else {
        return String::new();
    };
    if record.outcomes.is_empty() {
        return "（没有填报）".into();
    }
    let share = rows
        .number(record)
        .ok()
        .and_then(|score| score.checked_div(*points));
    share.map_or_else(|| "（不能计算）".into(), percent)
}
