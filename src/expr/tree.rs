//! The typed tree, and what can be asked of it.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::evaluate::Fault;
use super::operator::{Comparison, Function, Operator};
use super::peers::PeerRule;
use super::variable::{Kind, Variable};

/// What an expression yields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A decimal number.
    Number,
    /// True or false.
    Truth,
    /// Text, such as a choice.
    Text,
}

impl Type {
    /// What users call it.
    pub fn label(self) -> &'static str {
        match self {
            Type::Number => "数字",
            Type::Truth => "条件（是或否）",
            Type::Text => "文字",
        }
    }
}

/// How a [shown](Expr::Shown) value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// At most four decimals.
    Plain,
    /// A ratio: 98.23%.
    Percent,
    /// A difference of ratios: 个百分点.
    PercentagePoints,
}

/// One band: a condition on the compared value, in the rule book's words, and what it is worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// All must hold: the comparison with, and the bound.
    pub bounds: Vec<(Comparison, Expr)>,
    /// The condition for people, such as `≥ 75% 且 < 90%`.
    pub text: Arc<str>,
    /// What a value in the band scores.
    pub points: Decimal,
}

/// A typed expression.
///
/// Up to [`Expr::Call`] it is what users write; the rest is what scoring shapes are built of.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// A literal; `percent` remembers that it was written so.
    Number {
        /// The value: 0.1 for `10%`.
        value: Decimal,
        /// Whether it was written with a percent sign.
        percent: bool,
    },
    /// A literal text.
    Text(Arc<str>),
    /// A figure of the record.
    Variable(Arc<Variable>),
    /// The number with the other sign.
    Negate(Box<Expr>),
    /// `left operator right`.
    Arithmetic(Operator, Box<Expr>, Box<Expr>),
    /// `left comparison right`; of texts only `=` and `<>`.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// True where the condition is false.
    Not(Box<Expr>),
    /// True where all are; all must be known.
    And(Vec<Expr>),
    /// True where any is; all must be known.
    Or(Vec<Expr>),
    /// `IF(condition, then, otherwise)`; the branch that is not taken may lack data.
    If(Box<Expr>, Box<Expr>, Box<Expr>),
    /// A function of numbers.
    Call(Function, Vec<Expr>),

    /// A variable that counts as 0 where it is blank (but not where it is unreadable).
    BlankAsZero(Arc<Variable>),
    /// The value is worth showing in the explanation, with a label or as `3016.10 ÷ 3070.43 = 98.23%`.
    Shown {
        /// The value.
        expr: Box<Expr>,
        /// What it is called in place of its figures.
        label: Option<Arc<str>>,
        /// How it is written.
        style: Style,
    },
    /// The note explains the value, instead of its figures.
    Noted {
        /// The explanation; empty for a step that needs none.
        note: Arc<str>,
        /// The value.
        expr: Box<Expr>,
    },
    /// A value that needs these figures, whichever way its conditions go.
    Needing {
        /// The figures.
        variables: Vec<Arc<Variable>>,
        /// The value.
        expr: Box<Expr>,
    },
    /// Figures that cannot be used together: a lack, for the reason given.
    Fault(Fault),
    /// The first band that holds the subject.
    Bands {
        /// What is compared.
        subject: Box<Expr>,
        /// Without a gap between them; the last one is what remains.
        bands: Vec<Band>,
    },
    /// The points of the chosen text.
    Choice {
        /// The choice.
        variable: Arc<Variable>,
        /// Each of its texts and what it scores.
        scores: Vec<(Arc<str>, Decimal)>,
    },
    /// A veto or an exemption: where any condition certainly holds, `then` decides, whatever else is
    /// blank; otherwise the conditions must be known and `otherwise` is the value.
    Decide {
        /// Each with the note that explains the value where it decides.
        conditions: Vec<(Expr, Arc<str>)>,
        /// The value where one holds.
        then: Box<Expr>,
        /// The value where none does.
        otherwise: Box<Expr>,
    },
    /// An item or a part of it that counts as 0 where it lacks data and the run says so (`--missing zero`).
    Part(Box<Expr>),
    /// The sum of scoring items, explained one by one.
    Items(Vec<Item>),
    /// The best of scoring items, explained one by one; all must be known.
    Best(Vec<Item>),
    /// True where a text was filled in.
    Filled(Arc<Variable>),
    /// Σ(weight × completion) ÷ Σweight × points over the record's rows; with no rows, `otherwise`.
    Rows {
        /// How each row is measured.
        rows: Arc<RowRule>,
        /// What full completion of every row scores.
        points: Decimal,
        /// The value without rows; a lack where there is none.
        otherwise: Option<Box<Expr>>,
    },
    /// A figure held against those of one's peers.
    Peers(Arc<PeerRule>),
    /// The one rounding, half away from zero.
    Rounded {
        /// The exact value.
        expr: Box<Expr>,
        /// Decimals that remain.
        places: u32,
    },
}

