//! Scoring: rule book and record → scorecard. Pure: no files, no clock, no terminal; departments in parallel.
//!
//! * [`scorecard`] is the result: every score with its source and its reason;
//! * [`missing`] says what to do about what is missing, and tells which blanks mattered.

pub mod missing;
pub mod scorecard;

use rayon::prelude::*;
use rust_decimal::Decimal;

pub use missing::Missing;
pub use scorecard::{IndicatorScore, Scorecard, Source};

use crate::decimal;
use crate::expr::{Figure, Figures, Lack, Variable};
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
    let (cards, lacks): (Vec<Scorecard>, Vec<missing::Lacks>) = dataset
        .records
        .par_iter()
        .map(|record| {
            let lacks = missing::Lacks::of(record, book);
            let card = score_record(record, book, missing, &lacks);
            done();
            (card, lacks)
        })
        .unzip();
    let problems = missing::problems(dataset, book, missing, &cards, &lacks);
    (cards, problems)
}

/// Scores one department.
pub fn score_record(
    record: &Record,
    book: &RuleBook,
    missing: Missing,
    lacks: &missing::Lacks,
) -> Scorecard {
    let scores = book
        .indicators
        .iter()
        .enumerate()
        .map(|(index, indicator)| score_indicator(record, index, indicator, book, missing, lacks))
        .collect();
    Scorecard::new(scores, book)
}

fn score_indicator(
    record: &Record,
    index: usize,
    indicator: &Indicator,
    book: &RuleBook,
    missing: Missing,
    lacks: &missing::Lacks,
) -> IndicatorScore {
    let figures = Considered { record, missing };
    match indicator.expr.number(&figures) {
        Ok(score) => IndicatorScore {
            score: Some(score),
            source: Source::Computed,
            explanation: concluded(indicator.expr.explain(&figures), score),
        },
        Err(lack) => unscored(record, index, indicator, book, missing, lacks, &lack),
    }
}

/// The explanation with the score at its end, once.
fn concluded(explanation: String, score: Decimal) -> String {
    let end = format!("→ {}", decimal::trimmed(score, 4));
    let single = !explanation.contains('；');
    if explanation.is_empty() {
        decimal::trimmed(score, 4)
    } else if single && explanation.ends_with(&end) {
        explanation
    } else {
        format!("{explanation} {end}")
    }
}

/// An indicator without the data to compute it: the declared score if that is wanted and there, else 待定.
fn unscored(
    record: &Record,
    index: usize,
    indicator: &Indicator,
    book: &RuleBook,
    missing: Missing,
    lacks: &missing::Lacks,
    lack: &Lack,
) -> IndicatorScore {
    let reason = lacks.told(index, record, book, lack);
    let declared = match missing {
        Missing::Declared => record
            .declared
            .as_ref()
            .and_then(|declared| declared.score(index)),
        Missing::Hold | Missing::Zero => None,
    };
    match declared {
        Some(declared) => {
            let score = decimal::round(
                declared.clamp(Decimal::ZERO, indicator.points),
                book.decimals,
            );
            let clamped = if declared > indicator.points {
                "（自评超过分值，按分值计）"
            } else {
                ""
            };
            IndicatorScore {
                score: Some(score),
                source: Source::Declared,
                explanation: format!(
                    "{reason}；采用自评{clamped} → {}",
                    decimal::trimmed(score, 4)
                ),
            }
        }
        None => IndicatorScore {
            score: None,
            source: Source::Missing,
            explanation: format!("{reason}；待定"),
        },
    }
}

/// A record under the run's rule for missing data.
struct Considered<'r> {
    record: &'r Record,
    missing: Missing,
}

impl Figures for Considered<'_> {
    fn figure(&self, variable: &Variable) -> Figure {
        self.record.figure(variable)
    }

    fn rows(&self) -> Vec<&dyn Figures> {
        self.record.rows()
    }

    fn lacking_as_zero(&self) -> bool {
        self.missing == Missing::Zero
    }
}
