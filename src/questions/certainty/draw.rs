//! Ten thousand draws: every judgement of every department is one of what it may be, each as likely; the totals are
//! ranked and graded anew. The draws begin with the digests of data and rules, so that the same question has the same
//! answer every time and everywhere.

use rayon::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sha2::{Digest, Sha256};

use super::{Judged, Tolerance};
use crate::analysis::Evaluation;
use crate::expr::Figure;
use crate::questions::changed::{Changed, Spot};
use crate::questions::seal;

/// How many draws.
pub const DRAWS: u32 = 10_000;
/// Draws that share one beginning: what is drawn does not depend on how many work at it.
const BATCH: u32 = 500;
/// A score in whole parts of this many to the point: rule books have at most four decimals.
const PARTS: i64 = 10_000;
/// Of an indicator with more combinations of judgements, one combination in so many is kept, as drawn.
const MOST_KEPT: usize = 4_096;

/// What was drawn.
#[derive(Debug)]
pub struct Drawn {
    /// By department and grade, best first: how often it came.
    pub grades: Vec<Vec<u32>>,
    /// By department: the ranks that 5% and 95% of the draws stay within; `None` where it is not ranked.
    pub ranks: Vec<Option<(u32, u32)>>,
    /// By department in the ranking: how often it stood before the next one; ties are no half.
    pub before_next: Vec<Option<u32>>,
}

/// A small generator of known quality (SplitMix64): the same numbers on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below a bound, each as likely but for one part in billions.
    fn below(&mut self, bound: usize) -> usize {
        ((u128::from(self.next()) * bound as u128) >> 64) as usize
    }
}

/// The scores that an indicator's judgements give, in parts, each as likely.
type Scores = Vec<i64>;

/// Draws.
pub fn draw(
    evaluation: &Evaluation,
    judged: &[Option<Vec<Judged>>],
    tolerance: Tolerance,
) -> Drawn {
    let seed = seed(evaluation, tolerance);
    let departments = evaluation.cards.len();
    let tables: Vec<Option<(i64, Vec<Scores>)>> = (0..departments)
        .into_par_iter()
        .map(|place| table(evaluation, place, judged[place].as_ref()?, seed))
        .collect();
    let mins: Vec<i64> = evaluation
        .book
        .grades
        .iter()
        .map(|grade| parts(grade.min))
        .collect();
    let batches: Vec<Batch> = (0..DRAWS / BATCH)
        .into_par_iter()
        .map(|number| {
            batch(
                evaluation,
                &tables,
                &mins,
                seed ^ u64::from(number).wrapping_mul(0xA076_1D64_78BD_642F),
            )
        })
        .collect();
    let mut grades = vec![vec![0; mins.len()]; departments];
    let mut ranks = vec![vec![0_u32; departments + 1]; departments];
    let mut before_next = vec![None; departments];
    for batch in &batches {
        for place in 0..departments {
            for (sum, count) in grades[place].iter_mut().zip(&batch.grades[place]) {
                *sum += count;
            }
            for rank in &batch.ranks[place] {
                ranks[place][*rank as usize] += 1;
            }
            if let Some(count) = batch.before_next[place] {
                *before_next[place].get_or_insert(0) += count;
            }
        }
    }
    let ranks = ranks.iter().map(|counts| within(counts)).collect();
    Drawn {
        grades,
        ranks,
        before_next,
    }
}

