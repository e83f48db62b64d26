//! What is proposed for a scoring text: a shape with its figures, and the words that it was read from.

use rust_decimal::Decimal;

/// What an item measures.
#[derive(Clone, Debug, PartialEq)]
pub enum Rate {
    /// A formula of the text: one figure divided by another.
    Share {
        /// What is divided.
        part: String,
        /// What it is divided by.
        whole: String,
    },
    /// A percentage of this name, for which the text has no formula.
    Given(String),
    /// A number of things.
    Count(String),
}

/// A proposed shape.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Judgement points.
    Points {
        /// What is judged.
        name: String,
    },
    /// Points by the band that a rate falls into.
    Bands {
        /// The rate.
        rate: Rate,
        /// Conditions and points, in the order of the text.
        bands: Vec<(String, Decimal)>,
    },
    /// A rate times points.
    Proportional {
        /// The rate.
        rate: Rate,
        /// Whether more than 100% scores nothing.
        zero_above: bool,
    },
    /// All points where a percentage is reached.
    Pass {
        /// The percentage.
        name: String,
        /// What is to be reached.
        bound: Decimal,
    },
    /// Points less what is deducted.
    Deduction {
        /// What is counted or measured.
        rate: Rate,
        /// Above which deduction begins.
        over: Option<Decimal>,
        /// Below which deduction begins.
        under: Option<Decimal>,
        /// A step, of a rate.
        per: Option<Decimal>,
        /// What a step costs.
        each: Decimal,
    },
    /// Points by which of some texts holds.
    Choice {
        /// What is chosen.
        name: String,
        /// The texts with their points.
        scores: Vec<(String, Decimal)>,
    },
    /// Progress against schedule, with the mean's points.
    Periods {
        /// Name, schedule and points of each.
        periods: Vec<(String, Decimal, Decimal)>,
        /// What the mean is worth.
        mean: Option<Decimal>,
    },
}

/// A proposed item.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// How it scores.
    pub shape: Shape,
    /// The most that it scores.
    pub points: Decimal,
    /// The words that it was read from.
    pub words: String,
}
