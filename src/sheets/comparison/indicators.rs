//! 指标对比: one row a department and indicator: its score by year, the change, the parts of the change, and
//! the figure behind it.

use rust_decimal::Decimal;
use rust_xlsxwriter::{ProtectionOptions, Worksheet};

use super::Source;
use super::cells::{
    ABSENT, NOT_ASKED, NOTHING, PARTS, colour_changes, difference, identity, parts,
};
use crate::analysis::comparison::change::Standing;
use crate::analysis::comparison::{Attribution, IndicatorChange, IndicatorSeries};
use crate::decimal;
use crate::expr::excel::literal;
use crate::intake::Record;
use crate::rulebook::Indicator;
use crate::scoring::PENDING;
use crate::sheets::layer::{Cell, Columns, Large, Rows, Written, or};
use crate::sheets::reference::cell;

/// The columns kept in sight: department and indicator.
const FROZEN: u16 = 3;
const WIDTH: f64 = 8.0;

/// Writes the sheet.
pub fn write(large: Large, source: &Source) -> Written {
    let Large { sheet, flow } = large;
    let (comparison, layout) = (source.comparison, source.layout);
    let columns = columns(source);
    let note = "变动 = 规则影响（上年的数据按今年的规则重评之差）+ 表现影响（同按今年的规则，两年数据之差）+ 不能拆分。只有一年有的指标，另一年按 0 分参加计算。分值有变的，另列得分率变动。本表可以筛选，不能排序（总表按位置取数），所以设了保护，没有密码。";
    let mut rows =
        Rows::explained(sheet, "指标对比", note, (columns.last(), columns.width()))?.flowing(flow);
    let items = layout.compared.iter().flat_map(|department| {
        let threads = comparison.indicators.iter().enumerate();
        threads.map(|(place, thread)| Row {
            source,
            department: *department,
            place,
            thread,
        })
    });
    let table = rows.table(&columns, items)?;
    for step in 0..comparison.steps.len() {
        colour_changes(sheet, (table.first, table.last), layout.detail_change(step))?;
    }
    protect(sheet);
    table.finish(sheet, FROZEN)
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

fn columns<'a>(source: &'a Source) -> Columns<'a, Row<'a>> {
    let (comparison, formats) = (source.comparison, source.formats);
    let mut columns = Columns::<Row>::new();
    identity(&mut columns, 24.0);
    columns.wrapped("指标", 26.0, |row| (&row.thread.name).into());
    for year in 0..comparison.years.len() {
        let band = source.year(year);
        columns
            .points((band.clone(), "分值"), WIDTH, move |row| {
                or(
                    row.indicator(year).map(|indicator| indicator.points),
                    NOTHING,
                )
            })
            .add((band, "得分"), WIDTH, &formats.score, move |row| {
                row.score(year)
            });
    }
    for step in 0..comparison.steps.len() {
        let band = source.between(step);
        columns
            .live(
                (band.clone(), "变动"),
                WIDTH,
                &formats.change,
                move |row, at| row.part(step, |split| split.change(), row.change(at, step)),
            )
            .live(
                (band.clone(), "得分率变动"),
                WIDTH,
                &formats.rate,
                move |row, at| row.rate(at, step),
            );
        for (part, name) in PARTS.into_iter().enumerate() {
            columns.live(
                (band.clone(), name),
                WIDTH,
                &formats.part,
                move |row, at| {
                    row.part(step, |split| parts(split)[part], row.share(at, step, part))
                },
            );
        }
        columns.wrapped(
            (band, "变动最大的数据／不能拆分的原因"),
            50.0,
            move |row| row.why(step),
        );
    }
    columns.header_height(0, 22.0).header_height(1, 32.0);
    columns
}

/// A department's indicator.
struct Row<'a> {
    source: &'a Source<'a>,
    department: usize,
    /// The indicator's place among those of the comparison.
    place: usize,
    thread: &'a IndicatorSeries,
}

impl AsRef<Record> for Row<'_> {
    fn as_ref(&self) -> &Record {
        self.source.comparison.newest(self.department)
    }
}

