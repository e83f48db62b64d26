//! The charts that the bureau's template can call for: what each shows.

use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::block::Chart;
use super::markup::Called;
use crate::analysis::Evaluation;
use crate::decimal;
use crate::scoring::PENDING;
use crate::sheets::BarChart;
use crate::visible_text::shortened;

/// The charts that there are.
pub const NAMES: [&str; 3] = ["等级分布", "指标得分率", "主管部门平均分"];

/// How many bars one chart has; more go on in another. A chart of a third of a page finds room on most pages, so that
/// none ends half empty before it.
const MOST_BARS: usize = 11;
/// Heights, in centimetres: of bars that stand; of one that lies, and of what is around such.
const STANDING: f64 = 6.2;
const LYING: f64 = 0.5;
const AROUND: f64 = 1.2;
/// How many of the indicators are shown, the worst first.
const WORST: usize = 10;
/// The colour of those without a grade.
const PENDING_FILL: u32 = 0xE0E0E0;

/// A chart, of as many pages as it takes and none where there is nothing to show; `None` where there is no
/// chart of that name.
pub fn chart(name: &str, evaluation: &Evaluation) -> Option<Called> {
    let decimals = evaluation.book.decimals;
    let chart = match name {
        "等级分布" => BarChart {
            title: "各等级部门数".into(),
            bars: grades(evaluation),
            fills: grade_fills(evaluation),
            figures: places(0),
            axis: places(0),
            most: None,
        },
        "指标得分率" => BarChart {
            title: worst_title(evaluation),
            bars: rates(evaluation),
            fills: Vec::new(),
            figures: "0.00%".into(),
            axis: "0%".into(),
            most: Some(Decimal::ONE),
        },
        "主管部门平均分" => BarChart {
            title: "各主管部门的平均分，从高到低".into(),
            fills: Vec::new(),
            bars: groups(evaluation),
            figures: places(decimals),
            axis: "General".into(),
            most: Some(evaluation.book.points),
        },
        _ => return None,
    };
    Some(Called::Charts(paged(&chart)))
}

/// The number format of so many decimals.
fn places(decimals: u32) -> String {
    match decimals as usize {
        0 => "0".into(),
        decimals => format!("0.{}", "0".repeat(decimals)),
    }
}

/// The chart in parts that fit on a page.
fn paged(chart: &BarChart) -> Vec<Chart> {
    let pages = chart.bars.len().div_ceil(MOST_BARS).max(1);
    let a_page = chart.bars.len().div_ceil(pages).max(1);
    let parts = chart.bars.chunks(a_page).enumerate();
    parts
        .map(|(page, bars)| Chart {
            caption: match pages {
                1 => chart.title.clone(),
                _ => format!("{}（{}/{pages}）", chart.title, page + 1),
            },
            height: match chart.most {
                None => STANDING,
                Some(_) => AROUND + LYING * bars.len() as f64,
            },
            shown: BarChart {
                bars: bars.to_vec(),
                fills: chart
                    .fills
                    .chunks(a_page)
                    .nth(page)
                    .unwrap_or_default()
                    .to_vec(),
                ..chart.clone()
            },
        })
        .collect()
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

/// The colours of the grades, and of those without one.
fn grade_fills(evaluation: &Evaluation) -> Vec<u32> {
    let grades = evaluation.book.grades.iter();
    grades
        .map(|grade| grade.color)
        .chain([PENDING_FILL])
        .collect()
}

/// What the chart of the indicators is called.
fn worst_title(evaluation: &Evaluation) -> String {
    match evaluation.book.indicators.len() > WORST {
        true => format!("得分率最低的 {WORST} 项指标"),
        false => "各项指标的得分率，从低到高".into(),
    }
}

/// The indicators' means as percentages of their points: the lowest, the worst first; equal ones in the rule book's
/// order.
fn rates(evaluation: &Evaluation) -> Vec<Bar> {
    let indicators = evaluation.book.indicators.iter();
    let rates = indicators
        .zip(&evaluation.statistics.indicators)
        .filter_map(|(indicator, spread)| {
            let rate = spread.as_ref()?.rate(indicator.points)?;
            Some((indicator.name.clone(), decimal::round(rate, 4)))
        });
    let mut rates: Vec<Bar> = rates.collect();
    rates.sort_by_key(|(_, rate)| *rate);
    rates.truncate(WORST);
    rates
}

/// All of one colour: a mean has no grade.
fn groups(evaluation: &Evaluation) -> Vec<Bar> {
    let groups = evaluation.statistics.groups.iter();
    let bars = groups.filter_map(|group| {
        let mean = group.total.as_ref()?.mean;
        Some((
            shortened(&group.name),
            decimal::round(mean, evaluation.book.decimals),
        ))
    });
    let mut bars: Vec<Bar> = bars.collect();
    bars.sort_by_key(|(_, mean)| Reverse(*mean));
    bars
}