/// Begins with the digests of what was scored and by what.
fn seed(evaluation: &Evaluation, tolerance: Tolerance) -> u64 {
    let mut digest = Sha256::new();
    digest.update(&evaluation.book.digest);
    digest.update(evaluation.missing.as_str());
    digest.update(format!("{tolerance:?}"));
    for (_, sheet) in seal::data(&evaluation.dataset, &[]) {
        digest.update(sheet);
    }
    let bytes = digest.finalize();
    bytes
        .iter()
        .take(8)
        .fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

fn parts(score: Decimal) -> i64 {
    (score * Decimal::from(PARTS))
        .round()
        .to_i64()
        .unwrap_or_default()
}

/// A department's total without its judged indicators, and the scores that each of these may have.
fn table(
    evaluation: &Evaluation,
    place: usize,
    judged: &[Judged],
    seed: u64,
) -> Option<(i64, Vec<Scores>)> {
    let (record, card) = (&evaluation.dataset.records[place], &evaluation.cards[place]);
    let mut rest = card.total?;
    let mut scores = Vec::with_capacity(judged.len());
    let unchanged = Changed::new(record, evaluation.missing);
    for one in judged {
        rest -= card.indicators[one.indicator].score?;
        let expr = &evaluation.book.indicators[one.indicator].expr;
        let all = one
            .judgements
            .iter()
            .try_fold(1_usize, |all, judgement| {
                all.checked_mul(judgement.may_be.len())
            })
            .unwrap_or(usize::MAX);
        let mut random = Random(seed ^ (place as u64) << 20 ^ one.indicator as u64);
        let kept = (0..all.min(MOST_KEPT)).filter_map(|number| {
            let mut left = number;
            let mut changed = unchanged.clone();
            for judgement in &one.judgements {
                let count = judgement.may_be.len();
                let chosen = match all > MOST_KEPT {
                    true => random.below(count),
                    false => left % count,
                };
                left /= count;
                let figure = Figure::Number(judgement.may_be[chosen]);
                changed.set(Spot::Metric(judgement.metric), figure);
            }
            expr.number(&changed).ok().map(parts)
        });
        scores.push(kept.collect());
    }
    Some((parts(rest), scores))
}

struct Batch {
    grades: Vec<Vec<u32>>,
    ranks: Vec<Vec<u32>>,
    before_next: Vec<Option<u32>>,
}

fn batch(
    evaluation: &Evaluation,
    tables: &[Option<(i64, Vec<Scores>)>],
    mins: &[i64],
    seed: u64,
) -> Batch {
    let departments = tables.len();
    let mut batch = Batch {
        grades: vec![vec![0; mins.len()]; departments],
        ranks: vec![Vec::new(); departments],
        before_next: vec![None; departments],
    };
    let order = &evaluation.ranking.order;
    let is_ranked = |place: usize| evaluation.ranking.ranks[place].is_some();
    let mut random = Random(seed);
    let mut totals = vec![0_i64; departments];
    for _ in 0..BATCH {
        for (place, table) in tables.iter().enumerate() {
            let Some((rest, scores)) = table else {
                continue;
            };
            totals[place] = *rest;
            for scores in scores.iter().filter(|scores| !scores.is_empty()) {
                totals[place] += scores[random.below(scores.len())];
            }
            let grade = mins.iter().position(|min| totals[place] >= *min);
            batch.grades[place][grade.unwrap_or(mins.len() - 1)] += 1;
        }
        let mut ranked: Vec<(i64, usize)> = (0..departments)
            .filter(|place| is_ranked(*place))
            .map(|place| (totals[place], place))
            .collect();
        ranked.sort_unstable_by(|one, other| other.cmp(one));
        let mut rank = (0, i64::MIN);
        for (position, (total, place)) in (1_u32..).zip(&ranked) {
            if *total != rank.1 {
                rank = (position, *total);
            }
            batch.ranks[*place].push(rank.0);
        }
        for pair in order.windows(2) {
            if is_ranked(pair[0]) && is_ranked(pair[1]) {
                let before = u32::from(totals[pair[0]] > totals[pair[1]]);
                *batch.before_next[pair[0]].get_or_insert(0) += before;
            }
        }
    }
    batch
}

/// The ranks that 5% and 95% of the draws stay within.
fn within(counts: &[u32]) -> Option<(u32, u32)> {
    let all: u32 = counts.iter().sum();
    let at = |share: u32| {
        let mut seen = 0;
        let place = counts.iter().position(|count| {
            seen += count;
            u64::from(seen) * 100 >= u64::from(all) * u64::from(share)
        });
        place.and_then(|place| u32::try_from(place).ok())
    };
    (all > 0).then_some(())?;
    Some((at(5)?, at(95)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_same_everywhere_and_even() {
        // The first numbers of SplitMix64 from 0, as its author publishes them.
        let mut random = Random(0);
        assert_eq!(random.next(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(random.next(), 0x6E78_9E6A_A1B9_65F4);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            counts[random.below(6)] += 1;
        }
        assert!(
            counts.iter().all(|count| (9_700..10_300).contains(count)),
            "{counts:?}"
        );
    }

    #[test]
    fn the_middle_nine_tenths() {
        let mut counts = vec![0; 11];
        counts[3] = 4;
        counts[4] = 92;
        counts[5] = 4;
        assert_eq!(within(&counts), Some((4, 4)));
        counts[5] = 40;
        assert_eq!(within(&counts), Some((4, 5)));
        assert_eq!(within(&[0, 0]), None);
    }
}
