//! 指标对比: one row a department and indicator: its score by year, the change, the parts of the change, and
//! the figure behind it.

use rust_decimal::Decimal;
use rust_xlsxwriter::{ProtectionOptions, Worksheet, XlsxError};

use super::Source;
use super::cells::{
    NOT_ASKED, NOTHING, Shown, colour_changes, difference, formula, identity, value,
};
use super::layout::{CODE, FIRST_ROW, HEADER_ROWS, NAME};
use crate::analysis::comparison::{IndicatorChange, Thread};
use crate::decimal;
use crate::expr::excel::literal;
use crate::scoring::PENDING;
use crate::sheets::page::{self, Page};
use crate::sheets::reference::cell;
use crate::sheets::style;

const INDICATOR: u16 = 2;
const INDICATOR_WIDTH: f64 = 30.0;
const REASON_WIDTH: f64 = 46.0;

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, layout, style) = (source.comparison, source.layout, source.style);
    let last_column = layout.detail_last();
    let note = "变动 = 规则影响（上年的数据按今年的规则重评之差）+ 表现影响（同按今年的规则，两年数据之差）+ 不能拆分。只有一年有的指标，另一年按 0 分参加计算。分值有变的，另列得分率变动。本表可以筛选，不能排序（总表按位置取数），所以设了保护，没有密码。";
    page::title(sheet, "指标对比", note, last_column, style)?;
    header(sheet, source)?;
    for department in &layout.compared {
        for (place, thread) in comparison.indicators.iter().enumerate() {
            if let Some(row) = layout.detail_row(*department, place) {
                Row {
                    source,
                    department: *department,
                    place,
                    thread,
                    row,
                }
                .write(sheet)?;
            }
        }
    }
    sheet.set_column_width(CODE, 10)?;
    sheet.set_column_width(NAME, 24)?;
    sheet.set_column_width(INDICATOR, INDICATOR_WIDTH)?;
    sheet.set_column_range_width(INDICATOR + 1, last_column, 9)?;
    for step in 0..comparison.steps.len() {
        sheet.set_column_width(layout.detail_change(step) + 5, REASON_WIDTH)?;
    }
    let rows = layout.compared.len() * comparison.indicators.len();
    let last = FIRST_ROW + (rows as u32).max(1) - 1;
    for step in 0..comparison.steps.len() {
        colour_changes(sheet, (FIRST_ROW, last), layout.detail_change(step))?;
    }
    sheet.set_freeze_panes(FIRST_ROW, INDICATOR + 1)?;
    sheet.autofilter(HEADER_ROWS.1, CODE, last, last_column)?;
    protect(sheet);
    page::set_up(sheet, &Page::landscape(HEADER_ROWS, (last, last_column)))
}

/// The overview adds up each department's rows: sorted, they would be another's. Filtering leaves them where
/// they are. There is no password.
fn protect(sheet: &mut Worksheet) {
    sheet.protect_with_options(&ProtectionOptions {
        use_autofilter: true,
        format_cells: true,
        format_columns: true,
        format_rows: true,
        ..ProtectionOptions::default()
    });
}

fn header(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, layout, style) = (source.comparison, source.layout, source.style);
    let (top, low) = HEADER_ROWS;
    for (column, text) in [(CODE, "部门编码"), (NAME, "部门名称"), (INDICATOR, "指标")] {
        sheet.merge_range(top, column, low, column, text, &style.header)?;
    }
    for (place, year) in comparison.years.iter().enumerate() {
        let (points, score) = (layout.detail_points(place), layout.detail_score(place));
        let text = format!("{} 年", year.year);
        sheet.merge_range(top, points, top, score, &text, &style.header)?;
        sheet.write_string_with_format(low, points, "分值", &style.subheader)?;
        sheet.write_string_with_format(low, score, "得分", &style.subheader)?;
    }
    for step in 0..comparison.steps.len() {
        let first = layout.detail_change(step);
        let (from, to) = (comparison.years[step].year, comparison.years[step + 1].year);
        let text = format!("{from} → {to}");
        sheet.merge_range(top, first, top, first + 5, &text, &style.header)?;
        let names = [
            "变动",
            "得分率变动",
            "规则影响",
            "表现影响",
            "不能拆分",
            "变动最大的数据／不能拆分的原因",
        ];
        for (offset, text) in names.into_iter().enumerate() {
            sheet.write_string_with_format(low, first + offset as u16, text, &style.subheader)?;
        }
    }
    sheet.set_row_height(top, 22)?;
    sheet.set_row_height(low, 32)?;
    Ok(())
}

/// A department's indicator.
struct Row<'a> {
    source: &'a Source<'a>,
    department: usize,
    place: usize,
    thread: &'a Thread,
    row: u32,
}

