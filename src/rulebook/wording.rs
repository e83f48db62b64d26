//! The scoring standard (评分标准) in print, made of the shapes: a template a shape, in our own words. What is
//! printed so cannot contradict what is scored.
//!
//! A shape says itself in [`Clause`]s; here they are joined to a sentence. A rule book may write the sentence
//! itself, and put an item's words into it with `{1}`.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::document::{Findings, Located};
use crate::expr::Expr;

/// What an item, or a part of it, says of itself: what is measured, and how that scores.
#[derive(Clone, Debug, PartialEq)]
pub struct Clause {
    /// `“三公”经费控制率 = 三公经费实际支出 ÷ 三公经费预算`; empty where the rule says all.
    pub subject: String,
    /// `不足 90% 得 3 分，其余得 0 分`.
    pub rule: String,
    /// How the two are put together.
    pub joint: Joint,
}

/// How subject and rule are put together, and several subjects with the same rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// `甲 1 分`; `甲、乙各 1 分`.
    Each,
    /// `甲：不足 90% 得 3 分`; `甲、乙，分别计分：不足 90% 得 3 分`.
    Colon,
}

impl Clause {
    /// A clause of a subject and its rule.
    pub fn new(subject: impl Into<String>, joint: Joint, rule: impl Into<String>) -> Clause {
        Clause {
            subject: subject.into(),
            rule: rule.into(),
            joint,
        }
    }

    /// A clause that is one sentence.
    pub fn whole(rule: impl Into<String>) -> Clause {
        Clause::new("", Joint::Each, rule)
    }
}

/// Clauses as a phrase; neighbours with the same rule are said together.
pub fn phrase(clauses: &[Clause]) -> String {
    let same = |a: &Clause, b: &Clause| {
        !a.subject.is_empty() && !b.subject.is_empty() && (a.joint, &a.rule) == (b.joint, &b.rule)
    };
    let told: Vec<String> = clauses.chunk_by(same).map(together).collect();
    told.join("；")
}

fn together(clauses: &[Clause]) -> String {
    let Clause { rule, joint, .. } = &clauses[0];
    let subjects: Vec<&str> = clauses.iter().map(|one| one.subject.as_str()).collect();
    let named = subjects.join("、");
    match (joint, subjects.as_slice()) {
        (_, [""]) => rule.clone(),
        (Joint::Each, [_]) => format!("{named} {rule}"),
        // 100% 各 1 分 would be read as one figure.
        (Joint::Each, _) if named.ends_with(|c: char| c.is_ascii()) => {
            format!("{named}，各 {rule}")
        }
        (Joint::Each, _) => format!("{named}各 {rule}"),
        (Joint::Colon, [_]) => format!("{named}：{rule}"),
        (Joint::Colon, _) => format!("{named}，分别计分：{rule}"),
    }
}

/// What an indicator's sentence is made of.
pub(super) struct Parts<'a> {
    /// The clauses of each item.
    pub items: Vec<&'a [Clause]>,
    /// What the indicator's points hold, where items may go beyond theirs.
    pub cap: Option<Decimal>,
    /// The notes of vetoes and exemptions, which say what they decide.
    pub notes: Vec<Arc<str>>,
}

impl Parts<'_> {
    /// The whole sentence.
    pub fn sentence(&self) -> String {
        let clauses: Vec<Clause> = self
            .items
            .iter()
            .flat_map(|item| item.iter())
            .cloned()
            .collect();
        let mut told = phrase(&clauses);
        if let Some(points) = self.cap {
            told.push_str(&format!("；合计不超过 {} 分", points.normalize()));
        }
        for note in &self.notes {
            told.push_str(&format!("；{note}"));
        }
        told + "。"
    }

    /// The sentence that the rule book writes, with items' words where it says `{1}`; the generated one where it
    /// writes none.
    pub fn written(&self, text: Option<&Located<String>>, findings: &Findings) -> String {
        let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
            return self.sentence();
        };
        let mut told = String::new();
        let mut rest = text.value.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            told.push_str(before);
            let Some((number, more)) = after.split_once('}') else {
                let key = text.at.word("criteria");
                findings.error(&text.at, format!("“{key}”里缺少右花括号 }}"));
                return told;
            };
            let item = number.trim().parse::<usize>().ok();
            match item.and_then(|item| self.items.get(item.checked_sub(1)?)) {
                Some(item) => told.push_str(&phrase(item)),
                None => findings.error_with(
                    &text.at,
                    format!(
                        "“{}”里的 {{{number}}} 不是评分项的序号",
                        text.at.word("criteria")
                    ),
                    format!(
                        "这一指标有 {} 个评分项，写 {{1}} 的地方印出第一项的评分标准",
                        self.items.len()
                    ),
                ),
            }
            rest = more;
        }
        told + rest
    }
}

/// An expression as people write a formula: `在编人数 ÷（在编人数 + 编外人员数）`.
pub fn formula(expr: &Expr) -> String {
    let text = expr.to_string().replace(['[', ']'], "");
    let signs = [(" / ", " ÷ "), (" * ", " × "), (" - ", " − ")];
    let text = signs
        .iter()
        .fold(text, |text, (plain, printed)| text.replace(plain, printed));
    // A function keeps its brackets as they are typed.
    let has_function = text.contains(|c: char| c.is_ascii_uppercase());
    match has_function {
        true => text,
        false => text
            .replace(" (", "（")
            .replace('(', "（")
            .replace(") ", "）")
            .replace(')', "）"),
    }
}

/// A formula that something is multiplied with: in brackets where it is a sum.
pub fn factor(expr: &Expr) -> String {
    let told = formula(expr);
    match expr.is_sum() {
        true => format!("（{told}）"),
        false => told,
    }
}

/// `按时完成项目数 ÷ 计划完成项目数 × 6 分`.
pub fn product(measured: &str, points: &str) -> String {
    match measured.ends_with('）') {
        true => format!("{measured}× {points}"),
        false => format!("{measured} × {points}"),
    }
}

/// `1.5 分`.
pub fn points(points: Decimal) -> String {
    format!("{} 分", points.normalize())
}
