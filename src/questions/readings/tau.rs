//! Kendall's τ-b: how alike two orders are, from −1 (reversed) to 1 (the same), ties counted as such.

use rust_decimal::Decimal;

use crate::decimal;

/// Beyond so many, pairs are too many to go through.
const MOST: usize = 5_000;

/// How alike the orders of two columns are, to four decimals; `None` where either orders nothing.
pub fn tau(both: &[(Decimal, Decimal)]) -> Option<Decimal> {
    if both.len() > MOST {
        return None;
    }
    let (mut alike, mut otherwise, mut tied, mut tied_other) = (0_u64, 0_u64, 0_u64, 0_u64);
    for (place, (one, other)) in both.iter().enumerate() {
        for (next, other_next) in &both[place + 1..] {
            let (here, there) = (one.cmp(next), other.cmp(other_next));
            match (here.is_eq(), there.is_eq()) {
                (true, true) => {}
                (true, false) => tied += 1,
                (false, true) => tied_other += 1,
                (false, false) if here == there => alike += 1,
                (false, false) => otherwise += 1,
            }
        }
    }
    let ordered = alike + otherwise;
    let pairs = ((ordered + tied) as f64 * (ordered + tied_other) as f64).sqrt();
    let tau = (alike as f64 - otherwise as f64) / pairs;
    decimal::from_f64(tau).map(|tau| decimal::round(tau, 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(i64, i64)]) -> Option<String> {
        let pairs: Vec<(Decimal, Decimal)> = pairs
            .iter()
            .map(|(one, other)| ((*one).into(), (*other).into()))
            .collect();
        tau(&pairs).map(|tau| tau.to_string())
    }

    #[test]
    fn orders_that_are_the_same_reversed_and_with_ties() {
        assert_eq!(of(&[(1, 1), (2, 2), (3, 3)]).as_deref(), Some("1"));
        assert_eq!(of(&[(1, 3), (2, 2), (3, 1)]).as_deref(), Some("-1"));
        // One of six pairs is turned around: (5 − 1) ÷ 6.
        assert_eq!(
            of(&[(1, 2), (2, 1), (3, 3), (4, 4)]).as_deref(),
            Some("0.6667")
        );
        // A tie on one side only: 5 ÷ √(5 × 6).
        assert_eq!(
            of(&[(1, 1), (1, 2), (3, 3), (4, 4)]).as_deref(),
            Some("0.9129")
        );
        assert_eq!(of(&[(1, 1)]), None);
    }
}
