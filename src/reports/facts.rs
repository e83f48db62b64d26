//! What the template of a department's report may name.
//!
//! | name | what it is |
//! |---|---|
//! | `年度` | the year |
//! | `部门.名称` `.编码` `.主管部门` `.填报人` `.联系电话` | who |
//! | `规则.名称` `.编号` `.版本` `.满分` | the rule book |
//! | `数据.<指标数据>` | a figure with its unit, by its metric's name |
//! | `比率("…")`, `计算("…", "单位")` | an expression over figures, as rule books write them |
//! | `指标("…")`, `指标表` | an indicator by name; all of them |
//! | `失分`, `待定`, `待补` | the indicators that lost points; those without a score; those of them that the bureau recognizes none for either |
//! | `总分`, `等级`, `失分合计` | of the whole |
//! | `认定` | what the bureau recognizes beside the computed scores, in a sentence; empty where it adjusted nothing |
//! | `个性化指标` | how many outcome indicators the department has |
//!
//! An indicator has 名称 一级 二级 分值 得分 失分 来源 依据 建议 说明 标准; 来源 is 核算, 采用自评 or 待定. A figure
//! that is missing asks to be filled in; `.有` says whether it is there, `.为零` whether it is 0.

use std::sync::Arc;

use minijinja::value::Value;
use rust_decimal::Decimal;

use super::datum::{Datum, gap};
use super::template::misuse;
use crate::analysis::losses::{basis, losses, unscored};
use crate::decimal;
use crate::expr::evaluate::Lack;
use crate::expr::told::number_of;
use crate::expr::told::sentence;
use crate::expr::{Expr, Figure, Figures, Kind, Style, Variable, Year};
use crate::intake::{Field, Record};
use crate::rulebook::document::nearest;
use crate::rulebook::{Metric, Role, RuleBook};
use crate::scoring::{PENDING, Scorecard, Source};

/// A rule book, shared by the functions of many departments' templates.
#[derive(Clone)]
pub struct Book(Arc<RuleBook>);

impl Book {
    /// Shares a rule book.
    pub fn new(book: &RuleBook) -> Book {
        Book(Arc::new(book.clone()))
    }
}

/// The names of a department's template. Lint knows them, too.
pub const NAMES: [&str; 16] = [
    "年度",
    "部门",
    "规则",
    "数据",
    "比率",
    "计算",
    "指标",
    "指标表",
    "失分",
    "待定",
    "待补",
    "总分",
    "等级",
    "失分合计",
    "个性化指标",
    "认定",
];

/// What the bureau recognizes of a department.
#[derive(Clone, Copy, Default)]
pub struct Recognition<'r> {
    /// In sentences; empty where it adjusted nothing.
    pub told: &'r str,
    /// By indicator: what is recognized, else what was computed. None where nothing was reviewed.
    pub scores: &'r [Option<Decimal>],
}

/// Everything that the template of a department may name.
pub fn department(
    record: &Record,
    card: &Scorecard,
    year: Option<u32>,
    recognized: Recognition,
    book: &Book,
) -> Value {
    let rules = &*book.0;
    let indicators: Vec<Value> = (0..rules.indicators.len())
        .map(|index| indicator(index, record, card, rules))
        .collect();
    let lost = losses(card, rules);
    let some = |places: &mut dyn Iterator<Item = usize>| -> Value {
        places.map(|index| indicators[index].clone()).collect()
    };
    let is_open = |place: &usize| recognized.scores.get(*place).copied().flatten().is_none();
    let figures = Arc::new(OwnFigures::of(record));
    Value::from_pairs([
        ("年度", Value::from(year.unwrap_or(rules.year))),
        ("部门", who(record, rules)),
        ("规则", of_rules(rules)),
        ("数据", data(record, rules)),
        ("比率", ratio(book, &figures)),
        ("计算", quantity(book, &figures)),
        ("指标", by_name(book, indicators.clone())),
        ("失分", some(&mut lost.iter().map(|loss| loss.indicator))),
        ("待定", some(&mut unscored(card))),
        ("待补", some(&mut unscored(card).filter(is_open))),
        ("指标表", indicators.into_iter().collect()),
        ("总分", score(card.total).value()),
        (
            "等级",
            Datum::not_there(PENDING.into()).or(card.grade.clone()),
        ),
        (
            "失分合计",
            decimal::trimmed(lost.iter().map(|loss| loss.lost).sum(), 4).into(),
        ),
        ("个性化指标", record.outcomes.len().into()),
        ("认定", recognized.told.into()),
    ])
}

