//! What a tree is evaluated over: the figures of one record.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Variable;
use super::peers::{PeerRule, Standing};

/// What a record holds for a variable.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// A number; money in the unit of its column, a percentage as a ratio.
    Number(Decimal),
    /// 是 or 否.
    Truth(bool),
    /// A choice, or any text.
    Text(Arc<str>),
    /// Nothing was filled in.
    Blank,
    /// Something was filled in that cannot be used.
    Unreadable,
}

impl From<Decimal> for Figure {
    fn from(number: Decimal) -> Figure {
        Figure::Number(number)
    }
}

impl From<i32> for Figure {
    fn from(number: i32) -> Figure {
        Figure::Number(number.into())
    }
}

impl From<i64> for Figure {
    fn from(number: i64) -> Figure {
        Figure::Number(number.into())
    }
}

impl From<bool> for Figure {
    fn from(truth: bool) -> Figure {
        Figure::Truth(truth)
    }
}

impl From<&str> for Figure {
    fn from(text: &str) -> Figure {
        Figure::Text(text.into())
    }
}

impl std::fmt::Display for Figure {
    /// As it was given, exactly.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Figure::Number(number) => write!(f, "{number}"),
            Figure::Truth(truth) => f.write_str(if *truth { "是" } else { "否" }),
            Figure::Text(text) => f.write_str(text),
            Figure::Blank => f.write_str("（空白）"),
            Figure::Unreadable => f.write_str("（无法识别）"),
        }
    }
}

/// Where figures come from: one record.
pub trait Figures {
    /// The record's figure for a variable.
    fn figure(&self, variable: &Variable) -> Figure;

    /// The record's rows of outcomes, each with figures of its own.
    fn rows(&self) -> Vec<&dyn Figures> {
        Vec::new()
    }

    /// What a row of outcomes is called, if it is called anything.
    fn title(&self) -> Option<String> {
        None
    }

    /// Where the record stands among its peers by a rule; `None` where nothing is known of other records.
    fn standing(&self, _: &PeerRule) -> Option<&Standing> {
        None
    }

    /// Whether what is lacking counts as 0 (`--missing zero`).
    fn lacking_as_zero(&self) -> bool {
        false
    }
}
