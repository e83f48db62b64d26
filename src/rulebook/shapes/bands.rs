//! `bands`: points by the band that a rate falls into (分档). Bands leave no gap and do not overlap.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::{Built, Context, Shape, nothing_to_measure, titled};
use crate::decimal;
use crate::expr::{Band, Comparison, Expr, Kind};
use crate::rulebook::document::{Located, Section};
use crate::rulebook::printed::{Stated, literals};
use crate::rulebook::wording::{self, Clause, Joint};

pub(super) const SHAPE: Shape = Shape {
    name: "bands",
    keys: &["rate", "bands", "nothing"],
    build,
};

fn build(table: &Section, context: &Context) -> Option<Built> {
    let text = table.required_text("rate")?;
    let rate = context.number(&text)?;
    let subject = titled(table, wording::formula(&rate));
    let over = over(table, &rate, Expr::shown(rate.clone()), context)?;
    let clause = Clause::new(subject, Joint::Colon, over.told);
    let stated = over.stated.into_iter().chain(literals(&rate));
    let most = over.most;
    let built = Built::new(
        nothing_to_measure::wrap(table, context, most, over.expr)?,
        most,
    );
    Some(built.saying([clause]).stating(stated))
}

/// Bands over a rate.
pub(super) struct Over {
    /// The points of the band that holds it.
    pub expr: Expr,
    /// The most that a band scores.
    pub most: Decimal,
    /// The bands in words.
    pub told: String,
    /// The numbers that they score with.
    pub stated: Vec<Stated>,
}

/// The bands of a table over a rate, which is shown as `subject`.
pub(super) fn over(table: &Section, rate: &Expr, subject: Expr, context: &Context) -> Option<Over> {
    let rows = table.tables("bands");
    if rows.is_empty() {
        table.empty("bands");
        return None;
    }
    // Every band is read, so that all that is wrong is found at once.
    let rows: Vec<Option<Row>> = rows.iter().map(|row| Row::read(row, context)).collect();
    let rows: Vec<Row> = rows.into_iter().collect::<Option<_>>()?;
    lint(&rows, rate, context);
    let most = rows.iter().map(|row| row.points).max().unwrap_or_default();
    let told: Vec<String> = rows.iter().map(Row::words).collect();
    Some(Over {
        expr: Expr::Bands {
            subject: Box::new(subject),
            bands: rows.iter().map(Row::lowered).collect(),
        },
        most,
        told: told.join("，"),
        stated: rows.iter().flat_map(Row::stated).collect(),
    })
}

/// One band as written.
struct Row {
    interval: Interval,
    points: Decimal,
    when: Located<String>,
}

impl Row {
    fn read(table: &Section, context: &Context) -> Option<Row> {
        let when = table.required_text("when");
        let points = table.required_number("points");
        table.finish();
        let (when, points) = (when?, points?);
        if points.value < Decimal::ZERO {
            context.findings.error(&points.at, "一档的得分不能为负");
        }
        Some(Row {
            interval: Interval::parse(&when, context)?,
            points: points.value,
            when,
        })
    }

    /// `不足 90% 得 3 分`.
    fn words(&self) -> String {
        let when = self.interval.words();
        let points = wording::points(self.points);
        match when.ends_with(|c: char| c.is_ascii()) {
            true => format!("{when} 得 {points}"),
            false => format!("{when}得 {points}"),
        }
    }

    fn stated(&self) -> Vec<Stated> {
        let bounds = self.interval.bounds.iter();
        let bounds = bounds.map(|(_, bound)| Stated::Bound(*bound));
        bounds.chain([Stated::Points(self.points)]).collect()
    }

