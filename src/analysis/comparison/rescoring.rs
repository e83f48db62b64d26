//! Last year's figures under this year's rules: last year's workbook is read once more by this year's rule
//! book, which knows its metrics by their names and aliases. What it asks for and last year did not ask is
//! no zero: the indicator then has no such score, for the reason given.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::analysis::Evaluation;
use crate::intake::{self, Dataset, Record};
use crate::rulebook::RuleBook;
use crate::scoring::{self, Missing};
use crate::workbook::Workbook;

/// Last year's workbook as this year's rule book reads it.
#[derive(Debug)]
pub enum Again {
    /// Both years have the same rules.
    SameRules,
    /// It was read once more.
    Read(Box<Dataset>),
    /// It cannot be read by this year's rules, for the reason given.
    Impossible(String),
}

impl Again {
    /// Reads last year's workbook, which is of this year, by this year's rules.
    pub fn read(workbook: Workbook, year: Option<u32>, rules: &RuleBook) -> Again {
        match intake::read(workbook, rules, year) {
            Ok((dataset, _)) => Again::Read(Box::new(dataset)),
            Err(cause) => Again::Impossible(format!("上年的文件不能按今年的规则书读取：{cause}")),
        }
    }
}

/// A score that last year's figures get under this year's rules, or why there is none.
pub type Score = Result<Decimal, String>;

/// Last year's departments under this year's rules.
#[derive(Debug)]
pub struct Rescored {
    again: Again,
    /// For last year's records, which record of the second reading they are.
    places: Vec<Option<usize>>,
    /// By last year's records and this year's indicators.
    scores: Vec<Vec<Score>>,
}

impl Rescored {
    /// Scores last year's figures under this year's rules.
    pub fn new(last: &Evaluation, this: &Evaluation, again: Again) -> Rescored {
        let records = &last.dataset.records;
        let places: Vec<Option<usize>> = match &again {
            Again::SameRules => (0..records.len()).map(Some).collect(),
            Again::Impossible(_) => vec![None; records.len()],
            Again::Read(dataset) => {
                // The same rows of the same file.
                let by_row: HashMap<u32, usize> = (0..)
                    .zip(&dataset.records)
                    .map(|(place, record)| (record.row, place))
                    .collect();
                let found = records
                    .iter()
                    .map(|record| by_row.get(&record.row).copied());
                found.collect()
            }
        };
        let mut rescored = Rescored {
            again,
            places,
            scores: Vec::new(),
        };
        rescored.scores = (0..records.len())
            .map(|place| rescored.scores(last, this, place))
            .collect();
        rescored
    }

    /// Whether both years have the same rules.
    pub fn has_same_rules(&self) -> bool {
        matches!(self.again, Again::SameRules)
    }

    /// A record of last year as this year's rules read it.
    pub fn record<'r>(&'r self, last: &'r Evaluation, place: usize) -> Option<&'r Record> {
        let again = self.places[place]?;
        match &self.again {
            Again::SameRules => last.dataset.records.get(again),
            Again::Read(dataset) => dataset.records.get(again),
            Again::Impossible(_) => None,
        }
    }

    /// What a record of last year scores on an indicator of this year.
    pub fn score(&self, place: usize, indicator: usize) -> &Score {
        &self.scores[place][indicator]
    }

    fn scores(&self, last: &Evaluation, this: &Evaluation, place: usize) -> Vec<Score> {
        let (book, missing) = (this.book, this.missing);
        if self.has_same_rules() && last.missing == missing {
            let indicators = last.cards[place].indicators.iter().enumerate();
            let why = |indicator| last.explanation(place, indicator);
            return indicators
                .map(|(indicator, scored)| scored.score.ok_or_else(|| why(indicator)))
                .collect();
        }
        match (self.record(last, place), &self.again) {
            (Some(record), _) => rescore(record, book, missing),
            (None, Again::Impossible(reason)) => vec![Err(reason.clone()); book.indicators.len()],
            (None, _) => {
                let reason = "按今年的规则书读不到上年的这一行".to_string();
                vec![Err(reason); book.indicators.len()]
            }
        }
    }
}

fn rescore(record: &Record, book: &RuleBook, missing: Missing) -> Vec<Score> {
    let (card, lacks) = scoring::score_record(record, book, missing);
    let scores = card.indicators.iter().enumerate();
    scores
        .map(|(indicator, scored)| {
            let unasked = lacks.without_column(indicator, record);
            match scored.score {
                Some(score) if unasked.is_empty() => Ok(score),
                Some(_) | None if !unasked.is_empty() => Err(format!(
                    "上年没有填报“{}”",
                    unasked
                        .iter()
                        .map(|id| book.figure_name(*id))
                        .collect::<Vec<String>>()
                        .join("”“")
                )),
                _ => Err(card.explanation(indicator, record, book)),
            }
        })
        .collect()
}
