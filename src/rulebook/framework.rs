//! The checked rule book: a framework of indicators that makes sense, with everything that goes with it.

use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::check::Check;
use super::document::{Findings, Table, nearest};
use super::grade::Grades;
use super::indicator::Indicator;
use super::lint;
use super::metric::{Metric, Role, positive};
use super::naming::{SheetNames, plain};
use super::outcomes::Outcomes;
use super::raw::Layers;
use super::shapes::Context;
use crate::expr::{Scope, Variable};

/// A rule book: what is asked of departments, how it is scored, and what the total means.
#[derive(Clone, Debug)]
pub struct RuleBook {
    pub id: String,
    pub name: String,
    pub version: String,
    /// The evaluation year that it is for.
    pub year: u32,
    /// SHA-256 of its text and of what it extends, in hexadecimal.
    pub digest: String,
    /// Where its rules come from.
    pub source: String,
    /// The full mark.
    pub points: Decimal,
    /// Decimals of an indicator's score.
    pub decimals: u32,
    /// Best first.
    pub grades: Grades,
    /// First-level indicators, in order.
    pub framework: Vec<FirstLevel>,
    pub sheets: SheetNames,
    /// The data sheet's columns, in order; a metric's place is its variable's id.
    pub metrics: Vec<Metric>,
    /// Third-level indicators, in order.
    pub indicators: Vec<Indicator>,
    pub outcomes: Option<Outcomes>,
    /// At least so many kinds of benefit should a department's outcome indicators cover.
    pub least_categories: Option<usize>,
    pub checks: Vec<Check>,
}

/// A first-level indicator with its second-level ones.
#[derive(Clone, Debug)]
pub struct FirstLevel {
    pub name: String,
    pub points: Decimal,
    pub second: Vec<SecondLevel>,
}

/// A second-level indicator.
#[derive(Clone, Debug)]
pub struct SecondLevel {
    pub name: String,
    pub points: Decimal,
}

impl RuleBook {
    /// The metric in a role, if the rule book has one.
    pub fn role(&self, role: Role) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.role == Some(role))
    }

    /// The indicators under a first-level indicator, with their places.
    pub fn under<'b>(&'b self, first: &'b str) -> impl Iterator<Item = (usize, &'b Indicator)> {
        self.indicators
            .iter()
            .enumerate()
            .filter(move |(_, indicator)| indicator.under.0 == first)
    }

    /// Builds a rule book of its layers; `None` where a part could not be read at all.
    pub(super) fn build(layers: &Layers, findings: &Findings, digest: String) -> Option<RuleBook> {
        let top = layers.top();
        let metrics: Vec<Metric> = layers
            .merged("metrics", "name")
            .iter()
            .enumerate()
            .filter_map(|(id, (name, table))| Metric::read(id, name, table))
            .collect();
        // A metric that could not be read would shift the places of the others.
        let complete = metrics
            .iter()
            .enumerate()
            .all(|(place, metric)| metric.variable.id == place);
        if !complete {
            return None;
        }
        let scope = MetricScope::new(&metrics);
        let outcomes = layers
            .deciding("outcomes")
            .table("outcomes")
            .and_then(|table| Outcomes::read(&table));
        let context = Context {
            scope: &scope,
            outcomes: outcomes.as_ref(),
            findings,
        };
        let decimals = decimals(layers.deciding("decimals"));
        let mut least_categories = None;
        let indicators: Vec<Indicator> = layers
            .merged("indicators", "name")
            .iter()
            .filter_map(|(name, table)| {
                for item in table.tables("items") {
                    let least = item.number("at_least_categories");
                    least_categories = least
                        .and_then(|least| usize::try_from(least.value).ok())
                        .or(least_categories);
                }
                Indicator::read(name, table, &context, decimals)
            })
            .collect();
        let checks = layers
            .merged("checks", "code")
            .iter()
            .filter_map(|(code, table)| Check::read(code, table, &context))
            .collect();
        let grades = {
            let owner = layers.deciding("grades");
            Grades::read(&owner.tables("grades"), owner)
        };
        let framework = read_framework(layers.deciding("framework"));
        let sheets = layers.deciding("sheets");
        let names = match sheets.table("sheets") {
            Some(table) => SheetNames::read(&table),
            None => {
                sheets.absent("sheets");
                None
            }
        };
        let points = positive(layers.deciding("points"), "points");
        let year = layers.deciding("year").required_number("year");
        let id = top.required_text("id");
        let name = top.required_text("name");
        let version = top.required_text("version");
        let source = layers.deciding("source").text("source");
        for layer in &layers.0 {
            // Also where an upper layer decided a key, it is a known one.
            layer.know(&TOP_LEVEL);
            layer.finish();
        }
        let book = RuleBook {
            id: id?.value,
            name: name?.value,
            version: version?.value,
            year: u32::try_from(year?.value).unwrap_or_default(),
            digest,
            source: source.map(|source| source.value).unwrap_or_default(),
            points: points?,
            decimals,
            grades: grades?,
            framework,
            sheets: names?,
            metrics,
            indicators,
            outcomes,
            least_categories,
            checks,
        };
        lint::lint(&book, top, findings);
        Some(book)
    }
}

/// The keys of the outermost table.
const TOP_LEVEL: [&str; 15] = [
    "id",
    "name",
    "version",
    "year",
    "points",
    "decimals",
    "source",
    "extends",
    "grades",
    "framework",
    "sheets",
    "metrics",
    "indicators",
    "outcomes",
    "checks",
];

fn decimals(table: &Table) -> u32 {
    let Some(decimals) = table.number("decimals") else {
        return 2;
    };
    match u32::try_from(decimals.value) {
        Ok(places) if places <= 4 && decimals.value.fract().is_zero() => places,
        _ => {
            table
                .findings()
                .error(&decimals.at, "“decimals”应为 0 到 4 的整数");
            2
        }
    }
}

fn read_framework(table: &Table) -> Vec<FirstLevel> {
    let level = |table: &Table| {
        Some((
            table.required_text("name")?.value,
            positive(table, "points")?,
        ))
    };
    table
        .tables("framework")
        .iter()
        .filter_map(|first| {
            let (name, points) = level(first)?;
            let second = first
                .tables("second")
                .iter()
                .filter_map(|second| {
                    let (name, points) = level(second)?;
                    second.finish();
                    Some(SecondLevel { name, points })
                })
                .collect();
            first.finish();
            Some(FirstLevel {
                name,
                points,
                second,
            })
        })
        .collect()
}

/// The metrics' names, for expressions.
struct MetricScope {
    by_name: HashMap<String, Arc<Variable>>,
    names: Vec<String>,
}

impl MetricScope {
    fn new(metrics: &[Metric]) -> MetricScope {
        MetricScope {
            by_name: metrics
                .iter()
                .map(|metric| (plain(metric.name()), metric.variable.clone()))
                .collect(),
            names: metrics
                .iter()
                .map(|metric| metric.name().to_string())
                .collect(),
        }
    }
}

impl Scope for MetricScope {
    fn find(&self, name: &str) -> Option<Arc<Variable>> {
        self.by_name.get(&plain(name)).cloned()
    }

    fn nearest(&self, name: &str) -> Option<String> {
        nearest(name, self.names.iter().map(String::as_str)).map(str::to_string)
    }
}
