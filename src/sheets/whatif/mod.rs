//! The workbook of `whatif`: what directors ask about a score, one file a question.
//!
//! | file | sheet |
//! |---|---|
//! | [`headroom`] | 差距与余量, 差距明细 |
//! | [`certainty`] | 名次把握 |
//! | [`readings`] | 争议读法, 读法影响, 读法得分, where the rule book has other readings |

mod certainty;
mod headroom;
mod readings;

use rust_xlsxwriter::{Workbook, XlsxError};

use crate::analysis::Evaluation;
use crate::questions::Questions;
use crate::sheets::properties::properties;
use crate::sheets::style::Style;

/// The workbook's bytes. The same answers give the same bytes.
///
/// # Errors
/// The writing library refuses something, which a tested sheet never makes it do.
pub fn whatif(evaluation: &Evaluation, questions: &Questions) -> Result<Vec<u8>, XlsxError> {
    let style = Style::new();
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(evaluation.book, "对分数的疑问")?);
    let overview = workbook.add_worksheet();
    overview.set_name("差距与余量")?;
    headroom::write(overview, evaluation, questions.headroom, &style)?;
    let details = workbook.add_worksheet();
    details.set_name("差距明细")?;
    headroom::write_details(details, evaluation, questions.headroom, &style)?;
    let sheet = workbook.add_worksheet();
    sheet.set_name(certainty::SHEET)?;
    certainty::write(sheet, evaluation, questions.certainty, &style)?;
    if !questions.readings.effects.is_empty() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(readings::SHEET)?;
        readings::write(sheet, evaluation, questions.readings, &style)?;
        let sheet = workbook.add_worksheet();
        sheet.set_name(readings::EFFECTS)?;
        readings::write_effects(sheet, evaluation, questions.readings, &style)?;
        let sheet = workbook.add_worksheet();
        sheet.set_name(readings::SCORES)?;
        readings::write_scores(sheet, evaluation, questions.readings, &style)?;
    }
    crate::sheets::saved(&mut workbook)
}
