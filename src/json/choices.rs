//! What there is to choose from before anything is read, for the page: rule books, and what to do with missing data.

use serde::Serialize;

use crate::rulebook::library::{self, BUILT_IN};
use crate::scoring::Missing;

#[derive(Serialize)]
struct ChoicesDocument {
    /// The built-in rule books, the usual one first.
    books: Vec<BookItem>,
    missing: Vec<WayItem>,
}

#[derive(Serialize)]
struct BookItem {
    id: String,
    name: String,
    year: u32,
    /// Whether it uses figures of the year before.
    last_year: bool,
}

#[derive(Serialize)]
struct WayItem {
    id: &'static str,
    label: &'static str,
}

/// The document of what there is to choose from.
pub fn choices() -> impl Serialize {
    let books = BUILT_IN.iter().filter_map(|(id, text)| {
        let book = library::load_text(id, text).book?;
        Some(BookItem {
            last_year: !book.last_year.is_empty(),
            id: book.id,
            name: book.name,
            year: book.year,
        })
    });
    ChoicesDocument {
        books: books.collect(),
        missing: Missing::ALL
            .map(|way| WayItem {
                id: way.as_str(),
                label: way.label(),
            })
            .into(),
    }
}
