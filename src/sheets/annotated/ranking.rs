//! 排名: the departments by total. The order itself is live: each row looks its department up in 评分结果.

use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Formula, Worksheet, XlsxError};

use super::charts;
use super::layout::Layout;
use super::scores::data_bar;
use crate::analysis::Evaluation;
use crate::decimal::{fixed, trimmed};
use crate::expr::excel::literal;
use crate::scoring::PENDING;
use crate::sheets::page::{self, Page};
use crate::sheets::reference;
use crate::sheets::style::{self, Style};

/// The columns before the subtotals.
const RANK: u16 = 0;
const NAME: u16 = 1;
const GROUP: u16 = 2;
const TOTAL: u16 = 3;
const GRADE: u16 = 4;
const FIRST_SUBTOTAL: u16 = 5;
const LOSSES_WIDTH: f64 = 88.0;

/// Writes the sheet.
pub fn write(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    layout: &Layout,
    style: &Style,
) -> Result<(), XlsxError> {
    let book = evaluation.book;
    let subtotals = book.framework.len() as u16;
    let losses = FIRST_SUBTOTAL + subtotals;
    let place = losses + 1;
    let year = evaluation
        .dataset
        .year
        .map_or_else(String::new, |year| format!("{year} 年度"));
    let ranked = evaluation.ranking.ranks.iter().flatten().count();
    let note = format!(
        "{}　共 {} 个部门，参加排名 {ranked} 个。同分并列；没有总分的排在后面，“总分”一栏是已评得分／可评分值。",
        book.name, layout.departments
    );
    page::title(
        sheet,
        &format!("{year}部门整体支出绩效评价排名"),
        &note,
        losses,
        style,
    )?;
    let header_row = layout.ranking_row(0) - 1;
    let mut headers = vec!["名次", "部门名称", "主管部门", "总分", "等级"];
    headers.extend(book.framework.iter().map(|first| first.name.as_str()));
    headers.extend(["失分最多的指标／待补正的数据（评分时）", "行"]);
    for (column, header) in headers.iter().enumerate() {
        sheet.write_string_with_format(header_row, column as u16, *header, &style.header)?;
    }
    sheet.set_row_height(header_row, 32)?;
    sheet.set_formula_result_default("");
    for position in 0..evaluation.cards.len() {
        Row {
            evaluation,
            layout,
            style,
            place,
        }
        .write(sheet, position)?;
    }
    let last = layout.ranking_row(evaluation.cards.len().max(1) - 1);
    let first = layout.ranking_row(0);
    style::colour_grades(sheet, book, (first, last), GRADE)?;
    sheet.add_conditional_format(first, TOTAL, last, TOTAL, &data_bar())?;
    let unranked = ConditionalFormatFormula::new()
        .set_rule(format!("=$E{}=\"{PENDING}\"", first + 1).as_str())
        .set_format(Format::new().set_font_color(Color::RGB(0x7F7F7F)));
    sheet.add_conditional_format(first, RANK, last, losses, &unranked)?;
    set_widths(sheet, evaluation, losses)?;
    sheet.set_column_hidden(place)?;
    sheet.set_freeze_panes(first, TOTAL)?;
    sheet.autofilter(header_row, RANK, last, losses)?;
    charts::ranking(sheet, evaluation, (first, last), (NAME, TOTAL), place + 1)?;
    page::set_up(
        sheet,
        &Page::landscape((header_row, header_row), (last, losses)),
    )
}

struct Row<'a> {
    evaluation: &'a Evaluation<'a>,
    layout: &'a Layout,
    style: &'a Style,
    place: u16,
}

