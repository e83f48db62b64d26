//! The departments that forms are made for, for the page.

use serde::Serialize;

use super::collection::WhoItem;
use crate::forms::Who;

#[derive(Serialize)]
struct RosterDocument<'r> {
    /// The year that the forms are for.
    year: u32,
    departments: Vec<WhoItem<'r>>,
    /// What is to be said of the list and of last year's figures.
    notices: Vec<String>,
}

/// The document of a list of departments.
pub fn roster<'r>(
    year: u32,
    departments: &'r [Who],
    notices: Vec<String>,
) -> impl Serialize + use<'r> {
    RosterDocument {
        year,
        departments: departments.iter().map(WhoItem::of).collect(),
        notices,
    }
}