/// One scoring item.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// What its explanation begins with, where items need telling apart.
    pub label: Option<Arc<str>>,
    /// What it scores.
    pub expr: Expr,
}

/// How each row of a table of outcomes is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct RowRule {
    /// The row's weight.
    pub weight: Arc<Variable>,
    /// How far the row's target was met, held between 0 and 1 by itself.
    pub completion: Expr,
}

impl Expr {
    /// A plain literal.
    pub fn literal(value: impl Into<Decimal>) -> Expr {
        Expr::Number {
            value: value.into(),
            percent: false,
        }
    }

    /// `left operator right`.
    pub fn arithmetic(operator: Operator, left: Expr, right: Expr) -> Expr {
        Expr::Arithmetic(operator, Box::new(left), Box::new(right))
    }

    /// `left comparison right`.
    pub fn compare(comparison: Comparison, left: Expr, right: Expr) -> Expr {
        Expr::Compare(comparison, Box::new(left), Box::new(right))
    }

    /// `IF(condition, then, otherwise)`.
    pub fn choose(condition: Expr, then: Expr, otherwise: Expr) -> Expr {
        Expr::If(Box::new(condition), Box::new(then), Box::new(otherwise))
    }

    /// A value with the note that explains it.
    pub fn noted(note: impl Into<Arc<str>>, expr: Expr) -> Expr {
        Expr::Noted {
            note: note.into(),
            expr: Box::new(expr),
        }
    }

    /// A ratio shown as a percentage, any other value as it is.
    pub fn shown(expr: Expr) -> Expr {
        let style = if expr.is_ratio() {
            Style::Percent
        } else {
            Style::Plain
        };
        Expr::Shown {
            expr: Box::new(expr),
            label: None,
            style,
        }
    }

    /// Whether the value reads best as a percentage.
    pub fn is_ratio(&self) -> bool {
        match self {
            Expr::Arithmetic(Operator::Divide, ..) => true,
            Expr::Peers(rule) => rule.compared.is_ratio(),
            Expr::Arithmetic(Operator::Add | Operator::Subtract, left, right) => {
                left.is_ratio() || right.is_ratio()
            }
            Expr::Variable(variable) => matches!(variable.kind, Kind::Percent { .. }),
            Expr::Number { percent, .. } => *percent,
            Expr::Negate(expr) => expr.is_ratio(),
            _ => false,
        }
    }

    /// Whether it is a sum or a difference, which a factor has in brackets.
    pub fn is_sum(&self) -> bool {
        matches!(
            self,
            Expr::Arithmetic(Operator::Add | Operator::Subtract, ..)
        )
    }

    /// Whether a difference or a sign stands somewhere in it: figures alone are never negative.
    pub fn may_be_negative(&self) -> bool {
        // Ranks are counted from 1, and ratios are of figures that are never negative.
        if matches!(self, Expr::Peers(_)) {
            return false;
        }
        matches!(
            self,
            Expr::Negate(_) | Expr::Arithmetic(Operator::Subtract, ..)
        ) || self.any_child(Expr::may_be_negative)
    }

    /// The type of the value.
    pub fn value_type(&self) -> Type {
        match self {
            Expr::Text(_) => Type::Text,
            Expr::Variable(variable) => variable.kind.value_type(),
            Expr::Compare(..) | Expr::Not(_) | Expr::And(_) | Expr::Or(_) | Expr::Filled(_) => {
                Type::Truth
            }
            Expr::If(_, then, _) => then.value_type(),
            Expr::Shown { expr, .. } | Expr::Noted { expr, .. } | Expr::Needing { expr, .. } => {
                expr.value_type()
            }
            _ => Type::Number,
        }
    }

