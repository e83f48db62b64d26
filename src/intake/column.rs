//! What a whole column means: the unit of its money, and whether plain numbers among percentages are
//! fractions or points.

use rust_decimal::Decimal;

use super::number::{self, Unit};
use super::report::Report;
use super::value::{ColumnSense, Units, is_blank, is_shown_as_stored, writes_percent};
use crate::address::Address;
use crate::decimal;
use crate::expr::Kind;
use crate::problem::{Code, Concerns, Severity};
use crate::workbook::{Cell, CellValue};

/// A plain number up to this may be a percentage written as a fraction.
pub(super) const LARGEST_FRACTION: Decimal = Decimal::from_parts(15, 0, 0, false, 1);

/// One cell of a column with the department that it belongs to.
pub struct ColumnCell<'a> {
    pub cell: &'a Cell,
    pub address: Address,
    pub department: Concerns,
}

/// A column about to be read.
pub struct Column<'a> {
    pub name: &'a str,
    pub kind: &'a Kind,
    /// The metric's unit of measure.
    pub unit: Option<&'a str>,
    /// The units of a column that is not money.
    pub units: Units,
    /// The unit in the header.
    pub header_unit: Option<&'a str>,
    pub header: Option<Address>,
    /// The unit that a line above the header gives for all money.
    pub unit_line: Option<&'a str>,
}

impl Column<'_> {
    /// Decides how the column is read, and reports what was not obvious.
    pub(super) fn sense(&self, cells: &[ColumnCell], report: &mut Report) -> ColumnSense {
        match self.kind {
            Kind::Amount { .. } => self.money(report),
            Kind::Percent { .. } => self.percent(cells, report),
            _ => ColumnSense::plain(Units::OfKind),
        }
    }

    fn money(&self, report: &mut Report) -> ColumnSense {
        let Some(base) = self.unit.and_then(number::money_unit) else {
            return ColumnSense::plain(self.units);
        };
        let from_header = self
            .header_unit
            .and_then(|unit| Some((unit, number::money_unit(unit)?)));
        let from_line = self
            .unit_line
            .and_then(|unit| Some((unit, number::money_unit(unit)?)));
        let Some((unit, factor)) = from_header
            .or(from_line)
            .filter(|(_, factor)| *factor != base)
        else {
            return ColumnSense {
                divisor: Decimal::ONE,
                units: Units::Money(base),
            };
        };
        let wanted = self.unit.unwrap_or_default();
        let by_line = from_header.is_none();
        report.add(
            if by_line {
                Severity::Warning
            } else {
                Severity::Info
            },
            Code::UnitConverted,
            None,
            self.header,
            format!(
                "“{}”{}以{unit}为单位，已换算为{wanted}",
                self.name,
                if by_line {
                    "按表头上方的单位说明"
                } else {
                    ""
                }
            ),
            format!("请核对；如数据本来就是{wanted}，请改正单位"),
        );
        ColumnSense {
            divisor: base / factor,
            units: Units::Money(base),
        }
    }

    /// All plain numbers within 1.5 are fractions, otherwise all are points.
    fn percent(&self, cells: &[ColumnCell], report: &mut Report) -> ColumnSense {
        let plain: Vec<(&ColumnCell, Decimal)> = cells
            .iter()
            .filter_map(|cell| Some((cell, plain_number(cell.cell, self.kind)?)))
            .collect();
        let header_says_percent = self
            .header_unit
            .is_some_and(|unit| unit.contains('%') || unit == "百分比");
        let fractions = plain
            .iter()
            .all(|(_, number)| number.abs() <= LARGEST_FRACTION);
        if fractions {
            if header_says_percent && plain.iter().any(|(_, number)| !number.is_zero()) {
                report.add(
                    Severity::Warning,
                    Code::PercentColumn,
                    None,
                    self.header,
                    format!(
                        "“{}”的表头写明 %，但数值都不超过 1.5，已按小数理解（如 0.95 即 95%）",
                        self.name
                    ),
                    "请核对；如果 0.95 的意思是 0.95%，请在数值后加上 %",
                );
            }
            return ColumnSense::plain(Units::OfKind);
        }
        let all = cells.iter().filter(|cell| !is_blank(cell.cell)).count();
        if plain.len() == all && !header_says_percent {
            report.add(
                Severity::Info,
                Code::PercentColumn,
                None,
                self.header,
                format!("“{}”的数值按百分点理解（如 95 即 95%）", self.name),
                "请核对；如不符，请在数值后加上 %",
            );
        }
        for (cell, number) in &plain {
            let shown = decimal::percent(*number / Decimal::ONE_HUNDRED);
            if number.abs() <= LARGEST_FRACTION && !number.is_zero() {
                report.add(
                    Severity::Warning,
                    Code::PercentColumn,
                    Some(&cell.department),
                    Some(cell.address),
                    format!(
                        "“{}”：同列其他数值是百分点，{number} 也按 {shown} 理解",
                        self.name
                    ),
                    format!(
                        "请核对是不是 {}；写上 % 就不会有歧义",
                        decimal::percent(*number)
                    ),
                );
            } else if plain.len() < all {
                report.add(
                    Severity::Info,
                    Code::PercentColumn,
                    Some(&cell.department),
                    Some(cell.address),
                    format!("“{}”：{number} 按 {shown} 理解", self.name),
                    "请核对；写上 % 就不会有歧义",
                );
            }
        }
        ColumnSense {
            divisor: Decimal::ONE_HUNDRED,
            units: Units::OfKind,
        }
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
