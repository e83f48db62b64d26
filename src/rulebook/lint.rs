//! What only the whole rule book shows: points that do not add up, names given twice, metrics that
//! nothing uses, parts that cannot be reached.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::document::{Findings, Table};
use super::framework::RuleBook;
use super::metric::Role;
use super::naming::plain;
use crate::expr::{Expr, Kind};

/// Looks at the whole rule book; `top` is its outermost table.
pub(super) fn lint(book: &RuleBook, top: &Table, findings: &Findings) {
    points(book, top, findings);
    names(book, top, findings);
    identity(book, top, findings);
    usage(book, findings);
    constants(book, findings);
}

/// Points add up at every level.
fn points(book: &RuleBook, top: &Table, findings: &Findings) {
    let at = &top.at;
    let total: Decimal = book.framework.iter().map(|first| first.points).sum();
    if total != book.points {
        findings.error(
            at,
            format!("一级指标合计 {total} 分，与总分 {} 分不等", book.points),
        );
    }
    for first in &book.framework {
        let second: Decimal = first.second.iter().map(|second| second.points).sum();
        if second != first.points {
            findings.error(
                at,
                format!(
                    "“{}”下的二级指标合计 {second} 分，与它的 {} 分不等",
                    first.name, first.points
                ),
            );
        }
        for second in &first.second {
            let here =
                |under: &(String, String)| *under == (first.name.clone(), second.name.clone());
            let third: Decimal = book
                .indicators
                .iter()
                .filter(|indicator| here(&indicator.under))
                .map(|indicator| indicator.points)
                .sum();
            if third != second.points {
                findings.error(
                    at,
                    format!(
                        "“{}”下的三级指标合计 {third} 分，与它的 {} 分不等",
                        second.name, second.points
                    ),
                );
            }
        }
    }
    for indicator in &book.indicators {
        let known = book.framework.iter().any(|first| {
            first.name == indicator.under.0
                && first
                    .second
                    .iter()
                    .any(|second| second.name == indicator.under.1)
        });
        if !known {
            findings.error(
                &indicator.at,
                format!("框架里没有“{} / {}”", indicator.under.0, indicator.under.1),
            );
        }
    }
}

/// No name or alias means two things on the same sheet.
fn names(book: &RuleBook, top: &Table, findings: &Findings) {
    let mut headers: HashMap<String, &str> = HashMap::new();
    for metric in &book.metrics {
        for name in std::iter::once(metric.name()).chain(metric.aliases.iter().map(String::as_str))
        {
            if let Some(other) = headers.insert(plain(name), metric.name())
                && other != metric.name()
            {
                findings.error(
                    &metric.at,
                    format!("“{name}”同时是“{other}”和“{}”的表头", metric.name()),
                );
            }
        }
    }
    let mut indicators: HashMap<String, &str> = HashMap::new();
    for reserved in [&book.sheets.declared_total, &book.sheets.declared_grade] {
        for name in reserved.all() {
            indicators.insert(plain(name), &reserved.name);
        }
    }
    for indicator in &book.indicators {
        for name in std::iter::once(&indicator.name).chain(&indicator.aliases) {
            if let Some(other) = indicators.insert(plain(name), &indicator.name)
                && other != indicator.name
            {
                findings.error(
                    &indicator.at,
                    format!("“{name}”同时是“{other}”和“{}”的名称", indicator.name),
                );
            }
        }
    }
    let mut seen = BTreeSet::new();
    for name in book.metrics.iter().map(|metric| metric.name()) {
        if !seen.insert(name) {
            findings.error(&top.at, format!("指标数据“{name}”出现了两次"));
        }
    }
    let mut seen = BTreeSet::new();
    for indicator in &book.indicators {
        if !seen.insert(&indicator.name) {
            findings.error(
                &indicator.at,
                format!("三级指标“{}”出现了两次", indicator.name),
            );
        }
    }
    let mut seen = BTreeSet::new();
    for check in &book.checks {
        if !seen.insert(&check.code) {
            findings.error(&top.at, format!("勾稽校验代码“{}”出现了两次", check.code));
        }
    }
}

/// A department must be told by name, and a role is played once.
fn identity(book: &RuleBook, top: &Table, findings: &Findings) {
    if book.role(Role::Name).is_none() {
        findings.error(&top.at, "没有 role = \"name\"（部门名称）的指标数据");
    }
    for (place, metric) in book.metrics.iter().enumerate() {
        let twice = book.metrics[..place]
            .iter()
            .any(|other| other.role.is_some() && other.role == metric.role);
        if twice {
            findings.error(&metric.at, format!("“{}”的“role”已经用过", metric.name()));
        }
    }
}

/// Every metric that is asked for serves something.
fn usage(book: &RuleBook, findings: &Findings) {
    let mut used = BTreeSet::new();
    let mut note = |expr: &Expr| {
        expr.variables(&mut |variable| {
            used.insert(variable.id);
        });
    };
    for indicator in &book.indicators {
        note(&indicator.expr);
        // The part beside a total of 0 stands only in the nothing-to-measure rule: that is a use too.
        indicator.items.iter().for_each(&mut note);
    }
    book.checks.iter().for_each(|check| note(&check.test));
    for metric in &book.metrics {
        let serves = metric.role.is_some() || *metric.kind() == Kind::Text;
        if !serves && !used.contains(&metric.variable.id) {
            findings.warning(
                &metric.at,
                format!("“{}”没有被任何指标或校验使用", metric.name()),
            );
        }
    }
    if book.outcomes.is_some()
        && !book
            .indicators
            .iter()
            .any(|indicator| has_rows(&indicator.expr))
    {
        findings.warning(&book.indicators[0].at, "[outcomes] 没有被任何评分项使用");
    }
}

fn has_rows(expr: &Expr) -> bool {
    matches!(expr, Expr::Rows { .. }) || expr.children().iter().any(|child| has_rows(child))
}

/// An indicator whose score no figure can change, or a condition that is always the same.
fn constants(book: &RuleBook, findings: &Findings) {
    for indicator in &book.indicators {
        for item in &indicator.items {
            let mut any = has_rows(item);
            item.variables(&mut |_| any = true);
            if !any {
                findings.error(
                    &indicator.at,
                    format!("“{}”有评分项不用任何数据，得分永远不变", indicator.name),
                );
            }
        }
        unreachable(&indicator.expr, indicator, findings);
    }
}

fn unreachable(expr: &Expr, indicator: &super::Indicator, findings: &Findings) {
    if let Expr::If(condition, ..) = expr {
        let mut any = false;
        condition.variables(&mut |_| any = true);
        if !any {
            findings.error(
                &indicator.at,
                format!(
                    "“{}”里的条件“{condition}”永远不变，有一支永远走不到",
                    indicator.name
                ),
            );
        }
    }
    for child in expr.children() {
        unreachable(child, indicator, findings);
    }
}
