//! 2020年得分 and its like: each year's scores as values, from which every change is worked out; and
//! 2020数据按2021规则: the same figures under the next year's rules.

use rust_decimal::Decimal;

use super::Source;
use super::cells::{ABSENT, NOT_SCORED, NOTHING, identity};
use super::layout::GROUP;
use crate::intake::Record;
use crate::scoring::PENDING;
use crate::sheets::formula;
use crate::sheets::layer::{Cell, Columns, Header, Large, Rows, STYLE, Written, or};
use crate::sheets::reference::range;

/// A department's scores.
struct Row<'a> {
    department: usize,
    /// As the year had it, else as it was last.
    record: &'a Record,
    /// By indicator; none where the year has no such department.
    scores: Option<Vec<Option<Decimal>>>,
}

impl AsRef<Record> for Row<'_> {
    fn as_ref(&self) -> &Record {
        self.record
    }
}

/// Writes a year's scores.
pub fn write_year(large: Large, source: &Source, year: usize) -> Written {
    let comparison = source.comparison;
    let (of, book) = (
        &comparison.years[year],
        comparison.years[year].evaluation.book,
    );
    let note = format!(
        "来自“{}”，规则书：{}（{} 版本 {}）。各项得分、等级、名次是评分结果的数值；总分是各项之和。“{ABSENT}”表示当年没有这个部门。",
        of.file, book.name, book.id, book.version
    );
    let title = match comparison.is_same_year() {
        true => format!("{}得分（{} 年度）", of.told(), of.year),
        false => format!("{} 年度得分", of.year),
    };
    let mut columns = columns(source, year, PENDING);
    columns
        .add("等级", 6.0, &STYLE.grade, move |row| {
            let card = comparison.card(row.department, year);
            let grade = card.map(|card| card.grade.as_deref().unwrap_or(PENDING).to_string());
            grade.unwrap_or_else(|| ABSENT.into()).into()
        })
        .integer("名次", 6.0, move |row| {
            let rank = comparison.rank(row.department, year);
            or(rank.map(Decimal::from), NOTHING)
        });
    write(
        large,
        source,
        &columns,
        year,
        (&title, &note),
        |department| {
            let card = comparison.card(department, year)?;
            Some(card.indicators.iter().map(|one| one.score).collect())
        },
    )
}

/// Writes the scores of a step's earlier figures under its later rules.
pub fn write_again(large: Large, source: &Source, step: usize) -> Written {
    let comparison = source.comparison;
    let (last, this) = (&comparison.years[step], &comparison.years[step + 1]);
    let note = format!(
        "{}的数据（“{}”）按{}的规则书（{}）重新评分，用来分清变动中有多少来自规则、多少来自表现。“{NOT_SCORED}”表示上年的数据不够评这一项。",
        last.told(),
        last.file,
        this.told(),
        this.evaluation.book.id
    );
    let title = match comparison.is_same_year() {
        true => "同一数据按现规则评分".into(),
        false => format!("{}的数据按{}的规则评分", last.told(), this.told()),
    };
    let columns = columns(source, step + 1, NOT_SCORED);
    write(
        large,
        source,
        &columns,
        step,
        (&title, &note),
        |department| {
            let place = comparison.departments[department].places[step]?;
            let indicators = 0..this.evaluation.book.indicators.len();
            let score = |indicator| comparison.steps[step].rescored.score(place, indicator);
            let scores = indicators.map(|one| score(one).as_ref().ok().copied());
            Some(scores.collect())
        },
    )
}

/// The columns of the scores by a year's rules, with their sum; `none` stands where there is no score.
fn columns<'a>(source: &'a Source, year: usize, none: &'static str) -> Columns<'a, Row<'a>> {
    let (layout, formats) = (source.layout, source.formats);
    let book = source.comparison.years[year].evaluation.book;
    let mut columns = Columns::<Row>::new();
    identity(&mut columns, 26.0);
    columns.shrunk("主管部门", 22.0, |row| {
        row.record.group.as_deref().into()
    });
    for (place, indicator) in book.indicators.iter().enumerate() {
        let header = Header::from(indicator.name.as_str()).part();
        columns.add(
            header.points(indicator.points),
            7.0,
            &formats.score,
            move |row| match &row.scores {
                Some(scores) => or(scores[place], none),
                None => Cell::from("").with(&STYLE.center),
            },
        );
    }
    let header = Header::from("总分").points(book.points);
    columns.live(header, 9.0, &formats.total, move |row, at| {
        let Some(scores) = &row.scores else {
            return Cell::from(ABSENT).with(&STYLE.center);
        };
        let (first, last) = layout.indicator_columns(year);
        let (range, decimals) = (range(at, first, at, last), source.comparison.decimals());
        or(scores.iter().copied().sum(), none).by(formula::sum_or(
            &range,
            scores.len(),
            decimals,
            none,
        ))
    });
    columns
}

fn write<'a>(
    large: Large,
    source: &'a Source,
    columns: &Columns<Row<'a>>,
    year: usize,
    (title, note): (&str, &str),
    scores: impl Fn(usize) -> Option<Vec<Option<Decimal>>>,
) -> Written {
    let comparison = source.comparison;
    let Large { sheet, flow } = large;
    let mut rows = Rows::titled(sheet, title, note, columns.last())?.flowing(flow);
    let departments = 0..comparison.departments.len();
    let table = rows.table(
        columns,
        departments.map(|department| Row {
            department,
            record: comparison
                .record(department, year)
                .unwrap_or_else(|| comparison.newest(department)),
            scores: scores(department),
        }),
    )?;
    table.freeze(sheet, GROUP)?;
    table.landscape().set_up(sheet)
}