impl Row<'_> {
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let Source {
            comparison, style, ..
        } = self.source;
        let record = comparison.newest(self.department);
        identity(sheet, self.row, record, style)?;
        sheet.write_string_with_format(self.row, INDICATOR, &self.thread.name, &style.wrapped)?;
        let mut height = style::height(&self.thread.name, INDICATOR_WIDTH);
        for year in 0..comparison.years.len() {
            self.year(sheet, year)?;
        }
        for step in 0..comparison.steps.len() {
            let why = self.step(sheet, step)?;
            height = height.max(style::height(&why, REASON_WIDTH));
        }
        sheet.set_row_height(self.row, height.max(18.0))?;
        Ok(())
    }

    /// The points and the score of a year.
    fn year(&self, sheet: &mut Worksheet, year: usize) -> Result<(), XlsxError> {
        let Source {
            comparison,
            layout,
            style,
            formats,
            ..
        } = self.source;
        let (points, score) = (layout.detail_points(year), layout.detail_score(year));
        let Some(indicator) = self.thread.places[year] else {
            sheet.write_string_with_format(self.row, points, NOTHING, &style.points)?;
            sheet.write_string_with_format(self.row, score, NOT_ASKED, &formats.score)?;
            return Ok(());
        };
        let most = comparison.years[year].evaluation.book.indicators[indicator].points;
        value(sheet, self.row, points, &Shown::Number(most), &style.points)?;
        let Some(card) = comparison.card(self.department, year) else {
            sheet.write_string_with_format(
                self.row,
                score,
                super::cells::ABSENT,
                &formats.score,
            )?;
            return Ok(());
        };
        let from = layout.score_cell(year, self.department, layout.indicator(indicator));
        let shown = Shown::or(card.indicators[indicator].score, PENDING);
        formula(sheet, self.row, score, from, &shown, &formats.score)
    }

    /// A step's change, its parts, and what is behind it, which is given back.
    fn step(&self, sheet: &mut Worksheet, step: usize) -> Result<String, XlsxError> {
        let Source {
            comparison,
            layout,
            style,
            formats,
            ..
        } = self.source;
        let first = layout.detail_change(step);
        let change = comparison.steps[step].changes[self.department].as_ref();
        let change = change.and_then(|change| {
            let mut found = change.indicators.iter();
            found.find(|one| one.indicator == self.place)
        });
        let Some(change) = change else {
            for column in first..first + 6 {
                sheet.write_string_with_format(self.row, column, NOTHING, &formats.score)?;
            }
            return Ok(String::new());
        };
        let split = change.split;
        let parts = [
            (
                0,
                split.map(|split| split.change()),
                self.change(step),
                &formats.change,
            ),
            (
                2,
                split.map(|split| split.rules),
                self.rules(step),
                &formats.part,
            ),
            (
                3,
                split.map(|split| split.performance),
                self.performance(step),
                &formats.part,
            ),
            (
                4,
                split.map(|split| split.undivided),
                self.undivided(step),
                &formats.part,
            ),
        ];
        for (offset, shown, text, format) in parts {
            let shown = Shown::or(shown, NOTHING);
            formula(sheet, self.row, first + offset, text, &shown, format)?;
        }
        self.rate(sheet, step, change)?;
        let why = match (&change.reason, &change.mover) {
            (Some(reason), _) => format!("不能拆分：{reason}"),
            (None, Some(mover)) => mover.to_string(),
            (None, None) => String::new(),
        };
        sheet.write_string_with_format(self.row, first + 5, &why, &style.wrapped)?;
        Ok(why)
    }

    fn at(&self, column: u16) -> String {
        cell(self.row, column)
    }

    /// A year's score; that of an indicator that was not asked for counts as 0.
    fn counted(&self, year: usize) -> String {
        match self.thread.places[year] {
            Some(_) => self.at(self.source.layout.detail_score(year)),
            None => "0".into(),
        }
    }

    /// The score of the earlier figures under the later rules.
    fn again(&self, step: usize) -> String {
        match self.thread.places[step + 1] {
            Some(indicator) => self
                .source
                .layout
                .again_cell(step, self.department, indicator),
            None => "0".into(),
        }
    }

    fn change(&self, step: usize) -> String {
        let places = self.source.comparison.decimals();
        difference(&self.counted(step), &self.counted(step + 1), places)
    }

    /// A difference that counts where there is a change and a score under the later rules, else 0.
    fn divided(&self, step: usize, minuend: &str, subtrahend: &str) -> String {
        let places = self.source.comparison.decimals();
        format!(
            "IF(ISNUMBER({}),IF(ISNUMBER({}),ROUND({minuend}-{subtrahend},{places}),0),\"{NOTHING}\")",
            self.at(self.source.layout.detail_change(step)),
            self.again(step),
        )
    }

    fn rules(&self, step: usize) -> String {
        self.divided(step, &self.again(step), &self.counted(step))
    }

    fn performance(&self, step: usize) -> String {
        self.divided(step, &self.counted(step + 1), &self.again(step))
    }

    fn undivided(&self, step: usize) -> String {
        let change = self.at(self.source.layout.detail_change(step));
        let again = self.again(step);
        format!("IF(ISNUMBER({change}),IF(ISNUMBER({again}),0,{change}),\"{NOTHING}\")")
    }

    /// The change of the 得分率, where both years have the indicator with different points.
    fn rate(
        &self,
        sheet: &mut Worksheet,
        step: usize,
        change: &IndicatorChange,
    ) -> Result<(), XlsxError> {
        let Source {
            comparison,
            layout,
            formats,
            ..
        } = self.source;
        let column = layout.detail_change(step) + 1;
        let points = |year: usize| -> Option<Decimal> {
            let place = self.thread.places[year]?;
            Some(comparison.years[year].evaluation.book.indicators[place].points)
        };
        let Some((old, new)) = points(step)
            .zip(points(step + 1))
            .filter(|(old, new)| old != new)
        else {
            sheet.write_string_with_format(self.row, column, "", &formats.rate)?;
            return Ok(());
        };
        let (before, after) = (self.counted(step), self.counted(step + 1));
        let text = format!(
            "IF(AND(ISNUMBER({before}),ISNUMBER({after})),ROUND({after}/{}-{before}/{},10),\"{NOTHING}\")",
            literal(new),
            literal(old)
        );
        let rates = match (change.before, change.after) {
            (super::Standing::Scored(before), super::Standing::Scored(after)) => {
                Some(decimal::round(after / new - before / old, 10))
            }
            _ => None,
        };
        let shown = Shown::or(rates, NOTHING);
        formula(sheet, self.row, column, text, &shown, &formats.rate)
    }
}
