//! The page's result: what it shows of an evaluation, what a corrected workbook changed, and the ledger.

use serde::Serialize;

use super::ledger::{LedgerDocument, ledger as ledger_document};
use super::revision::{RevisionDocument, document as revision};
use super::view::{ViewDocument, document as view};
use crate::analysis::Evaluation;
use crate::analysis::ledger::Ledger;
use crate::problem::Problem;

#[derive(Serialize)]
struct ResultDocument<'e> {
    view: ViewDocument<'e>,
    /// What a corrected workbook changed, where it took another's place.
    changes: Option<RevisionDocument<'e>>,
    ledger: LedgerDocument<'e>,
    /// Whether there is something to be said of the year before.
    last_year: bool,
}

/// The document of the page's result: the view of an evaluation, what changed since `before`, and the ledger with what is to be told of the last one.
pub fn result<'e>(
    evaluation: &'e Evaluation,
    before: Option<&'e Evaluation<'e>>,
    (ledger, problems): (&Ledger, &'e [Problem]),
    last_year: bool,
) -> impl Serialize + use<'e> {
    ResultDocument {
        view: view(evaluation),
        changes: before.map(|before| revision(before, evaluation)),
        ledger: ledger_document(ledger, problems),
        last_year: last_year || evaluation.dataset.last_year.is_some(),
    }
}
