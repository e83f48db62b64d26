//! What is usual of a figure, mostly so much a person: by it money in the wrong unit is recognised. No score
//! depends on it.

use rust_decimal::Decimal;

use super::document::{Located, Section};

/// How far apart units are that are taken for each other: 元 and 万元, 万元 and 亿元.
pub const UNITS_APART: Decimal = Decimal::from_parts(10_000, 0, 0, false, 0);

/// The range in which a figure usually lies.
#[derive(Clone, Debug)]
pub struct Usual {
    /// The metric that the figure is divided by first, such as a number of people.
    pub per: Option<Located<String>>,
    /// The least that is usual.
    pub from: Decimal,
    /// The most that is usual.
    pub to: Decimal,
}

impl Usual {
    /// Reads a range; it must tell figures in one unit from figures in another.
    pub(super) fn read(table: &Section) -> Option<Usual> {
        let per = table.text("per");
        let (from, to) = (table.positive("from"), table.positive("to"));
        table.finish();
        let (from, to) = (from?, to?);
        let findings = table.findings();
        if from.value >= to.value {
            let (to_word, from_word) = (to.at.word("to"), to.at.word("from"));
            findings.error(&to.at, format!("“{to_word}”应大于“{from_word}”"));
            return None;
        }
        if to.value / UNITS_APART >= from.value {
            let (to_word, from_word) = (to.at.word("to"), to.at.word("from"));
            let message = format!("“{to_word}”应小于“{from_word}”的 10000 倍，否则分不出元和万元");
            findings.error(&to.at, message);
            return None;
        }
        Some(Usual {
            per,
            from: from.value,
            to: to.value,
        })
    }

    /// Whether a figure, divided already, lies in the range.
    pub fn holds(&self, each: Decimal) -> bool {
        self.from <= each && each <= self.to
    }
}
