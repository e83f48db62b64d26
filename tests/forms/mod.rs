//! Forms: handed out, filled in by other programs, collected, sent back.

/// What the form says of a cell and what scoring says of it afterwards.
mod agreeing;
/// What a blank form is: its cells, its locks, its lists, its hidden sheet; the forms in `templates/`.
mod blank;
/// The two commands where something is not as it should be.
mod commands;
/// Filling in a form as another program would, in the package itself.
mod filling;
/// What the form says while it is filled in, recalculated by an independent engine.
mod live;
/// What becomes of every file: copies, duplicates, strangers, those who sent none.
mod matching;
/// Answers beside their place: told as a whole, kept for the form that goes back.
mod misplaced;
/// A form that another program saved as ods.
mod ods;
/// Forms that go back to be mended.
mod packs;
/// Reading a form that came back, whatever was done to it.
mod returned;
/// Lists of departments.
mod roster;
/// Whatever is filled in comes out again.
mod round_trip;
/// Who gets a form back, which round's form is taken, and how the departments are counted.
mod rounds;
/// A whole round: sixty forms, twelve kinds of trouble, mended and scored.
mod whole_round;

use jixiao::forms::{Form, Passport, Who};
use jixiao::sheets;

use crate::support::{Edition, rule_book};

/// A department.
fn who(code: &str, name: &str) -> Who {
    Who {
        code: (!code.is_empty()).then(|| code.to_string()),
        name: name.into(),
        group: Some("示例市教育局".into()),
    }
}

/// The form of a department.
fn form_of(who: &Who) -> Form<'static> {
    let book = rule_book(Edition::Default);
    Form::new(book, Passport::new(book, 2021, Some(who.clone())))
}

/// The form of a department as a workbook.
fn handed_out(who: &Who) -> Vec<u8> {
    sheets::form(&form_of(who), None).expect("the form is written")
}
