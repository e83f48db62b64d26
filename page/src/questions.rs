//! 疑问: what is asked of a score, each answered when it is first asked for and kept; and the workbook of all answers.

use std::cell::{OnceCell, RefCell};
use std::str::FromStr;

use jixiao::Decimal;
use jixiao::analysis::Evaluation;
use jixiao::json;
use jixiao::problem::Problem;
use jixiao::questions::Questions;
use jixiao::questions::certainty::{self, Certainty, Tolerance};
use jixiao::questions::disputes::{self, Disputes};
use jixiao::questions::headroom::{self, Headroom};
use jixiao::questions::readings::{self, Readings};
use jixiao::sheets;
use jixiao::tasks;
use jixiao::workbook::{Bounds, Source};
use serde::Deserialize;

use crate::desk::written;
use crate::failure::Failure;
use crate::tray::Tray;
use crate::{counting, tell_progress};

/// What is asked, and with what.
#[derive(Deserialize)]
#[serde(tag = "about", rename_all = "lowercase")]
pub enum Question {
    /// How far everybody is from other grades.
    Distances,
    /// The same of one department.
    Distance { department: usize },
    /// Who stands where under other readings.
    Readings,
    /// Who stands where under the readings that are chosen.
    Standings { chosen: Vec<usize> },
    /// What would be if one side's figure were believed: of the file on the tray, and of the input's own sheet.
    Disputes,
    /// How sure ranks are; how far a judgement may be off, as it was typed.
    Certainty { tolerance: String },
}

/// What was answered.
#[derive(Default)]
pub struct Answers {
    headroom: OnceCell<Vec<Headroom>>,
    readings: OnceCell<Readings<'static>>,
    certainty: RefCell<Option<Certainty>>,
    disputes: RefCell<Option<(Disputes, Vec<Problem>)>>,
}

impl Answers {
    /// Answers.
    pub fn ask(
        &self,
        question: &Question,
        evaluation: &Evaluation<'static>,
        tray: &Tray,
    ) -> Result<String, Failure> {
        match question {
            Question::Disputes => {
                let answer = disputed(evaluation, tray.source("disputes").as_ref())?;
                let mut kept = self.disputes.borrow_mut();
                let (disputes, problems) = kept.insert(answer);
                written(&json::disputes(evaluation, disputes, problems))
            }
            Question::Distances => written(&json::distances(evaluation, self.headroom(evaluation))),
            Question::Distance { department } => {
                let known = self.headroom.get().map(|all| all[*department].clone());
                let own = known.unwrap_or_else(|| headroom::of_department(evaluation, *department));
                written(&json::distance(evaluation, *department, &own))
            }
            Question::Readings => written(&json::readings(evaluation, self.readings(evaluation))),
            Question::Standings { chosen } => {
                let readings = self.readings(evaluation);
                written(&json::standings(evaluation, readings, chosen))
            }
            Question::Certainty { tolerance } => {
                let tolerance = tolerance_of(tolerance)?;
                self.with_certainty(evaluation, Some(tolerance), |certainty| {
                    written(&json::certainty(evaluation, certainty))
                })
            }
        }
    }

    /// The workbook of all answers, with the tolerance and the disputes that were asked for last.
    pub fn workbook(&self, evaluation: &Evaluation<'static>) -> Result<Vec<u8>, Failure> {
        let headroom = self.headroom(evaluation);
        let readings = self.readings(evaluation);
        let mut kept = self.disputes.borrow_mut();
        if kept.is_none() {
            *kept = Some(disputed(evaluation, None)?);
        }
        let none = Disputes::default();
        let disputes = kept.as_ref().map_or(&none, |(disputes, _)| disputes);
        self.with_certainty(evaluation, None, |certainty| {
            tell_progress("写疑问", 0, 0);
            let questions = Questions {
                headroom,
                readings,
                certainty,
                disputes,
                against: None,
            };
            Ok(sheets::whatif(evaluation, &questions)?)
        })
    }

    fn headroom(&self, evaluation: &Evaluation) -> &[Headroom] {
        self.headroom.get_or_init(|| {
            let count = evaluation.cards.len();
            let done = counting("差距与余量", count);
            let places = 0..count;
            places
                .map(|place| {
                    let own = headroom::of_department(evaluation, place);
                    done();
                    own
                })
                .collect()
        })
    }

    fn readings(&self, evaluation: &Evaluation<'static>) -> &Readings<'static> {
        self.readings.get_or_init(|| {
            tell_progress("争议读法", 0, 0);
            readings::readings(evaluation)
        })
    }

    fn with_certainty<T>(
        &self,
        evaluation: &Evaluation,
        tolerance: Option<Tolerance>,
        then: impl FnOnce(&Certainty) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let mut kept = self.certainty.borrow_mut();
        let known = kept.take();
        let fits = known.filter(|known| tolerance.is_none_or(|wanted| wanted == known.tolerance));
        let certainty = fits.unwrap_or_else(|| {
            tell_progress("名次把握", 0, 0);
            certainty::certainty(evaluation, tolerance.unwrap_or(Tolerance::Usual))
        });
        then(kept.insert(certainty))
    }
}

/// The disputes of a file and of the input's own sheet.
fn disputed(
    evaluation: &Evaluation,
    file: Option<&Source>,
) -> Result<(Disputes, Vec<Problem>), Failure> {
    tell_progress("争议数据", 0, 0);
    let (listed, problems) = tasks::disputes::disputes(evaluation, file, &Bounds::STANDARD)?;
    Ok((disputes::disputes(evaluation, &listed), problems))
}

/// As it was typed; blank is the usual one.
fn tolerance_of(text: &str) -> Result<Tolerance, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Tolerance::Usual);
    }
    let points = Decimal::from_str(text).ok();
    let points = points.filter(|points| *points > Decimal::ZERO && *points <= Decimal::ONE_HUNDRED);
    points.map(Tolerance::Points).ok_or(Failure::Tolerance)
}
