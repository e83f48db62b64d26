//! Prints the page of all problem codes, `docs/problems.md`.

use jixiao::rulebook::codes::page;
use jixiao::rulebook::library;

fn main() {
    let books = library::BUILT_IN.map(|(id, text)| library::load_text(id, text).book);
    let books: Vec<_> = books.into_iter().flatten().collect();
    print!("{}", page(&books));
}
