//! 争议读法: a drop-down for each disputed reading, whose choice drives the totals, grades and ranks below it; 读法影响:
//! what each reading changes; 读法得分: the scores that the first looks up.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Color, DataValidation, Format, Formula, Worksheet, XlsxError};

use super::ranked;
use crate::analysis::{Evaluation, Part};
use crate::expr::excel::quoted;
use crate::intake::Record;
use crate::questions::readings::told::{self, OWN};
use crate::questions::readings::{Effect, Range, Readings, Span};
use crate::scoring::{PENDING, Scorecard};
use crate::sheets::formula;
use crate::sheets::layer::{Cell, Columns, Rows, STYLE, Written, or};
use crate::sheets::palette;
use crate::sheets::reference::{cell, fixed_cell, fixed_column, fixed_rows};
use crate::sheets::style;

pub const SHEET: &str = Part::Readings.name();
pub const EFFECTS: &str = "读法影响";
pub const SCORES: &str = "读法得分";

/// 争议读法: the columns that formulas refer to.
const OWN_TOTAL: u16 = 3;
const GRADE: u16 = 4;
const CHOSEN_TOTAL: u16 = 5;
const CHOSEN_GRADE: u16 = 6;
/// The last column that is seen.
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

/// A department's row.
struct Row<'p> {
    plan: &'p Plan<'p>,
    /// Its place in the ranking's order.
    position: usize,
    place: usize,
    open: &'p Format,
}

impl Row<'_> {
    fn record(&self) -> &Record {
        &self.plan.evaluation.dataset.records[self.place]
    }

    fn card(&self) -> &Scorecard {
        &self.plan.evaluation.cards[self.place]
    }

    fn rank(&self) -> Option<u32> {
        self.plan.evaluation.ranking.ranks[self.place]
    }

    fn range(&self) -> &Range {
        &self.plan.readings.ranges[self.place]
    }

    /// What a column shows of a department that has a total, and the word for one that has none.
    fn scored<'c>(
        &self,
        word: &'static str,
        content: impl FnOnce(Decimal) -> Cell<'c>,
    ) -> Cell<'c> {
        match self.card().total {
            Some(total) => content(total),
            None => Cell::from(word).with(&STYLE.center),
        }
    }

    /// The total under the readings that are chosen.
    fn chosen(&self) -> Cell<'_> {
        self.scored(PENDING, |total| {
            let scores = self.plan.score_row(self.position);
            let mut sum = format!("{SCORES}!{}", fixed_cell(scores, REST));
            for choice in 0..self.plan.readings.choices.len() {
                let index = fixed_cell(FIRST_CHOICE + choice as u32, HELPER);
                let block = self.plan.across(scores, self.plan.block(choice));
                sum.push_str(&format!("+INDEX({block},{index})"));
            }
            let places = self.plan.evaluation.book.decimals;
            let formula = format!("IFERROR(ROUND({sum},{places}),{})", quoted(PENDING));
            Cell::from(total).by(formula)
        })
    }

    fn chosen_grade(&self, row: u32) -> Cell<'_> {
        let grade = self.card().grade.as_deref().unwrap_or(PENDING);
        let formula = formula::grade(self.plan.evaluation.book, &cell(row, CHOSEN_TOTAL));
        self.scored(PENDING, |_| Cell::from(grade).by(formula))
    }

    fn chosen_rank(&self, row: u32) -> Cell<'_> {
        self.scored("—", |_| {
            let last = self.plan.row(self.plan.evaluation.cards.len() - 1);
            let (own, all) = (
                cell(row, HELPER),
                fixed_rows(HELPER, self.plan.row(0), last),
            );
            let formula = format!("IF(ISNUMBER({own}),RANK({own},{all}),\"—\")");
            ranked(self.rank()).by(formula).with(&STYLE.center)
        })
    }

    fn moved(&self, row: u32) -> Cell<'_> {
        let (own, chosen) = (cell(row, OWN_TOTAL), cell(row, CHOSEN_TOTAL));
        let places = self.plan.evaluation.book.decimals;
        let formula = format!("IF(ISNUMBER({chosen}),ROUND({chosen}-{own},{places}),\"—\")");
        self.scored("—", |_| Cell::from(Decimal::ZERO).by(formula))
    }

    /// The lowest and the highest total over all readings.
    fn totals(&self, total: Decimal) -> Span<Decimal> {
        self.range().total.unwrap_or(Span {
            least: total,
            most: total,
        })
    }

    fn grades(&self) -> Cell<'_> {
        let format = match self.range().grades.len() > 1 {
            true => self.open,
            false => &STYLE.center,
        };
        self.scored("—", |_| {
            Cell::from(told::grades(self.range())).with(format)
        })
    }

    /// What it is ranked by: nothing where it stands twice.
    fn ranked_by(&self, row: u32) -> Cell<'_> {
        let Some(total) = self.card().total else {
            return "".into();
        };
        let chosen = fixed_column(row, CHOSEN_TOTAL);
        match self.record().duplicate {
            true => Cell::from("").by("\"\""),
            false => Cell::from(total).by(format!("IF(ISNUMBER({chosen}),{chosen},\"\")")),
        }
    }

    /// Its score under a reading.
    fn under(&self, choice: usize, reading: usize) -> Cell<'_> {
        let scores = &self.plan.readings.scores[self.place];
        or(scores[choice][reading], PENDING)
    }

    /// The sum of its indicators that nobody reads otherwise.
    fn rest(&self) -> Option<Decimal> {
        let choices = self.plan.readings.choices.iter();
        let disputed = choices.map(|one| self.card().indicators[one.indicator].score);
        let disputed: Option<Decimal> = disputed.sum();
        Some(self.card().total? - disputed?)
    }
}

