//! 原始数据同比: each department's figures by year, what changed, and by how much. A zero or nothing in the
//! earlier year is said in words, not divided by. Of two years a filter is set that shows what changed, and so does
//! the printout.

use rust_decimal::Decimal;
use rust_xlsxwriter::{FilterCondition, FilterCriteria, Format};

use super::Source;
use super::cells::{ABSENT, NOTHING, identity};
use super::layout::Layout;
use crate::analysis::comparison::IndicatorSeries;
use crate::decimal;
use crate::expr::{Figure, Kind, Type};
use crate::intake::Record;
use crate::rulebook::Metric;
use crate::sheets::layer::{Cell, Columns, Large, Rows, STYLE, Value, Written, or};
use crate::sheets::reference::cell;

/// The columns kept in sight: department and metric.
const FROZEN: u16 = 3;
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
pub fn write(large: Large, source: &Source) -> Written {
    let Large { sheet, flow } = large;
    let (rows, what) = rows(source);
    let note = format!(
        "{what}变动 = 今年 − 上年，百分比的变动是百分点；同比 = 变动 ÷ 上年。上年是 0 或没有数据的，不计算同比。"
    );
    let (formats, comparison) = (&Formats::new(), source.comparison);
    let two_years = comparison.steps.len() == 1;
    let note = match two_years {
        true => format!("{note}已筛选，只显示和打印有变动的，点“变动”旁的筛选按钮可看全部。"),
        false => note,
    };
    let mut columns = Columns::<Row>::new();
    identity(&mut columns, 26.0);
    columns
        .shrunk("数据", 30.0, |row| (&row.thread.name).into())
        .center("单位", 8.0, |row| row.unit().into());
    for year in 0..comparison.years.len() {
        columns.add(source.year(year), 15.0, &STYLE.center, move |row| {
            row.figure(year).with(&formats.of(row.metric().kind()).0)
        });
    }
    for step in 0..comparison.steps.len() {
        columns
            .live(
                (source.between(step), "变动"),
                15.0,
                &STYLE.center,
                move |row, at| {
                    row.change(at, step)
                        .with(&formats.of(row.metric().kind()).1)
                },
            )
            .live(
                (source.between(step), "同比"),
                15.0,
                &source.formats.rate,
                move |row, at| row.rate(at, step),
            );
    }
    if two_years {
        columns.hiding(|row| row.is_same(0));
    }
    let mut sheet_rows = Rows::explained(
        sheet,
        "原始数据同比",
        &note,
        (columns.last(), columns.width()),
    )?
    .flowing(flow);
    let table = sheet_rows.table(&columns, rows)?;
    table.finish(sheet, FROZEN)?;
    if two_years {
        let changes = source.layout.figure(comparison.years.len());
        let changed = FilterCondition::new()
            .add_custom_filter(FilterCriteria::NotEqualTo, SAME)
            .add_custom_filter(FilterCriteria::NotEqualTo, 0);
        table.filter_by(sheet, changes, &changed)?;
    }
    Ok(())
}

/// The rows, and what is to be said of them: where all are too many, only those with a change.
fn rows<'a>(source: &'a Source) -> (Vec<Row<'a>>, &'static str) {
    let (comparison, layout) = (source.comparison, source.layout);
    let all = layout.compared.iter().flat_map(|department| {
        comparison.metrics.iter().map(|thread| Row {
            source,
            department: *department,
            thread,
        })
    });
    let most = Layout::most_figures();
    if layout.compared.len() * comparison.metrics.len() <= most {
        return (all.collect(), "");
    }
    let changed = |row: &Row| {
        let figures = (0..comparison.years.len()).map(|year| row.figure(year).value);
        let mut figures: Vec<Value> = figures.collect();
        figures.dedup();
        figures.len() > 1
    };
    let rows = all.filter(changed).take(most).collect();
    (rows, "数据太多，只列有变动的，列满为止。")
}

/// Formats of figures and of their changes, by kind.
struct Formats {
    amount: (Format, Format),
    count: (Format, Format),
    percent: (Format, Format),
    plain: (Format, Format),
}

