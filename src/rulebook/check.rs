//! A cross-footing check (勾稽校验): what should hold between figures, and what to say where it does not.

use super::document::{Located, Section, Span};
use super::printed;
use super::shapes::Context;
use crate::expr::{Expr, Kind};
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
        let test = match table.has("needs") || table.has("when") {
            true => None,
            false => Some(table.required_text("test")?),
        };
        let demanded = test.is_none().then(|| demanded(table, context));
        let message = table.required_text("message")?;
        let advice = table.required_text("advice")?;
        table.know(&["test"]);
        table.finish();
        lint_placeholders(&message, context);
        let condition = match (test, demanded) {
            (Some(test), _) => context.condition(&test)?,
            (None, demanded) => demanded??,
        };
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

/// A text that must be filled in where a condition holds: a reason where too little was spent.
fn demanded(table: &Section, context: &Context) -> Option<Expr> {
    if let Some(test) = table.text("test") {
        let [test_key, needs] = ["test", "needs"].map(|key| table.place_of(key).word(key));
        let message = format!("“{test_key}”与“{needs}”只能有一个：一条校验只说一件事");
        table.findings().error(&test.at, message);
    }
    let (when, needs) = (table.required_text("when"), table.required_text("needs"));
    let (when, needs) = (when?, needs?);
    let condition = context.condition(&when);
    let text = context.metric(&needs)?;
    if text.kind != Kind::Text {
        let message = format!(
            "“{}”不是文字列（{}）",
            needs.value,
            needs.at.either("type = \"text\"", "类型应为“文字”")
        );
        table.findings().error(&needs.at, message);
        return None;
    }
    // The condition's figures first: beside them a form tells what is asked for.
    let fine = Expr::Not(Box::new(condition?));
    Some(Expr::Or(vec![fine, Expr::Filled(text)]))
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
