//! The checked rule book: a framework of indicators that makes sense, with everything that goes with it.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::check::Check;
use super::difference::{self, RuleChange};
use super::framework::FirstLevel;
use super::grade::Grades;
use super::indicator::Indicator;
use super::last_year::{LastYear, PREFIX};
use super::metric::{Metric, Role};
use super::naming::SheetNames;
use super::outcomes::Outcomes;
use super::own_headers::OwnHeaders;
use super::scope::MetricScope;
use super::tree::Table;
use crate::expr::peers::PeerRule;
use crate::expr::{Expr, ExprError, FigureId, Variable, Year, compile_number};

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
    /// Whether its id and version are those of a built-in rule book whose content is another: what says
    /// `shenzhen-2021` scores otherwise than everybody expects of that name.
    pub altered: bool,
    /// Where its rules come from.
    pub source: String,
    /// Why it is not to be relied on as it stands: what is missing of it, or only suggested; nothing where it is whole.
    pub incomplete: Option<String>,
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
    /// Figures of the year before that expressions use.
    pub last_year: Vec<LastYear>,
    /// The rules by which figures are held against those of other departments; a rule's place is its id.
    pub peers: Vec<Arc<PeerRule>>,
    /// Third-level indicators, in order.
    pub indicators: Vec<Indicator>,
    /// How outcome indicators are measured, where the rule book has any.
    pub outcomes: Option<Outcomes>,
    /// At least so many kinds of benefit should a department's outcome indicators cover.
    pub least_categories: Option<usize>,
    /// The cross-footing checks, in order.
    pub checks: Vec<Check>,
    /// What it says with all that it extends, where that could be read: to tell what changed.
    pub tree: Option<Arc<Table>>,
    /// Headers that a table has of its own, where a file of them was given for this run; no part of the rules.
    pub own_headers: OwnHeaders,
}

/// An indicator that cannot be scored without the year before.
#[derive(Debug)]
pub struct Need<'b> {
    /// The indicator's place.
    pub indicator: usize,
    /// What it needs.
    pub variables: Vec<&'b Variable>,
}

impl RuleBook {
    /// The metric in a role, if the rule book has one.
    pub fn role(&self, role: Role) -> Option<&Metric> {
        self.metrics.iter().find(|metric| metric.role == Some(role))
    }

    /// What whoever scores by it must know: that it passes for another one, or is not whole.
    pub fn notices(&self) -> Vec<String> {
        let incomplete = self.incomplete.as_ref();
        let incomplete = incomplete.map(|why| format!("规则书 {} 不完整：{why}", self.id));
        self.altered_told().into_iter().chain(incomplete).collect()
    }

    /// What is said of a rule book that passes for a built-in one and is another.
    pub fn altered_told(&self) -> Option<String> {
        self.altered.then(|| {
            format!(
                "规则书 {} 版本 {} 的内容与内置的同名同版本规则书不同，按所给文件的内容评分。请换一个编号（id）或版本（version），以免混淆。",
                self.id, self.version
            )
        })
    }

    /// Compiles an expression over the metrics that yields a number, as rule books write them. A figure of the
    /// year before that no indicator uses is known, and blank in every record.
    ///
    /// # Errors
    /// The first thing that does not parse, is unknown, or has the wrong type.
    pub fn number(&self, text: &str) -> Result<Expr, ExprError> {
        let scope = MetricScope::new(&self.metrics).knowing(&self.last_year);
        compile_number(text, &scope)
    }

    /// The place of an indicator, by its name.
    pub fn indicator(&self, name: &str) -> Option<usize> {
        let mut indicators = self.indicators.iter();
        indicators.position(|indicator| indicator.name == name)
    }

    /// The indicator that is scored by a rule by which departments are compared, if one is.
    pub fn indicator_by(&self, rule: &PeerRule) -> Option<&Indicator> {
        fn is_in(expr: &Expr, id: usize) -> bool {
            let own = matches!(expr, Expr::Peers(rule) if rule.id == id);
            own || expr.children().into_iter().any(|child| is_in(child, id))
        }
        let mut indicators = self.indicators.iter();
        indicators.find(|one| is_in(&one.expr, rule.id))
    }

    /// What another rule book says otherwise, as seen from this one.
    pub fn changes_to(&self, other: &RuleBook) -> Vec<RuleChange> {
        match (&self.tree, &other.tree) {
            (Some(was), Some(is)) => difference::changes(was, is),
            _ => Vec::new(),
        }
    }

    /// The indicators under a first-level indicator, with their places.
    pub fn under<'b>(&'b self, first: &'b str) -> impl Iterator<Item = (usize, &'b Indicator)> {
        self.indicators
            .iter()
            .enumerate()
            .filter(move |(_, indicator)| indicator.under.0 == first)
    }

    /// What expressions call a figure.
    pub fn figure_name(&self, id: FigureId) -> String {
        let name = self.metrics[id.place].name();
        match id.year {
            Year::This => name.to_string(),
            Year::Last => format!("{PREFIX}{name}"),
        }
    }

    /// The indicators that need figures of the year before, in order.
    pub fn needs_of_last_year(&self) -> Vec<Need<'_>> {
        let needs = self
            .indicators
            .iter()
            .enumerate()
            .map(|(place, indicator)| {
                let mut need = Need {
                    indicator: place,
                    variables: Vec::new(),
                };
                indicator.expr.variables(&mut |variable| {
                    let known = need.variables.iter().any(|known| known.id == variable.id);
                    if variable.is_last_year() && !known {
                        need.variables.push(variable);
                    }
                });
                need
            });
        needs.filter(|need| !need.variables.is_empty()).collect()
    }
}
