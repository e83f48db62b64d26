//! Reading a table under its header: which cell of a row is what, and what a row is. Every sheet of the input is
//! read with it.

use std::collections::HashSet;
use std::sync::Arc;

use super::dataset::Field;
use super::header::Header;
use super::merged::Merges;
use super::other_tables::Body;
use super::report::Report;
use super::rows::{Clues, RowKind, classify};
use super::value::{CellFinding, is_blank, text_of};
use crate::address::Address;
use crate::workbook::{Cell, Row, Sheet};

/// A sheet whose header was found.
pub(super) struct TableReader<'a> {
    pub sheet: &'a Sheet,
    pub header: Header,
    pub body: Body<'a>,
    /// The columns of figures: all but those that say who.
    figures: HashSet<u16>,
    merges: Merges,
}

impl<'a> TableReader<'a> {
    /// A sheet with a header that was found by the wanted names; figures stand under those for which `is_figure`
    /// holds.
    pub fn of(
        sheet: &'a Sheet,
        header: Header,
        wanted: &[Vec<String>],
        is_figure: impl Fn(usize) -> bool,
    ) -> TableReader<'a> {
        let columns = header.columns.iter().enumerate();
        let figures = columns.filter(|(wanted, _)| is_figure(*wanted));
        let figures: HashSet<u16> = figures.filter_map(|(_, column)| *column).collect();
        TableReader {
            sheet,
            body: Body::of(sheet, &header, wanted),
            merges: Merges::of(sheet, header.last_row, &figures),
            figures,
            header,
        }
    }

    /// Reports what is doubled in the header, and what stands under another one.
    pub fn report<'n>(&self, name: impl Fn(usize) -> &'n str, report: &mut Report) {
        self.header.report(name, report);
        self.body.report(&self.header, report);
    }

    /// A row's cell under a wanted name.
    pub fn cell(&self, row: &'a Row, wanted: usize) -> Option<&'a Cell> {
        row.cell(self.header.columns[wanted]?)
    }

    /// A row's cell under a wanted name or, where that is blank, the one above that it is merged with.
    pub fn seen(&self, row: &'a Row, wanted: usize) -> Option<&'a Cell> {
        let own = self.cell(row, wanted).filter(|cell| !is_blank(cell));
        own.or_else(|| {
            let column = self.header.columns[wanted]?;
            self.sheet.cell(self.merges.first(row.index, column)?)
        })
    }

    /// Where a row's cell under a wanted name stands, filled in or not.
    pub fn address(&self, row: &Row, wanted: usize) -> Option<Address> {
        Some(Address::new(row.index, self.header.columns[wanted]?))
    }

    /// A text; a cell merged with those above has their text.
    pub fn text(&self, row: &'a Row, wanted: usize) -> Option<Arc<str>> {
        self.text_at(self.address(row, wanted)?)
    }

    /// The text of a cell, or of the one that it is merged with.
    pub fn text_at(&self, at: Address) -> Option<Arc<str>> {
        let own = self.sheet.cell(at).and_then(text_of);
        own.or_else(|| text_of(self.sheet.cell(self.merges.first(at.row, at.column)?)?))
    }

    /// Refuses a figure that is merged over several rows or columns.
    pub fn refuse_merged(
        &self,
        at: Address,
        cell: Option<&Cell>,
        field: &mut Field,
    ) -> Option<CellFinding> {
        self.merges.refuse(at, cell, field)
    }

    /// Every row that is read, with what it says of whom; their code and name stand under these wanted names.
    pub fn lines(
        &self,
        code: Option<usize>,
        name: Option<usize>,
        name_header: &str,
    ) -> impl Iterator<Item = Line<'a>> {
        self.body.rows().map(move |row| {
            let text = |wanted: Option<usize>| self.text(row, wanted?);
            let is_figure = |column| self.figures.contains(&column);
            let mut line = Line::of(row, text(code), text(name), name_header, is_figure);
            if self.body.repeats_header(row) {
                line.kind = RowKind::HeaderAgain;
            }
            line
        })
    }
}

/// A row under a header.
pub(super) struct Line<'a> {
    pub row: &'a Row,
    pub code: Option<Arc<str>>,
    pub name: Option<Arc<str>>,
    pub kind: RowKind,
    /// Its first text, wherever it stands.
    pub first: Arc<str>,
    /// Its cells that hold something.
    pub filled: Vec<&'a Cell>,
    /// Whether any column of figures holds something.
    pub has_figures: bool,
}

impl<'a> Line<'a> {
    /// A row by what it says of whom, its cells, and which columns are figures.
    pub fn of(
        row: &'a Row,
        code: Option<Arc<str>>,
        name: Option<Arc<str>>,
        name_header: &str,
        is_figure: impl Fn(u16) -> bool,
    ) -> Line<'a> {
        let filled: Vec<&Cell> = row.cells.iter().filter(|cell| !is_blank(cell)).collect();
        let first = filled.iter().find_map(|cell| text_of(cell));
        let first = first.unwrap_or_default();
        let has_figures = filled.iter().any(|cell| is_figure(cell.column));
        Line {
            kind: classify(&Clues {
                code: code.as_deref().unwrap_or_default(),
                name: name.as_deref().unwrap_or_default(),
                first: &first,
                name_header,
                has_figures,
                has_anything: !filled.is_empty(),
            }),
            row,
            code,
            name,
            first,
            filled,
            has_figures,
        }
    }
}