    fn lowered(&self) -> Band {
        let bound = |value: Decimal| Expr::Number {
            value,
            percent: self.interval.percent,
        };
        Band {
            bounds: self
                .interval
                .bounds
                .iter()
                .map(|(comparison, value)| (*comparison, bound(*value)))
                .collect(),
            text: self.interval.text(),
            points: self.points,
        }
    }
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
                    when.at.either(
                        "写法如 \">= 75%, < 90%\"",
                        "写法如 >= 90%；最后一档写“其余”",
                    ),
                );
                return None;
            };
            interval.bounds.push(bound);
        }
        Some(interval)
    }

    /// The condition for people.
    fn text(&self) -> Arc<str> {
        let parts: Vec<String> = self
            .bounds
            .iter()
            .map(|(comparison, value)| format!("{} {}", comparison.sign(), self.shown(*value)))
            .collect();
        parts.join(" 且 ").into()
    }

    fn shown(&self, value: Decimal) -> String {
        match self.percent {
            true => decimal::percent(value),
            false => value.normalize().to_string(),
        }
    }

    /// The condition in words: `90% 及以上`, `90% 至 100%（含 100%）`.
    fn words(&self) -> String {
        let shown = |value| self.shown(value);
        match (self.lower(), self.upper()) {
            (None, None) => "任何数".into(),
            (Some((low, true)), None) => format!("{} 及以上", shown(low)),
            (Some((low, false)), None) => format!("超过 {}", shown(low)),
            (None, Some((high, true))) => format!("不超过 {}", shown(high)),
            (None, Some((high, false))) => format!("不足 {}", shown(high)),
            (Some((low, _)), Some((high, _))) if low == high => format!("等于 {}", shown(low)),
            (Some((low, low_in)), Some((high, high_in))) => {
                let (low, high) = (shown(low), shown(high));
                let from = if low_in { low } else { format!("超过 {low}") };
                match high_in {
                    true => format!("{from} 至 {high}（含 {high}）"),
                    false => format!("{from} 至不足 {high}"),
                }
            }
        }
    }

    /// Where it begins.
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

    /// Where it begins, to be put in order: what has no lower edge comes first.
    fn begins(&self) -> Option<(Decimal, bool)> {
        self.lower().map(|(value, within)| (value, !within))
    }

    /// Where it ends.
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

    /// Whether a ratio is hardly meant: 90 rather than 90%.
    fn may_lack_percent(&self) -> bool {
        let large = |(_, value): &(Comparison, Decimal)| *value >= Decimal::TEN;
        !self.percent && self.bounds.iter().any(large)
    }

    /// Whether no value satisfies it.
    fn is_empty(&self) -> bool {
        match (self.lower(), self.upper()) {
            (Some((low, low_in)), Some((high, high_in))) => {
                low > high || (low == high && !(low_in && high_in))
            }
            _ => false,
        }
    }
}

/// Bands that nothing can fall into, gaps, overlaps, disorder, and values that no band holds.
fn lint(rows: &[Row], rate: &Expr, context: &Context) {
    let findings = context.findings;
    for row in rows {
        if row.interval.is_empty() {
            let message = format!("档次“{}”不可能满足", row.when.value);
            findings.error(&row.when.at, message);
            return;
        }
    }
    if let Some(row) = rows
        .iter()
        .find(|row| rate.is_ratio() && row.interval.may_lack_percent())
    {
        let message = format!("比率与“{}”比较，可能漏了百分号", row.when.value);
        let hint = "90% 请写成 90%，不要写成 90";
        findings.warning_with(&row.when.at, message, hint);
    }
    let mut ordered: Vec<&Row> = rows.iter().collect();
    // Bands may run from high to low or from low to high.
    let begins = |row: &Row| row.interval.begins();
    let rising = rows.len() < 2 || begins(&rows[0]) < begins(&rows[1]);
    for pair in rows.windows(2) {
        if (begins(&pair[0]) < begins(&pair[1])) != rising {
            let (before, when) = (&pair[0].when.value, &pair[1].when);
            let message = format!("档次“{before}”与“{}”次序颠倒", when.value);
            let hint = "各档请从高到低，或从低到高";
            findings.error_with(&when.at, message, hint);
            return;
        }
    }
    if !rising {
        ordered.reverse();
    }
    for pair in ordered.windows(2) {
        if let Some(fault) = meeting(&pair[0].interval, &pair[1].interval) {
            // The later one in the file is the place.
            let (first, later) = if rising {
                (pair[0], pair[1])
            } else {
                (pair[1], pair[0])
            };
            let message = format!("档次“{}”与“{}”{fault}", first.when.value, later.when.value);
            findings.error(&later.when.at, message);
            return;
        }
    }
    let (Some(lowest), Some(highest)) = (ordered.first(), ordered.last()) else {
        return;
    };
    if let Some((value, within)) = lowest.interval.lower() {
        // Without a difference or a sign, a rate is never negative.
        let reachable = rate.may_be_negative() || value > Decimal::ZERO || !within;
        if reachable {
            let message = format!("低于“{}”的值不在任何一档之内", lowest.when.value);
            findings.error(&lowest.when.at, message);
        }
    }
    if highest.interval.upper().is_some() && !reaches_most(&highest.interval, rate) {
        let message = format!("高于“{}”的值不在任何一档之内", highest.when.value);
        findings.error(&highest.when.at, message);
    }
}

/// What is wrong where one band ends and the next higher one begins.
fn meeting(before: &Interval, after: &Interval) -> Option<&'static str> {
    let (Some((high, high_in)), Some((low, low_in))) = (before.upper(), after.lower()) else {
        return Some("有重叠");
    };
    if low < high || (low == high && high_in && low_in) {
        Some("有重叠")
    } else if low > high || !(high_in || low_in) {
        Some("之间有空档")
    } else {
        None
    }
}

/// Whether the highest band ends where the column itself does: 100% of a satisfaction.
fn reaches_most(highest: &Interval, rate: &Expr) -> bool {
    let Expr::Variable(variable) = rate else {
        return false;
    };
    let most = match variable.kind {
        Kind::Percent { max: Some(max) } | Kind::Points { max } => max,
        _ => return false,
    };
    highest
        .upper()
        .is_some_and(|(value, within)| value > most || (value == most && within))
}
