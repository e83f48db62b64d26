//! The names that expressions of a rule book can use.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use super::document::nearest;
use super::last_year::{Asked, LastYear, PREFIX, is_figure};
use super::metric::Metric;
use super::naming::plain;
use crate::expr::{Scope, Variable};

/// The metrics' names, for expressions.
pub(super) struct MetricScope<'m> {
    metrics: &'m [Metric],
    by_name: HashMap<String, Arc<Variable>>,
    names: Vec<String>,
    asked: RefCell<Asked>,
}

impl MetricScope<'_> {
    /// The names of these metrics.
    pub fn new(metrics: &[Metric]) -> MetricScope<'_> {
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

    /// The same, where these figures of the year before are known already.
    pub fn knowing(self, known: &[LastYear]) -> Self {
        self.asked.replace(Asked::after(known));
        self
    }

    /// The figures of the year before that were asked for.
    pub fn into_asked(self) -> Vec<LastYear> {
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
