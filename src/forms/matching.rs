//! What becomes of every file: whose it is, whether it is taken, and if not, why not. Nothing is dropped
//! silently, and of two different forms of one department none is preferred without being told to.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::answers::Answers;
use super::fate::{self, Fate, Status};
use super::passport::Who;
use super::refusal::Refused;
use super::returned::{Change, Returned};
use crate::intake::identity::key;
use crate::problem::{Problem, Severity};

/// A file that came in.
#[derive(Debug)]
pub struct Received {
    /// Its path, as users know it.
    pub file: String,
    pub content: Result<Returned, Box<Refused>>,
}

/// A form that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    pub who: Who,
    pub year: u32,
    pub answers: Answers,
    /// Where the form itself was changed.
    pub changes: Vec<Change>,
}

/// What came of a collection.
#[derive(Debug, Default)]
pub struct Collection {
    /// In the order of the roster, then by code and name.
    pub taken: Vec<Taken>,
    /// What became of every file and of every department on the roster.
    pub fates: Vec<Fate>,
}

impl Collection {
    /// How much the worst of it weighs.
    pub fn worst(&self) -> Option<Severity> {
        let problems = self.fates.iter().flat_map(|fate| &fate.problems);
        let problems = problems.map(|problem| problem.severity);
        let statuses = self.fates.iter().map(|fate| fate.status.severity());
        problems.chain(statuses).min()
    }

    /// How many files or departments have a status.
    pub fn count(&self, status: Status) -> usize {
        self.fates
            .iter()
            .filter(|fate| fate.status == status)
            .count()
    }
}

/// Decides what becomes of the files. `roster` lists who was asked; `preferred` are the places of files that
/// decide between several of one department.
pub fn collect(received: Vec<Received>, roster: Option<&[Who]>, preferred: &[usize]) -> Collection {
    let roster = roster.map(Roster::new);
    let mut collection = Collection::default();
    // In order, so that the same files give the same list.
    let mut groups: BTreeMap<Slot, Vec<(usize, String, Returned)>> = BTreeMap::new();
    for (index, Received { file, content }) in received.into_iter().enumerate() {
        match content {
            Err(refused) => collection.fates.push(fate::refused(file, *refused)),
            Ok(mut returned) => match &roster {
                None => groups
                    .entry(Slot::of(&returned.who))
                    .or_default()
                    .push((index, file, returned)),
                Some(roster) => match roster.place(&returned.who) {
                    Some(place) => {
                        let listed = &roster.all[place];
                        returned.who.group = listed.group.clone().or(returned.who.group);
                        groups
                            .entry(Slot::Listed(place))
                            .or_default()
                            .push((index, file, returned));
                    }
                    None => collection.fates.push(fate::unknown(file, &returned)),
                },
            },
        }
    }
    if let Some(roster) = &roster {
        let missing = |place: &usize| !groups.contains_key(&Slot::Listed(*place));
        for place in (0..roster.all.len()).filter(missing) {
            collection.fates.push(fate::missing(&roster.all[place]));
        }
    }
    for members in groups.into_values() {
        settle(members, preferred, &mut collection);
    }
    collection.compare_years();
    collection.fates.sort_by(|a, b| {
        (a.status, order(&a.who), &a.file).cmp(&(b.status, order(&b.who), &b.file))
    });
    collection
}

/// Where a department stands among those that were taken.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Slot {
    /// By its place on the roster.
    Listed(usize),
    /// By its code.
    Coded(String),
    /// By its name, having no code.
    Named(String),
}

impl Slot {
    fn of(who: &Who) -> Slot {
        match &who.code {
            Some(code) => Slot::Coded(key(code)),
            None => Slot::Named(key(&who.name)),
        }
    }
}

fn order(who: &Option<Who>) -> (String, String) {
    who.as_ref().map_or_else(Default::default, |who| {
        (who.code.clone().unwrap_or_default(), who.name.clone())
    })
}

