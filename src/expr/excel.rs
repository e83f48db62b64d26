//! The tree as an Excel formula over cell references.
//!
//! A figure that is blank, negative or text makes the formula `#N/A`, as it makes the value a lack. The
//! checks for that are written once for each figure, at the outermost place where it is certainly used,
//! so that formulas stay readable: `IF(AND(ISNUMBER(T5),T5>=0,ISNUMBER(S5),S5>0),T5/S5,NA())`.
//!
//! Only functions that Excel 2010, WPS and LibreOffice agree on are used. A compared value that was
//! calculated is rounded to 10 decimals first: binary arithmetic is off at the thresholds otherwise.
//!
//! Engines differ in a few places, which the formulas keep clear of:
//!
//! * a sign in front of a bracket behind a divisor, `x/-(a*b)`, loses its brackets where ironcalc writes the
//!   formula back: a negative is `0-x`, in brackets of its own wherever something stands beside it;
//! * a percent sign behind a bracket, `(a+b)%`, does so too: percentages are written as decimals, `0.1`;
//! * a comparison of comparisons, `(a=b)=(c=d)`, likewise: the type check refuses it;
//! * an error among the parts of `AND` and `OR` is their value in Excel, but not in an engine that stops at the
//!   first part that decides: figures are checked outside of them;
//! * `MIN`, `MAX`, `SUM` and `AVERAGE` skip a reference to a text or a blank, so every figure is checked
//!   before it is used;
//! * a blank cell equals both `""` and 0, so a choice is checked to be one of its texts before it is compared;
//! * `ROUND` on a binary number just below a midpoint: a calculated value is rounded to 10 decimals first.

use std::sync::Arc;

use rust_decimal::Decimal;

pub use super::cells::{
    CellReading, Cells, DEEPEST_FORMULA, LONGEST_FORMULA, Literal, PeerCells, RowRanges,
    Understood, depth,
};
use super::excel_cell::{NOT_AVAILABLE, any, understood};
pub use super::excel_cell::{literal, quoted};
use super::peers::{Compared, PeerRule};
use super::print::binding;
use super::{Comparison, Expr, Function, Kind, Operator, Type, Variable};

impl Expr {
    /// The formula, without the leading `=`; `#N/A` where the record lacks something.
    pub fn excel(&self, cells: &dyn Cells) -> String {
        Writer { cells }.guarded(self, &[])
    }
}

struct Writer<'c> {
    cells: &'c dyn Cells,
}

/// The ids of figures that an outer check has already found usable.
type Checked<'v> = [&'v Arc<Variable>];

