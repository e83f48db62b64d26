//! A rule workbook as it was handed in, with the cells marked that are found fault with, and a list of the findings in
//! front. Cells stand where they stood, so the copy can be put right and used.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, Note, Worksheet, XlsxError};

use super::grid::{fold, print_setup};
use crate::address::Address;
use crate::problem::Severity;
use crate::rulebook::tables::layout::{SHEETS, SheetShape};
use crate::rulebook::tables::{FINDINGS_SHEET, GUIDE_SHEET};
use crate::rulebook::{Finding, FindingLevel, Place};
use crate::sheets::annotated::problems::severity as level;
use crate::sheets::layer::{Book, Cell, Columns, Rows, STYLE};
use crate::sheets::style::{self, Style};
use crate::workbook::{self, CellValue};

/// The copy's bytes.
///
/// # Errors
/// The writing library refuses something.
pub fn marked(source: &workbook::Workbook, findings: &[Finding]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Book::titled(FINDINGS_SHEET, None, "部门整体支出绩效评价规则书")?;
    list(workbook.sheet(FINDINGS_SHEET)?, findings)?;
    let others = source
        .sheets
        .iter()
        .filter(|sheet| sheet.name != FINDINGS_SHEET);
    for sheet in others {
        let mut marks: BTreeMap<Address, Vec<&Finding>> = BTreeMap::new();
        for finding in findings {
            if let Place::Cell(cell) = finding.at.place()
                && *cell.sheet == *sheet.name
            {
                marks.entry(cell.at).or_default().push(finding);
            }
        }
        copy(workbook.sheet(&sheet.name)?, sheet, &marks, &STYLE)?;
    }
    workbook.saved()
}

fn severity(level: FindingLevel) -> Severity {
    match level {
        FindingLevel::Error => Severity::Error,
        FindingLevel::Warning => Severity::Warning,
    }
}

fn list(sheet: &mut Worksheet, findings: &[Finding]) -> Result<(), XlsxError> {
    let errors = findings
        .iter()
        .filter(|one| one.level == FindingLevel::Error)
        .count();
    let note = format!(
        "{errors} 个错误，{} 个警告。有错误的规则书不能评分；改好后再检查一次。",
        findings.len() - errors
    );
    let mut columns = Columns::<(usize, &Finding)>::new();
    columns
        .integer("序号", 6.0, |row| (row.0 + 1).into())
        .center("级别", 8.0, |row| level(severity(row.1.level)))
        .center("工作表", 12.0, |row| match row.1.at.place() {
            Place::Cell(cell) => cell.sheet.to_string().into(),
            Place::Text(..) | Place::Workbook => "".into(),
        })
        .center("单元格", 9.0, |row| match row.1.at.place() {
            Place::Cell(cell) => Cell::from(cell.at.a1())
                .linked(&cell.sheet, cell.at)
                .with(&STYLE.centered_link),
            Place::Text(..) | Place::Workbook => "".into(),
        })
        .wrapped("问题", 60.0, |row| (&row.1.message).into())
        .wrapped("怎么办", 50.0, |row| row.1.hint.as_deref().into())
        .least(18.0);
    let mut rows = Rows::titled(sheet, FINDINGS_SHEET, &note, columns.last())?;
    let table = rows.table(&columns, findings.iter().enumerate())?;
    table.freeze(sheet, 0)?;
    table.landscape().set_up(sheet)
}

/// How one sheet's cells look: as those of a rule workbook that the program wrote.
struct Look<'s> {
    style: &'s Style,
    header: Option<u32>,
}

impl Look<'_> {
    fn of(&self, row: u32, cell: &workbook::Cell) -> Format {
        let is_header = self.header == Some(row);
        let base = match self.header {
            Some(_) if is_header => self.style.header.clone(),
            Some(header) if row < header => match row {
                0 => style::title(),
                _ => style::note(),
            },
            _ => self.style.wrapped.clone(),
        };
        match (&cell.value, &cell.format) {
            (CellValue::Number(_), Some(format)) => base.set_num_format(&**format),
            (CellValue::Number(_), None) => base.set_align(FormatAlign::Center),
            _ if self.header.is_some_and(|header| row > header) => base.set_num_format("@"),
            _ => base,
        }
    }
}

