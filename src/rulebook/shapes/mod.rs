//! The scoring shapes, one file each. A shape reads its part of the rule book, lints itself, and lowers
//! to an expression; [`build`] is the one list of them.
//!
//! What every shape may have is here too: vetoes and exemptions ([`decision`]), and the
//! nothing-to-measure rule ([`nothing`]).

mod bands;
pub(super) mod best_of;
mod cases;
mod choice;
pub(super) mod decision;
mod deduction;
mod formula;
mod nothing_to_measure;
mod outcomes;
mod pass;
mod peers;
mod periods;
mod points;
mod proportional;
mod within;

use std::cell::RefCell;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::document::{Findings, Located, Section};
use super::framework::FirstLevel;
use super::metric::Metric;
use super::outcomes::Outcomes;
use super::printed::{self, Stated};
use super::wording::Clause;
use crate::expr::peers::PeerRule;
use crate::expr::{
    Expr, ExprError, Item, Kind, Operator, Scope, Variable, compile_condition, compile_number,
};
use decision::{conditions, decide};

/// What indicators, their items, and checks are read with.
pub struct Context<'a> {
    /// The metrics' names.
    pub scope: &'a dyn Scope,
    /// The metrics, for their units.
    pub metrics: &'a [Metric],
    /// The first two levels, where they could be read.
    pub framework: Option<&'a [FirstLevel]>,
    /// What the rule book says of outcome indicators, where that could be read.
    pub outcomes: Option<&'a Outcomes>,
    /// Whether the rule book says anything of outcome indicators.
    pub has_outcomes: bool,
    /// Decimals of an indicator's score.
    pub decimals: u32,
    /// The rules by which figures are held against those of other departments, as they are met.
    pub peers: RefCell<Vec<Arc<PeerRule>>>,
    /// Where findings go.
    pub findings: &'a Findings,
}

impl Context<'_> {
    /// Compiles a number that depends on the record.
    pub fn number(&self, text: &Located<String>) -> Option<Expr> {
        self.sound(text, compile_number(text, self.scope))
    }

    /// Compiles a condition that depends on the record.
    pub fn condition(&self, text: &Located<String>) -> Option<Expr> {
        self.sound(text, compile_condition(text, self.scope))
    }

    /// The unit in which an expression counts: that of its figures, where they all have the same; of counts
    /// without one 个.
    pub fn unit(&self, expr: &Expr) -> Option<&str> {
        let mut units: Vec<Option<&str>> = Vec::new();
        expr.variables(&mut |variable| {
            let general = (variable.kind == Kind::Count).then_some("个");
            units.push(self.metrics[variable.id].unit.as_deref().or(general));
        });
        let first = *units.first()?;
        first.filter(|_| units.iter().all(|unit| *unit == first))
    }

    /// The metric of a name.
    pub fn metric(&self, name: &Located<String>) -> Option<Arc<Variable>> {
        let found = self.scope.find(name);
        if found.is_none() {
            let message = format!("没有名为“{}”的指标数据", name.value);
            match self.scope.nearest(name) {
                Some(near) => {
                    let hint = format!("是不是“{near}”？");
                    self.findings.error_with(&name.at, message, hint);
                }
                None => self.findings.error(&name.at, message),
            }
        }
        found
    }

    fn sound(&self, text: &Located<String>, compiled: Result<Expr, ExprError>) -> Option<Expr> {
        let expr = compiled
            .inspect_err(|error| self.findings.expression(text, error))
            .ok()?;
        let fault = if !expr.depends_on_data() {
            format!("“{expr}”不用任何数据，结果永远不变")
        } else if let Some(condition) = expr.constant_condition() {
            format!("条件“{condition}”不用任何数据，有一支永远走不到")
        } else {
            return Some(expr);
        };
        self.findings.error(&text.at, fault);
        None
    }
}

/// A scoring item, lowered.
pub struct Built {
    /// What it scores.
    pub expr: Expr,
    /// The most it scores.
    pub points: Decimal,
    /// What its explanation begins with, where items need telling apart.
    pub label: Option<Arc<str>>,
    /// Whether its figures alone, `10 − 9 = 1`, do not say what was measured.
    pub needs_label: bool,
    /// Whether it can go beyond its points, so that the indicator must hold it.
    pub may_exceed: bool,
    /// At least so many kinds of benefit should be covered, for outcomes.
    pub least_categories: Option<usize>,
    /// What it says of itself in print.
    pub clauses: Vec<Clause>,
    /// The numbers that it scores with.
    pub stated: Vec<Stated>,
    /// The group of items of which the best counts, where it is of one.
    pub best_of: Option<Located<String>>,
}

