//! The JSON contract of `score`, `check` and `explain`, in [`comparison`] that of `compare`, in [`rule_changes`] that of `rules diff`, and in the other files that of
//! the page. Numbers that are scores, points or totals are
//! decimal strings. Each function gives a document, which [`write()`] writes. `docs/schema/` holds the schemas; a test keeps both together.

mod choices;
mod collection;
mod columns;
mod comparison;
mod comparison_view;
mod each;
mod failure;
mod finding;
mod last_year;
mod ledger;
mod lines;
mod questions_view;
mod result;
mod review;
mod revision;
mod roster;
mod rule_changes;
mod rule_check;
mod survey;
mod trial;
mod verification;
mod view;
mod whatif;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::{Serialize, Serializer};

use self::columns::{SheetColumns, columns};
use each::each;

use crate::analysis::{Evaluation, Extent};
use crate::decimal::fixed;
use crate::problem::{Concerns, Problem, Severity};
use crate::rulebook::RuleBook;
use crate::scoring::{PENDING, Source};

pub use choices::choices;
pub use collection::{Collected, collected};
pub use comparison::comparison;
pub use comparison_view::comparison_view;
pub use failure::{Help, failure};
pub use last_year::{LastYear, last_year};
pub use ledger::ledger;
pub use lines::{lines, table};
pub use questions_view::{certainty, disputes, distance, distances, readings, standings};
pub use result::result;
pub use revision::revision;
pub use roster::roster;
pub use rule_changes::rule_changes;
pub use rule_check::{RuleCheck, rule_check};
pub use survey::{headers, text};
pub use trial::{figures, trial};
pub use verification::{Verified, verification, verification_view};
pub use view::view;
pub use whatif::whatif;

#[derive(Serialize)]
struct ScoreDocument<'e> {
    rulebook: RuleBookId<'e>,
    missing: &'static str,
    /// Of a workbook that was written and does not show all.
    #[serde(skip_serializing_if = "Option::is_none")]
    workbook: Option<WorkbookItem>,
    departments: Departments<'e>,
    columns: Vec<SheetColumns<'e>>,
    problems: Vec<ProblemItem<'e>>,
    /// What the bureau said of scores; absent where it said nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<review::ReviewItem<'e>>,
}

#[derive(Serialize)]
struct CheckDocument<'e> {
    rulebook: RuleBookId<'e>,
    missing: &'static str,
    departments: usize,
    columns: Vec<SheetColumns<'e>>,
    problems: Vec<ProblemItem<'e>>,
}

/// What a result shows that does not show all.
#[derive(Serialize)]
struct WorkbookItem {
    formulas: bool,
    sheets: Vec<&'static str>,
}

impl WorkbookItem {
    fn of(extent: &Extent) -> Option<WorkbookItem> {
        (!extent.is_plain()).then(|| WorkbookItem {
            formulas: extent.formulas,
            sheets: extent.names().collect(),
        })
    }
}

#[derive(Serialize)]
struct RuleBookId<'e> {
    id: &'e str,
    version: &'e str,
    digest: &'e str,
    /// Id and version of a built-in rule book, and another content.
    altered: bool,
    /// Why it is not to be relied on as it stands; nothing where it is whole.
    incomplete: Option<&'e str>,
}

/// The departments of a document, made as they are written.
struct Departments<'e> {
    evaluation: &'e Evaluation<'e>,
    places: Vec<usize>,
    indicators: Vec<usize>,
}

impl Serialize for Departments<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let made = |place| department(self.evaluation, place, &self.indicators);
        serializer.collect_seq(each(&self.places, made))
    }
}

#[derive(Serialize)]
struct Department<'e> {
    code: Option<&'e str>,
    name: &'e str,
    /// 1-based, in the data sheet of the input.
    row: u32,
    indicators: Vec<IndicatorItem<'e>>,
    subtotals: BTreeMap<&'e str, Option<String>>,
    total: Option<String>,
    scored_total: String,
    scored_points: String,
    grade: &'e str,
    rank: Option<u32>,
    /// What is recognized; absent where the bureau said nothing of any department.
    #[serde(skip_serializing_if = "Option::is_none")]
    recognized: Option<review::RecognizedItem<'e>>,
}

#[derive(Serialize)]
struct IndicatorItem<'e> {
    name: &'e str,
    points: String,
    score: Option<String>,
    source: Source,
    explanation: String,
    /// What the bureau said of it; absent where it said nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<review::RemarksItem>,
}

#[derive(Serialize)]
struct ProblemItem<'e> {
    severity: Severity,
    code: &'e str,
    department: Option<&'e Concerns>,
    sheet: &'e str,
    cell: Option<String>,
    message: Cow<'e, str>,
    advice: &'e str,
}

