//! Formulas of a form as one small tree with two readings: [`value`](Filled::value) over what is filled in, and the
//! [`text`](Filled::text) that Excel calculates.

mod excel;
mod typed;

use std::cell::{Cell, OnceCell};
use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use self::typed::{
    chosen, is_same_word, is_worded, numeral, said, stands_in, stored, text, trimmed,
};
use super::answers::Answers;
use super::form::{Form, Item, OutcomeColumn, Table};
use crate::address::Address;
use crate::decimal;
use crate::expr::{Comparison, Expr, Figure, Figures, Kind, Variable};
use crate::intake::outcome_units::LEAST_RATIO;
use crate::intake::percent::LARGEST_FRACTION;
use crate::rulebook::Metric;
use crate::rulebook::metric::Choice;
use crate::rulebook::outcomes::RowFigure;
use crate::workbook::CellValue;

/// How many squares a bar has, and what they are: to be told apart without colour.
const SQUARES: usize = 10;
const FULL: &str = "■";
const EMPTY: &str = "□";

/// The most that is taken for percentage points beside a fraction: the largest fraction, in points.
const MOST_POINTS: Decimal = Decimal::from_parts(150, 0, 0, false, 0);
/// To how many decimals a difference is rounded before it is compared: spreadsheets reckon in binary.
const PLACES: u32 = 6;

