//! The fill-in form as a workbook: one sheet for a person, A4 and one page wide, and a hidden one for the
//! program. Everything but the entry cells is locked, without a password.
//!
//! | file | owns |
//! |---|---|
//! | [`rows`] | how each row of the form looks |
//! | [`entry`] | the cells that are filled in: colours, number formats, drop-downs, validation |
//! | [`checks`] | the live formulas and their stored results |
//! | [`returned`] | 退回说明, the sheet in front of a form that goes back |
//! | [`original`] | 交来的原表, behind it: what came, where it stood |
//! | [`look`] | the formats that these share |

mod checks;
mod entry;
mod look;
mod original;
mod returned;
mod rows;

use rust_xlsxwriter::{ProtectionOptions, Workbook, Worksheet, XlsxError};

use super::properties::properties;
use super::style::Style;
use crate::forms::form::{SHEET, column};
use crate::forms::live::Live;
use crate::forms::packs::Pack;
use crate::forms::returned::{ORIGINAL_SHEET, RETURN_SHEET};
use crate::forms::{Answers, Form, passport};
pub use entry::Question;
use look::Look;
use rows::Content;

/// A form to be filled in, with last year's figures beside the cells where its passport says so.
///
/// # Errors
/// The writing library refuses something, which a tested form never makes it do.
pub fn form(form: &Form, last_year: Option<&Answers>) -> Result<Vec<u8>, XlsxError> {
    let content = Content {
        last_year,
        ..Content::default()
    };
    let mut workbook = Workbook::new();
    write(&mut workbook, form, &content)?;
    crate::sheets::saved(&mut workbook)
}

/// A form that goes back: what is wrong in front, then the form as it was filled in, its problems marked.
///
/// # Errors
/// The writing library refuses something, which a tested form never makes it do.
pub fn return_pack(pack: &Pack) -> Result<Vec<u8>, XlsxError> {
    let content = Content {
        answers: Some(&pack.answers),
        last_year: None,
        notes: &pack.notes,
    };
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name(RETURN_SHEET)?;
    returned::write(sheet, pack, &Style::new())?;
    write(&mut workbook, &pack.form, &content)?;
    if let Some(came) = &pack.original {
        let sheet = workbook.add_worksheet();
        sheet.set_name(ORIGINAL_SHEET)?;
        original::write(sheet, came, pack)?;
    }
    crate::sheets::saved(&mut workbook)
}

fn write(workbook: &mut Workbook, form: &Form, content: &Content) -> Result<(), XlsxError> {
    workbook.set_properties(&properties(form.book, "部门整体支出绩效填报表")?);
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET)?;
    let empty = Answers::default();
    let answers = content.answers.unwrap_or(&empty);
    sheet.set_formula_result_default("");
    let live = Live::new(form, answers);
    rows::write(sheet, form, content, &live, &Look::new())?;
    set_up(sheet, form)?;
    let hidden = workbook.add_worksheet();
    hidden.set_name(passport::SHEET)?;
    for (row, texts) in (0..).zip(form.passport.rows()) {
        for (column, text) in (0..).zip(texts) {
            hidden.write_string(row, column, text)?;
        }
    }
    hidden.set_very_hidden(true).protect();
    Ok(())
}

/// Paper, panes, protection.
fn set_up(sheet: &mut Worksheet, form: &Form) -> Result<(), XlsxError> {
    const A4: u8 = 9;
    /// Title, note and how much is missing stay in sight.
    const HEAD: u32 = 3;
    let last = form.rows.len() as u32 - 1;
    /// A header takes 255 characters.
    const LONGEST: usize = 100;
    let who = form.passport.who.as_ref();
    let named = who.map_or("", |who| who.name.as_str());
    let named: String = named.chars().take(LONGEST).collect();
    let named = named.replace('&', "&&");
    sheet
        .set_paper_size(A4)
        .set_portrait()
        .set_print_fit_to_pages(1, 0)
        .set_margins(0.5, 0.5, 0.7, 0.6, 0.3, 0.3)
        .set_print_center_horizontally(true)
        .set_header(format!(
            "&L&\"宋体\"&9 {named}&R&\"宋体\"&9 {} 年度部门整体支出绩效填报表",
            form.passport.year
        ))
        .set_footer("&C&\"宋体\"&9第 &P 页，共 &N 页&R&\"宋体\"&9&A")
        .set_screen_gridlines(false);
    sheet.set_print_area(0, 0, last, column::LAST)?;
    sheet.set_freeze_panes(HEAD, 0)?;
    sheet.set_column_hidden(column::KEY)?;
    if let Some((_, first)) = form.entries().next() {
        sheet.set_selection(first.row, first.column, first.row, first.column)?;
    }
    sheet.protect_with_options(&ProtectionOptions {
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}
