//! A workbook that was scored, and what a test asks of it.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use jixiao::address::Address;
use jixiao::analysis::{Evaluation, evaluate};
use jixiao::decimal::fixed;
use jixiao::expr::Figure;
use jixiao::intake::{self, Record};
use jixiao::problem::Problem;
use jixiao::rulebook::{RuleBook, library};
use jixiao::scoring::{IndicatorScore, Missing, Scorecard};
use jixiao::workbook::{self, Bounds};

use super::program::sample_path;

/// The options of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Run {
    pub edition: Edition,
    pub missing: Missing,
    pub year: Option<u32>,
}

/// Which built-in rule book.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Edition {
    /// `shenzhen-2021`.
    #[default]
    Default,
    /// `shenzhen-2021a`.
    A,
}

impl Run {
    /// The default rule book under a rule for missing data.
    pub fn missing(missing: Missing) -> Run {
        Run {
            missing,
            ..Run::default()
        }
    }
}

/// A built-in rule book.
pub fn rule_book(edition: Edition) -> &'static RuleBook {
    static BOOKS: OnceLock<[RuleBook; 2]> = OnceLock::new();
    let load = |id: &str| {
        let loaded = library::load(id).expect("a built-in rule book");
        loaded.book.expect("without a mistake in it")
    };
    let books = BOOKS.get_or_init(|| [load("shenzhen-2021"), load("shenzhen-2021a")]);
    match edition {
        Edition::Default => &books[0],
        Edition::A => &books[1],
    }
}

/// A scored workbook.
pub struct Scored {
    pub evaluation: Evaluation<'static>,
}

impl Scored {
    /// Scores a file.
    pub fn of_file(path: &Path, run: &Run) -> Result<Scored, String> {
        let workbook = workbook::open(path, &Bounds::default()).map_err(|e| e.to_string())?;
        Scored::of_workbook(workbook, run)
    }

    /// A sample of `sample-data/`, read and scored once for all tests.
    pub fn of_sample(name: &str, run: &Run) -> &'static Scored {
        type Samples = Mutex<HashMap<(String, Run), &'static OnceLock<Scored>>>;
        static SAMPLES: OnceLock<Samples> = OnceLock::new();
        let sample = {
            let samples = SAMPLES.get_or_init(Samples::default).lock();
            let mut samples = samples.unwrap_or_else(PoisonError::into_inner);
            let sample = samples.entry((name.to_string(), *run));
            *sample.or_insert_with(|| Box::leak(Box::default()))
        };
        sample.get_or_init(|| {
            let scored = Scored::of_file(&sample_path(name), run);
            scored.unwrap_or_else(|error| panic!("{name}: {error}"))
        })
    }

    /// Scores a workbook that was read.
    pub fn of_workbook(workbook: workbook::Workbook, run: &Run) -> Result<Scored, String> {
        let book = rule_book(run.edition);
        let (dataset, problems) =
            intake::read(workbook, book, run.year).map_err(|e| e.to_string())?;
        let evaluation = evaluate(dataset, book, run.missing, problems, &|| {});
        Ok(Scored { evaluation })
    }

    /// A department, by name, with its scorecard.
    pub fn department(&self, name: &str) -> (&Record, &Scorecard) {
        let mut found = self
            .evaluation
            .departments()
            .filter(|(record, _)| record.name == name);
        let one = found
            .next()
            .unwrap_or_else(|| panic!("no department {name}"));
        assert!(found.next().is_none(), "several departments {name}");
        one
    }

    /// One indicator's score with its source.
    pub fn indicator(&self, department: &str, indicator: &str) -> &IndicatorScore {
        &self.department(department).1.indicators[self.place(indicator)]
    }

    /// Why it is so.
    pub fn explanation(&self, department: &str, indicator: &str) -> String {
        let (record, card) = self.department(department);
        card.explanation(self.place(indicator), record, self.evaluation.book)
    }

    fn place(&self, indicator: &str) -> usize {
        let mut known = self.evaluation.book.indicators.iter();
        let place = known.position(|known| known.name == indicator);
        place.unwrap_or_else(|| panic!("no indicator {indicator}"))
    }

    /// One indicator's score, such as `2.81`, or 待定.
    pub fn score(&self, department: &str, indicator: &str) -> String {
        shown(self.indicator(department, indicator).score)
    }

    /// What was understood of a cell of 基础数据: a number, 是, 否, a text, 空 or 无法识别.
    pub fn figure(&self, department: usize, column: &str) -> String {
        let metrics = &self.evaluation.book.metrics;
        let place = metrics.iter().position(|metric| metric.name() == column);
        let place = place.unwrap_or_else(|| panic!("no metric {column}"));
        match &self.evaluation.dataset.records[department].fields[place].figure {
            Figure::Number(number) => number.normalize().to_string(),
            Figure::Truth(true) => "是".to_string(),
            Figure::Truth(false) => "否".to_string(),
            Figure::Text(text) => text.to_string(),
            Figure::Blank => "空".to_string(),
            Figure::Unreadable => "无法识别".to_string(),
        }
    }

    /// A department's total, such as `94.32`, or 待定.
    pub fn total(&self, department: &str) -> String {
        shown(self.department(department).1.total)
    }

    /// A department's rank.
    pub fn rank(&self, department: &str) -> Option<u32> {
        let place = self
            .evaluation
            .dataset
            .records
            .iter()
            .position(|record| record.name == department)
            .unwrap_or_else(|| panic!("no department {department}"));
        self.evaluation.ranking.ranks[place]
    }

    /// Every problem as `error V01 基础数据!S2`, in the order of the list.
    pub fn problems(&self) -> Vec<String> {
        self.evaluation.problems.iter().map(told).collect()
    }

    /// Every problem of 基础数据 as `error V01 S2`.
    pub fn data_problems(&self) -> Vec<String> {
        self.evaluation
            .problems
            .iter()
            .filter(|problem| problem.place.sheet == "基础数据")
            .map(|problem| told(problem).replace("基础数据!", ""))
            .collect()
    }

    /// The one problem at a cell of a sheet.
    pub fn problem_at(&self, sheet: &str, cell: &str) -> &Problem {
        let at = Address::parse_a1(cell);
        let found: Vec<&Problem> = self
            .evaluation
            .problems
            .iter()
            .filter(|problem| problem.place.sheet == sheet && problem.place.cell == at)
            .collect();
        match found.as_slice() {
            [one] => one,
            several => panic!("{} problems at {sheet}!{cell}: {several:?}", several.len()),
        }
    }
}

/// A score as a test writes it.
fn shown(score: Option<rust_decimal::Decimal>) -> String {
    score.map_or_else(|| "待定".to_string(), |score| fixed(score, 2))
}

/// A problem as `error V01 基础数据!S2`; without a cell, `error H01 基础数据`.
pub fn told(problem: &Problem) -> String {
    let severity = format!("{:?}", problem.severity).to_lowercase();
    let cell = problem
        .place
        .cell
        .map_or_else(String::new, |cell| format!("!{cell}"));
    format!("{severity} {} {}{cell}", problem.code, problem.place.sheet)
}