/// What a cell of the form shows by itself.
#[derive(Clone, Debug)]
pub enum Formula<'f> {
    /// A text.
    Text(String),
    /// A number.
    Number(Amount<'f>),
    /// A number between two texts.
    Counted(&'static str, Amount<'f>, String),
    /// A bar of ten squares, and the numbers beside it: how many of so many are done, by how many are not.
    Bar(Amount<'f>, usize),
    /// One of two.
    If(Test<'f>, Box<Formula<'f>>, Box<Formula<'f>>),
}

/// What is true or false of the cells that are filled in.
#[derive(Clone, Debug)]
pub enum Test<'f> {
    /// True.
    Always,
    /// The cell is blank.
    Blank(Item),
    /// The cell holds one of these texts, whatever spaces stand in it.
    OneOf(Item, Vec<&'f str>),
    /// The cell holds one of these texts, whatever spaces stand around it: shorter than [`Test::OneOf`] where it is
    /// asked often.
    Named(Item, Vec<&'f str>),
    /// The cell holds a text.
    Text(Item),
    /// The cell holds 是 (true) or 否, in whatever form intake takes for it; 1 and 0 say so only where the last is true.
    Means(Item, bool, bool),
    /// The cell holds a number.
    Number(Item),
    /// The cell holds a number that is not negative and at most this.
    Within(Item, Option<Decimal>),
    /// The cell holds a number above 0.
    Positive(Item),
    /// The cell holds a whole number that is not negative.
    Whole(Item),
    /// The cell holds a number written as a text, perhaps with a % or a counting word behind it.
    Worded(Item),
    /// The cell holds a text with a % behind it.
    Share(Item),
    /// The cell holds a number above 0 and at most this, not a text that says so.
    Tiny(Item, Decimal),
    /// Two cells hold numbers of which one looks like a fraction of 1 and the other like percentage points.
    Mixed(Item, Item),
    /// An outcome indicator's figures, by its number, give a completion.
    Measured(usize, &'f Expr),
    /// A condition over the figures, and what counts where it cannot be told.
    Condition(&'f Expr, bool),
    /// A number is so much.
    Compare(Amount<'f>, Comparison, Decimal),
    /// The test fails.
    Not(Box<Test<'f>>),
    /// All hold.
    And(Vec<Test<'f>>),
    /// Any holds.
    Or(Vec<Test<'f>>),
}

/// A number over several cells.
#[derive(Clone, Debug)]
pub enum Amount<'f> {
    /// How many are filled in.
    Filled(Range),
    /// How many hold a number.
    Numbers(Range),
    /// The sum of the numbers.
    Sum(Range),
    /// How many of the texts stand somewhere among them, whatever spaces stand around them.
    Covered(Range, Vec<&'f str>),
    /// How many checks of a table say this; the check of the outcome indicators' total stands right under theirs.
    Saying(Table, String),
    /// A fixed number.
    Known(usize),
    /// The sum of several, of which those with `false` are taken off.
    Total(Vec<(bool, Amount<'f>)>),
}

/// Cells that stand together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Range {
    /// All cells of the outcome indicators.
    Outcomes,
    /// Those of one outcome indicator.
    Outcome(usize),
    /// A column of the outcome indicators.
    Column(OutcomeColumn),
    /// The declared scores.
    Declared,
}

impl<'f> Formula<'f> {
    /// One of two, by a test.
    pub fn choose(test: Test<'f>, then: Formula<'f>, otherwise: Formula<'f>) -> Formula<'f> {
        Formula::If(test, Box::new(then), Box::new(otherwise))
    }

    /// The text of the first test that holds; with none, `otherwise`.
    pub fn first_of(cases: Vec<(Test<'f>, String)>, otherwise: Formula<'f>) -> Formula<'f> {
        let cases = cases.into_iter().rev();
        cases.fold(otherwise, |rest, (test, text)| {
            Formula::choose(test, Formula::Text(text), rest)
        })
    }

    /// Every text that it may yield, each once.
    pub fn texts(&self) -> BTreeSet<&str> {
        match self {
            Formula::Text(text) => BTreeSet::from([text.as_str()]),
            Formula::Number(_) | Formula::Counted(..) | Formula::Bar(..) => BTreeSet::new(),
            Formula::If(_, then, otherwise) => {
                let mut texts = then.texts();
                texts.extend(otherwise.texts());
                texts
            }
        }
    }
}

impl<'f> Test<'f> {
    /// Where the test fails.
    pub fn negated(self) -> Test<'f> {
        Test::Not(Box::new(self))
    }

    /// Whether a cell holds what its kind asks for, in a form that is taken; a choice, in one of its spellings.
    pub fn fits(item: Item, kind: &'f Kind, choices: &'f [Choice]) -> Test<'f> {
        match kind {
            Kind::Text => Test::Always,
            Kind::Amount { positive: true } => Test::Positive(item),
            Kind::Amount { positive: false } => Test::Within(item, None),
            Kind::Count => Test::Whole(item),
            Kind::Percent { max } => Test::Within(item, *max),
            Kind::Points { max } => Test::Or(vec![
                Test::Means(item, true, false),
                Test::Means(item, false, false),
                Test::Within(item, Some(*max)),
            ]),
            Kind::YesNo { .. } => Test::Or(vec![
                Test::Means(item, true, true),
                Test::Means(item, false, true),
            ]),
            Kind::Choice { .. } => Test::OneOf(item, spellings(choices)),
        }
    }
}

impl<'f> Test<'f> {
    /// Whether a cell holds a number of its kind.
    pub fn measure(item: Item, kind: &Kind) -> Test<'f> {
        match kind {
            Kind::Percent { max } => Test::Within(item, *max),
            Kind::Amount { positive: true } => Test::Positive(item),
            Kind::Amount { positive: false } => Test::Within(item, None),
            Kind::Count => Test::Whole(item),
            _ => Test::Number(item),
        }
    }
}

/// Every text that chooses one of some choices.
fn spellings(choices: &[Choice]) -> Vec<&str> {
    choices.iter().flat_map(Choice::all).collect()
}

impl Range {
    fn has(self, item: Item) -> bool {
        match (self, item) {
            (Range::Outcomes, Item::Outcome(..)) | (Range::Declared, Item::Declared(_)) => true,
            (Range::Outcome(wanted), Item::Outcome(number, _)) => wanted == number,
            (Range::Column(wanted), Item::Outcome(_, column)) => wanted == column,
            _ => false,
        }
    }
}

/// A form with what is filled in, over which its formulas are read.
pub struct Filled<'f> {
    /// The form.
    pub form: &'f Form<'f>,
    answers: &'f Answers,
    cells: HashMap<Item, Address>,
    said: OnceCell<Vec<(Table, String)>>,
    /// Whether formulas are written that take a text for no number.
    is_short: Cell<bool>,
}

impl<'f> Filled<'f> {
    /// A form and what is filled in.
    pub fn new(form: &'f Form<'f>, answers: &'f Answers) -> Filled<'f> {
        Filled {
            form,
            answers,
            cells: form.entries().collect(),
            said: OnceCell::new(),
            is_short: Cell::new(false),
        }
    }

    /// Whether the form has any such cell.
    pub fn has(&self, range: Range) -> bool {
        self.cells.keys().any(|item| range.has(*item))
    }

    /// What the formula yields, as it is shown.
    pub fn value(&self, formula: &Formula) -> String {
        match formula {
            Formula::Text(text) => text.clone(),
            Formula::Number(amount) => decimal::trimmed(self.amount(amount), 6),
            Formula::Counted(before, amount, after) => {
                format!("{before}{}{after}", self.amount(amount).normalize())
            }
            Formula::Bar(left, all) => {
                let left = self.amount(left).to_usize().unwrap_or_default();
                let done = all.saturating_sub(left);
                let full = SQUARES * done / (*all).max(1);
                let (full, empty) = (FULL.repeat(full), EMPTY.repeat(SQUARES - full));
                format!("{full}{empty} 已填 {done}／{all}")
            }
            Formula::If(test, then, otherwise) => match self.holds(test) {
                true => self.value(then),
                false => self.value(otherwise),
            },
        }
    }

    fn holds(&self, test: &Test) -> bool {
        let number = |item| self.number(item);
        match test {
            Test::Always => true,
            Test::Blank(item) => self.answers.get(*item).is_none(),
            Test::OneOf(item, texts) => self
                .answers
                .get(*item)
                .and_then(text)
                .is_some_and(|text| texts.iter().any(|one| is_same_word(one, text))),
            Test::Named(item, texts) => self
                .answers
                .get(*item)
                .and_then(text)
                .is_some_and(|text| texts.contains(&trimmed(text).as_str())),
            Test::Text(item) => self.answers.get(*item).and_then(text).is_some(),
            Test::Means(item, truth, digits) => {
                self.answers
                    .get(*item)
                    .and_then(|entry| said(entry, *digits))
                    == Some(*truth)
            }
            Test::Number(item) => number(*item).is_some(),
            Test::Within(item, most) => number(*item).is_some_and(|number| {
                let most = most.and_then(|most| most.to_f64());
                number >= 0.0 && most.is_none_or(|most| number <= most)
            }),
            Test::Positive(item) => number(*item).is_some_and(|number| number > 0.0),
            Test::Whole(item) => {
                number(*item).is_some_and(|number| number >= 0.0 && number.fract() == 0.0)
            }
            Test::Worded(item) => {
                let text = self.answers.get(*item).and_then(text);
                text.is_some_and(is_worded)
            }
            Test::Share(item) => {
                let text = self.answers.get(*item).and_then(text);
                text.is_some_and(|text| text.trim_matches(' ').ends_with(['%', '％']))
            }
            Test::Tiny(item, most) => {
                let stored = self.answers.get(*item).and_then(stored);
                stored.is_some_and(|number| {
                    number > 0.0 && most.to_f64().is_some_and(|most| number <= most)
                })
            }
            Test::Mixed(one, other) => self.mixed(*one, *other),
            Test::Measured(row, completion) => {
                let row = OutcomeFigures(self, *row);
                completion.number(&row).is_ok()
            }
            Test::Condition(condition, unknown) => condition.truth(self).unwrap_or(*unknown),
            Test::Compare(amount, comparison, with) => comparison.holds(&self.amount(amount), with),
            Test::Not(test) => !self.holds(test),
            Test::And(tests) => tests.iter().all(|test| self.holds(test)),
            Test::Or(tests) => tests.iter().any(|test| self.holds(test)),
        }
    }

    /// Whether two cells hold numbers of which one looks like a fraction and the other like percentage points: a
    /// target of 100% and a result of 102, which cannot be scored, or of 92 and 0.973, which are told.
    fn mixed(&self, one: Item, other: Item) -> bool {
        let number = |item| decimal::from_f64(self.number(item)?);
        let (Some(one), Some(other)) = (number(one), number(other)) else {
            return false;
        };
        let (fraction, points) = (one.min(other), one.max(other));
        fraction > Decimal::ZERO
            && fraction <= LARGEST_FRACTION
            && points > LARGEST_FRACTION
            && points <= MOST_POINTS
            && decimal::round(points - fraction * LEAST_RATIO, PLACES) > Decimal::ZERO
    }

    fn amount(&self, amount: &Amount) -> Decimal {
        let among = |range: Range| {
            let all = self.answers.iter();
            all.filter_map(move |(item, entry)| range.has(item).then_some(entry))
        };
        let numbers = |range| among(range).filter_map(|entry| decimal::from_f64(stored(entry)?));
        match amount {
            Amount::Filled(range) => among(*range).count().into(),
            Amount::Numbers(range) => numbers(*range).count().into(),
            Amount::Sum(range) => numbers(*range).fold(Decimal::ZERO, Decimal::saturating_add),
            Amount::Covered(range, texts) => {
                let stands = |wanted: &&&str| {
                    let mut all = among(*range).filter_map(text);
                    all.any(|text| stands_in(text, wanted))
                };
                texts.iter().filter(stands).count().into()
            }
            Amount::Saying(table, text) => {
                let said = self.said.get_or_init(|| self.checks()).iter();
                let saying = said.filter(|(of, said)| of == table && said == text);
                saying.count().into()
            }
            Amount::Known(number) => (*number).into(),
            Amount::Total(parts) => parts.iter().fold(Decimal::ZERO, |sum, (adds, part)| {
                let part = self.amount(part);
                if *adds { sum + part } else { sum - part }
            }),
        }
    }

    /// What every check says.
    fn checks(&self) -> Vec<(Table, String)> {
        let rows = self.form.rows.iter();
        let checks = rows.filter_map(|row| self.check(row));
        checks
            .map(|(table, check)| (table, self.value(&check)))
            .collect()
    }
}

impl<'f> Filled<'f> {
    /// The number in a cell; a metric's may be written as a text that collecting takes for one.
    fn number(&self, item: Item) -> Option<f64> {
        let entry = self.answers.get(item)?;
        match (&entry.value, self.kind(item)) {
            (CellValue::Text(text), Some(kind)) => numeral(text, kind),
            _ => stored(entry),
        }
    }

    /// What a metric's cell asks for.
    fn kind(&self, item: Item) -> Option<&'f Kind> {
        Some(self.metric_of(item)?.kind())
    }

    fn metric_of(&self, item: Item) -> Option<&'f Metric> {
        match item {
            Item::Metric(id) => self.form.book.metrics.get(id),
            _ => None,
        }
    }

    /// Whether a metric's cell holds what it asks for.
    fn is_fit(&self, item: Item) -> bool {
        let metric = self.metric_of(item);
        metric.is_some_and(|metric| self.holds(&Test::fits(item, metric.kind(), &metric.choices)))
    }
}

/// The figures as a formula sees them.
impl Figures for Filled<'_> {
    fn figure(&self, variable: &Variable) -> Figure {
        let Some((item, entry)) =
            own(variable).and_then(|item| Some((item, self.answers.get(item)?)))
        else {
            return Figure::Blank;
        };
        if !self.is_fit(item) {
            return Figure::Unreadable;
        }
        let choices = self
            .metric_of(item)
            .map_or(&[][..], |metric| &metric.choices);
        match &variable.kind {
            Kind::YesNo { .. } => Figure::Truth(said(entry, true) == Some(true)),
            Kind::Choice { .. } => chosen(entry, choices),
            Kind::Text => text(entry).map_or(Figure::Unreadable, |text| Figure::Text(text.into())),
            Kind::Points { max } if said(entry, false).is_some() => {
                Figure::Number(match said(entry, false) {
                    Some(true) => *max,
                    _ => Decimal::ZERO,
                })
            }
            _ => {
                let number = self.number(item).and_then(decimal::from_f64);
                number.map_or(Figure::Unreadable, Figure::Number)
            }
        }
    }
}

/// The figures of one outcome indicator.
struct OutcomeFigures<'f>(&'f Filled<'f>, usize);

impl OutcomeFigures<'_> {
    fn item(&self, variable: &Variable) -> Option<Item> {
        let figure = RowFigure::ALL.get(variable.id)?;
        Some(Item::Outcome(self.1, OutcomeColumn::Figure(*figure)))
    }
}

impl Figures for OutcomeFigures<'_> {
    fn figure(&self, variable: &Variable) -> Figure {
        let entry = self
            .item(variable)
            .and_then(|item| self.0.answers.get(item));
        let Some(entry) = entry else {
            return Figure::Blank;
        };
        match &variable.kind {
            Kind::Choice { .. } => text(entry).map_or(Figure::Unreadable, |text| {
                Figure::Text(trimmed(text).as_str().into())
            }),
            _ => stored(entry)
                .and_then(decimal::from_f64)
                .map_or(Figure::Unreadable, Figure::Number),
        }
    }
}

/// The cell of a figure: what was last year stands in none.
fn own(variable: &Variable) -> Option<Item> {
    (!variable.is_last_year()).then_some(Item::Metric(variable.id))
}
