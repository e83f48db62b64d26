//! Percentages that are a hundred times too small: 0.95 typed into a cell that adds the % itself, which then
//! holds 0.95%, not 95%. It is told and nothing more, for a cell with a % in it says what it is.

use rust_decimal::Decimal;

use super::dataset::{Dataset, Field, Record};
use super::number::{self, Unit};
use super::percent::{LARGEST_FRACTION, exact};
use crate::expr::Kind;
use crate::problem::{Code, Place, Problem, Severity};
use crate::rulebook::{Metric, RuleBook};
use crate::workbook::CellValue;

/// Tells of percentages up to 1.5% whose hundredfold is allowed, too.
pub(super) fn run(dataset: &Dataset, book: &RuleBook, problems: &mut Vec<Problem>) {
    for record in &dataset.records {
        let slips = book
            .metrics
            .iter()
            .filter_map(|metric| slip(dataset, record, metric));
        problems.extend(slips);
    }
}

/// The largest ratio that may be a hundred times too small: its hundredfold is allowed, and at most 150%. `None` where
/// a figure is no percentage.
pub(crate) fn largest(kind: &Kind) -> Option<Decimal> {
    let Kind::Percent { max } = kind else {
        return None;
    };
    let most = max.map_or(LARGEST_FRACTION, |max| max.min(LARGEST_FRACTION));
    most.checked_div(Decimal::ONE_HUNDRED)
}

fn slip(dataset: &Dataset, record: &Record, metric: &Metric) -> Option<Problem> {
    let field = record.fields.get(metric.variable.id)?;
    let ratio = field.number()?;
    let is_slip = ratio > Decimal::ZERO && ratio <= largest(metric.kind())?;
    if !is_slip || is_spelled(dataset, field) {
        return None;
    }
    let hundredfold = ratio.checked_mul(Decimal::ONE_HUNDRED)?;
    let place = Place::new(&dataset.data.sheet.name, field.cell);
    let message = format!(
        "“{}”是 {}，是不是 {}？",
        metric.name(),
        exact(ratio),
        exact(hundredfold)
    );
    let advice = format!(
        "请核对；在百分比格式的单元格里填 0.95 会变成 0.95%。是 {} 的请改正，没有错的不用改",
        exact(hundredfold)
    );
    let problem = Problem::new(Severity::Warning, Code::PercentSlip, place, message, advice);
    Some(problem.of(record.concerns()))
}

/// Whether somebody wrote the % themselves, as text.
fn is_spelled(dataset: &Dataset, field: &Field) -> bool {
    let cell = field.cell.and_then(|at| dataset.data.sheet.cell(at));
    matches!(cell.map(|cell| &cell.value), Some(CellValue::Text(text))
        if number::read(text).is_some_and(|written| written.unit == Unit::Percent))
}
