//! Why a total changed, in a few words.

use rust_decimal::Decimal;

use super::Comparison;
use super::change::{IndicatorChange, Standing};
use crate::decimal::{self, fixed};

/// How many indicators explain a change.
pub const CAUSES: usize = 3;

/// A number with its sign: +1.20, −0.40, 0.00.
pub fn signed(value: Decimal, places: u32) -> String {
    decimal::signed(value, |size| fixed(size, places))
}

impl Comparison<'_> {
    /// The indicators that explain the change of a department's total over a step, the strongest first.
    pub fn causes(&self, department: usize, step: usize) -> Vec<&IndicatorChange> {
        let Some(change) = self.steps[step].changes[department].as_ref() else {
            return Vec::new();
        };
        let rising = change.total().is_some_and(|total| total >= Decimal::ZERO);
        change.strongest(rising, CAUSES)
    }

    /// One of them in words: `财务合规性 −1.20（调整调剂资金累计 50.00 → 200.00）`.
    pub fn told(&self, cause: &IndicatorChange) -> String {
        let places = self.decimals();
        let name = &self.indicators[cause.indicator].name;
        let Some(split) = cause.split else {
            return name.clone();
        };
        let mut parts = Vec::new();
        if !split.rules.is_zero() {
            let how = match (cause.before, cause.after) {
                (Standing::NotAsked, _) => "新增指标",
                (_, Standing::NotAsked) => "取消指标",
                _ => "规则变化",
            };
            parts.push(format!("{how} {}", signed(split.rules, places)));
        }
        if let Some(mover) = &cause.mover {
            parts.push(match split.rules.is_zero() {
                true => mover.to_string(),
                false => format!("表现 {}：{mover}", signed(split.performance, places)),
            });
        }
        if cause.reason.is_some() {
            parts.push("规则和表现不能拆分".into());
        }
        let change = signed(split.change(), places);
        match parts.is_empty() {
            true => format!("{name} {change}"),
            false => format!("{name} {change}（{}）", parts.join("；")),
        }
    }
}