impl<'a> Row<'a> {
    /// The indicator as a year's rules have it.
    fn indicator(&self, year: usize) -> Option<&'a Indicator> {
        let place = self.thread.places[year]?;
        Some(
            &self.source.comparison.years[year]
                .evaluation
                .book
                .indicators[place],
        )
    }

    fn score(&self, year: usize) -> Cell<'a> {
        let Source {
            comparison, layout, ..
        } = self.source;
        let Some(indicator) = self.thread.places[year] else {
            return NOT_ASKED.into();
        };
        let Some(card) = comparison.card(self.department, year) else {
            return ABSENT.into();
        };
        let column = layout.indicator(indicator);
        or(card.indicators[indicator].score, PENDING).by(layout.score_cell(
            year,
            self.department,
            column,
        ))
    }

    /// What changed over a step, where both years have the department.
    fn changed(&self, step: usize) -> Option<&'a IndicatorChange> {
        let change = self.source.comparison.steps[step].changes[self.department].as_ref()?;
        let mut indicators = change.indicators.iter();
        indicators.find(|one| one.indicator == self.place)
    }

    fn nothing(&self) -> Cell<'a> {
        Cell::from(NOTHING).with(&self.source.formats.score)
    }

    /// The change or a part of it.
    fn part(&self, step: usize, of: impl Fn(Attribution) -> Decimal, formula: String) -> Cell<'a> {
        match self.changed(step) {
            Some(change) => or(change.split.map(of), NOTHING).by(formula),
            None => self.nothing(),
        }
    }

    /// The figure that moved it most, or why the change is not divided.
    fn why(&self, step: usize) -> Cell<'a> {
        let Some(change) = self.changed(step) else {
            return self.nothing();
        };
        match (&change.reason, &change.mover) {
            (Some(reason), _) => format!("不能拆分：{reason}").into(),
            (None, Some(mover)) => mover.to_string().into(),
            (None, None) => "".into(),
        }
    }

    /// A year's score; that of an indicator that was not asked for counts as 0.
    fn counted(&self, at: u32, year: usize) -> String {
        match self.thread.places[year] {
            Some(_) => cell(at, self.source.layout.detail_score(year)),
            None => "0".into(),
        }
    }

    fn change(&self, at: u32, step: usize) -> String {
        let places = self.source.comparison.decimals();
        difference(&self.counted(at, step), &self.counted(at, step + 1), places)
    }

    /// The formula of a part of the change: none where there is no change, and where the earlier figures
    /// have no score under the later rules all of it is in the last part.
    fn share(&self, at: u32, step: usize, part: usize) -> String {
        let Source {
            comparison, layout, ..
        } = self.source;
        let again = match self.thread.places[step + 1] {
            Some(indicator) => layout.again_cell(step, self.department, indicator),
            None => "0".into(),
        };
        let change = cell(at, layout.detail_change(step));
        let places = comparison.decimals();
        let difference = |minuend: &str, subtrahend: &str| {
            (format!("ROUND({minuend}-{subtrahend},{places})"), "0")
        };
        let (divided, undivided) = match part {
            0 => difference(&again, &self.counted(at, step)),
            1 => difference(&self.counted(at, step + 1), &again),
            _ => ("0".into(), change.as_str()),
        };
        format!("IF(ISNUMBER({change}),IF(ISNUMBER({again}),{divided},{undivided}),\"{NOTHING}\")")
    }

    /// The change of the 得分率, where both years have the indicator with different points.
    fn rate(&self, at: u32, step: usize) -> Cell<'a> {
        let Some(change) = self.changed(step) else {
            return self.nothing();
        };
        let points = |year| self.indicator(year).map(|indicator| indicator.points);
        let both = points(step).zip(points(step + 1));
        let Some((old, new)) = both.filter(|(old, new)| old != new) else {
            return "".into();
        };
        let rate = match (change.before, change.after) {
            (Standing::Scored(before), Standing::Scored(after)) => {
                Some(decimal::round(after / new - before / old, 10))
            }
            _ => None,
        };
        let (before, after) = (self.counted(at, step), self.counted(at, step + 1));
        or(rate, NOTHING).by(format!(
            "IF(AND(ISNUMBER({before}),ISNUMBER({after})),ROUND({after}/{}-{before}/{},10),\"{NOTHING}\")",
            literal(new),
            literal(old)
        ))
    }
}
