//! Lint for report templates: whatever a template names is there, held against a rule book. What can be seen in
//! the text is reported with its place; the rest comes out by rendering it for a department that filled in
//! nothing and for one that filled in everything.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::markup::{Call, call};
use super::tables::{OF_BUREAU, OF_DEPARTMENT};
use super::template::Prepared;
use super::{Template, TemplateError, charts, facts, overview};
use crate::expr::{Figure, Kind};
use crate::intake::{Before, Field, Record};
use crate::rulebook::document::nearest;
use crate::rulebook::finding::{Findings, Source, Span};
use crate::rulebook::{Finding, Metric, RuleBook};
use crate::scoring::{Missing, score_record};

/// What is wrong with the template of departments' reports under a rule book.
pub fn department(template: &Template, book: &RuleBook) -> Vec<Finding> {
    let text = Text::new(template);
    if let Some(prepared) = text.prepared(template) {
        text.check_names(&prepared, &facts::NAMES);
        text.check_metrics(&prepared, book);
        text.check_expressions(book);
        text.check_indicators(book);
        text.check_calls(&OF_DEPARTMENT, &[]);
        if text.findings.is_empty() {
            text.try_out(&prepared, book);
        }
    }
    text.findings.into_sorted()
}

/// What is wrong with the template of a bureau's report.
pub fn bureau(template: &Template) -> Vec<Finding> {
    let text = Text::new(template);
    if let Some(prepared) = text.prepared(template) {
        text.check_names(&prepared, &overview::NAMES);
        text.check_calls(&OF_BUREAU, &charts::NAMES);
    }
    text.findings.into_sorted()
}

/// A template's text and what was found in it.
struct Text {
    source: Arc<Source>,
    findings: Findings,
}

impl Text {
    fn new(template: &Template) -> Text {
        Text {
            source: Arc::new(Source {
                name: template.name.clone(),
                text: template.text.clone(),
                cells: template.cells.clone(),
            }),
            findings: Findings::default(),
        }
    }

    fn prepared(&self, template: &Template) -> Option<Prepared> {
        if template.text.trim().is_empty() {
            self.findings.error(&self.span(0..0), "模板是空的");
            return None;
        }
        let prepared = template.prepare();
        prepared.map_err(|error| self.report(error)).ok()
    }

    fn span(&self, range: Range<usize>) -> Span {
        Span {
            source: self.source.clone(),
            range,
            cell: None,
        }
    }

    fn report(&self, error: TemplateError) {
        let range = error.range.unwrap_or_else(|| {
            let mut starts = [0].into_iter().chain(
                self.source
                    .text
                    .match_indices('\n')
                    .map(|(newline, _)| newline + 1),
            );
            let start = starts.nth(error.line.unwrap_or(1).saturating_sub(1));
            let start = start.unwrap_or(0);
            start..start
        });
        self.findings.error(&self.span(range), error.message);
    }

    /// Where a text stands first.
    fn place(&self, text: &str) -> Span {
        let start = self.source.text.find(text);
        self.span(start.map_or(0..0, |start| start..start + text.len()))
    }

    fn check_names(&self, prepared: &Prepared, known: &[&str]) {
        let used: HashSet<String> = prepared
            .names()
            .iter()
            .map(|name| name.split('.').next().unwrap_or(name).to_string())
            .collect();
        let mut used: Vec<String> = used.into_iter().collect();
        used.sort();
        for name in used.iter().filter(|name| !known.contains(&name.as_str())) {
            let message = format!("模板里不能用“{name}”这个名称");
            self.findings
                .unknown(&self.place(name), message, name, known);
        }
    }

    /// `数据.某项` is a metric of the rule book.
    fn check_metrics(&self, prepared: &Prepared, book: &RuleBook) {
        let known: Vec<&str> = book.metrics.iter().map(|metric| metric.name()).collect();
        for name in prepared.names() {
            let Some(metric) = name.strip_prefix("数据.") else {
                continue;
            };
            let metric = metric.split('.').next().unwrap_or(metric);
            if !known.contains(&metric) {
                let message = format!("规则书里没有“{metric}”这项数据");
                let at = self.place(&format!("数据.{metric}"));
                self.findings.unknown(&at, message, metric, &known);
            }
        }
    }

