//! 差距与余量: how far each department is from the next grades, and the smallest change that gives one; 差距明细: every
//! answer, a row for each figure.

use rust_xlsxwriter::{Color, Worksheet, XlsxError};

use super::top;
use crate::analysis::Evaluation;
use crate::problem::Severity;
use crate::questions::headroom::told::{self, NEAR, PURPOSE};
use crate::questions::headroom::{Direction, Headroom, Side};
use crate::scoring::PENDING;
use crate::sheets::layer::{Page, number};
use crate::sheets::style::{self, Style};

const HEADERS: [(&str, f64); 11] = [
    ("名次", 6.0),
    ("部门编码", 10.0),
    ("部门名称", 26.0),
    ("总分", 8.0),
    ("等级", 6.0),
    ("上一等级", 8.0),
    ("还差（分）", 8.0),
    ("最小的变动，够上一等级", 50.0),
    ("下一等级", 8.0),
    ("余量（分）", 8.0),
    ("最小的变动，掉到下一等级", 50.0),
];
const LAST: u16 = 10;
const FIRST_ROW: u32 = 3;

/// Writes 差距与余量.
pub fn write(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    answers: &[Headroom],
    style: &Style,
) -> Result<(), XlsxError> {
    let note = format!("还差、余量不到 {NEAR} 分的标了颜色。{PURPOSE}");
    top::title(sheet, "差距与余量", &note, LAST)?;
    top::header(sheet, FIRST_ROW - 1, &HEADERS)?;
    sheet.set_row_height(FIRST_ROW - 1, 32)?;
    for (row, place) in (FIRST_ROW..).zip(&evaluation.ranking.order) {
        write_department(sheet, row, evaluation, *place, &answers[*place], style)?;
    }
    let last = FIRST_ROW + evaluation.cards.len().max(1) as u32 - 1;
    style::colour_grades(sheet, evaluation.book, (FIRST_ROW, last), 4)?;
    sheet.autofilter(FIRST_ROW - 1, 0, last, LAST)?;
    sheet.set_freeze_panes(FIRST_ROW, 3)?;
    Page::landscape((FIRST_ROW - 1, FIRST_ROW - 1), (last, LAST)).set_up(sheet)
}

fn write_department(
    sheet: &mut Worksheet,
    row: u32,
    evaluation: &Evaluation,
    place: usize,
    headroom: &Headroom,
    style: &Style,
) -> Result<(), XlsxError> {
    let (record, card) = (&evaluation.dataset.records[place], &evaluation.cards[place]);
    match evaluation.ranking.ranks[place] {
        Some(rank) => {
            sheet.write_number_with_format(row, 0, f64::from(rank), &style.integer)?;
        }
        None => {
            sheet.write_string_with_format(row, 0, "—", &style.center)?;
        }
    }
    sheet.write_string_with_format(row, 1, record.code.as_deref().unwrap_or(""), &style.center)?;
    sheet.write_string_with_format(row, 2, &record.name, &style.wrapped)?;
    match card.total {
        Some(total) => sheet.write_number_with_format(row, 3, number(total), &style.total)?,
        None => sheet.write_string_with_format(row, 3, PENDING, &style.total)?,
    };
    let grade = card.grade.as_deref().unwrap_or(PENDING);
    sheet.write_string_with_format(row, 4, grade, &style.grade)?;
    let up = write_side(
        sheet,
        row,
        5,
        (&headroom.up, Direction::Up),
        evaluation,
        style,
    )?;
    let down = write_side(
        sheet,
        row,
        8,
        (&headroom.down, Direction::Down),
        evaluation,
        style,
    )?;
    let tallest = style::height(&up, HEADERS[7].1)
        .max(style::height(&down, HEADERS[10].1))
        .max(style::height(&record.name, HEADERS[2].1));
    sheet.set_row_height(row, tallest.max(18.0))?;
    Ok(())
}

