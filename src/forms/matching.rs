//! What becomes of every file: whose it is, whether it is taken, and if not, why not. Nothing is dropped
//! silently, and of two different forms of one department none is preferred without being told to.

use std::collections::{BTreeMap, HashMap};

use super::answers::Answers;
use super::passport::Who;
use super::returned::{Change, Refusal, Refused, Returned};
use crate::intake::identity::key;
use crate::problem::{Code, Concerns, Place, Problem, Severity};

/// A file that came in.
#[derive(Debug)]
pub struct Received {
    /// Its path, as users know it.
    pub file: String,
    pub content: Result<Returned, Refused>,
}

/// What became of a file, or of a department that sent none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    Missing,
    Twice,
    Unknown,
    OtherRules,
    Uncertain,
    Unreadable,
    NotAForm,
    TakenChanged,
    Taken,
    Copy,
}

impl Status {
    /// Every status, what needs doing first.
    pub const ALL: [Status; 10] = [
        Status::Missing,
        Status::Twice,
        Status::Unknown,
        Status::OtherRules,
        Status::Uncertain,
        Status::Unreadable,
        Status::NotAForm,
        Status::TakenChanged,
        Status::Taken,
        Status::Copy,
    ];

    /// What users read.
    pub fn label(self) -> &'static str {
        match self {
            Status::Missing => "没有交",
            Status::Twice => "重复，没有采用",
            Status::Unknown => "不在名单里",
            Status::OtherRules => "规则书不符",
            Status::Uncertain => "被改动，没有采用",
            Status::Unreadable => "读不了",
            Status::NotAForm => "不是填报表",
            Status::TakenChanged => "已采用，有改动",
            Status::Taken => "已采用",
            Status::Copy => "相同的副本",
        }
    }

    /// How much it weighs.
    pub fn severity(self) -> Severity {
        match self {
            Status::Taken | Status::Copy => Severity::Info,
            Status::TakenChanged | Status::NotAForm => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

/// One line of 收集情况.
#[derive(Clone, Debug)]
pub struct Fate {
    pub status: Status,
    /// The file; none for a department that sent none.
    pub file: Option<String>,
    /// Whose it is, as far as that is known.
    pub who: Option<Who>,
    /// 填报日期, as written in it.
    pub date: Option<String>,
    /// Why, and what to do.
    pub problems: Vec<Problem>,
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
            Err(refused) => collection.fates.push(refused_fate(file, refused)),
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
                    None => collection.fates.push(unknown_fate(file, &returned)),
                },
            },
        }
    }
    if let Some(roster) = &roster {
        let missing = |place: &usize| !groups.contains_key(&Slot::Listed(*place));
        for place in (0..roster.all.len()).filter(missing) {
            collection.fates.push(missing_fate(&roster.all[place]));
        }
    }
    for members in groups.into_values() {
        settle(members, preferred, &mut collection);
    }
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
    by_name: HashMap<String, usize>,
}