impl Row<'_> {
    /// One position: its department's place is found once, everything else by it.
    fn write(&self, sheet: &mut Worksheet, position: usize) -> Result<(), XlsxError> {
        let (evaluation, layout, style) = (self.evaluation, self.layout, self.style);
        let department = evaluation.ranking.order[position];
        let (record, card) = (
            &evaluation.dataset.records[department],
            &evaluation.cards[department],
        );
        let places = evaluation.book.decimals;
        let row = layout.ranking_row(position);
        let at = reference::fixed_column(row, self.place);
        let found = format!(
            "MATCH({},{},0)",
            position + 1,
            layout.scores_column(layout.position())
        );
        let found = Formula::new(found).set_result((department + 1).to_string());
        sheet.write_formula_with_format(row, self.place, found, &style.integer)?;
        let mut look_up = |column: u16, source: u16, result: String, format: &Format| {
            let value = format!("INDEX({},{at})", layout.scores_column(source));
            let (formula, result) = match source {
                Layout::NAME => as_text(value, result),
                // An empty cell looked up would show 0, also after the order has changed.
                Layout::GROUP => as_text(format!("{value}&\"\""), result),
                _ => (value, result),
            };
            let formula = Formula::new(formula).set_result(result);
            sheet
                .write_formula_with_format(row, column, formula, format)
                .map(|_| ())
        };
        let pending = || PENDING.to_string();
        let rank = evaluation.ranking.ranks[department]
            .map_or_else(|| "—".into(), |rank| rank.to_string());
        look_up(RANK, layout.rank(), rank, &style.integer)?;
        look_up(NAME, Layout::NAME, record.name.clone(), &style.text)?;
        let total = card.total.map_or_else(
            || {
                format!(
                    "{}／{}",
                    fixed(card.scored_total, places),
                    trimmed(card.scored_points, places)
                )
            },
            literal,
        );
        look_up(
            GROUP,
            Layout::GROUP,
            record.group.clone().unwrap_or_default(),
            &style.text,
        )?;
        look_up(TOTAL, layout.total(), total, &style.total)?;
        look_up(
            GRADE,
            layout.grade(),
            card.grade.clone().unwrap_or_else(pending),
            &style.grade,
        )?;
        for (place, subtotal) in card.subtotals.iter().enumerate() {
            let result = subtotal.map_or_else(pending, literal);
            look_up(
                FIRST_SUBTOTAL + place as u16,
                layout.subtotal(place),
                result,
                &style.score,
            )?;
        }
        let losses = super::scores::losses(evaluation, department);
        let height = style::height(&losses, LOSSES_WIDTH).max(18.0);
        look_up(self.place - 1, layout.losses(), losses, &style.wrapped)?;
        sheet.set_row_height(row, height)?;
        Ok(())
    }
}

/// A text looked up, kept as text: the stored result of a name such as 007 would be taken for a number,
/// were it not for a character that cannot be seen.
fn as_text(formula: String, result: String) -> (String, String) {
    const INVISIBLE: char = '\u{200b}';
    if result.parse::<f64>().is_ok() {
        (
            format!("{formula}&\"{INVISIBLE}\""),
            format!("{result}{INVISIBLE}"),
        )
    } else {
        (formula, result)
    }
}

fn set_widths(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    losses: u16,
) -> Result<(), XlsxError> {
    let records = &evaluation.dataset.records;
    let widest = |of: &dyn Fn(usize) -> usize, least: f64, most: f64| {
        let width = (0..records.len()).map(of).max().unwrap_or_default();
        (width as f64 + 3.0).clamp(least, most)
    };
    sheet.set_column_width(RANK, 7)?;
    sheet.set_column_width(
        NAME,
        widest(&|index| style::width(&records[index].name), 16.0, 40.0),
    )?;
    sheet.set_column_width(
        GROUP,
        widest(
            &|index| style::width(records[index].group.as_deref().unwrap_or("")),
            12.0,
            32.0,
        ),
    )?;
    sheet.set_column_width(TOTAL, 14)?;
    sheet.set_column_width(GRADE, 7)?;
    for column in FIRST_SUBTOTAL..losses {
        sheet.set_column_width(column, 10)?;
    }
    sheet.set_column_width(losses, LOSSES_WIDTH)?;
    Ok(())
}