impl Built {
    fn new(expr: Expr, points: Decimal) -> Built {
        Built {
            expr,
            points,
            clauses: Vec::new(),
            stated: vec![Stated::Points(points)],
            label: None,
            needs_label: false,
            may_exceed: false,
            least_categories: None,
            best_of: None,
        }
    }

    /// An item that was built before, as another reading takes it up.
    pub(super) fn again(expr: Expr, points: Decimal) -> Built {
        Built::new(expr, points)
    }

    /// With what it says of itself in print.
    fn saying(mut self, clauses: impl IntoIterator<Item = Clause>) -> Built {
        self.clauses.extend(clauses);
        self
    }

    /// With more numbers that it scores with.
    fn stating(mut self, stated: impl IntoIterator<Item = Stated>) -> Built {
        self.stated.extend(stated);
        self
    }
}

/// One scoring shape.
struct Shape {
    /// The name that rule books use.
    name: &'static str,
    /// Its keys, but for those that every item may have. Known beforehand, so that a key is not called
    /// unknown because another could not be read.
    keys: &'static [&'static str],
    build: fn(&Section, &Context) -> Option<Built>,
}

/// Every shape.
const SHAPES: [Shape; 12] = [
    points::SHAPE,
    proportional::SHAPE,
    bands::SHAPE,
    pass::SHAPE,
    deduction::SHAPE,
    choice::SHAPE,
    periods::SHAPE,
    outcomes::SHAPE,
    formula::SHAPE,
    cases::SHAPE,
    within::SHAPE,
    peers::SHAPE,
];

/// Reads and lowers one scoring item.
pub(super) fn build(table: &Section, context: &Context) -> Option<Built> {
    let name = table.required_text("shape")?;
    let Some(shape) = SHAPES.iter().find(|shape| shape.name == name.value) else {
        let message = format!("不认识的评分形式“{}”", name.value);
        let known = SHAPES.map(|shape| shape.name);
        context.findings.unknown(&name.at, message, &name, &known);
        return None;
    };
    table.know(shape.keys);
    let label = table.text("name").map(|name| name.value.as_str().into());
    let best_of = table.has("best_of").then(|| table.required_text("best_of"));
    let veto = conditions(table, "veto", context);
    let built = (shape.build)(table, context);
    table.finish();
    let mut built = built?;
    let veto = veto?;
    built.label = label;
    built.best_of = best_of.flatten();
    built.stated.extend(nothing_to_measure::stated(table));
    for (condition, note) in &veto {
        built.stated.extend(printed::literals(condition));
        if let Some(last) = built.clauses.last_mut() {
            last.rule.push_str(&format!("（{note}）"));
        }
    }
    built.expr = match built.expr {
        Expr::Items(items) if veto.is_empty() => Expr::Items(items),
        expr => Expr::Part(Box::new(decide(veto, Expr::literal(Decimal::ZERO), expr))),
    };
    Some(built)
}

/// `name = measured`, where the item has a name of its own.
fn titled(table: &Section, measured: String) -> String {
    match table.text("name") {
        Some(name) if name.value != measured => format!("{} = {measured}", name.value),
        _ => measured,
    }
}

/// The item's name, or nothing.
fn name(table: &Section) -> String {
    table
        .text("name")
        .map(|name| name.value)
        .unwrap_or_default()
}

/// The items of a shape that consists of several.
fn items(parts: Vec<(Option<Arc<str>>, Expr)>) -> Expr {
    Expr::Items(
        parts
            .into_iter()
            .map(|(label, expr)| Item {
                label,
                expr: Expr::Part(Box::new(expr)),
            })
            .collect(),
    )
}

/// `factor × expr`, plain where the factor is 1.
fn times(expr: Expr, factor: Decimal) -> Expr {
    if factor == Decimal::ONE {
        expr
    } else {
        Expr::arithmetic(Operator::Multiply, expr, Expr::literal(factor))
    }
}
