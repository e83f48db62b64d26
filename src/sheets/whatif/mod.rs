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

use crate::analysis::{Evaluation, Extent, Part};
use crate::questions::Questions;
use crate::questions::certainty::{Certainty, Tolerance, certainty};
use crate::questions::headroom::{Headroom, headroom};
use crate::questions::readings::{Readings, readings};
use crate::sheets::layer::{Book, Cell, STYLE};
use crate::sheets::rule_changes;

/// The workbook's bytes. The same answers give the same bytes.
///
/// # Errors
/// The writing library refuses something, which a tested sheet never makes it do.
pub fn whatif(evaluation: &Evaluation, questions: &Questions) -> Result<Vec<u8>, XlsxError> {
    let mut book = Book::new(evaluation.book, "对分数的疑问")?;
    write_headroom(&mut book, evaluation, questions.headroom)?;
    write_certainty(&mut book, evaluation, questions.certainty)?;
    let disputes = questions.disputes;
    if !disputes.effects.is_empty() {
        disputes::write(book.sheet(disputes::SHEET)?, evaluation, disputes)?;
        disputes::write_ranges(book.sheet(disputes::RANGES)?, evaluation, disputes)?;
    }
    let readings = questions.readings;
    if !readings.effects.is_empty() {
        write_readings(&mut book, evaluation, readings)?;
    }
    if let Some(against) = questions.against {
        against::write(book.sheet(against::SHEET)?, evaluation, against)?;
        let changes = book.sheet(rule_changes::SHEET)?;
        against::write_changes(changes, evaluation, against)?;
    }
    book.saved()
}

/// Writes into a result what was asked for beside it.
pub(in crate::sheets) fn write_asked(
    book: &mut Book,
    evaluation: &Evaluation,
    extent: &Extent,
) -> Result<(), XlsxError> {
    if extent.has(Part::Headroom) {
        write_headroom(book, evaluation, &headroom(evaluation))?;
    }
    if extent.has(Part::Certainty) {
        write_certainty(book, evaluation, &certainty(evaluation, Tolerance::Usual))?;
    }
    if extent.has(Part::Readings) {
        write_readings(book, evaluation, &readings(evaluation))?;
    }
    Ok(())
}

fn write_headroom(
    book: &mut Book,
    evaluation: &Evaluation,
    headroom: &[Headroom],
) -> Result<(), XlsxError> {
    headroom::write(book.sheet(Part::Headroom.name())?, evaluation, headroom)?;
    headroom::write_details(book.sheet("差距明细")?, evaluation, headroom)
}

fn write_certainty(
    book: &mut Book,
    evaluation: &Evaluation,
    certainty: &Certainty,
) -> Result<(), XlsxError> {
    certainty::write(book.sheet(certainty::SHEET)?, evaluation, certainty)?;
    certainty::write_squares(book.sheet(certainty::SQUARES)?, evaluation, certainty)
}

fn write_readings(
    book: &mut Book,
    evaluation: &Evaluation,
    readings: &Readings,
) -> Result<(), XlsxError> {
    readings::write(book.sheet(readings::SHEET)?, evaluation, readings)?;
    readings::write_effects(book.sheet(readings::EFFECTS)?, evaluation, readings)?;
    readings::write_scores(book.sheet(readings::SCORES)?, evaluation, readings)
}

/// A rank, or a dash for none.
fn ranked<'c>(rank: Option<u32>) -> Cell<'c> {
    match rank {
        Some(rank) => (rank as usize).into(),
        None => Cell::from("—").with(&STYLE.center),
    }
}
