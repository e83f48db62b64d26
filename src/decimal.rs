//! The exact arithmetic's edges: how a binary number becomes a decimal, the one rounding of scores,
//! and how figures are written for people.
//!
//! Scores and money are [`Decimal`] everywhere else; nothing else in the program rounds.

use rust_decimal::prelude::*;

/// Decimals kept before a value is rounded or compared. A quotient such as 869 ÷ 3 is cut off at 28 digits, so an
/// exact midpoint reached through it lands at …4999…; 20 decimals give it back (see the tests).
const GUARD_PLACES: u32 = 20;

/// The decimal that a spreadsheet shows for a stored binary number: 15 significant digits, as Excel does.
///
/// `None` for what no decimal of 28 digits holds: not a number, infinite, too large, or nearer to 0 than 10⁻¹⁴ and not 0.
///
/// ```
/// # use jixiao::decimal::from_f64;
/// assert_eq!(from_f64(0.1 + 0.2).unwrap().to_string(), "0.3");
/// assert_eq!(from_f64(1e308), None);
/// ```
pub fn from_f64(number: f64) -> Option<Decimal> {
    if let Some(short) = of_few_digits(number) {
        return Some(short);
    }
    Decimal::from_scientific(&format!("{number:.14e}"))
        .ok()
        .map(|decimal| decimal.normalize())
}

/// The same of what has few digits, which nearly all figures have: digits below 10 to the 15th over a power of ten, both of
/// which a binary number holds exactly, so that their quotient is the number if and only if the number is what is stored
/// for that decimal; and of decimals of at most 15 digits no two are stored alike.
fn of_few_digits(number: f64) -> Option<Decimal> {
    const POWERS: [f64; 9] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];
    const BEYOND: f64 = 1e15;
    for (places, power) in (0..).zip(POWERS) {
        let digits = (number * power).round();
        if digits.abs() >= BEYOND {
            return None;
        }
        if digits / power == number {
            return Some(Decimal::new(digits as i64, places));
        }
    }
    None
}

/// A value as it is compared, rounded or cut to whole steps: what a quotient that was cut off lacks is given back, so that
/// 1 ÷ 3 × 3 is 1.
pub fn guarded(value: Decimal) -> Decimal {
    value.round_dp(GUARD_PLACES)
}

/// Rounds half away from zero (四舍五入), as the spreadsheet's ROUND does.
pub fn round(value: Decimal, places: u32) -> Decimal {
    guarded(value).round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero)
}

/// A score with its fixed number of decimals: `2` is `2.00`.
pub fn fixed(value: Decimal, places: u32) -> String {
    let mut rounded = round(value, places);
    rounded.rescale(places);
    rounded.to_string()
}

/// A number without trailing zeros, at most `places` decimals.
pub fn trimmed(value: Decimal, places: u32) -> String {
    round(value, places).normalize().to_string()
}

/// A difference with its sign: +1.20, −0.40; zero has none. `shown` is how its size is written.
pub fn signed(difference: Decimal, shown: impl Fn(Decimal) -> String) -> String {
    let size = shown(difference.abs());
    match difference {
        zero if zero.is_zero() => size,
        less if less.is_sign_negative() => format!("−{size}"),
        _ => format!("+{size}"),
    }
}

/// Money: at least two decimals, more only where the figure has them.
pub fn amount(value: Decimal) -> String {
    let mut exact = round(value, 10).normalize();
    if exact.scale() < 2 {
        exact.rescale(2);
    }
    exact.to_string()
}

/// A ratio as a percentage: two decimals without trailing zeros, or as many as it takes to be
/// told apart from the whole percentage that it would be rounded to: 89.9996% is not 90%.
pub fn percent(ratio: Decimal) -> String {
    let Some(points) = ratio.checked_mul(Decimal::ONE_HUNDRED) else {
        return ratio.normalize().to_string();
    };
    let shown = (2..=8)
        .map(|places| round(points, places))
        .find(|shown| shown.fract() != Decimal::ZERO || *shown == points)
        .unwrap_or_else(|| round(points, 8));
    format!("{}%", shown.normalize())
}

