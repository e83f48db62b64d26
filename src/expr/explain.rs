//! The Chinese sentence that explains a value: the figures in place, along the path that was taken.

use rust_decimal::Decimal;

use super::evaluate::{Figure, Figures, decided, row_values};
use super::print::binding;
use super::told::{digits, exact, hidden_side, sentence};
use super::{Expr, Function, Item, Kind, RowRule, Style, Value, Variable};
use crate::decimal;

/// How many rows of outcomes an explanation spells out.
const ROWS_SPELLED_OUT: usize = 12;
/// How many decimals the score of an item has, where the rule book does not ask for more.
const ITEM_PLACES: u32 = 2;

impl Expr {
    /// How the value comes about, such as `3016.10 ÷ 3070.43 = 98.23% → 0.98；采购政策功能落实 1 → 1.98`.
    pub fn explain(&self, figures: &dyn Figures) -> String {
        self.explain_to(ITEM_PLACES, figures)
    }

    /// Scores are told with so many decimals.
    fn explain_to(&self, places: u32, figures: &dyn Figures) -> String {
        match self {
            Expr::Rounded { expr, places } => expr.explain_to((*places).max(ITEM_PLACES), figures),
            Expr::Decide {
                conditions,
                otherwise,
                ..
            } => match decided(conditions, figures) {
                Ok(Some(note)) => note.to_string(),
                Ok(None) => otherwise.explain_to(places, figures),
                Err(_) => String::new(),
            },
            Expr::Call(Function::Min | Function::Max, parts) if contains_items(self) => parts
                .iter()
                .find(|part| contains_items(part))
                .map(|part| part.explain_to(places, figures))
                .unwrap_or_default(),
            Expr::Items(items) => {
                let told: Vec<String> = items
                    .iter()
                    .map(|item| match &item.label {
                        Some(label) => {
                            format!("{label}：{}", item.expr.explain_item(places, figures))
                        }
                        None => item.expr.explain_item(places, figures),
                    })
                    .collect();
                let rounded = note_of_rounding(items, places, figures);
                format!("{}{rounded}", told.join("；"))
            }
            _ => self.explain_item(places, figures),
        }
    }

    /// One item: its steps, then what it scores.
    fn explain_item(&self, places: u32, figures: &dyn Figures) -> String {
        let Ok(score) = self.number(figures) else {
            return "缺少数据".into();
        };
        let mut steps = Steps {
            item: self,
            told: Vec::new(),
            states_score: false,
        };
        self.walk(figures, &mut steps);
        let told = steps.told.join("，");
        let score = decimal::trimmed(score, places);
        match (told.is_empty(), steps.states_score) {
            (true, _) => score,
            (false, true) => told,
            (false, false) => format!("{told} → {score}"),
        }
    }

    fn walk(&self, figures: &dyn Figures, steps: &mut Steps<'_>) {
        match self {
            Expr::Part(inner) => {
                if figures.lacking_as_zero() && lacks(inner, figures) {
                    steps.say("缺少数据，按 0 计".into());
                } else {
                    inner.walk(figures, steps);
                }
            }
            Expr::Rounded { expr, .. } | Expr::Needing { expr, .. } => expr.walk(figures, steps),
            Expr::Noted { note, .. } => steps.say(note.to_string()),
            Expr::Shown { expr, label, style } => {
                if let Ok(value) = expr.number(figures) {
                    let told = match label {
                        // 超出部分 is never 0.
                        Some(label) => {
                            format!("{label} {}", digits(value, *style, &[Decimal::ZERO]))
                        }
                        None => {
                            let thresholds = steps.item.thresholds_of(expr, figures);
                            shown(expr, *style, value, &thresholds, figures)
                        }
                    };
                    steps.say(told);
                }
            }
            Expr::Decide {
                conditions,
                otherwise,
                ..
            } => match decided(conditions, figures) {
                Ok(Some(note)) => steps.say(note.to_string()),
                _ => otherwise.walk(figures, steps),
            },
            Expr::If(condition, then, otherwise) => {
                let holds = condition.truth(figures).unwrap_or_default();
                condition.walk_condition(holds, figures, steps);
                let taken = if holds { then } else { otherwise };
                taken.walk(figures, steps);
            }
            Expr::Bands { subject, bands } => {
                subject.walk(figures, steps);
                let Ok(value) = subject.number(figures) else {
                    return;
                };
                let band = bands.iter().find(|band| {
                    band.bounds.iter().all(|(comparison, bound)| {
                        bound
                            .number(figures)
                            .is_ok_and(|bound| comparison.holds(&value, &bound))
                    })
                });
                if let Some(band) = band {
                    steps.append(&format!("（{}）", band.text));
                }
            }
            Expr::Variable(variable) => {
                steps.states_score = matches!(variable.kind, Kind::Points { .. });
                let thresholds = steps.item.thresholds_of(self, figures);
                let told = sentence_of(variable, &thresholds, figures);
                steps.say(format!("{} {told}", variable.name));
            }
            Expr::Choice { variable, .. } => {
                steps.say(format!("{}：{}", variable.name, figure(variable, figures)));
            }
            Expr::Rows {
                rows,
                points,
                otherwise,
            } => {
                if figures.rows().is_empty() {
                    if let Some(otherwise) = otherwise {
                        otherwise.walk(figures, steps);
                    }
                } else {
                    steps.say(told_rows(rows, *points, figures));
                }
            }
            Expr::Arithmetic(..) | Expr::Call(..) | Expr::Negate(_) | Expr::Items(_) => {
                if self.shows_steps() {
                    for child in self.children() {
                        if child.shows_steps() {
                            child.walk(figures, steps);
                        }
                    }
                } else if let Ok(value) = self.number(figures) {
                    steps.say(shown(self, Style::Plain, value, &[], figures));
                }
            }
            _ => {}
        }
    }

