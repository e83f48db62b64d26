//! The figures of a department that might have been others, and in which steps each moves.

use std::sync::Arc;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::address::Address;
use crate::decimal;
use crate::expr::{Expr, Figure, Kind, Variable};
use crate::intake::{Field, Record};
use crate::questions::changed::Spot;
use crate::rulebook::latitude::Moves;
use crate::rulebook::outcomes::RowFigure;
use crate::rulebook::{Metric, RuleBook};

/// Steps beyond the figure that are looked at, where nothing else bounds it: a thousand times the figure.
const FAR: i64 = 1_000;

/// A figure that might have been another.
pub struct Lever<'r> {
    /// The figure.
    pub spot: Spot,
    /// The metric, or the outcome indicator with its column.
    pub name: String,
    /// Whether it stands in the sheet of outcome indicators.
    pub in_outcomes: bool,
    /// Where it stands, if it stands in a sheet.
    pub cell: Option<Address>,
    /// What it is.
    pub kind: &'r Kind,
    /// What it is now.
    pub now: Figure,
    /// The indicators that depend on it.
    pub indicators: Vec<usize>,
    /// The checks that hold now and depend on it.
    pub checks: Vec<usize>,
    /// How it may move, where it is a number.
    pub grid: Option<Grid>,
    /// The texts or truths that it might be instead.
    pub others: Vec<Figure>,
}

/// The values that a number may have: whole steps from 0 on.
#[derive(Clone, Copy, Debug)]
pub struct Grid {
    /// The smallest change of it.
    pub step: Decimal,
    /// The figure now.
    pub now: Decimal,
    /// The first and last step.
    pub bounds: (i64, i64),
    /// Whether it may be lowered, and raised.
    pub moves: (bool, bool),
}

impl Grid {
    fn new(kind: &Kind, now: Decimal, step: Decimal, moves: Option<Moves>) -> Option<Grid> {
        let steps = now.checked_div(step)?.ceil().to_i64()?;
        let most = match kind {
            Kind::Percent { max } => *max,
            Kind::Points { max } => Some(*max),
            _ => None,
        };
        let last = match most {
            Some(most) => most.checked_div(step)?.floor().to_i64()?,
            None => steps.max(100).checked_mul(FAR)?,
        };
        let first = match kind {
            Kind::Amount { positive: true } => 1,
            _ => 0,
        };
        Some(Grid {
            step,
            now,
            bounds: (first, last),
            moves: (moves != Some(Moves::Up), moves != Some(Moves::Down)),
        })
    }

    /// The first step above or below the figure, if there is one.
    pub fn first(&self, upwards: bool) -> Option<i64> {
        let steps = self.now.checked_div(self.step)?;
        let first = match upwards {
            true => steps.floor().to_i64()? + 1,
            false => steps.ceil().to_i64()? - 1,
        };
        let (least, most) = self.bounds;
        let allowed = if upwards { self.moves.1 } else { self.moves.0 };
        (allowed && (least..=most).contains(&first)).then_some(first)
    }

    /// The last step in a direction.
    pub fn last(&self, upwards: bool) -> i64 {
        if upwards {
            self.bounds.1
        } else {
            self.bounds.0
        }
    }
}

impl Lever<'_> {
    /// How large a change is, to order changes by: the share of the scale for percentages and points, of the figure
    /// for amounts and counts, the whole for a choice.
    pub fn size(&self, to: &Figure) -> Decimal {
        let (Figure::Number(from), Figure::Number(to)) = (&self.now, to) else {
            return Decimal::ONE;
        };
        let moved = (*to - *from).abs();
        let whole = match self.kind {
            Kind::Percent { .. } => Decimal::ONE,
            Kind::Points { max } => *max,
            _ => (*from).max(*to),
        };
        moved.checked_div(whole).unwrap_or(Decimal::ONE)
    }

    /// A figure of it as people read it.
    pub fn shown(&self, figure: &Figure) -> String {
        shown(self.kind, figure)
    }
}

/// A figure of a kind as people read it.
pub fn shown(kind: &Kind, figure: &Figure) -> String {
    match (figure, kind) {
        (Figure::Number(number), Kind::Percent { .. }) => {
            let points = number.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(*number);
            format!("{}%", points.normalize())
        }
        (Figure::Number(number), Kind::Amount { .. }) => decimal::amount(*number),
        (Figure::Number(number), _) => number.normalize().to_string(),
        (Figure::Truth(true), _) => "是".into(),
        (Figure::Truth(false), _) => "否".into(),
        (Figure::Text(text), _) => text.to_string(),
        (Figure::Blank | Figure::Unreadable, _) => String::new(),
    }
}