    /// Whether its value can differ from record to record: a figure or the record's rows stand in it.
    pub fn depends_on_data(&self) -> bool {
        match self {
            Expr::Variable(_)
            | Expr::BlankAsZero(_)
            | Expr::Filled(_)
            | Expr::Choice { .. }
            | Expr::Rows { .. }
            | Expr::Peers(_) => true,
            _ => self.any_child(Expr::depends_on_data),
        }
    }

    /// Whether the record's rows of outcomes stand somewhere in it.
    pub fn measures_rows(&self) -> bool {
        matches!(self, Expr::Rows { .. }) || self.any_child(Expr::measures_rows)
    }

    /// The rule by which something in the tree is held against one's peers.
    pub fn compared_by(&self) -> Option<&PeerRule> {
        match self {
            Expr::Peers(rule) => Some(rule),
            _ => self.children().into_iter().find_map(Expr::compared_by),
        }
    }

    /// The first condition of an IF that no record can change, so that one branch is never taken.
    pub fn constant_condition(&self) -> Option<&Expr> {
        match self {
            Expr::If(condition, ..) if !condition.depends_on_data() => Some(condition),
            _ => self
                .children()
                .into_iter()
                .find_map(Expr::constant_condition),
        }
    }

    /// The direct parts, for walks over the tree.
    pub fn children(&self) -> Vec<&Expr> {
        let mut children = Vec::new();
        self.each_child(&mut |child| children.push(child));
        children
    }

    /// Whether something is so of a direct part.
    pub(super) fn any_child(&self, is_so: fn(&Expr) -> bool) -> bool {
        let mut found = false;
        self.each_child(&mut |child| found = found || is_so(child));
        found
    }

    /// Calls `visit` with every direct part.
    pub(super) fn each_child<'a>(&'a self, visit: &mut dyn FnMut(&'a Expr)) {
        match self {
            Expr::Number { .. }
            | Expr::Text(_)
            | Expr::Variable(_)
            | Expr::BlankAsZero(_)
            | Expr::Filled(_)
            | Expr::Fault(_)
            | Expr::Choice { .. } => {}
            Expr::Negate(expr) | Expr::Not(expr) | Expr::Part(expr) => visit(expr),
            Expr::Peers(rule) => visit(&rule.measure),
            Expr::Shown { expr, .. }
            | Expr::Noted { expr, .. }
            | Expr::Needing { expr, .. }
            | Expr::Rounded { expr, .. } => visit(expr),
            Expr::Arithmetic(_, left, right) | Expr::Compare(_, left, right) => {
                visit(left);
                visit(right);
            }
            Expr::And(parts) | Expr::Or(parts) | Expr::Call(_, parts) => {
                parts.iter().for_each(visit);
            }
            Expr::Items(items) | Expr::Best(items) => {
                items.iter().for_each(|item| visit(&item.expr));
            }
            Expr::If(condition, then, otherwise) => {
                visit(condition);
                visit(then);
                visit(otherwise);
            }
            Expr::Bands { subject, bands } => {
                visit(subject);
                let bounds = bands.iter().flat_map(|band| &band.bounds);
                bounds.for_each(|(_, bound)| visit(bound));
            }
            Expr::Decide {
                conditions,
                then,
                otherwise,
            } => {
                conditions
                    .iter()
                    .for_each(|(condition, _)| visit(condition));
                visit(then);
                visit(otherwise);
            }
            Expr::Rows { otherwise, .. } => otherwise.iter().for_each(|expr| visit(expr)),
        }
    }

    /// Calls `visit` with every variable in the tree, in the order written (rows' own variables are not among them).
    pub fn variables<'a>(&'a self, visit: &mut impl FnMut(&'a Arc<Variable>)) {
        match self {
            Expr::Variable(variable)
            | Expr::BlankAsZero(variable)
            | Expr::Filled(variable)
            | Expr::Choice { variable, .. } => visit(variable),
            Expr::Needing { variables, expr } => {
                variables.iter().for_each(&mut *visit);
                expr.variables(visit);
            }
            _ => self.each_child(&mut |child| child.variables(visit)),
        }
    }
}
