//! Figures of the year before: `上年·三公经费实际支出` is what the department's metric 三公经费实际支出 was last
//! year. They are no columns of the data sheet; whoever scores supplies them. Their variables say of which year
//! they are, and have the place of the metric whose figure they are.

use std::collections::HashMap;
use std::sync::Arc;

use super::metric::Metric;
use super::naming::plain;
use crate::expr::{Kind, Variable, Year};

/// What stands before a metric's name.
pub const PREFIX: &str = "上年·";

/// A metric's figure of the year before, which some expression uses.
#[derive(Clone, Debug)]
pub struct LastYear {
    /// What expressions use; its place is that of its metric.
    pub variable: Arc<Variable>,
}

/// Whether a metric says how much rather than who.
pub fn is_figure(metric: &Metric) -> bool {
    metric.role.is_none() && *metric.kind() != Kind::Text
}

/// The figures of the year before that expressions have asked for so far.
#[derive(Default)]
pub(super) struct Asked(Vec<LastYear>);

impl Asked {
    /// With those that were asked for before.
    pub fn after(known: &[LastYear]) -> Asked {
        Asked(known.to_vec())
    }

    /// The variable of `上年·<metric>`, where there is such a metric.
    pub fn find(
        &mut self,
        name: &str,
        by_name: &HashMap<String, Arc<Variable>>,
        metrics: &[Metric],
    ) -> Option<Arc<Variable>> {
        let own = by_name.get(&plain(name.trim().strip_prefix(PREFIX)?))?;
        let metric = &metrics[own.id];
        if !is_figure(metric) {
            return None;
        }
        if let Some(known) = self.0.iter().find(|known| known.variable.id == own.id) {
            return Some(known.variable.clone());
        }
        let kind = match metric.kind() {
            // What a blank means in a form is no answer where there was no form.
            Kind::YesNo { .. } => Kind::YesNo { default: None },
            kind => kind.clone(),
        };
        let variable = Arc::new(Variable {
            id: own.id,
            year: Year::Last,
            name: format!("{PREFIX}{}", own.name).into(),
            kind,
        });
        self.0.push(LastYear {
            variable: variable.clone(),
        });
        Some(variable)
    }

    /// Everything that was asked for, in the order in which it was.
    pub fn into_list(self) -> Vec<LastYear> {
        self.0
    }
}
