//! What stands below the indicators: the total and its grade, what has to be said of them, and the lines to
//! sign. It stays together on one page.

use rust_xlsxwriter::{Formula, Worksheet, XlsxError};

use super::Card;
use super::columns::{CRITERIA, Columns, LEVELS};
use super::declared::{self, UNDECLARED};
use super::format::Formats;
use crate::analysis::losses;
use crate::decimal::{fixed, trimmed};
use crate::expr::excel::literal;
use crate::rulebook::Role;
use crate::scoring::PENDING;
use crate::scoring::Source;
use crate::sheets::formula;
use crate::sheets::reference::cell;
use crate::sheets::style;

const HEIGHT: f64 = 24.0;
/// The line for the seal, with room for it.
const SEAL_HEIGHT: f64 = 40.0;

/// The part below the indicators.
pub struct Foot<'c> {
    card: &'c Card<'c>,
    columns: &'c Columns,
    note: String,
    /// Labels with what stands behind them; nothing, to be written by hand.
    signed: Vec<(&'static str, String)>,
}

impl<'c> Foot<'c> {
    /// What there is to say.
    pub fn new(card: &'c Card<'c>, columns: &'c Columns) -> Foot<'c> {
        let said = |role| {
            let metric = card.book.role(role)?;
            let field = card.record.fields.get(metric.variable.id)?;
            Some(field.text().unwrap_or_default())
        };
        let mut signed = vec![("填表人", said(Role::Preparer).unwrap_or_default())];
        signed.extend(said(Role::Phone).map(|phone| ("联系电话", phone)));
        signed.push(("审核人", String::new()));
        Foot {
            note: note(card, columns),
            card,
            columns,
            signed,
        }
    }

    /// How high it is, in points.
    pub fn height(&self) -> f64 {
        let rows = 2 + self.signed.len() + 1;
        let note = if self.note.is_empty() {
            0.0
        } else {
            self.note_height()
        };
        rows as f64 * HEIGHT + SEAL_HEIGHT + note
    }

    fn note_height(&self) -> f64 {
        let width = self.columns.width_of(LEVELS[2].1 + 1, self.columns.last());
        style::height(&self.note, width).max(HEIGHT)
    }

    /// Writes it from a row on; `scores` are the rows of the indicators. Gives back its last row.
    pub fn write(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        scores: (u32, u32),
        formats: &Formats,
    ) -> Result<u32, XlsxError> {
        self.write_total(sheet, row, scores, formats)?;
        self.write_grade(sheet, row + 1, formats)?;
        let mut row = row + 2;
        if !self.note.is_empty() {
            self.write_line(sheet, row, ("说明", &self.note), formats)?;
            sheet.set_row_height(row, self.note_height())?;
            row += 1;
        }
        for (label, text) in &self.signed {
            self.write_line(sheet, row, (label, text), formats)?;
            row += 1;
        }
        let last = self.columns.last();
        for (line, height) in [
            ("（公章）　　　　　　　　", SEAL_HEIGHT),
            ("年　　　月　　　日　　", HEIGHT),
        ] {
            sheet.merge_range(row, CRITERIA, row, last, line, &formats.closing)?;
            sheet.set_row_height(row, height)?;
            row += 1;
        }
        Ok(row - 1)
    }

    /// 综合评分: the sum of the scores above it.
    fn write_total(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        scores: (u32, u32),
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        let (card, column) = (self.card, self.columns.score);
        self.write_label(sheet, row, "综合评分", formats)?;
        let ranges = format!("{}:{}", cell(scores.0, column), cell(scores.1, column));
        let sum = formula::sum(&ranges, card.book.indicators.len(), card.book.decimals);
        let total = card.scores.total;
        let sum = Formula::new(sum).set_result(total.map_or_else(|| PENDING.into(), literal));
        sheet.write_formula_with_format(row, column, sum, &formats.total)?;
        let declared = card.review.and_then(|review| review.declared_total);
        let difference = declared
            .zip(total)
            .map(|(declared, total)| declared - total);
        let format = (&formats.total, formats);
        declared::write(sheet, row, self.columns, declared, difference, format)
    }

    /// 评分等级: what the total gives.
    fn write_grade(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        let (card, column) = (self.card, self.columns.score);
        self.write_label(sheet, row, "评分等级", formats)?;
        let grade = formula::grade(card.book, &cell(row - 1, column));
        let result = card.scores.grade.clone();
        let grade = Formula::new(grade).set_result(result.unwrap_or_else(|| PENDING.into()));
        sheet.write_formula_with_format(row, column, grade, &formats.total)?;
        let declared = card
            .review
            .and_then(|review| review.declared_grade.as_deref());
        if let Some(column) = self.columns.declared {
            let declared = declared.unwrap_or(UNDECLARED);
            sheet.write_string_with_format(row, column, declared, &formats.total)?;
        }
        if let Some(column) = self.columns.difference {
            sheet.write_blank(row, column, &formats.center)?;
        }
        Ok(())
    }

    /// A label over all that stands before the scores.
    fn write_label(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        label: &str,
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        sheet.merge_range(row, 0, row, CRITERIA, label, &formats.label)?;
        sheet.set_row_height(row, HEIGHT)?;
        if let Some(column) = self.columns.reason {
            sheet.write_blank(row, column, &formats.value)?;
        }
        Ok(())
    }

    /// A label over the levels, and a text over all else.
    fn write_line(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        (label, text): (&str, &str),
        formats: &Formats,
    ) -> Result<(), XlsxError> {
        let levels = LEVELS[2].1;
        sheet.merge_range(row, 0, row, levels, label, &formats.label)?;
        let last = self.columns.last();
        sheet.merge_range(row, levels + 1, row, last, text, &formats.value)?;
        sheet.set_row_height(row, HEIGHT)?;
        Ok(())
    }
}

/// What the reader must know of the scores: what is missing, what was adopted, who stands twice.
fn note(card: &Card, columns: &Columns) -> String {
    let (book, scores) = (card.book, card.scores);
    let mut notes = Vec::new();
    let pending = losses::unscored(scores).count();
    if pending > 0 {
        notes.push(format!(
            "有 {pending} 项指标因缺少数据待定，综合评分和等级也待定，已评的指标得 {}／{} 分。请补齐：{}。",
            fixed(scores.scored_total, book.decimals),
            trimmed(scores.scored_points, book.decimals),
            scores.lacking.join("、")
        ));
    }
    let is_adopted = |scored: &&crate::scoring::IndicatorScore| scored.source == Source::Declared;
    if scores.indicators.iter().filter(is_adopted).count() > 0 {
        notes.push("分数后有“＊”的，因缺少核算所需的数据，采用部门的自评得分。".into());
    }
    if columns.declared.is_some() {
        notes.push(match card.review {
            Some(_) => "差异为自评得分减核算得分，不一致的涂了颜色。".into(),
            None => "本部门没有填报自评得分。".into(),
        });
    }
    if card.record.duplicate {
        notes.push(format!(
            "本部门在数据表中不止一行，本表依据第 {} 行，请核对后只保留一行。",
            card.record.row + 1
        ));
    }
    notes.join("\n")
}
