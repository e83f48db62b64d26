//! 交来的原表: what a department sent, cell by cell where it stood, with what is wrong marked. It is for looking
//! up and copying; nothing of it is collected.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, FormatAlign, Worksheet};

use super::entry;
use crate::address::Address;
use crate::forms::Entry;
use crate::forms::form::column;
use crate::forms::return_forms::{Note, Pack};
use crate::intake::value::text_of;
use crate::sheets::layer::{Rows, Written, own_format};
use crate::sheets::palette;
use crate::sheets::{layer, style};
use crate::workbook::{Cell, CellValue, Sheet};

/// What a form never reaches; what lies behind is not copied, and that is said.
const MOST_ROWS: u32 = 5_000;
const MOST_COLUMNS: u16 = 100;
const LONGEST_TEXT: usize = 32_000;
/// How wide the columns are: nothing runs over several here, so the one with the explanations has room.
const COLUMNS: [f64; 9] = [5.0, 26.0, 16.0, 10.0, 12.0, 10.0, 60.0, 10.0, 16.0];

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, original: &Sheet, pack: &Pack) -> Written {
    Rows::from(sheet, 0).widths(&COLUMNS)?;
    let mut marked: BTreeMap<Address, Vec<&Note>> = BTreeMap::new();
    for note in &pack.notes {
        for at in note.at.iter().chain(&note.others) {
            marked.entry(*at).or_default().push(note);
        }
    }
    let marks: Vec<String> = pack
        .form
        .rows
        .iter()
        .filter_map(|row| pack.form.key(row))
        .collect();
    let is_mark = |cell: &Cell| {
        cell.column >= column::KEY
            && text_of(cell).is_some_and(|text| marks.iter().any(|mark| **mark == *text))
    };
    let mut cut = None;
    for row in &original.rows {
        for cell in row.cells.iter().filter(|cell| !is_mark(cell)) {
            // Checks that were never calculated say nothing.
            let at = Address::new(row.index, cell.column);
            if cell.value == CellValue::NoStoredValue && !marked.contains_key(&at) {
                continue;
            }
            if row.index >= MOST_ROWS || cell.column >= MOST_COLUMNS {
                cut.get_or_insert(at);
                continue;
            }
            let format = format(cell, marked.get(&at).map(Vec::as_slice));
            let shown = || Entry::of(cell).map_or_else(String::new, |entry| entry.shown());
            let typed = match &cell.value {
                CellValue::Text(text) if text.chars().count() > LONGEST_TEXT => shown().into(),
                value => layer::Cell::typed(value, shown),
            };
            sheet.write_with_format(at.row, at.column, typed, &format)?;
        }
    }
    for (at, notes) in marked {
        if at.row >= MOST_ROWS || at.column >= MOST_COLUMNS {
            continue;
        }
        if original.cell(at).is_none() {
            sheet.write_blank(at.row, at.column, &fill(&Format::new(), &notes))?;
        }
        sheet.insert_note(at.row, at.column, &entry::note(&notes))?;
    }
    if let Some(first) = cut {
        let told = format!("从 {first} 起还有内容，没有照抄，请看原来的文件");
        sheet.write_string(MOST_ROWS, 0, told)?;
    }
    sheet.set_tab_color(rust_xlsxwriter::Color::RGB(palette::LINE));
    sheet
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    // Nobody fills in here by mistake; copying from it is free.
    sheet.protect();
    Ok(())
}

fn format(cell: &Cell, notes: Option<&[&Note]>) -> Format {
    let mut format = Format::new().set_align(FormatAlign::VerticalCenter);
    // Headings stand in the first column and run over the others.
    if cell.column > column::NUMBER {
        format = format.set_text_wrap();
    }
    if let Some(own) = own_format(&cell.value, cell.format.as_deref()) {
        format = format.set_num_format(own);
    }
    fill(&format, notes.unwrap_or_default())
}

fn fill(format: &Format, notes: &[&Note]) -> Format {
    match notes.iter().map(|note| note.severity).min() {
        Some(worst) => format
            .clone()
            .set_background_color(style::problem_fill(worst)),
        None => format.clone(),
    }
}
