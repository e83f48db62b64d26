//! 变动情况: every cell that is not what it was in the last round, by department.

use rust_xlsxwriter::{Worksheet, XlsxError};

use crate::forms::changes::Changed;
use crate::sheets::page::{self, Page};
use crate::sheets::style::{self, Style};

const HEADERS: [(&str, f64); 7] = [
    ("序号", 6.0),
    ("部门编码", 11.0),
    ("部门名称", 28.0),
    ("工作表", 13.0),
    ("数据项", 36.0),
    ("上次", 24.0),
    ("本次", 24.0),
];
const LAST: u16 = 6;
const FIRST: u32 = 3;
/// What stands where a cell was blank.
const BLANK: &str = "（空）";

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, changed: &[Changed], style: &Style) -> Result<(), XlsxError> {
    let mut departments: Vec<&str> = changed.iter().map(|one| one.who.name.as_str()).collect();
    departments.dedup();
    let note = match changed.len() {
        0 => "与上次汇总相比，没有变动。".to_string(),
        count => format!(
            "与上次汇总相比，{} 个部门共 {count} 处变动。",
            departments.len()
        ),
    };
    page::title(sheet, "变动情况", &note, LAST, style)?;
    page::header(sheet, FIRST - 1, &HEADERS, style)?;
    sheet.set_row_height(FIRST - 1, 22)?;
    for (index, one) in changed.iter().enumerate() {
        let row = FIRST + index as u32;
        let code = one.who.code.clone().unwrap_or_default();
        let (before, after) = (shown(&one.before), shown(&one.after));
        sheet.write_number_with_format(row, 0, (index + 1) as f64, &style.integer)?;
        sheet.write_string_with_format(row, 1, code, &style.center)?;
        sheet.write_string_with_format(row, 3, &one.sheet, &style.center)?;
        let texts = [
            (2, one.who.name.as_str()),
            (4, one.label.as_str()),
            (5, before),
            (6, after),
        ];
        for (column, text) in texts {
            sheet.write_string_with_format(row, column, text, &style.wrapped)?;
        }
        let tallest = texts
            .map(|(column, text)| style::height(text, HEADERS[usize::from(column)].1))
            .into_iter()
            .fold(18.0, f64::max);
        sheet.set_row_height(row, tallest)?;
    }
    let last = FIRST + changed.len().max(1) as u32 - 1;
    sheet.autofilter(FIRST - 1, 0, last, LAST)?;
    sheet.set_freeze_panes(FIRST, 0)?;
    page::set_up(
        sheet,
        &Page::landscape((FIRST - 1, FIRST - 1), (last, LAST)),
    )
}

fn shown(entry: &Option<String>) -> &str {
    entry.as_deref().unwrap_or(BLANK)
}
