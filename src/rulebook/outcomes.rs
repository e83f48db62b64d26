//! The sheet of outcome indicators (个性化指标) that a department chooses for itself: its columns, the
//! directions in which a result can be good, and how far a target was met in each.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::document::{Located, Section, Span, nearest};
use super::naming::Named;
use super::tables::layout::word;
use crate::expr::{
    Comparison, Expr, Fault, FigureId, Function, Kind, RowRule, Scope, Variable, Year,
    compile_number,
};

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
    /// How far a target was met, by direction; not yet held between 0 and 1.
    pub completions: Vec<Expr>,
    /// How a row is measured.
    pub rule: Arc<RowRule>,
    /// Where the rule book defines it.
    pub at: Span,
}

/// The sheet's columns, by role.
#[derive(Clone, Debug)]
pub struct Columns {
    /// 部门编码.
    pub code: Named,
    /// 部门名称.
    pub name: Named,
    /// 效益类别.
    pub category: Named,
    /// 指标名称.
    pub title: Named,
    /// 方向.
    pub direction: Named,
    /// 目标值.
    pub target: Named,
    /// 完成值.
    pub actual: Named,
    /// 分值.
    pub weight: Named,
    /// 评定比例.
    pub assessed: Named,
}

/// The figures of a row, in the order of their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RowFigure {
    /// In which direction a result is good: a choice.
    Direction,
    /// What was aimed at, in the row's own unit.
    Target,
    /// What was reached, in the same unit.
    Actual,
    /// What the row weighs, in points.
    Weight,
    /// How far a target without a number was met, as a ratio.
    Assessed,
}

impl RowFigure {
    /// Every figure; its place is its variable's id.
    pub const ALL: [RowFigure; 5] = [
        RowFigure::Direction,
        RowFigure::Target,
        RowFigure::Actual,
        RowFigure::Weight,
        RowFigure::Assessed,
    ];
}

impl RowFigure {
    /// What a lack calls it.
    pub fn figure_id(self) -> FigureId {
        FigureId::this(self as usize)
    }
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

    fn read(table: &Section) -> Option<Columns> {
        let findings = table.findings();
        let mut columns: Vec<(String, Named)> = Vec::new();
        for column in table.tables("columns") {
            let (role, named) = (column.required_text("role"), Named::read(&column));
            column.finish();
            let (Some(role), Some(named)) = (role, named) else {
                continue;
            };
            if !ROLES.contains(&role.as_str()) {
                let message = format!("不认识的“role”：{}", role.value);
                findings.unknown(&role.at, message, &role, &ROLES);
            } else if columns.iter().any(|(known, _)| *known == role.value) {
                findings.error(&role.at, format!("role = \"{}\" 出现了两次", role.value));
            }
            columns.push((role.value, named));
        }
        let of = |role: &str| {
            let found = columns.iter().find(|(known, _)| known == role);
            if found.is_none() {
                let key = format!("column.{role}");
                let text = format!("“columns”里缺少 role = \"{role}\" 的列");
                let workbook = format!("“表名”表里缺少“{}”", word("purpose", &key));
                let message = table.at.either(&text, &workbook);
                findings.error(&table.at, message);
            }
            found.map(|(_, named)| named.clone())
        };
        let [
            code,
            name,
            category,
            title,
            direction,
            target,
            actual,
            weight,
            assessed,
        ] = ROLES.map(of);
        Some(Columns {
            code: code?,
            name: name?,
            category: category?,
            title: title?,
            direction: direction?,
            target: target?,
            actual: actual?,
            weight: weight?,
            assessed: assessed?,
        })
    }
}

/// The roles of columns, in the order of [`Columns`].
const ROLES: [&str; 9] = [
    "code",
    "name",
    "category",
    "title",
    "direction",
    "target",
    "actual",
    "weight",
    "assessed",
];

impl Outcomes {
    /// The variable of a row's figure.
    pub fn variable(&self, figure: RowFigure) -> Arc<Variable> {
        variable(&self.columns, &self.directions, figure)
    }

