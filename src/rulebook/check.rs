//! A cross-footing check (勾稽校验): what should hold between figures, and what to say where it does not.

use super::document::{Located, Table};
use super::shapes::Context;
use crate::expr::{Expr, compile_condition};
use crate::problem::Severity;

/// A cross-footing check. It flags; it changes no score.
#[derive(Clone, Debug)]
pub struct Check {
    /// Its stable code, such as `K101`.
    pub code: String,
    pub severity: Severity,
    /// What should hold; skipped where a figure is missing.
    pub test: Expr,
    /// What is wrong; `{metric}` stands for the figure.
    pub message: String,
    pub advice: String,
}

impl Check {
    pub(super) fn read(code: &Located<String>, table: &Table, context: &Context) -> Option<Check> {
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
        for name in placeholders(&message) {
            if context.scope.find(name).is_none() {
                findings.error(&message.at, format!("{{{name}}} 不是指标数据的名称"));
            }
        }
        match compile_condition(&test, context.scope) {
            Ok(expr) => Some(Check {
                code: code.value.clone(),
                severity,
                test: expr,
                message: message.value,
                advice: advice.value,
            }),
            Err(error) => {
                findings.expression(&test, &error);
                None
            }
        }
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

fn placeholders(message: &str) -> impl Iterator<Item = &str> {
    message
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
}