impl<'e> RuleBookId<'e> {
    fn of(book: &'e RuleBook) -> RuleBookId<'e> {
        RuleBookId {
            id: &book.id,
            version: &book.version,
            digest: &book.digest,
            altered: book.altered,
            incomplete: book.incomplete.as_deref(),
        }
    }
}

impl<'e> ProblemItem<'e> {
    fn of(problem: &'e Problem) -> ProblemItem<'e> {
        ProblemItem {
            severity: problem.severity,
            code: &problem.code,
            department: problem.department.as_ref(),
            sheet: &problem.place.sheet,
            cell: problem.place.cell.map(|cell| cell.to_string()),
            message: problem.message(),
            advice: &problem.advice,
        }
    }
}

fn department<'e>(
    evaluation: &'e Evaluation,
    department: usize,
    indicators: &[usize],
) -> Department<'e> {
    let (record, card) = (
        &evaluation.dataset.records[department],
        &evaluation.cards[department],
    );
    let (book, rank) = (evaluation.book, evaluation.ranking.ranks[department]);
    let places = book.decimals;
    Department {
        code: record.code.as_deref(),
        name: &record.name,
        row: record.row + 1,
        indicators: indicators
            .iter()
            .map(|index| (*index, &book.indicators[*index], &card.indicators[*index]))
            .map(|(index, indicator, scored)| IndicatorItem {
                review: review::remarks(evaluation, department, index),
                name: &indicator.name,
                points: fixed(indicator.points, places),
                score: scored.score.map(|score| fixed(score, places)),
                source: scored.source,
                explanation: card.explanation(index, record, book),
            })
            .collect(),
        subtotals: book
            .framework
            .iter()
            .zip(&card.subtotals)
            .map(|(first, subtotal)| {
                (
                    first.name.as_str(),
                    subtotal.map(|score| fixed(score, places)),
                )
            })
            .collect(),
        total: card.total.map(|total| fixed(total, places)),
        scored_total: fixed(card.scored_total, places),
        scored_points: fixed(card.scored_points, places),
        grade: card.grade.as_deref().unwrap_or(PENDING),
        rank,
        recognized: review::recognized(evaluation, department),
    }
}

/// Which departments and which problems a document holds.
pub struct Selection {
    /// The departments' places, in order.
    pub departments: Vec<usize>,
    /// The indicators' places, in order.
    pub indicators: Vec<usize>,
    /// Only problems of these departments, or all.
    pub all_problems: bool,
}

impl Selection {
    /// Everything that an evaluation holds.
    pub fn all(evaluation: &Evaluation) -> Selection {
        Selection {
            departments: (0..evaluation.cards.len()).collect(),
            indicators: (0..evaluation.book.indicators.len()).collect(),
            all_problems: true,
        }
    }
}

/// The document of `score` where a workbook was written, too.
pub fn scores_and_workbook<'e>(
    evaluation: &'e Evaluation,
    selection: &Selection,
    extent: &Extent,
) -> impl Serialize + use<'e> {
    ScoreDocument {
        workbook: WorkbookItem::of(extent),
        ..score_document(evaluation, selection)
    }
}

/// The document of `score` and `explain`.
pub fn scores<'e>(evaluation: &'e Evaluation, selection: &Selection) -> impl Serialize + use<'e> {
    score_document(evaluation, selection)
}

fn score_document<'e>(evaluation: &'e Evaluation, selection: &Selection) -> ScoreDocument<'e> {
    let records = &evaluation.dataset.records;
    let concerned = |problem: &&Problem| {
        selection.all_problems
            || selection
                .departments
                .iter()
                .any(|index| problem.department.as_ref() == Some(&records[*index].concerns()))
    };
    ScoreDocument {
        rulebook: RuleBookId::of(evaluation.book),
        missing: evaluation.missing.as_str(),
        workbook: None,
        departments: Departments {
            evaluation,
            places: selection.departments.clone(),
            indicators: selection.indicators.clone(),
        },
        columns: columns(&evaluation.dataset),
        problems: evaluation
            .problems
            .iter()
            .filter(concerned)
            .map(ProblemItem::of)
            .collect(),
        review: review::review(evaluation),
    }
}

/// The document of `check`.
pub fn problems<'e>(evaluation: &'e Evaluation) -> impl Serialize + use<'e> {
    CheckDocument {
        rulebook: RuleBookId::of(evaluation.book),
        missing: evaluation.missing.as_str(),
        departments: evaluation.cards.len(),
        columns: columns(&evaluation.dataset),
        problems: evaluation.problems.iter().map(ProblemItem::of).collect(),
    }
}

/// Writes a document.
///
/// # Errors
/// The writer's.
pub fn write(document: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    writeln!(out)?;
    out.flush()
}
