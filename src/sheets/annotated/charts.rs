//! The native charts: score distribution, 得分率 by indicator, top and bottom.

use rust_xlsxwriter::{Chart, ChartPoint, Worksheet};

use super::layout::Layout;
use crate::analysis::Evaluation;
use crate::sheets::chart_style::{bars, fill, font, series, titled};
use crate::sheets::layer::{Written, number};

/// How many departments a ranking chart can show and still be read.
const MOST_BARS: u32 = 80;
/// How many departments stand at each end.
const ENDS: u32 = 10;
const BAR: u32 = 0x5B9BD5;
/// The sheets that the charts draw from.
const RANKING: &str = "排名";
const STATISTICS: &str = "统计分析";
/// The columns of names and totals in 排名.
const TOTALS: (u16, u16) = (1, 3);
/// How many columns the second row of charts stands to the right of the first.
pub const SECOND_CHART: u16 = 9;

/// The totals of the ranked departments, beside the ranking, which begins in a row.
pub fn ranking(sheet: &mut Worksheet, evaluation: &Evaluation, first: u32, column: u16) -> Written {
    let ranked = ranked(evaluation);
    if ranked == 0 {
        return Ok(());
    }
    let shown = ranked.min(MOST_BARS);
    let title = match shown < ranked {
        true => format!("总分排名（前 {shown} 名）"),
        false => "总分排名".into(),
    };
    let mut chart = lying(evaluation, &title, (first, first + shown - 1), BAR);
    chart.set_width(620).set_height((shown * 20 + 90).max(260));
    sheet.insert_chart(2, column, &chart)?;
    Ok(())
}

fn ranked(evaluation: &Evaluation) -> u32 {
    evaluation.ranking.ranks.iter().flatten().count() as u32
}

/// The first and last rows of what charts draw, and the charts' column.
pub struct Places {
    pub grades: (u32, u32),
    pub indicators: (u32, u32),
    pub charts: u16,
}

/// The charts of the statistics sheet.
pub fn statistics(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    layout: &Layout,
    places: &Places,
) -> Written {
    grades(sheet, evaluation, places)?;
    indicators(sheet, places)?;
    let ranked = ranked(evaluation);
    if ranked == 0 {
        return Ok(());
    }
    let (shown, first) = (ranked.min(ENDS), layout.ranking_row(0));
    let ends = [
        ("总分最高的部门", first, 0x5B9BD5, 2),
        ("总分最低的部门", first + ranked - shown, 0xED7D31, 22),
    ];
    for (title, from, color, row) in ends {
        let mut chart = lying(evaluation, title, (from, from + shown - 1), color);
        chart.set_width(560).set_height(380);
        sheet.insert_chart(row, places.charts + SECOND_CHART, &chart)?;
    }
    Ok(())
}

fn grades(sheet: &mut Worksheet, evaluation: &Evaluation, places: &Places) -> Written {
    let (first, last) = places.grades;
    let grades = evaluation.book.grades.iter();
    let points: Vec<ChartPoint> = grades
        .map(|grade| stronger(grade.color))
        .chain([0xBFBFBF])
        .map(|color| ChartPoint::new().set_format(&mut fill(color)))
        .collect();
    let mut chart = titled(Chart::new_column(), "等级分布（部门数）");
    chart.legend().set_hidden();
    let cells = |column| (first, column, last, column);
    series(&mut chart, STATISTICS, cells(0), cells(1), BAR).set_points(&points);
    chart.x_axis().set_font(&font(10));
    let axis = chart.y_axis().set_font(&font(9));
    axis.set_min(0).set_num_format("0");
    chart.set_width(560).set_height(260);
    sheet.insert_chart(2, places.charts, &chart)?;
    Ok(())
}

fn indicators(sheet: &mut Worksheet, places: &Places) -> Written {
    let rows = places.indicators;
    let title = "各指标平均得分率";
    let mut chart = bars(Chart::new_bar(), title, STATISTICS, rows, (0, 6), 0x70AD47);
    chart.y_axis().set_reverse();
    chart.x_axis().set_min(0).set_max(1).set_num_format("0%");
    let height = (rows.1 - rows.0 + 1) * 20 + 90;
    chart.set_width(560).set_height(height);
    sheet.insert_chart(16, places.charts, &chart)?;
    Ok(())
}

/// Totals that lie on their side: names down the left, the best on top, the full mark at the right.
fn lying(evaluation: &Evaluation, title: &str, rows: (u32, u32), color: u32) -> Chart {
    let mut chart = bars(Chart::new_bar(), title, RANKING, rows, TOTALS, color);
    chart.y_axis().set_reverse();
    let most = number(evaluation.book.points);
    chart.x_axis().set_min(0).set_max(most);
    chart
}

/// A grade's fill is light behind text; in a chart it must stand out.
fn stronger(color: u32) -> u32 {
    let part = |shift: u32| {
        let faded = 0xFF - (color >> shift & 0xFF);
        0xFF_u32.saturating_sub(faded * 11 / 5) << shift
    };
    part(16) | part(8) | part(0)
}