impl Formats {
    fn new() -> Formats {
        let format = |code: &str| STYLE.center.clone().set_num_format(code);
        let of = |plain: &str, change: &str| (format(plain), format(change));
        Formats {
            amount: of("#,##0.00##", "+#,##0.00##;-#,##0.00##;0;@"),
            count: of("#,##0", "+#,##0;-#,##0;0;@"),
            percent: of("0.00%", "+0.00%;-0.00%;0.00%;@"),
            plain: of("General", "+General;-General;0;@"),
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
    department: usize,
    thread: &'a IndicatorSeries,
}

impl AsRef<Record> for Row<'_> {
    fn as_ref(&self) -> &Record {
        self.source.comparison.newest(self.department)
    }
}

impl<'a> Row<'a> {
    fn metric(&self) -> &'a Metric {
        self.source.comparison.metric(self.thread)
    }

    fn unit(&self) -> Option<&'a str> {
        match self.metric().kind() {
            Kind::Percent { .. } => Some("%"),
            _ => self.metric().unit.as_deref(),
        }
    }

    /// What a year's cell shows.
    fn figure(&self, year: usize) -> Cell<'a> {
        let Some(record) = self.source.comparison.record(self.department, year) else {
            return ABSENT.into();
        };
        let Some(metric) = self.thread.places[year] else {
            return NOT_ASKED.into();
        };
        let field = &record.fields[metric];
        match &field.figure {
            Figure::Number(number) => decimal::round(*number, EXACT).into(),
            Figure::Truth(true) => "是".into(),
            Figure::Truth(false) => "否".into(),
            Figure::Text(text) => (&**text).into(),
            Figure::Unreadable => UNUSABLE.into(),
            Figure::Blank if field.cell.is_none() => NO_COLUMN.into(),
            Figure::Blank => BLANK.into(),
        }
    }

    fn number(&self, year: usize) -> Option<Decimal> {
        match self.figure(year).value {
            Value::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The cells of a step's two figures.
    fn cells(&self, at: u32, step: usize) -> (String, String) {
        let figure = |year| cell(at, self.source.layout.figure(year));
        (figure(step), figure(step + 1))
    }

    fn is_number(&self) -> bool {
        self.metric().kind().value_type() == Type::Number
    }

    fn change(&self, at: u32, step: usize) -> Cell<'a> {
        let (before, after) = self.cells(at, step);
        if !self.is_number() {
            return Cell::from(if self.is_same(step) { SAME } else { OTHER })
                .by(format!("IF({before}={after},\"{SAME}\",\"{OTHER}\")"));
        }
        let numbers = self.number(step).zip(self.number(step + 1));
        let change = numbers.map(|(last, this)| decimal::round(this - last, EXACT));
        let none = match self.is_same(step) {
            true => SAME,
            false => NOTHING,
        };
        or(change, none).by(format!(
            "IF(AND(ISNUMBER({before}),ISNUMBER({after})),ROUND({after}-{before},{EXACT}),IF({before}={after},\"{SAME}\",\"{NOTHING}\"))"
        ))
    }

    /// Whether both years of a step show the same.
    fn is_same(&self, step: usize) -> bool {
        self.figure(step).value == self.figure(step + 1).value
    }

    /// 同比, or the words for why there is none.
    fn rate(&self, at: u32, step: usize) -> Cell<'a> {
        if !self.is_number() {
            return NOTHING.into();
        }
        let rate: Cell = match (self.number(step), self.number(step + 1)) {
            (Some(last), Some(this)) => match (this - last).checked_div(last) {
                Some(rate) => decimal::round(rate, EXACT).into(),
                None if this.is_zero() => BOTH_ZERO.into(),
                None => WAS_ZERO.into(),
            },
            (Some(_), None) => NO_THIS.into(),
            (None, Some(_)) => NO_LAST.into(),
            (None, None) => NEITHER.into(),
        };
        let (before, after) = self.cells(at, step);
        rate.by(format!(
            "IF(ISNUMBER({before}),IF(ISNUMBER({after}),IF({before}=0,IF({after}=0,\"{BOTH_ZERO}\",\"{WAS_ZERO}\"),ROUND(({after}-{before})/{before},{EXACT})),\"{NO_THIS}\"),IF(ISNUMBER({after}),\"{NO_LAST}\",\"{NEITHER}\"))"
        ))
    }
}
