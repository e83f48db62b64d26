//! What the fuzz targets share: the default rule book, and the way of every input through the program.

use std::sync::LazyLock;

use jixiao::analysis::{Evaluation, evaluate};
use jixiao::intake;
use jixiao::rulebook::{RuleBook, library};
use jixiao::scoring::Missing;
use jixiao::sheets;
use jixiao::workbook::Workbook;
use rust_decimal::Decimal;

/// The rule book that inputs are read by.
pub static BOOK: LazyLock<RuleBook> =
    LazyLock::new(|| library::default().book.expect("the built-in rule book is sound"));

/// Reads, scores and writes a workbook in every mode, and asserts what always holds.
pub fn score(workbook: &Workbook) {
    for (missing, write) in [
        (Missing::Hold, true),
        (Missing::Zero, false),
        (Missing::Declared, false),
    ] {
        let Ok((dataset, problems)) = intake::read(workbook.clone(), &BOOK, None) else {
            return;
        };
        let evaluation = evaluate(dataset, &BOOK, missing, problems, &|| {});
        assert_sound(&evaluation);
        if write {
            sheets::annotated(&evaluation).expect("an annotated workbook");
        }
    }
}

/// Every score lies between 0 and its points, totals are sums, and no message carries what cannot be seen.
fn assert_sound(evaluation: &Evaluation) {
    for card in &evaluation.cards {
        for (scored, indicator) in card.indicators.iter().zip(&BOOK.indicators) {
            if let Some(score) = scored.score {
                assert!(score >= Decimal::ZERO && score <= indicator.points);
            }
        }
        let sum: Option<Decimal> = card.indicators.iter().map(|one| one.score).sum();
        assert_eq!(card.total, sum);
    }
    for problem in &evaluation.problems {
        for text in [&*problem.message(), &problem.advice] {
            assert!(!text.is_empty() && !text.contains(|c: char| c.is_control()), "{text:?}");
        }
    }
}
