//! The JSON contract of `verify`.

use serde::Serialize;

use super::RuleBookId;
use crate::questions::verify::{Difference, Kind, Verification, What};
use crate::rulebook::RuleBook;
use crate::scoring::Missing;

/// A result that was looked at.
pub struct Verified<'v> {
    /// The result's file.
    pub file: &'v str,
    /// The input that it was held against, where one was given.
    pub input: Option<&'v str>,
    /// The rule book that the result was scored by.
    pub book: &'v RuleBook,
    /// What missing data counted as.
    pub missing: Missing,
    /// What was found.
    pub verification: &'v Verification,
    /// What is to be known of the answer.
    pub notes: &'v [String],
}

#[derive(Serialize)]
struct VerificationDocument<'v> {
    same: bool,
    file: &'v str,
    input: Option<&'v str>,
    rulebook: RuleBookId<'v>,
    missing: &'static str,
    compared: usize,
    unstored: usize,
    changes: Vec<ChangeItem<'v>>,
    notes: &'v [String],
}

#[derive(Serialize)]
struct ChangeItem<'v> {
    sheet: &'v str,
    cell: Option<String>,
    was: &'v str,
    is: &'v str,
    kind: &'static str,
    what: &'static str,
    about: &'v str,
}

/// The document of `verify`.
pub fn verification<'v>(verified: &Verified<'v>) -> impl Serialize + use<'v> {
    document(verified)
}

fn document<'v>(verified: &Verified<'v>) -> VerificationDocument<'v> {
    VerificationDocument {
        same: verified.verification.is_same(),
        file: verified.file,
        input: verified.input,
        rulebook: RuleBookId::of(verified.book),
        missing: verified.missing.as_str(),
        compared: verified.verification.compared,
        unstored: verified.verification.unstored,
        changes: verified.verification.changes.iter().map(item).collect(),
        notes: verified.notes,
    }
}

#[derive(Serialize)]
struct VerificationView<'v> {
    verification: VerificationDocument<'v>,
    /// How many departments were scored again.
    departments: usize,
    /// What missing data counted as, as users see it.
    missing: &'static str,
    /// The kinds of changes that there are, data first.
    kinds: Vec<KindItem>,
    /// By change: what became of it, in a few words.
    told: Vec<&'static str>,
}

#[derive(Serialize)]
struct KindItem {
    kind: &'static str,
    label: &'static str,
    count: usize,
}

/// The document of the page's screen: that of `verify`, and beside it the words.
pub fn verification_view<'v>(
    verified: &Verified<'v>,
    departments: usize,
) -> impl Serialize + use<'v> {
    let changes = &verified.verification.changes;
    let kinds = [Kind::Data, Kind::Result, Kind::Opinion, Kind::Text].map(|kind| KindItem {
        kind: word(kind),
        label: kind.label(),
        count: changes.iter().filter(|one| one.kind == kind).count(),
    });
    VerificationView {
        verification: document(verified),
        departments,
        missing: verified.missing.label(),
        kinds: kinds.into_iter().filter(|kind| kind.count > 0).collect(),
        told: changes.iter().map(|one| one.what.label()).collect(),
    }
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Data => "data",
        Kind::Result => "result",
        Kind::Opinion => "opinion",
        Kind::Text => "text",
    }
}

fn item(change: &Difference) -> ChangeItem<'_> {
    ChangeItem {
        sheet: &change.sheet,
        cell: change.cell.map(|cell| cell.to_string()),
        was: &change.was,
        is: &change.is,
        kind: word(change.kind),
        what: match change.what {
            What::Value => "value",
            What::Fixed => "fixed",
            What::Calculated => "calculated",
            What::RowGone => "row_gone",
            What::RowNew => "row_new",
            What::SheetGone => "sheet_gone",
            What::SheetNew => "sheet_new",
            What::Digest => "digest",
        },
        about: &change.about,
    }
}
