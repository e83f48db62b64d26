//! The ledger of what is to be put right (整改台账): every loss once, with what people wrote beside it last
//! round. What they wrote and what has no place any more is kept among the past entries.

use std::collections::{BTreeMap, HashSet};

use rust_decimal::Decimal;

use super::comparison::Alias;
use super::evaluation::Evaluation;
use super::losses::{Loss, losses, unscored};
use crate::address::Address;
use crate::intake::identity::{Keys, Owner, key};
use crate::intake::ledger::{FollowUp, LastEntry, PENDING_SHEET};
use crate::problem::{Code, Place, Problem, Severity};
use crate::rulebook::RuleBook;
use crate::rulebook::naming::plain;

/// The ledger of some departments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger {
    /// The losses, by department and indicator.
    pub entries: Vec<Entry>,
    /// Indicators that cannot be scored yet (待定): no losses, but data to be handed in.
    pub pending: Vec<Pending>,
    /// Last round's entries that are about neither, in last round's order.
    pub past: Vec<Past>,
    /// How many of last round's entries belong to departments that this ledger is not about.
    pub left_out: usize,
    /// Whether there was a last round to compare with.
    pub compared: bool,
}

/// One loss.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The department's place in the dataset.
    pub department: usize,
    /// The indicator, and what it lost.
    pub loss: Loss,
    /// What people wrote to it last round.
    pub hand: FollowUp,
    /// What it lost last round, if it stood in that ledger and was scored.
    pub last_lost: Option<Decimal>,
    /// How it compares with last round; nothing where there was none.
    pub change: Option<LossChange>,
}

/// One indicator without a score.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    /// The department's place in the dataset.
    pub department: usize,
    /// The indicator's place in the rule book.
    pub indicator: usize,
    /// What people wrote to it last round.
    pub hand: FollowUp,
    /// What it lost last round.
    pub last_lost: Option<Decimal>,
}

/// An entry of last round without a loss of this one.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// The entry, as it stood.
    pub entry: LastEntry,
    /// Why it is among the past ones.
    pub fate: PastReason,
}

/// How a loss compares with last round's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LossChange {
    /// It was not in last round's ledger.
    New,
    /// As much is lost as last round.
    Same,
    /// Less is lost than last round.
    Less,
    /// More is lost than last round.
    More,
    /// It was among the past entries: mended once, and lost again.
    Again,
    /// It could not be scored last round.
    WasPending,
    /// It was there, and how much was lost is not known.
    Still,
}

/// Why an entry is a past one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PastReason {
    /// Nothing is lost on it any more.
    Mended,
    /// Its department is not among those scored.
    NoDepartment,
    /// The rule book has no such indicator.
    NoIndicator,
    /// Another entry is about the same department and indicator.
    Twice,
    /// It was a past one already, for this reason.
    Earlier(String),
}

impl LossChange {
    /// The word that users see.
    pub fn label(self) -> &'static str {
        match self {
            LossChange::New => "新增",
            LossChange::Same => "未变",
            LossChange::Less => "减少",
            LossChange::More => "增加",
            LossChange::Again => "再次失分",
            LossChange::WasPending => "原待定",
            LossChange::Still => "仍有失分",
        }
    }
}

impl PastReason {
    /// What users see.
    pub fn label(&self) -> &str {
        match self {
            PastReason::Mended => "已消除：本次没有失分",
            PastReason::NoDepartment => "本次数据里没有这个部门",
            PastReason::NoIndicator => "规则书里没有这项指标",
            PastReason::Twice => "同一部门、同一指标另有一条",
            PastReason::Earlier(label) => label,
        }
    }
}

