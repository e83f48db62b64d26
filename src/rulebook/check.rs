//! A cross-footing check (勾稽校验): what should hold between figures, and what to say where it does not.

use super::document::{Located, Section, Span};
use super::printed;
use super::shapes::Context;
use crate::expr::Expr;
use crate::problem::Severity;

/// A cross-footing check. It flags; it changes no score.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its stable code, such as `K101`.
    pub code: String,
    /// How much a record weighs that fails it.
    pub severity: Severity,
    /// What should hold; skipped where a figure is missing.
    pub test: Expr,
    /// What is wrong; `{metric}` stands for the figure.
    pub message: String,
    /// What to do about it.
    pub advice: String,
    /// Where the rule book defines it.
    pub at: Span,
}

impl Check {
    pub(super) fn read(
        code: &Located<String>,
        table: &Section,
        context: &Context,
    ) -> Option<Check> {
        let findings = table.findings();
        let severity = table.required_text("severity")?;
        let severity = match severity.as_str() {
            "error" => Severity::Error,
            "warning" => Severity::Warning,
            _ => {
                findings.error(&severity.at, "“severity”应为 \"error\" 或 \"warning\"");
                return None;
            }
        };
        let (test, message) = (
            table.required_text("test")?,
            table.required_text("message")?,
        );
        let advice = table.required_text("advice")?;
        table.finish();
        lint_placeholders(&message, context);
        let condition = context.condition(&test)?;
        let stated = printed::literals(&condition);
        printed::check(
            "message",
            &message,
            printed::Scope::WithUnit,
            &stated,
            context.findings,
        );
        Some(Check {
            code: code.value.clone(),
            severity,
            test: condition,
            message: message.value,
            advice: advice.value,
            at: code.at.clone(),
        })
    }

    /// What it is about: the message without figures.
    pub fn title(&self) -> String {
        self.told(|_| String::new()).replace(' ', "")
    }

    /// The message with figures in the places of names.
    pub fn told(&self, figure: impl Fn(&str) -> String) -> String {
        let mut told = String::new();
        let mut rest = self.message.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, more)) = after.split_once('}') else {
                break;
            };
            told.push_str(before);
            told.push_str(&figure(name));
            rest = more;
        }
        told.push_str(rest);
        told
    }
}

/// Every `{name}` names a metric, and every brace has its twin.
fn lint_placeholders(message: &Located<String>, context: &Context) {
    for part in message.split('{').skip(1) {
        let Some((name, _)) = part.split_once('}') else {
            let found = format!("“{{{part}”缺少右花括号 }}");
            context.findings.error(&message.at, found);
            continue;
        };
        if context.scope.find(name).is_some() {
            continue;
        }
        let found = format!("{{{name}}} 不是指标数据的名称");
        match context.scope.nearest(name) {
            Some(near) => {
                let hint = format!("是不是“{{{near}}}”？");
                context.findings.error_with(&message.at, found, hint);
            }
            None => context.findings.error(&message.at, found),
        }
    }
}
