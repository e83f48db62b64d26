//! 得分说明: one row a department and indicator, with the figures that the score comes from.

use std::ops::Range;

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, ConditionalFormatCell, ConditionalFormatCellRule, Format};

use crate::analysis::{Evaluation, Part};
use crate::intake::Record;
use crate::rulebook::{Indicator, RuleBook};
use crate::scoring::{IndicatorScore, PENDING, Scorecard, Source};
use crate::sheets::layer::{Columns, Large, Rows, Written, or};
use crate::sheets::palette;

/// The rows above the departments.
const HEAD: usize = 3;
const LOST: u16 = 6;

/// A department's indicator.
struct Row<'e> {
    record: &'e Record,
    card: &'e Scorecard,
    /// The indicator's place.
    place: usize,
    indicator: &'e Indicator,
    scored: IndicatorScore,
}

impl Row<'_> {
    fn lost(&self) -> Option<Decimal> {
        self.scored.score.map(|score| self.indicator.points - score)
    }

    fn source(&self) -> &'static str {
        match self.scored.source {
            Source::Computed => "核算",
            Source::Declared => "采用自评",
            Source::Missing => PENDING,
        }
    }
}

/// How many departments one sheet of so many rows can hold.
pub fn departments_a_sheet(book: &RuleBook, rows: usize) -> usize {
    rows.saturating_sub(HEAD) / book.indicators.len().max(1)
}

/// Writes the sheet, of some of the departments.
pub fn write(large: Large, evaluation: &Evaluation, part: Range<usize>) -> Written {
    let Large { sheet, flow } = large;
    let mut columns = Columns::<Row>::new();
    columns
        .center("部门编码", 9.0, |row| row.record.code.as_deref().into())
        .shrunk("部门名称", 26.0, |row| (&row.record.name).into())
        .center("一级指标", 11.0, |row| (&row.indicator.under.0).into())
        .wrapped("三级指标", 24.0, |row| (&row.indicator.name).into())
        .points("分值", 6.0, |row| row.indicator.points.into())
        .score("得分", 8.0, |row| or(row.scored.score, PENDING))
        .score("失分", 8.0, |row| or(row.lost(), PENDING))
        .center("来源", 9.0, |row| row.source().into())
        .wrapped("得分依据", 86.0, |row| {
            let explanation = row.card.explanation(row.place, row.record, evaluation.book);
            explanation.into()
        });
    let note =
        "每个部门、每项指标一行，“→”后面是得分。这里是评分时的结果；改动原始数据后请重新运行。";
    let mut rows = Rows::titled(sheet, Part::Details.name(), note, columns.last())?.flowing(flow);
    let departments = evaluation.departments();
    let departments = departments.skip(part.start).take(part.len());
    let items = departments.flat_map(|(record, card)| {
        let indicators = evaluation.book.indicators.iter().enumerate();
        indicators.map(move |(place, indicator)| Row {
            record,
            card,
            place,
            indicator,
            scored: card.indicators[place],
        })
    });
    let table = rows.table(&columns, items)?;
    let lost = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::GreaterThan(0))
        .set_format(
            Format::new()
                .set_font_color(Color::RGB(palette::RED))
                .set_background_color(Color::RGB(palette::LOST)),
        );
    sheet.add_conditional_format(table.first, LOST, table.last, LOST, &lost)?;
    table.finish(sheet, 2)
}
