//! A third-level indicator: its place in the framework, its texts, and its score as one expression.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::document::{Located, Span, Table};
use super::metric::positive;
use super::shapes::{self, Built, Context};
use crate::expr::{Expr, Function, Item, compile_condition};

/// A third-level indicator.
#[derive(Clone, Debug)]
pub struct Indicator {
    pub name: String,
    /// Other names of the same indicator, say in another edition.
    pub aliases: Vec<String>,
    /// The names of its first- and second-level indicators.
    pub under: (String, String),
    /// The most it can score.
    pub points: Decimal,
    /// 指标说明: what it measures.
    pub about: String,
    /// 参考评分标准, in one sentence.
    pub criteria: String,
    /// What to do where points were lost.
    pub advice: String,
    /// How unclear rules are read, and the evidence for it.
    pub readings: Vec<Reading>,
    /// The score: vetoes, exemptions, items, the one rounding.
    pub expr: Expr,
    /// The scoring items, for finding out what each lacks.
    pub items: Vec<Expr>,
    /// Where the rule book defines it.
    pub at: Span,
}

/// How an unclear rule is read, and why.
#[derive(Clone, Debug)]
pub struct Reading {
    pub reading: String,
    pub evidence: String,
}

impl Indicator {
    pub(super) fn read(
        name: &Located<String>,
        table: &Table,
        context: &Context,
        decimals: u32,
    ) -> Option<Indicator> {
        let under = table.texts("under");
        let [first, second] = under.as_slice() else {
            table
                .findings()
                .error(&table.at, "“under”应为 [\"一级指标\", \"二级指标\"]");
            return None;
        };
        let points = positive(table, "points");
        let items: Vec<Built> = table
            .tables("items")
            .iter()
            .filter_map(|item| shapes::build(item, context))
            .collect();
        let points = points?;
        check_points(name, table, points, &items);
        let readings = table
            .tables("readings")
            .iter()
            .filter_map(|reading| {
                let read = Reading {
                    reading: reading.required_text("reading")?.value,
                    evidence: reading.required_text("evidence")?.value,
                };
                reading.finish();
                Some(read)
            })
            .collect();
        let veto = conditions(table, "veto", context);
        let exempt = conditions(table, "exempt", context);
        let text = |key| table.text(key).map(|text| text.value).unwrap_or_default();
        let indicator = Indicator {
            name: name.value.clone(),
            aliases: table
                .texts("aliases")
                .into_iter()
                .map(|alias| alias.value)
                .collect(),
            under: (first.value.clone(), second.value.clone()),
            points,
            about: text("about"),
            criteria: text("criteria"),
            advice: text("advice"),
            readings,
            items: items.iter().map(|item| item.expr.clone()).collect(),
            expr: Expr::Rounded {
                expr: Box::new(decide(
                    veto,
                    Expr::literal(Decimal::ZERO),
                    decide(exempt, Expr::literal(points), total(points, items)),
                )),
                places: decimals,
            },
            at: name.at.clone(),
        };
        table.finish();
        Some(indicator)
    }
}

fn check_points(name: &Located<String>, table: &Table, points: Decimal, items: &[Built]) {
    let findings = table.findings();
    if items.is_empty() {
        if !table.has("items") {
            findings.error(
                &name.at,
                format!("“{}”没有评分项 [[indicators.items]]", name.value),
            );
        }
        return;
    }
    // A list with an item that could not be read has been reported already.
    let sum: Decimal = items.iter().map(|item| item.points).sum();
    if sum != points && items.len() == table.tables("items").len() {
        findings.error(
            &name.at,
            format!(
                "“{}”的各评分项合计 {sum} 分，与指标分值 {points} 分不等",
                name.value
            ),
        );
    }
}

/// The sum of the items, held to the indicator's points where an item may go beyond its own.
fn total(points: Decimal, items: Vec<Built>) -> Expr {
    let capped = items.iter().any(|item| item.may_exceed);
    let labelled = items.iter().filter(|item| item.label.is_some()).count() > 1;
    let mut parts: Vec<Item> = Vec::new();
    for item in items {
        match item.expr {
            Expr::Items(more) => parts.extend(more),
            expr => parts.push(Item {
                label: item.label.filter(|_| labelled),
                expr,
            }),
        }
    }
    let sum = Expr::Items(parts);
    if capped {
        Expr::Call(Function::Min, vec![Expr::literal(points), sum])
    } else {
        sum
    }
}

/// A veto's or an exemption's conditions with their notes.
pub(super) fn conditions(
    table: &Table,
    key: &'static str,
    context: &Context,
) -> Vec<(Expr, Arc<str>)> {
    table
        .tables(key)
        .iter()
        .filter_map(|condition| {
            let (when, note) = (
                condition.required_text("when")?,
                condition.required_text("note")?,
            );
            condition.finish();
            match compile_condition(&when, context.scope) {
                Ok(expr) => Some((expr, note.value.as_str().into())),
                Err(error) => {
                    table.findings().expression(&when, &error);
                    None
                }
            }
        })
        .collect()
}

/// `then` where a condition certainly holds; without conditions, just `otherwise`.
pub(super) fn decide(conditions: Vec<(Expr, Arc<str>)>, then: Expr, otherwise: Expr) -> Expr {
    if conditions.is_empty() {
        return otherwise;
    }
    Expr::Decide {
        conditions,
        then: Box::new(then),
        otherwise: Box::new(otherwise),
    }
}
