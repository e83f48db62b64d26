//! Scoring: rule book and record → scorecard. Pure: no files, no clock, no terminal; departments in parallel.
//!
//! * [`scorecard`] is the result: every score with its source and its reason;
//! * [`missing`] says what to do about what is missing, and which blanks mattered; `told` says it in problems,
//!   `columns` of whole columns.

mod columns;
pub mod missing;
mod missing_problems;
pub mod scorecard;

use rayon::prelude::*;
use rust_decimal::Decimal;

pub use missing::Missing;
pub use scorecard::{IndicatorScore, PENDING, Scorecard, Source};

use crate::decimal;
use crate::expr::peers::{PeerRule, Standing};
use crate::expr::{Figure, Figures, Variable};
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
    let scores = book
        .indicators
        .iter()
        .enumerate()
        .map(|(index, indicator)| {
            let mut evaluated = indicator.expr.evaluate(record);
            lacks.note(&evaluated, record);
            if figures.lacking_as_zero() && !evaluated.is_whole() {
                evaluated = indicator.expr.evaluate(&figures);
            }
            match evaluated.number() {
                Ok(score) => IndicatorScore {
                    score: Some(score),
                    source: Source::Computed,
                    explanation: evaluated.explain_score(score, &figures)
                        + &last_year(indicator, record),
                },
                Err(lack) => {
                    let reason = lacks.told(index, record, book, &lack);
                    figures.unscored(index, indicator, book.decimals, &reason)
                }
            }
        });
    let scores = scores.collect();
    let lacking = lacks.names(book);
    (Scorecard::new(scores, lacking, book), lacks)
}

/// Which year the figures of the year before are of, where the indicator uses any.
fn last_year(indicator: &Indicator, record: &Record) -> String {
    let mut uses_any = false;
    indicator
        .expr
        .variables(&mut |variable| uses_any |= variable.is_last_year());
    match record.before.year {
        Some(year) if uses_any => format!("（上年为 {year} 年）"),
        _ => String::new(),
    }
}

/// A record under the run's rule for missing data.
struct Considered<'r> {
    record: &'r Record,
    missing: Missing,
}

impl Considered<'_> {
    /// An indicator without the data to compute it: the declared score if that is wanted and there,
    /// else 待定.
    fn unscored(
        &self,
        index: usize,
        indicator: &Indicator,
        decimals: u32,
        reason: &str,
    ) -> IndicatorScore {
        let declared = match (self.missing, &self.record.declared) {
            (Missing::Declared, Some(declared)) => declared.score(index),
            _ => None,
        };
        let Some(declared) = declared else {
            return IndicatorScore {
                score: None,
                source: Source::Missing,
                explanation: format!("{reason}；待定"),
            };
        };
        let score = decimal::round(declared.clamp(Decimal::ZERO, indicator.points), decimals);
        let clamped = if declared > indicator.points {
            "（自评超过分值，按分值计）"
        } else {
            ""
        };
        let told = decimal::trimmed(score, 4);
        IndicatorScore {
            score: Some(score),
            source: Source::Declared,
            explanation: format!("{reason}；采用自评{clamped} → {told}"),
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
