//! What differs between two rounds of a collection, cell by cell.

use std::collections::{BTreeSet, HashMap};

use super::answers::{Answers, Entry};
use super::form::Item;
use super::passport::Who;
use crate::intake::identity::key;
use crate::rulebook::RuleBook;

/// What a department had in a round.
#[derive(Clone, Debug)]
pub struct Round<'a> {
    /// Whose form it is.
    pub who: Who,
    /// What was filled in.
    pub answers: std::borrow::Cow<'a, Answers>,
}

/// A cell that is not what it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Changed {
    /// Whose form it is.
    pub who: Who,
    /// The sheet of the bureau workbook that holds it; none where a whole department came or went.
    pub sheet: String,
    /// What it is called.
    pub label: String,
    /// As a person saw it; nothing where it was blank.
    pub before: Option<String>,
    /// As a person sees it.
    pub after: Option<String>,
}

/// Lists what changed, in the order of the new round; departments that are gone come last.
pub fn changes(before: &[Round], after: &[Round], book: &RuleBook) -> Vec<Changed> {
    let identity = |who: &Who| key(who.code.as_deref().unwrap_or(&who.name));
    let old: HashMap<String, &Round> = before.iter().map(|one| (identity(&one.who), one)).collect();
    let mut found = Vec::new();
    for new in after {
        match old.get(&identity(&new.who)) {
            Some(old) => compare(old, new, book, &mut found),
            None => found.push(whole(&new.who, book, None, Some("本次新交"))),
        }
    }
    let kept: BTreeSet<String> = after.iter().map(|one| identity(&one.who)).collect();
    for gone in before
        .iter()
        .filter(|one| !kept.contains(&identity(&one.who)))
    {
        found.push(whole(&gone.who, book, Some("上次有"), Some("本次没有采用")));
    }
    found
}

fn whole(who: &Who, book: &RuleBook, before: Option<&str>, after: Option<&str>) -> Changed {
    Changed {
        who: who.clone(),
        sheet: book.sheets.data.name.clone(),
        label: "整个部门".into(),
        before: before.map(String::from),
        after: after.map(String::from),
    }
}

fn compare(old: &Round, new: &Round, book: &RuleBook, found: &mut Vec<Changed>) {
    let items: BTreeSet<Item> = [old, new]
        .iter()
        .flat_map(|round| round.answers.iter().map(|(item, _)| item))
        .collect();
    for item in items {
        let (before, after) = (old.answers.get(item), new.answers.get(item));
        let reading = |entry: Option<&Entry>| entry.map(Entry::reading);
        let (before, after) = (reading(before), reading(after));
        // A number that became a text, or the other way about, reads the same.
        if before == after {
            continue;
        }
        let (sheet, label) = named(item, book);
        found.push(Changed {
            who: new.who.clone(),
            sheet,
            label,
            before,
            after,
        });
    }
}

fn named(item: Item, book: &RuleBook) -> (String, String) {
    let sheets = &book.sheets;
    match item {
        Item::Metric(id) => (
            sheets.data.name.clone(),
            book.metrics
                .get(id)
                .map_or("", |metric| metric.name())
                .into(),
        ),
        Item::Outcome(number, column) => (
            sheets.outcomes.name.clone(),
            format!(
                "第 {} 项 {}",
                number + 1,
                book.outcomes
                    .as_ref()
                    .map_or("", |rules| column.name(rules))
            ),
        ),
        Item::Declared(index) => (
            sheets.declared.name.clone(),
            book.indicators
                .get(index)
                .map_or("", |indicator| &indicator.name)
                .into(),
        ),
        Item::Date => (String::new(), "填报日期".into()),
    }
}