/// The same with two decimals at least, as tables have it: `87.70%`.
pub fn even_percent(ratio: Decimal) -> String {
    let told = percent(ratio);
    let number = told.trim_end_matches('%');
    let decimals = number
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    match decimals {
        0 => format!("{number}.00%"),
        1 => format!("{number}0%"),
        _ => told,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn halves_round_away_from_zero() {
        for (exact, rounded) in [
            ("0.005", "0.01"),
            ("-0.005", "-0.01"),
            ("0.015", "0.02"),
            ("0.025", "0.03"),
            ("2.675", "2.68"),
            ("4.344999", "4.34"),
            ("1.005", "1.01"),
            ("0.0049999999999999999999", "0.01"),
            ("0.0049999999999", "0"),
        ] {
            assert_eq!(round(decimal(exact), 2), decimal(rounded), "{exact}");
        }
    }

    #[test]
    fn a_midpoint_reached_through_a_repeating_quotient_still_rounds_up() {
        // 67 ÷ 600 × 45 is 5.025 exactly; the cut-off quotient alone gives 5.02499….
        let through_quotient = Decimal::from(67) / Decimal::from(600) * Decimal::from(45);
        assert_eq!(fixed(through_quotient, 2), "5.03");
        for denominator in [3, 6, 7, 9, 11, 13, 600, 700, 900, 1_100] {
            for numerator in 1..200 {
                let points = Decimal::new(5, 3) * Decimal::from(denominator);
                let midpoint = Decimal::from(numerator) / Decimal::from(denominator) * points;
                let exact = Decimal::new(5 * numerator, 3);
                assert_eq!(round(midpoint, 2), round(exact, 2));
            }
        }
    }

    #[test]
    fn what_a_quotient_lacks_is_given_back_and_nothing_else() {
        assert_eq!(
            guarded(decimal("0.9999999999999999999999999999")),
            Decimal::ONE
        );
        assert_eq!(guarded(decimal("0.999999999999999999995")), Decimal::ONE);
        let below = decimal("0.99999999999999999999");
        assert_eq!(guarded(below), below);
    }

    #[test]
    fn binary_noise_disappears() {
        assert_eq!(from_f64(0.1 + 0.2), Some(decimal("0.3")));
        assert_eq!(from_f64(97.71), Some(decimal("97.71")));
        assert_eq!(from_f64(-0.0), Some(Decimal::ZERO));
        assert_eq!(
            from_f64(123456789012345.0),
            Some(decimal("123456789012345"))
        );
        assert_eq!(from_f64(f64::NAN), None);
        assert_eq!(from_f64(f64::INFINITY), None);
        assert_eq!(from_f64(1e30), None);
        assert_eq!(from_f64(1e-300), None);
        // The smallest of which fifteen digits have a place, and the next.
        assert_eq!(from_f64(1e-14), Some(decimal("0.00000000000001")));
        assert_eq!(from_f64(-1e-14), Some(decimal("-0.00000000000001")));
        assert_eq!(from_f64(9.9e-15), None);
        assert_eq!(from_f64(0.1 + 0.2 - 0.3), None);
        assert_eq!(from_f64(-0.0).unwrap().to_string(), "0");
    }

    #[test]
    fn few_digits_are_read_as_all_others() {
        let slow = |number: f64| {
            let fifteen = format!("{number:.14e}");
            let decimal = Decimal::from_scientific(&fifteen).ok();
            decimal.map(|decimal| decimal.normalize().to_string())
        };
        let mut seed = 1_u64;
        for places in 0..12 {
            for size in 0..16 {
                for _ in 0..40 {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                    let digits = 1 + (seed >> 11) % 10_u64.pow(size + 1);
                    let near = digits as f64 / 10_f64.powi(places);
                    let beside = f64::from_bits(near.to_bits() + seed % 3);
                    for number in [near, -near, beside] {
                        let read = from_f64(number).map(|read| read.to_string());
                        assert_eq!(read, slow(number), "{number:e}");
                    }
                }
            }
        }
    }

    #[test]
    fn figures_for_people() {
        assert_eq!(amount(decimal("3016.1")), "3016.10");
        assert_eq!(amount(decimal("0.1234")), "0.1234");
        assert_eq!(amount(decimal("0.12")), "0.12");
        assert_eq!(amount(decimal("0.12345678901")), "0.123456789");
        assert_eq!(percent(decimal("0.9823")), "98.23%");
        // Told apart from the whole percentage by eight decimals and no more.
        assert_eq!(percent(decimal("0.8999999996")), "89.99999996%");
        assert_eq!(percent(decimal("0.89999999996")), "90%");
        assert_eq!(percent(decimal("1")), "100%");
        assert_eq!(percent(decimal("0.899996")), "89.9996%");
        assert_eq!(percent(decimal("0.123456")), "12.35%");
        assert_eq!(fixed(decimal("2"), 2), "2.00");
    }
}
