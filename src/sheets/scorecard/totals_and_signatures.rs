//! What stands below the indicators: the total and its grade, what has to be said of them, and the lines to
//! sign. It stays together on one page.

use rust_xlsxwriter::Format;

use super::Card;
use super::columns::{CRITERIA, CardColumns, LEVELS};
use super::declared::{self, INCOMPARABLE, UNDECLARED};
use super::format::Formats;
use crate::analysis::losses;
use crate::analysis::review::{Review, Verdict};
use crate::decimal::{fixed, trimmed};
use crate::rulebook::{Role, RuleBook};
use crate::scoring::{IndicatorScore, PENDING, Source};
use crate::sheets::formula;
use crate::sheets::layer::{Cell, Rows, Written, or};
use crate::sheets::reference::{cell, range};
use crate::sheets::style;

/// What is said of two grades.
const SAME: &str = "一致";
const OTHER: &str = "不同";

const HEIGHT: f64 = 21.0;
/// The line for the seal, with room for it.
const SEAL_HEIGHT: f64 = 34.0;

/// The part below the indicators.
pub struct Foot<'c> {
    card: &'c Card<'c>,
    columns: &'c CardColumns,
    note: String,
    /// Labels with what stands behind them; nothing, to be written by hand.
    signed: Vec<(&'static str, String)>,
}

