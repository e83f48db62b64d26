//! A third-level indicator: its place in the framework, its texts, and its score as one expression.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::alternative::{Alternative, Of};
use super::document::{Located, Section, Span};
use super::printed::{self, Stated};
use super::shapes::decision::{conditions, decide};
use super::shapes::{self, Built, Context, best_of};
use super::wording;
use crate::expr::{Expr, Function, Item};

/// A third-level indicator.
#[derive(Clone, Debug)]
pub struct Indicator {
    /// The name: its header wherever scores stand.
    pub name: String,
    /// Other names of the same indicator, say in another edition.
    pub aliases: Vec<String>,
    /// The names of its first- and second-level indicators.
    pub under: (String, String),
    /// The most it can score.
    pub points: Decimal,
    /// 指标说明: what it measures.
    pub about: String,
    /// 参考评分标准: as the rule book writes it, else made of the items.
    pub criteria: String,
    /// What to do where points were lost.
    pub advice: String,
    /// How unclear rules are read, and the evidence for it.
    pub readings: Vec<Reading>,
    /// The score: vetoes, exemptions, items, the one rounding.
    pub expr: Expr,
    /// The scoring items, for finding out what each lacks.
    pub items: Vec<Expr>,
    /// The same indicator under other readings.
    pub alternatives: Vec<Alternative>,
    /// What decides it instead of the items.
    pub(super) decided: Decided,
    /// At least so many kinds of benefit should a department's outcome indicators cover, where it
    /// measures them and says so.
    pub least_categories: Option<usize>,
    /// Where the rule book defines it.
    pub at: Span,
}

/// Vetoes and exemptions.
#[derive(Clone, Debug, Default)]
pub(super) struct Decided {
    veto: Vec<(Expr, Arc<str>)>,
    exempt: Vec<(Expr, Arc<str>)>,
}

/// How an unclear rule is read, and why.
#[derive(Clone, Debug)]
pub struct Reading {
    /// How the rule is read.
    pub reading: String,
    /// What speaks for it.
    pub evidence: String,
}

impl Indicator {
    pub(super) fn read(
        name: &Located<String>,
        table: &Section,
        context: &Context,
    ) -> Option<Indicator> {
        let under = read_under(table, context);
        let points = table.positive("points");
        let rows = table.tables("items");
        let items: Option<Vec<Built>> = {
            // Every item is read, so that all that is wrong is found at once.
            let items: Vec<Option<Built>> = rows
                .iter()
                .map(|item| shapes::build(item, context))
                .collect();
            items.into_iter().collect()
        };
        let (readings, read) = read_readings(table);
        let veto = conditions(table, "veto", context);
        let exempt = conditions(table, "exempt", context);
        let [about, criteria, advice] = ["about", "criteria", "advice"].map(|key| table.text(key));
        let aliases = table.texts("aliases");
        table.know(&["alternatives"]);
        table.finish();
        if rows.is_empty() && !table.has("items") {
            let text = "没有评分项 [[indicators.items]]";
            let what = name.at.either(text, "在“计分”表里没有评分项");
            let message = format!("“{}”{what}", name.value);
            context.findings.error(&name.at, message);
            return None;
        }
        let (under, points, items) = (under?, points?, items?);
        let items = best_of::joined(items, context);
        let (veto, exempt) = (veto?, exempt?);
        lint_points(name, points.value, &points.at, &items, context);
        let points = points.value;
        let conditions = || veto.iter().chain(&exempt);
        let mut stated = vec![Stated::Points(points)];
        stated.extend(items.iter().flat_map(|item| item.stated.iter().copied()));
        stated.extend(conditions().flat_map(|(condition, _)| printed::literals(condition)));
        let check = |key, text: &Located<String>, scope| {
            printed::check(key, text, scope, &stated, context.findings);
        };
        if let Some(text) = &criteria {
            check("criteria", text, printed::Scope::All);
        }
        for (key, text) in [("about", &about), ("advice", &advice)] {
            if let Some(text) = text {
                check(key, text, printed::Scope::WithUnit);
            }
        }
        for text in &read {
            check("reading", text, printed::Scope::WithUnit);
        }
        let parts = wording::Parts {
            items: items.iter().map(|item| item.clauses.as_slice()).collect(),
            cap: items.iter().any(|item| item.may_exceed).then_some(points),
            notes: conditions().map(|(_, note)| note.clone()).collect(),
        };
        let criteria = parts.written(criteria.as_ref(), context.findings);
        let written =
            |text: Option<Located<String>>| text.map(|text| text.value).unwrap_or_default();
        let (about, advice) = (written(about), written(advice));
        let least_categories = items.iter().find_map(|item| item.least_categories);
        let decided = Decided { veto, exempt };
        let exprs: Vec<Expr> = items.iter().map(|item| item.expr.clone()).collect();
        let of = Of {
            points,
            decided: &decided,
            items: &exprs,
        };
        let alternatives = Alternative::all(table, &of, context);
        Some(Indicator {
            name: name.value.clone(),
            aliases: aliases.into_iter().map(|alias| alias.value).collect(),
            under,
            points,
            about,
            criteria,
            advice,
            readings,
            items: exprs,
            alternatives,
            least_categories,
            expr: whole(decided.clone(), points, items, context.decimals),
            decided,
            at: name.at.clone(),
        })
    }
}