impl<'r> Roster<'r> {
    fn new(all: &'r [Who]) -> Roster<'r> {
        let codes = all.iter().enumerate();
        Roster {
            all,
            by_code: codes
                .clone()
                .filter_map(|(place, who)| Some((key(who.code.as_deref()?), place)))
                .collect(),
            by_name: codes.map(|(place, who)| (key(&who.name), place)).collect(),
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
        let place = *self.by_name.get(&key(&who.name))?;
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
            collection.fates.push(twice_fate(file, returned, &files));
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
                .push(passed_over_fate(file, returned, is_same, &files[chosen]));
        }
    }
}

impl Collection {
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

fn problem(
    (severity, code): (Severity, Code),
    who: Option<&Who>,
    file: &str,
    message: impl Into<String>,
    advice: &str,
) -> Problem {
    Problem {
        severity,
        code: code.as_str().into(),
        department: who.map(|who| Concerns {
            code: who.code.clone(),
            name: who.name.clone(),
        }),
        place: Place {
            sheet: file.into(),
            cell: None,
        },
        message: message.into(),
        advice: advice.into(),
    }
}

fn refused_fate(file: String, refused: Refused) -> Fate {
    use Severity::{Error, Warning};
    let (status, weight, advice) = match &refused.why {
        Refusal::Unreadable(_) => (
            Status::Unreadable,
            (Error, Code::FormUnreadable),
            "请照提示处理，或请部门重新发来",
        ),
        Refusal::NotAForm | Refusal::NotAWorkbook(_) => (
            Status::NotAForm,
            (Warning, Code::NotAForm),
            "如果里面有部门填报的数据，请部门改填下发的填报表",
        ),
        Refusal::OtherRules { .. } => (
            Status::OtherRules,
            (Error, Code::FormOtherRules),
            "请用 --rules 指定下发时用的规则书，或重新下发填报表",
        ),
        Refusal::OtherEdition => (
            Status::OtherRules,
            (Error, Code::FormOtherRules),
            "请用下发时用的程序收集，或重新下发填报表",
        ),
        Refusal::NoPassport
        | Refusal::Several(_)
        | Refusal::Rearranged
        | Refusal::Renamed { .. }
        | Refusal::Nameless(_) => (
            Status::Uncertain,
            (Error, Code::FormUncertain),
            "请部门在下发的原表里填写，重新发来",
        ),
    };
    let why = problem(
        weight,
        refused.who.as_ref(),
        &file,
        refused.why.to_string(),
        advice,
    );
    Fate {
        status,
        who: refused.who,
        date: None,
        problems: vec![why],
        file: Some(file),
    }
}

fn unknown_fate(file: String, returned: &Returned) -> Fate {
    let who = &returned.who;
    let why = problem(
        (Severity::Error, Code::FormUnknown),
        Some(who),
        &file,
        "部门名单里没有这个部门，没有采用",
        "请核对部门编码和名称；确实应当收集的，请补进名单",
    );
    Fate {
        status: Status::Unknown,
        who: Some(who.clone()),
        date: returned.date.clone(),
        problems: vec![why],
        file: Some(file),
    }
}

fn missing_fate(who: &Who) -> Fate {
    let why = problem(
        (Severity::Error, Code::FormMissing),
        Some(who),
        "",
        "没有可以采用的填报表",
        "请催交；如果已经交来，请看本表中这个部门的其他文件",
    );
    Fate {
        status: Status::Missing,
        file: None,
        who: Some(who.clone()),
        date: None,
        problems: vec![why],
    }
}

fn twice_fate(file: String, returned: Returned, files: &[String]) -> Fate {
    let others: Vec<&str> = files
        .iter()
        .filter(|other| **other != file)
        .map(String::as_str)
        .collect();
    let why = problem(
        (Severity::Error, Code::FormTwice),
        Some(&returned.who),
        &file,
        format!(
            "同一部门还交了“{}”，内容不同，都没有采用",
            others.join("”“")
        ),
        "请问清以哪一份为准，再用 --prefer 指定那个文件",
    );
    Fate {
        status: Status::Twice,
        who: Some(returned.who),
        date: returned.date,
        problems: vec![why],
        file: Some(file),
    }
}

/// A file beside the one that was taken: the same, or one that another was preferred to.
fn passed_over_fate(file: String, returned: Returned, is_same: bool, taken: &str) -> Fate {
    let (status, weight, message, advice) = match is_same {
        true => (
            Status::Copy,
            (Severity::Info, Code::FormCopy),
            format!("与“{taken}”内容相同，只采用那一份"),
            "不用处理",
        ),
        false => (
            Status::Twice,
            (Severity::Warning, Code::FormTwice),
            format!("内容与“{taken}”不同，已按 --prefer 采用那一份"),
            "请确认选对了",
        ),
    };
    let why = problem(weight, Some(&returned.who), &file, message, advice);
    Fate {
        status,
        who: Some(returned.who),
        date: returned.date,
        problems: vec![why],
        file: Some(file),
    }
}