/// The levers of a record: figures that are there, are not fixed, and that scores depend on.
pub fn levers<'r>(record: &'r Record, book: &'r RuleBook) -> Vec<Lever<'r>> {
    let metrics = book.metrics.iter().enumerate();
    let metrics = metrics.filter(|(_, metric)| metric.role.is_none() && !metric.latitude.fixed);
    let own = metrics.filter_map(|(place, metric)| of_metric(place, metric, record, book));
    own.chain(of_rows(record, book)).collect()
}

fn of_metric<'r>(
    place: usize,
    metric: &'r Metric,
    record: &'r Record,
    book: &'r RuleBook,
) -> Option<Lever<'r>> {
    let field = record.fields.get(place)?;
    let uses = |expr: &Expr| {
        let mut found = false;
        expr.variables(&mut |one| found |= one.id == place && !one.is_last_year());
        found
    };
    let now = figure(field, &metric.variable)?;
    let holds = |expr: &Expr| expr.truth(record) != Ok(false);
    let lever = Lever {
        spot: Spot::Metric(place),
        name: metric.name().into(),
        in_outcomes: false,
        cell: field.cell,
        kind: metric.kind(),
        grid: grid(
            metric.kind(),
            &now,
            metric.latitude.step,
            metric.latitude.moves,
        ),
        others: others(metric.kind(), &now),
        now,
        indicators: places(book.indicators.iter().map(|one| uses(&one.expr))),
        checks: places(
            book.checks
                .iter()
                .map(|one| uses(&one.test) && holds(&one.test)),
        ),
    };
    (!lever.indicators.is_empty() && field.cell.is_some()).then_some(lever)
}

/// What was reached, and how far a target without a number was met: targets, weights and directions were set before.
fn of_rows<'r>(record: &'r Record, book: &'r RuleBook) -> impl Iterator<Item = Lever<'r>> {
    let rules = book.outcomes.as_ref();
    let measured = places(book.indicators.iter().map(|one| one.expr.measures_rows()));
    let rows = record.outcomes.iter().enumerate();
    rows.flat_map(move |(place, row)| {
        let measured = measured.clone();
        [RowFigure::Actual, RowFigure::Assessed]
            .into_iter()
            .filter_map(move |id| {
                let field = row.fields.get(id as usize)?;
                let mut used = None;
                rules?
                    .rule
                    .completion
                    .variables(&mut |variable: &'r Arc<Variable>| {
                        if variable.id == id as usize {
                            used = Some(&**variable);
                        }
                    });
                let variable: &'r Variable = used?;
                let now = figure(field, variable)?;
                Some(Lever {
                    spot: Spot::Row(place, id as usize),
                    name: format!("{}·{}", row.title, variable.name),
                    in_outcomes: true,
                    cell: Some(field.cell?),
                    kind: &variable.kind,
                    grid: grid(&variable.kind, &now, None, None),
                    others: others(&variable.kind, &now),
                    now,
                    indicators: measured.clone(),
                    checks: Vec::new(),
                })
            })
    })
}

fn places(found: impl Iterator<Item = bool>) -> Vec<usize> {
    let found = found.enumerate().filter(|(_, found)| *found);
    found.map(|(place, _)| place).collect()
}

/// A figure that is there, or counts as said by default.
fn figure(field: &Field, variable: &Variable) -> Option<Figure> {
    match (&field.figure, &variable.kind) {
        (Figure::Unreadable, _) => None,
        (
            Figure::Blank,
            Kind::YesNo {
                default: Some(default),
            },
        ) => Some(Figure::Truth(*default)),
        (Figure::Blank, _) => None,
        (figure, _) => Some(figure.clone()),
    }
}

fn grid(kind: &Kind, now: &Figure, step: Option<Decimal>, moves: Option<Moves>) -> Option<Grid> {
    let Figure::Number(now) = now else {
        return None;
    };
    let usual = match kind {
        Kind::Amount { .. } => Decimal::new(1, 2),
        Kind::Count => Decimal::ONE,
        Kind::Percent { .. } => Decimal::new(1, 4),
        Kind::Points { .. } => Decimal::new(1, 1),
        Kind::Text | Kind::YesNo { .. } | Kind::Choice { .. } => return None,
    };
    Grid::new(kind, *now, step.unwrap_or(usual), moves)
}

fn others(kind: &Kind, now: &Figure) -> Vec<Figure> {
    match kind {
        Kind::YesNo { .. } => {
            let all = [Figure::Truth(true), Figure::Truth(false)];
            all.into_iter().filter(|other| other != now).collect()
        }
        Kind::Choice { choices } => {
            let all = choices.iter().map(|choice| Figure::Text(choice.clone()));
            all.filter(|other| other != now).collect()
        }
        _ => Vec::new(),
    }
}