/// The names of the first- and second-level indicators, which the framework must have.
fn read_under(table: &Section, context: &Context) -> Option<(String, String)> {
    let under = table.texts("under");
    let [first, second] = under.as_slice() else {
        let text = "“under”应为 [\"一级指标\", \"二级指标\"]";
        let message = table.at.either(text, "一级指标和二级指标都要填");
        context.findings.error(&table.at, message);
        return None;
    };
    if let Some(framework) = context.framework {
        let names: Vec<&str> = framework.iter().map(|first| &*first.name).collect();
        match framework.iter().find(|known| known.name == first.value) {
            None => {
                let message = format!("[[framework]] 里没有一级指标“{}”", first.value);
                context.findings.unknown(&first.at, message, first, &names);
                return None;
            }
            Some(known) if !known.second.iter().any(|known| known.name == second.value) => {
                let names: Vec<&str> = known.second.iter().map(|second| &*second.name).collect();
                let message = format!("“{}”下没有二级指标“{}”", first.value, second.value);
                let findings = context.findings;
                findings.unknown(&second.at, message, second, &names);
                return None;
            }
            Some(_) => {}
        }
    }
    Some((first.value.clone(), second.value.clone()))
}

/// The readings, and the places of what they say.
fn read_readings(table: &Section) -> (Vec<Reading>, Vec<Located<String>>) {
    let rows = table.tables("readings");
    let read = rows.iter().filter_map(|row| {
        let (reading, evidence) = (row.required_text("reading"), row.required_text("evidence"));
        row.finish();
        let (reading, evidence) = (reading?, evidence?.value);
        let own = reading.value.clone();
        Some((
            Reading {
                reading: own,
                evidence,
            },
            reading,
        ))
    });
    read.unzip()
}

/// An indicator's score: vetoes, exemptions, items, the one rounding.
pub(super) fn whole(decided: Decided, points: Decimal, items: Vec<Built>, decimals: u32) -> Expr {
    let Decided { veto, exempt } = decided;
    Expr::Rounded {
        expr: Box::new(decide(
            veto,
            Expr::literal(Decimal::ZERO),
            decide(exempt, Expr::literal(points), total(points, items)),
        )),
        places: decimals,
    }
}

/// The items add up to the indicator's points.
pub(super) fn lint_points(
    name: &Located<String>,
    points: Decimal,
    at: &Span,
    items: &[Built],
    context: &Context,
) {
    let sum: Decimal = items.iter().map(|item| item.points).sum();
    if !items.is_empty() && sum != points {
        let message = format!(
            "“{}”的各评分项合计 {} 分，与指标分值 {} 分不等",
            name.value,
            sum.normalize(),
            points.normalize()
        );
        context.findings.error(at, message);
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
                label: item.label.filter(|_| labelled || item.needs_label),
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
