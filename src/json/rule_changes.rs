//! The JSON contract of `rules diff`.

use serde::Serialize;

use super::RuleBookId;
use crate::rulebook::RuleBook;
use crate::rulebook::difference::RuleChange;

/// What changed.
#[derive(Serialize)]
pub struct RuleChangesDocument<'c> {
    was: RuleBookId<'c>,
    is: RuleBookId<'c>,
    changes: Vec<ChangeItem<'c>>,
}

#[derive(Serialize)]
pub(super) struct ChangeItem<'c> {
    sheet: &'static str,
    subject: &'c str,
    /// Nothing where all of the subject is new or gone.
    what: Option<&'c str>,
    was: Option<&'c str>,
    is: Option<&'c str>,
    effect: &'static str,
    effect_text: String,
}

/// What changed from one rule book to another.
pub fn rule_changes<'c>(
    was: &'c RuleBook,
    is: &'c RuleBook,
    changes: &'c [RuleChange],
) -> impl Serialize + use<'c> {
    document(was, is, changes)
}

/// The same, to stand inside another.
pub fn document<'c>(
    was: &'c RuleBook,
    is: &'c RuleBook,
    changes: &'c [RuleChange],
) -> RuleChangesDocument<'c> {
    RuleChangesDocument {
        was: RuleBookId::of(was),
        is: RuleBookId::of(is),
        changes: items(changes),
    }
}

/// The changes alone.
pub(super) fn items(changes: &[RuleChange]) -> Vec<ChangeItem<'_>> {
    let items = changes.iter().map(|change| ChangeItem {
        sheet: change.sheet,
        subject: &change.subject,
        what: Some(change.what.as_str()).filter(|what| !what.is_empty()),
        was: change.was.as_deref(),
        is: change.is.as_deref(),
        effect: change.effect.as_str(),
        effect_text: change.effect.told(),
    });
    items.collect()
}