    /// The literal first arguments of a function, with their places.
    fn arguments(&self, function: &str) -> Vec<(Range<usize>, &str)> {
        let text = &self.source.text;
        let opening = format!("{function}(\"");
        text.match_indices(&opening)
            .filter_map(|(start, opening)| {
                let start = start + opening.len();
                let length = text[start..].find('"')?;
                Some((start..start + length, &text[start..start + length]))
            })
            .collect()
    }

    fn check_expressions(&self, book: &RuleBook) {
        for function in ["比率", "计算"] {
            for (range, text) in self.arguments(function) {
                if let Err(error) = book.number(text) {
                    let start = range.start + error.offset.min(text.len());
                    let at = self.span(start..range.end);
                    match error.hint {
                        Some(hint) => self.findings.error_with(&at, error.message, hint),
                        None => self.findings.error(&at, error.message),
                    }
                }
            }
        }
    }

    fn check_indicators(&self, book: &RuleBook) {
        for (range, name) in self.arguments("指标") {
            if let Err(message) = facts::place(book, name) {
                self.findings.error(&self.span(range), message);
            }
        }
    }

    /// Every line that calls for a table or chart names one.
    fn check_calls(&self, tables: &[&str], charts: &[&str]) {
        for line in self.source.text.lines().map(str::trim) {
            let (kind, name, known) = match call(line) {
                Some(Call::Table(name)) => ("表", name, tables),
                Some(Call::Chart(name)) => ("图", name, charts),
                None => continue,
            };
            if !known.contains(&name) {
                let near = match nearest(name, known.iter().copied()) {
                    Some(near) => format!("是不是“{near}”？"),
                    None if known.is_empty() => format!("这种报告里没有{kind}"),
                    None => format!("可用：{}", known.join("、")),
                };
                let message = format!("没有名为“{name}”的{kind}");
                self.findings.error_with(&self.place(line), message, near);
            }
        }
    }

    /// Renders it for a department that filled in nothing, and for one that filled in everything.
    fn try_out(&self, prepared: &Prepared, book: &RuleBook) {
        let shared = facts::Book::new(book);
        for record in [blank(book), full(book)] {
            let (card, _) = score_record(&record, book, Missing::Hold);
            let facts =
                facts::department(&record, &card, None, facts::Recognition::default(), &shared);
            if let Err(error) = prepared.render(facts) {
                self.report(error);
            }
        }
    }
}

/// The kinds of all figures of a record.
fn kinds(book: &RuleBook) -> impl Iterator<Item = &Kind> {
    book.metrics.iter().map(Metric::kind)
}

fn blank(book: &RuleBook) -> Record {
    record(kinds(book).map(|_| Figure::Blank))
}

fn full(book: &RuleBook) -> Record {
    record(kinds(book).map(|kind| match kind {
        Kind::Text => Figure::Text("某".into()),
        Kind::YesNo { .. } => Figure::Truth(true),
        Kind::Choice { choices } => Figure::Text(choices[0].clone()),
        Kind::Points { max } => Figure::Number(*max),
        Kind::Amount { .. } | Kind::Count | Kind::Percent { .. } => Figure::Number(Decimal::ONE),
    }))
}

fn record(figures: impl Iterator<Item = Figure>) -> Record {
    let field = |figure| Field {
        figure,
        ..Field::absent()
    };
    let fields: Vec<Field> = figures.map(field).collect();
    Record {
        row: 0,
        code: None,
        name: "某单位".into(),
        group: None,
        duplicate: false,
        before: Before {
            year: None,
            fields: fields.clone(),
        },
        fields,
        outcomes: Vec::new(),
        declared: None,
        standings: Vec::new(),
    }
}
