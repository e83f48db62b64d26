//! What scoring a sample should give: scores, totals, grades and ranks.

use super::model::Book;
use super::score;

/// A department's result; `rank` is none where something is missing or the
/// code is not unique.
pub struct Outcome {
    pub code: String,
    pub name: String,
    pub scores: Vec<Option<f64>>,
    pub total: Option<f64>,
    pub grade: &'static str,
    pub rank: Option<usize>,
}

/// The results of all departments, in the order of the sheet, with missing
/// data held open.
pub fn outcomes(book: &Book) -> Vec<Outcome> {
    let mut results: Vec<Outcome> = book
        .base
        .iter()
        .map(|row| {
            let rows: Vec<_> = book
                .outcomes
                .iter()
                .filter(|outcome| outcome.department == row.name())
                .collect();
            let scores = score::scores(book.edition, row, &rows);
            let total = score::total(&scores);
            Outcome {
                code: row.code().to_string(),
                name: row.name().to_string(),
                total,
                grade: total.map_or("待定", score::grade),
                scores,
                rank: None,
            }
        })
        .collect();
    let ranked: Vec<Option<f64>> = results
        .iter()
        .map(|result| result.total.filter(|_| is_unique(&results, result)))
        .collect();
    for (result, total) in results.iter_mut().zip(&ranked) {
        result.rank = total.map(|total| {
            1 + ranked
                .iter()
                .flatten()
                .filter(|other| **other > total)
                .count()
        });
    }
    results
}

fn is_unique(results: &[Outcome], result: &Outcome) -> bool {
    result.code.is_empty()
        || results
            .iter()
            .filter(|other| other.code == result.code)
            .count()
            == 1
}
