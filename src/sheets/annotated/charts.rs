//! The native charts: score distribution, 得分率 by indicator, top and bottom.

use rust_xlsxwriter::{Chart, ChartPoint, Worksheet};

use super::layout::Layout;
use crate::analysis::Evaluation;
use crate::sheets::cell::number;
use crate::sheets::chart_style::{fill, font, series, titled};
use crate::sheets::rows::Written;

/// How many departments a ranking chart can show and still be read.
const MOST_BARS: u32 = 80;
/// How many departments stand at each end.
const ENDS: u32 = 10;
const BAR: u32 = 0x5B9BD5;
/// How many columns the second row of charts stands to the right of the first.
pub const SECOND_CHART: u16 = 9;

/// The totals of the ranked departments, beside the ranking.
pub fn ranking(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    rows: (u32, u32),
    (names, totals): (u16, u16),
    column: u16,
) -> Written {
    let ranked = evaluation.ranking.ranks.iter().flatten().count() as u32;
    if ranked == 0 {
        return Ok(());
    }
    let shown = ranked.min(MOST_BARS);
    let last = rows.0 + shown - 1;
    let title = if shown < ranked {
        format!("总分排名（前 {shown} 名）")
    } else {
        "总分排名".into()
    };
    let mut chart = bars(Chart::new_bar(), &title);
    series(
        &mut chart,
        "排名",
        (rows.0, names, last, names),
        (rows.0, totals, last, totals),
        BAR,
    );
    lying(&mut chart, evaluation);
    chart.set_width(620).set_height((shown * 20 + 90).max(260));
    sheet.insert_chart(2, column, &chart)?;
    Ok(())
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
    ends(sheet, evaluation, layout, places)
}

fn grades(sheet: &mut Worksheet, evaluation: &Evaluation, places: &Places) -> Written {
    let (first, last) = places.grades;
    let mut chart = bars(Chart::new_column(), "等级分布（部门数）");
    let points: Vec<ChartPoint> = evaluation
        .book
        .grades
        .iter()
        .map(|grade| stronger(grade.color))
        .chain([0xBFBFBF])
        .map(|color| ChartPoint::new().set_format(&mut fill(color)))
        .collect();
    series(
        &mut chart,
        "统计分析",
        (first, 0, last, 0),
        (first, 1, last, 1),
        BAR,
    )
    .set_points(&points);
    chart.x_axis().set_font(&font(10));
    chart
        .y_axis()
        .set_font(&font(9))
        .set_min(0)
        .set_num_format("0");
    chart.set_width(560).set_height(260);
    sheet.insert_chart(2, places.charts, &chart)?;
    Ok(())
}

fn indicators(sheet: &mut Worksheet, places: &Places) -> Written {
    let (first, last) = places.indicators;
    let mut chart = bars(Chart::new_bar(), "各指标平均得分率");
    series(
        &mut chart,
        "统计分析",
        (first, 0, last, 0),
        (first, 6, last, 6),
        0x70AD47,
    );
    chart.y_axis().set_font(&font(9)).set_reverse();
    chart
        .x_axis()
        .set_font(&font(9))
        .set_min(0)
        .set_max(1)
        .set_num_format("0%");
    chart
        .set_width(560)
        .set_height((last - first + 1) * 20 + 90);
    sheet.insert_chart(16, places.charts, &chart)?;
    Ok(())
}

fn ends(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    layout: &Layout,
    places: &Places,
) -> Written {
    let ranked = evaluation.ranking.ranks.iter().flatten().count() as u32;
    if ranked == 0 {
        return Ok(());
    }
    let shown = ranked.min(ENDS);
    let (name, total) = (1, 3);
    let first = layout.ranking_row(0);
    let ends = [
        ("总分最高的部门", first, 0x5B9BD5, 2),
        ("总分最低的部门", first + ranked - shown, 0xED7D31, 22),
    ];
    for (title, from, color, row) in ends {
        let to = from + shown - 1;
        let mut chart = bars(Chart::new_bar(), title);
        series(
            &mut chart,
            "排名",
            (from, name, to, name),
            (from, total, to, total),
            color,
        );
        lying(&mut chart, evaluation);
        chart.set_width(560).set_height(380);
        sheet.insert_chart(row, places.charts + SECOND_CHART, &chart)?;
    }
    Ok(())
}

/// A bar chart lies on its side: names down the left, the best on top, the full mark at the right.
fn lying(chart: &mut Chart, evaluation: &Evaluation) {
    chart.y_axis().set_font(&font(9)).set_reverse();
    let most = number(evaluation.book.points);
    chart.x_axis().set_font(&font(9)).set_min(0).set_max(most);
}

fn bars(chart: Chart, title: &str) -> Chart {
    let mut chart = titled(chart, title);
    chart.legend().set_hidden();
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
