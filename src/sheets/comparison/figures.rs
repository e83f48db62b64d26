//! 原始数据同比: each department's figures by year, what changed, and by how much. A zero or nothing in the
//! earlier year is said in words, not divided by.

use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::Source;
use super::cells::{ABSENT, NOTHING, Shown, difference, formula, identity, value};
use super::layout::{CODE, FIRST_ROW, HEADER_ROWS, Layout, NAME};
use crate::analysis::Comparison;
use crate::analysis::comparison::Thread;
use crate::decimal;
use crate::expr::{Figure, Kind, Type};
use crate::sheets::page::{self, Page};
use crate::sheets::reference::cell;

const METRIC: u16 = 2;
const UNIT: u16 = 3;
const METRIC_WIDTH: f64 = 30.0;
/// What the spreadsheet's own arithmetic is rounded to.
const EXACT: u32 = 10;

const BLANK: &str = "空白";
const UNUSABLE: &str = "无法使用";
const NO_COLUMN: &str = "没有这一列";
const NOT_ASKED: &str = "当年不填报";
const WAS_ZERO: &str = "上年是 0";
const BOTH_ZERO: &str = "两年都是 0";
const NO_LAST: &str = "上年没有数据";
const NO_THIS: &str = "本年没有数据";
const NEITHER: &str = "没有数据";
const SAME: &str = "未变";
const OTHER: &str = "有变";

/// Writes the sheet.
pub fn write(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, layout, style) = (source.comparison, source.layout, source.style);
    let last_column = layout.figure_change(comparison.steps.len()) - 1;
    let (rows, what) = rows(comparison, layout);
    let note = format!(
        "{what}变动 = 今年 − 上年，百分比的变动是百分点；同比 = 变动 ÷ 上年。上年是 0 或没有数据的，不计算同比。"
    );
    page::title(sheet, "原始数据同比", &note, last_column, style)?;
    header(sheet, source)?;
    let formats = Formats::new(source);
    for (index, (department, thread)) in (0..).zip(&rows) {
        Row {
            source,
            formats: &formats,
            department: *department,
            thread,
            row: FIRST_ROW + index,
        }
        .write(sheet)?;
    }
    sheet.set_column_width(CODE, 10)?;
    sheet.set_column_width(NAME, 26)?;
    sheet.set_column_width(METRIC, METRIC_WIDTH)?;
    sheet.set_column_width(UNIT, 8)?;
    sheet.set_column_range_width(UNIT + 1, last_column, 15)?;
    let last = FIRST_ROW + (rows.len() as u32).max(1) - 1;
    sheet.set_freeze_panes(FIRST_ROW, METRIC + 1)?;
    sheet.autofilter(HEADER_ROWS.1, CODE, last, last_column)?;
    page::set_up(sheet, &Page::landscape(HEADER_ROWS, (last, last_column)))
}

/// The rows, and what is to be said of them: where all are too many, only those with a change.
fn rows<'a>(
    comparison: &'a Comparison,
    layout: &Layout,
) -> (Vec<(usize, &'a Thread)>, &'static str) {
    let all = layout.compared.iter().flat_map(|department| {
        let metrics = comparison.metrics.iter();
        metrics.map(|metric| (*department, metric))
    });
    let most = Layout::most_figures();
    if layout.compared.len() * comparison.metrics.len() <= most {
        return (all.collect(), "");
    }
    let changed = |(department, metric): &(usize, &Thread)| {
        let figures =
            (0..comparison.years.len()).map(|year| shown(comparison, *department, metric, year));
        let mut figures: Vec<Shown> = figures.collect();
        figures.dedup();
        figures.len() > 1
    };
    let rows = all.filter(changed).take(most).collect();
    (rows, "数据太多，只列有变动的，列满为止。")
}

fn header(sheet: &mut Worksheet, source: &Source) -> Result<(), XlsxError> {
    let (comparison, layout, style) = (source.comparison, source.layout, source.style);
    let (top, low) = HEADER_ROWS;
    for (column, text) in [
        (CODE, "部门编码"),
        (NAME, "部门名称"),
        (METRIC, "数据"),
        (UNIT, "单位"),
    ] {
        sheet.merge_range(top, column, low, column, text, &style.header)?;
    }
    for (place, year) in comparison.years.iter().enumerate() {
        let (column, text) = (layout.figure(place), format!("{} 年", year.year));
        sheet.merge_range(top, column, low, column, &text, &style.header)?;
    }
    for step in 0..comparison.steps.len() {
        let first = layout.figure_change(step);
        let (from, to) = (comparison.years[step].year, comparison.years[step + 1].year);
        let text = format!("{from} → {to}");
        sheet.merge_range(top, first, top, first + 1, &text, &style.header)?;
        sheet.write_string_with_format(low, first, "变动", &style.subheader)?;
        sheet.write_string_with_format(low, first + 1, "同比", &style.subheader)?;
    }
    Ok(())
}

/// What a year's cell shows.
fn shown(comparison: &Comparison, department: usize, thread: &Thread, year: usize) -> Shown {
    let words = |words: &str| Shown::Text(words.into());
    let Some(record) = comparison.record(department, year) else {
        return words(ABSENT);
    };
    let Some(metric) = thread.places[year] else {
        return words(NOT_ASKED);
    };
    let field = &record.fields[metric];
    match &field.figure {
        Figure::Number(number) => Shown::Number(decimal::round(*number, EXACT)),
        Figure::Truth(true) => words("是"),
        Figure::Truth(false) => words("否"),
        Figure::Text(text) => words(text),
        Figure::Unreadable => words(UNUSABLE),
        Figure::Blank if field.cell.is_none() => words(NO_COLUMN),
        Figure::Blank => words(BLANK),
    }
}

/// Formats of figures and of their changes, by kind.
struct Formats {
    amount: (Format, Format),
    count: (Format, Format),
    percent: (Format, Format),
    plain: (Format, Format),
    rate: Format,
}

impl Formats {
    fn new(source: &Source) -> Formats {
        let center = &source.style.center;
        let of = |plain: &str, change: &str| {
            let format = |code: &str| center.clone().set_num_format(code);
            (format(plain), format(change))
        };
        Formats {
            amount: of("#,##0.00##", "+#,##0.00##;-#,##0.00##;0;@"),
            count: of("#,##0", "+#,##0;-#,##0;0;@"),
            percent: of("0.00%", "+0.00%;-0.00%;0.00%;@"),
            plain: of("General", "+General;-General;0;@"),
            rate: source.formats.rate.clone(),
        }
    }

    fn of(&self, kind: &Kind) -> &(Format, Format) {
        match kind {
            Kind::Amount { .. } => &self.amount,
            Kind::Count => &self.count,
            Kind::Percent { .. } => &self.percent,
            _ => &self.plain,
        }
    }
}

/// A department's figure.
struct Row<'a> {
    source: &'a Source<'a>,
    formats: &'a Formats,
    department: usize,
    thread: &'a Thread,
    row: u32,
}