impl Writer<'_> {
    /// The formula behind checks of the figures that it certainly uses and nobody has checked.
    fn guarded(&self, expr: &Expr, checked: &Checked) -> String {
        let mut used = Vec::new();
        self.certainly_used(expr, &mut used);
        used.retain(|variable| !checked.contains(variable));
        let mut all: Vec<&Arc<Variable>> = checked.to_vec();
        all.extend(&used);
        let inner = self.write(expr, &all);
        let checks: Vec<String> = used.iter().map(|variable| self.usable(variable)).collect();
        match checks.as_slice() {
            [] => inner,
            checks => format!("IF(AND({}),{inner},{NOT_AVAILABLE})", checks.join(",")),
        }
    }

    fn write(&self, expr: &Expr, checked: &Checked) -> String {
        match expr {
            Expr::Number { value, .. } => literal(*value),
            Expr::Text(text) => quoted(text),
            Expr::Variable(variable) => self.read(variable),
            Expr::BlankAsZero(variable) => match self.cells.cell(variable) {
                None => "0".into(),
                Some(cell) if checked.contains(&variable) => cell.value(&variable.kind),
                Some(cell) => {
                    let guarded = self.guarded(&Expr::Variable(variable.clone()), checked);
                    format!("IF({}=\"\",0,{guarded})", cell.reference)
                }
            },
            Expr::Negate(inner) => format!("0-{}", self.operand(inner, 2, checked)),
            Expr::Arithmetic(operator, left, right) => format!(
                "{}{}{}",
                self.operand(left, operator.precedence(), checked),
                operator.symbol(),
                self.operand(right, operator.precedence() + 1, checked)
            ),
            Expr::Compare(comparison, left, right) => {
                self.compare(*comparison, left, right, checked)
            }
            Expr::Not(inner) => format!("NOT({})", self.write(inner, checked)),
            Expr::And(parts) => format!("AND({})", self.list(parts, checked)),
            Expr::Or(parts) => format!("OR({})", self.list(parts, checked)),
            Expr::If(condition, then, otherwise) => format!(
                "IF({},{},{})",
                self.write(condition, checked),
                self.guarded(then, checked),
                self.guarded(otherwise, checked)
            ),
            Expr::Call(Function::Int, arguments) => {
                format!("INT(ROUND({},10))", self.list(arguments, checked))
            }
            Expr::Call(Function::Round, arguments) if multiplies(expr) => {
                let parts: Vec<String> = arguments
                    .iter()
                    .map(|argument| self.write(argument, checked))
                    .collect();
                format!("ROUND(ROUND({},10),{})", parts[0], parts[1])
            }
            Expr::Call(function, arguments) => {
                format!("{}({})", function.name(), self.list(arguments, checked))
            }
            Expr::Shown { expr, .. } | Expr::Noted { expr, .. } | Expr::Needing { expr, .. } => {
                self.write(expr, checked)
            }
            Expr::Fault(_) => NOT_AVAILABLE.into(),
            Expr::Bands { subject, bands } => self.bands(subject, bands, checked),
            Expr::Choice { variable, scores } => self.choice(variable, scores),
            Expr::Decide {
                conditions,
                then,
                otherwise,
            } => self.decide(conditions, then, otherwise, checked),
            Expr::Peers(rule) => match self.cells.peers(rule) {
                Some(cells) => peers(rule, &cells),
                None => NOT_AVAILABLE.into(),
            },
            // What others lack does not count as one's own 0.
            Expr::Part(inner) if self.cells.lacking_as_zero() && inner.compared_by().is_some() => {
                let cells = inner.compared_by().and_then(|rule| self.cells.peers(rule));
                match cells {
                    Some(cells) => {
                        let value = self.guarded(inner, checked);
                        format!("IF(ISNUMBER({}),{value},0)", cells.own)
                    }
                    None => NOT_AVAILABLE.into(),
                }
            }
            Expr::Part(inner) if self.cells.lacking_as_zero() => {
                format!("IFERROR({},0)", self.guarded(inner, checked))
            }
            Expr::Part(inner) => self.guarded(inner, checked),
            Expr::Items(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| self.write(&item.expr, checked))
                    .collect();
                items.join("+")
            }
            Expr::Best(items) => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| self.write(&item.expr, checked))
                    .collect();
                format!("MAX({})", items.join(","))
            }
            Expr::Filled(variable) => match self.cells.cell(variable) {
                Some(cell) => format!("TRIM({})<>\"\"", cell.reference),
                None => "FALSE".into(),
            },
            Expr::Rows {
                points, otherwise, ..
            } => match (self.cells.rows(), otherwise) {
                (Some(ranges), _) => rows(&ranges, *points),
                (None, Some(otherwise)) => self.guarded(otherwise, checked),
                (None, None) => NOT_AVAILABLE.into(),
            },
            // Binary arithmetic lands beside exact midpoints after a product or a quotient.
            Expr::Rounded { expr, places } if multiplies(expr) => {
                format!("ROUND(ROUND({},10),{places})", self.write(expr, checked))
            }
            Expr::Rounded { expr, places } => {
                format!("ROUND({},{places})", self.write(expr, checked))
            }
        }
    }

    fn list(&self, parts: &[Expr], checked: &Checked) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.write(part, checked)).collect();
        parts.join(",")
    }

    fn operand(&self, expr: &Expr, needed: u8, checked: &Checked) -> String {
        let text = self.write(expr, checked);
        let bound = match strip(expr) {
            Expr::Negate(_) => 1,
            Expr::Number { value, .. } if value.is_sign_negative() => 1,
            Expr::Rows { .. } => 2,
            // A cell that is divided, say by 100, is a quotient although its tree is a single name.
            Expr::Variable(variable) => match self.cells.cell(variable) {
                Some(cell) if cell.divisor != Decimal::ONE => 2,
                _ => 4,
            },
            Expr::Items(_) => 1,
            _ => binding(expr),
        };
        if bound < needed {
            format!("({text})")
        } else {
            text
        }
    }

    /// A compared value that was calculated is rounded first.
    fn compared(&self, expr: &Expr, checked: &Checked) -> String {
        let text = self.write(expr, checked);
        let calculated = match strip(expr) {
            Expr::Number { .. } | Expr::Text(_) | Expr::BlankAsZero(_) => false,
            Expr::Variable(variable) => self
                .cells
                .cell(variable)
                .is_some_and(|cell| cell.divisor != Decimal::ONE),
            _ => expr.value_type() == Type::Number,
        };
        if calculated {
            format!("ROUND({text},10)")
        } else {
            text
        }
    }

    fn compare(
        &self,
        comparison: Comparison,
        left: &Expr,
        right: &Expr,
        checked: &Checked,
    ) -> String {
        format!(
            "{}{}{}",
            self.compared(left, checked),
            comparison.symbol(),
            self.compared(right, checked)
        )
    }

    fn bands(&self, subject: &Expr, bands: &[super::Band], checked: &Checked) -> String {
        let mut formula = NOT_AVAILABLE.to_string();
        for (index, band) in bands.iter().enumerate().rev() {
            let conditions: Vec<String> = band
                .bounds
                .iter()
                .map(|(comparison, bound)| self.compare(*comparison, subject, bound, checked))
                .collect();
            let points = literal(band.points);
            // Bands leave no gap, so the last one is what remains.
            formula = match conditions.as_slice() {
                _ if index + 1 == bands.len() => points,
                [] => points,
                [condition] => format!("IF({condition},{points},{formula})"),
                _ => format!("IF(AND({}),{points},{formula})", conditions.join(",")),
            };
        }
        formula
    }

    fn choice(&self, variable: &Variable, scores: &[(Arc<str>, Decimal)]) -> String {
        let Some(cell) = self.cells.cell(variable) else {
            return NOT_AVAILABLE.into();
        };
        let scored = |text: &str| {
            scores
                .iter()
                .find(|(choice, _)| **choice == *text)
                .map_or(NOT_AVAILABLE.into(), |(_, points)| literal(*points))
        };
        let mut formula = NOT_AVAILABLE.to_string();
        for (choice, points) in scores.iter().rev() {
            formula = format!(
                "IF({}={},{},{formula})",
                cell.reference,
                quoted(choice),
                literal(*points)
            );
        }
        understood(&cell, formula, &|meaning| match meaning {
            Some(Understood::Text(text)) => scored(text),
            _ => NOT_AVAILABLE.into(),
        })
    }

    fn decide(
        &self,
        conditions: &[(Expr, Arc<str>)],
        then: &Expr,
        otherwise: &Expr,
        checked: &Checked,
    ) -> String {
        let mut certain = Vec::new();
        let mut known = Vec::new();
        for (condition, _) in conditions {
            match strip(condition) {
                Expr::Variable(variable) => match self.cells.cell(variable) {
                    Some(cell) => {
                        certain.extend(cell.means(true, &variable.kind));
                        let no = cell.means(false, &variable.kind);
                        known.push(any(&no));
                    }
                    None if has_default(variable) => {}
                    None => known.push("FALSE".into()),
                },
                _ => {
                    let formula = self.guarded(condition, checked);
                    certain.push(format!("IFERROR({formula},FALSE)"));
                    known.push(format!("NOT(ISERROR({formula}))"));
                }
            }
        }
        let otherwise = self.guarded(otherwise, checked);
        let otherwise = match known.as_slice() {
            _ if self.cells.lacking_as_zero() => otherwise,
            [] => otherwise,
            [known] => format!("IF({known},{otherwise},{NOT_AVAILABLE})"),
            _ => format!("IF(AND({}),{otherwise},{NOT_AVAILABLE})", known.join(",")),
        };
        if certain.is_empty() {
            return otherwise;
        }
        format!(
            "IF({},{},{otherwise})",
            any(&certain),
            self.guarded(then, checked)
        )
    }

    /// A figure in place: a number behind an outer check, everything else with its own.
    fn read(&self, variable: &Variable) -> String {
        match self.cells.cell(variable) {
            Some(cell) => cell.value(&variable.kind),
            None if variable.kind
                == (Kind::YesNo {
                    default: Some(true),
                }) =>
            {
                "TRUE".into()
            }
            None if has_default(variable) || self.zero_for(variable) => "FALSE".into(),
            None => NOT_AVAILABLE.into(),
        }
    }

    /// Whether a 是/否 that cannot be read is 否.
    fn zero_for(&self, variable: &Variable) -> bool {
        self.cells.lacking_as_zero() && matches!(variable.kind, Kind::YesNo { .. })
    }

    /// The check that a figure can be used.
    fn usable(&self, variable: &Variable) -> String {
        match self.cells.cell(variable) {
            Some(cell) => cell.usable(&variable.kind),
            None => "FALSE".into(),
        }
    }

    /// Notes a figure that is checked where it is used for certain.
    fn note_used<'e>(&self, variable: &'e Arc<Variable>, used: &mut Vec<&'e Arc<Variable>>) {
        let checked = match variable.kind {
            Kind::Amount { .. } | Kind::Count | Kind::Percent { .. } => true,
            Kind::Choice { .. } => true,
            // Without a column, its default or 否 is known.
            Kind::YesNo { .. } if self.zero_for(variable) => false,
            Kind::YesNo { .. } => self.cells.cell(variable).is_some() || !has_default(variable),
            Kind::Points { .. } | Kind::Text => false,
        };
        if checked && !used.contains(&variable) {
            used.push(variable);
        }
    }

    /// The figures to be checked that a tree uses whichever way its conditions go.
    fn certainly_used<'e>(&self, expr: &'e Expr, used: &mut Vec<&'e Arc<Variable>>) {
        match expr {
            Expr::Variable(variable) => self.note_used(variable, used),
            Expr::Needing { variables, expr } => {
                for variable in variables {
                    self.note_used(variable, used);
                }
                self.certainly_used(expr, used);
            }
            Expr::If(condition, ..) => self.certainly_used(condition, used),
            // A veto decides whatever else is blank.
            Expr::Decide { .. } | Expr::Rows { .. } => {}
            // The figures that are compared stand in cells of their own, checked.
            Expr::Peers(_) => {}
            // A part that may count as 0 checks for itself.
            Expr::Part(_) if self.cells.lacking_as_zero() => {}
            _ => expr.each_child(&mut |child| self.certainly_used(child, used)),
        }
    }
}

