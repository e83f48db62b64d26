//! What the bureau said of scores (复核意见), joined with the scores of this run; and the scores that it recognizes
//! (认定得分) beside those that the rules give, never in their place. What finds no place is kept as the rest.

pub mod told;

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::ranking::{Ranking, rank_totals};
use super::review::differs;
use crate::address::Address;
use crate::decimal;
use crate::intake::Record;
use crate::intake::identity::{Keys, Owner};
use crate::intake::ledger::HandCell;
use crate::intake::opinions::{
    COMMENT, Computed, ELSEWHERE, EVIDENCES, LastOpinion, OPINIONS, REASON, REST_SHEET, Remarks,
    SHEET, TOTAL, shown,
};
use crate::problem::{Code, Place, Problem, Severity};
use crate::rulebook::RuleBook;
use crate::rulebook::naming::plain;
use crate::scoring::{PENDING, Scorecard};
use crate::visible_text::shortened;

/// What the bureau said, and what it makes of the scores.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opinions {
    /// By department and indicator.
    pub given: BTreeMap<(usize, usize), Given>,
    /// What has no place, in the order in which it was read.
    pub rest: Vec<Rest>,
    /// By department: what is recognized.
    pub recognized: Vec<Recognized>,
    /// Ranks by what is recognized.
    pub ranking: Ranking,
}

/// What was said of one score.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// As it was written.
    pub remarks: Remarks,
    /// The score that is recognized, where it can be one.
    pub adjusted: Option<Decimal>,
}

/// What has no place.
#[derive(Clone, Debug, PartialEq)]
pub struct Rest {
    /// As it stood.
    pub opinion: LastOpinion,
    /// Why it has none.
    pub fate: UnplacedReason,
}

/// Why an opinion has no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnplacedReason {
    /// Its department is not among those scored.
    NoDepartment,
    /// The rule book has no such indicator.
    NoIndicator,
    /// It stands beside a department's total, where nothing is filled in.
    OnTotal,
    /// Another was read about the same department and indicator.
    Twice,
    /// It was among the rest already for this reason, or stood where nothing is to be filled in.
    Earlier(String),
}

impl UnplacedReason {
    /// What users see.
    pub fn label(&self) -> &str {
        match self {
            UnplacedReason::NoDepartment => "本次数据里没有这个部门",
            UnplacedReason::NoIndicator => "规则书里没有这项指标",
            UnplacedReason::OnTotal => "写在总分行；意见请写在各项指标的行里",
            UnplacedReason::Twice => "同一部门、同一指标另有一条",
            UnplacedReason::Earlier(label) => label,
        }
    }
}

/// What a department has by the scores that the bureau recognizes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recognized {
    /// By indicator: what is recognized, else what was computed.
    pub scores: Vec<Option<Decimal>>,
    /// The sum; none where something is 待定 and nothing is recognized for it.
    pub total: Option<Decimal>,
    /// The grade of it.
    pub grade: Option<String>,
    /// How many scores were adjusted.
    pub adjusted: usize,
}

impl Opinions {
    /// What was said of a score.
    pub fn of(&self, department: usize, indicator: usize) -> Option<&Given> {
        self.given.get(&(department, indicator))
    }

    /// How many scores were adjusted.
    pub fn adjusted(&self) -> usize {
        self.recognized.iter().map(|one| one.adjusted).sum()
    }

    /// How many departments have an adjusted score.
    pub fn departments_adjusted(&self) -> usize {
        let adjusted = self.recognized.iter().filter(|one| one.adjusted > 0);
        adjusted.count()
    }

    /// How many opinions are this word.
    pub fn count(&self, word: &str) -> usize {
        let said = self.given.values().filter(|given| {
            let opinion = given.remarks.opinion.as_ref();
            opinion.is_some_and(|opinion| opinion.text() == word)
        });
        said.count()
    }

    /// Everything as it is written into the result of this run.
    pub fn written(&self, records: &[Record], book: &RuleBook) -> Vec<LastOpinion> {
        let given = self.given.iter().map(|((department, indicator), given)| {
            let record = &records[*department];
            LastOpinion {
                sheet: SHEET.into(),
                row: 0,
                code: record.code.clone(),
                name: Some(record.name.clone()),
                indicator: Some(book.indicators[*indicator].name.clone()),
                computed: None,
                remarks: given.remarks.clone(),
                fate: None,
                cells: [None; 5],
            }
        });
        let rest = self.rest.iter().map(|rest| LastOpinion {
            fate: Some(rest.fate.label().into()),
            ..rest.opinion.clone()
        });
        given.chain(rest).collect()
    }

    /// Whether anything was written.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty() && self.rest.is_empty()
    }
}

