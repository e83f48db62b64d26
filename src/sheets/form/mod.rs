//! The fill-in form as a workbook: one sheet for a person, A4 and one page wide, and a hidden one for the
//! program. Everything but the entry cells is locked, without a password.
//!
//! | file | owns |
//! |---|---|
//! | [`rows`] | how each row of the form looks |
//! | [`entry`] | the cells that are filled in: colours, number formats, drop-downs, validation |
//! | [`returned`] | 退回说明, the sheet in front of a form that goes back |
//! | [`original`] | 交来的原表, behind it: what came, where it stood |
//! | [`pages`] | where pages end |
//! | [`look`] | the formats that these share |

mod entry;
mod look;
mod original;
mod pages;
mod returned;
mod rows;

use rust_xlsxwriter::{ProtectionOptions, Worksheet, XlsxError};

use crate::forms::form::{SHEET, column};
use crate::forms::formula::Filled;
use crate::forms::return_forms::Pack;
use crate::forms::returned::{ORIGINAL_SHEET, RETURN_SHEET};
use crate::forms::{Answers, Form, passport};
use crate::sheets::layer::{Book, Written};
pub use entry::Question;
use look::Look;
use rows::Content;

/// What the workbook is about.
const SUBJECT: &str = "部门整体支出绩效填报表";

/// A form to be filled in, with last year's figures beside the cells where its passport says so.
///
/// # Errors
/// The writing library refuses something, which a tested form never makes it do.
pub fn form(form: &Form, last_year: Option<&Answers>) -> Result<Vec<u8>, XlsxError> {
    let content = Content {
        last_year,
        ..Content::default()
    };
    let mut book = Book::new(form.book, SUBJECT)?;
    write(&mut book, form, &content)?;
    book.saved()
}

/// A form that goes back: what is wrong in front, then the form as it was filled in, its problems marked.
///
/// # Errors
/// The writing library refuses something, which a tested form never makes it do.
pub fn return_pack(pack: &Pack) -> Result<Vec<u8>, XlsxError> {
    let content = Content {
        answers: Some(&pack.answers),
        last_year: pack.last_year.as_ref(),
        notes: &pack.notes,
    };
    let mut book = Book::new(pack.form.book, SUBJECT)?;
    returned::write(book.sheet(RETURN_SHEET)?, pack)?;
    write(&mut book, &pack.form, &content)?;
    if let Some(came) = &pack.original {
        original::write(book.sheet(ORIGINAL_SHEET)?, came, pack)?;
    }
    book.saved()
}

fn write(book: &mut Book, form: &Form, content: &Content) -> Written {
    let sheet = book.sheet(SHEET)?;
    let empty = Answers::default();
    let filled = Filled::new(form, content.answers.unwrap_or(&empty));
    rows::write(sheet, form, content, &filled, &Look::new())?;
    set_up(sheet, form)?;
    let hidden = book.sheet(passport::SHEET)?;
    for (row, texts) in (0..).zip(form.passport.rows()) {
        for (column, text) in (0..).zip(texts) {
            hidden.write_string(row, column, text)?;
        }
    }
    hidden.set_very_hidden(true).protect();
    Ok(())
}

/// Paper, panes, protection.
fn set_up(sheet: &mut Worksheet, form: &Form) -> Written {
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
        .set_margins(0.35, 0.35, 0.5, 0.5, 0.25, 0.25)
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
