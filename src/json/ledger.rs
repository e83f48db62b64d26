//! What a ledger holds and what became of last round's, for the page.

use rust_decimal::Decimal;
use serde::Serialize;

use super::ProblemItem;
use crate::analysis::ledger::{Ledger, LossChange, PastReason};
use crate::decimal::trimmed;
use crate::problem::Problem;

/// What is to be mended, and what became of last round's entries.
#[derive(Serialize)]
pub struct LedgerDocument<'l> {
    entries: usize,
    lost: String,
    pending: usize,
    /// Against last round's, where there was one.
    compared: Option<Compared>,
    problems: Vec<ProblemItem<'l>>,
}

#[derive(Serialize)]
struct Compared {
    still: usize,
    fresh: usize,
    mended: usize,
    others: usize,
}

/// The document of a ledger; `problems` are those of last round's entries.
pub fn ledger<'l>(ledger: &Ledger, problems: &'l [Problem]) -> LedgerDocument<'l> {
    let new = Some(LossChange::New);
    let fresh = ledger.entries.iter().filter(|entry| entry.change == new);
    let mended = ledger
        .past
        .iter()
        .filter(|past| past.fate == PastReason::Mended);
    let (fresh, mended) = (fresh.count(), mended.count());
    let lost: Decimal = ledger.entries.iter().map(|entry| entry.loss.lost).sum();
    LedgerDocument {
        entries: ledger.entries.len(),
        lost: trimmed(lost, 4),
        pending: ledger.pending.len(),
        compared: ledger.compared.then(|| Compared {
            still: ledger.entries.len() - fresh,
            fresh,
            mended,
            others: ledger.past.len() - mended,
        }),
        problems: problems.iter().map(ProblemItem::of).collect(),
    }
}