impl<'p> Plan<'p> {
    fn rows(&'p self, open: &'p Format) -> impl Iterator<Item = Row<'p>> {
        let order = self.evaluation.ranking.order.iter().enumerate();
        order.map(move |(position, place)| Row {
            plan: self,
            position,
            place: *place,
            open,
        })
    }
}

/// Writes 争议读法.
pub fn write(sheet: &mut Worksheet, evaluation: &Evaluation, readings: &Readings) -> Written {
    let plan = Plan {
        evaluation,
        readings,
    };
    let difference = STYLE.score.clone().set_num_format("+0.00;-0.00;0");
    let (open, plain) = (
        STYLE
            .grade
            .clone()
            .set_background_color(Color::RGB(palette::CAREFUL)),
        Format::new(),
    );
    let mut columns = Columns::<Row>::new();
    columns
        .integer("名次", 6.0, |row| ranked(row.rank()))
        .center("部门编码", 10.0, |row| {
            row.record().code.as_deref().into()
        })
        .shrunk("部门名称", 26.0, |row| (&row.record().name).into())
        .score("总分", 9.0, |row| row.scored(PENDING, Cell::from))
        .add("等级", 7.0, &STYLE.grade, |row| {
            row.card().grade.as_deref().unwrap_or(PENDING).into()
        })
        .add("所选读法下总分", 10.0, &STYLE.total, |row| {
            row.chosen()
        })
        .live("所选读法下等级", 10.0, &STYLE.grade, |row, at| {
            row.chosen_grade(at)
        })
        .live("所选读法下名次", 10.0, &STYLE.center, |row, at| {
            row.chosen_rank(at)
        })
        .live("总分变动", 9.0, &difference, |row, at| row.moved(at))
        .score("最低总分", 9.0, |row| {
            row.scored("—", |total| row.totals(total).least.into())
        })
        .score("最高总分", 9.0, |row| {
            row.scored("—", |total| row.totals(total).most.into())
        })
        .center("名次范围", 14.0, |row| {
            let ranks = || row.range().rank.map_or_else(|| "—".into(), told::ranks);
            row.scored("—", |_| ranks().into())
        })
        .center("等级范围", 12.0, |row| row.grades())
        .live("", 8.0, &plain, |row, at| row.ranked_by(at))
        .hidden()
        .header_height(0, 32.0);
    let how = told::how(readings);
    let note = format!(
        "在黄格里为每个指标选一种读法，下面所选读法下的总分、等级、名次随之重算；范围是各种读法组合的最低和最高（{how}）。"
    );
    let mut rows = Rows::titled(sheet, SHEET, &note, LAST)?;
    write_choices(&mut rows, &plan)?;
    rows.next();
    let table = rows.table(&columns, plan.rows(&open))?;
    for column in [GRADE, CHOSEN_GRADE] {
        style::colour_grades(sheet, evaluation.book, (table.first, table.last), column)?;
    }
    table.freeze(sheet, 3)?;
    table.landscape().set_up(sheet)
}

