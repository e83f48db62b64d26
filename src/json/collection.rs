//! What came of forms that were taken back, for the page: how the departments stand, what became of every file, what changed.

use serde::Serialize;

use super::ProblemItem;
use crate::forms::Who;
use crate::forms::changes::Changed;
use crate::forms::file_outcome::{FileOutcome, Status};
use crate::forms::matching::Collection;
use crate::problem::{Problem, Severity};

#[derive(Serialize)]
struct CollectionDocument<'c> {
    tally: TallyItem,
    /// What needs doing first; only those that there are.
    statuses: Vec<StatusItem>,
    fates: Vec<FateItem<'c>>,
    /// Against an earlier collection, where one was given.
    changed: Option<Vec<ChangedItem<'c>>>,
    /// What checking the whole of it finds of no single department, such as money in a wrong unit.
    problems: Vec<ProblemItem<'c>>,
}

#[derive(Serialize)]
struct TallyItem {
    departments: usize,
    taken: usize,
    troubled: usize,
    twice: usize,
    missing: usize,
    told: String,
}

#[derive(Serialize)]
struct StatusItem {
    label: &'static str,
    severity: Severity,
    count: usize,
}

#[derive(Serialize)]
struct FateItem<'c> {
    status: &'static str,
    severity: Severity,
    file: Option<&'c str>,
    department: Option<WhoItem<'c>>,
    date: Option<&'c str>,
    /// Whether one of several files has to be chosen, and this is one of them.
    choosable: bool,
    /// How many figures of a form that was taken are wrong; those that are missing are not counted.
    errors: usize,
    /// The department's name, and the one that stands on the form in its place.
    renamed: Option<[&'c str; 2]>,
    problems: Vec<ProblemItem<'c>>,
}

/// A department, by what is known of it.
#[derive(Serialize)]
pub struct WhoItem<'c> {
    code: Option<&'c str>,
    name: &'c str,
    group: Option<&'c str>,
}

#[derive(Serialize)]
struct ChangedItem<'c> {
    department: WhoItem<'c>,
    sheet: &'c str,
    label: &'c str,
    before: Option<&'c str>,
    after: Option<&'c str>,
}

impl<'c> WhoItem<'c> {
    /// Of a department.
    pub fn of(who: &'c Who) -> WhoItem<'c> {
        WhoItem {
            code: who.code.as_deref(),
            name: &who.name,
            group: who.group.as_deref(),
        }
    }
}

/// What was collected, and what is to be said of it.
pub struct Collected<'c> {
    /// How many files were read.
    pub files: usize,
    /// What came of them.
    pub collection: &'c Collection,
    /// Against an earlier collection, where one was given.
    pub changed: Option<&'c [Changed]>,
    /// What checking all of it finds.
    pub problems: &'c [Problem],
    /// What is to be said of the list of departments.
    pub notices: &'c [String],
    /// Rule books of forms that were refused because of them.
    pub other_rules: Vec<&'c str>,
}

#[derive(Serialize)]
struct CollectedDocument<'c> {
    files: usize,
    collection: CollectionDocument<'c>,
    notices: &'c [String],
    other_rules: Vec<&'c str>,
}

/// The document of forms that were taken back.
pub fn collected<'c>(collected: &Collected<'c>) -> impl Serialize + use<'c> {
    CollectedDocument {
        files: collected.files,
        collection: collection(collected.collection, collected.changed, collected.problems),
        notices: collected.notices,
        other_rules: collected.other_rules.clone(),
    }
}

fn collection<'c>(
    collection: &'c Collection,
    changed: Option<&'c [Changed]>,
    problems: &'c [Problem],
) -> CollectionDocument<'c> {
    let tally = collection.tally;
    let statuses = Status::ALL.into_iter().map(|status| StatusItem {
        label: status.label(),
        severity: status.severity(),
        count: collection.count(status),
    });
    let of_the_whole = |problem: &&Problem| problem.department.is_none();
    CollectionDocument {
        tally: TallyItem {
            departments: tally.all(),
            taken: tally.taken,
            troubled: tally.troubled,
            twice: tally.twice,
            missing: tally.missing,
            told: tally.told(),
        },
        statuses: statuses.filter(|status| status.count > 0).collect(),
        fates: collection
            .fates
            .iter()
            .map(|one| fate(one, problems))
            .collect(),
        changed: changed.map(|changed| changed.iter().map(changed_item).collect()),
        problems: problems
            .iter()
            .filter(of_the_whole)
            .filter(|problem| problem.severity != Severity::Info)
            .map(ProblemItem::of)
            .collect(),
    }
}

fn fate<'c>(fate: &'c FileOutcome, problems: &[Problem]) -> FateItem<'c> {
    let whose = fate.who.as_ref().filter(|_| fate.status.is_taken());
    let is_own = |problem: &&Problem| {
        let concerns = problem.department.as_ref();
        concerns
            .zip(whose)
            .is_some_and(|(one, who)| one.code == who.code && one.name == who.name)
    };
    let own = problems.iter().filter(is_own);
    FateItem {
        errors: own
            .filter(|problem| problem.severity == Severity::Error)
            .count(),
        status: fate.status.label(),
        severity: fate.status.severity(),
        file: fate.file.as_deref(),
        department: fate.who.as_ref().map(WhoItem::of),
        date: fate.date.as_deref(),
        choosable: fate.status == Status::Twice,
        renamed: fate
            .who
            .as_ref()
            .zip(fate.renamed_to.as_deref())
            .map(|(who, to)| [who.name.as_str(), to]),
        problems: fate.problems.iter().map(ProblemItem::of).collect(),
    }
}

fn changed_item(changed: &Changed) -> ChangedItem<'_> {
    ChangedItem {
        department: WhoItem::of(&changed.who),
        sheet: &changed.sheet,
        label: &changed.label,
        before: changed.before.as_deref(),
        after: changed.after.as_deref(),
    }
}
