//! What a form that was read gives back: what was filled in and what was set aside, in one order, and last year's
//! figures as the form shows them.

use super::Reader;
use crate::address::Address;
use crate::forms::answers::{Answers, Entry};
use crate::forms::form::{Item, column};
use crate::forms::returned::Returned;

impl Reader<'_> {
    /// Keeps last year's figure of an item for the form that goes back.
    pub(super) fn keep_last_year(&mut self, at: u32, item: Item) {
        let cell = self.sheet.cell(Address::new(at, column::LAST_YEAR));
        if let Some(entry) = cell.and_then(Entry::of) {
            self.last_year.set(item, entry);
        }
    }

    /// What was filled in, without who filled it in and when.
    pub fn result(self) -> Returned {
        let book = self.form.book;
        let date = self.answers.get(Item::Date).cloned();
        let last_year = self.form.passport.last_year.then_some(self.last_year);
        let own = |mut answers: Answers| {
            answers.remove(Item::Date);
            answers.own(book)
        };
        let (answers, doubtful) = (own(self.answers), own(self.doubtful));
        let order = answers.outcome_order(&doubtful);
        let mut changes = self.changes;
        for change in &mut changes {
            for item in &mut change.items {
                *item = order.item(*item);
            }
        }
        Returned {
            answers: answers.ordered(&order),
            doubtful: doubtful.ordered(&order),
            date,
            last_year,
            changes,
            ..Returned::default()
        }
    }
}
