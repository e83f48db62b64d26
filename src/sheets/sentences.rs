//! A report template as a workbook: a sentence a row, with drop-downs, and a sheet of what may stand in braces.

use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, XlsxError};

use super::layer::{Book, Columns, Rows};

/// Drop-downs reach so far below the last row, where more is going to be written.
const MORE: u32 = 300;

/// What the workbook is made of.
pub struct Sentences<'s> {
    /// The name of the sheet of sentences.
    pub sheet: &'s str,
    /// Its headers: kind, content, when.
    pub headers: [&'s str; 3],
    /// Its rows.
    pub rows: &'s [(&'s str, &'s str, &'s str)],
    /// The kinds to choose from.
    pub kinds: Vec<&'s str>,
    /// When a row is written, to choose from.
    pub whens: Vec<&'s str>,
    /// What may stand in braces, each with what it is.
    pub names: Vec<(String, &'s str)>,
}

/// The workbook's bytes.
///
/// # Errors
/// The writing library refuses something.
pub fn sentences(of: &Sentences) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::titled("报告句子", None, "部门整体支出绩效自评报告的句子")?;
    let sheet = book.sheet(of.sheet)?;
    let mut columns = Columns::<(&str, &str, &str)>::new();
    columns
        .center(of.headers[0], 12.0, |row| row.0.into())
        .wrapped(of.headers[1], 92.0, |row| row.1.into())
        .wrapped(of.headers[2], 22.0, |row| row.2.into())
        .least(20.0);
    let note = "一行一句，从上往下就是报告。花括号里写名称，写报告时换成数，例如 {总分}；能写的名称见“可用的名称”表。";
    let mut rows = Rows::titled(sheet, of.sheet, note, columns.last())?;
    let table = rows.table(&columns, of.rows.iter().copied())?;
    for (column, words, strict) in [(0, &of.kinds, true), (2, &of.whens, false)] {
        let list = DataValidation::new().allow_list_strings(words)?;
        let list = match strict {
            true => list,
            // A condition by a figure of the department is written by hand.
            false => list.set_error_style(DataValidationErrorStyle::Information),
        };
        sheet.add_data_validation(table.first, column, table.last + MORE, column, &list)?;
    }
    table.freeze(sheet, 0)?;
    table.landscape().set_up(sheet)?;
    let sheet = book.sheet("可用的名称")?;
    let mut columns = Columns::<(String, &str)>::new();
    columns
        .text("写法", 52.0, |row| (&row.0).into())
        .wrapped("是什么", 70.0, |row| row.1.into());
    let note = "写在花括号里的名称，写报告时换成这个部门的数。";
    let mut rows = Rows::titled(sheet, "可用的名称", note, columns.last())?;
    let table = rows.table(&columns, of.names.iter().cloned())?;
    table.freeze(sheet, 0)?;
    table.landscape().set_up(sheet)?;
    book.saved()
}
