//! A quotient of two straight lines, (ax + b) ÷ (cx + d): what shares, rates and deductions are of one figure while
//! nothing else changes. What is none, such as x², has no line.

use rust_decimal::Decimal;

/// (ax + b) ÷ (cx + d).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    a: Decimal,
    b: Decimal,
    c: Decimal,
    d: Decimal,
}

impl Line {
    /// A number that does not depend on the figure.
    pub fn constant(value: Decimal) -> Line {
        Line {
            a: Decimal::ZERO,
            b: value,
            c: Decimal::ZERO,
            d: Decimal::ONE,
        }
    }

    /// The figure itself.
    pub fn figure() -> Line {
        Line {
            a: Decimal::ONE,
            b: Decimal::ZERO,
            ..Line::constant(Decimal::ZERO)
        }
    }

    /// Whether it is the same everywhere.
    pub fn is_constant(&self) -> bool {
        // The slope's sign is that of ad − bc.
        let slope = product(self.a, self.d).zip(product(self.b, self.c));
        slope.is_some_and(|(one, other)| one == other)
    }

    /// Whether it rises with the figure; `None` where that cannot be reckoned.
    pub fn rises(&self) -> Option<bool> {
        let (one, other) = product(self.a, self.d).zip(product(self.b, self.c))?;
        Some(one > other)
    }

    /// The sum of two.
    pub fn plus(self, other: Line) -> Option<Line> {
        // Over a common denominator, which stays a straight line where one has none or both have the same.
        if (self.c, self.d) == (other.c, other.d) {
            return Some(Line {
                a: self.a.checked_add(other.a)?,
                b: self.b.checked_add(other.b)?,
                ..self
            });
        }
        match (self.divisor(), other.divisor()) {
            (_, Some(divisor)) => self.plus_straight(other, divisor),
            (Some(divisor), None) => other.plus_straight(self, divisor),
            (None, None) => None,
        }
    }

    /// The sum with a line over a number.
    fn plus_straight(self, other: Line, divisor: Decimal) -> Option<Line> {
        let (a, b) = (other.a.checked_div(divisor)?, other.b.checked_div(divisor)?);
        if !a.is_zero() && !self.c.is_zero() {
            return None;
        }
        // (sa x + sb)/(c x + d) + (a x + b); with c = 0 or a = 0 nothing of x² remains.
        Some(Line {
            a: self
                .a
                .checked_add(product(a, self.d)?)?
                .checked_add(product(b, self.c)?)?,
            b: self.b.checked_add(product(b, self.d)?)?,
            ..self
        })
    }

    /// With the other sign.
    pub fn negated(self) -> Line {
        Line {
            a: -self.a,
            b: -self.b,
            ..self
        }
    }

    /// The product of two.
    pub fn times(self, other: Line) -> Option<Line> {
        let (one, factor) = match (self.is_constant(), other.is_constant()) {
            (_, true) => (self, other.b.checked_div(other.d)?),
            (true, false) => (other, self.b.checked_div(self.d)?),
            (false, false) => return None,
        };
        Some(Line {
            a: product(one.a, factor)?,
            b: product(one.b, factor)?,
            ..one
        })
    }

    /// The quotient of two.
    pub fn over(self, other: Line) -> Option<Line> {
        match (self.divisor(), other.divisor()) {
            (Some(divisor), Some(by)) => Some(Line {
                a: product(self.a, by)?,
                b: product(self.b, by)?,
                c: product(other.a, divisor)?,
                d: product(other.b, divisor)?,
            }),
            _ if other.is_constant() => {
                let by = other.b.checked_div(other.d)?;
                self.times(Line::constant(Decimal::ONE.checked_div(by)?))
            }
            _ => None,
        }
    }

    /// What it is divided by, where that is a number.
    fn divisor(&self) -> Option<Decimal> {
        (self.c.is_zero() && !self.d.is_zero()).then_some(self.d)
    }

    /// Where it changes its sign: its zero and its pole, as far as it has them.
    pub fn turns(&self) -> impl Iterator<Item = Decimal> {
        let root = |slope: Decimal, rest: Decimal| match slope.is_zero() {
            true => None,
            false => (-rest).checked_div(slope),
        };
        [root(self.a, self.b), root(self.c, self.d)]
            .into_iter()
            .flatten()
    }
}

fn product(one: Decimal, other: Decimal) -> Option<Decimal> {
    one.checked_mul(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(number: i64) -> Line {
        Line::constant(Decimal::from(number))
    }

    #[test]
    fn shares_and_deductions_are_lines() {
        let x = Line::figure();
        // 1 − (x ÷ 200 − 0.1) × 10 is 0 at 40.
        let rate = x.over(number(200)).unwrap();
        let beyond = rate.plus(Line::constant(Decimal::new(-1, 1))).unwrap();
        let score = number(1)
            .plus(beyond.times(number(10)).unwrap().negated())
            .unwrap();
        assert_eq!(score.turns().collect::<Vec<_>>(), [Decimal::from(40)]);
        assert_eq!(score.rises(), Some(false));
        // 3 ÷ (20 + 3) as a share of staff: x ÷ (20 + x) − 10% is 0 at 2.22….
        let share = x.over(x.plus(number(20)).unwrap()).unwrap();
        let beyond = share.plus(Line::constant(Decimal::new(-1, 1))).unwrap();
        let turns: Vec<Decimal> = beyond.turns().map(|turn| turn.round_dp(4)).collect();
        assert_eq!(turns, [Decimal::new(22222, 4), Decimal::from(-20)]);
        assert_eq!(share.rises(), Some(true));
        assert!(x.times(x).is_none());
    }
}
