//! What a workbook says of itself.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, XlsxError};

use crate::rulebook::RuleBook;

/// The properties of a workbook that a rule book led to. Nothing reads the clock: the same input gives the
/// same bytes.
pub fn properties(book: &RuleBook, subject: &str) -> Result<DocProperties, XlsxError> {
    let year = u16::try_from(book.year).unwrap_or(2021).clamp(1900, 9999);
    let created = ExcelDateTime::from_ymd(year, 12, 31)?;
    Ok(DocProperties::new()
        .set_title(&book.name)
        .set_subject(subject)
        .set_author("jixiao")
        .set_creation_datetime(&created))
}
