//! Percentages: a cell may say itself what it is; plain numbers are decided a column at a time.
//!
//! A plain number up to 1.5 is written as a fraction (0.95), one above it in points (95); 0 is both. The
//! more common way of the column is its way, and a number written the other way could be either: it is
//! refused. Numbers that no reading allows have no say.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::column::{Column, ColumnCell};
use super::number::{self, Unit};
use super::report::Report;
use super::value::{CellFinding, ColumnSense, Units, is_blank, is_shown_as_stored, writes_percent};
use crate::decimal;
use crate::expr::Kind;
use crate::problem::{Code, Severity};
use crate::workbook::{Cell, CellValue};

/// A plain number up to this is a percentage written as a fraction.
pub const LARGEST_FRACTION: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

/// How the plain numbers of a column are written, where they are percentages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// 0.95 is 95%.
    Fractions,
    /// 95 is 95%.
    Points,
    /// Neither is more common than the other.
    Unclear,
}

impl Way {
    /// The way of a single number.
    fn of(number: Decimal) -> Way {
        match number.abs() <= LARGEST_FRACTION {
            true => Way::Fractions,
            false => Way::Points,
        }
    }

    /// The way of a column, by what is more common among its plain numbers.
    fn of_column(numbers: &[Decimal], kind: &Kind) -> Way {
        let count = |way| {
            let of_it = |number: &&Decimal| {
                !number.is_zero() && has_reading(**number, kind) && Way::of(**number) == way
            };
            numbers.iter().filter(of_it).count()
        };
        let (fractions, points) = (count(Way::Fractions), count(Way::Points));
        match fractions.cmp(&points) {
            Ordering::Greater => Way::Fractions,
            Ordering::Less => Way::Points,
            Ordering::Equal if fractions > 0 => Way::Unclear,
            // Nothing but zeros, and numbers that will be out of range.
            Ordering::Equal
                if numbers
                    .iter()
                    .all(|number| Way::of(*number) == Way::Fractions) =>
            {
                Way::Fractions
            }
            Ordering::Equal => Way::Points,
        }
    }

    /// What plain numbers are divided by.
    pub fn divisor(self) -> Decimal {
        match self {
            Way::Points => Decimal::ONE_HUNDRED,
            Way::Fractions | Way::Unclear => Decimal::ONE,
        }
    }
}

/// Whether a plain number is allowed as a fraction or in points.
fn has_reading(number: Decimal, kind: &Kind) -> bool {
    kind.allows(number) || kind.allows(number / Decimal::ONE_HUNDRED)
}

/// Decides how a column of percentages is read, and reports what was not obvious.
pub(super) fn sense(column: &Column, cells: &[ColumnCell], report: &mut Report) -> ColumnSense {
    let plain: Vec<(&ColumnCell, Decimal)> = cells
        .iter()
        .filter_map(|cell| Some((cell, plain_number(cell.cell, column.kind)?)))
        .collect();
    let numbers: Vec<Decimal> = plain.iter().map(|(_, number)| *number).collect();
    let way = Way::of_column(&numbers, column.kind);
    let header_says_percent = column
        .header_unit
        .is_some_and(|unit| unit.contains('%') || unit == "百分比");
    if way == Way::Fractions && header_says_percent && numbers.iter().any(|one| !one.is_zero()) {
        report.add(
            Severity::Warning,
            Code::PercentColumn,
            None,
            column.header,
            format!(
                "“{}”的表头写明 %，但数值多不超过 1.5，已按小数理解（如 0.95 即 95%）",
                column.name
            ),
            "请核对；如果 0.95 的意思是 0.95%，请在数值后加上 %",
        );
    }
    if way == Way::Points {
        let all = cells.iter().filter(|cell| !is_blank(cell.cell)).count();
        if plain.len() < all {
            report_points(column, &plain, report);
        } else if !header_says_percent {
            report.add(
                Severity::Info,
                Code::PercentColumn,
                None,
                column.header,
                format!("“{}”的数值按百分点理解（如 95 即 95%）", column.name),
                "请核对；如不符，请在数值后加上 %",
            );
        }
    }
    ColumnSense {
        divisor: way.divisor(),
        units: Units::OfKind,
        way,
    }
}

/// Points beside cells that say themselves what they are, each at its cell.
fn report_points(column: &Column, plain: &[(&ColumnCell, Decimal)], report: &mut Report) {
    for (cell, number) in plain.iter().filter(|(_, one)| Way::of(*one) == Way::Points) {
        report.add(
            Severity::Info,
            Code::PercentColumn,
            Some(&cell.department()),
            Some(cell.address),
            format!(
                "“{}”：{number} 按 {} 理解",
                column.name,
                decimal::percent(*number / Decimal::ONE_HUNDRED)
            ),
            "请核对；写上 % 就不会有歧义",
        );
    }
}

/// A number that does not say itself whether it is a percentage.
fn plain_number(cell: &Cell, kind: &Kind) -> Option<Decimal> {
    match &cell.value {
        CellValue::Number(number) if !cell.is_percent() && !writes_percent(cell) => {
            decimal::from_f64(*number)
                .filter(|number| is_shown_as_stored(cell, *number, kind, Units::OfKind))
        }
        CellValue::Text(text) => number::read(text)
            .filter(|written| written.unit == Unit::None)
            .map(|written| written.number),
        _ => None,
    }
}

/// A plain number of a column as a ratio; one that is written otherwise than the column could be either.
pub(super) fn ratio(number: Decimal, kind: &Kind, way: Way) -> Result<Decimal, CellFinding> {
    if number.is_zero() || Way::of(number) == way || !has_reading(number, kind) {
        return Ok((number / way.divisor()).normalize());
    }
    let others = match way {
        Way::Fractions => "同列没有写 % 的数多是小数（如 0.95 即 95%），与它不一致",
        Way::Points => "同列没有写 % 的数多是百分点（如 95 即 95%），与它不一致",
        Way::Unclear => "同列没有写 % 的数里，小数和百分点一样多",
    };
    let readings = [number / Decimal::ONE_HUNDRED, number].map(exact);
    Err(CellFinding::error(
        Code::PercentColumn,
        format!(
            "{number} 可以是 {}，也可以是 {}：{others}，按缺少数据处理",
            readings[0], readings[1]
        ),
        format!("请连同 % 一起写明，如 {}", likely(number, kind)),
    ))
}

/// How to write a number that could be either: by itself it is more often what its size says.
fn likely(number: Decimal, kind: &Kind) -> String {
    let (fraction, points) = (number, number / Decimal::ONE_HUNDRED);
    exact(match Way::of(number) {
        Way::Fractions if kind.allows(fraction) => fraction,
        _ => points,
    })
}

/// A ratio as a percentage with every decimal that it has.
pub(super) fn exact(ratio: Decimal) -> String {
    match ratio.checked_mul(Decimal::ONE_HUNDRED) {
        Some(points) => format!("{}%", points.normalize()),
        None => ratio.normalize().to_string(),
    }
}
