//! The sheet of outcome indicators (个性化指标) that a department chooses for itself: its columns, the
//! directions in which a result can be good, and how far a target was met in each.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::document::{Table, nearest};
use super::naming::Named;
use crate::expr::{Comparison, Expr, Function, Kind, RowRule, Scope, Variable, compile_number};

/// What the rule book says of outcome indicators.
#[derive(Clone, Debug)]
pub struct Outcomes {
    /// The sheet's columns, by role.
    pub columns: Columns,
    /// 效益类别.
    pub categories: Vec<String>,
    /// What a department's weights should add up to.
    pub weights_total: Option<Decimal>,
    /// The directions and their aliases.
    pub directions: Vec<Named>,
    /// How a row is measured.
    pub rule: Arc<RowRule>,
}

/// The sheet's columns, by role.
#[derive(Clone, Debug)]
pub struct Columns {
    pub code: Named,
    pub name: Named,
    pub category: Named,
    pub title: Named,
    pub direction: Named,
    pub target: Named,
    pub actual: Named,
    pub weight: Named,
    pub assessed: Named,
}

/// The figures of a row, in the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFigure {
    Direction,
    Target,
    Actual,
    Weight,
    Assessed,
}

impl RowFigure {
    pub const ALL: [RowFigure; 5] = [
        RowFigure::Direction,
        RowFigure::Target,
        RowFigure::Actual,
        RowFigure::Weight,
        RowFigure::Assessed,
    ];
}

impl Columns {
    /// The column of a row's figure.
    pub fn of(&self, figure: RowFigure) -> &Named {
        match figure {
            RowFigure::Direction => &self.direction,
            RowFigure::Target => &self.target,
            RowFigure::Actual => &self.actual,
            RowFigure::Weight => &self.weight,
            RowFigure::Assessed => &self.assessed,
        }
    }

    fn read(table: &Table) -> Option<Columns> {
        let columns: Vec<(String, Named)> = table
            .tables("columns")
            .iter()
            .filter_map(|column| {
                let role = column.required_text("role")?.value;
                let named = Named::read(column);
                column.finish();
                Some((role, named?))
            })
            .collect();
        let of = |role: &str| {
            let found = columns.iter().find(|(known, _)| known == role);
            if found.is_none() {
                table
                    .findings()
                    .error(&table.at, format!("“columns”里缺少 role = \"{role}\" 的列"));
            }
            found.map(|(_, named)| named.clone())
        };
        Some(Columns {
            code: of("code")?,
            name: of("name")?,
            category: of("category")?,
            title: of("title")?,
            direction: of("direction")?,
            target: of("target")?,
            actual: of("actual")?,
            weight: of("weight")?,
            assessed: of("assessed")?,
        })
    }
}

impl Outcomes {
    /// The variable of a row's figure.
    pub fn variable(&self, figure: RowFigure) -> Arc<Variable> {
        variable(&self.columns, &self.directions, figure)
    }

    pub(super) fn read(table: &Table) -> Option<Outcomes> {
        let columns = Columns::read(table);
        let categories = table
            .texts("categories")
            .into_iter()
            .map(|text| text.value)
            .collect();
        let weights_total = table.number("weights_total").map(|number| number.value);
        let rules = table.tables("directions");
        let directions: Vec<Named> = rules.iter().filter_map(Named::read).collect();
        let columns = columns?;
        let row = RowScope {
            columns: &columns,
            directions: &directions,
        };
        let mut measured = Expr::Fault("“方向”不是规定的内容".into());
        for (rule, direction) in rules.iter().zip(&directions).rev() {
            let text = rule.required_text("completion")?;
            rule.finish();
            let completion = match compile_number(&text, &row) {
                Ok(expr) => expr,
                Err(error) => {
                    table.findings().expression(&text, &error);
                    return None;
                }
            };
            let is_this = Expr::compare(
                Comparison::Equal,
                Expr::Variable(variable(&columns, &directions, RowFigure::Direction)),
                Expr::Text(direction.name.as_str().into()),
            );
            measured = Expr::choose(is_this, completion, measured);
        }
        if directions.is_empty() {
            table.findings().error(&table.at, "缺少“directions”");
        }
        table.finish();
        let at_least_nothing =
            Expr::Call(Function::Max, vec![Expr::literal(Decimal::ZERO), measured]);
        let completion = Expr::Call(
            Function::Min,
            vec![Expr::literal(Decimal::ONE), at_least_nothing],
        );
        let weight = variable(&columns, &directions, RowFigure::Weight);
        Some(Outcomes {
            columns,
            categories,
            weights_total,
            directions,
            rule: Arc::new(RowRule { weight, completion }),
        })
    }
}

fn variable(columns: &Columns, directions: &[Named], figure: RowFigure) -> Arc<Variable> {
    let kind = match figure {
        RowFigure::Direction => Kind::Choice {
            choices: directions
                .iter()
                .map(|direction| direction.name.as_str().into())
                .collect(),
        },
        RowFigure::Assessed => Kind::Percent {
            max: Some(Decimal::ONE),
        },
        RowFigure::Target | RowFigure::Actual | RowFigure::Weight => {
            Kind::Amount { positive: false }
        }
    };
    Arc::new(Variable {
        id: figure as usize,
        name: columns.of(figure).name.as_str().into(),
        kind,
    })
}

/// The names that a direction's expression may use: the row's own columns.
struct RowScope<'c> {
    columns: &'c Columns,
    directions: &'c [Named],
}

impl Scope for RowScope<'_> {
    fn find(&self, name: &str) -> Option<Arc<Variable>> {
        RowFigure::ALL
            .into_iter()
            .find(|figure| self.columns.of(*figure).name == name)
            .map(|figure| variable(self.columns, self.directions, figure))
    }

    fn nearest(&self, name: &str) -> Option<String> {
        let names = RowFigure::ALL.map(|figure| self.columns.of(figure).name.as_str());
        nearest(name, names).map(str::to_string)
    }
}