/// Who was asked, by code and by name.
struct Roster<'r> {
    all: &'r [Who],
    by_code: HashMap<String, usize>,
    /// None where several have the name.
    by_name: HashMap<String, Option<usize>>,
}

impl<'r> Roster<'r> {
    fn new(all: &'r [Who]) -> Roster<'r> {
        let mut by_name: HashMap<String, Option<usize>> = HashMap::new();
        for (place, who) in all.iter().enumerate() {
            let known = by_name.entry(key(&who.name));
            known.and_modify(|one| *one = None).or_insert(Some(place));
        }
        Roster {
            all,
            by_code: all
                .iter()
                .enumerate()
                .filter_map(|(place, who)| Some((key(who.code.as_deref()?), place)))
                .collect(),
            by_name,
        }
    }

    /// By code where both have one, else by name.
    fn place(&self, who: &Who) -> Option<usize> {
        if let Some(place) = who
            .code
            .as_deref()
            .and_then(|code| self.by_code.get(&key(code)))
        {
            return Some(*place);
        }
        let place = (*self.by_name.get(&key(&who.name))?)?;
        (who.code.is_none() || self.all[place].code.is_none()).then_some(place)
    }
}

/// Takes the one form of a department, or none of several that differ.
fn settle(
    mut members: Vec<(usize, String, Returned)>,
    preferred: &[usize],
    collection: &mut Collection,
) {
    members.sort_by(|a, b| a.1.cmp(&b.1));
    let chosen: Vec<usize> = (0..members.len())
        .filter(|place| preferred.contains(&members[*place].0))
        .collect();
    let same = |one: &Returned, other: &Returned| {
        one.answers == other.answers && one.year == other.year && one.changes == other.changes
    };
    let all_same = members.windows(2).all(|pair| same(&pair[0].2, &pair[1].2));
    let chosen = match chosen.as_slice() {
        [only] => Some(*only),
        [] if all_same => Some(0),
        _ => None,
    };
    let files: Vec<String> = members.iter().map(|(_, file, _)| file.clone()).collect();
    let Some(chosen) = chosen else {
        for (_, file, returned) in members {
            collection.fates.push(fate::twice(file, returned, &files));
        }
        return;
    };
    let kept = members[chosen].2.clone();
    for (place, (_, file, returned)) in members.into_iter().enumerate() {
        if place == chosen {
            collection.take(file, returned);
        } else {
            let is_same = same(&kept, &returned);
            collection
                .fates
                .push(fate::passed_over(file, returned, is_same, &files[chosen]));
        }
    }
}

impl Collection {
    /// Says of every form that was taken of which year it is, where they are of several: one workbook is
    /// scored for one year.
    fn compare_years(&mut self) {
        let years: BTreeSet<u32> = self.taken.iter().map(|taken| taken.year).collect();
        if years.len() < 2 {
            return;
        }
        let told: Vec<String> = years.iter().map(u32::to_string).collect();
        for taken in &self.taken {
            let whose = |fate: &&mut Fate| {
                let is_taken = matches!(fate.status, Status::Taken | Status::TakenChanged);
                is_taken && fate.who.as_ref() == Some(&taken.who)
            };
            if let Some(fate) = self.fates.iter_mut().find(whose) {
                let file = fate.file.clone().unwrap_or_default();
                let problem = fate::other_year(&taken.who, &file, taken.year, &told.join("、"));
                fate.problems.push(problem);
            }
        }
    }

    fn take(&mut self, file: String, returned: Returned) {
        let problems: Vec<Problem> = returned
            .changes
            .iter()
            .map(|change| change.problem(&returned.who, &file))
            .collect();
        self.fates.push(Fate {
            status: if problems.is_empty() {
                Status::Taken
            } else {
                Status::TakenChanged
            },
            file: Some(file),
            who: Some(returned.who.clone()),
            date: returned.date,
            problems,
        });
        self.taken.push(Taken {
            who: returned.who,
            year: returned.year,
            answers: returned.answers,
            changes: returned.changes,
        });
    }
}
