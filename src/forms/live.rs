//! What a form says to the person who fills it in: what is still missing, what cannot be, what conflicts.
//!
//! Decided here over the cells as they were typed, and written as formulas by the sheet: the two must say
//! the same, so both take their words and their order from here.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::answers::{Answers, Entry};
use super::form::{Form, Item, OutcomeColumn, Row};
use crate::decimal;
use crate::expr::evaluate::row_values;
use crate::expr::{Expr, Figure, FigureId, Figures, Kind, Variable};
use crate::intake::value::yes_or_no;
use crate::problem::Severity;
use crate::rulebook::check::Check;
use crate::rulebook::outcomes::{Outcomes, RowFigure};
use crate::rulebook::{Metric, RuleBook};
use crate::workbook::CellValue;

/// A cell that is in order.
pub const FINE: &str = "√";
/// A cell that must be filled in and is not.
pub const MISSING: &str = "请填写";
/// A blank cell that may stay so.
pub const SPARE: &str = "可不填";

/// Whether a blank is a lack.
#[derive(Clone, Debug, PartialEq)]
pub enum Blank<'b> {
    /// It is none.
    Fine,
    /// It is one, unless any of these holds.
    LackUnless(Vec<Excuse<'b>>),
}

/// Why a blank may be no lack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Excuse<'b> {
    /// A veto or an exemption decides.
    Condition(&'b Expr),
    /// Outcome indicators are filled in, and come first.
    Outcomes,
}

/// What a blank means in a metric's cell.
pub fn blank<'b>(metric: &'b Metric, book: &'b RuleBook) -> Blank<'b> {
    let default = matches!(metric.kind(), Kind::YesNo { default: Some(_) });
    if metric.optional || default {
        return Blank::Fine;
    }
    let mut uses: Vec<Vec<Excuse>> = Vec::new();
    for indicator in &book.indicators {
        find_uses(
            &indicator.expr,
            metric.variable.figure_id(),
            &mut Vec::new(),
            &mut uses,
        );
    }
    let Some((first, others)) = uses.split_first() else {
        // What no indicator needs is asked for, as far as somebody is identified by it.
        return match metric.role {
            Some(_) => Blank::LackUnless(Vec::new()),
            None => Blank::Fine,
        };
    };
    let everywhere = |excuse: &&Excuse| others.iter().all(|other| other.contains(excuse));
    Blank::LackUnless(first.iter().filter(everywhere).copied().collect())
}

/// Gathers what excuses a blank, for each place where a figure is used.
fn find_uses<'b>(
    expr: &'b Expr,
    id: FigureId,
    excuses: &mut Vec<Excuse<'b>>,
    uses: &mut Vec<Vec<Excuse<'b>>>,
) {
    match expr {
        Expr::Decide {
            conditions,
            then,
            otherwise,
        } => {
            for (condition, _) in conditions {
                find_uses(condition, id, excuses, uses);
            }
            find_uses(then, id, excuses, uses);
            let before = excuses.len();
            let deciding = conditions.iter().map(|(condition, _)| condition);
            excuses.extend(deciding.map(Excuse::Condition));
            find_uses(otherwise, id, excuses, uses);
            excuses.truncate(before);
        }
        Expr::Rows {
            otherwise: Some(otherwise),
            ..
        } => {
            excuses.push(Excuse::Outcomes);
            find_uses(otherwise, id, excuses, uses);
            excuses.pop();
        }
        Expr::Variable(variable) | Expr::BlankAsZero(variable) | Expr::Choice { variable, .. } => {
            if variable.figure_id() == id {
                uses.push(excuses.clone());
            }
        }
        _ => {
            for child in expr.children() {
                find_uses(child, id, excuses, uses);
            }
        }
    }
}

/// The checks that a metric's cell tells of: those that name it first.
pub fn checks_of<'b>(metric: &Metric, book: &'b RuleBook) -> Vec<&'b Check> {
    let named_first = |check: &&Check| {
        let mut first = None;
        check.test.variables(&mut |variable| {
            first.get_or_insert(variable.figure_id());
        });
        first == Some(metric.variable.figure_id())
    };
    book.checks.iter().filter(named_first).collect()
}

/// What a cell says of a check that fails.
pub fn conflict(check: &Check) -> String {
    let word = match check.severity {
        Severity::Error => "矛盾",
        Severity::Warning | Severity::Info => "请核对",
    };
    let told: String = check.title().chars().take(200).collect();
    format!("{word}：{told}")
}

/// What a cell says that holds something of the wrong kind.
pub fn unfit(kind: &Kind) -> String {
    format!("应填{}", crate::intake::value::wanted(kind))
}

/// What an outcome indicator's check says of a column that is needed and not filled in.
pub fn lacks(column: &str) -> String {
    format!("缺{column}")
}

/// What the check of a declared score says.
pub fn beyond(points: Decimal) -> String {
    format!("应填 0 到 {} 的分数", points.normalize())
}