/// Joins what was said with the scores of this run.
pub fn opinions(
    last: &[LastOpinion],
    records: &[Record],
    cards: &[Scorecard],
    book: &RuleBook,
) -> (Opinions, Vec<Problem>) {
    let mut joining = Joining {
        records,
        cards,
        book,
        keys: Keys::new(records, &[]),
        found: Opinions::default(),
        problems: Vec::new(),
    };
    // Of two about the same the one that has a place comes before one that had none.
    let (settled, open): (Vec<&LastOpinion>, Vec<&LastOpinion>) =
        last.iter().partition(|one| one.fate.is_some());
    let mut seen: Vec<&LastOpinion> = Vec::new();
    for opinion in open.into_iter().chain(settled) {
        if !seen.iter().any(|other| other.repeats(opinion)) {
            seen.push(opinion);
            joining.take(opinion);
        }
    }
    let Joining {
        mut found,
        mut problems,
        ..
    } = joining;
    problems.extend(rest_problem(&found.rest));
    found.recognized = (0..cards.len())
        .map(|place| recognized(&found, place, &cards[place], book))
        .collect();
    let totals = records.iter().zip(&found.recognized);
    let totals: Vec<Option<Decimal>> = totals
        .map(|(record, one)| one.total.filter(|_| !record.duplicate))
        .collect();
    found.ranking = rank_totals(&totals);
    (found, problems)
}

fn recognized(opinions: &Opinions, place: usize, card: &Scorecard, book: &RuleBook) -> Recognized {
    let adjusted = |indicator| opinions.of(place, indicator)?.adjusted;
    let scores: Vec<Option<Decimal>> = card
        .indicators
        .iter()
        .enumerate()
        .map(|(indicator, scored)| adjusted(indicator).or(scored.score))
        .collect();
    let total: Option<Decimal> = scores.iter().copied().sum();
    Recognized {
        total,
        grade: total.map(|total| book.grades.of(total).name.clone()),
        adjusted: (0..scores.len())
            .filter(|one| adjusted(*one).is_some())
            .count(),
        scores,
    }
}

struct Joining<'j> {
    records: &'j [Record],
    cards: &'j [Scorecard],
    book: &'j RuleBook,
    keys: Keys,
    found: Opinions,
    problems: Vec<Problem>,
}

