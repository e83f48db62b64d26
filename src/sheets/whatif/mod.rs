//! The workbook of `whatif`: what directors ask about a score, one file a question.
//!
//! | file | sheet |
//! |---|---|
//! | [`headroom`] | 差距与余量, 差距明细 |
//! | [`certainty`] | 名次把握, 等级百格 |
//! | [`disputes`] | 争议数据, 争议范围, where figures are disputed |
//! | [`readings`] | 争议读法, 读法影响, 读法得分, where the rule book has other readings |
//! | [`against`] | 换规则的影响, 规则变化, where another rule book is named |

mod against;
mod certainty;
mod disputes;
mod headroom;
mod readings;

use rust_xlsxwriter::XlsxError;

use crate::analysis::Evaluation;
use crate::questions::Questions;
use crate::sheets::layer::{Book, Cell, STYLE};
use crate::sheets::rule_changes;

/// The workbook's bytes. The same answers give the same bytes.
///
/// # Errors
/// The writing library refuses something, which a tested sheet never makes it do.
pub fn whatif(evaluation: &Evaluation, questions: &Questions) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new(evaluation.book, "对分数的疑问")?;
    let (headroom, certainty) = (questions.headroom, questions.certainty);
    headroom::write(book.sheet("差距与余量")?, evaluation, headroom)?;
    headroom::write_details(book.sheet("差距明细")?, evaluation, headroom)?;
    certainty::write(book.sheet(certainty::SHEET)?, evaluation, certainty)?;
    certainty::write_squares(book.sheet(certainty::SQUARES)?, evaluation, certainty)?;
    let disputes = questions.disputes;
    if !disputes.effects.is_empty() {
        disputes::write(book.sheet(disputes::SHEET)?, evaluation, disputes)?;
        disputes::write_ranges(book.sheet(disputes::RANGES)?, evaluation, disputes)?;
    }
    let readings = questions.readings;
    if !readings.effects.is_empty() {
        readings::write(book.sheet(readings::SHEET)?, evaluation, readings)?;
        readings::write_effects(book.sheet(readings::EFFECTS)?, evaluation, readings)?;
        readings::write_scores(book.sheet(readings::SCORES)?, evaluation, readings)?;
    }
    if let Some(against) = questions.against {
        against::write(book.sheet(against::SHEET)?, evaluation, against)?;
        let changes = book.sheet(rule_changes::SHEET)?;
        against::write_changes(changes, evaluation, against)?;
    }
    book.saved()
}

/// A rank, or a dash for none.
fn ranked<'c>(rank: Option<u32>) -> Cell<'c> {
    match rank {
        Some(rank) => (rank as usize).into(),
        None => Cell::from("—").with(&STYLE.center),
    }
}
