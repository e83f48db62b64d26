//! What a form says to the person who fills it in: what is still missing, what cannot be, what conflicts.
//!
//! Each is a [`Formula`], which gives both what a cell says now and the formula by which it will go on saying so.

use std::collections::BTreeSet;

use rust_decimal::Decimal;

use super::form::{FormRow, Item, OutcomeColumn, Table};
use super::formula::{Amount, Filled, Formula, Range, Test};
use crate::decimal;
use crate::expr::evaluate::row_values;
use crate::expr::{Comparison, Expr, Figure, FigureId, Figures, Kind, Variable};
use crate::intake::percent::LARGEST_FRACTION;
use crate::intake::percent_slip;
use crate::intake::value::wanted;
use crate::problem::Severity;
use crate::rulebook::check::Check;
use crate::rulebook::naming::Named;
use crate::rulebook::outcomes::{Outcomes, RowFigure};
use crate::rulebook::{Metric, RuleBook};

/// A cell that is in order.
pub const FINE: &str = "√";
/// A cell that must be filled in and is not.
pub const MISSING: &str = "请填写";
/// A blank cell that may stay so.
pub const SPARE: &str = "可不填";

/// A percentage that is probably a hundred times too small.
pub const TINY: &str = "请核对：是不是小了 100 倍（填 95% 要连同 % 一起填）";

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
    /// It is not needed where this is so: a veto, an exemption or a total of 0 decides.
    Where(&'b Expr),
    /// It is not needed where this is not so.
    Unless(&'b Expr),
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
            excuses.extend(deciding.map(Excuse::Where));
            find_uses(otherwise, id, excuses, uses);
            excuses.truncate(before);
        }
        Expr::If(condition, then, otherwise) => {
            find_uses(condition, id, excuses, uses);
            for (excuse, branch) in [
                (Excuse::Unless(condition), then),
                (Excuse::Where(condition), otherwise),
            ] {
                excuses.push(excuse);
                find_uses(branch, id, excuses, uses);
                excuses.pop();
            }
        }
        Expr::Rows {
            otherwise: Some(otherwise),
            ..
        } => {
            excuses.push(Excuse::Outcomes);
            find_uses(otherwise, id, excuses, uses);
            excuses.pop();
        }
        // A blank counts as 0 there.
        Expr::BlankAsZero(_) => {}
        Expr::Variable(variable) | Expr::Choice { variable, .. } => {
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
fn checks_of<'b>(metric: &Metric, book: &'b RuleBook) -> Vec<&'b Check> {
    let named_first = |check: &&Check| {
        let mut first = None;
        check.test.variables(&mut |variable| {
            first.get_or_insert(variable.figure_id());
        });
        first == Some(metric.variable.figure_id())
    };
    book.checks.iter().filter(named_first).collect()
}

/// What an outcome indicator's check says of a column that is needed and not filled in.
fn lacks(column: &str) -> String {
    format!("缺{column}")
}

/// What an outcome indicator's check says of a column that holds something else than it asks for.
fn unfit(column: &str, kind: &Kind) -> String {
    format!("{column}应填{}", asked(kind))
}

/// What a column asks for, in the fewest words: checks are narrow.
fn asked(kind: &Kind) -> String {
    match kind {
        Kind::Percent { max: Some(max) } => format!(" 0 到 {}", decimal::percent(*max)),
        kind => wanted(kind),
    }
}

/// What the check under the weights says.
fn weights_unequal(wanted: Decimal) -> String {
    format!("分值合计应为 {}", wanted.normalize())
}

/// What the check under the weights says of too few kinds of benefit.
fn few_categories(least: usize) -> String {
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

/// The weights of the outcome indicators.
const WEIGHT: OutcomeColumn = OutcomeColumn::Figure(RowFigure::Weight);

fn text<'f>(text: impl Into<String>) -> Formula<'f> {
    Formula::Text(text.into())
}

fn none_of<'f>(amount: Amount<'f>) -> Test<'f> {
    Test::Compare(amount, Comparison::Equal, Decimal::ZERO)
}

impl<'f> Filled<'f> {
    /// The check of a row, and the table that it belongs to.
    pub fn check(&self, row: &FormRow<'f>) -> Option<(Table, Formula<'f>)> {
        Some(match row {
            FormRow::Metric { metric, .. } => (Table::Metrics, self.metric(metric)),
            FormRow::Outcome(number) => {
                let rules = self.form.book.outcomes.as_ref()?;
                (Table::Outcomes, outcome(*number, rules))
            }
            FormRow::OutcomeTotal(rules) => (Table::Outcomes, self.outcome_total(rules)),
            FormRow::Declared { index, indicator } => {
                (Table::Declared, declared(*index, indicator.points))
            }
            _ => return None,
        })
    }

