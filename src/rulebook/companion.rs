//! What is added to a built-in rule book without being a part of it: other readings of its indicators, and how its
//! figures are thought of in questions about a score. Nothing is scored by it, so the rule book's digest, and with it
//! every form and result that names it, stays what it is. Another rule book says the same in its own tables.

use super::alternative::{Alternative, Of};
use super::document::{Section, nearest};
use super::indicator::Indicator;
use super::latitude::Latitude;
use super::metric::Metric;
use super::shapes::Context;

/// A companion with the rule book that it goes with.
pub(super) struct Companion<'d> {
    /// The name under which the rule book was read.
    pub of: &'static str,
    pub table: Section<'d>,
}

impl Companion<'_> {
    /// Says how metrics are thought of.
    pub fn lay_over_metrics(&self, metrics: &mut [Metric]) {
        for row in self.table.tables("metrics") {
            let latitude = Latitude::read(&row, None);
            let Some(name) = row.required_text("name") else {
                continue;
            };
            row.finish();
            let own = metrics
                .iter_mut()
                .find(|metric| metric.name() == name.value);
            match own {
                Some(metric) if metric.at.source.name == self.of => metric.latitude = latitude,
                // An extending rule book has another in its place.
                Some(_) => {}
                None => self.unknown(&name, metrics.iter().map(Metric::name)),
            }
        }
    }

    /// Adds other readings to indicators that are the rule book's own.
    pub fn lay_over_indicators(&self, indicators: &mut [Indicator], context: &Context) {
        for row in self.table.tables("indicators") {
            let Some(name) = row.required_text("name") else {
                continue;
            };
            let own = indicators
                .iter_mut()
                .find(|indicator| indicator.name == name.value);
            match own {
                Some(indicator) if indicator.at.source.name == self.of => {
                    let of = Of {
                        points: indicator.points,
                        decided: &indicator.decided,
                        items: &indicator.items,
                    };
                    let more = Alternative::all(&row, &of, context);
                    indicator.alternatives.extend(more);
                    row.finish();
                }
                // An extending rule book has another in its place.
                _ => row.know(&["alternatives"]),
            }
        }
        self.table.finish();
    }

    fn unknown<'n>(
        &self,
        name: &super::document::Located<String>,
        known: impl Iterator<Item = &'n str>,
    ) {
        let message = format!("没有名为“{}”的指标数据", name.value);
        let findings = self.table.findings();
        match nearest(name, known) {
            Some(near) => findings.error_with(&name.at, message, format!("是不是“{near}”？")),
            None => findings.error(&name.at, message),
        }
    }
}