impl Joining<'_> {
    fn take(&mut self, opinion: &LastOpinion) {
        match self.slot(opinion) {
            Ok(slot) => {
                let adjusted = self.adjusted(opinion, slot);
                self.look_over(opinion, slot);
                let given = Given {
                    remarks: opinion.remarks.clone(),
                    adjusted,
                };
                self.found.given.insert(slot, given);
            }
            Err(fate) => self.found.rest.push(Rest {
                opinion: opinion.clone(),
                fate,
            }),
        }
    }

    /// The free place that an opinion is about, or why there is none.
    fn slot(&self, opinion: &LastOpinion) -> Result<(usize, usize), UnplacedReason> {
        let again = [
            UnplacedReason::NoDepartment,
            UnplacedReason::NoIndicator,
            UnplacedReason::OnTotal,
            UnplacedReason::Twice,
        ];
        let earlier = opinion.fate.as_deref();
        if let Some(label) = earlier
            && (label == ELSEWHERE || !again.iter().any(|fate| fate.label() == label))
        {
            return Err(UnplacedReason::Earlier(label.into()));
        }
        let owner = self
            .keys
            .owner(opinion.code.as_deref(), opinion.name.as_deref());
        let Owner::Records(owners) = owner else {
            return Err(UnplacedReason::NoDepartment);
        };
        let wanted = plain(opinion.indicator.as_deref().unwrap_or_default());
        let mut indicators = self.book.indicators.iter();
        let indicator = indicators.position(|indicator| {
            let own = std::iter::once(&indicator.name).chain(&indicator.aliases);
            own.into_iter().any(|name| plain(name) == wanted)
        });
        let indicator = indicator.ok_or_else(|| match wanted == TOTAL {
            true => UnplacedReason::OnTotal,
            false => UnplacedReason::NoIndicator,
        })?;
        let mut free = owners.into_iter().map(|owner| (owner, indicator));
        free.find(|slot| !self.found.given.contains_key(slot))
            .ok_or(UnplacedReason::Twice)
    }

    /// The recognized score, where it is one: a number from 0 to the indicator's points.
    fn adjusted(&mut self, opinion: &LastOpinion, slot: (usize, usize)) -> Option<Decimal> {
        let written = opinion.remarks.adjusted.as_ref()?;
        let points = self.book.indicators[slot.1].points;
        let number = match written {
            HandCell::Number(number) => Some(*number),
            // The formula beside it does not take a text for a number either.
            HandCell::Text(_) | HandCell::Date(_) => None,
        };
        let held = number.filter(|number| (Decimal::ZERO..=points).contains(number));
        let places = self.book.decimals;
        match held {
            Some(score) if decimal::round(score, places) == score => return Some(score),
            Some(_) => self.tell(
                (Severity::Error, Code::OpinionScore),
                (opinion, 3, slot),
                format!("认定得分 {} 多于 {places} 位小数，没有采用", shown(written)),
                format!("请写到 {places} 位小数"),
            ),
            None => self.tell(
                (Severity::Error, Code::OpinionScore),
                (opinion, 3, slot),
                format!(
                    "认定得分“{}”不是 0 到 {} 之间的数，没有采用",
                    shortened(&shown(written)),
                    decimal::trimmed(points, places)
                ),
                "请改正；不认定另外的得分就不要填".to_string(),
            ),
        }
        None
    }

    /// What is wrong with an opinion that has a place.
    fn look_over(&mut self, opinion: &LastOpinion, slot: (usize, usize)) {
        let remarks = &opinion.remarks;
        let said = remarks.opinion.as_ref().map(shown).unwrap_or_default();
        if [OPINIONS[1], OPINIONS[2]].contains(&said.as_str()) && remarks.comment.is_none() {
            self.tell(
                (Severity::Error, Code::OpinionReason),
                (opinion, 1, slot),
                format!("复核意见是“{said}”，没有写{COMMENT}"),
                "存疑、退回的必须写明为什么".to_string(),
            );
        }
        if remarks.adjusted.is_some() && remarks.reason.is_none() {
            self.tell(
                (Severity::Error, Code::OpinionReason),
                (opinion, 4, slot),
                format!("写了认定得分，没有写{REASON}"),
                "认定得分与核算不同的，必须写明依据".to_string(),
            );
        }
        let words = [
            ("复核意见", 0, &remarks.opinion, OPINIONS.as_slice()),
            ("佐证材料", 2, &remarks.evidence, EVIDENCES.as_slice()),
        ];
        for (header, cell, written, known) in words {
            let Some(written) = written else { continue };
            let text = shown(written);
            if !known.contains(&text.as_str()) {
                self.tell(
                    (Severity::Warning, Code::OpinionWord),
                    (opinion, cell, slot),
                    format!(
                        "{header}“{}”不是规定的几种，照原样保留，不计数",
                        shortened(&text)
                    ),
                    format!("请从下拉列表中选：{}", known.join("、")),
                );
            }
        }
        let now = self.cards[slot.0].indicators[slot.1].score;
        let then = match opinion.computed {
            Some(Computed::Score(then)) => Some(then),
            Some(Computed::Pending) => None,
            None => return,
        };
        let is_other = match (then, now) {
            (Some(then), Some(now)) => differs(then - now),
            (then, now) => then.is_some() != now.is_some(),
        };
        if is_other {
            let fixed = |score| decimal::fixed(score, self.book.decimals);
            let [then, now] = [then, now].map(|score| score.map_or(PENDING.into(), fixed));
            self.tell(
                (Severity::Warning, Code::OpinionStale),
                (opinion, 0, slot),
                format!("写意见时核算得分是 {then}，现在是 {now}"),
                "意见和认定得分照原样保留；请核对是否还适用".to_string(),
            );
        }
    }

    fn tell(
        &mut self,
        (severity, code): (Severity, Code),
        (opinion, cell, slot): (&LastOpinion, usize, (usize, usize)),
        message: String,
        advice: String,
    ) {
        let indicator = &self.book.indicators[slot.1].name;
        let row = Address::new(opinion.row, 0);
        let place = Place::new(&opinion.sheet, opinion.cells[cell].or(Some(row)));
        let problem = Problem::new(
            severity,
            code,
            place,
            format!("“{indicator}”：{message}"),
            advice,
        );
        let concerns = self.records[slot.0].concerns();
        self.problems.push(problem.of(Some(concerns)));
    }
}

/// One remark on all that has no place.
fn rest_problem(rest: &[Rest]) -> Option<Problem> {
    let first = rest.first()?;
    let who = [&first.opinion.name, &first.opinion.indicator];
    let who: Vec<&str> = who.into_iter().flatten().map(String::as_str).collect();
    let example = match who.is_empty() {
        true => first.fate.label().to_string(),
        false => format!("{}：{}", who.join(" "), first.fate.label()),
    };
    Some(Problem::new(
        Severity::Warning,
        Code::OpinionRest,
        Place::new(SHEET, None),
        format!(
            "有 {} 条复核意见没有位置，已保留在“{REST_SHEET}”表（如 {example}）",
            rest.len()
        ),
        "请核对部门和指标的名称；仍要采用的，在自评复核里补填",
    ))
}