    /// A condition that decided: what was compared, and how it came out. A noted one is told by its note.
    fn walk_condition(&self, holds: bool, figures: &dyn Figures, steps: &mut Steps<'_>) {
        match self {
            Expr::Compare(comparison, left, right) => {
                let sign = if holds {
                    *comparison
                } else {
                    comparison.negated()
                }
                .sign();
                if let Expr::Shown { expr, style, .. } = left.as_ref() {
                    left.walk(figures, steps);
                    let thresholds = steps.item.thresholds_of(expr, figures);
                    let tells_side = expr
                        .number(figures)
                        .is_ok_and(|value| hidden_side(value, *style, &thresholds).is_some());
                    if holds && !tells_side {
                        steps.append(&format!(" {sign} {}", substituted(right, figures)));
                    }
                } else {
                    let (told_left, told_right) = (
                        named(left, right.number(figures).ok(), figures),
                        named(right, left.number(figures).ok(), figures),
                    );
                    steps.say(format!("{told_left} {sign} {told_right}"));
                }
            }
            Expr::Not(inner) => inner.walk_condition(!holds, figures, steps),
            Expr::And(parts) | Expr::Or(parts) => {
                for part in parts {
                    let part_holds = part.truth(figures).unwrap_or_default();
                    part.walk_condition(part_holds, figures, steps);
                }
            }
            Expr::Variable(variable) => {
                steps.say(format!(
                    "{} {}",
                    variable.name,
                    if holds { "是" } else { "否" }
                ));
            }
            _ => {}
        }
    }

    /// Whether a step of its own stands somewhere inside.
    fn shows_steps(&self) -> bool {
        matches!(
            self,
            Expr::Shown { .. }
                | Expr::Noted { .. }
                | Expr::Bands { .. }
                | Expr::Choice { .. }
                | Expr::Rows { .. }
                | Expr::Part(_)
                | Expr::Decide { .. }
                | Expr::If(..)
        ) || self.children().iter().any(|child| child.shows_steps())
    }
}

struct Steps<'e> {
    /// What is explained.
    item: &'e Expr,
    told: Vec<String>,
    /// The last step already states the score: `采购政策功能落实 1`.
    states_score: bool,
}

impl Steps<'_> {
    /// Says a step, unless it was said just before.
    fn say(&mut self, step: String) {
        if !step.is_empty() && !self.told.iter().any(|told| told.starts_with(&step)) {
            self.told.push(step);
        }
    }

    fn append(&mut self, more: &str) {
        match self.told.last_mut() {
            Some(last) if !last.ends_with(more) => last.push_str(more),
            _ => {}
        }
    }
}

fn contains_items(expr: &Expr) -> bool {
    matches!(expr, Expr::Items(_)) || expr.children().iter().any(|child| contains_items(child))
}

fn lacks(expr: &Expr, figures: &dyn Figures) -> bool {
    expr.evaluate(figures).is_err()
}

/// What to say where the scores of items, as they are told, add up to another sum than the whole has.
fn note_of_rounding(items: &[Item], places: u32, figures: &dyn Figures) -> String {
    let scores: Result<Vec<Decimal>, _> =
        items.iter().map(|item| item.expr.number(figures)).collect();
    let Ok(scores) = scores else {
        return String::new();
    };
    let exact: Decimal = scores.iter().sum();
    let told: Decimal = scores
        .iter()
        .map(|score| decimal::round(*score, places))
        .sum();
    if decimal::round(exact, places) == told {
        return String::new();
    }
    format!("；以上得分舍入到 {places} 位小数显示，按未舍入的相加")
}

fn shown(
    expr: &Expr,
    style: Style,
    value: Decimal,
    thresholds: &[Decimal],
    figures: &dyn Figures,
) -> String {
    let told = sentence(value, style, thresholds);
    match expr {
        Expr::Variable(variable) => format!("{} {told}", variable.name),
        _ => {
            let substituted = substituted(expr, figures);
            if substituted == digits(value, style, thresholds) {
                told
            } else {
                format!("{substituted} = {told}")
            }
        }
    }
}

/// A variable's figure in a sentence; `thresholds` are what it is compared with.
pub fn sentence_of(variable: &Variable, thresholds: &[Decimal], figures: &dyn Figures) -> String {
    match (figures.figure(variable), &variable.kind) {
        (Figure::Number(number), Kind::Percent { .. }) => {
            sentence(number, Style::Percent, thresholds)
        }
        _ => figure(variable, figures),
    }
}

