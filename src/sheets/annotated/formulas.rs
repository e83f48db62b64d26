//! Formulas that differ from row to row by the row alone: such a one is written once, and gets each row's number. Most
//! departments' scores have them; one whose cells do not speak for themselves has formulas of its own.

use rust_decimal::Decimal;

use super::layout::Layout;
use super::record_cells::RecordCells;
use crate::analysis::Evaluation;
use crate::expr::excel::{CellReading, Cells};
use crate::expr::{Expr, Variable, Year};
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

impl<'e> Formulas<'e> {
    pub fn new(evaluation: &'e Evaluation, layout: &'e Layout) -> Formulas<'e> {
        let records = &evaluation.dataset.records;
        let indicators = evaluation.book.indicators.iter();
        let patterns = indicators.map(|indicator| {
            let rows = records.iter().map(|record| (record.row, &*record.fields));
            Pattern::of(&indicator.expr, rows, |place| {
                RecordCells::new(evaluation, layout, &records[place])
            })
        });
        Formulas {
            evaluation,
            layout,
            patterns: patterns.collect(),
        }
    }

    /// The formula of an indicator's score over the cells of a record.
    pub fn of(&self, indicator: usize, record: &Record) -> String {
        let pattern = self.patterns[indicator].as_ref();
        let written = pattern.and_then(|pattern| pattern.written(record.row, &record.fields));
        written.unwrap_or_else(|| {
            let expr = &self.evaluation.book.indicators[indicator].expr;
            expr.excel(&RecordCells::new(self.evaluation, self.layout, record))
        })
    }
}

/// A formula over plain cells of one row.
pub struct Pattern {
    figures: Vec<PlainFigure>,
    /// The formula, parted where the row stands.
    pieces: Vec<String>,
}

/// A figure whose cell speaks for itself.
#[derive(PartialEq)]
struct PlainFigure {
    /// Its place among the row's fields.
    place: usize,
    column: u16,
    divisor: Decimal,
}

impl PlainFigure {
    fn of(row: u32, fields: &[Field], place: usize) -> Option<PlainFigure> {
        let field = fields.get(place)?;
        let cell = field.cell.filter(|cell| cell.row == row)?;
        field.understood.is_none().then_some(PlainFigure {
            place,
            column: cell.column,
            divisor: field.divisor,
        })
    }
}

impl Pattern {
    /// The formula of an expression as the first of some rows has it that has plain cells alone, each row given with its
    /// fields; `cells` gives the cells of one by its place. What goes by other rows as well has none.
    pub fn of<'f, C: Cells>(
        expr: &Expr,
        mut rows: impl Iterator<Item = (u32, &'f [Field])>,
        cells: impl FnOnce(usize) -> C,
    ) -> Option<Pattern> {
        let mut places = Vec::new();
        let mut is_own = !expr.measures_rows() && expr.compared_by().is_none();
        expr.variables(&mut |variable| {
            places.push(variable.id);
            is_own &= variable.year == Year::This;
        });
        if !is_own {
            return None;
        }
        places.sort_unstable();
        places.dedup();
        let mut at = 0;
        let (row, figures) = rows.find_map(|(row, fields)| {
            let plain = places.iter();
            let plain = plain.map(|place| PlainFigure::of(row, fields, *place));
            let plain: Option<Vec<PlainFigure>> = plain.collect();
            at += usize::from(plain.is_none());
            Some((row, plain?))
        })?;
        let formula = expr.excel(&AnyRow {
            cells: cells(at),
            row: (row + 1).to_string(),
        });
        Some(Pattern {
            figures,
            pieces: formula.split(ROW).map(str::to_string).collect(),
        })
    }

    /// The formula in a row, where its cells are read as those of the pattern are.
    pub fn written(&self, row: u32, fields: &[Field]) -> Option<String> {
        let mut figures = self.figures.iter();
        let suits = figures.all(|figure| {
            let own = PlainFigure::of(row, fields, figure.place);
            own.as_ref() == Some(figure)
        });
        suits.then(|| self.pieces.join(&(row + 1).to_string()))
    }
}

/// The cells of a row with a mark in the place of its number.
struct AnyRow<C> {
    cells: C,
    row: String,
}

impl<C: Cells> Cells for AnyRow<C> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Extent;
    use crate::rulebook::RuleBook;
    use crate::scoring::Missing;
    use crate::workbook::{Bounds, Workbook};

    /// Planted mistakes have formulas of their own, most others that of their indicator; all are what the tree gives.
    #[test]
    fn every_formula_is_the_one_that_the_tree_gives() {
        let book = RuleBook::built_in("shenzhen-2021").expect("built in");
        for missing in Missing::ALL {
            let bytes = std::fs::read("sample-data/示例市-2021.xlsx").expect("a sample");
            let workbook = Workbook::read("示例市-2021.xlsx", bytes, &Bounds::STANDARD);
            let evaluation = workbook.expect("a workbook").scored(&book, None, missing);
            let evaluation = evaluation.expect("departments");
            let layout = Layout::new(&evaluation, &Extent::usual(&evaluation));
            let formulas = Formulas::new(&evaluation, &layout);
            let (mut by_pattern, mut all) = (0, 0);
            for record in &evaluation.dataset.records {
                for (place, indicator) in book.indicators.iter().enumerate() {
                    let cells = RecordCells::new(&evaluation, &layout, record);
                    let own = indicator.expr.excel(&cells);
                    assert_eq!(formulas.of(place, record), own, "{}", indicator.name);
                    let pattern = formulas.patterns[place].as_ref();
                    let written = pattern.and_then(|one| one.written(record.row, &record.fields));
                    by_pattern += usize::from(written.is_some());
                    all += 1;
                }
            }
            assert!(by_pattern * 10 > all * 8, "{by_pattern} of {all}");
            assert!(by_pattern < all);
        }
    }
}
