//! Ranking: by total, descending; equal totals share a rank and the next one skips (1, 2, 2, 4).

use rust_decimal::Decimal;

use crate::intake::Record;
use crate::scoring::Scorecard;

/// Ranks and the order of the ranking sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ranking {
    /// For each department in input order; `None` is not ranked.
    pub ranks: Vec<Option<u32>>,
    /// The departments in the order of the ranking: ranked ones, ties in input order, then the others.
    pub order: Vec<usize>,
    /// For each department in input order, its place in that order.
    pub positions: Vec<usize>,
}

/// The total that a department is ranked by; duplicates are not ranked.
pub fn ranked_total(record: &Record, card: &Scorecard) -> Option<Decimal> {
    card.total.filter(|_| !record.duplicate)
}

/// Ranks the departments.
pub fn rank(records: &[Record], cards: &[Scorecard]) -> Ranking {
    let totals: Vec<Option<Decimal>> = records
        .iter()
        .zip(cards)
        .map(|(record, card)| ranked_total(record, card))
        .collect();
    rank_totals(&totals)
}

/// Ranks totals; one that is not there is not ranked.
pub fn rank_totals(totals: &[Option<Decimal>]) -> Ranking {
    let mut order: Vec<usize> = (0..totals.len()).collect();
    // A stable sort keeps ties, and the unranked, in input order; `None` is less than any total.
    order.sort_by(|a, b| totals[*b].cmp(&totals[*a]));
    let mut ranks = vec![None; totals.len()];
    let mut previous: Option<(Decimal, u32)> = None;
    for (position, index) in order.iter().enumerate() {
        let Some(total) = totals[*index] else { break };
        let rank = match previous {
            Some((same, rank)) if same == total => rank,
            _ => u32::try_from(position + 1).unwrap_or(u32::MAX),
        };
        previous = Some((total, rank));
        ranks[*index] = Some(rank);
    }
    let mut positions = vec![0; order.len()];
    for (position, department) in order.iter().enumerate() {
        positions[*department] = position;
    }
    Ranking {
        ranks,
        order,
        positions,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_share_a_rank_and_the_next_one_skips() {
        let totals: Vec<Option<Decimal>> = [Some(80), Some(90), None, Some(90), Some(70)]
            .into_iter()
            .map(|total| total.map(Decimal::from))
            .collect();
        let ranking = rank_totals(&totals);
        assert_eq!(ranking.ranks, [Some(3), Some(1), None, Some(1), Some(4)]);
        assert_eq!(ranking.order, [1, 3, 0, 4, 2]);
        assert_eq!(ranking.positions, [2, 0, 4, 1, 3]);
    }
}
