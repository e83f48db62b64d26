//! How charts look: their titles, bars, fonts and fills.

use rust_xlsxwriter::{
    Chart, ChartAxis, ChartDataLabel, ChartFont, ChartFormat, ChartLine, ChartSeries,
    ChartSolidFill, Color,
};

use crate::sheets::palette;

/// The size of names and figures: at the scale of a page still eight points.
pub const LABELS: u32 = 10;

/// A chart with its title, and grid lines that do not stand out.
pub fn titled(mut chart: Chart, title: &str) -> Chart {
    chart.title().set_name(title).set_font(font(12).set_bold());
    chart
        .y_axis()
        .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(palette::GRID)));
    chart
}

/// Cells of a sheet: first row and column, last row and column.
pub type Range = (u32, u16, u32, u16);

/// Adds bars of one colour, with their values.
pub fn series<'c>(
    chart: &'c mut Chart,
    sheet: &str,
    names: Range,
    values: Range,
    color: u32,
) -> &'c mut ChartSeries {
    chart
        .add_series()
        .set_categories((sheet, names.0, names.1, names.2, names.3))
        .set_values((sheet, values.0, values.1, values.2, values.3))
        .set_format(&mut fill(color))
        .set_gap(45)
        .set_data_label(ChartDataLabel::new().show_value().set_font(&font(LABELS)))
}

/// Bars of one colour without a legend, of the names and values in two columns of some rows. Lying bars have the
/// first on top.
pub fn bars(
    mut chart: Chart,
    title: &str,
    sheet: &str,
    rows: (u32, u32),
    (names, values): (u16, u16),
    color: u32,
) -> Chart {
    chart.legend().set_hidden();
    let mut chart = titled(chart, title);
    let cells = |column| (rows.0, column, rows.1, column);
    series(&mut chart, sheet, cells(names), cells(values), color);
    chart
        .x_axis()
        .set_font(&font(LABELS))
        .set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(palette::GRID)));
    chart
        .y_axis()
        .set_font(&font(LABELS))
        .set_major_gridlines(false)
        // Every bar has its name, however many there are.
        .set_label_interval(1);
    chart
}

/// An axis from 0 to the full mark, in a few steps. It goes on a little behind that, unnamed: the figure behind a bar
/// that is as long as can be stands in the chart, too.
pub fn up_to(axis: &mut ChartAxis, most: f64) -> &mut ChartAxis {
    const STEPS: f64 = 5.0;
    // Less than a step, which would have a name.
    const BEHIND: f64 = 1.15;
    axis.set_min(0)
        .set_max(most * BEHIND)
        .set_major_unit(most / STEPS)
}

/// A solid fill.
pub fn fill(color: u32) -> ChartFormat {
    let mut format = ChartFormat::new();
    format.set_solid_fill(ChartSolidFill::new().set_color(Color::RGB(color)));
    format
}

/// The font of titles and labels.
pub fn font(size: u32) -> ChartFont {
    let mut font = ChartFont::new();
    font.set_name("宋体")
        .set_size(size)
        .set_color(Color::RGB(palette::INK));
    font
}

/// A grade's fill is light behind text; in a chart it must stand out.
pub fn stronger(color: u32) -> u32 {
    let part = |shift: u32| {
        let faded = 0xFF - (color >> shift & 0xFF);
        0xFF_u32.saturating_sub(faded * 11 / 5) << shift
    };
    part(16) | part(8) | part(0)
}
