//! The pictures that the bureau's template can call for, drawn with a Chinese font of the machine. The only
//! place that knows charts-rs.

use charts_rs::{Align, BarChart, Box as Margin, ChartBase, Color, HorizontalBarChart, Series};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::block::Picture;
use super::markup::Called;
use crate::analysis::Evaluation;
use crate::decimal;

/// The charts that there are.
pub const NAMES: [&str; 3] = ["等级分布", "指标得分率", "主管部门平均分"];

const WIDTH: f32 = 900.0;
/// How many times finer than its own size a chart is drawn, for paper.
const FINENESS: f32 = 2.0;
const INK: (u8, u8, u8) = (0x1F, 0x38, 0x64);
const BAR: (u8, u8, u8) = (0x44, 0x72, 0xC4);

/// A font with Chinese characters.
pub struct ChartFont {
    /// The family's name.
    pub family: String,
    /// The font file.
    pub data: Vec<u8>,
}

/// A chart; `None` where there is none of that name. Without a font, or with nothing to show, there is no
/// picture.
pub fn draw(name: &str, evaluation: &Evaluation, font: Option<&ChartFont>) -> Option<Called> {
    let (caption, bars) = match name {
        "等级分布" => ("各等级部门数", grades(evaluation)),
        "指标得分率" => ("各项指标的得分率（%）", rates(evaluation)),
        "主管部门平均分" => ("各主管部门的平均分", groups(evaluation)),
        _ => return None,
    };
    let picture = font
        .filter(|_| !bars.is_empty())
        .and_then(|font| picture(name, caption, &bars, font));
    Some(picture.map_or(Called::Nothing, Called::Picture))
}

/// A bar's name and length.
type Bar = (String, Decimal);

fn grades(evaluation: &Evaluation) -> Vec<Bar> {
    let statistics = &evaluation.statistics;
    let pending = ("待定".to_string(), statistics.ungraded);
    let grades = statistics.grades.iter().chain([&pending]);
    grades
        .map(|(name, count)| (name.clone(), Decimal::from(*count)))
        .collect()
}

/// The indicators' means as percentages of their points, in the rule book's order.
fn rates(evaluation: &Evaluation) -> Vec<Bar> {
    let indicators = evaluation.book.indicators.iter();
    indicators
        .zip(&evaluation.statistics.indicators)
        .filter_map(|(indicator, spread)| {
            let rate = spread.as_ref()?.mean.checked_div(indicator.points)?;
            let percent = decimal::round(rate * Decimal::ONE_HUNDRED, 1);
            Some((indicator.name.clone(), percent))
        })
        .collect()
}

fn groups(evaluation: &Evaluation) -> Vec<Bar> {
    let groups = evaluation.statistics.groups.iter();
    groups
        .filter_map(|group| {
            let mean = group.total.as_ref()?.mean;
            Some((group.name.clone(), decimal::round(mean, 2)))
        })
        .collect()
}

fn picture(name: &str, caption: &str, bars: &[Bar], font: &ChartFont) -> Option<Picture> {
    charts_rs::add_fonts(&[&font.data]).ok()?;
    let upright = name == "等级分布";
    let height = match upright {
        true => 420.0,
        false => 90.0 + 30.0 * bars.len() as f32,
    };
    let svg = match upright {
        true => standing(bars, font, height),
        false => lying(bars, font, height),
    }?;
    let (width, height) = (WIDTH * FINENESS, height * FINENESS);
    let (width, height) = (width as u32, height as u32);
    let bytes = charts_rs::svg_to_png_with_size(&svg, Some(width), Some(height)).ok()?;
    Some(Picture {
        bytes,
        width,
        height,
        caption: caption.into(),
    })
}

fn standing(bars: &[Bar], font: &ChartFont, height: f32) -> Option<String> {
    let names = bars.iter().map(|(name, _)| name.clone()).collect();
    let mut chart = BarChart::new(vec![series(bars.iter())], names);
    style(&mut chart.base, font, height);
    chart.x_axis.font.size = 18.0;
    chart.svg().ok()
}

fn lying(bars: &[Bar], font: &ChartFont, height: f32) -> Option<String> {
    // The chart puts the first at the bottom.
    let names = bars.iter().rev().map(|(name, _)| name.clone()).collect();
    let mut chart = HorizontalBarChart::new(vec![series(bars.iter().rev())], names);
    style(&mut chart.base, font, height);
    chart.base.margin.right = 70.0;
    chart.svg().ok()
}

fn series<'b>(bars: impl Iterator<Item = &'b Bar>) -> Series {
    let lengths: Vec<f32> = bars
        .map(|(_, length)| length.to_f32().unwrap_or_default())
        .collect();
    let mut series = Series::new(String::new(), lengths);
    series.label_show = true;
    series
}

fn style(base: &mut ChartBase, font: &ChartFont, height: f32) {
    base.width = WIDTH;
    base.height = height;
    base.font_family = font.family.clone();
    base.margin = Margin::from((20.0, 30.0, 10.0, 20.0));
    base.legend.show = Some(false);
    base.title.align = Align::Center;
    base.series.colors = vec![Color::from(BAR)];
    base.series.label.font.color = Color::from(INK);
    base.series.label.font.size = 15.0;
    base.x_axis.font.size = 14.0;
}
