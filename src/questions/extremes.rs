//! The best and the worst rank of everybody, where each total lies between two ends and none depends on another.

use rust_decimal::Decimal;

use crate::analysis::Evaluation;

/// The lowest and the highest total of a department; none where something lacks.
pub type Ends = Option<(Decimal, Decimal)>;

/// The best and the worst rank of a department; none where it is not ranked.
pub type Ranks = Option<(u32, u32)>;

/// Best and worst rank by department: the best is behind those whose lowest total is above its own highest, the worst
/// behind those whose highest is above its own lowest. `None` for those that are not ranked.
pub fn ranks(evaluation: &Evaluation, ends: &[Ends]) -> Vec<Ranks> {
    let ranked = |place: usize| !evaluation.dataset.records[place].duplicate;
    let sorted = |high: bool| {
        let ends = ends.iter().enumerate().filter(|(place, _)| ranked(*place));
        let mut ends: Vec<Decimal> = ends
            .filter_map(|(_, ends)| ends.map(|(low, top)| if high { top } else { low }))
            .collect();
        ends.sort_unstable();
        ends
    };
    let (lows, highs) = (sorted(false), sorted(true));
    let above = |sorted: &[Decimal], total: Decimal| {
        sorted.len() - sorted.partition_point(|other| *other <= total)
    };
    let of = |place: usize, ends: &Ends| {
        let (lowest, highest) = ends.filter(|_| ranked(place))?;
        // Its own highest is above its own lowest, where they differ.
        let itself = usize::from(highest > lowest);
        let best = above(&lows, highest) + 1;
        let worst = above(&highs, lowest) + 1 - itself;
        let rank = |rank| u32::try_from(rank).unwrap_or(u32::MAX);
        Some((rank(best), rank(worst)))
    };
    ends.iter()
        .enumerate()
        .map(|(place, ends)| of(place, ends))
        .collect()
}
