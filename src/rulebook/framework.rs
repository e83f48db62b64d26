//! The first two levels of indicators.

use rust_decimal::Decimal;

use super::document::{Section, Span};

/// A first-level indicator with its second-level ones.
#[derive(Clone, Debug)]
pub struct FirstLevel {
    /// Its name.
    pub name: String,
    /// What its second-level indicators add up to.
    pub points: Decimal,
    /// The second-level indicators, in order.
    pub second: Vec<SecondLevel>,
    /// Where the rule book gives its points.
    pub at: Span,
}

/// A second-level indicator.
#[derive(Clone, Debug)]
pub struct SecondLevel {
    /// Its name.
    pub name: String,
    /// What its third-level indicators add up to.
    pub points: Decimal,
    /// Where the rule book gives its points.
    pub at: Span,
}

/// Reads both levels; `None` where a part could not be read.
pub(super) fn read(table: &Section) -> Option<Vec<FirstLevel>> {
    let rows = table.tables("framework");
    if rows.is_empty() {
        table.absent("framework");
        return None;
    }
    let first: Vec<Option<FirstLevel>> = rows.iter().map(read_first).collect();
    first.into_iter().collect()
}

fn read_first(table: &Section) -> Option<FirstLevel> {
    let (name, points) = (table.required_text("name"), table.positive("points"));
    let second: Vec<Option<SecondLevel>> = table.tables("second").iter().map(read_second).collect();
    if second.is_empty() {
        table.absent("second");
        return None;
    }
    table.finish();
    let points = points?;
    Some(FirstLevel {
        name: name?.value,
        points: points.value,
        second: second.into_iter().collect::<Option<_>>()?,
        at: points.at,
    })
}

fn read_second(table: &Section) -> Option<SecondLevel> {
    let (name, points) = (table.required_text("name"), table.positive("points"));
    table.finish();
    let points = points?;
    Some(SecondLevel {
        name: name?.value,
        points: points.value,
        at: points.at,
    })
}
