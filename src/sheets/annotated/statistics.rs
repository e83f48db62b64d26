//! 统计分析: by indicator, by grade, by 主管部门, live over 评分结果, with charts.

use rust_decimal::Decimal;

use super::charts::{self, Places};
use super::layout::Layout;
use crate::analysis::Evaluation;
use crate::analysis::statistics::{RATE_PLACES, Spread, Supervisor};
use crate::decimal;
use crate::expr::excel::{literal, quoted};
use crate::scoring::PENDING;
use crate::sheets::formula::is_pattern;
use crate::sheets::layer::{Cell, Columns, Large, Page, Rows, STYLE, Written, or};
use crate::sheets::palette;
use crate::sheets::reference::cell;
use crate::sheets::style;

const LAST: u16 = 7;
const RATE: u16 = 6;
const NOTHING: &str = "—";
const WIDTHS: [f64; 8] = [44.0, 10.0, 11.0, 10.0, 10.0, 10.0, 11.0, 11.0];
/// The columns that charts draw from: names and 得分率.
const DRAWN: (u16, u16) = (0, RATE);
/// Where the right one of two charts begins: its column, and how many pixels into it.
const RIGHT_HALF: (u16, u32) = (2, 42);

/// Writes the sheet: the tables, and the charts under them; those that find no room on the page of the tables stand on
/// the next.
pub fn write(large: Large, evaluation: &Evaluation, layout: &Layout) -> Written {
    let Large { sheet, flow } = large;
    let live = match layout.extent.formulas {
        true => "各数随“评分结果”自动重算",
        false => "各数是评分时的数值",
    };
    let note = format!("{live}。没有得分的部门不计入该项平均。指标按评分时的得分率从低到高排列。");
    let title = format!("{}部门整体支出绩效统计分析", super::year(evaluation));
    let mut rows = Rows::titled(sheet, &title, &note, LAST)?.flowing(flow);
    rows.widths(&WIDTHS)?;
    rows.section("一、等级分布")?;
    let grades = rows.table(&by_grade(layout), grades(evaluation))?;
    rows.next();
    rows.section("二、各指标得分")?;
    let indicators = rows.table(&by_indicator(evaluation, layout), scored(evaluation))?;
    let bars = (indicators.first, indicators.last);
    rows.sheet.add_conditional_format(
        bars.0,
        RATE,
        bars.1,
        RATE,
        &style::bar_of_share(palette::RATE_BAR),
    )?;
    rows.next();
    if !evaluation.statistics.groups.is_empty() {
        rows.section("三、按主管部门")?;
        rows.table(&by_group(evaluation, layout), &evaluation.statistics.groups)?;
        rows.next();
    }
    let first = rows.row();
    rows.section("图")?;
    let places = Places {
        grades: (grades.first, grades.last),
        // Without the total.
        indicators: (indicators.first, indicators.last - 1),
        drawn: DRAWN,
        first: first + 1,
        half: RIGHT_HALF,
    };
    let covered = charts::statistics(sheet, evaluation, layout, &places)?;
    sheet.set_freeze_panes(2, 1)?;
    sheet.set_page_breaks(&[covered.page])?;
    Page::portrait((0, 1), (covered.last, LAST)).set_up(sheet)
}

/// A grade with how many departments have it.
type Grade<'e> = (&'e str, usize);

fn grades<'e>(evaluation: &'e Evaluation) -> impl Iterator<Item = Grade<'e>> {
    let grades = evaluation.statistics.grades.iter();
    let graded = grades.map(|(name, count)| (name.as_str(), *count));
    graded.chain([(PENDING, evaluation.statistics.ungraded)])
}

fn by_grade<'e>(layout: &'e Layout) -> Columns<'e, Grade<'e>> {
    let departments = layout.departments;
    let mut columns = Columns::<Grade>::new();
    columns
        .center("等级", WIDTHS[0], |row| row.0.into())
        .integer("部门数", WIDTHS[1], |row| {
            let grades = layout.scores_column(layout.grade());
            Cell::from(row.1).by(format!("COUNTIF({grades},{})", quoted(row.0)))
        })
        .live("占比", WIDTHS[2], &STYLE.percent, move |row, at| {
            let share = Decimal::from(row.1) / Decimal::from(departments.max(1));
            let formula = format!("ROUND({}/{departments},10)", cell(at, 1));
            Cell::from(decimal::round(share, 10)).by(formula)
        });
    columns
}

/// An indicator, or the total.
struct Scored<'e> {
    /// Its place; the total has none.
    indicator: Option<usize>,
    name: &'e str,
    points: Decimal,
    spread: Option<&'e Spread>,
    /// How many departments got less than all points.
    losing: usize,
}

fn scored<'e>(evaluation: &'e Evaluation) -> impl Iterator<Item = Scored<'e>> {
    let (book, statistics) = (evaluation.book, &evaluation.statistics);
    let indicators = book
        .indicators
        .iter()
        .zip(&statistics.indicators)
        .enumerate();
    let total = Scored {
        indicator: None,
        name: "总分",
        points: book.points,
        spread: statistics.total.as_ref(),
        losing: statistics.losing_any,
    };
    let indicators = indicators.map(|(place, (indicator, spread))| Scored {
        indicator: Some(place),
        name: &indicator.name,
        points: indicator.points,
        spread: spread.as_ref(),
        losing: statistics.losing[place],
    });
    // The lowest 得分率 first; those without any last, equal ones in the rule book's order.
    let mut indicators: Vec<Scored> = indicators.collect();
    indicators.sort_by_key(|row| {
        let rate = row.spread.and_then(|spread| spread.rate(row.points));
        (rate.is_none(), rate)
    });
    indicators.into_iter().chain([total])
}