fn who(record: &Record, book: &RuleBook) -> Value {
    let of = |role: Role| {
        book.role(role).and_then(|metric| {
            let figure = record.figure(&metric.variable);
            told(metric, &figure, &[])
        })
    };
    let datum = |text, wanted: &str| Datum::new(text, wanted).value();
    Value::from_pairs([
        ("名称", datum(Some(record.name.clone()), "部门名称")),
        ("编码", datum(record.code.clone(), "部门编码")),
        ("主管部门", datum(record.group.clone(), "主管部门")),
        ("填报人", datum(of(Role::Preparer), "填报人")),
        ("联系电话", datum(of(Role::Phone), "联系电话")),
    ])
}

/// The rule book's own facts.
pub fn of_rules(book: &RuleBook) -> Value {
    Value::from_pairs([
        ("名称", book.name.clone()),
        ("编号", book.id.clone()),
        ("版本", book.version.clone()),
        ("满分", decimal::trimmed(book.points, 4)),
    ])
}

fn data(record: &Record, book: &RuleBook) -> Value {
    Value::from_pairs(book.metrics.iter().map(|metric| {
        let figure = record.figure(&metric.variable);
        let compared = thresholds(&Expr::Variable(metric.variable.clone()), book, record);
        let datum = Datum::new(told(metric, &figure, &compared), metric.name());
        let is_zero = matches!(figure, Figure::Number(number) if number.is_zero());
        (metric.name().to_string(), datum.zero(is_zero).value())
    }))
}

/// What the rule book compares an expression with, which rounding may not hide.
fn thresholds(expr: &Expr, book: &RuleBook, figures: &dyn Figures) -> Vec<Decimal> {
    let indicators = book.indicators.iter();
    indicators
        .flat_map(|indicator| indicator.expr.thresholds_of(expr, figures))
        .collect()
}

/// A figure as prose has it: money with separators, its unit behind it.
fn told(metric: &Metric, figure: &Figure, thresholds: &[Decimal]) -> Option<String> {
    match figure {
        Figure::Number(number) => Some(with_unit(metric, *number, thresholds)),
        Figure::Truth(truth) => Some(if *truth { "是" } else { "否" }.into()),
        Figure::Text(text) => Some(text.to_string()),
        Figure::Blank | Figure::Unreadable => None,
    }
}

fn with_unit(metric: &Metric, number: Decimal, thresholds: &[Decimal]) -> String {
    let text = match metric.kind() {
        Kind::Amount { .. } => money(number),
        Kind::Percent { .. } => sentence(number, Style::Percent, thresholds),
        Kind::Points { .. } => format!("{} 分", number_of(metric.kind(), number)),
        kind => number_of(kind, number),
    };
    match &metric.unit {
        Some(unit) => format!("{text} {unit}"),
        None => text,
    }
}

/// Money with thousands separators, as what a score is based on tells it: two decimals at least.
fn money(number: Decimal) -> String {
    grouped(number, &decimal::amount(number.abs()))
}

/// A number with thousands separators, without trailing zeros.
fn separated(number: Decimal) -> String {
    grouped(number, &decimal::trimmed(number.abs(), 10))
}

/// The text of a number's size with separators, and its sign.
fn grouped(number: Decimal, text: &str) -> String {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let sign = if number.is_sign_negative() && !number.is_zero() {
        "-"
    } else {
        ""
    };
    match fraction {
        "" => format!("{sign}{grouped}"),
        fraction => format!("{sign}{grouped}.{fraction}"),
    }
}

fn score(score: Option<Decimal>) -> Datum {
    match score {
        Some(score) => Datum::new(Some(decimal::trimmed(score, 4)), PENDING),
        None => Datum::not_there(PENDING.into()),
    }
}

fn indicator(index: usize, record: &Record, card: &Scorecard, book: &RuleBook) -> Value {
    let (rule, scored) = (&book.indicators[index], &card.indicators[index]);
    let lost = scored.score.map(|score| rule.points - score);
    let lost = lost.filter(|lost| !lost.is_zero());
    let nothing = Datum::not_there("0".into());
    Value::from_pairs([
        ("名称", Value::from(&rule.name)),
        ("一级", Value::from(&rule.under.0)),
        ("二级", Value::from(&rule.under.1)),
        ("分值", decimal::trimmed(rule.points, 4).into()),
        ("得分", score(scored.score).value()),
        (
            "失分",
            nothing.or(lost.map(|lost| decimal::trimmed(lost, 4))),
        ),
        ("来源", origin(scored.source).into()),
        ("依据", basis(record, card, index, book).into()),
        ("建议", Value::from(&rule.advice)),
        ("说明", Value::from(&rule.about)),
        ("标准", Value::from(&rule.criteria)),
    ])
}

