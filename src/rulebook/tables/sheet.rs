//! One sheet of a rule workbook as read: where its header is, which column is which, and its rows with the places of
//! their cells.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use super::cells;
use super::layout::{Column, EXTRA, Holds, SheetShape};
use crate::address::Address;
use crate::rulebook::document::nearest;
use crate::rulebook::finding::{Findings, Source, Span};
use crate::rulebook::tree::{Node, SheetCell, Table, Value};
use crate::workbook::{CellValue, Row, Sheet, Workbook};

/// Where findings about cells go.
pub(super) struct Faults<'f> {
    pub source: &'f Arc<Source>,
    pub findings: &'f Findings,
    /// Whether what was found keeps the rows from being taken for a rule book at all.
    pub found: std::cell::Cell<bool>,
}

impl Faults<'_> {
    /// A place of its own in the workbook.
    pub fn span(&self, cell: &SheetCell) -> Span {
        Span {
            source: self.source.clone(),
            range: 0..0,
            cell: Some(cell.clone()),
        }
    }

    /// Reports what cannot be read.
    pub fn error(&self, cell: &SheetCell, message: impl Into<String>) {
        self.found.set(true);
        self.findings.error(&self.span(cell), message);
    }

    /// The same, with a way out.
    pub fn error_with(
        &self,
        cell: &SheetCell,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        self.found.set(true);
        self.findings.error_with(&self.span(cell), message, hint);
    }

    /// Reports a name that is none of the known ones.
    pub fn unknown(
        &self,
        cell: &SheetCell,
        message: impl Into<String>,
        name: &str,
        known: &[&str],
    ) {
        self.found.set(true);
        self.findings
            .unknown(&self.span(cell), message, name, known);
    }
}

/// A text as headers and names of sheets are compared.
pub(super) fn folded(text: &str) -> String {
    text.nfkc().filter(|c| !c.is_whitespace()).collect()
}

/// A sheet with its columns found.
pub(super) struct Rows<'w> {
    pub shape: &'static SheetShape,
    pub name: Arc<str>,
    pub header: u32,
    pub(super) sheet: &'w Sheet,
    pub(super) columns: Vec<(&'static Column, u16)>,
}

/// How far down a header is looked for.
const HEADER_WITHIN: u32 = 20;

impl<'w> Rows<'w> {
    /// The sheet of a shape, if the workbook has it and its header is found.
    pub fn find(
        workbook: &'w Workbook,
        shape: &'static SheetShape,
        faults: &Faults,
    ) -> Option<Rows<'w>> {
        let named = |sheet: &&Sheet| folded(&sheet.name) == shape.name;
        let sheet = workbook.sheets.iter().find(named)?;
        let name: Arc<str> = sheet.name.as_str().into();
        let known = |row: &&Row| {
            let headers = row.cells.iter().filter_map(|cell| text(&cell.value));
            let own = |header: &String| {
                shape
                    .columns
                    .iter()
                    .any(|one| folded(one.header) == *header)
            };
            headers.filter(own).count() >= 2.min(shape.columns.len())
        };
        let within = sheet.rows.iter().filter(|row| row.index < HEADER_WITHIN);
        let Some(header) = within.clone().find(known) else {
            let headers: Vec<&str> = shape.columns.iter().map(|one| one.header).collect();
            let first = SheetCell {
                sheet: name,
                at: Address::new(0, 0),
                header: "",
            };
            let message = format!("工作表“{}”里找不到表头", shape.name);
            let hint = format!("表头应有：{}", headers.join("、"));
            faults.error_with(&first, message, hint);
            return None;
        };
        let mut rows = Rows {
            shape,
            name,
            header: header.index,
            sheet,
            columns: Vec::new(),
        };
        for cell in &header.cells {
            let Some(header) = text(&cell.value) else {
                continue;
            };
            let mut all = shape.columns.iter().chain(shape.more).chain(EXTRA);
            let at = rows.place(rows.header, cell.column);
            match all.find(|one| folded(one.header) == header) {
                Some(column)
                    if rows
                        .columns
                        .iter()
                        .any(|(one, _)| one.header == column.header) =>
                {
                    faults.error(&at, format!("“{}”列出现了两次", column.header));
                }
                Some(column) => rows.columns.push((column, cell.column)),
                None => {
                    let headers: Vec<&str> = shape.columns.iter().map(|one| one.header).collect();
                    let message = format!("工作表“{}”没有“{header}”这一列", shape.name);
                    let hint = match nearest(&header, headers) {
                        Some(near) => format!("是不是“{near}”？自己的备注请写在名为“备注”的列里"),
                        None => "自己的备注请写在名为“备注”的列里".to_string(),
                    };
                    faults.error_with(&at, message, hint);
                }
            }
        }
        Some(rows)
    }

    fn place(&self, row: u32, column: u16) -> SheetCell {
        SheetCell {
            sheet: self.name.clone(),
            at: Address::new(row, column),
            header: self
                .columns
                .iter()
                .find(|(_, known)| *known == column)
                .map_or("", |(column, _)| column.header),
        }
    }

    /// Whether the sheet has a column.
    pub fn has(&self, key: &str) -> bool {
        self.columns.iter().any(|(column, _)| column.key == key)
    }

    /// The rows under the header that hold something.
    pub fn lines(&self) -> impl Iterator<Item = Line<'_>> {
        let under = self.sheet.rows.iter().filter(|row| row.index > self.header);
        let lines = under.map(|row| Line { rows: self, row });
        lines.filter(|line| !line.is_blank())
    }

    /// The header's first cell: where it is told what the sheet lacks.
    pub fn start(&self) -> SheetCell {
        self.place(self.header, 0)
    }
}

