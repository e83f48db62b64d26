//! What a whole column means: the unit of its money; `percent` decides the same of percentages.

use super::number;
use super::percent;
use super::report::Report;
use super::unit_line::UnitLine;
use super::value::{ColumnSense, Units};
use crate::address::Address;
use crate::expr::Kind;
use crate::problem::{Code, Concerns, Severity};
use crate::workbook::Cell;

/// One cell of a column with the department that it belongs to.
pub struct ColumnCell<'a> {
    /// The cell.
    pub cell: &'a Cell,
    /// Where it stands.
    pub address: Address,
    /// 部门编码 of whose figure it is.
    pub code: Option<&'a str>,
    /// 部门名称.
    pub name: &'a str,
}

impl ColumnCell<'_> {
    /// Whose figure it is.
    pub fn department(&self) -> Concerns {
        Concerns {
            code: self.code.map(str::to_string),
            name: self.name.to_string(),
        }
    }
}

/// A column about to be read.
pub struct Column<'a> {
    /// What the figure is called.
    pub name: &'a str,
    /// What it may be.
    pub kind: &'a Kind,
    /// The metric's unit of measure.
    pub unit: Option<&'a str>,
    /// The units of a column that is not money.
    pub units: Units,
    /// The unit in the header.
    pub header_unit: Option<&'a str>,
    /// Where its header stands.
    pub header: Option<Address>,
    /// The unit that a line above or below the table gives for all money.
    pub(super) unit_line: Option<&'a UnitLine>,
}

impl Column<'_> {
    /// Decides how the column is read, and reports what was not obvious.
    pub(super) fn sense(&self, cells: &[ColumnCell], report: &mut Report) -> ColumnSense {
        match self.kind {
            Kind::Amount { .. } => self.money(report),
            Kind::Percent { .. } => percent::sense(self, cells, report),
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
            .and_then(|line| Some((line.unit.as_str(), number::money_unit(&line.unit)?)));
        let Some((unit, factor)) = from_header
            .or(from_line)
            .filter(|(_, factor)| *factor != base)
        else {
            return ColumnSense::plain(Units::Money(base));
        };
        let wanted = self.unit.unwrap_or_default();
        let by_line = self.unit_line.filter(|_| from_header.is_none());
        report.add(
            match by_line {
                Some(_) => Severity::Warning,
                None => Severity::Info,
            },
            Code::UnitConverted,
            None,
            self.header,
            format!(
                "“{}”{}以{unit}为单位，已换算为{wanted}",
                self.name,
                by_line.map_or_else(String::new, |line| format!("按 {} 的单位说明", line.at))
            ),
            format!("请核对；如数据本来就是{wanted}，请改正单位"),
        );
        ColumnSense {
            divisor: base / factor,
            ..ColumnSense::plain(Units::Money(base))
        }
    }
}