fn has_default(variable: &Variable) -> bool {
    matches!(variable.kind, Kind::YesNo { default: Some(_) })
}

/// Whether a product or a quotient stands somewhere in it.
fn multiplies(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Arithmetic(Operator::Multiply | Operator::Divide, ..)
            | Expr::Call(Function::Average, _)
            | Expr::Rows { .. }
            | Expr::Peers(_)
    ) || expr.any_child(multiplies)
}

/// A figure held against those of a range.
fn peers(rule: &PeerRule, cells: &PeerCells) -> String {
    let PeerCells { own, range, count } = cells;
    let rank = format!("RANK({own},{range},{})", u8::from(!rule.more_is_better));
    let ratio = |of: String| match rule.more_is_better {
        true => format!("{own}/{of}"),
        false => format!("{of}/{own}"),
    };
    let value = match rule.compared {
        Compared::Rank => rank,
        Compared::RankShare => format!("{rank}/COUNT({range})"),
        Compared::Best if rule.more_is_better => ratio(format!("MAX({range})")),
        Compared::Best => ratio(format!("MIN({range})")),
        Compared::Mean => ratio(format!("AVERAGE({range})")),
        Compared::Median => ratio(format!("MEDIAN({range})")),
    };
    let least = match rule.holds {
        true => (*count).max(rule.at_least),
        false => rule.at_least,
    };
    format!("IF(AND(ISNUMBER({own}),COUNT({range})>={least}),{value},{NOT_AVAILABLE})")
}

/// The tree behind the nodes that only explain.
fn strip(expr: &Expr) -> &Expr {
    match expr {
        Expr::Shown { expr, .. } | Expr::Noted { expr, .. } | Expr::Needing { expr, .. } => {
            strip(expr)
        }
        _ => expr,
    }
}

/// Σ(weight × completion) ÷ Σweight × points over ranges. A row that cannot be measured is text.
fn rows(rows: &RowRanges, points: Decimal) -> String {
    let joined = |ranges: Vec<&String>| {
        ranges
            .into_iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(",")
    };
    let weights = joined(rows.ranges.iter().map(|(weights, _)| weights).collect());
    let completions = joined(
        rows.ranges
            .iter()
            .map(|(_, completions)| completions)
            .collect(),
    );
    let products: Vec<String> = rows
        .ranges
        .iter()
        .map(|(weights, completions)| format!("SUMPRODUCT({weights},{completions})"))
        .collect();
    let product = match products.as_slice() {
        [product] => product.clone(),
        _ => format!("({})", products.join("+")),
    };
    format!(
        "IF(COUNT({completions})={},{product}*{}/SUM({weights}),{NOT_AVAILABLE})",
        rows.count,
        literal(points)
    )
}