impl Row<'_> {
    fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let Source {
            comparison,
            layout,
            style,
            ..
        } = self.source;
        let record = comparison.newest(self.department);
        let metric = comparison.metric(self.thread);
        identity(sheet, self.row, record, style)?;
        sheet.write_string_with_format(self.row, METRIC, &self.thread.name, &style.shrunk)?;
        let unit = match (metric.kind(), metric.unit.as_deref()) {
            (Kind::Percent { .. }, _) => "%",
            (_, unit) => unit.unwrap_or_default(),
        };
        sheet.write_string_with_format(self.row, UNIT, unit, &style.center)?;
        let (plain, _) = self.formats.of(metric.kind());
        let years = 0..comparison.years.len();
        let figures: Vec<Shown> = years
            .map(|year| shown(comparison, self.department, self.thread, year))
            .collect();
        for (year, figure) in figures.iter().enumerate() {
            value(sheet, self.row, layout.figure(year), figure, plain)?;
        }
        for (step, pair) in figures.windows(2).enumerate() {
            self.step(sheet, step, &pair[0], &pair[1], metric.kind())?;
        }
        Ok(())
    }

    fn step(
        &self,
        sheet: &mut Worksheet,
        step: usize,
        last: &Shown,
        this: &Shown,
        kind: &Kind,
    ) -> Result<(), XlsxError> {
        let (layout, (_, changed)) = (self.source.layout, self.formats.of(kind));
        let column = layout.figure_change(step);
        let before = cell(self.row, layout.figure(step));
        let after = cell(self.row, layout.figure(step + 1));
        if kind.value_type() != Type::Number {
            let same = if last == this { SAME } else { OTHER };
            let text = format!("IF({before}={after},\"{SAME}\",\"{OTHER}\")");
            let shown = Shown::Text(same.into());
            formula(sheet, self.row, column, text, &shown, changed)?;
            sheet.write_string_with_format(self.row, column + 1, NOTHING, &self.formats.rate)?;
            return Ok(());
        }
        let number = |shown: &Shown| match shown {
            Shown::Number(number) => Some(*number),
            Shown::Text(_) => None,
        };
        let (last, this) = (number(last), number(this));
        let change = last
            .zip(this)
            .map(|(last, this)| decimal::round(this - last, EXACT));
        let text = difference(&before, &after, EXACT);
        formula(
            sheet,
            self.row,
            column,
            text,
            &Shown::or(change, NOTHING),
            changed,
        )?;
        let text = format!(
            "IF(ISNUMBER({before}),IF(ISNUMBER({after}),IF({before}=0,IF({after}=0,\"{BOTH_ZERO}\",\"{WAS_ZERO}\"),ROUND(({after}-{before})/{before},{EXACT})),\"{NO_THIS}\"),IF(ISNUMBER({after}),\"{NO_LAST}\",\"{NEITHER}\"))"
        );
        let rate = rate(last, this);
        formula(sheet, self.row, column + 1, text, &rate, &self.formats.rate)
    }
}

/// 同比, or the words for why there is none.
fn rate(last: Option<Decimal>, this: Option<Decimal>) -> Shown {
    let words = |words: &str| Shown::Text(words.into());
    match (last, this) {
        (Some(last), Some(this)) => match (this - last).checked_div(last) {
            Some(rate) => Shown::Number(decimal::round(rate, EXACT)),
            None if this.is_zero() => words(BOTH_ZERO),
            None => words(WAS_ZERO),
        },
        (Some(_), None) => words(NO_THIS),
        (None, Some(_)) => words(NO_LAST),
        (None, None) => words(NEITHER),
    }
}
