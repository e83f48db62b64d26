//! 评分, and what follows of it: a corrected file in the place of the first, a trial, last round's ledger, the papers.

use std::cell::OnceCell;

use jixiao::analysis::comparison::Alias;
use jixiao::analysis::{Comparison, Evaluation};
use jixiao::json;
use jixiao::problem::Problem;
use jixiao::scoring::Missing;
use jixiao::tasks::papers::{self, LastLedger};
use jixiao::tasks::trial::trial;
use jixiao::tasks::{Audience, Input, TaskError, aliases, comparing};
use jixiao::workbook::{Bounds, Source};
use serde::Deserialize;

use crate::correction::{self, CorrectionRequest};
use crate::desk::written;
use crate::failure::Failure;
use crate::questions::{Answers, Question};
use crate::rules::{self, Rules};
use crate::tray::Tray;
use crate::{NamedFile, counting, downloads, tell_progress};

/// What is asked for beside the files.
#[derive(Deserialize)]
pub struct Request {
    #[serde(flatten)]
    pub rules: Rules,
    missing: String,
    year: Option<u32>,
    large: bool,
    /// Whether odd figures are told.
    anomalies: bool,
    /// Whether the file takes the place of the one that is shown.
    corrects: bool,
}

#[derive(Deserialize)]
pub struct OfDepartment {
    department: usize,
}

#[derive(Deserialize)]
pub struct TrialRequest {
    department: usize,
    corrections: Vec<CorrectionRequest>,
}

/// What is read to score, and how.
struct Given {
    file: Source,
    last: Option<Source>,
    /// A result that the bureau wrote its opinions into.
    review: Option<Source>,
    anomalies: bool,
    year: Option<u32>,
    bounds: &'static Bounds,
}

impl Given {
    fn input(&self) -> Input<'_> {
        Input {
            file: &self.file,
            last_year: self.last.as_ref(),
            review: self.review.as_ref(),
            anomalies: self.anomalies,
            year: self.year,
            bounds: self.bounds,
        }
    }
}

/// What was scored.
pub struct Scored {
    pub stem: String,
    pub evaluation: Evaluation<'static>,
    given: Given,
    last_ledger: Option<Source>,
    aliases: Vec<Alias>,
    pub answers: Answers,
    compared: OnceCell<Comparison<'static>>,
}

/// A way to deal with missing data, by its word.
pub fn missing(word: &str) -> Missing {
    let mut ways = Missing::ALL.into_iter();
    ways.find(|way| way.as_str() == word).unwrap_or_default()
}

/// The bounds of a run.
pub fn bounds(large: bool) -> &'static Bounds {
    match large {
        true => &Bounds::LARGE,
        false => &Bounds::STANDARD,
    }
}

/// A name without its extension.
pub fn stem(name: &str) -> String {
    let stem = std::path::Path::new(name).file_stem();
    stem.unwrap_or_default().to_string_lossy().into_owned()
}

/// The renamed departments, where a file of them was given.
pub fn renamed(tray: &Tray) -> Result<Vec<Alias>, Failure> {
    match tray.file("aliases") {
        Some((name, bytes)) => Ok(aliases::read(&name, bytes, |_| {})?),
        None => Ok(Vec::new()),
    }
}

impl Scored {
    /// Scores a workbook and puts it into its place; gives the document of the result screen.
    pub fn run(
        request: &Request,
        tray: &Tray,
        place: &mut Option<Scored>,
    ) -> Result<String, Failure> {
        tell_progress("读取", 0, 0);
        let mut given = Given {
            file: tray.source("file").ok_or(Failure::NothingThere)?,
            last: tray.source("last"),
            review: tray.source("review"),
            anomalies: request.anomalies,
            year: request.year,
            bounds: bounds(request.large),
        };
        let book = rules::load(&request.rules, tray)?;
        let evaluate = |given: &Given| {
            let missing = missing(&request.missing);
            let input = given.input();
            input.evaluate(book, missing, |count| counting("评分", count))
        };
        let before = place.as_ref().filter(|_| request.corrects);
        let mut evaluation = evaluate(&given)?;
        // What somebody wrote into the result that is shown stays, where the corrected file brings no opinions of its own.
        if let Some(before) = before
            && evaluation.opinions.is_empty()
            && !before.evaluation.opinions.is_empty()
        {
            let written = &before.given;
            given.review = written.review.clone().or(Some(written.file.clone()));
            evaluation = evaluate(&given)?;
        }
        let mut scored = Scored {
            stem: stem(&given.file.name()),
            evaluation,
            given,
            last_ledger: tray.source("ledger"),
            aliases: renamed(tray)?,
            answers: Answers::default(),
            compared: OnceCell::new(),
        };
        if let (Some(before), None) = (before, &scored.last_ledger) {
            scored.last_ledger.clone_from(&before.last_ledger);
            scored.aliases.clone_from(&before.aliases);
        }
        let (ledger, told) = scored.ledger()?;
        let answer = written(&json::result(
            &scored.evaluation,
            before.map(|before| &before.evaluation),
            (&ledger, &told),
            scored.given.last.is_some(),
        ))?;
        *place = Some(scored);
        Ok(answer)
    }