fn origin(source: Source) -> &'static str {
    match source {
        Source::Computed => "核算",
        Source::Declared => "采用自评",
        Source::Missing => PENDING,
    }
}

/// `指标("名称")`.
fn by_name(book: &Book, indicators: Vec<Value>) -> Value {
    let book = book.clone();
    Value::from_function(move |name: String| {
        place(&book.0, &name)
            .map(|index| indicators[index].clone())
            .map_err(misuse)
    })
}

/// The place of an indicator, or what to say of an unknown one.
pub fn place(book: &RuleBook, name: &str) -> Result<usize, String> {
    let names = || book.indicators.iter().map(|known| known.name.as_str());
    names().position(|known| known == name).ok_or_else(|| {
        let near =
            nearest(name, names()).map_or_else(String::new, |near| format!("，是不是“{near}”？"));
        format!("规则书里没有指标“{name}”{near}")
    })
}

/// `比率("实际 / 计划")`, as a percentage.
fn ratio(book: &Book, figures: &Arc<OwnFigures>) -> Value {
    let (book, figures) = (book.clone(), figures.clone());
    Value::from_function(move |text: String| {
        calculated(&book.0, &text, &*figures, |expr, number| {
            let thresholds = thresholds(expr, &book.0, &*figures);
            sentence(number, Style::Percent, &thresholds)
        })
    })
}

/// `计算("总额 - 部分", "万元")`, as an amount.
fn quantity(book: &Book, figures: &Arc<OwnFigures>) -> Value {
    let (book, figures) = (book.clone(), figures.clone());
    Value::from_function(move |text: String, unit: Option<String>| {
        calculated(&book.0, &text, &*figures, |_, number| match &unit {
            Some(unit) if unit.ends_with('元') => format!("{} {unit}", money(number)),
            Some(unit) => format!("{} {unit}", separated(number)),
            None => separated(number),
        })
    })
}

fn calculated(
    book: &RuleBook,
    text: &str,
    figures: &dyn Figures,
    tell: impl Fn(&Expr, Decimal) -> String,
) -> Result<Value, minijinja::Error> {
    let expr = book
        .number(text)
        .map_err(|error| misuse(format!("“{text}”：{}", error.message)))?;
    Ok(match expr.number(figures) {
        Ok(number) => Datum::new(Some(tell(&expr, number)), text).value(),
        Err(lack) => Datum::not_there(wanted(&expr, &lack)).value(),
    })
}

/// What to fill in for a figure that cannot be worked out.
fn wanted(expr: &Expr, lack: &Lack) -> String {
    let mut names: Vec<&str> = Vec::new();
    expr.variables(&mut |variable| {
        if lack.variables.contains(&variable.figure_id()) && !names.contains(&&*variable.name) {
            names.push(&variable.name);
        }
    });
    if names.is_empty() {
        return "（没有可以计算的数）".into();
    }
    gap(&names.join("、"))
}

/// A department's figures, for functions that outlive the record.
struct OwnFigures {
    this: Vec<Figure>,
    last: Vec<Figure>,
}

impl OwnFigures {
    fn of(record: &Record) -> OwnFigures {
        let figures = |fields: &[Field]| fields.iter().map(|field| field.figure.clone()).collect();
        OwnFigures {
            this: figures(&record.fields),
            last: figures(&record.before.fields),
        }
    }
}

impl Figures for OwnFigures {
    fn figure(&self, variable: &Variable) -> Figure {
        let figures = match variable.year {
            Year::This => &self.this,
            Year::Last => &self.last,
        };
        figures.get(variable.id).cloned().unwrap_or(Figure::Blank)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_separators_and_money_two_decimals() {
        for (number, told) in [
            ("3016.10", "3,016.1"),
            ("13116.18", "13,116.18"),
            ("999", "999"),
            ("1000", "1,000"),
            ("1234567", "1,234,567"),
            ("-1234.5", "-1,234.5"),
            ("0", "0"),
        ] {
            assert_eq!(separated(number.parse().unwrap()), told);
        }
        for (number, told) in [
            ("3016.1", "3,016.10"),
            ("672.845", "672.845"),
            ("-999", "-999.00"),
            ("0", "0.00"),
        ] {
            assert_eq!(money(number.parse().unwrap()), told);
        }
    }
}
