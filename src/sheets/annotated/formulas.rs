//! The formulas of scores. Those of most departments differ by the row alone: such a formula is written once for its
//! indicator, and gets each department's row.

use rust_decimal::Decimal;

use super::layout::Layout;
use super::record_cells::RecordCells;
use crate::analysis::Evaluation;
use crate::expr::excel::{CellReading, Cells};
use crate::expr::{Expr, FigureId, Variable, Year};
use crate::intake::{Field, Record};

/// What stands in the place of the row; no formula holds it.
const ROW: char = '\u{1}';

/// The formulas of all indicators.
pub struct Formulas<'e> {
    evaluation: &'e Evaluation<'e>,
    layout: &'e Layout,
    /// By indicator, where there is one.
    patterns: Vec<Option<Pattern>>,
}

/// A formula over plain cells of a department's row.
struct Pattern {
    figures: Vec<PlainFigure>,
    /// The formula, parted where the row stands.
    pieces: Vec<String>,
}

/// A figure whose cell speaks for itself.
#[derive(PartialEq)]
struct PlainFigure {
    id: FigureId,
    column: u16,
    divisor: Decimal,
}

impl PlainFigure {
    fn of(record: &Record, id: FigureId) -> Option<PlainFigure> {
        let field: &Field = record.field(id);
        let cell = field.cell.filter(|cell| cell.row == record.row)?;
        let is_plain = field.understood.is_none() && id.year == Year::This;
        is_plain.then_some(PlainFigure {
            id,
            column: cell.column,
            divisor: field.divisor,
        })
    }
}

impl<'e> Formulas<'e> {
    pub fn new(evaluation: &'e Evaluation, layout: &'e Layout) -> Formulas<'e> {
        let indicators = evaluation.book.indicators.iter();
        let patterns = indicators.map(|indicator| Pattern::of(&indicator.expr, evaluation, layout));
        Formulas {
            evaluation,
            layout,
            patterns: patterns.collect(),
        }
    }

    /// The formula of an indicator's score over the cells of a record.
    pub fn of(&self, indicator: usize, record: &Record) -> String {
        let pattern = self.patterns[indicator].as_ref();
        if let Some(pattern) = pattern.filter(|pattern| pattern.suits(record)) {
            return pattern.pieces.join(&(record.row + 1).to_string());
        }
        let expr = &self.evaluation.book.indicators[indicator].expr;
        expr.excel(&RecordCells::new(self.evaluation, self.layout, record))
    }
}

impl Pattern {
    /// The formula of an expression as the first record has it that has plain cells alone. One that goes by other rows than
    /// the department's has none.
    fn of(expr: &Expr, evaluation: &Evaluation, layout: &Layout) -> Option<Pattern> {
        if expr.measures_rows() || expr.compared_by().is_some() {
            return None;
        }
        let mut ids = Vec::new();
        expr.variables(&mut |variable| ids.push(variable.figure_id()));
        ids.sort_unstable();
        ids.dedup();
        let plain = |record: &'_ Record| -> Option<Vec<PlainFigure>> {
            ids.iter().map(|id| PlainFigure::of(record, *id)).collect()
        };
        let records = &evaluation.dataset.records;
        let (record, figures) = records
            .iter()
            .find_map(|record| Some((record, plain(record)?)))?;
        let formula = expr.excel(&AnyRow {
            cells: RecordCells::new(evaluation, layout, record),
            row: (record.row + 1).to_string(),
        });
        Some(Pattern {
            figures,
            pieces: formula.split(ROW).map(str::to_string).collect(),
        })
    }

    /// Whether the record's cells are read as those of the pattern are.
    fn suits(&self, record: &Record) -> bool {
        let mut figures = self.figures.iter();
        figures.all(|figure| PlainFigure::of(record, figure.id).as_ref() == Some(figure))
    }
}

/// The cells of a record with a mark in the place of the row.
struct AnyRow<'e> {
    cells: RecordCells<'e>,
    row: String,
}

impl Cells for AnyRow<'_> {
    fn cell(&self, variable: &Variable) -> Option<CellReading> {
        let reading = self.cells.cell(variable)?;
        let column = reading.reference.strip_suffix(&self.row)?;
        Some(CellReading {
            reference: format!("{column}{ROW}"),
            ..reading
        })
    }

    fn lacking_as_zero(&self) -> bool {
        self.cells.lacking_as_zero()
    }
}