/// What the check under the weights says.
pub fn weights_unequal(wanted: Decimal) -> String {
    format!("分值合计应为 {}", wanted.normalize())
}

/// What the check under the weights says of too few kinds of benefit.
pub fn few_categories(least: usize) -> String {
    format!("效益类别应至少 {least} 个")
}

/// The figures of an outcome indicator that a direction needs, besides the weight.
pub fn needed(rules: &Outcomes, direction: &str) -> Vec<RowFigure> {
    struct Without<'a>(&'a str, RowFigure);
    impl Figures for Without<'_> {
        fn figure(&self, variable: &Variable) -> Figure {
            match variable.id {
                id if id == self.1 as usize => Figure::Blank,
                id if id == RowFigure::Direction as usize => Figure::Text(self.0.into()),
                _ => Figure::Number(Decimal::ONE),
            }
        }
    }
    [RowFigure::Assessed, RowFigure::Target, RowFigure::Actual]
        .into_iter()
        .filter(|figure| {
            row_values(&rules.rule, &Without(direction, *figure))
                .is_err_and(|lack| lack.variables.contains(&figure.figure_id()))
        })
        .collect()
}

/// What the live cells of a filled form say.
pub struct Live<'f> {
    form: &'f Form<'f>,
    answers: &'f Answers,
}

impl<'f> Live<'f> {
    /// Over what was filled in.
    pub fn new(form: &'f Form<'f>, answers: &'f Answers) -> Live<'f> {
        Live { form, answers }
    }

    /// The check beside a metric.
    pub fn metric(&self, metric: &Metric) -> String {
        let Some(entry) = self.answers.get(Item::Metric(metric.variable.id)) else {
            return self.blank(metric).into();
        };
        if !fits(entry, metric.kind()) {
            return unfit(metric.kind());
        }
        let checks = checks_of(metric, self.form.book);
        let failing = checks
            .into_iter()
            .find(|check| check.test.truth(self) == Ok(false));
        failing.map_or_else(|| FINE.into(), conflict)
    }

    fn blank(&self, metric: &Metric) -> &'static str {
        let excused = match blank(metric, self.form.book) {
            Blank::Fine => true,
            Blank::LackUnless(excuses) => excuses.iter().any(|excuse| match excuse {
                Excuse::Condition(condition) => condition.truth(self) == Ok(true),
                Excuse::Outcomes => self.answers.outcome_rows() > 0,
            }),
        };
        if excused { SPARE } else { MISSING }
    }

    /// The check beside an outcome indicator.
    pub fn outcome(&self, number: usize, rules: &Outcomes) -> String {
        let get = |column| self.answers.get(Item::Outcome(number, column));
        if OutcomeColumn::ALL
            .iter()
            .all(|column| get(*column).is_none())
        {
            return String::new();
        }
        let says = |column, text: &str| get(column).is_some_and(|entry| is_text(entry, text));
        let counts = |figure| get(OutcomeColumn::Figure(figure)).is_some_and(is_number);
        let direction = rules
            .directions
            .iter()
            .map(|direction| direction.name.as_str())
            .find(|name| says(OutcomeColumn::Figure(RowFigure::Direction), name));
        let mut categories = rules.categories.iter();
        let of_a_category = categories.any(|known| says(OutcomeColumn::Category, known));
        let lacking = match direction {
            _ if get(OutcomeColumn::Title).is_none() => Some(OutcomeColumn::Title),
            _ if !of_a_category => Some(OutcomeColumn::Category),
            None => Some(OutcomeColumn::Figure(RowFigure::Direction)),
            Some(_) if !counts(RowFigure::Weight) => Some(OutcomeColumn::Figure(RowFigure::Weight)),
            Some(direction) => needed(rules, direction)
                .into_iter()
                .find(|figure| !counts(*figure))
                .map(OutcomeColumn::Figure),
        };
        lacking.map_or_else(|| FINE.into(), |column| lacks(column.name(rules)))
    }

    /// The sum of the weights.
    pub fn weights(&self) -> Decimal {
        let weight = OutcomeColumn::Figure(RowFigure::Weight);
        self.sum(|item| matches!(item, Item::Outcome(_, column) if column == weight))
            .0
    }

    /// The check under the weights.
    pub fn outcome_total(&self, rules: &Outcomes) -> String {
        let weight = OutcomeColumn::Figure(RowFigure::Weight);
        let (total, count) =
            self.sum(|item| matches!(item, Item::Outcome(_, column) if column == weight));
        if count == 0 {
            return String::new();
        }
        if let Some(wanted) = rules.weights_total.filter(|wanted| *wanted != total) {
            return weights_unequal(wanted);
        }
        let covered = rules.categories.iter().filter(|category| {
            self.answers.iter().any(|(item, entry)| {
                matches!(item, Item::Outcome(_, OutcomeColumn::Category))
                    && is_text(entry, category)
            })
        });
        match self.form.book.least_categories {
            Some(least) if covered.count() < least => few_categories(least),
            _ => FINE.into(),
        }
    }