fn copy(
    target: &mut Worksheet,
    sheet: &workbook::Sheet,
    marks: &BTreeMap<Address, Vec<&Finding>>,
    style: &Style,
) -> Result<(), XlsxError> {
    let shape: Option<&&SheetShape> = SHEETS.iter().find(|shape| shape.name == sheet.name.trim());
    let is_header = |row: &&workbook::Row| {
        let headers = shape.map_or(&[][..], |shape| shape.columns);
        let text = |cell: &workbook::Cell| match &cell.value {
            CellValue::Text(text) => headers.iter().any(|column| column.header == text.trim()),
            _ => false,
        };
        row.cells.iter().filter(|cell| text(cell)).count() >= 2
    };
    let header = sheet.rows.iter().find(is_header).map(|row| row.index);
    let header = header.or((sheet.name == GUIDE_SHEET).then_some(2));
    let look = Look { style, header };
    for (column, width) in &sheet.column_widths {
        target.set_column_width(*column, *width)?;
    }
    let width = |column: u16| {
        let found = sheet
            .column_widths
            .iter()
            .find(|(known, _)| *known == column);
        found.map_or(8.5, |(_, width)| *width)
    };
    for row in &sheet.rows {
        let mut tallest: f64 = 18.0;
        for cell in &row.cells {
            let mut format = look.of(row.index, cell);
            if let Some(found) = marks.get(&Address::new(row.index, cell.column)) {
                format = format.set_background_color(fill(found));
            }
            let (row, column) = (row.index, cell.column);
            match &cell.value {
                CellValue::Text(text) | CellValue::Error(text) => {
                    if header.is_none_or(|header| row >= header) {
                        tallest = tallest.max(style::height(text, width(column)));
                    }
                    target.write_string_with_format(row, column, text.as_str(), &format)?;
                }
                CellValue::Number(number) | CellValue::DateTime(number) => {
                    target.write_number_with_format(row, column, *number, &format)?;
                }
                CellValue::Bool(flag) => {
                    target.write_boolean_with_format(row, column, *flag, &format)?;
                }
                CellValue::NoStoredValue => {
                    target.write_blank(row, column, &format)?;
                }
            }
        }
        target.set_row_height(row.index, tallest)?;
    }
    for (from, to) in &sheet.merges {
        let cell = sheet.cell(*from);
        let mut format = cell.map_or_else(|| style.wrapped.clone(), |cell| look.of(from.row, cell));
        if let Some(found) = marks.get(from) {
            format = format.set_background_color(fill(found));
        }
        target.merge_range(from.row, from.column, to.row, to.column, "", &format)?;
        match cell.map(|cell| &cell.value) {
            Some(CellValue::Text(text)) => {
                target.write_string_with_format(from.row, from.column, text.as_str(), &format)?;
            }
            Some(CellValue::Number(number)) => {
                target.write_number_with_format(from.row, from.column, *number, &format)?;
            }
            _ => {}
        }
    }
    for (at, found) in marks {
        if sheet.cell(*at).is_none() {
            let format = style.wrapped.clone().set_background_color(fill(found));
            target.write_blank(at.row, at.column, &format)?;
        }
        let told: Vec<String> = found.iter().map(|finding| told(finding)).collect();
        let note = Note::new(told.join("\n"))
            .set_author("jixiao")
            .add_author_prefix(false)
            .set_width(320)
            .set_height(100);
        target.insert_note(at.row, at.column, &note)?;
    }
    if let Some(header) = header {
        target.set_freeze_panes(header + 1, 0)?;
    }
    let idle = header.map_or_else(Vec::new, |header| idle(sheet, shape, header, marks));
    for run in idle.chunk_by(|one, next| one + 1 == *next) {
        fold(target, run[0], run[run.len() - 1] + 1)?;
    }
    let open = sheet.column_widths.iter();
    let open = open.filter(|(column, _)| !idle.contains(column));
    print_setup(target, open.map(|(_, width)| *width))
}

/// The columns that are seldom used, of which this sheet makes no use and where nothing was found.
fn idle(
    sheet: &workbook::Sheet,
    shape: Option<&&SheetShape>,
    header: u32,
    marks: &BTreeMap<Address, Vec<&Finding>>,
) -> Vec<u16> {
    let seldom = shape.map_or(&[][..], |shape| shape.more);
    let headers = sheet.rows.iter().filter(|row| row.index == header);
    let own = headers.flat_map(|row| &row.cells).filter(|cell| {
        let text = match &cell.value {
            CellValue::Text(text) => text.trim(),
            _ => return false,
        };
        seldom.iter().any(|column| column.header == text)
    });
    let is_idle = |column: &u16| {
        let under = sheet.rows.iter().filter(|row| row.index > header);
        let blank = |row: &workbook::Row| {
            row.cell(*column).is_none_or(|cell| match &cell.value {
                CellValue::Text(text) => text.trim().is_empty(),
                _ => false,
            })
        };
        under.into_iter().all(blank) && !marks.keys().any(|at| at.column == *column)
    };
    own.map(|cell| cell.column).filter(is_idle).collect()
}

fn fill(found: &[&Finding]) -> Color {
    let is_error = found
        .iter()
        .any(|finding| finding.level == FindingLevel::Error);
    style::problem_fill(match is_error {
        true => Severity::Error,
        false => Severity::Warning,
    })
}

fn told(finding: &Finding) -> String {
    match &finding.hint {
        Some(hint) => format!("{}。{hint}", finding.message),
        None => finding.message.clone(),
    }
}
