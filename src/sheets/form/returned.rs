//! 退回说明: why a form comes back, one line a problem, with links to the cells.

use rust_xlsxwriter::{FormatAlign, Url, Worksheet, XlsxError};

use crate::forms::form::SHEET;
use crate::forms::packs::{Note, Pack};
use crate::forms::returned::ORIGINAL_SHEET;
use crate::problem::Severity;
use crate::sheets::page::{self, Page};
use crate::sheets::style::{self, Style};

const HEADERS: [(&str, f64); 7] = [
    ("序号", 6.0),
    ("程度", 7.0),
    ("代码", 7.0),
    ("单元格", 9.0),
    ("数据项", 22.0),
    ("问题", 46.0),
    ("怎么办", 36.0),
];
const LAST: u16 = 6;
const FIRST: u32 = 3;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, pack: &Pack, style: &Style) -> Result<(), XlsxError> {
    let name = pack.concerns().name;
    let copied = match pack.original {
        Some(_) => format!("“{ORIGINAL_SHEET}”是您交来时的样子，只供对照和复制。"),
        None => String::new(),
    };
    let note = format!(
        "{name}，第 {} 次填报：错误 {} 处，必须改正；警告 {} 处，请核对。请在后面的“{SHEET}”里改，保存后整个文件发回。{copied}",
        pack.form.passport.round,
        pack.count(Severity::Error),
        pack.count(Severity::Warning)
    );
    page::title(sheet, "退回说明", &note, LAST, style)?;
    sheet.set_row_height(
        1,
        style::height(&note, HEADERS.iter().map(|(_, width)| width).sum()).max(22.0),
    )?;
    page::header(sheet, FIRST - 1, &HEADERS, style)?;
    sheet.set_row_height(FIRST - 1, 22)?;
    for (index, note) in pack.notes.iter().enumerate() {
        write_note(sheet, FIRST + index as u32, index, note, pack, style)?;
    }
    let last = FIRST + pack.notes.len().max(1) as u32 - 1;
    // Nothing written here would be read.
    sheet.protect();
    sheet.set_freeze_panes(FIRST, 0)?;
    page::set_up(sheet, &Page::portrait((FIRST - 1, FIRST - 1), (last, LAST)))
}

fn write_note(
    sheet: &mut Worksheet,
    row: u32,
    index: usize,
    note: &Note,
    pack: &Pack,
    style: &Style,
) -> Result<(), XlsxError> {
    let fill = style::problem_fill(note.severity);
    let severity = style.center.clone().set_background_color(fill);
    let label = match (note.items.as_slice(), note.at) {
        ([], Some(_)) if pack.original.is_some() => ORIGINAL_SHEET.into(),
        ([], _) => String::new(),
        ([only], _) => pack.form.label(*only),
        ([first, ..], _) => format!("{} 等 {} 项", pack.form.label(*first), note.items.len()),
    };
    sheet.write_number_with_format(row, 0, (index + 1) as f64, &style.integer)?;
    sheet.write_string_with_format(row, 1, note.severity.label(), &severity)?;
    sheet.write_string_with_format(row, 2, &note.code, &style.center)?;
    let own = note.items.iter().find_map(|item| pack.form.cell(*item));
    let came = note.at.filter(|_| pack.original.is_some());
    let target = match (own, came) {
        (Some(cell), _) => Some((SHEET, cell)),
        (None, Some(cell)) => Some((ORIGINAL_SHEET, cell)),
        (None, None) => None,
    };
    match target {
        Some((place, cell)) => {
            let link = Url::new(format!("internal:'{place}'!{cell}")).set_text(cell.to_string());
            let format = style.link.clone().set_align(FormatAlign::Center);
            sheet.write_url_with_format(row, 3, link, &format)?;
        }
        None => {
            sheet.write_string_with_format(row, 3, "—", &style.center)?;
        }
    }
    let texts = [(4, &label), (5, &note.message), (6, &note.advice)];
    for (column, text) in texts {
        sheet.write_string_with_format(row, column, text, &style.wrapped)?;
    }
    let tallest = texts
        .map(|(column, text)| style::height(text, HEADERS[usize::from(column)].1))
        .into_iter()
        .fold(20.0, f64::max);
    sheet.set_row_height(row, tallest)?;
    Ok(())
}
