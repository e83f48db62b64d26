//! The Chinese sentence that explains a value: the figures in place, along the path that was taken.

use rust_decimal::Decimal;

use super::evaluate::{Evaluated, row_values};
use super::figure::{Figure, Figures};
use super::print::binding;
use super::told::{digits, exact, figure, hidden_side, sentence, sentence_of};
use super::{Expr, Function, Kind, RowRule, Style, Value, Variable};
use crate::decimal;

/// How many rows of outcomes an explanation spells out.
const ROWS_SPELLED_OUT: usize = 12;
/// How many decimals the score of an item has, where the rule book does not ask for more.
const ITEM_PLACES: u32 = 2;

/// How a value comes about.
struct Explained {
    text: String,
    end: End,
}

/// What a text ends with.
enum End {
    /// The score of the one item that it explains: `→ 0.98`.
    Score(String),
    /// The last of several items, which add up to so much.
    Items(String),
    /// A step.
    Step,
}

impl Expr {
    /// How the value comes about, as [`Evaluated::explain`].
    pub fn explain(&self, figures: &dyn Figures) -> String {
        self.evaluate(figures).explain(figures)
    }
}

impl Evaluated<'_> {
    /// How the value comes about, such as `3016.10 ÷ 3070.43 = 98.23% → 0.98；采购政策功能落实 1`, by the figures
    /// that it was evaluated over.
    pub fn explain(&self, figures: &dyn Figures) -> String {
        self.explain_to(ITEM_PLACES, figures).text
    }

    /// The same with the score at its end, once.
    pub fn explain_score(&self, score: Decimal, figures: &dyn Figures) -> String {
        let score = decimal::trimmed(score, 4);
        let Explained { text, end } = self.explain_to(ITEM_PLACES, figures);
        match end {
            _ if text.is_empty() => score,
            End::Score(own) if own == score => text,
            // Beside the score of the last item an arrow would look as if it led from that to the whole.
            End::Items(sum) if sum == score => format!("{text}；合计 {score}"),
            End::Items(sum) => format!("{text}；合计 {sum} → {score}"),
            End::Score(_) | End::Step => format!("{text} → {score}"),
        }
    }

    /// Scores are told with so many decimals.
    fn explain_to(&self, places: u32, figures: &dyn Figures) -> Explained {
        match self.expr {
            Expr::Rounded { places, .. } => {
                self.inner().explain_to((*places).max(ITEM_PLACES), figures)
            }
            Expr::Decide { conditions, .. } => match self.way {
                Some(decided) => Explained {
                    text: conditions[decided].1.to_string(),
                    end: End::Step,
                },
                None => self.inner().explain_to(places, figures),
            },
            Expr::Call(Function::Min | Function::Max, _) if contains_items(self.expr) => {
                let items = self.parts.iter().find(|part| contains_items(part.expr));
                items.unwrap_or(self).explain_to(places, figures)
            }
            Expr::Items(items) => {
                let mut end = End::Step;
                let told: Vec<String> = items
                    .iter()
                    .zip(&self.parts)
                    .map(|(item, part)| {
                        let told = part.explain_item(places, figures);
                        end = told.end;
                        match &item.label {
                            Some(label) => format!("{label}：{}", told.text),
                            None => told.text,
                        }
                    })
                    .collect();
                let end = match (self.number(), told.len()) {
                    (_, 1) => end,
                    (Ok(sum), _) => End::Items(decimal::trimmed(sum, places)),
                    (Err(_), _) => End::Step,
                };
                Explained {
                    text: format!("{}{}", told.join("；"), self.note_of_rounding(places)),
                    end,
                }
            }
            _ => self.explain_item(places, figures),
        }
    }

    /// One item: its steps, then what it scores.
    fn explain_item(&self, places: u32, figures: &dyn Figures) -> Explained {
        let Ok(score) = self.number() else {
            return Explained {
                text: "缺少数据".into(),
                end: End::Step,
            };
        };
        let mut steps = Steps {
            item: self.expr,
            places,
            told: Vec::new(),
            states_score: false,
        };
        self.walk(figures, &mut steps);
        let told = steps.told.join("，");
        let score = decimal::trimmed(score, places);
        let (text, end) = match (told.is_empty(), steps.states_score) {
            (true, _) => (score, End::Step),
            (false, true) => (told, End::Step),
            (false, false) => (format!("{told} → {score}"), End::Score(score)),
        };
        Explained { text, end }
    }

    /// The part that gave the value: the branch taken, the value behind a note.
    fn inner(&self) -> &Self {
        self.parts.last().unwrap_or(self)
    }

    fn walk(&self, figures: &dyn Figures, steps: &mut Steps<'_>) {
        match self.expr {
            Expr::Part(_) if self.value.is_ok() && self.inner().value.is_err() => {
                steps.say("缺少数据，按 0 计".into());
            }
            Expr::Part(_) | Expr::Rounded { .. } | Expr::Needing { .. } => {
                self.inner().walk(figures, steps);
            }
            Expr::Noted { note, .. } => steps.say(note.to_string()),
            Expr::Shown { expr, label, style } => {
                if let Ok(value) = self.number() {
                    let told = match label {
                        // 超出部分 is never 0.
                        Some(label) => {
                            format!("{label} {}", digits(value, *style, &[Decimal::ZERO]))
                        }
                        None => {
                            let thresholds = steps.item.thresholds_of(expr, figures);
                            self.inner().shown(*style, value, &thresholds, figures)
                        }
                    };
                    steps.say(told);
                }
            }
            Expr::Decide { conditions, .. } => match self.way {
                Some(decided) => steps.say(conditions[decided].1.to_string()),
                None => self.inner().walk(figures, steps),
            },
            Expr::If(..) => {
                self.parts[0].walk_condition(self.way == Some(0), figures, steps);
                self.inner().walk(figures, steps);
            }
            Expr::Bands { bands, .. } => {
                self.inner().walk(figures, steps);
                if let Some(band) = self.way {
                    steps.append(&format!("（{}）", bands[band].text));
                }
            }
            Expr::Peers(rule) => {
                let (Some(measured), Ok(value)) = (self.parts.first(), self.number()) else {
                    return;
                };
                let style = match rule.measure.is_ratio() {
                    true => Style::Percent,
                    false => Style::Plain,
                };
                if let (Ok(own), Some(standing)) = (measured.number(), figures.standing(rule)) {
                    steps.say(measured.shown(style, own, &[], figures));
                    let told = |figure| digits(figure, style, &[]);
                    steps.say(rule.told(value, own, standing, &told));
                }
            }
            Expr::Variable(variable) => {
                steps.states_score = matches!(variable.kind, Kind::Points { .. });
                let thresholds = steps.item.thresholds_of(self.expr, figures);
                let told = sentence_of(variable, &thresholds, figures);
                steps.say(format!("{} {told}", variable.name));
            }
            Expr::Choice { variable, .. } => {
                steps.say(format!("{}：{}", variable.name, figure(variable, figures)));
            }
            Expr::Rows { rows, points, .. } => match (self.parts.first(), figures.rows()) {
                (Some(otherwise), _) => otherwise.walk(figures, steps),
                (None, own) if own.is_empty() => {}
                (None, own) => steps.say(told_rows(rows, *points, &own)),
            },
            Expr::Best(items) => {
                let told: Vec<String> = items
                    .iter()
                    .zip(&self.parts)
                    .map(|(item, part)| {
                        let told = part.explain_item(steps.places, figures).text;
                        let label = item.label.as_deref().unwrap_or_default();
                        format!("{label}：{told}")
                    })
                    .collect();
                steps.say(format!("取得分最高的算法（{}）", told.join("；")));
            }
            Expr::Arithmetic(..) | Expr::Call(..) | Expr::Negate(_) | Expr::Items(_) => {
                if self.expr.shows_steps() {
                    let telling = self.parts.iter().filter(|part| part.expr.shows_steps());
                    telling.for_each(|part| part.walk(figures, steps));
                } else if let Ok(value) = self.number() {
                    steps.say(self.shown(Style::Plain, value, &[], figures));
                }
            }
            _ => {}
        }
    }

    /// A condition that decided: what was compared, and how it came out. A noted one is told by its note.
    fn walk_condition(&self, holds: bool, figures: &dyn Figures, steps: &mut Steps<'_>) {
        match (self.expr, self.parts.as_slice()) {
            (Expr::Compare(comparison, ..), [left, right]) => {
                let sign = if holds {
                    *comparison
                } else {
                    comparison.negated()
                }
                .sign();
                if let Expr::Shown { expr, style, .. } = left.expr {
                    left.walk(figures, steps);
                    let thresholds = steps.item.thresholds_of(expr, figures);
                    let tells_side = left
                        .number()
                        .is_ok_and(|value| hidden_side(value, *style, &thresholds).is_some());
                    if holds && !tells_side {
                        steps.append(&format!(" {sign} {}", right.substituted(figures)));
                    }
                } else {
                    let told_left = left.named(right.number().ok(), figures);
                    let told_right = right.named(left.number().ok(), figures);
                    steps.say(format!("{told_left} {sign} {told_right}"));
                }
            }
            (Expr::Not(_), [inner]) => inner.walk_condition(!holds, figures, steps),
            (Expr::And(_) | Expr::Or(_), parts) => {
                for part in parts {
                    part.walk_condition(part.truth().unwrap_or_default(), figures, steps);
                }
            }
            (Expr::Variable(variable), _) => {
                steps.say(format!(
                    "{} {}",
                    variable.name,
                    if holds { "是" } else { "否" }
                ));
            }
            _ => {}
        }
    }

    /// What to say where the scores of items, as they are told, add up to another sum than the whole has.
    fn note_of_rounding(&self, places: u32) -> String {
        let scores: Result<Vec<Decimal>, _> = self.parts.iter().map(Evaluated::number).collect();
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
        &self,
        style: Style,
        value: Decimal,
        thresholds: &[Decimal],
        figures: &dyn Figures,
    ) -> String {
        let told = sentence(value, style, thresholds);
        match self.expr {
            Expr::Variable(variable) => format!("{} {told}", variable.name),
            _ => {
                let substituted = self.substituted(figures);
                if substituted == digits(value, style, thresholds) {
                    told
                } else {
                    format!("{substituted} = {told}")
                }
            }
        }
    }

    /// The tree with figures in the place of names.
    fn substituted(&self, figures: &dyn Figures) -> String {
        self.written(&|variable| match figures.figure(variable) {
            Figure::Blank if variable.kind.value_type() == super::Type::Number => "0".into(),
            _ => sentence_of(variable, &[], figures),
        })
    }

    /// The tree with each name and its figure: `信访回复件数 40`; where it is a figure alone, rounding keeps it
    /// apart from what it is compared with.
    fn named(&self, compared: Option<Decimal>, figures: &dyn Figures) -> String {
        let thresholds: Vec<Decimal> = match self.expr {
            Expr::Variable(_) => compared.into_iter().collect(),
            _ => Vec::new(),
        };
        self.written(&|variable| {
            let told = match (figures.figure(variable), &variable.kind) {
                (Figure::Number(number), Kind::Percent { .. }) => {
                    digits(number, Style::Percent, &thresholds)
                }
                _ => figure(variable, figures),
            };
            format!("{} {told}", variable.name)
        })
    }

    fn written(&self, variable: &dyn Fn(&Variable) -> String) -> String {
        let operand = |part: &Evaluated, needed: u8| {
            let text = part.written(variable);
            if binding(part.expr) < needed {
                format!("({text})")
            } else {
                text
            }
        };
        match (self.expr, self.parts.as_slice()) {
            (
                Expr::Number {
                    value,
                    percent: true,
                },
                _,
            ) => exact(*value, Style::Percent),
            (Expr::Number { value, .. }, _) => value.normalize().to_string(),
            (Expr::Text(text), _) => text.to_string(),
            (
                Expr::Variable(name)
                | Expr::BlankAsZero(name)
                | Expr::Choice { variable: name, .. },
                _,
            ) => variable(name),
            (Expr::Negate(_), [inner]) => format!("−{}", operand(inner, 4)),
            (Expr::Arithmetic(operator, ..), [left, right]) => format!(
                "{} {} {}",
                operand(left, operator.precedence()),
                operator.sign(),
                operand(right, operator.precedence() + 1)
            ),
            (
                Expr::Shown { .. }
                | Expr::Noted { .. }
                | Expr::Needing { .. }
                | Expr::Part(_)
                | Expr::Rounded { .. },
                [inner],
            ) => inner.written(variable),
            (Expr::Call(function, _), arguments) => {
                let arguments: Vec<String> = arguments
                    .iter()
                    .map(|argument| argument.written(variable))
                    .collect();
                format!("{}({})", function.name(), arguments.join(", "))
            }
            _ => match &self.value {
                Ok(Value::Number(number)) => decimal::trimmed(*number, 4),
                Ok(Value::Truth(truth)) => if *truth { "是" } else { "否" }.into(),
                Ok(Value::Text(text)) => text.to_string(),
                Err(_) => "?".into(),
            },
        }
    }
}

impl Expr {
    /// Whether a step of its own stands somewhere inside.
    fn shows_steps(&self) -> bool {
        matches!(
            self,
            Expr::Shown { .. }
                | Expr::Noted { .. }
                | Expr::Bands { .. }
                | Expr::Choice { .. }
                | Expr::Rows { .. }
                | Expr::Best(_)
                | Expr::Peers(_)
                | Expr::Part(_)
                | Expr::Decide { .. }
                | Expr::If(..)
        ) || self.any_child(Expr::shows_steps)
    }
}

struct Steps<'e> {
    /// What is explained.
    item: &'e Expr,
    /// With how many decimals scores are told.
    places: u32,
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
    matches!(expr, Expr::Items(_)) || expr.any_child(contains_items)
}

/// `(8 × 100% + 5 × 92%) ÷ 13 × 25 = 24.23`, with long tables cut short.
fn told_rows(rule: &RowRule, points: Decimal, rows: &[&dyn Figures]) -> String {
    let values: Vec<(Decimal, Decimal)> = rows
        .iter()
        .filter_map(|row| row_values(rule, *row).ok())
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
