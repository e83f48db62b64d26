//! In JSON: the columns of each sheet that nobody uses, with what they probably mean, and those that were not found.

use serde::Serialize;

use crate::address::column_letters;
use crate::intake::unmatched::{Absent, Need, Unused};
use crate::intake::{Dataset, Table};

/// A sheet's columns that do not match.
#[derive(Serialize)]
pub struct SheetColumns<'e> {
    sheet: &'e str,
    unused: Vec<UnusedItem<'e>>,
    absent: Vec<AbsentItem<'e>>,
}

#[derive(Serialize)]
struct UnusedItem<'e> {
    column: String,
    /// Of the header.
    cell: Option<String>,
    header: String,
    suggestion: Option<SuggestionItem<'e>>,
}

#[derive(Serialize)]
struct SuggestionItem<'e> {
    name: &'e str,
    found: bool,
}

#[derive(Serialize)]
struct AbsentItem<'e> {
    name: &'e str,
    optional: bool,
    default: Option<&'static str>,
    /// The unused columns that may be it, so that the default does not count.
    suspects: Vec<String>,
}

/// Of every sheet that was read.
pub fn columns(dataset: &Dataset) -> Vec<SheetColumns<'_>> {
    dataset.tables().map(of_table).collect()
}

fn of_table(table: &Table) -> SheetColumns<'_> {
    let unmatched = &table.unmatched;
    SheetColumns {
        sheet: &table.sheet.name,
        unused: unmatched.unused.iter().map(unused).collect(),
        absent: unmatched
            .absent
            .iter()
            .map(|one| absent(one, &unmatched.unused))
            .collect(),
    }
}

fn unused(unused: &Unused) -> UnusedItem<'_> {
    UnusedItem {
        column: column_letters(unused.column),
        cell: unused.header.map(|cell| cell.to_string()),
        header: unused.text(),
        suggestion: unused.suggestion.as_ref().map(|suggestion| SuggestionItem {
            name: &suggestion.name,
            found: suggestion.is_found,
        }),
    }
}

fn absent<'e>(absent: &'e Absent, unused: &[Unused]) -> AbsentItem<'e> {
    let suspects = absent.suspects.iter();
    AbsentItem {
        name: &absent.name,
        optional: absent.need == Need::Optional,
        default: match absent.need {
            Need::Default(true) => Some("是"),
            Need::Default(false) => Some("否"),
            Need::Required | Need::Optional => None,
        },
        suspects: suspects
            .map(|suspect| column_letters(unused[suspect.unused].column))
            .collect(),
    }
}
