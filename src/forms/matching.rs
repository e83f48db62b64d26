//! What becomes of every file: whose it is, whether it is taken, and if not, why not. Nothing is dropped
//! silently. Of two forms of one department that of a later round is taken; of two different ones of the same
//! round none is, without being told to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::answers::{Answers, Entry};
use super::asked::Asked;
use super::file_outcome::{self, FileOutcome, Status, ToMend};
use super::form::Item;
use super::passport::Who;
use super::refusal::{Refusal, Refused};
use super::returned::{FormChange, Returned};
use crate::intake::identity::key;
use crate::problem::{Problem, Severity};
use crate::workbook::Sheet;

/// A file that came in.
#[derive(Debug)]
pub struct Received {
    /// Its path, as users know it.
    pub file: String,
    /// What it holds, or why nothing of it is taken.
    pub content: Result<Returned, Box<Refused>>,
}

/// A form that was taken.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// Whose form it is.
    pub who: Who,
    /// The year that it is of.
    pub year: u32,
    /// What was filled in.
    pub answers: Answers,
    /// What was filled in and not taken, each with the item that it seems to be for.
    pub doubtful: Answers,
    /// Where the form itself was changed.
    pub changes: Vec<FormChange>,
    /// The form as it came, where it was changed.
    pub sheet: Option<Arc<Sheet>>,
    /// 填报日期, as written.
    pub date: Option<Entry>,
    /// Last year's figures, where its form shows them.
    pub last_year: Option<Answers>,
    /// The how-manieth time the department would fill it in if it went back.
    pub next_round: u32,
    /// Why nothing was taken of a form of a later round.
    pub refused_later: Vec<Problem>,
}

/// A department that sent something of which nothing was taken.
#[derive(Clone, Debug)]
pub struct Unsettled {
    /// Whose it is.
    pub who: Who,
    /// The year of its form, as far as it is known.
    pub year: Option<u32>,
    /// The how-manieth time it fills in the next one.
    pub next_round: u32,
    /// Whether its file was made by another rule book.
    pub of_other_rules: bool,
    /// Why, in the words of 收集情况.
    pub problems: Vec<Problem>,
    /// What all of its forms agree on, where it sent several.
    pub agreed: Answers,
    /// What they do not agree on.
    pub differing: Vec<Differing>,
    /// What it sent, where it is one form that can be read.
    pub sheet: Option<Arc<Sheet>>,
}

/// An item that several forms of one department answer differently.
#[derive(Clone, Debug)]
pub struct Differing {
    /// The cell.
    pub item: Item,
    /// The files, each with what it says.
    pub said: Vec<(String, Option<String>)>,
}

/// How the departments stand: each is in one of these.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// A form of theirs was taken.
    pub taken: usize,
    /// They sent something, and nothing could be taken of it.
    pub troubled: usize,
    /// They sent forms that differ.
    pub twice: usize,
    /// They sent nothing.
    pub missing: usize,
}

/// What came of a collection.
#[derive(Debug, Default)]
pub struct Collection {
    /// In the order of the roster, then by code and name.
    pub taken: Vec<Taken>,
    /// Departments that sent something of which nothing was taken.
    pub unsettled: Vec<Unsettled>,
    /// What became of every file and of every department that sent none.
    pub fates: Vec<FileOutcome>,
    /// How many files came to what.
    pub tally: Tally,
}

impl Tally {
    /// How many departments there are.
    pub fn all(self) -> usize {
        self.taken + self.troubled + self.twice + self.missing
    }

    /// As people read it; the parts add up to the departments.
    pub fn told(self) -> String {
        format!(
            "{} 个部门：已交 {}，没能采用 {}，重复 {}，没有交 {}",
            self.all(),
            self.taken,
            self.troubled,
            self.twice,
            self.missing
        )
    }
}

