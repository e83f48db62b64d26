//! What only the whole rule book shows: points that do not add up, names given twice, metrics that
//! nothing uses, formulas that no spreadsheet takes.
//!
//! Whatever one table shows by itself is looked at where it is read.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use super::book::RuleBook;
use super::document::{Findings, Section, Span};
use super::metric::{Metric, Role};
use super::naming::plain;
use crate::expr::excel::{CellReading, Cells, DEEPEST_FORMULA, LONGEST_FORMULA, depth};
use crate::expr::{Kind, Variable};

/// Looks at the whole rule book; `top` is its outermost table, `points` the place of its full mark.
pub(super) fn lint(book: &RuleBook, top: &Section, points: &Span, findings: &Findings) {
    levels(book, points, findings);
    framework_names(book, findings);
    headers(book, findings);
    indicator_names(book, findings);
    codes(book, findings);
    identity(book, top, findings);
    usage(book, findings);
    sizes(book, findings);
    formulas(book, findings);
}

/// Points add up at every level.
fn levels(book: &RuleBook, at: &Span, findings: &Findings) {
    let report = |at: &Span, parts: String, sum: Decimal, whole: &str, points: Decimal| {
        if sum != points {
            let (sum, points) = (sum.normalize(), points.normalize());
            let message = format!("{parts}合计 {sum} 分，与{whole} {points} 分不等");
            findings.error(at, message);
        }
    };
    let total = book.framework.iter().map(|first| first.points).sum();
    report(at, "一级指标".into(), total, "总分", book.points);
    for first in &book.framework {
        let sum = first.second.iter().map(|second| second.points).sum();
        let what = format!("“{}”下的二级指标", first.name);
        report(&first.at, what, sum, "它的", first.points);
        for second in &first.second {
            let sum = book
                .indicators
                .iter()
                .filter(|third| third.under.0 == first.name && third.under.1 == second.name)
                .map(|third| third.points)
                .sum();
            let what = format!("“{}”下的三级指标", second.name);
            report(&second.at, what, sum, "它的", second.points);
        }
    }
}

/// No two first-level indicators share a name, nor two second-level ones beside each other.
fn framework_names(book: &RuleBook, findings: &Findings) {
    let mut first_names = BTreeSet::new();
    for first in &book.framework {
        if !first_names.insert(&first.name) {
            findings.error(&first.at, format!("一级指标“{}”出现了两次", first.name));
        }
        let mut second_names = BTreeSet::new();
        for second in &first.second {
            if !second_names.insert(&second.name) {
                findings.error(&second.at, format!("二级指标“{}”出现了两次", second.name));
            }
        }
    }
}

/// No header of the data sheet means two metrics.
fn headers(book: &RuleBook, findings: &Findings) {
    let mut owners: HashMap<String, &str> = HashMap::new();
    for metric in &book.metrics {
        let name = metric.name();
        let mut own = BTreeSet::new();
        for header in std::iter::once(name).chain(metric.aliases.iter().map(String::as_str)) {
            if !own.insert(plain(header)) {
                continue;
            }
            match owners.insert(plain(header), name) {
                None => {}
                Some(other) if other == name => {
                    findings.error(&metric.at, format!("指标数据“{name}”出现了两次"));
                    break;
                }
                Some(other) => {
                    let message = format!("“{header}”同时是“{other}”和“{name}”的表头");
                    findings.error(&metric.at, message);
                }
            }
        }
    }
}

/// No header of the sheet of declared scores means two indicators, or an indicator and the total.
fn indicator_names(book: &RuleBook, findings: &Findings) {
    let mut owners: HashMap<String, &str> = HashMap::new();
    for reserved in [&book.sheets.declared_total, &book.sheets.declared_grade] {
        for name in reserved.all() {
            owners.insert(plain(name), &reserved.name);
        }
    }
    for indicator in &book.indicators {
        let name = indicator.name.as_str();
        let mut own = BTreeSet::new();
        for header in std::iter::once(name).chain(indicator.aliases.iter().map(String::as_str)) {
            if !own.insert(plain(header)) {
                continue;
            }
            match owners.insert(plain(header), name) {
                None => {}
                Some(other) if other == name => {
                    findings.error(&indicator.at, format!("三级指标“{name}”出现了两次"));
                    break;
                }
                Some(other) => {
                    let message = format!("“{header}”同时是“{other}”和“{name}”的名称");
                    findings.error(&indicator.at, message);
                }
            }
        }
    }
}

