//! The checked rule book: a framework of indicators that makes sense, with everything that goes with it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::check::Check;
use super::document::{Findings, Located, Section, Span, nearest};
use super::grade::Grades;
use super::indicator::Indicator;
use super::last_year::{Asked, LastYear, PREFIX, is_figure};
use super::lint;
use super::metric::{Metric, Role};
use super::naming::{SheetNames, plain};
use super::outcomes::Outcomes;
use super::raw::{Layers, Merged};
use super::shapes::Context;
use crate::expr::{Expr, ExprError, Scope, Variable, compile_number};

/// A rule book: what is asked of departments, how it is scored, and what the total means.
#[derive(Clone, Debug)]
pub struct RuleBook {
    /// What `--rules` and outputs call it.
    pub id: String,
    /// Its full title.
    pub name: String,
    /// Its own version, as its author counts.
    pub version: String,
    /// The evaluation year that it is for.
    pub year: u32,
    /// SHA-256 of its text and of what it extends, in hexadecimal.
    pub digest: String,
    /// Where its rules come from.
    pub source: String,
    /// The template of its departments' reports, where it has one of its own.
    pub report: Option<String>,
    /// The full mark.
    pub points: Decimal,
    /// Decimals of an indicator's score.
    pub decimals: u32,
    /// Best first.
    pub grades: Grades,
    /// First-level indicators, in order.
    pub framework: Vec<FirstLevel>,
    /// What the input's sheets are called.
    pub sheets: SheetNames,
    /// The data sheet's columns, in order; a metric's place is its variable's id.
    pub metrics: Vec<Metric>,
    /// Figures of the year before that expressions use; their ids follow those of the metrics.
    pub last_year: Vec<LastYear>,
    /// Third-level indicators, in order.
    pub indicators: Vec<Indicator>,
    /// How outcome indicators are measured, where the rule book has any.
    pub outcomes: Option<Outcomes>,
    /// At least so many kinds of benefit should a department's outcome indicators cover.
    pub least_categories: Option<usize>,
    /// The cross-footing checks, in order.
    pub checks: Vec<Check>,
}

/// A first-level indicator with its second-level ones.
#[derive(Clone, Debug)]
pub struct FirstLevel {
    /// Its name.
    pub name: String,
    /// What its second-level indicators add up to.
    pub points: Decimal,
    /// The second-level indicators, in order.
    pub second: Vec<SecondLevel>,
    /// Where the rule book gives its points.
    pub at: Span,
}

/// A second-level indicator.
#[derive(Clone, Debug)]
pub struct SecondLevel {
    /// Its name.
    pub name: String,
    /// What its third-level indicators add up to.
    pub points: Decimal,
    /// Where the rule book gives its points.
    pub at: Span,
}