/// Makes the ledger of some departments, by their places; `last` is last round's. The problems are about
/// entries of that which have no place any more. `aliases` are departments that were renamed since.
pub fn ledger(
    evaluation: &Evaluation,
    departments: &[usize],
    last: Option<&[LastEntry]>,
    aliases: &[Alias],
) -> (Ledger, Vec<Problem>) {
    let mut ledger = Ledger {
        compared: last.is_some(),
        ..Ledger::default()
    };
    let mut open = sort_out(
        evaluation,
        departments,
        last.unwrap_or_default(),
        aliases,
        &mut ledger,
    );
    for department in departments {
        let card = &evaluation.cards[*department];
        for loss in losses(card, evaluation.book) {
            let last = open.remove(&(*department, loss.indicator));
            let change = change(last, loss.lost);
            ledger.entries.push(Entry {
                department: *department,
                loss,
                hand: last.map_or_else(FollowUp::default, |last| last.hand.clone()),
                last_lost: last.and_then(|last| last.lost),
                change: ledger.compared.then_some(change),
            });
        }
        for indicator in unscored(card) {
            let last = open.remove(&(*department, indicator));
            ledger.pending.push(Pending {
                department: *department,
                indicator,
                hand: last.map_or_else(FollowUp::default, |last| last.hand.clone()),
                last_lost: last.and_then(|last| last.lost),
            });
        }
    }
    // What is left is about indicators with full marks.
    let mended = open
        .into_values()
        .map(|entry| past(entry, PastReason::Mended));
    ledger.past.extend(mended);
    ledger.past.sort_by_key(|past| past.entry.place);
    let problems = problems(&ledger.past);
    (ledger, problems)
}

/// Last round's entries by department and indicator; those that have no place go to the past ones.
fn sort_out<'l>(
    evaluation: &Evaluation,
    departments: &[usize],
    last: &'l [LastEntry],
    aliases: &[Alias],
    ledger: &mut Ledger,
) -> BTreeMap<(usize, usize), &'l LastEntry> {
    let keys = Keys::new(&evaluation.dataset.records, &[]);
    let departments: HashSet<usize> = departments.iter().copied().collect();
    let is_all = departments.len() == evaluation.cards.len();
    let mut open: BTreeMap<(usize, usize), &LastEntry> = BTreeMap::new();
    // An entry that is still open comes before one that was settled.
    let (settled, unsettled): (Vec<&LastEntry>, Vec<&LastEntry>) =
        last.iter().partition(|entry| entry.fate.is_some());
    for entry in unsettled.into_iter().chain(settled) {
        let owners = owners(&keys, entry, aliases);
        let chosen: Vec<usize> = owners
            .iter()
            .copied()
            .filter(|owner| departments.contains(owner))
            .collect();
        if chosen.is_empty() && !is_all {
            ledger.left_out += 1;
            continue;
        }
        let indicator = indicator(evaluation.book, entry.indicator.as_deref());
        // Of a department that stands twice: the one that lost as much, else one that lost at all.
        let free = |indicator: usize| {
            let keys = chosen.iter().map(|owner| (*owner, indicator));
            let free = keys.filter(|key| !open.contains_key(key));
            free.min_by_key(|(owner, _)| match lost(evaluation, *owner, indicator) {
                Some(lost) if lost.is_zero() => 2,
                Some(lost) if entry.lost == Some(lost) => 0,
                _ => 1,
            })
        };
        let fate = match (chosen.is_empty(), indicator, indicator.and_then(free)) {
            (true, _, _) => PastReason::NoDepartment,
            (_, None, _) => PastReason::NoIndicator,
            (_, Some(_), None) => PastReason::Twice,
            (_, _, Some(key)) => {
                open.insert(key, entry);
                continue;
            }
        };
        ledger.past.push(past(entry, fate));
    }
    open
}

