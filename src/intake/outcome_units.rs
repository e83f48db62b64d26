//! Whether the target and the result of an outcome indicator are written in the same unit.

use rust_decimal::Decimal;

use super::dataset::{Field, OutcomeRow};
use super::number::{self, Unit};
use super::percent::LARGEST_FRACTION;
use super::report::Report;
use super::value::{self, text_of};
use crate::decimal;
use crate::expr::evaluate::row_values;
use crate::problem::{Code, Concerns, Severity};
use crate::rulebook::outcomes::{Outcomes, RowFigure};
use crate::workbook::{Cell, CellValue};

/// How many times the one figure is the other where they seem to be of different units.
pub const LEAST_RATIO: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// A target of 95% and a result of 96 are not 0.95 and 96: the plain one cannot be used. Other
/// differences of unit are only told.
pub(super) fn compare(
    rules: &Outcomes,
    (target, actual): (&Cell, &Cell),
    outcome: &mut OutcomeRow,
    concerns: &Concerns,
    report: &mut Report,
) {
    let plain = match (Written::of(target), Written::of(actual)) {
        (Some(Written::Plain), Some(Written::Plain)) => {
            return report_fraction(rules, outcome, concerns, report);
        }
        (Some(target), Some(actual)) if target == actual => return,
        (Some(Written::Plain), Some(Written::Percent)) => Some((RowFigure::Target, target)),
        (Some(Written::Percent), Some(Written::Plain)) => Some((RowFigure::Actual, actual)),
        (Some(_), Some(_)) => None,
        _ => return,
    };
    if !needs(rules, outcome, RowFigure::Actual) {
        return;
    }
    // The one that is to be written otherwise, or else the one that was measured.
    let written = plain.map_or(RowFigure::Actual, |(figure, _)| figure);
    let at = outcome.fields[written as usize].cell;
    let mut severity = Severity::Warning;
    let mut outcome_told = "";
    if let Some((figure, cell)) = plain {
        let field = &mut outcome.fields[figure as usize];
        if field
            .number()
            .is_some_and(|number| number > LARGEST_FRACTION)
        {
            value::refuse(field, cell);
            severity = Severity::Error;
            outcome_told = "，相应指标不能评分";
        }
    }
    let shown = |cell: &Cell| text_of(cell).unwrap_or_default();
    report.add(
        severity,
        Code::OutcomeUnits,
        Some(concerns),
        at,
        format!(
            "{}“{}{}”与{}“{}{}”的单位写法不一致{outcome_told}",
            rules.columns.target.name,
            shown(target),
            format_mark(target),
            rules.columns.actual.name,
            shown(actual),
            format_mark(actual)
        ),
        "请把两者写成同一单位，如都写成百分比",
    );
}

/// A target of 92 and a result of 0.973 look like a percentage in two forms. Both are taken as they
/// stand, for nothing says so.
fn report_fraction(
    rules: &Outcomes,
    outcome: &mut OutcomeRow,
    concerns: &Concerns,
    report: &mut Report,
) {
    let field = |figure: RowFigure| &outcome.fields[figure as usize];
    let (target, actual) = (field(RowFigure::Target), field(RowFigure::Actual));
    let (Some(wanted), Some(reached)) = (target.number(), actual.number()) else {
        return;
    };
    let at = match wanted < reached {
        true => target.cell,
        false => actual.cell,
    };
    let (fraction, points) = (wanted.min(reached), wanted.max(reached));
    let looks_so = fraction > Decimal::ZERO
        && fraction <= LARGEST_FRACTION
        && points > LARGEST_FRACTION
        && points <= Decimal::ONE_HUNDRED
        && points > fraction * LEAST_RATIO;
    if !looks_so || !needs(rules, outcome, RowFigure::Actual) {
        return;
    }
    report.add(
        Severity::Warning,
        Code::OutcomeUnits,
        Some(concerns),
        at,
        format!(
            "{}“{}”与{}“{}”相差很大，像是一个写成百分点、一个写成小数；已照所写的数计算",
            rules.columns.target.name,
            wanted.normalize(),
            rules.columns.actual.name,
            reached.normalize()
        ),
        format!(
            "请核对 {} 是不是 {}；是的话，请把两者写成同一单位",
            fraction.normalize(),
            decimal::percent(fraction)
        ),
    );
}
/// Whether a row cannot be scored for want of a figure.
pub(super) fn lacks(rules: &Outcomes, row: &OutcomeRow, figure: RowFigure) -> bool {
    row_values(&rules.rule, row).is_err_and(|lack| lack.variables.contains(&figure.figure_id()))
}

/// Whether the row's direction asks for a figure.
fn needs(rules: &Outcomes, outcome: &mut OutcomeRow, figure: RowFigure) -> bool {
    let place = figure as usize;
    let kept = std::mem::replace(&mut outcome.fields[place], Field::absent());
    let lacks = lacks(rules, outcome, figure);
    outcome.fields[place] = kept;
    lacks
}

/// How a figure is written: as a percentage, as money, or plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    Plain,
    Percent,
    Money,
}

impl Written {
    fn of(cell: &Cell) -> Option<Written> {
        match &cell.value {
            CellValue::Number(_) if cell.is_percent() => Some(Written::Percent),
            CellValue::Number(_) => Some(Written::Plain),
            CellValue::Text(text) => Some(match number::read(text)?.unit {
                Unit::Percent => Written::Percent,
                Unit::Money(_) => Written::Money,
                Unit::None | Unit::Counter(_) => Written::Plain,
            }),
            _ => None,
        }
    }
}

/// What a number format adds to a number.
fn format_mark(cell: &Cell) -> &'static str {
    if cell.is_percent() {
        "（百分比格式）"
    } else {
        ""
    }
}