    /// The check beside a declared score.
    pub fn declared(&self, index: usize, points: Decimal) -> String {
        let most = points.to_f64().unwrap_or_default();
        match self.answers.get(Item::Declared(index)) {
            None => String::new(),
            Some(entry) if number(entry).is_some_and(|n| (0.0..=most).contains(&n)) => FINE.into(),
            Some(_) => beyond(points),
        }
    }

    /// The declared scores that are numbers: their sum and how many there are.
    pub fn declared_sum(&self) -> (Decimal, usize) {
        self.sum(|item| matches!(item, Item::Declared(_)))
    }

    /// How many required cells are blank, and how many places should be looked at.
    pub fn progress(&self) -> (usize, usize) {
        let (mut missing, mut wrong) = (0, 0);
        for row in &self.form.rows {
            let told = match row {
                Row::Metric { metric, .. } => self.metric(metric),
                Row::Outcome(number) => match &self.form.book.outcomes {
                    Some(rules) => self.outcome(*number, rules),
                    None => continue,
                },
                Row::OutcomeTotal(rules) => self.outcome_total(rules),
                Row::Declared { index, indicator } => self.declared(*index, indicator.points),
                _ => continue,
            };
            match told.as_str() {
                MISSING => missing += 1,
                FINE | SPARE | "" => {}
                _ => wrong += 1,
            }
        }
        (missing, wrong)
    }

    fn sum(&self, of: impl Fn(Item) -> bool) -> (Decimal, usize) {
        let numbers = self.answers.iter().filter(|(item, _)| of(*item));
        let numbers = numbers.filter_map(|(_, entry)| decimal::from_f64(number(entry)?));
        numbers.fold((Decimal::ZERO, 0), |(sum, count), number| {
            (sum.saturating_add(number), count + 1)
        })
    }
}

/// The figures as a formula sees them: a number is a number, a text is nothing but itself.
impl Figures for Live<'_> {
    fn figure(&self, variable: &Variable) -> Figure {
        // What was last year stands in no cell of the form.
        let own = Some(variable.id).filter(|_| !variable.is_last_year());
        let Some(entry) = own.and_then(|id| self.answers.get(Item::Metric(id))) else {
            return Figure::Blank;
        };
        if !fits(entry, &variable.kind) {
            return Figure::Unreadable;
        }
        let as_number = number(entry).and_then(decimal::from_f64);
        match (&variable.kind, &entry.value) {
            (Kind::YesNo { .. }, _) => Figure::Truth(said(entry, true) == Some(true)),
            (Kind::Points { max }, CellValue::Text(_) | CellValue::Bool(_)) => {
                Figure::Number(match said(entry, false) {
                    Some(true) => *max,
                    _ => Decimal::ZERO,
                })
            }
            (_, CellValue::Text(text)) => Figure::Text(text.as_str().into()),
            _ => as_number.map_or(Figure::Unreadable, Figure::Number),
        }
    }
}

/// A number, as a spreadsheet counts: a date is one, too.
fn number(entry: &Entry) -> Option<f64> {
    match entry.value {
        CellValue::Number(number) | CellValue::DateTime(number) => Some(number),
        _ => None,
    }
}

fn is_number(entry: &Entry) -> bool {
    number(entry).is_some()
}

/// 是 or 否, in whatever form intake takes for it.
fn said(entry: &Entry, digits: bool) -> Option<bool> {
    match &entry.value {
        CellValue::Text(text) => yes_or_no(text, digits),
        CellValue::Bool(truth) => Some(*truth),
        CellValue::Number(number) if digits && *number == 1.0 => Some(true),
        CellValue::Number(number) if digits && *number == 0.0 => Some(false),
        _ => None,
    }
}

fn is_text(entry: &Entry, wanted: &str) -> bool {
    matches!(&entry.value, CellValue::Text(text) if text == wanted)
}

/// Whether a cell holds what its kind asks for, in its plain form.
fn fits(entry: &Entry, kind: &Kind) -> bool {
    let within = |most: Option<Decimal>| {
        let most = most.and_then(|most| most.to_f64()).unwrap_or(f64::INFINITY);
        number(entry).is_some_and(|number| (0.0..=most).contains(&number))
    };
    match kind {
        Kind::Text => true,
        Kind::Amount { positive: true } => number(entry).is_some_and(|number| number > 0.0),
        Kind::Amount { positive: false } => within(None),
        Kind::Count => within(None) && number(entry).is_some_and(|n| n.fract() == 0.0),
        Kind::Percent { max } => within(*max),
        Kind::Points { max } => said(entry, false).is_some() || within(Some(*max)),
        Kind::YesNo { .. } => said(entry, true).is_some(),
        Kind::Choice { choices } => choices.iter().any(|choice| is_text(entry, choice)),
    }
}
