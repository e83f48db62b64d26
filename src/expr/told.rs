//! A figure in a sentence: rounded as tables round it, but never onto or over what it is compared with without
//! saying so: `79.99997%，低于 80%`.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::figure::{Figure, Figures};
use super::{Expr, Kind, Style, Variable};
use crate::decimal::{self, round};

/// How many decimals percentages and plain numbers have.
const PERCENT_PLACES: u32 = 2;
const PLAIN_PLACES: u32 = 4;
/// How many they have at most, where rounding would hide on which side of something they are.
const MOST_PLACES: u32 = 20;

/// A variable's figure in a sentence; `thresholds` are what it is compared with.
pub fn sentence_of(variable: &Variable, thresholds: &[Decimal], figures: &dyn Figures) -> String {
    match (figures.figure(variable), &variable.kind) {
        (Figure::Number(number), Kind::Percent { .. }) => {
            sentence(number, Style::Percent, thresholds)
        }
        _ => figure(variable, figures),
    }
}

/// A variable's figure as people write it.
pub fn figure(variable: &Variable, figures: &dyn Figures) -> String {
    match (figures.figure(variable), &variable.kind) {
        (Figure::Number(number), kind) => number_of(kind, number),
        (Figure::Truth(truth), _) => if truth { "是" } else { "否" }.into(),
        (Figure::Text(text), _) => text.to_string(),
        (
            Figure::Blank,
            Kind::YesNo {
                default: Some(default),
            },
        ) => if *default { "是" } else { "否" }.into(),
        (Figure::Blank, _) => "（空白）".into(),
        (Figure::Unreadable, _) => "（无法识别）".into(),
    }
}

/// A number as its kind of figure is written: money with two decimals, a ratio as a percentage.
pub fn number_of(kind: &Kind, number: Decimal) -> String {
    match kind {
        Kind::Amount { .. } => decimal::amount(number),
        Kind::Percent { .. } => decimal::percent(number),
        _ => decimal::trimmed(number, 4),
    }
}

impl Expr {
    /// What an expression is compared with anywhere in this tree: the bounds of bands, the other sides of
    /// comparisons.
    pub fn thresholds_of(&self, compared: &Expr, figures: &dyn Figures) -> Vec<Decimal> {
        let mut thresholds = Vec::new();
        self.gather_thresholds(bare(compared), figures, &mut thresholds);
        thresholds
    }

    fn gather_thresholds(&self, compared: &Expr, figures: &dyn Figures, found: &mut Vec<Decimal>) {
        match self {
            Expr::Bands { subject, bands } if bare(subject) == compared => {
                let bounds = bands.iter().flat_map(|band| &band.bounds);
                found.extend(bounds.filter_map(|(_, bound)| bound.number(figures).ok()));
            }
            Expr::Compare(_, left, right) if bare(left) == compared => {
                found.extend(right.number(figures));
            }
            Expr::Compare(_, left, right) if bare(right) == compared => {
                found.extend(left.number(figures));
            }
            _ => {}
        }
        self.each_child(&mut |child| child.gather_thresholds(compared, figures, found));
    }
}

/// An expression without what only tells of it.
fn bare(expr: &Expr) -> &Expr {
    match expr {
        Expr::Shown { expr, .. }
        | Expr::Noted { expr, .. }
        | Expr::Needing { expr, .. }
        | Expr::Part(expr) => bare(expr),
        expr => expr,
    }
}

/// A value as a sentence has it, with the side that it is on where rounding would have hidden it.
pub fn sentence(value: Decimal, style: Style, thresholds: &[Decimal]) -> String {
    let text = digits(value, style, thresholds);
    match hidden_side(value, style, thresholds) {
        Some((Ordering::Less, threshold)) => format!("{text}，低于 {}", exact(threshold, style)),
        Some((Ordering::Greater, threshold)) => format!("{text}，高于 {}", exact(threshold, style)),
        _ => text,
    }
}

/// A value with as many decimals as it takes to stay on its side of each threshold.
pub fn digits(value: Decimal, style: Style, thresholds: &[Decimal]) -> String {
    let (value, thresholds) = scaled(value, style, thresholds);
    let usual = usual_places(style);
    let places = (usual..=MOST_PLACES)
        .find(|places| hides(value, &thresholds, *places).is_none())
        .unwrap_or(MOST_PLACES);
    let mut shown = round(value, places).normalize();
    // 80.00% says that it was rounded, 80% that it is that.
    if style != Style::Plain && shown != value && shown.scale() == 0 {
        shown.rescale(usual);
    }
    format!("{shown}{}", unit(style))
}