impl Collection {
    /// Notes beside each form that was taken what is wrong with what was filled in.
    pub fn note(&mut self, to_mend: impl Fn(&Who) -> ToMend) {
        for fate in &mut self.fates {
            if let Some(who) = fate.who.as_ref().filter(|_| fate.status.is_taken()) {
                fate.to_mend = to_mend(who);
            }
        }
    }

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

/// What came from one department.
#[derive(Default)]
struct Sent {
    /// By the places of the files.
    forms: Vec<(usize, String, Returned)>,
    refused: Vec<(String, Refused)>,
}

/// Decides what becomes of the files. `roster` lists who was asked; `preferred` are the places of files that
/// decide between several of one department.
pub fn collect(received: Vec<Received>, roster: Option<&[Who]>, preferred: &[usize]) -> Collection {
    let asked = roster.map(Asked::new);
    let mut collection = Collection::default();
    // In order, so that the same files give the same list.
    let mut groups: BTreeMap<Slot, Sent> = BTreeMap::new();
    for (index, Received { file, content }) in received.into_iter().enumerate() {
        match content {
            Err(refused) => {
                let mut refused = *refused;
                match Slot::of_refused(&mut refused, &file, asked.as_ref()) {
                    Some(slot) => groups
                        .entry(slot)
                        .or_default()
                        .refused
                        .push((file, refused)),
                    None => collection.fates.push(file_outcome::refused(file, refused)),
                }
            }
            Ok(mut returned) => match &asked {
                None => groups
                    .entry(Slot::of(&returned.who))
                    .or_default()
                    .forms
                    .push((index, file, returned)),
                Some(asked) => match asked.place(&returned.who) {
                    Some(place) => {
                        let listed = &asked.all[place];
                        returned.who.group = listed.group.clone().or(returned.who.group);
                        groups
                            .entry(Slot::Listed(place))
                            .or_default()
                            .forms
                            .push((index, file, returned));
                    }
                    None => collection
                        .fates
                        .push(file_outcome::unknown(file, &returned)),
                },
            },
        }
    }
    if let Some(asked) = &asked {
        let missing = |place: &usize| !groups.contains_key(&Slot::Listed(*place));
        for place in (0..asked.all.len()).filter(missing) {
            collection.tally.missing += 1;
            collection
                .fates
                .push(file_outcome::missing(&asked.all[place]));
        }
    }
    for sent in groups.into_values() {
        collection.settle(sent, preferred);
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

    /// Whose a file is that is not taken: by what it carries hidden, else, where it may be a form, by its name.
    fn of_refused(refused: &mut Refused, file: &str, asked: Option<&Asked>) -> Option<Slot> {
        let Some(asked) = asked else {
            return refused.who.as_ref().map(Slot::of);
        };
        if let Some(who) = &refused.who {
            return asked.place(who).map(Slot::Listed);
        }
        let may_be = matches!(
            refused.why,
            Refusal::Unreadable(_)
                | Refusal::NotAWorkbook(_)
                | Refusal::NoPassport
                | Refusal::OtherEdition
        );
        let place = may_be.then(|| asked.of_file(file)).flatten()?;
        refused.who = Some(asked.all[place].clone());
        Some(Slot::Listed(place))
    }
}

fn order(who: &Option<Who>) -> (String, String) {
    who.as_ref().map_or_else(Default::default, |who| {
        (who.code.clone().unwrap_or_default(), who.name.clone())
    })
}

fn same(one: &Returned, other: &Returned) -> bool {
    one.answers == other.answers && one.year == other.year && one.changes == other.changes
}

impl Collection {
    /// Settles what came from one department.
    fn settle(&mut self, sent: Sent, preferred: &[usize]) {
        let rounds = sent.forms.iter().map(|(_, _, returned)| returned.round);
        let refused_rounds = sent.refused.iter().filter_map(|(_, refused)| refused.round);
        let next_round = rounds.chain(refused_rounds).max().unwrap_or(1) + 1;
        if sent.forms.is_empty() {
            self.tally.troubled += 1;
            self.unsettled.extend(nothing_of(&sent.refused, next_round));
        }
        let latest = self.settle_forms(sent.forms, preferred, next_round);
        for (file, refused) in sent.refused {
            let is_later = latest.is_some_and(|latest| refused.round > Some(latest));
            let fate = file_outcome::refused(file, refused);
            if let (true, Some(taken)) = (is_later, self.taken.last_mut()) {
                taken.refused_later.extend(fate.problems.iter().cloned());
            }
            self.fates.push(fate);
        }
    }

    /// Takes the one form of a department, or none of several that differ; gives back the round of the one that
    /// was taken.
    fn settle_forms(
        &mut self,
        mut forms: Vec<(usize, String, Returned)>,
        preferred: &[usize],
        next_round: u32,
    ) -> Option<u32> {
        let round = forms.iter().map(|(_, _, returned)| returned.round).max()?;
        forms.sort_by(|a, b| a.1.cmp(&b.1));
        let chosen: Vec<usize> = (0..forms.len())
            .filter(|place| preferred.contains(&forms[*place].0))
            .collect();
        let last: Vec<usize> = (0..forms.len())
            .filter(|place| forms[*place].2.round == round)
            .collect();
        let all_same = last
            .windows(2)
            .all(|pair| same(&forms[pair[0]].2, &forms[pair[1]].2));
        let chosen = match chosen.as_slice() {
            [only] => Some(*only),
            [] if all_same => last.first().copied(),
            _ => None,
        };
        let Some(chosen) = chosen else {
            self.tally.twice += 1;
            self.twice(forms, round, next_round);
            return None;
        };
        self.tally.taken += 1;
        let (kept, taken_file) = (forms[chosen].2.clone(), forms[chosen].1.clone());
        for (place, (_, file, returned)) in forms.into_iter().enumerate() {
            if place == chosen {
                self.take(file, returned, next_round);
            } else if returned.round < kept.round {
                let fate = file_outcome::earlier(file, returned, kept.round, &taken_file);
                self.fates.push(fate);
            } else {
                let is_same = same(&kept, &returned);
                let fate = file_outcome::passed_over(file, returned, is_same, &taken_file);
                self.fates.push(fate);
            }
        }
        Some(kept.round)
    }

    /// None of several forms is taken that differ: what they agree on is kept for the form that goes back.
    fn twice(&mut self, forms: Vec<(usize, String, Returned)>, round: u32, next_round: u32) {
        let (last, earlier): (Vec<_>, Vec<_>) = forms
            .into_iter()
            .partition(|(_, _, returned)| returned.round == round);
        let files: Vec<String> = last.iter().map(|(_, file, _)| file.clone()).collect();
        let (agreed, differing) = agreement(&last);
        let mut problems = Vec::new();
        let mut whose = None;
        for (_, file, returned) in last {
            whose.get_or_insert((returned.who.clone(), returned.year));
            let fate = file_outcome::twice(file, returned, &files);
            problems.extend(fate.problems.iter().cloned());
            self.fates.push(fate);
        }
        for (_, file, returned) in earlier {
            let fate = file_outcome::earlier(file, returned, round, &files.join("”“"));
            self.fates.push(fate);
        }
        if let Some((who, year)) = whose {
            self.unsettled.push(Unsettled {
                who,
                year: Some(year),
                next_round,
                of_other_rules: false,
                problems,
                agreed,
                differing,
                sheet: None,
            });
        }
    }

    /// Says of every form that was taken of which year it is, where they are of several: one workbook is
    /// scored for one year.
    fn compare_years(&mut self) {
        let years: BTreeSet<u32> = self.taken.iter().map(|taken| taken.year).collect();
        if years.len() < 2 {
            return;
        }
        let told: Vec<String> = years.iter().map(u32::to_string).collect();
        for taken in &self.taken {
            let whose = |fate: &&mut FileOutcome| {
                fate.status.is_taken() && fate.who.as_ref() == Some(&taken.who)
            };
            if let Some(fate) = self.fates.iter_mut().find(whose) {
                let file = fate.file.clone().unwrap_or_default();
                let problem =
                    file_outcome::other_year(&taken.who, &file, taken.year, &told.join("、"));
                fate.problems.push(problem);
            }
        }
    }

    fn take(&mut self, file: String, returned: Returned, next_round: u32) {
        let problems: Vec<Problem> = returned
            .changes
            .iter()
            .map(|change| change.problem(&returned.who, &file))
            .collect();
        self.fates.push(FileOutcome {
            status: if problems.is_empty() {
                Status::Taken
            } else {
                Status::TakenChanged
            },
            file: Some(file),
            who: Some(returned.who.clone()),
            date: returned.date.as_ref().map(Entry::shown),
            renamed_to: None,
            problems,
            to_mend: ToMend::default(),
        });
        self.taken.push(Taken {
            who: returned.who,
            year: returned.year,
            answers: returned.answers,
            doubtful: returned.doubtful,
            changes: returned.changes,
            sheet: returned.sheet,
            date: returned.date,
            last_year: returned.last_year,
            next_round,
            refused_later: Vec::new(),
        });
    }
}

/// A department all of whose files were refused.
fn nothing_of(refused: &[(String, Refused)], next_round: u32) -> Option<Unsettled> {
    let (_, last) = refused.iter().max_by_key(|(_, one)| one.round)?;
    let told =
        |(file, one): &(String, Refused)| file_outcome::refused(file.clone(), one.clone()).problems;
    Some(Unsettled {
        who: last.who.clone()?,
        year: last.year,
        next_round,
        of_other_rules: matches!(last.why, Refusal::OtherRules { .. }),
        problems: refused.iter().flat_map(told).collect(),
        agreed: Answers::default(),
        differing: Vec::new(),
        sheet: last.sheet.clone(),
    })
}

/// What several forms say alike, and what they do not.
fn agreement(forms: &[(usize, String, Returned)]) -> (Answers, Vec<Differing>) {
    let all = || forms.iter().map(|(_, _, returned)| &returned.answers);
    let items: BTreeSet<Item> = all()
        .flat_map(|one| one.iter().map(|(item, _)| item))
        .collect();
    let mut agreed = Answers::default();
    let mut differing = Vec::new();
    for item in items {
        let entries: Vec<Option<&Entry>> = all().map(|one| one.get(item)).collect();
        match entries.first() {
            Some(Some(first)) if entries.iter().all(|entry| *entry == Some(first)) => {
                agreed.set(item, (*first).clone());
            }
            _ => differing.push(Differing {
                item,
                said: forms
                    .iter()
                    .map(|(_, file, _)| file.clone())
                    .zip(entries.iter().map(|entry| entry.map(Entry::shown)))
                    .collect(),
            }),
        }
    }
    (agreed, differing)
}
