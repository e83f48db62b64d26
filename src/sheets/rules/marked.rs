//! A rule workbook as it was handed in, with the cells marked that are found fault with, and a list of the findings in
//! front. Cells stand where they stood, so the copy can be put right and used.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Color, Format, FormatAlign, Note, Url, Workbook, Worksheet, XlsxError};

use super::GUIDE_SHEET;
use super::grid::print_setup;
use crate::address::Address;
use crate::problem::Severity;
use crate::rulebook::tables::FINDINGS_SHEET;
use crate::rulebook::tables::layout::SHEETS;
use crate::rulebook::{Finding, FindingLevel, Place};
use crate::sheets::page::{self, Page};
use crate::sheets::style::{self, Style};
use crate::workbook::{self, CellValue};

const HEADERS: [(&str, f64); 6] = [
    ("序号", 6.0),
    ("级别", 8.0),
    ("工作表", 12.0),
    ("单元格", 9.0),
    ("问题", 60.0),
    ("怎么办", 50.0),
];
const LAST: u16 = 5;
const FIRST: u32 = 3;

/// The copy's bytes.
///
/// # Errors
/// The writing library refuses something.
pub fn marked(source: &workbook::Workbook, findings: &[Finding]) -> Result<Vec<u8>, XlsxError> {
    let style = Style::new();
    let mut workbook = Workbook::new();
    list(
        workbook.add_worksheet().set_name(FINDINGS_SHEET)?,
        findings,
        &style,
    )?;
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
        let target = workbook.add_worksheet().set_name(&sheet.name)?;
        copy(target, sheet, &marks, &style)?;
    }
    crate::sheets::saved(&mut workbook)
}

fn severity(level: FindingLevel) -> Severity {
    match level {
        FindingLevel::Error => Severity::Error,
        FindingLevel::Warning => Severity::Warning,
    }
}

fn list(sheet: &mut Worksheet, findings: &[Finding], style: &Style) -> Result<(), XlsxError> {
    let errors = findings
        .iter()
        .filter(|one| one.level == FindingLevel::Error)
        .count();
    let note = format!(
        "{errors} 个错误，{} 个警告。有错误的规则书不能评分；改好后再检查一次。",
        findings.len() - errors
    );
    page::title(sheet, FINDINGS_SHEET, &note, LAST, style)?;
    page::header(sheet, FIRST - 1, &HEADERS, style)?;
    for (row, finding) in (FIRST..).zip(findings) {
        let level = match finding.level {
            FindingLevel::Error => "错误",
            FindingLevel::Warning => "警告",
        };
        let fill = style::problem_fill(severity(finding.level));
        let advice = finding.hint.as_deref().unwrap_or_default();
        sheet.write_number_with_format(row, 0, f64::from(row - FIRST + 1), &style.integer)?;
        sheet.write_string_with_format(
            row,
            1,
            level,
            &style.center.clone().set_background_color(fill),
        )?;
        match finding.at.place() {
            Place::Cell(cell) => {
                sheet.write_string_with_format(row, 2, &*cell.sheet, &style.center)?;
                let link = format!("internal:'{}'!{}", cell.sheet.replace('\'', "''"), cell.at);
                let link = Url::new(link).set_text(cell.at.a1());
                sheet.write_url_with_format(row, 3, link, &style.link)?;
            }
            Place::Text(..) | Place::Workbook => {
                sheet.write_blank(row, 2, &style.center)?;
                sheet.write_blank(row, 3, &style.center)?;
            }
        }
        sheet.write_string_with_format(row, 4, &finding.message, &style.wrapped)?;
        sheet.write_string_with_format(row, 5, advice, &style.wrapped)?;
        let heights = [(4, finding.message.as_str()), (5, advice)];
        let heights =
            heights.map(|(column, text): (usize, _)| style::height(text, HEADERS[column].1));
        sheet.set_row_height(row, heights.into_iter().fold(18.0, f64::max))?;
    }
    let last = FIRST + findings.len().max(1) as u32 - 1;
    sheet.set_freeze_panes(FIRST, 0)?;
    page::set_up(
        sheet,
        &Page::landscape((FIRST - 1, FIRST - 1), (last, LAST)),
    )
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
    let shape = SHEETS.iter().find(|shape| shape.name == sheet.name.trim());
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
                    target.write_string_with_format(row, column, text, &format)?;
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
                target.write_string_with_format(from.row, from.column, text, &format)?;
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
    print_setup(target)
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