/// Grade, points and the smallest change of one direction; gives back what was said.
fn write_side(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    (side, direction): (&Side, Direction),
    evaluation: &Evaluation,
    style: &Style,
) -> Result<String, XlsxError> {
    let grade = side.grade.as_deref().unwrap_or("—");
    sheet.write_string_with_format(row, column, grade, &style.center)?;
    match side.points {
        Some(points) => {
            let format = match points < NEAR {
                true => style
                    .score
                    .clone()
                    .set_background_color(style::problem_fill(Severity::Warning)),
                false => style.score.clone(),
            };
            sheet.write_number_with_format(row, column + 1, number(points), &format)?;
        }
        None => {
            sheet.write_string_with_format(row, column + 1, "—", &style.center)?;
        }
    }
    let first = side.answers.first();
    let said = first.map(|one| told::answer(one, evaluation.book));
    let silent = told::silence(side, direction).map(String::from);
    let quiet = said.is_none();
    let said = said.or(silent).unwrap_or_default();
    let format = match quiet {
        true => style.wrapped.clone().set_font_color(Color::RGB(0x595959)),
        false => style.wrapped.clone(),
    };
    sheet.write_string_with_format(row, column + 2, &said, &format)?;
    Ok(said)
}

const DETAILS: [(&str, f64); 12] = [
    ("部门编码", 10.0),
    ("部门名称", 26.0),
    ("总分", 8.0),
    ("等级", 6.0),
    ("方向", 10.0),
    ("办法", 6.0),
    ("数据", 40.0),
    ("单元格", 16.0),
    ("现为", 18.0),
    ("如为", 18.0),
    ("即得总分", 9.0),
    ("即为等级", 9.0),
];
const LAST_DETAIL: u16 = 11;

/// Writes 差距明细.
pub fn write_details(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    answers: &[Headroom],
    style: &Style,
) -> Result<(), XlsxError> {
    let note =
        format!("“办法”相同的几行要一起改。按变动大小排列，每个办法都经重新评分核对。{PURPOSE}");
    top::title(sheet, "差距明细", &note, LAST_DETAIL)?;
    top::header(sheet, FIRST_ROW - 1, &DETAILS)?;
    let mut row = FIRST_ROW;
    for place in &evaluation.ranking.order {
        let record = &evaluation.dataset.records[*place];
        let card = &evaluation.cards[*place];
        for side in [&answers[*place].up, &answers[*place].down] {
            for (way, answer) in side.answers.iter().enumerate() {
                for change in &answer.changes {
                    let direction = match answer.direction {
                        Direction::Up => "够上一等级",
                        Direction::Down => "掉到下一等级",
                    };
                    let sheet_name = match change.in_outcomes {
                        true => evaluation
                            .dataset
                            .outcomes
                            .as_ref()
                            .map(|it| &it.sheet.name),
                        false => Some(&evaluation.dataset.data.sheet.name),
                    };
                    let cell = change.cell.map(|cell| cell.to_string()).unwrap_or_default();
                    let cell = sheet_name.map_or(cell.clone(), |name| format!("{name}!{cell}"));
                    let texts = [
                        (0, record.code.as_deref().unwrap_or(""), &style.center),
                        (1, &record.name, &style.wrapped),
                        (3, card.grade.as_deref().unwrap_or(PENDING), &style.grade),
                        (4, direction, &style.center),
                        (6, &change.metric, &style.wrapped),
                        (7, &cell, &style.center),
                        (8, &change.from, &style.center),
                        (9, &change.to, &style.center),
                        (11, &answer.grade, &style.grade),
                    ];
                    for (column, text, format) in texts {
                        sheet.write_string_with_format(row, column, text, format)?;
                    }
                    if let Some(total) = card.total {
                        sheet.write_number_with_format(row, 2, number(total), &style.score)?;
                    }
                    sheet.write_number_with_format(row, 5, (way + 1) as f64, &style.integer)?;
                    sheet.write_number_with_format(row, 10, number(answer.total), &style.total)?;
                    let tallest = style::height(&change.metric, DETAILS[6].1)
                        .max(style::height(&record.name, DETAILS[1].1));
                    sheet.set_row_height(row, tallest.max(18.0))?;
                    row += 1;
                }
            }
        }
    }
    let last = row.max(FIRST_ROW + 1) - 1;
    style::colour_grades(sheet, evaluation.book, (FIRST_ROW, last), 3)?;
    style::colour_grades(sheet, evaluation.book, (FIRST_ROW, last), LAST_DETAIL)?;
    sheet.autofilter(FIRST_ROW - 1, 0, last, LAST_DETAIL)?;
    sheet.set_freeze_panes(FIRST_ROW, 2)?;
    Page::landscape((FIRST_ROW - 1, FIRST_ROW - 1), (last, LAST_DETAIL)).set_up(sheet)
}
