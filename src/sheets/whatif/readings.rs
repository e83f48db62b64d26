//! 争议读法: a drop-down for each disputed reading, whose choice drives the totals, grades and ranks below it; 读法影响:
//! what each reading changes; 读法得分: the scores that the first looks up.

use rust_xlsxwriter::{Color, DataValidation, Format, Formula, Worksheet, XlsxError};

use super::top;
use crate::analysis::Evaluation;
use crate::expr::excel::quoted;
use crate::questions::readings::told::{self, OWN};
use crate::questions::readings::{Readings, Span};
use crate::scoring::PENDING;
use crate::sheets::formula;
use crate::sheets::layer::{Page, number};
use crate::sheets::reference::{cell, fixed_cell, fixed_column, fixed_rows};
use crate::sheets::style::{self, Style};

pub const SHEET: &str = "争议读法";
pub const EFFECTS: &str = "读法影响";
pub const SCORES: &str = "读法得分";

const HEADERS: [(&str, f64); 13] = [
    ("名次", 6.0),
    ("部门编码", 10.0),
    ("部门名称", 26.0),
    ("总分", 9.0),
    ("等级", 7.0),
    ("所选读法下总分", 10.0),
    ("所选读法下等级", 10.0),
    ("所选读法下名次", 10.0),
    ("总分变动", 9.0),
    ("最低总分", 9.0),
    ("最高总分", 9.0),
    ("名次范围", 14.0),
    ("等级范围", 12.0),
];
const LAST: u16 = 12;
/// Hidden: which of the readings is chosen; and below, the total that a department is ranked by.
const HELPER: u16 = 13;
/// The first row of choices, below title, note and header.
const FIRST_CHOICE: u32 = 3;
/// 读法得分: the rows of indicators, readings and the first department; the columns of the rest and the first reading.
const READINGS: u32 = 3;
const FIRST_SCORE: u32 = 4;
const REST: u16 = 2;
const FIRST_READING: u16 = 3;

/// Where the parts of the sheets stand.
struct Plan<'p> {
    evaluation: &'p Evaluation<'p>,
    readings: &'p Readings<'p>,
}

impl Plan<'_> {
    /// The row of a department by its place in the ranking.
    fn row(&self, position: usize) -> u32 {
        FIRST_CHOICE + self.readings.choices.len() as u32 + 2 + position as u32
    }

    fn score_row(&self, position: usize) -> u32 {
        FIRST_SCORE + position as u32
    }

    /// The columns of a choice's readings in 读法得分.
    fn block(&self, choice: usize) -> (u16, u16) {
        let before = self.readings.choices[..choice].iter();
        let before: usize = before.map(|choice| choice.open.len() + 1).sum();
        let first = FIRST_READING + before as u16;
        (
            first,
            first + self.readings.choices[choice].open.len() as u16,
        )
    }

    fn across(&self, row: u32, columns: (u16, u16)) -> String {
        let (first, last) = columns;
        format!(
            "{SCORES}!{}:{}",
            fixed_cell(row, first),
            fixed_cell(row, last)
        )
    }
}

/// Writes 争议读法.
pub fn write(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    readings: &Readings,
    style: &Style,
) -> Result<(), XlsxError> {
    let plan = Plan {
        evaluation,
        readings,
    };
    let how = match readings.all {
        true => format!("共 {} 种组合，逐一算过", readings.combinations),
        false => "组合太多，名次范围按每次换一种读法计算".to_string(),
    };
    let note = format!(
        "在黄格里为每个指标选一种读法，下面所选读法下的总分、等级、名次随之重算；范围是各种读法组合的最低和最高（{how}）。"
    );
    top::title(sheet, SHEET, &note, LAST)?;
    for (column, (_, width)) in (0..).zip(HEADERS) {
        sheet.set_column_width(column, width)?;
    }
    sheet.set_column_hidden(HELPER)?;
    write_choices(sheet, &plan, style)?;
    let header = plan.row(0) - 1;
    top::header(sheet, header, &HEADERS)?;
    sheet.set_row_height(header, 32)?;
    for (position, place) in evaluation.ranking.order.iter().enumerate() {
        write_department(sheet, &plan, position, *place, style)?;
    }
    let (first, last) = (plan.row(0), plan.row(evaluation.cards.len().max(1) - 1));
    style::colour_grades(sheet, evaluation.book, (first, last), 4)?;
    style::colour_grades(sheet, evaluation.book, (first, last), 6)?;
    sheet.set_freeze_panes(header + 1, 3)?;
    Page::landscape((header, header), (last, LAST)).set_up(sheet)
}