/// On which side of a threshold a value is, where rounding it as usual would hide that.
pub fn hidden_side(
    value: Decimal,
    style: Style,
    thresholds: &[Decimal],
) -> Option<(Ordering, Decimal)> {
    let (scaled_value, scaled_thresholds) = scaled(value, style, thresholds);
    let place = hides(scaled_value, &scaled_thresholds, usual_places(style))?;
    Some((value.cmp(&thresholds[place]), thresholds[place]))
}

/// The place of the first threshold onto or over which rounding takes a value.
fn hides(value: Decimal, thresholds: &[Decimal], places: u32) -> Option<usize> {
    let rounded = round(value, places);
    let is_hidden = |threshold: &Decimal| rounded.cmp(threshold) != value.cmp(threshold);
    thresholds.iter().position(is_hidden)
}

/// In the unit that is written: percentages for ratios.
fn scaled(value: Decimal, style: Style, thresholds: &[Decimal]) -> (Decimal, Vec<Decimal>) {
    let factor = match style {
        Style::Plain => Decimal::ONE,
        Style::Percent | Style::PercentagePoints => Decimal::ONE_HUNDRED,
    };
    let scale = |number: Decimal| number.checked_mul(factor).unwrap_or(number);
    (
        scale(value),
        thresholds.iter().map(|number| scale(*number)).collect(),
    )
}

fn usual_places(style: Style) -> u32 {
    match style {
        Style::Plain => PLAIN_PLACES,
        Style::Percent | Style::PercentagePoints => PERCENT_PLACES,
    }
}

fn unit(style: Style) -> &'static str {
    match style {
        Style::Plain => "",
        Style::Percent => "%",
        Style::PercentagePoints => " 个百分点",
    }
}

/// A threshold as a rule book writes it.
pub fn exact(threshold: Decimal, style: Style) -> String {
    let (threshold, _) = scaled(threshold, style, &[]);
    format!("{}{}", threshold.normalize(), unit(style))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(value: &str, thresholds: &[&str]) -> String {
        let decimal = |text: &&str| text.parse::<Decimal>().unwrap();
        let thresholds: Vec<Decimal> = thresholds.iter().map(decimal).collect();
        sentence(decimal(&value), Style::Percent, &thresholds)
    }

    #[test]
    fn percentages_are_rounded_as_tables_round_them() {
        for (value, sentence) in [
            ("0.7999997", "80.00%"),
            ("0.8", "80%"),
            ("0.963", "96.3%"),
            ("0.98231", "98.23%"),
            ("0.00001", "0.00%"),
            ("0", "0%"),
            ("-0.12346", "-12.35%"),
        ] {
            assert_eq!(told(value, &[]), sentence);
            assert_eq!(told(value, &["0.5", "0.7"]), sentence);
        }
    }

    #[test]
    fn rounding_hides_no_side_of_a_threshold() {
        for (value, thresholds, sentence) in [
            ("0.7999997", vec!["0.8", "0.9"], "79.99997%，低于 80%"),
            ("0.8", vec!["0.8"], "80%"),
            ("0.8000001", vec!["0.8"], "80.00001%，高于 80%"),
            ("0.80004", vec!["0.8"], "80.004%，高于 80%"),
            ("0.80006", vec!["0.8"], "80.01%"),
            ("0.07496", vec!["0.075"], "7.496%，低于 7.5%"),
            ("0.074996", vec!["0.075"], "7.4996%，低于 7.5%"),
            ("0.333333", vec!["0.333331"], "33.3333%，高于 33.3331%"),
            ("0.00001", vec!["0"], "0.001%，高于 0%"),
        ] {
            assert_eq!(told(value, &thresholds), sentence, "{value}");
        }
    }

    #[test]
    fn what_is_no_end_of_digits_still_says_its_side() {
        let third = Decimal::ONE / Decimal::from(3);
        let bound = [third - Decimal::new(1, 24)];
        let told = sentence(third, Style::Percent, &bound);
        assert!(told.contains("，高于 33.333"), "{told}");
    }
}
