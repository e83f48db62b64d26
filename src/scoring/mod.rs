//! Scoring: rule book and record → scorecard. Pure: no files, no clock, no terminal; departments in parallel.
//!
//! * [`scorecard`] is the result: every score with its source; `explanation` words the reason, where it is shown;
//! * [`missing`] says what to do about what is missing, and which blanks mattered; `told` says it in problems,
//!   `columns` of whole columns.

mod columns;
mod explanation;
pub mod missing;
mod missing_problems;
pub mod scorecard;

use rayon::prelude::*;
use rust_decimal::Decimal;

pub use missing::Missing;
pub use scorecard::{IndicatorScore, PENDING, Scorecard, Source};

use crate::decimal;
use crate::expr::peers::{PeerRule, Standing};
use crate::expr::{Evaluated, Figure, Figures, Variable};
use crate::intake::{Dataset, Record};
use crate::problem::Problem;
use crate::rulebook::{Indicator, RuleBook};

/// Scores every department, in the dataset's order; `done` is called after each.
pub fn score(
    dataset: &Dataset,
    book: &RuleBook,
    missing: Missing,
    done: &(dyn Fn() + Sync),
) -> (Vec<Scorecard>, Vec<Problem>) {
    let (cards, said): (Vec<Scorecard>, Vec<missing_problems::Said>) = dataset
        .records
        .par_iter()
        .map(|record| {
            let (card, lacks) = score_record(record, book, missing);
            let said = missing_problems::of_record(dataset, book, missing, (record, &card, &lacks));
            done();
            (card, said)
        })
        .unzip();
    let problems = missing_problems::problems(dataset, book, missing, said);
    (cards, problems)
}

/// Scores one department, and says what it lacks. Each indicator is evaluated once; once more where what is lacking
/// counts as 0 and something lacks, as the scoring then goes another way.
pub fn score_record(
    record: &Record,
    book: &RuleBook,
    missing: Missing,
) -> (Scorecard, missing::Lacks) {
    let figures = Considered { record, missing };
    let mut lacks = missing::Lacks::default();
    let scores = book.indicators.iter().enumerate();
    let scores = scores.map(|(index, indicator)| {
        let evaluated = figures.evaluate(indicator, &mut lacks);
        match evaluated.number() {
            Ok(score) => IndicatorScore {
                score: Some(score),
                source: Source::Computed,
            },
            Err(_) => figures.unscored(index, indicator, book.decimals),
        }
    });
    let scores = scores.collect();
    let lacking = lacks.names(book);
    (Scorecard::new(scores, lacking, book, missing), lacks)
}

/// A record under the run's rule for missing data.
struct Considered<'r> {
    record: &'r Record,
    missing: Missing,
}

impl Considered<'_> {
    /// Evaluates an indicator, and notes what it lacks.
    fn evaluate<'e>(&self, indicator: &'e Indicator, lacks: &mut missing::Lacks) -> Evaluated<'e> {
        let evaluated = indicator.expr.evaluate(self.record);
        lacks.note(&evaluated, self.record);
        self.counted(evaluated)
    }

    /// What was evaluated over the record alone, with what is lacking as 0 where it counts as that.
    fn counted<'e>(&self, evaluated: Evaluated<'e>) -> Evaluated<'e> {
        match self.lacking_as_zero() && !evaluated.is_whole() {
            true => evaluated.expr.evaluate(self),
            false => evaluated,
        }
    }

    /// The declared score of an indicator without the data to compute it, if that is wanted and there.
    fn declared(&self, index: usize) -> Option<Decimal> {
        match (self.missing, &self.record.declared) {
            (Missing::Declared, Some(declared)) => declared.score(index),
            _ => None,
        }
    }

    /// An indicator without the data to compute it: the declared score if that is wanted and there,
    /// else 待定.
    fn unscored(&self, index: usize, indicator: &Indicator, decimals: u32) -> IndicatorScore {
        match self.declared(index) {
            Some(declared) => {
                let held = declared.clamp(Decimal::ZERO, indicator.points);
                IndicatorScore {
                    score: Some(decimal::round(held, decimals)),
                    source: Source::Declared,
                }
            }
            None => IndicatorScore {
                score: None,
                source: Source::Missing,
            },
        }
    }
}

impl Figures for Considered<'_> {
    fn figure(&self, variable: &Variable) -> Figure {
        self.record.figure(variable)
    }

    fn rows(&self) -> Vec<&dyn Figures> {
        self.record.rows()
    }

    fn standing(&self, rule: &PeerRule) -> Option<&Standing> {
        self.record.standing(rule)
    }

    fn lacking_as_zero(&self) -> bool {
        self.missing == Missing::Zero
    }
}