/// A variable's figure as people write it.
pub fn figure(variable: &Variable, figures: &dyn Figures) -> String {
    match (figures.figure(variable), &variable.kind) {
        (Figure::Number(number), kind) => number_of(kind, number),
        (Figure::Truth(truth), _) => if truth { "是" } else { "否" }.into(),
        (Figure::Text(text), _) => text.to_string(),
        (
            Figure::Blank,
            Kind::YesNo {
                default: Some(default),
            },
        ) => if *default { "是" } else { "否" }.into(),
        (Figure::Blank, _) => "（空白）".into(),
        (Figure::Unreadable, _) => "（无法识别）".into(),
    }
}

/// A number as its kind of figure is written: money with two decimals, a ratio as a percentage.
pub fn number_of(kind: &Kind, number: Decimal) -> String {
    match kind {
        Kind::Amount { .. } => decimal::amount(number),
        Kind::Percent { .. } => decimal::percent(number),
        _ => decimal::trimmed(number, 4),
    }
}

/// The tree with figures in the place of names.
fn substituted(expr: &Expr, figures: &dyn Figures) -> String {
    written(expr, figures, &|variable| match figures.figure(variable) {
        Figure::Blank if variable.kind.value_type() == super::Type::Number => "0".into(),
        _ => sentence_of(variable, &[], figures),
    })
}

/// The tree with each name and its figure: `信访回复件数 40`; where it is a figure alone, rounding keeps it apart
/// from what it is compared with.
fn named(expr: &Expr, compared: Option<Decimal>, figures: &dyn Figures) -> String {
    let thresholds: Vec<Decimal> = match expr {
        Expr::Variable(_) => compared.into_iter().collect(),
        _ => Vec::new(),
    };
    written(expr, figures, &|variable| {
        let told = match (figures.figure(variable), &variable.kind) {
            (Figure::Number(number), Kind::Percent { .. }) => {
                digits(number, Style::Percent, &thresholds)
            }
            _ => figure(variable, figures),
        };
        format!("{} {told}", variable.name)
    })
}

fn written(expr: &Expr, figures: &dyn Figures, variable: &dyn Fn(&Variable) -> String) -> String {
    let operand = |expr: &Expr, needed: u8| {
        let text = written(expr, figures, variable);
        if binding(expr) < needed {
            format!("({text})")
        } else {
            text
        }
    };
    match expr {
        Expr::Number {
            value,
            percent: true,
        } => exact(*value, Style::Percent),
        Expr::Number { value, .. } => value.normalize().to_string(),
        Expr::Text(text) => text.to_string(),
        Expr::Variable(name) | Expr::BlankAsZero(name) | Expr::Choice { variable: name, .. } => {
            variable(name)
        }
        Expr::Negate(inner) => format!("−{}", operand(inner, 4)),
        Expr::Arithmetic(operator, left, right) => format!(
            "{} {} {}",
            operand(left, operator.precedence()),
            operator.sign(),
            operand(right, operator.precedence() + 1)
        ),
        Expr::Shown { expr, .. }
        | Expr::Noted { expr, .. }
        | Expr::Needing { expr, .. }
        | Expr::Part(expr)
        | Expr::Rounded { expr, .. } => written(expr, figures, variable),
        Expr::Call(function, arguments) => {
            let arguments: Vec<String> = arguments
                .iter()
                .map(|argument| written(argument, figures, variable))
                .collect();
            format!("{}({})", function.name(), arguments.join(", "))
        }
        _ => match expr.evaluate(figures) {
            Ok(Value::Number(number)) => decimal::trimmed(number, 4),
            Ok(Value::Truth(truth)) => if truth { "是" } else { "否" }.into(),
            Ok(Value::Text(text)) => text.to_string(),
            Err(_) => "?".into(),
        },
    }
}

/// `(8 × 100% + 5 × 92%) ÷ 13 × 25 = 24.23`, with long tables cut short.
fn told_rows(rule: &RowRule, points: Decimal, figures: &dyn Figures) -> String {
    let values: Vec<(Decimal, Decimal)> = figures
        .rows()
        .into_iter()
        .filter_map(|row| row_values(rule, row).ok())
        .collect();
    let total: Decimal = values.iter().map(|(weight, _)| weight).sum();
    let terms: Vec<String> = values
        .iter()
        .take(ROWS_SPELLED_OUT)
        .map(|(weight, completion)| {
            format!(
                "{} × {}",
                decimal::trimmed(*weight, 4),
                digits(*completion, Style::Percent, &[])
            )
        })
        .collect();
    let more = if values.len() > ROWS_SPELLED_OUT {
        format!(" + 其余 {} 项", values.len() - ROWS_SPELLED_OUT)
    } else {
        String::new()
    };
    format!(
        "个性化指标 {} 项：({}{more}) ÷ {} × {}",
        values.len(),
        terms.join(" + "),
        decimal::trimmed(total, 4),
        decimal::trimmed(points, 4)
    )
}
