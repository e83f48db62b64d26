//! `bands`: points by the band that a rate falls into (分档). Bands leave no gap and do not overlap.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Built, Context, nothing, number};
use crate::decimal;
use crate::expr::{Band, Comparison, Expr};
use crate::rulebook::document::{Located, Table};

pub(super) fn build(table: &Table, context: &Context) -> Option<Built> {
    let text = table.required_text("rate")?;
    let subject = Expr::shown(number(&text, context)?);
    let rows: Vec<(Interval, Decimal, Located<String>)> = table
        .tables("bands")
        .iter()
        .filter_map(|band| {
            let when = band.required_text("when")?;
            let points = band.required_number("points")?.value;
            band.finish();
            Some((Interval::parse(&when, context)?, points, when))
        })
        .collect();
    if rows.len() != table.tables("bands").len() || rows.is_empty() {
        if rows.is_empty() && !table.has("bands") {
            table.absent("bands");
        }
        return None;
    }
    if let Some((_, _, when)) = rows.iter().find(|(_, points, _)| *points < Decimal::ZERO) {
        context.findings.error(&when.at, "一档的得分不能为负");
    }
    lint(&rows, context);
    let most = rows
        .iter()
        .map(|(_, points, _)| *points)
        .max()
        .unwrap_or_default();
    let bands = rows
        .into_iter()
        .map(|(interval, points, _)| Band {
            bounds: interval
                .bounds
                .iter()
                .map(|(comparison, value)| {
                    let value = Expr::Number {
                        value: *value,
                        percent: interval.percent,
                    };
                    (*comparison, value)
                })
                .collect(),
            text: interval.text(),
            points,
        })
        .collect();
    let expr = Expr::Bands {
        subject: Box::new(subject),
        bands,
    };
    Some(Built::new(nothing::wrap(table, context, most, expr)?, most))
}

/// Where a band begins and ends.
struct Interval {
    /// In the order written.
    bounds: Vec<(Comparison, Decimal)>,
    percent: bool,
}

/// A bound and whether it belongs to the band; `None` where there is none.
type Edge = Option<(Decimal, bool)>;

impl Interval {
    /// Reads `>= 75%, < 90%`.
    fn parse(when: &Located<String>, context: &Context) -> Option<Interval> {
        let mut interval = Interval {
            bounds: Vec::new(),
            percent: false,
        };
        for part in when.split([',', '，']) {
            let part = part.trim();
            let found = [
                (">=", Comparison::GreaterOrEqual),
                ("<=", Comparison::LessOrEqual),
                (">", Comparison::Greater),
                ("<", Comparison::Less),
                ("=", Comparison::Equal),
            ]
            .into_iter()
            .find_map(|(sign, comparison)| Some((comparison, part.strip_prefix(sign)?.trim())));
            let value = found.and_then(|(comparison, value)| {
                let value = match value.strip_suffix('%') {
                    Some(points) => {
                        interval.percent = true;
                        points.trim().parse::<Decimal>().ok()? / Decimal::ONE_HUNDRED
                    }
                    None => value.parse().ok()?,
                };
                Some((comparison, value))
            });
            let Some(bound) = value else {
                context.findings.error_with(
                    &when.at,
                    format!("看不懂档次条件“{part}”"),
                    "写法如 \">= 75%, < 90%\"",
                );
                return None;
            };
            interval.bounds.push(bound);
        }
        Some(interval)
    }

    fn text(&self) -> Arc<str> {
        let parts: Vec<String> = self
            .bounds
            .iter()
            .map(|(comparison, value)| {
                let value = if self.percent {
                    decimal::percent(*value)
                } else {
                    value.normalize().to_string()
                };
                format!("{} {value}", comparison.sign())
            })
            .collect();
        parts.join(" 且 ").into()
    }

    fn lower(&self) -> Edge {
        self.bounds
            .iter()
            .filter_map(|(comparison, value)| match comparison {
                Comparison::Greater => Some((*value, false)),
                Comparison::GreaterOrEqual | Comparison::Equal => Some((*value, true)),
                _ => None,
            })
            .max_by(|a, b| (a.0, !a.1).cmp(&(b.0, !b.1)))
    }

    fn upper(&self) -> Edge {
        self.bounds
            .iter()
            .filter_map(|(comparison, value)| match comparison {
                Comparison::Less => Some((*value, false)),
                Comparison::LessOrEqual | Comparison::Equal => Some((*value, true)),
                _ => None,
            })
            .min_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)))
    }

    fn is_empty(&self) -> bool {
        match (self.lower(), self.upper()) {
            (Some((low, low_in)), Some((high, high_in))) => {
                low > high || (low == high && !(low_in && high_in))
            }
            _ => false,
        }
    }
}

/// Gaps, overlaps, order, and values that no band holds.
fn lint(rows: &[(Interval, Decimal, Located<String>)], context: &Context) {
    for (interval, _, when) in rows {
        if interval.is_empty() {
            context
                .findings
                .error(&when.at, format!("档次“{}”不可能满足", when.value));
            return;
        }
    }
    // Bands may run from high to low or from low to high.
    let rising = match rows {
        [(first, ..), .., (last, ..)] => {
            first.lower().is_none() || (last.upper().is_none() && last.lower().is_some())
        }
        _ => true,
    };
    let mut ordered: Vec<_> = rows.iter().collect();
    if !rising {
        ordered.reverse();
    }
    for pair in ordered.windows(2) {
        let [(before, _, before_when), (after, _, when)] = pair else {
            continue;
        };
        let message = match (before.upper(), after.lower()) {
            (Some((high, high_in)), Some((low, low_in))) => {
                if low < high || (low == high && high_in && low_in) {
                    if before.lower() > after.lower() {
                        "次序颠倒"
                    } else {
                        "有重叠"
                    }
                } else if low > high || !(high_in || low_in) {
                    "之间有空档"
                } else {
                    continue;
                }
            }
            _ => "有重叠或次序颠倒",
        };
        context.findings.error(
            &when.at,
            format!("档次“{}”与“{}”{message}", before_when.value, when.value),
        );
        return;
    }
    let (Some(lowest), Some(highest)) = (ordered.first(), ordered.last()) else {
        return;
    };
    if let Some((value, within)) = lowest.0.lower()
        && (value > Decimal::ZERO || (value.is_zero() && !within))
    {
        context.findings.error(
            &lowest.2.at,
            format!("低于“{}”的值不在任何一档之内", lowest.2.value),
        );
    }
    if highest.0.upper().is_some() {
        context.findings.error(
            &highest.2.at,
            format!("高于“{}”的值不在任何一档之内", highest.2.value),
        );
    }
}
