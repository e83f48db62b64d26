//! The head of 评分结果: first level, second level, indicators, points.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::layout::Layout;
use crate::decimal::trimmed;
use crate::rulebook::{Role, RuleBook};
use crate::sheets::reference::{number, runs};
use crate::sheets::style::{self, Style};

/// Room for 25.00 and for four characters of an indicator's name.
const SCORE_WIDTH: f64 = 7.0;

/// Writes the head, and sets its columns' widths.
pub fn write(
    sheet: &mut Worksheet,
    book: &RuleBook,
    layout: &Layout,
    style: &Style,
) -> Result<(), XlsxError> {
    tall(sheet, book, layout, style)?;
    levels(sheet, book, layout, style)?;
    indicators(sheet, book, layout, style)
}

/// Columns that are neither of a level nor of an indicator.
fn tall(
    sheet: &mut Worksheet,
    book: &RuleBook,
    layout: &Layout,
    style: &Style,
) -> Result<(), XlsxError> {
    let [first_row, .., points_row] = Layout::LEVEL_ROWS;
    let role = |role, default: &str| {
        book.role(role)
            .map_or(default.to_string(), |metric| metric.name().to_string())
    };
    for (column, text) in [
        (Layout::CODE, role(Role::Code, "部门编码")),
        (Layout::NAME, role(Role::Name, "部门名称")),
        (Layout::GROUP, role(Role::Group, "主管部门")),
        (layout.total(), "总分".into()),
        (layout.grade(), "等级".into()),
        (layout.rank(), "名次".into()),
        (layout.losses(), "失分最多（评分时）".into()),
        (layout.ranked_total(), "参评总分".into()),
        (layout.position(), "排序".into()),
    ] {
        sheet.merge_range(first_row, column, points_row, column, &text, &style.header)?;
    }
    for (column, width) in [
        (layout.total(), 11.5),
        (layout.grade(), 6.0),
        (layout.rank(), 6.0),
    ] {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

/// The two upper levels over their indicators, and the first level's sums.
fn levels(
    sheet: &mut Worksheet,
    book: &RuleBook,
    layout: &Layout,
    style: &Style,
) -> Result<(), XlsxError> {
    let [first_row, second_row, name_row, points_row] = Layout::LEVEL_ROWS;
    for (place, first) in book.framework.iter().enumerate() {
        let columns = layout.indicators_under(book, &first.name);
        let text = format!("{}（{} 分）", first.name, trimmed(first.points, 2));
        merge(sheet, first_row, &columns, &text, &style.header)?;
        for second in &first.second {
            let columns: Vec<u16> = book
                .under(&first.name)
                .filter(|(_, indicator)| indicator.under.1 == second.name)
                .map(|(index, _)| layout.indicator(index))
                .collect();
            let text = format!("{}（{}）", second.name, trimmed(second.points, 2));
            merge(sheet, second_row, &columns, &text, &style.subheader)?;
        }
        let sum = layout.subtotal(place);
        sheet.merge_range(first_row, sum, name_row, sum, &first.name, &style.header)?;
        sheet.write_number_with_format(points_row, sum, number(first.points), &style.subheader)?;
        sheet.set_column_width(sum, SCORE_WIDTH)?;
    }
    sheet.set_row_height(second_row, 30)?;
    Ok(())
}

fn indicators(
    sheet: &mut Worksheet,
    book: &RuleBook,
    layout: &Layout,
    style: &Style,
) -> Result<(), XlsxError> {
    let [.., name_row, points_row] = Layout::LEVEL_ROWS;
    let mut tallest: f64 = 45.0;
    for (index, indicator) in book.indicators.iter().enumerate() {
        let (column, points) = (layout.indicator(index), number(indicator.points));
        sheet.write_string_with_format(name_row, column, &indicator.name, &style.subheader)?;
        sheet.write_number_with_format(points_row, column, points, &style.subheader)?;
        sheet.set_column_width(column, SCORE_WIDTH)?;
        tallest = tallest.max(style::height(&indicator.name, SCORE_WIDTH));
    }
    sheet.set_row_height(name_row, tallest.min(130.0))?;
    Ok(())
}

/// A text over neighbouring columns; apart from each other they get it each.
fn merge(
    sheet: &mut Worksheet,
    row: u32,
    columns: &[u16],
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    for (first, last) in runs(columns) {
        if first == last {
            sheet.write_string_with_format(row, first, text, format)?;
        } else {
            sheet.merge_range(row, first, row, last, text, format)?;
        }
    }
    Ok(())
}