fn write_choices(sheet: &mut Worksheet, plan: &Plan, style: &Style) -> Result<(), XlsxError> {
    let header = FIRST_CHOICE - 1;
    sheet.merge_range(header, 0, header, 2, "指标", &style.header)?;
    sheet.merge_range(header, 3, header, 7, "所选读法", &style.header)?;
    sheet.merge_range(header, 8, header, LAST, "可选的读法", &style.header)?;
    let chosen = style
        .wrapped
        .clone()
        .set_background_color(Color::RGB(0xFFF2CC))
        .set_bold();
    for (number, choice) in plan.readings.choices.iter().enumerate() {
        let row = FIRST_CHOICE + number as u32;
        let indicator = &plan.evaluation.book.indicators[choice.indicator].name;
        let names: Vec<&str> = choice.open.iter().map(|one| one.name.as_str()).collect();
        let listed = format!("{OWN}；{}", names.join("；"));
        sheet.merge_range(row, 0, row, 2, indicator, &style.wrapped)?;
        sheet.merge_range(row, 3, row, 7, OWN, &chosen)?;
        sheet.merge_range(row, 8, row, LAST, &listed, &style.wrapped)?;
        let list = plan.across(READINGS, plan.block(number));
        let formula = Formula::new(format!("={list}"));
        let validation = DataValidation::new()
            .allow_list_formula(formula)
            .set_error_title("读法")?
            .set_error_message("请从下拉列表中选一种读法")?;
        sheet.add_data_validation(row, 3, row, 3, &validation)?;
        let index = format!("MATCH({},{list},0)", cell(row, 3));
        sheet.write_formula(row, HELPER, Formula::new(index).set_result("1"))?;
        let tallest = style::height(&listed, 53.0).max(style::height(indicator, 42.0));
        sheet.set_row_height(row, tallest.max(20.0))?;
    }
    Ok(())
}