fn text(value: &CellValue) -> Option<String> {
    match value {
        CellValue::Text(text) => Some(folded(text)).filter(|text| !text.is_empty()),
        _ => None,
    }
}

/// One row of a sheet.
pub(super) struct Line<'r> {
    rows: &'r Rows<'r>,
    row: &'r Row,
}

impl Line<'_> {
    fn is_blank(&self) -> bool {
        let said = |cell: &crate::workbook::Cell| match &cell.value {
            CellValue::Text(text) => !text.trim().is_empty(),
            _ => true,
        };
        let known = |column: u16| self.rows.columns.iter().any(|(_, known)| *known == column);
        !self
            .row
            .cells
            .iter()
            .any(|cell| known(cell.column) && said(cell))
    }

    /// Where a column's cell is; the row's first where the sheet has no such column.
    pub fn place(&self, key: &str) -> SheetCell {
        let found = self
            .rows
            .columns
            .iter()
            .find(|(column, _)| column.key == key);
        let column = found.map_or(0, |(_, column)| *column);
        self.rows.place(self.row.index, column)
    }

    /// The cell at the place of a column in the layout, for sheets whose columns have no keys.
    pub fn nth(&self, place: usize, holds: Holds, faults: &Faults) -> Option<Node> {
        let wanted = &self.rows.shape.columns[place];
        let (_, column) = self
            .rows
            .columns
            .iter()
            .find(|(one, _)| one.header == wanted.header)?;
        self.node(*column, holds, faults)
    }

    /// Where that cell is.
    pub fn nth_place(&self, place: usize) -> SheetCell {
        let wanted = &self.rows.shape.columns[place];
        let found = self
            .rows
            .columns
            .iter()
            .find(|(one, _)| one.header == wanted.header);
        self.rows
            .place(self.row.index, found.map_or(0, |(_, column)| *column))
    }

    fn node(&self, column: u16, holds: Holds, faults: &Faults) -> Option<Node> {
        let cell = self.row.cell(column)?;
        let place = self.rows.place(self.row.index, column);
        match cells::value(cell, holds) {
            Ok(value) => value.map(|value| Node {
                value,
                cell: Some(place),
            }),
            Err(message) => {
                faults.error(&place, message);
                None
            }
        }
    }

    /// What a column's cell holds.
    pub fn value(&self, key: &str, faults: &Faults) -> Option<Node> {
        let (column, place) = self.rows.columns.iter().find(|(one, _)| one.key == key)?;
        self.node(*place, column.holds, faults)
    }

    /// The text of a column's cell.
    pub fn text(&self, key: &str, faults: &Faults) -> Option<String> {
        match self.value(key, faults)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// All columns of the row as keys, but for those that are read otherwise.
    pub fn table(&self, but: &[&str], faults: &Faults) -> Table {
        let mut table = Table::default();
        for (column, place) in &self.rows.columns {
            let is_key = !matches!(column.holds, Holds::Remark | Holds::Rest);
            if !is_key || but.contains(&column.key) || column.key.is_empty() {
                continue;
            }
            let cell = self.rows.place(self.row.index, *place);
            let node = self.node(*place, column.holds, faults);
            set(&mut table, column.key, node, &cell);
        }
        if let Some(Value::Text(text)) = self.value("rest", faults).map(|node| node.value) {
            let place = self.place("rest");
            match cells::rest(&text) {
                Some(rest) => add(&mut table, rest, &place, faults),
                None => faults.error_with(
                    &place,
                    "看不懂“其他”里的内容",
                    "这一列保留的是没有专门一列的设置，请照导出时的样子恢复",
                ),
            }
        }
        table
    }

    /// The thing that the row is about, standing at the row's first cell.
    pub fn thing(&self, table: Table) -> Node {
        Node {
            value: Value::Table(table),
            cell: Some(self.start()),
        }
    }

    /// The row's first cell.
    pub fn start(&self) -> SheetCell {
        let columns = self.rows.columns.iter().map(|(_, column)| *column);
        self.rows
            .place(self.row.index, columns.min().unwrap_or_default())
    }
}

/// Sets a key, one inside another where it has a dot; where it stands is known also where it is blank.
pub(super) fn set(table: &mut Table, key: &'static str, node: Option<Node>, cell: &SheetCell) {
    let Some((outer, inner)) = key.split_once('.') else {
        table.cells.push((key, cell.clone()));
        if let Some(node) = node {
            table.set(key, node);
        }
        return;
    };
    let Some(node) = node else {
        return;
    };
    table.table(outer).set(inner, node);
    table.table(outer).cells.push((inner, cell.clone()));
    if let Some(entry) = table.entries.iter_mut().find(|entry| entry.key == outer) {
        entry.node.cell.get_or_insert_with(|| cell.clone());
    }
}

/// Adds the keys that 其他 kept, each at its cell.
pub(super) fn add(table: &mut Table, rest: Table, cell: &SheetCell, faults: &Faults) {
    for mut entry in rest.entries {
        entry.node.stand_at(cell);
        let known = table
            .entries
            .iter_mut()
            .find(|known| known.key == entry.key);
        match (known.map(|known| &mut known.node.value), entry.node.value) {
            (None, value) => {
                entry.node.value = value;
                table.entries.push(entry);
            }
            (Some(Value::Table(known)), Value::Table(more)) => add(known, more, cell, faults),
            _ => {
                let message = format!("“其他”里的“{}”与前面的列重复", entry.key);
                faults.error(cell, message);
            }
        }
    }
}