/// The indicators that can be read otherwise, each with its drop-down.
fn write_choices(rows: &mut Rows, plan: &Plan) -> Written {
    let (indicators, chosen_ones, all) = ((0, 2), (3, 7), (8, LAST));
    rows.over(indicators, "指标", &STYLE.header)?;
    rows.over(chosen_ones, "所选读法", &STYLE.header)?;
    rows.over(all, "可选的读法", &STYLE.header)?;
    rows.next();
    let chosen = STYLE
        .wrapped
        .clone()
        .set_background_color(Color::RGB(palette::CAREFUL))
        .set_bold();
    for (number, choice) in plan.readings.choices.iter().enumerate() {
        let row = rows.row();
        let indicator = &plan.evaluation.book.indicators[choice.indicator].name;
        let names: Vec<&str> = choice.open.iter().map(|one| one.name.as_str()).collect();
        let listed = format!("{OWN}；{}", names.join("；"));
        let tallest = style::height(&listed, 53.0).max(style::height(indicator, 42.0));
        rows.over(indicators, indicator, &STYLE.wrapped)?;
        rows.over(chosen_ones, OWN, &chosen)?;
        rows.over(all, listed, &STYLE.wrapped)?;
        let list = plan.across(READINGS, plan.block(number));
        let drop_down = drop_down(&list)?;
        let (column, _) = chosen_ones;
        rows.sheet
            .add_data_validation(row, column, row, column, &drop_down)?;
        let index = format!("MATCH({},{list},0)", cell(row, column));
        rows.put(HELPER, Cell::from(1_usize).by(index), &Format::new())?;
        rows.height(tallest.max(20.0))?;
        rows.next();
    }
    Ok(())
}

fn drop_down(list: &str) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_formula(Formula::new(format!("={list}")))
        .set_error_title("读法")?
        .set_error_message("请从下拉列表中选一种读法")
}

/// Writes 读法影响.
pub fn write_effects(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    readings: &Readings,
) -> Written {
    let alike = STYLE.center.clone().set_num_format("0.0000");
    let mut columns = Columns::<&Effect>::new();
    columns
        .wrapped("指标", 22.0, |effect| {
            (&evaluation.book.indicators[effect.indicator].name).into()
        })
        .wrapped("读法", 24.0, |effect| (&effect.reading.name).into())
        .wrapped("理由", 44.0, |effect| (&effect.reading.reason).into())
        .wrapped("定案", 34.0, |effect| {
            effect.reading.settled.as_deref().unwrap_or("未定案").into()
        })
        .integer("总分变的部门", 9.0, |effect| {
            told::counts(effect).0.into()
        })
        .integer("等级变的部门", 9.0, |effect| {
            told::counts(effect).1.into()
        })
        .integer("名次变的部门", 9.0, |effect| {
            told::counts(effect).2.into()
        })
        .wrapped("总分变动最大", 24.0, |effect| {
            let largest = told::largest(effect, evaluation);
            largest.unwrap_or_else(|| "—".into()).into()
        })
        .add("两种名次的一致程度", 11.0, &alike, |effect| {
            or(effect.tau, "—")
        })
        .wrapped("等级变动的部门", 64.0, |effect| match told::grades_changed(
            effect, evaluation,
        ) {
            nobody if nobody.is_empty() => "无".into(),
            changed => changed.into(),
        })
        .header_height(0, 32.0);
    let note = "每次只换一种读法，其余按规则书。“定案”一栏有字的，公开案例已经否定这种读法，不在下拉列表里。一致程度是肯德尔 τ：1 为名次完全相同。";
    let mut rows = Rows::titled(sheet, EFFECTS, note, columns.last())?;
    let table = rows.table(&columns, &readings.effects)?;
    table.freeze(sheet, 2)?;
    table.landscape().set_up(sheet)
}

/// Writes 读法得分.
pub fn write_scores(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    readings: &Readings,
) -> Written {
    let plan = Plan {
        evaluation,
        readings,
    };
    let mut columns = Columns::<Row>::new();
    columns
        .center("部门编码", 10.0, |row| {
            row.record().code.as_deref().into()
        })
        .shrunk("部门名称", 26.0, |row| (&row.record().name).into())
        .score("其余指标合计", 10.0, |row| or(row.rest(), PENDING))
        .header_height(0, 32.0)
        .header_height(1, 48.0);
    for (number, choice) in readings.choices.iter().enumerate() {
        let indicator = &evaluation.book.indicators[choice.indicator].name;
        let names = std::iter::once(OWN).chain(choice.open.iter().map(|one| one.name.as_str()));
        for (reading, name) in names.enumerate() {
            columns.score((indicator.as_str(), name), 16.0, move |row| {
                row.under(number, reading)
            });
        }
    }
    let note = "“争议读法”从这里取数。其余指标合计加上各争议指标在所选读法下的得分，就是总分。";
    let mut rows = Rows::titled(sheet, SCORES, note, columns.last())?;
    let table = rows.table(&columns, plan.rows(&STYLE.grade))?;
    table.freeze(sheet, FIRST_READING)?;
    table.landscape().set_up(sheet)
}