    /// How each direction is measured, in words: `反向：完成比例 = 目标值 ÷ 完成值（完成值 = 0 时为 100%）`. One
    /// whose share is itself filled in says so.
    pub fn measures(&self) -> impl Iterator<Item = String> {
        let told = |(direction, completion): (&Named, &Expr)| match completion {
            Expr::Variable(variable) => format!("{}：按{}", direction.name, variable.name),
            _ => format!("{}：完成比例 = {}", direction.name, completion.in_words()),
        };
        self.directions.iter().zip(&self.completions).map(told)
    }

    pub(super) fn read(table: &Section) -> Option<Outcomes> {
        let columns = Columns::read(table);
        let categories = table
            .texts("categories")
            .into_iter()
            .map(|text| text.value)
            .collect();
        let weights_total = table
            .has("weights_total")
            .then(|| table.positive("weights_total"));
        let rules = read_directions(table);
        table.finish();
        let (columns, rules) = (columns?, rules?);
        let directions: Vec<Named> = rules.iter().map(|(named, _)| named.clone()).collect();
        let completions = completions(&columns, &directions, &rules, table)?;
        let completion = completion(&columns, &directions, &completions);
        let weight = variable(&columns, &directions, RowFigure::Weight);
        Some(Outcomes {
            columns,
            categories,
            weights_total: weights_total.flatten().map(|number| number.value),
            directions,
            completions,
            rule: Arc::new(RowRule { weight, completion }),
            at: table.at.clone(),
        })
    }
}

/// The directions with the texts of their expressions; `None` where one could not be read.
fn read_directions(table: &Section) -> Option<Vec<(Named, Located<String>)>> {
    let findings = table.findings();
    let mut directions: Vec<(Named, Located<String>)> = Vec::new();
    let rows = table.tables("directions");
    if rows.is_empty() {
        table.empty("directions");
        return None;
    }
    for row in &rows {
        let (named, text) = (Named::read(row), row.required_text("completion"));
        row.finish();
        let (named, text) = (named?, text?);
        for (other, _) in &directions {
            if let Some(name) = named.all().find(|name| other.matches(name)) {
                let message = format!("“{name}”已经是方向“{}”的名称", other.name);
                findings.error(&row.at, message);
            }
        }
        directions.push((named, text));
    }
    Some(directions)
}

/// How far a target was met in each direction; `None` where an expression could not be read.
fn completions(
    columns: &Columns,
    directions: &[Named],
    rules: &[(Named, Located<String>)],
    table: &Section,
) -> Option<Vec<Expr>> {
    let scope = RowScope {
        columns,
        directions,
    };
    let compiled: Vec<Option<Expr>> = rules
        .iter()
        .map(|(_, text)| {
            compile_number(text, &scope)
                .inspect_err(|error| table.findings().expression(text, error))
                .ok()
        })
        .collect();
    compiled.into_iter().collect()
}

/// How far a row's target was met, by its direction, held between 0 and 1.
fn completion(columns: &Columns, directions: &[Named], completions: &[Expr]) -> Expr {
    let column = &columns.direction.name;
    let mut measured = Expr::Fault(Fault {
        reason: format!("“{column}”不是规定的内容").into(),
        about: None,
    });
    for (direction, completion) in directions.iter().zip(completions).rev() {
        let is_this = Expr::compare(
            Comparison::Equal,
            Expr::Variable(variable(columns, directions, RowFigure::Direction)),
            Expr::Text(direction.name.as_str().into()),
        );
        measured = Expr::choose(is_this, needing_all(completion.clone()), measured);
    }
    let not_negative = Expr::Call(Function::Max, vec![Expr::literal(Decimal::ZERO), measured]);
    Expr::Call(
        Function::Min,
        vec![Expr::literal(Decimal::ONE), not_negative],
    )
}

/// A completion with every figure that it names, also those that a condition passes over: a result of 0
/// in a 反向 row does not excuse a target that cannot be read.
fn needing_all(completion: Expr) -> Expr {
    let mut variables: Vec<Arc<Variable>> = Vec::new();
    completion.variables(&mut |variable| {
        if !variables.contains(variable) {
            variables.push(variable.clone());
        }
    });
    Expr::Needing {
        variables,
        expr: Box::new(completion),
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
        year: Year::This,
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
