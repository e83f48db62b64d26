//! A variable: a named figure and what it may be.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::Type;

/// Of which year a figure is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Year {
    /// Of the year that is scored.
    #[default]
    This,
    /// Of the year before.
    Last,
}

/// Which of a record's figures one is: those of two years are never taken for each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureId {
    /// Its year.
    pub year: Year,
    /// Its place among the figures of that year.
    pub place: usize,
}

impl FigureId {
    /// A figure of the year that is scored, or of a row.
    pub fn this(place: usize) -> FigureId {
        FigureId {
            year: Year::This,
            place,
        }
    }
}

/// A named figure of a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// Its place among the figures of its year.
    pub id: usize,
    /// Of which year it is; with `id` it says which figure it is.
    pub year: Year,
    /// The name that expressions use.
    pub name: Arc<str>,
    /// What it may be.
    pub kind: Kind,
}

/// What a figure may be. Anything else is unreadable and counts as missing.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Any text; takes no part in scoring.
    Text,
    /// Money in 万元, or another non-negative quantity; `positive` excludes 0.
    Amount {
        /// Whether 0 is out of range.
        positive: bool,
    },
    /// A whole number, not negative.
    Count,
    /// A ratio, not negative, at most `max` where given (1 is 100%).
    Percent {
        /// The greatest ratio allowed.
        max: Option<Decimal>,
    },
    /// A reviewer's points from 0 to `max`; 是 is `max`, 否 is 0.
    Points {
        /// The most points.
        max: Decimal,
    },
    /// 是 or 否, with what a blank means, if anything.
    YesNo {
        /// What a blank means; a lack where there is none.
        default: Option<bool>,
    },
    /// One of the listed texts.
    Choice {
        /// The texts, in the rule book's order.
        choices: Arc<[Arc<str>]>,
    },
}

impl Variable {
    /// Which figure it is.
    pub fn figure_id(&self) -> FigureId {
        FigureId {
            year: self.year,
            place: self.id,
        }
    }

    /// Whether it is a figure of the year before.
    pub fn is_last_year(&self) -> bool {
        self.year == Year::Last
    }
}

impl Kind {
    /// The type of value that such a figure has in an expression.
    pub fn value_type(&self) -> Type {
        match self {
            Kind::Text | Kind::Choice { .. } => Type::Text,
            Kind::YesNo { .. } => Type::Truth,
            Kind::Amount { .. } | Kind::Count | Kind::Percent { .. } | Kind::Points { .. } => {
                Type::Number
            }
        }
    }

    /// Whether a number is within what the kind allows.
    pub fn allows(&self, number: Decimal) -> bool {
        let not_negative = number >= Decimal::ZERO;
        match self {
            Kind::Amount { positive } => not_negative && !(*positive && number.is_zero()),
            Kind::Count => not_negative && number.fract().is_zero(),
            Kind::Percent { max } => not_negative && max.is_none_or(|max| number <= max),
            Kind::Points { max } => not_negative && number <= *max,
            Kind::Text | Kind::YesNo { .. } | Kind::Choice { .. } => false,
        }
    }
}
