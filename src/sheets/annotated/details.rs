//! 得分说明: one row a department and indicator, with the figures that the score comes from.

use rust_xlsxwriter::{
    Color, ConditionalFormatCell, ConditionalFormatCellRule, Format, Worksheet, XlsxError,
};

use super::layout::Layout;
use crate::analysis::Evaluation;
use crate::scoring::PENDING;
use crate::scoring::Source;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::number;
use crate::sheets::style::{self, Style};

const HEADERS: [(&str, f64); 9] = [
    ("部门编码", 11.0),
    ("部门名称", 26.0),
    ("一级指标", 11.0),
    ("三级指标", 22.0),
    ("分值", 7.0),
    ("得分", 8.0),
    ("失分", 8.0),
    ("来源", 9.0),
    ("得分依据", 92.0),
];
const LOST: u16 = 6;
const EXPLANATION: u16 = 8;

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    layout: &Layout,
    style: &Style,
) -> Result<(), XlsxError> {
    let book = evaluation.book;
    let note =
        "每个部门、每项指标一行，“→”后面是得分。这里是评分时的结果；改动原始数据后请重新运行。";
    page::title(sheet, "得分说明", note, EXPLANATION, style)?;
    let header_row = layout.detail_row(0, 0) - 1;
    page::header(sheet, header_row, &HEADERS, style)?;
    for (department, (record, card)) in evaluation.departments().enumerate() {
        for (index, (indicator, scored)) in book.indicators.iter().zip(&card.indicators).enumerate()
        {
            let row = layout.detail_row(department, index);
            sheet.write_string_with_format(
                row,
                0,
                record.code.as_deref().unwrap_or_default(),
                &style.center,
            )?;
            sheet.write_string_with_format(row, 1, &record.name, &style.text)?;
            sheet.write_string_with_format(row, 2, &indicator.under.0, &style.center)?;
            sheet.write_string_with_format(row, 3, &indicator.name, &style.wrapped)?;
            sheet.write_number_with_format(row, 4, number(indicator.points), &style.points)?;
            match scored.score {
                Some(score) => {
                    sheet.write_number_with_format(row, 5, number(score), &style.score)?;
                    sheet.write_number_with_format(
                        row,
                        LOST,
                        number(indicator.points - score),
                        &style.score,
                    )?;
                }
                None => {
                    sheet.write_string_with_format(row, 5, PENDING, &style.score)?;
                    sheet.write_string_with_format(row, LOST, PENDING, &style.score)?;
                }
            }
            let source = match scored.source {
                Source::Computed => "核算",
                Source::Declared => "采用自评",
                Source::Missing => PENDING,
            };
            sheet.write_string_with_format(row, 7, source, &style.center)?;
            sheet.write_string_with_format(
                row,
                EXPLANATION,
                &scored.explanation,
                &style.wrapped,
            )?;
            let tallest = style::height(&scored.explanation, HEADERS[8].1)
                .max(style::height(&indicator.name, HEADERS[3].1));
            sheet.set_row_height(row, tallest.max(18.0))?;
        }
    }
    let first = layout.detail_row(0, 0);
    let last = layout.detail_row(evaluation.cards.len().max(1) - 1, book.indicators.len() - 1);
    let lost = ConditionalFormatCell::new()
        .set_rule(ConditionalFormatCellRule::GreaterThan(0))
        .set_format(
            Format::new()
                .set_font_color(Color::RGB(0xC00000))
                .set_background_color(Color::RGB(0xFDECEA)),
        );
    sheet.add_conditional_format(first, LOST, last, LOST, &lost)?;
    sheet.autofilter(header_row, 0, last, EXPLANATION)?;
    sheet.set_freeze_panes(first, 2)?;
    page::set_up(
        sheet,
        &Page::landscape((header_row, header_row), (last, EXPLANATION)),
    )
}
