//! Rule books and expressions; each module says what it covers. Mirrors `src/rulebook` and `src/expr`.

mod rules {
    /// A draft from an authority's table, and how good it is.
    mod draft;
    /// The expression language: values, formulas, explanations, messages, bounds, round trip.
    mod expressions;
    /// The formulas of whole indicators: length, nesting, functions, blanks.
    mod formulas;
    /// `docs/rulebook.md`: every example is a piece of a sound rule book.
    mod guide;
    /// The rule books in `tests/rulebooks`: what is found in each, and that faulty ones do not score.
    mod library;
    /// Another place's rules: every shape, scored by hand.
    mod other_place;
    /// Rows of outcomes: weighed, and what cannot be.
    mod rows;
    /// The rule books beside Shenzhen's: what each is worth, and its sample by hand.
    mod shipped;
    /// The scoring standard in print: made of the shapes, and numbers in texts that agree with none.
    mod wording;
    /// A rule book as a workbook: both ways, changes of one cell, findings at cells.
    mod workbook;
}