/// A check's code is its own.
fn codes(book: &RuleBook, findings: &Findings) {
    let mut seen = BTreeSet::new();
    for check in &book.checks {
        if !seen.insert(&check.code) {
            findings.error(&check.at, format!("勾稽校验代码“{}”出现了两次", check.code));
        }
    }
}

/// A department must be told by name, and a role is played once.
fn identity(book: &RuleBook, top: &Section, findings: &Findings) {
    if book.role(Role::Name).is_none() {
        let at = top.place_of("metrics");
        let text = "没有 role = \"name\"（部门名称）的指标数据";
        let message = at.either(text, "“数据项”表里没有“身份”是“部门名称”的数据");
        findings.error(&at, message);
    }
    for (place, metric) in book.metrics.iter().enumerate() {
        let other = book.metrics[..place]
            .iter()
            .find(|other| other.role.is_some() && other.role == metric.role);
        if let Some(other) = other {
            let role = metric.at.word("role");
            let (name, other) = (metric.name(), other.name());
            let message = format!("“{name}”的“{role}”已经由“{other}”担任");
            findings.error(&metric.at, message);
        }
    }
}

/// Every metric that is asked for serves something.
fn usage(book: &RuleBook, findings: &Findings) {
    let mut used = BTreeSet::new();
    let scores = book.indicators.iter().map(|indicator| &indicator.expr);
    for expr in scores.chain(book.checks.iter().map(|check| &check.test)) {
        expr.variables(&mut |variable| {
            used.insert(&*variable.name);
        });
    }
    let sizes = book
        .metrics
        .iter()
        .filter_map(|metric| metric.usual.as_ref());
    used.extend(sizes.filter_map(|usual| Some(usual.per.as_ref()?.as_str())));
    // What this year's form asks for may serve next year's scores.
    for last in &book.last_year {
        used.insert(book.metrics[last.variable.id].name());
    }
    for metric in &book.metrics {
        let serves = metric.role.is_some() || *metric.kind() == Kind::Text;
        if !serves && !used.contains(metric.name()) {
            let message = format!("“{}”没有被任何指标或校验使用", metric.name());
            findings.warning(&metric.at, message);
        }
    }
    let measured = |indicator: &super::Indicator| indicator.expr.measures_rows();
    if let Some(outcomes) = &book.outcomes
        && !book.indicators.iter().any(measured)
    {
        let text = "[outcomes] 没有被任何评分项使用";
        let message = outcomes.at.either(text, "个性化指标没有被任何评分项使用");
        findings.warning(&outcomes.at, message);
    }
}

/// What a usual figure is divided by is a number of something.
fn sizes(book: &RuleBook, findings: &Findings) {
    let counts: Vec<&str> = book
        .metrics
        .iter()
        .filter(|metric| metric.role.is_none() && *metric.kind() == Kind::Count)
        .map(Metric::name)
        .collect();
    let sizes = book
        .metrics
        .iter()
        .filter_map(|metric| metric.usual.as_ref());
    for per in sizes.filter_map(|usual| usual.per.as_ref()) {
        if !counts.contains(&per.as_str()) {
            let text = "“per”应是类型为 count 的指标数据";
            let what = per.at.either(text, "“通常每一”应是类型为“数量”的数据");
            let message = format!("{what}，没有这样的“{}”", per.value);
            findings.unknown(&per.at, message, per, &counts);
        }
    }
}

/// A spreadsheet must take every indicator's formula.
fn formulas(book: &RuleBook, findings: &Findings) {
    let cells = FarCells(&book.sheets.data.name);
    for indicator in &book.indicators {
        let formula = indicator.expr.excel(&cells);
        let (length, depth) = (formula.chars().count(), depth(&formula));
        if length > LONGEST_FORMULA || depth > DEEPEST_FORMULA {
            let message = format!("“{}”的公式太长或嵌套太深，电子表格不能接受", indicator.name);
            let limits = format!(
                "公式有 {length} 个字符（上限 {LONGEST_FORMULA}）、{depth} 层（上限 {DEEPEST_FORMULA}）；请拆成几个指标"
            );
            findings.error_with(&indicator.at, message, limits);
        }
    }
}

/// Plain cells with references as long as they get.
struct FarCells<'b>(&'b str);

impl Cells for FarCells<'_> {
    fn cell(&self, _: &Variable) -> Option<CellReading> {
        Some(CellReading {
            reference: format!("'{}'!BK99999", self.0),
            understood: Vec::new(),
            divisor: Decimal::ONE,
        })
    }
}