/// Whose an entry is: by code, else by name, as years are put side by side: spreadsheets take the zeros
/// from the front of codes.
/// Last, by the name that it was renamed to.
fn owners(keys: &Keys, entry: &LastEntry, aliases: &[Alias]) -> Vec<usize> {
    let name = entry.name.as_deref();
    let is_renamed = |alias: &&Alias| name.map(key) == Some(key(&alias.old));
    let renamed = aliases.iter().find(is_renamed).map(|alias| &*alias.new);
    let found = [
        keys.owner(entry.code.as_deref(), name),
        keys.owner(None, name),
        keys.owner(None, renamed),
    ];
    let mut found = found.into_iter().filter_map(|owner| match owner {
        Owner::Records(owners) => Some(owners),
        Owner::OtherYear | Owner::Unknown => None,
    });
    found.next().unwrap_or_default()
}

/// What a department loses on an indicator; nothing where it has no score.
fn lost(evaluation: &Evaluation, department: usize, indicator: usize) -> Option<Decimal> {
    let scored = &evaluation.cards[department].indicators[indicator];
    Some(evaluation.book.indicators[indicator].points - scored.score?)
}

/// The indicator of a name or, where none is named so, of an alias.
fn indicator(book: &RuleBook, name: Option<&str>) -> Option<usize> {
    let name = plain(name?);
    let mut indicators = book.indicators.iter();
    let named = indicators.position(|indicator| plain(&indicator.name) == name);
    named.or_else(|| {
        let mut indicators = book.indicators.iter();
        indicators.position(|indicator| indicator.aliases.iter().any(|alias| plain(alias) == name))
    })
}

fn change(last: Option<&LastEntry>, lost: Decimal) -> LossChange {
    let Some(last) = last else {
        return LossChange::New;
    };
    match last.lost {
        _ if last.fate.is_some() => LossChange::Again,
        None if last.sheet == PENDING_SHEET => LossChange::WasPending,
        None => LossChange::Still,
        Some(before) if lost < before => LossChange::Less,
        Some(before) if lost > before => LossChange::More,
        Some(_) => LossChange::Same,
    }
}

/// An entry among the past ones; one that was there already keeps its reason.
fn past(entry: &LastEntry, fate: PastReason) -> Past {
    Past {
        fate: entry.fate.clone().map_or(fate, PastReason::Earlier),
        entry: entry.clone(),
    }
}

/// What is to be said of the past entries that were not simply mended, the first time: once a department or
/// indicator that there is not.
fn problems(past: &[Past]) -> Vec<Problem> {
    const KEPT: &str = "已原样保留在“以往条目”表，请核对部门和指标的名称";
    const RENAMED: &str =
        "已原样保留在“以往条目”表；部门更了名的，用更名文件（--aliases）接上，没有更名的请核对名称";
    let mut told: Vec<(Code, String, &str, &LastEntry, usize)> = Vec::new();
    for one in past {
        let named = |text: &Option<String>| text.clone().unwrap_or_else(|| "（空白）".into());
        let (name, indicator) = (named(&one.entry.name), named(&one.entry.indicator));
        let (code, about, advice) = match one.fate {
            PastReason::NoDepartment => (
                Code::LedgerUnknown,
                format!("部门“{name}”：{}", one.fate.label()),
                RENAMED,
            ),
            PastReason::NoIndicator => (
                Code::LedgerUnknown,
                format!("指标“{indicator}”：{}", one.fate.label()),
                KEPT,
            ),
            PastReason::Twice => (
                Code::LedgerTwice,
                format!("“{name}”的“{indicator}”：{}", one.fate.label()),
                KEPT,
            ),
            PastReason::Mended | PastReason::Earlier(_) => continue,
        };
        match told.iter_mut().find(|(_, known, ..)| *known == about) {
            Some((.., count)) => *count += 1,
            None => told.push((code, about, advice, &one.entry, 1)),
        }
    }
    let problem = |(code, about, advice, entry, count): (Code, String, &str, &LastEntry, usize)| {
        Problem::new(
            Severity::Warning,
            code,
            Place::new(&entry.sheet, Some(Address::new(entry.row, 0))),
            format!("{about}，{count} 条"),
            advice,
        )
    };
    told.into_iter().map(problem).collect()
}
