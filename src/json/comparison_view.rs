//! What the page shows of a comparison: the document of `compare`, and beside it who rose and fell, and why.

use rust_decimal::Decimal;
use serde::Serialize;

use super::comparison::{ComparisonDocument, document as contract};
use crate::analysis::Comparison;
use crate::analysis::comparison::cause::signed;
use crate::analysis::comparison::{Alias, Continuity};
use crate::problem::Severity;

/// What is shown of a comparison.
#[derive(Serialize)]
pub struct ComparisonView<'c> {
    comparison: ComparisonDocument<'c>,
    /// By year: errors in its data.
    errors: Vec<usize>,
    steps: Vec<StepView>,
}

#[derive(Serialize)]
struct StepView {
    from: u32,
    to: u32,
    /// Departments with a total in both years.
    compared: usize,
    rose: usize,
    fell: usize,
    same: usize,
    /// Departments that are not what they were: 新增, 撤并 and so on.
    fates: Vec<FateCount>,
    /// Who can be compared, the largest rise first.
    movers: Vec<MoverView>,
}

#[derive(Serialize)]
struct FateCount {
    label: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct MoverView {
    /// Its place in the document of `compare`.
    department: usize,
    change: String,
    rules: String,
    performance: String,
    undivided: String,
    /// The indicators that explain it, the strongest first.
    causes: Vec<String>,
}

/// The document of the page's comparison screen.
pub fn comparison_view<'c>(
    comparison: &'c Comparison,
    aliases: &'c [Alias],
) -> impl Serialize + use<'c> {
    document(comparison, aliases)
}

/// The same, to stand inside another.
pub fn document<'c>(comparison: &'c Comparison, aliases: &'c [Alias]) -> ComparisonView<'c> {
    let errors = comparison.years.iter();
    ComparisonView {
        comparison: contract(comparison, aliases),
        errors: errors
            .map(|year| year.evaluation.count(Severity::Error))
            .collect(),
        steps: (0..comparison.steps.len())
            .map(|step| step_view(comparison, step))
            .collect(),
    }
}

fn step_view(comparison: &Comparison, step: usize) -> StepView {
    let changed: Vec<(usize, Decimal)> = comparison
        .by_change(step)
        .into_iter()
        .filter_map(|department| Some((department, comparison.change(department, step)?)))
        .collect();
    let count = |wanted: fn(&Decimal) -> bool| {
        let changes = changed.iter().map(|(_, change)| change);
        changes.filter(|change| wanted(change)).count()
    };
    let fates = Continuity::TOLD.into_iter().map(|wanted| {
        let departments = 0..comparison.departments.len();
        let found = departments.filter(|one| comparison.fate(*one, step) == Some(wanted));
        FateCount {
            label: wanted.label(),
            count: found.count(),
        }
    });
    StepView {
        from: comparison.years[step].year,
        to: comparison.years[step + 1].year,
        compared: changed.len(),
        rose: count(|change| *change > Decimal::ZERO),
        fell: count(|change| *change < Decimal::ZERO),
        same: count(|change| change.is_zero()),
        fates: fates.filter(|fate| fate.count > 0).collect(),
        movers: changed
            .iter()
            .map(|(department, change)| mover(comparison, step, *department, *change))
            .collect(),
    }
}

fn mover(comparison: &Comparison, step: usize, department: usize, change: Decimal) -> MoverView {
    let places = comparison.decimals();
    let split = comparison.steps[step].changes[department].as_ref();
    let split = split.and_then(|change| change.split()).unwrap_or_default();
    let causes = comparison.causes(department, step);
    MoverView {
        department,
        change: signed(change, places),
        rules: signed(split.rules, places),
        performance: signed(split.performance, places),
        undivided: signed(split.undivided, places),
        causes: causes.iter().map(|cause| comparison.told(cause)).collect(),
    }
}
