//! The values stored beside formulas, against what the formulas give.

use std::fmt;

use super::engine::{Value, recalculate};
use super::poisoned::poison;
use super::stored::{FormulaCell, Stored, formulas};

/// Numbers closer than this, measured by their size, are equal: what binary arithmetic is off.
const TOLERANCE: f64 = 1e-9;

/// How many differences a failed assertion lists.
const LISTED: usize = 20;

/// The outcome of comparing a workbook with its own recalculation.
#[derive(Debug)]
pub struct Comparison {
    /// How many formulas were compared.
    pub compared: usize,
    /// The cells where the two disagree; none is as it should be.
    pub differences: Vec<Difference>,
}

/// A formula that does not give the value stored beside it.
#[derive(Debug)]
pub struct Difference {
    /// The cell, its formula and the stored value.
    pub cell: FormulaCell,
    /// What the engine calculated.
    pub recalculated: Value,
}

/// Recalculates the workbook, its stored values poisoned first, and compares
/// each formula's result with what was stored: numbers as closely as binary
/// arithmetic allows, everything else exactly.
pub fn compare(xlsx: &[u8]) -> Comparison {
    let recalculated = recalculate(&poison(xlsx));
    let cells = formulas(xlsx);
    let compared = cells.len();
    let differences = cells
        .into_iter()
        .filter_map(|cell| {
            let recalculated = recalculated.value(&cell.sheet, &cell.cell);
            (!agrees(&cell.stored, &recalculated)).then_some(Difference { cell, recalculated })
        })
        .collect();
    Comparison {
        compared,
        differences,
    }
}

impl Comparison {
    /// Panics, listing what disagrees, unless at least one formula was
    /// compared and all agree.
    #[track_caller]
    pub fn assert_equal(&self) {
        assert!(self.compared > 0, "the workbook has no formula");
        assert!(self.differences.is_empty(), "{self}");
    }
}

/// Whether a stored value is the one the engine calculated.
fn agrees(stored: &Stored, recalculated: &Value) -> bool {
    match (stored, recalculated) {
        (Stored::Number(stored), Value::Number(number)) => stored
            .parse::<f64>()
            .is_ok_and(|stored| (stored - number).abs() <= TOLERANCE * stored.abs().max(1.0)),
        (Stored::Text(stored), Value::Text(text)) => stored == text,
        (Stored::Bool(stored), Value::Bool(truth)) => stored == truth,
        (Stored::Error(stored), Value::Error(error)) => stored == error,
        _ => false,
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (different, compared) = (self.differences.len(), self.compared);
        writeln!(f, "{different} of {compared} formulas differ")?;
        for difference in self.differences.iter().take(LISTED) {
            writeln!(f, "{difference}")?;
        }
        if different > LISTED {
            writeln!(f, "… and {} more", different - LISTED)?;
        }
        Ok(())
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { cell, recalculated } = self;
        write!(
            f,
            "{}!{}: stored {}, recalculated {recalculated}, by ={}",
            cell.sheet, cell.cell, cell.stored, cell.formula
        )
    }
}
