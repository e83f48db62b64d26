//! Building the rule book of its layers: every part is read, and found fault with, before the whole is given up.

use super::book::RuleBook;
use super::check::Check;
use super::companion::Companion;
use super::document::{Findings, Located, Section};
use super::framework;
use super::grade::Grades;
use super::indicator::Indicator;
use super::lint;
use super::metric::Metric;
use super::naming::SheetNames;
use super::outcomes::Outcomes;
use super::own_headers::OwnHeaders;
use super::raw::{Layers, Merged};
use super::scope::MetricScope;
use super::shapes::Context;

/// Builds a rule book of its layers; `None` where a part could not be read at all.
pub(super) fn build(
    layers: &Layers,
    companions: &[Companion],
    findings: &Findings,
    digest: String,
) -> Option<RuleBook> {
    let top = layers.top();
    let (id, name) = (top.required_text("id"), top.required_text("name"));
    let version = top.required_text("version");
    let year = read_year(layers.deciding("year"));
    let points = layers.deciding("points").positive("points");
    let decimals = layers.deciding("decimals").whole("decimals", 0..=4);
    let decimals = decimals.map_or(2, |decimals| decimals.value);
    let source = layers.deciding("source").text("source");
    let report = layers.deciding("report").text("report");
    let incomplete = layers.deciding("incomplete").text("incomplete");
    let full_mark = points.as_ref().map(|points| points.value);
    let owner = layers.deciding("grades");
    let grades = Grades::read(&owner.tables("grades"), owner, full_mark);
    let framework = framework::read(layers.deciding("framework"));
    let sheets = read_sheets(layers.deciding("sheets"));
    let metrics = read_metrics(layers);
    for layer in &layers.0 {
        // Also where an upper layer decided a key, it is a known one.
        layer.know(&TOP_LEVEL);
        layer.finish();
    }
    // Without all metrics, whatever uses a name would be found fault with.
    let mut metrics = metrics?;
    for companion in companions {
        companion.lay_over_metrics(&mut metrics);
    }
    let scope = MetricScope::new(&metrics);
    let outcomes = layers.deciding("outcomes").table("outcomes");
    let has_outcomes = outcomes.is_some();
    let outcomes = outcomes.and_then(|table| Outcomes::read(&table));
    let context = Context {
        scope: &scope,
        metrics: &metrics,
        framework: framework.as_deref(),
        outcomes: outcomes.as_ref(),
        has_outcomes,
        decimals,
        peers: Default::default(),
        findings,
    };
    let indicators = layers.merged("indicators", "name");
    let indicators = all(indicators, |name, table| {
        Indicator::read(name, table, &context)
    });
    let checks = layers.merged("checks", "code");
    let checks = all(checks, |code, table| Check::read(code, table, &context));
    // What could not be read was reported; the whole is looked at where there is a whole.
    let (mut indicators, checks) = (indicators?, checks?);
    for companion in companions {
        companion.lay_over_indicators(&mut indicators, &context);
    }
    let peers = context.peers.into_inner();
    let points = points?;
    let last_year = scope.into_asked();
    let book = RuleBook {
        id: id?.value,
        name: name?.value,
        version: version?.value,
        year: year?.value,
        digest,
        altered: false,
        source: source.map(|source| source.value).unwrap_or_default(),
        incomplete: incomplete
            .map(|why| why.value)
            .filter(|why| !why.trim().is_empty()),
        report: report.map(|report| report.value),
        points: points.value,
        decimals,
        grades: grades?,
        framework: framework?,
        sheets: sheets?,
        least_categories: indicators
            .iter()
            .rev()
            .find_map(|indicator: &Indicator| indicator.least_categories),
        metrics,
        last_year,
        peers,
        indicators,
        outcomes: match has_outcomes {
            true => Some(outcomes?),
            false => None,
        },
        checks,
        tree: None,
        own_headers: OwnHeaders::default(),
    };
    lint::lint(&book, top, &points.at, findings);
    Some(book)
}

fn read_year(table: &Section) -> Option<Located<u32>> {
    if !table.has("year") {
        table.absent("year");
        return None;
    }
    table.whole("year", 1900..=2999)
}

/// Reads every table of a list; `None` where any could not be read.
fn all<T>(
    merged: Merged,
    read: impl Fn(&Located<String>, &Section) -> Option<T>,
) -> Option<Vec<T>> {
    let parts: Vec<Option<T>> = merged
        .tables
        .iter()
        .map(|(name, table)| read(name, table))
        .collect();
    let parts: Option<Vec<T>> = parts.into_iter().collect();
    parts.filter(|_| merged.complete)
}

/// The metrics, each with its place as its id; `None` where any could not be read.
fn read_metrics(layers: &Layers) -> Option<Vec<Metric>> {
    let merged = layers.merged("metrics", "name");
    let parts: Vec<Option<Metric>> = merged
        .tables
        .iter()
        .enumerate()
        .map(|(id, (name, table))| Metric::read(id, name, table))
        .collect();
    let parts: Option<Vec<Metric>> = parts.into_iter().collect();
    parts.filter(|_| merged.complete)
}

fn read_sheets(table: &Section) -> Option<SheetNames> {
    match table.table("sheets") {
        Some(sheets) => SheetNames::read(&sheets),
        None => {
            table.absent("sheets");
            None
        }
    }
}

/// The keys of the outermost table.
const TOP_LEVEL: [&str; 17] = [
    "id",
    "name",
    "version",
    "year",
    "points",
    "decimals",
    "source",
    "report",
    "incomplete",
    "extends",
    "grades",
    "framework",
    "sheets",
    "metrics",
    "indicators",
    "outcomes",
    "checks",
];
