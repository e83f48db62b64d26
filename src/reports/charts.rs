//! The pictures that the bureau's template can call for, drawn with a Chinese font of the machine. The only
//! place that knows charts-rs.

use charts_rs::{Align, BarChart, Box as Margin, ChartBase, Color, HorizontalBarChart, Series};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::block::Picture;
use super::markup::Called;
use crate::analysis::Evaluation;
use crate::decimal;
use crate::scoring::PENDING;

/// The charts that there are.
pub const NAMES: [&str; 3] = ["等级分布", "指标得分率", "主管部门平均分"];

const WIDTH: f32 = 900.0;
/// How many times finer than its own size a chart is drawn, for paper.
const FINENESS: f32 = 2.0;
const INK: (u8, u8, u8) = (0x1F, 0x38, 0x64);
const BAR: (u8, u8, u8) = (0x44, 0x72, 0xC4);

/// A font with Chinese characters that pictures can be drawn with.
pub struct ChartFont {
    family: String,
}

impl ChartFont {
    /// A font for pictures: its family's name, and the font file; `None` where that is no font.
    pub fn new(family: &str, file: &[u8]) -> Option<ChartFont> {
        charts_rs::add_fonts(&[file]).ok()?;
        Some(ChartFont {
            family: family.into(),
        })
    }
}

/// A chart; `None` where there is none of that name. Without a font, or with nothing to show, there is no
/// picture.
pub fn draw(name: &str, evaluation: &Evaluation, font: Option<&ChartFont>) -> Option<Called> {
    let full = evaluation.book.points;
    let chart = match name {
        "等级分布" => Chart {
            caption: "各等级部门数",
            bars: grades(evaluation),
            places: 0,
            most: None,
        },
        "指标得分率" => Chart {
            caption: "各项指标的得分率（%）",
            bars: rates(evaluation),
            places: 2,
            most: Some(Decimal::ONE_HUNDRED),
        },
        "主管部门平均分" => Chart {
            caption: "各主管部门的平均分",
            bars: groups(evaluation),
            places: evaluation.book.decimals,
            most: Some(full),
        },
        _ => return None,
    };
    let picture = font
        .filter(|_| !chart.bars.is_empty())
        .and_then(|font| chart.picture(font));
    Some(picture.map_or(Called::Nothing, Called::Picture))
}

/// A bar chart: of a few bars that stand, or of any number that lie, where there is a most to compare with.
struct Chart {
    caption: &'static str,
    bars: Vec<Bar>,
    /// How many decimals a bar's label has.
    places: u32,
    /// How long a bar could be.
    most: Option<Decimal>,
}

/// A bar's name and length.
type Bar = (String, Decimal);

fn grades(evaluation: &Evaluation) -> Vec<Bar> {
    let statistics = &evaluation.statistics;
    let pending = (PENDING.to_string(), statistics.ungraded);
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
            let rate = spread.as_ref()?.rate(indicator.points)?;
            let percent = decimal::round(rate * Decimal::ONE_HUNDRED, 2);
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

impl Chart {
    fn picture(&self, font: &ChartFont) -> Option<Picture> {
        let height = match self.most {
            None => 420.0,
            Some(_) => 70.0 + 30.0 * self.bars.len() as f32,
        };
        let svg = match self.most {
            None => self.standing(font, height),
            Some(most) => self.lying(most, font, height),
        }?;
        let (width, height) = ((WIDTH * FINENESS) as u32, (height * FINENESS) as u32);
        let bytes = charts_rs::svg_to_png_with_size(&svg, Some(width), Some(height)).ok()?;
        Some(Picture {
            bytes,
            width,
            height,
            caption: self.caption.into(),
        })
    }

    fn standing(&self, font: &ChartFont, height: f32) -> Option<String> {
        let names = self.bars.iter().map(|(name, _)| name.clone()).collect();
        let mut chart = BarChart::new(vec![series(self.bars.iter())], names);
        self.style(&mut chart.base, font, height);
        chart.x_axis.font.size = 18.0;
        chart.svg().ok()
    }

    fn lying(&self, most: Decimal, font: &ChartFont, height: f32) -> Option<String> {
        // The chart puts the first at the bottom.
        let bars = || self.bars.iter().rev();
        let names = bars().map(|(name, _)| name.clone()).collect();
        let mut chart = HorizontalBarChart::new(vec![series(bars())], names);
        self.style(&mut chart.base, font, height);
        chart.base.margin.right = 70.0;
        for axis in &mut chart.y_axis_configs {
            axis.min = Some(0.0);
            axis.max = most.to_f32();
            axis.split_number = 5;
        }
        chart.svg().ok()
    }

    fn style(&self, base: &mut ChartBase, font: &ChartFont, height: f32) {
        base.width = WIDTH;
        base.height = height;
        base.font_family = font.family.clone();
        base.margin = Margin::from((20.0, 30.0, 10.0, 20.0));
        base.legend.show = Some(false);
        base.title.align = Align::Center;
        base.series.colors = vec![Color::from(BAR)];
        base.series.label.font.color = Color::from(INK);
        base.series.label.font.size = 15.0;
        base.series.label.formatter = self.places.to_string();
        base.x_axis.font.size = 16.0;
    }
}

/// Binary numbers are for the drawing alone.
fn series<'b>(bars: impl Iterator<Item = &'b Bar>) -> Series {
    let lengths: Vec<f32> = bars
        .map(|(_, length)| length.to_f32().unwrap_or_default())
        .collect();
    let mut series = Series::new(String::new(), lengths);
    series.label_show = true;
    series
}
