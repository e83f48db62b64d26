//! Where the figures of one department are, for the formulas of its scores.

use super::layout::Layout;
use crate::analysis::Evaluation;
use crate::expr::excel::{CellReading, Cells, PeerCells, RowRanges};
use crate::expr::peers::PeerRule;
use crate::expr::{Variable, Year};
use crate::intake::{Record, last_year};
use crate::scoring::Missing;
use crate::sheets::reference::sheet;

/// Where the figures of one department are.
pub struct RecordCells<'e> {
    record: &'e Record,
    data: String,
    last_year: String,
    zero: bool,
    rows: Option<RowRanges>,
    layout: &'e Layout,
}

impl<'e> RecordCells<'e> {
    /// The cells of a record.
    pub fn new(
        evaluation: &'e Evaluation,
        layout: &'e Layout,
        record: &'e Record,
    ) -> RecordCells<'e> {
        RecordCells {
            record,
            data: sheet(&evaluation.dataset.data.sheet.name),
            last_year: sheet(last_year::SHEET),
            zero: evaluation.missing == Missing::Zero,
            rows: layout.outcome_ranges(evaluation, record),
            layout,
        }
    }
}

impl Cells for RecordCells<'_> {
    fn cell(&self, variable: &Variable) -> Option<CellReading> {
        let field = self.record.field(variable.figure_id());
        field.reading(match variable.year {
            Year::This => &self.data,
            Year::Last => &self.last_year,
        })
    }

    fn rows(&self) -> Option<RowRanges> {
        self.rows.clone()
    }

    fn peers(&self, rule: &PeerRule) -> Option<PeerCells> {
        // One that stands twice is compared with nobody.
        let cells = self.layout.peer_cells(rule, self.record);
        cells.filter(|_| !self.record.duplicate)
    }

    fn lacking_as_zero(&self) -> bool {
        self.zero
    }
}
