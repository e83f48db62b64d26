//! The native charts of a comparison.

use rust_xlsxwriter::{
    Chart, ChartAxisLabelPosition, ChartDataLabel, ChartEmptyCells, ChartFormat,
    ChartLegendPosition, ChartLine, ChartMarker, ChartMarkerType, Color, Worksheet, XlsxError,
};

use super::Source;
use super::layout::{GRADES, GROUPS, HEADER_ROWS, MOVERS, OVERVIEW, TREND};
use crate::sheets::chart_style::{LABELS, bars, fill, font, titled};
use crate::sheets::layer::Written;
use crate::sheets::palette;

/// The changes of one list of 升降榜.
pub fn movers(
    sheet: &mut Worksheet,
    what: &str,
    rows: (u32, u32),
    columns: (u16, u16),
    at: (u32, u16),
) -> Written {
    let color = palette::LINES[usize::from(what != "上升")];
    let title = format!("总分{what}最多的部门");
    let mut chart = bars(Chart::new_bar(), &title, MOVERS, rows, columns, color);
    let names = chart.y_axis().set_reverse();
    names.set_label_position(ChartAxisLabelPosition::Low);
    chart
        .set_width(620)
        .set_height((rows.1 - rows.0 + 1) * 24 + 90);
    sheet.insert_chart(at.0, at.1, &chart)?;
    Ok(())
}

/// How many departments have each grade, year beside year.
pub fn grades(
    sheet: &mut Worksheet,
    (header, last): (u32, u32),
    years: u16,
    at: (u32, u16),
) -> Written {
    let mut chart = titled(Chart::new_column(), "各年等级分布（部门数）");
    for (year, color) in (1..=years).zip(palette::LINES.into_iter().cycle()) {
        chart
            .add_series()
            .set_name((GRADES, header, year))
            .set_categories((GRADES, header + 1, 0, last, 0))
            .set_values((GRADES, header + 1, year, last, year))
            .set_format(&mut fill(color))
            .set_data_label(ChartDataLabel::new().show_value().set_font(&font(LABELS)));
    }
    chart.x_axis().set_font(&font(LABELS));
    chart
        .y_axis()
        .set_font(&font(LABELS))
        .set_min(0)
        .set_num_format("0");
    chart.legend().set_position(ChartLegendPosition::Bottom);
    chart.set_width(560).set_height(300);
    sheet.insert_chart(at.0, at.1, &chart)?;
    Ok(())
}

/// The averages of the groups, year below year, names down the left, however long they are; `means` are the years'
/// columns. Gives how many rows it covers.
pub fn groups(
    sheet: &mut Worksheet,
    source: &Source,
    rows: (u32, u32),
    means: impl IntoIterator<Item = u16>,
    at: (u32, u16),
) -> Result<u32, XlsxError> {
    /// How high a row is that nobody sets, in pixels.
    const ROW: u32 = 20;
    let mut chart = titled(Chart::new_bar(), "各主管部门平均分");
    let years = source.comparison.years.iter();
    let height = 90 + (rows.1 - rows.0 + 1) * (14 * years.len() as u32 + 8);
    for (place, (year, column)) in years.zip(means).enumerate() {
        chart
            .add_series()
            .set_name(&year.told())
            .set_categories((GROUPS, rows.0, 0, rows.1, 0))
            .set_values((GROUPS, rows.0, column, rows.1, column))
            .set_format(&mut fill(palette::LINES[place % palette::LINES.len()]));
    }
    let values = chart.x_axis().set_font(&font(LABELS)).set_min(0);
    values.set_major_gridlines_line(ChartLine::new().set_color(Color::RGB(palette::GRID)));
    let names = chart.y_axis().set_font(&font(LABELS)).set_reverse();
    names.set_major_gridlines(false);
    chart
        .legend()
        .set_position(ChartLegendPosition::Bottom)
        .set_font(&font(LABELS));
    chart.set_width(1000).set_height(height);
    sheet.insert_chart(at.0, at.1, &chart)?;
    Ok(height.div_ceil(ROW))
}

/// The averages over the years, as lines.
pub fn averages(
    sheet: &mut Worksheet,
    (header, last): (u32, u32),
    years: u16,
    at: (u32, u16),
) -> Written {
    let mut chart = titled(Chart::new_line(), "平均分走势");
    for (row, color) in (header + 1..=last).zip(palette::LINES.into_iter().cycle()) {
        line(
            &mut chart,
            (TREND, row, 0),
            (TREND, header, 1, header, years),
            (TREND, row, 1, row, years),
            color,
        );
    }
    finish_lines(&mut chart);
    sheet.insert_chart(at.0, at.1, &chart)?;
    Ok(())
}

/// The totals of some departments over the years, as lines; a year without one is a gap.
pub fn lines(
    sheet: &mut Worksheet,
    source: &Source,
    departments: &[usize],
    at: (u32, u16),
) -> Written {
    if departments.is_empty() {
        return Ok(());
    }
    let layout = source.layout;
    let columns = (
        layout.plotted(0),
        layout.plotted(source.comparison.years.len() - 1),
    );
    let mut chart = titled(Chart::new_line(), "总分变动最大的部门（首末两年）");
    for (department, color) in departments.iter().zip(palette::LINES.into_iter().cycle()) {
        let row = layout.overview_row(*department);
        line(
            &mut chart,
            (OVERVIEW, row, super::layout::NAME),
            (OVERVIEW, HEADER_ROWS.1, columns.0, HEADER_ROWS.1, columns.1),
            (OVERVIEW, row, columns.0, row, columns.1),
            color,
        );
    }
    chart.show_hidden_data();
    chart.show_empty_cells_as(ChartEmptyCells::Gaps);
    finish_lines(&mut chart);
    sheet.insert_chart(at.0, at.1, &chart)?;
    Ok(())
}

type Range = (&'static str, u32, u16, u32, u16);

fn line(
    chart: &mut Chart,
    name: (&'static str, u32, u16),
    years: Range,
    values: Range,
    color: u32,
) {
    let mut format = ChartFormat::new();
    format.set_line(ChartLine::new().set_color(Color::RGB(color)).set_width(2));
    chart
        .add_series()
        .set_name(name)
        .set_categories(years)
        .set_values(values)
        .set_format(&mut format)
        .set_marker(
            ChartMarker::new()
                .set_type(ChartMarkerType::Circle)
                .set_size(5)
                .set_format(&mut fill(color)),
        );
}

fn finish_lines(chart: &mut Chart) {
    chart.x_axis().set_font(&font(LABELS));
    chart.y_axis().set_font(&font(LABELS)).set_num_format("0");
    chart
        .legend()
        .set_position(ChartLegendPosition::Bottom)
        .set_font(&font(LABELS));
    chart.set_width(620).set_height(380);
}