    fn metric(&self, metric: &'f Metric) -> Formula<'f> {
        let (item, kind) = (Item::Metric(metric.variable.id), metric.kind());
        let checks = checks_of(metric, self.form.book).into_iter().rev();
        let fine = match percent_slip::largest(kind) {
            Some(most) => Formula::choose(Test::Tiny(item, most), text(TINY), text(FINE)),
            None => text(FINE),
        };
        let filled = checks.fold(fine, |rest, check| {
            let word = match check.severity {
                Severity::Error => "矛盾",
                Severity::Warning | Severity::Info => "请核对",
            };
            let told: String = check.title().chars().take(200).collect();
            let holds = Test::Condition(&check.test, true);
            Formula::choose(holds, rest, text(format!("{word}：{told}")))
        });
        let unfit = text(format!("应填{}", asked(kind)));
        let fits = Test::fits(item, kind, &metric.choices);
        let filled = Formula::choose(fits, filled, unfit);
        Formula::choose(Test::Blank(item), self.blank(metric), filled)
    }

    fn blank(&self, metric: &'f Metric) -> Formula<'f> {
        let Blank::LackUnless(excuses) = blank(metric, self.form.book) else {
            return text(SPARE);
        };
        let excuses = excuses.into_iter().filter_map(|excuse| {
            let test = match excuse {
                Excuse::Where(condition) => Test::Condition(condition, false),
                Excuse::Unless(condition) => Test::Condition(condition, true).negated(),
                Excuse::Outcomes if self.has(Range::Outcomes) => Test::Compare(
                    Amount::Filled(Range::Outcomes),
                    Comparison::Greater,
                    Decimal::ZERO,
                ),
                Excuse::Outcomes => return None,
            };
            Some((test, SPARE.to_string()))
        });
        Formula::first_of(excuses.collect(), text(MISSING))
    }

    fn outcome_total(&self, rules: &'f Outcomes) -> Formula<'f> {
        let weights = Range::Column(WEIGHT);
        let mut cases = vec![(none_of(Amount::Numbers(weights)), String::new())];
        cases.extend(rules.weights_total.map(|wanted| {
            let unequal = Test::Compare(Amount::Sum(weights), Comparison::NotEqual, wanted);
            (unequal, weights_unequal(wanted))
        }));
        cases.extend(self.form.book.least_categories.map(|least| {
            let categories = rules.categories.iter().map(String::as_str).collect();
            let covered = Amount::Covered(Range::Column(OutcomeColumn::Category), categories);
            let few = Test::Compare(covered, Comparison::Less, least.into());
            (few, few_categories(least))
        }));
        Formula::first_of(cases, text(FINE))
    }

    /// The sum of the weights; `None` without outcome indicators.
    pub fn weights(&self) -> Option<Formula<'f>> {
        let weights = Range::Column(WEIGHT);
        self.has(weights)
            .then_some(Formula::Number(Amount::Sum(weights)))
    }

    /// The declared total, how many scores it is of, and the grade, which takes them all; `None` where none are
    /// declared.
    pub fn declared(&self) -> Option<[Formula<'f>; 3]> {
        if !self.has(Range::Declared) {
            return None;
        }
        let (count, sum) = (
            Amount::Numbers(Range::Declared),
            Amount::Sum(Range::Declared),
        );
        let unless_none =
            |formula| Formula::choose(none_of(count.clone()), text(String::new()), formula);
        let book = self.form.book;
        let all = book.indicators.len();
        let total = unless_none(Formula::Number(sum.clone()));
        let told = format!(" 项，共 {all} 项");
        let told = unless_none(Formula::Counted("已填 ", count.clone(), told));
        let mut grades = book.grades.iter().collect::<Vec<_>>();
        let last = grades.pop()?;
        let partly = Test::Compare(count.clone(), Comparison::Less, all.into());
        let mut cases = vec![(partly, String::new())];
        cases.extend(grades.into_iter().map(|grade| {
            let reached = Test::Compare(sum.clone(), Comparison::GreaterOrEqual, grade.min);
            (reached, grade.name.clone())
        }));
        Some([total, told, Formula::first_of(cases, text(&last.name))])
    }

    /// How many required cells are blank, how much is filled in, and how many places should be looked at.
    pub fn progress(&self) -> [Formula<'f>; 3] {
        let missing = Amount::Saying(Table::Metrics, MISSING.into());
        let wrong = self.wrong();
        let rows = self.form.rows.iter();
        let required = rows.filter(|row| match row {
            FormRow::Metric { metric, .. } => blank(metric, self.form.book) != Blank::Fine,
            _ => false,
        });
        let bar = Formula::Bar(missing.clone(), required.count());
        [
            Formula::choose(
                none_of(missing.clone()),
                text("必填的都填了"),
                Formula::Counted("还有 ", missing, " 项没有填写".into()),
            ),
            bar,
            Formula::choose(
                none_of(wrong.clone()),
                text("没有需要核对的地方"),
                Formula::Counted("有 ", wrong, " 处需要核对，见“检查”栏".into()),
            ),
        ]
    }

    /// Metrics that are neither fine nor blank, outcome indicators that lack something, weights that do not
    /// add up, declared scores that cannot be.
    fn wrong(&self) -> Amount<'f> {
        let saying = |table, text: &str| Amount::Saying(table, text.into());
        let rows = self.form.rows.iter();
        let metrics = rows
            .filter(|row| matches!(row, FormRow::Metric { .. }))
            .count();
        let mut parts = vec![(true, Amount::Known(metrics))];
        parts.extend([FINE, MISSING, SPARE].map(|text| (false, saying(Table::Metrics, text))));
        if let (true, Some(rules)) = (self.has(Range::Outcomes), &self.form.book.outcomes) {
            let checks = [outcome(0, rules), self.outcome_total(rules)];
            let told: BTreeSet<&str> = checks.iter().flat_map(Formula::texts).collect();
            let told = told.iter().filter(|text| ![FINE, ""].contains(text));
            parts.extend(told.map(|text| (true, saying(Table::Outcomes, text))));
        }
        if self.has(Range::Declared) {
            parts.push((true, Amount::Filled(Range::Declared)));
            parts.push((false, saying(Table::Declared, FINE)));
        }
        Amount::Total(parts)
    }
}

/// The check beside an outcome indicator: the first of its columns that lacks something or cannot be used, then what
/// its figures together are not good for.
fn outcome(number: usize, rules: &Outcomes) -> Formula<'_> {
    let item = |column| Item::Outcome(number, column);
    let figure = |figure| item(OutcomeColumn::Figure(figure));
    let categories = rules.categories.iter().map(String::as_str).collect();
    let directions: Vec<&str> = rules.directions.iter().map(name_of).collect();
    let direction = RowFigure::Direction;
    let mut cases = vec![
        (
            none_of(Amount::Filled(Range::Outcome(number))),
            String::new(),
        ),
        (
            Test::Blank(item(OutcomeColumn::Title)),
            lacks(OutcomeColumn::Title.name(rules)),
        ),
        (
            Test::Named(item(OutcomeColumn::Category), categories).negated(),
            lacks(OutcomeColumn::Category.name(rules)),
        ),
        (
            Test::Named(figure(direction), directions.clone()).negated(),
            lacks(OutcomeColumn::Figure(direction).name(rules)),
        ),
    ];
    // Which rows a figure is asked of; `None` where of none.
    let asked_of = |wanted: RowFigure| {
        if wanted == RowFigure::Weight {
            return Some(Test::Always);
        }
        let needing = |one: &&Named| needed(rules, &one.name).contains(&wanted);
        let needing = rules.directions.iter().filter(needing);
        let needing: Vec<&str> = needing.map(name_of).collect();
        (!needing.is_empty()).then(|| Test::Named(figure(direction), needing))
    };
    for wanted in [
        RowFigure::Weight,
        RowFigure::Assessed,
        RowFigure::Target,
        RowFigure::Actual,
    ] {
        let variable = rules.variable(wanted);
        let Some(asked) = asked_of(wanted) else {
            continue;
        };
        let blank = Test::Blank(figure(wanted));
        let mut fits = Test::measure(figure(wanted), &variable.kind);
        // These two may have a unit of their own.
        if [RowFigure::Target, RowFigure::Actual].contains(&wanted) {
            fits = Test::Or(vec![fits, Test::Worded(figure(wanted))]);
        }
        let other = fits.negated();
        cases.extend([
            (Test::And(vec![asked.clone(), blank]), lacks(&variable.name)),
            (
                Test::And(vec![asked, other]),
                unfit(&variable.name, &variable.kind),
            ),
        ]);
    }
    let (target, actual) = (RowFigure::Target, RowFigure::Actual);
    let named = |figure: RowFigure| rules.columns.of(figure).name.as_str();
    // What is written as a text is not reckoned with here.
    let plain = |one: RowFigure| Test::Text(figure(one)).negated();
    let unmeasured = Test::Measured(number, &rules.rule.completion).negated();
    cases.push((
        Test::And(vec![plain(target), plain(actual), unmeasured]),
        format!("不能计算，请改正{}", named(target)),
    ));
    // A share beside what is none.
    let beside = |one: RowFigure, other: RowFigure| {
        Test::And(vec![
            Test::Share(figure(one)),
            Test::Share(figure(other)).negated(),
            Test::Within(figure(other), Some(LARGEST_FRACTION)).negated(),
        ])
    };
    let mixed = Test::Or(vec![
        Test::Mixed(figure(target), figure(actual)),
        beside(target, actual),
        beside(actual, target),
    ]);
    cases.extend(asked_of(actual).map(|asked| {
        let told = format!("请核对：{}与{}的单位", named(target), named(actual));
        (Test::And(vec![asked, mixed]), told)
    }));
    Formula::first_of(cases, text(FINE))
}

fn name_of(named: &Named) -> &str {
    &named.name
}

/// The check beside a declared score.
fn declared<'f>(index: usize, points: Decimal) -> Formula<'f> {
    let item = Item::Declared(index);
    let within = Test::Within(item, Some(points));
    let beyond = text(format!("应填 0 到 {} 的分数", points.normalize()));
    Formula::choose(
        Test::Blank(item),
        text(String::new()),
        Formula::choose(within, text(FINE), beyond),
    )
}