    /// Takes last round's ledger, or does without; gives the document of the ledger.
    pub fn with_last_ledger(&mut self, tray: &Tray) -> Result<String, Failure> {
        let earlier = std::mem::replace(&mut self.last_ledger, tray.source("ledger"));
        let renamed = std::mem::replace(&mut self.aliases, renamed(tray)?);
        self.compared = OnceCell::new();
        let view = self.ledger_view();
        if view.is_err() {
            (self.last_ledger, self.aliases) = (earlier, renamed);
        }
        view
    }

    /// The ledger, with what is to be told of the last one.
    pub fn ledger(&self) -> Result<(jixiao::analysis::ledger::Ledger, Vec<Problem>), Failure> {
        let everybody: Vec<usize> = (0..self.evaluation.cards.len()).collect();
        let last = match &self.last_ledger {
            Some(source) => Some(LastLedger::read(source, self.evaluation.book)?),
            None => None,
        };
        Ok(papers::ledger_of(
            &self.evaluation,
            &everybody,
            last,
            &self.aliases,
        ))
    }

    /// The figures of a department that may be changed on trial.
    pub fn figures(&self, request: &OfDepartment) -> Result<String, Failure> {
        written(&json::figures(
            &self.evaluation,
            self.place(request.department)?,
        ))
    }

    /// What corrections would give.
    pub fn trial(&self, request: &TrialRequest) -> Result<String, Failure> {
        tell_progress("试算", 0, 0);
        let input = self.given.input();
        let corrections = correction::all(&request.corrections);
        let after = trial(&input, &self.evaluation, &corrections)?;
        let department = self.place(request.department)?;
        match json::trial(&self.evaluation, &after, department) {
            Some(document) => written(&document),
            None => Err(Failure::NothingThere),
        }
    }

    /// What is asked of the score.
    pub fn question(&self, question: &Question, tray: &Tray) -> Result<String, Failure> {
        if let Question::Distance { department } = question {
            self.place(*department)?;
        }
        self.answers.ask(question, &self.evaluation, tray)
    }

    /// Last year beside this one. Why the years cannot stand side by side is told with what can be shown all the same.
    pub fn last_year(&self) -> Result<String, Failure> {
        let compared = self.given.last.as_ref().map(|_| self.compared());
        let (comparison, silence) = match compared {
            Some(Ok(comparison)) => (Some(comparison), None),
            Some(Err(cause)) => (None, Some(cause.told(Audience::Page))),
            None => (None, None),
        };
        written(&json::last_year(
            &self.evaluation,
            &json::LastYear {
                comparison,
                aliases: &self.aliases,
                silence,
            },
        ))
    }

    /// Both years, as they are compared by the rule book that the one was scored by.
    pub fn compared(&self) -> Result<&Comparison<'static>, TaskError> {
        if let Some(known) = self.compared.get() {
            return Ok(known);
        }
        tell_progress("对比", 0, 0);
        let input = self.given.input();
        let last = self
            .given
            .last
            .as_ref()
            .ok_or(TaskError::NothingToCompare)?;
        let (book, missing) = (self.evaluation.book, self.evaluation.missing);
        let years = comparing::with_last_year(&input, last, book)?;
        let comparison = years.compare(missing, &self.aliases)?;
        Ok(self.compared.get_or_init(|| comparison))
    }

    /// The renamed departments.
    pub fn aliases(&self) -> &[Alias] {
        &self.aliases
    }

    /// A file to download.
    pub fn download(&self, what: &str) -> Result<NamedFile, Failure> {
        downloads::make(what, self)
    }

    fn place(&self, department: usize) -> Result<usize, Failure> {
        match department < self.evaluation.cards.len() {
            true => Ok(department),
            false => Err(Failure::NothingThere),
        }
    }

    fn ledger_view(&self) -> Result<String, Failure> {
        let (ledger, problems) = self.ledger()?;
        written(&json::ledger(&ledger, &problems))
    }
}