impl RuleBook {
    /// The metric in a role, if the rule book has one.
    pub fn role(&self, role: Role) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.role == Some(role))
    }

    /// Compiles an expression over the metrics that yields a number, as rule books write them. A figure of the
    /// year before that no indicator uses is known, and blank in every record.
    ///
    /// # Errors
    /// The first thing that does not parse, is unknown, or has the wrong type.
    pub fn number(&self, text: &str) -> Result<Expr, ExprError> {
        let mut scope = MetricScope::new(&self.metrics);
        scope.asked = RefCell::new(Asked::after(&self.last_year));
        compile_number(text, &scope)
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
        let (id, name) = (top.required_text("id"), top.required_text("name"));
        let version = top.required_text("version");
        let years = 1900..=2999;
        let year = layers.deciding("year");
        let year = match year.has("year") {
            true => year.whole("year", years),
            false => {
                year.absent("year");
                None
            }
        };
        let points = layers.deciding("points").positive("points");
        let decimals = layers.deciding("decimals").whole("decimals", 0..=4);
        let decimals = decimals.map_or(2, |decimals| decimals.value);
        let source = layers.deciding("source").text("source");
        let report = layers.deciding("report").text("report");
        let grades = {
            let owner = layers.deciding("grades");
            let full_mark = points.as_ref().map(|points| points.value);
            Grades::read(&owner.tables("grades"), owner, full_mark)
        };
        let framework = read_framework(layers.deciding("framework"));
        let sheets = read_sheets(layers.deciding("sheets"));
        let metrics = read_metrics(layers);
        for layer in &layers.0 {
            // Also where an upper layer decided a key, it is a known one.
            layer.know(&TOP_LEVEL);
            layer.finish();
        }
        // Without all metrics, whatever uses a name would be found fault with.
        let metrics = metrics?;
        let scope = MetricScope::new(&metrics);
        let outcomes = layers.deciding("outcomes").table("outcomes");
        let has_outcomes = outcomes.is_some();
        let outcomes = outcomes.and_then(|table| Outcomes::read(&table));
        let context = Context {
            scope: &scope,
            framework: framework.as_deref(),
            outcomes: outcomes.as_ref(),
            has_outcomes,
            decimals,
            findings,
        };
        let indicators = layers.merged("indicators", "name");
        let indicators = all(indicators, |name, table| {
            Indicator::read(name, table, &context)
        });
        let checks = layers.merged("checks", "code");
        let checks = all(checks, |code, table| Check::read(code, table, &context));
        // What could not be read was reported; the whole is looked at where there is a whole.
        let (indicators, checks) = (indicators?, checks?);
        let points = points?;
        let last_year = scope.into_asked();
        let book = RuleBook {
            id: id?.value,
            name: name?.value,
            version: version?.value,
            year: year?.value,
            digest,
            source: source.map(|source| source.value).unwrap_or_default(),
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
            indicators,
            outcomes: match has_outcomes {
                true => Some(outcomes?),
                false => None,
            },
            checks,
        };
        lint::lint(&book, top, &points.at, findings);
        Some(book)
    }
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
const TOP_LEVEL: [&str; 16] = [
    "id",
    "name",
    "version",
    "year",
    "points",
    "decimals",
    "source",
    "report",
    "extends",
    "grades",
    "framework",
    "sheets",
    "metrics",
    "indicators",
    "outcomes",
    "checks",
];

/// The first two levels; `None` where a part could not be read.
fn read_framework(table: &Section) -> Option<Vec<FirstLevel>> {
    let rows = table.tables("framework");
    if rows.is_empty() {
        table.absent("framework");
        return None;
    }
    let first: Vec<Option<FirstLevel>> = rows.iter().map(read_first).collect();
    first.into_iter().collect()
}

fn read_first(table: &Section) -> Option<FirstLevel> {
    let (name, points) = (table.required_text("name"), table.positive("points"));
    let second: Vec<Option<SecondLevel>> = table.tables("second").iter().map(read_second).collect();
    if second.is_empty() {
        table.absent("second");
        return None;
    }
    table.finish();
    let points = points?;
    Some(FirstLevel {
        name: name?.value,
        points: points.value,
        second: second.into_iter().collect::<Option<_>>()?,
        at: points.at,
    })
}

fn read_second(table: &Section) -> Option<SecondLevel> {
    let (name, points) = (table.required_text("name"), table.positive("points"));
    table.finish();
    let points = points?;
    Some(SecondLevel {
        name: name?.value,
        points: points.value,
        at: points.at,
    })
}

/// The metrics' names, for expressions.
struct MetricScope<'m> {
    metrics: &'m [Metric],
    by_name: HashMap<String, Arc<Variable>>,
    names: Vec<String>,
    asked: RefCell<Asked>,
}

impl MetricScope<'_> {
    fn new(metrics: &[Metric]) -> MetricScope<'_> {
        MetricScope {
            metrics,
            asked: RefCell::default(),
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

    /// The figures of the year before that were asked for.
    fn into_asked(self) -> Vec<LastYear> {
        self.asked.into_inner().into_list()
    }
}

impl Scope for MetricScope<'_> {
    fn find(&self, name: &str) -> Option<Arc<Variable>> {
        // A column of its own may be called so.
        let own = self.by_name.get(&plain(name)).cloned();
        own.or_else(|| {
            let mut asked = self.asked.borrow_mut();
            asked.find(name, &self.by_name, self.metrics)
        })
    }

    fn nearest(&self, name: &str) -> Option<String> {
        let names = self.names.iter().map(String::as_str);
        match name.trim().strip_prefix(PREFIX) {
            Some(metric) => {
                let figures = self.metrics.iter().filter(|metric| is_figure(metric));
                let near = nearest(metric, figures.map(Metric::name))?;
                Some(format!("{PREFIX}{near}"))
            }
            None => nearest(name, names).map(str::to_string),
        }
    }
}
