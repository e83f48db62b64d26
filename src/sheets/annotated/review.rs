//! 自评复核: declared against computed scores: a summary a department, then every indicator.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Worksheet};

use crate::analysis::Evaluation;
use crate::analysis::review::{Review, ReviewItem, Verdict};
use crate::intake::Record;
use crate::rulebook::Indicator;
use crate::scoring::{IndicatorScore, PENDING};
use crate::sheets::layer::{Cell, Columns, Page, Rows, STYLE, Written};
use crate::sheets::style;

/// What stands where nothing was declared.
const UNDECLARED: &str = "未填";
/// What stands where the two cannot be compared.
const INCOMPARABLE: &str = "—";
const VERDICT: u16 = 7;
const TOO_HIGH: u32 = 0xFFC7CE;
const TOO_LOW: u32 = 0xFFEB9C;
const HEADER_HEIGHT: f64 = 24.0;

/// A department's declaration.
struct Whole<'e> {
    record: &'e Record,
    review: &'e Review,
}

/// One indicator of it.
struct Item<'e> {
    record: &'e Record,
    indicator: &'e Indicator,
    item: &'e ReviewItem,
    scored: &'e IndicatorScore,
}

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, evaluation: &Evaluation) -> Written {
    let reviews = &evaluation.reviews;
    let differing = reviews
        .iter()
        .filter(|review| review.differing().next().is_some());
    let note = format!(
        "{} 个部门有自评，其中 {} 个与核算不一致。差异＝自评−核算，0.005 以内视为一致。上表是总分，下表是各项指标。",
        reviews.len(),
        differing.count()
    );
    let (wholes, items) = (wholes(evaluation), items());
    let mut rows = Rows::titled(sheet, "自评复核", &note, items.last())?;
    let records = &evaluation.dataset.records;
    let upper = rows.table(
        &wholes,
        reviews.iter().map(|review| Whole {
            record: &records[review.department],
            review,
        }),
    )?;
    rows.next();
    let lower = rows.table(
        &items,
        reviews.iter().flat_map(|review| {
            let scored = &evaluation.cards[review.department].indicators;
            let indicators = evaluation.book.indicators.iter();
            indicators
                .zip(&review.items)
                .zip(scored)
                .map(|((indicator, item), scored)| Item {
                    record: &records[review.department],
                    indicator,
                    item,
                    scored,
                })
        }),
    )?;
    // A declared grade that is not the computed one, where both are there.
    let differs = ConditionalFormatFormula::new()
        .set_rule(format!("=AND($G4<>$H4,$G4<>\"{UNDECLARED}\",$H4<>\"{PENDING}\")").as_str())
        .set_format(Format::new().set_background_color(Color::RGB(TOO_HIGH)));
    if !reviews.is_empty() {
        sheet.add_conditional_format(upper.first, VERDICT - 1, upper.last, VERDICT, &differs)?;
    }
    for (verdict, fill) in [(Verdict::TooHigh, TOO_HIGH), (Verdict::TooLow, TOO_LOW)] {
        let rows = (lower.first, lower.last);
        style::fill_where(sheet, rows, VERDICT, verdict.label(), fill)?;
    }
    lower.filter(sheet)?;
    sheet.set_freeze_panes(2, 2)?;
    Page::landscape((0, 1), (lower.last, lower.last_column)).set_up(sheet)
}

fn wholes<'e>(evaluation: &'e Evaluation) -> Columns<'e, Whole<'e>> {
    let mut columns = Columns::<Whole>::new();
    columns
        .center("部门编码", 11.0, |row| {
            row.record.code.as_deref().into()
        })
        .text("部门名称", 26.0, |row| (&row.record.name).into())
        .score("自评各项之和", 24.0, |row| {
            row.review.declared_sum.into()
        })
        .score("自评总分", 9.0, |row| {
            score(row.review.declared_total, UNDECLARED)
        })
        .score("核算总分", 10.0, |row| {
            score(row.review.computed_total, PENDING)
        })
        .score("差异", 10.0, |row| {
            let totals = row.review.declared_total.zip(row.review.computed_total);
            score(
                totals.map(|(declared, computed)| declared - computed),
                INCOMPARABLE,
            )
        })
        .center("自评等级", 10.0, |row| {
            row.review
                .declared_grade
                .as_deref()
                .unwrap_or(UNDECLARED)
                .into()
        })
        .center("核算等级", 16.0, |row| {
            row.review
                .computed_grade
                .as_deref()
                .unwrap_or(PENDING)
                .into()
        })
        .wrapped("不一致的指标", 78.0, |row| {
            differing(row.review, evaluation).into()
        })
        .header_height(0, HEADER_HEIGHT);
    columns
}

fn items<'e>() -> Columns<'e, Item<'e>> {
    let mut columns = Columns::<Item>::new();
    columns
        .center("部门编码", 11.0, |row| {
            row.record.code.as_deref().into()
        })
        .text("部门名称", 26.0, |row| (&row.record.name).into())
        .wrapped("三级指标", 24.0, |row| (&row.indicator.name).into())
        .points("分值", 9.0, |row| row.indicator.points.into())
        .score("自评得分", 10.0, |row| {
            score(row.item.declared, UNDECLARED)
        })
        .score("核算得分", 10.0, |row| {
            score(row.item.computed, PENDING)
        })
        .score("差异", 10.0, |row| {
            score(row.item.difference(), INCOMPARABLE)
        })
        .center("结论", 16.0, |row| row.item.verdict.label().into())
        .wrapped("核算依据", 78.0, |row| (&row.scored.explanation).into())
        .header_height(0, HEADER_HEIGHT);
    columns
}

/// A score, or a word where there is none, which has no decimals.
fn score<'c>(number: Option<Decimal>, word: &'c str) -> Cell<'c> {
    match number {
        Some(number) => number.into(),
        None => Cell::from(word).with(&STYLE.center),
    }
}

/// Which indicators differ, and how many could not be compared.
fn differing(review: &Review, evaluation: &Evaluation) -> String {
    let names: Vec<&str> = review
        .differing()
        .map(|item| evaluation.book.indicators[item.indicator].name.as_str())
        .collect();
    let is_pending = |item: &&ReviewItem| item.verdict == Verdict::NotComputed;
    let pending = review.items.iter().filter(is_pending).count();
    let mut parts = Vec::new();
    if !names.is_empty() {
        parts.push(format!("{} 项：{}", names.len(), names.join("、")));
    }
    if pending > 0 {
        parts.push(format!("{pending} 项缺数据，无法核算"));
    }
    match parts.is_empty() {
        true => "无".into(),
        false => parts.join("；"),
    }
}