impl<'c> Foot<'c> {
    /// What there is to say.
    pub fn new(card: &'c Card<'c>, columns: &'c CardColumns) -> Foot<'c> {
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

    /// Writes it; `scores` are the rows of the indicators.
    pub fn write(&self, rows: &mut Rows, scores: (u32, u32), formats: &Formats) -> Written {
        self.write_total(rows, scores, formats)?;
        self.write_grade(rows, formats)?;
        if !self.note.is_empty() {
            self.write_line(rows, ("说明", &self.note), self.note_height(), formats)?;
        }
        for (label, text) in &self.signed {
            self.write_line(rows, (label, text), HEIGHT, formats)?;
        }
        for (line, height) in [
            ("（公章）　　　　　　　　", SEAL_HEIGHT),
            ("年　　　月　　　日　　", HEIGHT),
        ] {
            rows.over((CRITERIA, self.columns.last()), line, &formats.closing)?;
            rows.height(height)?;
            rows.next();
        }
        Ok(())
    }

    /// 综合评分: the sum of the scores above it.
    fn write_total(&self, rows: &mut Rows, scores: (u32, u32), formats: &Formats) -> Written {
        let (card, column) = (self.card, self.columns.score);
        let total = card.scores.total;
        let ranges = range(scores.0, column, scores.1, column);
        let sum = formula::sum(&ranges, card.book.indicators.len(), card.book.decimals);
        self.write_label(rows, "综合评分", formats)?;
        rows.put(column, or(total, PENDING).by(sum), &formats.total)?;
        let declared = card.review.and_then(|review| review.declared_total);
        let difference = declared
            .zip(total)
            .map(|(declared, total)| declared - total);
        let format = (&formats.total, formats);
        declared::write(rows, self.columns, declared, difference, format)?;
        rows.next();
        Ok(())
    }

    /// 评分等级: what the total gives.
    fn write_grade(&self, rows: &mut Rows, formats: &Formats) -> Written {
        let (card, column) = (self.card, self.columns.score);
        let grade = Cell::from(card.scores.grade.as_deref().unwrap_or(PENDING));
        let formula = formula::grade(card.book, &cell(rows.row() - 1, column));
        let differs = card.review.is_some_and(Review::grade_differs);
        let marked = |format: &Format| match differs {
            true => Formats::differing(format),
            false => format.clone(),
        };
        self.write_label(rows, "评分等级", formats)?;
        rows.put(column, grade.by(formula), &formats.total)?;
        if let Some(own) = self.columns.declared {
            let review = card.review;
            let declared = review.and_then(|review| review.declared_grade.as_deref());
            let declared = declared.unwrap_or(UNDECLARED);
            rows.put(own, declared, &marked(&formats.total))?;
            if let Some(difference) = self.columns.difference {
                let [own, computed] = [own, column].map(|column| cell(rows.row(), column));
                let both = card.review.and_then(|review| {
                    review.declared_grade.as_ref()?;
                    review.computed_grade.as_ref()
                });
                let told = match (both, differs) {
                    (None, _) => Cell::from(INCOMPARABLE),
                    (Some(_), true) => Cell::from(OTHER),
                    (Some(_), false) => Cell::from(SAME),
                };
                let told = told.by(format!(
                    "IF(OR({own}=\"{UNDECLARED}\",{computed}=\"{PENDING}\"),\"{INCOMPARABLE}\",IF({own}={computed},\"{SAME}\",\"{OTHER}\"))"
                ));
                rows.put(difference, told, &marked(&formats.center))?;
            }
        }
        rows.next();
        Ok(())
    }

    /// A label over all that stands before the scores.
    fn write_label(&self, rows: &mut Rows, label: &str, formats: &Formats) -> Written {
        rows.over((0, CRITERIA), label, &formats.label)?;
        if let Some(column) = self.columns.reason {
            rows.put(column, "", &formats.value)?;
        }
        rows.height(HEIGHT)
    }

    /// A label over the levels, and a text over all else.
    fn write_line(
        &self,
        rows: &mut Rows,
        (label, text): (&str, &str),
        height: f64,
        formats: &Formats,
    ) -> Written {
        let levels = LEVELS[2].1;
        rows.over((0, levels), label, &formats.label)?;
        rows.over((levels + 1, self.columns.last()), text, &formats.value)?;
        rows.height(height)?;
        rows.next();
        Ok(())
    }
}

/// What the reader must know of the scores: what is missing, what was adopted, who stands twice.
fn note(card: &Card, columns: &CardColumns) -> String {
    let (book, scores) = (card.book, card.scores);
    let mut notes = Vec::new();
    let pending = losses::unscored(scores).count();
    if pending > 0 {
        let wanted = match card.open {
            0 => "这些指标的得分已由复核认定。".to_string(),
            _ => format!("请补齐：{}。", scores.lacking.join("、")),
        };
        notes.push(format!(
            "有 {pending} 项指标因缺少数据待定，综合评分和等级也待定，已评的指标得 {}／{} 分。{wanted}",
            fixed(scores.scored_total, book.decimals),
            trimmed(scores.scored_points, book.decimals),
        ));
    }
    let is_adopted = |scored: &&IndicatorScore| scored.source == Source::Declared;
    if scores.indicators.iter().filter(is_adopted).count() > 0 {
        notes.push("分数后有“＊”的，因缺少核算所需的数据，采用部门的自评得分。".into());
    }
    if columns.declared.is_some() {
        notes.push(match card.review {
            Some(review) => declared_note(review, book),
            None => "本部门没有填报自评得分。".into(),
        });
    }
    if !card.recognized.is_empty() {
        notes.push(format!("经复核，{}。表中是核算得分。", card.recognized));
    }
    if card.record.duplicate {
        notes.push(format!(
            "本部门在数据表中不止一行，本表依据第 {} 行，请核对后只保留一行。",
            card.record.row + 1
        ));
    }
    notes.join("\n")
}

/// What must be known of the declared scores: what the difference is, and whether the total is another than its parts.
fn declared_note(review: &Review, book: &RuleBook) -> String {
    let mut told = "差异为自评减核算，不一致的涂了颜色。".to_string();
    if let Some(total) = review.declared_total.filter(|_| review.sum_differs()) {
        told += &format!(
            "自评总分 {} 分不等于各项自评得分之和 {} 分，请部门核对{}。",
            fixed(total, book.decimals),
            fixed(review.declared_sum, book.decimals),
            match review.count(Verdict::NotDeclared) {
                0 => String::new(),
                count => format!("；有 {count} 项指标没有自评"),
            }
        );
    }
    told
}