impl Scored<'_> {
    /// Its scores in 评分结果.
    fn range(&self, layout: &Layout) -> String {
        let column = self
            .indicator
            .map_or(layout.total(), |place| layout.indicator(place));
        layout.scores_column(column)
    }

    /// A figure that is there where anything was counted, in a row of the table.
    fn figure<'c>(&self, at: u32, figure: Option<Decimal>, formula: String) -> Cell<'c> {
        or(figure, NOTHING).by(format!("IF({}=0,\"{NOTHING}\",{formula})", cell(at, 2)))
    }
}

fn by_indicator<'e>(evaluation: &'e Evaluation, layout: &'e Layout) -> Columns<'e, Scored<'e>> {
    let places = evaluation.book.decimals;
    let mut columns = Columns::<Scored>::new();
    columns
        .add("指标", WIDTHS[0], &STYLE.wrapped, |row| {
            match row.indicator {
                Some(_) => row.name.into(),
                None => Cell::from(row.name).with(&STYLE.total),
            }
        })
        .points("分值", WIDTHS[1], |row| row.points.into())
        .integer("评分部门数", WIDTHS[2], |row| {
            let count = row.spread.map_or(0, |spread| spread.count);
            Cell::from(count).by(format!("COUNT({})", row.range(layout)))
        })
        .live("平均分", WIDTHS[3], &STYLE.score, move |row, at| {
            let mean = row.spread.map(|spread| decimal::round(spread.mean, places));
            row.figure(
                at,
                mean,
                format!("ROUND(AVERAGE({}),{places})", row.range(layout)),
            )
        })
        .live("最低分", WIDTHS[4], &STYLE.score, |row, at| {
            let least = row.spread.map(|spread| spread.least);
            row.figure(at, least, format!("MIN({})", row.range(layout)))
        })
        .live("最高分", WIDTHS[5], &STYLE.score, |row, at| {
            let most = row.spread.map(|spread| spread.most);
            row.figure(at, most, format!("MAX({})", row.range(layout)))
        })
        // Of the scores themselves: the mean beside it is rounded.
        .live("得分率", WIDTHS[6], &STYLE.percent, |row, at| {
            let rate = row.spread.and_then(|spread| spread.rate(row.points));
            let most = format!("({}*{})", cell(at, 2), literal(row.points));
            let rate_of = format!("ROUND(SUM({})/{most},{RATE_PLACES})", row.range(layout));
            row.figure(at, rate, rate_of)
        })
        .integer("失分部门数", WIDTHS[7], |row| {
            let less = format!("\"<{}\"", literal(row.points));
            Cell::from(row.losing).by(format!("COUNTIF({},{less})", row.range(layout)))
        });
    columns
}

fn by_group<'e>(evaluation: &'e Evaluation, layout: &'e Layout) -> Columns<'e, &'e Supervisor> {
    let places = evaluation.book.decimals;
    let names = layout.scores_column(Layout::GROUP);
    let totals = layout.scores_column(layout.total());
    let means = format!("SUMIFS({totals},{names},");
    let least = |group: &&Supervisor| group.total.as_ref().map(|spread| spread.least);
    let most = |group: &&Supervisor| group.total.as_ref().map(|spread| spread.most);
    let mut columns = Columns::<&Supervisor>::new();
    columns
        .add("主管部门", WIDTHS[0], &STYLE.wrapped, |group| {
            (&group.name).into()
        })
        .integer("部门数", WIDTHS[1], |group| group.departments.into())
        .live(
            "有总分的",
            WIDTHS[2],
            &STYLE.integer,
            move |group, at| {
                let count = group.total.as_ref().map_or(0, |spread| spread.count);
                let counted = format!("COUNTIFS({names},{},{totals},\">=0\")", cell(at, 0));
                live(group, count.into(), counted)
            },
        )
        .live("平均分", WIDTHS[3], &STYLE.score, move |group, at| {
            let mean = group
                .total
                .as_ref()
                .map(|spread| decimal::round(spread.mean, places));
            let (name, count) = (cell(at, 0), cell(at, 2));
            let mean_of = format!("ROUND({means}{name})/{count},{places})");
            let formula = format!("IF({count}=0,\"{NOTHING}\",{mean_of})");
            live(group, or(mean, NOTHING), formula)
        })
        .score("最低分", WIDTHS[4], move |group| {
            or(least(group), NOTHING)
        })
        .score("最高分", WIDTHS[5], move |group| {
            or(most(group), NOTHING)
        });
    columns
}

/// A figure with its formula; a name with a wildcard would match others, too.
fn live<'c>(group: &Supervisor, figure: Cell<'c>, formula: String) -> Cell<'c> {
    match is_pattern(&group.name) {
        true => figure,
        false => figure.by(formula),
    }
}
