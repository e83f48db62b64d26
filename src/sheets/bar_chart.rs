//! A chart of bars for a document of another kind, which takes the chart over and carries the workbook with its
//! figures, so that the chart can be changed there.

use rust_decimal::Decimal;
use rust_xlsxwriter::{
    Chart, ChartAxis, ChartAxisTickType, ChartDataLabel, ChartFormat, ChartLine, ChartPoint, Color,
    Format, Worksheet, XlsxError,
};

use super::chart_style::{fill, font, series, stronger, up_to};
use crate::rulebook::RuleBook;
use crate::sheets::layer::{Book, Rows, Written, number};
use crate::sheets::palette;

const SHEET: &str = "数据";
const NAME_WIDTH: f64 = 36.0;
const FIGURE_WIDTH: f64 = 14.0;

/// What a chart of bars shows.
#[derive(Clone, Debug, PartialEq)]
pub struct BarChart {
    /// What the figures are.
    pub title: String,
    /// Each bar's name and length, from the top or from the left.
    pub bars: Vec<(String, Decimal)>,
    /// The colour of each bar, light ones made strong, as RRGGBB; nothing where all have the usual one.
    pub fills: Vec<u32>,
    /// How figures are written, as spreadsheets say it: `0.00%`.
    pub figures: String,
    /// How the axis is written.
    pub axis: String,
    /// How long a bar could be: such bars lie. Bars that stand are as long as they are.
    pub most: Option<Decimal>,
}

/// A chart's two workbooks.
pub struct ChartWorkbooks {
    /// The figures with the chart drawn from them: the only one in it.
    pub drawn: Vec<u8>,
    /// The figures alone, in the same cells.
    pub figures: Vec<u8>,
}

/// The workbooks of a chart.
///
/// # Errors
/// What rust_xlsxwriter says where it cannot write.
pub fn bar_chart(chart: &BarChart, book: &RuleBook) -> Result<ChartWorkbooks, XlsxError> {
    Ok(ChartWorkbooks {
        drawn: workbook(chart, book, true)?,
        figures: workbook(chart, book, false)?,
    })
}

fn workbook(chart: &BarChart, book: &RuleBook, drawn: bool) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Book::new(book, &chart.title)?;
    let sheet = workbook.sheet(SHEET)?;
    write_figures(sheet, chart)?;
    if drawn {
        sheet.insert_chart(1, 3, &drawing(chart))?;
    }
    workbook.saved()
}

fn write_figures(sheet: &mut Worksheet, chart: &BarChart) -> Written {
    let format = Format::new().set_num_format(&chart.figures);
    let mut rows = Rows::from(sheet, 0);
    rows.widths(&[NAME_WIDTH, FIGURE_WIDTH])?;
    rows.sheet.write_string(0, 1, &chart.title)?;
    for (name, length) in &chart.bars {
        rows.next();
        rows.sheet.write_string(rows.row(), 0, name)?;
        rows.put(1, *length, &format)?;
    }
    Ok(())
}

fn drawing(shown: &BarChart) -> Chart {
    let lies = shown.most.is_some();
    let mut chart = if lies {
        Chart::new_bar()
    } else {
        Chart::new_column()
    };
    // Where it stands there is a caption under it.
    chart.title().set_hidden();
    chart.legend().set_hidden();
    chart
        .chart_area()
        .set_format(ChartFormat::new().set_no_border());
    let last = shown.bars.len() as u32;
    let label = ChartDataLabel::new()
        .show_value()
        .set_font(&font(9))
        .set_num_format(&shown.figures)
        .to_owned();
    let fills = shown.fills.iter().map(|color| stronger(*color));
    let points: Vec<ChartPoint> = fills
        .map(|color| ChartPoint::new().set_format(&mut fill(color)))
        .collect();
    let bars = series(
        &mut chart,
        SHEET,
        (1, 0, last, 0),
        (1, 1, last, 1),
        palette::BAR,
    );
    bars.set_name((SHEET, 0, 1)).set_data_label(&label);
    if !points.is_empty() {
        bars.set_points(&points);
    }
    let names = if lies { 9 } else { 10 };
    if let Some(most) = shown.most {
        let most = number(most);
        // Names down the left, the first on top, the full mark at the right.
        axis_of_names(chart.y_axis(), names).set_reverse();
        up_to(axis_of_figures(chart.x_axis(), &shown.axis), most);
    } else {
        axis_of_names(chart.x_axis(), names);
        axis_of_figures(chart.y_axis(), &shown.axis);
    }
    chart
}

fn axis_of_names(axis: &mut ChartAxis, size: u32) -> &mut ChartAxis {
    axis.set_font(&font(size))
        .set_major_gridlines(false)
        .set_major_tick_type(ChartAxisTickType::None)
        .set_minor_tick_type(ChartAxisTickType::None)
}

fn axis_of_figures<'c>(axis: &'c mut ChartAxis, format: &str) -> &'c mut ChartAxis {
    axis.set_font(&font(9))
        .set_num_format(format)
        .set_min(0)
        .set_major_gridlines(true)
        .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(palette::GRID)))
        .set_major_tick_type(ChartAxisTickType::None)
        .set_minor_tick_type(ChartAxisTickType::None)
}