fn write_department(
    sheet: &mut Worksheet,
    plan: &Plan,
    position: usize,
    place: usize,
    style: &Style,
) -> Result<(), XlsxError> {
    let evaluation = plan.evaluation;
    let (record, card) = (&evaluation.dataset.records[place], &evaluation.cards[place]);
    let (row, places) = (plan.row(position), evaluation.book.decimals);
    let rank = evaluation.ranking.ranks[place];
    write_rank(sheet, row, 0, rank, style)?;
    sheet.write_string_with_format(row, 1, record.code.as_deref().unwrap_or(""), &style.center)?;
    sheet.write_string_with_format(row, 2, &record.name, &style.shrunk)?;
    let grade = card.grade.as_deref().unwrap_or(PENDING);
    sheet.write_string_with_format(row, 4, grade, &style.grade)?;
    let Some(total) = card.total else {
        for column in [3, 5, 6] {
            sheet.write_string_with_format(row, column, PENDING, &style.center)?;
        }
        for column in [7, 8, 9, 10, 11, 12] {
            sheet.write_string_with_format(row, column, "—", &style.center)?;
        }
        return Ok(());
    };
    sheet.write_number_with_format(row, 3, number(total), &style.score)?;
    let (own, chosen) = (cell(row, 3), cell(row, 5));
    let scores = plan.score_row(position);
    let mut sum = format!("{SCORES}!{}", fixed_cell(scores, REST));
    for choice in 0..plan.readings.choices.len() {
        let index = fixed_cell(FIRST_CHOICE + choice as u32, HELPER);
        let block = plan.across(scores, plan.block(choice));
        sum.push_str(&format!("+INDEX({block},{index})"));
    }
    let formula = format!("IFERROR(ROUND({sum},{places}),{})", quoted(PENDING));
    let mut put = |column: u16, formula: String, result: String, format: &Format| {
        let formula = Formula::new(formula).set_result(result);
        sheet
            .write_formula_with_format(row, column, formula, format)
            .map(|_| ())
    };
    let shown = number(total).to_string();
    put(5, formula, shown.clone(), &style.total)?;
    put(
        6,
        formula::grade(evaluation.book, &chosen),
        grade.into(),
        &style.grade,
    )?;
    let helper = cell(row, HELPER);
    let last = plan.row(evaluation.cards.len() - 1);
    let column = fixed_rows(HELPER, plan.row(0), last);
    let ranked = format!("IF(ISNUMBER({helper}),RANK({helper},{column}),\"—\")");
    let result = rank.map_or_else(|| "—".into(), |rank| rank.to_string());
    put(7, ranked, result, &style.center)?;
    let moved = format!("IF(ISNUMBER({chosen}),ROUND({chosen}-{own},{places}),\"—\")");
    put(
        8,
        moved,
        "0".into(),
        &style.score.clone().set_num_format("+0.00;-0.00;0"),
    )?;
    let by = match record.duplicate {
        true => "\"\"".to_string(),
        false => format!(
            "IF(ISNUMBER({}),{},\"\")",
            fixed_column(row, 5),
            fixed_column(row, 5)
        ),
    };
    let result = if record.duplicate {
        String::new()
    } else {
        shown
    };
    put(HELPER, by, result, &style.score)?;
    let range = &plan.readings.ranges[place];
    let Span { least, most } = range.total.unwrap_or(Span {
        least: total,
        most: total,
    });
    sheet.write_number_with_format(row, 9, number(least), &style.score)?;
    sheet.write_number_with_format(row, 10, number(most), &style.score)?;
    let ranks = range.rank.map_or_else(|| "—".into(), told::ranks);
    sheet.write_string_with_format(row, 11, ranks, &style.center)?;
    let open = style
        .grade
        .clone()
        .set_background_color(Color::RGB(0xFFEB9C));
    let format = if range.grades.len() > 1 {
        &open
    } else {
        &style.center
    };
    sheet.write_string_with_format(row, 12, told::grades(range), format)?;
    Ok(())
}

fn write_rank(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    rank: Option<u32>,
    style: &Style,
) -> Result<(), XlsxError> {
    match rank {
        Some(rank) => {
            sheet.write_number_with_format(row, column, f64::from(rank), &style.integer)?
        }
        None => sheet.write_string_with_format(row, column, "—", &style.center)?,
    };
    Ok(())
}

const EFFECT_HEADERS: [(&str, f64); 10] = [
    ("指标", 22.0),
    ("读法", 24.0),
    ("理由", 44.0),
    ("定案", 34.0),
    ("总分变的部门", 9.0),
    ("等级变的部门", 9.0),
    ("名次变的部门", 9.0),
    ("总分变动最大", 24.0),
    ("两种名次的一致程度", 11.0),
    ("等级变动的部门", 64.0),
];

