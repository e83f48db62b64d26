//! How another figure is thought of, in questions about a score: whether at all, in which way, in what steps. Nothing
//! is scored by it.

use rust_decimal::Decimal;

use super::document::Section;
use crate::decimal::trimmed;
use crate::expr::Kind;

/// How another figure is thought of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Latitude {
    /// Set by others, or a fact that is not in question: nobody is told what another figure would have given.
    pub fixed: bool,
    /// The only way in which it is thought to move, where there is one.
    pub moves: Option<Moves>,
    /// In what steps, where not in the usual ones.
    pub step: Option<Decimal>,
    /// How many points another judge might have given more or less, where not the usual part of them.
    pub tolerance: Option<Decimal>,
}

/// A way in which a figure moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moves {
    /// It can only grow.
    Up,
    /// It can only shrink.
    Down,
}

impl Latitude {
    /// Reads what a metric of this kind says of it; without a kind nothing is asked of one.
    pub(super) fn read(table: &Section, kind: Option<&Kind>) -> Latitude {
        Latitude {
            fixed: table.flag("fixed"),
            moves: read_moves(table),
            step: match table.has("step") {
                true => table.positive("step").map(|step| step.value),
                false => None,
            },
            tolerance: read_tolerance(table, kind),
        }
    }
}

/// The way in which it moves, if one is named.
fn read_moves(table: &Section) -> Option<Moves> {
    let word = table.text("moves")?;
    match word.as_str() {
        "up" => Some(Moves::Up),
        "down" => Some(Moves::Down),
        _ => {
            let message = "“moves”应为 \"up\"（只会更大）或 \"down\"（只会更小）";
            table.findings().error(&word.at, message);
            None
        }
    }
}

/// How far a judgement may differ: only points are judged, and by no more than all of them.
fn read_tolerance(table: &Section, kind: Option<&Kind>) -> Option<Decimal> {
    if !table.has("tolerance") {
        return None;
    }
    let points = table.positive("tolerance")?;
    match kind {
        Some(Kind::Points { max }) if points.value > *max => {
            let message = format!(
                "“{}”是 {}，多于这项数据的满分 {}",
                table.word("tolerance"),
                trimmed(points.value, 4),
                trimmed(*max, 4)
            );
            table.findings().error(&points.at, message);
            None
        }
        Some(Kind::Points { .. }) | None => Some(points.value),
        Some(_) => {
            let message = format!(
                "“{}”说换一个人评定可能差几分，只用于评定分",
                table.word("tolerance")
            );
            table.findings().error(&points.at, message);
            None
        }
    }
}
