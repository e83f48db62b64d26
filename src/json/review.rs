//! What the bureau said of scores, and what it recognizes.

use serde::Serialize;

use crate::analysis::Evaluation;
use crate::analysis::opinions::Rest;
use crate::decimal::fixed;
use crate::intake::ledger::HandCell;
use crate::intake::opinions::{OPINIONS, Remarks, shown};
use crate::scoring::PENDING;

#[derive(Serialize)]
pub(super) struct ReviewItem<'e> {
    /// How many scores something was said of.
    given: usize,
    /// How many were accepted, doubted, sent back.
    accepted: usize,
    doubted: usize,
    sent_back: usize,
    /// How many have a recognized score of their own, in how many departments.
    adjusted: usize,
    departments_adjusted: usize,
    /// What has no place.
    rest: Vec<RestItem<'e>>,
}

#[derive(Serialize)]
struct RestItem<'e> {
    code: Option<&'e str>,
    name: Option<&'e str>,
    indicator: Option<&'e str>,
    fate: &'e str,
    #[serde(flatten)]
    remarks: RemarksItem,
}

#[derive(Serialize)]
pub(super) struct RemarksItem {
    opinion: Option<String>,
    comment: Option<String>,
    evidence: Option<String>,
    /// As it was written; the score that counts is in `recognized`.
    adjusted: Option<String>,
    reason: Option<String>,
    /// The score that counts, where another than the computed one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    recognized: Option<String>,
}

#[derive(Serialize)]
pub(super) struct RecognizedItem<'e> {
    total: Option<String>,
    grade: &'e str,
    rank: Option<u32>,
    /// How many scores were adjusted.
    adjusted: usize,
}

/// What was said of all; none where nothing was.
pub(super) fn review<'e>(evaluation: &'e Evaluation) -> Option<ReviewItem<'e>> {
    let opinions = &evaluation.opinions;
    let [accepted, doubted, sent_back] = OPINIONS.map(|word| opinions.count(word));
    (!opinions.is_empty()).then(|| ReviewItem {
        given: opinions.given.len(),
        accepted,
        doubted,
        sent_back,
        adjusted: opinions.adjusted(),
        departments_adjusted: opinions.departments_adjusted(),
        rest: opinions.rest.iter().map(rest).collect(),
    })
}

fn rest(rest: &Rest) -> RestItem<'_> {
    RestItem {
        code: rest.opinion.code.as_deref(),
        name: rest.opinion.name.as_deref(),
        indicator: rest.opinion.indicator.as_deref(),
        fate: rest.fate.label(),
        remarks: written(&rest.opinion.remarks, None),
    }
}

fn written(remarks: &Remarks, recognized: Option<String>) -> RemarksItem {
    let said = |written: &Option<HandCell>| written.as_ref().map(shown);
    RemarksItem {
        opinion: said(&remarks.opinion),
        comment: said(&remarks.comment),
        evidence: said(&remarks.evidence),
        adjusted: said(&remarks.adjusted),
        reason: said(&remarks.reason),
        recognized,
    }
}

/// What was said of one score.
pub(super) fn remarks(
    evaluation: &Evaluation,
    department: usize,
    indicator: usize,
) -> Option<RemarksItem> {
    let given = evaluation.opinions.of(department, indicator)?;
    let places = evaluation.book.decimals;
    let recognized = given.adjusted.map(|score| fixed(score, places));
    Some(written(&given.remarks, recognized))
}

/// What a department has by the scores that are recognized; none where nothing was said of anybody.
pub(super) fn recognized<'e>(
    evaluation: &'e Evaluation,
    department: usize,
) -> Option<RecognizedItem<'e>> {
    let opinions = &evaluation.opinions;
    let places = evaluation.book.decimals;
    let recognized = &opinions.recognized[department];
    (!opinions.is_empty()).then(|| RecognizedItem {
        total: recognized.total.map(|total| fixed(total, places)),
        grade: recognized.grade.as_deref().unwrap_or(PENDING),
        rank: opinions.ranking.ranks[department],
        adjusted: recognized.adjusted,
    })
}