/// Writes 读法影响.
pub fn write_effects(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    readings: &Readings,
    style: &Style,
) -> Result<(), XlsxError> {
    const FIRST: u32 = 3;
    let last_column = EFFECT_HEADERS.len() as u16 - 1;
    let note = "每次只换一种读法，其余按规则书。“定案”一栏有字的，公开案例已经否定这种读法，不在下拉列表里。一致程度是肯德尔 τ：1 为名次完全相同。";
    top::title(sheet, EFFECTS, note, last_column)?;
    top::header(sheet, FIRST - 1, &EFFECT_HEADERS)?;
    sheet.set_row_height(FIRST - 1, 32)?;
    for (row, effect) in (FIRST..).zip(&readings.effects) {
        let changed = told::grades_changed(effect, evaluation);
        let largest = told::largest(effect, evaluation).unwrap_or_else(|| "—".into());
        let settled = effect.reading.settled.as_deref().unwrap_or("未定案");
        let texts = [
            (
                0,
                evaluation.book.indicators[effect.indicator].name.as_str(),
            ),
            (1, &effect.reading.name),
            (2, &effect.reading.reason),
            (3, settled),
            (7, &largest),
            (9, if changed.is_empty() { "无" } else { &changed }),
        ];
        let mut tallest: f64 = 18.0;
        for (column, text) in texts {
            sheet.write_string_with_format(row, column, text, &style.wrapped)?;
            tallest = tallest.max(style::height(text, EFFECT_HEADERS[usize::from(column)].1));
        }
        sheet.set_row_height(row, tallest)?;
        let (totals, grades, ranks) = told::counts(effect);
        for (column, count) in [(4, totals), (5, grades), (6, ranks)] {
            sheet.write_number_with_format(row, column, count as f64, &style.integer)?;
        }
        match effect.tau {
            Some(tau) => {
                let format = style.center.clone().set_num_format("0.0000");
                sheet.write_number_with_format(row, 8, number(tau), &format)?
            }
            None => sheet.write_string_with_format(row, 8, "—", &style.center)?,
        };
    }
    let last = FIRST + readings.effects.len().max(1) as u32 - 1;
    sheet.set_freeze_panes(FIRST, 2)?;
    Page::landscape((FIRST - 1, FIRST - 1), (last, last_column)).set_up(sheet)
}

/// Writes 读法得分.
pub fn write_scores(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    readings: &Readings,
    style: &Style,
) -> Result<(), XlsxError> {
    let plan = Plan {
        evaluation,
        readings,
    };
    let last_column = match readings.choices.len().checked_sub(1) {
        Some(last) => plan.block(last).1,
        None => REST,
    };
    let note = "“争议读法”从这里取数。其余指标合计加上各争议指标在所选读法下的得分，就是总分。";
    top::title(sheet, SCORES, note, last_column)?;
    let heads = [
        ("部门编码", 10.0),
        ("部门名称", 26.0),
        ("其余指标合计", 10.0),
    ];
    top::header(sheet, READINGS, &heads)?;
    for (number, choice) in readings.choices.iter().enumerate() {
        let (first, last) = plan.block(number);
        let name = &evaluation.book.indicators[choice.indicator].name;
        sheet.merge_range(READINGS - 1, first, READINGS - 1, last, name, &style.header)?;
        let names = std::iter::once(OWN).chain(choice.open.iter().map(|one| one.name.as_str()));
        for (column, name) in (first..).zip(names) {
            sheet.write_string_with_format(READINGS, column, name, &style.subheader)?;
            sheet.set_column_width(column, 16.0)?;
        }
    }
    sheet.set_row_height(READINGS - 1, 32)?;
    sheet.set_row_height(READINGS, 48)?;
    for (position, place) in evaluation.ranking.order.iter().enumerate() {
        let (record, card) = (
            &evaluation.dataset.records[*place],
            &evaluation.cards[*place],
        );
        let row = plan.score_row(position);
        sheet.write_string_with_format(
            row,
            0,
            record.code.as_deref().unwrap_or(""),
            &style.center,
        )?;
        sheet.write_string_with_format(row, 1, &record.name, &style.shrunk)?;
        let disputed = readings
            .choices
            .iter()
            .map(|one| card.indicators[one.indicator].score);
        let disputed: Option<rust_decimal::Decimal> = disputed.sum();
        match card.total.zip(disputed) {
            Some((total, disputed)) => {
                sheet.write_number_with_format(row, REST, number(total - disputed), &style.score)?
            }
            None => sheet.write_string_with_format(row, REST, PENDING, &style.center)?,
        };
        for (choice, scores) in readings.scores[*place].iter().enumerate() {
            for (column, score) in (plan.block(choice).0..).zip(scores) {
                match score {
                    Some(score) => {
                        sheet.write_number_with_format(row, column, number(*score), &style.score)?
                    }
                    None => sheet.write_string_with_format(row, column, PENDING, &style.center)?,
                };
            }
        }
    }
    let last = plan.score_row(evaluation.cards.len().max(1) - 1);
    sheet.set_freeze_panes(FIRST_SCORE, FIRST_READING)?;
    Page::landscape((READINGS - 1, READINGS), (last, last_column)).set_up(sheet)
}
