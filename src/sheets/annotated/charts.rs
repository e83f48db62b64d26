//! The native charts: score distribution, 得分率 by indicator, top and bottom.

use rust_xlsxwriter::{Chart, ChartPoint, Worksheet, XlsxError};

use super::layout::Layout;
use crate::analysis::{Evaluation, Part};
use crate::intake::generated::{RANKING, STATISTICS};
use crate::sheets::chart_style::{LABELS, bars, fill, font, series, stronger, titled, up_to};
use crate::sheets::layer::{Written, number};
use crate::sheets::palette;

/// How many departments a ranking chart can show and still be read.
const MOST_BARS: u32 = 80;
/// How many departments stand at each end.
const ENDS: u32 = 10;
/// The columns of names and totals in 排名.
const TOTALS: (u16, u16) = (1, 3);
/// How wide the charts of 统计分析 are, in pixels: a page's columns, and half of them.
const WHOLE: u32 = 850;
const HALF: u32 = 415;
/// How high a row is that nobody sets, in pixels.
const ROW: u32 = 20;
/// How far below its row's edge a chart begins that a page may begin with, in pixels.
const BELOW_EDGE: u32 = 4;
/// Rows between charts.
const GAP: u32 = 1;
/// How high the chart of grades is, in pixels.
const GRADES: u32 = 230;
/// How high a page of 统计分析 is, in pixels of the sheet, less what printers do differently.
const PAGE: u32 = 1150;

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
    let mut chart = lying(evaluation, &title, (first, first + shown - 1), palette::BAR);
    chart.set_width(620).set_height((shown * 20 + 90).max(260));
    sheet.insert_chart(2, column, &chart)?;
    Ok(())
}

fn ranked(evaluation: &Evaluation) -> u32 {
    evaluation.ranking.ranks.iter().flatten().count() as u32
}

/// The first and last rows of what charts draw, its columns of names and values, and where the charts begin.
pub struct Places {
    pub grades: (u32, u32),
    pub indicators: (u32, u32),
    pub drawn: (u16, u16),
    pub first: u32,
    /// Where the right one of two begins: its column, and how many pixels into it.
    pub half: (u16, u32),
}

/// What the charts cover.
pub struct Covered {
    /// The row that begins the next page: that of their heading, or the one behind the first where the page of the tables
    /// has room for it.
    pub page: u32,
    /// The last row.
    pub last: u32,
}

/// The charts of the statistics sheet, from the top to the bottom.
pub fn statistics(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    layout: &Layout,
    places: &Places,
) -> Result<Covered, XlsxError> {
    let covered = |height: u32| height.div_ceil(ROW) + GAP;
    let mut row = places.first;
    grades(sheet, evaluation, places, (row, GRADES))?;
    row += covered(GRADES);
    // Headings are higher than other rows.
    let page = match (row + 2) * ROW <= PAGE {
        true => row,
        false => places.first - 1,
    };
    let height = (places.indicators.1 - places.indicators.0 + 1) * 22 + 80;
    indicators(sheet, places, (row, height))?;
    row += covered(height);
    let ranked = ranked(evaluation);
    // The others draw from 排名.
    if ranked == 0 || !layout.extent.has(Part::Ranking) {
        return Ok(Covered {
            page,
            last: row - GAP,
        });
    }
    let (shown, first) = (ranked.min(ENDS), layout.ranking_row(0));
    let ends = [
        ("总分最高的部门", first, palette::BAR, (0, 0)),
        (
            "总分最低的部门",
            first + ranked - shown,
            palette::LOW,
            places.half,
        ),
    ];
    let height = shown * 22 + 90;
    for (title, from, color, (column, pixels)) in ends {
        let mut chart = lying(evaluation, title, (from, from + shown - 1), color);
        chart.set_width(HALF).set_height(height);
        sheet.insert_chart_with_offset(row, column, &chart, pixels, 0)?;
    }
    Ok(Covered {
        page,
        last: row + covered(height) - GAP,
    })
}

fn grades(
    sheet: &mut Worksheet,
    evaluation: &Evaluation,
    places: &Places,
    (row, height): (u32, u32),
) -> Written {
    let (first, last) = places.grades;
    let grades = evaluation.book.grades.iter();
    let points: Vec<ChartPoint> = grades
        .map(|grade| stronger(grade.color))
        .chain([palette::PENDING])
        .map(|color| ChartPoint::new().set_format(&mut fill(color)))
        .collect();
    let mut chart = titled(Chart::new_column(), "等级分布（部门数）");
    chart.legend().set_hidden();
    let cells = |column| (first, column, last, column);
    series(&mut chart, STATISTICS, cells(0), cells(1), palette::BAR).set_points(&points);
    chart.x_axis().set_font(&font(LABELS));
    let axis = chart.y_axis().set_font(&font(LABELS));
    axis.set_min(0).set_num_format("0");
    chart.set_width(WHOLE).set_height(height);
    sheet.insert_chart(row, 0, &chart)?;
    Ok(())
}

fn indicators(sheet: &mut Worksheet, places: &Places, (row, height): (u32, u32)) -> Written {
    let rows = places.indicators;
    let title = "各指标得分率，从低到高";
    let mut chart = bars(
        Chart::new_bar(),
        title,
        STATISTICS,
        rows,
        places.drawn,
        palette::RATE,
    );
    chart.y_axis().set_reverse();
    up_to(chart.x_axis(), 1.0).set_num_format("0%");
    chart.set_width(WHOLE).set_height(height);
    // A little below the row's edge, where a page may begin: its frame would else print on the page before.
    sheet.insert_chart_with_offset(row, 0, &chart, 0, BELOW_EDGE)?;
    Ok(())
}

/// Totals that lie on their side: names down the left, the best on top, the full mark at the right.
fn lying(evaluation: &Evaluation, title: &str, rows: (u32, u32), color: u32) -> Chart {
    let mut chart = bars(Chart::new_bar(), title, RANKING, rows, TOTALS, color);
    chart.y_axis().set_reverse();
    let most = number(evaluation.book.points);
    up_to(chart.x_axis(), most);
    chart
}
