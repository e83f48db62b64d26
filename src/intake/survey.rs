//! What a data sheet's header holds, found or not, beside what the rule book wants: for a person who tells the program which column is
//! which. Nothing is decided here.

use std::collections::BTreeMap;

use super::header::{self, Header, Stray};
use super::unmatched::{Need, Unmatched};
use super::value::{is_blank, text_of};
use super::{IntakeError, departments, sheets, without_generated};
use crate::address::Address;
use crate::rulebook::RuleBook;
use crate::visible_text::shortened;
use crate::workbook::{Cell, CellValue, Row, Sheet, Workbook};

/// So many values are shown of a column.
const VALUES: usize = 3;
/// How many rows from the top may be the header.
const ROWS_SEARCHED: usize = 60;
/// So many columns are shown.
const MOST_COLUMNS: usize = 400;

/// The columns of a sheet, and those that are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// The sheet's name.
    pub sheet: String,
    /// The row of the header, 0-based.
    pub header_row: u32,
    /// Whether the header was found, or is the row that looks most like one.
    pub is_sure: bool,
    /// The sheet's columns, from left to right.
    pub columns: Vec<Surveyed>,
    /// The wanted columns, by metric.
    pub wanted: Vec<WantedColumn>,
}

/// A column of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Surveyed {
    /// Its place, 0-based.
    pub column: u16,
    /// What stands over it, from the top down, with `/` between; empty where it has no header.
    pub header: String,
    /// Its first values.
    pub values: Vec<String>,
    /// The metric that it is taken for.
    pub taken: Option<usize>,
    /// The metric that it may be.
    pub suggestion: Option<usize>,
}

/// A column that the rule book wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedColumn {
    /// The metric's place.
    pub metric: usize,
    /// What becomes of it where it is not there.
    pub need: Need,
    /// The column that is taken for it.
    pub column: Option<u16>,
}

/// Looks at the data sheet, else at the sheet that holds most.
///
/// # Errors
/// No sheet holds anything.
pub fn survey(workbook: Workbook, book: &RuleBook) -> Result<Survey, IntakeError> {
    let wanted = departments::wanted(book);
    let sheet = data_sheet(workbook, book)?;
    let found = header::find(&sheet, &wanted);
    let is_sure = found.is_some();
    let header = match found {
        Some(header) => header,
        None => likely(&sheet, wanted.len()).ok_or_else(|| IntakeError::NoDepartments {
            sheet: sheet.name.clone(),
        })?,
    };
    let rows: Vec<&Row> = sheet
        .rows
        .iter()
        .filter(|row| row.index > header.last_row)
        .collect();
    let named = departments::named(book);
    let unmatched = Unmatched::of(&sheet, &header, &named, &wanted, rows.iter().copied());
    let mut columns: BTreeMap<u16, Surveyed> = BTreeMap::new();
    for unused in &unmatched.unused {
        let surveyed = Surveyed {
            column: unused.column,
            header: unused.text(),
            values: values(&rows, unused.column),
            taken: None,
            suggestion: unused.suggestion.as_ref().map(|one| one.wanted),
        };
        columns.insert(unused.column, surveyed);
    }
    for (metric, (column, at)) in header.columns.iter().zip(&header.cells).enumerate() {
        if let (Some(column), Some(at)) = (column, at) {
            let surveyed = Surveyed {
                column: *column,
                header: text_at(&sheet, *at),
                values: values(&rows, *column),
                taken: Some(metric),
                suggestion: None,
            };
            columns.insert(*column, surveyed);
        }
    }
    let wanted = named.iter().enumerate().map(|(metric, one)| WantedColumn {
        metric,
        need: one.need,
        column: header.columns[metric],
    });
    Ok(Survey {
        header_row: header.last_row,
        is_sure,
        columns: columns.into_values().take(MOST_COLUMNS).collect(),
        wanted: wanted.collect(),
        sheet: sheet.name,
    })
}

fn data_sheet(workbook: Workbook, book: &RuleBook) -> Result<Sheet, IntakeError> {
    let sheets = without_generated(workbook.sheets);
    match sheets::tell_apart(sheets.clone(), book, &mut Vec::new()) {
        Ok(told) => Ok(told.data),
        Err(cause) => {
            let cells = |sheet: &Sheet| sheet.rows.iter().map(|row| row.cells.len()).sum::<usize>();
            let most = sheets.into_iter().max_by_key(cells);
            most.filter(|sheet| cells(sheet) > 0).ok_or(cause)
        }
    }
}

/// The row that looks most like a header: the first of those with the most different texts.
fn likely(sheet: &Sheet, wanted: usize) -> Option<Header> {
    let texts = |row: &Row| {
        let texts = row.cells.iter().filter_map(text);
        let different: std::collections::HashSet<&str> = texts.collect();
        different.len()
    };
    let rows = sheet.rows.iter().take(ROWS_SEARCHED).rev();
    let row = rows
        .max_by_key(|row| texts(row))
        .filter(|row| texts(row) > 1)?;
    let strays = row.cells.iter().filter_map(|cell| {
        Some(Stray {
            column: cell.column,
            at: Address::new(row.index, cell.column),
            texts: vec![text(cell)?.trim().to_string()],
        })
    });
    Some(Header {
        last_row: row.index,
        first_row: row.index,
        columns: vec![None; wanted],
        cells: vec![None; wanted],
        units: vec![None; wanted],
        twice: Vec::new(),
        passed_over: Vec::new(),
        groups: Vec::new(),
        strays: strays.collect(),
    })
}

fn text(cell: &Cell) -> Option<&str> {
    match &cell.value {
        CellValue::Text(text) if !is_blank(cell) => Some(text),
        _ => None,
    }
}

fn text_at(sheet: &Sheet, at: Address) -> String {
    let text = sheet.cell(at).and_then(text).unwrap_or_default();
    text.trim().to_string()
}

/// The first values of a column, as they are seen.
fn values(rows: &[&Row], column: u16) -> Vec<String> {
    let cells = rows.iter().filter_map(|row| {
        let mut cells = row.cells.iter();
        cells.find(|cell| cell.column == column && !is_blank(cell))
    });
    let shown = cells.map(|cell| match &cell.value {
        CellValue::Bool(true) => "TRUE".into(),
        CellValue::Bool(false) => "FALSE".into(),
        CellValue::Error(error) => error.to_string(),
        _ => text_of(cell).map_or_else(String::new, |text| shortened(&text)),
    });
    shown.take(VALUES).collect()
}
